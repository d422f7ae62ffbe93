"""Write a message as mail bytes, and make sure that they say exactly what was meant.

The standard library can add a recipient when it folds a long display name (gh-80222, gh-121284), so it is not asked to
write a header. The few that a note needs are written here in forms that leave nothing to interpretation: plain words,
one quoted string, or RFC 2047 encoded words; so the bytes do not depend on the interpreter either. What was written is
read back by the standard library's two parsers, and refused unless it says what was meant (``reliability`` B4).
"""

from __future__ import annotations

import email
import re
from base64 import b64encode
from collections.abc import Sequence
from email import policy
from email.header import decode_header, make_header
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.quoprimime import body_encode
from email.utils import getaddresses
from typing import Any

from followkit._core.errors import ChannelError, TooLong, Unreachable
from followkit._core.notes import Address, Message

NAME_LIMIT = 64
SUBJECT_LIMIT = 250
LINE_LIMIT = 76  # RFC 2047 section 2: a line that holds an encoded word
WORD_LIMIT = 39  # octets in one encoded word, so that the first still fits beside the longest header name

# Written headers must come back as they are: refolding would hand them to the code this module avoids.
AS_WRITTEN = policy.SMTP.clone(refold_source="none")

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDR_SPEC = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?![0-9]+$){_LABEL}")
_WORDS = re.compile(rf"{_ATOM}(?: {_ATOM})*")
_QUOTABLE = re.compile(r"(?! )(?:[!#-\[\]-~]| (?! ))+(?<! )")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BODY_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_AT_RISK = re.compile(r"^(?:From |\.)", re.MULTILINE)

Fields = Sequence[tuple[str, str]]


# What is refused ----------------------------------------------------------------------------------------------------


def is_usable(addr_spec: str) -> bool:
    """Tell whether an address is one that every mail system reads the same way.

    One ``@``, unquoted ASCII before it, a dotted ASCII domain after it (RFC 5321 section 4.5.3.1: 64 and 254 octets).
    Quoted, commented and bracketed forms are refused, and so are letters beyond ASCII: before the ``@`` they need
    SMTPUTF8, and in a domain they hide look-alikes; such a domain is written in its ``xn--`` form.

    Args:
        addr_spec: the address without a display name.

    >>> is_usable("priya@acme.example"), is_usable("priya@acme"), is_usable("priya@acme.example, eve@x.example")
    (True, False, False)
    """
    if len(addr_spec) > 254 or addr_spec.find("@") > 64 or "=?" in addr_spec:
        return False
    return _ADDR_SPEC.fullmatch(addr_spec) is not None


def refuse_unsafe(message: Message) -> None:
    r"""Refuse what facts refuse too, since a message may have been built by hand.

    Args:
        message: what is to be written.

    Raises:
        Unreachable: when an address is not usable, or there is no recipient.
        TooLong: when the subject is longer than 250 characters.
        ChannelError: when a name, the subject or the body holds what must not stand there.

    >>> to = Address(address="priya@acme.example")
    >>> refuse_unsafe(Message(channel="email", handle="t", key="k", recipients=(to,), subject="a\nBcc: eve", body=""))
    Traceback (most recent call last):
    ...
    followkit._core.errors.ChannelError: the subject holds a line break, control or direction-changing character
    """
    if not message.recipients:
        raise Unreachable("the message has no recipient", channel=message.channel)
    for field, mailbox in ((field, mailbox) for field, mailboxes in people(message) for mailbox in mailboxes):
        if not is_usable(mailbox.address):
            raise Unreachable(f"an address in {field} is not a usable e-mail address", channel=message.channel)
        if wrong := _wrong_in_name(mailbox.name or ""):
            raise ChannelError(f"a display name in {field} {wrong}", channel=message.channel)
    if len(message.subject) > SUBJECT_LIMIT:
        problem = f"the subject is longer than {SUBJECT_LIMIT} characters"
        raise TooLong(problem, channel=message.channel, limit=SUBJECT_LIMIT)
    if _LINE_CONTROLS.search(message.subject) or _TURNING.search(message.subject):
        problem = "the subject holds a line break, control or direction-changing character"
        raise ChannelError(problem, channel=message.channel)
    if _BODY_CONTROLS.search(message.body):
        raise ChannelError("the body holds a control character", channel=message.channel)


def _wrong_in_name(name: str) -> str | None:
    if _LINE_CONTROLS.search(name) or _INVISIBLE.search(name):
        return "holds a line break, control or invisible character"
    if "@" in name or "=?" in name:
        return "looks like an address or an encoded word"
    return f"is longer than {NAME_LIMIT} characters" if len(name) > NAME_LIMIT else None


# Writing ------------------------------------------------------------------------------------------------------------


def people(message: Message) -> list[tuple[str, tuple[Address, ...]]]:
    """List the header fields that hold people, each with its people; there is never a ``Bcc``.

    Args:
        message: whose people.

    >>> to = Address(address="priya@acme.example")
    >>> [field for field, _ in people(Message(channel="email", handle="t", key="k", recipients=(to,), body=""))]
    ['To']
    """
    sender = (message.sender,) if message.sender else ()
    fields = [("From", sender), ("To", message.recipients), ("Cc", message.copies)]
    return [(name, mailboxes) for name, mailboxes in fields if mailboxes]


