"""Check values at the border: each check says what is wrong with one value, its code and its cure, or None."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

import attrs
from attrs import field

from followkit._core.errors import InvalidFacts, Problem
from followkit._core.freezing import FrozenDict, FrozenList
from followkit._core.timing import FIRST_YEAR, LAST_YEAR

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ENCODED_WORD = re.compile(r"=\?")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+:-]{0,254}")
_ATOM, _LABEL = r"[\w!#$%&'*+/=?^`{|}~-]+", r"[^\W_](?:[^\W_]|-){0,62}"
_MAIL_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_ZONE = re.compile(r"[A-Za-z0-9_+\-/]{1,64}")

Word = TypeVar("Word", bound=StrEnum)

Check = Callable[[Any], tuple[str, str, str] | None]


def clean_line(limit: int) -> Check:
    """Make the check that a text is one clean line of at most *limit* characters."""

    def check(value: str) -> tuple[str, str, str] | None:
        if not value.strip():
            return "empty", "is empty", "leave it out, or say it"
        if len(value) > limit:
            return "too-long", f"is longer than {limit} characters", "shorten it"
        if _CONTROLS.search(value):
            return "control-character", "holds a line break or control character", "write it on one line"
        if _INVISIBLE.search(value):
            return "invisible-character", "holds an invisible or direction-changing character", "type it again by hand"
        return None

    return check


def person_name(value: str) -> tuple[str, str, str] | None:
    """Refuse a name that a mail header could read as something else."""
    if _ENCODED_WORD.search(value):
        return "encoded-name", "holds an encoded mail word", "write the name as people read it"
    if "@" in value:
        return "name-is-address", "looks like an address", "write the person's name"
    return clean_line(64)(value)


def mail_problems(addresses: Mapping[str, str]) -> tuple[Problem, ...]:
    """Refuse a mail address that a mail program could read as two, or as a command."""
    if "email" not in addresses or _MAIL_ADDRESS.fullmatch(addresses["email"]):
        return ()
    hint = "exactly one, as in name@example.org"
    return (Problem(place="addresses.email", code="bad-address", message="is not one mail address", hint=hint),)


def plain_id(value: str) -> tuple[str, str, str] | None:
    """Refuse an id that could not stand in a file, a handle or a key."""
    if _IDENTIFIER.fullmatch(value):
        return None
    return "bad-id", "is not a usable id", "letters, digits and . _ - + : @ only, at most 255"


def country_code(value: str) -> tuple[str, str, str] | None:
    """Refuse what is no ISO 3166 alpha-2 code."""
    if re.fullmatch(r"[A-Z]{2}", value):
        return None
    return "unknown-country", "is not a country code", "two capital letters, as in US or GB"


def zone_name(value: str) -> tuple[str, str, str] | None:
    """Refuse what cannot be an IANA zone name."""
    if _ZONE.fullmatch(value):
        return None
    return "unknown-zone", "is not a time zone name", "an IANA name, as in America/New_York"


def known_year(value: date) -> tuple[str, str, str] | None:
    """Refuse a date outside the years we plan for."""
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    return "year", "lies outside the years we plan for", f"a year from {FIRST_YEAR} to {LAST_YEAR}"


def plain_value(value: object) -> tuple[str, str, str] | None:
    """Refuse what could be changed by one who was given it, or that no file can hold."""
    if isinstance(value, FrozenDict):
        return plain_value(tuple(value.values()))
    if isinstance(value, FrozenList) or type(value) is tuple:
        return next(filter(None, map(plain_value, value)), None)
    if value is None or isinstance(value, (str, int, float, date, time)):
        return None
    return "wrong-type", "cannot be kept as it is", "text, numbers, true or false, dates, and lists or tables of them"


def interview_minutes(value: int) -> tuple[str, str, str] | None:
    """Refuse what is no length of an interview."""
    if 1 <= value <= 24 * 60:
        return None
    return "minutes", "is no length of an interview", "1 to 1440 minutes"


def verify(record: attrs.AttrsInstance, extra: tuple[Problem, ...] = ()) -> None:
    """Check every field of *record* against its declared check and raise all problems at once."""
    problems = list(extra)
    for attribute in attrs.fields(type(record)):
        check = attribute.metadata.get("check")
        value = getattr(record, attribute.name)
        if check is None or value is None:
            continue
        single = not isinstance(value, (tuple, Mapping))
        items = [("", value)] if single else _items(value)
        for suffix, item in items:
            wrong = check(item)
            if wrong is not None:
                code, message, hint = wrong
                problems.append(Problem(place=attribute.name + suffix, code=code, message=message, hint=hint))
    if problems:
        raise InvalidFacts(problems=problems)


def _items(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(f".{key}", item) for key, item in value.items()]
    return [(f"[{index}]", item) for index, item in enumerate(value)]


def checked(check: Check, *, personal: bool = True, **options: Any) -> Any:
    """Declare a field with its check; a personal one stays out of ``repr``."""
    return field(repr=not personal, metadata={"check": check}, **options)


def word_of(kind: type[Word], value: Any) -> Word:
    """Return the word of the field that *value* is or spells, so that no guard ever compares with a mere text.

    Raises:
        InvalidFacts: for a word that is none of them.
    """
    try:
        return kind(value)
    except ValueError:
        hint = f"one of: {', '.join(kind)}"
        problem = Problem(place=kind.__name__.lower(), code="unknown-value", message="is not a known word", hint=hint)
        raise InvalidFacts(problems=[problem]) from None
