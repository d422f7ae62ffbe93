"""Why is my plan empty? Each time one reason is named, and what would lift it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs
import pytest

import followkit as fk
from followkit._core.vocabulary import Consent, Instruction, Response, Status
from followkit.events import AcceptedElsewhere, AskedNotToContact, Assigned, Decided, Dismissed, NoShow, Stopped
from tests.rulebook.dana import LAST_WORD_BY, PRIYA, SAM, application, at, interview, plan, sent

THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))
ASKED = (*THANKED, sent("check-in/1", "2025-06-17 10:00"), sent("check-in/2", "2025-06-25 10:00"))


def told(facts: fk.Application, now: str) -> tuple[str, str]:
    """Return the one reason's code, and the line that tells it and its cure."""
    planned = plan(facts, now)
    assert planned.due == ()
    page = planned.explain(facts)
    assert len(page.splitlines()) <= 25
    [line] = [line for line in page.splitlines() if line.startswith("Why nothing")]
    return planned.because.code, line


def test_before_the_interview_it_waits_for_the_interview_to_end():
    code, line = told(application(interviews=[interview(["priya"])]), "2025-06-04 12:00")
    assert code == "after-round-end"
    assert "Thu 5 Jun 17:00" in line  # when it lifts: two hours after 15:00


def test_after_everything_expired_it_says_since_when_it_is_too_late():
    # Thu 5 June + 60 days: the check-in, the last to expire, is over on Mon 4 August at 15:00
    code, line = told(application(), "2025-08-20 12:00")
    assert code == "expired"
    assert "It was too late for the check-in from " in line


def test_where_the_note_is_too_late_the_plan_says_what_still_helps():
    waited = application(NoShow(at=at("2025-06-05 14:30"), interview="panel"))
    code, line = told(waited, "2025-06-20 12:00")
    assert code == "expired"
    assert "too late for the reminder that nobody came" not in line
    assert "too late for the note that nobody came from Tue 10 Jun 00:00" in line
    assert "a call, or a short mail with two or three new times, still helps" in line


def test_whoever_owes_a_task_is_told_that_sending_it_late_still_counts():
    owing = application(Assigned(at=at("2025-06-06 14:30"), by="priya", due=date(2025, 6, 12), what="the exercise"))
    code, line = told(owing, "2025-06-20 12:00")
    assert code == "they-wait-for-you"
    assert "sending it, with one plain line if it is late, and recording that" in line


def test_outside_their_hours_the_closed_doors_are_the_reason_and_not_what_was_long_ago():
    # the date was Friday 13 June; the check-in is late, and on Sunday 20 July nobody is there
    facts = application(*THANKED, decision_by=date(2025, 6, 13))
    code, line = told(facts, "2025-07-20 12:00")
    assert code == "send-window"
    assert line == "Why nothing now: Their hours are closed. Next: Mon 21 Jul 10:00."


def test_a_plan_with_nothing_in_it_names_its_zone_and_does_not_speak_of_a_past_day_as_ahead():
    page = plan(application(), "2025-08-20 12:00").explain(application()).splitlines()
    assert page[0].endswith("as of Wed 20 Aug 12:00 (America/New_York)")
    assert any(line.startswith("It stopped on ") for line in page)
    assert not any(line.startswith("It stops on ") for line in page)


def test_an_interview_in_a_zone_nobody_named_blocks_with_a_question():
    # an instant with an offset and no zone: the hour is known, the recipient's calendar is not
    known_instant = attrs.evolve(interview(), start=at("2025-06-05 14:00"), zone=None)
    planned_facts = application(interviews=[known_instant])
    code, line = told(planned_facts, "2025-06-05 17:30")
    assert code == "zone-unknown"
    assert "time zone" in line
    planned = plan(planned_facts, "2025-06-05 17:30")
    assert planned.follow_ups == ()
    assert "zone" in {question.code for question in planned.questions}
    lifted = attrs.evolve(planned_facts, employer=fk.Employer(name="Acme", zone="America/New_York"))
    assert plan(lifted, "2025-06-05 17:30").due


def test_where_nobody_can_be_reached_it_asks_for_an_address():
    mute = [attrs.evolve(person, addresses={}) for person in (PRIYA, SAM)]
    code, line = told(application(people=mute), "2025-06-05 17:30")
    assert code == "unreachable"
    assert "address" in line
    planned = plan(application(people=mute), "2025-06-05 17:30")
    assert {question.place for question in planned.questions} == {"people.priya.email", "people.sam.email"}


