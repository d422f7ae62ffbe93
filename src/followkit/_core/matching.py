"""Match what a rule's ``where`` wants against the facts: ours by name, and a host's own under ``custom``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import attrs

from followkit._core.anchors import event_kind
from followkit._core.decisions import Reason, Subject
from followkit._core.events import KINDS, Event
from followkit._core.facts import Application, Employer, Person
from followkit._core.rounds import Round
from followkit._core.situation import Situation

Wanted = Mapping[str, tuple[str | int | bool, ...]]


def _round(situation: Situation, subject: Subject) -> Round | None:
    if subject.round:
        return situation.round(subject.round)
    return situation.silence.round if situation.silence else None


ROOTS: Mapping[str, tuple[type[Any], Callable[[Situation, Subject], object]]] = {
    "application": (Application, lambda situation, subject: situation.application),
    "employer": (Employer, lambda situation, subject: situation.application.employer),
    "event": (Event, lambda situation, subject: situation.event(subject.fact)),
    "round": (Round, _round),
    "person": (Person, lambda situation, subject: situation.application.person(subject.person or "")),
}
"""What a name in ``where`` may begin with: the record whose fields follow, and where it is found."""
CUSTOM = "custom"


def names_of(after: str) -> tuple[str, ...]:
    """Return the names a rule that counts from *after* may match, besides ``custom.<name>``.

    >>> "event.to" in names_of("decided"), "event.to" in names_of("offered")
    (True, False)
    """
    kind = event_kind(after)
    events = [KINDS[kind]] if kind else list(KINDS.values())
    own = {f"{root}.{field.name}" for root, (record, _) in ROOTS.items() for field in attrs.fields(record)}
    return tuple(sorted(own | {f"event.{field.name}" for event in events for field in attrs.fields(event)}))


def mismatch(wanted: Wanted, situation: Situation, subject: Subject) -> Reason | None:
    """Return the reason why facts do not say what is wanted, or None when they do.

    A fact of several values (``employer.sectors``) fits when one of them does.
    """
    for name, values in wanted.items():
        if not _said(name, situation, subject) & set(map(str, values)):
            parameters = {"fact": name, "wanted": tuple(map(str, values))}
            return Reason(code="fact-differs", parameters=parameters)
    return None


def _said(name: str, situation: Situation, subject: Subject) -> set[str]:
    root, _, rest = name.partition(".")
    if root == CUSTOM:
        found: object = situation.application.custom.get(rest)
    else:
        found = getattr(ROOTS[root][1](situation, subject), rest, None)
    values = found if isinstance(found, tuple) else (found,)
    return {str(value.value if isinstance(value, Enum) else value) for value in values if value is not None}
