"""Every rule that asks for a note has an occasion, which every cast plays; tests/golden holds what comes of them."""

from __future__ import annotations

from followkit._casts.reading import CASTS, casts
from tests.golden.rendering import RULES

SCENES = casts()


def test_every_rule_that_asks_for_a_note_has_an_occasion():
    assert {scene.rule for scene in SCENES} == {id for id, rule in RULES.items() if rule.result == "note"}


def test_every_cast_plays_every_occasion():
    played = {(scene.occasion, scene.cast) for scene in SCENES}

    assert played == {(scene.occasion, cast) for scene in SCENES for cast in CASTS}


def test_what_nobody_says_of_an_occasion_is_as_it_usually_is():
    facts = next(one for one in SCENES if (one.occasion, one.cast) == ("logistics", "rich")).application

    assert [person.id for person in facts.people] == ["cora", "priya", "sam"]
    assert [interview.id for interview in facts.interviews] == ["panel"]
    assert facts.events == ()


def test_a_cast_adds_what_it_says_to_what_happens_and_the_occasion_speaks_last():
    by_occasion = {scene.occasion: scene.application for scene in SCENES if scene.cast == "rich"}
    (promise,) = by_occasion["kept-promise"].events
    (assigned,) = by_occasion["submission"].events

    assert promise.what == "the figures on queue depth"  # type: ignore[attr-defined]
    assert assigned.due.isoformat() == "2025-06-13"  # type: ignore[attr-defined]


def test_a_language_that_no_cast_speaks_is_played_in_english():
    scene = casts("x-none")[0]

    assert scene.application.me.language == "x-none"
    assert scene.application.position == "Backend Engineer"
