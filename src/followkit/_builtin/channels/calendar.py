"""Give plans the form of a calendar: one entry per follow-up, with the words in it, for any calendar program.

The entries are reminders to the person who imports them. They name no organizer and no attendees and carry no method,
so no calendar ever sends them to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from attrs import evolve, field, frozen

from followkit._builtin.channels.calendar_entries import Entry, Kept, one_line, readable, revised
from followkit._builtin.channels.calendar_reading import EARLIEST_ALARM, read_calendar, refused
from followkit._builtin.channels.calendar_writing import written
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError
from followkit._core.timing import utc

NAME = "calendar"
ALARMS = (timedelta(0), timedelta(hours=1))
"""How long before its start an entry rings; a calendar that keeps one alarm alone takes the first."""
AGENDA = "agenda"


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


@frozen(kw_only=True)
class Cover:
    """Hold what stands on the cover of a calendar, and what it says of entries that are no longer planned.

    Args:
        application: the id of the one application it is of, or None for an agenda.
        tenant: the host's own separator, where it has one.
        name: what a calendar program calls it in its list, unless whoever subscribes calls it otherwise.
        cancelled: makes the title of an entry that is no longer planned from its title.
    """

    application: str | None = None
    tenant: str = ""
    name: str = field(default="", repr=False)
    cancelled: Callable[[str], str] = str

    @property
    def scope(self) -> str:
        """Give what the file says it is of; ids stay out of it."""
        scope = AGENDA if self.application is None else f"application-{_digest(self.application)}"
        return f"{scope}-{_digest(self.tenant)}" if self.tenant else scope


def plan_as_ics(
    reminders: Iterable[Reminder],
    *,
    stamp: datetime,
    cover: Cover | None = None,
    previous: bytes | None = None,
    complete: bool = True,
    alarms: Sequence[timedelta] = ALARMS,
) -> bytes:
    r"""Write follow-ups as an iCalendar file (RFC 5545) that changes its entries when it is imported again.

    Each entry keeps its id from file to file, starts when it is time to act, takes 15 minutes, leaves the time free,
    and rings.

    Args:
        reminders: the follow-ups and their words.
        stamp: the instant the file is made.
        cover: what the calendar is of, and is called.
        previous: the file that was written last time. What it says too keeps its revision, what changed gets the next
            one, and what is no longer there is cancelled, until 30 days after its time.
        complete: whether these are all the reminders there are; if not, what else stood in *previous* stays.
        alarms: how long before its start each entry rings.

    Returns:
        UTF-8 bytes with CRLF line ends, no line over 75 octets; the same for the same arguments. With *previous*, the
        same whatever *stamp* is, as long as nothing changed.

    Raises:
        InvalidFacts: when *stamp* is no instant, an alarm is none, or *previous* is not the same calendar as we wrote
            it.
        ChannelError: when two reminders are for the same follow-up.
        MissingExtra: when icalendar is not installed.

    >>> from datetime import UTC
    >>> print(plan_as_ics([], stamp=datetime(2025, 6, 5, tzinfo=UTC)).decode().replace("\r\n", " "))
    BEGIN:VCALENDAR VERSION:2.0 PRODID:-//followkit//plan//EN REFRESH-INTERVAL;VALUE=DURATION:PT1H ...
    """
    cover = cover or Cover()
    rings = _checked(alarms)
    now = utc(stamp).replace(microsecond=0)
    planned = [_entry(reminder, rings, now) for reminder in reminders]
    if len({one.uid for one in planned}) < len(planned):
        raise ChannelError("two reminders are for the same follow-up", channel=NAME)
    before = Kept(scope=cover.scope) if previous is None else _same(read_calendar(previous), cover)
    held = revised(planned, before, now=now, complete=complete, cancelled=cover.cancelled)
    return written(evolve(held, name=one_line(cover.name)))


def _checked(alarms: Sequence[timedelta]) -> tuple[timedelta, ...]:
    for alarm in alarms:
        if not timedelta(0) <= alarm <= EARLIEST_ALARM or alarm.microseconds:
            raise refused("no-alarm", "is no time to ring", "as in timedelta(hours=1) before the start", place="alarms")
    return tuple(dict.fromkeys(alarms))


def _same(previous: Kept, cover: Cover) -> Kept:
    """Return what stood in the calendar, unless it is another one: all of it would be cancelled."""
    if previous.scope != cover.scope:
        message = "the file that is there already is the calendar of something else"
        raise refused("other-calendar", message, "choose another name: one file for each application, one for a folder")
    return previous


def _entry(reminder: Reminder, alarms: tuple[timedelta, ...], now: datetime) -> Entry:
    return Entry(
        uid=f"{_digest(reminder.follow_up.key)}@followkit",
        start=utc(reminder.follow_up.when).replace(microsecond=0),
        title=one_line(reminder.title),
        text=readable(reminder.text),
        alarms=alarms,
        changed=now,
    )


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
