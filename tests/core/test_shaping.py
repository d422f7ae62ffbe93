"""What people type becomes a sentence that reads as if it had been typed for it, and no word of theirs is changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from followkit._core.asking import FACTS
from followkit._core.shaping import PHRASES, SENTENCES, Shapes, noun_phrase, sentence, shape_problems, shaped
from tests.core.letters import DANA_TO_PRIYA, EVERYTHING, english, part, without, write

SHAPES = Shapes.of(english().tables)

# Real input, and the sentence it must become -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("taking billing off the nightly cron", "taking billing off the nightly cron"),
        ("Taking billing off the nightly cron.", "taking billing off the nightly cron"),
        ("The nightly cron…", "the nightly cron"),
        ("the nightly cron...", "the nightly cron"),
        ("… the nightly cron", "the nightly cron"),
        ("- the nightly cron;", "the nightly cron"),
        ("• Your on-call rota,", "your on-call rota"),
        ("“the nightly cron.”", "the nightly cron"),
        ('"The nightly cron".', "the nightly cron"),
        ("'how releases are planned'", "how releases are planned"),
        ("„Der nächtliche Lauf“", "Der nächtliche Lauf"),  # German words are no matter of the English list
        ("why it broke?", "why it broke"),
        ("Why it broke?!", "why it broke"),
        ("the roadmap!!!", "the roadmap"),
        ("  the   nightly\u00a0cron ", "the nightly cron"),
        ("ETL jobs,", "ETL jobs"),
        ("ETL", "ETL"),
        ("IT budgets", "IT budgets"),
        ("THE nightly cron", "THE nightly cron"),  # in capitals it may be a name
        ("A/B tests", "A/B tests"),
        ("Kubernetes", "Kubernetes"),
        ("New York", "New York"),
        ("A second data centre", "a second data centre"),
        ("iOS releases", "iOS releases"),
        ("the move to Acme Inc.", "the move to Acme Inc."),
        ("rotas, holidays, etc..", "rotas, holidays, etc."),
        ("rotas, holidays, etc.,", "rotas, holidays, etc."),
        ("the move to the U.S.", "the move to the U.S."),
        ("starting at 6 a.m.", "starting at 6 a.m."),
        ("the rule “ship it, then fix it”", "the rule “ship it, then fix it”"),
        ('"ship it" and "fix it"', '"ship it" and "fix it"'),
        ("asking “why now?”", "asking “why now?”"),
        ("the team's plan", "the team's plan"),
        ("'the team's plan'", "'the team's plan'"),
        ("Sami's “one pager”.", "Sami's “one pager”"),
        ("شفرة الفواتير؟", "شفرة الفواتير"),
        ("夜間バッチ。", "夜間バッチ"),
        ("C++", "C++"),
        (".NET", ".NET"),
        ("the plan (v2).", "the plan (v2)"),
        ("?", "?"),
        ("“”", "“”"),
    ],
)
def test_a_noun_phrase_reads_as_part_of_a_sentence(typed, expected):
    assert noun_phrase(typed, SHAPES) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("I moved invoicing to a queue.", "I moved invoicing to a queue."),
        ("i moved invoicing to a queue", "I moved invoicing to a queue"),
        ("at Northwind I moved invoicing", "At Northwind I moved invoicing"),
        ("moved, tested and shipped it", "Moved, tested and shipped it"),
        ("i've run two migrations", "I've run two migrations"),
        ("I moved invoicing to a queue...", "I moved invoicing to a queue"),
        ("I moved invoicing to a queue…", "I moved invoicing to a queue"),
        ("I moved invoicing to a queue!!", "I moved invoicing to a queue!"),
        ("I moved invoicing to a queue;", "I moved invoicing to a queue"),
        ("- I moved invoicing to a queue", "I moved invoicing to a queue"),
        ("“I moved invoicing to a queue.”", "I moved invoicing to a queue."),
        ('"I bring order" is what they wrote.', '"I bring order" is what they wrote.'),
        ("I know SAP, Oracle, etc.", "I know SAP, Oracle, etc."),
        ("I know SAP, Oracle, etc..", "I know SAP, Oracle, etc."),
        ("iOS releases went from monthly to weekly.", "iOS releases went from monthly to weekly."),
        ("acme.example went live in a week.", "acme.example went live in a week."),
        ("3 migrations went well under me.", "3 migrations went well under me."),
        ("élever la qualité était mon travail", "Élever la qualité était mon travail"),
    ],
)
def test_a_sentence_has_a_capital_and_one_stop(typed, expected):
    assert sentence(typed, SHAPES) == expected


@pytest.mark.parametrize(
    ("fact", "typed", "name", "expected"),
    [
        ("point", "“The nightly cron.”", "key_point", "I keep coming back to what you said about the nightly cron."),
        ("point", "why it broke?", "key_point", "I keep coming back to what you said about why it broke."),
        ("point", "the U.S.", "key_point", "I keep coming back to what you said about the U.S."),
        (
            "strength",
            "- at Northwind I ran the checks;",
            "fit",
            "What I would bring to the role, in one example: At Northwind I ran the checks.",
        ),
        ("forgot", "i have run one before...", "forgot", "There is one thing I would like to add to what we discussed. "
         "I have run one before."),
    ],
)  # fmt: skip
def test_the_sentence_around_it_is_right(fact, typed, name, expected):
    assert part(write(material={**DANA_TO_PRIYA, fact: typed}), name).text == expected


def test_a_doubt_and_a_need_take_their_shape_too():
    facts = {
        "need": "Fewer corrections.", "concern": "No on-call experience!", "reassurance": "i kept a service running"
    }  # fmt: skip
    note = write(material={**DANA_TO_PRIYA, **facts, "strength": "i wrote the checks"})

    fit, settled = part(note, "fit").text, part(note, "reassurance").text
    assert fit == "You spoke of needing fewer corrections. What I would bring to that: I wrote the checks."
    assert settled == "One point was still open when we spoke: no on-call experience. I kept a service running."


def test_points_of_several_people_take_their_shape():
    points = [{"name": "Sam Ode", "point": "The on-call rota."}, {"name": "Dr. Jo Li", "point": "“Releases”"}]
    note = write(
        material={**without(EVERYTHING, "point"), "points_by_person": points}, variant="via", about=("sam", "jo")
    )

    said = "I keep coming back to what Sam Ode said about the on-call rota and to what Dr. Jo Li said about Releases."
    assert part(note, "key_point").text == said


def test_what_came_to_mind_is_a_sentence_in_a_note_of_its_own_too():
    told = "the first migration I led took a weekend."
    found = shaped({"item": told, "forgot": told}, SHAPES)

    assert found["item"] == "The first migration I led took a weekend."
    assert shaped({"item": "The figures on queue depth."}, SHAPES)["item"] == "the figures on queue depth"


def test_names_and_titles_stay_byte_for_byte_as_they_are():
    facts = {"position": "The Editor.", "company": "the “Acme” Co.", "to": {"name": "Dr. Priya Raman"}}

    assert shaped(facts, SHAPES) == facts


# Any input -----------------------------------------------------------------------------------------------------------

PIECES = st.one_of(
    st.sampled_from([*".,;:!?…\"'“”«»„-*•", "...", "etc.", "U.S.", "The", "a", "I", "IT", "؟", "。"]),
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=6),
)
TYPED = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "  "])), min_size=1, max_size=8).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
WORD = re.compile(r"\w+")


@given(TYPED.filter(str.strip))
@example("'“'")
@example("“a”.”")
@example("etc...")
@pytest.mark.parametrize("shape", [noun_phrase, sentence])
def test_shaping_twice_is_shaping_once_and_no_word_is_changed(shape, typed):
    once = shape(typed, SHAPES)

    assert shape(once, SHAPES) == once
    assert once
    assert "  " not in once
    assert [word.casefold() for word in WORD.findall(once)] == [word.casefold() for word in WORD.findall(typed)]
    assert WORD.findall(once)[1:] == WORD.findall(typed)[1:]  # at most the first word's first letter is another


@given(TYPED.filter(str.strip))
@pytest.mark.parametrize("shape", [noun_phrase, sentence])
def test_no_two_stops_are_left_at_the_end(shape, typed):
    end = shape(typed, SHAPES)
    assert not re.search(r"\w[.!?]{2,}$|\w\s*[,;:…]$", end) or not WORD.search(end)


# A wrong shape -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("point", "We talked about the nightly cron"),
        ("point", "They want to leave the cron."),
        ("point", "It is all about queues"),
        ("point", "“I liked the cron story”"),
        ("point", "The nightly cron. It breaks every month."),
        ("point", "how do you ship on Fridays?"),
        ("concern", "“have you ever been on call?”"),
        ("concern", "You don’t have on-call experience"),
        ("need", "There are too many corrections"),
        ("pledge", "I will send the figures"),
    ],
)
def test_a_sentence_where_a_noun_phrase_belongs_is_told(fact, typed):
    assert shape_problems({fact: typed}, SHAPES) == ((fact, f"{fact}-is-a-sentence"),)


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("strength", "SQL"),
        ("strength", "strong communication skills in large teams"),
        ("strength", "Experience with SAP and Oracle at two banks"),
        ("reassurance", "on-call since 2021"),
        ("forgot", "my French"),
        ("better_answer", "a queue"),
    ],
)
def test_a_few_words_where_a_sentence_belongs_are_told(fact, typed):
    assert shape_problems({fact: typed}, SHAPES) == ((fact, f"{fact.replace('_', '-')}-is-no-sentence"),)


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("point", "I/O on the old disks"),
        ("point", "IT budgets"),
        ("point", "weekly releases"),
        ("point", "the move to the U.S. Army contract"),
        ("point", "the talk with St. Gallen"),
        ("point", "the Yahoo! Mail case"),
        ("point", "what they call “We ship. You sleep.”"),
        ("need", "somebody who has run a migration before"),
        ("concern", "no on-call experience"),
        ("strength", "At Northwind I moved invoicing from a nightly batch to a queue."),
        ("strength", "Late invoices fell by half."),
        ("strength", "Strongly typed code is what I write."),
        ("reassurance", "I am used to it."),
        ("item", "two work samples"),
        ("position", "We are hiring"),
    ],
)
def test_what_has_its_shape_is_left_alone(fact, typed):
    assert shape_problems({fact: typed}, SHAPES) == ()


def test_a_wrong_point_of_one_of_several_people_is_told_once():
    points = [{"name": "Sam", "point": "We shipped"}, {"name": "Jo", "point": "They tested"}]

    assert shape_problems({"points_by_person": points}, SHAPES) == (("point", "point-is-a-sentence"),)


def test_every_fact_with_a_shape_has_a_question():
    assert FACTS.keys() >= PHRASES | SENTENCES
