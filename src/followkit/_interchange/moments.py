"""Read times as people write them: a wall time beside a zone, or an instant with its offset; never a contradiction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from followkit._core.errors import InvalidFacts, Problem
from followkit._core.rounds import instant_of
from followkit._core.timing import is_before
from followkit._interchange.places import Report
from followkit._interchange.strict import structure
from followkit.calendars import calendars, zone_names


def interview_time_problems(table: Mapping[str, Any]) -> list[Problem]:
    """Return what the times of one interview's table contradict: its zone, or each other."""
    report = Report()
    starts = report.attempt("", given_instant, table, "start")
    ends = report.attempt("", given_instant, table, "end")
    if starts and ends and not is_before(starts, ends):
        hint = "correct one of them"
        report.add([Problem(place="end", code="end-before-start", message="the end is not after the start", hint=hint)])
    return report.problems


def given_instant(table: Mapping[str, Any], key: str, fallback: str | None = None) -> datetime | None:
    """Return the instant a table gives under *key*; None when it gives none, or one that is reported elsewhere.

    Args:
        table: where a ``zone`` may stand beside the time.
        key: which time.
        fallback: the zone of a local time that has none beside it.

    Raises:
        InvalidFacts: for an offset that contradicts the zone, or a local time without any zone.
    """
    moment, beside = read_moment(table.get(key)), table.get("zone")
    if not isinstance(moment, datetime) or not (beside is None or is_known(beside)):
        return None
    return instant_of(moment, beside or (fallback if moment.tzinfo is None else None), calendars(), place=key)


def read_moment(value: object) -> datetime | date | None:
    """Return the time a value stands for; None for none, or for one that is reported elsewhere."""
    try:
        moment: datetime | date | None = structure(value, datetime | date | None)
    except InvalidFacts:
        return None
    return moment


def is_known(zone: object) -> bool:
    """Tell whether a value is the name of a zone."""
    return isinstance(zone, str) and zone in zone_names()
