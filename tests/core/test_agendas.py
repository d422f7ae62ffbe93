"""One queue over all applications: overdue first, and one employer is asked once at a time."""

from __future__ import annotations

from datetime import date

import attrs

import followkit as fk
from followkit._core.vocabulary import ContactClass
from followkit.events import Accepted, Offered
from tests.rulebook.dana import KIT, application, at, interview, sent

THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))


def elsewhere(id: str, *events: fk.events.Event, name: str | None = None, **changes: object) -> fk.Application:
    employer = fk.Employer(name=name or id.title(), country="US")
    return attrs.evolve(application(*events, **changes), id=id, employer=employer)


def queue(agenda: fk.Agenda) -> list[tuple[str, str]]:
    return [(entry.application, entry.follow_up.handle) for entry in agenda.entries]


# One queue ----------------------------------------------------------------------------------------------------------


def test_what_is_overdue_comes_first_then_what_is_due_then_what_comes():
    # Tue 10 June 10:00: Zeta's thanks of Thursday are late; Acme's interview ended yesterday at three; Beta waits
    late = elsewhere("zeta")
    due = elsewhere("acme", interviews=[interview(["sam"], start="2025-06-09 14:00")])
    waiting = elsewhere("beta", *THANKED)
    agenda = KIT.agenda([waiting, due, late], now=at("2025-06-10 10:00"))
    assert queue(agenda) == [
        ("zeta", "thank-you/priya"),
        ("zeta", "thank-you/sam"),
        ("acme", "thank-you/sam"),
        ("beta", "check-in/1"),  # both on Mon 16 June, seven working days after Thursday 5
        ("zeta", "check-in/1"),
        ("acme", "check-in/1"),  # Wed 18 June
    ]
    assert [plan.application for plan in agenda.plans] == ["beta", "acme", "zeta"]
    assert [entry.application for entry in agenda.due] == ["zeta", "zeta", "acme"]


def test_what_is_urgent_goes_before_what_is_not_among_what_is_due():
    # on Tuesday at noon an offer of nine o'clock is to be acknowledged and told to the other employer; thanks of
    # yesterday's interview have been due for longer
    thanks = elsewhere("acme", interviews=[interview(["sam"], start="2025-06-09 14:00")])
    offered = elsewhere("beta", Offered(at=at("2025-06-10 09:00"), by="priya"), *THANKED)
    due = KIT.agenda([thanks, offered], now=at("2025-06-10 12:00")).due
    assert [entry.follow_up.handle for entry in due] == ["competing-offer/1", "offer/1", "thank-you/sam"]


def test_a_job_taken_closes_all_other_plans_at_once():
    taken = elsewhere("acme", Accepted(at=at("2025-06-10 09:00")), *THANKED)
    other = elsewhere("beta", *THANKED)
    agenda = KIT.agenda([taken, other], now=at("2025-06-10 12:00"))
    assert ("beta", "withdrawal/1") in queue(agenda)
    assert not [entry for entry in agenda.entries if entry.follow_up.contact is ContactClass.STATUS]


def test_an_offer_in_hand_is_told_to_the_others_before_its_deadline():
    offered = elsewhere("acme", Offered(at=at("2025-06-10 09:00"), respond_by=date(2025, 6, 17)), *THANKED)
    agenda = KIT.agenda([offered, elsewhere("beta", *THANKED)], now=at("2025-06-10 12:00"))
    told = next(entry.follow_up for entry in agenda.entries if entry.follow_up.slot == "competing-offer")
    # nothing is asked after Tuesday 17; for an answer in time it is late two working days before
    assert told.window.expires == at("2025-06-18 00:00")
    assert told.window.late_after == at("2025-06-14 00:00")


# One employer, several applications ---------------------------------------------------------------------------------


