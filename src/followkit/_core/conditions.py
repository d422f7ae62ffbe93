"""Answer the questions that a rule's ``when`` may ask. None sees ``now``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from followkit._core.anchors import CHECK_IN
from followkit._core.audiences import AUDIENCES, ranked
from followkit._core.decisions import Reason, Subject
from followkit._core.events import Accepted, Cancelled, Decided, Event, Offered, Rescheduled
from followkit._core.history import puts_off
from followkit._core.records import Condition, Holds
from followkit._core.rounds import Round
from followkit._core.rulebook import Clause, Either
from followkit._core.situation import Situation
from followkit._core.timing import count, earliest_of, elapsed, is_before
from followkit._core.vocabulary import Consent, Instruction, Intention, ReplyKind


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
    """Ask what the silence runs since (``Silence.started_by``)."""
    last = situation.silence.started_by if situation.silence else "nothing"
    return Holds(yes=last == parameter, reason=Reason(code="last-was", parameters={"last": last}))


def _puts_off(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the reply that started the silence says that the decision is still to come."""
    reply = situation.last_reply()
    yes = reply is not None and puts_off(reply)
    return Holds(yes=yes, reason=Reason(code="reply-puts-off" if yes else "reply-puts-nothing-off"))


# Conditions about an event ------------------------------------------------------------------------------------------


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
    return Holds(yes=yes, reason=Reason(code="happened-times", parameters={"times": times, "wanted": wanted}))


def _of_its_kind(situation: Situation, subject: Subject) -> list[Event]:
    event = situation.event(subject.fact)
    return [one for one in situation.application.events if event is not None and one.kind == event.kind]


def _nth(situation: Situation, subject: Subject) -> int:
    return [one.id for one in _of_its_kind(situation, subject)].index(subject.fact) + 1


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
    made = [one.at for one in situation.contacts if one.slot == slot]
    return made[-1] if made else None


