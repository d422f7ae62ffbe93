"""Every rule that asks for a note gets one, from the facts to a message; and each says what it is for and no more."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit import events as e
from followkit._core.narrowing import kinds
from tests.builtin.stories import (
    ASSIGNED,
    CASTS,
    CROWD,
    KIT,
    MISSED,
    NO_SHOW,
    NOTES,
    OFFERED,
    PRIYA,
    REFERENCE,
    REJECTED,
    SAM,
    STORIES,
    at,
    by_mail,
    decided,
    least,
    meeting,
    planned,
    rich,
    thanked,
)
from tests.core.letters import english

# All of them ----------------------------------------------------------------------------------------------------------


def test_every_rule_that_asks_for_a_note_has_a_story():
    assert set(NOTES) == set(STORIES)


UNRULED = ("late", "via", "joint")  # chosen while a note is planned or written, or by a rule that is off at first


def test_no_words_are_there_that_no_rule_asks_for():
    asked = {(rule.note, rule.variant) for rule in NOTES.values()} | {("thank-you", one) for one in UNRULED}
    written = {(kind, variant) for kind, variants in kinds(english()).items() for variant in (None, *variants)}

    assert asked <= written
    assert written - asked <= {(kind, None) for kind, _ in asked}


@pytest.mark.parametrize("cast", CASTS)
@pytest.mark.parametrize("rule", STORIES)
def test_every_note_can_be_sent_as_it_is_written(rule, cast):
    facts = CASTS[cast](STORIES[rule])
    follow_up = planned(rule, facts)
    note = KIT.write(follow_up, facts)

    assert not follow_up.needs
    assert len(note.subject) <= 50
    assert "\n" not in note.subject
    assert not re.search(r"…|  |\.\.| [,.;?]|[{}]|None|Undefined", note.text)
    assert re.search("Backend Engineer", note.text) or note.kind in {"correction", "promise-kept", "requested-material"}
    assert KIT.compose(note, follow_up, facts).body
    if follow_up.channel != "phone":
        limits = english().tables["limits"]
        fewest, most = limits.get(f"{follow_up.note}-{follow_up.variant}") or limits[follow_up.note]
        assert fewest <= len(note.body.split()) <= most


@pytest.mark.parametrize("rule", [id for id, rule in NOTES.items() if rule.channels[0] == "spoken"])
def test_a_note_that_is_best_said_on_the_phone_is_a_script_with_a_voicemail(rule):
    facts = rich(STORIES[rule])
    follow_up = planned(rule, facts)
    call = KIT.compose(KIT.write(follow_up, facts), follow_up, facts)

    assert follow_up.channel == "phone"
    assert call.extra["voicemail"].count("Dana Kim") == 2


def test_no_rule_may_go_by_phone_whose_note_has_no_words_for_a_call():
    """``as-received`` may be the phone as well."""
    called = {rule.note for rule in NOTES.values() if {"spoken", "as-received", "as-invited"} & set(rule.channels)}

    assert [kind for kind in sorted(called) if "spoken" not in english().tables[kind].get("classes", {})] == []


# What the notes say ---------------------------------------------------------------------------------------------------


def said(rule: str, *events: e.Event, cast: Any = by_mail, **changes: Any) -> str:
    """Return the words of a rule's note, when *events* happened instead, if any."""
    facts = attrs.evolve(cast(attrs.evolve(STORIES[rule], events=events or STORIES[rule].events)), **changes)
    plan = KIT.plan(facts, now=at(STORIES[rule].now))
    found = next(one for one in plan.follow_ups if one.rule == rule)
    return KIT.write(found, facts).text


def voicemail(rule: str) -> str:
    facts = rich(STORIES[rule])
    note = KIT.write(planned(rule, facts), facts)
    return " ".join(part.text for part in note.extra["voicemail"])


def test_nobody_is_thanked_for_a_conversation_that_was_still_to_come():
    assert "thank you for the conversation on Thursday, June 5" in said("withdrawal")
    assert "conversation" not in said("withdrawal-before-an-interview")


