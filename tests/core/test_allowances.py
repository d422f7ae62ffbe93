"""What was asked of an employer counts, whichever of the candidate's applications it was asked for (CI-08)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit.events import Called, ContactClass, ReplyKind, Sent
from followkit.interchange import plan_to_dict
from tests.rulebook.dana import KIT, application, at, moments, one, refusals, sent

MONDAY = "2025-06-09 12:00"
THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))


def quiet(**changes: Any) -> fk.Application:
    """Return Dana's application with everybody thanked and no date given: the check-in is for Mon 16 June, 10:00."""
    return application(*THANKED, **changes)


def plan(now: str, contacts: Iterable[Any] | None, facts: fk.Application | None = None) -> fk.Plan:
    return KIT.plan(facts or quiet(), now=at(now), contacts=contacts)


def assumed(plan: fk.Plan) -> set[str]:
    return {reason.code for reason in plan.assumptions}


# The rolling window -------------------------------------------------------------------------------------------------


def test_a_question_for_another_job_there_holds_this_one_back_for_five_open_days():
    # asked on Thu 12: the 5th open day after it is Fri 20 (13, 16, 17, 18; the 19th is closed)
    planned = plan("2025-06-12 12:00", [sent("check-in/1", "2025-06-12 11:00", to="rosa")])

    assert moments(planned)["check-in/1"] == "2025-06-20 10:00"
    why = one(planned, "check-in/1").reasons[0]
    assert (why.code, str(why.parameters["since"])) == ("cooldown", "2025-06-12")


def test_one_of_a_week_before_holds_nothing_back():
    # the last five open days on Mon 16 are 10, 11, 12, 13, 16
    assert moments(plan(MONDAY, [sent("check-in/1", "2025-06-09 11:00")]))["check-in/1"] == "2025-06-16 10:00"
    assert moments(plan(MONDAY, [sent("check-in/1", "2025-06-10 11:00")]))["check-in/1"] == "2025-06-17 10:00"


def test_a_question_that_went_out_since_this_one_fell_due_holds_it_back_all_the_same():
    # due since Mon 16, and not sent; for the other job they were asked on Tue 17: 18, 20, 23, 24, and Wed 25
    planned = plan("2025-06-17 12:00", [sent("check-in/4", "2025-06-17 09:00")])

    assert planned.due == ()
    assert moments(planned)["check-in/1"] == "2025-06-25 10:00"


def test_a_call_counts_and_so_does_a_question_nobody_planned():
    called = Called(at=at("2025-06-12 11:00"), follow_up="check-in/1")
    asked = Sent(at=at("2025-06-12 11:00"), contact=ContactClass.STATUS)

    for contact in (called, asked):
        assert moments(plan("2025-06-12 12:00", [contact]))["check-in/1"] == "2025-06-20 10:00"


def test_thanks_and_answers_elsewhere_hold_nothing_back():
    contacts = [
        sent("thank-you/priya", "2025-06-12 11:00"),
        sent("acknowledgement/1", "2025-06-12 11:30"),
        Sent(at=at("2025-06-12 11:45"), contact=ContactClass.NOTICE),
    ]

    assert moments(plan("2025-06-12 12:00", contacts))["check-in/1"] == "2025-06-16 10:00"


def test_thanks_here_are_not_held_back():
    asked = [sent("check-in/1", "2025-06-05 11:00")]

    assert [one.slot for one in plan("2025-06-05 17:10", asked, application()).due] == ["thank-you", "thank-you"]


# The cap of a silence -----------------------------------------------------------------------------------------------


def test_questions_elsewhere_use_up_what_one_silence_allows():
    # in the US two; the silence runs since Thu 5, 15:00
    contacts = [sent("check-in/1", "2025-06-06 11:00"), sent("check-in/2", "2025-06-13 11:00")]
    planned = plan("2025-06-13 12:00", contacts)

    assert "check-in/1" not in moments(planned)
    assert "cap-used" in refusals(planned, "check-in")
    assert "You have used 2 of 2" in planned.why("check-in", quiet())


def test_questions_of_before_this_silence_use_up_nothing():
    contacts = [sent("check-in/1", "2025-05-20 11:00"), sent("check-in/2", "2025-05-28 11:00")]

    assert moments(plan(MONDAY, contacts)) == moments(plan(MONDAY, []))


