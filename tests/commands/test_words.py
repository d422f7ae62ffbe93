"""``followkit words`` lists the languages, and says place by place what one of them lacks."""

from __future__ import annotations

import pytest

import followkit as fk
from followkit._checking.languages import lacking
from followkit._core.phrasing import Lexicon
from tests.commands.session import followkit

ENGLISH = fk.Kit().lexicon("en")
HALF = """
reasons.rejected = "Nie."
[thank-you]
paragraphs = [["thanks"], ["hug"]]
thanks = ["Dzięki."]
"""


def lexicon(text: str) -> Lexicon:
    return Lexicon.parse(text, "x.toml")


def test_the_languages_are_listed_with_where_they_are_written_so():
    answer = followkit("words")

    assert answer.code == 0
    assert {"de", "en", "en-GB: en, as written in GB, IE, AU, NZ, ZA, IN"} <= set(answer.out.splitlines())


def test_what_a_language_lacks_is_told_line_by_line_with_exit_code_1(tmp_path):
    (tmp_path / "pl.toml").write_text(HALF, encoding="utf-8")
    answer = followkit("words", "--missing", "PL", "--add", tmp_path / "pl.toml")
    *places, last = answer.out.splitlines()

    assert answer.code == 1
    assert {"check-in", "letter", "thank-you.key_point", "thank-you.variants.late", "thank-you.hug"} <= set(places)
    assert {"reasons.expired", "thank-you.classes.spoken"} <= set(places)
    assert 'because."it happened twice"' in places
    assert not {"thank-you", "thank-you.thanks", "reasons", "reasons.rejected"} & set(places)
    assert last == f"pl lacks {len(places)} of what en has"


@pytest.mark.parametrize("tag", ["de", "de-AT", "de-CH", "en-GB"])
def test_what_we_bring_ourselves_lacks_nothing_not_even_why_a_rule_speaks(tag):
    answer = followkit("words", "--missing", tag)

    assert (answer.code, answer.out) == (0, f"{tag} lacks nothing of what en has\n")


def test_a_region_lacks_nothing_since_it_lies_over_its_language():
    answer = followkit("words", "--missing", "en_gb")

    assert (answer.code, answer.out) == (0, "en-GB lacks nothing of what en has\n")


def test_a_file_that_is_no_language_is_refused(tmp_path):
    (tmp_path / "pl.toml").write_text("reasons = ", encoding="utf-8")
    broken = followkit("words", "--add", tmp_path / "pl.toml")
    absent = followkit("words", "--add", tmp_path / "nl.toml")

    assert (broken.code, absent.code) == (2, 2)
    assert "pl.toml" in broken.err
    assert "nl.toml" in absent.err


def test_a_house_may_write_one_more_region(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en-ie.toml").write_text('letter.closing = "Le meas,"', encoding="utf-8")

    assert "en-IE: en, as written in IE\n" in followkit("words", "--house", tmp_path).out


def test_a_language_there_is_not_is_refused_with_those_there_are():
    answer = followkit("words", "--missing", "tlh")

    assert answer.code == 2
    assert answer.err.startswith("followkit: --missing: no language is called tlh (there are: de, ")


# What is compared -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "own", "places"),
    [
        # a kind of note, then what is in it
        ('k = { paragraphs = [["a"]], a = "A" }', "", ["k"]),
        ('k = { paragraphs = [["a"]], a = "A", b = "B" }', 'k = { paragraphs = [["a"]], a = ["X"] }', ["k.b"]),
        (
            'k = { paragraphs = [["a"]], a = "A", variants.v.a = "B" }',
            'k = { paragraphs = [["a"]], a = "X" }',
            ["k.variants.v"],
        ),
        (
            'k = { paragraphs = [["a"]], a = "A", variants.v.classes.short.a = "B" }',
            'k = { paragraphs = [["a"]], a = "X", variants.v.a = "Y" }',
            ["k.variants.v.classes.short"],
        ),
        # words that stand elsewhere in the kind are words
        (
            'k = { paragraphs = [["a"]], a = "A" }',
            'k = { paragraphs = [[]], classes.written = { paragraphs = [["a"]], a = "X" } }',
            [],
        ),
        # one language needs more registers than another
        (
            'k = { paragraphs = [["a"]], a = "A", registers.formal.b = "B" }',
            'k = { paragraphs = [["a"]], a = "X" }',
            [],
        ),
        # what it arranges and cannot say
        ("", 'k = { paragraphs = [["a"]], variants.v.paragraphs = [["b"]], a = "X" }', ["k.variants.v.b"]),
        ("", 'k = { paragraphs = [["a"]], a = "X", classes.spoken.extra.voicemail = ["b"] }', ["k.classes.spoken.b"]),
        ("letter.classes.spoken.hello = 'Hi'", "letter.salutation = ''", ["letter.hello", "letter.classes.spoken"]),
        # messages, by code
        ('reasons = { a = "A", b = "B" }', 'reasons.a = "X"', ["reasons.b"]),
        ('calendar.units.day = ["day", "days"]', "calendar.units = {}", ["calendar.units.day"]),
        # what CLDR knows, and what a language has as many of as it likes
        ('calendar = { weekdays = ["Monday"], date = "d" }', "calendar = {}", ["calendar.date"]),
        ('lengths = { 15 = "quarter", unknown = "talk" }', "lengths = {}", ["lengths.unknown"]),
    ],
)
def test_kinds_variants_classes_parts_and_codes_are_compared(model, own, places):
    assert list(lacking(lexicon(own), lexicon(model))) == places


def test_english_lacks_nothing_of_itself_and_everything_against_nothing():
    assert lacking(ENGLISH, ENGLISH) == ()
    assert len(lacking(lexicon(""), ENGLISH)) == len(ENGLISH.tables)


FREE = ("lengths", "calendar")
"""Sections that every language fills in its own way."""
NARROWER = ("variants", "classes", "paragraphs", "registers")


@pytest.mark.parametrize("name", ENGLISH.tables)
def test_each_thing_taken_out_of_a_language_is_told(name):
    table = ENGLISH.tables[name]
    assert name in told_without(name, None)
    if name == "letter" or "paragraphs" in table:
        for key in sorted(set(table) - {*NARROWER}):
            rest = {other: inner for other, inner in table.items() if other != key}
            assert f"{name}.{key}" in told_without(name, rest) or said_elsewhere(table, key), key
    elif name not in FREE:
        assert {f"{name}.{key}" for key in table} <= {*told_without(name, {})}


def told_without(name, rest):
    """Return what English lacks with *rest* for one of its tables, or without it."""
    others = {other: inner for other, inner in ENGLISH.tables.items() if other != name}
    return lacking(Lexicon(tag="x", tables=others if rest is None else {**others, name: rest}), ENGLISH)


def said_elsewhere(table, part):
    """Tell whether a class or a variant of a kind has words for a part as well."""
    inner = [*table.get("classes", {}).values(), *table.get("variants", {}).values()] if isinstance(table, dict) else []
    return any(part in one or said_elsewhere(one, part) for one in inner if isinstance(one, dict))