def test_a_note_about_an_event_may_name_the_day_of_an_interview_that_was_over_and_of_no_other():
    text = 'withdrawal.wish = ["It was on {{ day|date }}.", "It has not been yet."]'
    house = fk.Kit(add=[fk.Language(tag="en", overrides=True, text=text)])
    wishes = []
    for rule in ("withdrawal", "withdrawal-before-an-interview"):
        facts = by_mail(STORIES[rule])
        follow_up = house.plan(facts, now=at(STORIES[rule].now)).follow_ups[0]
        wishes += [house.write(follow_up, facts).part("wish")]

    assert [wish and wish.text for wish in wishes] == ["It was on Thursday, June 5.", "It has not been yet."]


def test_nobody_is_invited_on_linkedin_after_a_conversation_that_never_was():
    before = attrs.evolve(STORIES["linkedin-invitation"], events=(attrs.evolve(REJECTED, at=at("06-05 10:00"), id=""),))
    plan = KIT.plan(by_mail(before), now=at(before.now))

    assert "talking with me" in said("linkedin-invitation")
    assert not [one for one in plan.follow_ups if one.slot == "linkedin"]


def test_only_the_first_choice_is_called_so():
    assert "is my first choice" in said("competing-offer")
    assert "I am still very interested" in said("competing-offer", first_choice=False)
    assert "first choice" not in said("competing-offer", first_choice=False)


@pytest.mark.parametrize("rule", ["competing-offer", "competing-offer-reminder"])
def test_another_offer_is_told_with_its_day_and_without_an_ultimatum(rule):
    text = said(rule)

    assert "Friday, June 20" in text
    assert "I understand" in text
    assert not re.search(r"must|unless|otherwise|withdraw|accept|salary|\$", text)


def test_thanks_for_an_offer_are_no_yes():
    text = said("offer-acknowledgement")

    assert "my answer by Wednesday, June 18" in text
    assert not re.search("accept|look forward|join|start", text)
    assert "By when would you like to have my answer?" in said(
        "offer-acknowledgement", attrs.evolve(OFFERED, respond_by=None)
    )


def test_more_time_is_asked_for_with_a_day_where_there_is_one():
    assert "by Wednesday, June 25?" in said("more-time")
    assert "by Thursday, June 26?" in said("more-time", cast=least)  # the 19th is a holiday
    assert said("more-time").index("very glad") < said("more-time").index("Could")


def test_a_no_is_clear_and_not_left_on_a_voicemail():
    assert "I have decided not to accept it." in said("decline")
    assert not re.search("accept|declin|not ", voicemail("decline").replace("would rather", ""))
    assert "call me back" in voicemail("decline")


@pytest.mark.parametrize("rule", ["own-delay", "own-delay-in-writing", "decline-after-accepting", "correction"])
def test_an_apology_is_made_once(rule):
    assert len(re.findall("sorry|apolog|forgive", said(rule))) == 1


def test_who_was_late_says_by_how_much_and_who_missed_it_asks_for_another_time():
    assert "12 minutes late" in said("own-delay", MISSED)
    assert "another time" not in said("own-delay", MISSED)
    assert "12 minutes late" in said("own-delay-in-writing")
    assert "another time" in said("own-delay")


@pytest.mark.parametrize("rule", ["no-show", "cancelled", "reschedule-request", "own-delay", "no-show-reminder"])
def test_times_are_asked_for_and_never_invented(rule):
    for text in (said(rule), said(rule, cast=least)):
        assert re.search("two or three|which days", text)
        assert not re.search(r"\d:\d|morning|afternoon|next week", text)
        assert re.findall(r"June \d+", text) in ([], ["June 5"])


def test_the_day_of_an_interview_is_the_day_it_had_been_moved_to():
    moved = e.Rescheduled(at=at("06-03 10:00"), interview="panel", start=at("06-05 09:00"), by="priya")
    later = attrs.evolve(moved, at=at("06-03 11:00"), id="", start=at("06-04 16:00"))
    missed = attrs.evolve(NO_SHOW, at=at("06-05 09:15"), id="")

    assert "Thursday, June 5," in said("no-show", moved, missed)
    assert "Wednesday, June 4," in said("no-show", moved, later, missed)


