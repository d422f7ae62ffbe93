"""Hold what happened so that it is looked up, not searched for: by id, by kind, by instant.

Everything here is told by the events alone, and built once for each situation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from attrs import field, frozen

from followkit._core.events import Cancelled, Event, Rescheduled
from followkit._core.freezing import as_dict
from followkit._core.timing import come_by

Kind = TypeVar("Kind", bound=Event)


class _Line(NamedTuple):
    """Hold the events of one kind in time order, and when they happened."""

    events: tuple[Event, ...]
    moments: tuple[datetime, ...]


@frozen(kw_only=True)
class Chronicle:
    """Hold events in time order.

    Args:
        events: all of them, in order.
    """

    events: tuple[Event, ...]
    _by_id: Mapping[str, Event] = field(init=False, converter=as_dict, eq=False, repr=False)
    _by_kind: Mapping[str, _Line] = field(init=False, converter=as_dict, eq=False, repr=False)
    _nth: Mapping[str, int] = field(init=False, converter=as_dict, eq=False, repr=False)
    answers: tuple[Event, ...] = field(init=False, eq=False, repr=False)
    """What they said, and the times they gave or took away."""

    @_by_id.default
    def _indexed(self) -> Mapping[str, Event]:
        return {event.id: event for event in self.events}

    @_by_kind.default
    def _sorted(self) -> Mapping[str, _Line]:
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.kind, []).append(event)
        return {kind: _Line(tuple(same), tuple(event.at for event in same)) for kind, same in found.items()}

    @_nth.default
    def _numbered(self) -> Mapping[str, int]:
        return {event.id: number for line in self._by_kind.values() for number, event in enumerate(line.events, 1)}

    @answers.default
    def _heard(self) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.is_word or isinstance(event, (Rescheduled, Cancelled)))

    def event(self, id: str) -> Event | None:
        """Return the event with this id, or None."""
        return self._by_id.get(id)

    def of(self, kind: str) -> tuple[Event, ...]:
        """Return the events of one kind, in order."""
        return self._by_kind[kind].events if kind in self._by_kind else ()

    def each(self, kind: type[Kind]) -> list[Kind]:
        """Return the events of one class, in order."""
        return [event for event in self.of(kind.kind) if isinstance(event, kind)]

    def of_any(self, kinds: Iterable[str]) -> list[Event]:
        """Return the events of several kinds, in order."""
        return sorted((event for kind in kinds for event in self.of(kind)), key=lambda event: event.order)

    def nth(self, id: str, kinds: Collection[str] = ()) -> int:
        """Return which of its kind an event is, from 1; or of several kinds, where it is of one of them."""
        event = self._by_id.get(id)
        if event is None or (kinds and event.kind not in kinds):
            return 1
        return self._nth[id] if len(kinds) <= 1 else self.of_any(kinds).index(event) + 1

    def latest(self, kinds: Iterable[str], at: datetime) -> Event | None:
        """Return the last event of these kinds that had happened by *at*, or None."""
        lines = [self._by_kind[kind] for kind in kinds if kind in self._by_kind]
        last = [line.events[passed - 1] for line in lines if (passed := come_by(line.moments, at))]
        return max(last, key=lambda event: event.order, default=None)
