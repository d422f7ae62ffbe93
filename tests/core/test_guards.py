"""Guards stop or delay; all are asked; one that fails stops; no setting overrules a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.decisions import Subject
from followkit._core.guards import GUARDS, Proposal, judge
from followkit._core.hours import Hours, always, open_from
from followkit._core.records import CLEAR
from followkit._core.situation import situation_of
from followkit._core.timing import Place
from followkit._core.vocabulary import Consent, ContactClass, Direct, Instruction, ReplyKind, Role, Unwelcome
from followkit.events import (
    AskedNotToContact,
    Assigned,
    Called,
    Dismissed,
    OutOfOffice,
    Promised,
    Rejected,
    Replied,
    Requested,
    Sent,
    Snoozed,
    Stopped,
)
from tests.rulebook.dana import (
    LAST_WORD_BY,
    PRIYA,
    REX,
    SAM,
    application,
    at,
    handles,
    interview,
    one,
    plan,
    refusals,
)

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


# Each guard, asked alone --------------------------------------------------------------------------------------------

# What is judged: the check-in with Priya, proposed for Mon 16 June 10:00 in New York, or her thank-you
STATUS, COURTESY, REPLY, NOTICE = (ContactClass(name) for name in ("status", "courtesy", "reply", "notice"))


@cache
def proposed(slot: str) -> Proposal:
    seen: list[Proposal] = []

    def look_on(proposal: Proposal) -> fk.Verdict:
        seen.append(proposal)
        return CLEAR

    guarded(fk.Guard(name="onlooker", judge=look_on))
    return next(proposal for proposal in seen if proposal.rule.slot == slot)


def given(
    *events: fk.events.Event,
    slot: str = "check-in",
    contact: ContactClass | None = None,
    elsewhere: Iterable[Sent] = (),
    facts: dict[str, Any] | None = None,
    limits: dict[str, Any] | None = None,
    spoken: bool = False,
    **changes: Any,
) -> Proposal:
    plain = proposed(slot)
    told = application(*events, **{**ONE_TO_ONE, "people": [PRIYA, SAM], **(facts or {})})
    return attrs.evolve(
        plain,
        situation=situation_of(told, plain.situation.calendars, plain.situation.customs, elsewhere),
        rule=attrs.evolve(plain.rule, contact=contact or plain.rule.contact),
        limits=attrs.evolve(plain.limits, **(limits or {})),
        channel=attrs.evolve(plain.channel, classes=("spoken",)) if spoken else plain.channel,
        **changes,
    )


def asked(guard: str, *events: fk.events.Event, **changes: Any) -> fk.Verdict:
    [one] = [one for one in GUARDS if one.name == guard]
    return one.judge(given(*events, **changes))


def no(code: str, **parameters: Any) -> fk.Verdict:
    return fk.Verdict(veto=True, reason=fk.Reason(code=code, parameters=parameters))


def wait(moment: str, code: str, /, **parameters: Any) -> fk.Verdict:
    return fk.Verdict(not_before=at(moment), reason=fk.Reason(code=code, parameters=parameters))


def test_who_asked_to_be_left_alone_is_named_and_whoever_speaks_for_them_is_bound_too():
    alone = AskedNotToContact(at=at("2025-06-06 09:00"), person="priya")
    sam_too = AskedNotToContact(at=at("2025-06-06 09:00"), person="sam")
    everybody = AskedNotToContact(at=at("2025-06-06 09:00"))
    only_calls = AskedNotToContact(at=at("2025-06-06 09:00"), person="priya", only=Unwelcome.CALLS)
    never = attrs.evolve(PRIYA, contact=fk.Contact(direct=Direct.NEVER))
    refused = no("do-not-contact", person="priya")
    assert asked("do-not-contact") == CLEAR
    assert asked("do-not-contact", alone) == refused
    assert asked("do-not-contact", everybody) == refused
    assert asked("do-not-contact", only_calls) == CLEAR
    assert asked("do-not-contact", recipient=never) == refused
    assert asked("do-not-contact", sam_too) == CLEAR
    assert asked("do-not-contact", sam_too, about=("priya", "sam")) == refused
    # the candidate's own reference is bound by what they asked themselves, and by nothing of the employer's
    reference = attrs.evolve(PRIYA, role=Role.REFERENCE)
    assert asked("do-not-contact", everybody, recipient=reference) == CLEAR
    assert asked("do-not-contact", alone, recipient=reference) == refused


def test_being_left_alone_lets_a_withdrawal_through_and_no_other_notice():
    alone = AskedNotToContact(at=at("2025-06-06 09:00"), person="priya")
    withdrawal = attrs.evolve(proposed("check-in").rule, slot="withdrawal", contact=NOTICE)
    [guard] = [one for one in GUARDS if one.name == "do-not-contact"]
    by = given(alone)
    assert guard.judge(attrs.evolve(by, rule=withdrawal)) == CLEAR
    for other in (attrs.evolve(withdrawal, slot="decline"), attrs.evolve(withdrawal, contact=COURTESY)):
        assert guard.judge(attrs.evolve(by, rule=other)) == no("do-not-contact", person="priya")


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ([], False),
        ([Replied(at=at("2025-06-10 09:00"), by="priya", reply=ReplyKind.QUESTION)], True),
        ([Requested(at=at("2025-06-10 09:00"), by="priya")], True),
        ([Assigned(at=at("2025-06-10 09:00"), by="priya")], True),
        ([Replied(at=at("2025-06-10 09:00"), by="sam", reply=ReplyKind.QUESTION)], False),
        ([Replied(at=at("2025-06-10 09:00"), by="priya", reply=ReplyKind.STILL_DECIDING)], False),
        # their last word counts, whatever others say after it
        (
            [
                Replied(at=at("2025-06-10 09:00"), by="priya", reply=ReplyKind.QUESTION),
                Replied(at=at("2025-06-11 09:00"), by="priya", reply=ReplyKind.STILL_DECIDING),
            ],
            False,
        ),
        (
            [
                Replied(at=at("2025-06-10 09:00"), by="priya", reply=ReplyKind.QUESTION),
                Replied(at=at("2025-06-11 09:00"), by="sam", reply=ReplyKind.STILL_DECIDING),
            ],
            True,
        ),
    ],
)
def test_being_left_alone_lets_an_answer_through_where_their_last_word_asks_for_one(words, answered):
    alone = AskedNotToContact(at=at("2025-06-06 09:00"), person="priya")
    expected = CLEAR if answered else no("do-not-contact", person="priya")
    assert asked("do-not-contact", alone, *words, contact=REPLY) == expected
    assert asked("do-not-contact", alone, *words, contact=STATUS) == no("do-not-contact", person="priya")


def test_an_employer_that_wants_no_thanks_or_no_calls_gets_all_the_rest():
    no_thanks = {"employer": fk.Employer(name="Acme", country="US", instructions=[Instruction.NO_THANK_YOU])}
    no_calls = {"employer": fk.Employer(name="Acme", country="US", instructions=[Instruction.NO_CALLS])}
    assert asked("employer-instruction", slot="thank-you", facts=no_thanks) == no("unwelcome", slot="thank-you")
    assert asked("employer-instruction", slot="check-in", facts=no_thanks) == CLEAR
    assert asked("employer-instruction", spoken=True, facts=no_thanks) == CLEAR
    assert asked("employer-instruction", spoken=True, facts=no_calls) == no("no-calls")
    assert asked("employer-instruction", facts=no_calls) == CLEAR
    assert asked("employer-instruction", spoken=True) == CLEAR


def test_what_one_person_alone_asked_not_to_get_binds_notes_to_them_and_for_them():
    priya, sam = (
        AskedNotToContact(at=at("2025-06-05 15:30"), person=who, only=Unwelcome.THANK_YOU) for who in ("priya", "sam")
    )
    refused = no("unwelcome", slot="thank-you")
    assert asked("employer-instruction", priya, slot="thank-you") == refused
    assert asked("employer-instruction", sam, slot="thank-you") == CLEAR
    assert asked("employer-instruction", sam, slot="thank-you", about=("priya", "sam")) == refused


@pytest.mark.parametrize(
    ("guard", "binds", "lifted"), [("send-window", "hours", "hard_hours"), ("hard-hours", "hard_hours", "hours")]
)
def test_outside_the_hours_a_contact_waits_for_the_next_opening_or_for_ever(guard, binds, lifted):
    place, calendars = Place(zone="America/New_York", country="US"), proposed("check-in").situation.calendars
    mondays = open_from(Hours(windows={0: ((time(9), time(17)),)}), place, calendars)
    hours = {binds: mondays, lifted: always}
    assert asked(guard, **hours) == CLEAR  # Mon 16 June 10:00
    closed = at("2025-06-16 17:00")
    assert asked(guard, moment=closed, **hours) == wait("2025-06-23 09:00", guard, until=at("2025-06-23 09:00"))
    assert asked(guard, moment=closed, **{binds: always, lifted: mondays}) == CLEAR
    assert asked(guard, **{binds: open_from(Hours(), place, calendars), lifted: always}) == no(guard)


def test_a_question_waits_until_the_promised_day_is_over_in_new_york():
    promised = Promised(at=at("2025-06-05 15:00"), decision_by=date(2025, 6, 17))
    over = at("2025-06-18 00:00")
    waits = wait("2025-06-18 00:00", "promised-date-embargo", day=date(2025, 6, 17), until=over)
    assert asked("promised-date-embargo", promised) == waits
    assert asked("promised-date-embargo", promised, contact=COURTESY) == CLEAR
    assert asked("promised-date-embargo") == CLEAR


def test_one_silence_takes_so_many_questions_of_a_slot():
    first = Sent(at=at("2025-06-09 10:00"), follow_up="check-in/1")
    second = Sent(at=at("2025-06-12 10:00"), follow_up="check-in/2")
    third = Sent(at=at("2025-06-13 10:00"), follow_up="check-in/3")
    two = {"per_silence": {"check-in": 2}}
    assert asked("caps", limits=two) == CLEAR
    assert asked("caps", first, limits=two) == CLEAR
    assert asked("caps", first, second, limits=two) == no("cap-used", slot="check-in", used=2, of=2)
    assert asked("caps", first, second, third, limits=two) == no("cap-used", slot="check-in", used=3, of=2)
    assert asked("caps", first, second, limits=two, contact=COURTESY) == CLEAR
    assert asked("caps", first, second, limits={"per_silence": {"closing-note": 1}}) == CLEAR
    assert asked("caps", limits={"per_silence": {"check-in": 0}}) == no("not-asked-there", slot="check-in")
    assert asked("caps", first, limits={"per_silence": {"check-in": 1}}) == no(
        "cap-used", slot="check-in", used=1, of=1
    )


def test_one_application_takes_so_many_contacts_of_a_slot():
    first = Sent(at=at("2025-06-09 10:00"), follow_up="check-in/1")
    thanks = Sent(at=at("2025-06-05 17:00"), follow_up="thank-you/priya")
    once, twice = {"in_all": {"check-in": 1}}, {"in_all": {"check-in": 2}}
    assert asked("caps-in-all", thanks, limits=once) == CLEAR
    assert asked("caps-in-all", first, thanks, limits=once) == no("in-all-used", slot="check-in", used=1, of=1)
    assert asked("caps-in-all", first, thanks, limits=twice) == CLEAR
    assert asked("caps-in-all", first, thanks, limits={"in_all": {}}) == CLEAR


def test_whoever_is_done_with_it_hears_no_more_and_since_when():
    moment = at("2025-06-06 09:00")
    assert asked("stopped", Stopped(at=moment)) == no("stopped", at=moment)
    assert asked("stopped", Rejected(at=moment)) == CLEAR  # thanks for a no may still go out
    assert asked("stopped") == CLEAR


def used_up(code: str, used: int, of: int) -> fk.Verdict:
    return no(code, person="priya", used=used, of=of)


def test_calls_are_few_and_days_apart_and_one_message_is_left():
    # Thu 12 June 21:00 in New York is the 13th in UTC; three open days after it: Fri 13, Mon 16, Tue 17
    late, early = Called(at=at("2025-06-12 21:00"), to="priya"), Called(at=at("2025-06-06 11:00"), to="priya")
    message = attrs.evolve(early, voicemail=True, id="message")
    apart = wait("2025-06-17 00:00", "called-lately", since=date(2025, 6, 12), days=3)
    assert asked("calls", spoken=True) == CLEAR
    assert asked("calls", late, spoken=True) == apart
    assert asked("calls", late) == CLEAR
    for urgent in (REPLY, NOTICE):
        assert asked("calls", late, spoken=True, contact=urgent) == CLEAR
    assert asked("calls", late, spoken=True, contact=COURTESY) == apart
    assert asked("calls", early, late, spoken=True) == used_up("calls-used", 2, 2)
    assert asked("calls", early, late, spoken=True, limits={"calls": 3}) == apart
    assert asked("calls", early, late, spoken=True, limits={"calls": 1}) == used_up("calls-used", 2, 1)
    assert asked("calls", message, spoken=True) == used_up("voicemails-used", 1, 1)
    assert asked("calls", message, late, spoken=True, limits={"calls": 3, "voicemails": 2}) == apart


@pytest.mark.parametrize(
    ("name", "slot", "meant"),
    [
        ("check-in/1", "check-in", True),
        ("check-in", "check-in", True),
        ("check-in/2", "check-in", False),
        ("thank-you", "check-in", False),
        ("thank-you/priya", "thank-you", True),
        ("thank-you/sam", "thank-you", False),
        ("thank-you/panel/all", "thank-you", False),  # Priya is thanked herself, by no combined note
        ("check-in/None/all", "check-in", False),
    ],
)
def test_a_wish_is_about_the_contact_it_names(name, slot, meant):
    dismissed = Dismissed(at=at("2025-06-05 16:00"), follow_up=name)
    snoozed = Snoozed(at=at("2025-06-05 16:00"), follow_up=name, until=date(2025, 6, 18))
    handle = proposed(slot).handle
    assert asked("dismissed", dismissed, slot=slot) == (no("dismissed", handle=handle) if meant else CLEAR)
    later = wait("2025-06-18 00:00", "snoozed", day=date(2025, 6, 18))
    assert asked("snoozed", snoozed, slot=slot) == (later if meant else CLEAR)


def test_a_combined_note_through_somebody_else_is_named_by_its_round():
    combined = Dismissed(at=at("2025-06-05 16:00"), follow_up="thank-you/panel/all")
    through_rex = asked("dismissed", combined, slot="thank-you", recipient=REX, about=("priya", "sam"))
    assert through_rex == no("dismissed", handle="thank-you/priya")


def test_what_is_put_off_comes_up_on_the_day_named_last_whether_for_one_or_for_all():
    everything = Snoozed(at=at("2025-06-05 16:00"), until=date(2025, 6, 18))
    sooner = Snoozed(at=at("2025-06-06 16:00"), follow_up="check-in/1", until=date(2025, 6, 17))
    assert asked("snoozed", everything) == wait("2025-06-18 00:00", "snoozed", day=date(2025, 6, 18))
    assert asked("snoozed", everything, sooner) == wait("2025-06-17 00:00", "snoozed", day=date(2025, 6, 17))
    assert asked("snoozed") == CLEAR


def question(when: str, to: str = "sam") -> Sent:
    return Sent(at=at(when), to=to, contact=STATUS)


@pytest.mark.parametrize(
    ("sent", "count", "since", "free"),
    [
        # the last five open days up to Mon 16 June are 10, 11, 12, 13 and 16
        ([], 1, None, None),
        (["2025-06-09 11:00"], 1, None, None),
        (["2025-06-10 11:00"], 1, "2025-06-10", "2025-06-17"),
        (["2025-06-11 11:00"], 1, "2025-06-11", "2025-06-18"),
        # after Fri 13: 16, 17, 18, 20 (Thu 19 is closed), 23; 21:00 in New York is the next day in UTC
        (["2025-06-13 21:00"], 1, "2025-06-13", "2025-06-23"),
        # at the moment proposed it has been asked; an hour later it has not
        (["2025-06-16 10:00"], 1, "2025-06-16", "2025-06-24"),
        (["2025-06-16 11:00"], 1, None, None),
        # of two that are allowed, the second last must leave the window; named is the day of the last
        (["2025-06-11 11:00"], 2, None, None),
        (["2025-06-11 11:00", "2025-06-12 11:00"], 2, "2025-06-12", "2025-06-18"),
        (["2025-06-10 11:00", "2025-06-11 11:00", "2025-06-12 11:00"], 2, "2025-06-12", "2025-06-18"),
    ],
)
def test_a_question_waits_until_those_before_it_are_five_open_days_old(sent, count, since, free):
    verdict = asked("cooldown", *[question(when) for when in sent], limits={"status_count": count})
    if free is None:
        assert verdict == CLEAR
    else:
        told = {"since": date.fromisoformat(since), "count": count, "days": 5}
        assert verdict == wait(f"{free} 00:00", "cooldown", **told)


def test_the_days_before_a_question_are_those_of_the_recipient():
    # 21:00 on Mon 16 June in New York is Tue 17 in UTC, whose last five open days no longer hold the 10th
    evening = asked("cooldown", question("2025-06-10 11:00"), moment=at("2025-06-16 21:00"))
    assert evening == wait("2025-06-17 00:00", "cooldown", since=date(2025, 6, 10), count=1, days=5)


def test_what_another_application_asked_counts_even_later_and_thanks_never_wait_for_it():
    # after Tue 17: 18, 20, 23, 24, 25
    later = question("2025-06-17 11:00")
    waits = wait("2025-06-25 00:00", "cooldown", since=date(2025, 6, 17), count=1, days=5)
    assert asked("cooldown", elsewhere=[later]) == waits
    assert asked("cooldown", question("2025-06-11 11:00"), contact=COURTESY) == CLEAR
    # what was no question starts no cooldown
    assert asked("cooldown", Sent(at=at("2025-06-11 11:00"), to="sam", contact=COURTESY)) == CLEAR


def test_whoever_is_away_is_asked_on_their_second_day_back():
    # away until Mon 16: back on Tue 17, asked from Wed 18
    away = OutOfOffice(at=at("2025-06-10 09:00"), person="priya", until=date(2025, 6, 16))
    told = {"person": "priya", "day": date(2025, 6, 16), "until": at("2025-06-18 00:00")}
    assert asked("absence", away) == wait("2025-06-18 00:00", "out-of-office", **told)
    assert asked("absence", away, contact=COURTESY) == CLEAR
    assert asked("absence", away, recipient=SAM) == CLEAR
    assert asked("absence") == CLEAR


def test_nobody_goes_round_an_agency_but_to_answer_whoever_wrote():
    agency = {"people": [PRIYA, SAM, REX]}
    round_them = no("via-recruiter-only", person="priya")
    assert asked("recruiter-routing") == CLEAR
    assert asked("recruiter-routing", facts=agency) == round_them
    assert asked("recruiter-routing", facts=agency, recipient=REX) == CLEAR
    wrote = Replied(at=at("2025-06-10 09:00"), by="priya", reply=ReplyKind.STILL_DECIDING)
    assert asked("recruiter-routing", wrote, facts=agency, contact=REPLY) == CLEAR
    assert asked("recruiter-routing", wrote, facts=agency) == round_them  # a question answers nobody
    assert asked("recruiter-routing", wrote, facts=agency, contact=REPLY, recipient=SAM) == no(
        "via-recruiter-only", person="sam"
    )
    # what they asked for is handed to them, though somebody else wrote since
    wants = Requested(at=at("2025-06-09 09:00"), by="priya", id="sample")
    since = Replied(at=at("2025-06-10 09:00"), by="sam", reply=ReplyKind.STILL_DECIDING)
    sample = Subject(kind="event", fact="sample")
    assert asked("recruiter-routing", wants, since, facts=agency, contact=REPLY, subject=sample) == CLEAR
    assert asked("recruiter-routing", wants, since, facts=agency, contact=REPLY) == round_them


# All guards together ------------------------------------------------------------------------------------------------


def saying(name: str, verdict: Any, strength: int = 50) -> fk.Guard:
    return fk.Guard(name=name, strength=strength, judge=lambda proposal: verdict)


def test_the_latest_delay_counts_and_objections_are_told_before_delays():
    # proposed for Mon 16 June 10:00, counted from Thu 5 June 15:00
    sooner, later = wait("2025-06-17 09:00", "snoozed"), wait("2025-06-18 09:00", "cooldown")
    delayed = judge(given(), [saying("a", sooner, 90), saying("b", later, 10), saying("c", CLEAR)])
    assert (delayed.vetoed, delayed.not_before) == (False, at("2025-06-18 09:00"))
    assert [reason.code for reason in delayed.reasons] == ["cooldown", "snoozed"]
    stopped = judge(given(), [saying("a", sooner, 90), saying("y", no("weak"), 10), saying("x", no("too"), 10)])
    assert (stopped.vetoed, stopped.not_before) == (True, at("2025-06-17 09:00"))
    assert [reason.code for reason in stopped.reasons] == ["too", "weak", "snoozed"]  # one strength: by name
    assert judge(given(), [saying("c", CLEAR)]) == (False, None, ())


def test_a_delay_that_is_over_explains_nothing():
    before, at_once = wait("2025-06-05 14:59", "snoozed"), wait("2025-06-05 15:00", "cooldown")
    counted = judge(given(), [saying("a", before), saying("b", at_once)])
    assert [reason.code for reason in counted.reasons] == ["cooldown"]
    assert counted.not_before == at("2025-06-05 15:00")
    without = judge(given(since=None), [saying("a", before), saying("b", at_once)])
    assert [reason.code for reason in without.reasons] == ["cooldown", "snoozed"]
    # beside an objection, what is over by the moment proposed is left out as well
    past, now = wait("2025-06-16 09:59", "snoozed"), wait("2025-06-16 10:00", "cooldown")
    vetoed = judge(given(), [saying("a", past), saying("b", now), saying("c", no("never"))])
    assert [reason.code for reason in vetoed.reasons] == ["never", "cooldown"]


def test_a_guard_that_breaks_or_gives_no_reason_is_named_with_what_went_wrong():
    def reasons(guard: fk.Guard) -> list[fk.Reason]:
        judged = judge(given(), [guard])
        assert judged.vetoed
        return list(judged.reasons)

    failed = [fk.Reason(code="guard-failed", parameters={"guard": "fickle", "error": "ZeroDivisionError"})]
    assert reasons(fk.Guard(name="fickle", judge=broken)) == failed
    silent = [fk.Reason(code="guard-failed", parameters={"guard": "fickle", "error": "no verdict"})]
    assert reasons(saying("fickle", None)) == silent
    assert reasons(saying("curt", fk.Verdict(veto=True))) == [
        fk.Reason(code="guard-vetoed", parameters={"guard": "curt"})
    ]
    both = fk.Verdict(veto=True, not_before=at("2025-06-18 09:00"))
    assert judge(given(), [saying("curt", both)]).not_before == at("2025-06-18 09:00")
