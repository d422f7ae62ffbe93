"""An e-mail reaches the people it names and nobody else, says what the note says, and is never sent by opening it."""

from __future__ import annotations

import base64
import email
import inspect
import json
import quopri
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import policy
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import attrs
import pytest
from fast_mail_parser import parse_email
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from followkit._builtin.channels import rfc5322
from followkit._builtin.channels.email import EMAIL, as_text, draft, outgoing
from followkit._core.errors import ChannelError, InvalidFacts, TooLong, Unreachable
from followkit._core.facts import Candidate, Person
from followkit._core.notes import Address, Message
from followkit._core.records import Missing
from tests.builtin.mailboxes import ADDRESSES, BODIES, CONTROLS, NAMES, ROUGH, mailboxes, named
from tests.builtin.scenario import APPLICATION, DANA, NEW_YORK, THANK_YOU, THANKS, with_person

SENT_AT = datetime(2025, 6, 5, 17, 0, tzinfo=NEW_YORK)
TO_PRIYA = EMAIL.compose(THANKS, THANK_YOU, APPLICATION)


def to(*recipients: tuple[str | None, str], **changes: Any) -> Message:
    return attrs.evolve(TO_PRIYA, recipients=mailboxes([*recipients]), **changes)


# A reader of our own, so that the standard library does not vouch for itself ----------------------------------------


def read_fields(octets: bytes) -> dict[str, str]:
    """Unfold header fields as RFC 5322 section 2.2.3 says; a field that occurs twice is an error."""
    head = octets.decode("ascii").split("\r\n\r\n")[0]
    assert "\r" not in head.replace("\r\n", "")
    assert "\n" not in head.replace("\r\n", "")
    fields: dict[str, str] = {}
    for line in re.sub(r"\r\n(?=[ \t])", "", head).split("\r\n"):
        name, value = line.split(": ", 1) if ": " in line else (line.rstrip(":"), "")
        assert name not in fields
        fields[name] = value
    return fields


def decode(text: str) -> str:
    """Decode RFC 2047 words; the space between two of them is no part of the text."""
    joined = re.sub(r"(\?=)\s+(?==\?)", r"\1", text)
    return re.sub(r"((?:=\?utf-8\?b\?[^?]*\?=)+)", lambda run: octets_of(run[0]).decode(), joined)


def octets_of(run: str) -> bytes:
    return b"".join(base64.b64decode(word) for word in re.findall(r"=\?utf-8\?b\?([^?]*)\?=", run))


def read_people(value: str) -> list[tuple[str, str]]:
    """Split a header at the commas outside quotes; none of our quoted strings holds a quote."""
    people = []
    for mailbox in re.findall(r'(?:"[^"]*"|[^",])+', value):
        matched = re.fullmatch(
            r'\s*(?:(?:"(?P<quoted>[^"]*)"|(?P<words>[^"<]*?))\s*<(?P<full>[^<>]*)>|(?P<bare>\S*))\s*', mailbox
        )
        assert matched
        name = matched["quoted"] if matched["quoted"] is not None else decode(matched["words"] or "")
        people.append((name, matched["full"] or matched["bare"]))
    return people


def body_of(octets: bytes) -> str:
    return quopri.decodestring(octets.split(b"\r\n\r\n", 1)[1]).decode()


# What a user sees ---------------------------------------------------------------------------------------------------


def test_a_thank_you_to_priya_saved_as_a_draft_opens_addressed_and_unsent():
    eml, _ = EMAIL.drafts(TO_PRIYA)
    opened = email.message_from_bytes(eml.content, policy=policy.default)
    assert (eml.suffix, eml.media_type) == (".eml", "message/rfc822")
    assert opened["X-Unsent"] == "1"
    assert opened["To"] == "Priya Raman <priya@acme.example>"
    assert opened["From"] == "Dana Kim <dana@home.example>"
    assert opened["Subject"] == "Thank you: Backend Engineer interview"
    assert opened.get_content_type() == "text/plain"
    assert opened.get_content().replace("\r\n", "\n") == THANKS.text
    assert {"Date", "Message-ID", "Bcc", "Cc"}.isdisjoint(opened.keys())


def test_the_draft_is_these_bytes_on_every_interpreter():
    message = to(("Maß, Jörg", "joerg@acme.example"), subject="Danke für das Gespräch", body="Größe\nFrom here\n.\n")
    assert draft(message) == (
        b"X-Unsent: 1\r\n"
        b"From: Dana Kim <dana@home.example>\r\n"
        b"To: =?utf-8?b?TWHDnywgSsO2cmc=?=\r\n <joerg@acme.example>\r\n"
        b"Subject: =?utf-8?b?RGFua2UgZsO8ciBkYXMgR2VzcHLDpGNo?=\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: text/plain; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"Gr=C3=B6=C3=9Fe\r\n=46rom here\r\n=2E\r\n"
    )


