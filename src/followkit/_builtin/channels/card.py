"""Give a note the form of a card to write by hand: what to write, where to send it, what to mind (CH-11, NC-21)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from followkit._builtin.channels.letter import COLUMNS, POST, address, lines
from followkit._builtin.channels.plain_text import as_file, reached, refuse_controls, sender
from followkit._core.decisions import FollowUp
from followkit._core.errors import TooLong
from followkit._core.facts import Application
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import Channel

NAME = "card"
MOST_WORDS = 80  # NC-10: 40 to 80, of which the fewest are the words' own business
CHECKLIST, ENVELOPE = "checklist", "envelope"


def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
    """Write out the card, and beside it the envelope and the checklist.

    Args:
        note: the words; ``note.labels`` has the heading of the envelope and the checklist, a line for each item.
        follow_up: the contact they are for.
        application: the facts that know the people.

    Returns:
        A message whose body is what goes on the card; ``extra`` has the envelope and the checklist.

    Raises:
        Unreachable: when there is no postal address.
        TooLong: when the card has more than 80 words (NC-10).
        ChannelError: when the words hold a control character.
    """
    recipient = reached(follow_up, application, address, channel=NAME)
    words = len(note.body.split())
    if words > MOST_WORDS:
        raise TooLong(f"the card has {words} words; it takes {MOST_WORDS}", channel=NAME, limit=MOST_WORDS)
    envelope = [note.labels.get(ENVELOPE, ""), *(line for line in (recipient.name, *lines(recipient.address)) if line)]
    extra = {ENVELOPE: "\n".join(envelope).strip(), CHECKLIST: note.labels.get(CHECKLIST, "").strip()}
    refuse_controls("".join((note.text, *extra.values())), channel=NAME)
    return Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        sender=sender(application.me, POST),
        recipients=(recipient,),
        body=_wrapped(note.text),
        extra={name: text for name, text in extra.items() if text},
        not_before=follow_up.window.earliest,
    )


def drafts(message: Message) -> Iterable[Draft]:
    r"""Give one text: the words of the card, then the envelope and the checklist.

    Args:
        message: what to save.

    Raises:
        ChannelError: when the words hold a control character.

    >>> card = Message(channel="card", handle="t", key="k", body="Thank you.\n", extra={"checklist": "Black ink."})
    >>> print(*(file.content.decode() for file in drafts(card)))
    Thank you.
    <BLANKLINE>
    --
    <BLANKLINE>
    Black ink.
    <BLANKLINE>
    """
    beside = [message.extra[name] for name in (ENVELOPE, CHECKLIST) if name in message.extra]
    yield as_file("\n\n".join([message.body.rstrip(), "--", *beside]) + "\n", channel=NAME)


CARD = Channel(name=NAME, classes=("paper",), address=address, compose=compose, drafts=drafts)


def _wrapped(text: str) -> str:
    """Break lines at the width of a letter, and keep those that are there."""
    return "".join(
        (textwrap.fill(line, COLUMNS, break_long_words=False, break_on_hyphens=False) if line else "") + "\n"
        for line in text.rstrip().splitlines()
    )
