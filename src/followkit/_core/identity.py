"""Give each intended contact its key and its readable handle."""

from __future__ import annotations

from followkit._core.contacts import ContactMade
from followkit._core.decisions import Subject
from followkit._core.keys import key_of
from followkit._core.rulebook import Rule
from followkit._core.situation import Situation


def key_for(rule: Rule, subject: Subject, situation: Situation, tenant: str) -> str:
    """Return the key of what a rule intends for a subject: never rule, recipient, channel, time or text."""
    application, occurrence = situation.application, ""
    if rule.slot in situation.customs.once:
        about = "application"
    elif subject.kind == "person":
        round = situation.round(subject.round or "")
        part = situation.attendance(round.id, subject.person or "")
        occurrence = situation.sends().voided_by(part, round, rule.slot)
        about = f"{part.fact}/{part.person}"
    elif subject.kind == "silence":
        about, occurrence = subject.kind, f"{subject.fact}#{len(situation.sent_in_silence(rule.slot)) + 1}"
    else:
        sent = len(_answers(rule, subject, situation)) if rule.again else 0
        about, occurrence = f"{subject.kind}/{subject.person or ''}", subject.fact + (f"#{sent + 1}" if sent else "")
    return key_of(application=application.id, slot=rule.slot, subject=about, occurrence=occurrence, tenant=tenant)


def handle_for(rule: Rule, subject: Subject, situation: Situation) -> str:
    """Return the readable form of the key: who it is about where that tells, else a number."""
    if subject.kind == "person":
        part = situation.attendance(subject.round or "", subject.person or "")
        return f"{rule.slot}/{part.person}" + (f"/{part.fact}" if part.nth > 1 else "")
    if subject.kind == "round":
        return f"{rule.slot}/{subject.fact}"
    if subject.person:
        return f"{rule.slot}/{subject.person}"
    if subject.kind == "silence":
        return f"{rule.slot}/{situation.sent_before_silence(rule.slot) + len(situation.sent_in_silence(rule.slot)) + 1}"
    if rule.slot in situation.customs.once:
        return f"{rule.slot}/1"
    kinds = situation.customs.answers.get(rule.slot, frozenset())
    number = situation.chronicle.nth(subject.fact, kinds)
    return f"{rule.slot}/{number + (len(_answers(rule, subject, situation)) if rule.again else 0)}"


def _answers(rule: Rule, subject: Subject, situation: Situation) -> list[ContactMade]:
    event = situation.event(subject.fact)
    return situation.sends().answering(rule.slot, event, subject.person) if event else []
