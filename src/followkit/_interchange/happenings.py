"""Build events from their tables: which kind, and at which instant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from followkit._core.errors import InvalidFacts
from followkit._core.events import KINDS, Event
from followkit._core.timing import seen_from
from followkit._interchange.moments import given_instant, read_moment
from followkit._interchange.places import Report, Unfamiliar, folded, join, shortened
from followkit._interchange.strict import refuse, structure, zone_name
from followkit.calendars import zone

_KINDS = {folded(kind): event for kind, event in KINDS.items()}
_PLACEHOLDER = datetime(2000, 1, 1, tzinfo=UTC)


def read_event(value: object, *, home: str | None, report: Report, place: str) -> Event | None:
    """Return the event a table tells, or None with its problems reported.

    Args:
        value: the table.
        home: the candidate's zone, for a local time with no zone beside it.
        report: gathers the problems.
        place: where the table is.
    """
    if not isinstance(value, dict):
        report.attempt(place, structure, value, Mapping[str, str])
        return None
    table = dict(value)
    kind = report.attempt(place, _kind, table.pop("kind", None))
    if kind is None:
        return None
    count = len(report)
    table = _with_instants(table, kind, home, report, place)
    event = report.attempt(place, structure, table, kind)
    return event if len(report) == count else None


def _kind(word: object) -> type[Event]:
    if word is None:
        refuse("missing", "is missing", f"one of: {', '.join(KINDS)}", place="kind")
    if not isinstance(word, str):
        refuse("wrong-type", "expected text", f"one of: {', '.join(KINDS)}", place="kind")
    kind = _KINDS.get(folded(word))
    if kind is None:
        unknown = Unfamiliar(
            place="kind",
            code="unknown-kind",
            message=f"{shortened(word)} is no kind of event",
            hint=f"one of: {', '.join(KINDS)}",
            word=word,
            known=tuple(KINDS),
        )
        raise InvalidFacts(problems=[unknown])
    return kind


def _with_instants(
    table: dict[str, Any], kind: type[Event], home: str | None, report: Report, place: str
) -> dict[str, Any]:
    """Turn the local time an event happened at into an instant, and check the zone beside it."""
    at, beside = read_moment(table.get("at")), table.get("zone")
    instant = report.attempt(place, given_instant, table, "at", home)
    if isinstance(at, datetime) and at.tzinfo is None:
        rules = zone(beside or home or "") if instant else None
        table["at"] = seen_from(instant, rules) if instant and rules else _PLACEHOLDER
    if "zone" in attrs.fields_dict(kind):
        report.attempt(place, given_instant, table, "start", "UTC")  # a local start is in the interview's own zone
    else:
        report.attempt(join(place, "zone"), zone_name, table.pop("zone", None))
    return table
