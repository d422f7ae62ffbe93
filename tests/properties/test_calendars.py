"""What holds for the calendar of every plan: what stands in it, who reads it, and how it follows the next plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import followkit as fk
from tests.builtin.calendars import Program, by_ical, by_icalendar
from tests.properties.applications import KIT, planned
from tests.properties.test_many_applications import Search, searches

Case = tuple[fk.Application, Any]
half = settings(max_examples=max(settings().max_examples // 2, 5))
few = settings(max_examples=max(settings().max_examples // 5, 5))


def steps(*plans: fk.Plan) -> list[fk.FollowUp]:
    return [one for plan in plans for one in (*plan.follow_ups, *plan.ahead)]


@half
@given(planned())
def test_every_follow_up_has_its_entry_and_two_readers_agree_on_every_field(case: Case):
    application, now = case
    plan = KIT.plan(application, now=now)
    octets = KIT.calendar(plan, application)

    entries = by_ical(octets)
    assert entries == by_icalendar(octets)
    assert sorted(one.start for one in entries.values()) == sorted(one.when for one in steps(plan))
    for one in steps(plan):
        (entry,) = [entry for entry in entries.values() if f"Acme: {one.handle}, " in entry.title]
        assert (entry.start, entry.sequence, entry.status) == (one.when, 0, "CONFIRMED")
        assert entry.text
        assert entry.stamp == now


@few
@given(planned(), st.integers(0, 99))
def test_as_long_as_the_plan_is_valid_the_file_stays_as_it_was(case: Case, percent: int):
    application, now = case
    plan = KIT.plan(application, now=now)
    octets = KIT.calendar(plan, application)
    last = (plan.valid_until or now + timedelta(days=25)) - timedelta(microseconds=1)
    later = now + (last - now) * percent / 100
    assert KIT.calendar(KIT.plan(application, now=later), application, previous=octets) == octets


@few
@given(planned(), st.lists(st.integers(1, 20), min_size=1, max_size=3), st.booleans())
def test_as_days_go_by_and_notes_are_sent_calendars_show_the_last_plan(case: Case, days: list[int], sends: bool):
    application, now = case
    program, octets = Program(), None
    for pause in days:
        plan = KIT.plan(application, now=now)
        octets = KIT.calendar(plan, application, previous=octets)
        program.take(octets)
        assert sorted(one.start for one in program.shown.values()) == sorted(one.when for one in steps(plan))
        if sends and plan.due:
            application = application.add(plan.due[0].sent(at=now))
        now += timedelta(days=pause)


@few
@given(searches())
def test_an_agenda_is_one_calendar_in_which_no_two_follow_ups_are_one(case: tuple[Search, Any]):
    search, now = case
    agenda = KIT.agenda(search, now=now)
    octets = KIT.calendar(agenda, search)

    entries = by_ical(octets)
    assert entries == by_icalendar(octets)
    assert len(entries) == len(steps(*agenda.plans))
    for plan in agenda.plans:
        mine = attrs.evolve(agenda, plans=(plan,))
        assert by_ical(KIT.calendar(mine, search)).items() <= entries.items()
