"""Hold what every form of plain text needs: a recipient who is reached, clean words, a file to copy from."""

from __future__ import annotations

import re
from collections.abc import Callable

from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, Unreachable
from followkit._core.facts import Application, Candidate, Person
from followkit._core.notes import Address, Draft
from followkit._core.records import Missing

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def reached(
    follow_up: FollowUp, application: Application, address: Callable[[Person], str | Missing], *, channel: str
) -> Address:
    """Return whom a follow-up goes to, with their address.

    Args:
        follow_up: names the recipient.
        application: knows the people.
        address: the channel's own way to an address.
        channel: for the error.

    Raises:
        Unreachable: when there is no such person, or they have no usable address.
    """
    person = application.person(follow_up.recipient)
    found = address(person) if person else None
    if person is None or not isinstance(found, str):
        raise Unreachable(f"the recipient has no address that {channel} can use", channel=channel)
    return Address(name=person.name, address=found)


def sender(me: Candidate, kind: str) -> Address | None:
    """Return the candidate with their own address of a kind, where they gave one.

    >>> sender(Candidate(name="Dana Kim"), "text")
    """
    given = me.addresses.get(kind)
    return None if given is None else Address(name=me.name, address=given)


def refuse_controls(text: str, *, channel: str) -> None:
    r"""Refuse words that a screen would not show as they are.

    Args:
        text: the words.
        channel: for the error.

    Raises:
        ChannelError: when they hold a control character.

    >>> refuse_controls("Hello\nthere", channel="text")
    """
    if _CONTROLS.search(text):
        raise ChannelError(f"the words of the {channel} hold a control character", channel=channel)


def as_file(text: str, *, channel: str) -> Draft:
    r"""Return the one file a plain text is saved as.

    Args:
        text: what it holds.
        channel: for the error.

    Raises:
        ChannelError: as :func:`refuse_controls`.

    >>> as_file("Hello\n", channel="text").content
    b'Hello\n'
    """
    refuse_controls(text, channel=channel)
    return Draft(suffix=".txt", media_type="text/plain", content=text.encode())
