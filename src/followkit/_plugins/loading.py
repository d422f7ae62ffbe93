"""Ask each plugin alone for its records, and say of each what it is, what it brought or what went wrong.

Each is asked in a manager of its own: one that raises cannot silence the others, an answer is always attributed, and
the order of plugins cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import ModuleType
from typing import Any

import pluggy
from attrs import field, frozen

from followkit import hookspecs
from followkit._core.answers import kind_of, printable, text
from followkit._core.errors import PluginError
from followkit._core.records import (
    FAILURES,
    Adapter,
    Channel,
    Check,
    Condition,
    Guard,
    Language,
    Policy,
    Record,
    Sender,
)
from followkit._plugins.slips import marked, slips
from followkit._plugins.soundness import name_of, problem_of, unreadable

GROUP = "followkit"
ADDED = "add"
"""The name under which records are reported that came without a plugin (``Kit(add=…)``)."""
RESERVED = frozenset({GROUP, ADDED})
"""What no plugin may be called, since what is built in and what is added are reported so."""

HOOKS: Mapping[str, type[Any]] = {
    "followkit_adapters": Adapter,
    "followkit_channels": Channel,
    "followkit_checks": Check,
    "followkit_conditions": Condition,
    "followkit_guards": Guard,
    "followkit_languages": Language,
    "followkit_policies": Policy,
    "followkit_senders": Sender,
}
"""Every hook, and the record it returns."""


class PluginState(StrEnum):
    """Say what became of a plugin: it was loaded, it failed, or it was left out."""

    LOADED = "loaded"
    FAILED = "failed"
    BLOCKED = "blocked"
    NOT_ALLOWED = "not-allowed"


@frozen(kw_only=True)
class PluginReport:
    """Hold what one plugin is and brought, or what went wrong with it.

    Args:
        name, distribution, version: who it is.
        provides: ``channel:email`` and the like, sorted.
        problem: what went wrong, or an empty string.
        state: what became of it.
    """

    name: str
    distribution: str = ""
    version: str = ""
    provides: tuple[str, ...] = ()
    problem: str = field(default="", converter=printable)
    state: PluginState = PluginState.LOADED


@frozen(kw_only=True)
class Source:
    """Hold one plugin to ask.

    Args:
        name: what it is called, and blocked by.
        plugin: the module or instance.
        distribution, version: of the package it was installed with.
        explicit: whether it was given by hand, so that a failure is raised.
        problem: what went wrong while looking for it, or an empty string.
        state: anything but loaded leaves it out, or says that it is broken.
    """

    name: str
    plugin: object = field(default=None, eq=False)
    distribution: str = ""
    version: str = ""
    explicit: bool = True
    problem: str = ""
    state: PluginState = PluginState.LOADED


def listed(name: str, given: object, example: str) -> tuple[Any, ...]:
    """Return what was given as a list; a text is none, though its letters could be gone through.

    Args:
        name: of the argument.
        given: what was given for it.
        example: how it is given.

    Raises:
        PluginError: when it is one thing, and not a list of them.

    >>> listed("block", "pager", "['name']")
    Traceback (most recent call last):
    ...
    followkit._core.errors.PluginError: block wants a list, and is a str; write it as block=['name']
    """
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise PluginError(f"{name} wants a list, and is a {type(given).__name__}; write it as {name}={example}")
    return tuple(given)


def given_by_hand(plugins: Iterable[object]) -> list[Source]:
    """Return the plugins given by hand, each under its module's name, its own ``name``, or that of its class.

    Raises:
        PluginError: when two go by one name, so that nobody could say which of them failed, or one by followkit's.
    """
    sources = [Source(name=_name_of(plugin), plugin=plugin) for plugin in plugins]
    for source in sources:
        if source.name in RESERVED:
            raise refused(source, "goes by a name that is followkit's own; give it another")
    names = [source.name for source in sources]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            message = f"{names.count(name)} plugins are called {name!r}; give each instance a name of its own"
            raise PluginError(message, plugin=name)
    return sources


def _name_of(plugin: object) -> str:
    if isinstance(plugin, ModuleType):
        return plugin.__name__
    try:
        name = getattr(plugin, "name", None)
        given = text(name) if isinstance(name, str) else ""
    except FAILURES:
        given = ""
    return given or kind_of(plugin)


# Asking -------------------------------------------------------------------------------------------------------------


def ask(source: Source) -> list[Record]:
    """Return the records of one plugin.

    Raises:
        PluginError: when it is no plugin, forgot a marker, fails, or answers with anything but records.
    """
    if source.problem:
        raise refused(source, source.problem)
    if isinstance(source.plugin, type):
        raise refused(source, "is a class; give an instance of it")
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    try:
        problem = next(slips(source.plugin, HOOKS), "")
        if not problem:
            manager.register(source.plugin, name=source.name)
            manager.check_pending()
            problem = _unheard(manager, source.plugin)
    except FAILURES as error:  # what it says may hold the plugin's settings
        problem = f"is not a followkit plugin ({kind_of(error)})"
    if problem:
        raise refused(source, problem)
    if not manager.get_hookcallers(source.plugin):
        raise refused(source, "provides nothing; mark its functions with @followkit.hookimpl")
    asked = ((getattr(manager.hook, hook), hook, kind) for hook, kind in HOOKS.items())
    return sound(source, [record for call, hook, kind in asked for record in _answers(source, call, hook, kind)])


def _unheard(manager: pluggy.PluginManager, plugin: object) -> str:
    """Return what is wrong where pluggy asks other functions than the marked ones, or nothing."""
    callers = manager.get_hookcallers(plugin) or []
    asked = sorted(call.name for call in callers for _ in call.get_hookimpls())
    return "" if asked == marked(plugin) else "has a marked function that pluggy does not find; write it as a plain one"


def _answers(source: Source, call: pluggy.HookCaller, hook: str, kind: type[Any]) -> list[Record]:
    try:
        answers = call()
        records = [record for answer in answers for record in _listed(answer)]
        wrong = next((kind_of(record) for record in records if type(record) is not kind), "")
    except FAILURES as error:
        raise refused(source, f"{hook} failed with {kind_of(error)}") from None
    if len(answers) < len(call.get_hookimpls()):
        raise refused(source, f"{hook} returned None; return a list, which may be empty")
    if wrong:
        raise refused(source, f"{hook} returned a {wrong}, not a {kind.__name__}")
    return records


def _listed(answer: object) -> list[Any]:
    """Return what a hook gave as a list; a text or a table is one thing, even where it is empty."""
    return [answer] if isinstance(answer, (str, bytes, Mapping)) else list(answer)  # type: ignore[call-overload]


def sound(source: Source, records: Sequence[Record]) -> list[Record]:
    """Return the records as they are, once each can be used.

    Raises:
        PluginError: for what is no record or not a whole one, for two of one name, and for a text of an installed
            plugin that cannot be read.
    """
    try:
        problem = problem_of(records) or ("" if source.explicit else unreadable(records))
    except FAILURES as error:
        problem = f"brings a record that cannot be looked at ({kind_of(error)})"
    if problem:
        raise refused(source, problem)
    return list(records)


def refused(source: Source, message: str) -> PluginError:
    """Return the error that says what is wrong with a plugin, and whose it is."""
    return PluginError(
        f"plugin {source.name!r} {printable(message)}", plugin=source.name, distribution=source.distribution
    )


def report(source: Source, records: Iterable[Record], problem: str = "") -> PluginReport:
    """Return what became of a plugin."""
    return PluginReport(
        name=source.name,
        distribution=source.distribution,
        version=source.version,
        provides=tuple(sorted(f"{type(record).__name__.lower()}:{name_of(record)}" for record in records)),
        problem=problem,
        state=PluginState.FAILED if problem else source.state,
    )
