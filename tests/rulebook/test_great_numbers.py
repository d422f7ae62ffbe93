"""Great numbers have a defined result in reasonable work: 500 interviewers, 10,000 events.

Nothing here is timed. What is pinned is that work grows with the facts and not with their square: calls are counted,
and four times the facts may not make sixteen times as many.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import FrameType
from typing import Any

import pytest

import followkit as fk
from followkit import events
from followkit._core.vocabulary import Role

KIT = fk.Kit()
BEGAN = datetime(2025, 6, 5, 20, tzinfo=UTC)  # the interview is over at 19:00 UTC
HOST = fk.Person(id="host", name="Lee Chan", role=Role.COORDINATOR, addresses={"email": "lee@acme.example"})


def person(number: int) -> fk.Person:
    address = {"email": f"p{number}@acme.example"}
    return fk.Person(id=f"p{number:04}", name=f"Person No {number}", addresses=address)


def application(people: int = 2, happened: tuple[fk.events.Event, ...] = (), host: bool = True) -> fk.Application:
    met = [person(number) for number in range(people)]
    parts = [fk.Interviewer(person=one.id, talked_about=(f"the work of {one.id}",)) for one in met]
    panel = fk.Interview(
        id="panel",
        start=datetime.fromisoformat("2025-06-05 14:00"),
        minutes=60,
        zone="America/New_York",
        interviewers=parts,
    )
    return fk.Application(
        id="acme",
        position="Backend Engineer",
        employer=fk.Employer(name="Acme", country="US"),
        me=fk.Candidate(name="Dana Kim", addresses={"email": "dana@example.org"}),
        people=[*met, HOST] if host else met,
        interviews=[panel],
        events=happened,
    )


def mixed(count: int) -> tuple[fk.events.Event, ...]:
    """Return events of many kinds, half an hour apart, that end with a question answered."""
    return tuple(_event(index, BEGAN + index * timedelta(minutes=30)) for index in range(count))


def _event(index: int, at: datetime) -> fk.events.Event:
    who = f"p{index % 2:04}"
    made: tuple[Callable[[], fk.events.Event], ...] = (
        lambda: events.Sent(at=at, follow_up="check-in/1", to=who, channel="email"),
        lambda: events.Replied(at=at, by=who, reply="still deciding", says="next week"),
        lambda: events.Requested(at=at, by=who, what="papers"),
        lambda: events.Submitted(at=at),
        lambda: events.Bounced(at=at, person=who),
        lambda: events.Snoozed(at=at, until=date(2025, 6, 10), follow_up="check-in"),
        lambda: events.Called(at=at, to=who),
        lambda: events.Promised(at=at, by=who, says="soon"),
    )
    return made[index % len(made)]()


def open_requests(count: int) -> tuple[fk.events.Event, ...]:
    return tuple(
        events.Requested(at=BEGAN + index * timedelta(minutes=1), by="p0000", what="papers") for index in range(count)
    )


def thanks_by_hand(count: int) -> tuple[fk.events.Event, ...]:
    return tuple(
        events.Sent(at=BEGAN + index * timedelta(minutes=1), follow_up="thank-you/p0000") for index in range(count)
    )


def an_hour_after(facts: fk.Application) -> datetime:
    return max((event.at for event in facts.events), default=BEGAN) + timedelta(hours=1)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the calls that are made inside."""
    calls = [0]

    def count(frame: FrameType, happened: str, arg: Any) -> None:
        calls[0] += happened in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def work(facts: fk.Application) -> int:
    now = an_hour_after(facts)
    with counted() as calls:
        KIT.plan(facts, now=now)
    return calls[0]


# Five hundred interviewers ------------------------------------------------------------------------------------------


def test_five_hundred_interviewers_are_thanked_through_whoever_arranged_it():
    plan = KIT.plan(application(people=500), now=BEGAN + timedelta(hours=1))
    notes = [one for one in plan.follow_ups if one.slot == "thank-you"]

    assert {one.recipient for one in notes} == {"host"}
    assert len(notes) == 1
    assert len(notes[0].about) == 500


def test_without_anybody_who_arranged_it_the_one_who_counts_most_is_asked_about_the_decision_and_each_no_says_why():
    plan = KIT.plan(application(people=500, host=False), now=BEGAN + timedelta(hours=1))
    thanks = [one for one in plan.decisions if one.rule == "thank-you"]

    assert {one.recipient for one in plan.follow_ups} == {"p0000"}
    assert len(thanks) == 500
    assert {reason.code for one in thanks for reason in one.reasons} == {"panel-too-large"}


def test_work_grows_with_the_interviewers_and_not_with_their_square():
    fewer, more = (work(application(people=number)) for number in (50, 200))

    assert more < 8 * fewer


# Ten thousand events ------------------------------------------------------------------------------------------------


def test_ten_thousand_events_are_planned_like_ten():
    facts = application(happened=mixed(10_000))
    plan = KIT.plan(facts, now=an_hour_after(facts))

    assert plan.closed is None
    assert [one.handle for one in plan.follow_ups if one.slot == "requested-material"] == []  # all were handed in
    assert plan.because.code
    assert [one.rule for one in plan.decisions if not one.yes and not one.reasons] == []


def test_the_order_in_which_ten_thousand_events_are_given_does_not_matter():
    happened = mixed(2_000)
    facts, backwards = application(happened=happened), application(happened=happened[::-1])

    assert KIT.plan(facts, now=an_hour_after(facts)) == KIT.plan(backwards, now=an_hour_after(facts))


def test_nothing_is_dropped_where_a_thousand_requests_are_open():
    facts = application(happened=open_requests(1_000))
    plan = KIT.plan(facts, now=an_hour_after(facts))

    asked = [one.handle for one in plan.follow_ups if one.slot == "requested-material"]
    assert len(set(asked)) == 1_000


@pytest.mark.parametrize("happened", [mixed, open_requests, thanks_by_hand])
def test_work_grows_with_the_events_and_not_with_their_square(happened):
    fewer, more = (work(application(happened=happened(number))) for number in (60, 240))

    assert more < 8 * fewer
