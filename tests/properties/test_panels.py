"""Colleagues who compare their notes find no two alike, and no sentence twice but what somebody told of the facts."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit._builtin.checks.pairs import likeness
from followkit._core.writing import write_note
from tests.core.letters import DANA_TO_PRIYA, follow_up
from tests.properties.panels import notes, panels

KIT = fk.Kit()
LANGUAGES = ["en", "de"]
VARIANTS = [None, "again", "late", "short", "screen"]
SENTENCE = re.compile(r"(?<=[.?!])(?<!\d\.)\s+")  # "5. Juni" goes on


def most(language: str) -> int:
    """Return how alike two notes may be, as the words of the language say."""
    limit: int = KIT.lexicon(language).tables["limits"]["similarity"]
    return limit


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_notes_to_one_panel_are_much_alike(language):
    @settings(max_examples=20 * settings().max_examples)
    @given(panels(language), st.sampled_from(VARIANTS))
    def check(panel: list[dict[str, Any]], variant: str | None) -> None:
        written = notes(panel, KIT.lexicon(language), variant=variant)
        assert max(likeness(one, other) for one, other in combinations(written, 2)) < most(language)

    check()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", VARIANTS)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_no_two_notes_to_one_panel_share_a_sentence(language, variant, data):
    panel = data.draw(panels(language))
    bodies = [
        {_without_facts(sentence, known) for sentence in SENTENCE.split(note.body)} - {"…."}
        for note, known in zip(notes(panel, KIT.lexicon(language), variant=variant), panel, strict=True)
    ]

    assert all(not one & other for one, other in combinations(bodies, 2))


def _without_facts(sentence: str, known: dict[str, Any]) -> str:
    """Return the sentence with a gap for whatever somebody else may have been told as well, or in other words."""
    told = [value.rstrip(".") for value in known.values() if isinstance(value, str)]
    for fact in sorted(told, key=len, reverse=True):
        sentence = sentence.replace(fact, "…")
    return sentence


def test_what_is_alike_would_be_noticed():
    panel = [{**DANA_TO_PRIYA, "point": point} for point in ("the new oven", "the night shift")]
    one, other = (write_note(follow_up=follow_up(), material=known, lexicon=KIT.lexicon("en")) for known in panel)

    assert likeness(one, other) >= most("en")
