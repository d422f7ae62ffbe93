"""A link opens exactly the e-mail that would have been written: its people, its subject, its words, and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followkit._builtin.channels import links
from followkit._builtin.channels.email import EMAIL, as_text
from followkit._builtin.channels.links import LINKS
from followkit._core.errors import ChannelError, TooLong, Unreachable
from followkit._core.facts import Person
from followkit._core.notes import Address, Message
from followkit._core.records import Missing
from followkit.channels import mailto, mailto_channel, webmail, webmail_channel
from followkit.testing import check_channel
from tests.builtin.links import Page, read_link
from tests.builtin.mailboxes import BODIES, ROUGH, mailboxes
from tests.builtin.scenario import APPLICATION, PRIYA, THANK_YOU, THANKS, with_person
from tests.golden.rendering import KIT, asked, staged

MAILTO, GMAIL, OUTLOOK, YAHOO = LINKS
TO_PRIYA = MAILTO.compose(THANKS, THANK_YOU, APPLICATION)
WRITERS: dict[str, Callable[[Message], str]] = {
    "mailto": mailto,
    **{service: partial(webmail, service=service) for service in ("gmail", "outlook-web", "yahoo")},
}
SUBJECT = {"mailto": "subject", "gmail": "su", "outlook-web": "subject", "yahoo": "subject"}


def to(*addresses: str, **changes: Any) -> Message:
    people = mailboxes([(None, address) for address in addresses])
    return attrs.evolve(TO_PRIYA, **{"recipients": people, "subject": "", "body": "", **changes})


def written(name: str, message: Message) -> dict[str, str]:
    """Return the fields of the message's link, whatever the service calls them."""
    _, fields = read_link(WRITERS[name](message))
    fields["subject"] = fields.pop(SUBJECT[name], "")
    return {field: fields.get(field, "") for field in ("to", "cc", "bcc", "subject", "body")}


