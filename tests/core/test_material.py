"""What was said with a person goes into their note and into nobody else's; what was never said goes into none."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit.events import Forgot, Misnamed, NeedsTime, Offered, Pledged, Replied
from tests.rulebook.dana import KIT, NEW_YORK, SAM, application, at, interview, one, sent

NEED = "fewer manual corrections at month end"
CHECKS = "At Northwind I wrote the checks that let finance close the month without a correction."
QUEUE = "At Northwind I moved invoicing from a nightly batch to a queue."
DOUBT = "no on-call experience"
NIGHTS = "I have kept my own service running for three years, nights included."


def met(**said: dict[str, Any]) -> fk.Interview:
    """Return the panel of Dana's story, with what was said with each person."""
    points = {"priya": "taking billing off the nightly cron", "sam": "on-call nights", "kim": "the test suite"}
    parts = [fk.Interviewer(person=id, talked_about=(points[id],), **more) for id, more in said.items()]
    return fk.Interview(id="panel", start=at("2025-06-05 14:00"), minutes=60, zone=NEW_YORK, interviewers=parts)


def told(**said: dict[str, Any]) -> fk.Application:
    return application(interviews=(met(**said),))


def note(facts: fk.Application, handle: str = "thank-you/priya", now: str = "2025-06-05 17:00") -> fk.Note:
    return KIT.write(one(KIT.plan(facts, now=at(now)), handle), facts)


def body(facts: fk.Application, handle: str = "thank-you/priya", now: str = "2025-06-05 17:00") -> str:
    return note(facts, handle, now).body


# A need, and a strength that answers it ------------------------------------------------------------------------------


def test_a_strength_answers_the_need_they_voiced():
    facts = told(priya={"needs": (NEED,), "strengths": (CHECKS,)}, sam={})

    text = f"You spoke of needing {NEED}. What I would bring to that: {CHECKS}"
    assert text in body(facts)
    fit = note(facts).part("fit")
    assert fit is not None
    assert fit.uses == ("need", "strength")


def test_a_strength_meant_for_one_person_is_told_to_nobody_else_and_the_others_are_dealt_out_as_before():
    facts = told(priya={"strengths": (CHECKS,)}, sam={})

    assert CHECKS in body(facts)
    assert CHECKS not in body(facts, "thank-you/sam")
    assert QUEUE in body(facts, "thank-you/sam")  # the first of the application goes to the first who has none


def test_a_strength_told_to_one_person_is_not_dealt_to_another():
    facts = told(priya={}, sam={"strengths": (QUEUE,)})

    assert QUEUE not in body(facts)
    assert QUEUE in body(facts, "thank-you/sam")


def test_two_people_with_the_same_strength_share_it_only_with_who_counts_most():
    facts = told(priya={"strengths": (CHECKS,)}, sam={"strengths": (CHECKS, NIGHTS)})

    assert CHECKS in body(facts)
    assert CHECKS not in body(facts, "thank-you/sam")
    assert NIGHTS in body(facts, "thank-you/sam")


def test_whoever_was_met_before_hears_of_the_next_strength():
    final = interview(["priya"], id="final", start="2025-06-09 14:00")
    facts = application(
        sent("thank-you/priya", "2025-06-05 17:00"), interviews=(interview(["priya"]), final), strengths=(QUEUE, CHECKS)
    )

    assert CHECKS in body(facts, "thank-you/priya/final", "2025-06-09 17:00")


def test_a_need_without_a_strength_is_left_out():
    facts = application(interviews=(met(priya={"needs": (NEED,)}, sam={}),), strengths=())

    assert NEED not in body(facts)


def test_what_one_person_needs_is_not_told_to_who_passes_the_thanks_on():
    cora = fk.Person(id="cora", name="Cora Bell", role="coordinator", addresses={"email": "cora@acme.example"})
    facts = application(
        people=(fk.Person(id="priya", name="Priya Raman"), SAM, cora),
        interviews=(met(priya={"needs": (NEED,), "concerns": (DOUBT,), "reassurances": (NIGHTS,)}, sam={}),),
    )
    passed_on = body(facts)

    assert "Priya Raman" in passed_on
    for unsaid in (NEED, DOUBT, NIGHTS):
        assert unsaid not in passed_on


