"""What holds for every plan, whatever happened, whoever was met, and whenever it is made."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit.calendars import country_of
from followkit.events import ContactClass, Rescheduled, Sent
from tests.properties.applications import KIT, applications, moments, planned

Case = tuple[fk.Application, datetime]
some = settings(max_examples=settings().max_examples * 3 // 5)
few = settings(max_examples=settings().max_examples * 2 // 5)


def steps(plan: fk.Plan) -> tuple[fk.FollowUp, ...]:
    return (*plan.follow_ups, *plan.ahead)


def covered(follow_ups: Iterable[fk.FollowUp]) -> list[str]:
    return [key for one in follow_ups for key in one.covers]


def bare(one: fk.FollowUp) -> fk.FollowUp:
    """Return a follow-up without what the look-ahead and the digest of its facts add to it."""
    return attrs.evolve(one, basis="", assumes=())


def shuffled(values: Iterable[Any], seed: int) -> list[Any]:
    return random.Random(seed).sample(found := list(values), len(found))  # noqa: S311


# The same plan ------------------------------------------------------------------------------------------------------


@few
@given(planned())
def test_a_plan_depends_on_facts_and_moment_alone(case: Case):
    application, now = case
    first = KIT.plan(application, now=now)
    KIT.plan(attrs.evolve(application, events=(), decision_by=None), now=now + timedelta(days=3))  # leaves no trace
    assert fk.Kit().plan(application, now=now) == first


@some
@given(planned(), st.integers(0, 99))
def test_the_order_in_which_facts_are_given_does_not_matter(case: Case, seed: int):
    application, now = case
    mixed = attrs.evolve(
        application,
        people=shuffled(application.people, seed),
        events=shuffled(application.events, seed),
        interviews=shuffled(
            (attrs.evolve(one, interviewers=shuffled(one.interviewers, seed)) for one in application.interviews), seed
        ),
    )
    assert KIT.plan(mixed, now=now) == KIT.plan(application, now=now)


@some
@given(planned(), st.integers(0, 99))
def test_until_valid_until_time_alone_changes_nothing(case: Case, percent: int):
    application, now = case
    plan = KIT.plan(application, now=now)
    until = plan.valid_until or now + timedelta(days=500)
    assert until > now
    last = until - timedelta(microseconds=1)
    for later in (now + (last - now) * percent / 100, last):
        assert attrs.evolve(KIT.plan(application, now=later), made_at=plan.made_at) == plan


# Once ---------------------------------------------------------------------------------------------------------------


@some
@given(planned())
def test_keys_and_handles_are_unique_and_each_rule_decides_once_on_each_subject(case: Case):
    plan = KIT.plan(case[0], now=case[1])
    for names in (
        [one.key for one in steps(plan)],
        [one.handle for one in steps(plan)],
        covered(steps(plan)),
        [(decision.rule, decision.subject) for decision in plan.decisions],
    ):
        assert len(names) == len(set(names))


@some
@given(planned())
def test_recording_what_is_due_repeats_nothing_adds_nothing_and_loses_nothing(case: Case):
    application, now = case
    application = attrs.evolve(application, events=[event for event in application.events if event.at <= now])
    plan = KIT.plan(application, now=now)
    done = application
    for one in plan.due:
        done = done.add(Sent(follow_up=one.handle, at=now))
    after = set(covered(steps(KIT.plan(done, now=now))))
    assert after == set(covered(steps(plan))) - set(covered(plan.due))


@some
@given(planned())
def test_each_step_of_the_look_ahead_is_the_plan_once_the_steps_before_it_were_sent(case: Case):
    application, now = case
    plan = KIT.plan(application, now=now)
    expected = {one.key: bare(one) for one in steps(plan)}
    lived: dict[str, fk.FollowUp] = {}
    while following := KIT.plan(application, now=now).follow_ups:
        assert following[0].key not in lived
        lived[following[0].key] = bare(following[0])
        application = application.add(following[0].sent(following[0].when))
    assert lived == expected


@some
@given(applications(quiet=True), st.integers(1, 60 * 24 * 20))
def test_moving_an_interview_changes_no_key(application: fk.Application, minutes: int):
    interview = application.interviews[0]
    assert isinstance(interview.start, datetime)
    early = datetime(2024, 1, 1, tzinfo=UTC)
    moved = application.add(
        Rescheduled(at=early, interview=interview.id, start=interview.start + timedelta(minutes=minutes))
    )
    alone = attrs.evolve(application, interviews=[interview])
    assert keys_by_person(moved, early) == keys_by_person(application, early)
    alone_and_moved = alone.add(moved.events[0])
    assert {one.key for one in steps(KIT.plan(alone_and_moved, now=early))} == {
        one.key for one in steps(KIT.plan(alone, now=early))
    }


def keys_by_person(application: fk.Application, now: datetime) -> set[str]:
    return set(covered(one for one in KIT.plan(application, now=now).follow_ups if one.subject.kind == "person"))


# In time ------------------------------------------------------------------------------------------------------------


@some
@given(planned())
def test_nothing_is_planned_before_it_may_or_after_it_can_go(case: Case):
    plan = KIT.plan(case[0], now=case[1])
    for one in steps(plan):
        window, last = one.window, one.window.expires or datetime.max.replace(tzinfo=UTC)
        assert window.earliest <= window.target <= one.when < last
    for one in plan.due:
        assert one.window.target <= case[1]
        assert one.window.expires is None or case[1] < one.window.expires


@some
@given(planned())
def test_notes_go_out_in_the_recipients_open_hours_on_either_side_of_every_clock_change(case: Case):
    # asked of the zone database and the holidays library directly, not of our own calendar
    application, now = case
    for one in steps(KIT.plan(application, now=now)):
        if one.rule == "thank-you-tonight":
            continue
        person = application.person(one.recipient)
        assert person is not None
        country = (None if person.zone else application.employer.country) or country_of(one.window.zone)
        closed = country_holidays(country, years=range(2025, 2029)) if country else {}
        for moment in (one.window.target, one.when):
            there = moment.astimezone(ZoneInfo(one.window.zone))
            assert there.utcoffset() == moment.utcoffset()
            assert there.weekday() < 5
            assert there.date() not in closed
            assert time(8, 30) <= there.time() < (time(17) if there.weekday() == 4 else time(18))


# Seldom -------------------------------------------------------------------------------------------------------------


def lived_in_silence(application: fk.Application, now: datetime) -> list[Sent]:
    """Return everything that would be sent if nobody ever answered."""
    sent: list[Sent] = []
    while following := KIT.plan(application, now=now).follow_ups:
        sent.append(following[0].sent(following[0].when))
        application = application.add(sent[-1])
    return sent


@few
@given(applications(quiet=True), st.integers(0, 20))
def test_in_one_silence_nobody_is_asked_more_often_than_the_policy_allows(application: fk.Application, days: int):
    start = min(one.start for one in application.interviews if isinstance(one.start, datetime))
    now = start.replace(tzinfo=UTC) + timedelta(days=days)
    slots = [str(event.follow_up).split("/")[0] for event in lived_in_silence(application, now)]
    most = 2 if set(KIT.policy_for(application).layers) & {"us", "ca", "de", "fr"} else 1  # domain section 11
    assert slots.count("check-in") <= most
    assert slots.count("closing-note") <= 1


ASKING = ("check-in/", "closing-note/")


@few
@given(applications(quiet=True), st.integers(0, 20))
def test_two_questions_are_never_less_than_five_open_days_apart(application: fk.Application, days: int):
    start = min(one.start for one in application.interviews if isinstance(one.start, datetime))
    now = start.replace(tzinfo=UTC) + timedelta(days=days)
    asked = [e.at for e in lived_in_silence(application, now) if str(e.follow_up).startswith(ASKING)]
    for one, other in pairwise(asked):
        days_between = [one.date() + timedelta(days=n) for n in range(1, (other.date() - one.date()).days + 1)]
        assert sum(day.weekday() < 5 for day in days_between) >= 5


@some
@given(planned())
def test_no_question_is_planned_before_the_promised_day_is_over(case: Case):
    # only while the date given with the facts is the last word: events may name another
    application, now = case
    quiet = attrs.evolve(application, events=())
    if application.decision_by is None:
        return
    starts = [one.start.date() for one in application.interviews if isinstance(one.start, datetime)]
    if max(starts) >= application.decision_by:
        return
    for one in steps(KIT.plan(quiet, now=now)):
        if one.contact is ContactClass.STATUS:
            assert one.window.earliest.date() > application.decision_by


# In words -----------------------------------------------------------------------------------------------------------


@some
@given(planned())
def test_every_plan_can_be_told_in_25_lines_and_every_decision_explained(case: Case):
    application, now = case
    plan = KIT.plan(application, now=now)
    assert 0 < len(plan.explain(application).splitlines()) <= 25
    for name in chain({decision.rule for decision in plan.decisions}, {decision.slot for decision in plan.decisions}):
        assert plan.why(name, application).strip()
    assert all(plan.follow_up(one.handle) == one for one in steps(plan))
    assert all(decision.reasons for decision in plan.decisions)


@few
@given(applications(), moments(date(2025, 6, 5), 0, 30))
def test_names_stay_out_of_a_plan(application: fk.Application, now: datetime):
    told = repr(KIT.plan(application, now=now))
    personal = chain.from_iterable((person.name, *person.addresses.values()) for person in application.people)
    assert not [value for value in personal if value and f"'{value}'" in told]
