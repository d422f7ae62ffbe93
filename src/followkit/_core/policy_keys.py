"""Say what may stand under every key of a policy: one table, and one walk along it that tells what else is there.

Names that must exist, and spans, are looked at later, when all layers lie over each other.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from typing import Any, NamedTuple

from followkit._core.checking import country_code
from followkit._core.errors import Problem
from followkit._core.vocabulary import Size

Tables = dict[str, Any]


class Kind(NamedTuple):
    """Hold what one key takes, in words and as a test."""

    wants: str
    fits: Callable[[Any], bool]


class Table(NamedTuple):
    """Hold what a table takes: keys that are known, or the same under any key.

    Args:
        keys: what each known key takes.
        each: what any other key takes, or None when there may be no other.
        noun: what its keys are called.
    """

    keys: Mapping[str, Kind | Table] = {}
    each: Kind | Table | None = None
    noun: str = "key"


def fitting(place: str, given: Mapping[str, Any], table: Table) -> tuple[Tables, list[Problem]]:
    """Return what of *given* is as *table* wants it, and a problem for everything else.

    Args:
        place: what stands before a key in a problem's place (``rules.``).
        given: one table of a policy.
        table: what it may hold.

    >>> fitting("", {"rank": "first", "slot": "thank-you"}, Table(keys=RULE))[0]
    {'slot': 'thank-you'}
    """
    kept: Tables = {}
    problems: list[Problem] = []
    for key, value in given.items():
        shape = table.keys.get(key, table.each)
        if shape is None:
            problems.append(unknown(f"{place}{key}", key, table.keys, table.noun))
        elif isinstance(shape, Table) and isinstance(value, Mapping):
            kept[key], more = fitting(f"{place}{key}.", value, shape)
            problems += more
        elif isinstance(shape, Kind) and shape.fits(value):
            kept[key] = value
        else:
            wants = shape.wants if isinstance(shape, Kind) else "a table"
            problems.append(Problem(place=f"{place}{key}", code="wrong-type", message=f"wants {wants}"))
    return kept, problems


def unknown(place: str, name: str, known: Collection[str], kind: str) -> Problem:
    """Return the problem of a name that does not exist, with the nearest one that does."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    others = f"one of: {', '.join(sorted(known)[:12])}" if known else "there is none at all"
    code, hint = f"unknown-{kind.replace(' ', '-')}", f"did you mean {near[0]!r}?" if near else others
    return Problem(place=place, code=code, message=f"no {kind} is called {name!r}", hint=hint)


# Tests --------------------------------------------------------------------------------------------------------------


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return type(value) is int


def _is_day(value: Any) -> bool:
    return type(value) is date


def _is_value(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"value"} and _is_text(value["value"])


def _is_span(value: Any) -> bool:
    """Tell whether this may be a span; a layer may set one key of it alone, and the others lie below."""
    if isinstance(value, Mapping):
        return set(value) <= {"value", "span", "by", "of"} and all(map(_is_text, value.values()))
    return _is_text(value)


def _is_match(value: Any) -> bool:
    """Tell whether this may be matched; an empty list takes back what the rule below wants."""
    return isinstance(value, (str, int)) or _are(str)(value)


def _is_country(value: Any) -> bool:
    return _is_text(value) and country_code(value) is None


def _is_factor(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_factor, value.values()))
    return type(value) in {int, float} and 0 < value <= 100


