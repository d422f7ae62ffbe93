"""A house says single sentences otherwise: in one country, in one tone, or in a kind of note of its own."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._checking.house import check
from followkit._core.errors import WordsError
from tests.core.letters import part
from tests.rulebook.dana import PRIYA, application, interview, plan

POLICY = """
[rules.our-thanks]
like = "thank-you"
rank = 90
note = "our-thanks"
variant = "british"
"""
WORDS = """
limits.our-thanks = [3, 60]

[our-thanks]
subject = ["Thanks: {{ position }}"]
paragraphs = [["thanks"]]
thanks = ["Thank you for {{ on_day }}, {{ to.called }}."]
registers.formal.thanks = ["I thank you for {{ on_day }}."]
variants.british.thanks = ["Thank you very much for {{ on_day }}."]
variants.british.registers.formal.thanks = ["I am much obliged to you for {{ on_day }}."]
"""
IN_BRITAIN = """
[our-thanks.variants.british]
thanks = ["Thanks awfully for {{ day|date }}."]
"""
TEXTS = {"policy.toml": POLICY, "words/en.toml": WORDS, "words/en-gb.toml": IN_BRITAIN}


def thanks(texts: dict[str, str], **where: Any) -> fk.Note:
    kit = fk.Kit(house=texts)
    told = attrs.evolve(application(interviews=[interview(["priya"])]), people=[attrs.evolve(PRIYA, **where)])
    (follow_up,) = (one for one in plan(told, "2025-06-05 16:30", kit=kit).follow_ups if one.slot == "thank-you")
    return kit.write(follow_up, told)


def test_a_kind_of_note_of_its_own_has_variants_tones_and_regions():
    american, british = thanks(TEXTS, country="US"), thanks(TEXTS, country="GB")
    formal = thanks(TEXTS, country="US", register="formal")

    assert (american.kind, american.body) == ("our-thanks", "Thank you very much for Thursday.")
    assert british.body == "Thanks awfully for Thursday 5 June."
    assert formal.body == "I am much obliged to you for Thursday."
    assert american.salutation == "Dear Priya Raman,"
    assert british.closing == "Kind regards,"


def test_one_sentence_for_one_country_leaves_every_other_as_it_is():
    ours = {"words/en-gb.toml": 'thank-you.key_point = "You said something about {{ point }}."'}
    british, american = thanks(ours, country="GB"), thanks(ours, country="US")

    assert part(british, "key_point").text.startswith("You said something about")
    assert [part.text for part in american.parts] == [part.text for part in thanks({"words/en.toml": ""}).parts]


def test_what_a_house_says_in_english_it_says_in_britain_too():
    ours = {"words/en.toml": 'letter.closing = "Ever yours,"'}

    assert thanks(ours, country="GB").closing == thanks(ours, country="US").closing == "Ever yours,"


def test_it_is_found_sound_and_each_slip_in_it_is_told(tmp_path):
    (tmp_path / "words").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert check(tmp_path).findings == ()

    (tmp_path / "words/en-gb.toml").write_text(IN_BRITAIN.replace("british", "brittish"), encoding="utf-8")
    (finding,) = check(tmp_path).findings
    assert (finding.file, finding.line) == ("words/en-gb.toml", 2)
    assert "did you mean 'british'?" in finding.what


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("thank-you = 3", "thank-you wants a table, and is a number"),
        ("calendar = 3", "calendar wants a table, and is a number"),
        ("our-thanks = 3", "our-thanks wants a table, and is a number"),
        ("thank-you.paragraphs = []", "thank-you.paragraphs wants a list of lists, and is text, or a list of it"),
        ("our-thanks.paragraphs = 3", "our-thanks.paragraphs wants a list of lists, and is a number"),
        ("our-thanks.registers = 3", "our-thanks.registers wants a table, and is a number"),
        ("limits.thank-you = [1]", "limits.thank-you wants a list of 2 numbers, and is a list of 1 number"),
        ("cues.thanks = 3", "cues.thanks wants text, or a list of it, and is a number"),
        ("thank-you.thanks = [[1]]", "thank-you.thanks wants text, or a list of it, and is a list of lists"),
    ],
)
def test_words_of_another_shape_are_refused_before_anything_is_written(words, told):
    with pytest.raises(WordsError, match=f"^{re.escape(told)}$") as refused:
        fk.Kit(house={"words/en.toml": words})

    assert refused.value.place == "words/en.toml"