def test_a_parser_that_shares_nothing_with_ours_reads_the_same_draft():
    message = to(("Maß, Jörg", "joerg@acme.example"), ("Priya Raman", "priya@acme.example"), subject="Danke")
    read = parse_email(draft(message), strict=True)

    assert read.from_ is not None
    assert (read.from_.display_name, read.from_.address) == ("Dana Kim", "dana@home.example")
    assert [(one.display_name, one.address) for one in read.to] == [
        ("Maß, Jörg", "joerg@acme.example"),
        ("Priya Raman", "priya@acme.example"),
    ]
    assert (read.cc, read.bcc, read.reply_to, read.attachments, read.warnings) == ([], [], [], [], [])
    assert (read.subject, read.text_plain) == ("Danke", [THANKS.text.replace("\n", "\r\n")])


def test_the_text_to_paste_has_who_what_and_the_words():
    _, txt = EMAIL.drafts(TO_PRIYA)
    assert (txt.suffix, txt.media_type) == (".txt", "text/plain")
    assert txt.content.decode() == as_text(TO_PRIYA)
    assert as_text(TO_PRIYA) == (
        "To: Priya Raman <priya@acme.example>\nSubject: Thank you: Backend Engineer interview\n\n" + THANKS.text
    )


def test_pasted_recipients_keep_a_comma_in_a_name_from_making_two_people():
    message = to(("Raman, Priya", "priya@acme.example"), ("Jörg Maß", "joerg@acme.example"))
    assert as_text(message).startswith('To: "Raman, Priya" <priya@acme.example>, Jörg Maß <joerg@acme.example>\n')


def test_what_leaves_has_the_time_given_and_an_id_that_every_attempt_shares():
    first = outgoing(TO_PRIYA, sent_at=SENT_AT)
    again = outgoing(TO_PRIYA, sent_at=SENT_AT + timedelta(days=1))
    other = outgoing(attrs.evolve(TO_PRIYA, key="another"), sent_at=SENT_AT)
    assert first["Date"].datetime == SENT_AT
    assert "X-Unsent" not in first
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@home\.example>", first["Message-ID"])
    assert bytes(first).replace(b"Thu, 05 Jun", b"Fri, 06 Jun") == bytes(again)


def test_composing_takes_words_people_and_the_earliest_time():
    assert EMAIL.classes == ("written",)
    assert (TO_PRIYA.handle, TO_PRIYA.key) == (THANK_YOU.handle, THANK_YOU.key)
    assert (TO_PRIYA.subject, TO_PRIYA.body) == (THANKS.subject, THANKS.text)
    assert TO_PRIYA.not_before == THANK_YOU.window.earliest
    assert (TO_PRIYA.sender, TO_PRIYA.copies) == (Address(name="Dana Kim", address="dana@home.example"), ())


def test_a_draft_needs_no_sender_but_sending_does():
    message = EMAIL.compose(THANKS, THANK_YOU, attrs.evolve(APPLICATION, me=Candidate()))
    assert "From" not in read_fields(draft(message))
    with pytest.raises(ChannelError, match="candidate's e-mail address is not known"):
        outgoing(message, sent_at=SENT_AT)


def test_sending_needs_an_instant_and_a_follow_up():
    with pytest.raises(InvalidFacts):
        outgoing(TO_PRIYA, sent_at=datetime(2025, 6, 5, 17, 0))  # noqa: DTZ001  the point of the test
    with pytest.raises(ChannelError, match="no follow-up"):
        outgoing(attrs.evolve(TO_PRIYA, key=""), sent_at=SENT_AT)


@pytest.mark.parametrize(
    ("addresses", "missing"),
    [
        ({}, Missing("no-email")),
        ({"phone": "+1 212 555 0199"}, Missing("no-email")),
        ({"email": "priya@müller.example"}, Missing("bad-email")),
        ({"email": "jörg@acme.example"}, Missing("bad-email")),
        ({"email": "a" * 65 + "@acme.example"}, Missing("bad-email")),
    ],
)
def test_a_person_without_a_usable_address_is_unreachable(addresses, missing):
    person = Person(id="priya", addresses=addresses)
    assert EMAIL.address(person) == missing
    with pytest.raises(Unreachable) as refused:
        EMAIL.compose(THANKS, THANK_YOU, with_person(addresses=addresses))
    assert refused.value.channel == "email"


