"""Give a note the form of a call: a script for the live call, what they may say to it, and the words for the voicemail.

The words are the note's own, and so are the headings around them. Its parts are the steps of the call (CH-05); the
voicemail is checked against CH-06.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from followkit._builtin.channels.numbers import Flaw, read
from followkit._builtin.channels.plain_text import as_file, reached, refuse_controls, sender
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, TooLong
from followkit._core.facts import Application, Candidate, Person
from followkit._core.notes import Address, Draft, Message, Note, Part
from followkit._core.records import Channel, Missing

NAME = "phone"
VOICEMAIL = "voicemail"
VOICEMAIL_WORDS = (50, 75)  # CH-06: 20 to 30 seconds
TIMES_SAID = 2

ANSWERS, OUTCOMES = "answers", "outcomes"
THEY, SAY, NOTE = "they_", "say_", "note_"
"""How the names of parts begin that are theirs, the caller's, and to be noted down."""

_REFUSED = {
    Flaw.BAD: Missing("bad-phone"),
    Flaw.SHORT: Missing("short-phone"),
    Flaw.EMERGENCY: Missing("emergency-phone"),
    Flaw.PREMIUM: Missing("premium-phone"),
}
_BETWEEN_DIGITS = r"\D{0,12}"  # as much as ", ext. 7" has before its digit


# The channel --------------------------------------------------------------------------------------------------------


def address(person: Person) -> str | Missing:
    """Return the person's phone number, or why there is none to call.

    Args:
        person: whom to reach.

    Returns:
        The number as given, or ``Missing`` with ``no-phone``; ``bad-phone`` where it is none; ``short-phone``,
        ``emergency-phone`` and ``premium-phone`` where it is no line of a person's own.

    >>> address(Person(id="priya", addresses={"phone": "+1 212 555 0142"}))
    '+1 212 555 0142'
    >>> address(Person(id="priya", addresses={"phone": "911"}))
    Missing(code='emergency-phone')
    >>> address(Person(id="priya"))
    Missing(code='no-phone')
    """
    given = person.addresses.get(NAME)
    if given is None:
        return Missing("no-phone")
    found = read(given, person.country)
    return _REFUSED[found] if isinstance(found, Flaw) else given


def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
    """Write the script of the call, and keep the voicemail's words beside it.

    Args:
        note: the words: its parts are the steps; ``note.extra`` may have what to leave on a ``voicemail``, the likely
            ``answers`` of whoever is called, and what to note down for each of the ``outcomes``.
        follow_up: the contact they are for; its times are shown as they are, in the recipient's local time.
        application: the facts that know the people.

    Returns:
        A message whose body is the script; the rest is in ``extra`` by the same names, each under its heading.

    Raises:
        Unreachable: when the recipient has no usable phone number.
        TooLong: when the voicemail has more than 75 words (CH-06).
        ChannelError: when the voicemail says too little, or does not give name and number twice (CH-06).
    """
    recipient = reached(follow_up, application, address, channel=NAME)
    script, extra = _script(note, follow_up, recipient), _beside(note)
    refuse_controls("".join((script, *extra.values())), channel=NAME)
    if VOICEMAIL in extra:
        _refuse_bad_voicemail(" ".join(part.text for part in note.extra[VOICEMAIL]), application.me)
    return Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        sender=sender(application.me, NAME),
        recipients=(recipient,),
        subject=" ".join(note.subject.split()),
        body=script,
        extra=extra,
        not_before=follow_up.window.earliest,
    )


def drafts(message: Message) -> Iterable[Draft]:
    r"""Give the script as one text to have at hand during the call, with all that may be needed below.

    Args:
        message: what to save.

    Raises:
        ChannelError: when the words hold a control character.

    >>> beside = {"voicemail": "If you reach voicemail:\nHi."}
    >>> call = Message(channel="phone", handle="t", key="k", body="1. Hello.\n", extra=beside)
    >>> for file in drafts(call):
    ...     print(file.content.decode())
    1. Hello.
    <BLANKLINE>
    If you reach voicemail:
    Hi.
    """
    beside = [message.extra[name] for name in (ANSWERS, VOICEMAIL, OUTCOMES) if name in message.extra]
    yield as_file("\n\n".join([message.body.rstrip("\n"), *beside]) + "\n", channel=NAME)


PHONE = Channel(
    name=NAME,
    classes=("spoken",),
    address=address,
    compose=compose,
    drafts=drafts,
    limits={"voicemail-words": VOICEMAIL_WORDS[1]},
    invited_only=True,  # CH-04
)


