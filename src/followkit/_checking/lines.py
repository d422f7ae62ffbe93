"""Say on which line of a TOML text something stands; ``tomllib`` keeps no lines.

Only text that ``tomllib`` has read is looked at, so nothing here judges; where the two disagree, a line is off, and
nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen

from followkit._interchange.places import join, step

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\[^\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")
_END = re.compile(r"\.[^.\[\]']*$|\[\d+\]$|\.?'(?:[^'\\]|\\.)*'…?$")


def lines_of(text: str) -> Mapping[str, int]:
    r"""Return the line of every table, key and item of a TOML text, by its place.

    >>> lines_of('[a]\nb = 1\n\n[[c]]\nd = { e = [\n  2,\n  3] }')
    {'a': 1, 'a.b': 2, 'c': 4, 'c[0]': 4, 'c[0].d': 5, 'c[0].d.e': 5, 'c[0].d.e[0]': 6, 'c[0].d.e[1]': 7}
    """
    walk = _Walk(text=text)
    walk.document()
    return walk.found


def line_at(place: str, lines: Mapping[str, int]) -> int:
    """Return the line of a place, or of the nearest thing around it that has one; 1 where nothing has.

    >>> line_at("scenario[0].expect.'check-in/1'.at", {"scenario[0]": 3, "scenario[0].expect.'check-in/1'": 7})
    7
    """
    while place and place not in lines:
        shorter = _END.sub("", place, count=1)
        place = shorter if shorter != place else ""
    return lines.get(place, 1)


@frozen(kw_only=True, eq=False)
class _Walk:
    """Walk a text once, from its beginning to its end."""

    text: str = field(repr=False)
    found: dict[str, int] = field(factory=dict)
    counts: dict[str, int] = field(factory=dict)
    _cursor: list[int] = field(factory=lambda: [0, 1, 0])
    """Where we are, and the line of the last place asked for, with where that was."""

    def document(self) -> None:
        table = ""
        while self._skip():
            if self._takes("[["):
                table = self._header(array=True)
            elif self._takes("["):
                table = self._header(array=False)
            elif not self._pair(table):
                return

    def _header(self, *, array: bool) -> str:
        keys, place = self._keys(), ""
        for index, key in enumerate(keys):
            place = join(place, step(key))
            if array and index == len(keys) - 1:
                self._note(place)
                self.counts[place] = self.counts.get(place, -1) + 1
            if place in self.counts:
                place = join(place, step(self.counts[place]))
        self._note(place)
        self._takes("]]" if array else "]")
        return place

    def _pair(self, table: str) -> bool:
        place = table
        keys = self._keys()
        for key in keys:
            place = join(place, step(key))
            self._note(place)
        self._skip()
        if not keys or not self._takes("="):
            return False
        self._value(place)
        return True

    def _value(self, place: str) -> None:
        self._skip()
        self._note(place)
        if self._takes("{"):
            while self._skip() and not self._takes("}"):
                if not self._takes(",") and not self._pair(place):
                    return
        elif self._takes("["):
            index = 0
            while self._skip() and not self._takes("]"):
                before = self._cursor[0]
                if self._takes(","):
                    index += 1
                else:
                    self._value(join(place, step(index)))
                if self._cursor[0] == before:
                    return
        elif not self._match(_STRING):
            self._match(_SCALAR)

    def _keys(self) -> list[str]:
        keys = []
        while self._skip():
            quoted = self._match(_STRING)
            key = quoted[1:-1] if quoted else self._match(_BARE)
            if not key and not quoted:
                break
            keys.append(key)
            self._skip()
            if not self._takes("."):
                break
        return keys

    # Letters ------------------------------------------------------------------------------------------------------

    def _skip(self) -> bool:
        """Pass over what says nothing; tell whether something is left."""
        self._match(_SPACE)
        return self._cursor[0] < len(self.text)

    def _takes(self, word: str) -> bool:
        if self.text.startswith(word, self._cursor[0]):
            self._cursor[0] += len(word)
            return True
        return False

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self._cursor[0])
        self._cursor[0] += len(found[0]) if found else 0
        return found[0] if found else ""

    def _note(self, place: str) -> None:
        at, line, last = self._cursor
        self._cursor[1:] = line + self.text.count("\n", last, at), at
        self.found.setdefault(place, self._cursor[1])
