"""A letter stands ready to print and sign; a card says what to write by hand, and what to mind (CH-11, NC-21)."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._builtin.channels.card import CARD
from followkit._builtin.channels.letter import LETTER, lines
from followkit._core.errors import ChannelError, InvalidFacts, TooLong, Unreachable
from followkit._core.facts import Candidate, Employer, Person
from followkit._core.notes import Message, Note, Part
from followkit._core.records import Missing
from tests.builtin.scenario import APPLICATION, THANK_YOU, THANKS, with_person

POST = "Acme; 12 Canal Street; New York, NY 10013"
DANA = Candidate(
    name="Dana Kim",
    addresses={"email": "dana@home.example", "phone": "+1 212 555 0142", "post": "7 Elm Court, Brooklyn"},
)
BY_POST = attrs.evolve(with_person(addresses={"post": POST}), me=DANA)
WORDED = attrs.evolve(
    THANKS,
    labels={"letter-date": "June 5, 2025", "envelope": "On the envelope:", "checklist": "[ ] black ink\n[ ] signed\n"},
)


def saying(words: int) -> Note:
    return attrs.evolve(WORDED, paragraphs=((Part(name="thanks", text="word " * words),),))


# The letter ---------------------------------------------------------------------------------------------------------


def test_a_letter_has_all_that_a_business_letter_has_in_its_order():
    message = LETTER.compose(WORDED, THANK_YOU, BY_POST)

    assert message.body == (
        "Dana Kim\n"
        "7 Elm Court\n"
        "Brooklyn\n"
        "+1 212 555 0142\n"
        "dana@home.example\n"
        "\n"
        "June 5, 2025\n"
        "\n"
        "Priya Raman\n"
        "Acme\n"
        "12 Canal Street\n"
        "New York, NY 10013\n"
        "\n"
        "Thank you: Backend Engineer interview\n"
        "\n"
        "Dear Priya,\n"
        "\n"
        "Thank you for the hour on Thursday about the Backend Engineer role. I\n"
        "keep coming back to taking billing off the nightly cron.\n"
        "\n"
        "I look forward to hearing from you.\n"
        "\n"
        "Best regards,\n"
        "\n"
        "\n"
        "\n"
        "Dana Kim\n"
    )
    plain, printed = LETTER.drafts(message)
    assert (plain.suffix, plain.media_type, plain.content.decode()) == (".txt", "text/plain", message.body)
    assert (printed.suffix, printed.media_type, printed.content.decode()) == (
        ".html",
        "text/html",
        message.extra["html"],
    )
    assert (LETTER.classes, LETTER.invited_only) == (("paper",), True)


def addressed(company: str, post: str, **person: str) -> str:
    """Return the address on a letter of the story, line after line."""
    facts = attrs.evolve(with_person(addresses={"post": post}, **person), employer=Employer(name=company), me=DANA)
    letter = LETTER.compose(attrs.evolve(WORDED, labels={}), THANK_YOU, facts).body
    return letter.split("\n\n")[1].replace("\n", " / ")


def test_an_employer_that_the_address_names_with_its_form_of_company_is_not_named_twice():
    assert addressed("Acme", "Acme GmbH, Kanalstraße 12") == "Priya Raman / Acme GmbH / Kanalstraße 12"
    assert addressed("Acme", "Acmeweg 12, Berlin") == "Priya Raman / Acme / Acmeweg 12 / Berlin"
    assert addressed("Acme", "Building 3, ACME, Berlin") == "Priya Raman / Building 3 / ACME / Berlin"


@pytest.mark.parametrize("role", ["agency recruiter", "reference"])
def test_whoever_works_elsewhere_is_not_written_to_at_the_employer(role):
    post = "Day & Night, 40 Pearl Street"

    assert addressed("Acme", post, role=role) == "Priya Raman / Day & Night / 40 Pearl Street"
    assert addressed("Acme", post) == "Priya Raman / Acme / Day & Night / 40 Pearl Street"


def test_the_employer_is_named_once():
    unnamed = attrs.evolve(with_person(addresses={"post": "12 Canal Street, New York"}), me=DANA)

    assert "Priya Raman\nAcme\n12 Canal Street\nNew York\n" in LETTER.compose(WORDED, THANK_YOU, unnamed).body
    assert LETTER.compose(WORDED, THANK_YOU, BY_POST).body.count("Acme") == 1


def test_what_nobody_gave_leaves_no_gap():
    bare = attrs.evolve(BY_POST, me=Candidate(name="Dana Kim"))
    body = LETTER.compose(attrs.evolve(WORDED, labels={}, subject=""), THANK_YOU, bare).body

    assert body.startswith("Dana Kim\n\nPriya Raman\n")
    assert "10013\n\nDear Priya,\n\n" in body


@given(words=st.lists(st.text("abcdefghij-", min_size=1, max_size=40), min_size=1, max_size=60))
def test_no_line_is_wider_than_72_columns_and_no_word_is_lost(words):
    note = attrs.evolve(WORDED, paragraphs=((Part(name="thanks", text=" ".join(words)),),))
    body = LETTER.compose(note, THANK_YOU, BY_POST).body

    assert all(len(line) <= 72 for line in body.splitlines())
    assert " ".join(words) in " ".join(body.split())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("12 Canal Street, New York", ["12 Canal Street", "New York"]),
        (" 12  Canal Street ,, New York, ", ["12 Canal Street", "New York"]),
        ("12 Canal Street; New York, NY 10013", ["12 Canal Street", "New York, NY 10013"]),
        ("Postfach 12", ["Postfach 12"]),
        ("12 Canal Street, New York, NY 10013", ["12 Canal Street", "New York, NY 10013"]),
        (
            "12 Canal Street, Suite 4, New York, NY 10013-1234",
            ["12 Canal Street", "Suite 4", "New York, NY 10013-1234"],
        ),
        ("12 Canal Street, New York, NY 10013, USA", ["12 Canal Street", "New York, NY 10013", "USA"]),
        ("111 Wellington St, Ottawa, ON K1A 0B1", ["111 Wellington St", "Ottawa, ON K1A 0B1"]),
        ("1 Macquarie Street, Sydney, NSW 2000, Australia", ["1 Macquarie Street", "Sydney, NSW 2000", "Australia"]),
        ("221B Baker Street, London, NW1 6XE", ["221B Baker Street", "London", "NW1 6XE"]),
        ("Acme GmbH, Lindenweg 3, 10437 Berlin", ["Acme GmbH", "Lindenweg 3", "10437 Berlin"]),
        ("1-1 Chiyoda, Chiyoda-ku, Tokyo 100-8111, Japan", ["1-1 Chiyoda", "Chiyoda-ku", "Tokyo 100-8111", "Japan"]),
        ("NY 10013", ["NY 10013"]),
    ],
)
def test_an_address_is_one_line_in_the_facts_and_several_on_paper(given, expected):
    assert lines(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("\n12 Canal Street\nNew York, NY 10013\n", ["12 Canal Street", "New York, NY 10013"]),
        ("Acme GmbH\r\nLindenweg 3\r\n\r\n10437 Berlin", ["Acme GmbH", "Lindenweg 3", "10437 Berlin"]),
        ("12 Canal Street, New York\n", ["12 Canal Street", "New York"]),
    ],
)
def test_an_address_written_line_by_line_is_kept_on_one(given, expected):
    for known in (Person(id="priya", addresses={"post": given}), Candidate(addresses={"post": given})):
        kept = known.addresses["post"]

        assert "\n" not in kept
        assert lines(kept) == expected


def test_a_line_break_in_any_other_address_and_any_other_control_are_refused():
    for kind, post in (("text", "+1 212 555\n0199"), ("post", "12 Canal\x0bStreet\nNew York"), ("post", "\n \n")):
        with pytest.raises(InvalidFacts, match="addresses"):
            Person(id="priya", addresses={kind: post})


@pytest.mark.parametrize("channel", [LETTER, CARD])
def test_who_has_no_postal_address_gets_no_post(channel):
    assert channel.address(Person(id="priya", addresses={"post": " , ;"})) == Missing("no-post")
    assert channel.address(Person(id="priya")) == Missing("no-post")
    with pytest.raises(Unreachable):
        channel.compose(WORDED, THANK_YOU, APPLICATION)
    with pytest.raises(Unreachable):
        channel.compose(WORDED, attrs.evolve(THANK_YOU, recipient="nobody"), BY_POST)


# The card -----------------------------------------------------------------------------------------------------------


def test_a_card_has_its_words_its_envelope_and_its_checklist_and_no_subject():
    message = CARD.compose(WORDED, THANK_YOU, BY_POST)
    plain, printed = CARD.drafts(message)

    assert message.subject == ""
    assert (printed.suffix, printed.media_type, printed.content.decode()) == (
        ".html",
        "text/html",
        message.extra["html"],
    )
    assert plain.content.decode() == (
        "Dear Priya,\n"
        "\n"
        "Thank you for the hour on Thursday about the Backend Engineer role. I\n"
        "keep coming back to taking billing off the nightly cron.\n"
        "\n"
        "I look forward to hearing from you.\n"
        "\n"
        "Best regards,\n"
        "Dana Kim\n"
        "\n"
        "--\n"
        "\n"
        "On the envelope:\n"
        "Priya Raman\n"
        "Acme\n"
        "12 Canal Street\n"
        "New York, NY 10013\n"
        "\n"
        "[ ] black ink\n"
        "[ ] signed\n"
    )
    assert (CARD.classes, CARD.invited_only) == (("paper",), False)


def test_a_card_takes_eighty_words():
    assert CARD.compose(saying(80), THANK_YOU, BY_POST)
    with pytest.raises(TooLong, match="the card has 81 words; it takes 80") as refused:
        CARD.compose(saying(81), THANK_YOU, BY_POST)
    assert (refused.value.channel, refused.value.limit) == ("card", 80)


@pytest.mark.parametrize("channel", [LETTER, CARD])
def test_controls_do_not_reach_a_printer(channel):
    with pytest.raises(ChannelError):
        channel.compose(attrs.evolve(WORDED, closing="Bye\x1b[2J"), THANK_YOU, BY_POST)
    with pytest.raises(ChannelError):
        list(channel.drafts(Message(channel=channel.name, handle="t", key="k", body="\x00")))
    with pytest.raises(ChannelError):
        list(channel.drafts(Message(channel=channel.name, handle="t", key="k", body="", extra={"html": "\x1b"})))


@pytest.mark.parametrize("channel", [LETTER, CARD])
def test_what_is_personal_stays_out_of_repr(channel):
    message = channel.compose(WORDED, THANK_YOU, BY_POST)

    assert not any(personal in repr(message) for personal in ("Priya", "Dana", "Canal", "Elm"))