def _one_or_more(item: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        return item(value) or (isinstance(value, list) and bool(value) and all(map(item, value)))

    return fits


def _is_clause(value: Any) -> bool:
    """Tell whether this is a condition's name, or one condition with its parameter."""
    if not isinstance(value, Mapping):
        return _is_text(value)
    return len(value) == 1 and all(not isinstance(one, Mapping) or _is_value(one) for one in value.values())


def _is_item(value: Any) -> bool:
    """Tell whether this may stand in ``when``: a clause, or alternatives of clauses."""
    if not isinstance(value, Mapping) or set(value) != {"any"}:
        return _is_clause(value)
    groups = value["any"]
    return _are(list)(groups) and all(_is_clause(clause) for group in groups for clause in group)


def _are(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _list_of(item: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Make the test of a list, or of what edits the list below."""

    def fits(value: Any) -> bool:
        if isinstance(value, Mapping):
            return bool(value) and set(value) <= {"add", "drop"} and all(fits(part) for part in value.values())
        return isinstance(value, list) and all(item(one) for one in value)

    return fits


# The table ----------------------------------------------------------------------------------------------------------

_EDIT = "{ add = […], drop = […] }"
TEXT = Kind("text", _is_text)
TEXTS = Kind(f"a list of texts, or {_EDIT}", _list_of(_is_text))
TEXT_OR_TEXTS = Kind(f"text, a list of texts, or {_EDIT}", lambda value: _is_text(value) or TEXTS.fits(value))
NUMBER = Kind("a whole number", _is_number)
COUNT = Kind('a whole number, or { value = "<name>" }', lambda value: _is_number(value) or _is_value(value))
FLAG = Kind("true or false", lambda value: isinstance(value, bool))
SPAN = Kind('a span as in "2 business days", { value = "<name>" } or { span = "…", of = "<date>" }', _is_span)
CLOCK = Kind('a time of day as in "10:00"', lambda value: isinstance(value, (str, time)))
WHEN = Kind(f"a list of conditions, each with at most one parameter, or {_EDIT}", _list_of(_is_item))
DAYS = Kind(f"dates without quotes, as in [2025-12-24], or {_EDIT}", _list_of(_is_day))
ANYTHING = Kind("", lambda value: True)
COUNTRIES = Kind('a country code as in "PL", or a list of them', _one_or_more(_is_country))
WORDS = Kind("a word, or a list of words", _one_or_more(_is_text))
SIZES = Kind('"large" or "small"', _one_or_more(lambda value: value in (Size.LARGE, Size.SMALL)))
YES_OR_NO = Kind("true or false", lambda value: isinstance(value, bool) or value in ("true", "false"))
FACTORS = Kind("a number above 0 and at most 100, or a table of them", _is_factor)

RULE: Mapping[str, Kind | Table] = {
    **dict.fromkeys(("like", "slot", "contact", "note", "variant", "after", "combine", "result"), TEXT),
    **dict.fromkeys(("adds_if_missed", "adds_if_unsent", "if_unreachable", "question", "because"), TEXT),
    **dict.fromkeys(("adds", "channels", "uninvited", "lifts", "needs", "sources"), TEXTS),
    **dict.fromkeys(("earliest", "target", "late_after", "expires", "stagger"), SPAN),
    **dict.fromkeys(("again", "enabled", "optional", "urgent"), FLAG),
    "where": Table(each=Kind("text, a number, true or false, or a list of texts", _is_match)),
    "to": TEXT_OR_TEXTS,
    "hour": CLOCK,
    "when": WHEN,
    "rank": NUMBER,
}
APPLIES = Table(keys={"country": COUNTRIES, "sector": WORDS, "size": SIZES, "internal": YES_OR_NO}, noun="fact")
_HOURS = Table(each=Table(each=TEXT_OR_TEXTS))
_STATUS_CONTACTS = Table(keys={"count": COUNT, "within": SPAN})
_SLOT = {"hour": CLOCK, "counts": TEXT, "restarts-silence": FLAG, "once": FLAG, "done-by": TEXTS}
SECTIONS = Table(
    noun="section",
    keys={
        "name": TEXT,
        "extends": TEXT,
        "applies": APPLIES,
        "values": Table(each=ANYTHING),
        "multipliers": Table(each=FACTORS),
        "seasons": Table(each=Table(keys={"from": TEXT, "to": TEXT, "adds": SPAN, "enabled": FLAG})),
        "limits": Table(
            keys={
                "per-silence": Table(each=COUNT),
                "in-all": Table(each=COUNT),
                "status-contacts": _STATUS_CONTACTS,
                "calls": Table(keys={"count": COUNT, "gap": SPAN, "voicemails": COUNT}),
            }
        ),
        "hours": _HOURS,
        "hard-hours": _HOURS,
        "contact-hours": _HOURS,
        "gates": Table(keys={"invited-only": TEXTS, "named-only": TEXTS, "forms": Table(each=TEXTS)}),
        "channels": Table(keys={"allowed": TEXTS}),
        "slots": Table(each=Table(keys=_SLOT)),
        "audiences": Table(each=TEXTS),
        "promises": Table(each=TEXT),
        "weekend": TEXTS,
        "closed": DAYS,
        "rules": Table(each=Table(keys=RULE)),
    },
)
