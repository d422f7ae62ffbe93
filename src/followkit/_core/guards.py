"""Stop or delay contacts that must not go out, or not yet. All guards are asked; the strongest is named first.

What they judge is settled by contact class: embargo, caps and cooldown judge ``status`` contacts only. Do-not-contact
lets through an answer to a direct question and a withdrawal notice, nothing else. A verdict yields to no setting, only
to a fact that says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from attrs import evolve, field, frozen

from followkit._core import answers
from followkit._core.allowances import days_asked, used_in_silence, within
from followkit._core.contacts import TOGETHER
from followkit._core.decisions import Parameter, Reason, Subject
from followkit._core.events import Assigned, Called, Dismissed, Replied, Requested, Snoozed, Stopped
from followkit._core.facts import Person
from followkit._core.history import goes_through_recruiter
from followkit._core.hours import OpenFrom, is_open, next_opening
from followkit._core.records import CLEAR, FAILURES, Channel, Guard, Verdict
from followkit._core.rulebook import Limits, Rule
from followkit._core.situation import Situation
from followkit._core.timing import (
    Place,
    count,
    end_of,
    is_before,
    known_zone,
    latest_of,
    local_date,
    start_of,
    utc,
)
from followkit._core.vocabulary import ContactClass, Direct, ReplyKind, Role

SEND_WINDOW = "send-window"
WITHDRAWAL = "withdrawal"


@frozen(kw_only=True)
class Proposal:
    """Hold one contact as it would go out, for guards to judge.

    Args:
        rule: the rule that asks for it.
        subject: what it is about.
        handle: the follow-up's handle, by which the candidate snoozes or dismisses it.
        recipient, about: who gets it, and the ids of those it speaks for.
        channel: how it would go.
        moment: when, an instant.
        since: what the rule counts from, an instant; a delay that was over by then explains nothing.
        place: where the recipient is.
        situation: what the facts amount to.
        limits: the policy's limits.
        hours: the soft hours that bind it; ``always`` where a rule lifts them.
        hard_hours: the hours nothing lifts; ``always`` for classes that have none.
    """

    rule: Rule
    subject: Subject
    handle: str
    recipient: Person
    about: tuple[str, ...]
    channel: Channel
    moment: datetime
    place: Place
    situation: Situation = field(repr=False)
    limits: Limits
    hours: OpenFrom = field(repr=False)
    hard_hours: OpenFrom = field(repr=False)
    since: datetime | None = None


def _veto(code: str, **parameters: Parameter) -> Verdict:
    return Verdict(veto=True, reason=Reason(code=code, parameters=parameters))


def _do_not_contact(proposal: Proposal) -> Verdict:
    """Nobody who asked to be left alone is written to (CI-16, domain section 9.6)."""
    situation, person = proposal.situation, proposal.recipient
    asked = situation.asked_not_to
    refused = person.contact.direct is Direct.NEVER
    if not refused and not any("anything" in asked.get(who, ()) for who in _concerned(proposal)):
        return CLEAR
    contact = proposal.rule.contact
    if contact is ContactClass.REPLY and _answers_a_question(situation, person):
        return CLEAR
    if contact is ContactClass.NOTICE and proposal.rule.slot == WITHDRAWAL:
        return CLEAR
    return _veto("do-not-contact", person=person.id)


def _answers_a_question(situation: Situation, person: Person) -> bool:
    words = [event for event in situation.application.events if event.is_word]
    last = next((word for word in reversed(words) if getattr(word, "by", None) == person.id), None)
    asked = isinstance(last, Replied) and last.reply is ReplyKind.QUESTION
    return asked or isinstance(last, (Requested, Assigned))


def _employer_instruction(proposal: Proposal) -> Verdict:
    """What the posting or programme asked not to be sent is not sent (TY-16)."""
    asked = proposal.situation.asked_not_to
    unwelcome = frozenset().union(*(asked.get(who, frozenset()) for who in _concerned(proposal)))
    if proposal.rule.slot in unwelcome:
        return _veto("unwelcome", slot=proposal.rule.slot)
    if "calls" in unwelcome and "spoken" in proposal.channel.classes:
        return _veto("no-calls")
    return CLEAR


def _concerned(proposal: Proposal) -> tuple[str | None, ...]:
    """Return whose wishes count: the employer's (None), the recipient's, and those of whom the note speaks for.

    What the employer asked does not bind the candidate's own references.
    """
    whose = (proposal.recipient.id, *proposal.about)
    return whose if proposal.recipient.role is Role.REFERENCE else (None, *whose)


def _hard_hours(proposal: Proposal) -> Verdict:
    """No call or text outside the hours nothing lifts (domain section 9.3)."""
    return _only_in(proposal.hard_hours, proposal.moment, "hard-hours")


def _send_window(proposal: Proposal) -> Verdict:
    """Nothing outside the recipient's open hours, unless the rule lifts them (D-03)."""
    return _only_in(proposal.hours, proposal.moment, SEND_WINDOW)


