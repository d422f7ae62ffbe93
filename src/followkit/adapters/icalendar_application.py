"""Add what an invite says to facts that are there already (RFC 5546 section 2.1.4 says which version is newer).

What the facts say stays. Only a newer version of an event they know already speaks last, and only about when and where
it is and whether it takes place: that is what a new version is sent for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import attrs
from attrs import evolve

from followkit import calendars
from followkit._core.decisions import Question, Reason
from followkit._core.errors import InvalidFacts
from followkit._core.facts import Application, Interview, Interviewer
from followkit._core.records import Imported
from followkit._core.rounds import meetings
from followkit._core.timing import elapsed, seen_from, utc
from followkit._core.vocabulary import Response, Status
from followkit.adapters.icalendar import Invite, read_invite
from followkit.adapters.icalendar_matching import (
    Known,
    instant,
    known_interviews,
    named_in,
    person_of,
    starts,
    with_known_people,
    without_strangers,
)

_TIMES = ("start", "end", "minutes", "zone")
_WHERE = ("location", "video_link")
_JUDGED_APART = frozenset({"id", "interviewers", "calendar", "status", *_TIMES})
_OVER = frozenset({Status.COMPLETE, Status.AWAITING_FEEDBACK, Status.NO_SHOW})
_NOTHING_SAID = Interview(id="nothing")
_NOT_ANSWERED = frozenset({Response.UNKNOWN, Response.NEEDS_ACTION})


def read_application(payload: bytes, application: Application) -> Imported:
    r"""Return the facts with what a calendar invite adds to them, and what it leaves open.

    Nobody is added while any attendee may be the candidate.

    Args:
        payload: the ``.ics`` file, at most 1 MB.
        application: the facts.

    Raises:
        InvalidFacts: for what cannot be read, or says two things at once.
        MissingExtra: without ``followkit[calendar]``.

    >>> text = "BEGIN:VEVENT\nUID:1\nSUMMARY:Panel\nDTSTART;TZID=America/New_York:20250605T140000\nEND:VEVENT"
    >>> found = read_application(text.encode(), Application(id="acme"))
    >>> [interview.start.isoformat() for interview in found.application.interviews]
    ['2025-06-05T14:00:00']
    >>> read_application(text.encode(), found.application).application == found.application
    True
    """
    invite, known = _understood(payload, application)
    ids = {told: interview.id for told, interview in known.items()}
    laid = [_merged(known[told.id], told) if told.id in known else _added(told) for told in invite.interviews]
    told_of = {one.id for one in laid}
    kept = [one for one in application.interviews if one.id not in told_of]
    there = {id for one in laid for id in named_in(one)}
    new = {person.id: person for person in invite.people if person.id in there}
    merged = evolve(application, people=[*application.people, *new.values()], interviews=[*kept, *laid])
    asked = (one for one in invite.questions if person_of(one) in {"", *new} and not _answered(one, known, invite))
    return Imported(
        application=merged,
        questions=[_about(one, ids) for one in asked],
        left_out=[*(_named(one, ids) for one in invite.left_out), *_refused(invite, known, merged)],
    )


def _understood(payload: bytes, application: Application) -> tuple[Invite, Known]:
    """Return what a payload says, and which interviews of the facts it speaks of; the facts say what zone is meant."""
    invite = read_invite(payload, me=application.me, people=application.people)
    known = known_interviews(application, invite)
    zones = {told.id: known[told.id].zone for told in invite.interviews if told.id in known and told.zone is None}
    for zone in sorted({zone for zone in zones.values() if zone and calendars.zone(zone)}):
        again = read_invite(payload, me=application.me, people=application.people, zone=zone)
        meant = {id for id, wanted in zones.items() if wanted == zone}
        invite = evolve(
            invite,
            interviews=tuple(_chosen(invite.interviews, again.interviews, meant)),
            questions=(
                *(one for one in invite.questions if _interview(one) not in meant),
                *(one for one in again.questions if _interview(one) in meant),
            ),
        )
    if not _sure_who(invite):
        invite = _without_strangers(invite, {person.id for person in application.people})
    return with_known_people(invite, known), known


def _chosen(first: tuple[Interview, ...], again: tuple[Interview, ...], meant: set[str]) -> Iterator[Interview]:
    for one, other in zip(first, again, strict=True):
        yield other if one.id in meant else one


def _without_strangers(invite: Invite, known: set[str]) -> Invite:
    """Leave out whom only the invite names, organizers too: any of them may be the candidate."""
    interviews = (
        one if one.organizer in known else evolve(one, organizer=None)
        for one in without_strangers(invite, known).interviews
    )
    return evolve(invite, interviews=tuple(interviews), people=())


def _sure_who(invite: Invite) -> bool:
    return all(question.code != "which-attendee-is-you" for question in invite.questions)


# Laying over ----------------------------------------------------------------------------------------------------------


def _added(told: Interview) -> Interview:
    return evolve(told, **{name: _seen(getattr(told, name), told.zone, told.zone) for name in ("start", "end")})


def _merged(known: Interview, told: Interview) -> Interview:
    """Return an interview of the facts with what an invite says of it."""
    if _version(told) < _version(known):
        return known
    newer = _is_newer(told, known)
    names = {field.name for field in attrs.fields(Interview)} - _JUDGED_APART
    changes = {name: getattr(told, name) for name in names if getattr(known, name) == getattr(_NOTHING_SAID, name)}
    if newer:
        changes |= {name: said for name in _WHERE if (said := getattr(told, name)) is not None}
    times = _new_times(known, told) if newer else _missing_times(known, told)
    moved = evolve(known, **times)
    return evolve(
        moved,
        **changes,
        status=_status(known, told, newer=newer, moved=starts(moved) != starts(known)),
        interviewers=_interviewers(known, told, newer=newer),
        calendar=told.calendar or known.calendar,
    )


def _version(interview: Interview) -> int:
    return interview.calendar.sequence if interview.calendar else -1


def _is_newer(told: Interview, known: Interview) -> bool:
    return known.calendar is not None and _version(told) > _version(known)


def _status(known: Interview, told: Interview, *, newer: bool, moved: bool) -> Status:
    """Return whether it takes place: what is over stays over, unless it was given another time."""
    if newer and told.status is not Status.UNKNOWN and (moved or known.status not in _OVER):
        return told.status
    return told.status if known.status is Status.SCHEDULED else known.status


def _new_times(known: Interview, told: Interview) -> dict[str, Any]:
    """Return the times of a newer version: its own or none, for the ones before it are wrong now."""
    if told.start is None and told.status is Status.CANCELLED:
        return {}
    zone = told.zone or known.zone
    times = {name: _seen(getattr(told, name), told.zone, zone) for name in ("start", "end")}
    return {**times, "minutes": told.minutes, "zone": zone}


def _missing_times(known: Interview, told: Interview) -> dict[str, Any]:
    zone = known.zone or told.zone
    if known.start is None and told.start is not None:
        times = {name: _seen(getattr(told, name), told.zone, zone) for name in ("start", "end")}
        length = {"minutes": known.minutes, "end": None} if known.minutes else {"minutes": told.minutes}
        return {"zone": zone, **times, **length}
    start, end = (_seen(moment, known.zone, zone) for moment in (known.start, known.end))
    minutes = known.minutes or (None if end else _minutes(told))
    return {
        "start": start,
        "end": end,
        "zone": zone,
        "minutes": minutes if isinstance(start, datetime) else known.minutes,
    }


def _minutes(told: Interview) -> int | None:
    """Return how long an invite says it takes; its end belongs to its own start, and the facts may have another."""
    begins, ends = starts(told), instant(told.end, told.zone)
    if begins is None or ends is None:
        return told.minutes
    minutes = int(elapsed(begins, ends).total_seconds() // 60)
    return minutes if 1 <= minutes <= 24 * 60 else None


def _seen(moment: datetime | date | None, beside: str | None, zone: str | None) -> Any:
    """Return a moment that was told beside one zone as it is told beside another."""
    if not isinstance(moment, datetime) or (moment.tzinfo is None and beside == zone):
        return moment
    rules = calendars.zone(zone) if zone else None
    meant = instant(moment, beside)
    return seen_from(meant, rules) if meant and rules else meant or moment


def _interviewers(known: Interview, told: Interview, *, newer: bool) -> tuple[Interviewer, ...]:
    invited = {part.person: part for part in told.interviewers}
    parts = [_part(part, invited.pop(part.person, part), newer=newer) for part in known.interviewers]
    return (*parts, *invited.values())


def _part(known: Interviewer, told: Interviewer, *, newer: bool) -> Interviewer:
    asked = known.response in _NOT_ANSWERED or newer
    response = told.response if asked and told.response is not Response.UNKNOWN else known.response
    return evolve(known, response=response, shadow=known.shadow or told.shadow)


# What is told about it ------------------------------------------------------------------------------------------------


def _interview(question: Question) -> str:
    room, _, rest = question.place.partition(".")
    return rest.rpartition(".")[0] if room == "interviews" else ""


def _about(question: Question, ids: dict[str, str]) -> Question:
    id = _interview(question)
    place = f"interviews.{ids[id]}{question.place[len(f'interviews.{id}') :]}" if id in ids else question.place
    return evolve(question, place=place)


def _answered(question: Question, known: Known, invite: Invite) -> bool:
    """Tell whether the facts say already what an invite leaves open, or what it leaves open is of no more interest."""
    id = _interview(question)
    if id not in known:
        return False
    told = next(one for one in invite.interviews if one.id == id)
    if _version(told) < _version(known[id]):
        return True
    name = question.place.rpartition(".")[2]
    return not (_is_newer(told, known[id]) and name != "zone") and getattr(known[id], name, None) is not None


def _named(reason: Reason, ids: dict[str, str]) -> Reason:
    told = reason.parameters.get("interview")
    return evolve(reason, parameters={**reason.parameters, "interview": ids[told]}) if told in ids else reason  # type: ignore[index]


def _refused(invite: Invite, known: Known, merged: Application) -> Iterator[Reason]:
    """Yield what of an invite was not taken over, because the facts say otherwise or something newer."""
    try:
        held = {one.interview.id: one for one in meetings(merged, calendars.calendars())}
    except InvalidFacts:  # told when it is planned, where the times of all interviews matter
        held = None
    for told in invite.interviews:
        if told.id not in known:
            continue
        before = known[told.id]
        if _version(told) < _version(before):
            yield Reason(code="older-version", parameters={"interview": before.id, "sequence": _version(told)})
            continue
        if _is_newer(told, before) and _sure_who(invite):
            gone = {part.person for part in before.interviewers} - {part.person for part in told.interviewers}
            yield from (
                Reason(code="no-longer-invited", parameters={"interview": before.id, "person": id})
                for id in sorted(gone)
            )
        if held is not None:
            yield from _contradicted(told, before.id, held.get(before.id))


def _contradicted(told: Interview, id: str, meeting: Any) -> Iterator[Reason]:
    if told.status is Status.CANCELLED:
        if meeting is not None:
            yield Reason(code="facts-say-otherwise", parameters={"interview": id})
    elif starts(told) is not None and (
        meeting is None or meeting.starts is None or utc(meeting.starts) != starts(told)
    ):
        yield Reason(code="facts-say-otherwise", parameters={"interview": id, "local": told.start})