def test_a_recipient_nobody_knows_is_unreachable():
    with pytest.raises(Unreachable):
        EMAIL.compose(THANKS, attrs.evolve(THANK_YOU, recipient="nobody"), APPLICATION)


def test_a_message_to_nobody_is_unreachable():
    for write in (draft, as_text):
        with pytest.raises(Unreachable):
            write(to())


def test_the_candidates_own_unusable_address_is_found_when_composing():
    me = attrs.evolve(DANA, addresses={"email": "dana@müller.example"})
    with pytest.raises(Unreachable, match="in From"):
        EMAIL.compose(THANKS, THANK_YOU, attrs.evolve(APPLICATION, me=me))


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?Urgent?=", "word " * 24 + "end", " two  spaces ", "x" * 90, "Größe " * 20]
)
def test_an_odd_subject_is_written_in_short_lines_and_read_as_it_was(subject):
    octets = draft(attrs.evolve(TO_PRIYA, subject=subject))
    assert decode(read_fields(octets)["Subject"]) == subject
    assert email.message_from_bytes(octets, policy=policy.default)["Subject"] == subject
    assert all(len(line) <= 76 for line in octets.split(b"\r\n"))


def test_a_long_line_that_begins_like_a_mailbox_or_the_end_is_written_in_short_lines():
    body = f"{'.' * 300}\n{'From ' * 60}\n"
    octets = draft(attrs.evolve(TO_PRIYA, body=body))
    assert body_of(octets).replace("\r\n", "\n") == body
    assert all(len(line) <= 76 and not line.startswith((b".", b"From ")) for line in octets.split(b"\r\n")[8:])


def test_a_subject_cannot_turn_its_direction():
    with pytest.raises(ChannelError, match="direction-changing"):
        draft(attrs.evolve(TO_PRIYA, subject="Thank you \u202etxt.exe"))


def test_a_subject_without_end_is_too_long():
    with pytest.raises(TooLong) as refused:
        draft(attrs.evolve(TO_PRIYA, subject="x" * 251))
    assert refused.value.limit == 250


# Promises about all input -------------------------------------------------------------------------------------------

PEOPLE = st.lists(st.tuples(NAMES, ADDRESSES), min_size=2, max_size=3)
ANYBODY = st.one_of(PEOPLE, st.lists(st.tuples(ROUGH, st.one_of(ADDRESSES, ROUGH)), min_size=1, max_size=2))


@settings(max_examples=250)  # of four names and addresses or more
@given(people=PEOPLE, copies=PEOPLE)
def test_a_thousand_people_are_each_named_once(people, copies):
    assert exactly(people, copies)


@settings(max_examples=60)
@given(people=ANYBODY, copies=ANYBODY)
def test_no_recipient_is_ever_added_lost_or_altered(people, copies):
    try:
        assert exactly(people, copies)
    except ChannelError:
        return  # refused, with a typed error


def exactly(people: list[tuple[str | None, str]], copies: list[tuple[str | None, str]]) -> bool:
    """Write to these people, and see that four readers find them and no others in every form."""
    message = attrs.evolve(to(*people), copies=to(*copies).recipients)
    octets = draft(message)
    fields = read_fields(octets)
    opened = email.message_from_bytes(octets, policy=policy.default)
    other = parse_email(octets, strict=True)
    assert [[one.address for one in found] for found in (other.to, other.cc, other.bcc)] == [
        [mailbox.address for mailbox in meant] for meant in (message.recipients, message.copies, ())
    ]
    sender = (Address(name="Dana Kim", address="dana@home.example"),)
    for field, meant in (("To", message.recipients), ("Cc", message.copies), ("From", sender)):
        assert read_people(fields[field]) == named(meant)
        assert [read.addr_spec for read in opened[field].addresses] == [mailbox.address for mailbox in meant]
    pasted = as_text(message).split("\nSubject: ")[0].split("\n")
    assert [address for _, address in getaddresses([pasted[0].removeprefix("To: ")])] == [a for _, a in people]
    assert [address for _, address in getaddresses([pasted[1].removeprefix("Cc: ")])] == [a for _, a in copies]
    return True


@settings(max_examples=60)
@given(name=NAMES, address=ADDRESSES)
def test_whoever_the_facts_accept_can_be_written_to(name, address):
    try:
        person = Person(id="priya", name=name, addresses={"email": address})
    except InvalidFacts:
        assume(False)
    assert read_people(read_fields(draft(to((person.name, person.addresses["email"]))))["To"]) == [
        (name or "", address)
    ]


