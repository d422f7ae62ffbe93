"""Decide what is due, to whom, when and why: each rule for each subject, one step at a time.

conditions → route → judge → time → per slot the winner. Nothing here derives from ``now`` but a follow-up's state and
the moment to act; look-ahead and plan are put together in ``lookahead``.
"""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from followkit._core.anchors import Occasion, occasions
from followkit._core.audiences import EACH, ranked
from followkit._core.conditions import holds
from followkit._core.decisions import Decision, FollowUp, Question, Reason, Subject
from followkit._core.identity import handle_for, key_for
from followkit._core.matching import mismatch
from followkit._core.material import material, questions_for
from followkit._core.placing import Means, Placed, place_in_time, standing_of
from followkit._core.reaching import anchor_of, reach_of
from followkit._core.routing import UNREACHABLE, NoRoute, Route, route
from followkit._core.rulebook import Rule
from followkit._core.settling import Mark, Spoken, asked_once, combined, winners, with_missed
from followkit._core.situation import Situation
from followkit._core.timing import (
    Place,
    is_before,
    known_zone,
    seen_from,
    utc,
)
from followkit._core.ways import SPOKEN


@frozen(kw_only=True)
class Step:
    """Hold what all rules say in one situation.

    Args:
        decisions: one per rule and subject.
        follow_ups: what to send, in time order.
        marks, questions, assumptions: what else follows.
        turns: instants at which time alone changes an answer.
    """

    decisions: tuple[Decision, ...]
    follow_ups: tuple[FollowUp, ...]
    marks: tuple[Mark, ...]
    questions: tuple[Question, ...]
    assumptions: tuple[Reason, ...]
    turns: tuple[datetime, ...]


def step(situation: Situation, means: Means, now: datetime) -> Step:
    """Ask every rule about every subject once."""
    verdicts: list[Spoken] = []
    for rule in means.rulebook.rules:
        if rule.only_instead:
            continue
        found = occasions(rule.after, rule.slot, rule.to, situation)
        if isinstance(found, Reason):
            verdicts.append(_no(rule, Subject(kind="application"), (found,)))
            continue
        for occasion in found:
            verdicts += _considered(rule, occasion, situation, means, now)
    verdicts = combined(with_missed(winners(_each_once(verdicts)), means.rulebook))
    return Step(
        decisions=tuple(sorted((v.decision for v in verdicts), key=lambda d: (d.slot, d.rule, str(d.subject)))),
        follow_ups=tuple(sorted((v.follow_up for v in verdicts if v.follow_up), key=lambda f: (utc(f.when), f.handle))),
        marks=tuple(sorted((v.mark for v in verdicts if v.mark), key=lambda mark: utc(mark.at))),
        questions=asked_once(question for verdict in verdicts for question in verdict.questions),
        assumptions=tuple({repr(a): a for verdict in verdicts for a in verdict.assumptions}.values()),
        turns=tuple(turn for verdict in verdicts for turn in verdict.turns),
    )


def _no(
    rule: Rule,
    subject: Subject,
    reasons: tuple[Reason, ...],
    *,
    questions: tuple[Question, ...] = (),
    assumptions: tuple[Reason, ...] = (),
    turns: tuple[datetime, ...] = (),
    held_back: bool = False,
) -> Spoken:
    decision = Decision(rule=rule.id, slot=rule.slot, subject=subject, yes=False, reasons=reasons, held_back=held_back)
    return Spoken(decision=decision, questions=questions, assumptions=assumptions, turns=turns)


def _each_once(verdicts: list[Spoken]) -> list[Spoken]:
    """Keep one decision per rule and subject: one rule may have stood in for several (TY-15)."""
    return list({(one.decision.rule, one.decision.subject): one for one in verdicts}.values())


# One rule, one occasion ---------------------------------------------------------------------------------------------


def _considered(
    rule: Rule, occasion: Occasion, situation: Situation, means: Means, now: datetime
) -> tuple[Spoken, ...]:
    """Ask a rule about an occasion and, where no channel reaches anybody, the rule that stands in for it (TY-15)."""
    spoken = _consider(rule, occasion, situation, means, now)
    unreachable = any(reason.code == UNREACHABLE for reason in spoken.decision.reasons)
    if rule.if_unreachable is None or not (unreachable and spoken.questions):  # who refused is not got round
        return (spoken,)
    other = next((one for one in means.rulebook.rules if one.id == rule.if_unreachable), None)
    instead = _consider(other, occasion, situation, means, now) if other else spoken
    if instead.follow_up is None:
        return (spoken,) if instead is spoken else (spoken, evolve(instead, questions=()))
    return (spoken, instead)