def with_crlf(body: str) -> str:
    return "\r\n".join(body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n"))


# What a user sees ---------------------------------------------------------------------------------------------------


def test_a_thank_you_to_priya_is_one_link_that_opens_it_in_her_correspondents_program():
    assert TO_PRIYA.extra["link"] == (
        "mailto:priya@acme.example?subject=Thank%20you%3A%20Backend%20Engineer%20interview"
        "&body=Dear%20Priya%2C%0D%0A%0D%0A"
        "Thank%20you%20for%20the%20hour%20on%20Thursday%20about%20the%20Backend%20Engineer%20role."
        "%20I%20keep%20coming%20back%20to%20taking%20billing%20off%20the%20nightly%20cron.%0D%0A%0D%0A"
        "I%20look%20forward%20to%20hearing%20from%20you.%0D%0A%0D%0ABest%20regards%2C%0D%0ADana%20Kim"
    )


def test_the_message_is_the_e_mail_in_another_form():
    as_mail = EMAIL.compose(THANKS, THANK_YOU, APPLICATION)

    assert attrs.evolve(TO_PRIYA, channel="email", extra={}) == as_mail
    assert (TO_PRIYA.channel, list(TO_PRIYA.extra)) == ("mailto", ["link"])


@pytest.mark.parametrize(
    ("service", "link"),
    [
        ("gmail", "https://mail.google.com/mail/?view=cm&fs=1&to=priya@acme.example&su=Thanks&body=Hi%2C%20all"),
        (
            "outlook-web",
            "https://outlook.live.com/mail/0/deeplink/compose?to=priya@acme.example&subject=Thanks&body=Hi%2C%20all",
        ),
        ("yahoo", "https://compose.mail.yahoo.com/?to=priya@acme.example&subject=Thanks&body=Hi%2C%20all"),
    ],
)
def test_webmail_is_asked_for_a_new_message(service, link):
    assert webmail(to("priya@acme.example", subject="Thanks", body="Hi, all\n"), service) == link


@pytest.mark.parametrize(
    ("message", "link"),
    [
        (to("gorby%kremvax@example.com"), "mailto:gorby%25kremvax@example.com"),
        (to("unlikely?address@example.com"), "mailto:unlikely%3Faddress@example.com"),
        (to("Mike&family@example.org"), "mailto:Mike%26family@example.org"),
        (to("user@example.org", subject="café"), "mailto:user@example.org?subject=caf%C3%A9"),
        (
            to("user@example.org", subject="café", body="café"),
            "mailto:user@example.org?subject=caf%C3%A9&body=caf%C3%A9",
        ),
        (
            to("infobot@example.com", body="send current-issue\nsend index"),
            "mailto:infobot@example.com?body=send%20current-issue%0D%0Asend%20index",
        ),
        (to("user+tag@example.org", body="1+1"), "mailto:user%2Btag@example.org?body=1%2B1"),
        (to("o'brien#1@example.org"), "mailto:o%27brien%231@example.org"),
    ],
)
def test_a_link_is_written_as_the_examples_of_rfc_6068_are(message, link):
    """All but the last two stand in its section 6; those are what some programs would take for a space or an end."""
    assert mailto(message) == link


def test_lines_end_as_they_do_in_e_mail_and_the_last_one_does_not_count():
    assert mailto(to("priya@acme.example", body="a\nb\r\nc\rd\n\n")) == (
        "mailto:priya@acme.example?body=a%0D%0Ab%0D%0Ac%0D%0Ad"
    )


def test_a_joint_note_opens_to_all_whom_it_greets():
    sam = Person(id="sam", name="Sam Ode", addresses={"email": "sam@acme.example"})
    both = attrs.evolve(THANK_YOU, variant="joint", about=("priya", "sam"))
    facts = attrs.evolve(APPLICATION, people=(PRIYA, sam))

    for channel in LINKS:
        message = channel.compose(attrs.evolve(THANKS, salutation="Dear Priya and Sam,"), both, facts)
        assert read_link(message.extra["link"])[1]["to"] == "priya@acme.example,sam@acme.example"
    assert MAILTO.compose(THANKS, both, facts).extra["link"].startswith("mailto:priya@acme.example,sam@acme.example?")


def test_nobodys_name_is_in_a_link():
    message = to(recipients=mailboxes([("Raman, Priya <eve", "priya@acme.example")]))

    for write in WRITERS.values():
        assert "Raman" not in write(message)


def test_each_channel_says_what_it_needs_and_takes():
    assert [channel.name for channel in LINKS] == ["mailto", "gmail", "outlook-web", "yahoo"]
    for channel in LINKS:
        assert (channel.classes, channel.needs, channel.form_of) == (("written",), "email", "email")
        assert dict(channel.limits) == {"characters": 1900}


def test_the_channel_keeps_the_contract_of_all_channels():
    check_channel(MAILTO, reaches={"email": "priya@acme.example"})


@pytest.mark.parametrize("channel", LINKS, ids=lambda channel: channel.name)
def test_whoever_has_no_usable_address_is_out_of_reach(channel):
    assert channel.address(Person(id="priya")) == Missing("no-email")
    assert channel.address(Person(id="priya", addresses={"email": "priya@müller.example"})) == Missing("bad-email")
    with pytest.raises(Unreachable):
        channel.compose(THANKS, THANK_YOU, with_person(addresses={"phone": "+1 212 555 0199"}))


# How long it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_a_link_has_1900_characters_at_most(name):
    start = len(WRITERS[name](to("priya@acme.example", body="x"))) - 1
    fits, too_long = "x" * (1900 - start), "x" * (1901 - start)

    assert len(WRITERS[name](to("priya@acme.example", body=fits))) == 1900
    with pytest.raises(TooLong, match="the link has 1901 characters; it may have 1900") as refused:
        WRITERS[name](to("priya@acme.example", body=too_long))
    assert refused.value.limit == 1900


@pytest.mark.parametrize(("letter", "takes"), [("x", 1), (" ", 3), ("\n", 6), ("é", 6), ("名", 9), ("👋", 12)])
def test_a_character_counts_as_it_is_encoded(letter, takes):
    empty = len(mailto(to("priya@acme.example", body="..")))

    assert len(mailto(to("priya@acme.example", body=f".{letter}."))) == empty + takes


def test_a_note_too_long_for_the_link_is_refused_before_any_draft():
    long = attrs.evolve(THANKS, subject="x" * 250, closing="y " * 800)

    for channel in LINKS:
        with pytest.raises(TooLong) as refused:
            channel.compose(long, THANK_YOU, APPLICATION)
        assert "Priya" not in str(refused.value)
        assert "acme" not in str(refused.value)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_note_of_the_casts_that_goes_by_e_mail_fits_into_a_link(language):
    sent = [one for one in staged(language) if one.follow_up.channel == "email" and not asked(one)]
    composed = [MAILTO.compose(KIT.write(one.follow_up, one.facts), one.follow_up, one.facts) for one in sent]

    assert len(composed) > 100


def test_another_limit_is_another_channel():
    short = mailto_channel(limit=300, overrides=True)

    assert (dict(short.limits), short.overrides) == ({"characters": 300}, True)
    with pytest.raises(TooLong, match="it may have 300"):
        short.compose(THANKS, THANK_YOU, APPLICATION)
    with pytest.raises(TooLong, match="it may have 300"):
        list(webmail_channel("yahoo", limit=300).drafts(TO_PRIYA))


@pytest.mark.parametrize("make", [mailto_channel, partial(webmail_channel, "gmail")])
def test_a_link_has_one_character_at_least(make):
    with pytest.raises(ChannelError, match="one character at least"):
        make(limit=0)


def test_an_unknown_service_is_answered_with_those_there_are():
    for ask in (lambda: webmail(TO_PRIYA, "hotmail"), lambda: webmail_channel("hotmail")):
        with pytest.raises(ChannelError, match="'hotmail'; there are: gmail, outlook-web, yahoo"):
            ask()


# The files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", LINKS, ids=lambda channel: channel.name)
def test_the_page_shows_what_the_link_holds_and_needs_nothing_else(channel):
    message = channel.compose(THANKS, THANK_YOU, APPLICATION)
    html, txt = channel.drafts(message)
    page = Page(html.content)

    assert (html.suffix, html.media_type) == (".html", "text/html")
    assert page.links == [message.extra["link"]]
    assert {"script", "img", "link", "iframe", "form", "object", "base"}.isdisjoint(page.tags)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'") in (
        page.attributes
    )
    assert page.texts["h1"] == page.texts["title"] == "Thank you: Backend Engineer interview"
    assert page.texts["pre"].removeprefix("\n") == THANKS.text
    assert page.texts["a"].endswith(": priya@acme.example")
    assert (txt.suffix, txt.content.decode()) == (".txt", as_text(message))


