"""Give a note the form of a business letter: plain text at 72 columns, to print or to put on one's own paper."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from followkit._builtin.channels.plain_text import as_file, reached, refuse_controls, sender
from followkit._core.decisions import FollowUp
from followkit._core.facts import Application, Candidate, Person
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import Channel, Missing

NAME = "letter"
POST = "post"
COLUMNS = 72
SIGNED = "\n" * 3
"""The room to sign by hand."""


def address(person: Person) -> str | Missing:
    """Return the person's postal address, which the letter and the card share.

    Args:
        person: whom to reach.

    Returns:
        The address as given, on one line, or ``Missing("no-post")``.

    >>> address(Person(id="priya", addresses={"post": "Acme, 12 Canal Street, New York"}))
    'Acme, 12 Canal Street, New York'
    >>> address(Person(id="priya"))
    Missing(code='no-post')
    """
    given = person.addresses.get(POST)
    return given if given and lines(given) else Missing("no-post")


def lines(post: str) -> list[str]:
    """Return a postal address line by line: parted at its semicolons, or at its commas where it has none.

    Args:
        post: the address as given.

    >>> lines("Acme, 12 Canal Street, New York")
    ['Acme', '12 Canal Street', 'New York']
    >>> lines("12 Canal Street; New York, NY 10013")
    ['12 Canal Street', 'New York, NY 10013']
    """
    parts = post.split(";" if ";" in post else ",")
    return [line for part in parts if (line := " ".join(part.split()).strip(", "))]


def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
    """Lay out a letter: who writes, the day, to whom, about what, the words, and room to sign.

    Args:
        note: the words; ``note.labels["letter-date"]`` is the day as the language writes it.
        follow_up: the contact they are for.
        application: the facts that know the people.

    Raises:
        Unreachable: when there is no postal address.
        ChannelError: when the words hold a control character.
    """
    recipient = reached(follow_up, application, address, channel=NAME)
    blocks = [
        _who_writes(application.me),
        [note.labels[NAME + "-date"]] if NAME + "-date" in note.labels else [],
        _to_whom(recipient.name, application.employer.name, lines(recipient.address)),
        _wrapped(note.subject),
        _wrapped(note.salutation),
        *(_wrapped(" ".join(part.text for part in paragraph)) for paragraph in note.paragraphs),
    ]
    letter = "\n\n".join("\n".join(block) for block in blocks if block)
    body = f"{letter}\n\n{note.closing}\n{SIGNED}{note.signature}".rstrip() + "\n"
    refuse_controls(body, channel=NAME)
    return Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        sender=sender(application.me, POST),
        recipients=(recipient,),
        subject=note.subject,
        body=body,
        not_before=follow_up.window.earliest,
    )


def drafts(message: Message) -> Iterable[Draft]:
    r"""Give the letter as one text.

    Args:
        message: what to save.

    Raises:
        ChannelError: when the words hold a control character.

    >>> [file.content for file in drafts(Message(channel="letter", handle="t", key="k", body="Dear Priya,\n"))]
    [b'Dear Priya,\n']
    """
    yield as_file(message.body, channel=NAME)


LETTER = Channel(
    name=NAME,
    classes=("paper",),
    address=address,
    compose=compose,
    drafts=drafts,
    invited_only=True,  # where somebody likes paper, or wrote on it
)


def _who_writes(me: Candidate) -> list[str]:
    post, phone, email = (me.addresses.get(kind, "") for kind in (POST, "phone", "email"))
    return [line for line in (me.name or "", *lines(post), phone, email) if line]


def _to_whom(name: str | None, company: str | None, post: Sequence[str]) -> list[str]:
    """Return the recipient's block, the employer named once, wherever the address has it."""
    known = {line.casefold() for line in post}
    above = [one for one in (name, company) if one and one.casefold() not in known]
    return [*above, *post]


def _wrapped(text: str) -> list[str]:
    """Break a paragraph into lines; a word longer than a line stays whole."""
    words = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return textwrap.wrap(words, COLUMNS, break_long_words=False, break_on_hyphens=False)