@settings(max_examples=60)
@given(subject=st.one_of(ROUGH, st.text(max_size=250), st.text("ab ", min_size=60, max_size=90)))
def test_a_subject_arrives_as_it_was_or_not_at_all(subject):
    try:
        octets = draft(attrs.evolve(TO_PRIYA, subject=subject))
    except ChannelError:
        return
    assert decode(read_fields(octets)["Subject"]) == subject
    assert email.message_from_bytes(octets, policy=policy.default)["Subject"] == subject


@settings(max_examples=60)
@given(body=BODIES)
def test_a_body_arrives_as_it_was_but_for_its_line_ends(body):
    try:
        octets = draft(attrs.evolve(TO_PRIYA, body=body))
    except ChannelError:
        assert re.search(CONTROLS, body)
        return
    meant = body.replace("\r\n", "\n").replace("\r", "\n")
    assert body_of(octets).replace("\r\n", "\n") in (meant, meant + "\n")
    written = octets.split(b"\r\n\r\n", 1)[1].split(b"\r\n")
    assert all(len(line) <= 76 and not line.startswith((b".", b"From ")) and b"\n" not in line for line in written)


@settings(max_examples=30)
@given(people=PEOPLE, subject=st.text("abc é名,:=_ ", max_size=120), body=BODIES)
def test_the_same_message_gives_the_same_bytes_in_short_lines(people, subject, body):
    message = to(*people, subject=subject, body=re.sub(CONTROLS, "", body))
    octets = draft(message)
    assert octets == draft(message)
    assert bytes(outgoing(message, sent_at=SENT_AT)) == bytes(outgoing(message, sent_at=SENT_AT.astimezone(UTC)))
    head = octets.decode().split("\r\n\r\n")[0].split("\r\n")
    assert all(len(line) <= 76 or line.lstrip().startswith(("<", "To: ", "From: ")) for line in head)
    assert all(len(line) <= 76 for line in head if "=?" in line)


def test_what_does_not_read_back_is_refused(monkeypatch):
    """The last check stands even where the writing is at fault, as it was in three interpreters."""
    monkeypatch.setattr(rfc5322, "_phrase", lambda name: name)
    with pytest.raises(ChannelError, match="does not read back"):
        draft(to(("eve, Priya", "priya@acme.example")))


def test_a_subject_that_does_not_read_back_is_refused(monkeypatch):
    monkeypatch.setattr(rfc5322, "_stays_plain", lambda subject: True)
    with pytest.raises(ChannelError, match="does not read back"):
        draft(attrs.evolve(TO_PRIYA, subject="=?utf-8?q?Urgent?="))


# Hostile cases ------------------------------------------------------------------------------------------------------


def refuses(message: Message, value: str) -> None:
    """Every form refuses it, with a typed error that does not repeat it."""
    for write in (
        draft,
        as_text,
        lambda message: outgoing(message, sent_at=SENT_AT),
        lambda message: [*EMAIL.drafts(message)],
    ):
        with pytest.raises(ChannelError) as refused:
            write(message)
        assert value not in f"{refused.value} {refused.value!r}"
        assert value not in repr(message)


def subject_is_refused(value: str) -> None:
    refuses(attrs.evolve(TO_PRIYA, subject=value), value)
    with pytest.raises(ChannelError):
        EMAIL.compose(attrs.evolve(THANKS, subject=value), THANK_YOU, APPLICATION)


def name_is_refused(value: str) -> None:
    refuses(to((value, "b@x.test")), value)
    refuses(attrs.evolve(TO_PRIYA, sender=Address(name=value, address="b@x.test")), value)
    refuses(attrs.evolve(TO_PRIYA, copies=(Address(name=value, address="b@x.test"),)), value)


def long_name_makes_one_recipient(value: str) -> None:
    """The whole is over the limit and refused; as much of it as fits reaches one person."""
    name_is_refused(value)
    fitting = value.replace("@", " ")[-64:]
    assert read_people(read_fields(draft(to((fitting, "b@x.test"))))["To"]) == [(fitting, "b@x.test")]
    sent = outgoing(to((fitting, "b@x.test")), sent_at=SENT_AT)
    assert len(getaddresses([str(sent["To"])])) == 1
    assert [one.address for one in parse_email(bytes(sent), strict=True).to] == ["b@x.test"]


def address_is_refused(value: str) -> None:
    refuses(to((None, value)), value)
    refuses(to(("Priya", value)), value)
    refuses(attrs.evolve(TO_PRIYA, sender=Address(address=value)), value)
    assert not rfc5322.is_usable(value)


