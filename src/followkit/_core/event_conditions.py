"""Ask about the event a rule speaks about. No condition sees ``now``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from followkit._core.contacts import TOGETHER, ContactMade
from followkit._core.decisions import Reason, Subject
from followkit._core.events import Accepted, Decided, Event, Offered
from followkit._core.records import Condition, Holds
from followkit._core.situation import Situation
from followkit._core.timing import elapsed, is_before, shift
from followkit._core.vocabulary import Intention

_THANKS = "thank-you"


def _in_force(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this event is what ended the process, and nothing since has changed that."""
    closed = situation.closed
    yes = closed is not None and closed.id == subject.fact
    code = closed.kind if closed is not None and not yes else "still-open"
    return Holds(yes=yes, reason=None if yes else Reason(code=code, parameters={"at": closed.at} if closed else {}))


def _offer_open(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether there is an offer that nobody has answered yet."""
    closed = situation.closed
    if isinstance(closed, Offered):
        return Holds(yes=True)
    reason = Reason(code=closed.kind, parameters={"at": closed.at}) if closed else Reason(code="no-offer")
    return Holds(yes=False, reason=reason)


def _latest(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether no later event of its kind took the place of this one."""
    same = _of_its_kind(situation, subject)
    yes = bool(same) and same[-1].id == subject.fact
    return Holds(yes=yes, reason=None if yes else Reason(code="overtaken", parameters={"at": same[-1].at}))


def _nth_at_least(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this has happened so often by now."""
    return _counted(_nth(situation, subject), parameter, yes=_nth(situation, subject) >= parameter)


def _nth_is(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this is exactly the n-th time."""
    return _counted(_nth(situation, subject), parameter, yes=_nth(situation, subject) == parameter)


def _counted(times: int, wanted: int, *, yes: bool) -> Holds:
    code = "happened-times" if times < wanted else "happened-more-often"
    return Holds(yes=yes, reason=None if yes else Reason(code=code, parameters={"times": times, "wanted": wanted}))


def _of_its_kind(situation: Situation, subject: Subject) -> tuple[Event, ...]:
    event = situation.event(subject.fact)
    return situation.chronicle.of(event.kind) if event is not None else ()


def _nth(situation: Situation, subject: Subject) -> int:
    return situation.chronicle.nth(subject.fact)


def _happened(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether an event of some kind was recorded at all."""
    found = situation.chronicle.of(parameter)
    code = "happened" if found else "not-happened"
    told = {"event": parameter, **({"at": found[-1].at} if found else {})}
    return Holds(yes=bool(found), reason=Reason(code=code, parameters=told))


def _sent(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether something of another slot went out for the same person, round or event."""
    at = _sent_at(situation, subject, parameter)
    code, told = ("already-sent", {"at": at}) if at else ("not-sent-yet", {})
    return Holds(yes=at is not None, reason=Reason(code=code, parameters={"slot": parameter, **told}))


def _sent_at(situation: Situation, subject: Subject, slot: str) -> datetime | None:
    sends, event = situation.sends(), situation.event(subject.fact)
    if subject.kind == "person":
        round = situation.round(subject.round or "")
        found = sends.settled(situation.attendance(round.id, subject.person or ""), round, slot)
        return found.at if found else None
    if event is not None and event.kind in situation.customs.answers.get(slot, ()):
        return sends.settling(slot, event, subject.person)
    made = [one.at for one in sends.of_slot(slot) if one.is_for(subject.person)]
    return made[-1] if made else None


def _thanked_within(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the note of thanks had gone when this happened, and at most so many hours before (FX-01)."""
    event = situation.event(subject.fact)
    person = getattr(event, "to", None)
    thanked = [one.at for one in situation.sends().of_slot(_THANKS) if _is_for(one, person)]
    before = [at for at in thanked if event is not None and not is_before(event.at, at)]
    if not before:
        code, told = ("already-sent", {"at": thanked[0]}) if thanked else ("not-sent-yet", {})
        return Holds(yes=False, reason=Reason(code=code, parameters={"slot": _THANKS, **told}))
    last = shift(before[-1], timedelta(hours=parameter))
    late = event is not None and is_before(last, event.at)
    return Holds(yes=not late, reason=Reason(code="expired", parameters={"at": last}) if late else None)


def _is_for(contact: ContactMade, person: str | None) -> bool:
    """Tell whether a note went to this person, or spoke for them; to anybody, where nobody is named."""
    together = contact.names[1:] == (TOGETHER,) and not contact.event.about
    return person is None or together or person in (contact.event.to, *contact.event.about, *contact.names[:1])


def _sent_as(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this contact was one of a slot: a call that is to be confirmed in writing."""
    yes = any(one.event.id == subject.fact for one in situation.sends().of_slot(parameter))
    return Holds(yes=yes, reason=None if yes else Reason(code="other-contact", parameters={"slot": parameter}))


def _answered_since(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether they wrote, or gave a new time, since this happened."""
    event = situation.event(subject.fact)
    since = [
        one
        for one in situation.chronicle.answers[-2:]  # of which one may be this event
        if event is not None and one.id != event.id and not is_before(one.at, event.at)
    ]
    reason = Reason(code="they-answered", parameters={"at": since[-1].at}) if since else Reason(code="no-answer-since")
    return Holds(yes=bool(since), reason=reason)


def _booked(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether an interview is booked or being arranged after this happened."""
    event = situation.event(subject.fact)
    later = [
        meeting.starts
        for meeting in situation.meetings
        if event is not None and meeting.starts is not None and is_before(event.at, meeting.starts)
    ]
    yes = situation.arranging or bool(later)
    return Holds(yes=yes, reason=Reason(code="interview-booked" if yes else "no-interview-booked"))


def _interview_within(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the next interview began within so many hours of this."""
    event = situation.event(subject.fact)
    soon = [
        meeting.interview.id
        for meeting in situation.meetings
        if event is not None and meeting.starts is not None and is_before(event.at, meeting.starts)
        if elapsed(event.at, meeting.starts) <= timedelta(hours=parameter)
    ]
    code = "interview-soon" if soon else "no-interview-soon"
    return Holds(yes=bool(soon), reason=Reason(code=code, parameters={"hours": parameter}))


def _said_by_somebody(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether a person wrote to say so, rather than a calendar."""
    yes = bool(getattr(situation.event(subject.fact), "by", None))
    return Holds(yes=yes, reason=None if yes else Reason(code="nobody-wrote"))


def _accepted_before(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the offer had been accepted before this (EV-09)."""
    event = situation.event(subject.fact)
    decided = (one for one in situation.chronicle.of(Decided.kind) if getattr(one, "to", None) is Intention.ACCEPT)
    first = [next(iter(found), None) for found in (situation.chronicle.of(Accepted.kind), decided)]
    yes = event is not None and any(one is not None and is_before(one.at, event.at) for one in first)
    return Holds(yes=yes, reason=Reason(code="accepted-before" if yes else "not-accepted-before"))


CONDITIONS: tuple[Condition, ...] = (
    Condition(name="in-force", holds=_in_force, reads=("events",)),
    Condition(name="offer-open", holds=_offer_open, reads=("events.offered",)),
    Condition(name="latest", holds=_latest, reads=("events",)),
    Condition(name="nth-at-least", holds=_nth_at_least, takes=int, reads=("events",)),
    Condition(name="nth-is", holds=_nth_is, takes=int, reads=("events",)),
    Condition(name="happened", holds=_happened, takes=str, names="event", reads=("events",)),
    Condition(name="sent", holds=_sent, takes=str, names="slot", reads=("events.sent", "events.called")),
    Condition(name="sent-as", holds=_sent_as, takes=str, names="slot", reads=("events.sent", "events.called")),
    Condition(name="thanked-within-hours", holds=_thanked_within, takes=int, reads=("events.sent", "events.forgot")),
    Condition(name="answered-since", holds=_answered_since, reads=("events",)),
    Condition(name="booked", holds=_booked, reads=("interviews",)),
    Condition(name="interview-within-hours", holds=_interview_within, takes=int, reads=("interviews",)),
    Condition(name="said-by-somebody", holds=_said_by_somebody, reads=("events",)),
    Condition(name="accepted-before", holds=_accepted_before, reads=("events.decided", "events.accepted")),
)
