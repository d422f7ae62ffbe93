"""Answer what a rule asks of the facts: one row for each word that may stand in ``when``, and ``where``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from followkit.events import Accepted, Cancelled, Decided, Offered, Replied, Rescheduled
from tests.reference.case import Case, puts_off
from tests.reference.clock import counted
from tests.reference.meetings import Round, meetings_of, present
from tests.reference.people import AUDIENCES
from tests.reference.policies import Tables, dotted, number
from tests.reference.subjects import Subject

Answer = Callable[[Case, Subject, Any], bool]


def all_hold(rule: Tables, case: Case, subject: Subject) -> bool:
    return all(holds(item, case, subject) for item in rule.get("when", []))


def holds(item: Any, case: Case, subject: Subject) -> bool:
    """Answer one item: a word, ``not`` a word, a word with what it asks for, or groups of which one must hold."""
    if isinstance(item, Mapping) and "any" in item:
        return any(all(holds(one, case, subject) for one in group) for group in item["any"])
    name, parameter = next(iter(item.items())) if isinstance(item, Mapping) else (item, None)
    wanted = not name.startswith("not ")
    return CONDITIONS[name.removeprefix("not ")](case, subject, number(parameter, case.policy)) is wanted


def matches(rule: Tables, case: Case, subject: Subject) -> bool:
    """Tell whether the facts say what ``where`` wants of them."""
    return all(
        facts_named(name, case, subject) & {str(one) for one in (wanted if isinstance(wanted, list) else [wanted])}
        for name, wanted in dotted(rule.get("where", {})).items()
        if wanted != []
    )


def facts_named(name: str, case: Case, subject: Subject) -> set[str]:
    root, _, field = name.partition(".")
    found: Any
    if root == "custom":
        found = case.application.custom.get(field)
    elif root == "round":
        round = case.round(subject.round) if subject.round else case.silence.round if case.silence else None
        found = getattr(round, field, None)
    else:
        records = {
            "application": case.application,
            "employer": case.application.employer,
            "event": case.event(subject.fact),
            "person": case.application.person(subject.person or ""),
        }
        found = getattr(records[root], field, None)
    values = found if isinstance(found, tuple) else (found,)
    return {str(value.value if isinstance(value, Enum) else value) for value in values if value is not None}


# About rounds and people --------------------------------------------------------------------------------------------


def attended(case: Case, subject: Subject, wanted: Any) -> bool:
    return not case.round(subject.round).part(subject.person).absence


def met(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether they took part in a round that was over when the thing happened."""
    moments = [one.at for one in case.application.events if one.id == subject.fact]
    over = [round for round in case.rounds if round.ends and not round.debrief and round.ends <= moments[0]]
    return any(subject.person in present(round, case.application) for round in over)


