"""Find plugins, ask each alone for its records, and say of each what it is, what it brought or what went wrong.

Each is asked in a manager of its own: one that raises cannot silence the others, an answer is always attributed, and
the order of plugins cannot matter.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from importlib import metadata
from types import ModuleType
from typing import Any

import pluggy
from attrs import evolve, field, frozen

from followkit import hookspecs
from followkit._core.errors import PluginError
from followkit._core.records import Adapter, Channel, Check, Condition, Guard, Language, Policy, Record, Sender

GROUP = "followkit"
ADDED = "add"
"""The name under which records are reported that came without a plugin (``Kit(add=…)``)."""

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

_PREFIX = f"{GROUP}_"
_MARK = f"{GROUP}_impl"  # what pluggy's marker sets on a function


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
    problem: str = ""
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


def given_by_hand(plugins: Iterable[object]) -> list[Source]:
    """Return the plugins given by hand, each under its module's name, its own ``name``, or that of its class.

    Raises:
        PluginError: when two go by one name, so that nobody could say which of them failed.
    """
    sources = [Source(name=_name_of(plugin), plugin=plugin) for plugin in plugins]
    names = [source.name for source in sources]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            message = f"{names.count(name)} plugins are called {name!r}; give each instance a name of its own"
            raise PluginError(message, plugin=name)
    return sources


def _name_of(plugin: object) -> str:
    if isinstance(plugin, ModuleType):
        return plugin.__name__
    name = getattr(plugin, "name", None)
    return name if isinstance(name, str) and name else type(plugin).__name__


def discovered(block: Collection[str] = (), allow: Collection[str] | None = None) -> list[Source]:
    """Return the plugins of installed distributions by name; each is imported alone, and a broken one says so.

    Args:
        block: names that are left out, and not even imported.
        allow: names of which alone may be imported; None for all.
    """
    points: dict[str, list[metadata.EntryPoint]] = {}
    for point in metadata.entry_points(group=GROUP):
        points.setdefault(point.name, []).append(point)
    return [
        *(_found(name, points[name], block, allow) for name in sorted(points)),
        *(
            Source(name=name, explicit=False, problem="is not installed", state=PluginState.FAILED)
            for name in sorted(set(allow or ()) - {*points, *block})
        ),
    ]


def installed() -> list[Source]:
    """Return the installed plugins by name, without importing any."""
    points = {point.name: point for point in metadata.entry_points(group=GROUP)}
    return [_found(name, [points[name]], block=[name], allow=None) for name in sorted(points)]


def _found(
    name: str, points: Sequence[metadata.EntryPoint], block: Collection[str], allow: Collection[str] | None
) -> Source:
    """Return what one name stands for; nothing is imported that was not asked for."""
    dist = points[0].dist
    distribution, version = (dist.name, dist.version) if dist else ("", "")
    told = Source(name=name, distribution=distribution, version=version, explicit=False)
    if name in block:
        return evolve(told, state=PluginState.BLOCKED)
    if allow is not None and name not in allow:
        return evolve(told, state=PluginState.NOT_ALLOWED)
    if len(points) > 1:
        owners = ", ".join(sorted(point.dist.name if point.dist else "" for point in points))
        problem = f"is the name of two distributions' plugins: {owners}"
        return evolve(told, distribution="", version="", problem=problem, state=PluginState.FAILED)
    try:
        return evolve(told, plugin=points[0].load())
    except (Exception, SystemExit) as error:
        return evolve(told, problem=f"cannot be imported ({type(error).__name__})", state=PluginState.FAILED)


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
    for problem in _slips(source.plugin):
        raise refused(source, problem)
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(source.plugin, name=source.name)
        manager.check_pending()
    except (Exception, SystemExit) as error:
        raise refused(source, f"is not a followkit plugin: {error}") from None
    if not manager.get_hookcallers(source.plugin):
        raise refused(source, "provides nothing; mark its functions with @followkit.hookimpl")
    asked = ((getattr(manager.hook, hook), hook, kind) for hook, kind in HOOKS.items())
    return sound(source, [record for call, hook, kind in asked for record in _answers(source, call, hook, kind)])


def _slips(plugin: object) -> Iterator[str]:
    """Yield what is named like a hook and is none, or lacks its marker; nothing of the plugin is evaluated."""
    for name in dir(plugin):
        found = inspect.getattr_static(plugin, name) if name.startswith(_PREFIX) else None
        function = getattr(found, "__func__", found)
        if not inspect.isfunction(function):
            continue
        if name not in HOOKS:
            near = get_close_matches(name, HOOKS, n=1)
            yield f"has a function {name}, which is no hook; " + (
                f"did you mean {near[0]}?" if near else f"the hooks are {', '.join(HOOKS)}"
            )
        elif not hasattr(function, _MARK):
            yield f"has {name} without its marker; write @followkit.hookimpl above it"


def _answers(source: Source, call: Callable[[], list[Any]], hook: str, kind: type[Any]) -> list[Record]:
    try:
        answers = [list(answer) for answer in call() if answer is not None]
    except (Exception, SystemExit) as error:
        raise refused(source, f"{hook} failed with {type(error).__name__}") from None
    records = [record for answer in answers for record in answer]
    for record in records:
        if not isinstance(record, kind):
            raise refused(source, f"{hook} returned a {type(record).__name__}, not a {kind.__name__}")
    return records


def sound(source: Source, records: Sequence[Record]) -> list[Record]:
    """Return the records as they are, once each can be used.

    Raises:
        PluginError: for what is no record, for two of one name, and for a channel that belongs to no class: no hours
            and no words are its.
    """
    named: set[tuple[type[Any], str]] = set()
    for record in records:
        if not isinstance(record, tuple(HOOKS.values())):
            raise refused(source, f"brings a {type(record).__name__}, which is no record")
        if isinstance(record, Channel) and not all(isinstance(one, str) and one for one in record.classes or ("",)):
            raise refused(source, f"brings a channel {record.name!r} that names no class, as in classes=['written']")
        if (type(record), name_of(record)) in named and not isinstance(record, Language):
            raise refused(source, f"brings two {type(record).__name__.lower()}s called {name_of(record)!r}")
        named.add((type(record), name_of(record)))
    return list(records)


def name_of(record: Record) -> str:
    """Return what a record is unique by."""
    match record:
        case Language():
            return record.tag
        case Check():
            return record.code
    return record.name


def refused(source: Source, message: str) -> PluginError:
    """Return the error that says what is wrong with a plugin, and whose it is."""
    return PluginError(f"plugin {source.name!r} {message}", plugin=source.name, distribution=source.distribution)


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