def test_a_new_time_is_confirmed_by_its_day_and_hour():
    assert "Thursday, June 12, at 2:00 PM" in said("rescheduled")


def test_what_was_said_once_is_not_said_again_in_the_same_words():
    for first, second in [
        ("no-show", "no-show-reminder"),
        ("acceptance", "acceptance-in-writing"),
        ("decline", "decline-in-writing"),
        ("keep-in-touch", "keep-in-touch-again"),
        ("competing-offer", "competing-offer-reminder"),
    ]:
        assert said(first) != said(second)


def test_a_task_without_a_day_is_asked_for_one():
    assert "You will have my work by Friday, June 13." in said("assignment-acknowledgement")
    assert "By when" in said("assignment-acknowledgement", attrs.evolve(ASSIGNED, due=None))


def test_what_is_handed_in_comes_with_the_question_of_the_timeline():
    assert "timeline" in said("submission")


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (REJECTED, "They have decided against me this time."),
        (e.Accepted(at=at("06-10 10:00")), "I have accepted the job."),
        (e.Withdrew(at=at("06-10 10:00")), "I have withdrawn from it in the end."),
        (e.AcceptedElsewhere(at=at("06-10 10:00")), "I have taken another job in the end."),
        (decided("decline", "06-10 10:00"), "Acme.\n\nIf I can"),  # nobody hears it before the employer does
    ],
)
def test_a_reference_hears_how_it_ended(ended, told):
    before = [event for event in STORIES["reference-thanks"].events if event is not REJECTED]

    assert told in said("reference-thanks", *before, ended)


def test_the_recruiter_hears_what_was_talked_about_and_what_was_doubted():
    text = said("recruiter-debrief")

    assert "Priya Raman talked about taking billing off the nightly cron, and Sam Ode about the on-call rota." in text
    assert "no on-call work" in text


def test_a_lead_is_thanked_and_the_others_are_named():
    text = said("thank-you-panel-lead")

    assert "Dear Priya Raman," in text
    assert "pass my thanks on to Sam Ode" in text
    assert "what you said about taking billing off the nightly cron" in text
    assert "rota" not in text


def test_a_host_is_told_everybody_by_name():
    assert "Jo A, Jo B, Jo C, Jo D, Jo E, Jo F, Jo G and Jo H" in said("thank-you-to-host")


# What the plan says of them -------------------------------------------------------------------------------------------


def explained(rule: str, *events: e.Event) -> str:
    facts = by_mail(attrs.evolve(STORIES[rule], events=(*STORIES[rule].events, *events)))
    return KIT.plan(facts, now=at(STORIES[rule].now)).explain(facts)


def test_an_offer_leaves_the_candidate_to_decide():
    page = explained("offer-acknowledgement")

    assert "It is your turn now: decide on the offer" in page
    assert "It has stopped" not in page


@pytest.mark.parametrize("rule", ["rejection-reply", "decline", "withdrawal"])
def test_what_is_over_and_still_to_be_answered_ends_with_that(rule):
    page = explained(rule)

    assert "It ends with what stands above" in page
    assert "It has stopped" not in page


def test_what_is_over_and_answered_has_stopped():
    page = explained("withdrawal", e.Stopped(at=at("06-11 10:05")))

    assert "It has stopped: nothing more will be suggested here" in page


def test_whom_no_note_goes_to_is_told_by_what_it_would_have_been():
    unreachable = attrs.evolve(REFERENCE, addresses={})
    facts = by_mail(attrs.evolve(STORIES["reference-notice"], people=(PRIYA, SAM, unreachable)))

    assert "No notice to Jo Lee: There is no way" in KIT.plan(facts, now=at("06-06 10:05")).explain(facts)


def test_a_card_that_nobody_gave_an_address_for_is_no_line_in_the_plan():
    facts = by_mail(STORIES["card"])
    people = [attrs.evolve(one, addresses={"email": one.addresses["email"]}) for one in facts.people]
    facts = attrs.evolve(facts, people=people)
    page = KIT.plan(facts, now=at("06-05 17:30"))

    assert "card" not in page.explain(facts)
    assert "Priya Raman has no postal address here." in page.why("card", facts)