def _consider(rule: Rule, occasion: Occasion, situation: Situation, means: Means, now: datetime) -> Spoken:
    subject = occasion.subject
    settled = _settled(rule, subject, situation)
    if settled is not None:
        return _no(rule, subject, (settled,))
    different = mismatch(rule.where, situation, subject)
    if different is not None:
        return _no(rule, subject, (different,))
    held = [holds(item, situation, subject) for item in rule.when]
    turns = tuple(answer.until for answer in held if answer.until is not None)
    against = tuple(answer.reason for answer in held if not answer.yes and answer.reason)
    if any(not answer.yes for answer in held):
        return _no(rule, subject, against, turns=turns)
    if rule.result == "ask":
        return _asked(rule, occasion, situation, now)
    found = _routed(rule, subject, situation, means) if rule.result == "note" else None
    if isinstance(found, NoRoute):
        return _no(rule, subject, found.reasons, questions=found.questions)
    place, assumed = situation.place_and_assumptions(found.recipient if found else None)
    if place.zone is None:
        question = Question(code="zone", place="zone")  # the employer's, which answers for everybody at once
        return _no(rule, subject, (Reason(code="zone-unknown"),), questions=(question,))
    if found is None:
        return _marked(rule, occasion, situation, place)
    handle = handle_for(rule, subject, situation)
    placed = place_in_time(rule, occasion, handle, situation, means, found, place)
    if isinstance(placed, tuple):
        return _no(rule, subject, placed, turns=turns, assumptions=assumed, held_back=True)
    return _follow_up(rule, occasion, situation, means, placed, now, assumed, turns)


def _routed(rule: Rule, subject: Subject, situation: Situation, means: Means) -> Route | NoRoute:
    known = means.too_long
    too_long = known.get(key_for(rule, subject, situation, means.tenant), ()) if known else ()
    return route(rule, subject, situation, means.access, {*too_long, *known.get("", ())})


def _settled(rule: Rule, subject: Subject, situation: Situation) -> Reason | None:
    """Return the reason that this was sent already, or None. Rules that come *again* settle nothing by being sent."""
    if subject.kind == "person":
        round = situation.round(subject.round or "")
        part = situation.attendance(round.id, subject.person or "")
        sent = situation.sends().settled(part, round, rule.slot)
        return Reason(code="already-sent", parameters={"at": sent.at}) if sent else None
    if rule.again:
        return None
    at = _sent_at(rule.slot, subject, situation)
    return Reason(code="already-sent", parameters={"at": at}) if at else None


def _sent_at(slot: str, subject: Subject, situation: Situation) -> datetime | None:
    """Return when a slot was settled for a round, an event or a silence; for some slots, once is for good."""
    sends, event = situation.sends(), situation.event(subject.fact)
    if slot in situation.customs.once:
        kinds = situation.customs.done_by.get(slot, frozenset())
        contacts = [contact.at for contact in situation.contacts if contact.slot == slot]
        done = [one.at for one in situation.application.events if one.kind in kinds]
        return next(iter([*contacts, *done]), None)
    if subject.kind == "round":
        made = sends.about_round(situation.round(subject.round or ""), slot)
    elif subject.kind == "event":
        return sends.settling(slot, event, subject.person) if event else None
    else:
        made = list(situation.sent_in_silence(slot))
    return made[0].at if made else None


def _asked(rule: Rule, occasion: Occasion, situation: Situation, now: datetime) -> Spoken:
    """Ask the candidate something, from the rule's target until it expires."""
    subject, code = occasion.subject, rule.question or rule.id
    place = situation.place()
    if place.zone is None:
        return _no(rule, subject, (Reason(code="zone-unknown"),), questions=(Question(code="zone", place="zone"),))
    anchor = anchor_of(occasion, place, situation)
    since = reach_of(rule.target, anchor, situation, place, rule.hour)
    until = reach_of(rule.expires, anchor, situation, place, None) if rule.expires else None
    turns = tuple(turn for turn in (since, until) if turn is not None)
    zone = known_zone(place, situation.calendars)
    if since is None:
        return _no(rule, subject, (Reason(code="no-day-named", parameters={"field": rule.target.since or ""}),))
    if is_before(now, since):
        early = Reason(code="not-yet", parameters={"until": seen_from(since, zone)})
        return _no(rule, subject, (early,), turns=turns)
    if until is not None and not is_before(now, until):
        return _no(rule, subject, (Reason(code="expired", parameters={"at": seen_from(until, zone)}),), turns=turns)
    told = {"event": subject.fact} if subject.kind == "event" else {}
    question = Question(code=code, place="events" if told else "", parameters=told)
    decision = Decision(
        rule=rule.id,
        slot=rule.slot,
        subject=subject,
        yes=True,
        reasons=(Reason(code="asks", parameters={"question": code}),),
    )
    return Spoken(decision=decision, questions=(question,), turns=turns)


