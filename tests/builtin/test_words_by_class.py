"""A text is short, a letter is a letter, and no way that a rule may go lacks words that fit it."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from followkit._core.narrowing import kinds
from followkit._core.rulebook import Rule
from followkit._core.vocabulary import Register
from followkit.channels import segments
from tests.builtin.scenario import NEW_YORK
from tests.builtin.stories import NOTES
from tests.builtin.test_english import RICH
from tests.core.letters import english, without, write

CLASSES = {
    **dict.fromkeys(("email", "written"), "written"),
    **dict.fromkeys(("text", "linkedin", "short"), "short"),
    **dict.fromkeys(("phone", "spoken"), "spoken"),
    **dict.fromkeys(("card", "letter", "paper"), "paper"),
}
ANSWERS = {"as-received": {"written", "short"}, "as-invited": {"written", "short", "spoken"}}
"""What an answer may go by besides; by a call or a letter only where the rule has them too."""

LONG = "Senior Payroll Systems Analyst"
LATEST = {  # the longest way to write a day and an hour
    **dict.fromkeys(("respond_by", "due", "missed_on", "promised", "asked_for", "moved_to"), date(2025, 9, 24)),
    "moved_at": datetime(2025, 9, 24, 22, 30, tzinfo=NEW_YORK),
}


def ways(rule: Rule) -> set[str]:
    """Return the classes of channels that a rule may go by."""
    return {one for asked in rule.channels for one in ANSWERS.get(asked, {CLASSES.get(asked, "")})}


def has_words(kind: str, variant: str | None, a_class: str) -> bool:
    """Tell whether a kind has words for a class, and also its variant, where that has written ones of its own."""
    table = english().tables[kind]
    own = table.get("variants", {}).get(variant, {})
    spoken_for = "classes" in table and a_class in table["classes"]
    return spoken_for and (set(own) <= {"classes"} or a_class in own.get("classes", {}))


TEXTED = {(rule.note, rule.variant) for rule in NOTES.values() if "short" in ways(rule)} - {
    ("linkedin-invitation", None)
}


# Every way a rule may go ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", NOTES.values(), ids=NOTES)
def test_every_way_a_rule_may_go_has_words_for_it(rule):
    """An invitation on LinkedIn is written for it alone; a letter takes the words of the e-mail where they fit."""
    wanted = ways(rule) & {"short", "spoken"} if rule.note != "linkedin-invitation" else set()

    assert ways(rule) <= set(CLASSES.values())
    assert [one for one in sorted(wanted) if not has_words(rule.note, rule.variant, one)] == []


def test_no_other_kind_has_words_for_a_text():
    written = {kind for kind in kinds(english()) if "short" in english().tables[kind].get("classes", {})}

    assert written == {kind for kind, _ in TEXTED}


# Texts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "variant"), sorted(TEXTED, key=str))
@pytest.mark.parametrize("register", [Register.WARM, Register.FORMAL])
@pytest.mark.parametrize("left_out", [(), ("respond_by", "due", "missed_on", "promised", "minutes_late", "moved_at")])
def test_a_text_fits_into_one_segment_and_says_who_writes(kind, variant, register, left_out):
    facts = without({**RICH, **LATEST, "position": LONG}, *left_out)
    adds = ["thanks"] if kind in {"check-in", "withdrawal"} else []
    for rank in range(3):
        note = write(kind, facts, register, variant=variant, channel_class="short", rank=rank, adds=adds)
        counted = segments(f"{note.salutation} {note.body}")

        assert (counted.encoding, counted.parts) == ("GSM-7", 1), (counted, note.text)
        assert note.salutation.endswith("this is Dana Kim.")
        assert (note.closing, note.signature) == ("", "")
        assert all(part.text[0].isupper() and part.text[-1] in ".?" for part in note.parts)
        assert not re.search(r"  |\.\.| [,.;?]|[{}]|None|Undefined", note.body)


@pytest.mark.parametrize("ended", ["accepted", "offered", "rejected", "declined", "accepted-elsewhere", "withdrew"])
def test_however_it_ended_it_is_told_in_one_segment(ended):
    facts = {**RICH, "position": LONG, "ended": ended}
    note = write("reference-thanks", facts, Register.FORMAL, channel_class="short")

    assert segments(f"{note.salutation} {note.body}").parts == 1
    assert note.part("outcome")


def test_two_references_read_different_texts():
    for kind in ("reference-notice", "reference-thanks"):
        first, second = (write(kind, RICH, channel_class="short", rank=rank) for rank in (0, 1))
        assert first.parts[0].text != second.parts[0].text


def test_thanks_are_said_once_in_a_text():
    note = write("withdrawal", RICH, channel_class="short", adds=["thanks"])

    assert note.body.count("Thank you") == 1


# Letters --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", [None, *kinds(english())["thank-you"]])
@pytest.mark.parametrize("rank", range(7))
def test_a_letter_of_thanks_names_the_day_by_its_date_and_no_number_that_stands_below(variant, rank):
    note = write(variant=variant, channel_class="paper", rank=rank, about=("sam", "jo"), material=RICH)

    assert "Thursday, June 5" in note.body
    assert not re.search(r"below|here or|a short note|by phone|\ba call\b", note.body)
    assert (note.closing, note.signature) == ("Sincerely,", "Dana Kim")


def test_a_card_is_signed_more_warmly_than_a_letter():
    assert write("card", RICH, channel_class="paper").closing == "With best regards,"


def test_a_rejection_by_letter_is_answered_by_a_letter():
    note = write("rejection-reply", RICH, channel_class="paper")

    assert note.subject
    assert 50 <= len(note.body.split()) <= 100
