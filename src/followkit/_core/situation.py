"""Put together what the facts amount to: rounds, silence, promise, contacts made, and what was assumed of them.

A situation knows neither rules nor ``now``. Events are facts whatever their date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve, field, frozen

from followkit._core.chronicle import Chronicle
from followkit._core.contacts import ContactMade, Sends, contacts_elsewhere, contacts_made, unknown_handles
from followkit._core.decisions import Question, Reason
from followkit._core.errors import InvalidFacts
from followkit._core.events import (
    Assigned,
    Called,
    Event,
    InvitedToContact,
    OutOfOffice,
    Replied,
    Requested,
    Sent,
    Submitted,
)
from followkit._core.facts import Application, Person
from followkit._core.freezing import as_dict
from followkit._core.history import (
    Promise,
    Silence,
    closed_by,
    invitation_of,
    promise_of,
    puts_off,
    silence_of,
    unread_reply,
    unwelcome,
)
from followkit._core.places import Customs, place_of
from followkit._core.ranks import in_rank
from followkit._core.rounds import (
    BEING_ARRANGED,
    Attendance,
    Meeting,
    Round,
    meetings,
    nobody_named,
    oddities,
    rounds,
    time_problems,
    unknown_hours,
)
from followkit._core.timing import Calendars, Place, is_before
from followkit._core.vocabulary import Role


@frozen(kw_only=True)
class Situation:
    """Hold what the facts amount to.

    Args:
        application, calendars, customs: what it was read from.
        meetings, rounds: the interviews that take place.
        arranging: whether an interview is being arranged that has no hour yet.
        owed: what they asked for and have not got, or None; while they wait, nobody waits for them.
        unread: their latest word when nobody said what it means, or None.
        silence, promise, invitation: what is being waited for, if anything.
        chronicle: the events, to be looked up.
        contacts, sent: what went out; and that together with what it belongs to.
        elsewhere: what went to the same employer from the candidate's other applications.
        closed: the event that ended the process, or None.
        asked_not_to: person id (None: everybody) to what they asked not to get.
        away: person id to the last day of an absence.
        assumptions, questions: what was taken for granted, and what must be asked.
    """

    application: Application
    calendars: Calendars = field(repr=False)
    customs: Customs
    meetings: tuple[Meeting, ...]
    rounds: tuple[Round, ...]
    arranging: bool
    owed: Event | None
    unread: Replied | None
    silence: Silence | None
    promise: Promise | None
    invitation: InvitedToContact | None
    chronicle: Chronicle = field(repr=False)
    contacts: tuple[ContactMade, ...]
    sent: Sends = field(repr=False)
    elsewhere: tuple[ContactMade, ...]
    closed: Event | None
    asked_not_to: Mapping[str | None, frozenset[str]] = field(converter=as_dict)
    away: Mapping[str, date] = field(converter=as_dict)
    assumptions: tuple[Reason, ...]
    questions: tuple[Question, ...]
    _ranked: Mapping[str, tuple[Attendance, ...]] = field(init=False, converter=as_dict, eq=False, repr=False)
    _parts: Mapping[tuple[str, str], Attendance] = field(init=False, converter=as_dict, eq=False, repr=False)

    @_ranked.default
    def _in_rank(self) -> Mapping[str, tuple[Attendance, ...]]:
        return {round.id: in_rank(round, self.application) for round in self.rounds}

    @_parts.default
    def _by_person(self) -> Mapping[tuple[str, str], Attendance]:
        return {(round.id, part.person): part for round in self.rounds for part in round.attendances}

    def place(self, person: Person | None = None) -> Place:
        """Return where *person* is, or without one where the employer is."""
        return self.place_and_assumptions(person)[0]

    def place_and_assumptions(self, person: Person | None = None) -> tuple[Place, tuple[Reason, ...]]:
        """Return where *person* is and what was assumed of it."""
        return place_of(person, self.application, self._meeting_zone(person), self.calendars, self.customs)

    def located(self, person: Person) -> Person:
        """Return *person* with the country where they are, also where that is assumed: numbers are read by it."""
        country = None if person.country else self.place(person).country
        return evolve(person, country=country) if country else person

    def callers_place(self) -> Place | None:
        """Return where the candidate is, for live calls only; None when nobody said."""
        me = self.application.me
        if me.zone is None or self.calendars.zone(me.zone) is None:
            return None
        return Place(zone=me.zone, country=me.country)

    def _meeting_zone(self, person: Person | None) -> str | None:
        """Return the zone of the person's latest round, else of the latest round, else of an interview called off."""
        zoned = [round for round in self.rounds if round.zone]
        own = [r for r in zoned if person and any(a.person == person.id for a in r.attendances)]
        planned = [interview.zone for interview in self.application.interviews if interview.zone]
        return (own or zoned)[-1].zone if zoned else next(iter(planned), None)

    def round(self, id: str) -> Round:
        """Return the round with this id."""
        return next(round for round in self.rounds if round.id == id)

    def attendance(self, round_id: str, person: str) -> Attendance:
        """Return a person's part in a round."""
        return self._parts[round_id, person]

    def ranked(self, round_id: str) -> tuple[Attendance, ...]:
        """Return who was there in a round and took part, the hiring manager first, then by role and id."""
        return self._ranked[round_id]

    def sends(self) -> Sends:
        """Return what went out together with the rounds it may belong to."""
        return self.sent

    def event(self, id: str) -> Event | None:
        """Return the event with this id, or None."""
        return self.chronicle.event(id)

    def handed_in(self) -> Mapping[str, str]:
        """Return the id of each event that handed something in, to ``material`` or ``assignment`` (EV-01, EV-03)."""
        return _handed_in(self)

    def sent_in_silence(self, slot: str) -> tuple[ContactMade, ...]:
        """Return the contacts of *slot* since the silence began; none when none runs."""
        silence = self.silence
        if silence is None:
            return ()
        return tuple(one for one in self.sent.of_slot(slot) if not is_before(one.at, silence.since))

    def sent_before_silence(self, slot: str) -> int:
        """Return how many contacts of *slot* went out in earlier silences; it numbers handles."""
        return len(self.sent.of_slot(slot)) - len(self.sent_in_silence(slot))

    def agency_recruiter(self) -> Person | None:
        """Return the agency's recruiter, through whom everything goes (TY-13), or None."""
        return self.first_with(Role.AGENCY_RECRUITER)

    def first_with(self, role: Role) -> Person | None:
        """Return the first person with *role*, by id, or None."""
        return next((person for person in self.application.people if person.role is role), None)

    def times_put_off(self) -> int:
        """Return how often the employer put the decision off in writing since the last round (CI-09)."""
        ends = self.silence.round.ends if self.silence else None
        replies = [event for event in self.chronicle.of(Replied.kind) if isinstance(event, Replied)]
        return sum(puts_off(reply) and ends is not None and not is_before(reply.at, ends) for reply in replies)

    def counted_promise(self) -> Promise | None:
        """Return the promise that check-ins count from: none once they wrote that they still decide and named no date.

        The date stays an embargo all the same (CI-01, CI-09).
        """
        reply = self.last_reply()
        put_off = reply is not None and puts_off(reply) and not reply.decision_by and not reply.says
        return None if put_off else self.promise

    def last_reply(self) -> Replied | None:
        """Return the reply that started the silence, or None when something else did."""
        started = self.chronicle.event(self.silence.id) if self.silence else None
        return started if isinstance(started, Replied) else None


