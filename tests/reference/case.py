"""Read from the facts how things stand: what is waited for, since when, what was promised, and whether it is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import followkit as fk
from followkit.calendars import country_of, weekend_of
from followkit.events import (
    AcceptedElsewhere,
    Assigned,
    Called,
    CannotAttend,
    Event,
    InvitedToContact,
    OutOfOffice,
    Promised,
    Replied,
    Requested,
    Sent,
    Submitted,
)
from tests.reference.clock import Place, end_of, on_day
from tests.reference.meetings import BEING_ARRANGED, Meeting, Round, calls_off, meetings_of, rounds_of
from tests.reference.policies import WEEK, Tables, slots_that
from tests.reference.sends import Contact, Sends, contacts_elsewhere, contacts_of
from tests.reference.words import last_day, meaning

STARTS = {
    "replied": "reply",
    "promised": "promise",
    "invited": "invitation",
    **dict.fromkeys(("cancelled", "no-show", "missed", "cannot-attend"), "cancellation"),
}


class Silence(NamedTuple):
    """Hold a time without news: the fact it began with, when, and what that was."""

    fact: str
    since: datetime
    started_by: str
    round: Round


class Date(NamedTuple):
    """Hold the day by which they said they would decide, and who said so."""

    day: date
    by: str | None


class Case(NamedTuple):
    """Hold one application, and what its facts come to under a policy."""

    application: fk.Application
    policy: Tables
    meetings: list[Meeting]
    rounds: list[Round]
    contacts: list[Contact]
    elsewhere: list[Contact]
    silence: Silence | None
    promise: Date | None

    @property
    def events(self) -> tuple[Event, ...]:
        return self.application.events

    @property
    def sends(self) -> Sends:
        return Sends(self.application, self.policy, self.rounds, self.contacts)

    def event(self, id: str) -> Any:
        return next((event for event in self.events if event.id == id), None)

    def round(self, id: str | None) -> Round:
        (found,) = [round for round in self.rounds if round.id == id]
        return found

    def place(self, person: fk.Person | None = None) -> Place | None:
        return place_of(person, self.application, self.rounds, self.policy)

    def in_silence(self, slot: str) -> list[Contact]:
        """Return the contacts of a slot since the silence began."""
        silence = self.silence
        return [one for one in self.contacts if one.slot == slot and silence and one.at >= silence.since]

    def reply(self) -> Replied | None:
        """Return their answer, when the silence began with it."""
        event = self.event(self.silence.fact) if self.silence else None
        return event if isinstance(event, Replied) else None

    def promise_to_count_from(self) -> Date | None:
        """Return the promise, but none once they wrote that they still decide and named no other date (CI-09)."""
        reply = self.reply()
        if reply is not None and puts_off(reply) and not reply.decision_by and not reply.says:
            return None
        return self.promise

    def invitation(self) -> InvitedToContact | None:
        """Return the last time they asked to hear from the candidate, on a day that is not behind the silence."""
        place = self.place()
        if self.silence is None or place is None:
            return None
        since = on_day(self.silence.since, place.zone)
        asked = [event for event in self.events if isinstance(event, InvitedToContact) and event.on >= since]
        return asked[-1] if asked else None

    def closed(self) -> Event | None:
        return closed_by(self.application)

    def arranging(self) -> bool:
        return any(interview.status.value in BEING_ARRANGED for interview in self.application.interviews)

    def owed(self) -> Event | None:
        return owed(self.application, self.policy, self.sends)

    def unread(self) -> Replied | None:
        return unread(self.application)

    def away_until(self, person: str) -> date | None:
        said = [event.until for event in self.events if isinstance(event, OutOfOffice) and event.person == person]
        return said[-1] if said else None


def case_of(application: fk.Application, policy: Tables, contacts: Iterable[Sent | Called]) -> Case:
    """Read an application under a policy, with what other applications sent to the same employer."""
    meetings, rounds = meetings_of(application), rounds_of(application)
    made, elsewhere = contacts_of(application, policy), contacts_elsewhere(contacts, application, policy)
    case = Case(application, policy, meetings, rounds, made, elsewhere, None, None)
    place = case.place()
    if place is None:
        return case
    case = case._replace(promise=last_promise(application, policy, place))
    silence = None if case.arranging() or case.owed() or case.unread() else silence_of(case)
    if silence is None:
        return case
    if case.promise and end_of(case.promise.day, place.zone) <= silence.since:
        case = case._replace(promise=None)
    return case._replace(silence=silence)


# Where --------------------------------------------------------------------------------------------------------------


def place_of(
    person: fk.Person | None, application: fk.Application, rounds: list[Round], policy: Tables
) -> Place | None:
    """Return where somebody is: as they say, else where the employer is, else where they were met; None if unknown."""
    employer = application.employer
    own = person.zone if person else None
    zone = own or employer.zone or _met_in(person, application, rounds)
    if zone is None:
        return None
    country = (person.country if person else None) or (None if own else employer.country) or country_of(zone)
    region = (person.region if person else None) or (None if own else employer.region)
    weekend = frozenset(WEEK.index(day) for day in policy.get("weekend", []))
    closed = frozenset(policy.get("closed", [])) | frozenset(employer.closed)
    usual = weekend_of(country) if country else frozenset({5, 6})
    return Place(ZoneInfo(zone), country, region, weekend or usual, closed)


def _met_in(person: fk.Person | None, application: fk.Application, rounds: list[Round]) -> str | None:
    zoned = [round for round in rounds if round.zone]
    own = [round for round in zoned if person and any(part.person == person.id for part in round.parts)]
    planned = [interview.zone for interview in application.interviews if interview.zone]
    return (own or zoned)[-1].zone if zoned else next(iter(planned), None)


# Since when ---------------------------------------------------------------------------------------------------------


def silence_of(case: Case) -> Silence | None:
    """Return the silence since the latest of: a round's end, their word, something of the candidate's they wanted."""
    real = [round for round in case.rounds if not round.debrief]
    ends = [(round.ends, round.id) for round in real if round.ends]
    if not ends or len(ends) < len(real):
        return None
    last = case.round(max(ends)[1])
    silence = Silence(last.id, max(ends)[0], "round", last)
    handed_in = handed_in_of(case)
    for event in case.events:
        if event.at >= silence.since and (event.id in handed_in or is_news(event, case.policy)):
            by = handed_in.get(event.id) or STARTS.get(event.kind, "word")
            silence = Silence(event.id, event.at, by, last)
    return silence


def is_news(event: Event, policy: Tables) -> bool:
    """Tell whether an event ends a silence: a word from them, but none that says nothing ("soon")."""
    if isinstance(event, Promised) and event.decision_by is None:
        return meaning(event.says or "", policy["promises"]) != "nothing"
    return event.is_word or calls_off(event) or isinstance(event, CannotAttend)


def handed_in_of(case: Case) -> dict[str, str]:
    """Return what gave them something they wanted, and whether that was ``material`` or an ``assignment``."""
    asking = {"requested", "assigned"}
    found = {}
    for event in case.events:
        if isinstance(event, Submitted):
            found[event.id] = event.regarding or case.sends.latest_before(asking, event.at)
    for contact in case.contacts:
        if contact.slot in slots_that(case.policy, "restarts-silence"):
            kinds = case.sends.kinds(contact.slot) or asking
            found[contact.event.id] = contact.event.regarding or case.sends.latest_before(kinds, contact.at)
    return {
        id: "assignment" if isinstance(case.event(answered or ""), Assigned) else "material"
        for id, answered in found.items()
    }


def owed(application: fk.Application, policy: Tables, sends: Sends) -> Event | None:
    """Return the first thing they asked for and have not got: while they wait, nobody waits for them."""
    for event in application.events:
        if not isinstance(event, (Requested, Assigned)):
            continue
        slots = [slot for slot in slots_that(policy, "restarts-silence") if event.kind in sends.kinds(slot)]
        if not any(sends.settled_event(slot, event) for slot in slots):
            return event
    return None


def unread(application: fk.Application) -> Replied | None:
    """Return their last word when nobody has said yet what it means."""
    words = [event for event in application.events if event.is_word]
    last = words[-1] if words else None
    if isinstance(last, Replied) and last.reply.value == "unclassified" and not puts_off(last):
        return last
    return None


def puts_off(reply: Replied) -> bool:
    """Tell whether a reply says that the decision is still to come."""
    return reply.reply.value == "still deciding" or bool(reply.decision_by or reply.says)


def last_promise(application: fk.Application, policy: Tables, place: Place) -> Date | None:
    """Return the last day they named, or whose words can be read as one."""
    found = Date(application.decision_by, None) if application.decision_by else None
    for event in application.events:
        if not isinstance(event, (Promised, Replied)):
            continue
        day = event.decision_by
        if day is None and event.says:
            said = meaning(event.says, policy["promises"])
            day = last_day(said, on_day(event.at, place.zone), place)
        if day is not None:
            found = Date(day, event.by)
    return found


def closed_by(application: fk.Application) -> Event | None:
    """Return what ended the process, or None while it goes on."""
    return endings(application)[-1]


def ended_by(application: fk.Application) -> Event | None:
    """Return the first event since which it has been over all the time; an offer nobody answered ends nothing."""
    first: Event | None = None
    for ended in endings(application):
        over = ended is not None and ended.kind != "offered"
        first = (first or ended) if over else None
    return first


def endings(application: fk.Application) -> list[Event | None]:
    """Return what had ended the process at first and after each event.

    What the candidate ended stays ended; what they ended a later word of theirs opens. Another job taken ends nothing
    where nobody waits to hear of it.
    """
    found: list[Event | None] = [None]
    for event in application.events:
        ended = found[-1]
        theirs = ended is None or ended.by_employer
        unclear = isinstance(event, Replied) and event.reply.value == "unclassified"
        over = ended is not None and ended.kind in ("rejected", "declined", "withdrew", "stopped")
        if event.closes and not (isinstance(event, AcceptedElsewhere) and over):
            ended = event if theirs or not event.by_employer else ended
        elif not event.closes and theirs and event.is_word and not unclear:
            ended = None
        found.append(ended)
    return found
