"""Read policies and lay them over each other: base < country < sector < house < user < application.

A layer is one policy's TOML as tables. Tables merge key by key, lists replace or are edited with ``add`` and ``drop``,
and every value remembers which layer set it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from attrs import evolve, field, frozen

from followkit._core.errors import Problem
from followkit._core.freezing import flat
from followkit._core.multipliers import Factors, Largest, multiply
from followkit._core.policy_keys import APPLIES, SECTIONS, Tables, fitting, unknown
from followkit._core.records import Policy

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BASE = "international"
"""The policy that every other lies over."""
USER = "user"
"""The layer of values set by hand."""
APPLICATION = "application"
"""The layer of an application's own values."""


class Level(IntEnum):
    """Name where a layer lies; of two that say something, the higher one wins."""

    BASE = 0
    COUNTRY = 1
    SECTOR = 2
    HOUSE = 3
    USER = 4
    APPLICATION = 5


@frozen(kw_only=True)
class Layer:
    """Hold one policy's tables under its name.

    Args:
        name: the policy's name, or ``user`` or ``application`` for values set by hand.
        source: the file, for problems.
        tables: what it says, as far as it can be used, but for its values.
        values: dotted name to what it is set to.
        applies: fact to the words of which one chooses it; none, and it is there by name only.
        level: where it lies; None for one that applies to no facts, and so lies where it is put.
        usable: whether it could be read at all.
        content: what it was read from, as text: two layers of one content say the same.
        problems: what cannot be used.
    """

    name: str
    source: str
    tables: Tables = field(repr=False)
    values: Mapping[str, Any] = field(factory=dict, repr=False)
    applies: Mapping[str, tuple[str, ...]] = field(factory=dict, repr=False)
    level: Level | None = None
    usable: bool = True
    content: str = field(default="", repr=False)
    problems: tuple[Problem, ...] = ()


