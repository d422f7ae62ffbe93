"""Read policies and lay them over each other: base < country < sector < house < user < application.

A layer is one policy's TOML as tables. Tables merge key by key, lists replace or are edited with ``add`` and ``drop``,
and every value remembers which layer set it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from followkit._core.errors import InvalidPolicy, Problem
from followkit._core.freezing import flat
from followkit._core.policy_keys import SECTIONS, Tables, fitting, unknown
from followkit._core.records import Policy

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USER = "user"
"""The layer of values set by hand."""


@frozen(kw_only=True)
class Layer:
    """Hold one policy's tables under its name.

    Args:
        name: the policy's name, or ``user`` for values set by hand.
        source: the file, for problems.
        tables: what it says, as far as it can be used.
        problems: what cannot.
    """

    name: str
    source: str
    tables: Tables = field(repr=False)
    problems: tuple[Problem, ...] = ()


@frozen(kw_only=True)
class Merged:
    """Hold all layers as one, and which layer set each value.

    Args:
        layers: names, base first.
        tables: the merged tables.
        told_by: dotted name of a value to the (layer, value) pairs that set it, base first.
        problems: what is wrong in single layers.
    """

    layers: tuple[str, ...]
    tables: Tables = field(repr=False)
    told_by: Mapping[str, tuple[tuple[str, Any], ...]] = field(repr=False)
    problems: tuple[Problem, ...] = ()


def read(policy: Policy) -> Layer:
    """Parse one policy's text.

    Raises:
        InvalidPolicy: for text that is no TOML, and for a wrong name or layer below, without which there is no more to
            read. Whatever else is wrong is told with the problems of the other layers.
    """
    source = policy.source or policy.name
    try:
        tables = tomllib.loads(policy.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidPolicy(problems=[Problem(place=source, code="unreadable", message=f"no TOML: {error}")]) from None
    kept, problems = fitting("", tables, SECTIONS)
    problems = [
        evolve(one, place=f"{source}: {one.place}") if one.code == "unknown-section" else one for one in problems
    ]
    if kept.get("name", policy.name) != policy.name:
        problems.append(Problem(place=source, code="name", message=f"calls itself something else than {policy.name!r}"))
    if any(one.code == "name" or one.place in {"name", "extends"} for one in problems):
        raise InvalidPolicy(problems=problems)
    return Layer(name=policy.name, source=source, tables=kept, problems=tuple(problems))


def chain(name: str, policies: Mapping[str, Policy]) -> tuple[Layer, ...]:
    """Return the layers of a policy, base first, following ``extends``.

    Raises:
        InvalidPolicy: for a name nobody provides, or a policy that extends itself.
    """
    layers: list[Layer] = []
    place, wanted = "policy", name
    while wanted:
        if any(layer.name == wanted for layer in layers):
            names = " → ".join([*(layer.name for layer in layers), wanted])
            problem = Problem(
                place=place, code="extends-itself", message=f"extends itself: {names}", hint="drop extends"
            )
            raise InvalidPolicy(problems=[problem])
        if wanted not in policies:
            raise InvalidPolicy(problems=[unknown(place, wanted, policies, "policy")])
        layer = read(policies[wanted])
        layers.append(layer)
        place, wanted = f"{layer.source}: extends", layer.tables.get("extends", "")
    return tuple(reversed(layers))


def user_layer(values: Mapping[str, Any]) -> Layer:
    """Return the layer that holds values set by hand (``Kit(set=…)``), the last one to speak."""
    return Layer(name=USER, source="set", tables={"values": dict(values)})


def merge(layers: Sequence[Layer]) -> Merged:
    """Lay *layers* over each other, base first, noting values set by hand that no layer below knows."""
    tables: Tables = {}
    told: dict[str, list[tuple[str, Any]]] = {}
    problems = [problem for layer in layers for problem in layer.problems]
    for layer in layers:
        said = flat(layer.tables.get("values", {}))
        if layer.name == USER:
            problems += [unknown("set", name, told, "value") for name in said if not knows(told, name)]
        for name, value in said.items():
            _forget_narrower(name, told)
            told.setdefault(name, []).append((layer.name, value))
        rest = {key: _by_weekday(key, value) for key, value in layer.tables.items() if key not in _NOT_MERGED}
        tables = _over(tables, rest)
    names = tuple(layer.name for layer in layers)
    told_by = {name: tuple(pairs) for name, pairs in told.items()}
    return Merged(layers=names, tables=tables, told_by=told_by, problems=tuple(problems))


_NOT_MERGED = frozenset({"name", "extends", "values"})


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
        if isinstance(value, Mapping) and set(value) <= {"add", "drop"} and value:
            merged[key] = _edited(under if isinstance(under, list) else [], value)
        elif isinstance(value, Mapping) and isinstance(under, Mapping):
            merged[key] = _over(dict(under), value)
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


def like(rules: Mapping[str, Tables]) -> tuple[dict[str, Tables], list[Problem]]:
    """Return the rules with every ``like = "<rule>"`` filled in from the rule it names, and what is wrong with that."""
    filled: dict[str, Tables] = {}
    problems: list[Problem] = []

    def fill(id: str, seen: tuple[str, ...]) -> Tables:
        if id in filled:
            return filled[id]
        table = dict(rules[id])
        model = table.pop("like", None)
        if model is not None and model not in rules:
            problems.append(unknown(f"rules.{id}.like", model, rules, "rule"))
        elif model is not None and model in (*seen, id):
            problems.append(Problem(place=f"rules.{id}.like", code="like-itself", message="is like itself"))
        elif model is not None:
            inherited = {key: value for key, value in fill(model, (*seen, id)).items() if key != "enabled"}
            table = _over(inherited, table)
        filled[id] = table
        return table

    for id in rules:
        fill(id, ())
    return filled, problems