def _only_in(hours: OpenFrom, moment: datetime, code: str) -> Verdict:
    if is_open(moment, hours):
        return CLEAR
    opening = next_opening(moment, hours)
    reason = Reason(code=code, parameters={"until": opening} if opening else {})
    return Verdict(veto=opening is None, not_before=opening, reason=reason)


def _embargo(proposal: Proposal) -> Verdict:
    """No status contact before the promised date has passed where the recipient is (CI-01)."""
    promise = proposal.situation.promise
    if proposal.rule.contact is not ContactClass.STATUS or promise is None:
        return CLEAR
    passes = end_of(promise.day, known_zone(proposal.place, proposal.situation.calendars))
    reason = Reason(code="promised-date-embargo", parameters={"day": promise.day, "until": passes})
    return Verdict(not_before=passes, reason=reason)


def _caps(proposal: Proposal) -> Verdict:
    """So many contacts of a slot in one silence and no more, over all applications with one employer (CI-08)."""
    slot, situation = proposal.rule.slot, proposal.situation
    most = proposal.limits.per_silence.get(slot)
    if proposal.rule.contact is not ContactClass.STATUS or most is None:
        return CLEAR
    if most == 0:
        return _veto("not-asked-there", slot=slot)
    used = used_in_silence(slot, situation)
    return _veto("cap-used", slot=slot, used=used, of=most) if used >= most else CLEAR


def _stopped(proposal: Proposal) -> Verdict:
    """Nothing at all is suggested once the candidate wants no more of it."""
    closed = proposal.situation.closed
    return _veto("stopped", at=closed.at) if isinstance(closed, Stopped) else CLEAR


def _in_all(proposal: Proposal) -> Verdict:
    """So many contacts of a slot in one application and no more (RJ-03, FX-01)."""
    slot, situation = proposal.rule.slot, proposal.situation
    most = proposal.limits.in_all.get(slot)
    used = sum(contact.slot == slot for contact in situation.contacts)
    return _veto("in-all-used", slot=slot, used=used, of=most) if most is not None and used >= most else CLEAR


def _calls(proposal: Proposal) -> Verdict:
    """So many calls that nobody asked for, days apart, and one message left (CH-04)."""
    urgent = proposal.rule.contact in {ContactClass.REPLY, ContactClass.NOTICE}
    if urgent or "spoken" not in proposal.channel.classes:
        return CLEAR
    situation, limits, place = proposal.situation, proposal.limits, proposal.place
    calls = situation.chronicle.each(Called)
    messages = sum(call.voicemail for call in calls)
    if len(calls) >= limits.calls:
        return _veto("calls-used", person=proposal.recipient.id, used=len(calls), of=limits.calls)
    if messages >= limits.voicemails:
        return _veto("voicemails-used", person=proposal.recipient.id, used=messages, of=limits.voicemails)
    if not calls:
        return CLEAR
    zone = known_zone(place, situation.calendars)
    free = count(local_date(calls[-1].at, zone), limits.calls_apart.amount, place, situation.calendars)
    parameters = {"since": local_date(calls[-1].at, zone), "days": limits.calls_apart.amount}
    return Verdict(not_before=start_of(free, zone), reason=Reason(code="called-lately", parameters=parameters))


def _dismissed(proposal: Proposal) -> Verdict:
    """What the candidate dismissed stays dismissed (P19)."""
    dismissed = proposal.situation.chronicle.each(Dismissed)
    if not any(_means(event.follow_up, proposal) for event in dismissed):
        return CLEAR
    return _veto("dismissed", handle=proposal.handle)


def _snoozed(proposal: Proposal) -> Verdict:
    """What the candidate put off comes up again on the day they named (P19)."""
    events = proposal.situation.chronicle.each(Snoozed)
    snoozed = [event for event in events if event.follow_up is None or _means(event.follow_up, proposal)]
    if not snoozed:
        return CLEAR
    until = snoozed[-1].until
    moment = start_of(until, known_zone(proposal.place, proposal.situation.calendars))
    return Verdict(not_before=moment, reason=Reason(code="snoozed", parameters={"day": until}))


def _means(name: str, proposal: Proposal) -> bool:
    """Tell whether a name is that of this contact: its slot, its handle, or that of the note it is combined in."""
    slot, subject = proposal.rule.slot, proposal.subject
    via = subject.round is not None and proposal.recipient.id not in proposal.about
    return name in {proposal.handle, slot, *([f"{slot}/{subject.round}/{TOGETHER}"] if via else [])}


