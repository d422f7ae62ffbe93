"""A text is counted as the networks count it, says who writes, and is refused rather than cut (CH-07, CH-08)."""

from __future__ import annotations

from datetime import datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._core.errors import ChannelError, TooLong, Unreachable
from followkit._core.facts import Candidate, Person
from followkit._core.notes import Address, Message, Note, Part
from followkit._core.records import Missing
from followkit.channels import segments, text_channel
from tests.builtin.scenario import NEW_YORK, THANK_YOU, with_person

TEXT = text_channel()
NUMBER = "+1 212 555 0199"
SENT_TO = "+12125550199"
TEXTING = with_person(addresses={"text": NUMBER})
EXTENSION = "^{}[]~\\|€\f"


def saying(*parts: str, salutation: str = "Hello Priya, this is Dana Kim.") -> Note:
    return Note(
        handle=THANK_YOU.handle,
        key=THANK_YOU.key,
        kind="rescheduled",
        language="en",
        recipient="priya",
        salutation=salutation,
        paragraphs=tuple((Part(name=f"part-{number}", text=part),) for number, part in enumerate(parts)),
    )


def of(units: int) -> Note:
    """Return a note that makes a text of so many characters."""
    salutation = "This is Dana Kim."
    return saying("x" * (units - len(salutation) - 1), salutation=salutation)


# What a user sees ---------------------------------------------------------------------------------------------------


def test_a_text_is_one_line_with_the_number_it_goes_to():
    message = TEXT.compose(saying("The link is broken.", "Could you send a new one?"), THANK_YOU, TEXTING)

    assert message.body == "Hello Priya, this is Dana Kim. The link is broken. Could you send a new one?"
    assert message.recipients == (Address(name="Priya Raman", address=SENT_TO),)
    assert (message.channel, message.subject, message.sender) == ("text", "", None)
    assert (message.handle, message.key, message.not_before) == (
        THANK_YOU.handle,
        THANK_YOU.key,
        datetime(2025, 6, 5, 16, tzinfo=NEW_YORK),
    )
    (file,) = TEXT.drafts(message)
    assert (file.suffix, file.content.decode()) == (".txt", message.body)


def test_the_channel_is_short_and_only_for_those_who_invited_texts():
    assert (TEXT.name, TEXT.classes, TEXT.invited_only) == ("text", ("short",), True)


@pytest.mark.parametrize("me", [Candidate(), Candidate(name="Danuta Kimura")])
def test_a_text_that_does_not_say_who_writes_is_refused(me):
    with pytest.raises(ChannelError, match="who writes") as refused:
        TEXT.compose(saying("The link is broken."), THANK_YOU, attrs.evolve(TEXTING, me=me))
    assert "Dana" not in str(refused.value)


# How long it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("a" * 459, "GSM-7", 459, 3),
        ("é" * 160, "GSM-7", 160, 1),
        ("€" * 80, "GSM-7", 160, 1),
        ("a" + "€" * 80, "GSM-7", 161, 2),
        ("a" * 152 + "€" * 4, "GSM-7", 160, 1),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),  # the euro cannot be split: 152, 2 + 151, 1
        ("a" * 151 + "€" + "a" * 153, "GSM-7", 306, 2),
        ("я" * 70, "UCS-2", 70, 1),
        ("я" * 71, "UCS-2", 71, 2),
        ("я" * 134, "UCS-2", 134, 2),
        ("я" * 135, "UCS-2", 135, 3),
        ("👋" * 35, "UCS-2", 70, 1),
        ("👋" * 36, "UCS-2", 72, 2),
        ("👋" * 67, "UCS-2", 134, 3),  # a pair cannot be split: 33 in each part
        ("a" * 69 + "’", "UCS-2", 70, 1),
        ("€" * 69 + "’", "UCS-2", 70, 1),  # in UCS-2 no character is written with an escape
    ],
)  # fmt: skip
def test_segments_are_counted_at_every_border(text, encoding, units, count):
    assert segments(text)[:3] == (encoding, units, count)


@pytest.mark.parametrize("character", EXTENSION)
def test_the_extension_table_counts_double(character):
    assert segments(character)[:2] == ("GSM-7", 2)


@pytest.mark.parametrize("character", "`“”…•\tçáíóúâêîôûëïÁł日я")
def test_what_looks_plain_and_is_not_makes_it_ucs_2(character):
    """The table has a capital C with cedilla and no small one, and few of the accents of other languages."""
    assert segments(character).encoding == "UCS-2"


@given(text=st.text(max_size=400))
def test_parts_hold_what_there_is_and_waste_at_most_a_unit_each(text):
    counted = segments(text)

    if counted.parts > 1:
        assert counted.units > counted.alone
        assert counted.units <= counted.of_several * counted.parts
        assert counted.units > (counted.of_several - 1) * (counted.parts - 1)
    else:
        assert counted.units <= counted.alone


@given(left=st.text(max_size=120), right=st.text(max_size=120))
def test_more_text_never_takes_fewer_units(left, right):
    if segments(left).encoding == segments(left + right).encoding:
        assert segments(left + right).units >= segments(left).units


def test_a_text_of_one_segment_goes_and_of_one_more_character_does_not():
    assert TEXT.compose(of(160), THANK_YOU, TEXTING).body.endswith("x")
    with pytest.raises(TooLong, match="text message takes 161 units of GSM-7, 2 segments; it may have 160") as refused:
        TEXT.compose(of(161), THANK_YOU, TEXTING)
    assert (refused.value.channel, refused.value.limit) == ("text", 160)


def test_one_emoji_leaves_room_for_seventy():
    with pytest.raises(TooLong) as refused:
        TEXT.compose(saying("👋" + "x" * 60), THANK_YOU, TEXTING)
    assert refused.value.limit == 70


def test_whoever_wants_may_allow_two_segments():
    longer = text_channel(most=2, overrides=True)

    assert longer.overrides
    assert longer.compose(of(306), THANK_YOU, TEXTING)
    with pytest.raises(TooLong) as refused:
        longer.compose(of(307), THANK_YOU, TEXTING)
    assert refused.value.limit == 306
    with pytest.raises(ChannelError):
        text_channel(most=0)


# Numbers and hostile words ------------------------------------------------------------------------------------------


def test_a_number_to_call_is_no_number_to_text():
    assert TEXT.address(Person(id="priya", addresses={"phone": NUMBER})) == Missing("no-text")
    assert TEXT.address(Person(id="priya", addresses={"text": "911"})) == Missing("emergency-text")
    for application in (with_person(addresses={"phone": NUMBER}), with_person(addresses={"text": "911"})):
        with pytest.raises(Unreachable):
            TEXT.compose(saying("Hello."), THANK_YOU, application)


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[2J", "\ud800"])
def test_controls_do_not_reach_a_telephone(bad):
    with pytest.raises(ChannelError):
        TEXT.compose(saying(f"Hello{bad}there."), THANK_YOU, TEXTING)
    with pytest.raises(ChannelError):
        list(TEXT.drafts(Message(channel="text", handle="t", key="k", body=bad)))


def test_a_line_break_is_a_space():
    assert TEXT.compose(saying("Late,\n\nsee you."), THANK_YOU, TEXTING).body.endswith("Dana Kim. Late, see you.")
