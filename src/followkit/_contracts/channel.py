"""Hold a channel to what every channel keeps: it reaches whom it says, once, and takes nothing away from the facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs
from attrs import frozen

from followkit._contracts.breach import explored, looked_at, require, require_hypothesis
from followkit._contracts.scenes import Written, people, reached, written
from followkit._core.errors import ChannelError, Unreachable
from followkit._core.facts import Person
from followkit._core.notes import Draft, Message
from followkit._core.records import FAILURES, Channel, Missing

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,12}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


def check_channel(channel: Channel, *, reaches: Mapping[str, str]) -> None:
    """Fail unless a channel keeps to its contract.

    Args:
        channel: the record a plugin brings.
        reaches: addresses by channel name of somebody whom it reaches (``{"pager": "5550199"}``).

    Raises:
        AssertionError: with what it broke.
        MissingExtra: without ``followkit[testing]``.

    >>> from followkit import Channel, Message, Missing
    >>> pager = Channel(
    ...     name="pager",
    ...     classes=["short"],
    ...     address=lambda person: person.addresses.get("pager") or Missing("no-pager"),
    ...     compose=lambda note, follow_up, application: Message(channel="beeper", handle="", key="", body=""),
    ... )
    >>> check_channel(pager, reaches={"pager": "5550199"})
    Traceback (most recent call last):
    ...
    AssertionError: channel 'pager': compose gave a message of channel 'beeper'
    """
    require_hypothesis()
    require(isinstance(channel, Channel), f"a {type(channel).__name__} is no channel")
    require(bool(_NAME.fullmatch(channel.name)), f"channel {channel.name!r}: its name wants small letters, digits, -")
    require(bool(channel.classes), f"channel {channel.name!r}: it names no class, as in classes=['written']")
    told = _Told(channel=channel)
    told.address_of_somebody(reaches)
    names = (channel.name, "email", "phone", *reaches)
    explored(told.address_of_anybody, person=people(tuple(dict.fromkeys(names))))
    for one in written():
        told.note(one, reaches)
    told.anything(reaches)


@frozen(kw_only=True)
class _Told:
    """Ask one channel, and say what it broke under its name."""

    channel: Channel

    def require(self, holds: bool, what: str) -> None:
        require(holds, f"channel {self.channel.name!r}: {what}")

    def address_of_somebody(self, reaches: Mapping[str, str]) -> None:
        there = self._address(Person(id="priya", name="Priya Raman", addresses=reaches))
        self.require(isinstance(there, str), f"address gave {there!r} for somebody it should reach")
        nobody = self._address(Person(id="priya", name="Priya Raman"))
        self.require(isinstance(nobody, Missing), "address gave an address for somebody who has none")

    def address_of_anybody(self, person: Person) -> None:
        self.require(self._address(person) == self._address(person), "address says something else the second time")

    def _address(self, person: Person) -> str | Missing:
        try:
            found = self.channel.address(person)
        except FAILURES as error:
            raise AssertionError(f"channel {self.channel.name!r}: address raised {type(error).__name__}") from None
        wanted = isinstance(found, Missing) or (isinstance(found, str) and bool(found))
        self.require(wanted, f"address gave a {type(found).__name__}, neither an address nor what is missing")
        return found

    def note(self, one: Written, reaches: Mapping[str, str]) -> None:
        facts = reached(one.application, reaches)
        follow_up = attrs.evolve(one.follow_up, channel=self.channel.name)
        self._composed(attrs.evolve(one, application=facts, follow_up=follow_up))
        out_of_reach = reached(one.application, {})
        try:
            self.channel.compose(one.note, follow_up, out_of_reach)
        except Unreachable:
            return
        except FAILURES as error:
            self.require(False, f"compose raised {type(error).__name__}, not Unreachable, for somebody out of reach")
        self.require(False, "compose wrote to somebody who is out of reach")

    def anything(self, reaches: Mapping[str, str]) -> None:
        """Compose whatever somebody may have written into a note."""
        from hypothesis import strategies as st

        first = written()[0]
        facts = reached(first.application, reaches)
        follow_up = attrs.evolve(first.follow_up, channel=self.channel.name)

        def compose(said: str, subject: str) -> None:
            part = attrs.evolve(first.note.parts[0], text=said)
            note = attrs.evolve(first.note, subject=subject, paragraphs=((part,),))
            self._composed(Written(note=note, follow_up=follow_up, application=facts))

        texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
        explored(compose, said=texts, subject=texts)

    def _composed(self, one: Written) -> None:
        before = looked_at(one.note, one.follow_up, one.application)
        try:
            message = self.channel.compose(one.note, one.follow_up, one.application)
        except ChannelError:
            return
        except FAILURES as error:
            raise AssertionError(f"channel {self.channel.name!r}: compose raised {type(error).__name__}") from None
        self.require(isinstance(message, Message), f"compose gave a {type(message).__name__}, not a Message")
        self._message(message, one)
        again = self.channel.compose(one.note, one.follow_up, one.application)
        self.require(looked_at(message) == looked_at(again), "compose says something else the second time")
        self._drafts(message)
        self.require(before == looked_at(one.note, one.follow_up, one.application), "it changed what it was given")

    def _message(self, message: Message, one: Written) -> None:
        name = self.channel.name
        self.require(message.channel == name, f"compose gave a message of channel {message.channel!r}")
        same = (message.handle, message.key) == (one.follow_up.handle, one.follow_up.key)
        self.require(same, "the message belongs to another follow-up; keep its handle and key")
        person = one.application.person(one.follow_up.recipient)
        there = [to.address for to in message.recipients]
        wanted = [self.channel.address(person)] if person else []
        self.require(there == wanted, "the message goes to somebody else than the recipient, or to more than one")
        self.require(not message.copies, "the message goes to others as well (NC-16)")
        self.require(len(message.subject.splitlines()) <= 1, "the subject has more than one line")

    def _drafts(self, message: Message) -> None:
        drafts = self._saved(lambda: tuple(self.channel.drafts(message)))
        for draft in drafts:
            self.require(isinstance(draft, Draft), f"drafts gave a {type(draft).__name__}, not a Draft")
            self.require(bool(_SUFFIX.fullmatch(draft.suffix)), f"a draft ends in {draft.suffix!r}, as in '.txt'")
            self.require(bool(_MEDIA_TYPE.fullmatch(draft.media_type)), f"{draft.media_type!r} is no media type")
            self.require(isinstance(draft.content, bytes), "the content of a draft is bytes")
        self.require(
            drafts == self._saved(lambda: tuple(self.channel.drafts(message))), "drafts differ the second time"
        )

    def _saved(self, drafts: Callable[[], tuple[Draft, ...]]) -> tuple[Draft, ...]:
        try:
            return drafts()
        except ChannelError:
            return ()
        except FAILURES as error:
            raise AssertionError(f"channel {self.channel.name!r}: drafts raised {type(error).__name__}") from None
