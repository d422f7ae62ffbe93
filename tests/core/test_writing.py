"""A note says what it was given, asks for what it was not, and gives no two colleagues the same sentence."""

from __future__ import annotations

import copy
import re
from difflib import SequenceMatcher
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._core.asking import FACTS
from followkit._core.errors import MissingFacts, WordsError
from followkit._core.narrowing import kinds, words_for
from followkit._core.phrasing import Lexicon
from followkit._core.shaping import Shapes, noun_phrase, sentence
from followkit._core.vocabulary import Register
from followkit._core.writing import write_note
from tests.core.letters import (
    DANA_TO_PRIYA,
    EVERYTHING,
    POINT,
    STRENGTH,
    completes,
    english,
    follow_up,
    part,
    without,
    write,
)


def sentences(text):
    return {sentence for line in text.splitlines() for sentence in re.split(r"(?<=[.?:;])\s+", line) if sentence}


def with_words(toml):
    return english().changed_by(Lexicon.parse(toml, "house.toml"))


def write_with(toml, material=DANA_TO_PRIYA, note="thank-you", register=Register.WARM, **changes):
    planned = follow_up(note, **changes)
    return write_note(follow_up=planned, material=material, lexicon=with_words(toml), register=register)


# The scenario ---------------------------------------------------------------------------------------------------------


def test_dana_thanks_priya():
    note = write()

    assert note.subject == "Thank you for the Backend Engineer interview"
    assert note.salutation == "Dear Priya Raman,"
    for expected in ("the hour on Thursday", "Backend Engineer role", POINT, STRENGTH, "at Acme"):
        assert expected in note.body
    assert "?" not in note.body
    assert 80 <= len(note.body.split()) <= 180
    assert [[part.name for part in paragraph] for paragraph in note.paragraphs] == [
        ["thanks", "key_point"],
        ["fit", "interest"],
        ["next_step", "offer"],
    ]
    assert note.text.endswith("Best regards,\nDana Kim\n+1 212 555 0142\n")
    assert (note.kind, note.language, note.recipient, note.handle) == ("thank-you", "en", "priya", "thank-you/priya")


def test_each_part_names_the_facts_it_stands_on():
    uses = {each.name: each.uses for each in write().parts}

    assert uses["thanks"] == ("day", "minutes", "position")
    assert uses["key_point"] == ("point",)
    assert uses["fit"] == ("strength",)
    assert uses["interest"] == ("company",)
    assert uses["offer"] == ("me",)


def test_nothing_is_known_of_priya_beyond_her_point():
    note = write(material=without(DANA_TO_PRIYA, "strength", "minutes"))

    assert "the conversation on Thursday" in note.body
    assert note.part("fit") is None
    assert "minutes" not in part(note, "thanks").uses


def test_the_same_facts_give_the_same_note_and_stay_as_they_were():
    material = copy.deepcopy(dict(EVERYTHING))

    assert write(material=material, variant="via") == write(material=material, variant="via")
    assert material == EVERYTHING


# What is missing ------------------------------------------------------------------------------------------------------


def test_sam_is_never_thanked_for_nothing_in_particular():
    material = {**without(DANA_TO_PRIYA, "point", "strength"), "to": {"name": "Sam Ode"}}
    with pytest.raises(MissingFacts) as caught:
        write(material=material, recipient="sam", rank=1)

    (question,) = caught.value.questions
    assert (question.code, question.place, question.blocks) == (
        "talked-about",
        "people.sam.talked_about",
        ("thank-you/sam",),
    )
    assert question.parameters == {
        "person": "sam",
        "completes": "Of everything we covered, I have thought most about …",
    }


def test_everything_that_is_missing_is_asked_at_once_and_tells_nothing_personal():
    material = {"to": {"name": "Priya Raman"}, "company": "Acme"}
    with pytest.raises(MissingFacts) as caught:
        write(material=material)

    assert {(question.code, question.place) for question in caught.value.questions} == {
        ("position", "position"),
        ("interview-time", "interviews.panel.start"),
        ("talked-about", "people.priya.talked_about"),
        ("your-name", "me.name"),
    }
    assert all("…" in completes(question) for question in caught.value.questions)
    assert "Raman" not in str(caught.value) + repr(caught.value.questions)


