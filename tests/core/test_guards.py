"""Guards stop or delay; all are asked; one that fails stops; no setting overrules a verdict."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.guards import Proposal
from followkit._core.records import CLEAR
from followkit._core.vocabulary import Consent, ContactClass, Direct, Instruction, ReplyKind
from followkit.events import AskedNotToContact, Promised, Replied, Sent
from tests.rulebook.dana import LAST_WORD_BY, PRIYA, application, at, handles, interview, one, plan, refusals

NOON = "2025-06-05 17:30"
ONE_TO_ONE: dict[str, Any] = {"interviews": [interview(["priya"])], "people": [PRIYA]}


def guarded(*guards: fk.Guard, facts: fk.Application | None = None, now: str = NOON) -> fk.Plan:
    return plan(facts or application(**ONE_TO_ONE), now, fk.Kit(add=guards))


# Guards of plugins --------------------------------------------------------------------------------------------------


def test_a_guard_that_says_no_is_heard_and_named():
    planned = guarded(fk.Guard(name="mondays-only", judge=lambda proposal: fk.Verdict(veto=True)))
    assert planned.follow_ups == ()
    assert {reason.parameters.get("guard") for d in planned.decisions for reason in d.reasons if not d.yes} >= {
        "mondays-only"
    }


def broken(proposal: Proposal) -> fk.Verdict:
    raise ZeroDivisionError("priya@acme.example")


@pytest.mark.parametrize(
    "judge", [broken, lambda proposal: None, lambda proposal: True], ids=["raises", "None", "True"]
)
def test_a_guard_that_fails_stops_every_contact_and_is_named(judge):
    # law 11; and what it said stays out of the plan (law 10)
    planned = guarded(fk.Guard(name="fickle", judge=judge))
    assert planned.follow_ups == ()
    [failed] = {repr(r.parameters["guard"]) for d in planned.decisions for r in d.reasons if r.code == "guard-failed"}
    assert failed == "'fickle'"
    assert "priya@acme.example" not in repr(planned)
    assert planned.because.code == "guard-failed"
    assert "fickle" in planned.explain(application(**ONE_TO_ONE))


def test_of_several_objections_the_strongest_is_named_first():
    weak = fk.Guard(
        name="weak",
        strength=1,
        judge=lambda p: fk.Verdict(veto=True, reason=fk.Reason(code="guard-vetoed", parameters={"guard": "weak"})),
    )
    strong = attrs.evolve(
        weak,
        name="strong",
        strength=99,
        judge=lambda p: fk.Verdict(veto=True, reason=fk.Reason(code="guard-vetoed", parameters={"guard": "strong"})),
    )
    [said] = [d.reasons for d in guarded(weak, strong).decisions if d.rule == "thank-you"]
    assert [reason.parameters["guard"] for reason in said] == ["strong", "weak"]


def not_before(moment: datetime, name: str = "patience") -> fk.Guard:
    reason = fk.Reason(code="out-of-office", parameters={"person": "priya", "day": moment.date()})
    return fk.Guard(name=name, judge=lambda proposal: fk.Verdict(not_before=moment, reason=reason))


def test_a_guard_that_asks_for_patience_moves_the_note_and_the_moment_is_asked_about_again():
    # not before Sat 7 June: rolled to Monday's opening
    planned = guarded(not_before(at("2025-06-07 12:00")))
    thanks = one(planned, "thank-you/priya")
    assert (thanks.window.earliest, thanks.window.target) == (at("2025-06-07 12:00"), at("2025-06-09 08:30"))
    assert thanks.reasons[0].code == "out-of-office"


def test_of_two_guards_that_ask_for_patience_the_later_moment_counts():
    planned = guarded(not_before(at("2025-06-09 12:00"), "longer"), not_before(at("2025-06-06 12:00"), "shorter"))
    assert one(planned, "thank-you/priya").window.target == at("2025-06-09 12:00")


def test_a_guard_that_is_never_content_drops_the_contact_and_ends():
    restless = fk.Guard(
        name="restless",
        judge=lambda p: fk.Verdict(not_before=p.moment + timedelta(minutes=1), reason=fk.Reason(code="cooldown")),
    )
    planned = guarded(restless)
    assert planned.follow_ups == ()
    assert "never-settles" in refusals(planned, "thank-you")


def test_patience_beyond_the_end_of_the_window_drops_the_contact():
    planned = guarded(not_before(at("2025-06-12 15:00")))  # expires Thu 12 June 15:00
    assert planned.follow_up("thank-you/priya") is None
    assert "no-open-moment" in refusals(planned, "thank-you")


def test_a_plugin_may_replace_a_guard_only_by_saying_so():
    with pytest.raises(fk.errors.PluginError, match="caps"):
        fk.Kit(add=[fk.Guard(name="caps", judge=lambda proposal: CLEAR)])
    fk.Kit(add=[fk.Guard(name="caps", judge=lambda proposal: CLEAR, overrides=True)])


# Do not contact -----------------------------------------------------------------------------------------------------


def test_who_asked_to_be_left_alone_gets_nothing_but_the_answer_to_a_question():
    # domain section 9.6: nothing passes do-not-contact except answering a direct question and withdrawing
    alone = AskedNotToContact(at=at("2025-06-06 09:00"), person="priya")
    facts = application(alone, **ONE_TO_ONE)
    assert plan(facts, "2025-06-17 12:00").follow_ups == ()
    never = application(**{**ONE_TO_ONE, "people": [attrs.evolve(PRIYA, contact=fk.Contact(direct=Direct.NEVER))]})
    assert plan(never, "2025-06-05 17:30").follow_ups == ()


def test_a_reply_that_asks_nothing_is_not_thanked_for_once_they_asked_to_be_left_alone():
    alone = AskedNotToContact(at=at("2025-06-06 09:00"))
    told = Replied(at=at("2025-06-10 09:00"), by="priya", reply=ReplyKind.STILL_DECIDING)
    assert plan(application(alone, told, **ONE_TO_ONE), "2025-06-10 12:00").follow_ups == ()


def test_one_colleagues_wish_does_not_bind_another():
    alone = AskedNotToContact(at=at("2025-06-05 15:30"), person="sam")
    assert handles(plan(application(alone), NOON).due) == ["thank-you/priya"]


# Calls --------------------------------------------------------------------------------------------------------------

CALLABLE = attrs.evolve(
    PRIYA, addresses={"phone": "+1 212 555 0199"}, contact=fk.Contact(channels={"phone": Consent.INVITED})
)
BY_PHONE = fk.Policy(name="callers", text='extends = "us"\n[rules.thank-you]\nchannels = ["spoken"]\n')


def called(now: str, *, start: str = "2025-06-05 14:00", policy: fk.Policy = BY_PHONE, **more: Any) -> fk.Plan:
    facts = application(**{"interviews": [interview(["priya"], start=start)], "people": [CALLABLE], **more})
    return plan(facts, now, fk.Kit("callers", add=[policy]))


def test_a_call_keeps_to_calling_hours():
    # ends 15:00; target 17:00 is past 16:30; the last quarter hour, 16:15, is not before 16:00
    assert one(called("2025-06-05 15:30"), "thank-you/priya").window.target == at("2025-06-05 16:15")


def test_a_call_needs_the_callers_hours_as_well():
    # Dana is in London: 09:30 to 16:30 there is 04:30 to 11:30 in New York; both are open from 09:30 to 11:30
    abroad = fk.Candidate(name="Dana Kim", zone="Europe/London", addresses={"email": "dana@example.org"})
    assert one(called("2025-06-05 15:30", me=abroad), "thank-you/priya").window.target == at("2025-06-06 09:30")


def test_a_note_does_not_care_where_the_candidate_is():
    abroad = fk.Candidate(name="Dana Kim", zone="Pacific/Auckland", addresses={"email": "dana@example.org"})
    facts = application(me=abroad, **ONE_TO_ONE)
    assert one(plan(facts, NOON), "thank-you/priya").window.target == at("2025-06-05 17:00")


def test_hard_hours_bind_a_call_even_where_a_rule_lifts_the_soft_ones():
    # ends Thu 19:30, decision that night: the target, 20:30, is past 20:00; the last quarter hour, 19:45, is before
    # earliest, 20:00; so the next day from 08:00
    text = BY_PHONE.text + '[rules.thank-you-tonight]\nchannels = ["spoken"]\n'
    planned = called(
        "2025-06-05 19:31",
        start="2025-06-05 18:30",
        policy=attrs.evolve(BY_PHONE, text=text),
        decision_by=date(2025, 6, 5),
    )
    thanks = one(planned, "thank-you/priya")
    assert (thanks.rule, thanks.channel) == ("thank-you-tonight", "phone")
    assert thanks.window.target == at("2025-06-06 08:00")


def test_nobody_is_called_uninvited_or_where_calls_are_unwelcome():
    uninvited = attrs.evolve(CALLABLE, contact=fk.Contact())
    assert "channel-not-invited" in refusals(called("2025-06-05 15:30", people=[uninvited]), "thank-you")
    unwelcome = fk.Employer(name="Acme", country="US", instructions=[Instruction.NO_CALLS])
    assert "no-calls" in refusals(called("2025-06-05 15:30", employer=unwelcome), "thank-you")


# What they judge ----------------------------------------------------------------------------------------------------


def test_cooldown_and_embargo_bind_questions_alone():
    own = Sent(at=at("2025-06-05 15:30"), to="sam", contact=ContactClass.STATUS)
    promised = Promised(at=at("2025-06-05 15:00"), decision_by=LAST_WORD_BY)
    due = plan(application(own, promised), NOON).due
    assert [(one.contact, one.window.target) for one in due] == [
        (ContactClass.COURTESY, at("2025-06-05 17:00")),
        (ContactClass.COURTESY, at("2025-06-05 17:05")),
    ]


def test_a_question_asked_before_the_interview_keeps_the_next_five_open_days_away_and_then_delays_nothing():
    # promised for Fri 6 June: the check-in is due Tue 10. The last five open days then are 4, 5, 6, 9, 10.
    long_ago, too_close = first_check_in(asked_on="2025-06-03"), first_check_in(asked_on="2025-06-04")
    assert long_ago.window.target == at("2025-06-10 10:00")
    assert too_close.window.target.date() == date(2025, 6, 11)
    assert too_close.reasons[0].code == "cooldown"


def first_check_in(*, asked_on: str) -> fk.FollowUp:
    own = Sent(at=at(f"{asked_on} 11:00"), to="sam", contact=ContactClass.STATUS)
    planned = plan(application(own, decision_by=date(2025, 6, 6)), NOON)
    [first] = [one for one in planned.follow_ups if one.rule == "check-in-after-date"]
    return first
