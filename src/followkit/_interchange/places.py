"""Say where in an input something is, as its writer would, and gather what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import ParamSpec, TypeVar

from attrs import evolve, field, frozen

from followkit._core.errors import InvalidFacts, Problem

_BARE = re.compile(r"[A-Za-z0-9_.@+:-]{1,40}")
_SHOWN = 40
_SUGGESTIONS = 20

P = ParamSpec("P")
T = TypeVar("T")


@frozen(kw_only=True)
class Unfamiliar(Problem):
    """Name a word that is not one of the known ones; what was meant is looked for when all problems are known.

    Args:
        word: what was written.
        known: what could have been meant.
    """

    word: str = field(default="", repr=False)
    known: Collection[str] = field(default=(), repr=False)


@frozen(kw_only=True, eq=False)
class Report:
    """Gather every problem of one input, so that all are told at once.

    Args:
        broken: problems of values that are wrong in themselves; nothing more is said about those values.
    """

    broken: Sequence[Problem] = ()
    _broken_places: set[str] = field(init=False, repr=False)
    _found: dict[tuple[str, str, str], Problem] = field(factory=dict, init=False, repr=False)

    @_broken_places.default
    def _places_of_broken(self) -> set[str]:
        return {problem.place for problem in self.broken}

    @property
    def problems(self) -> list[Problem]:
        """Give all problems found so far."""
        return [*self.broken, *self._found.values()]

    def __len__(self) -> int:
        return len(self.broken) + len(self._found)

    def add(self, problems: Iterable[Problem], place: str = "") -> None:
        """Add problems whose places begin at *place*; the same one found twice is told once."""
        for problem in problems:
            problem = evolve(problem, place=join(place, problem.place))
            if problem.place not in self._broken_places:
                self._found.setdefault((problem.place, problem.code, problem.message), problem)

    def attempt(self, place: str, make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | None:
        """Return what *make* makes, or None with its problems added."""
        try:
            return make(*args, **named)
        except InvalidFacts as error:
            self.add(error.problems, place)
            return None

    def settle(self) -> None:
        """Raise all problems at once, if there are any."""
        if len(self):
            raise InvalidFacts(problems=suggested(self.problems))


def join(place: str, inner: str) -> str:
    """Return the place of *inner* inside *place*.

    >>> join("events", step(2)), join("people.priya", "email"), join("people", step("a b"))
    ('events[2]', 'people.priya.email', "people.'a b'")
    """
    separator = "." if place and inner and not inner.startswith("[") else ""
    return f"{place}{separator}{inner}"


def step(key: object) -> str:
    """Return how a place names one key of a table, or one item of a list."""
    if not isinstance(key, str):
        return f"[{key}]" if isinstance(key, int) else "[?]"
    return key if _BARE.fullmatch(key) else shortened(key)


def shortened(word: str) -> str:
    """Return a word in quotes, cut to forty characters, with nothing in it that could disturb a terminal."""
    return repr(word) if len(word) <= _SHOWN else f"{word[:_SHOWN]!r}…"


def suggested(problems: Iterable[Problem]) -> list[Problem]:
    """Give the first unfamiliar words a "did you mean"; looking for it is costly, so a flood of them gets none."""
    left = _SUGGESTIONS
    told = []
    for problem in problems:
        if isinstance(problem, Unfamiliar):
            meant = nearest(problem.word, problem.known) if left else ""
            left -= bool(left)
            hint = f"did you mean {meant}?" if meant else problem.hint
            problem = Problem(place=problem.place, code=problem.code, message=problem.message, hint=hint)
        told.append(problem)
    return told


def nearest(word: str, known: Collection[str]) -> str:
    """Return the known word that was probably meant, or nothing.

    Words compare as people mistype: without regard to case and separators, and by their last part alone, as a zone by
    its city and a handle by its person.

    >>> nearest("new_york", ["Europe/London", "America/New_York"])
    'America/New_York'
    """
    forms: dict[str, str] = {}
    for one in sorted(known):
        forms.setdefault(folded(one.rpartition("/")[2]), one)
    forms |= {folded(one): one for one in sorted(known)}
    close = get_close_matches(folded(word[:64]), forms, n=1, cutoff=0.7)
    return forms[close[0]] if close else ""


def folded(word: str) -> str:
    """Return a word as it compares: case, hyphens and underscores make no difference.

    >>> folded("Hiring-Manager") == folded("hiring manager")
    True
    """
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())