def test_a_question_shows_the_facts_that_are_known_and_not_personal():
    with pytest.raises(MissingFacts) as caught:
        write(material=without(DANA_TO_PRIYA, "day"))

    (question,) = caught.value.questions
    assert completes(question) == "Thank you for the hour on … about the Backend Engineer role."


def test_a_note_for_several_people_asks_about_each():
    with pytest.raises(MissingFacts) as caught:
        write(
            material=without(EVERYTHING, "point", "points_by_person"),
            variant="via",
            recipient="lee",
            about=("sam", "jo"),
        )

    places = [question.place for question in caught.value.questions]
    assert places == ["people.sam.talked_about", "people.jo.talked_about"]


def test_one_person_thanked_through_another_needs_no_list_of_points():
    material = {**without(EVERYTHING, "points_by_person"), "about": [{"name": "Sam Ode"}], "to": {"name": "Lee Park"}}
    note = write(material=material, variant="via", recipient="lee", about=("sam",))

    assert f"what Sam Ode said about {POINT}." in note.body


@pytest.mark.parametrize("nothing", [None, ""])
def test_none_and_empty_mean_not_known(nothing):
    assert write(material={**DANA_TO_PRIYA, "strength": nothing}).part("fit") is None


# Colleagues compare ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize("variant", [None, "short", "again", "late"])
@pytest.mark.parametrize("strengths", [0, 1, 7])
def test_seven_colleagues_share_no_sentence_but_the_facts(variant, strengths, register):
    # The point is the same for all, which real notes never have, so that only the words can tell them apart.
    notes = [
        write(
            material={**without(DANA_TO_PRIYA, "strength"), **given_strength(rank, strengths)},
            register=register,
            variant=variant,
            rank=rank,
        )
        for rank in range(7)
    ]

    for one, other in combinations(notes, 2):
        assert sentences(one.body) & sentences(other.body) <= sentences(STRENGTH)
        ours, theirs = (note.body.replace(STRENGTH, "").replace(POINT, "").split() for note in (one, other))
        assert SequenceMatcher(None, ours, theirs, autojunk=False).ratio() < 0.6


def given_strength(rank, strengths):
    return {"strength": STRENGTH} if rank < strengths else {}


def test_the_eighth_colleague_starts_again():
    assert write(rank=7).body == write(rank=0).body


# Words are data -------------------------------------------------------------------------------------------------------


def test_a_house_changes_one_sentence_by_writing_that_key():
    ours, house = write(), write_with('thank-you.interest = "I would like to join {{ company }}."')

    assert part(house, "interest").text == "I would like to join Acme."
    assert [part for part in house.parts if part.name != "interest"] == [p for p in ours.parts if p.name != "interest"]


def test_a_phrasing_that_needs_an_absent_fact_is_passed_over():
    words = 'thank-you.interest = ["Since {{ promised|date }}.", "Second.", "Third {{ last_sent|date }}."]'

    assert [part(write_with(words, rank=rank), "interest").text for rank in range(3)] == ["Second."] * 3


def test_a_part_that_comes_to_nothing_is_left_out():
    note = write_with('thank-you.interest = "{% if promised is defined %}Until then.{% endif %}"')

    assert note.part("interest") is None
    assert "  " not in note.body


def test_the_variant_wins_over_the_class_and_both_together_over_either():
    words = """
        [k]
        paragraphs = [["a"], ["b"], ["c"], ["d"]]
        a = "kind"
        b = "kind"
        c = "kind"
        d = "kind"
        classes.spoken = { b = "class", c = "class", d = "class" }
        variants.late = { c = "variant", d = "variant", classes.spoken.d = "both" }
        """
    note = write_with(words, note="k", variant="late", channel_class="spoken")

    assert [part.text for part in note.parts] == ["kind", "class", "variant", "both"]


def test_added_thanks_open_the_note_in_the_kinds_own_words_or_the_thank_yous():
    assert write("check-in", adds=("thanks",)).body.startswith("First, thank you for your time. I interviewed")

    borrowed = write_with('[k]\nparagraphs = [["a"]]\na = "A."', note="k", adds=("thanks",))
    assert borrowed.body == "Thank you for the hour on Thursday about the Backend Engineer role. A."


def test_added_thanks_do_not_double_those_of_a_call():
    assert write("check-in", channel_class="spoken", adds=("thanks",)) == write("check-in", channel_class="spoken")


