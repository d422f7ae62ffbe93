"""Say who of a round counts most: it deals out phrasings and strengths, and settles who speaks for the others."""

from __future__ import annotations

from followkit._core.facts import Application
from followkit._core.rounds import Attendance, Round
from followkit._core.vocabulary import Role

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


def precedence(id: str, application: Application) -> tuple[int, str]:
    """Return what people are put in order by: their role, then their id."""
    person = application.person(id)
    return _PRECEDENCE.index(person.role if person else Role.UNKNOWN), id


def in_rank(round: Round, application: Application) -> tuple[Attendance, ...]:
    """Return who was there and took part, the hiring manager first."""
    present = [part for part in round.attendances if not (part.declined or part.absent or part.shadow)]
    return tuple(sorted(present, key=lambda part: precedence(part.person, application)))
