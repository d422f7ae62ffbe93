"""Tell which of the interviews and people that are known already an invite speaks of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from attrs import evolve

from followkit import calendars
from followkit._core.decisions import Question
from followkit._core.facts import Application, Interview
from followkit._core.rounds import TAKES_PLACE
from followkit._core.timing import at_wall, utc
from followkit.adapters.icalendar import Invite

_MADE = re.compile(r"invite-[0-9a-f]{12}")
"""An interview's id where an invite gave it, and nobody who writes facts."""
_NUMBER = re.compile(r"-[0-9]+$")
_NUMBERS = re.compile(r"(-[0-9]+)+$")

Known = Mapping[str, Interview]
"""The interview of the facts that an invite speaks of, by the id it has in the invite."""


def known_interviews(application: Application, invite: Invite) -> Known:
    """Return the interviews an invite speaks of: of the same id or UID, else the only one that begins when it does.

    Nobody is in two interviews at once, so one that was written down by hand is the one an invite has for that hour.
    """
    found: dict[str, Interview] = {}
    for told in invite.interviews:
        same = application.interview(told.id)
        if same is not None:
            found[told.id] = same
    for alike in (_same_event, _same_hour):
        used = {known.id for known in found.values()}
        left = [told for told in invite.interviews if told.id not in found]
        free = [known for known in application.interviews if known.id not in used]
        pairs = [(told, known) for told in left for known in free if alike(told, known)]
        found |= {told.id: known for told, known in pairs if _is_only(told, known, pairs)}
    return found


def _is_only(told: Interview, known: Interview, pairs: Sequence[tuple[Interview, Interview]]) -> bool:
    return sum(one is told or other is known for one, other in pairs) == 1


def _uid(interview: Interview) -> str | None:
    return interview.calendar.uid if interview.calendar else None


def _same_event(told: Interview, known: Interview) -> bool:
    return _uid(told) is not None and _uid(told) == _uid(known) and not _MADE.fullmatch(known.id)


def _same_hour(told: Interview, known: Interview) -> bool:
    if _uid(known) not in (None, _uid(told)) or known.debrief:
        return False
    if known.status not in TAKES_PLACE and known.status is not told.status:
        return False
    begins = starts(known)
    return begins is not None and begins == starts(told)


def starts(interview: Interview) -> datetime | None:
    """Return the instant at which an interview is said to begin, or None where that is not said or unclear."""
    return instant(interview.start, interview.zone)


def instant(moment: datetime | date | None, zone: str | None) -> datetime | None:
    """Return the instant of a moment that is told beside a zone, in UTC, or None for a whole day or an unknown zone."""
    if not isinstance(moment, datetime):
        return None
    if moment.tzinfo is not None:
        return utc(moment)
    rules = calendars.zone(zone) if zone else None
    return utc(at_wall(moment.date(), moment.time(), rules)) if rules else None


def with_known_people(invite: Invite, known: Known) -> Invite:
    """Return the invite with the ids of those who came from an earlier reading of the same event.

    Who has an address, or a name that can be read, was recognised already. Of the others only the line is known, and
    an id made from it.
    """
    named = {id for interview in invite.interviews for id in named_in(interview)}
    before = {id for interview in known.values() for id in named_in(interview)}
    free: dict[str, list[str]] = {}
    for id in sorted(before - named):
        free.setdefault(_line(id), []).append(id)
    same: dict[str, str] = {}
    for told in (one for one in invite.people if not one.addresses):
        left = free.get(_line(told.id), [])
        if left:
            own = _NUMBER.sub("", told.id)  # what the id was before it had to be told from a known one
            same[told.id] = left.pop(left.index(own) if own in left else 0)
    return evolve(
        invite,
        people=tuple(one for one in invite.people if one.id not in same),
        interviews=tuple(_renamed(one, same) for one in invite.interviews),
    )


def person_of(question: Question) -> str:
    """Return the id of the person a question is about; any other question is about nobody."""
    room, _, rest = question.place.partition(".")
    return rest.partition(".")[0] if room == "people" else ""


def named_in(interview: Interview) -> Iterator[str]:
    """Yield the ids of those who take part in an interview, or sent its invitation."""
    yield from (part.person for part in interview.interviewers)
    yield from [interview.organizer] if interview.organizer else ()


def _line(id: str) -> str:
    return _NUMBERS.sub("", id)


def _renamed(interview: Interview, ids: Mapping[str, str]) -> Interview:
    parts = [evolve(part, person=ids.get(part.person, part.person)) for part in interview.interviewers]
    organizer = ids.get(interview.organizer, interview.organizer) if interview.organizer else None
    return evolve(interview, interviewers=parts, organizer=organizer)


def without_strangers(invite: Invite, known: Collection[str] = ()) -> Invite:
    """Leave out whom only the invite names while any of them may be the candidate: nobody thanks themselves.

    Args:
        invite: what was read.
        known: the ids of people who are named elsewhere, and so are not the candidate.
    """
    if all(question.code != "which-attendee-is-you" for question in invite.questions):
        return invite
    return evolve(invite, interviews=tuple(_only(known, interview) for interview in invite.interviews))


def _only(known: Collection[str], interview: Interview) -> Interview:
    return evolve(interview, interviewers=[part for part in interview.interviewers if part.person in known])