@pytest.mark.parametrize(
    ("position", "subject"),
    [
        ("Backend Engineer", "Thank you for the Backend Engineer interview"),
        ("Senior Backend Engineer", "Thank you: Senior Backend Engineer interview"),
        ("Senior Backend Engineer, Platform", "Thank you: Senior Backend Engineer, Platform"),
        (
            "Senior Staff Backend Engineer, Payments Platform",
            "Thank you: Senior Staff Backend Engineer, Payments Platform",
        ),
    ],
)
def test_the_subject_fits_a_phone_where_the_position_allows(position, subject):
    assert write(material={**DANA_TO_PRIYA, "position": position}).subject == subject


@pytest.mark.parametrize(
    ("to", "salutation"),
    [
        ({"name": "Priya Raman"}, "Dear Priya Raman,"),
        ({"name": "Priya Raman", "given_name": "Priya"}, "Dear Priya,"),
        ({"name": "Priya Raman", "given_name": "Priya", "address_as": "Dr. Raman"}, "Dear Dr. Raman,"),
        ({"name": "Sammy Davis Jr."}, "Dear Sammy Davis Jr.,"),
    ],
)
def test_people_are_addressed_as_they_asked_to_be(to, salutation):
    assert write(material={**DANA_TO_PRIYA, "to": to}).salutation == salutation


def test_a_number_nobody_gave_is_not_signed_or_offered():
    note = write(material={**DANA_TO_PRIYA, "me": {"name": "Dana Kim"}})

    assert note.signature == "Dana Kim"
    assert "phone" not in note.body


@pytest.mark.parametrize(
    ("point", "inside", "at_the_end"),
    [
        ("Kubernetes", "Kubernetes made", "about Kubernetes."),
        ("the nightly cron.", "the nightly cron made", "about the nightly cron."),
        ("the move to Acme Inc.", "the move to Acme Inc. made", "about the move to Acme Inc."),
        ("why it broke?", "why it broke made", "about why it broke."),
    ],
)
def test_a_typed_stop_never_makes_two(point, inside, at_the_end):
    material = {**DANA_TO_PRIYA, "point": point}

    assert part(write(material=material), "key_point").text.endswith(at_the_end)
    assert inside in part(write(material=material, rank=4), "key_point").text


@pytest.mark.parametrize("strength", ["I led the team", "I led the team.", "I led the team!", "I led “the team.”"])
def test_a_strength_ends_in_one_stop(strength):
    texts = [part(write(material={**DANA_TO_PRIYA, "strength": strength}, rank=rank), "fit").text for rank in range(7)]

    assert all(strength in text for text in texts)
    assert not any(doubled in text for text in texts for doubled in ("..", "!.", ".”."))
    assert texts[0].endswith(strength if strength != "I led the team" else "I led the team.")


# Words that are wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "changes", "place"),
    [
        ("", {"note": "poem"}, "poem"),
        ("", {"variant": "rude"}, "thank-you.variants.rude"),
        ('thank-you.paragraphs = [["thanks", "joke"]]', {}, "thank-you.joke"),
        ('thank-you.interest = "{{ salary }}"', {}, "thank-you.interest"),
        ('thank-you.interest = ["I would.", "{{ me.phne }}"]', {}, "thank-you.interest"),
        ('thank-you.interest = "{{ company|shout }}"', {}, "thank-you.interest"),
        ("thank-you.interest = 7", {}, "thank-you.interest"),
    ],
)
def test_words_that_cannot_be_used_are_named(toml, changes, place):
    with pytest.raises(WordsError) as caught:
        write_with(toml, **changes)

    assert caught.value.place == place


def test_kinds_and_their_variants_are_told():
    assert {"thank-you", "check-in", "closing-note", "withdrawal"} < set(kinds(english()))
    assert kinds(english())["check-in"] == ("no-date", "as-invited", "after-reply")
    assert words_for(english(), "thank-you", "spoken", "late")["salutation"] == []


def test_every_fact_has_a_question():
    assert all(code and place for code, place in FACTS.values())


# Any value ------------------------------------------------------------------------------------------------------------

