"""Read from the events what was sent, what was promised, since when it is silent, and whether it is over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo

from attrs import field, frozen

from followkit._core.decisions import Reason
from followkit._core.events import (
    AskedNotToContact,
    Called,
    Event,
    InvitedToContact,
    Promised,
    Replied,
    Rescheduled,
    Sent,
    Submitted,
)
from followkit._core.facts import Application, Person
from followkit._core.rounds import Attendance, Round
from followkit._core.timing import (
    ONE_DAY,
    Calendars,
    Place,
    Span,
    count,
    end_of,
    is_before,
    local_date,
    open_day_on_or_before,
)
from followkit._core.vocabulary import ContactClass, Direct, Instruction, ReplyKind, Role

TOGETHER = "all"
"""The last part of a handle that stands for everybody in a round (``thank-you/panel/all``)."""


@frozen(kw_only=True)
class Silence:
    """Hold a time without news.

    Args:
        id: the id of the fact that started it: an interview or an event.
        since: the instant it began.
        day: that instant's local date.
        started_by: ``round``, ``reply``, ``promise``, ``invitation`` or ``material``.
        round: the round that was held last.
    """

    id: str
    since: datetime
    day: date
    started_by: str
    round: Round


@frozen(kw_only=True)
class Promise:
    """Hold the decision date in force.

    Args:
        id: the event's id, or ``decision_by`` for the date given with the facts.
        day: the date; it passes at its end.
        passes: the instant it has passed.
        giver: who gave it, when known.
        words: what they said, when it was no date.
    """

    id: str
    day: date
    passes: datetime
    giver: str | None
    words: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class ContactMade:
    """Hold one contact that went out.

    Args:
        event: the event that says so.
        slot: what it was for, or empty when it was not planned by us.
        names: what the handle says after the slot.
        status: whether it counts as asking about the state of things.
    """

    event: Sent | Called
    slot: str
    names: tuple[str, ...]
    status: bool

    @property
    def at(self) -> datetime:
        """Give the instant it went out."""
        return self.event.at


def contacts_made(application: Application, status_slots: frozenset[str]) -> tuple[ContactMade, ...]:
    """Return the contacts the events tell of, in order; a draft is not one of them."""
    found = []
    for event in application.events:
        if isinstance(event, (Sent, Called)):
            slot, *names = (event.follow_up or "").split("/")
            status = event.contact is ContactClass.STATUS if event.contact else slot in status_slots
            found.append(ContactMade(event=event, slot=slot, names=tuple(names), status=status))
    return tuple(found)


def closed_by(application: Application, rounds: Sequence[Round]) -> Event | None:
    """Return the event that ended the process, unless a later meeting shows that it goes on."""
    closing = [event for event in application.events if event.closes]
    if not closing:
        return None
    last = closing[-1]
    reopened = any(round.starts and is_before(last.at, round.starts) for round in rounds)
    return None if reopened else last


def silence_of(application: Application, rounds: Sequence[Round], zone: tzinfo | None) -> Silence | None:
    """Return the silence that runs since the latest word: none before the first round, or while one has no hour.

    A booked round counts with its end, so that no silence runs while an interview is booked.
    """
    candidates = [round for round in rounds if not round.debrief]
    if not candidates or any(round.ends is None for round in candidates) or zone is None:
        return None
    since, last = max(
        ((round.ends, round) for round in candidates if round.ends), key=lambda pair: (pair[0], pair[1].id)
    )
    id, by = last.id, "round"
    for event in application.events:
        if _breaks_silence(event) and not is_before(event.at, since):
            since, id, by = event.at, event.id, _STARTS.get(event.kind, "reply")
    return Silence(id=id, since=since, day=local_date(since, zone), started_by=by, round=last)


_STARTS = {Promised.kind: "promise", InvitedToContact.kind: "invitation", Submitted.kind: "material"}


def _breaks_silence(event: Event) -> bool:
    return event.by_employer or isinstance(event, Submitted)


def promise_of(
    application: Application, silence: Silence, promises: Mapping[str, str], place: Place, calendars: Calendars
) -> tuple[Promise | None, tuple[Reason, ...]]:
    """Return the decision date in force for *silence*: the last one given that had not passed when it began (CI-01).

    Words instead of a date are resolved to the end of what they name (CI-04); the reading is returned to be shown.
    """
    zone = calendars.zone(place.zone or "")
    if zone is None:
        return None, ()
    given: Promise | None = None
    shown: list[Reason] = []
    if application.decision_by:
        day = application.decision_by
        given = Promise(id="decision_by", day=day, passes=end_of(day, zone), giver=None)
    for event in application.events:
        if not isinstance(event, (Promised, Replied)) or (event.decision_by is None and event.says is None):
            continue
        day_said = local_date(event.at, zone)
        said = event.decision_by or _resolved(event.says, day_said, promises, place, calendars)
        if event.says and event.decision_by is None:
            shown.append(_reading(event, said))
        if said is not None:
            words = None if event.decision_by else event.says
            given = Promise(id=event.id, day=said, passes=end_of(said, zone), giver=event.by, words=words)
        else:
            given = None
    if given is not None and not is_before(silence.since, given.passes):
        given = None
    return given, tuple(shown)


def puts_off(reply: Replied) -> bool:
    """Tell whether a reply says that the decision is still to come."""
    return reply.reply is ReplyKind.STILL_DECIDING or bool(reply.decision_by or reply.says)


def _reading(event: Promised | Replied, day: date | None) -> Reason:
    if day is None:
        return Reason(code="promise-too-vague", parameters={"words": event.says or "", "event": event.id})
    return Reason(code="promise-read-as", parameters={"words": event.says or "", "day": day, "event": event.id})


def _resolved(
    words: str | None, said_on: date, promises: Mapping[str, str], place: Place, calendars: Calendars
) -> date | None:
    """Read what was said as the END of what it names; None when it names nothing (``"soon"``)."""
    text = " ".join((words or "").casefold().split()).removeprefix("in ").removeprefix("by ").removeprefix("the ")
    meaning = promises.get(text, text)
    if meaning in _ENDS:
        return open_day_on_or_before(_ENDS[meaning](said_on), place, calendars)
    matched = _WEEKS.fullmatch(meaning)
    if matched:
        return count(said_on, 5 * int(matched[1]), place, calendars)
    try:
        span = Span.parse(meaning)
    except ValueError:
        return None
    return count(said_on, span.amount, place, calendars) if span.is_counted else said_on + span.elapsed


_WEEKS = re.compile(r"(\d{1,2}) weeks?")


def _end_of_week(day: date) -> date:
    return day + (4 - day.weekday()) % 7 * ONE_DAY


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY


_ENDS: Mapping[str, Callable[[date], date]] = {
    "end of this week": _end_of_week,
    "end of next week": lambda day: _end_of_week(day) + 7 * ONE_DAY,
    "end of month": _end_of_month,
    "today": lambda day: day,
    "tomorrow": lambda day: day + ONE_DAY,
}


def invitation_of(application: Application, silence: Silence) -> InvitedToContact | None:
    """Return the latest request to be contacted on a day, if that day is not behind the silence (CI-05)."""
    asked = [event for event in application.events if isinstance(event, InvitedToContact) and event.on >= silence.day]
    return asked[-1] if asked else None


def unwelcome(application: Application) -> Mapping[str | None, frozenset[str]]:
    """Return who (None: everybody) asked not to get what: ``thank-you``, ``calls`` or ``anything``."""
    asked: dict[str | None, set[str]] = {}
    for event in application.events:
        if isinstance(event, AskedNotToContact):
            asked.setdefault(event.person, set()).add(event.only or "anything")
    for instruction in application.employer.instructions:
        asked.setdefault(None, set()).add(_INSTRUCTED[instruction])
    return {person: frozenset(what) for person, what in asked.items()}


_INSTRUCTED = {
    Instruction.NO_THANK_YOU: "thank-you",
    Instruction.NO_CALLS: "calls",
    Instruction.NO_CONTACT: "anything",
}


def goes_through_recruiter(person: Person, application: Application) -> bool:
    """Tell whether a recruiter stands between the candidate and this person (TY-13)."""
    if person.contact.direct is Direct.YES or person.role in {Role.AGENCY_RECRUITER, Role.RECRUITER}:
        return False
    agency = any(one.role is Role.AGENCY_RECRUITER for one in application.people)
    return agency or person.contact.direct is Direct.VIA_RECRUITER


def thanks_sent(
    attendance: Attendance, round: Round, slot: str, made: Iterable[ContactMade], application: Application
) -> ContactMade | None:
    """Return the contact that settled *slot* for this person and round, or None.

    One dated before the person's part was really over settles nothing: the meeting it thanked for had not happened.
    """
    sent = _sent_to(attendance, round, slot, made, application)
    return next((contact for contact in sent if not is_before(contact.at, attendance.ends)), None)


def voided_by(
    attendance: Attendance, round: Round, slot: str, made: Iterable[ContactMade], application: Application
) -> str:
    """Return the id of the event that made an earlier send void, or an empty string: the occurrence in the key."""
    sent = _sent_to(attendance, round, slot, made, application)
    early = [contact for contact in sent if is_before(contact.at, attendance.ends)]
    if not early:
        return ""
    moved = [
        event.id
        for event in application.events
        if isinstance(event, Rescheduled)
        and event.interview == attendance.fact
        and not is_before(event.at, early[-1].at)
    ]
    return moved[-1] if moved else early[-1].event.id


def _sent_to(
    attendance: Attendance, round: Round, slot: str, made: Iterable[ContactMade], application: Application
) -> list[ContactMade]:
    return [contact for contact in made if contact.slot == slot and _names(contact, attendance, round, application)]


def _names(contact: ContactMade, attendance: Attendance, round: Round, application: Application) -> bool:
    if not contact.names:
        return False
    first, *more = contact.names
    if more == [TOGETHER]:
        here = first in {meeting.interview.id for meeting in round.meetings}
        return here and _spoken_for(contact.event, attendance.person, application)
    nth = int(more[0]) if more and more[0].isdigit() else 1
    return nth == attendance.nth and first == attendance.person


def _spoken_for(event: Sent | Called, id: str, application: Application) -> bool:
    """Tell whether one note for several spoke for this person: as it says, else for all behind the recruiter."""
    if event.about:
        return id in event.about
    person = application.person(id)
    return person is not None and goes_through_recruiter(person, application)