def test_one_employer_is_asked_about_one_application_at_a_time():
    # both would ask on Mon 16 June; the second keeps five working days away: 17, 18, 20, 23, Tue 24 (Thu 19 is closed)
    first, second = elsewhere("one", *THANKED, name="Acme"), elsewhere("two", *THANKED, name=" ACME ")
    agenda = KIT.agenda([second, first], now=at("2025-06-10 12:00"))
    asked = {entry.application: f"{entry.follow_up.window.target:%Y-%m-%d}" for entry in agenda.entries}
    assert asked == {"one": "2025-06-16", "two": "2025-06-24"}
    waits = next(entry.follow_up for entry in agenda.entries if entry.application == "two")
    assert "cooldown" in {reason.code for reason in waits.reasons}


def test_different_employers_and_those_without_a_name_do_not_wait_for_each_other():
    nameless = [attrs.evolve(elsewhere(id, *THANKED), employer=fk.Employer(country="US")) for id in ("x", "y")]
    agenda = KIT.agenda([elsewhere("one", *THANKED), *nameless], now=at("2025-06-10 12:00"))
    assert {f"{entry.follow_up.window.target:%Y-%m-%d}" for entry in agenda.entries} == {"2025-06-16"}


def test_the_order_in_which_applications_are_given_changes_nothing_but_the_order_of_plans():
    facts = [elsewhere("one", *THANKED, name="Acme"), elsewhere("two", *THANKED, name="Acme"), elsewhere("three")]
    one, other = (KIT.agenda(given, now=at("2025-06-10 12:00")) for given in (facts, facts[::-1]))
    assert one.entries == other.entries


# In words -----------------------------------------------------------------------------------------------------------


def test_the_queue_is_told_a_line_each_and_never_more_than_forty():
    facts = [elsewhere(f"firm{n}") for n in range(30)]
    told = KIT.agenda(facts, now=at("2025-06-10 10:00")).explain(facts).splitlines()
    assert len(told) == 40
    assert told[0].startswith("Firm0: ")
    assert told[-1] == "and 51 more"  # of 90 lines, 39 are told


def test_no_applications_make_an_empty_queue():
    agenda = KIT.agenda([], now=at("2025-06-10 10:00"))
    assert (agenda.entries, agenda.plans, agenda.explain([])) == ((), (), "")


# What an agenda says of one employer ---------------------------------------------------------------------------------


def twice(**first: object) -> tuple[fk.Application, fk.Application]:
    return elsewhere("one", *THANKED, name="Acme", **first), elsewhere("two", *THANKED, name="ACME")


def test_who_waits_for_the_other_says_for_whom_and_the_first_waits_for_nobody():
    one, two = KIT.agenda(twice(), now=at("2025-06-10 12:00")).plans

    assert "asked-first" not in {reason.code for reason in one.assumptions}
    (first,) = [reason for reason in two.assumptions if reason.code == "asked-first"]
    assert first.parameters["handles"] == ("check-in/1",)
    assert "check-in/1 of another application there goes first" in two.explain(twice()[1])


def test_what_would_not_have_been_near_says_nothing():
    # interviewed on Mon 23 June: its silence begins after the other question, and its own is for Wed 2 July
    late = elsewhere("late", name="Acme", interviews=[interview(start="2025-06-23 14:00")])
    plan = KIT.agenda([elsewhere("one", *THANKED, name="Acme"), late], now=at("2025-06-10 12:00")).plans[1]

    assert "asked-first" not in {reason.code for reason in plan.assumptions}
    assert plan == KIT.plan(late, now=at("2025-06-10 12:00"), contacts=THANKED)


def test_what_the_other_asks_uses_up_what_may_be_asked():
    # told to hear by Fri 4 July: its question is for Tue 8 July, long after the other one; but of two, one is used
    late = elsewhere("late", *THANKED, name="Acme", decision_by=date(2025, 7, 4))
    plan = KIT.agenda([elsewhere("one", *THANKED, name="Acme"), late], now=at("2025-06-10 12:00")).plans[1]

    assert [one.handle for one in (*plan.follow_ups, *plan.ahead)] == ["check-in/1"]
    assert "asked-first" in {reason.code for reason in plan.assumptions}


