"""Make what is given one's own and plain: a sequence becomes a tuple, a mapping a dict nobody else holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values as a tuple."""
    return tuple(values)


def as_dict(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping as a dict of its own."""
    return dict(values)


def flat(tables: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested tables as dotted names to plain values.

    >>> flat({"check-in": {"no-date": {"screen": "5 business days"}}})
    {'check-in.no-date.screen': '5 business days'}
    """
    found: dict[str, Any] = {}
    for key, value in tables.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found
