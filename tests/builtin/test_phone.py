"""A call has its number, its time and its steps at hand, and a voicemail that can be called back."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._builtin.channels.phone import PHONE, VOICEMAIL_WORDS, voicemail_findings
from followkit._core.errors import ChannelError, TooLong, Unreachable
from followkit._core.facts import Candidate, Person
from followkit._core.notes import Address, Message, Note, Part
from followkit._core.records import Missing
from tests.builtin.scenario import APPLICATION, DANA, THANK_YOU, with_person

VOICEMAIL = (
    "Hello, this is Dana Kim. My number is 212 555 0142. I am calling about the Backend Engineer interview on "
    "Thursday, June 5. I enjoyed our talk and remain very interested in the role. You can reach me any weekday "
    "after four. Again, this is Dana Kim, at 2 1 2, 5 5 5, 0 1 4 2. Thank you for your time."
)
DANA_IN_TOWN = attrs.evolve(DANA, addresses={"phone": "(212) 555-0142"})
LABELS = {
    "call": "Call",
    "when": "When",
    "not-before": "Not before",
    "not-after": "Not after",
    "if-they-say": "If they say",
    "you-say": "You",
    "write-down": "Write down",
    "voicemail": "If you reach voicemail",
    "afterwards": "After the call",
    "called": "You talked",
}
IN_TOWN = attrs.evolve(APPLICATION, me=DANA_IN_TOWN)


def call(*steps: str, voicemail: str | None = VOICEMAIL) -> Note:
    return Note(
        handle=THANK_YOU.handle,
        key=THANK_YOU.key,
        kind="check-in",
        language="en",
        recipient="priya",
        paragraphs=tuple((Part(name=f"step-{number}", text=step),) for number, step in enumerate(steps)),
        extra={} if voicemail is None else {"voicemail": (Part(name="voicemail", text=voicemail),)},
        labels=LABELS,
    )


# What a user sees ---------------------------------------------------------------------------------------------------


def test_the_script_says_whom_when_and_what_step_by_step():
    note = call("This is Dana Kim; we met on Thursday.", "Do you have a moment?", "Thank you.")
    message = PHONE.compose(note, THANK_YOU, IN_TOWN)
    assert message.body == (
        "Call: Priya Raman, +1 212 555 0199\n"
        "When: 2025-06-05 17:00 (America/New_York, UTC-04:00)\n"
        "Not before: 2025-06-05 16:00 (America/New_York, UTC-04:00)\n"
        "Not after: 2025-06-12 15:00 (America/New_York, UTC-04:00)\n"
        "\n"
        "1. This is Dana Kim; we met on Thursday.\n"
        "2. Do you have a moment?\n"
        "3. Thank you.\n"
    )
    assert message.extra == {"voicemail": f"If you reach voicemail:\n{VOICEMAIL}"}
    assert message.recipients == (Address(name="Priya Raman", address="+1 212 555 0199"),)
    assert message.sender == Address(name="Dana Kim", address="(212) 555-0142")
    assert (message.handle, message.key) == (THANK_YOU.handle, THANK_YOU.key)
    assert message.not_before == THANK_YOU.window.earliest


def test_the_file_has_the_voicemail_below_the_script():
    message = PHONE.compose(call("Hello."), THANK_YOU, IN_TOWN)
    (file,) = PHONE.drafts(message)
    assert (file.suffix, file.media_type) == (".txt", "text/plain")
    assert file.content.decode() == f"{message.body}\nIf you reach voicemail:\n{VOICEMAIL}\n"


def test_what_they_may_say_stands_below_with_what_to_say_and_to_note_down_and_the_outcomes_at_the_end():
    note = call("Hello.")
    answers = [("they_busy", "Not now."), ("say_busy", "When may I\ncall?"), ("note_busy", "record snoozed")]
    outcomes = [("note_called", "record called"), ("note_message", "record a message")]
    extra = {
        **note.extra,
        "answers": tuple(Part(name=name, text=text) for name, text in answers),
        "outcomes": tuple(Part(name=name, text=text) for name, text in outcomes),
    }
    (file,) = PHONE.drafts(PHONE.compose(attrs.evolve(note, extra=extra), THANK_YOU, IN_TOWN))

    assert file.content.decode().partition("1. Hello.\n")[2] == (
        "\n"
        "If they say:\n"
        "- Not now.\n"
        "  You: When may I call?\n"
        "  Write down: record snoozed\n"
        "\n"
        "If you reach voicemail:\n"
        f"{VOICEMAIL}\n"
        "\n"
        "After the call:\n"
        "- You talked: record called\n"
        "  Write down: record a message\n"
    )


def test_the_headings_are_those_of_the_note_and_no_others():
    german = {"call": "Anruf", "when": "Wann", "not-before": "Ab", "not-after": "Bis", "voicemail": "Nach dem Ton"}
    (file,) = PHONE.drafts(PHONE.compose(attrs.evolve(call("Guten Tag."), labels=german), THANK_YOU, IN_TOWN))
    assert file.content.decode().startswith("Anruf: Priya Raman, +1 212 555 0199\nWann: ")
    assert not any(f"{heading}:" in file.content.decode() for heading in LABELS.values())


def test_a_language_without_headings_still_makes_a_script():
    (file,) = PHONE.drafts(PHONE.compose(attrs.evolve(call("Hello."), labels={}), THANK_YOU, IN_TOWN))
    assert file.content.decode().startswith("Priya Raman, +1 212 555 0199\n2025-06-05 17:00 ")
    assert file.content.decode().endswith(f"\n\n1. Hello.\n\n{VOICEMAIL}\n")


def test_a_no_is_not_left_on_a_voicemail():
    """EV-08: a note without voicemail words makes a script without a voicemail, whatever the candidate's number."""
    message = PHONE.compose(call("Hello.", voicemail=None), THANK_YOU, attrs.evolve(APPLICATION, me=Candidate()))
    (file,) = PHONE.drafts(message)
    assert message.extra == {}
    assert message.sender is None
    assert "voicemail" not in file.content.decode()


