"""Say what was said with each person of a round, and deal it out so that no two of their notes say the same."""

from __future__ import annotations

from collections.abc import Iterator

from followkit._core.audiences import ranked
from followkit._core.facts import Interviewer
from followkit._core.rounds import Round
from followkit._core.situation import Situation


def point_of(situation: Situation, round: Round, person: str) -> str | None:
    """Return the one thing talked about that is this person's alone, or None."""
    return points_of(situation, round).get(person)


def points_of(situation: Situation, round: Round) -> dict[str, str | None]:
    """Return who was there to the one thing that is theirs alone; a colleague of higher rank has first choice."""
    said = {part.person: part.talked_about for part in ranked(round, situation)}
    return _each_once(said)


def strengths_of(situation: Situation, round: Round) -> dict[str, str | None]:
    """Return who was there to the strength their note tells, each strength once.

    One meant for a person goes to that person. The others are dealt out by rank, and to somebody who was met before
    goes the next one.
    """
    parts = ranked(round, situation)
    own = _each_once({part.person: tuple(_said(round, part.person, "strengths")) for part in parts})
    meant = {_same(strength) for strength in own.values() if strength is not None}
    rest = [strength for strength in situation.application.strengths if _same(strength) not in meant]
    waiting = [part for part in parts if own[part.person] is None]
    for rank, part in enumerate(waiting):
        turn = rank + part.nth - 1
        own[part.person] = rest[turn] if turn < len(rest) else None
    return own


def need_of(round: Round, person: str) -> str | None:
    """Return the first thing this person said they need, or None."""
    return next(_said(round, person, "needs"), None)


def concern_of(round: Round, person: str) -> str | None:
    """Return the one doubt of this person to speak to: the first that can be settled, else the first, or None."""
    settled = _settled(round, person)
    return settled[0] if settled else next(_said(round, person, "concerns"), None)


def reassurance_of(round: Round, person: str) -> str | None:
    """Return the sentence that settles that doubt, or None."""
    settled = _settled(round, person)
    return settled[1] if settled else None


def _settled(round: Round, person: str) -> tuple[str, str] | None:
    """Return the first doubt with the sentence that settles it; the two belong together by their place in the lists."""
    parts = _parts(round, person)
    return next((pair for part in parts for pair in zip(part.concerns, part.reassurances, strict=False)), None)


def _each_once(said: dict[str, tuple[str, ...]]) -> dict[str, str | None]:
    taken: set[str] = set()
    found: dict[str, str | None] = {}
    for person, texts in said.items():
        found[person] = next((text for text in texts if _same(text) not in taken), None)
        taken |= {_same(text) for text in (found[person],) if text is not None}
    return found


def _same(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _said(round: Round, person: str, name: str) -> Iterator[str]:
    return (text for part in _parts(round, person) for text in getattr(part, name))


def _parts(round: Round, person: str) -> list[Interviewer]:
    return [part for one in round.meetings for part in one.interview.interviewers if part.person == person]
