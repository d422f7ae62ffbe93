"""Name whom a rule may speak to: one row of a table from the word in the TOML to the function that finds the person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from followkit._core.decisions import Subject
from followkit._core.events import Offered
from followkit._core.facts import Person
from followkit._core.ranks import precedence
from followkit._core.rounds import Attendance, Round
from followkit._core.situation import Situation
from followkit._core.vocabulary import Role


def ranked(round: Round, situation: Situation) -> tuple[Attendance, ...]:
    """Return who was there, the hiring manager first, then by id: the rank that deals out phrasings and strengths."""
    return situation.ranked(round.id)


def _said_by(name: str) -> Callable[[Situation, Subject], Person | None]:
    """Make the audience that the event itself names in one of its fields."""

    def audience(situation: Situation, subject: Subject) -> Person | None:
        event = situation.event(subject.fact)
        named = getattr(event, name, None)
        return situation.application.person(named) if isinstance(named, str) else None

    return audience


def _offerer(situation: Situation, subject: Subject) -> Person | None:
    made = situation.chronicle.each(Offered)
    return situation.application.person((made[-1].by if made else None) or "")


def _arranger(situation: Situation, subject: Subject) -> Person | None:
    """Find who arranged a round without taking part in it: the coordinator, else the organizer or recruiter."""
    round = situation.round(subject.round) if subject.round else None
    took_part = {part.person for part in round.attendances} if round else set()
    organizers = [m.interview.organizer for m in round.meetings if m.interview.organizer] if round else []
    named = [situation.first_with(Role.COORDINATOR), *map(situation.application.person, organizers)]
    found = [person for person in (*named, situation.first_with(Role.RECRUITER)) if person is not None]
    return next((one for one in found if one.id not in took_part and one.role is not Role.AGENCY_RECRUITER), None)


def _panel_lead(situation: Situation, subject: Subject) -> Person | None:
    present = ranked(situation.round(subject.round), situation) if subject.round else ()
    return situation.application.person(present[0].person) if present else None


def _host(situation: Situation, subject: Subject) -> Person | None:
    """Find who can pass something on: who arranged the interview, else who invited to the meeting."""
    return _arranger(situation, subject) or _organizer_of(situation, subject)


def _organizer_of(situation: Situation, subject: Subject) -> Person | None:
    event = situation.event(subject.fact)
    meant = {m.interview.id for m in situation.round(subject.round).meetings} if subject.round else set()
    meant |= set(event.interviews) if event else set()
    named = [i.organizer for i in situation.application.interviews if i.id in meant and i.organizer]
    return situation.application.person(named[0]) if named else None


def _first_interviewer(situation: Situation, subject: Subject) -> Person | None:
    """Find the interviewer who counts most in the interview an event is about, else in the latest round."""
    event = situation.event(subject.fact)
    meant = set(event.interviews) if event else set()
    parts = [part.person for i in situation.application.interviews if i.id in meant for part in i.interviewers]
    if parts:
        return situation.application.person(min(parts, key=lambda id: precedence(id, situation.application)))
    present = ranked(situation.rounds[-1], situation) if situation.rounds else ()
    return situation.application.person(present[0].person) if present else None


def _role(role: Role) -> Callable[[Situation, Subject], Person | None]:
    return lambda situation, subject: situation.first_with(role)


def _person_of_subject(situation: Situation, subject: Subject) -> Person | None:
    return situation.application.person(subject.person or "")


def _timeframe_giver(situation: Situation, subject: Subject) -> Person | None:
    return situation.application.person((situation.promise and situation.promise.giver) or "")


def _inviter(situation: Situation, subject: Subject) -> Person | None:
    return situation.application.person((situation.invitation and situation.invitation.by) or "")


def _replier(situation: Situation, subject: Subject) -> Person | None:
    return situation.application.person(getattr(situation.event(subject.fact), "by", None) or "")


def _organizer(situation: Situation, subject: Subject) -> Person | None:
    if situation.silence is None:
        return None
    named = [m.interview.organizer for m in situation.silence.round.meetings if m.interview.organizer]
    return situation.application.person(named[0]) if named else None


def _interviewer(situation: Situation, subject: Subject) -> Person | None:
    if situation.silence is None:
        return None
    present = ranked(situation.silence.round, situation)
    return situation.application.person(present[0].person) if present else None


AUDIENCES: Mapping[str, Callable[[Situation, Subject], Person | None]] = {
    "each-interviewer": _person_of_subject,
    "each-reference": _person_of_subject,
    "timeframe-giver": _timeframe_giver,
    "inviter": _inviter,
    "replier": _replier,
    "recipient": _said_by("to"),
    "person": _said_by("person"),
    "offerer": _offerer,
    "arranger": _arranger,
    "host": _host,
    "panel-lead": _panel_lead,
    "first-interviewer": _first_interviewer,
    "agency-recruiter": _role(Role.AGENCY_RECRUITER),
    "recruiter": _role(Role.RECRUITER),
    "coordinator": _role(Role.COORDINATOR),
    "hiring-manager": _role(Role.HIRING_MANAGER),
    "organizer": _organizer,
    "interviewer": _interviewer,
}


def _every_interviewer(situation: Situation) -> tuple[str, ...]:
    parts = [part for round in situation.rounds if not round.debrief for part in ranked(round, situation)]
    return tuple(dict.fromkeys(part.person for part in parts))


def _every_reference(situation: Situation) -> tuple[str, ...]:
    return tuple(person.id for person in situation.application.people if person.role is Role.REFERENCE)


INTERVIEWERS = "each-interviewer"
EACH: Mapping[str, Callable[[Situation], tuple[str, ...]]] = {
    INTERVIEWERS: _every_interviewer,
    "each-reference": _every_reference,
}
"""The audiences that are subjects of their own: a rule speaks to each of them."""