# A doubt, settled ----------------------------------------------------------------------------------------------------


def test_a_doubt_is_settled_by_the_sentence_of_the_same_place():
    facts = told(priya={}, sam={"concerns": (DOUBT, "the long commute"), "reassurances": (NIGHTS, "I am moving.")})
    written = body(facts, "thank-you/sam")

    assert f"({DOUBT}), I can add this. {NIGHTS}" in written
    assert "commute" not in written  # one doubt is enough (NC-07)
    assert DOUBT not in body(facts)


def test_of_two_meetings_on_one_day_the_doubt_that_can_be_settled_is():
    first, second = (
        fk.Interviewer(person="sam", talked_about=("on-call nights",), concerns=("the long commute",)),
        fk.Interviewer(person="sam", concerns=(DOUBT,), reassurances=(NIGHTS,)),
    )
    meetings = [
        fk.Interview(id=id, start=at(f"2025-06-05 {hour}:00"), minutes=60, zone=NEW_YORK, interviewers=(part,))
        for id, hour, part in (("a", 13, first), ("b", 14, second))
    ]
    written = body(application(interviews=meetings), "thank-you/sam")

    assert DOUBT in written
    assert "commute" not in written


def test_a_doubt_waits_where_something_that_came_to_mind_is_told():
    doubting = met(priya={"concerns": (DOUBT,), "reassurances": (NIGHTS,)}, sam={})
    written = body(application(FORGOT, interviews=(doubting,)))

    assert FORGOT.what in written
    assert NIGHTS not in written  # one of the two is enough (NC-07)


def test_a_doubt_that_nothing_settles_stays_out_of_the_note():
    assert DOUBT not in body(told(priya={"concerns": (DOUBT,)}, sam={}))


@pytest.mark.parametrize("rank", range(7))
def test_no_phrasing_of_a_settled_doubt_apologises_or_takes_more_than_two_sentences(rank):
    facts = told(priya={"concerns": (DOUBT,), "reassurances": (NIGHTS,)}, sam={})
    planned = one(KIT.plan(facts, now=at("2025-06-05 17:00")), "thank-you/priya")
    said = KIT.write(attrs.evolve(planned, rank=rank), facts).part("reassurance")

    assert said is not None
    assert said.text.count(".") <= 2
    assert "sorry" not in said.text.lower()


# A next contact, promised --------------------------------------------------------------------------------------------

PLEDGE = Pledged(at=at("2025-06-05 15:00"), on=date(2025, 6, 11), what="the figures on queue depth", to="priya")
SAID = "the figures on queue depth from me on Wednesday, June 11."


def test_plan_and_note_name_the_same_promise_and_the_same_day():
    facts = application(PLEDGE)
    plan = KIT.plan(facts, now=at("2025-06-05 17:00"))

    assert SAID in body(facts)
    assert one(plan, "promise/1").window.target.date() == date(2025, 6, 11)
    assert one(plan, "promise/1").recipient == "priya"


def test_what_was_promised_to_one_person_is_said_to_nobody_else():
    assert "June 11" not in body(application(PLEDGE), "thank-you/sam")


def test_a_kept_promise_is_not_made_again():
    facts = application(PLEDGE, sent("promise/1", "2025-06-05 16:00"))

    assert "queue depth" not in body(facts)
    assert KIT.plan(facts, now=at("2025-06-05 17:00")).follow_up("promise/1") is None


def test_a_promise_whose_day_is_past_is_not_made_again():
    late = "2025-06-12 09:00"  # a week is not over, so the thanks may still go

    assert "queue depth" not in body(application(PLEDGE), now=late)
    assert one(KIT.plan(application(PLEDGE), now=at(late)), "promise/1").state is fk.State.LATE


def test_a_promise_of_an_earlier_round_is_not_said_in_the_note_after_the_next():
    final = interview(["priya"], id="final", start="2025-06-09 14:00")
    facts = application(
        PLEDGE,
        sent("thank-you/priya", "2025-06-05 17:00"),
        interviews=(interview(), final),
        people=application().people,
    )

    assert "queue depth" not in body(facts, "thank-you/priya/final", "2025-06-09 17:00")