def test_without_an_end_the_script_names_none():
    open_ended = attrs.evolve(THANK_YOU, window=attrs.evolve(THANK_YOU.window, expires=None))
    assert "Not after" not in PHONE.compose(call("Hello."), open_ended, IN_TOWN).body


def test_the_channel_is_spoken_and_only_for_those_who_invited_calls():
    assert (PHONE.name, PHONE.classes, PHONE.invited_only) == ("phone", ("spoken",), True)


# Numbers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["+1 212 555 0142", "(212) 555-0142", "+49/30.1234-567", "212 555 0142 ext. 7"])
def test_a_number_stands_in_the_script_as_it_was_given(number):
    assert PHONE.address(Person(id="priya", country="US", addresses={"phone": number})) == number
    message = PHONE.compose(call("Hello.", voicemail=None), THANK_YOU, with_person(addresses={"phone": number}))
    assert message.body.startswith(f"Call: Priya Raman, {number}\n")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("call me", "bad-phone"),
        ("+1 212 555 0142; rm", "bad-phone"),
        ("116 117", "short-phone"),
        ("110", "emergency-phone"),
        ("0900 1 234567", "premium-phone"),
    ],
)
def test_a_number_that_reaches_no_person_is_refused(number, code):
    assert PHONE.address(Person(id="priya", country="DE", addresses={"phone": number})) == Missing(code)
    with pytest.raises(Unreachable) as refused:
        PHONE.compose(call("Hello."), THANK_YOU, with_person(country="DE", addresses={"phone": number}))
    assert number not in f"{refused.value!r}"


def test_nobody_is_called_without_a_number():
    assert PHONE.address(Person(id="priya")) == Missing("no-phone")
    for follow_up, application in (
        (THANK_YOU, with_person(addresses={})),
        (attrs.evolve(THANK_YOU, recipient="nobody"), IN_TOWN),
    ):
        with pytest.raises(Unreachable):
            PHONE.compose(call("Hello."), follow_up, application)


# The voicemail, CH-06 -----------------------------------------------------------------------------------------------


def test_the_example_is_one_to_leave():
    assert voicemail_findings(VOICEMAIL, "Dana Kim", "(212) 555-0142") == ()


