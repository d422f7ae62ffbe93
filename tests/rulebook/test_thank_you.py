"""Thanks go to each person who was there, once a round, in time, and never round the recruiter (TY-01 to TY-16)."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

import followkit as fk
from followkit._core.decisions import State
from followkit._core.vocabulary import Direct, Instruction, Response
from followkit.events import AskedNotToContact, Rescheduled, Sent
from tests.rulebook.dana import (
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
    thanks_due,
)


def thanks(*interviews: fk.Interview, now: str, **changes: object) -> dict[str, str]:
    planned = plan(application(interviews=interviews, **changes), now)
    return {handle: when for handle, when in moments(planned).items() if handle.startswith("thank-you")}


# When ---------------------------------------------------------------------------------------------------------------


def test_a_thank_you_is_not_suggested_in_the_first_hour():
    # TY-02: ends 15:00; earliest 16:00, best from 17:00
    facts = application(interviews=[interview(["priya"])])
    states = {
        now: one(plan(facts, f"2025-06-05 {now}"), "thank-you/priya").state for now in ("15:59", "16:00", "17:00")
    }
    assert states == {"15:59": State.WAITING, "16:00": State.READY, "17:00": State.DUE}


def test_a_thank_you_for_a_late_friday_interview_waits_for_monday():
    # TY-04: ends Fri 16:15; earliest 17:15 is past Friday's closing at 17:00
    assert thanks(interview(["priya"], start="2025-06-06 15:15"), now="2025-06-06 16:20") == {
        "thank-you/priya": "2025-06-09 08:30"
    }


def test_a_friday_interview_that_leaves_time_is_thanked_for_just_before_closing():
    # ends Fri 15:30; target 17:30 is past 17:00; 16:45, the last quarter hour, is not before earliest, 16:30
    assert thanks(interview(["priya"], start="2025-06-06 14:30"), now="2025-06-06 15:30") == {
        "thank-you/priya": "2025-06-06 16:45"
    }


def test_an_early_friday_interview_is_thanked_for_the_same_afternoon():
    assert thanks(interview(["priya"], start="2025-06-06 13:30"), now="2025-06-06 15:00") == {
        "thank-you/priya": "2025-06-06 16:30"
    }


def test_a_note_for_an_interview_before_a_holiday_goes_on_the_next_open_day():
    # Wed 18 June 17:30 to 18:30; Thu 19 June is Juneteenth
    assert thanks(interview(["priya"], start="2025-06-18 17:30"), now="2025-06-18 19:00") == {
        "thank-you/priya": "2025-06-20 08:30"
    }


def test_notes_held_overnight_leave_one_after_the_other_at_the_opening():
    late = interview(["priya", "sam"], start="2025-06-05 17:30")
    assert thanks(late, now="2025-06-05 19:00") == {
        "thank-you/priya": "2025-06-06 08:30",
        "thank-you/sam": "2025-06-06 08:35",
    }


def test_a_missed_thank_you_is_late_after_two_open_days_and_over_after_seven_days():
    # TY-05: Thu 5 June + 2 open days is Mon 9, late once that is over; expires Thu 12 June 15:00 exactly
    facts = application(interviews=[interview(["priya"])])
    assert one(plan(facts, "2025-06-09 17:59"), "thank-you/priya").state is State.DUE
    assert one(plan(facts, "2025-06-10 09:00"), "thank-you/priya").state is State.LATE
    assert handles(plan(facts, "2025-06-12 14:59").due) == ["thank-you/priya"]
    over = plan(facts, "2025-06-12 15:00")
    assert over.follow_up("thank-you/priya") is None
    assert "expired" in refusals(over, "thank-you")


def test_a_thank_you_never_sent_is_said_in_the_check_in():
    missed = application(interviews=[interview(["priya"])])
    assert one(plan(missed, "2025-06-16 09:00"), "check-in/1").adds == ("thanks",)
    said = application(sent("thank-you/priya", "2025-06-05 17:00"), interviews=[interview(["priya"])])
    assert one(plan(said, "2025-06-16 09:00"), "check-in/1").adds == ()


# To whom ------------------------------------------------------------------------------------------------------------


def test_each_interviewer_gets_a_note_of_their_own_the_hiring_manager_first_and_minutes_apart():
    # TY-06
    planned = plan(application(), "2025-06-05 17:30")
    assert [(one.recipient, one.about, one.channel, one.rank) for one in planned.due] == [
        ("priya", ("priya",), "email", 0),
        ("sam", ("sam",), "email", 1),
    ]
    assert moments(planned)["thank-you/sam"] == "2025-06-05 17:05"


def test_five_meetings_on_one_day_are_one_round_thanked_for_once():
    meetings = [interview(["priya"], id=f"m{hour}", start=f"2025-06-05 {hour}:00") for hour in range(10, 15)]
    assert thanks(*meetings, now="2025-06-05 15:10") == {"thank-you/priya": "2025-06-05 17:00"}


def test_more_than_seven_interviewers_get_no_single_notes():
    # TY-07
    crowd = [attrs.evolve(SAM, id=f"p{n}") for n in range(8)]
    panel = interview([person.id for person in crowd])
    planned = plan(application(people=crowd, interviews=[panel]), "2025-06-05 17:30")
    assert refusals(planned, "thank-you") >= {"panel-too-large"}
    assert not [one for one in planned.follow_ups if one.slot == "thank-you"]
    seven = application(people=crowd, interviews=[interview([person.id for person in crowd[:7]])])
    assert len([one for one in plan(seven, "2025-06-05 17:30").follow_ups if one.slot == "thank-you"]) == 7


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"response": Response.DECLINED}, "interviewer-declined"),
        ({"attended": False}, "interviewer-absent"),
        ({"shadow": True}, "interviewer-shadow"),
    ],
)
def test_who_was_not_there_or_only_listened_is_not_thanked(part, code):
    parts = [fk.Interviewer(person="priya"), fk.Interviewer(person="sam", **part)]
    planned = plan(application(interviews=[attrs.evolve(interview(), interviewers=parts)]), "2025-06-05 17:30")
    assert handles(planned.due) == ["thank-you/priya"]
    assert code in refusals(planned, "thank-you")


def test_one_who_declined_and_came_all_the_same_is_thanked():
    parts = [fk.Interviewer(person="sam", response=Response.DECLINED, attended=True)]
    planned = plan(application(interviews=[attrs.evolve(interview(), interviewers=parts)]), "2025-06-05 17:30")
    assert handles(planned.due) == ["thank-you/sam"]


# Once ---------------------------------------------------------------------------------------------------------------


def test_what_was_sent_is_not_suggested_again_and_the_colleague_still_is():
    planned = plan(application(sent("thank-you/priya", "2025-06-05 17:00")), "2025-06-05 17:30")
    assert handles(planned.due) == ["thank-you/sam"]
    assert "already-sent" in refusals(planned, "thank-you")


def test_a_second_round_is_thanked_for_anew_with_a_note_that_knows_it_is_the_second():
    # TY-10: Priya again, Rosa for the first time
    second = interview(["priya", "rosa"], id="final", start="2025-06-12 14:00")
    facts = application(
        sent("thank-you/priya", "2025-06-05 17:00"),
        sent("thank-you/sam", "2025-06-05 17:05"),
        people=[PRIYA, SAM, ROSA],
        interviews=[interview(), second],
    )
    due = {one.handle: (one.rule, one.variant) for one in plan(facts, "2025-06-12 17:30").due}
    assert due == {"thank-you/priya/final": ("thank-you-again", "again"), "thank-you/rosa": ("thank-you", None)}


def test_a_thank_you_sent_before_the_interview_was_moved_settles_nothing():
    moved = Rescheduled(at=at("2025-06-05 17:30"), interview="panel", start=at("2025-06-06 10:00"))
    facts = application(sent("thank-you/priya", "2025-06-05 17:00"), moved, interviews=[interview(["priya"])])
    assert moments(plan(facts, "2025-06-06 11:01"))["thank-you/priya"] == "2025-06-06 13:00"


def test_moving_an_interview_moves_the_note_and_keeps_its_key():
    facts = application(interviews=[interview(["priya"])])
    moved = facts.add(Rescheduled(at=at("2025-06-04 09:00"), interview="panel", start=at("2025-06-10 10:00")))
    before, after = (one(plan(told, "2025-06-04 12:00"), "thank-you/priya") for told in (facts, moved))
    assert before.key == after.key
    assert after.window.target == at("2025-06-10 13:00")


# Through the recruiter (TY-13) --------------------------------------------------------------------------------------

FIVE = [attrs.evolve(SAM, id=f"p{n}", name=f"Person {n}") for n in range(1, 6)]
AGENCY = {"people": [*FIVE, REX], "interviews": [interview([person.id for person in FIVE])]}


def test_five_notes_through_one_agency_recruiter_become_one():
    planned = plan(application(**AGENCY), "2025-06-05 17:30")
    [note] = thanks_due(planned)
    assert (note.recipient, note.about) == ("rex", ("p1", "p2", "p3", "p4", "p5"))
    assert (note.handle, note.variant, len(note.covers)) == ("thank-you/panel/all", "via", 5)
    assert "via-recruiter" in {reason.code for reason in note.reasons}
    assert {d.handle for d in planned.decisions if d.rule == "thank-you"} == {"thank-you/panel/all"}


def test_the_one_note_sent_settles_all_five():
    facts = application(sent("thank-you/panel/all", "2025-06-05 17:00"), **AGENCY)
    planned = plan(facts, "2025-06-05 17:30")
    assert thanks_due(planned) == []
    assert refusals(planned, "thank-you") >= {"already-sent"}


def test_who_may_be_written_to_directly_is_and_keeps_a_note_of_their_own():
    direct = attrs.evolve(FIVE[0], contact=fk.Contact(direct=Direct.YES))
    facts = application(**{**AGENCY, "people": [direct, *FIVE[1:], REX]})
    due = {one.handle: (one.recipient, one.about) for one in thanks_due(plan(facts, "2025-06-05 17:30"))}
    assert due == {"thank-you/p1": ("p1", ("p1",)), "thank-you/panel/all": ("rex", ("p2", "p3", "p4", "p5"))}


def test_the_one_note_for_the_others_does_not_pass_for_the_direct_one():
    # recorded as a user records it: by its handle alone
    direct = attrs.evolve(FIVE[0], contact=fk.Contact(direct=Direct.YES))
    facts = application(
        sent("thank-you/panel/all", "2025-06-05 17:05"), **{**AGENCY, "people": [direct, *FIVE[1:], REX]}
    )
    assert handles(thanks_due(plan(facts, "2025-06-05 17:30"))) == ["thank-you/p1"]


def test_rerouting_never_makes_a_second_message():
    # told only later that p1 may be written to directly: the same intent has the same key
    facts = application(**{**AGENCY, "interviews": [interview(["p1"])]})
    direct = attrs.evolve(facts, people=[attrs.evolve(FIVE[0], contact=fk.Contact(direct=Direct.YES)), *FIVE[1:], REX])
    through, to_them = (thanks_due(plan(told, "2025-06-05 17:30")) for told in (facts, direct))
    assert through[0].covers == to_them[0].covers


def test_nobody_goes_round_an_agency_recruiter_without_an_address():
    mute = attrs.evolve(REX, addresses={})
    planned = plan(application(**{**AGENCY, "people": [*FIVE, mute]}), "2025-06-05 17:30")
    assert planned.follow_ups == ()
    assert planned.because.code == "unreachable"
    assert {question.place for question in planned.questions} == {"people.rex.email"}


def test_who_is_reached_through_a_recruiter_nobody_knows_is_not_written_to():
    behind = attrs.evolve(SAM, contact=fk.Contact(direct=Direct.VIA_RECRUITER))
    facts = application(people=[behind], interviews=[interview(["sam"])])
    planned = plan(facts, "2025-06-05 17:30")
    assert planned.follow_ups == ()
    assert refusals(planned, "thank-you") >= {"no-recruiter-known"}
    known = attrs.evolve(facts, people=[behind, ROSA])
    assert plan(known, "2025-06-05 17:30").due[0].recipient == "rosa"


# Unwelcome (TY-16) --------------------------------------------------------------------------------------------------


def test_a_programme_that_wants_no_thanks_gets_none_and_may_still_be_asked():
    employer = fk.Employer(name="Acme", country="US", instructions=[Instruction.NO_THANK_YOU])
    planned = plan(application(employer=employer), "2025-06-05 17:30")
    assert {"unwelcome"} <= refusals(planned, "thank-you")
    assert [one.slot for one in planned.follow_ups] == ["check-in"]


def test_one_who_wants_no_thanks_gets_none_and_the_colleague_does():
    event = AskedNotToContact(at=at("2025-06-05 15:00"), person="sam", only="thank-you")
    assert handles(plan(application(event), "2025-06-05 17:30").due) == ["thank-you/priya"]


def test_thanks_nobody_wants_are_not_passed_on_by_the_recruiter_either():
    event = AskedNotToContact(at=at("2025-06-05 15:00"), person="p3", only="thank-you")
    [note] = thanks_due(plan(application(event, **AGENCY), "2025-06-05 17:30"))
    assert note.about == ("p1", "p2", "p4", "p5")


def test_who_asked_to_be_left_alone_is_not_thanked_through_the_recruiter():
    event = AskedNotToContact(at=at("2025-06-05 15:00"), person="p3")
    [note] = thanks_due(plan(application(event, **AGENCY), "2025-06-05 17:30"))
    assert note.about == ("p1", "p2", "p4", "p5")


# What it says it needs ----------------------------------------------------------------------------------------------


def test_what_was_talked_about_in_a_second_round_is_asked_of_that_round_and_of_each_person():
    # beside a person's name stands what was said in their first interview, so an answer there would complete nothing
    silent = (fk.Interviewer(person="priya"), fk.Interviewer(person="sam"))
    second = attrs.evolve(interview(id="final", start="2025-06-12 14:00"), interviewers=silent)
    facts = application(
        sent("thank-you/priya", "2025-06-05 17:00"),
        sent("thank-you/sam", "2025-06-05 17:00"),
        interviews=[interview(), second],
    )

    asked = plan(facts, "2025-06-12 17:00").questions

    assert [(q.place, q.parameters["person"], q.blocks, q.completes) for q in asked] == [
        ("interviews.final.with", "priya", ("thank-you/priya/final",), ("point",)),
        ("interviews.final.with", "sam", ("thank-you/sam/final",), ("point",)),
    ]


def test_a_note_with_nothing_of_its_own_to_say_asks_what_was_talked_about():
    bare = attrs.evolve(interview(), interviewers=[fk.Interviewer(person="priya"), fk.Interviewer(person="sam")])
    planned = plan(application(interviews=[bare]), "2025-06-05 17:30")
    assert {(question.place, question.blocks) for question in planned.questions} == {
        ("people.priya.talked_about", ("thank-you/priya",)),
        ("people.sam.talked_about", ("thank-you/sam",)),
    }


# Where --------------------------------------------------------------------------------------------------------------


def test_gb_thanks_go_the_next_open_morning_and_easter_monday_is_open_unless_the_region_is_known():
    # gb: 1 business day, at 09:30. Thu 17 April 2025; Good Friday is closed everywhere, Easter Monday not in Scotland.
    london = interview(["priya"], start="2025-04-17 10:00", zone="Europe/London")
    anywhere = application(interviews=[london], employer=fk.Employer(name="Acme", country="GB"))
    england = application(interviews=[london], employer=fk.Employer(name="Acme", country="GB", region="ENG"))
    assert moments(plan(anywhere, "2025-04-17 12:00"))["thank-you/priya"] == "2025-04-21 09:30"
    assert moments(plan(england, "2025-04-17 12:00"))["thank-you/priya"] == "2025-04-22 09:30"


def test_a_recipient_far_away_is_written_to_in_their_own_morning():
    # ends Thu 15:00 in New York, which is Fri 05:00 in Sydney; target 07:00 there rolls to 08:30
    sydney = attrs.evolve(SAM, zone="Australia/Sydney", country="AU")
    facts = application(people=[PRIYA, sydney])
    window = one(plan(facts, "2025-06-05 15:10"), "thank-you/sam").window
    assert (window.target, window.zone) == (at("2025-06-06 08:35", "Australia/Sydney"), "Australia/Sydney")


def test_an_interview_in_the_night_of_the_clock_change_has_elapsed_hours():
    # New York, Sat 8 March 2025 23:30 + 60 min; earliest one elapsed hour later; Monday's opening is in summer time
    night = interview(["priya"], start="2025-03-09 00:30", minutes=60)
    window = one(plan(application(interviews=[night]), "2025-03-09 12:00"), "thank-you/priya").window
    assert window.earliest.isoformat() == "2025-03-09T03:30:00-04:00"  # 01:30 EST + 1 h: the clock skips 02:00
    assert window.target.isoformat() == "2025-03-10T08:30:00-04:00"


def test_no_thanks_for_an_internal_debrief():
    meeting = attrs.evolve(interview(), debrief=True)
    planned = plan(application(interviews=[meeting]), "2025-06-05 17:30")
    assert planned.follow_ups == ()


def test_a_decision_on_the_day_still_waits_for_nobody_once_seven_days_have_passed():
    facts = application(interviews=[interview(["priya"])], decision_by=date(2025, 6, 5))
    assert "expired" in refusals(plan(facts, "2025-06-12 15:00"), "thank-you")


def test_the_note_that_was_sent_may_be_recorded_by_key_and_handle_alike():
    facts = application(interviews=[interview(["priya"])])
    note = plan(facts, "2025-06-05 17:30").due[0]
    told = facts.add(Sent(follow_up=note.handle, key=note.key, to="priya", at=at("2025-06-05 17:31")))
    assert plan(told, "2025-06-05 17:32").due == ()
