"""Find the meetings that took place or will, the rounds they make, and who was there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import followkit as fk
from followkit.events import Cancelled, CannotAttend, Event, Missed, NoShow, Rescheduled
from tests.reference.clock import MINUTE, at, on_day

TAKES_PLACE = {"scheduled", "tentative", "complete", "awaiting feedback", "unknown"}
BEING_ARRANGED = {"draft", "needs scheduling", "awaiting candidate"}
WEIGHT = ("unknown", "screen", "technical", "panel", "final", "executive")
PRECEDENCE = (
    *("hiring manager", "executive", "peer", "unknown"),
    *("recruiter", "coordinator", "agency recruiter", "reference"),
)


class Meeting(NamedTuple):
    """Hold one meeting: its instants (None while the hour is unknown), and the day it was first planned for."""

    interview: fk.Interview
    zone: str | None
    starts: datetime | None
    ends: datetime | None
    length_known: bool
    first_day: date | None

    @property
    def length(self) -> timedelta:
        return self.ends - self.starts if self.starts and self.ends else timedelta()


class Part(NamedTuple):
    """Hold one person's part in a round: their first interview in it, which of their rounds it is, when it was over.

    ``absence`` says why they are not to be thanked, or nothing; ``thankable_from`` is the end of their part, or its
    beginning where nobody said how long it took.
    """

    person: str
    fact: str
    nth: int
    thankable_from: datetime
    absence: str


class Round(NamedTuple):
    """Hold the meetings that belong together."""

    id: str
    meetings: list[Meeting]
    ends: datetime | None
    day: date | None
    zone: str | None
    stage: str
    format: str
    debrief: bool
    parts: list[Part]

    @property
    def interviews(self) -> set[str]:
        return {meeting.interview.id for meeting in self.meetings}

    def part(self, person: str | None) -> Part:
        (found,) = [part for part in self.parts if part.person == person]
        return found


# Meetings -----------------------------------------------------------------------------------------------------------


def meetings_of(application: fk.Application) -> list[Meeting]:
    found = []
    for interview in application.interviews:
        replaced = any(
            other.replaces == interview.id and other.status.value in TAKES_PLACE for other in application.interviews
        )
        if interview.status.value in TAKES_PLACE and not replaced and not is_off(interview, application):
            found.append(meeting_of(interview, application))
    return found


def calls_off(event: Event) -> bool:
    """Tell whether an interview does not take place because of this."""
    return isinstance(event, (Cancelled, NoShow)) or (isinstance(event, Missed) and event.minutes_late is None)


def is_off(interview: fk.Interview, application: fk.Application) -> bool:
    """Tell whether something called it off, and it got no other time since."""
    off = False
    for event in application.events:
        if interview.id in event.interviews and (calls_off(event) or isinstance(event, Rescheduled)):
            off = calls_off(event)
    return off


def without_candidate(interview: fk.Interview, application: fk.Application) -> bool:
    """Tell whether the candidate cannot come, and it got no other time since."""
    events = [event for event in application.events if interview.id in event.interviews]
    last = [event for event in events if isinstance(event, (CannotAttend, Rescheduled))][-1:]
    return any(isinstance(event, CannotAttend) for event in last)


def meeting_of(interview: fk.Interview, application: fk.Application) -> Meeting:
    start, zone = interview.start, interview.zone
    length = interview.minutes * MINUTE if interview.minutes else None
    if interview.end is not None and isinstance(start, datetime):
        length = instant(interview.end, zone) - instant(start, zone)
    for event in application.events:
        if isinstance(event, Rescheduled) and event.interview == interview.id:
            start, zone = event.start, event.zone or zone
            length = event.minutes * MINUTE if event.minutes else length
    first_day = first_planned_day(interview, application)
    if not isinstance(start, datetime):
        return Meeting(interview, zone, None, None, False, first_day)
    starts = instant(start, zone)
    return Meeting(interview, zone, starts, starts + (length or timedelta(hours=1)), length is not None, first_day)


def instant(moment: datetime, zone: str | None) -> datetime:
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    assert zone is not None, "a local time has a zone beside it"
    return at(moment.date(), moment.time(), ZoneInfo(zone))


def first_planned_day(interview: fk.Interview, application: fk.Application) -> date | None:
    start = interview.start
    if not isinstance(start, datetime):
        return start
    zone = interview.zone or application.employer.zone
    if start.tzinfo is None or zone is None:
        return start.date()
    return on_day(start, ZoneInfo(zone))


# Rounds -------------------------------------------------------------------------------------------------------------


def rounds_of(application: fk.Application) -> list[Round]:
    """Group meetings: by the vendor's round, else by stage and the day they were first planned for.

    One to which the candidate cannot come is booked until it is moved, and part of no round.
    """
    groups: dict[tuple[object, ...], list[Meeting]] = {}
    for meeting in meetings_of(application):
        one = meeting.interview
        if without_candidate(one, application):
            continue
        if cannot_come(one, application):
            continue
        alone = (one.stage.value, meeting.first_day or one.id, one.debrief)
        groups.setdefault((one.round,) if one.round else alone, []).append(meeting)
    found: list[Round] = []
    for group in sorted(groups.values(), key=_first_day_and_id):
        found.append(_round(group, application, found))
    return found


def cannot_come(interview: fk.Interview, application: fk.Application) -> bool:
    """Tell whether the last that happened to it was that the candidate cannot come."""
    last = [e for e in application.events if isinstance(e, (CannotAttend, Rescheduled)) and e.interview == interview.id]
    return bool(last) and isinstance(last[-1], CannotAttend)


def _first_day_and_id(group: list[Meeting]) -> tuple[date, str]:
    days = [meeting.first_day for meeting in group if meeting.first_day]
    return min(days, default=date.max), group[0].interview.id


def _round(group: list[Meeting], application: fk.Application, earlier: list[Round]) -> Round:
    ends = [meeting.ends for meeting in group if meeting.ends]
    end = max(ends) if len(ends) == len(group) else None
    zones = [meeting.zone for meeting in group if meeting.zone]
    zone = zones[0] if zones else application.employer.zone
    planned = [meeting.first_day for meeting in group if meeting.first_day]
    return Round(
        id=group[0].interview.id,
        meetings=group,
        ends=end,
        day=on_day(end, ZoneInfo(zone)) if end and zone else max(planned, default=None),
        zone=zone,
        stage=max((meeting.interview.stage.value for meeting in group), key=WEIGHT.index),
        format=group[0].interview.format.value,
        debrief=all(meeting.interview.debrief for meeting in group),
        parts=_parts(group, earlier) if end else [],
    )


def _parts(group: list[Meeting], earlier: list[Round]) -> list[Part]:
    people = sorted({part.person for meeting in group for part in meeting.interview.interviewers})
    return [_part(person, group, earlier) for person in people]


def _part(person: str, group: list[Meeting], earlier: list[Round]) -> Part:
    own = [(meeting, part) for meeting in group for part in meeting.interview.interviewers if part.person == person]
    said = [part.attended for _, part in own if part.attended is not None]
    absence = ""
    if not any(said) and all(part.response.value == "declined" for _, part in own):
        absence = "interviewer-declined"
    elif said and not any(said):
        absence = "interviewer-absent"
    elif all(part.shadow for _, part in own):
        absence = "interviewer-shadow"
    before = [round for round in earlier if any(part.person == person for part in round.parts)]
    over = [meeting.ends if meeting.length_known else meeting.starts for meeting, _ in own]
    return Part(
        person=person,
        fact=own[0][0].interview.id,
        nth=len(before) + 1,
        thankable_from=max(moment for moment in over if moment),
        absence=absence,
    )


def present(round: Round, application: fk.Application) -> list[str]:
    """Return who was there and took part, in the order in which they count: by role, then by id."""
    found = [part.person for part in round.parts if not part.absence]
    return sorted(found, key=lambda id: (weight_of(id, application), id))


def weight_of(id: str, application: fk.Application) -> int:
    person = application.person(id)
    assert person is not None
    return PRECEDENCE.index(person.role.value)
