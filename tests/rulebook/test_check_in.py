"""Asking is allowed late, seldom, and of one person only; then it stops (CI-01 to CI-09, CI-14)."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.decisions import State
from followkit._core.vocabulary import ContactClass, Direct, Format, ReplyKind, Role, Stage
from followkit.events import (
    InvitedToContact,
    Offered,
    OutOfOffice,
    Promised,
    Rejected,
    Replied,
    Sent,
    Stopped,
    Submitted,
    Withdrew,
)
from tests.rulebook.dana import (
    KIT,
    LAST_WORD_BY,
    PRIYA,
    REX,
    ROSA,
    SAM,
    application,
    at,
    handles,
    interview,
    moments,
    one,
    plan,
    refusals,
    sent,
)

THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))


def asked(facts: fk.Application, now: str) -> list[fk.FollowUp]:
    planned = plan(facts, now)
    return [one for one in (*planned.follow_ups, *planned.ahead) if one.contact is ContactClass.STATUS]


def day_of(facts: fk.Application, now: str, handle: str = "check-in/1") -> str:
    return f"{one(plan(facts, now), handle).window.target:%Y-%m-%d}"


# When to ask first --------------------------------------------------------------------------------------------------


def test_nobody_is_asked_before_the_promised_day_has_passed_and_thanks_still_go():
    # CI-01
    facts = application(decision_by=LAST_WORD_BY)
    assert [one.slot for one in plan(facts, "2025-06-05 17:30").due] == ["thank-you", "thank-you"]
    waiting = plan(application(*THANKED, decision_by=LAST_WORD_BY), "2025-06-13 23:00")
    assert waiting.due == ()
    assert waiting.because.code == "promised-date-embargo"
    assert all(one.window.earliest >= at("2025-06-14 00:00") for one in asked(facts, "2025-06-05 17:30"))


def test_a_promised_date_that_passed_is_asked_about_two_open_days_later():
    # CI-02: Fri 13 + Mon 16, Tue 17
    due = plan(application(*THANKED, decision_by=LAST_WORD_BY), "2025-06-17 10:00").due
    assert [(one.handle, one.rule) for one in due] == [("check-in/1", "check-in-after-date")]


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        # CI-03, counted from Thu 5 June: the 5th open day is Thu 12, the 7th Mon 16, the 10th Fri 20 (not the 19th)
        ({"stage": Stage.SCREEN}, "2025-06-12"),
        ({"format": Format.PHONE}, "2025-06-12"),
        ({"format": Format.VIDEO}, "2025-06-12"),
        ({"format": Format.ONSITE}, "2025-06-16"),
        ({"stage": Stage.PANEL}, "2025-06-16"),
        ({"stage": Stage.FINAL, "format": Format.VIDEO}, "2025-06-16"),
        ({"stage": Stage.EXECUTIVE}, "2025-06-20"),
        ({}, "2025-06-16"),
    ],
)
def test_without_a_date_the_wait_depends_on_the_kind_of_interview(kind, day):
    assert day_of(application(*THANKED, interviews=[interview(**kind)]), "2025-06-06 12:00") == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        # CI-04, said on Thu 5 June: the END of what is named, then two open days
        ("next week", "2025-06-17"),  # Fri 13
        ("this week", "2025-06-10"),  # Fri 6
        ("two weeks", "2025-06-24"),  # the 10th open day is Fri 20; Mon 23, Tue 24
        ("by the end of the month", "2025-07-02"),  # Mon 30; Tue 1, Wed 2
        ("end of the month", "2025-07-02"),
        ("In 2 weeks", "2025-06-24"),
    ],
)
def test_vague_words_mean_the_end_of_what_they_name(words, day):
    facts = application(*THANKED, Promised(at=at("2025-06-05 15:00"), says=words, by="priya"))
    assert day_of(facts, "2025-06-06 12:00") == day
    assert "promise-read-as" in {reason.code for reason in plan(facts, "2025-06-06 12:00").assumptions}


def test_soon_is_no_date_and_the_plan_says_so():
    planned = plan(application(*THANKED, Promised(at=at("2025-06-05 15:00"), says="soon")), "2025-06-06 12:00")
    assert "promise-too-vague" in {reason.code for reason in planned.assumptions}
    assert one(planned, "check-in/1").rule != "check-in-after-date"


def test_who_was_asked_to_write_on_a_day_writes_on_that_day():
    # CI-05; and the embargo does not bind what they asked for
    told = InvitedToContact(at=at("2025-06-05 15:00"), on=date(2025, 6, 11), by="sam")
    due = plan(application(*THANKED, told, decision_by=LAST_WORD_BY), "2025-06-11 10:00").due
    assert [(one.rule, one.recipient, one.contact) for one in due] == [
        ("check-in-as-invited", "sam", ContactClass.REPLY)
    ]


def test_who_was_asked_to_write_on_a_closed_day_writes_on_the_next_open_one_and_never_early():
    saturday = InvitedToContact(at=at("2025-06-05 15:00"), on=date(2025, 6, 14), by="sam")
    holiday = InvitedToContact(at=at("2025-06-05 15:00"), on=date(2025, 6, 19), by="sam")
    assert day_of(application(*THANKED, saturday), "2025-06-09 12:00") == "2025-06-16"
    assert day_of(application(*THANKED, holiday), "2025-06-09 12:00") == "2025-06-20"


def test_who_was_asked_at_noon_to_write_the_same_day_does_not_write_before_noon():
    told = InvitedToContact(at=at("2025-06-10 12:00"), on=date(2025, 6, 10), by="sam")
    assert one(plan(application(*THANKED, told), "2025-06-10 12:00"), "check-in/1").window.target == at(
        "2025-06-10 12:00"
    )


# Whom ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "giver", "recipient"),
    [
        # CI-13: who gave the timeframe, else the recruiter, else the coordinator, else the hiring manager
        ([PRIYA, SAM, ROSA], "sam", "sam"),
        ([PRIYA, SAM, ROSA], None, "rosa"),
        ([PRIYA, SAM, attrs.evolve(ROSA, role=Role.COORDINATOR)], None, "rosa"),
        ([PRIYA, SAM], None, "priya"),
    ],
)
def test_the_one_person_asked_is_the_one_who_owns_the_timeframe(people, giver, recipient):
    promised = Promised(at=at("2025-06-05 15:00"), decision_by=LAST_WORD_BY, by=giver)
    steps = asked(application(*THANKED, promised, people=people), "2025-06-06 12:00")
    assert {one.recipient for one in steps} == {recipient}


def test_a_check_in_never_goes_round_the_agency_recruiter():
    # TY-13; even where the client's manager gave the date
    promised = Promised(at=at("2025-06-05 15:00"), decision_by=LAST_WORD_BY, by="priya")
    steps = asked(application(promised, people=[PRIYA, SAM, REX]), "2025-06-06 12:00")
    assert {one.recipient for one in steps} == {"rex"}
    mute = attrs.evolve(REX, addresses={})
    assert asked(application(promised, people=[PRIYA, SAM, mute]), "2025-06-06 12:00") == []


def test_who_may_be_written_to_directly_may_be_asked_directly():
    open_door = attrs.evolve(PRIYA, contact=fk.Contact(direct=Direct.YES))
    promised = Promised(at=at("2025-06-05 15:00"), decision_by=LAST_WORD_BY, by="priya")
    steps = asked(application(promised, people=[open_door, SAM, REX]), "2025-06-06 12:00")
    assert {one.recipient for one in steps} == {"priya"}


# How often ----------------------------------------------------------------------------------------------------------

ONCE = (*THANKED, sent("check-in/1", "2025-06-17 10:00"))


def test_a_second_check_in_follows_five_open_days_after_the_first_was_really_sent():
    # CI-06: sent on Mon 23 instead of Tue 17: 24, 25, 26, 27, Mon 30
    facts = application(*THANKED, sent("check-in/1", "2025-06-23 16:00"), decision_by=LAST_WORD_BY)
    again = one(plan(facts, "2025-06-24 12:00"), "check-in/2")
    assert (again.rule, again.note, again.window.target) == ("check-in-again", "check-in-again", at("2025-06-30 10:00"))


def test_after_the_second_comes_an_optional_goodbye_and_nothing_else():
    # CI-07, CI-08
    facts = application(*ONCE, sent("check-in/2", "2025-06-25 10:00"), decision_by=LAST_WORD_BY)
    planned = plan(facts, "2025-06-26 12:00")
    assert moments(planned) == {"closing-note/1": "2025-07-07 10:00"}
    assert one(planned, "closing-note/1").optional
    assert "cap-used" in refusals(planned, "check-in")
    over = plan(facts.add(sent("closing-note/1", "2025-07-07 10:00")), "2025-07-08 12:00")
    assert over.follow_ups == ()
    assert over.stops_on == date(2025, 8, 6)


def test_outside_north_america_one_check_in_is_all():
    # no policy of its own for Poland; Thu 5 June + 7 open days: 6, 9, 10, 11, 12, 13, 16
    steps = asked(application(*THANKED, employer=fk.Employer(name="Acme", country="PL")), "2025-06-06 12:00")
    assert handles(steps) == ["check-in/1", "closing-note/1"]
    assert f"{steps[0].window.target:%Y-%m-%d}" == "2025-06-16"


def test_a_question_asked_on_ones_own_uses_one_up_and_keeps_the_next_five_open_days_away():
    # CI-08: any status contact with anybody there; Mon 16 + 5 open days is Tue 24 (Thu 19 is closed)
    own = Sent(at=at("2025-06-16 11:00"), to="sam", contact=ContactClass.STATUS)
    facts = application(*THANKED, own, decision_by=LAST_WORD_BY)
    planned = plan(facts, "2025-06-16 12:00")
    assert one(planned, "check-in/2").window.target == at("2025-06-24 10:00")
    assert planned.follow_up("check-in/1") is None
    assert planned.follow_up("check-in/3") is None


def test_a_thank_you_is_no_question_and_delays_none():
    facts = application(sent("thank-you/priya", "2025-06-11 11:00"), decision_by=LAST_WORD_BY)
    assert day_of(facts, "2025-06-12 15:00") == "2025-06-17"


# Answers ------------------------------------------------------------------------------------------------------------


def still_deciding(when: str, **more: Any) -> Replied:
    return Replied(at=at(when), by="priya", reply=ReplyKind.STILL_DECIDING, **more)


def test_still_deciding_is_thanked_for_and_the_count_starts_anew():
    # CI-09: Wed 18 June 11:00; thanks from 13:00; 10 open days without the 19th and 4 July: Thu 3 July
    facts = application(*ONCE, still_deciding("2025-06-18 11:00"), decision_by=LAST_WORD_BY)
    planned = plan(facts, "2025-06-18 13:00")
    assert [(one.slot, one.recipient, one.contact) for one in planned.due] == [
        ("acknowledgement", "priya", ContactClass.REPLY)
    ]
    assert day_of(facts, "2025-06-18 13:00", "check-in/2") == "2025-07-03"
    assert handles(asked(facts, "2025-06-18 13:00")) == ["check-in/2", "check-in/3", "closing-note/1"]


def test_a_new_date_moves_the_question_two_open_days_behind_it():
    facts = application(*ONCE, still_deciding("2025-06-18 11:00", decision_by=date(2025, 6, 27)))
    assert day_of(facts, "2025-06-18 13:00", "check-in/2") == "2025-07-01"  # Fri 27; Mon 30, Tue 1


def test_after_two_postponements_the_plan_asks_whether_to_keep_waiting():
    once = application(*ONCE, still_deciding("2025-06-18 11:00"))
    twice = once.add(still_deciding("2025-06-27 11:00"))
    asks = [{question.code for question in plan(facts, "2025-06-27 14:00").questions} for facts in (once, twice)]
    assert ["keep-waiting" in codes for codes in asks] == [False, True]


def test_an_absence_note_is_no_answer_and_moves_the_question_two_days_behind_the_return():
    # CI-10: away until Fri 20; Mon 23, Tue 24
    away = OutOfOffice(at=at("2025-06-10 10:00"), person="priya", until=date(2025, 6, 20))
    facts = application(*THANKED, away, decision_by=LAST_WORD_BY)
    assert day_of(facts, "2025-06-12 15:00") == "2025-06-24"
    assert moments(plan(facts, "2025-06-12 15:00"))["check-in/1"] == "2025-06-24 10:00"
    assert not plan(facts, "2025-06-12 15:00").due


def test_while_an_answer_is_owed_nobody_is_asked_for_one():
    asked = Replied(at=at("2025-06-10 12:00"), by="priya", reply=ReplyKind.QUESTION)
    facts = application(*THANKED, asked)
    planned = plan(facts, "2025-06-26 11:00")
    assert planned.follow_ups == ()
    assert "answer-owed" in {question.code for question in planned.questions}
    answered = facts.add(Sent(at=at("2025-06-10 16:00"), to="priya", contact=ContactClass.REPLY))
    assert handles(plan(answered, "2025-06-26 11:00").due) == ["check-in/1"]  # Tue 10 June + 10 open days: Wed 25


@pytest.mark.parametrize(
    ("words", "last_day"),
    [
        ("by the 13th", date(2025, 6, 13)),
        ("end of day Monday", date(2025, 6, 9)),
        ("by Friday", date(2025, 6, 13)),
        ("within two weeks", date(2025, 6, 23)),  # Fri 6 June + 10 open days without Thu 19: Mon 23
        ("2-3 weeks", date(2025, 6, 30)),  # + 15 open days
        ("end of June", date(2025, 6, 30)),
        ("next Friday", date(2025, 6, 13)),
    ],
)
def test_what_they_said_is_read_as_the_end_of_what_it_names(words, last_day):
    facts = application(*THANKED, Promised(at=at("2025-06-06 12:00"), says=words))  # a Friday
    [read] = [reason for reason in plan(facts, "2025-06-06 13:00").assumptions if reason.code == "promise-read-as"]
    assert read.parameters["day"] == last_day


def test_words_nobody_understands_are_asked_about_and_leave_the_earlier_date_in_force():
    facts = application(*THANKED, Promised(at=at("2025-06-06 12:00"), says="when pigs fly"), decision_by=LAST_WORD_BY)
    planned = plan(facts, "2025-06-06 13:00")
    assert "which-day" in {question.code for question in planned.questions}
    assert moments(planned)["check-in/1"] == "2025-06-17 10:00"


def test_a_farewell_after_a_rejection_opens_nothing_again():
    ended = Rejected(at=at("2025-06-10 09:00"))
    farewell = Replied(at=at("2025-06-10 11:00"), by="priya")
    planned = plan(application(*THANKED, ended, farewell), "2025-06-26 11:00")
    assert planned.closed == "rejected"
    assert not [one for one in planned.follow_ups if one.contact is ContactClass.STATUS]


def test_what_a_note_ahead_brings_is_not_what_the_note_before_it_brought():
    strengths = ("At Northwind I moved invoicing to a queue.", "I wrote the runbook three teams use.")
    facts = application(*THANKED, decision_by=LAST_WORD_BY, strengths=strengths)
    second = one(plan(facts, "2025-06-06 13:00"), "check-in/2")
    assert "runbook" in KIT.write(second, facts).body
    assert "Northwind" not in KIT.write(second, facts).body


def test_what_was_handed_in_gives_them_seven_open_days():
    # Tue 10 June; 11, 12, 13, 16, 17, 18, Fri 20
    facts = application(*THANKED, Submitted(at=at("2025-06-10 12:00")))
    assert day_of(facts, "2025-06-12 15:00") == "2025-06-20"


def test_nobody_is_asked_while_another_interview_is_booked():
    second = interview(["priya"], id="final", start="2025-06-20 14:00", stage=Stage.FINAL)
    facts = application(*THANKED, interviews=[interview(), second])
    # counted from Fri 20 June: 23, 24, 25, 26, 27, 30, Tue 1 July
    assert day_of(facts, "2025-06-17 12:00") == "2025-07-01"


# The end ------------------------------------------------------------------------------------------------------------


def test_a_month_of_silence_after_the_last_note_is_an_answer_until_they_write():
    # CI-14: closing note on 7 July 10:00, 30 days later is 6 August 10:00
    over = application(*ONCE, sent("check-in/2", "2025-06-25 10:00"), sent("closing-note/1", "2025-07-07 10:00"))
    assert [plan(over, now).ghosted for now in ("2025-08-06 09:59", "2025-08-06 10:00")] == [False, True]
    reopened = plan(over.add(still_deciding("2025-08-11 10:00")), "2025-08-11 13:00")
    assert (reopened.ghosted, [one.slot for one in reopened.due]) == (False, ["acknowledgement"])


@pytest.mark.parametrize("ending", [Rejected, Offered, Withdrew, Stopped])
def test_once_it_is_over_nobody_is_asked_and_every_rule_that_asks_says_why(ending):
    facts = application(*THANKED, ending(at=at("2025-06-10 09:00")), decision_by=LAST_WORD_BY)
    planned = plan(facts, "2025-06-17 10:00")
    asking = [one for one in (*planned.follow_ups, *planned.ahead) if one.contact is ContactClass.STATUS]
    assert (asking, planned.closed) == ([], ending.kind)
    assert refusals(planned, "check-in") >= {ending.kind}
    assert planned.stops_on == date(2025, 6, 10)


def test_a_rejection_is_taken_back_by_a_word_from_them_not_by_an_interview_that_was_booked_before():
    second = interview(["sam"], id="other", start="2025-06-23 14:00")
    facts = application(*THANKED, Rejected(at=at("2025-06-10 09:00")), interviews=[interview(), second])
    assert handles(plan(facts, "2025-06-23 17:10").due) == []
    invited_again = facts.add(Replied(at=at("2025-06-16 09:00"), by="sam", reply=ReplyKind.PROGRESS))
    assert handles(plan(invited_again, "2025-06-23 17:10").due) == ["thank-you/sam/other"]


def test_who_withdrew_is_left_alone_whatever_was_booked_and_whoever_writes():
    second = interview(["sam"], id="other", start="2025-06-23 14:00")
    for ended in (Withdrew(at=at("2025-06-10 09:00")), Stopped(at=at("2025-06-10 09:00"))):
        facts = application(*THANKED, ended, interviews=[interview(), second])
        facts = facts.add(Replied(at=at("2025-06-16 09:00"), by="sam", reply=ReplyKind.PROGRESS))
        assert plan(facts, "2025-06-23 17:10").follow_ups == ()


@pytest.mark.parametrize(
    ("now", "second"),
    [
        ("2025-06-20 12:00", "2025-06-27 10:00"),  # Fri 20 June: the first could go today; 23, 24, 25, 26, Fri 27
        ("2025-06-21 12:00", "2025-06-30 10:00"),  # Sat 21: it can go on Mon 23; 24, 25, 26, 27, Mon 30
    ],
)
def test_an_overdue_step_is_taken_to_go_out_on_the_current_open_day_and_later_ones_count_from_there(now, second):
    facts = application(*THANKED, decision_by=LAST_WORD_BY)
    assert moments(plan(facts, now))["check-in/2"] == second


def test_a_check_in_held_over_the_weekend_is_late_only_after_fifteen_open_days():
    # Fri 13 June + 15 open days, without 19 June and 4 July: Tue 8 July; late once that day is over
    facts = application(*THANKED, decision_by=LAST_WORD_BY)
    moments = ("2025-06-21 12:00", "2025-07-08 17:59", "2025-07-09 12:00")
    states = [one(plan(facts, now), "check-in/1").state for now in moments]
    assert states == [State.HELD, State.DUE, State.LATE]


def test_why_says_for_each_rule_what_would_change_it():
    planned = plan(application(*THANKED, decision_by=LAST_WORD_BY), "2025-06-10 12:00")
    told = planned.why("check-in-no-date", application())
    assert "check-in-no-date: no" in told
    assert "Friday, June 13" in told
    with pytest.raises(KeyError):
        planned.why("chek-in")
