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