def written(message: Message, first: Fields = ()) -> EmailMessage:
    r"""Write the message, read it back, and return it if it says what was meant.

    Args:
        message: what to write.
        first: header fields of our own making that stand before the others.

    Returns:
        A message whose bytes are RFC 5322 with CRLF line ends, and the same for the same arguments.

    Raises:
        Unreachable, ChannelError: as :func:`refuse_unsafe`, and when it does not read back as it was written.

    >>> to = Address(name="Jörg Maß", address="joerg@acme.example")
    >>> print(written(Message(channel="email", handle="t", key="k", recipients=(to,), subject="Danke", body="Größe")))
    To: =?utf-8?b?SsO2cmcgTWHDnw==?=
     <joerg@acme.example>
    Subject: Danke
    MIME-Version: 1.0
    Content-Type: text/plain; charset="utf-8"
    Content-Transfer-Encoding: quoted-printable
    <BLANKLINE>
    Gr=C3=B6=C3=9Fe
    """
    refuse_unsafe(message)
    fields = [
        *first,
        *((name, ",\r\n ".join(map(_mailbox, mailboxes))) for name, mailboxes in people(message)),
        ("Subject", message.subject if _stays_plain(message.subject) else _encoded_words(message.subject)),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return _read_back(f"{head}\r\n{_quoted_printable(_with_crlf(message.body))}".encode("ascii"), message, fields)


def _mailbox(mailbox: Address) -> str:
    """Write ``name <address>``, on two lines when one would be too long."""
    if not mailbox.name:
        return mailbox.address
    name, addr_spec = _phrase(mailbox.name), f"<{mailbox.address}>"
    fits = name.isascii() and "=?" not in name and len(f"From: {name} {addr_spec},") <= LINE_LIMIT
    return f"{name} {addr_spec}" if fits else f"{name}\r\n {addr_spec}"


def _phrase(name: str) -> str:
    """Write a display name in a form that no reader can split (RFC 5322 section 3.2.5)."""
    if _WORDS.fullmatch(name):
        return name
    return f'"{name}"' if _QUOTABLE.fullmatch(name) else _encoded_words(name)


def _stays_plain(subject: str) -> bool:
    fits = len(f"Subject: {subject}") <= LINE_LIMIT
    return fits and subject.isascii() and "=?" not in subject and subject == subject.strip()


def _encoded_words(text: str) -> str:
    """Write text as RFC 2047 encoded words, one on a line, none of which splits a character (section 5)."""
    chunks = [b""]
    for character in text:
        octets = character.encode()
        if len(chunks[-1]) + len(octets) > WORD_LIMIT:
            chunks.append(b"")
        chunks[-1] += octets
    return "\r\n ".join(f"=?utf-8?b?{b64encode(chunk).decode()}?=" for chunk in chunks)


def _with_crlf(body: str) -> str:
    text = _LINE_END.sub("\r\n", body)
    return text if text.endswith("\r\n") else text + "\r\n"


def _quoted_printable(text: str) -> str:
    """Encode the body, a leading dot or ``From `` as well, so that no relay or mailbox has reason to touch a line."""
    encoded = body_encode(text.encode().decode("latin-1"), maxlinelen=LINE_LIMIT - 2, eol="\r\n")
    return _AT_RISK.sub(lambda start: f"={ord(start[0][0]):02X}{start[0][1:]}", encoded)


# Reading back -------------------------------------------------------------------------------------------------------


def _read_back(octets: bytes, message: Message, fields: Fields) -> EmailMessage:
    parsed = email.message_from_bytes(octets, policy=AS_WRITTEN)
    older = email.message_from_bytes(octets, policy=policy.compat32)
    unchanged = (
        parsed.keys() == [name for name, _ in fields]
        and not parsed.defects
        and bytes(parsed) == octets
        and parsed["Subject"] == message.subject
        and parsed.get_content() == _with_crlf(message.body)
        and all(_names(parsed[name], older[name], mailboxes) for name, mailboxes in people(message))
    )
    if not unchanged:
        raise ChannelError("the message does not read back as it was written", channel=message.channel)
    return parsed


def _names(header: Any, raw: str, mailboxes: Sequence[Address]) -> bool:
    """Tell whether a header names exactly these people, in this order.

    The newer parser puts a space between encoded words, against RFC 2047 section 6.2, so names are read by the older.
    The addresses are also read from the decoded header, as ``smtplib`` does when it makes the envelope.
    """
    meant = [(mailbox.name or "", mailbox.address) for mailbox in mailboxes]
    older = getaddresses([_LINE_END.sub("", raw)])
    readings = (
        [(str(make_header(decode_header(name))), addr_spec) for name, addr_spec in older],
        [(name, read.addr_spec) for (name, _), read in zip(meant, header.addresses, strict=False)],
        [(name, addr_spec) for (name, _), (_, addr_spec) in zip(meant, getaddresses([str(header)]), strict=False)],
    )
    return len(header.addresses) == len(meant) and all(reading == meant for reading in readings)


def for_pasting(mailboxes: Sequence[Address], *, channel: str) -> str:
    """Write people as mail programs let them be typed: letters as they are, a name with a comma in quotes.

    Args:
        mailboxes: the people.
        channel: for the error.

    Raises:
        ChannelError: when what was written would be read as other people.

    >>> for_pasting([Address(name="Maß, Jörg", address="joerg@acme.example")], channel="email")
    '"Maß, Jörg" <joerg@acme.example>'
    """
    line = ", ".join(str(Mailbox(mailbox.name or "", addr_spec=mailbox.address)) for mailbox in mailboxes)
    read = [(name.split(), addr_spec) for name, addr_spec in getaddresses([line])]
    if read != [((mailbox.name or "").split(), mailbox.address) for mailbox in mailboxes]:
        raise ChannelError("the recipients do not read back as they were written", channel=channel)
    return line