def test_an_overdue_question_waits_as_well_while_another_is_due():
    # both due since Mon 16 June; on Wed 18 one may go, and the other five open days later: 20, 23, 24, 25, Thu 26
    entries = KIT.agenda(twice(), now=at("2025-06-18 11:00")).entries

    assert [(entry.application, entry.follow_up.state.value) for entry in entries] == [
        ("one", "due"),
        ("two", "waiting"),
    ]
    assert f"{entries[1].follow_up.when:%Y-%m-%d}" == "2025-06-26"


def test_a_question_that_came_back_undelivered_keeps_nobody_waiting():
    sent_back = (
        sent("check-in/1", "2025-06-12 10:00", to="priya", channel="email"),
        fk.events.Bounced(at=at("2025-06-12 10:05"), person="priya"),
    )
    other = elsewhere("two", *THANKED, name="Acme")

    def waits(*events: fk.events.Event) -> str:
        facts = elsewhere("one", *THANKED, *events, name="Acme", decision_by=date(2025, 8, 1))
        plan = KIT.agenda([facts, other], now=at("2025-06-12 12:00")).plans[1]
        return f"{plan.follow_ups[0].window.target:%d}"

    assert waits(*sent_back[:1]) == "20"  # 13, 16, 17, 18, Fri 20
    assert waits(*sent_back) == "16"


def test_two_at_one_employer_are_told_apart_and_the_one_put_off_says_why():
    told = KIT.agenda(twice(), now=at("2025-06-10 12:00")).explain(twice()).splitlines()

    assert [line[:11] for line in told[:2]] == ["Acme (one):", "ACME (two):"]
    # nobody has written yet on Tuesday 10: both would ask on Monday 16
    assert told[2].startswith("    You are to write to this employer on Monday, June 16; ")
    assert told[3:] == ["    Assumed: check-in/1 of another application there goes first."]


def test_a_question_that_went_out_is_told_as_one():
    asked_once = sent("check-in/1", "2025-06-16 10:00", to="priya")
    asked = elsewhere("one", *THANKED, asked_once, fk.events.Stopped(at=at("2025-06-16 11:00")), name="Acme")
    other = elsewhere("two", *THANKED, name="ACME")
    told = KIT.agenda([asked, other], now=at("2025-06-17 12:00")).explain([asked, other])

    assert "You wrote to this employer on Monday, June 16; " in told
    assert "You are to write" not in told


def test_what_must_be_answered_stands_below_with_the_company_that_asks():
    asking = elsewhere("beta", position=None)
    told = KIT.agenda([asking], now=at("2025-06-05 17:10")).explain([asking])

    assert "Please answer:\n  Beta: What is the role called?" in told
    many = [elsewhere(f"firm{n}", position=None) for n in range(30)]
    lines = KIT.agenda(many, now=at("2025-06-10 10:00")).explain(many).splitlines()
    assert len(lines) == 40
    assert lines[-1] == "and 26 more"  # of 30 questions, four are told in five lines


def test_what_comes_is_told_by_its_time_whether_the_doors_are_closed_or_it_waits():
    # Fri 6 June, 21:00: Acme's thanks are held until Mon 9; on Sunday in Cairo they work, and Beta's thanks go then
    cairo = fk.Employer(name="Beta", country="EG", zone="Africa/Cairo")
    at_work = interview(["sam"], start="2025-06-08 09:00", zone="Africa/Cairo")
    beta = attrs.evolve(application(interviews=[at_work]), id="beta", employer=cairo)
    entries = KIT.agenda([elsewhere("acme"), beta], now=at("2025-06-06 21:00")).entries

    whens = [entry.follow_up.when for entry in entries]
    assert whens == sorted(whens)
    assert {entry.follow_up.state.value for entry in entries} >= {"held", "waiting"}