def met_before(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether they took part in a round that was over before this one; one among themselves is none."""
    own = case.round(subject.round)
    earlier = [round for round in case.rounds if round.ends and own.ends and round.ends < own.ends]
    return any(subject.person in present(round, case.application) for round in earlier if not round.debrief)


def decision_that_day(case: Case, subject: Subject, wanted: Any) -> bool:
    return case.promise is not None and case.promise.day == case.round(subject.round).day


def decision_days_at_least(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether so many open days lie between the round and the promised day, that day included."""
    day, place = case.round(subject.round).day, case.place()
    if case.promise is None or day is None or place is None:
        return False
    return counted(day, wanted, place) <= case.promise.day


def thanked_by(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether the thanks went to the person that way; where nobody knows, whether they have such an address."""
    round = case.round(subject.round)
    note = case.sends.settling_person("thank-you", round, round.part(subject.person))
    if note is None or note.event.channel not in (None, wanted):
        return False
    told_them = note.event.channel == wanted and note.event.to in (None, subject.person)
    person = case.application.person(subject.person or "")
    return told_them or (person is not None and wanted in person.addresses)


def met_under_minutes(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether they were met so briefly, and somebody else of the round for longer."""
    round = case.round(subject.round)
    own = minutes_with(subject.person, round)
    others = [minutes_with(id, round) for id in present(round, case.application)]
    return own < wanted and any(minutes > own for minutes in others)


def minutes_with(person: str | None, round: Round) -> int:
    total = timedelta()
    for meeting in round.meetings:
        if any(part.person == person for part in meeting.interview.interviewers):
            total += meeting.length
    return int(total.total_seconds() // 60)


def together_at_least(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether so many sat in one meeting of the round with this person."""
    round = case.round(subject.round)
    there = set(present(round, case.application))
    meetings = [{part.person for part in meeting.interview.interviewers} for meeting in round.meetings]
    return any(len(people & there) >= wanted for people in meetings if subject.person in people)


def invites_on(case: Case, subject: Subject, wanted: Any) -> bool:
    person = case.application.person(subject.person or "")
    said = person.contact.channels.get(wanted) if person else None
    return said is not None and said.value == "invited"


# About the silence --------------------------------------------------------------------------------------------------


def asks_something(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether they asked something that nothing has been sent about since."""
    reply = case.reply()
    if reply is None or reply.reply.value != "question":
        return False
    return not any(contact.at > reply.at for contact in case.contacts)


def put_off_at_least(case: Case, subject: Subject, wanted: Any) -> bool:
    ends = case.silence.round.ends if case.silence else None
    replies = [event for event in case.events if isinstance(event, Replied) and puts_off(event)]
    times = sum(ends is not None and reply.at >= ends for reply in replies)
    return bool(times >= wanted)


def reply_puts_off(case: Case, subject: Subject, wanted: Any) -> bool:
    reply = case.reply()
    return reply is not None and puts_off(reply)


# About an event -----------------------------------------------------------------------------------------------------


def of_its_kind(case: Case, subject: Subject) -> list[str]:
    kind = case.event(subject.fact).kind
    return [event.id for event in case.events if event.kind == kind]


def nth(case: Case, subject: Subject) -> int:
    return of_its_kind(case, subject).index(subject.fact) + 1


def in_force(case: Case, subject: Subject, wanted: Any) -> bool:
    closed = case.closed()
    return closed is not None and closed.id == subject.fact


def sent(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether something of a slot went out for the same person, round or event."""
    if subject.kind == "person":
        round = case.round(subject.round)
        return case.sends.settled_person(wanted, round, round.part(subject.person))
    event = case.event(subject.fact)
    if event is not None and event.kind in case.sends.kinds(wanted):
        return case.sends.settled_event(wanted, event, subject.person)
    return any(contact.went_to(subject.person) for contact in case.sends.of_slot(wanted))


def sent_as(case: Case, subject: Subject, wanted: Any) -> bool:
    return [one.slot for one in case.contacts if one.event.id == subject.fact] == [wanted]


def answered_since(case: Case, subject: Subject, wanted: Any) -> bool:
    """Ask whether they wrote, or gave or took away a time, since."""
    event = case.event(subject.fact)
    later = [one for one in case.events if one.id != event.id and one.at >= event.at]
    return any(one.is_word or isinstance(one, (Rescheduled, Cancelled)) for one in later)


def starts_after(case: Case, subject: Subject) -> list[timedelta]:
    """Return how long after the event each meeting begins."""
    event = case.event(subject.fact)
    starts = [meeting.starts for meeting in meetings_of(case.application) if meeting.starts]
    return [start - event.at for start in starts if start > event.at]


def booked(case: Case, subject: Subject, wanted: Any) -> bool:
    return case.arranging() or bool(starts_after(case, subject))


def interview_within_hours(case: Case, subject: Subject, wanted: Any) -> bool:
    return any(away <= timedelta(hours=wanted) for away in starts_after(case, subject))


def thanked_within_hours(case: Case, subject: Subject, wanted: Any) -> bool:
    """Tell whether they had been thanked when this came to mind, at most so many hours before."""
    event = case.event(subject.fact)
    notes = [one for one in case.contacts if one.slot == "thank-you" and one.at <= event.at]
    mine = [
        one.at
        for one in notes
        if event.to in (None, one.event.to, *one.event.about, *one.names[:1])
        or (one.names[1:] == ["all"] and not one.event.about)
    ]
    return bool(mine) and event.at - mine[-1] <= timedelta(hours=wanted)


def accepted_before(case: Case, subject: Subject, wanted: Any) -> bool:
    event = case.event(subject.fact)
    before = [one for one in case.events if one.at < event.at]
    return any(isinstance(one, Accepted) or (isinstance(one, Decided) and one.to.value == "accept") for one in before)


CONDITIONS: Mapping[str, Answer] = {
    "open": lambda case, subject, wanted: case.closed() is None,
    "debrief": lambda case, subject, wanted: case.round(subject.round).debrief,
    "attended": attended,
    "panel-at-most": lambda case, subject, most: len(present(case.round(subject.round), case.application)) <= most,
    "met": met,
    "met-before": met_before,
    "decision-that-day": decision_that_day,
    "promise-given": lambda case, subject, wanted: case.promise_to_count_from() is not None,
    "invited-to-contact": lambda case, subject, wanted: case.invitation() is not None,
    "check-ins-used": lambda case, subject, wanted: len(case.in_silence("check-in")) >= wanted,
    "put-off-at-least": put_off_at_least,
    "last-was": lambda case, subject, wanted: case.silence is not None and case.silence.started_by == wanted,
    "asks-something": asks_something,
    "puts-off": reply_puts_off,
    "in-force": in_force,
    "offer-open": lambda case, subject, wanted: isinstance(case.closed(), Offered),
    "latest": lambda case, subject, wanted: of_its_kind(case, subject)[-1] == subject.fact,
    "nth-at-least": lambda case, subject, wanted: nth(case, subject) >= wanted,
    "nth-is": lambda case, subject, wanted: nth(case, subject) == wanted,
    "happened": lambda case, subject, wanted: any(event.kind == wanted for event in case.events),
    "sent": sent,
    "sent-as": sent_as,
    "thanked-by": thanked_by,
    "answered-since": answered_since,
    "booked": booked,
    "interview-within-hours": interview_within_hours,
    "thanked-within-hours": thanked_within_hours,
    "said-by-somebody": lambda case, subject, wanted: bool(getattr(case.event(subject.fact), "by", None)),
    "accepted-before": accepted_before,
    "met-under-minutes": met_under_minutes,
    "together-at-least": together_at_least,
    "rounds-at-least": lambda case, subject, wanted: sum(not round.debrief for round in case.rounds) >= wanted,
    "involved": lambda case, subject, wanted: AUDIENCES[wanted](case, subject) is not None,
    "invites-on": invites_on,
    "told-about-notes": lambda case, subject, wanted: bool(
        {"notes welcome", "no thank-you", "no contact"} & {one.value for one in case.application.employer.instructions}
    ),
    "decision-days-at-least": decision_days_at_least,
}
