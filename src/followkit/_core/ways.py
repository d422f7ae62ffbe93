"""Say which ways a rule may take to somebody, in order: the channels it asks for by name or class, and their forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from attrs import field, frozen

from followkit._core.decisions import Reason
from followkit._core.facts import Person
from followkit._core.records import Channel
from followkit._core.vocabulary import Consent

AS_INVITED, AS_RECEIVED = "as-invited", "as-received"
"""What a rule's ``channels`` call the channel on which the person asked to be contacted, or on which they wrote."""
SHORT, SPOKEN, PAPER = "short", "spoken", "paper"
_NOT_EVERY_TIME = {SPOKEN, PAPER}
"""The classes in which what came is answered only where the rule may go by them."""


@frozen(kw_only=True)
class Access:
    """Hold which channels there are and what the policy says of them.

    Args:
        channels: by name.
        invited_only: the classes that somebody must have invited (CH-04, CH-07).
        allowed: the names that may be used at all, or None for any.
        named_only: the names that a rule must ask for as such (CH-07, CH-10).
        forms: channel to the forms of it that go before it.
    """

    channels: Mapping[str, Channel]
    invited_only: frozenset[str] = frozenset()
    allowed: frozenset[str] | None = None
    named_only: frozenset[str] = frozenset()
    forms: Mapping[str, tuple[str, ...]] = field(factory=dict)


class Way(NamedTuple):
    """Hold one way to reach somebody.

    Args:
        channel: by whose name consent, hours and history go.
        form: the form of it that the message takes, or None for its own.
        is_named: whether the rule asks for it by name, rather than by its class.
    """

    channel: Channel
    form: Channel | None = None
    is_named: bool = False

    @property
    def record(self) -> Channel:
        """Give what composes the message."""
        return self.form or self.channel


def ways(wanted: Collection[str], person: Person, access: Access, named: Mapping[str, str]) -> list[Way | Reason]:
    """Return the ways a rule asks for, each once, and in the place of one that does not exist the reason.

    In a class those that the person invited come first. A call is answered by a call, and post by post, only where the
    rule may: there is no time for letters, say.

    Args:
        wanted: names and classes of channels, as the rule has them.
        person: to whom.
        access: which channels there are.
        named: what :data:`AS_INVITED` and :data:`AS_RECEIVED` stand for here; nothing where they are absent.
    """
    found: dict[str, Way | Reason] = {}
    by_name = {named.get(asked, asked) for asked in wanted}
    for asked in wanted:
        name = named.get(asked) if asked in (AS_INVITED, AS_RECEIVED) else asked
        if name is None:
            continue
        if not any(name == one.name or name in one.classes for one in access.channels.values()):
            found.setdefault(name, _not_installed(name))
        for channel in _called(name, person, access):
            if asked != AS_RECEIVED or _may_answer(channel, wanted):
                for key, way in _in_each_form(channel, access, is_named=channel.name in by_name):
                    found.setdefault(key, way)
    return list(found.values())


def is_invited(channel: Channel, person: Person) -> bool:
    """Tell whether somebody said that they like to be reached by a channel."""
    return person.contact.channels.get(channel.name) is Consent.INVITED


def _called(name: str, person: Person, access: Access) -> list[Channel]:
    """Return the channel of a name, then those of the class of that name; a form is in no class by itself."""
    by_name = [access.channels[name]] if name in access.channels else []
    of_class = (one for one in access.channels.values() if name in one.classes and not one.form_of)
    unasked = (one for one in of_class if one.name not in access.named_only)
    return by_name + sorted(unasked, key=lambda channel: (not is_invited(channel, person), channel.name))


def _in_each_form(channel: Channel, access: Access, *, is_named: bool) -> Iterator[tuple[str, Way | Reason]]:
    """Yield by name the forms that go before a channel, then itself; a form that was asked for goes alone."""
    if channel.form_of:
        yield channel.name, Way(access.channels[channel.form_of], channel, is_named)
        return
    for name in access.forms.get(channel.name, ()):
        form = access.channels.get(name)
        yield name, Way(channel, form, is_named) if form else _not_installed(name)
    yield channel.name, Way(channel, None, is_named)


def _not_installed(name: str) -> Reason:
    return Reason(code="channel-not-installed", parameters={"channel": name})


def _may_answer(channel: Channel, wanted: Collection[str]) -> bool:
    asked_for = {channel.name, *channel.classes} & set(wanted)
    return bool(asked_for) or not _NOT_EVERY_TIME & set(channel.classes)