@pytest.mark.parametrize("number", ["212 555 0142, ext. 7", "030 23125-142 Durchwahl 7", "٢١٢٥٥٥٠١٤٢"])
def test_a_number_with_an_extension_or_in_other_digits_can_be_left_as_it_is_written(number):
    said = f"Dana Kim, {number}. " + "word " * 50
    assert voicemail_findings(f"{said} Dana Kim, {number}.", "Dana Kim", number) == ()
    assert voicemail_findings(f"{said} Dana Kim.", "Dana Kim", number) == ("voicemail-number-not-repeated",)


@pytest.mark.parametrize(("words", "codes"), [
    (49, ("voicemail-too-short",)), (50, ()), (75, ()), (76, ("voicemail-too-long",)),
])  # fmt: skip
def test_a_voicemail_has_50_to_75_words(words, codes):
    said = "Dana Kim 2125550142 Dana Kim 2125550142"
    text = said + " word" * (words - len(said.split()))
    assert VOICEMAIL_WORDS == (50, 75)
    assert voicemail_findings(text, "Dana Kim", "212 555 0142") == codes


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Again, this is Dana Kim, at", "Again, this is Dana, you reach me at", "voicemail-name-not-repeated"),
        ("Again, this is Dana Kim, at", "Again, this is Dana Kimball, at", "voicemail-name-not-repeated"),
        ("2 1 2, 5 5 5, 0 1 4 2", "the same number", "voicemail-number-not-repeated"),
        ("2 1 2, 5 5 5, 0 1 4 2", "2 1 2, 5 5 5, 0 1 4 3", "voicemail-number-not-repeated"),
        ("2 1 2, 5 5 5, 0 1 4 2", "2 1 2, 5 5 5, 0 1 4 27", "voicemail-number-not-repeated"),
    ],
)
def test_name_and_number_are_said_twice(old, new, code):
    text = VOICEMAIL.replace(old, new)
    assert text != VOICEMAIL
    assert voicemail_findings(text, "Dana Kim", "212 555 0142") == (code,)
    with pytest.raises(ChannelError, match=code) as refused:
        PHONE.compose(call("Hello.", voicemail=text), THANK_YOU, IN_TOWN)
    assert not any(personal in str(refused.value) for personal in ("Dana", "212", "0142"))


def test_a_rambling_voicemail_is_too_long():
    with pytest.raises(TooLong) as refused:
        PHONE.compose(call("Hello.", voicemail=VOICEMAIL + " And so on." * 10), THANK_YOU, IN_TOWN)
    assert (refused.value.limit, refused.value.channel) == (75, "phone")


@pytest.mark.parametrize("me", [Candidate(), attrs.evolve(DANA, name=None), attrs.evolve(DANA, addresses={})])
def test_a_voicemail_needs_a_name_and_a_number(me):
    with pytest.raises(ChannelError, match="not-repeated"):
        PHONE.compose(call("Hello."), THANK_YOU, attrs.evolve(APPLICATION, me=me))


@given(name=st.text(max_size=12), number=st.text(max_size=12), text=st.text(max_size=60))
def test_any_text_can_be_judged(name, number, text):
    findings = voicemail_findings(text, name, number)
    assert len(set(findings)) == len(findings)
    assert "voicemail-too-short" in findings or len(text.split()) >= 50


# Hostile words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[2J", "\x85", "\u2028", "\ud800"])
def test_controls_do_not_reach_a_screen(bad):
    hidden = f"Hello{bad}there"
    broken = Message(channel="phone", handle="t", key="k", body=hidden)
    with pytest.raises(ChannelError):
        list(PHONE.drafts(broken))
    with pytest.raises(ChannelError):
        PHONE.compose(call("Hello.", voicemail=VOICEMAIL + bad), THANK_YOU, IN_TOWN)


def test_a_step_stays_on_its_line():
    body = PHONE.compose(call("Hello\n2. Ask for money", "Bye"), THANK_YOU, IN_TOWN).body
    assert body.endswith("\n1. Hello 2. Ask for money\n2. Bye\n")


def test_the_same_facts_give_the_same_script():
    first, second = (PHONE.compose(call("Hello."), THANK_YOU, IN_TOWN) for _ in range(2))
    assert first == second
    assert list(PHONE.drafts(first)) == list(PHONE.drafts(second))
    assert not any(personal in repr(first) for personal in ("Priya", "Dana", "0199", "0142"))