def test_the_page_says_where_the_link_leads():
    leads = [Page(next(iter(one.drafts(TO_PRIYA))).content).texts["a"].partition(":")[0] for one in LINKS]

    assert leads == ["mailto", "mail.google.com", "outlook.live.com", "compose.mail.yahoo.com"]


def test_the_page_shows_everybody_it_goes_to():
    both = to("priya@acme.example", "sam@acme.example", copies=(Address(name="Kim", address="kim@acme.example"),))
    html, _ = MAILTO.drafts(both)

    assert Page(html.content).texts["a"] == "mailto: priya@acme.example, sam@acme.example, kim@acme.example"


def test_the_files_follow_a_message_that_somebody_changed():
    html, _ = MAILTO.drafts(attrs.evolve(TO_PRIYA, body="Other words.\n"))

    assert read_link(Page(html.content).links[0] or "")[1]["body"] == "Other words."


def test_words_that_look_like_html_stay_words():
    said = "</pre><script>alert(1)</script>\n<img src=x onerror=alert(1)> & \"quoted\" 'too'"
    html, _ = GMAIL.drafts(attrs.evolve(TO_PRIYA, subject="</title><script>x</script>", body=said))
    page = Page(html.content)

    assert page.texts["pre"].strip("\n") == said
    assert page.texts["h1"] == "</title><script>x</script>"
    assert page.tags.count("script") == page.tags.count("img") == 0


# What is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "address",
    [
        "priya@acme.example,eve@x.test",
        "priya@acme.example?bcc=eve@x.test",
        "priya@acme.example&bcc=eve@x.test",
        "priya@acme.example%0D%0ABcc:eve@x.test",
        "priya@acme.example\r\nBcc: eve@x.test",
        "priya@acme.example%2Ceve@x.test",
        "priya@acme.example;eve@x.test",
        "Priya <priya@acme.example>",
        "",
    ],
)
def test_an_address_that_smuggles_another_is_refused(name, address):
    with pytest.raises(Unreachable) as refused:
        WRITERS[name](to("sam@acme.example", address))
    assert "eve" not in str(refused.value)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("text", ["&bcc=eve@x.test", "?bcc=eve@x.test", "#&to=eve@x.test", "%26bcc%3Deve@x.test", "+;"])
def test_words_that_look_like_a_field_stay_words(name, text):
    message = to("priya@acme.example", subject=text, body=text)

    assert written(name, message) == {
        "to": "priya@acme.example", "cc": "", "bcc": "", "subject": text, "body": text
    }  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_a_message_to_nobody_is_unreachable(name):
    with pytest.raises(Unreachable):
        WRITERS[name](to())


@pytest.mark.parametrize("name", WRITERS)
def test_a_subject_that_a_program_would_decode_is_refused(name):
    with pytest.raises(ChannelError, match="encoded word"):
        WRITERS[name](to("priya@acme.example", subject="=?utf-8?b?QmNjOiBldmU=?="))