def situation_of(
    application: Application, calendars: Calendars, customs: Customs, elsewhere: Iterable[Sent | Called] = ()
) -> Situation:
    """Read the facts.

    Args:
        application: the facts.
        calendars, customs: what they are read with.
        elsewhere: contacts with the same employer from the candidate's other applications.

    Raises:
        InvalidFacts: for times that contradict each other.
    """
    problems = time_problems(application, calendars)
    if problems:
        raise InvalidFacts(problems=problems)
    found = meetings(application, calendars)
    grouped = rounds(application, found, calendars)
    chronicle = Chronicle(events=application.events)
    contacts = contacts_made(application, customs.status_slots, customs.unplanned)
    bare = Situation(
        application=application,
        calendars=calendars,
        customs=customs,
        meetings=found,
        rounds=grouped,
        arranging=any(interview.status in BEING_ARRANGED for interview in application.interviews),
        owed=None,
        unread=unread_reply(application),
        silence=None,
        promise=None,
        invitation=None,
        chronicle=chronicle,
        contacts=contacts,
        sent=Sends(
            application=application,
            chronicle=chronicle,
            rounds=grouped,
            made=contacts,
            answers=customs.answers,
            done_by=customs.done_by,
        ),
        elsewhere=contacts_elsewhere(elsewhere, application, customs.status_slots, customs.unplanned),
        closed=closed_by(application),
        asked_not_to=unwelcome(application),
        away={event.person: event.until for event in application.events if isinstance(event, OutOfOffice)},
        assumptions=(*_meeting_assumptions(grouped), *oddities(found, calendars)),
        questions=(*unknown_hours(found), *nobody_named(grouped)),
    )
    bare = evolve(bare, owed=_owed(bare))
    return _with_silence(evolve(bare, questions=(*_unsaid(bare), *bare.questions)))


