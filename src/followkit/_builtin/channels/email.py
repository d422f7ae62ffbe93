"""Give a note the form of an e-mail: a draft to open, a text to paste, and the message that leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

from followkit._builtin.channels.rfc5322 import for_pasting, is_usable, people, refuse_unsafe, written
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, Unreachable
from followkit._core.facts import Application, Candidate, Person
from followkit._core.notes import Address, Draft, Message, Note
from followkit._core.records import Channel, Missing
from followkit._core.timing import utc

NAME = "email"
_JOINT = "joint"  # the variant that greets everybody it is about


# The channel --------------------------------------------------------------------------------------------------------


def address(person: Person) -> str | Missing:
    """Return the person's e-mail address, or why there is none to use.

    Args:
        person: whom to reach.

    Returns:
        The address, ``Missing("no-email")`` or ``Missing("bad-email")``.

    >>> address(Person(id="priya", addresses={"email": "priya@acme.example"}))
    'priya@acme.example'
    >>> address(Person(id="priya", addresses={"email": "priya@müller.example"}))
    Missing(code='bad-email')
    >>> address(Person(id="priya"))
    Missing(code='no-email')
    """
    given = person.addresses.get(NAME)
    if given is None:
        return Missing("no-email")
    return given if is_usable(given) else Missing("bad-email")


def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
    """Address the note to its recipient.

    Args:
        note: the words.
        follow_up: the contact they are for.
        application: the facts that know the people.

    Raises:
        Unreachable: when the recipient has no usable e-mail address.
        ChannelError: when the candidate's address, a name or the words cannot be written into an e-mail safely.
    """
    person = application.person(follow_up.recipient)
    reached = Missing("no-email") if person is None else address(person)
    if person is None or isinstance(reached, Missing):
        raise Unreachable("the recipient has no usable e-mail address", channel=NAME)
    message = Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        sender=_sender(application.me),
        recipients=(Address(name=person.name, address=reached), *_greeted(follow_up, application)),
        subject=note.subject,
        body=note.text,
        not_before=follow_up.window.earliest,
    )
    refuse_unsafe(message)
    return message


def _greeted(follow_up: FollowUp, application: Application) -> tuple[Address, ...]:
    """Return the others to whom a joint note goes (TY-07); any other note goes to one person alone (NC-16)."""
    ids = follow_up.about if follow_up.variant == _JOINT else ()
    found = []
    for person in filter(None, map(application.person, ids)):
        reached = address(person)
        if isinstance(reached, Missing):
            raise Unreachable("somebody this note greets has no usable e-mail address", channel=NAME)
        if person.id != follow_up.recipient:
            found.append(Address(name=person.name, address=reached))
    return tuple(found)


def _sender(me: Candidate) -> Address | None:
    given = me.addresses.get(NAME)
    return None if given is None else Address(name=me.name, address=given)


# The forms ----------------------------------------------------------------------------------------------------------


def draft(message: Message) -> bytes:
    r"""Write the message as a file that a mail program opens as not yet sent.

    It has no ``Date`` and no ``Message-ID``: the mail program adds them when a person sends it.

    Args:
        message: what to write.

    Returns:
        RFC 5322 bytes with CRLF line ends; the same for the same message, on every interpreter.

    Raises:
        Unreachable: when an address is not usable, or there is no recipient.
        ChannelError: when a name, the subject or the body cannot be written safely.

    >>> to = Address(name="Raman, Priya", address="priya@acme.example")
    >>> thanks = Message(channel="email", handle="t", key="k", recipients=(to,), subject="Thanks", body="Hi")
    >>> print(draft(thanks).decode().replace("\r", ""))
    X-Unsent: 1
    To: "Raman, Priya" <priya@acme.example>
    Subject: Thanks
    ...
    """
    return bytes(written(message, [("X-Unsent", "1")]))


def as_text(message: Message) -> str:
    """Write the message for pasting: who, the subject, a blank line, the body.

    Args:
        message: what to write.

    Raises:
        Unreachable, ChannelError: as :func:`draft`.

    >>> to = Address(name="Priya Raman", address="priya@acme.example")
    >>> thanks = Message(channel="email", handle="t", key="k", recipients=(to,), subject="Thanks", body="Hi")
    >>> print(as_text(thanks))
    To: Priya Raman <priya@acme.example>
    Subject: Thanks
    <BLANKLINE>
    Hi
    """
    refuse_unsafe(message)
    fields = [(field, mailboxes) for field, mailboxes in people(message) if field != "From"]
    head = [f"{field}: {for_pasting(mailboxes, channel=NAME)}" for field, mailboxes in fields]
    body = message.body.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join([*head, f"Subject: {message.subject}", "", body])


def outgoing(message: Message, *, sent_at: datetime) -> EmailMessage:
    """Write the message as it leaves, with the time and an id that every attempt shares.

    Many mail systems show one copy of messages with the same ``Message-ID``, so a second attempt does less harm.

    Args:
        message: what to write.
        sent_at: the instant it leaves.

    Returns:
        A message whose bytes are exactly those that were checked; take the envelope from ``message.recipients``.

    Raises:
        InvalidFacts: when *sent_at* is no instant.
        Unreachable, ChannelError: as :func:`draft`, and when the sender or the key is missing.

    >>> from datetime import UTC
    >>> me, to = Address(address="dana@home.example"), Address(address="priya@acme.example")
    >>> thanks = Message(channel="email", handle="t", key="k", sender=me, recipients=(to,), subject="Thanks", body="Hi")
    >>> outgoing(thanks, sent_at=datetime(2025, 6, 5, 21, tzinfo=UTC))["Date"]
    'Thu, 05 Jun 2025 21:00:00 +0000'
    """
    if message.sender is None:
        raise ChannelError("the candidate's e-mail address is not known", channel=NAME)
    if not message.key:
        raise ChannelError("the message belongs to no follow-up, so it has no lasting id", channel=NAME)
    refuse_unsafe(message)
    digest = sha256(message.key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    domain = message.sender.address.rpartition("@")[2].lower()
    return written(message, [("Date", format_datetime(utc(sent_at))), ("Message-ID", f"<{digest}@{domain}>")])


def drafts(message: Message) -> Iterable[Draft]:
    """Give the files the message can be saved as: one to open in a mail program, one to paste from.

    Args:
        message: what to save.

    Raises:
        Unreachable, ChannelError: as :func:`draft`.

    >>> to = Address(address="priya@acme.example")
    >>> thanks = Message(channel="email", handle="t", key="k", recipients=(to,), subject="Thanks", body="Hi")
    >>> [file.suffix for file in drafts(thanks)]
    ['.eml', '.txt']
    """
    yield Draft(suffix=".eml", media_type="message/rfc822", content=draft(message))
    yield Draft(suffix=".txt", media_type="text/plain", content=as_text(message).encode())


EMAIL = Channel(name=NAME, classes=("written",), address=address, compose=compose, drafts=drafts)