STOPS = ".?!…\u3002\uff01\uff1f\u061f"
PIECES = st.one_of(
    st.sampled_from(
        ["{{ 7*7 }}", "{% if x %}", "{{", "}}", "{#", "🙂", "שלום", "%s", "<b>", "\\n", "O’Brien", "me.name"]
    ),
    st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=STOPS), min_size=1, max_size=12),
)
LINES = st.lists(PIECES, min_size=1, max_size=5).map(" ".join).filter(lambda line: "49" not in line)


@given(point=LINES, name=LINES, mine=LINES, company=LINES, position=LINES, strength=LINES, rank=st.integers(0, 6))
def test_any_value_survives_verbatim(point, name, mine, company, position, strength, rank):
    material = {
        **DANA_TO_PRIYA,
        "point": point,
        "to": {"name": name},
        "me": {"name": mine},
        "position": position,
        "strength": strength,
        "company": company,
    }
    note = write(material=material, rank=rank)

    assert note.salutation == f"Dear {name},"
    assert note.signature == mine
    shapes = Shapes.of(english().tables)
    assert noun_phrase(point, shapes) in part(note, "key_point").text
    assert position in part(note, "thanks").text
    assert sentence(strength, shapes) in part(note, "fit").text
    for unwanted in ("49", "  ", "..", "Undefined", "\0"):
        assert unwanted not in note.text.replace("\n", "¶")


# The tone -------------------------------------------------------------------------------------------------------------

TONES = """
    [k]
    paragraphs = [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]
    a = "kind"
    b = "kind"
    c = "kind"
    d = "kind"
    e = "kind"
    f = "kind"
    classes.written = { b = "class", c = "class", d = "class", e = "class", f = "class" }
    registers.formal = { c = "formal", d = "formal", e = "formal", f = "formal", classes.written.d = "formal class" }
    variants.late.e = "variant"
    variants.late.f = "variant"
    variants.late.registers.formal.f = "formal variant"
    """


def test_the_register_narrows_after_the_class_and_a_variant_after_both():
    note = write_with(TONES, note="k", variant="late", register=Register.FORMAL)

    assert [part.text for part in note.parts] == [
        "kind",
        "class",
        "formal",
        "formal class",
        "variant",
        "formal variant",
    ]
    assert note.register is Register.FORMAL


def test_first_names_take_the_warm_words_and_then_their_own():
    words = 'k = { paragraphs = [["a", "b", "c"]], a = "A", b = "B", c = "C", registers = { warm = { b = "warm", '
    words += 'c = "warm" }, familiar = { c = "familiar" }, formal = { a = "formal" } } }'

    assert write_with(words, note="k", register=Register.FAMILIAR).body == "A warm familiar"
    assert write_with(words, note="k", register=Register.WARM).body == "A warm warm"
    assert write_with(words, note="k", register=Register.FORMAL).body == "formal B C"


@pytest.mark.parametrize(
    ("to", "formal", "warm"),
    [
        ({"name": "Priya Raman", "given_name": "Priya"}, "Dear Priya Raman,", "Dear Priya,"),
        (
            {"name": "Priya Raman", "given_name": "Priya", "address_as": "Dr. Raman"},
            "Dear Dr. Raman,",
            "Dear Dr. Raman,",
        ),
        ({"given_name": "Priya"}, "Dear Priya,", "Dear Priya,"),
    ],
)
def test_first_names_are_not_for_everybody(to, formal, warm):
    material = {**DANA_TO_PRIYA, "to": to}
    greetings = [write(material=material, register=register).salutation for register in Register]

    assert greetings == [formal, warm, warm.replace("Dear", "Hi")]


def test_one_sentence_serves_both_who_say_sie_and_who_say_du():
    words = """k = { paragraphs = [["a"]], a = "{{ 'Sie haben'|familiar('du hast') }} recht." }"""
    said = [write_with(words, note="k", register=register).body for register in Register]

    assert said == ["Sie haben recht.", "Sie haben recht.", "du hast recht."]


# The labels -----------------------------------------------------------------------------------------------------------


def test_a_note_brings_the_words_that_a_channel_prints_around_it():
    words = (
        'labels.call = "Anruf"\nlabels.when = "Um {{ when|clock }} ({{ zone }})"\nlabels.never = "{{ promised|date }}"'
    )
    note = write_with(words)

    assert note.labels["call"] == "Anruf"
    assert note.labels["when"] == "Um 9:00 PM (America/New_York)"
    assert "never" not in note.labels
