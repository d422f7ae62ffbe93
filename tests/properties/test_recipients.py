"""Whoever is written to, in whatever form: a thousand times the same people, the same subject and the same words.

What was written is read by the standard library, by a parser that shares nothing with it, and by a reader of our own.
"""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import Any

from attrs import evolve
from fast_mail_parser import PyAddress, parse_email
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from followkit._builtin.channels.email import as_text, draft, outgoing
from followkit._core.notes import Address, Message
from followkit.channels import mailto, webmail
from tests.builtin.links import read_link
from tests.builtin.mailboxes import ADDRESSES, NAMES, mailboxes, named

A_THOUSAND = settings(max_examples=max(1000, settings().max_examples), phases=[Phase.generate])
SENT_AT = datetime(2025, 6, 5, 21, tzinfo=UTC)
LONG = 100_000
"""More than any link here has: what is too long is refused, and shows nothing."""

PEOPLE = st.lists(st.tuples(NAMES, ADDRESSES), min_size=1, max_size=3)
COPIES = st.lists(st.tuples(NAMES, ADDRESSES), max_size=2)
SUBJECTS = st.text("abc éß名😀,;:=_ &#%+/\"'<>", max_size=80)
BODIES = st.text(st.one_of(st.sampled_from("\n\n,&?=#%+ .é😀"), st.characters(exclude_categories=["Cs", "Cc"])))


MESSAGES = st.builds(
    Message,
    channel=st.just("email"),
    handle=st.just("thank-you/priya"),
    key=st.just("acme:thank-you:panel:priya"),
    sender=st.just(Address(name="Dana Kim", address="dana@home.example")),
    recipients=PEOPLE.map(mailboxes),
    copies=COPIES.map(mailboxes),
    subject=SUBJECTS,
    body=BODIES,
)


# E-mail -------------------------------------------------------------------------------------------------------------


@A_THOUSAND
@given(message=MESSAGES)
def test_an_e_mail_goes_to_exactly_the_people_it_was_written_to(message):
    meant = message.recipients, message.copies, message.subject, with_crlf(message.body)
    for octets in (draft(message), bytes(outgoing(message, sent_at=SENT_AT))):
        assert read_by_the_standard_library(octets) == (*map(named, meant[:2]), *meant[2:])
        assert read_by_another(octets) == (*map(trimmed, meant[:2]), *meant[2:])
    assert pasted(message) == [[address for _, address in named(people)] for people in meant[:2]]


def pasted(message: Message) -> list[list[str]]:
    """Return to whom what is pasted goes, and who gets a copy."""
    head = as_text(message).split("\n\n")[0].split("\n")
    fields = dict(line.split(": ", 1) for line in head if not line.startswith("Subject: "))
    return [[address for _, address in getaddresses([fields.get(field, "")]) if address] for field in ("To", "Cc")]


def read_by_the_standard_library(octets: bytes) -> tuple[Any, ...]:
    """Return who gets it, subject and words; the addresses as both of its parsers find them."""
    parsed = email.message_from_bytes(octets, policy=policy.default)
    older = email.message_from_bytes(octets, policy=policy.compat32)
    people = []
    for field in ("To", "Cc"):
        header = re.sub(r"\r\n(?=[ \t])", "", older[field] or "")
        found = [(str(make_header(decode_header(name))), address) for name, address in getaddresses([header])]
        newer = parsed[field].addresses if parsed[field] else ()
        assert [one.addr_spec for one in newer] == [address for _, address in found if address]
        people.append([one for one in found if one[1]])
    assert set(parsed.keys()).isdisjoint({"Bcc", "Reply-To", "Sender", "Resent-To"})
    return (*people, parsed["Subject"], parsed.get_content())


def read_by_another(octets: bytes) -> tuple[Any, ...]:
    """Return the same as a parser in Rust finds it, which must have had nothing to repair."""
    parsed = parse_email(octets, strict=True)
    repaired_or_more = parsed.warnings, parsed.bcc, parsed.reply_to, parsed.attachments, parsed.text_html
    assert not any(repaired_or_more)
    assert parsed.from_ is not None
    assert people_of([parsed.from_]) == [("Dana Kim", "dana@home.example")]
    (words,) = parsed.text_plain
    return people_of(parsed.to), people_of(parsed.cc), parsed.subject, words


def people_of(found: list[PyAddress]) -> list[tuple[str, str]]:
    return [((one.display_name or "").rstrip(), one.address) for one in found]


def trimmed(people: tuple[Address, ...]) -> list[tuple[str, str]]:
    """Return who they are, as the other parser says it: it leaves out the spaces that a name ends in."""
    return [(name.rstrip(), address) for name, address in named(people)]


def with_crlf(body: str) -> str:
    text = body.replace("\n", "\r\n")
    return text if text.endswith("\r\n") else f"{text}\r\n"


# Links --------------------------------------------------------------------------------------------------------------


@A_THOUSAND
@given(message=MESSAGES)
def test_a_link_names_exactly_the_people_it_was_written_to(message):
    assert opened(mailto(message, limit=LONG), "subject") == meant(message)
    assert opened(webmail(message, "gmail", limit=LONG), "su") == meant(message)
    assert opened(webmail(message, "yahoo", limit=LONG), "subject") == meant(message)
    alone = evolve(message, copies=())
    assert opened(webmail(alone, "outlook-web", limit=LONG), "subject") == meant(alone)


def opened(link: str, subject: str) -> dict[str, str]:
    """Return what a link fills in, but for what it asks of the page."""
    _, fields = read_link(link)
    fields["subject"] = fields.pop(subject, "")
    return {name: text for name, text in fields.items() if name not in {"view", "fs"}}


def meant(message: Message) -> dict[str, str]:
    body = message.body.rstrip("\n").replace("\n", "\r\n")
    copies = ",".join(mailbox.address for mailbox in message.copies)
    return {
        "to": ",".join(mailbox.address for mailbox in message.recipients),
        **({"cc": copies} if copies else {}),
        "subject": message.subject,
        **({"body": body} if body else {}),
    }
