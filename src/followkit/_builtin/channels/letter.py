"""Give a note the form of a business letter: a page to print and sign, and plain text for one's own paper."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from followkit._builtin.channels.plain_text import reached, sender
from followkit._builtin.channels.printing import PAGE, files, page, sheet_of, to_whom
from followkit._core.decisions import FollowUp
from followkit._core.facts import Application, Candidate, Person
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import Channel, Missing

NAME = "letter"
LAYOUT = "letter.html"
POST = "post"
COLUMNS = 72
_STATE_AND_CODE = re.compile(
    r"[A-Z]{2} [0-9]{5}(-[0-9]{4})?"  # US
    r"|[A-Z]{2} [A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"  # Canada
    r"|(ACT|NSW|NT|QLD|SA|TAS|VIC|WA) [0-9]{4}"  # Australia
)
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

    A state or province with its code stays behind the town.

    Args:
        post: the address as given.

    >>> lines("Acme, 12 Canal Street, New York, NY 10013")
    ['Acme', '12 Canal Street', 'New York, NY 10013']
    >>> lines("12 Canal Street; New York, NY 10013")
    ['12 Canal Street', 'New York, NY 10013']
    """
    parts = post.split(";" if ";" in post else ",")
    found: list[str] = []
    for line in filter(None, (" ".join(part.split()).strip(", ") for part in parts)):
        if found and _STATE_AND_CODE.fullmatch(line):
            found[-1] += f", {line}"
        else:
            found.append(line)
    return found


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
    me, day = application.me, note.labels.get(NAME + "-date", "")
    own = lines(me.addresses.get(POST, ""))
    whom = to_whom(application, follow_up.recipient, lines(recipient.address))
    printed = page(
        LAYOUT,
        note,
        sheet=sheet_of(application, follow_up),
        title=note.subject or me.name or "",
        name=me.name or "",
        contact=_contact(me),
        returned=", ".join(filter(None, [me.name, *own])) if own else "",
        day=day,
        whom=whom,
    )
    paragraphs = [" ".join(part.text for part in paragraph) for paragraph in note.paragraphs]
    texts = (_wrapped(text) for text in (note.subject, note.salutation, *paragraphs))
    blocks = [[*filter(None, [me.name]), *_contact(me)], [day] if day else [], whom, *texts]
    letter = "\n\n".join("\n".join(block) for block in blocks if block)
    return Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        sender=sender(me, POST),
        recipients=(recipient,),
        subject=note.subject,
        body=f"{letter}\n\n{note.closing}\n{SIGNED}{note.signature}".rstrip() + "\n",
        extra={PAGE: printed},
        not_before=follow_up.window.earliest,
    )


def letter_channel(*, pdf: bool = False, overrides: bool = False) -> Channel:
    """Return the channel of letters.

    Args:
        pdf: whether each is saved as PDF, too; that needs ``followkit[pdf]``.
        overrides: whether it replaces the built-in one.

    >>> letter_channel(pdf=True, overrides=True).needs
    'post'
    """

    def drafts(message: Message) -> Iterable[Draft]:
        return files(message, message.body, pdf=pdf)

    return Channel(
        name=NAME,
        classes=("paper",),
        address=address,
        compose=compose,
        drafts=drafts,
        needs=POST,
        invited_only=True,  # where somebody likes paper, or wrote on it
        overrides=overrides,
    )


def _contact(me: Candidate) -> list[str]:
    post, phone, email = (me.addresses.get(kind, "") for kind in (POST, "phone", "email"))
    return [line for line in (*lines(post), phone, email) if line]


def _wrapped(text: str) -> list[str]:
    """Break a paragraph into lines; a word longer than a line stays whole."""
    words = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return textwrap.wrap(words, COLUMNS, break_long_words=False, break_on_hyphens=False)


LETTER = letter_channel()
