"""The cast of the README and what is known of them: what the tests of words share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from followkit._core.decisions import FollowUp, Question, State, Subject, Window
from followkit._core.notes import Note, Part
from followkit._core.phrasing import Lexicon
from followkit._core.vocabulary import ContactClass, Register
from followkit._core.writing import write_note

POINT = "taking billing off the nightly cron"
STRENGTH = (
    "At Northwind I moved invoicing from a nightly batch to a queue; late invoices fell from forty a week to two."
)
LEAST: Mapping[str, Any] = {
    "position": "Backend Engineer",
    "me": {"name": "Dana Kim"},
    "to": {"name": "Priya Raman"},
}
DANA_TO_PRIYA: Mapping[str, Any] = {
    **LEAST,
    "company": "Acme",
    "me": {"name": "Dana Kim", "phone": "+1 212 555 0142", "email": "dana@example.org"},
    "point": POINT,
    "strength": STRENGTH,
    "day": date(2025, 6, 5),
    "minutes": 60,
}
EVERYTHING: Mapping[str, Any] = {
    **DANA_TO_PRIYA,
    "about": [{"name": "Sam Ode"}, {"name": "Jo Lindqvist"}],
    "points_by_person": [
        {"name": "Sam Ode", "point": "how releases are planned"},
        {"name": "Jo Lindqvist", "point": "the on-call rota"},
    ],
    "promised": date(2025, 6, 20),
    "asked_for": date(2025, 6, 13),
    "wrote_on": date(2025, 6, 12),
    "last_sent": date(2025, 6, 17),
}


@cache
def english() -> Lexicon:
    return Lexicon.parse((files("followkit") / "_builtin/words/en.toml").read_text(encoding="utf-8"), "en.toml")


def follow_up(note: str = "thank-you", *, recipient: str = "priya", **changes: Any) -> FollowUp:
    moment = datetime(2025, 6, 5, 21, tzinfo=UTC)
    given: dict[str, Any] = {
        "key": "acme/thank-you/panel/priya",
        "covers": ("acme/thank-you/panel/priya",),
        "handle": f"{note}/{recipient}",
        "application": "acme",
        "slot": note,
        "rule": note,
        "contact": ContactClass.COURTESY,
        "subject": Subject(kind="person", fact="panel", person=recipient, round="panel"),
        "recipient": recipient,
        "about": (recipient,),
        "channel": "email",
        "channel_class": "written",
        "note": note,
        "window": Window(earliest=moment, target=moment, late_after=None, expires=None, zone="America/New_York"),
        "state": State.DUE,
        "when": moment,
    }
    return FollowUp(**(given | changes))


def write(
    note: str = "thank-you",
    material: Mapping[str, Any] = DANA_TO_PRIYA,
    register: Register = Register.WARM,
    **changes: Any,
) -> Note:
    planned = follow_up(note, **changes)
    return write_note(follow_up=planned, material=material, lexicon=english(), register=register)


def without(material: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in material.items() if name not in names}


def part(note: Note, name: str) -> Part:
    found = note.part(name)
    assert found is not None, f"the note has no {name}"
    return found


def completes(question: Question) -> str:
    return str(question.parameters["completes"])
