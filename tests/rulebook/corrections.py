"""Add or correct a fact as a reason for a "no" asks, with the least that is plausible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from followkit import events
from followkit._core.decisions import Decision, Reason
from followkit._core.facts import Employer, Interviewer, Person
from followkit._core.rounds import BEING_ARRANGED
from followkit._core.vocabulary import Direct, Instruction, ReplyKind, Response, Role, Status
from tests.rulebook.cases import ZONE, Case, somebody, with_person, with_round, with_somebody, zone_of

ROLES = {
    "agency-recruiter": Role.AGENCY_RECRUITER,
    "each-reference": Role.REFERENCE,
    "hiring-manager": Role.HIRING_MANAGER,
    "recruiter": Role.RECRUITER,
}
"""Whom to name for an audience; a coordinator for all others."""


def _somebody_of(case: Case, no: Decision, reason: Reason) -> Case:
    return with_person(case, ROLES.get(str(reason.parameters["audience"]), Role.COORDINATOR))


def _somebody_to_write_to(case: Case, no: Decision, reason: Reason) -> Case:
    return with_person(case, Role.RECRUITER if "recruiter" in case.rules()[no.rule].to else Role.COORDINATOR)


def _recruiter(case: Case, no: Decision, reason: Reason) -> Case:
    return with_person(case, Role.RECRUITER)


def _of_person(change: Callable[[Person, Reason], Person]) -> Callable[[Case, Decision, Reason], Case]:
    def applied(case: Case, no: Decision, reason: Reason) -> Case:
        person = case.application.person(str(reason.parameters["person"]))
        assert person is not None
        return case.replace(person, change(person, reason))

    return applied


def _shorter_position(case: Case, no: Decision, reason: Reason) -> Case:
    return case.with_facts(position="Planner")


def _address(name: str, address: str) -> Callable[[Person, Reason], Person]:
    return lambda person, reason: attrs.evolve(person, addresses={**person.addresses, name: address})


def _another_address(person: Person, reason: Reason) -> Person:
    return _address(str(reason.parameters["channel"]), "another@new.example")(person, reason)


def _consent(person: Person, reason: Reason) -> Person:
    said = {**person.contact.channels, str(reason.parameters["channel"]): "invited"}
    return attrs.evolve(person, contact=attrs.evolve(person.contact, channels=said))


def _can_be_written_to(person: Person, reason: Reason) -> Person:
    contact = attrs.evolve(person.contact, channels={**person.contact.channels, "email": "invited"})
    return attrs.evolve(_address("email", "somebody@new.example")(person, reason), contact=contact)


def _direct(person: Person, reason: Reason) -> Person:
    return attrs.evolve(person, contact=attrs.evolve(person.contact, direct=Direct.YES))


def an_interview(case: Case, no: Decision, reason: Reason, hours: int = -3) -> Case:
    """Add a round of one hour: it is over, unless *hours* says otherwise, and with the person it is about."""
    case = with_somebody(case)
    return with_round(case, no.subject.person, case.now + timedelta(hours=hours))


def _another_interview(case: Case, no: Decision, reason: Reason) -> Case:
    """Meet the person again, a day after the last round."""
    ends = [round.ends for round in case.situation().rounds if round.ends]
    return with_round(case, no.subject.person, max([*ends, case.now]) + timedelta(days=1))


def _interview_ahead(case: Case, no: Decision, reason: Reason) -> Case:
    """Book an interview for the same day, but later."""
    return an_interview(case, no, reason, hours=12)


def _hours(case: Case, no: Decision, reason: Reason) -> Case:
    """Say at which hour the interviews begin, and for those still being arranged on which day; then they take place."""
    for interview in case.application.interviews:
        if interview.status in BEING_ARRANGED or not isinstance(interview.start, datetime):
            day = interview.start.date() if isinstance(interview.start, datetime) else interview.start
            start = datetime.combine(day or case.now.date() + timedelta(days=1), datetime.min.time().replace(hour=14))
            name = interview.zone or zone_of(case.application)
            booked = attrs.evolve(interview, start=start, end=None, zone=name, status=Status.SCHEDULED)
            case = case.replace(interview, booked)
    ends = [round.ends for round in case.situation().rounds if round.ends]
    return attrs.evolve(case, now=max([*ends, case.now]) + timedelta(minutes=1))


def _attended(case: Case, no: Decision, reason: Reason) -> Case:
    for meeting in case.situation().round(no.subject.round or "").meetings:
        interview = next(one for one in case.application.interviews if one.id == meeting.interview.id)
        parts = [_present(part) if part.person == no.subject.person else part for part in interview.interviewers]
        case = case.replace(interview, attrs.evolve(interview, interviewers=parts))
    return case


def _present(part: Interviewer) -> Interviewer:
    return attrs.evolve(part, attended=True, shadow=False, response=Response.ACCEPTED)


def _interviewers(case: Case, no: Decision, reason: Reason) -> Case:
    case = with_somebody(case)
    for interview in case.application.interviews:
        if not interview.interviewers:
            named = attrs.evolve(interview, interviewers=[Interviewer(person=somebody(case.application) or "")])
            case = case.replace(interview, named)
    return case


def _of_employer(change: Callable[[Employer], Employer]) -> Callable[[Case, Decision, Reason], Case]:
    return lambda case, no, reason: case.with_facts(employer=change(case.application.employer))


def _in_zone(employer: Employer) -> Employer:
    return attrs.evolve(employer, zone=ZONE)


def _notes_welcome(employer: Employer) -> Employer:
    return attrs.evolve(employer, instructions=[*employer.instructions, Instruction.NOTES_WELCOME])


# What the events say ------------------------------------------------------------------------------------------------


def _without(*kinds: str) -> Callable[[Case, Decision, Reason], Case]:
    def applied(case: Case, no: Decision, reason: Reason) -> Case:
        return case.with_facts(events=[event for event in case.application.events if event.kind not in kinds])

    return applied


def _said(change: Callable[[Case, Iterable[events.Event], Reason], tuple[events.Event, Mapping[str, Any]]]) -> Any:
    """Make the change that lets one event say more."""

    def applied(case: Case, no: Decision, reason: Reason) -> Case:
        own = [event for event in case.application.events if event.id == no.subject.fact]
        event, said = change(case, own, reason)
        return case.replace(event, attrs.evolve(event, **said))

    return applied


def _day_named(case: Case, own: Iterable[events.Event], reason: Reason) -> tuple[events.Event, Mapping[str, Any]]:
    name, kind = str(reason.parameters["field"]), reason.parameters.get("event")
    event = next(one for one in [*own, *case.application.events] if kind is None or one.kind == kind)
    day: date = event.at.date() + timedelta(days=14)
    return event, {name: day}


def _who_wrote(case: Case, own: Iterable[events.Event], reason: Reason) -> tuple[events.Event, Mapping[str, Any]]:
    (event,) = own
    return event, {"by": somebody(case.application)}


def _meaning(case: Case, own: Iterable[events.Event], reason: Reason) -> tuple[events.Event, Mapping[str, Any]]:
    unread = [e for e in case.application.events if getattr(e, "reply", None) is ReplyKind.UNCLASSIFIED]
    return unread[-1], {"reply": ReplyKind.PROGRESS}


FACTS: Mapping[str, Callable[[Case, Decision, Reason], Case]] = {
    "address-bounced": _of_person(_another_address),
    **dict.fromkeys(("bad-email", "no-email", "unreachable"), _of_person(_address("email", "somebody@new.example"))),
    **dict.fromkeys(
        ("bad-phone", "emergency-phone", "no-phone", "premium-phone", "short-phone"),
        _of_person(_address("phone", "+1 212 555 0147")),
    ),
    **dict.fromkeys(
        ("bad-text", "emergency-text", "no-text", "premium-text", "short-text"),
        _of_person(_address("text", "+1 212 555 0147")),
    ),
    **dict.fromkeys(("bad-linkedin", "no-linkedin"), _of_person(_address("linkedin", "in/somebody"))),
    "no-post": _of_person(_address("post", "12 Canal Street, New York")),
    **dict.fromkeys(("channel-not-invited", "channel-refused"), _of_person(_consent)),
    **dict.fromkeys(("calls-used", "voicemails-used"), _of_person(_can_be_written_to)),
    "via-recruiter-only": _of_person(_direct),
    "no-recruiter-known": _recruiter,
    "nobody-of-that-kind": _somebody_of,
    "nobody-to-write-to": _somebody_to_write_to,
    "not-told-about-notes": _of_employer(_notes_welcome),
    "note-too-long": _shorter_position,
    "zone-unknown": _of_employer(_in_zone),
    **dict.fromkeys(("interview-off", "no-interview", "rounds-held"), an_interview),
    "first-meeting": _another_interview,
    **dict.fromkeys(("no-interview-booked", "no-interview-soon"), _interview_ahead),
    **dict.fromkeys(("interview-being-arranged", "interview-time-unknown"), _hours),
    **dict.fromkeys(("interviewer-absent", "interviewer-declined", "interviewer-shadow"), _attended),
    "nobody-interviewed": _interviewers,
    "dismissed": _without("dismissed"),
    "snoozed": _without("snoozed"),
    "stopped": _without("stopped"),
    "no-day-named": _said(_day_named),
    "nobody-wrote": _said(_who_wrote),
    "who-wrote-unknown": _said(_who_wrote),
    "reply-unclassified": _said(_meaning),
}
"""The change to the facts that a reason asks for."""
