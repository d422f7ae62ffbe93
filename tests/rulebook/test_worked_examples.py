"""The worked examples (a) and (c) of the field's reference come out to the minute."""

from __future__ import annotations

from datetime import date

import followkit as fk
from tests.rulebook.dana import KIT, LAST_WORD_BY, application, at, handles, interview, moments, one, plan, sent

# (a) Interview Thu 5 Jun 14:00-15:00, "by Fri 13 Jun", in the US -----------------------------------------------------


def test_a_thank_you_is_best_two_hours_after_the_interview_and_not_before_one():
    thanks = one(plan(application(decision_by=LAST_WORD_BY), "2025-06-05 15:05"), "thank-you/priya")
    assert thanks.window.earliest == at("2025-06-05 16:00")
    assert thanks.window.target == at("2025-06-05 17:00")


def test_a_check_ins_follow_the_promised_date_over_both_holidays():
    # +2 open days after Fri 13: Mon 16, Tue 17. +5 after Tue 17 without Thu 19 (Juneteenth): 18, 20, 23, 24, 25.
    # +7 after Wed 25 without Fri 4 July: 26, 27, 30, 1, 2, 3, Mon 7. Ghosted 30 days after that: 6 August.
    planned = plan(application(decision_by=LAST_WORD_BY), "2025-06-05 15:05")
    assert moments(planned) == {
        "thank-you/priya": "2025-06-05 17:00",
        "thank-you/sam": "2025-06-05 17:05",
        "check-in/1": "2025-06-17 10:00",
        "check-in/2": "2025-06-25 10:00",
        "closing-note/1": "2025-07-07 10:00",
    }
    assert planned.stops_on == date(2025, 8, 6)


def test_a_lived_day_by_day_asks_for_the_same_things_on_the_same_days():
    facts = application(decision_by=LAST_WORD_BY)
    lived = [
        ("2025-06-05 17:05", ["thank-you/priya", "thank-you/sam"]),
        ("2025-06-13 17:59", []),  # the promised date has not passed
        ("2025-06-17 09:59", []),
        ("2025-06-17 10:00", ["check-in/1"]),
        ("2025-06-25 09:59", []),
        ("2025-06-25 10:00", ["check-in/2"]),
        ("2025-07-07 09:59", []),
        ("2025-07-07 10:00", ["closing-note/1"]),
        ("2025-08-06 09:59", []),
    ]
    for now, expected in lived:
        due = plan(facts, now).due
        assert handles(due) == expected, now
        for follow_up in due:
            facts = facts.add(fk.events.Sent(follow_up=follow_up.handle, at=at(now)))
    assert not plan(facts, "2025-08-06 09:59").ghosted
    over = plan(facts, "2025-08-06 10:00")
    assert (over.ghosted, over.follow_ups, over.because.code) == (True, (), "ghosted")


def test_a_no_check_in_may_go_before_the_promised_day_is_over():
    check_in = one(plan(application(decision_by=LAST_WORD_BY), "2025-06-10 12:00"), "check-in/1")
    assert check_in.window.earliest >= at("2025-06-14 00:00")
    assert "promised-date-embargo" in {reason.code for reason in check_in.reasons}


# (c) Interview ends Thu 17:30 -----------------------------------------------------------------------------------------

LATE = interview(["priya"], start="2025-06-05 16:30")


def test_c_a_thank_you_that_would_fall_after_closing_waits_for_the_next_opening():
    # target 19:30 is past closing (18:00), and so is earliest, 18:30
    thanks = one(plan(application(interviews=[LATE]), "2025-06-05 17:31"), "thank-you/priya")
    assert thanks.window.target == at("2025-06-06 08:30")
    assert thanks.window.earliest == at("2025-06-05 18:30")  # earliest itself never rolls


def test_c_when_they_decide_tonight_the_note_goes_tonight():
    # TY-03: earliest + 30 min, target + 1 h, the soft window lifted
    thanks = one(
        plan(application(interviews=[LATE], decision_by=date(2025, 6, 5)), "2025-06-05 17:31"), "thank-you/priya"
    )
    assert (thanks.window.earliest, thanks.window.target) == (at("2025-06-05 18:00"), at("2025-06-05 18:30"))
    assert (thanks.rule, thanks.variant) == ("thank-you-tonight", "short")


def test_c_tonight_means_the_day_of_that_very_interview():
    tomorrow = application(interviews=[LATE], decision_by=date(2025, 6, 6))
    assert one(plan(tomorrow, "2025-06-05 17:31"), "thank-you/priya").window.target == at("2025-06-06 08:30")


def test_the_same_facts_at_the_same_moment_give_the_same_plan():
    facts, now = (
        application(sent("thank-you/priya", "2025-06-05 17:00"), decision_by=LAST_WORD_BY),
        at("2025-06-06 09:00"),
    )
    assert KIT.plan(facts, now=now) == fk.Kit().plan(facts, now=now)
