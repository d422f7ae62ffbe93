"""Write dates and times by the patterns of a language, in the letters of Unicode CLDR (UTS #35): ``EEEE, MMMM d``.

The names of days and months are data like any other words; where a language brings none, whoever reads it has filled
them in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from followkit._core.errors import WordsError

NAMES = ("weekdays", "short_weekdays", "months", "short_months", "periods")
"""What a pattern may name: days from Monday on, months from January on, and the two halves of a day."""

_PIECE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*")
_OF_A_DAY = frozenset("yMdE")
_NOON = 12


def written(moment: date, pattern: str, names: Mapping[str, Sequence[str]]) -> str:
    """Return a date or datetime as a pattern shows it, on its own clock.

    Args:
        moment: what to write.
        pattern: fields of CLDR, and whatever stands between them; letters that are no field go in quotes.
        names: the names in :data:`NAMES`, by that name.

    Raises:
        WordsError: for a field we do not write, an hour of what is a day, or names the language does not have.

    >>> written(date(2025, 6, 2), "EEEE 'the' d", {"weekdays": ["Monday"]})
    'Monday the 2'
    """

    def shown(piece: re.Match[str]) -> str:
        if piece[2] is None:
            return piece[1].replace("''", "'") or "'"
        return _field(piece[0], moment, names)

    return _PIECE.sub(shown, pattern)


def refused_fields(pattern: str) -> tuple[str, ...]:
    """Return the fields of a pattern that we do not write.

    >>> refused_fields("EEEE, d. MMMM 'um' QQQ")
    ('QQQ',)
    """
    fields = (piece[0] for piece in _PIECE.finditer(pattern) if piece[2] is not None)
    return tuple(field for field in fields if field not in _FIELDS)


def _field(field: str, moment: date, names: Mapping[str, Sequence[str]]) -> str:
    if field not in _FIELDS:
        raise WordsError(f"no date is written with {field!r}; there are {', '.join(_FIELDS)}")
    if field[0] not in _OF_A_DAY and not isinstance(moment, datetime):
        raise WordsError(f"a day has no hour to write with {field!r}")
    return _FIELDS[field](moment, names)


def _name(table: str, index: Callable[[Any], int]) -> Callable[[Any, Mapping[str, Sequence[str]]], str]:
    def found(moment: date, names: Mapping[str, Sequence[str]]) -> str:
        given = names.get(table, ())
        if index(moment) >= len(given):
            raise WordsError(f"the language has no calendar.{table}")
        return given[index(moment)]

    return found


_FIELDS: Mapping[str, Callable[[Any, Mapping[str, Sequence[str]]], str]] = {
    "EEEE": _name("weekdays", lambda moment: moment.weekday()),
    **dict.fromkeys(("EEE", "E"), _name("short_weekdays", lambda moment: moment.weekday())),
    "d": lambda moment, names: f"{moment.day}",
    "dd": lambda moment, names: f"{moment.day:02}",
    "MMMM": _name("months", lambda moment: moment.month - 1),
    "MMM": _name("short_months", lambda moment: moment.month - 1),
    "MM": lambda moment, names: f"{moment.month:02}",
    "M": lambda moment, names: f"{moment.month}",
    **dict.fromkeys(("y", "yyyy"), lambda moment, names: f"{moment.year}"),
    "HH": lambda moment, names: f"{moment.hour:02}",
    "H": lambda moment, names: f"{moment.hour}",
    "hh": lambda moment, names: f"{moment.hour % _NOON or _NOON:02}",
    "h": lambda moment, names: f"{moment.hour % _NOON or _NOON}",
    "mm": lambda moment, names: f"{moment.minute:02}",
    "a": _name("periods", lambda moment: moment.hour // _NOON),
}