def header_text_is_refused(value: str) -> None:
    name_is_refused(value)
    address_is_refused(value)


def header_names_are_fixed(value: str) -> None:
    """No argument becomes a header's name; a key or handle that looks like one stays out."""
    assert list(inspect.signature(draft).parameters) == ["message"]
    assert list(inspect.signature(outgoing).parameters) == ["message", "sent_at"]
    sent = outgoing(attrs.evolve(TO_PRIYA, key=value, handle=value, extra={value: value}), sent_at=SENT_AT)
    known = ["Date", "Message-ID", "From", "To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
    assert list(read_fields(bytes(sent))) == known


def body_is_normalised(value: str) -> None:
    octets = draft(attrs.evolve(TO_PRIYA, body=value))
    assert body_of(octets) == value.replace("\n", "\r\n") + "\r\n"
    assert b"\r\n.\r\n" not in octets
    assert b"\n" not in octets.replace(b"\r\n", b"")


def body_is_refused(value: str) -> None:
    refuses(attrs.evolve(TO_PRIYA, body=value), value)
    assert value == "\ud800"


def nothing_is_attached(value: str) -> None:
    """A message has one part and its files have no names, only endings."""
    message = attrs.evolve(TO_PRIYA, handle=value, extra={value: value})
    assert [file.suffix for file in EMAIL.drafts(message)] == [".eml", ".txt"]
    assert draft(message) == draft(TO_PRIYA)
    assert not email.message_from_bytes(draft(message), policy=policy.default).is_multipart()


EXPECTED: dict[str, Callable[[str], None]] = {
    "crlf-bcc": subject_is_refused,
    "bare-cr": subject_is_refused,
    "ls-2028": subject_is_refused,
    "nel-vt": subject_is_refused,
    "nul": subject_is_refused,
    "quoted-long-comma": long_name_makes_one_recipient,
    "encoded-word-b64": name_is_refused,
    "encoded-word-q": header_text_is_refused,
    "smtputf8-long": long_name_makes_one_recipient,
    "eai-local-part": address_is_refused,
    "display-is-address": name_is_refused,
    "rlo": name_is_refused,
    "zwsp": name_is_refused,
    "header-name": header_names_are_fixed,
    "smtp-cmd": address_is_refused,
    "bare-lf-dot": body_is_normalised,
    "lone-surrogate": body_is_refused,
    "filename-crlf": nothing_is_attached,
    "filename-traversal": nothing_is_attached,
}


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, str]:
    listed = json.loads((shared / "samples/hostile/own/email-header-cases.json").read_text(encoding="utf-8"))
    return {case["id"]: case["value"] if "value" in case else json.loads(f'"{case["value_json"]}"') for case in listed}


@pytest.mark.parametrize("case", EXPECTED)
def test_a_hostile_header_is_harmless(case, cases):
    EXPECTED[case](cases[case])


def test_every_hostile_header_has_its_test(cases):
    assert set(cases) == set(EXPECTED)


def test_no_address_that_isemail_calls_an_error_is_usable(shared):
    tests = ElementTree.parse(shared / "samples/hostile/isemail/tests.xml").getroot().findall("test")  # noqa: S314
    pictures = {chr(0x2400 + code): chr(code) for code in range(32)}
    verdicts: dict[str, list[bool]] = {"ISEMAIL_ERR": [], "ISEMAIL_VALID_CATEGORY": []}
    for test in tests:
        address = "".join(pictures.get(character, character) for character in test.findtext("address") or "")
        verdicts.setdefault(test.findtext("category") or "", []).append(rfc5322.is_usable(address))
    assert len(tests) > 150
    assert len(verdicts["ISEMAIL_ERR"]) > 50
    assert not any(verdicts["ISEMAIL_ERR"])
    usual = verdicts["ISEMAIL_VALID_CATEGORY"]
    assert sum(usual) == len(usual) - 2, "all but a domain without a dot, and =? before the @"


def test_naughty_strings_are_written_as_they_are_or_refused(shared):
    listed = json.loads((shared / "samples/hostile/blns/blns.json").read_text(encoding="utf-8"))
    written = 0
    for text in listed:
        try:
            octets = draft(to((text[:64], "b@x.test"), subject=text[:250], body=text))
        except ChannelError:
            continue
        written += 1
        assert read_people(read_fields(octets)["To"]) == [(text[:64], "b@x.test")]
        assert [one.address for one in parse_email(octets, strict=True).to] == ["b@x.test"]
        assert decode(read_fields(octets)["Subject"]) == text[:250]
    assert written > 300
