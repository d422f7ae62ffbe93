"""A note for LinkedIn is text to copy, and keeps to what LinkedIn takes (CH-09)."""

from __future__ import annotations

import pytest

from followkit._core.errors import ChannelError, TooLong, Unreachable
from followkit._core.facts import Person
from followkit._core.notes import Address, Message, Note, Part
from followkit._core.records import Missing
from followkit.channels import linkedin_channel
from tests.builtin.scenario import THANK_YOU, with_person

LINKEDIN = linkedin_channel()
CONNECTED = with_person(addresses={"linkedin": "in/priya-raman"})


def saying(text: str, salutation: str = "Hello Priya,") -> Note:
    return Note(
        handle=THANK_YOU.handle,
        key=THANK_YOU.key,
        kind="linkedin-invitation",
        language="en",
        recipient="priya",
        salutation=salutation,
        paragraphs=((Part(name="ask", text=text),),),
    )


def test_the_note_is_there_to_copy_with_the_profile_it_is_for():
    message = LINKEDIN.compose(saying("I would be glad to stay in touch."), THANK_YOU, CONNECTED)

    assert message.body == "Hello Priya,\nI would be glad to stay in touch."
    assert message.recipients == (Address(name="Priya Raman", address="in/priya-raman"),)
    (file,) = LINKEDIN.drafts(message)
    assert (file.suffix, file.content.decode()) == (".txt", message.body)
    assert (LINKEDIN.classes, LINKEDIN.invited_only) == (("short",), True)


@pytest.mark.parametrize(("limit", "channel"), [(200, LINKEDIN), (300, linkedin_channel(limit=300, overrides=True))])
def test_a_note_has_so_many_characters_and_not_one_more(limit, channel):
    words = limit - len("Hello Priya,\n")

    assert channel.compose(saying("x" * words), THANK_YOU, CONNECTED)
    with pytest.raises(TooLong, match=f"{limit + 1} characters; linkedin takes {limit}") as refused:
        channel.compose(saying("x" * (words + 1)), THANK_YOU, CONNECTED)
    assert (refused.value.channel, refused.value.limit) == ("linkedin", limit)


def test_an_emoji_takes_two_as_a_web_page_counts():
    assert LINKEDIN.compose(saying("👋" * 93), THANK_YOU, CONNECTED)
    with pytest.raises(TooLong):
        LINKEDIN.compose(saying("👋" * 94), THANK_YOU, CONNECTED)
    with pytest.raises(ChannelError):
        linkedin_channel(limit=0)


@pytest.mark.parametrize(
    "profile",
    [
        "priya-raman",
        "in/priya-raman/",
        "linkedin.com/in/priya",
        "https://uk.linkedin.com/in/priya-raman-123",
        "in/jörg",
        "in/j%C3%B6rg",
        "linkedin.com/in/priya?utm=1",
        "https://www.linkedin.com/in/priya-raman/?originalSubdomain=uk&trk=a%20b",
        "https://www.linkedin.com/in/priya-raman/en",
        "https://www.linkedin.com/in/priya-raman/details/experience/#top",
        "https://m.linkedin.com/in/priya-raman",
        "HTTPS://WWW.LinkedIn.com/in/Priya-Raman",
        "https://de.linkedin.com/in/प्रिया",
        "in/feed",  # whoever is called so
    ],
)
def test_a_profile_as_people_write_it_is_one(profile):
    assert LINKEDIN.address(Person(id="priya", addresses={"linkedin": profile})) == profile


@pytest.mark.parametrize(
    "profile",
    [
        "https://evil.example/in/priya",
        "https://linkedin.com.evil.example/in/priya",
        "priya raman",
        "!",
        "in/../x",
        "in/%2e%2e",
        "a@b",
        "messaging",
        "Feed/",
        "in/",
        "http://evil",
        "https://linkedin.com/feed",
        "https://linkedin.com/company/acme",
        "https://evil.example/linkedin.com/in/priya",
        "https://notlinkedin.com/in/priya",
        "https://linkedin.com@evil.example/in/priya",
        "https://evil@linkedin.com/in/priya",
        "https://linkedin.com:80@evil.example/in/priya",
        "https://linkedin.com/in/",
        "linkedin.com/in/?utm=1",
        "https://\u017finkedin.com/in/priya",
        "https://lin\u212aedin.com/in/priya",
        "in/%0d%0aBcc",
        "in/priya%00",
        "in/priya%E2%80%AE",
        "in/priya%zz",
        "in/priya%ff",
        "linkedin.com/in/priya?a=%0D%0ABcc",
        "linkedin.com/in/priya raman",
    ],
)
def test_what_is_no_profile_is_refused(profile):
    assert LINKEDIN.address(Person(id="priya", addresses={"linkedin": profile})) == Missing("bad-linkedin")
    with pytest.raises(Unreachable) as refused:
        LINKEDIN.compose(saying("Hello."), THANK_YOU, with_person(addresses={"linkedin": profile}))
    assert profile not in repr(refused.value)


def test_controls_do_not_reach_a_clipboard():
    with pytest.raises(ChannelError):
        LINKEDIN.compose(saying("Hello\x1b[2J"), THANK_YOU, CONNECTED)
    with pytest.raises(ChannelError):
        list(LINKEDIN.drafts(Message(channel="linkedin", handle="t", key="k", body="\x00")))