# What came to mind afterwards -----------------------------------------------------------------------------------------

BEFORE = "I have run a migration of this size before."


def thanks_to(id: str, *events: e.Event, **changes: Any) -> str:
    facts = by_mail(attrs.evolve(STORIES["thank-you"], events=events, **changes))
    follow_up = KIT.plan(facts, now=at("06-05 15:30")).follow_up(f"thank-you/{id}")
    assert follow_up is not None
    return KIT.write(follow_up, facts).text


def test_what_was_forgotten_is_told_to_one_person_once():
    to_sam = e.Forgot(at=at("06-05 15:20"), what=BEFORE, to="sam")
    to_anybody = attrs.evolve(to_sam, to=None, id="")

    assert BEFORE in thanks_to("sam", to_sam)
    assert BEFORE not in thanks_to("priya", to_sam)
    assert BEFORE in thanks_to("priya", to_anybody)
    assert BEFORE not in thanks_to("sam", to_anybody)


def test_a_better_answer_is_given_without_apology_or_a_word_on_the_first_one():
    text = thanks_to("sam", e.Forgot(at=at("06-05 15:20"), what=BEFORE, to="sam", answers=True))

    assert f"I have thought further about one of your questions. {BEFORE}" in text or f"fuller answer. {BEFORE}" in text
    assert not re.search("sorry|apolog|wrong|mistake|unclear|badly|should have", text)


def test_what_was_forgotten_at_one_round_is_not_told_after_the_next():
    forgot = e.Forgot(at=at("06-05 15:20"), what=BEFORE, to="priya")

    assert BEFORE not in said("thank-you-again", *thanked(), forgot)
    assert BEFORE in said("thank-you-again", *thanked(), attrs.evolve(forgot, at=at("06-10 15:02"), id=""))


def test_short_thanks_the_same_evening_say_what_was_forgotten_too():
    assert BEFORE in said("thank-you-tonight", e.Forgot(at=at("06-05 15:02"), what=BEFORE, to="priya"))


# Colleagues compare their notes ---------------------------------------------------------------------------------------


def panel(rule: str, *events: e.Event, **changes: Any) -> list[fk.Note]:
    """Return the notes to seven people who sat together."""
    told = attrs.evolve(STORIES[rule], people=CROWD[:7], interviews=(meeting(*"abcdefg"),), events=events)
    facts = attrs.evolve(by_mail(told), **changes)
    plan = KIT.plan(facts, now=at(told.now))
    return [KIT.write(one, facts) for one in plan.follow_ups if one.rule == rule]


@pytest.mark.parametrize(
    ("rule", "events"),
    [
        ("thank-you", []),
        ("card", thanked(*"abcdefg")),
        ("linkedin-invitation", [attrs.evolve(REJECTED, by="a", id="")]),
    ],
)
def test_no_two_people_of_a_panel_read_the_same(rule, events):
    notes = panel(rule, *events)

    assert len(notes) == 7
    assert len({re.sub("plan [A-G]", "", note.body) for note in notes}) == 7


LONG = "Registered Nurse, Intensive Care"


@pytest.mark.parametrize("rule", STORIES)
def test_a_subject_is_shown_in_full_on_a_phone(rule):
    facts = attrs.evolve(by_mail(STORIES[rule]), position=LONG)

    assert len(KIT.write(planned(rule, facts), facts).subject) <= 50


@pytest.mark.parametrize("position", ["Baker", LONG])
@pytest.mark.parametrize("name", ["Bo Li", "Maximiliane Hohenberg-Lindqvist"])
def test_an_invitation_fits_into_what_linkedin_takes(position, name):
    people = [attrs.evolve(one, name=name) for one in CROWD[:7]]
    notes = panel("linkedin-invitation", attrs.evolve(REJECTED, by="a", id=""), people=people, position=position)

    assert len(notes) == 7
    assert all(len(note.text.strip()) <= 200 for note in notes)
