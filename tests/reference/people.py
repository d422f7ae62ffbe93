"""Find whom a rule means: one row for each word that may stand in ``to``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import followkit as fk
from followkit.events import Offered
from tests.reference.case import Case
from tests.reference.meetings import present, weight_of
from tests.reference.policies import Tables
from tests.reference.subjects import Subject
from tests.reference.wishes import with_role

Found = fk.Person | None


def audiences(rule: Tables, policy: Tables) -> list[str]:
    """Return the words of ``to``, with what a list of the policy's stands for."""
    given = rule.get("to", [])
    names = [given] if isinstance(given, str) else given
    return [one for name in names for one in policy["audiences"].get(name, [name])]


def person(id: str | None, case: Case) -> Found:
    return case.application.person(id) if id else None


def named_in(field: str) -> Callable[[Case, Subject], Found]:
    """Find the person that the event itself names."""
    return lambda case, subject: person(getattr(case.event(subject.fact), field, None), case)


def timeframe_giver(case: Case, subject: Subject) -> Found:
    return person(case.promise.by, case) if case.promise else None


def inviter(case: Case, subject: Subject) -> Found:
    invitation = case.invitation()
    return person(invitation.by, case) if invitation else None


def offerer(case: Case, subject: Subject) -> Found:
    offers = [event for event in case.events if isinstance(event, Offered)]
    return person(offers[-1].by, case) if offers else None


def organizer(case: Case, subject: Subject) -> Found:
    """Find who invited to the round the silence follows."""
    meetings = case.silence.round.meetings if case.silence else []
    named = [meeting.interview.organizer for meeting in meetings if meeting.interview.organizer]
    return person(named[0], case) if named else None


def interviewer(case: Case, subject: Subject) -> Found:
    found = present(case.silence.round, case.application) if case.silence else []
    return person(found[0], case) if found else None


def panel_lead(case: Case, subject: Subject) -> Found:
    found = present(case.round(subject.round), case.application) if subject.round else []
    return person(found[0], case) if found else None


def first_interviewer(case: Case, subject: Subject) -> Found:
    """Find who counts most of those in the interview an event is about, else in the last round."""
    interview = case.application.interview(getattr(case.event(subject.fact), "interview", None) or "")
    if interview is not None and interview.interviewers:
        ids = [part.person for part in interview.interviewers]
        return person(min(ids, key=lambda id: (weight_of(id, case.application), id)), case)
    found = present(case.rounds[-1], case.application) if case.rounds else []
    return person(found[0], case) if found else None


def arranger(case: Case, subject: Subject) -> Found:
    """Find who arranged the round and took no part in it: coordinator, whoever sent the invitation, recruiter."""
    meetings = case.round(subject.round).meetings if subject.round else []
    took_part = {part.person for meeting in meetings for part in meeting.interview.interviewers}
    candidates = [
        with_role("coordinator", case.application),
        *(person(meeting.interview.organizer, case) for meeting in meetings),
        with_role("recruiter", case.application),
    ]
    for one in candidates:
        if one is not None and one.id not in took_part and one.role.value != "agency recruiter":
            return one
    return None


def host(case: Case, subject: Subject) -> Found:
    """Find who can pass something on: who arranged it, else who sent the invitation."""
    arranged = arranger(case, subject)
    if arranged is not None:
        return arranged
    meant = case.round(subject.round).interviews if subject.round else set()
    about = getattr(case.event(subject.fact), "interview", None)
    named = [one.organizer for one in case.application.interviews if one.id in {*meant, about} and one.organizer]
    return person(named[0], case) if named else None


def role(name: str) -> Callable[[Case, Subject], Found]:
    return lambda case, subject: with_role(name, case.application)


AUDIENCES: Mapping[str, Callable[[Case, Subject], Found]] = {
    "each-interviewer": lambda case, subject: person(subject.person, case),
    "each-reference": lambda case, subject: person(subject.person, case),
    "timeframe-giver": timeframe_giver,
    "inviter": inviter,
    "replier": named_in("by"),
    "recipient": named_in("to"),
    "person": named_in("person"),
    "offerer": offerer,
    "arranger": arranger,
    "host": host,
    "panel-lead": panel_lead,
    "first-interviewer": first_interviewer,
    "agency-recruiter": role("agency recruiter"),
    "recruiter": role("recruiter"),
    "coordinator": role("coordinator"),
    "hiring-manager": role("hiring manager"),
    "organizer": organizer,
    "interviewer": interviewer,
}
