"""Decide what is due, to whom, when and why: each rule for each subject, one step at a time.

conditions → route → judge → time → per slot the winner. Nothing here derives from ``now`` but a follow-up's state and
the moment to act; look-ahead and plan are put together in ``lookahead``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from attrs import evolve, frozen

from followkit._core.anchors import ANCHORS, Occasion, ranked
from followkit._core.conditions import holds
from followkit._core.contacts import TOGETHER
from followkit._core.decisions import Decision, FollowUp, Question, Reason, Subject
from followkit._core.keys import key_of
from followkit._core.material import material, questions_for
from followkit._core.placing import SPOKEN, Means, Placed, anchor_of, place_in_time, reach_of, standing_of
from followkit._core.routing import NoRoute, route
from followkit._core.rulebook import Rule, Rulebook
from followkit._core.situation import Situation
from followkit._core.timing import (
    Place,
    known_zone,
    seen_from,
    utc,
)


class Mark(NamedTuple):
    """Hold a moment from which the process counts as something (``ghosted``)."""

    code: str
    at: datetime


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


@frozen(kw_only=True)
class _Verdict:
    """Hold what one rule says of one occasion: a decision, and the follow-up, mark or question that comes of it."""

    decision: Decision
    rank: int = 0
    follow_up: FollowUp | None = None
    combine: bool = False
    mark: Mark | None = None
    questions: tuple[Question, ...] = ()
    assumptions: tuple[Reason, ...] = ()
    turns: tuple[datetime, ...] = ()


def step(situation: Situation, means: Means, now: datetime) -> Step:
    """Ask every rule about every subject once."""
    verdicts: list[_Verdict] = []
    for rule in means.rulebook.rules:
        found = ANCHORS[rule.after](situation)
        if isinstance(found, Reason):
            verdicts.append(_no(rule, Subject(kind="application"), (found,)))
            continue
        verdicts += [_consider(rule, occasion, situation, means, now) for occasion in found]
    verdicts = _combined(_with_missed(_winners(verdicts), means.rulebook))
    return Step(
        decisions=tuple(sorted((v.decision for v in verdicts), key=lambda d: (d.slot, d.rule, str(d.subject)))),
        follow_ups=tuple(sorted((v.follow_up for v in verdicts if v.follow_up), key=lambda f: (utc(f.when), f.handle))),
        marks=tuple(sorted((v.mark for v in verdicts if v.mark), key=lambda mark: utc(mark.at))),
        questions=_merged(question for verdict in verdicts for question in verdict.questions),
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
) -> _Verdict:
    decision = Decision(rule=rule.id, slot=rule.slot, subject=subject, yes=False, reasons=reasons)
    return _Verdict(decision=decision, rank=rule.rank, questions=questions, assumptions=assumptions, turns=turns)


# One rule, one occasion ---------------------------------------------------------------------------------------------


def _consider(rule: Rule, occasion: Occasion, situation: Situation, means: Means, now: datetime) -> _Verdict:
    subject = occasion.subject
    settled = _settled(rule, subject, situation)
    if settled is not None:
        return _no(rule, subject, (settled,))
    held = [holds(item, situation, subject) for item in rule.when]
    turns = tuple(answer.until for answer in held if answer.until is not None)
    against = tuple(answer.reason for answer in held if not answer.yes and answer.reason)
    if any(not answer.yes for answer in held):
        return _no(rule, subject, against, turns=turns)
    if rule.result == "ask":
        return _asked(rule, subject)
    found = route(rule, subject, situation, means.channels) if rule.result == "note" else None
    if isinstance(found, NoRoute):
        return _no(rule, subject, found.reasons, questions=found.questions)
    place, assumed = situation.place_and_assumptions(found.recipient if found else None)
    if place.zone is None:
        question = Question(code="zone", place="zone")  # the employer's, which answers for everybody at once
        return _no(rule, subject, (Reason(code="zone-unknown"),), questions=(question,))
    if found is None:
        return _marked(rule, occasion, situation, place)
    placed = place_in_time(rule, occasion, situation, means, found, place)
    if isinstance(placed, tuple):
        return _no(rule, subject, placed, turns=turns, assumptions=assumed)
    return _follow_up(rule, occasion, situation, means, placed, now, assumed, turns)


def _settled(rule: Rule, subject: Subject, situation: Situation) -> Reason | None:
    """Return the reason that this was sent already, or None. Rules that come *again* settle nothing by being sent."""
    if subject.kind == "person":
        round = situation.round(subject.round or "")
        part = situation.attendance(round.id, subject.person or "")
        sent = situation.sends().settled(part, round, rule.slot)
        return Reason(code="already-sent", parameters={"at": sent.at}) if sent else None
    made = situation.sent_in_silence(rule.slot)
    if rule.again or not made:
        return None
    return Reason(code="already-sent", parameters={"at": made[0].at})


def _asked(rule: Rule, subject: Subject) -> _Verdict:
    reasons = (Reason(code="asks", parameters={"question": rule.question or rule.id}),)
    decision = Decision(rule=rule.id, slot=rule.slot, subject=subject, yes=True, reasons=reasons)
    return _Verdict(decision=decision, rank=rule.rank, questions=(Question(code=rule.question or rule.id, place=""),))


def _marked(rule: Rule, occasion: Occasion, situation: Situation, place: Place) -> _Verdict:
    at = reach_of(rule.target, anchor_of(occasion, place, situation), situation, place, None)
    reasons = (Reason(code="marks", parameters={"at": at}),)
    decision = Decision(rule=rule.id, slot=rule.slot, subject=occasion.subject, yes=True, reasons=reasons)
    shown = seen_from(at, known_zone(place, situation.calendars))
    return _Verdict(decision=decision, rank=rule.rank, mark=Mark(rule.slot, shown), turns=(at,))


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
) -> _Verdict:
    subject, window, (recipient, channel, _) = occasion.subject, placed.window, placed.route
    standing = standing_of(window, placed.hours, placed.stagger, now)
    turns = (*turns, *standing.turns)
    if standing.state is None:
        expired = Reason(code="expired", parameters={"at": window.expires or window.target})
        return _no(rule, subject, (expired,), turns=turns, assumptions=assumed)
    key, handle = _identity(rule, subject, situation, means.tenant)
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
        note=rule.note,
        variant="via" if indirect else rule.variant,
        adds=() if rule.adds_if_missed else rule.adds,
        window=window,
        state=standing.state,
        when=seen_from(standing.when, known_zone(placed.place, situation.calendars)),
        because=rule.because,
        sources=rule.sources,
        reasons=placed.reasons,
        needs=tuple(evolve(question, blocks=(handle,)) for question in asked),
        rank=turn,
        optional=rule.optional,
    )
    decision = Decision(rule=rule.id, slot=rule.slot, subject=subject, yes=True, reasons=placed.reasons, handle=handle)
    return _Verdict(
        decision=decision,
        rank=rule.rank,
        follow_up=follow_up,
        combine=rule.combine and indirect,
        questions=follow_up.needs,
        assumptions=assumed,
        turns=turns,
    )


def _turn(rule: Rule, subject: Subject, situation: Situation, rank: int) -> int:
    """Return which phrasings it is the turn of: later notes of a slot go on where those of earlier rounds ended."""
    if subject.round is None:
        return len(situation.sent_in_silence(rule.slot))
    earlier = situation.rounds[: situation.rounds.index(situation.round(subject.round))]
    return rank + sum(len(ranked(round, situation)) for round in earlier)


def _identity(rule: Rule, subject: Subject, situation: Situation, tenant: str) -> tuple[str, str]:
    application = situation.application
    if subject.kind == "person":
        round = situation.round(subject.round or "")
        part = situation.attendance(round.id, subject.person or "")
        occurrence = situation.sends().voided_by(part, round, rule.slot)
        about = f"{part.fact}/{part.person}"
        handle = f"{rule.slot}/{part.person}" + (f"/{part.fact}" if part.nth > 1 else "")
    else:
        ordinal = len(situation.sent_in_silence(rule.slot)) + 1
        about, occurrence = subject.kind, f"{subject.fact}#{ordinal}"
        handle = f"{rule.slot}/{situation.sent_before_silence(rule.slot) + ordinal}"
    key = key_of(application=application.id, slot=rule.slot, subject=about, occurrence=occurrence, tenant=tenant)
    return key, handle


# All together -------------------------------------------------------------------------------------------------------


def _winners(verdicts: Iterable[_Verdict]) -> list[_Verdict]:
    """Keep one follow-up per slot and subject: the highest rank that holds; the others say what superseded them."""
    best: dict[str, _Verdict] = {}
    for verdict in verdicts:
        if verdict.follow_up is not None:
            rival = best.get(verdict.follow_up.key)
            if rival is None or (verdict.rank, rival.decision.rule) > (rival.rank, verdict.decision.rule):
                best[verdict.follow_up.key] = verdict
    kept = []
    for verdict in verdicts:
        winner = best.get(verdict.follow_up.key) if verdict.follow_up else None
        if winner is None or winner is verdict:
            kept.append(verdict)
            continue
        superseded = Reason(code="superseded", parameters={"by": winner.decision.rule})
        decision = evolve(verdict.decision, yes=False, reasons=(superseded,), handle=None)
        kept.append(_Verdict(decision=decision, turns=verdict.turns))
    return kept


def _with_missed(verdicts: list[_Verdict], book: Rulebook) -> list[_Verdict]:
    """Let a note say what another slot can no longer say because it expired unsent (TY-05)."""
    missed: dict[str, bool] = {}
    for verdict in verdicts:
        decision = verdict.decision
        codes = {reason.code for reason in decision.reasons}
        if decision.yes or codes & {"expired", "already-sent"}:
            missed[decision.slot] = missed.get(decision.slot, True) and "expired" in codes
    adds = {rule.id: rule.adds for rule in book.rules if rule.adds_if_missed and missed.get(rule.adds_if_missed)}
    return [
        evolve(v, follow_up=evolve(v.follow_up, adds=adds[v.follow_up.rule]))
        if v.follow_up and v.follow_up.rule in adds
        else v
        for v in verdicts
    ]


def _combined(verdicts: list[_Verdict]) -> list[_Verdict]:
    """Make one note of several that go through one person (TY-13)."""
    groups: dict[tuple[str, str, str], list[FollowUp]] = {}
    for verdict in verdicts:
        if verdict.combine and verdict.follow_up:
            one = verdict.follow_up
            groups.setdefault((one.slot, one.subject.round or "", one.recipient), []).append(one)
    merged = {one.handle: _one_of_many(many) for many in groups.values() if len(many) > 1 for one in many}
    kept, seen = [], set()
    for verdict in verdicts:
        together = merged.get(verdict.follow_up.handle) if verdict.follow_up else None
        if together is not None:
            decision = evolve(verdict.decision, handle=together.handle)
            first = together.handle not in seen
            verdict = evolve(verdict, decision=decision, follow_up=together if first else None)
            seen.add(together.handle)
        kept.append(verdict)
    return kept


def _one_of_many(many: list[FollowUp]) -> FollowUp:
    many = sorted(many, key=lambda one: one.key)
    first = min(many, key=lambda one: (utc(one.window.target), one.handle))
    handle = f"{first.slot}/{first.subject.round}/{TOGETHER}"
    return evolve(
        first,
        covers=tuple(one.key for one in many),
        handle=handle,
        about=tuple(sorted(person for one in many for person in one.about)),
        needs=tuple(evolve(question, blocks=(handle,)) for one in many for question in one.needs),
        rank=min(one.rank for one in many),
    )


def _merged(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Ask each thing once, and say everything that waits for it."""
    asked: dict[tuple[str, str], Question] = {}
    for question in questions:
        known = asked.get((question.code, question.place))
        blocks = tuple(sorted({*(known.blocks if known else ()), *question.blocks}))
        asked[question.code, question.place] = evolve(known or question, blocks=blocks)
    return tuple(asked[name] for name in sorted(asked))