def _cooldown(proposal: Proposal) -> Verdict:
    """So many status contacts in a rolling window, over all people and channels of one employer (CI-08).

    What another application sent counts even where it is later than the moment proposed: that moment has passed, and
    the contact would really come after it.
    """
    if proposal.rule.contact is not ContactClass.STATUS:
        return CLEAR
    situation, limits, place = proposal.situation, proposal.limits, proposal.place
    zone = known_zone(place, situation.calendars)
    days = limits.status_within.amount
    before = [one for one in situation.contacts if not is_before(proposal.moment, one.at)]
    made = days_asked([*before, *situation.elsewhere], zone)
    recent = within(made, days, local_date(proposal.moment, zone), place, situation)
    if len(recent) < limits.status_count:
        return CLEAR
    free = count(recent[-limits.status_count], days, place, situation.calendars)
    reason = Reason(code="cooldown", parameters={"since": recent[-1], "count": limits.status_count, "days": days})
    return Verdict(not_before=start_of(free, zone), reason=reason)


def _absence(proposal: Proposal) -> Verdict:
    """Nobody is asked while away, nor on the first day back (CI-10)."""
    until = proposal.situation.away.get(proposal.recipient.id)
    if until is None or proposal.rule.contact is not ContactClass.STATUS:
        return CLEAR
    calendars, place = proposal.situation.calendars, proposal.place
    back = start_of(count(until, 2, place, calendars), known_zone(place, calendars))
    parameters = {"person": proposal.recipient.id, "day": until, "until": back}
    return Verdict(not_before=back, reason=Reason(code="out-of-office", parameters=parameters))


def _recruiter_routing(proposal: Proposal) -> Verdict:
    """Where a recruiter stands between, nobody goes round them (TY-13)."""
    person, reply = proposal.recipient, proposal.situation.last_reply()
    event = proposal.situation.event(proposal.subject.fact)
    wrote = {getattr(event, "by", None), reply.by if reply else None}
    answers = proposal.rule.contact is not ContactClass.STATUS and person.id in wrote
    if answers or not goes_through_recruiter(person, proposal.situation.application):
        return CLEAR
    return _veto("via-recruiter-only", person=person.id)


GUARDS: tuple[Guard, ...] = (
    Guard(name="stopped", judge=_stopped, strength=95),
    Guard(name="do-not-contact", judge=_do_not_contact, strength=90),
    Guard(name="employer-instruction", judge=_employer_instruction, strength=80),
    Guard(name="dismissed", judge=_dismissed, strength=75),
    Guard(name="hard-hours", judge=_hard_hours, strength=70),
    Guard(name="promised-date-embargo", judge=_embargo, strength=60),
    Guard(name="caps", judge=_caps, strength=50),
    Guard(name="caps-in-all", judge=_in_all, strength=50),
    Guard(name="cooldown", judge=_cooldown, strength=45),
    Guard(name="calls", judge=_calls, strength=42),
    Guard(name="absence", judge=_absence, strength=40),
    Guard(name="snoozed", judge=_snoozed, strength=35),
    Guard(name="recruiter-routing", judge=_recruiter_routing, strength=30),
    Guard(name=SEND_WINDOW, judge=_send_window, strength=10),
)


class Judged(NamedTuple):
    """Hold what all guards together say: the objections, strongest first, the delays, latest first, and the latest."""

    vetoed: bool
    not_before: datetime | None
    reasons: tuple[Reason, ...]


def judge(proposal: Proposal, guards: Iterable[Guard]) -> Judged:
    """Ask every guard; one that raises or answers with anything but a verdict vetoes, and is named.

    A delay that was over before the rule began to count explains nothing and is left out; so is one that is over by the
    moment proposed, beside an objection.
    """
    verdicts = [_ask(guard, proposal) for guard in sorted(guards, key=lambda guard: (-guard.strength, guard.name))]
    objections = [verdict.reason for verdict in verdicts if verdict.reason and verdict.veto]
    bounds = [(verdict.not_before, verdict.reason) for verdict in verdicts if verdict.not_before is not None]
    bounds.sort(key=lambda bound: -utc(bound[0]).timestamp())
    vetoed = any(verdict.veto for verdict in verdicts)
    moments = [moment for moment, _ in bounds]
    over_by = proposal.moment if vetoed else proposal.since
    delays = [reason for bound, reason in bounds if reason and not (over_by and is_before(bound, over_by))]
    return Judged(
        vetoed=vetoed,
        not_before=latest_of(*moments) if moments else None,
        reasons=(*objections, *delays),
    )


def _ask(guard: Guard, proposal: Proposal) -> Verdict:
    try:
        verdict = answers.verdict(guard.judge(proposal))
    except FAILURES as error:
        return _veto("guard-failed", guard=guard.name, error=answers.kind_of(error))
    if verdict is None:
        return _veto("guard-failed", guard=guard.name, error="no verdict")
    if verdict.veto and verdict.reason is None:
        return evolve(verdict, reason=Reason(code="guard-vetoed", parameters={"guard": guard.name}))
    return verdict
