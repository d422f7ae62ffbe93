"""Write what a calendar holds as iCalendar (RFC 5545), the same for the same content."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followkit._builtin.channels.calendar_entries import Entry, Kept
from followkit._core.errors import MissingExtra
from followkit._core.timing import shift

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

PRODUCT = "-//followkit//plan//EN"
SCOPE, LEFT_OUT = "X-FOLLOWKIT-SCOPE", "X-FOLLOWKIT-LEFT-OUT"
LENGTH = timedelta(minutes=15)
LOOK_AGAIN = timedelta(hours=1)


def written(held: Kept) -> bytes:
    """Return the file that holds this.

    Raises:
        MissingExtra: when icalendar is not installed.
    """
    calendar = _calendar(held.name)
    calendar.add(SCOPE, held.scope)
    if held.left_out >= 0:
        calendar.add(LEFT_OUT, str(held.left_out))
    for entry in held.entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _calendar(name: str) -> Calendar:
    try:
        from icalendar import Calendar, vDuration, vText
    except ImportError as absent:
        raise MissingExtra("install followkit[calendar] to write calendars", extra="calendar") from absent
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    if name:
        calendar.add("name", vText(name))
        calendar.add("x-wr-calname", vText(name))  # what calendars read that do not know RFC 7986
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    return calendar


def _event(entry: Entry) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("dtstart", entry.start)
    event.add("dtend", shift(entry.start, LENGTH))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for alarm in entry.alarms:
        event.add_component(_alarm(entry, alarm))
    return event


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", entry.title)
    return alarm
