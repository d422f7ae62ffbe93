"""Let the candidate's applications know of each other: a job taken ends the rest, an offer in hand concerns the rest.

What is derived is an event like any other, with an id of its own that the same facts always give. Nothing here knows
``now``: an offer holds until an event says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from attrs import evolve

from followkit._core.errors import InvalidFacts, Problem
from followkit._core.events import (
    Accepted,
    AcceptedElsewhere,
    Called,
    CompetingOffer,
    Decided,
    Declined,
    Event,
    Offered,
    Rejected,
    Sent,
    Withdrew,
)
from followkit._core.facts import Application, Interview
from followkit._core.history import closed_by
from followkit._core.rounds import meetings, time_problems
from followkit._core.timing import ONE_DAY, Calendars, is_before
from followkit._core.vocabulary import Intention

ACCEPTANCE = "acceptance"
_FAREWELLS = frozenset({"decline", "withdrawal"})
_ONE_SEARCH = 30 * ONE_DAY  # an interview so long after a job was taken belongs to another search


def relate(applications: Iterable[Application], calendars: Calendars) -> tuple[Application, ...]:
    """Return the applications with what each must know of the others added as events, in the order given.

    Args:
        applications: all of one candidate, each with an id of its own.
        calendars: what is known of zones, to tell which interviews take place.

    Raises:
        InvalidFacts: when two have one id, or one has interviews with times that cannot be read.
    """
    given = tuple(applications)
    _require_sound(given, calendars)
    taken = {one.id: at for one in given if (at := accepted_at(one)) is not None}
    offers = {one.id: offer for one in given if (offer := offer_in_force(one)) is not None}
    elsewhere = {one.id: _elsewhere(one, given, offers) for one in given}
    return tuple(_told(one, taken, elsewhere[one.id], calendars) for one in given)


def employer_of(application: Application) -> str:
    """Return what says which applications are at one employer: its name; one without a name is nobody else's.

    Args:
        application: the facts.
    """
    name = " ".join((application.employer.name or "").casefold().split())
    return f"name {name}" if name else f"id {application.id}"


def accepted_at(application: Application) -> datetime | None:
    """Return when the candidate took the job, or None; an event or a sent acceptance says so, until one takes it back.

    Args:
        application: the facts.
    """
    at: datetime | None = None
    for event in application.events:
        if isinstance(event, Accepted) or _slot(event) == ACCEPTANCE:
            at = at or event.at
        elif _takes_back(event):
            at = None
    return at


def offer_in_force(application: Application) -> Offered | None:
    """Return the offer that no later event answered or ended, or None; said again, it is the one it was.

    Args:
        application: the facts.
    """
    offer: Offered | None = None
    for event in application.events:
        if isinstance(event, Offered):
            again = offer is not None and event.respond_by in {None, offer.respond_by}
            offer = offer if again else event
        elif event.closes or _slot(event) in _FAREWELLS | {ACCEPTANCE}:
            offer = None
    return offer


def _takes_back(event: Event) -> bool:
    """Tell whether an acceptance holds no more: they withdrew the offer, or the candidate thought better of it."""
    if isinstance(event, Decided):
        return event.to is not Intention.ACCEPT
    return isinstance(event, (AcceptedElsewhere, Declined, Rejected, Withdrew)) or _slot(event) in _FAREWELLS


def _slot(event: Event) -> str:
    return (event.follow_up or "").partition("/")[0] if isinstance(event, (Sent, Called)) else ""


def _elsewhere(
    application: Application, given: Sequence[Application], offers: dict[str, Offered]
) -> dict[str, Offered]:
    """Return the offers of other employers; what their own house offered for another role is no competing offer."""
    mine = employer_of(application)
    return {one.id: offers[one.id] for one in given if one.id in offers and employer_of(one) != mine}


def _told(
    application: Application, taken: dict[str, datetime], offers: dict[str, Offered], calendars: Calendars
) -> Application:
    """Return the application with the news of the others; once a job is taken, no offer is worth telling."""
    if application.id in taken or not _is_open(application):
        return application
    news: list[Event] = [
        AcceptedElsewhere(at=at, application=id) for id, at in taken.items() if _under_way(application, at)
    ]
    if not news and _is_interviewed(application, calendars):
        news = [
            CompetingOffer(at=offer.at, respond_by=offer.respond_by, application=id)
            for id, offer in offers.items()
            if _under_way(application, offer.at) and not _knows(application, id, offer)
        ]
    new = [event for event in news if event not in application.events]
    return evolve(application, events=(*application.events, *new)) if new else application


def _knows(application: Application, id: str, offer: Offered) -> bool:
    """Tell whether somebody wrote down here already that this other offer was made."""
    told = [event for event in application.events if isinstance(event, CompetingOffer)]
    return any(one.application in {None, id} and one.respond_by == offer.respond_by for one in told)


def _is_open(application: Application) -> bool:
    """Tell whether they still wait for a word: an offer is a question, not an end."""
    closed = closed_by(application)
    return closed is None or isinstance(closed, Offered)


def _under_way(application: Application, moment: datetime) -> bool:
    """Tell whether an application belongs to the search of that time, and is not a later one.

    It does when something had happened by then, or an interview was held by then or follows within a month, or has no
    day yet.
    """
    if any(is_before(event.at, moment) for event in application.events):
        return True
    days = [_day(interview) for interview in application.interviews]
    last = moment.date() + _ONE_SEARCH
    return not days or any(day is None or day <= last for day in days)


def _day(interview: Interview) -> date | None:
    start = interview.start
    return start.date() if isinstance(start, datetime) else start


def _is_interviewed(application: Application, calendars: Calendars) -> bool:
    """Tell whether an interview was held or is booked; before that there is nobody to tell (EV-04)."""
    return any(not meeting.interview.debrief for meeting in meetings(application, calendars))


def _require_sound(applications: Sequence[Application], calendars: Calendars) -> None:
    ids = [one.id for one in applications]
    twice = [
        Problem(
            place=f"applications[{index}].id",
            code="duplicate-id",
            message="another application has this id",
            hint="give each an id of its own",
        )
        for index, id in enumerate(ids)
        if id in ids[:index]
    ]
    times = [
        evolve(problem, place=f"applications[{index}].{problem.place}")
        for index, one in enumerate(applications)
        for problem in time_problems(one, calendars)
    ]
    if twice or times:
        raise InvalidFacts(problems=[*twice, *times])