def test_who_gets_a_copy_is_in_the_link_or_the_link_is_refused():
    message = to("priya@acme.example", copies=(Address(address="sam@acme.example"),))

    assert mailto(message) == "mailto:priya@acme.example?cc=sam@acme.example"
    assert [written(name, message)["cc"] for name in ("gmail", "yahoo")] == ["sam@acme.example"] * 2
    with pytest.raises(ChannelError, match="cannot say who gets a copy"):
        webmail(message, "outlook-web")


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Thanks\r\nBcc: eve@x.test"},
        {"subject": "Thanks \u202etxt.exe"},
        {"body": "Hi\x00"},
        {"body": "\ud800"},
        {"recipients": (Address(name="eve@x.test", address="priya@acme.example"),)},
    ],
)
def test_what_an_e_mail_may_not_hold_a_link_may_not(name, changes):
    with pytest.raises(ChannelError):
        WRITERS[name](to("priya@acme.example", **changes))


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "written_as",
    [
        lambda text: text,
        lambda text: quote(text).replace("%20", "+"),
        lambda text: quote(text, safe="+"),
        lambda text: quote(text)[:-1],
    ],
    ids=["bare", "+ for a space", "+ as it is", "cut"],
)
def test_what_does_not_read_back_is_refused(name, written_as, monkeypatch):
    """The last check stands even where the writing is at fault."""
    monkeypatch.setattr(links, "quote", lambda text, safe: written_as(text))
    with pytest.raises(ChannelError, match="does not read back"):
        WRITERS[name](to("priya@acme.example", subject="Thanks & more", body="Hi there, 1+1"))


# Promises about all input -------------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(
    subject=st.one_of(ROUGH, st.text(max_size=40)),
    body=st.one_of(BODIES, ROUGH, st.text(max_size=100)),
    name=st.sampled_from(sorted(WRITERS)),
)
def test_words_arrive_as_they_were_or_not_at_all(subject, body, name):
    message = to("priya@acme.example", subject=subject, body=body)
    try:
        fields = written(name, message)
    except ChannelError:
        return
    assert fields == {
        "to": "priya@acme.example", "cc": "", "bcc": "", "subject": subject, "body": with_crlf(body)
    }  # fmt: skip


# Hostile cases ------------------------------------------------------------------------------------------------------


def arriving(name: str, message: Message) -> dict[str, str]:
    """Return what arrives; nothing where it is refused."""
    try:
        return written(name, message)
    except ChannelError:
        return {}


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[str]:
    listed = json.loads((shared / "samples/hostile/own/email-header-cases.json").read_text(encoding="utf-8"))
    return [case["value"] if "value" in case else json.loads(f'"{case["value_json"]}"') for case in listed]


def test_a_hostile_header_adds_nobody_to_a_link(cases):
    tried = [
        message
        for value in cases
        for message in (
            to(recipients=(Address(name=value, address="b@x.test"),)),
            to("b@x.test", copies=(Address(name=value, address="c@x.test"),)),
            to("b@x.test", subject=value),
            to("b@x.test", body=value),
        )
    ]
    arrived = [one for message in tried for name in WRITERS if (one := arriving(name, message))]

    assert {(fields["to"], fields["cc"], fields["bcc"]) for fields in arrived} == {
        ("b@x.test", "", ""),
        ("b@x.test", "c@x.test", ""),
    }
    assert (len(cases), len(arrived) >= 4 * 19) == (19, True)


@pytest.mark.parametrize("name", WRITERS)
def test_a_hostile_address_is_refused_unless_it_is_one(name, cases):
    assert [value for value in cases if arriving(name, to(value))] == ["ceo@corp.test"]


def test_naughty_strings_are_shown_and_linked_as_they_are_or_refused(shared):
    listed = json.loads((shared / "samples/hostile/blns/blns.json").read_text(encoding="utf-8"))
    shown = 0
    for text in listed:
        message = to("b@x.test", subject=text[:100], body=text)
        try:
            html, _ = MAILTO.drafts(message)
        except ChannelError:
            continue
        shown += 1
        page = Page(html.content)
        fields = read_link(page.links[0] or "")[1]
        assert page.tags == [*"html head meta meta meta meta title style body p a h1 pre".split()]
        assert [fields.get(one, "") for one in ("to", "subject", "body")] == ["b@x.test", text[:100], with_crlf(text)]
        assert page.texts.get("pre", "").strip("\n") == text.strip("\n")
    assert shown > 300
