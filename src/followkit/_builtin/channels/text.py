"""Give a note the form of a text message: one line that says who writes, and fits into one segment (CH-07, CH-08)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from followkit._builtin.channels.numbers import Flaw, read
from followkit._builtin.channels.plain_text import as_file, reached, refuse_controls, sender
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, TooLong
from followkit._core.facts import Application, Person
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import Channel, Missing

NAME = "text"

_REFUSED = {
    Flaw.BAD: Missing("bad-text"),
    Flaw.SHORT: Missing("short-text"),
    Flaw.EMERGENCY: Missing("emergency-text"),
    Flaw.PREMIUM: Missing("premium-text"),
}

# 3GPP TS 23.038: the default alphabet, and what is written with an escape before it.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_BEYOND_ONE_UNIT = "\uffff"


class Segments(NamedTuple):
    """Hold how a text message is counted.

    Args:
        encoding: ``GSM-7`` or ``UCS-2``.
        units: how many of its units the text takes: septets, or 16 bits each.
        parts: how many messages the network sends for it.
        alone, of_several: how many units one message has, and each of several.
    """

    encoding: str
    units: int
    parts: int
    alone: int
    of_several: int


def segments(text: str) -> Segments:
    r"""Count a text as the networks do (CH-08).

    In GSM-7 one message has 160 units, or 153 in each of several; characters of the extension table take two. One
    character beyond that alphabet makes all of it UCS-2: 70 units, or 67, and two for what lies beyond 16 bits. No
    character is split between two messages, so one that takes two units may leave a unit unused.

    Args:
        text: the words.

    >>> segments("Running late: 10 minutes.")
    Segments(encoding='GSM-7', units=25, parts=1, alone=160, of_several=153)
    >>> segments("Running late — 10 minutes.")
    Segments(encoding='UCS-2', units=26, parts=1, alone=70, of_several=67)
    >>> segments("10 €").units, segments("a" * 161).parts, segments("").parts
    (5, 2, 0)
    """
    if _BASIC.union(_EXTENDED).issuperset(text):
        return _counted("GSM-7", [1 + (character in _EXTENDED) for character in text], 160, 153)
    return _counted("UCS-2", [1 + (character > _BEYOND_ONE_UNIT) for character in text], 70, 67)


def _counted(encoding: str, widths: list[int], alone: int, of_several: int) -> Segments:
    units = sum(widths)
    if units <= alone:
        return Segments(encoding, units, min(units, 1), alone, of_several)
    count, left = 1, of_several
    for width in widths:
        if width > left:
            count, left = count + 1, of_several
        left -= width
    return Segments(encoding, units, count, alone, of_several)


# The channel --------------------------------------------------------------------------------------------------------


def address(person: Person) -> str | Missing:
    """Return the number the person takes texts on, or why there is none; a number to call is not one to text.

    Args:
        person: whom to reach.

    Returns:
        The number as every network reads it, and as given where no country is known for it; or ``Missing`` with
        ``no-text``; ``bad-text`` where it is none, or one with an extension; ``short-text``, ``emergency-text`` and
        ``premium-text`` where it is no line of a person's own.

    >>> address(Person(id="priya", addresses={"text": "(212) 555-0142"}, country="US"))
    '+12125550142'
    >>> address(Person(id="priya", addresses={"phone": "+1 212 555 0142"}))
    Missing(code='no-text')
    """
    given = person.addresses.get(NAME)
    if given is None:
        return Missing("no-text")
    found = read(given, person.country)
    if isinstance(found, Flaw):
        return _REFUSED[found]
    return _REFUSED[Flaw.BAD] if found.extension else found.e164 or given


def text_channel(most: int = 1, *, overrides: bool = False) -> Channel:
    """Return the channel of text messages.

    Args:
        most: how many segments a message may have.
        overrides: whether it replaces the built-in one.

    Raises:
        ChannelError: when that is not one at least.

    >>> text_channel(most=2, overrides=True).classes
    ('short',)
    """
    if most < 1:
        raise ChannelError("a text message has one segment at least", channel=NAME)

    def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
        return _composed(note, follow_up, application, most)

    return Channel(
        name=NAME,
        classes=("short",),
        address=address,
        compose=compose,
        drafts=drafts,
        limits={"segments": most},
        invited_only=True,  # CH-07
        overrides=overrides,
    )


def drafts(message: Message) -> Iterable[Draft]:
    """Give the words alone, to copy into a telephone.

    Args:
        message: what to save.

    Raises:
        ChannelError: when the words hold a control character.

    >>> [file.content for file in drafts(Message(channel="text", handle="t", key="k", body="Running late."))]
    [b'Running late.']
    """
    yield as_file(message.body, channel=NAME)


def _composed(note: Note, follow_up: FollowUp, application: Application, most: int) -> Message:
    recipient = reached(follow_up, application, address, channel=NAME)
    body = " ".join(f"{note.salutation} {note.body}".split())
    refuse_controls(body, channel=NAME)
    me = application.me.name
    if not me or me not in body:
        raise ChannelError("a text must say who writes", channel=NAME)
    _refuse_too_long(segments(body), most)
    return Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        sender=sender(application.me, NAME),
        recipients=(recipient,),
        body=body,
        not_before=follow_up.window.earliest,
    )


def _refuse_too_long(counted: Segments, most: int) -> None:
    if counted.parts > most:
        takes = f"{counted.units} units of {counted.encoding}, {counted.parts} segments"
        limit = counted.alone if most == 1 else counted.of_several * most
        raise TooLong(f"the text message takes {takes}; it may have {limit}", channel=NAME, limit=limit)


TEXT = text_channel()
