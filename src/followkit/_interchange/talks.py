"""Give what was said with a person, told once beside the name, to the interview where it was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import evolve

from followkit._core.errors import Problem
from followkit._core.facts import Interview
from followkit._core.rounds import instant_of
from followkit._core.timing import start_of
from followkit._core.vocabulary import Status
from followkit.calendars import calendars, zone

Talks = Mapping[str, Mapping[str, tuple[str, ...]]]

_NEVER_HELD = (Status.CANCELLED, Status.NO_SHOW)
_LAST = datetime(9999, 1, 1, tzinfo=UTC)


def with_talks(talks: Talks, interviews: Sequence[Interview]) -> tuple[list[Interview], list[Problem]]:
    """Return the interviews, with what was said with each person in that person's first one.

    Args:
        talks: the id of a person to what was said, by the field of an :class:`Interviewer` it belongs in.
        interviews: all of them; the first by start counts, and one that was called off only if there is no other.
    """
    found = {interview.id: interview for interview in interviews}
    problems = []
    for person, said in talks.items():
        theirs = [i for i in found.values() if any(part.person == person for part in i.interviewers)]
        if not theirs:
            problems += [_nowhere(person, name) for name in said]
            continue
        first = min(theirs, key=_order)
        (part,) = (part for part in first.interviewers if part.person == person)
        problems += [_twice(person, name, first.id) for name in said if getattr(part, name)]
        new: dict[str, Any] = {name: points for name, points in said.items() if not getattr(part, name)}
        parts = [evolve(other, **new) if other is part else other for other in first.interviewers]
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


def _nowhere(person: str, name: str) -> Problem:
    return Problem(
        place=f"people.{person}.{name}",
        code=f"{name.replace('_', '-')}-nowhere",
        message="this person is in no interview",
        hint=f'add the person to one: with = ["{person}"]',
    )


def _twice(person: str, name: str, interview: str) -> Problem:
    return Problem(
        place=f"people.{person}.{name}",
        code=f"{name.replace('_', '-')}-twice",
        message=f"is said here and in the `with` of {interview!r}",
        hint="keep one",
    )
