"""Name what a rule may count from (anchors), speak to (audiences), and let its values depend on (cases).

Each is one row of a table from the word in the TOML to the function that reads a situation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from followkit._core.decisions import Reason, Subject
from followkit._core.facts import Person
from followkit._core.rounds import Attendance, Round
from followkit._core.situation import Situation
from followkit._core.timing import is_before
from followkit._core.vocabulary import Format, Role, Stage


class Occasion(NamedTuple):
    """Hold one subject a rule can speak about, and what it counts from: an instant, or a date that ends at its end."""

    subject: Subject
    since: datetime | date


Anchoring = tuple[Occasion, ...] | Reason
CHECK_IN = "check-in"


def _round_end(situation: Situation) -> Anchoring:
    found = tuple(
        Occasion(Subject(kind="person", fact=part.fact, person=part.person, round=round.id), round.ends)
        for round in situation.rounds
        if round.ends is not None
        for part in round.attendances
    )
    return found or _why_no_round(situation)


def _why_no_round(situation: Situation) -> Reason:
    if any(round.ends is None for round in situation.rounds):
        return Reason(code="interview-time-unknown")
    if situation.rounds:
        return Reason(code="nobody-interviewed")
    if situation.arranging:
        return Reason(code="interview-being-arranged")
    return Reason(code="interview-off" if situation.application.interviews else "no-interview")


def _why_no_silence(situation: Situation) -> Reason:
    if situation.arranging:
        return Reason(code="interview-being-arranged")
    if any(round.ends is not None for round in situation.rounds) and situation.place().zone is None:
        return Reason(code="zone-unknown")
    return _why_no_round(situation)


def _in_silence(situation: Situation, since: datetime | date | None, otherwise: str) -> Anchoring:
    silence = situation.silence
    if silence is None:
        return _why_no_silence(situation)
    if since is None:
        return Reason(code=otherwise)
    return (Occasion(Subject(kind="silence", fact=silence.id), since),)


def _silence_start(situation: Situation) -> Anchoring:
    return _in_silence(situation, situation.silence.since if situation.silence else None, "no-silence")


def _promised_date(situation: Situation) -> Anchoring:
    promise = situation.counted_promise()
    return _in_silence(situation, promise.day if promise else None, "no-promise")


def _invited_date(situation: Situation) -> Anchoring:
    return _in_silence(situation, situation.invitation.on if situation.invitation else None, "not-invited")


def _last_check_in(situation: Situation) -> Anchoring:
    sent = situation.sent_in_silence(CHECK_IN)
    return _in_silence(situation, sent[-1].at if sent else None, "nothing-sent-yet")


def _last_asking(situation: Situation) -> Anchoring:
    silence = situation.silence
    asked = [c.at for c in situation.contacts if c.status and silence and not is_before(c.at, silence.since)]
    return _in_silence(situation, asked[-1] if asked else None, "nothing-sent-yet")


def _employer_reply(situation: Situation) -> Anchoring:
    silence = situation.silence
    replied = silence is not None and silence.started_by == "reply"
    return _in_silence(situation, silence.since if silence and replied else None, "no-reply")


ANCHORS: Mapping[str, Callable[[Situation], Anchoring]] = {
    "round-end": _round_end,
    "silence-start": _silence_start,
    "promised-date": _promised_date,
    "invited-date": _invited_date,
    "last-check-in": _last_check_in,
    "last-status-contact": _last_asking,
    "employer-reply": _employer_reply,
}


# Audiences ----------------------------------------------------------------------------------------------------------

_PRECEDENCE = (
    Role.HIRING_MANAGER,
    Role.EXECUTIVE,
    Role.PEER,
    Role.UNKNOWN,
    Role.RECRUITER,
    Role.COORDINATOR,
    Role.AGENCY_RECRUITER,
    Role.REFERENCE,
)


def ranked(round: Round, situation: Situation) -> tuple[Attendance, ...]:
    """Return who was there, the hiring manager first, then by id: the rank that deals out phrasings and strengths."""
    present = [part for part in round.attendances if not (part.declined or part.absent or part.shadow)]
    return tuple(sorted(present, key=lambda part: (_precedence(situation, part.person), part.person)))


def _precedence(situation: Situation, id: str) -> int:
    person = situation.application.person(id)
    return _PRECEDENCE.index(person.role if person else Role.UNKNOWN)


def _role(role: Role) -> Callable[[Situation, Subject], Person | None]:
    return lambda situation, subject: situation.first_with(role)


def _interviewer_of_subject(situation: Situation, subject: Subject) -> Person | None:
    return situation.application.person(subject.person or "")


def _timeframe_giver(situation: Situation, subject: Subject) -> Person | None:
    return situation.application.person((situation.promise and situation.promise.giver) or "")


def _inviter(situation: Situation, subject: Subject) -> Person | None:
    return situation.application.person((situation.invitation and situation.invitation.by) or "")


def _replier(situation: Situation, subject: Subject) -> Person | None:
    spoken = [event for event in situation.application.events if event.id == subject.fact]
    return situation.application.person(next((getattr(event, "by", None) or "" for event in spoken), ""))


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
    "each-interviewer": _interviewer_of_subject,
    "timeframe-giver": _timeframe_giver,
    "inviter": _inviter,
    "replier": _replier,
    "agency-recruiter": _role(Role.AGENCY_RECRUITER),
    "recruiter": _role(Role.RECRUITER),
    "coordinator": _role(Role.COORDINATOR),
    "hiring-manager": _role(Role.HIRING_MANAGER),
    "organizer": _organizer,
    "interviewer": _interviewer,
}


# Cases --------------------------------------------------------------------------------------------------------------


def _stage(situation: Situation) -> str:
    if situation.silence is None:
        return "other"
    round = situation.silence.round
    if round.stage in {Stage.SCREEN, Stage.PANEL, Stage.FINAL, Stage.EXECUTIVE}:
        return round.stage.value
    formats = {Format.PHONE: "screen", Format.VIDEO: "video", Format.ONSITE: "onsite"}
    return formats.get(round.format, "other")


CASES: Mapping[str, Callable[[Situation], str]] = {"stage": _stage}
