"""Hold a sender to what a host relies on: whom a message goes to, exactly, once, or a refusal that says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import attrs
from attrs import frozen

from followkit._contracts.breach import explored, looked_at, require, require_hypothesis
from followkit._contracts.scenes import kit, written
from followkit._core.errors import ChannelError, DeliveryError
from followkit._core.notes import Address, Message, Receipt
from followkit._core.records import FAILURES, Sender

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
_BLANK = Message(channel="", handle="thank-you/priya", key="fk1:priya", body="")

Outbox = list[tuple[str, str]]
"""What reached a service: the address and the text of each message."""


def check_sender(sender: Sender, *, outbox: Outbox, refusing: Sender, reaches: str) -> None:
    """Fail unless a sender keeps to its contract.

    It is tried with a service that stands in for the real one, and appends to *outbox* what it is asked to deliver.

    Args:
        sender: the record a plugin brings; its service takes every message.
        outbox: to which the service appends ``(address, text)`` for everybody it is to deliver to.
        refusing: the same, with a service that appends as well and then refuses.
        reaches: an address the sender can send to (``"+12125550142"``).

    Raises:
        AssertionError: with what it broke.
        MissingExtra: without ``followkit[testing]``.

    >>> from followkit import Receipt, Sender
    >>> from followkit.errors import DeliveryError
    >>> outbox = []
    >>> def deliver(message):
    ...     outbox.extend((to.address, message.body) for to in (*message.recipients, *message.copies))
    ...     return Receipt()
    >>> def refuse(message):
    ...     deliver(message)
    ...     raise DeliveryError("the gateway said no")
    >>> def gateway(send):
    ...     return Sender(name="gateway", carries=["text"], send=send)
    >>> check_sender(gateway(deliver), outbox=outbox, refusing=gateway(refuse), reaches="+12125550142")
    >>> check_sender(gateway(deliver), outbox=outbox, refusing=gateway(deliver), reaches="+12125550142")
    Traceback (most recent call last):
    ...
    AssertionError: sender 'gateway': it gave a receipt for what its service refused
    """
    require_hypothesis()
    for one in (sender, refusing):
        require(isinstance(one, Sender), f"a {type(one).__name__} is no sender")
    require(bool(_NAME.fullmatch(sender.name)), f"sender {sender.name!r}: its name wants small letters, digits, -")
    named = sender.carries and all(isinstance(one, str) and one for one in sender.carries)
    require(bool(named), f"sender {sender.name!r}: it names no channel, as in carries=['text']")
    tried = _Tried(sender=sender, refusing=refusing, outbox=outbox)
    for channel in sender.carries:
        for message in _samples(channel, reaches):
            tried.delivers(message)
            tried.refuses(message)
    tried.anything(sender.carries[0], reaches)


@cache
def _samples(channel: str, reaches: str) -> tuple[Message, ...]:
    """Return what the sample casts send, each to one address, as if it were for a channel."""
    found: dict[str, Message] = {}
    for one in written():
        try:
            message = kit().compose(one.note, one.follow_up, one.application)
        except ChannelError:
            continue
        to = [Address(name=next((to.name for to in message.recipients), None), address=reaches)]
        found[one.note.kind] = attrs.evolve(message, channel=channel, recipients=to, copies=())
    return tuple(found.values())


@frozen(kw_only=True)
class _Tried:
    """Try one sender, and say what it broke under its name."""

    sender: Sender
    refusing: Sender
    outbox: Outbox

    def require(self, holds: bool, what: str) -> None:
        require(holds, f"sender {self.sender.name!r}: {what}")

    def delivers(self, message: Message) -> None:
        self.require(self.hands_over(message), "it refuses a message to somebody it reaches")

    def hands_over(self, message: Message) -> bool:
        """Return whether a message went out, exactly to whom it names; nothing may have gone out otherwise."""
        refusal, reached = self._asked(self.sender, message)
        if refusal is not None:
            self.require(not reached, "it says that nothing was handed over, and something was")
            return False
        wanted = Counter(to.address for to in (*message.recipients, *message.copies))
        got = Counter(address for address, _ in reached)
        self.require(got.keys() <= wanted.keys(), "it reached somebody whom the message does not name")
        self.require(got.keys() == wanted.keys(), "it gave a receipt, and did not reach everybody it names")
        self.require(got <= wanted, "it sent the same message more than once")
        whole = all(_words(message.body) in _words(said) for _, said in reached)
        self.require(whole, "the words that went out are not those of the message")
        return True

    def refuses(self, message: Message) -> None:
        refusal, reached = self._asked(self.refusing, message)
        self.require(refusal is not None, "it gave a receipt for what its service refused")
        self.require(len(reached) <= len(message.recipients), "it tried again by itself")
        told = str(refusal)
        personal = [to for one in message.recipients for to in (one.address, one.name) if to]
        self.require(not any(one in told for one in personal), "its error holds an address or a name")

    def anything(self, channel: str, reaches: str) -> None:
        """Hand over whatever somebody may have written, to whatever an address may be."""
        from hypothesis import strategies as st

        texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
        tails = [f",{reaches}1", ";1", " 1", "/../1", "?to=1", "#1", "\r\nx", "%2C1", "{address}"]
        others = ["", "..", *(f"{reaches}{tail}" for tail in tails)]
        addresses = st.just(reaches) | st.sampled_from(others) | texts

        def handed_over(address: str, name: str, said: str, subject: str, more: list[str]) -> None:
            to = [Address(name=name or None, address=one) for one in (address, *more)]
            base = attrs.evolve(_BLANK, channel=channel, subject=subject, body=said)
            self.hands_over(attrs.evolve(base, recipients=to))
            self.hands_over(attrs.evolve(base, recipients=to[:1], copies=to[1:]))

        several = st.lists(addresses, max_size=2)
        explored(handed_over, address=addresses, name=texts, said=texts, subject=texts, more=several)

    def _asked(self, sender: Sender, message: Message) -> tuple[DeliveryError | None, Sequence[tuple[str, str]]]:
        before, there = looked_at(message), len(self.outbox)
        refusal = None
        try:
            answer = sender.send(message)
        except DeliveryError as error:
            refusal = error
        except FAILURES as error:
            told = f"sender {sender.name!r}: it raised {type(error).__name__}, not DeliveryError"
            raise AssertionError(told) from None
        else:
            self.require(isinstance(answer, Receipt), f"it gave a {type(answer).__name__}, not a Receipt")
            self.require(isinstance(answer.id, str), "it gave a receipt whose id is no text")
        self.require(looked_at(message) == before, "it changed the message")
        return refusal, tuple(self.outbox[there:])


def _words(text: str) -> str:
    return " ".join(text.split())
