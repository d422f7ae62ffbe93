"""What would happen: the log of plans and changes, day by day, for somebody who does what the plan says."""

from __future__ import annotations

from datetime import date

import pytest

import followkit as fk
from followkit.errors import InvalidFacts
from followkit.events import Rejected, Replied, ReplyKind, Rescheduled
from tests.rulebook.dana import KIT, LAST_WORD_BY, application, at, interview, sent


def lived(simulation: fk.Simulation) -> list[tuple[str, list[str]]]:
    return [(f"{one.at:%d %b %H:%M}", [f.handle for f in one.sent]) for one in simulation.log if one.sent]


def test_who_does_what_the_plan_says_sends_what_the_plan_had_promised():
    # worked example (a), lived: the same moments as the look-ahead gave on the first day
    simulation = KIT.simulate(
        application(decision_by=LAST_WORD_BY), now=at("2025-06-05 15:05"), until=at("2025-08-31 12:00")
    )
    assert lived(simulation) == [
        ("05 Jun 17:00", ["thank-you/priya"]),
        ("05 Jun 17:05", ["thank-you/sam"]),
        ("17 Jun 10:00", ["check-in/1"]),
        ("25 Jun 10:00", ["check-in/2"]),
        ("07 Jul 10:00", ["closing-note/1"]),
    ]
    assert simulation.complete
    assert simulation.log[-1].plan.ghosted
    assert simulation.log[-1].day == date(2025, 8, 6)


def test_if_they_answer_on_tuesday_the_second_question_moves():
    # a word without a date on Fri 20 June: the next question ten working days later, Mon 7 July (4 July is closed)
    answer = Replied(at=at("2025-06-20 11:00"), by="priya", reply=ReplyKind.STILL_DECIDING)
    simulation = KIT.simulate(
        application(decision_by=LAST_WORD_BY),
        now=at("2025-06-05 15:05"),
        until=at("2025-07-10 12:00"),
        what_if=[answer],
    )
    assert ("07 Jul 10:00", ["check-in/2"]) in lived(simulation)
    told = next(one for one in simulation.log if one.happened)
    assert (told.at, told.happened) == (at("2025-06-20 11:00"), (answer,))
    assert told.changes is not None
    assert told.changes.dropped or told.changes.moved


def test_a_rejection_ends_the_questions_on_the_spot():
    simulation = KIT.simulate(
        application(decision_by=LAST_WORD_BY),
        now=at("2025-06-05 15:05"),
        until=at("2025-06-30 12:00"),
        what_if=[Rejected(at=at("2025-06-18 09:00"), by="priya")],
    )
    sent_then = [handle for _, handles in lived(simulation) for handle in handles]
    assert "check-in/1" in sent_then
    assert "check-in/2" not in sent_then


def test_without_sending_nothing_is_recorded_and_what_is_missed_expires():
    simulation = KIT.simulate(application(), now=at("2025-06-05 15:05"), until=at("2025-06-20 12:00"), sending=False)
    assert (simulation.application.events, lived(simulation)) == ((), [])
    thanks = [one.plan.follow_up("thank-you/priya") for one in simulation.log]
    states = list(dict.fromkeys(one.state.value if one else "gone" for one in thanks))
    assert states == ["waiting", "ready", "due", "held", "late", "gone"] or states[-1] == "gone"


def test_the_same_twice_is_equal_and_what_happened_before_now_counts_at_once():
    moved = Rescheduled(at=at("2025-06-04 09:00"), interview="panel", start=at("2025-06-06 10:00"))
    once, again = (
        KIT.simulate(application(), now=at("2025-06-05 09:00"), until=at("2025-06-12 09:00"), what_if=[moved])
        for _ in range(2)
    )
    assert once == again
    assert once.log[0].happened == (moved,)
    assert ("06 Jun 13:00", ["thank-you/priya"]) in lived(once)


def test_days_put_together_what_happened_on_one_day():
    simulation = KIT.simulate(application(), now=at("2025-06-05 15:05"), until=at("2025-06-06 09:00"))
    handles = {day: [f.handle for one in moments for f in one.sent] for day, moments in simulation.days().items()}
    assert handles[date(2025, 6, 5)] == ["thank-you/priya", "thank-you/sam"]


def test_a_simulation_does_not_send_what_cannot_be_written():
    nameless = application(position=None)
    simulation = KIT.simulate(nameless, now=at("2025-06-05 15:05"), until=at("2025-06-07 12:00"))
    assert lived(simulation) == []


@pytest.mark.parametrize(
    ("until", "what_if", "code"),
    [
        ("2025-06-04 12:00", [], "end-before-start"),
        ("2025-06-10 12:00", [Rejected(at=at("2025-06-11 12:00"))], "after-the-end"),
    ],
)
def test_what_lies_outside_is_refused(until: str, what_if: list[fk.events.Event], code: str):
    with pytest.raises(InvalidFacts) as caught:
        KIT.simulate(application(), now=at("2025-06-05 12:00"), until=at(until), what_if=what_if)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_send_recorded_before_is_not_sent_again():
    facts = application(sent("thank-you/priya", "2025-06-05 16:30"))
    simulation = KIT.simulate(facts, now=at("2025-06-05 16:40"), until=at("2025-06-06 12:00"))
    assert lived(simulation) == [("05 Jun 17:05", ["thank-you/sam"])]


def test_who_does_nothing_is_told_when_something_falls_due_and_when_it_is_late():
    # due at five; late once two working days are over (Fri 6, Mon 9); that their doors close overnight is no news
    simulation = KIT.simulate(
        application(interviews=[interview(["priya"])]),
        now=at("2025-06-05 15:05"),
        until=at("2025-06-12 12:00"),
        sending=False,
    )
    states = [
        (f"{one.at:%d %H:%M}", found.state.value)
        for one in simulation.log
        if (found := one.plan.follow_up("thank-you/priya"))
    ]
    assert ("05 17:00", "due") in states
    assert ("10 08:30", "late") in states
    assert ("05 18:00", "held") not in states
    assert ("11 08:30", "late") not in states


@pytest.mark.parametrize("until", [date(2025, 6, 12), None, "2025-06-12", at("2025-06-12 09:00").replace(tzinfo=None)])
def test_an_end_that_is_no_moment_is_refused_with_its_place(until):
    with pytest.raises(InvalidFacts) as caught:
        KIT.simulate(application(), now=at("2025-06-05 09:00"), until=until)
    assert [(one.place, one.code) for one in caught.value.problems] == [("until", "naive-moment")]
