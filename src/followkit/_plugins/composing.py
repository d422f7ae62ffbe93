"""Ask a channel for a message or its files, and name the plugin whose channel fails."""

from __future__ import annotations

import re
from datetime import datetime

from followkit._core.decisions import FollowUp
from followkit._core.errors import FollowkitError
from followkit._core.facts import Application
from followkit._core.notes import Address, Draft, Message, Note
from followkit._core.records import Channel
from followkit._plugins.loading import PluginReport
from followkit._plugins.naming import blaming, broken

_SUFFIX = re.compile(r"(\.[a-z0-9]{1,12}){1,2}")
"""What the name of a file may end in; a path would lead out of the folder it is saved in."""


def composed(
    channel: Channel, provider: PluginReport, note: Note, follow_up: FollowUp, application: Application
) -> Message:
    """Return the message that *channel* makes of a note.

    Raises:
        ChannelError: when the channel refuses.
        PluginError: when it fails, or answers with anything but a message for this follow-up.
    """
    what = f"channel {channel.name!r}"
    with blaming(what, provider, "compose", FollowkitError):
        message = channel.compose(note, follow_up, application)
    if not isinstance(message, Message):
        raise broken(what, provider, f"compose gave a {type(message).__name__}, not a Message")
    if (message.channel, message.key, message.handle) != (channel.name, note.key, note.handle):
        raise broken(what, provider, "compose gave a message for another follow-up or channel")
    if problem := _problem(message):
        raise broken(what, provider, f"compose gave a message whose {problem}")
    return message


def drafted(channel: Channel, provider: PluginReport, message: Message) -> tuple[Draft, ...]:
    """Return the files that *channel* saves a message as.

    Raises:
        ChannelError: when the channel refuses.
        PluginError: when it fails, or answers with anything but drafts that can be saved beside each other.
    """
    what = f"channel {channel.name!r}"
    with blaming(what, provider, "drafts", FollowkitError):
        drafts = tuple(channel.drafts(message))
    if not all(isinstance(draft, Draft) for draft in drafts):
        raise broken(what, provider, "drafts gave something that is no Draft")
    for draft in drafts:
        if not isinstance(draft.suffix, str) or not _SUFFIX.fullmatch(draft.suffix):
            raise broken(what, provider, "drafts gave a file whose suffix is none, as in '.txt'")
        if not isinstance(draft.content, bytes):
            raise broken(what, provider, "drafts gave a file whose content is not bytes")
    if len({draft.suffix for draft in drafts}) < len(drafts):
        raise broken(what, provider, "drafts gave two files of one suffix")
    return drafts


def _problem(message: Message) -> str:
    """Return which part of a message is not what it has to be, or nothing."""
    addresses = (*message.recipients, *message.copies, *([message.sender] if message.sender is not None else []))
    texts = (message.channel, message.subject, message.body, *message.extra, *message.extra.values())
    if not all(isinstance(one, Address) and _is_address(one) for one in addresses):
        return "addresses are none"
    if not all(isinstance(text, str) for text in texts):
        return "texts are none"
    moment = message.not_before
    return "not_before is none" if not (moment is None or _is_instant(moment)) else ""


def _is_address(one: Address) -> bool:
    return isinstance(one.address, str) and (one.name is None or isinstance(one.name, str))


def _is_instant(moment: object) -> bool:
    return isinstance(moment, datetime) and moment.utcoffset() is not None
