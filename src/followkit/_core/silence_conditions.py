"""Ask about the process as a whole and the silence that runs. No condition sees ``now``."""

from __future__ import annotations

from typing import Any

from followkit._core.anchors import CHECK_IN
from followkit._core.decisions import Reason, Subject
from followkit._core.history import puts_off
from followkit._core.records import Condition, Holds
from followkit._core.situation import Situation
from followkit._core.timing import is_before
from followkit._core.vocabulary import ReplyKind


def _open(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    closed = situation.closed
    if closed is None:
        return Holds(yes=True)
    return Holds(yes=False, reason=Reason(code=closed.kind, parameters={"at": closed.at}))


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
    return Holds(yes=used >= parameter, reason=None if used >= parameter else reason)


def _put_off_at_least(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    times = situation.times_put_off()
    yes = times >= parameter
    return Holds(yes=yes, reason=None if yes else Reason(code="put-off", parameters={"times": times}))


def _last_was(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask what the silence runs since (``Silence.started_by``)."""
    last = situation.silence.started_by if situation.silence else "nothing"
    return Holds(yes=last == parameter, reason=Reason(code="last-was", parameters={"last": last}))


def _puts_off(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the reply that started the silence says that the decision is still to come."""
    reply = situation.last_reply()
    yes = reply is not None and puts_off(reply)
    return Holds(yes=yes, reason=Reason(code="reply-puts-off" if yes else "reply-puts-nothing-off"))


CONDITIONS: tuple[Condition, ...] = (
    Condition(name="open", holds=_open, reads=("events",)),
    Condition(name="promise-given", holds=_promise_given, reads=("decision_by", "events.promised")),
    Condition(name="invited-to-contact", holds=_invited_to_contact, reads=("events.invited",)),
    Condition(name="check-ins-used", holds=_check_ins_used, takes=int, reads=("events.sent",)),
    Condition(name="put-off-at-least", holds=_put_off_at_least, takes=int, reads=("events.replied", "events.promised")),
    Condition(name="last-was", holds=_last_was, takes=str, reads=("interviews", "events")),
    Condition(name="asks-something", holds=_asks_something, reads=("events.replied",)),
    Condition(name="puts-off", holds=_puts_off, reads=("events.replied",)),
)
