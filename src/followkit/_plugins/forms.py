"""Refuse a channel that says it is a form of another, and is not."""

from __future__ import annotations

from collections.abc import Mapping

from followkit._core.errors import PluginError
from followkit._core.records import Channel
from followkit._plugins.registry import Registry


def refuse_unsound_forms(registry: Registry) -> None:
    """Refuse a form of what is no channel, or of one of another class, since it shares consent, hours and words.

    Args:
        registry: the channels, and who provides them.

    Raises:
        PluginError: for the first of them by name; it names who provides it, or who overrides the other channel.
    """
    for channel in registry.channels.values():
        problem = _problem(channel, registry.channels) if channel.form_of else None
        if problem:
            raise _refused(channel, problem, registry)


def _refused(form: Channel, problem: str, registry: Registry) -> PluginError:
    """Return the error that names whoever brought the two apart: who overrides a channel knew nothing of its forms."""
    owner, channel = registry.provider(form), registry.channels.get(form.form_of)
    message = f"channel {form.name!r} of plugin {owner.name!r} is a form of {form.form_of!r}, {problem}"
    if channel is not None and channel.overrides and not form.overrides:
        owner = registry.provider(channel)
        message = f"plugin {owner.name!r} overrides the channel {channel.name!r}: {message}"
    return PluginError(message, plugin=owner.name, distribution=owner.distribution)


def _problem(form: Channel, channels: Mapping[str, Channel]) -> str | None:
    channel = channels.get(form.form_of)
    if channel is None:
        return f"which no plugin provides; there are: {', '.join(one for one in channels if one != form.name)}"
    if channel.form_of:
        return "which is a form itself; say which channel it is a form of"
    if not set(form.classes) & set(channel.classes):
        return f"with which it shares no class; that is {' and '.join(channel.classes)}"
    return None
