"""Make exactly the change that a reason for a "no" names, with the least that is plausible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

from followkit import events
from followkit._core.cures import Kind, cure_of
from followkit._core.decisions import Decision, Reason
from followkit._core.events import KINDS
from followkit._core.rulebook import Rule
from followkit._core.vocabulary import ContactClass, ReplyKind
from tests.rulebook.cases import Case, somebody, wall, with_somebody, zone_of
from tests.rulebook.corrections import FACTS, an_interview


def changed(case: Case, no: Decision, reason: Reason) -> Case:
    """Return the case after the change that one reason of a decision asks for."""
    cure = cure_of(reason)
    if cure.kind is Kind.TIME:
        return _later(case, reason)
    if cure.kind is Kind.KIT:
        return attrs.evolve(case, channels=(*case.channels, str(reason.parameters["channel"])))
    if cure.kind is Kind.EVENT:
        return _happened(case, no, reason, cure.at)
    return FACTS[reason.code](case, no, reason)


def _later(case: Case, reason: Reason) -> Case:
    until = reason.parameters.get("until")
    return attrs.evolve(case, now=max(case.now, until)) if isinstance(until, datetime) else case


# Events -------------------------------------------------------------------------------------------------------------


def _happened(case: Case, no: Decision, reason: Reason, kind: str) -> Case:
    """Let it happen, after everything that is recorded."""
    before = case.situation().event(no.subject.fact)
    kind = kind or (before.kind if before else "rejected")
    silence = case.situation().silence
    recorded = [event.at + timedelta(minutes=1) for event in case.application.events]
    booked = [silence.since] if silence and reason.code in IN_SILENCE else []
    case = with_somebody(attrs.evolve(case, now=max([case.now, *recorded, *booked])))
    if any(field.name == "interview" and field.default is attrs.NOTHING for field in attrs.fields(KINDS[kind])):
        case = case if case.application.interviews else an_interview(case, no, reason)
    said = SAID.get(reason.code, _nothing_said)(case, no, reason)
    return case.record(_event(kind, case, case.rules()[no.rule], said))


def _event(kind: str, case: Case, rule: Rule, said: Mapping[str, Any]) -> events.Event:
    """Return an event of a kind that says what is plausible, what the rule speaks about, and what *said* holds."""
    fields = {field.name for field in attrs.fields(KINDS[kind])}
    wanted = {name.removeprefix("event."): values[0] for name, values in rule.where.items() if name[:6] == "event."}
    wanted = {name: False if value == "False" else value for name, value in wanted.items()}
    day = case.now.date() + timedelta(days=14)
    plausible = {
        "at": case.now,
        **dict.fromkeys(("by", "person"), somebody(case.application)),
        **dict.fromkeys(("on", "due", "until", "respond_by"), day),
        "interview": next(iter(sorted(one.id for one in case.application.interviews)), None),
        "start": wall(case.now + timedelta(days=7), case.application),
        "zone": zone_of(case.application),
        "what": "the figures on queue depth",
        "to": "withdraw" if kind == "decided" else somebody(case.application),
    }
    if kind == "promised":
        plausible["decision_by"] = day
    if kind in {"sent", "called"}:
        plausible = {"at": case.now}
    told = {**plausible, **wanted, **said}
    return KINDS[kind](**{name: value for name, value in told.items() if name in fields})


def _nothing_said(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {}


def _reply(kind: ReplyKind) -> Callable[[Case, Decision, Reason], Mapping[str, Any]]:
    return lambda case, no, reason: {"reply": kind}


def _that_day(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    """They said so in the interview itself: what is said later is said too late."""
    round = case.situation().round(no.subject.round or "")
    return {"decision_by": round.day, "at": round.ends}


def _far_away(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"decision_by": case.now.date() + timedelta(days=60)}


def _what_they_wait_for(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    asked = [event for event in case.application.events if event.at == reason.parameters["since"]]
    return {"regarding": asked[0].id}


def _the_booked_one(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    (event,) = (event for event in case.application.events if event.id == no.subject.fact)
    return {"interview": next(m.interview.id for m in case.situation().meetings if m.starts and m.starts > event.at)}


def _an_answer(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"to": somebody(case.application), "contact": ContactClass.REPLY}


def _a_check_in(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"follow_up": "check-in"}


def _the_step_before(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"follow_up": no.slot if case.rules()[no.rule].after == "last-of-slot" else "check-in"}


def _that_slot(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"follow_up": reason.parameters["slot"]}


def _that_note(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    """Send the note of another slot to the same person, or about the same event."""
    slot, subject, situation = str(reason.parameters["slot"]), no.subject, case.situation()
    event = situation.event(subject.fact)
    if subject.round and subject.person:
        over = situation.attendance(subject.round, subject.person).ends
        names = {"follow_up": f"{slot}/{subject.person}", "interview": subject.fact}
        return {**names, "to": subject.person, "at": max(case.now, over)}
    if slot == "thank-you" and event is not None:
        person = getattr(event, "to", None) or somebody(case.application)
        return {"follow_up": f"{slot}/{person}", "to": person, "at": event.at - timedelta(minutes=5)}
    if subject.person:
        return {"follow_up": f"{slot}/{subject.person}", "to": subject.person}
    return {"follow_up": slot, "regarding": subject.fact}


SAID: Mapping[str, Callable[[Case, Decision, Reason], Mapping[str, Any]]] = {
    **dict.fromkeys(("cap-used", "rejected", "offered", "no-answer-since"), _reply(ReplyKind.PROGRESS)),
    **dict.fromkeys(("no-reply", "put-off", "reply-puts-nothing-off"), _reply(ReplyKind.STILL_DECIDING)),
    "they-asked-nothing": _reply(ReplyKind.QUESTION),
    "decision-not-that-day": _that_day,
    "days-to-decision": _far_away,
    "they-wait-for-you": _what_they_wait_for,
    "interview-booked": _the_booked_one,
    "they-asked": _an_answer,
    "check-ins-used": _a_check_in,
    "nothing-sent-yet": _the_step_before,
    "not-sent-yet": _that_note,
    "other-contact": _that_slot,
}
"""What the event that a reason asks for has to say, where it is more than its kind."""


IN_SILENCE = frozenset({"check-ins-used", "no-reply", "nothing-sent-yet", "put-off", "they-asked-nothing"})
"""What is lacking since the last interview, so that it happens after those that are booked."""
