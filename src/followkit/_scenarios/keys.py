"""Say which keys a scenario has and what each takes: one table of each kind, and one walk along it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from followkit._core.decisions import State
from followkit._core.freezing import flat
from followkit._core.vocabulary import ContactClass
from followkit._interchange.places import Report, join, step
from followkit._interchange.strict import refuse, structure, unknown_key
from followkit._scenarios.scenario import DAYS, Clock

Read = Callable[[Any], Any]

_CLOCK = re.compile(r"(?:(?P<weekday>[A-Za-z]{3}) )?(?P<day>\d{4}-\d\d-\d\d)(?: (?P<hour>\d\d:\d\d))?", re.ASCII)


def told(value: object, keys: Mapping[str, Read], report: Report, place: str) -> dict[str, Any]:
    """Return what a table says, each key as *keys* wants it, with everything else reported.

    Args:
        value: the table.
        keys: key to what reads its value.
        report: gathers the problems.
        place: where the table is.
    """
    if not isinstance(value, dict):
        report.attempt(place, structure, value, Mapping[str, str])
        return {}
    report.add((unknown_key(key, keys) for key in value if key not in keys), place)
    made = {key: report.attempt(join(place, step(key)), keys[key], item) for key, item in value.items() if key in keys}
    return {key: item for key, item in made.items() if item is not None}


# What a key takes ---------------------------------------------------------------------------------------------------


def _of(kind: Any) -> Read:
    return lambda value: structure(value, kind)


def _texts(value: object) -> tuple[str, ...]:
    found: tuple[str, ...] = structure([value] if isinstance(value, str) else value, tuple[str, ...])
    return found


def _texts_by_name(value: object) -> dict[str, tuple[str, ...]]:
    return {name: _at(name, _texts, item) for name, item in table(value).items()}


def _text_by_name(value: object) -> dict[str, str]:
    return {name: _at(name, _of(str), item) for name, item in table(value).items()}


def _values(value: object) -> dict[str, Any]:
    """Return values by dotted name, however they are written."""
    return flat(structure(table(value), Mapping[str, Any]))


def _text_or_false(value: object) -> str | bool:
    return False if value is False else structure(value, str)


def _day_or_false(value: object) -> date | bool:
    return False if value is False else structure(value, date)


def table(value: object) -> dict[str, Any]:
    """Return a table as it is.

    Raises:
        InvalidFacts: for anything else.
    """
    if not isinstance(value, dict):
        refuse("wrong-type", "expected a table")
    return value


def tables(value: object) -> tuple[dict[str, Any], ...]:
    """Return a list of tables as it is.

    Raises:
        InvalidFacts: for anything else.
    """
    if not isinstance(value, list):
        refuse("wrong-type", "expected a list of tables")
    return tuple(_at(index, table, item) for index, item in enumerate(value))


def _at(key: str | int, read: Read, value: object) -> Any:
    report = Report()
    found = report.attempt(step(key), read, value)
    report.settle()
    return found


def clock(value: object) -> Clock:
    """Return what a clock shows, from ``"Tue 2025-06-17 10:00"``; the weekday and the hour may be left out.

    Raises:
        InvalidFacts: for anything else, or a weekday that is not that day's.

    >>> clock("Wed 2025-06-17 10:00")
    Traceback (most recent call last):
    ...
    followkit._core.errors.InvalidFacts: 2025-06-17 is no Wed (it is a Tue)
    """
    if isinstance(value, datetime) and value.tzinfo is None:
        return Clock(day=value.date(), hour=value.time())
    if type(value) is date:
        return Clock(day=value)
    said = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if said is None:
        refuse("no-clock", "is no day and hour on a clock", 'as in "Tue 2025-06-17 10:00"')
    day = structure(said["day"], date)
    if said["weekday"] and said["weekday"].title() != DAYS[day.weekday()]:
        refuse("wrong-weekday", f"{day} is no {said['weekday']}", f"it is a {DAYS[day.weekday()]}")
    return Clock(day=day, hour=_hour(said["hour"]) if said["hour"] else None)


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        refuse("no-clock", "is no hour of a day", "from 00:00 to 23:59")


# What is said of one follow-up --------------------------------------------------------------------------------------

STEP: Mapping[str, Read] = {
    "at": clock,
    "when": clock,
    "earliest": clock,
    "late_after": clock,
    "expires": clock,
    "state": _of(State),
    "to": _of(str),
    "about": _texts,
    "channel": _of(str),
    "rule": _of(str),
    "contact": _of(ContactClass),
    "note": _of(str),
    "variant": _text_or_false,
    "adds": _texts,
    "because": _texts,
    "assumes": _texts,
    "needs": _texts,
    "optional": _of(bool),
    "urgent": _of(bool),
}
"""What may be said of one follow-up under ``expect``."""


def steps(value: object) -> dict[str, dict[str, Any]]:
    """Return what is expected of each follow-up; a day and hour alone is when it is best sent.

    Raises:
        InvalidFacts: with every problem of it.
    """
    report = Report()
    found = {
        handle: told(item if isinstance(item, dict) else {"at": item}, STEP, report, step(handle))
        for handle, item in table(value).items()
    }
    report.settle()
    return found


# The tables ---------------------------------------------------------------------------------------------------------

FILE: Mapping[str, Read] = {"title": _of(str), "facts": table, "scenario": tables}
"""The keys at the top of a file."""

GIVEN: Mapping[str, Read] = {
    "name": _of(str),
    "proves": _texts,
    "facts": table,
    "without": _texts,
    "events": tables,
    "applications": tables,
    "contacts": tables,
    "set": _values,
    "now": _of(datetime),
}
"""The keys of a scenario that say what is given."""

EXPECTED: Mapping[str, Read] = {
    "expect": steps,
    "only": _of(bool),
    "due": _texts,
    "absent": _texts,
    "refused": _texts_by_name,
    "because": _of(str),
    "asks": _texts,
    "assumes": _texts,
    "stops_on": _day_or_false,
    "ghosted": _of(bool),
    "closed": _text_or_false,
    "values": _values,
    "layers": _texts,
    "used": _text_by_name,
    "says": _texts_by_name,
    "error": _of(str),
}
"""The keys of a scenario that say what must come of it."""

WITHOUT_PLAN = frozenset({"values", "layers", "error"})
"""What can be expected without a plan, and so without a moment."""
