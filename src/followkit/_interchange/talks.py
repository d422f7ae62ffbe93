"""Give what was talked about with a person, said once beside the name, to the interview where it was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from attrs import evolve

from followkit._core.errors import Problem
from followkit._core.facts import Interview
from followkit._core.rounds import instant_of
from followkit._core.timing import start_of
from followkit._core.vocabulary import Status
from followkit.calendars import calendars, zone

Talks = Mapping[str, tuple[str, ...]]

_NEVER_HELD = (Status.CANCELLED, Status.NO_SHOW)
_LAST = datetime(9999, 1, 1, tzinfo=UTC)


def with_talks(talks: Talks, interviews: Sequence[Interview]) -> tuple[list[Interview], list[Problem]]:
    """Return the interviews, with what was talked about with each person in that person's first one.

    Args:
        talks: the id of a person to what was talked about.
        interviews: all of them; the first by start counts, and one that was called off only if there is no other.
    """
    found = {interview.id: interview for interview in interviews}
    problems = []
    for person, points in talks.items():
        theirs = [i for i in found.values() if any(part.person == person for part in i.interviewers)]
        if not theirs:
            problems.append(_nowhere(person))
            continue
        first = min(theirs, key=_order)
        if any(part.talked_about for part in first.interviewers if part.person == person):
            problems.append(_twice(person, first.id))
            continue
        parts = [evolve(p, talked_about=points) if p.person == person else p for p in first.interviewers]
        found[first.id] = evolve(first, interviewers=parts)
    return list(found.values()), problems


def _order(interview: Interview) -> tuple[bool, datetime, str]:
    return (interview.status in _NEVER_HELD, _start(interview), interview.id)


def _start(interview: Interview) -> datetime:
    rules = zone(interview.zone) if interview.zone else None
    if interview.start is None:
        return _LAST
    if isinstance(interview.start, datetime):
        return instant_of(interview.start, interview.zone, calendars())
    return start_of(interview.start, rules or UTC)


def _nowhere(person: str) -> Problem:
    return Problem(
        place=f"people.{person}.talked_about",
        code="talked-about-nowhere",
        message="this person is in no interview",
        hint=f'add the person to one: with = ["{person}"]',
    )


def _twice(person: str, interview: str) -> Problem:
    return Problem(
        place=f"people.{person}.talked_about",
        code="talked-about-twice",
        message=f"what was talked about in {interview!r} is said here and in its `with`",
        hint="keep one",
    )
