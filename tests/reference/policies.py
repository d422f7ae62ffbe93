"""Read policies as a person would: layer over layer, rule after rule, and every value where it is needed."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import followkit

FOLDER = Path(followkit.__file__).parent / "_builtin" / "policies"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKLY = ("hours", "hard-hours", "contact-hours")

Tables = dict[str, Any]


class Span(NamedTuple):
    """Hold an amount and its unit: minutes, hours, days, business days or %."""

    amount: int
    unit: str


def policies() -> dict[str, Tables]:
    """Read every file, as plain tables by name."""
    files = sorted(FOLDER.glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def policy_of(layers: Iterable[str], policies: Mapping[str, Tables], own_values: Mapping[str, Any]) -> Tables:
    """Lay the named policies over each other, the last one on top, and an application's own values over all of them."""
    policy: Tables = {}
    values: Tables = {}
    fixed: set[str] = set()  # what a sector or a person said is meant as it stands, and is not multiplied
    factors: list[tuple[str, float]] = []
    for name in layers:
        layer = {"values": own_values} if name == "application" else deepcopy(policies[name])
        said = dotted(layer.pop("values", {}))
        values = overlaid(values, said)
        fixed |= set() if is_place(layer) or name == "international" else set(said)
        factors += dotted(layer.pop("multipliers", {})).items()
        for section in WEEKLY:
            layer[section] = {kind: day_by_day(week) for kind, week in layer.get(section, {}).items()}
        policy = laid_over(policy, layer)
    policy["values"] = {name: multiplied(name, values[name], fixed, factors) for name in values}
    rules = policy["rules"]
    policy["rules"] = {id: filled_in(id, rules) for id in rules}
    return policy


def is_place(layer: Tables) -> bool:
    """Tell whether a layer is that of a country."""
    return set(layer.get("applies", {})) == {"country"}


def multiplied(name: str, value: Any, fixed: Iterable[str], factors: Iterable[tuple[str, float]]) -> Any:
    """Return a value times the largest factor for it, rounded up to whole days; what is fixed stays."""
    found = [factor for of, factor in factors if f"{name}.".startswith(f"{of}.")]
    if name in fixed or not found:
        return value
    amount, _, unit = value.partition(" ")
    whole = math.ceil(Fraction(int(amount)) * Fraction(str(max(found))))
    return f"{whole} {unit}"


def overlaid(below: Mapping[str, Any], above: Mapping[str, Any]) -> Tables:
    """Return values with those of a layer above; one value for all cases takes the place of a table of cases."""
    kept = {name: value for name, value in below.items() if not any(name.startswith(f"{other}.") for other in above)}
    return {**kept, **above}


def dotted(table: Mapping[str, Any], prefix: str = "") -> Tables:
    found: Tables = {}
    for key, value in table.items():
        found |= dotted(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return found


def day_by_day(week: Mapping[str, Any]) -> Tables:
    """Spell out ``mon-fri``."""
    found = {}
    for days, hours in week.items():
        first, _, last = days.partition("-")
        for day in WEEK[WEEK.index(first) : WEEK.index(last or first) + 1]:
            found[day] = hours
    return found


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Tables:
    """Return two tables as one, key by key: what stands above wins, and a list can be edited with add and drop."""
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and value and set(value) <= {"add", "drop"}:
            kept = [item for item in merged.get(key, []) if item not in value.get("drop", [])]
            merged[key] = kept + [item for item in value.get("add", []) if item not in kept]
        elif isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = laid_over(merged[key], value)
        else:
            merged[key] = value
    return merged


def filled_in(id: str, rules: Mapping[str, Tables]) -> Tables:
    """Return a rule with everything it takes over from the rule it is like."""
    rule = {key: value for key, value in rules[id].items() if key != "like"}
    if "like" not in rules[id]:
        return rule
    model = {key: value for key, value in filled_in(rules[id]["like"], rules).items() if key != "enabled"}
    return laid_over(model, rule)


def enabled_rules(policy: Tables) -> dict[str, Tables]:
    return {id: rule for id, rule in policy["rules"].items() if rule.get("enabled", True)}


# What is written in a rule -------------------------------------------------------------------------------------------


def number(given: Any, policy: Tables) -> Any:
    """Return what is written in place, or the value it names."""
    return policy["values"][given["value"]] if isinstance(given, Mapping) else given


def span(given: Any, policy: Tables, case: str = "other") -> Span:
    """Return the span that is written in place, or the one that a value has in this case."""
    text = given
    if isinstance(given, Mapping) and "span" in given:
        text = given["span"]
    elif isinstance(given, Mapping):
        values, name = policy["values"], given["value"]
        cases = [f"{name}.{case}"] if "by" in given else []
        text = next(values[one] for one in (*cases, name, f"{name}.other") if one in values)
    matched = re.fullmatch(r"(-?\d+) ?(minute|hour|day|business day|%)s?", text)
    assert matched, text
    return Span(int(matched[1]), matched[2])


def is_counted(rule: Tables, policy: Tables) -> bool:
    """Tell whether a rule counts open days to its target."""
    return span(rule["target"], policy).unit == "business day"


def answered_kinds(policy: Tables, slot: str, known: Iterable[str]) -> set[str]:
    """Return the kinds of events that the rules of a slot count from: what a contact of it answers."""
    found: set[str] = set()
    for rule in enabled_rules(policy).values():
        if rule["slot"] == slot:
            found |= {rule["after"].partition(".")[0]} & set(known)
    return found


def slots_that(policy: Tables, key: str) -> list[str]:
    """Return the slots of which this key is said."""
    return [slot for slot, table in policy["slots"].items() if table.get(key)]


def status_slots(policy: Tables) -> set[str]:
    """Return the slots whose contacts ask about the state of things."""
    return {rule["slot"] for rule in enabled_rules(policy).values() if rule["contact"] == "status"}
