"""Look at the records of one plugin before anybody uses them: each must be whole, and the only one of its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import fields

from followkit._core.answers import kind_of
from followkit._core.errors import FollowkitError
from followkit._core.phrasing import Lexicon
from followkit._core.policy import read
from followkit._core.records import Adapter, Channel, Check, Condition, Guard, Language, Policy, Record, Sender

KINDS = (Adapter, Channel, Check, Condition, Guard, Language, Policy, Sender)
_NAME = re.compile(r"\w[\w.-]{0,99}")


def name_of(record: Record) -> str:
    """Return what a record is unique by."""
    match record:
        case Language():
            return record.tag
        case Check():
            return record.code
    return record.name


def problem_of(records: Sequence[Any]) -> str:
    """Return what is wrong with the records of one plugin, or nothing.

    Args:
        records: all of them.

    >>> problem_of([Channel(name="pager", classes=[], address=str, compose=str)])
    "brings a channel 'pager' that names no class, as in classes=['written']"
    """
    named: set[tuple[type[Any], str]] = set()
    for record in records:
        if type(record) not in KINDS:
            return f"brings a {kind_of(record)}, which is no record"
        kind = type(record).__name__.lower()
        if problem := _problem(record, kind):
            return problem
        key = (type(record), name_of(record))
        if key in named:
            return f"brings two {kind}s called {name_of(record)!r}"
        if not isinstance(record, Language) or not record.overrides:  # words may be changed bit by bit
            named.add(key)
    return ""


def unreadable(records: Sequence[Record]) -> str:
    """Return what is wrong with a text that a plugin brings, or nothing."""
    for record in records:
        if why := _unreadable(record):
            return f"brings a {type(record).__name__.lower()} {name_of(record)!r} that cannot be read: {why}"
    return ""


def _unreadable(record: Record) -> str:
    try:
        if isinstance(record, Language):
            Lexicon.parse(record.text, record.source or record.tag)
        problems = read(record).problems if isinstance(record, Policy) else ()
    except FollowkitError as error:
        return str(error)
    return "; ".join(map(str, problems))


def _problem(record: Record, kind: str) -> str:
    name = name_of(record)
    if type(name) is not str or not _NAME.fullmatch(name):
        return f"brings a {kind} whose name is none; it wants letters, digits and -"
    if isinstance(record, Channel) and not record.classes:
        return f"brings a channel {name!r} that names no class, as in classes=['written']"
    if isinstance(record, Sender) and not record.carries:
        return f"brings a sender {name!r} that carries no channel, as in carries=['text']"
    for field in fields(type(record)):
        wanted, fits = _SHAPES.get(field.name, _ANYTHING)
        if not fits(getattr(record, field.name)):
            return f"brings a {kind} {name!r} whose {field.name} is not {wanted}"
    return ""


def _is_text(value: object) -> bool:
    return type(value) is str


def _are_names(values: object) -> bool:
    return isinstance(values, tuple) and all(type(value) is str and value for value in values)


def _are_limits(values: object) -> bool:
    if not isinstance(values, Mapping):
        return False
    return all(type(unit) is str and type(most) is int and most > 0 for unit, most in values.items())


def _are_facts(values: object) -> bool:
    return isinstance(values, Mapping) and all(type(fact) is str and _are_words(said) for fact, said in values.items())


def _are_words(said: object) -> bool:
    return type(said) in (str, bool) or (
        isinstance(said, (list, tuple, frozenset)) and all(type(word) is str for word in said)
    )


Shape = tuple[str, Callable[[object], bool]]
_ANYTHING: Shape = ("", lambda value: True)
_TEXT: Shape = ("text", _is_text)
_FUNCTION: Shape = ("a function", callable)
_NAMES: Shape = ("a list of names", _are_names)
_YES_OR_NO: Shape = ("True or False", lambda value: isinstance(value, bool))
_SHAPES: Mapping[str, Shape] = {
    **dict.fromkeys(("form_of", "names", "needs", "source", "text"), _TEXT),
    **dict.fromkeys(("address", "compose", "drafts", "examine", "holds", "judge", "read", "send"), _FUNCTION),
    **dict.fromkeys(("carries", "classes", "media_types", "reads"), _NAMES),
    **dict.fromkeys(("invited_only", "overrides"), _YES_OR_NO),
    "applies": ("a table of facts and their words", _are_facts),
    "limits": ("a table of numbers above 0", _are_limits),
    "strength": ("a whole number", lambda value: type(value) is int),
    "takes": ("a type", lambda value: value is None or isinstance(value, type)),
}
