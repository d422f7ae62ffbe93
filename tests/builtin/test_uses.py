"""Every part of a note, and every line around it, names the facts it stands on: change one, and only they change."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

import followkit as fk
from followkit import Register
from followkit._core.notes import Note
from followkit._core.writing import write_note
from tests.builtin.test_english import AFTERTHOUGHTS, NOTES, RICH
from tests.core.letters import follow_up

KIT = fk.Kit()
FACTS = {**RICH, **AFTERTHOUGHTS, "to": {"name": "Priya Raman", "given_name": "Priya"}}
WAYS = (("en", Register.WARM), ("en-GB", Register.FORMAL), ("de", Register.FAMILIAR))
ENDED = {"rejected": "accepted", "accepted": "rejected"}


def changed(value: object) -> object:
    """Return another value of the same kind and length, so that nothing is left out for want of room."""
    if isinstance(value, datetime):
        return value + timedelta(days=8, hours=3)
    if isinstance(value, date):
        return value + timedelta(days=8)
    if isinstance(value, bool):
        return value  # it is there or not, and says no more than that
    if isinstance(value, int):
        return value + 15
    if isinstance(value, dict):
        return {key: changed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [changed(item) for item in value]
    assert isinstance(value, str)
    return ENDED.get(value) or value.replace("e", "o").replace("a", "u").replace("5", "6")


def lines(note: Note) -> dict[tuple[str, int], tuple[str, tuple[str, ...]]]:
    """Return every part and line with its text and what it stands on."""
    parts = [*note.parts, *(part for parts in note.extra.values() for part in parts)]
    around = {name: getattr(note, name) for name in ("subject", "salutation", "closing", "signature")}
    found = {(part.name, place): (part.text, part.uses) for place, part in enumerate(parts)}
    return found | {(name, -1): (text, note.uses.get(name, ())) for name, text in around.items()}


def written(facts: dict[str, object], way: int, **changes: object) -> Note:
    tag, register = WAYS[way]
    planned = follow_up(about=("sam", "jo"), **changes)  # type: ignore[arg-type]
    return write_note(follow_up=planned, material=facts, lexicon=KIT.lexicon(tag), register=register)


@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_a_fact_that_changes_changes_only_what_says_that_it_stands_on_it(kind, variant, a_class):
    given = {"note": kind, "variant": variant, "channel_class": a_class, "rank": 1}
    before = [lines(written(FACTS, way, **given)) for way in range(len(WAYS))]
    stood_on = set()
    for number, (fact, value) in enumerate(FACTS.items()):  # each fact in one of the ways, and another for each note
        way = (number + len(kind) + len(variant or "")) % len(WAYS)
        ours, theirs = before[way], lines(written({**FACTS, fact: changed(value)}, way, **given))
        assert ours.keys() == theirs.keys()
        different = [(place, uses) for place, (text, uses) in ours.items() if theirs[place][0] != text]
        stood_on |= {fact} if different else set()
        assert [place for place, uses in different if fact not in uses] == [], fact

    assert "position" in stood_on or kind == "correction"
    assert "to" in stood_on or a_class != "written"
    assert "me" in stood_on or a_class == "short" or kind == "linkedin-invitation"


@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_nothing_stands_on_what_nobody_gave(kind, variant, a_class):
    for way in range(len(WAYS)):
        for text, uses in lines(written(FACTS, way, note=kind, variant=variant, channel_class=a_class)).values():
            assert set(uses) <= set(FACTS)
            assert text or not uses
            assert uses == tuple(sorted(set(uses)))


def test_the_lines_around_a_note_name_their_facts_too():
    note = written(FACTS, 0, note="thank-you")

    assert note.uses == {"subject": ("position",), "salutation": ("to",), "closing": (), "signature": ("me",)}