def test_a_promise_without_a_thing_still_has_its_day():
    bare = Pledged(at=at("2025-06-05 15:00"), on=date(2025, 6, 11), to="priya")

    assert "You will have word from me on Wednesday, June 11." in body(application(bare))


# When everything is known, something gives way -----------------------------------------------------------------------

FORGOT = Forgot(
    at=at("2025-06-05 15:30"),
    what="I have led two migrations of this size, each of them with the team that had to live with the result, and "
    "neither of them lost an invoice or a night of sleep",
    to="priya",
)


def test_the_offer_gives_way_first_and_what_came_to_mind_or_was_promised_never():
    long = CHECKS.replace(
        ".",
        ", on holidays and over the turn of the year, for six teams in three countries, in two currencies and four "
        "languages, and without one question in all that time that took a second person to answer it.",
    )
    everything = {"needs": (NEED,), "strengths": (long,)}
    facts = application(PLEDGE, FORGOT, interviews=(met(priya=everything, sam={}),))
    written = note(facts)

    assert len(written.body.split()) <= 180
    assert written.part("offer") is None
    for kept in ("thanks", "key_point", "fit", "forgot", "interest", "pledge"):
        assert written.part(kept) is not None
    assert note(application(PLEDGE)).part("offer") is not None


# What was weak ------------------------------------------------------------------------------------------------------

OFFERED = Offered(at=at("2025-06-10 10:00"), by="priya", respond_by=date(2025, 6, 18))
LONGER = NeedsTime(at=at("2025-06-11 10:00"))


def test_more_time_is_as_much_as_the_rules_say_after_their_day():
    # June 19 is a holiday: 20, 23, 24, 25, 26 are five working days after the 18th, and 20, 23, 24 three.
    facts = application(OFFERED, LONGER, sent("offer/1", "2025-06-10 12:00"))
    shorter = fk.Kit(set={"more-time.ask-for": "3 business days"})
    planned = one(shorter.plan(facts, now=at("2025-06-11 10:30")), "more-time/1")

    assert "Could I give you my answer by Thursday, June 26?" in body(facts, "more-time/1", "2025-06-11 10:30")
    assert "by Tuesday, June 24?" in shorter.write(planned, facts).body


def test_more_time_without_a_day_of_theirs_is_a_number_of_days():
    facts = application(attrs.evolve(OFFERED, respond_by=None), LONGER, sent("offer/1", "2025-06-10 12:00"))

    assert "Could I have 5 business days for my answer?" in body(facts, "more-time/1", "2025-06-11 10:30")


def test_ones_own_day_is_asked_for_before_any_rule():
    own = attrs.evolve(LONGER, until=date(2025, 6, 20))
    facts = application(OFFERED, own, sent("offer/1", "2025-06-10 12:00"))

    assert "by Friday, June 20?" in body(facts, "more-time/1", "2025-06-11 10:30")


@pytest.mark.parametrize("what", ["Raman", "Acme & Sons."])
def test_a_correction_says_the_name_as_it_should_have_been(what):
    facts = application(
        sent("thank-you/priya", "2025-06-05 17:00"), Misnamed(at=at("2025-06-05 17:20"), person="priya", what=what)
    )
    written = body(facts, "correction/1", "2025-06-05 17:40")

    assert f"a name wrong in it, which should have been {what}, and I am sorry for the slip" in written


def test_a_check_in_after_they_wrote_gives_thanks_once():
    # Nobody thanked Priya within the week, so the check-in does; that they wrote is named, and not thanked for again.
    hold = Replied(at=at("2025-06-06 10:00"), by="priya", reply="on hold")
    acknowledged = sent("acknowledgement/1", "2025-06-06 12:00", to="priya")
    facts = application(hold, acknowledged)
    written = body(facts, "check-in/1", "2025-07-14 11:00")

    assert written.startswith("First, thank you for your time. I am coming back to your message of Friday, June 6,")
    assert written.lower().count("thank") == 1