def test_questions_here_and_elsewhere_are_counted_together():
    facts = application(*THANKED, sent("check-in/1", "2025-06-16 10:00"))

    assert "check-in/2" in moments(plan("2025-06-16 12:00", [], facts))
    assert "check-in/2" not in moments(plan("2025-06-16 12:00", [sent("check-in/1", "2025-06-06 11:00")], facts))


def test_what_they_asked_to_hear_elsewhere_uses_up_nothing():
    invited = [
        sent("check-in/1", "2025-06-06 11:00", contact=ContactClass.REPLY),
        sent("check-in/2", "2025-06-12 11:00", contact=ContactClass.REPLY),
    ]

    assert moments(plan("2025-06-12 12:00", invited)) == moments(plan("2025-06-12 12:00", []))


# What is given ------------------------------------------------------------------------------------------------------


def test_a_plan_says_when_it_saw_this_application_only():
    assert "this-application-only" in assumed(plan(MONDAY, None))
    assert "this-application-only" not in assumed(plan(MONDAY, []))
    assert "only this application was looked at" in plan(MONDAY, None).explain(quiet())
    assert "only this application was looked at" not in plan(MONDAY, []).explain(quiet())


@pytest.mark.parametrize("odd", [0, 7, object(), "call", [None]])
def test_what_are_no_contacts_is_refused_by_its_place(odd):
    with pytest.raises(fk.errors.InvalidFacts) as refused:
        plan(MONDAY, odd)

    assert refused.value.problems[0].place == "contacts[0]"


def test_it_is_not_told_where_nothing_is_asked():
    long_over = plan("2026-01-05 12:00", None)

    assert "this-application-only" in assumed(long_over)
    assert "looked at" not in long_over.explain(quiet())


def test_the_basis_of_a_plan_covers_them():
    contacts = [sent("check-in/1", "2025-06-06 11:00")]
    bases = {plan(MONDAY, given).basis for given in (None, [], contacts)}

    assert len(bases) == 3
    assert {one.basis for given in ([], contacts) for one in plan(MONDAY, given).follow_ups} == {
        plan(MONDAY, None).follow_ups[0].basis
    }, "what other applications sent makes no note stale"


def test_neither_order_nor_repetition_matters():
    contacts = [sent("check-in/1", "2025-06-06 11:00"), sent("check-in/2", "2025-06-12 11:00")]

    assert plan(MONDAY, contacts) == plan(MONDAY, [*reversed(contacts), contacts[0]])


def test_what_the_application_recorded_itself_counts_once():
    mine = sent("check-in/1", "2025-06-16 10:00")
    facts = application(*THANKED, mine)

    assert plan("2025-06-16 12:00", [mine], facts) == plan("2025-06-16 12:00", [], facts)
    assert "check-in/2" in moments(plan("2025-06-16 12:00", [mine], facts))


def test_keys_and_handles_stay_what_they_are():
    alone, limited = plan(MONDAY, []), plan(MONDAY, [sent("check-in/7", "2025-06-12 11:00")])

    assert {one.handle: one.key for one in alone.follow_ups} == {one.handle: one.key for one in limited.follow_ups}


@pytest.mark.parametrize("given", [["check-in/1"], [None], [fk.events.Replied(at=at(MONDAY))], [datetime.now]])
def test_what_is_no_contact_is_refused_with_its_place(given):
    with pytest.raises(fk.errors.InvalidFacts) as error:
        plan(MONDAY, [sent("check-in/1", "2025-06-06 11:00"), *given])

    assert [(problem.place, problem.code) for problem in error.value.problems] == [("contacts[1]", "not-a-contact")]


def test_a_contact_of_another_application_may_name_anybody():
    stranger = attrs.evolve(sent("check-in/1", "2025-06-12 11:00"), to="nobody-here", about=("nor-here",))

    assert moments(plan("2025-06-12 12:00", [stranger]))["check-in/1"] == "2025-06-20 10:00"


# You have used 1 of 2 -----------------------------------------------------------------------------------------------


def used(plan: fk.Plan) -> dict[str, tuple[int, int]]:
    return {one.slot: (one.used, one.of) for one in plan.allowances}


