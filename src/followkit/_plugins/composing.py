"""Ask a channel for a message or its files, and name the plugin whose channel fails.

What a failing channel said may be personal, so only the type of its error is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from followkit._core.decisions import FollowUp
from followkit._core.errors import FollowkitError, PluginError
from followkit._core.facts import Application
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import Channel
from followkit._plugins.loading import PluginReport


def composed(
    channel: Channel, provider: PluginReport, note: Note, follow_up: FollowUp, application: Application
) -> Message:
    """Return the message that *channel* makes of a note.

    Raises:
        ChannelError: when the channel refuses.
        PluginError: when it fails, or answers with anything but a message.
    """
    with _named(channel, provider, "compose"):
        message = channel.compose(note, follow_up, application)
    if not isinstance(message, Message):
        raise _broken(channel, provider, f"compose gave a {type(message).__name__}, not a Message")
    return message


def drafted(channel: Channel, provider: PluginReport, message: Message) -> tuple[Draft, ...]:
    """Return the files that *channel* saves a message as.

    Raises:
        ChannelError: when the channel refuses.
        PluginError: when it fails, or answers with anything but drafts.
    """
    with _named(channel, provider, "drafts"):
        drafts = tuple(channel.drafts(message))
    if not all(isinstance(draft, Draft) for draft in drafts):
        raise _broken(channel, provider, "drafts gave something that is no Draft")
    return drafts


@contextmanager
def _named(channel: Channel, provider: PluginReport, verb: str) -> Iterator[None]:
    try:
        yield
    except FollowkitError:
        raise
    except Exception as error:
        raise _broken(channel, provider, f"{verb} failed with {type(error).__name__}") from None


def _broken(channel: Channel, provider: PluginReport, what: str) -> PluginError:
    message = f"channel {channel.name!r} of plugin {provider.name!r}: {what}"
    return PluginError(message, plugin=provider.name, distribution=provider.distribution)
