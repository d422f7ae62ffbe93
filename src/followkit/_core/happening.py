"""Hold what all events share: an instant, an id, and whom and what they speak of.

The id is given, or derived from what the event says, so that recording the same thing twice is recording it once.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any, ClassVar

import attrs
from attrs import field, frozen

from followkit._core.checking import checked, known_year, plain_id, verify
from followkit._core.errors import InvalidFacts, Problem
from followkit._core.timing import seen_from, utc


def _aware(value: datetime) -> datetime:
    """Keep the instant as written, with a fixed offset; refuse one that is none."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        problem = Problem(
            place="at",
            code="naive-moment",
            message="a moment without an offset",
            hint="write 2025-06-05T17:00:00-04:00",
        )
        raise InvalidFacts(problems=[problem])
    kept: datetime = as_written(value)
    return kept


def as_written(value: Any) -> Any:
    """Keep a moment as written, with a fixed offset: zone rules make repeated hours equal to nothing (PEP 495)."""
    if not isinstance(value, datetime) or value.tzinfo is None or known_year(value):
        return value
    return seen_from(value, value.tzinfo)


@frozen(kw_only=True)
class Event:
    """Hold what all events share.

    Args:
        at: the instant it happened, aware.
        id: given, or derived from everything else the event says.
    """

    kind: ClassVar[str] = ""
    closes: ClassVar[bool] = False
    """Whether there is nothing left to ask about once this happened."""
    by_employer: ClassVar[bool] = False
    """Whether this kind of event comes from the employer."""

    at: datetime = checked(known_year, personal=False, converter=_aware)
    id: str = field(default="", metadata={"check": plain_id})

    def __attrs_post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", _derived_id(self))
        verify(self, self.contradictions)

    @property
    def contradictions(self) -> tuple[Problem, ...]:
        """Give what is wrong between fields of this kind of event."""
        return ()

    @property
    def is_word(self) -> bool:
        """Tell whether this is a word from the employer, which ends a silence and starts the next."""
        return self.by_employer

    @property
    def order(self) -> tuple[datetime, str]:
        """Give the place of the event in time."""
        return (utc(self.at), self.id)

    @property
    def people(self) -> tuple[str, ...]:
        """Name the ids of the people the event speaks of."""
        names = (getattr(self, name, None) for name in ("by", "to", "person"))
        return tuple(name for name in names if isinstance(name, str) and name) + tuple(getattr(self, "about", ()))

    @property
    def interviews(self) -> tuple[str, ...]:
        """Name the ids of the interviews the event speaks of."""
        id = getattr(self, "interview", None)
        return (id,) if id else ()


def _derived_id(event: Event) -> str:
    fields = [a for a in attrs.fields(type(event)) if a.name != "id" and not _unsaid(event, a)]
    told = [f"{a.name}={_plain(getattr(event, a.name))}" for a in fields]
    digest = hashlib.sha256("\n".join([event.kind, *told]).encode()).hexdigest()
    return f"{event.kind}-{digest[:12]}"


def _unsaid(event: Event, attribute: attrs.Attribute[Any]) -> bool:
    """Tell whether a field says nothing: a kind of event that learns a new field keeps the ids it gave."""
    return bool(getattr(event, attribute.name) in (None, (), False))


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return utc(value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
