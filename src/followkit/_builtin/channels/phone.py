"""Give a note the form of a call: a script for the live call, and the words for the voicemail.

The words are the note's own. Its parts are the steps of the call (CH-05); the voicemail is checked against CH-06.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, TooLong, Unreachable
from followkit._core.facts import Application, Candidate, Person
from followkit._core.notes import Address, Draft, Message, Note
from followkit._core.records import Channel, Missing

NAME = "phone"
VOICEMAIL = "voicemail"
VOICEMAIL_WORDS = (50, 75)  # CH-06: 20 to 30 seconds
TIMES_SAID = 2

# What stands around the note's words; the only sentences of this module that a reader sees.
HEADINGS = {
    "call": "Call",
    "when": "When",
    "not-before": "Not before",
    "not-after": "Not after",
    "voicemail": "If you reach voicemail",
}

_NUMBER = re.compile(r"\+?[0-9 ()./-]{5,40}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BETWEEN_DIGITS = r"[\s().,/–-]{0,3}"


# The channel --------------------------------------------------------------------------------------------------------


def address(person: Person) -> str | Missing:
    """Return the person's phone number, or why there is none to call.

    Args:
        person: whom to reach.

    Returns:
        The number as given, ``Missing("no-phone")`` or ``Missing("bad-phone")``.

    >>> address(Person(id="priya", addresses={"phone": "+1 212 555 0142"}))
    '+1 212 555 0142'
    >>> address(Person(id="priya", addresses={"phone": "911"}))
    Missing(code='bad-phone')
    >>> address(Person(id="priya"))
    Missing(code='no-phone')
    """
    given = person.addresses.get(NAME)
    if given is None:
        return Missing("no-phone")
    return given if is_usable(given) else Missing("bad-phone")


def is_usable(number: str) -> bool:
    """Tell whether a number can be one person's: 5 to 15 digits (ITU-T E.164), with the usual marks between them.

    A number of fewer than five digits after its leading zeros is refused: emergency and service numbers are that short.

    Args:
        number: as somebody wrote it.

    >>> [is_usable(number) for number in ("(0)20 7946-0958", "112", "000 112", "1-800-FLOWERS", "+44 (0)20.7946 0958")]
    [True, False, False, False, True]
    """
    digits = _digits(number)
    return _NUMBER.fullmatch(number) is not None and len(digits) <= 15 and len(digits.lstrip("0")) >= 5


def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
    """Write the script of the call, and keep the voicemail's words beside it.

    Args:
        note: the words: its parts are the steps, ``note.extra["voicemail"]`` what to leave on a voicemail, if anything.
        follow_up: the contact they are for; its times are shown as they are, in the recipient's local time.
        application: the facts that know the people.

    Returns:
        A message whose body is the script and whose ``extra["voicemail"]`` is the voicemail.

    Raises:
        Unreachable: when the recipient has no usable phone number.
        TooLong: when the voicemail has more than 75 words (CH-06).
        ChannelError: when the voicemail says too little, or does not give name and number twice (CH-06).
    """
    person = application.person(follow_up.recipient)
    reached = Missing("no-phone") if person is None else address(person)
    if person is None or isinstance(reached, Missing):
        raise Unreachable("the recipient has no usable phone number", channel=NAME)
    recipient = Address(name=person.name, address=reached)
    parts = note.extra.get(VOICEMAIL, ())
    voicemail = " ".join(part.text for part in parts)
    script = _script(note, follow_up, recipient)
    _refuse_controls(script + voicemail)
    if parts:
        _refuse_bad_voicemail(voicemail, application.me)
    return Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        sender=_sender(application.me),
        recipients=(recipient,),
        subject=" ".join(note.subject.split()),
        body=script,
        extra={VOICEMAIL: voicemail} if parts else {},
        not_before=follow_up.window.earliest,
    )


def drafts(message: Message) -> Iterable[Draft]:
    r"""Give the script as one text to have at hand during the call, with the voicemail below.

    Args:
        message: what to save.

    Raises:
        ChannelError: when the words hold a control character.

    >>> to, voicemail = Address(address="+1 212 555 0142"), {"voicemail": "Hi."}
    >>> call = Message(channel="phone", handle="t", key="k", recipients=(to,), body="1. Hello.\n", extra=voicemail)
    >>> for file in drafts(call):
    ...     print(file.content.decode())
    1. Hello.
    <BLANKLINE>
    If you reach voicemail:
    Hi.
    """
    text = message.body
    if VOICEMAIL in message.extra:
        text = f"{text}\n{HEADINGS[VOICEMAIL]}:\n{message.extra[VOICEMAIL]}\n"
    _refuse_controls(text)
    yield Draft(suffix=".txt", media_type="text/plain", content=text.encode())


PHONE = Channel(
    name=NAME,
    classes=("spoken",),
    address=address,
    compose=compose,
    drafts=drafts,
    invited_only=True,  # CH-04
)


# The script ---------------------------------------------------------------------------------------------------------


def _script(note: Note, follow_up: FollowUp, recipient: Address) -> str:
    window = follow_up.window
    whom = ", ".join(part for part in (recipient.name, recipient.address) if part)
    head = [
        f"{HEADINGS['call']}: {whom}",
        f"{HEADINGS['when']}: {_local(follow_up.when, window.zone)}",
        f"{HEADINGS['not-before']}: {_local(window.earliest, window.zone)}",
    ]
    if window.expires is not None:
        head.append(f"{HEADINGS['not-after']}: {_local(window.expires, window.zone)}")
    steps = [f"{number}. {' '.join(part.text.split())}" for number, part in enumerate(note.parts, start=1)]
    return "\n".join([*head, "", *steps]) + "\n"


def _local(moment: datetime, zone: str) -> str:
    """Write a local time with its zone and offset, so that nobody has to guess whose clock is meant."""
    return f"{moment:%Y-%m-%d %H:%M} ({zone}, {moment.tzname()})"


def _refuse_controls(text: str) -> None:
    if _CONTROLS.search(text):
        raise ChannelError("the words of the call hold a control character", channel=NAME)


def _sender(me: Candidate) -> Address | None:
    number = me.addresses.get(NAME)
    return None if number is None else Address(name=me.name, address=number)


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
    return len(re.findall(rf"(?<![0-9]){_BETWEEN_DIGITS.join(digits)}(?![0-9])", text)) if digits else 0


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)


def _refuse_bad_voicemail(text: str, me: Candidate) -> None:
    findings = voicemail_findings(text, me.name or "", me.addresses.get(NAME, ""))
    if "voicemail-too-long" in findings:
        limit = VOICEMAIL_WORDS[1]
        raise TooLong(f"the voicemail has more than {limit} words", channel=NAME, limit=limit)
    if findings:
        raise ChannelError(f"the voicemail is not one to leave: {', '.join(findings)}", channel=NAME)
