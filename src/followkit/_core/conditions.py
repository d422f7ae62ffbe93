"""Answer the questions that a rule's ``when`` may ask. None sees ``now``."""

from __future__ import annotations

from typing import Any

from followkit._core.anchors import CHECK_IN, ranked
from followkit._core.decisions import Reason, Subject
from followkit._core.history import puts_off
from followkit._core.records import Condition, Holds
from followkit._core.rulebook import Clause, Either
from followkit._core.situation import Situation
from followkit._core.timing import earliest_of, is_before
from followkit._core.vocabulary import ReplyKind


def _open(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    closed = situation.closed
    if closed is None:
        return Holds(yes=True)
    return Holds(yes=False, reason=Reason(code=closed.kind, parameters={"at": closed.at}))


def _debrief(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    internal = situation.round(subject.round or "").debrief
    return Holds(yes=internal, reason=Reason(code="internal-meeting" if internal else "real-interview"))


def _attended(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    part = situation.attendance(subject.round or "", subject.person or "")
    code = "declined" if part.declined else "absent" if part.absent else "shadow" if part.shadow else ""
    who = {"person": part.person}
    return Holds(yes=not code, reason=Reason(code=f"interviewer-{code}", parameters=who) if code else None)


def _panel_at_most(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    size = len(ranked(situation.round(subject.round or ""), situation))
    reason = Reason(code="panel-too-large", parameters={"size": size, "most": parameter})
    return Holds(yes=size <= parameter, reason=None if size <= parameter else reason)


def _met_before(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    part = situation.attendance(subject.round or "", subject.person or "")
    code = "met-before" if part.nth > 1 else "first-meeting"
    return Holds(yes=part.nth > 1, reason=Reason(code=code, parameters={"person": part.person}))


def _decision_that_day(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the decision was promised for the day of this very round (TY-03)."""
    round, promise = situation.round(subject.round or ""), situation.promise
    today = promise is not None and round.day is not None and promise.day == round.day
    return Holds(yes=today, reason=Reason(code="decision-that-day" if today else "decision-not-that-day"))


def _promise_given(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    promise = situation.counted_promise()
    reason = Reason(code="promise-given", parameters={"day": promise.day}) if promise else Reason(code="no-promise")
    return Holds(yes=promise is not None, reason=reason)


def _invited_to_contact(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    invited = situation.invitation
    reason = Reason(code="invited", parameters={"day": invited.on}) if invited else Reason(code="not-invited")
    return Holds(yes=invited is not None, reason=reason)


def _asks_something(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether they asked something that nothing was sent about since."""
    reply = situation.last_reply()
    asked = reply is not None and reply.reply is ReplyKind.QUESTION
    yes = asked and not any(reply and is_before(reply.at, contact.at) for contact in situation.contacts)
    return Holds(yes=yes, reason=Reason(code="they-asked" if yes else "they-asked-nothing"))


def _check_ins_used(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    used = len(situation.sent_in_silence(CHECK_IN))
    reason = Reason(code="check-ins-used", parameters={"used": used, "of": parameter})
    return Holds(yes=used >= parameter, reason=reason)


def _put_off_at_least(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    times = situation.times_put_off()
    return Holds(yes=times >= parameter, reason=Reason(code="put-off", parameters={"times": times}))


def _last_was(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask what the silence runs since: ``round``, ``reply``, ``promise``, ``invitation`` or ``material``."""
    last = situation.silence.started_by if situation.silence else "nothing"
    return Holds(yes=last == parameter, reason=Reason(code="last-was", parameters={"last": last}))


def _puts_off(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the reply that started the silence says that the decision is still to come."""
    reply = situation.last_reply()
    yes = reply is not None and puts_off(reply)
    return Holds(yes=yes, reason=Reason(code="reply-puts-off" if yes else "reply-puts-nothing-off"))


CONDITIONS: tuple[Condition, ...] = (
    Condition(name="open", holds=_open, reads=("events",)),
    Condition(name="debrief", holds=_debrief, reads=("interviews.debrief",)),
    Condition(name="attended", holds=_attended, reads=("interviews.with",)),
    Condition(name="panel-at-most", holds=_panel_at_most, takes=int, reads=("interviews.with",)),
    Condition(name="met-before", holds=_met_before, reads=("interviews.with",)),
    Condition(name="decision-that-day", holds=_decision_that_day, reads=("decision_by", "events.promised")),
    Condition(name="promise-given", holds=_promise_given, reads=("decision_by", "events.promised")),
    Condition(name="invited-to-contact", holds=_invited_to_contact, reads=("events.invited",)),
    Condition(name="check-ins-used", holds=_check_ins_used, takes=int, reads=("events.sent",)),
    Condition(name="put-off-at-least", holds=_put_off_at_least, takes=int, reads=("events.replied", "events.promised")),
    Condition(name="last-was", holds=_last_was, takes=str, reads=("interviews", "events")),
    Condition(name="asks-something", holds=_asks_something, reads=("events.replied",)),
    Condition(name="puts-off", holds=_puts_off, reads=("events.replied",)),
)


def holds(item: Clause | Either, situation: Situation, subject: Subject) -> Holds:
    """Answer one item of a rule's ``when``; a condition that raises or answers with anything else is a "no"."""
    if isinstance(item, Clause):
        return _clause(item, situation, subject)
    groups = [[_clause(clause, situation, subject) for clause in group] for group in item.groups]
    yes = any(all(answer.yes for answer in group) for group in groups)
    answers = [answer for group in groups for answer in group]
    reason = next((answer.reason for answer in answers if not answer.yes), None)
    turns = [answer.until for answer in answers if answer.until is not None]
    return Holds(yes=yes, reason=None if yes else reason, until=earliest_of(*turns) if turns else None)


def _clause(clause: Clause, situation: Situation, subject: Subject) -> Holds:
    condition = clause.condition
    try:
        answer = condition.holds(situation, subject, clause.parameter)
    except Exception as error:
        parameters = {"condition": condition.name, "error": type(error).__name__}
        return Holds(yes=False, reason=Reason(code="condition-failed", parameters=parameters))
    if not isinstance(answer, Holds):
        parameters = {"condition": condition.name, "error": "no answer"}
        return Holds(yes=False, reason=Reason(code="condition-failed", parameters=parameters))
    yes = answer.yes is not clause.negated
    return Holds(yes=yes, reason=answer.reason or _default_reason(condition, clause), until=answer.until)


def _default_reason(condition: Condition, clause: Clause) -> Reason:
    return Reason(
        code="not-the-case" if not clause.negated else "is-the-case", parameters={"condition": condition.name}
    )