def _owed(bare: Situation) -> Event | None:
    """Return the first thing they asked for that is still open (EV-01, EV-02)."""
    sends, slots = bare.sends(), bare.customs.restarting
    asked = [e for e in bare.application.events if isinstance(e, (Requested, Assigned))]
    waiting = [
        e for e in asked if not any(e.kind in sends.answers.get(slot, ()) and sends.settling(slot, e) for slot in slots)
    ]
    return waiting[0] if waiting else None


def _handed_in(bare: Situation) -> dict[str, str]:
    sends, slots = bare.sends(), bare.customs.restarting
    assigned = {event.id for event in bare.application.events if isinstance(event, Assigned)}
    found = {}
    for event in bare.application.events:
        if isinstance(event, Submitted):
            answered = event.regarding or sends.latest(_ASKING, event.at)
            found[event.id] = "assignment" if answered in assigned else "material"
    for one in bare.contacts:
        if one.slot in slots:
            answered = one.event.regarding or sends.latest(sends.answers.get(one.slot, _ASKING), one.at)
            found[one.event.id] = "assignment" if answered in assigned else "material"
    return found


_ASKING = frozenset({Requested.kind, Assigned.kind})


def _unsaid(bare: Situation) -> tuple[Question, ...]:
    """Return what must be asked before anything can be planned at all, and what nobody understands."""
    application = bare.application
    if not application.interviews:
        return (Question(code="first-interview", place="interviews"),)
    timed = any(round.ends is not None for round in bare.rounds)
    asked = [Question(code="zone", place="zone")] if timed and bare.place().zone is None else []
    known = frozenset(one.id for one in application.people) | frozenset(one.id for one in application.interviews)
    for handle in unknown_handles(bare.contacts, bare.customs.slots, known):
        asked.append(Question(code="which-follow-up", place="events", parameters={"handle": handle}))
    return tuple(asked)


def _with_silence(bare: Situation) -> Situation:
    application, calendars = bare.application, bare.calendars
    place = bare.place()
    zone = calendars.zone(place.zone or "")
    if zone is None:
        return bare
    rounds, promises = bare.rounds, bare.customs.promises
    waiting = not (bare.arranging or bare.owed or bare.unread)
    silence = silence_of(application, rounds, zone, promises, bare.handed_in()) if waiting else None
    promise, shown, asked = promise_of(application, silence, promises, place, calendars)
    return evolve(
        bare,
        silence=silence,
        promise=promise,
        invitation=invitation_of(application, silence) if silence else None,
        assumptions=(*bare.assumptions, *shown),
        questions=(*bare.questions, *asked),
    )


def _meeting_assumptions(grouped: tuple[Round, ...]) -> tuple[Reason, ...]:
    told = []
    for round in grouped:
        if round.debrief or round.ends is None:
            continue
        if not round.held:
            told.append(Reason(code="held-assumed", parameters={"round": round.id}))
        told += [
            Reason(code="length-assumed", parameters={"interview": meeting.interview.id})
            for meeting in round.meetings
            if meeting.length_assumed
        ]
        present = tuple(part.person for part in round.attendances if part.assumed)
        if present:
            told.append(Reason(code="attended-assumed", parameters={"round": round.id, "people": present}))
    return tuple(told)
