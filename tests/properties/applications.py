"""Make up hiring processes as they happen: rounds, people of every role, and everything that may be said or done.

Everything is drawn near one day, and many of those days lie beside a clock change, a holiday or the end of a month, in
both hemispheres: that is where plans go wrong.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

import followkit as fk
from followkit._core.vocabulary import (
    Consent,
    ContactClass,
    Direct,
    Format,
    Instruction,
    ReplyKind,
    Response,
    Role,
    Stage,
    Status,
)
from followkit.events import (
    AskedNotToContact,
    Cancelled,
    Event,
    InvitedToContact,
    Offered,
    OutOfOffice,
    Promised,
    Rejected,
    Replied,
    Rescheduled,
    Sent,
    Stopped,
    Submitted,
    Withdrew,
)

KIT = fk.Kit()

NORTH = ("America/New_York", "Europe/London", "Europe/Berlin", "Africa/Cairo", "Asia/Beirut")
SOUTH = ("Australia/Sydney", "Pacific/Auckland", "America/Santiago", "Australia/Lord_Howe")
STILL = ("Asia/Kolkata", "America/Phoenix", "Pacific/Kiritimati")  # no clock changes
ZONES = NORTH + SOUTH + STILL

DAYS = (
    date(2025, 3, 7),  # New York springs forward on the 9th
    date(2025, 3, 28),  # Europe on the 30th
    date(2025, 4, 4),  # Sydney falls back on the 6th
    date(2025, 6, 5),
    date(2025, 9, 4),  # Santiago springs forward on the 7th, at midnight
    date(2025, 10, 3),  # Sydney springs forward on the 5th
    date(2025, 10, 31),  # New York falls back on 2 November
    date(2025, 12, 22),
    date(2026, 1, 30),
    date(2028, 2, 28),  # the day before a leap day
)
IDS = ("ana", "bo", "cy", "dee")
POINTS = ("the billing run", "hiring in Lisbon", "on-call nights", "the data lake", "their style guide", "latency")


@st.composite
def people(draw: st.DrawFn) -> tuple[fk.Person, ...]:
    found = [draw(_person(id)) for id in IDS[: draw(st.integers(1, 4))]]
    if draw(st.integers(0, 4)) == 0:
        agent = draw(_person("rex"))
        found.append(_changed(agent, role=Role.AGENCY_RECRUITER))
    return tuple(found)


def _changed(person: fk.Person, **changes: Any) -> fk.Person:
    told = {"id": person.id, "addresses": person.addresses, "contact": person.contact, "zone": person.zone}
    return fk.Person(**{**told, **changes})


@st.composite
def _person(draw: st.DrawFn, id: str) -> fk.Person:
    rare = draw(st.integers(0, 15))
    addresses = {} if rare == 0 else {"email": f"{id}@acme.example"}
    if draw(st.booleans()):
        addresses["phone"] = "+1 212 555 0142"
    direct = draw(st.sampled_from([Direct.UNKNOWN] * 9 + list(Direct)))
    said = {"email": Consent.REFUSED} if rare == 1 else {"phone": Consent.INVITED} if rare == 2 else {}
    return fk.Person(
        id=id,
        name=id.title(),
        role=draw(st.sampled_from(sorted(Role))),
        addresses=addresses,
        contact=fk.Contact(direct=direct, channels=said),
        zone=draw(st.none() | st.sampled_from(ZONES)) if draw(st.integers(0, 2)) == 0 else None,
    )


@st.composite
def _parts(draw: st.DrawFn, everybody: tuple[fk.Person, ...]) -> tuple[fk.Interviewer, ...]:
    found = draw(st.lists(st.sampled_from([person.id for person in everybody]), unique=True, min_size=1, max_size=4))
    return tuple(
        fk.Interviewer(
            person=id,
            response=draw(st.sampled_from([Response.ACCEPTED, Response.UNKNOWN, Response.UNKNOWN, Response.DECLINED])),
            attended=draw(st.sampled_from([None, None, None, True, True, False])),
            shadow=draw(st.integers(0, 5)) == 0,
            talked_about=tuple(draw(st.lists(st.sampled_from(POINTS), max_size=2, unique=True))),
        )
        for id in found
    )


@st.composite
def _interview(draw: st.DrawFn, id: str, day: date, zone: str, everybody: tuple[fk.Person, ...]) -> fk.Interview:
    offset, hour, minute = draw(st.integers(0, 12)), draw(st.integers(7, 19)), draw(st.sampled_from([0, 15, 30]))
    start = datetime.combine(day + timedelta(days=offset), datetime.min.time()).replace(hour=hour, minute=minute)
    return fk.Interview(
        id=id,
        start=start,
        minutes=draw(st.sampled_from([None, 30, 60, 150])),
        zone=zone,
        interviewers=draw(_parts(everybody)),
        status=draw(st.sampled_from([Status.SCHEDULED] * 5 + [Status.COMPLETE, Status.TENTATIVE, Status.CANCELLED])),
        stage=draw(st.sampled_from(sorted(Stage))),
        format=draw(st.sampled_from(sorted(Format))),
        round=draw(st.sampled_from([None, None, None, "r1", "r2"])),
        organizer=draw(st.none() | st.sampled_from([person.id for person in everybody])),
    )


@st.composite
def applications(draw: st.DrawFn, *, quiet: bool = False, closing: bool = True) -> fk.Application:
    """Draw an application; a *quiet* one has had no events yet."""
    day, zone = draw(st.sampled_from(DAYS)), draw(st.sampled_from(ZONES))
    everybody = draw(people())
    interviews = tuple(draw(_interview(f"i{n}", day, zone, everybody)) for n in range(draw(st.integers(1, 3))))
    told = draw(st.integers(0, 2)) == 0
    country = draw(st.sampled_from([None, None, "US", "GB"]))
    application = fk.Application(
        id="acme",
        position="Backend Engineer",
        employer=fk.Employer(
            name="Acme",
            country=country,
            zone=draw(st.none() | st.sampled_from(ZONES)) if draw(st.booleans()) else None,
            instructions=draw(st.sampled_from([()] * 8 + [(Instruction.NO_THANK_YOU,), (Instruction.NO_CALLS,)])),
        ),
        me=fk.Candidate(name="Dana Kim", addresses={"email": "dana@example.org"}),
        people=everybody,
        interviews=interviews,
        decision_by=day + timedelta(days=draw(st.integers(0, 25))) if told else None,
        strengths=("I moved invoicing from a nightly batch to a queue.",),
    )
    if quiet:
        return application
    for event in draw(st.lists(_event(application, day, closing), max_size=4)):
        if event.id not in {known.id for known in application.events}:
            application = application.add(event)
    return application


@st.composite
def _event(draw: st.DrawFn, application: fk.Application, day: date, closing: bool) -> Event:
    at = draw(moments(day, 0, 45))
    who = st.sampled_from([person.id for person in application.people])
    interview = st.sampled_from([interview.id for interview in application.interviews])
    later = (at + timedelta(days=draw(st.integers(0, 15)))).date()
    kinds = ["sent", "sent", "replied", "promised", "invited", "away", "unwelcome", "moved", "cancelled", "submitted"]
    match draw(st.sampled_from(kinds + (["closed"] if closing else []))):
        case "sent":
            handles = ["check-in/1", "check-in/2", "closing-note/1", *(f"thank-you/{id}" for id in IDS)]
            handle = draw(st.sampled_from([None, *handles]))
            return Sent(at=at, follow_up=handle, contact=None if handle else ContactClass.STATUS)
        case "replied":
            return Replied(at=at, by=draw(st.none() | who), reply=draw(st.sampled_from(sorted(ReplyKind))))
        case "promised":
            words = draw(st.sampled_from([None, None, "next week", "soon", "end of the month", "two weeks"]))
            return Promised(at=at, by=draw(st.none() | who), says=words, decision_by=None if words else later)
        case "invited":
            return InvitedToContact(at=at, on=later, by=draw(st.none() | who))
        case "away":
            return OutOfOffice(at=at, person=draw(who), until=later)
        case "unwelcome":
            only = draw(st.sampled_from([None, "thank-you", "calls"]))
            return AskedNotToContact(at=at, person=draw(who) if only is None else draw(st.none() | who), only=only)
        case "moved":
            start = draw(moments(day, 0, 15)).replace(tzinfo=None)
            return Rescheduled(at=at, interview=draw(interview), start=start)
        case "cancelled":
            return Cancelled(at=at, interview=draw(interview))
        case "submitted":
            return Submitted(at=at)
        case _:
            return draw(st.sampled_from([Rejected(at=at), Offered(at=at), Withdrew(at=at), Stopped(at=at)]))


@st.composite
def moments(draw: st.DrawFn, day: date, first: int, last: int) -> datetime:
    """Draw a quarter hour between *first* and *last* days after *day*."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return start + timedelta(days=draw(st.integers(first, last)), minutes=15 * draw(st.integers(0, 95)))


@st.composite
def planned(draw: st.DrawFn, /, **options: Any) -> tuple[fk.Application, datetime]:
    """Draw an application and a moment to plan it at: any, or one close to where a plan of it turns."""
    application = draw(applications(**options))
    first = min(interview.start for interview in application.interviews if isinstance(interview.start, datetime))
    now = draw(moments(first.date(), -2, 8) | moments(first.date(), 0, 60))
    if draw(st.booleans()):
        return application, now
    plan = KIT.plan(application, now=now)
    turns = [edge for one in (*plan.follow_ups, *plan.ahead) for edge in _edges(one)]
    return application, draw(st.sampled_from(turns)) + draw(st.sampled_from(NEAR)) if turns else now


NEAR = (timedelta(), timedelta(minutes=-1), timedelta(minutes=1), timedelta(hours=2), timedelta(hours=9), timedelta(2))


def _edges(one: fk.FollowUp) -> list[datetime]:
    window = one.window
    edges = (window.earliest, window.target, window.target, window.target, window.late_after, window.expires)
    return [edge.astimezone(UTC) for edge in edges if edge is not None]
