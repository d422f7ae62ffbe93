"""Give a note the form of a card to write by hand: what to write, where to send it, what to mind (CH-11, NC-21)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from followkit._builtin.channels.letter import COLUMNS, POST, address, lines
from followkit._builtin.channels.plain_text import reached, sender
from followkit._builtin.channels.printing import PAGE, files, page, sheet_of, to_whom
from followkit._core.decisions import FollowUp
from followkit._core.errors import TooLong
from followkit._core.facts import Application
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import Channel

NAME = "card"
LAYOUT = "card.html"
MOST_WORDS = 80  # NC-10: 40 to 80, of which the fewest are the words' own business
CHECKLIST, ENVELOPE = "checklist", "envelope"
BY_HAND, BEFORE_POSTING = "by-hand", "before-posting"
TO_TICK = "[ ]"


def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
    """Write out the card, and beside it the envelope and the checklist.

    Args:
        note: the words; ``note.labels`` has the headings of the sheet and the checklist, a line for each item.
        follow_up: the contact they are for.
        application: the facts that know the people.

    Returns:
        A message whose body is what goes on the card; ``extra`` has the envelope, the checklist and the sheet.

    Raises:
        Unreachable: when there is no postal address.
        TooLong: when the card has more than 80 words (NC-10).
        ChannelError: when the words hold a control character.
    """
    recipient = reached(follow_up, application, address, channel=NAME)
    words = len(note.body.split())
    if words > MOST_WORDS:
        raise TooLong(f"the card has {words} words; it takes {MOST_WORDS}", channel=NAME, limit=MOST_WORDS)
    whom = to_whom(application, follow_up.recipient, lines(recipient.address))
    told = {name: note.labels.get(name, "").strip() for name in (BY_HAND, ENVELOPE, BEFORE_POSTING, CHECKLIST)}
    printed = page(
        LAYOUT,
        note,
        sheet=sheet_of(application, follow_up),
        title=told[BY_HAND] or recipient.name or "",
        heading=told[BY_HAND],
        on_envelope=told[ENVELOPE].rstrip(": "),
        returned=[*filter(None, [application.me.name]), *lines(application.me.addresses.get(POST, ""))],
        whom=whom,
        mind=told[BEFORE_POSTING],
        to_mind=[item for line in told[CHECKLIST].splitlines() if (item := line.removeprefix(TO_TICK).strip())],
    )
    envelope = "\n".join([told[ENVELOPE], *whom]).strip()
    extra = {ENVELOPE: envelope, CHECKLIST: told[CHECKLIST], PAGE: printed}
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


def card_channel(*, pdf: bool = False, overrides: bool = False) -> Channel:
    """Return the channel of cards.

    Args:
        pdf: whether each sheet is saved as PDF, too; that needs ``followkit[pdf]``.
        overrides: whether it replaces the built-in one.

    >>> card_channel(pdf=True, overrides=True).limits
    {'words': 80}
    """

    def drafts(message: Message) -> Iterable[Draft]:
        beside = [message.extra[name] for name in (ENVELOPE, CHECKLIST) if name in message.extra]
        return files(message, "\n\n".join([message.body.rstrip(), "--", *beside]) + "\n", pdf=pdf)

    return Channel(
        name=NAME,
        classes=("paper",),
        address=address,
        compose=compose,
        drafts=drafts,
        needs=POST,
        limits={"words": MOST_WORDS},
        overrides=overrides,
    )


def _wrapped(text: str) -> str:
    """Break lines at the width of a letter, and keep those that are there."""
    return "".join(
        (textwrap.fill(line, COLUMNS, break_long_words=False, break_on_hyphens=False) if line else "") + "\n"
        for line in text.rstrip().splitlines()
    )


CARD = card_channel()
