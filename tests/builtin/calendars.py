"""Read calendars with readers that know nothing of each other, and keep one as calendar programs do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import icalendar
from attrs import field, frozen
from ical.calendar_stream import IcsCalendarStream

Fields = dict[str, str]


# A reader of our own, so that no library vouches for itself ---------------------------------------------------------


def read(octets: bytes) -> list[tuple[str, Fields]]:
    """Unfold lines (RFC 5545 section 3.1) into components, each with its properties."""
    assert octets.endswith(b"\r\n")
    folded = octets.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line) for line in folded)
    assert all(line.decode() for line in folded), "a line is empty or splits a character"
    done: list[tuple[str, Fields]] = []
    open_components: list[tuple[str, Fields]] = []
    for line in octets.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        name, value = re.split("[;:]", line, maxsplit=1)
        if name == "BEGIN":
            open_components.append((value, {}))
        elif name == "END":
            assert open_components[-1][0] == value
            done.append(open_components.pop())
        else:
            assert name not in open_components[-1][1]
            open_components[-1][1][name] = value
    assert not open_components
    return done


def events_of(octets: bytes) -> list[Fields]:
    return [properties for name, properties in read(octets) if name == "VEVENT"]


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)


def shape(octets: bytes) -> list[tuple[str, list[str]]]:
    return [(name, sorted(properties)) for name, properties in read(octets)]


def meant(text: str) -> str:
    """Say what is left of a text: its line ends as one kind, its controls gone."""
    lines = re.sub("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]", "", lines)


# What an entry says, by whichever reader ----------------------------------------------------------------------------


@frozen(kw_only=True)
class Read:
    """Hold every field of one entry."""

    uid: str
    sequence: int
    stamp: datetime
    modified: datetime
    start: datetime
    end: datetime
    title: str
    text: str
    status: str
    busy: str
    alarms: tuple[tuple[str, timedelta, str], ...]

    @property
    def said(self) -> tuple[datetime, str, str]:
        return (self.start, self.title, self.text)


def by_icalendar(octets: bytes) -> dict[str, Read]:
    calendar = icalendar.Calendar.from_ical(octets)
    found = calendar.walk("VEVENT")
    assert not calendar.errors
    assert not any(event.errors for event in found)
    return {
        str(one["uid"]): Read(
            uid=str(one["uid"]),
            sequence=int(one.decoded("sequence")),
            stamp=one.decoded("dtstamp"),
            modified=one.decoded("last-modified"),
            start=one.decoded("dtstart"),
            end=one.decoded("dtend"),
            title=str(one["summary"]),
            text=str(one["description"]),
            status=str(one["status"]),
            busy=str(one["transp"]),
            alarms=tuple(
                (str(alarm["action"]), alarm.decoded("trigger"), str(alarm["description"]))
                for alarm in one.walk("VALARM")
            ),
        )
        for one in found
    }


def by_ical(octets: bytes) -> dict[str, Read]:
    """Read with ``ical``, which shares no code with icalendar; it says None for an empty text."""
    (calendar,) = IcsCalendarStream.from_ics(octets.decode()).calendars
    assert not calendar.todos + calendar.journal + calendar.freebusy + calendar.timezones
    return {str(one.uid): _of_ical(one) for one in calendar.events}


def _of_ical(one: Any) -> Read:
    assert not one.attendees + one.attach + one.comment + one.contacts + one.extras
    assert one.classification is None
    assert (one.organizer, one.url, one.location, one.rrule) == (None,) * 4
    return Read(
        uid=one.uid,
        sequence=one.sequence,
        stamp=one.dtstamp,
        modified=one.last_modified,
        start=one.dtstart,
        end=one.dtend,
        title=one.summary or "",
        text=one.description or "",
        status=one.status.value,
        busy=one.transparency,
        alarms=tuple((str(alarm.action), alarm.trigger, alarm.description or "") for alarm in one.alarm),
    )


# Calendar programs --------------------------------------------------------------------------------------------------

Newer = Callable[[Read, Read], bool]


def by_revision(one: Read, kept: Read) -> bool:
    """Compare as RFC 5546 section 2.1.5 says: by SEQUENCE, and where that is the same, by DTSTAMP."""
    return (one.sequence, one.stamp) > (kept.sequence, kept.stamp)


def by_revision_alone(one: Read, kept: Read) -> bool:
    return one.sequence > kept.sequence


def by_last_change(one: Read, kept: Read) -> bool:
    return one.modified > kept.modified


def always(one: Read, kept: Read) -> bool:
    return True


@frozen(kw_only=True)
class Program:
    """Be a calendar that files are imported into, and that never deletes anything of itself.

    Args:
        newer: by what it takes an entry that it knows already for a newer one.
    """

    newer: Newer = by_revision
    entries: dict[str, Read] = field(factory=dict)

    def take(self, octets: bytes) -> None:
        for uid, one in by_ical(octets).items():
            if uid not in self.entries or self.newer(one, self.entries[uid]):
                self.entries[uid] = one

    @property
    def shown(self) -> dict[str, Read]:
        return {uid: one for uid, one in self.entries.items() if one.status != "CANCELLED"}


PROGRAMS = (by_revision, by_revision_alone, by_last_change, always)
