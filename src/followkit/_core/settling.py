"""Let rules settle who speaks: one winner per slot and subject, one note for several people, each question once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from attrs import evolve, frozen

from followkit._core.contacts import TOGETHER
from followkit._core.decisions import Decision, FollowUp, Question, Reason
from followkit._core.rulebook import Rulebook
from followkit._core.timing import utc


class Mark(NamedTuple):
    """Hold a moment from which the process counts as something (``ghosted``)."""

    code: str
    at: datetime


@frozen(kw_only=True)
class Spoken:
    """Hold what one rule says of one occasion: a decision, and the follow-up, mark or question that comes of it."""

    decision: Decision
    rank: int = 0
    follow_up: FollowUp | None = None
    combine: bool = False
    mark: Mark | None = None
    questions: tuple[Question, ...] = ()
    assumptions: tuple[Reason, ...] = ()
    turns: tuple[datetime, ...] = ()


def winners(verdicts: Iterable[Spoken]) -> list[Spoken]:
    """Keep one follow-up per slot and subject: the highest rank that holds; the others say what superseded them."""
    best: dict[str, Spoken] = {}
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
        kept.append(Spoken(decision=decision, turns=verdict.turns))
    return kept


def with_missed(verdicts: list[Spoken], book: Rulebook) -> list[Spoken]:
    """Let a note say what another slot can no longer say (TY-05), or what nobody has said yet (TY-17)."""
    missed: dict[str, bool] = {}
    sent = {v.decision.slot for v in verdicts if any(reason.code == "already-sent" for reason in v.decision.reasons)}
    for verdict in verdicts:
        decision = verdict.decision
        codes = {reason.code for reason in decision.reasons}
        if decision.yes or codes & {*_TOO_LATE, "already-sent"}:
            missed[decision.slot] = missed.get(decision.slot, True) and bool(codes & _TOO_LATE)
    adds = {
        rule.id: rule.adds
        for rule in book.rules
        if (rule.adds_if_missed and missed.get(rule.adds_if_missed))
        or (rule.adds_if_unsent and rule.adds_if_unsent not in sent)
    }
    return [
        evolve(v, follow_up=evolve(v.follow_up, adds=adds[v.follow_up.rule]))
        if v.follow_up and v.follow_up.rule in adds
        else v
        for v in verdicts
    ]


_TOO_LATE = frozenset({"expired", "no-open-moment"})
"""Why something that was never sent can no longer be."""


def combined(verdicts: list[Spoken]) -> list[Spoken]:
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


def asked_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Ask each thing once, and say everything that it completes and that waits for it."""
    asked = merged(questions)
    return tuple(asked[name] for name in sorted(asked))


def merged(questions: Iterable[Question]) -> dict[tuple[str, str, str], Question]:
    """Return each thing that is asked, as it is asked first, with all that it completes and that waits for it."""
    asked: dict[tuple[str, str, str], Question] = {}
    for question in questions:
        name = _thing(question)
        known = asked.setdefault(name, question)
        blocks = tuple(sorted({*known.blocks, *question.blocks}))
        completes = tuple(sorted({*known.completes, *question.completes}))
        asked[name] = evolve(known, blocks=blocks, completes=completes)
    return asked


def _thing(question: Question) -> tuple[str, str, str]:
    """Return what tells one thing asked from another; in the list of an interview each person is another thing."""
    person = question.parameters.get("person", "") if question.place.endswith(".with") else ""
    return question.code, question.place, str(person)