def test_who_refused_e_mail_is_not_reached_by_e_mail():
    refused = attrs.evolve(PRIYA, contact=fk.Contact(channels={"email": Consent.REFUSED}))
    facts = application(people=[refused], interviews=[interview(["priya"])])
    assert told(facts, "2025-06-05 17:30")[0] == "unreachable"
    planned = plan(facts, "2025-06-05 17:30")
    assert "Priya Raman does not want e" in planned.why("thank-you", facts)
    assert planned.questions == ()  # her address is known; asking for it would not help


def test_where_everybody_declined_it_says_so():
    parts = [fk.Interviewer(person=person, response=Response.DECLINED) for person in ("priya", "sam")]
    facts = application(interviews=[attrs.evolve(interview(), interviewers=parts)], people=[PRIYA, SAM])
    planned = plan(facts, "2025-06-05 17:30")
    assert not [one for one in planned.follow_ups if one.slot == "thank-you"]
    assert "declined" in planned.why("thank-you", facts)


def test_where_they_are_to_be_heard_from_first_it_names_the_promised_day():
    code, line = told(application(*THANKED, decision_by=LAST_WORD_BY), "2025-06-10 12:00")
    assert code == "promised-date-embargo"
    assert "Friday, June 13" in line
    assert "Tue 17 Jun 10:00" in line  # when it lifts


def test_where_all_check_ins_are_used_it_says_how_many_and_what_starts_the_count_anew():
    facts = application(*ASKED, sent("closing-note/1", "2025-07-07 10:00"), decision_by=LAST_WORD_BY)
    code, line = told(facts, "2025-07-08 12:00")
    assert code == "cap-used"
    assert "2 of 2" in line
    assert "word from them" in line


def test_where_the_candidate_stopped_it_says_so():
    facts = application(*THANKED, Stopped(at=at("2025-06-10 09:00")))
    code, line = told(facts, "2025-06-17 12:00")
    assert code == "stopped"
    assert "You stopped this one" in line


def test_where_they_asked_to_be_left_alone_nothing_goes_out():
    facts = application(AskedNotToContact(at=at("2025-06-06 09:00")))
    assert told(facts, "2025-06-17 12:00")[0] == "do-not-contact"
    instructed = fk.Employer(name="Acme", country="US", instructions=[Instruction.NO_CONTACT])
    assert told(application(employer=instructed), "2025-06-17 12:00")[0] == "do-not-contact"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (lambda: application(interviews=[]), "no-interview"),
        (
            lambda: application(interviews=[fk.Interview(id="panel", status=Status.AWAITING_CANDIDATE)]),
            "interview-being-arranged",
        ),
        (lambda: application(interviews=[fk.Interview(id="panel", start=date(2025, 6, 5))]), "interview-time-unknown"),
        (lambda: application(interviews=[attrs.evolve(interview(), status=Status.CANCELLED)]), "interview-off"),
    ],
    ids=["no interview", "being arranged", "hour unknown", "cancelled"],
)
def test_where_there_is_no_interview_to_count_from_it_says_what_is_missing(facts: Callable[[], fk.Application], code):
    assert told(facts(), "2025-06-05 17:30")[0] == code


def test_an_interview_without_an_hour_is_asked_about_and_never_taken_for_midnight():
    facts = application(interviews=[fk.Interview(id="panel", start=date(2025, 6, 5))])
    planned = plan(facts, "2025-06-05 17:30")
    assert [question.place for question in planned.questions] == ["interviews.panel.start"]
    assert planned.follow_ups == ()


def test_the_page_never_exceeds_25_lines_however_many_were_met():
    crowd = [attrs.evolve(SAM, id=f"p{n}", name=f"Person {n}") for n in range(40)]
    met = {hour: [one.id for one in crowd[5 * hour - 45 :][:5]] for hour in range(9, 17)}
    rounds = [interview(met[h], id=f"i{h}", start=f"2025-06-05 {h:02}:00", round=f"r{h}") for h in met]
    facts = application(people=crowd, interviews=rounds)
    page = plan(facts, "2025-06-06 09:00").explain(facts)
    assert len(page.splitlines()) <= 25
    assert "more" in page


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (Decided(at=at("2025-06-09 10:00"), to="withdraw"), "decided"),
        (AcceptedElsewhere(at=at("2025-06-09 10:00")), "accepted-elsewhere"),
    ],
    ids=["withdrew", "took another job"],
)
def test_after_the_last_note_it_speaks_of_the_decision_and_not_of_a_channel_nobody_installed(event, code):
    facts = application(*THANKED, event, sent("withdrawal/1", "2025-06-09 11:00"))
    assert told(facts, "2025-06-09 12:00")[0] == code


def test_what_somebody_dismissed_is_why_and_not_the_thanks_that_came_too_late():
    facts = application(Dismissed(at=at("2025-06-16 10:00"), follow_up="check-in"))
    assert told(facts, "2025-06-16 12:00")[0] == "dismissed"
