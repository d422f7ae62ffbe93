"""Every note reads as it did when somebody last read it.

A file under ``tests/golden/<language>/<channel>`` holds one note: its kind and variant, and after a dot the cast or the
register, unless it is the rich cast in the register of its country; or ``panel``, for how each of seven would read it.
Where words are changed on purpose, ``python -m tests.golden`` writes the files anew: read each of them before it is
committed, aloud.
"""

from __future__ import annotations

import difflib

import pytest

import followkit as fk
from tests.golden.keeping import FOLDER, LANGUAGES, kept
from tests.golden.rendering import CHANNELS, KIT, Staged, by, goldens, is_served, staged

RENEW = "if that is how it should read: python -m tests.golden, then read what changed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_reads_as_it_did_when_it_was_last_read(language):
    texts = goldens(language)
    differences = [line for name in sorted(texts) for line in _differences(name, texts[name])]

    assert not differences, "\n".join([RENEW, *differences])
    assert kept(language) == texts.keys(), RENEW


def _differences(name: str, text: str) -> list[str]:
    path = FOLDER / name
    known = path.read_text(encoding="utf-8") if path.is_file() else ""
    return list(difflib.unified_diff(known.splitlines(), text.splitlines(), name, name, lineterm=""))


def cast(name: str, language: str) -> list[Staged]:
    return [one for one in staged(language) if one.scene.cast == name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_review_has_nothing_but_hints_for_any_of_them(language):
    rich = [by(one, name) for one in cast("rich", language) for name in CHANNELS if is_served(one, name)]
    found = [
        (one.name, one.scene.cast, one.follow_up.channel, finding.code)
        for one in (*rich, *cast("awkward", language))
        for finding in KIT.review([KIT.write(one.follow_up, one.facts)], one.facts, [one.follow_up])
        if finding.severity is not fk.Severity.HINT
    ]

    assert found == []