def test_a_plan_says_how_much_of_what_is_allowed_is_used():
    # asked on Mon 16; the last five open days hold it up to Fri 20 and Mon 23 (the 19th is closed), not on Tue 24
    facts = application(*THANKED, sent("check-in/1", "2025-06-16 10:00"))

    assert used(plan(MONDAY, [])) == {"check-in": (0, 2), "closing-note": (0, 1), "status-contacts": (0, 1)}
    assert used(plan("2025-06-16 10:30", [], facts)) == {
        "check-in": (1, 2),
        "closing-note": (0, 1),
        "status-contacts": (1, 1),
    }
    assert used(plan("2025-06-23 23:59", [], facts))["status-contacts"] == (1, 1)
    assert used(plan("2025-06-24 00:00", [], facts))["status-contacts"] == (0, 1)
    assert used(plan("2025-06-24 00:00", [], facts))["check-in"] == (1, 2)


def test_it_is_told_in_one_line_once_something_is_used():
    facts = application(*THANKED, sent("check-in/1", "2025-06-16 10:00"))
    lines = plan("2025-06-17 10:00", [], facts).explain(facts).splitlines()

    assert "Used so far: 1 of 2 check-ins." in lines
    assert "Used so far" not in plan(MONDAY, []).explain(quiet())


def test_what_other_applications_asked_is_part_of_it():
    contacts = [sent("check-in/1", "2025-06-06 11:00")]

    assert used(plan(MONDAY, contacts)) == {"check-in": (1, 2), "closing-note": (0, 1), "status-contacts": (1, 1)}
    assert "Used so far: 1 of 2 check-ins." in plan(MONDAY, contacts).explain(quiet())


def test_a_word_from_them_starts_the_count_anew_but_not_the_rolling_one():
    facts = application(
        *THANKED,
        sent("check-in/1", "2025-06-16 10:00"),
        fk.events.Replied(at=at("2025-06-17 09:00"), by="priya", reply=ReplyKind.STILL_DECIDING),
    )

    assert used(plan("2025-06-17 10:00", [], facts)) == {
        "check-in": (0, 2),
        "closing-note": (0, 1),
        "status-contacts": (1, 1),
    }


def test_nothing_is_allowed_or_used_before_the_first_interview_or_after_the_end():
    bare = application(interviews=(), people=())
    over = application(*THANKED, sent("check-in/1", "2025-06-16 10:00"), fk.events.Withdrew(at=at("2025-06-17 09:00")))

    assert used(plan(MONDAY, [], bare)) == {}
    assert used(plan("2025-06-17 10:00", [], over)) == {}


def test_the_day_on_which_a_question_stops_counting_ends_the_validity_of_a_plan():
    # nothing else happens at midnight: both check-ins are used, and the closing note waits for July
    facts = application(*THANKED, sent("check-in/1", "2025-06-16 10:00"), sent("check-in/2", "2025-06-24 10:00"))
    planned = plan("2025-06-30 12:00", [], facts)

    assert planned.valid_until == at("2025-07-01 00:00")  # 25, 26, 27, 30, and Tue 1 July
    assert used(plan("2025-06-30 23:59", [], facts))["status-contacts"] == (1, 1)
    assert used(plan("2025-07-01 00:00", [], facts))["status-contacts"] == (0, 1)


def test_thanks_end_no_validity_they_are_not_limited():
    assert plan(MONDAY, []).valid_until == at("2025-06-16 10:00")  # when the check-in is due


def test_what_is_dated_later_is_used_from_then_on():
    called = Called(at=at("2025-06-13 16:00"), contact=ContactClass.STATUS)
    facts = application(*THANKED, sent("check-in/1", "2025-06-06 10:00"), called)

    assert used(plan("2025-06-13 15:00", [], facts))["status-contacts"] == (0, 1)
    assert plan("2025-06-13 15:00", [], facts).valid_until == at("2025-06-13 16:00")
    assert used(plan("2025-06-13 16:00", [], facts))["status-contacts"] == (1, 1)


def test_a_policy_that_allows_more_says_so():
    kit = fk.Kit(set={"check-in.at-most": 3})

    assert used(kit.plan(quiet(), now=at(MONDAY), contacts=[]))["check-in"] == (0, 3)


def test_plain_data_carries_it():
    told = plan_to_dict(plan(MONDAY, [sent("check-in/1", "2025-06-06 11:00")]))

    assert {"slot": "check-in", "used": 1, "of": 2} in told["allowances"]
