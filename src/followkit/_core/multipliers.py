"""Multiply waits: one factor at most, the largest of all layers, rounded up to whole units; what is fixed stays."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from attrs import field, frozen

from followkit._core.errors import Problem
from followkit._core.policy_keys import unknown
from followkit._core.timing import Span, Unit

ENOUGH_DECIMALS = 6
"""Where a product is cut before it is rounded up: ten days × 1.1 are eleven, whatever binary makes of it."""

Told = Mapping[str, tuple[tuple[str, Any], ...]]
"""Dotted name of a value to the (layer, value) pairs that set it, base first."""


@frozen(kw_only=True)
class Factors:
    """Hold what one layer multiplies.

    Args:
        layer: its name.
        place: how its problems begin (``government.toml: multipliers``).
        by: dotted name of a value, or of a table of cases, to the factor.
    """

    layer: str
    place: str
    by: Mapping[str, float] = field(repr=False)


Largest = dict[str, tuple[str, float]]
"""Dotted name of a value to the layer that has its largest factor, and the factor."""


def multiply(told: Told, fixed: Collection[str], given: Iterable[Factors]) -> tuple[Told, Largest, list[Problem]]:
    """Return the values with those multiplied that no sector, house or person fixed, and by whom and how much.

    Args:
        told: the values as all layers leave them.
        fixed: names of the values that a layer at or above the sectors set itself.
        given: what each layer multiplies, base first; of two equal factors the first is named.
    """
    factors = tuple(given)
    problems = [
        unknown(f"{one.place}.{name}", name, told, "value")
        for one in factors
        for name in one.by
        if not (_broader(name, told) or any(_covers(name, other) for other in told))
    ]
    products: dict[str, tuple[tuple[str, Any], ...]] = {}
    counted: Largest = {}
    for name, (one, by) in _largest(factors, told).items():
        standing = name if name in told else _broader(name, told)
        if standing in fixed:
            continue
        pairs = told[standing]
        product = _product(pairs[-1][1], by)
        if product is None:
            message = f"the value {name!r} is no span, and nothing else can be multiplied"
            problems.append(Problem(place=one.place, code="cannot-multiply", message=message))
            continue
        products[name] = (*pairs, (one.layer, product))
        counted[name] = (one.layer, by)
    return {**told, **products}, counted, problems


def _largest(factors: Iterable[Factors], told: Told) -> dict[str, tuple[Factors, float]]:
    asked = [(name, one, by) for one in factors for name, by in one.by.items()]
    found: dict[str, tuple[Factors, float]] = {}
    for name in (*told, *(name for name, _, _ in asked if name not in told and _broader(name, told))):
        for other, one, by in asked:
            if _covers(other, name) and (name not in found or by > found[name][1]):
                found[name] = (one, by)
    return found


def _covers(name: str, other: str) -> bool:
    return other == name or other.startswith(f"{name}.")


def _broader(name: str, told: Told) -> str:
    """Return the value for all cases that stands for the case *name*, or an empty string."""
    return next((other for other in told if name.startswith(f"{other}.")), "")


def _product(value: Any, by: float) -> str | None:
    try:
        span = Span.parse(value if isinstance(value, str) else "")
    except ValueError:
        return None
    if span.unit is Unit.PERCENT:
        return None
    return str(Span(math.ceil(round(span.amount * by, ENOUGH_DECIMALS)), span.unit))
