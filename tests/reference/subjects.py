"""Find what a rule can speak about, and from when it counts: one row for each word that may stand in ``after``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from followkit._core.events import KINDS
from tests.reference.case import Case, ended_by
from tests.reference.meetings import present
from tests.reference.policies import Tables


class Subject(NamedTuple):
    """Hold what a rule speaks about: a person in a round, a round, a silence, an event, or the application."""

    kind: str
    fact: str = ""
    person: str | None = None
    round: str | None = None


Found = list[tuple[Subject, datetime | date]] | str
"""Subjects with what is counted from; or the code of the reason that there is none."""


def subjects(rule: Tables, case: Case, audiences: list[str]) -> Found:
    """Return what a rule can speak about, once for each person where it goes to each of several."""
    after = rule["after"]
    kind = after.partition(".")[0]
    found = event_subjects(after, case) if kind in KINDS else ANCHORS[after](case, rule["slot"])
    each = [name for name in audiences if name in EACH]
    if isinstance(found, str) or not each or any(subject.person for subject, _ in found):
        return found
    people = EACH[each[0]](case)
    nobody = no_round(case) if each[0] == "each-interviewer" else "nobody-of-that-kind"
    return [(one._replace(person=id), since) for one, since in found for id in people] or nobody


def each_interviewer(case: Case) -> list[str]:
    rounds = [round for round in case.rounds if not round.debrief]
    return list(dict.fromkeys(id for round in rounds for id in present(round, case.application)))


def each_reference(case: Case) -> list[str]:
    return [person.id for person in case.application.people if person.role.value == "reference"]


EACH = {"each-interviewer": each_interviewer, "each-reference": each_reference}


# Events -------------------------------------------------------------------------------------------------------------


def event_subjects(after: str, case: Case) -> Found:
    """Return the events of a kind, counted from when they happened, or from a day that they name."""
    kind, _, field = after.partition(".")
    events = [event for event in case.events if event.kind == kind]
    if not events:
        return "not-happened"
    since = [(Subject("event", event.id), getattr(event, field) if field else event.at) for event in events]
    return [(subject, day) for subject, day in since if day is not None] or "no-day-named"


def process_end(case: Case, slot: str) -> Found:
    ended, closed = ended_by(case.application), case.closed()
    if ended:
        return [(Subject("event", ended.id), ended.at)]
    return "offer-unanswered" if closed else "still-open"


def last_of_slot(case: Case, slot: str) -> Found:
    """Count from the last contact of the same slot, for each event that such contacts answer."""
    kinds = case.sends.kinds(slot)
    answers = [(event, case.sends.answering(slot, event)) for event in case.events if event.kind in kinds]
    if kinds and not answers:
        return "not-happened"
    return [(Subject("event", event.id), made[-1].at) for event, made in answers if made] or "nothing-sent-yet"


# Rounds -------------------------------------------------------------------------------------------------------------


def each_round(case: Case, slot: str) -> Found:
    found = [(Subject("round", round.id, round=round.id), round.ends) for round in case.rounds]
    return [(subject, ends) for subject, ends in found if ends] or no_round(case)


def round_end(case: Case, slot: str) -> Found:
    """Return everybody in every round."""
    return [
        (Subject("person", part.fact, part.person, round.id), round.ends)
        for round in case.rounds
        if round.ends
        for part in round.parts
    ] or no_round(case)


def no_round(case: Case) -> str:
    if any(round.ends is None for round in case.rounds):
        return "interview-time-unknown"
    if case.rounds:
        return "nobody-interviewed"
    if case.arranging():
        return "interview-being-arranged"
    return "interview-off" if case.application.interviews else "no-interview"


# Silences -----------------------------------------------------------------------------------------------------------


def in_silence(since: Callable[[Case], datetime | date | None], otherwise: str) -> Callable[[Case, str], Found]:
    def found(case: Case, slot: str) -> Found:
        if case.silence is None:
            return no_silence(case)
        moment = since(case)
        return otherwise if moment is None else [(Subject("silence", case.silence.fact), moment)]

    return found


def no_silence(case: Case) -> str:
    if case.owed():
        return "they-wait-for-you"
    if case.unread():
        return "reply-unclassified"
    if case.arranging():
        return "interview-being-arranged"
    if any(round.ends for round in case.rounds) and case.place() is None:
        return "zone-unknown"
    return no_round(case)


def silence_start(case: Case) -> datetime | None:
    return case.silence.since if case.silence else None


def promised_date(case: Case) -> date | None:
    promise = case.promise_to_count_from()
    return promise.day if promise else None


def invited_date(case: Case) -> date | None:
    invitation = case.invitation()
    return invitation.on if invitation else None


def last_check_in(case: Case) -> datetime | None:
    made = case.in_silence("check-in")
    return made[-1].at if made else None


def last_question(case: Case) -> datetime | None:
    silence = case.silence
    asked = [one.at for one in case.contacts if one.asks and silence and one.at >= silence.since]
    return asked[-1] if asked else None


def employer_reply(case: Case) -> datetime | None:
    return case.silence.since if case.silence and case.silence.started_by == "reply" else None


ANCHORS: Mapping[str, Callable[[Case, str], Found]] = {
    "round-end": round_end,
    "round": each_round,
    "process-end": process_end,
    "last-of-slot": last_of_slot,
    "silence-start": in_silence(silence_start, "no-silence"),
    "promised-date": in_silence(promised_date, "no-promise"),
    "invited-date": in_silence(invited_date, "not-invited"),
    "last-check-in": in_silence(last_check_in, "nothing-sent-yet"),
    "last-status-contact": in_silence(last_question, "nothing-sent-yet"),
    "employer-reply": in_silence(employer_reply, "no-reply"),
}
