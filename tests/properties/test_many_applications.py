"""What holds for every search: several applications related, queued, lived through, and kept in a table."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit._core.reconciling import Reconciliation
from followkit.events import Accepted, AcceptedElsewhere, CompetingOffer, ContactClass, Offered
from tests.properties.applications import KIT, applications, planned

half = settings(max_examples=max(settings().max_examples // 2, 5))
few = settings(max_examples=max(settings().max_examples // 4, 5))
NAMES = ("Acme", " ACME", "Other", None)
Search = list[fk.Application]


def started(application: fk.Application) -> datetime:
    starts = [one.start for one in application.interviews if isinstance(one.start, datetime)]
    return min(starts).replace(tzinfo=UTC)


@st.composite
def searches(draw: st.DrawFn) -> tuple[Search, datetime]:
    """Draw two to four applications of one candidate, some at one employer, some with an offer or a job taken."""
    facts = draw(applications())
    found = []
    for n in range(draw(st.integers(2, 4))):
        mine = facts if draw(st.booleans()) else draw(applications())
        employer = attrs.evolve(mine.employer, name=draw(st.sampled_from(NAMES)))
        mine = attrs.evolve(mine, id=f"a{n}", employer=employer)
        at = started(facts) + timedelta(days=draw(st.integers(0, 30)))
        event = draw(st.sampled_from([None, None, None, Offered(at=at), Accepted(at=at)]))
        found.append(mine.add(event) if event else mine)
    return found, started(facts) + timedelta(days=draw(st.integers(0, 40)), hours=draw(st.integers(0, 23)))


@st.composite
def doubles(draw: st.DrawFn) -> tuple[Search, datetime]:
    """Draw applications at one employer, at a moment at which one of them asks something."""
    facts = [draw(applications(quiet=True)) for _ in range(draw(st.integers(1, 2)))]
    search = [attrs.evolve(draw(st.sampled_from(facts)), id=f"a{n}") for n in range(draw(st.integers(2, 3)))]
    plan = KIT.plan(search[0], now=started(search[0]))
    asking = [one.when for one in plan.follow_ups if one.contact is ContactClass.STATUS]
    now = draw(st.sampled_from(asking)) if asking else started(search[0])
    return search, now + timedelta(hours=draw(st.integers(0, 30)))


def mixed(values: Iterable[Any], seed: int) -> list[Any]:
    return random.Random(seed).sample(found := list(values), len(found))  # noqa: S311


# Related and queued -------------------------------------------------------------------------------------------------


@few
@given(searches(), st.integers(0, 99))
def test_relating_adds_news_only_once_and_in_any_order(case: tuple[Search, datetime], seed: int):
    search, _ = case
    once = KIT.relate(search)

    assert KIT.relate(once) == once
    assert {one.id: one for one in KIT.relate(mixed(search, seed))} == {one.id: one for one in once}
    for before, after in zip(search, once, strict=True):
        news = [event for event in after.events if event not in before.events]
        assert attrs.evolve(after, events=before.events) == before
        assert all(isinstance(event, (AcceptedElsewhere, CompetingOffer)) for event in news)
        assert all(getattr(event, "application", None) not in {None, before.id} for event in news)


@few
@given(searches(), st.integers(0, 99))
def test_the_queue_holds_every_follow_up_in_order_whatever_the_order_of_facts(case: tuple[Search, datetime], seed: int):
    search, now = case
    agenda = KIT.agenda(search, now=now)

    assert KIT.agenda(mixed(search, seed), now=now).entries == agenda.entries
    assert [plan.application for plan in agenda.plans] == [one.id for one in search]
    keys = [entry.follow_up.key for entry in agenda.entries]
    assert sorted(keys) == sorted(one.key for plan in agenda.plans for one in plan.follow_ups)
    standing = {"late": 0, "due": 1}
    ranks = [standing.get(entry.follow_up.state.value, 2) for entry in agenda.entries]
    assert ranks == sorted(ranks)
    assert len(agenda.explain(search).splitlines()) <= 40


@half
@given(doubles())
def test_one_employer_is_never_to_be_asked_for_two_applications_at_once(case: tuple[Search, datetime]):
    search, now = case
    names = {one.id: " ".join((one.employer.name or one.id).casefold().split()) for one in search}
    asking: dict[str, set[str]] = {}
    for entry in KIT.agenda(search, now=now).due:
        if entry.follow_up.contact is ContactClass.STATUS:
            asking.setdefault(names[entry.application], set()).add(entry.application)

    assert all(len(applications) == 1 for applications in asking.values())


# Lived through ------------------------------------------------------------------------------------------------------


@few
@given(planned(), st.integers(1, 60), st.booleans())
def test_what_is_lived_through_is_the_same_twice_and_does_what_the_plan_says(
    case: tuple[fk.Application, datetime], days: int, sending: bool
):
    application, now = case
    until = now + timedelta(days=days)
    simulation = KIT.simulate(application, now=now, until=until, sending=sending)

    assert KIT.simulate(application, now=now, until=until, sending=sending) == simulation
    sent = [one.key for moment in simulation.log for one in moment.sent]
    assert len(sent) == len(set(sent))
    assert (not sent) or sending
    assert all(now <= moment.at <= until for moment in simulation.log)
    last = KIT.plan(simulation.application, now=until)
    assert not sending or all(one.needs for one in last.due)


# In a table ---------------------------------------------------------------------------------------------------------


def done(table: Iterable[Mapping[str, Any]], found: Reconciliation) -> list[dict[str, Any]]:
    gone = {action.key for action in found.cancel}
    rows = {row["key"]: dict(row) for row in table if row["key"] not in gone}
    rows |= {action.key: dict(action.row) for action in (*found.create, *found.move) if action.row is not None}
    return list(rows.values())


@few
@given(planned(), st.none() | applications(), st.integers(0, 40), st.integers(0, 99))
def test_rows_brought_in_line_once_say_what_the_plan_says(
    case: tuple[fk.Application, datetime], other: fk.Application | None, days: int, seed: int
):
    application, now = case
    before, after = KIT.plan(other or application, now=now), KIT.plan(application, now=now + timedelta(days=days))
    table = [{**row, "state": "sent"} if n % 2 else dict(row) for n, row in enumerate(fk.rows(before))]
    found = fk.reconcile(mixed(table, seed), after)
    rows = done(table, found)
    again = fk.reconcile(mixed(rows, seed), after)

    assert found == fk.reconcile(table, after)
    assert (again.create, again.move, again.cancel) == ((), (), ())
    kept = {row["key"] for row in table if row["state"] == "sent"}
    assert {row["key"] for row in rows} == {row["key"] for row in fk.rows(after)} | kept
    assert {row["key"] for row in rows if row["state"] == "sent"} == kept


@few
@given(planned(), st.integers(0, 40))
def test_comparing_two_plans_leaves_nothing_out(case: tuple[fk.Application, datetime], days: int):
    application, now = case
    old, new = KIT.plan(application, now=now), KIT.plan(application, now=now + timedelta(days=days))
    found = fk.diff(old, new)

    assert {one.key for one in (*found.dropped, *found.moved, *found.kept)} == {row["key"] for row in fk.rows(old)}
    assert {one.key for one in (*found.added, *found.moved, *found.kept)} == {row["key"] for row in fk.rows(new)}