@frozen(kw_only=True)
class Merged:
    """Hold all layers as one, and which layer set each value.

    Args:
        layers: names, base first.
        name: of the last layer that is a policy.
        tables: the merged tables.
        told_by: dotted name of a value to the (layer, value) pairs that set it, base first.
        multiplied: dotted name of a value to the layer that multiplied it, and by how much.
        problems: what is wrong in single layers.
    """

    layers: tuple[str, ...]
    name: str
    tables: Tables = field(repr=False)
    told_by: Mapping[str, tuple[tuple[str, Any], ...]] = field(repr=False)
    multiplied: Largest = field(factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()


def read(policy: Policy) -> Layer:
    """Parse one policy's text; what is wrong with it is among the layer's problems.

    Text that is no TOML, a wrong name or a wrong layer below leave nothing to use.
    """
    source = policy.source or policy.name
    try:
        tables = tomllib.loads(policy.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problem = Problem(place=source, code="unreadable", message=f"no TOML: {error}")
        return Layer(name=policy.name, source=source, tables={}, usable=False, problems=(problem,))
    kept, problems = fitting("", tables, SECTIONS)
    problems = [
        evolve(one, place=f"{source}: {one.place}") if one.code == "unknown-section" else one for one in problems
    ]
    problems += _name_problems(policy.name, kept, source)
    if any(one.code == "name" or one.place in {"name", "extends"} for one in problems):
        return Layer(name=policy.name, source=source, tables={}, usable=False, problems=tuple(problems))
    applies, more = _applies(policy, kept, source)
    return Layer(
        name=policy.name,
        source=source,
        tables={key: _by_weekday(key, value) for key, value in kept.items() if key != "values"},
        values=flat(kept.get("values", {})),
        applies=applies,
        level=_level(policy.name, applies),
        content=repr((policy.name, source, sorted(applies.items()), policy.text)),
        problems=(*problems, *more),
    )


def _name_problems(name: str, tables: Tables, source: str) -> Iterable[Problem]:
    if tables.get("name", name) != name:
        yield Problem(place=source, code="name", message=f"calls itself something else than {name!r}")
    if name in {USER, APPLICATION}:
        yield Problem(place=source, code="name", message=f"{name!r} is the name of a layer of its own")


def _applies(policy: Policy, tables: Tables, source: str) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Return the facts that choose a policy, from its record or from its text."""
    given = {fact: [*word] if isinstance(word, (tuple, frozenset)) else word for fact, word in policy.applies.items()}
    kept, problems = fitting(f"{source}: applies.", given, APPLIES)
    said: Tables = tables.get("applies", {})
    if kept and said and kept != said:
        message = "the record and the text say different facts"
        problems.append(Problem(place=f"{source}: applies", code="applies-twice", message=message, hint="keep one"))
    facts = {fact: word if isinstance(word, list) else [word] for fact, word in (kept or said).items()}
    return {fact: tuple(map(as_word, words)) for fact, words in facts.items()}, problems


def as_word(said: object) -> str:
    """Return what a fact says as the word that a policy matches.

    >>> as_word(True), as_word("Government"), as_word("PL")
    ('true', 'government', 'pl')
    """
    return str(said).strip().lower()


def _level(name: str, applies: Collection[str]) -> Level | None:
    if name == BASE:
        return Level.BASE
    if not applies:
        return None
    return Level.COUNTRY if set(applies) == {"country"} else Level.SECTOR


def values_layer(name: str, values: Mapping[str, Any]) -> Layer:
    """Return the layer of values that a person gave: ``user`` (``Kit(set=…)``) or ``application``."""
    level, source = (Level.USER, "set") if name == USER else (Level.APPLICATION, "values")
    told = flat(values)
    return Layer(name=name, source=source, tables={}, values=told, level=level, content=repr(sorted(told.items())))


def merge(layers: Sequence[Layer]) -> Merged:
    """Lay *layers* over each other, base first.

    An application's values must be known below it. Those set by hand may be known to other policies alone; whether one
    is known at all is told when the kit is built.
    """
    tables: Tables = {}
    told: dict[str, list[tuple[str, Any]]] = {}
    fixed: set[str] = set()
    problems = [problem for layer in layers for problem in layer.problems]
    for layer in layers:
        below = tuple(told)
        for name, value in layer.values.items():
            if layer.level in _BY_HAND and not knows(below, name):
                own = layer.level is Level.APPLICATION
                problems += [unknown(f"values.{name}", name, below, "value")] if own else []
                continue
            if below:
                _forget_narrower(name, told)
            told.setdefault(name, []).append((layer.name, value))
            fixed |= {name} if (layer.level or Level.BASE) >= Level.SECTOR else set()
        tables = _over(tables, {key: table for key, table in layer.tables.items() if key not in _NOT_MERGED})
    all_told = {name: tuple(pairs) for name, pairs in told.items()}
    products, multiplied, more = multiply(all_told, fixed, _factors(layers))
    return Merged(
        layers=tuple(layer.name for layer in layers),
        name=[layer.name for layer in layers if layer.level not in _BY_HAND][-1],
        tables=tables,
        told_by=products,
        multiplied=multiplied,
        problems=(*problems, *more),
    )


def _factors(layers: Iterable[Layer]) -> Iterable[Factors]:
    for layer in layers:
        if table := layer.tables.get("multipliers"):
            yield Factors(layer=layer.name, place=f"{layer.source}: multipliers", by=flat(table))


_BY_HAND = (Level.USER, Level.APPLICATION)
_NOT_MERGED = frozenset({"name", "extends", "applies", "multipliers"})


def knows(told: Iterable[str], name: str) -> bool:
    """Tell whether a value, or the table of cases it stands in, is among the names *told*."""
    return any(other == name or other.startswith(f"{name}.") or name.startswith(f"{other}.") for other in told)


def _forget_narrower(name: str, told: dict[str, list[tuple[str, Any]]]) -> None:
    """Let one value for all cases replace the table of cases a lower layer had."""
    for other in [other for other in told if other.startswith(f"{name}.")]:
        told.setdefault(name, []).extend((layer, f"{other}: {value}") for layer, value in told.pop(other))


def _over(below: Tables, above: Mapping[str, Any]) -> Tables:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(value, dict) and value and value.keys() <= {"add", "drop"}:
            merged[key] = _edited(under if isinstance(under, list) else [], value)
        elif isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _over(under, value)
        else:
            merged[key] = value
    return merged


def _edited(items: Iterable[Any], edit: Mapping[str, Any]) -> list[Any]:
    kept = [item for item in items if item not in edit.get("drop", [])]
    return [*kept, *(item for item in edit.get("add", []) if item not in kept)]


def _by_weekday(section: str, table: Any) -> Any:
    """Spell ``mon-fri`` out, so that a layer can change one weekday."""
    if section not in {"hours", "hard-hours", "contact-hours"}:
        return table
    return {kind: {day: span for days, span in week.items() for day in weekdays(days)} for kind, week in table.items()}


def weekdays(text: str) -> tuple[str, ...]:
    """Return the weekdays ``"mon-fri"`` or ``"sat"`` stands for; what is none comes back as it was.

    >>> weekdays("thu-fri"), weekdays("sun"), weekdays("someday")
    (('thu', 'fri'), ('sun',), ('someday',))
    """
    first, _, last = text.partition("-")
    if first not in WEEKDAYS or (last and last not in WEEKDAYS):
        return (text,)
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return WEEKDAYS[start : end + 1] or (text,)


Filled = dict[str, tuple[Tables, Tables | None, Tables]]
"""Rule id to its table as it stands, that of the rule it is like, and both together."""


def like(rules: Mapping[str, Tables], before: Filled | None = None) -> tuple[dict[str, Tables], list[Problem]]:
    """Return the rules with every ``like = "<rule>"`` filled in from the rule it names, and what is wrong with that.

    Args:
        rules: the tables by id.
        before: rules filled in before, to which these are added; the very tables of then give the very table of then.
    """
    filled: dict[str, Tables] = {}
    problems: list[Problem] = []
    known: Filled = {} if before is None else before

    def model_of(id: str, seen: tuple[str, ...]) -> Tables | None:
        model = rules[id].get("like")
        if model is not None and model not in rules:
            problems.append(unknown(f"rules.{id}.like", model, rules, "rule"))
        elif model is not None and model in (*seen, id):
            problems.append(Problem(place=f"rules.{id}.like", code="like-itself", message="is like itself"))
        elif model is not None:
            return fill(model, (*seen, id))
        return None

    def fill(id: str, seen: tuple[str, ...]) -> Tables:
        if id not in filled:
            own, model, found = rules[id], model_of(id, seen), known.get(id)
            if found is None or found[0] is not own or found[1] is not model:
                inherited = {key: value for key, value in (model or {}).items() if key != "enabled"}
                found = own, model, _over(inherited, {key: value for key, value in own.items() if key != "like"})
                known[id] = found
            filled[id] = found[2]
        return filled[id]

    for id in rules:
        fill(id, ())
    return filled, problems