def _sent_as(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this contact was one of a slot: a call that is to be confirmed in writing."""
    slots = [one.slot for one in situation.contacts if one.event.id == subject.fact]
    yes = slots == [parameter]
    return Holds(yes=yes, reason=None if yes else Reason(code="other-contact", parameters={"slot": parameter}))


def _answered_since(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether they wrote, or gave a new time, since this happened."""
    event = situation.event(subject.fact)
    since = [
        one
        for one in situation.application.events
        if event is not None and one.id != event.id and (one.is_word or isinstance(one, (Rescheduled, Cancelled)))
        if not is_before(one.at, event.at)
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
    before = [
        one
        for one in situation.application.events
        if isinstance(one, Accepted) or (isinstance(one, Decided) and one.to is Intention.ACCEPT)
        if event is not None and is_before(one.at, event.at)
    ]
    return Holds(yes=bool(before), reason=Reason(code="accepted-before" if before else "not-accepted-before"))


# Conditions about rounds and people ---------------------------------------------------------------------------------


def _met_under(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this person was met for less than so many minutes, and others of the round longer (TY-12)."""
    round = situation.round(subject.round or "")
    lengths = {part.person: _minutes_with(round, part.person) for part in ranked(round, situation)}
    own = lengths.get(subject.person or "", 0)
    yes = own < parameter and any(length > own for length in lengths.values())
    return Holds(yes=yes, reason=Reason(code="met-briefly" if yes else "met-long-enough", parameters={"minutes": own}))


def _minutes_with(round: Round, person: str) -> int:
    lengths = [
        elapsed(meeting.starts, meeting.ends)
        for meeting in round.meetings
        if meeting.starts and meeting.ends and any(part.person == person for part in meeting.interview.interviewers)
    ]
    return int(sum(lengths, timedelta()).total_seconds() // 60)


def _together(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether at least so many people sat in one meeting of the round with this person (TY-07)."""
    round = situation.round(subject.round or "")
    present = {part.person for part in ranked(round, situation)}
    sizes = [
        len(present & {part.person for part in meeting.interview.interviewers})
        for meeting in round.meetings
        if any(part.person == subject.person for part in meeting.interview.interviewers)
    ]
    size = max(sizes, default=0)
    return Holds(yes=size >= parameter, reason=Reason(code="met-together", parameters={"size": size}))


def _rounds_at_least(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    held = [round for round in situation.rounds if not round.debrief]
    reason = Reason(code="rounds-held", parameters={"rounds": len(held), "wanted": parameter})
    return Holds(yes=len(held) >= parameter, reason=reason)


def _involved(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether there is somebody of an audience (``agency-recruiter``)."""
    person = AUDIENCES[parameter](situation, subject) if parameter in AUDIENCES else None
    parameters = {"audience": parameter, **({"person": person.id} if person else {})}
    code = "somebody-of-that-kind" if person else "nobody-of-that-kind"
    return Holds(yes=person is not None, reason=Reason(code=code, parameters=parameters))


def _invites_on(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this person invited a channel (LI-01)."""
    person = situation.application.person(subject.person or "")
    yes = person is not None and person.contact.channels.get(parameter) is Consent.INVITED
    told = {"channel": parameter, "person": subject.person or ""}
    return Holds(yes=yes, reason=Reason(code="channel-invited" if yes else "channel-not-invited", parameters=told))


def _told_about_notes(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the employer said that notes are welcome, or that they are not (TY-16)."""
    said = {Instruction.NOTES_WELCOME, Instruction.NO_THANK_YOU, Instruction.NO_CONTACT}
    yes = bool(said & set(situation.application.employer.instructions))
    return Holds(yes=yes, reason=Reason(code="told-about-notes" if yes else "not-told-about-notes"))


def _decision_days_at_least(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the promised date lies at least so many open days after the round (CH-11)."""
    round, promise = situation.round(subject.round or ""), situation.promise
    if promise is None or round.day is None:
        return Holds(yes=False, reason=Reason(code="no-promise"))
    place = situation.place()
    day, left = round.day, 0
    while left < parameter and day < promise.day:
        day = count(day, 1, place, situation.calendars)
        left += day <= promise.day
    return Holds(yes=left >= parameter, reason=Reason(code="days-to-decision", parameters={"days": left}))


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
    Condition(name="in-force", holds=_in_force, reads=("events",)),
    Condition(name="offer-open", holds=_offer_open, reads=("events.offered",)),
    Condition(name="latest", holds=_latest, reads=("events",)),
    Condition(name="nth-at-least", holds=_nth_at_least, takes=int, reads=("events",)),
    Condition(name="nth-is", holds=_nth_is, takes=int, reads=("events",)),
    Condition(name="sent", holds=_sent, takes=str, reads=("events.sent", "events.called")),
    Condition(name="sent-as", holds=_sent_as, takes=str, reads=("events.sent", "events.called")),
    Condition(name="answered-since", holds=_answered_since, reads=("events",)),
    Condition(name="booked", holds=_booked, reads=("interviews",)),
    Condition(name="interview-within-hours", holds=_interview_within, takes=int, reads=("interviews",)),
    Condition(name="said-by-somebody", holds=_said_by_somebody, reads=("events",)),
    Condition(name="accepted-before", holds=_accepted_before, reads=("events.decided", "events.accepted")),
    Condition(name="met-under-minutes", holds=_met_under, takes=int, reads=("interviews.minutes",)),
    Condition(name="together-at-least", holds=_together, takes=int, reads=("interviews.with",)),
    Condition(name="rounds-at-least", holds=_rounds_at_least, takes=int, reads=("interviews",)),
    Condition(name="involved", holds=_involved, takes=str, reads=("people.role",)),
    Condition(name="invites-on", holds=_invites_on, takes=str, reads=("people.contact",)),
    Condition(name="told-about-notes", holds=_told_about_notes, reads=("instructions",)),
    Condition(name="decision-days-at-least", holds=_decision_days_at_least, takes=int, reads=("decision_by",)),
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
