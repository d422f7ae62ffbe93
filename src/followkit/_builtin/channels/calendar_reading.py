"""Read back a calendar that we wrote, and nothing else.

The file is an input like any other. Only ids, revisions, moments and texts are taken from it. They are written anew,
and unless that gives the same file, somebody changed it: no line of it that we do not know is ever passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from followkit._builtin.channels.calendar_entries import Entry, Kept, one_line
from followkit._builtin.channels.calendar_writing import LEFT_OUT, PRODUCT, SCOPE, written
from followkit._core.checking import known_year
from followkit._core.errors import InvalidFacts, MissingExtra, Problem

if TYPE_CHECKING:
    from icalendar import Calendar, Component

MOST_BYTES = 2_000_000
EARLIEST_ALARM = timedelta(days=365)

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UID = re.compile(r"[0-9a-f]{32}@followkit")
_SCOPE = re.compile(r"(agenda|application-[0-9a-f]{32})(-[0-9a-f]{32})?")
_MOST_REVISIONS = 2_000_000_000  # below what SEQUENCE may be, so that one more fits


def read_calendar(data: bytes) -> Kept:
    """Return what a calendar of ours holds.

    Args:
        data: the file as it was written.

    Raises:
        InvalidFacts: at ``previous``, for a file that we did not write, that somebody changed, or that is too large.
        MissingExtra: when icalendar is not installed.
    """
    if len(data) > MOST_BYTES:
        raise refused("too-large", f"is larger than {MOST_BYTES // 1_000_000} MB", "choose another name")
    if f"PRODID:{PRODUCT}".encode() not in data:
        raise refused("not-our-calendar", "there is a file already that we did not write", "choose another name")
    try:
        held = _held(_parsed(data))
        as_written = written(held)
    except MissingExtra:
        raise
    except Exception:  # the parser has many ways to fail, and what it says may be personal
        _refuse()
    if as_written != data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"):
        _refuse()
    return held


def refused(code: str, message: str, hint: str, *, place: str = "previous") -> InvalidFacts:
    """Return the error that says what is wrong, with the calendar of last time unless another place is named."""
    return InvalidFacts(problems=[Problem(place=place, code=code, message=message, hint=hint)])


def _refuse() -> NoReturn:
    message = "the file that is there already is not as we wrote it"
    raise refused("calendar-changed", message, "choose another name, or move it away to begin anew") from None


def _parsed(data: bytes) -> Calendar:
    try:
        from icalendar import Calendar
    except ImportError as absent:
        raise MissingExtra("install followkit[calendar] to write calendars", extra="calendar") from absent
    return Calendar.from_ical(data)


# What it holds: each raises ValueError for what we never write and what would come back the same --------------------


def _held(calendar: Calendar) -> Kept:
    entries = tuple(_entry(event) for event in calendar.walk("VEVENT"))
    if len({one.uid for one in entries}) < len(entries):
        raise ValueError("two entries have one id")
    return Kept(
        scope=_matched(_SCOPE, str(calendar[SCOPE])),
        name=one_line(_unescaped(calendar.get("NAME", ""))),
        entries=entries,
        left_out=_revision(int(str(calendar[LEFT_OUT]))) if LEFT_OUT in calendar else -1,
    )


def _entry(event: Component) -> Entry:
    return Entry(
        uid=_matched(_UID, str(event["UID"])),
        start=_moment(event.decoded("DTSTART")),
        title=str(event["SUMMARY"]),
        text=str(event["DESCRIPTION"]),
        alarms=tuple(_alarms(event)),
        is_cancelled=str(event["STATUS"]) == "CANCELLED",
        sequence=_revision(event.decoded("SEQUENCE")),
        changed=_moment(event.decoded("LAST-MODIFIED")),
    )


def _alarms(event: Component) -> Iterator[timedelta]:
    for alarm in event.walk("VALARM"):
        before = -alarm.decoded("TRIGGER")
        if not timedelta(0) <= before <= EARLIEST_ALARM:
            raise ValueError("no time to ring")
        yield before


def _unescaped(name: object) -> str:
    """Return the text of a property that RFC 5545 does not know, whose escapes (section 3.3.11) the parser leaves."""
    return _ESCAPED.sub(lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], str(name))


def _matched(form: re.Pattern[str], value: str) -> str:
    if form.fullmatch(value) is None:
        raise ValueError("not one of ours")
    return value


def _revision(value: int) -> int:
    if not 0 <= value <= _MOST_REVISIONS:
        raise ValueError("no revision")
    return value


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime) or value.utcoffset() != timedelta(0) or known_year(value):
        raise ValueError("no moment")
    return value