# The script ---------------------------------------------------------------------------------------------------------


def _script(note: Note, follow_up: FollowUp, recipient: Address) -> str:
    window = follow_up.window
    told = {
        "call": ", ".join(part for part in (recipient.name, recipient.address) if part),
        "when": _local(follow_up.when, window.zone),
        "not-before": _local(window.earliest, window.zone),
        "not-after": _local(window.expires, window.zone) if window.expires else "",
    }
    head = [_labelled(note, label, text) for label, text in told.items() if text]
    steps = [f"{number}. {' '.join(part.text.split())}" for number, part in enumerate(note.parts, start=1)]
    return "\n".join([*head, "", *steps]) + "\n"


def _labelled(note: Note, label: str, text: str) -> str:
    heading = note.labels.get(label, "")
    return f"{heading}: {text}" if heading else text


def _local(moment: datetime, zone: str) -> str:
    """Write a local time with its zone and offset, so that nobody has to guess whose clock is meant."""
    return f"{moment:%Y-%m-%d %H:%M} ({zone}, {moment.tzname()})"


def _beside(note: Note) -> dict[str, str]:
    """Return what stands below the steps, block by block, each under its heading."""
    voicemail = " ".join(part.text for part in note.extra.get(VOICEMAIL, ()))
    blocks = {
        ANSWERS: ("if-they-say", _lines(note, ANSWERS)),
        VOICEMAIL: ("voicemail", [voicemail] if voicemail else []),
        OUTCOMES: ("afterwards", _lines(note, OUTCOMES)),
    }
    return {
        name: "\n".join([_labelled(note, label, "").strip(), *lines]).lstrip("\n")
        for name, (label, lines) in blocks.items()
        if lines
    }


def _lines(note: Note, name: str) -> list[str]:
    return [_line(note, part) for part in note.extra.get(name, ())]


def _line(note: Note, part: Part) -> str:
    """Return what they say, or below it what to say and to note down; an outcome stands under a name of its own."""
    text = " ".join(part.text.split())
    outcome = part.name.removeprefix(NOTE)
    if part.name.startswith(THEY) or outcome in note.labels:
        return f"- {_labelled(note, outcome, text)}"
    return "  " + _labelled(note, "you-say" if part.name.startswith(SAY) else "write-down", text)


# The voicemail ------------------------------------------------------------------------------------------------------


def voicemail_findings(text: str, name: str, number: str) -> tuple[str, ...]:
    """Return what is wrong with a voicemail by CH-06, as codes.

    Args:
        text: the words to leave.
        name: the candidate's full name.
        number: the candidate's phone number; in the text it may be spaced differently, so that it is read slowly.

    Returns:
        ``voicemail-too-short`` (under 50 words), ``voicemail-too-long`` (over 75), ``voicemail-name-not-repeated``,
        ``voicemail-number-not-repeated``; empty when all is well.

    >>> words = "This is Dana Kim, 212 555 0142. Again, Dana Kim, 2 1 2, 5 5 5, 0 1 4 2."
    >>> voicemail_findings(words, "Dana Kim", "212-555-0142")
    ('voicemail-too-short',)
    """
    words = len(text.split())
    fewest, most = VOICEMAIL_WORDS
    broken = {
        "voicemail-too-short": words < fewest,
        "voicemail-too-long": words > most,
        "voicemail-name-not-repeated": _times_name(name, text) < TIMES_SAID,
        "voicemail-number-not-repeated": _times_number(number, text) < TIMES_SAID,
    }
    return tuple(code for code, is_so in broken.items() if is_so)


def _times_name(name: str, text: str) -> int:
    words = r"\s+".join(map(re.escape, name.split()))
    return len(re.findall(rf"(?<!\w){words}(?!\w)", text)) if words else 0


def _times_number(number: str, text: str) -> int:
    digits = _digits(number)
    return len(re.findall(rf"(?<!\d){_BETWEEN_DIGITS.join(digits)}(?!\d)", text)) if digits else 0


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _refuse_bad_voicemail(text: str, me: Candidate) -> None:
    findings = voicemail_findings(text, me.name or "", me.addresses.get(NAME, ""))
    if "voicemail-too-long" in findings:
        limit = VOICEMAIL_WORDS[1]
        raise TooLong(f"the voicemail has more than {limit} words", channel=NAME, limit=limit)
    if findings:
        raise ChannelError(f"the voicemail is not one to leave: {', '.join(findings)}", channel=NAME)
