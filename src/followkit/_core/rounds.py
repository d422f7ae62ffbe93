"""Turn interviews and what happened to them into meetings with instants, and meetings into rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo

from attrs import evolve, field, frozen

from followkit._core.decisions import Question, Reason
from followkit._core.errors import InvalidFacts, Problem
from followkit._core.events import Cancelled, CannotAttend, Event, Missed, NoShow, Rescheduled
from followkit._core.facts import Application, Interview, Interviewer
from followkit._core.timing import (
    Calendars,
    at_wall,
    earliest_of,
    elapsed,
    is_before,
    latest_of,
    local_date,
    offset_of,
    seen_from,
    shift,
    utc,
    wall_oddity,
)
from followkit._core.vocabulary import Format, Response, Stage, Status

ASSUMED_LENGTH = timedelta(minutes=60)
TAKES_PLACE = frozenset({Status.SCHEDULED, Status.TENTATIVE, Status.COMPLETE, Status.AWAITING_FEEDBACK, Status.UNKNOWN})
BEING_ARRANGED = frozenset({Status.DRAFT, Status.NEEDS_SCHEDULING, Status.AWAITING_CANDIDATE})
KNOWN_HELD = frozenset({Status.COMPLETE, Status.AWAITING_FEEDBACK})


@frozen(kw_only=True)
class Meeting:
    """Hold one interview that takes place, with its instants where they are known.

    Args:
        interview: the interview, with its latest times.
        starts, ends: instants, or None while the hour is unknown.
        first_day: the local day it was first planned for, which groups meetings into rounds.
        length_assumed: whether nobody said how long it takes.
    """

    interview: Interview
    starts: datetime | None
    ends: datetime | None
    first_day: date | None
    length_assumed: bool = False


@frozen(kw_only=True)
class Attendance:
    """Hold one person's part in a round.

    Args:
        person: the person's id.
        fact: the id of their first interview in the round, which names the subject in keys.
        nth: which of their rounds this is, from 1.
        ends: when their own last meeting in the round is over.
        counts_from: from when a thank-you counts: its end, or its start where nobody said how long it took.
        declined, absent, shadow: why they may be left out.
        assumed: whether nobody said that they were there.
        talked_about: what was talked about with them.
    """

    person: str
    fact: str
    nth: int
    ends: datetime
    counts_from: datetime
    declined: bool
    absent: bool
    shadow: bool
    assumed: bool
    talked_about: tuple[str, ...] = field(repr=False)


@frozen(kw_only=True)
class Round:
    """Hold the meetings that belong together.

    Args:
        id: the id of its first interview.
        starts, ends: its first and last instant, or None while an hour is unknown.
        day: its local date.
        zone: the zone it is planned in, or None.
        stage, format, minutes: what is known of it; ``minutes`` only when given.
        held: whether somebody said that it took place; else it is assumed.
        debrief: whether it is an internal meeting.
        attendances: who takes part.
        meetings: its meetings.
    """

    id: str
    starts: datetime | None
    ends: datetime | None
    day: date | None
    zone: str | None
    stage: Stage
    format: Format
    minutes: int | None
    held: bool
    debrief: bool
    attendances: tuple[Attendance, ...]
    meetings: tuple[Meeting, ...]


def meetings(application: Application, calendars: Calendars) -> tuple[Meeting, ...]:
    """Return the interviews that take place, moved as the events say and without those called off or replaced.

    One that was called off, or to which somebody did not come, takes place again once it is given another time.
    """
    off = _off(application, calls_off)
    replaced = {interview.replaces for interview in application.interviews if interview.status in TAKES_PLACE}
    return tuple(
        _meeting(interview, application, calendars)
        for interview in application.interviews
        if interview.status in TAKES_PLACE and interview.id not in off and interview.id not in replaced
    )


def calls_off(event: Event) -> bool:
    """Tell whether an interview does not take place because of this."""
    return isinstance(event, (Cancelled, NoShow)) or (isinstance(event, Missed) and event.minutes_late is None)


def _off(application: Application, by: Callable[[Event], bool]) -> set[str]:
    """Return the ids of the interviews to which such an event happened, and that got no other time since."""
    off: set[str] = set()
    for event in application.events:
        off -= set(event.interviews) if isinstance(event, Rescheduled) else set()
        off |= set(event.interviews) if by(event) else set()
    return off


def time_problems(application: Application, calendars: Calendars) -> tuple[Problem, ...]:
    """Return what is wrong with the times of the interviews: unknown zones, contradictions, an end before the start."""
    problems: list[Problem] = []
    for interview in application.interviews:
        try:
            _meeting(interview, application, calendars)
        except InvalidFacts as error:
            problems += [evolve(p, place=f"interviews.{interview.id}.{p.place}") for p in error.problems]
    return tuple(problems)


def instant_of(moment: datetime, zone: str | None, calendars: Calendars, *, place: str = "start") -> datetime:
    """Return the instant of a moment as facts hold it: aware, or naive beside a zone name.

    Raises:
        InvalidFacts: for an unknown zone, or an offset that contradicts the zone.
    """
    rules = calendars.zone(zone) if zone else None
    if zone and rules is None:
        problem = Problem(place="zone", code="unknown-zone", message="no such time zone", hint="as in America/New_York")
        raise InvalidFacts(problems=[problem])
    if moment.tzinfo is None:
        if rules is None:
            problem = Problem(
                place=place, code="local-time-without-zone", message="a local time with no zone", hint="add zone"
            )
            raise InvalidFacts(problems=[problem])
        return at_wall(moment.date(), moment.time(), rules)
    if rules is not None and moment.utcoffset() and moment.utcoffset() != offset_of(moment, rules):
        raise InvalidFacts(problems=[_contradiction(moment, zone or "", rules, place)])
    return utc(moment)


def _contradiction(moment: datetime, zone: str, rules: tzinfo, place: str) -> Problem:
    theirs = seen_from(moment, rules)
    return Problem(
        place=place,
        code="offset-contradicts-zone",
        message=f"the offset {moment.isoformat()[-6:]} is not that of {zone}, which is {theirs.isoformat()[-6:]} then",
        hint="keep the local time beside the zone, without an offset",
    )


def _meeting(interview: Interview, application: Application, calendars: Calendars) -> Meeting:
    first_day = _day_as_planned(interview, application, calendars)
    moves = [e for e in application.events if isinstance(e, Rescheduled) and e.interview == interview.id]
    for move in moves:
        minutes = move.minutes or _minutes_as_planned(interview, calendars)
        zone = move.zone or interview.zone
        interview = evolve(interview, start=move.start, end=None, minutes=minutes, zone=zone)
    if not isinstance(interview.start, datetime):
        return Meeting(interview=interview, starts=None, ends=None, first_day=first_day)
    starts = instant_of(interview.start, interview.zone, calendars)
    ends = _ends(interview, starts, calendars)
    if not is_before(starts, ends):
        problem = Problem(
            place="end", code="end-before-start", message="the end is not after the start", hint="correct one of them"
        )
        raise InvalidFacts(problems=[problem])
    assumed = interview.end is None and interview.minutes is None
    return Meeting(interview=interview, starts=starts, ends=ends, first_day=first_day, length_assumed=assumed)


def _ends(interview: Interview, starts: datetime, calendars: Calendars) -> datetime:
    if interview.end is not None:
        return instant_of(interview.end, interview.zone, calendars, place="end")
    return shift(starts, timedelta(minutes=interview.minutes) if interview.minutes else ASSUMED_LENGTH)


def _minutes_as_planned(interview: Interview, calendars: Calendars) -> int | None:
    if interview.end is None or not isinstance(interview.start, datetime):
        return interview.minutes
    starts = instant_of(interview.start, interview.zone, calendars)
    return int(elapsed(starts, instant_of(interview.end, interview.zone, calendars)).total_seconds() // 60)


def _day_as_planned(interview: Interview, application: Application, calendars: Calendars) -> date | None:
    if not isinstance(interview.start, datetime):
        return interview.start
    if interview.start.tzinfo is None:
        return interview.start.date()
    name = interview.zone or application.employer.zone
    zone = calendars.zone(name) if name else None
    return local_date(interview.start, zone or interview.start.tzinfo)


def rounds(application: Application, found: Iterable[Meeting], calendars: Calendars) -> tuple[Round, ...]:
    """Group meetings into rounds: by the vendor's round id, else by stage and the local day first planned.

    A meeting to which the candidate cannot come stays booked until it is moved, and is no round.
    """
    without = _off(application, lambda event: isinstance(event, CannotAttend))
    groups: dict[tuple[str, ...], list[Meeting]] = {}
    for meeting in found:
        interview = meeting.interview
        if interview.id in without:
            continue
        loose = (interview.stage.value, str(meeting.first_day or interview.id))
        key = (interview.round,) if interview.round else (*loose, str(interview.debrief))
        groups.setdefault(key, []).append(meeting)
    ordered = sorted(groups.values(), key=lambda group: (_order(group), group[0].interview.id))
    met: dict[str, int] = {}
    return tuple(_round(group, application, calendars, met) for group in ordered)


def _order(group: list[Meeting]) -> str:
    days = [str(meeting.first_day) for meeting in group if meeting.first_day]
    return min(days, default="9999")


def _round(group: list[Meeting], application: Application, calendars: Calendars, met: dict[str, int]) -> Round:
    first, *_ = group
    ends = [meeting.ends for meeting in group if meeting.ends]
    starts = [meeting.starts for meeting in group if meeting.starts]
    timed = len(ends) == len(group)
    end = latest_of(*ends) if timed else None
    name = next((m.interview.zone for m in group if m.interview.zone), None) or application.employer.zone
    zone = calendars.zone(name) if name else None
    return Round(
        id=first.interview.id,
        starts=earliest_of(*starts) if timed else None,
        ends=end,
        day=local_date(end, zone) if end and zone else max((m.first_day for m in group if m.first_day), default=None),
        zone=name if zone else None,
        stage=_weightiest(group),
        format=first.interview.format,
        minutes=_given_minutes(group),
        held=all(meeting.interview.status in KNOWN_HELD for meeting in group),
        debrief=all(meeting.interview.debrief for meeting in group),
        attendances=_attendances(group, application, met) if timed else (),
        meetings=tuple(group),
    )


_WEIGHT = (Stage.UNKNOWN, Stage.SCREEN, Stage.TECHNICAL, Stage.PANEL, Stage.FINAL, Stage.EXECUTIVE)


def _weightiest(group: list[Meeting]) -> Stage:
    return max((meeting.interview.stage for meeting in group), key=_WEIGHT.index)


def _given_minutes(group: list[Meeting]) -> int | None:
    (meeting, *others) = group
    if others or meeting.length_assumed or meeting.starts is None or meeting.ends is None:
        return None
    return int(elapsed(meeting.starts, meeting.ends).total_seconds() // 60)


def _attendances(group: list[Meeting], application: Application, met: dict[str, int]) -> tuple[Attendance, ...]:
    parts: dict[str, list[tuple[Meeting, Interviewer]]] = {}
    for meeting in group:
        for part in meeting.interview.interviewers:
            parts.setdefault(part.person, []).append((meeting, part))
    found = []
    for id in sorted(parts):
        met[id] = met.get(id, 0) + 1
        found.append(_attendance(id, parts[id], met[id]))
    return tuple(found)


def _attendance(id: str, parts: list[tuple[Meeting, Interviewer]], nth: int) -> Attendance:
    said = [part.attended for _, part in parts if part.attended is not None]
    over = [meeting.starts if meeting.length_assumed else meeting.ends for meeting, _ in parts]
    declined = all(part.response is Response.DECLINED for _, part in parts)
    return Attendance(
        person=id,
        fact=parts[0][0].interview.id,
        nth=nth,
        ends=latest_of(*(meeting.ends for meeting, _ in parts if meeting.ends)),
        counts_from=latest_of(*(moment for moment in over if moment)),
        declined=declined and not any(said),
        absent=bool(said) and not any(said),
        shadow=all(part.shadow for _, part in parts),
        assumed=not said and not declined,
        talked_about=tuple(dict.fromkeys(point for _, part in parts for point in part.talked_about)),
    )


def oddities(found: Iterable[Meeting], calendars: Calendars) -> tuple[Reason, ...]:
    """Return which interview times a clock change skips or repeats, and so were read by rule."""
    told = []
    for meeting in found:
        start, zone = meeting.interview.start, calendars.zone(meeting.interview.zone or "")
        if isinstance(start, datetime) and start.tzinfo is None and zone:
            odd = wall_oddity(start.date(), start.time(), zone)
            if odd:
                told.append(Reason(code=f"clock-{odd}", parameters={"interview": meeting.interview.id}))
    return tuple(told)


def nobody_named(found: Iterable[Round]) -> tuple[Question, ...]:
    """Return the question for each round that names no interviewer; without one nobody can be thanked."""
    return tuple(
        Question(code="who-interviewed", place=f"interviews.{round.id}.with", parameters={"interview": round.id})
        for round in found
        if round.ends is not None and not round.attendances and not round.debrief
    )


def unknown_hours(found: Iterable[Meeting]) -> tuple[Question, ...]:
    """Return the question for each interview whose hour nobody said."""
    return tuple(
        Question(
            code="interview-time",
            place=f"interviews.{meeting.interview.id}.start",
            parameters={"interview": meeting.interview.id},
        )
        for meeting in found
        if meeting.starts is None
    )
