"""Hold which keys a file may use where they are not simply the fields of a record: one table of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from followkit._core.events import Event
from followkit._core.facts import Candidate, Employer, Interview, Person

SCHEMA = 1
"""The version of the one shape that files have, in TOML and in JSON."""

RENAMED: Mapping[type[Any], Mapping[str, str]] = {
    Interview: {"interviewers": "with"},
    Employer: {"name": "company", "sectors": "sector"},
}
"""The fields that a file calls by another word."""

FLAT_ADDRESSES = ("email", "phone")
"""The addresses that may stand beside a name, outside ``addresses``."""

HEADER = ("id", "position", "strengths", "decision_by", "internal", "first_choice", "values", "custom", "x")
"""The fields of an application that stand at the top of a file as they are."""

SAID_WITH = ("talked_about", "concerns", "needs", "strengths", "reassurances")
"""What was said with a person in their first interview, which may stand beside the name."""

_ALSO: Mapping[type[Any], tuple[str, ...]] = {
    Interview: ("invite",),
    Person: (*FLAT_ADDRESSES, *SAID_WITH),
    Candidate: FLAT_ADDRESSES,
    Event: ("kind", "zone"),
}
"""Keys that a file may use for a record besides its fields."""

_KEYED = (Interview, Person)
"""Records whose id is the key of their table."""


def keys_of(kind: type[Any]) -> tuple[str, ...]:
    """Return every key a file may use for a record of this kind.

    >>> keys_of(Candidate)
    ('name', 'given_name', 'addresses', 'zone', 'country', 'language', 'email', 'phone')
    """
    renamed = RENAMED.get(kind, {})
    own = [renamed.get(field.name, field.name) for field in attrs.fields(kind)]
    also = next((keys for known, keys in _ALSO.items() if issubclass(kind, known)), ())
    return tuple(dict.fromkeys(key for key in (*own, *also) if not (key == "id" and kind in _KEYED)))


TOP = ("schema", *HEADER, *keys_of(Employer), "me", "people", "interviews", "events")
"""The keys at the top of a file."""
