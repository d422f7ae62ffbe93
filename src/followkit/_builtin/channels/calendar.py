"""Give a plan the form of a calendar: one entry per follow-up, with the words in it, for reading with any calendar.

The entries are reminders to the person who imports them. They name no organizer and no attendees and carry no method,
so no calendar ever sends them to anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import field, frozen

from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, MissingExtra
from followkit._core.timing import shift, utc

if TYPE_CHECKING:
    from icalendar import Alarm, Event

NAME = "calendar"
PRODUCT = "-//followkit//plan//EN"
LENGTH = timedelta(minutes=15)

_LINE_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


@frozen(kw_only=True)
class Reminder:
    """Hold one follow-up as it should stand in a calendar.

    Args:
        follow_up: the contact; its key makes the entry's id, its ``when`` the start.
        title: one line.
        text: the words to send, or what is still to be answered.
    """

    follow_up: FollowUp
    title: str = field(repr=False)
    text: str = field(default="", repr=False)


def plan_as_ics(reminders: Iterable[Reminder], *, stamp: datetime) -> bytes:
    r"""Write follow-ups as an iCalendar file (RFC 5545) that changes its entries when it is imported again.

    Each entry keeps its id from export to export, starts when it is time to act, takes 15 minutes, leaves the time free
    and rings at its start.

    Args:
        reminders: the follow-ups and their words.
        stamp: the instant the file is made (``DTSTAMP``); calendars take the later of two as the newer.

    Returns:
        UTF-8 bytes with CRLF line ends, no line over 75 octets; the same for the same arguments.

    Raises:
        InvalidFacts: when *stamp* is no instant.
        ChannelError: when two reminders are for the same follow-up.
        MissingExtra: when icalendar is not installed.

    >>> from datetime import UTC
    >>> print(plan_as_ics([], stamp=datetime(2025, 6, 5, tzinfo=UTC)).decode().replace("\r\n", " "))
    BEGIN:VCALENDAR VERSION:2.0 PRODID:-//followkit//plan//EN END:VCALENDAR
    """
    try:
        from icalendar import Calendar
    except ImportError as absent:
        raise MissingExtra("install followkit[calendar] to write calendars", extra="calendar") from absent
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    ids: set[str] = set()
    for reminder in reminders:
        event = _event(reminder, stamp)
        if str(event["uid"]) in ids:
            raise ChannelError("two reminders are for the same follow-up", channel=NAME)
        ids.add(str(event["uid"]))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(reminder: Reminder, stamp: datetime) -> Event:
    from icalendar import Event

    start = utc(reminder.follow_up.when)
    event = Event()
    event.add("uid", f"{sha256(reminder.follow_up.key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@followkit")
    event.add("dtstamp", utc(stamp))
    event.add("dtstart", start)
    event.add("dtend", shift(start, LENGTH))
    event.add("summary", _line(reminder.title))
    event.add("description", _text(reminder.text))
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(reminder))
    return event


def _alarm(reminder: Reminder) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(0))
    alarm.add("description", _line(reminder.title))
    return alarm


def _text(text: str) -> str:
    """Keep what can be read: icalendar would write control characters out."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def _line(text: str) -> str:
    return " ".join(_text(text).split())
