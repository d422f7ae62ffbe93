"""Tell which meetings a calendar file speaks of, in which version, and when each of them is (RFC 5546).

The version with the highest SEQUENCE counts, of equal ones the one with the latest DTSTAMP. Of a series only the first
meeting counts; where that one was moved, its RECURRENCE-ID version does.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from attrs import evolve, frozen

from followkit._core.decisions import Reason
from followkit._core.errors import InvalidFacts, Problem
from followkit._core.timing import utc
from followkit.adapters.icalendar_components import Component, Line, unreadable
from followkit.adapters.icalendar_times import Moment, Zones, read_moment

MAX_EVENTS = 100

_INVITATIONS = frozenset({"", "PUBLISH", "REQUEST", "ADD", "CANCEL"})
_ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
_NO_EVENTS = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY", "VALARM", "VAVAILABILITY"})
_TIME_AND_STATUS = ("DTSTART", "DTEND", "DURATION", "STATUS", "RRULE", "RDATE", "EXDATE")

Item = TypeVar("Item")
Made = TypeVar("Made")


@frozen(kw_only=True)
class Meeting:
    """Hold one version of one event.

    Args:
        id: the interview's id.
        event: the VEVENT.
        zones: the VTIMEZONEs of its calendar.
        is_cancelled_by_method: whether the whole file is a cancellation.
        uid: the UID, or an empty string.
        sequence: the SEQUENCE.
        is_series: whether more meetings follow by the same rule.
        is_first_left_out: whether the first meeting of the series is one of its exceptions (EXDATE).
    """

    id: str
    event: Component
    zones: Zones
    is_cancelled_by_method: bool
    uid: str
    sequence: int
    is_series: bool = False
    is_first_left_out: bool = False

    @property
    def place(self) -> str:
        """Give where its facts belong."""
        return f"interviews.{self.id}"

    @property
    def status(self) -> str:
        """Give the STATUS in capitals; a METHOD:CANCEL says CANCELLED."""
        return "CANCELLED" if self.is_cancelled_by_method else self.event.value("STATUS", self.place).upper()

    @property
    def stamp(self) -> str:
        """Give the DTSTAMP where it is one, so that versions can be ordered."""
        said = max((line.value.strip().upper() for line in self.event.each("DTSTAMP")), default="")
        return said if re.fullmatch(r"\d{8}T\d{6}Z", said, re.ASCII) else ""

    @property
    def occurrence(self) -> Line | None:
        """Give the RECURRENCE-ID line, which names one meeting of a series."""
        return self.event.single("RECURRENCE-ID", self.place)

    def moment(self, name: str) -> Moment | None:
        """Return the time one property gives, or None."""
        line = self.event.single(name, f"{self.place}.start")
        return read_moment(line, self.zones) if line else None


def each(make: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
    """Return what *make* gives for every item, and raise the problems of all of them at once.

    Raises:
        InvalidFacts: when one or more items have problems.
    """
    made: list[Made] = []
    problems: list[Problem] = []
    for item in items:
        try:
            made.append(make(item))
        except InvalidFacts as error:
            problems += error.problems
    if problems:
        raise InvalidFacts(problems=problems)
    return made


def find_meetings(root: Component, id: str | None = None) -> tuple[list[Meeting], list[Reason]]:
    """Return the meetings of a file, one version each, and what else it holds.

    Args:
        root: the file's outermost blocks.
        id: the interview's id, where the caller has one.

    Raises:
        InvalidFacts: when two versions contradict each other, or there are several meetings for one id.
    """
    versions, left_out = _versions(root)
    groups: dict[str, list[Meeting]] = {}
    for version in versions:
        groups.setdefault(version.id, []).append(version)
    chosen = each(_one_meeting, groups.values())
    meetings = [meeting for found, _ in chosen for meeting in found]
    left_out += [reason for _, reasons in chosen for reason in reasons]
    if id is not None and len(meetings) > 1:
        message = f"the invite holds {len(meetings)} meetings"
        raise unreadable(f"interviews.{id}.invite", "several-interviews", message, "give one file per interview")
    if id is None:
        return meetings, left_out
    return [evolve(meeting, id=id) for meeting in meetings], [_about(id, reason) for reason in left_out]


def _about(id: str, reason: Reason) -> Reason:
    parameters = reason.parameters
    return evolve(reason, parameters={**parameters, "interview": id}) if "interview" in parameters else reason


def _versions(root: Component) -> tuple[list[Meeting], list[Reason]]:
    versions: list[Meeting] = []
    left_out: list[Reason] = []
    counted = 0
    for calendar in (root, *root.inside("VCALENDAR")):
        events, method = calendar.inside("VEVENT"), calendar.value("METHOD").upper()
        counted += len(events)
        if counted > MAX_EVENTS:
            raise unreadable("", "too-many-events", f"more than {MAX_EVENTS} events are a calendar", "give one invite")
        left_out += _no_events(calendar)
        if method in _INVITATIONS:
            zones = _zones(calendar)
            versions += each(partial(_version, zones=zones, method=method), events)
        elif events:
            told = method.lower() if method in _ANSWERS else "other"
            left_out.append(Reason(code="not-an-invitation", parameters={"method": told, "count": len(events)}))
    if not counted:
        left_out.append(Reason(code="no-event"))
    return versions, left_out


def _no_events(calendar: Component) -> list[Reason]:
    names = [part.name for part in calendar.components if part.name not in ("VCALENDAR", "VEVENT", "VTIMEZONE")]
    counts = Counter(name if name in _NO_EVENTS else "other" for name in names)
    return [
        Reason(code="not-an-event", parameters={"component": name, "count": count}) for name, count in counts.items()
    ]


def _zones(calendar: Component) -> Zones:
    zones: dict[str, Component | None] = {}
    for definition in calendar.inside("VTIMEZONE"):
        tzid = definition.value("TZID")
        zones[tzid] = definition if zones.get(tzid, definition) == definition else None
    return zones


def _version(event: Component, zones: Zones, method: str) -> Meeting:
    uid = event.value("UID")
    content = event.each("DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION") or event.lines
    told = uid or "\n".join(sorted(" ".join(_told(line)) for line in content))
    id = _id(told)
    sequence = event.value("SEQUENCE", f"interviews.{id}.calendar.sequence") or "0"
    if not re.fullmatch(r"\d{1,9}", sequence, re.ASCII):
        place = f"interviews.{id}.calendar.sequence"
        raise unreadable(place, "unreadable-sequence", "SEQUENCE is no number", "0, 1, 2 …")
    return Meeting(
        id=id,
        event=event,
        zones=zones,
        is_cancelled_by_method=method == "CANCEL",
        uid=uid,
        sequence=int(sequence),
        is_series=bool(event.each("RRULE", "RDATE")),
    )


def _id(told: str) -> str:
    return f"invite-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _one_meeting(versions: list[Meeting]) -> tuple[list[Meeting], list[Reason]]:
    """Return the meeting that the versions of one UID speak of, or each one that a series without a rule names."""
    of_series = [version for version in versions if version.occurrence is None]
    named: dict[str, list[Meeting]] = {}
    for version in versions:
        if version.occurrence is not None:
            named.setdefault(version.occurrence.value.strip(), []).append(version)
    left_out = [reason for group in (of_series, *named.values()) for reason in _older(group)]
    overrides = {occurrence: _latest(group) for occurrence, group in named.items()}
    if not of_series:
        alone = [evolve(one, id=_id(f"{one.uid or one.id}\n{occurrence}")) for occurrence, one in overrides.items()]
        return alone, left_out
    series = _latest(of_series)
    firsts = [one for one in overrides.values() if one.sequence >= series.sequence and _is_first(one, series)]
    left_out += [
        Reason(code="moved-occurrence", parameters={"interview": series.id})
        for one in overrides.values()
        if one not in firsts
    ]
    if firsts:
        return [evolve(_latest(firsts), is_series=series.is_series)], left_out
    return [evolve(series, is_first_left_out=_is_first_left_out(series))], left_out


def _latest(versions: list[Meeting]) -> Meeting:
    newest = max((version.sequence, version.stamp) for version in versions)
    same = [version for version in versions if (version.sequence, version.stamp) == newest]
    told = {(version.status, frozenset(map(_told, version.event.each(*_TIME_AND_STATUS)))) for version in same}
    if len(told) > 1:
        message = "two events with one UID, SEQUENCE and DTSTAMP differ in time or status"
        raise unreadable(same[0].place, "contradicting-versions", message, "keep the one that is true")
    return min(same, key=lambda version: sorted(map(_told, version.event.lines)))


def _told(line: Line) -> tuple[str, str, str]:
    return line.name, line.parameter("TZID"), line.value


def _older(versions: list[Meeting]) -> list[Reason]:
    newest = max((version.sequence for version in versions), default=0)
    return [
        Reason(code="older-version", parameters={"interview": version.id, "sequence": version.sequence})
        for version in versions
        if version.sequence < newest
    ]


def _is_first(override: Meeting, series: Meeting) -> bool:
    return _same_time(override.moment("RECURRENCE-ID"), series.moment("DTSTART"))


def _is_first_left_out(series: Meeting) -> bool:
    exceptions = (evolve(line, value=said) for line in series.event.each("EXDATE") for said in line.value.split(","))
    start = series.moment("DTSTART")
    return any(_same_time(read_moment(line, series.zones), start) for line in exceptions)


def _same_time(one: Moment | None, other: Moment | None) -> bool:
    if one is None or other is None:
        return False
    if one.is_whole_day or other.is_whole_day:
        return one.wall.timetuple()[:3] == other.wall.timetuple()[:3]
    if one.instant is not None and other.instant is not None:
        return utc(one.instant) == utc(other.instant)
    return (one.wall, one.tzid) == (other.wall, other.tzid)
