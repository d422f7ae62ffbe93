"""List every extension point, and ``hookimpl``, the marker a plugin puts on its functions.

Hooks only register: each takes no argument, is asked once when a kit is built, and returns records.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from followkit._core.records import Adapter, Channel, Check, Condition, Guard, Language, Policy, Sender

hookspec = pluggy.HookspecMarker("followkit")
hookimpl = pluggy.HookimplMarker("followkit")


@hookspec
def followkit_channels() -> Iterable[Channel]:  # type: ignore[empty-body]
    """Return the channels this plugin adds.

    Asked: once, when a kit is built. Unique by: ``name``. Refused: anything that is not a ``Channel``.
    """


@hookspec
def followkit_policies() -> Iterable[Policy]:  # type: ignore[empty-body]
    """Return the policies this plugin adds.

    Asked: once, when a kit is built. Unique by: ``name``. Refused: anything that is not a ``Policy``.
    """


@hookspec
def followkit_conditions() -> Iterable[Condition]:  # type: ignore[empty-body]
    """Return the conditions this plugin adds for rules to ask.

    Asked: once, when a kit is built. Unique by: ``name``. Refused: anything that is not a ``Condition``.
    """


@hookspec
def followkit_guards() -> Iterable[Guard]:  # type: ignore[empty-body]
    """Return the guards this plugin adds.

    Asked: once, when a kit is built. Unique by: ``name``. Refused: anything that is not a ``Guard``.
    """


@hookspec
def followkit_languages() -> Iterable[Language]:  # type: ignore[empty-body]
    """Return the languages, or the sentences of a language, that this plugin adds.

    Asked: once, when a kit is built. Unique by: ``tag``. Refused: anything that is not a ``Language``.
    """


@hookspec
def followkit_checks() -> Iterable[Check]:  # type: ignore[empty-body]
    """Return what this plugin looks for in a note before it goes out.

    Asked: once, when a kit is built. Unique by: ``code``. Refused: anything that is not a ``Check``.
    """


@hookspec
def followkit_adapters() -> Iterable[Adapter]:  # type: ignore[empty-body]
    """Return the adapters this plugin adds for reading what other programs write.

    Asked: once, when a kit is built. Unique by: ``name``. Refused: anything that is not an ``Adapter``.
    """


@hookspec
def followkit_senders() -> Iterable[Sender]:  # type: ignore[empty-body]
    """Return the senders this plugin adds for handing messages over.

    Asked: once, when a kit is built. Unique by: ``name``. Refused: anything that is not a ``Sender``.
    """