def _marked(rule: Rule, occasion: Occasion, situation: Situation, place: Place) -> Spoken:
    at = reach_of(rule.target, anchor_of(occasion, place, situation), situation, place, None)
    if at is None:
        unnamed = Reason(code="no-day-named", parameters={"field": rule.target.since or ""})
        return _no(rule, occasion.subject, (unnamed,))
    shown = seen_from(at, known_zone(place, situation.calendars))
    reasons = (Reason(code="marks", parameters={"at": shown}),)
    decision = Decision(rule=rule.id, slot=rule.slot, subject=occasion.subject, yes=True, reasons=reasons)
    return Spoken(decision=decision, mark=Mark(rule.slot, shown), turns=(at,))


# Follow-ups ---------------------------------------------------------------------------------------------------------


def _follow_up(
    rule: Rule,
    occasion: Occasion,
    situation: Situation,
    means: Means,
    placed: Placed,
    now: datetime,
    assumed: tuple[Reason, ...],
    turns: tuple[datetime, ...],
) -> Spoken:
    subject, window = occasion.subject, placed.window
    recipient, channel = placed.route.recipient, placed.route.channel
    standing = standing_of(window, placed.hours, placed.stagger, now)
    turns = (*turns, *standing.turns)
    if standing.state is None:
        expired = Reason(code="expired", parameters={"at": window.expires or window.target})
        return _no(rule, subject, (expired,), turns=turns, assumptions=assumed)
    key, handle = key_for(rule, subject, situation, means.tenant), handle_for(rule, subject, situation)
    turn = _turn(rule, subject, situation, placed.rank)
    found = material(situation, subject=subject, recipient=recipient, about=placed.about, turn=turn)
    needs = (*rule.needs, "me.phone") if channel.classes[0] == SPOKEN else rule.needs
    asked = questions_for(needs, found, subject, subject.person or recipient.id)
    indirect = bool(placed.about) and recipient.id not in placed.about
    follow_up = FollowUp(
        key=key,
        covers=(key,),
        handle=handle,
        application=situation.application.id,
        slot=rule.slot,
        rule=rule.id,
        contact=rule.contact,
        subject=subject,
        recipient=recipient.id,
        about=placed.about,
        channel=channel.name,
        channel_class=channel.classes[0],
        form=placed.route.form,
        note=rule.note,
        variant="via" if indirect and EACH.keys() & set(rule.to) else rule.variant,
        adds=() if rule.adds_if_missed or rule.adds_if_unsent else rule.adds,
        window=window,
        state=standing.state,
        when=seen_from(standing.when, known_zone(placed.place, situation.calendars)),
        because=rule.because,
        sources=rule.sources,
        reasons=placed.reasons,
        needs=tuple(evolve(question, blocks=(handle,)) for question in asked),
        rank=turn,
        optional=rule.optional,
        urgent=rule.urgent,
    )
    decision = Decision(rule=rule.id, slot=rule.slot, subject=subject, yes=True, reasons=placed.reasons, handle=handle)
    return Spoken(
        decision=decision,
        rank=rule.rank,
        follow_up=follow_up,
        combine=rule.combine and (indirect or not EACH.keys() & set(rule.to)),
        questions=follow_up.needs,
        assumptions=assumed,
        turns=turns,
    )


def _turn(rule: Rule, subject: Subject, situation: Situation, rank: int) -> int:
    """Return which phrasings it is the turn of: later notes of a slot go on where those of earlier rounds ended."""
    if subject.kind == "silence":
        return len(situation.sent_in_silence(rule.slot))
    if subject.round is None:
        each = [EACH[name](situation) for name in rule.to if name in EACH]
        return each[0].index(subject.person) if each and subject.person in each[0] else 0
    earlier = situation.rounds[: situation.rounds.index(situation.round(subject.round))]
    return rank + sum(len(ranked(round, situation)) for round in earlier)
