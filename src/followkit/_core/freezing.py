"""Make what is given one's own and read-only: a sequence becomes a tuple, a mapping a dict that nobody can change.

A record is handed to many plugins in turn. What one of them could change, the next would see changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn


def _refused(self: object, *given: object, **named: object) -> NoReturn:
    raise TypeError("is read-only, since others are given it too; change a copy, dict(…) or list(…)")


class FrozenDict(dict[Any, Any]):
    """Hold what a dict holds, and refuse to be changed; it is equal to that dict, and copies and pickles like one.

    >>> FrozenDict({"email": "priya@acme.example"}) == {"email": "priya@acme.example"}
    True
    """

    __slots__ = ()
    __setitem__: Any = _refused
    __delitem__: Any = _refused
    __ior__: Any = _refused
    clear: Any = _refused
    pop: Any = _refused
    popitem: Any = _refused
    setdefault: Any = _refused
    update: Any = _refused

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[Any, Any]]]:
        return FrozenDict, (dict(self),)


class FrozenList(list[Any]):
    """Hold what a list holds, and refuse to be changed; it stands in tables that are kept as they were written.

    >>> FrozenList([1, 2]) == [1, 2]
    True
    """

    __slots__ = ()
    __setitem__: Any = _refused
    __delitem__: Any = _refused
    __iadd__: Any = _refused
    __imul__: Any = _refused
    append: Any = _refused
    clear: Any = _refused
    extend: Any = _refused
    insert: Any = _refused
    pop: Any = _refused
    remove: Any = _refused
    reverse: Any = _refused
    sort: Any = _refused

    def __reduce__(self) -> tuple[type[FrozenList], tuple[list[Any]]]:
        return FrozenList, (list(self),)


def as_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values as a tuple."""
    return tuple(values)


def as_dict(values: Mapping[Any, Any]) -> FrozenDict:
    """Return a mapping of plain values as a dict that nobody can change."""
    return values if type(values) is FrozenDict else FrozenDict(values)


def as_tables(values: Mapping[Any, Any]) -> FrozenDict:
    """Return a mapping with all the mappings and lists inside it as ones that nobody can change.

    One that cannot be changed already is believed to hold nothing else.

    >>> as_tables({"points": ["on-call"]})["points"].append("pay")
    Traceback (most recent call last):
    TypeError: is read-only, since others are given it too; change a copy, dict(…) or list(…)
    """
    if type(values) is FrozenDict:
        return values
    return FrozenDict({key: _within(value) for key, value in values.items()})


def _within(value: Any) -> Any:
    if isinstance(value, Mapping):
        return as_tables(value)
    if isinstance(value, list):
        return FrozenList(map(_within, value))
    return tuple(map(_within, value)) if type(value) is tuple else value


def flat(tables: Mapping[str, Any], prefix: str = "") -> FrozenDict:
    """Return nested tables as dotted names to plain values.

    >>> flat({"check-in": {"no-date": {"screen": "5 business days"}}})
    {'check-in.no-date.screen': '5 business days'}
    """
    found: dict[str, Any] = {}
    for key, value in tables.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = _within(value)
    return FrozenDict(found)
