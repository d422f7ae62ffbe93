"""A text that somebody wrote becomes a note, whatever way of writing letters they have."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import followkit as fk
from tests.builtin.texts import GOOD, application, follow_up, kit


def note(text: str, **changes: Any) -> fk.Note:
    return kit().note_from(text, attrs.evolve(follow_up(), **changes), application())


def test_subject_greeting_paragraphs_and_sign_off_are_found():
    written = note(GOOD)

    assert written.subject == "Thank you: Backend Engineer interview"
    assert written.salutation == "Dear Priya,"
    assert [part.name for part in written.parts] == ["paragraph-1", "paragraph-2", "paragraph-3"]
    assert written.parts[2].text == "I look forward to hearing what comes next."
    assert (written.closing, written.signature) == ("Best regards,", "Dana Kim\n+1 212 555 0142")
    assert written.text.strip() == GOOD.partition("\n\n")[2].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear Priya,\nThanks.\n\nDana", ("Dear Priya,", ["Thanks."], "", "Dana")),
        ("Dear Priya:\n\nThanks.\n\nBest,\nD.", ("Dear Priya:", ["Thanks."], "Best,", "D.")),
        ("Dear Priya,\r\n\r\nThanks.\r\n\r\nBest,\r\n\r\nDana Kim", ("Dear Priya,", ["Thanks."], "Best,", "Dana Kim")),
        ("Thanks.", ("", ["Thanks."], "", "")),
        ("Thanks for it,", ("", ["Thanks for it,"], "", "")),
        ("Thanks,\n\nand more.", ("Thanks,", ["and more."], "", "")),
        ("Dear Priya,\n\nOne.\n\nTwo.\n\n-- \nsent by pigeon", ("Dear Priya,", ["One.", "Two."], "", "")),
        ("\ufeffDear Priya,\n\n\n\nOne.\n \n\t\nTwo.", ("Dear Priya,", ["One.", "Two."], "", "")),
    ],
)
def test_ways_of_writing_a_letter(text, expected):
    written = note(text)

    found = (written.salutation, [part.text for part in written.parts], written.closing, written.signature)
    assert found == expected


def test_a_text_without_a_subject_gets_the_one_ours_would_have():
    assert note("Dear Priya,\n\nThanks.\n\nDana").subject == "Thank you for the Backend Engineer interview"
    assert note("subject:  Thanks \nDear Priya,\n\nThanks.").subject == "Thanks"


def test_a_paragraph_knows_which_facts_it_stands_on():
    first, second, _ = note(GOOD).parts

    assert first.uses == ("position",)
    assert {"company"} <= set(second.uses)


def test_words_for_a_call_have_no_greeting_to_take_off():
    assert [part.text for part in note("Hello,\n\nthis is Dana.", channel_class="spoken").parts] == [
        "Hello,",
        "this is Dana.",
    ]


def test_what_stands_above_the_greeting_of_a_letter_is_no_part_of_it():
    head = "Dana Kim\nNew York\n\nJune 5, 2025\n\nPriya Raman\nAcme\n\nThank you: Backend Engineer\n\n"
    written = note(f"{head}Dear Priya,\n\nThanks.\n\nSincerely,\n\n\n\nDana Kim", channel_class="paper")

    assert (written.subject, written.salutation, written.body) == (
        "Thank you: Backend Engineer",
        "Dear Priya,",
        "Thanks.",
    )
    assert (written.closing, written.signature) == ("Sincerely,", "Dana Kim")


@pytest.mark.parametrize("text", ["", " \n\n\t", "Subject: x", "a" * 20_001, "-- \nsigned"])
def test_nothing_and_too_much_are_refused(text):
    with pytest.raises(fk.errors.WordsError):
        note(text)
