"""Collect what plugins return into one registry, naming whoever is broken or in conflict.

Each plugin is asked alone, in a manager of its own: one that raises cannot silence the others, an answer is always
attributed, and the order of plugins cannot matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from typing import Any

import pluggy
from attrs import field, frozen

from followkit import hookspecs
from followkit._core.errors import PluginError
from followkit._core.records import Channel, Condition, Guard, Language, Policy, Record

GROUP = "followkit"

_HOOKS: Mapping[str, type[Any]] = {
    "followkit_channels": Channel,
    "followkit_conditions": Condition,
    "followkit_guards": Guard,
    "followkit_languages": Language,
    "followkit_policies": Policy,
}


@frozen(kw_only=True)
class PluginReport:
    """Hold what one plugin is and brought, or what went wrong with it.

    Args:
        name, distribution, version: who it is.
        provides: ``channel:email`` and the like, sorted.
        problem: what went wrong, or an empty string.
        guards: whether it was meant to bring guards, as far as can be told.
    """

    name: str
    distribution: str = ""
    version: str = ""
    provides: tuple[str, ...] = ()
    problem: str = ""


@frozen(kw_only=True)
class Registry:
    """Hold every record by kind and name, and who provided it."""

    channels: Mapping[str, Channel]
    conditions: Mapping[str, Condition]
    guards: Mapping[str, Guard]
    languages: tuple[Language, ...]
    policies: Mapping[str, Policy]
    reports: tuple[PluginReport, ...]
    lost: tuple[str, ...] = ()


@frozen(kw_only=True)
class Source:
    """Hold one plugin to ask: its name, the object, and whether a failure is fatal."""

    name: str
    plugin: object = field(eq=False)
    distribution: str = ""
    version: str = ""
    explicit: bool = True


def collect(sources: Iterable[Source], *, added: Sequence[Record] = (), block: Sequence[str] = ()) -> Registry:
    """Ask every plugin for its records.

    Raises:
        PluginError: when a plugin given by hand is broken, or two provide one name.
    """
    given: list[tuple[str, Record]] = []
    reports: list[PluginReport] = []
    for source in sorted(sources, key=lambda source: source.name):
        if source.name in block:
            continue
        try:
            records = _ask(source)
        except PluginError as error:
            if source.explicit:
                raise
            reports.append(_report(source, (), str(error)))
            continue
        reports.append(_report(source, records, ""))
        given += [(source.name, record) for record in records]
    given += [("add", record) for record in added]
    return Registry(
        channels=_by_name(given, Channel),
        conditions=_by_name(given, Condition),
        guards=_by_name(given, Guard),
        policies=_by_name(given, Policy),
        languages=_languages(given),
        reports=tuple(reports),
        lost=tuple(report.name for report in reports if report.problem),
    )


def discovered() -> list[Source]:
    """Return the plugins of installed distributions, sorted; a broken entry point becomes a source that fails.

    Raises:
        PluginError: when two distributions use one entry-point name.
    """
    points = sorted(metadata.entry_points(group=GROUP), key=lambda point: point.name)
    sources = []
    for point in points:
        owners = sorted(other.dist.name if other.dist else "" for other in points if other.name == point.name)
        if len(owners) > 1:
            raise PluginError(
                f"two distributions call their plugin {point.name!r}: {', '.join(owners)}", plugin=point.name
            )
        dist = point.dist
        name, version = (dist.name, dist.version) if dist else ("", "")
        try:
            plugin = point.load()
        except Exception as error:
            plugin = _Broken(problem=f"cannot be imported ({type(error).__name__})")
        sources.append(Source(name=point.name, plugin=plugin, distribution=name, version=version, explicit=False))
    return sources


@frozen(kw_only=True)
class _Broken:
    """Stand for a plugin that could not be imported."""

    problem: str


def _ask(source: Source) -> list[Record]:
    if isinstance(source.plugin, _Broken):
        raise _error(source, source.plugin.problem)
    if isinstance(source.plugin, type):
        raise _error(source, "is a class; register an instance of it")
    manager = pluggy.PluginManager("followkit")
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(source.plugin, name=source.name)
        manager.check_pending()
    except Exception as error:
        raise _error(source, f"is not a followkit plugin: {error}") from None
    if not manager.get_hookcallers(source.plugin):
        raise _error(source, "provides nothing; mark its functions with followkit.hookimpl")
    return [
        record for hook, kind in _HOOKS.items() for record in _answers(source, getattr(manager.hook, hook), hook, kind)
    ]


def _answers(source: Source, call: Callable[[], list[Any]], hook: str, kind: type[Any]) -> list[Record]:
    try:
        answers = [list(answer) for answer in call() if answer is not None]
    except (Exception, SystemExit) as error:
        raise _error(source, f"{hook} failed with {type(error).__name__}") from None
    records = [record for answer in answers for record in answer]
    for record in records:
        if not isinstance(record, kind):
            raise _error(source, f"{hook} returned a {type(record).__name__}, not a {kind.__name__}")
    return records


def _error(source: Source, message: str) -> PluginError:
    return PluginError(f"plugin {source.name!r} {message}", plugin=source.name, distribution=source.distribution)


def _report(source: Source, records: Iterable[Record], problem: str) -> PluginReport:
    provides = tuple(sorted(f"{type(record).__name__.lower()}:{_name(record)}" for record in records))
    return PluginReport(
        name=source.name, distribution=source.distribution, version=source.version, provides=provides, problem=problem
    )


def _name(record: Record) -> str:
    return record.tag if isinstance(record, Language) else record.name


def _by_name(given: Iterable[tuple[str, Record]], kind: type[Any]) -> dict[str, Any]:
    """Return the records of one kind by name; of two with one name exactly one must say that it overrides."""
    providers: dict[str, list[tuple[str, Any]]] = {}
    for provider, record in given:
        if isinstance(record, kind):
            providers.setdefault(_name(record), []).append((provider, record))
    return {name: _only(kind.__name__.lower(), name, many) for name, many in sorted(providers.items())}


def _only(kind: str, name: str, many: list[tuple[str, Any]]) -> Any:
    if len(many) == 1:
        return many[0][1]
    overriding = [record for _, record in many if record.overrides]
    if len(many) == 2 and len(overriding) == 1:
        return overriding[0]
    owners = " and ".join(sorted(provider for provider, _ in many))
    raise PluginError(
        f"{kind} {name!r} is provided by {owners}; exactly one of two may say overrides=True", plugin=owners
    )


def _languages(given: Iterable[tuple[str, Record]]) -> tuple[Language, ...]:
    """Return whole languages first, then what overrides single words of them."""
    found = [(provider, record) for provider, record in given if isinstance(record, Language)]
    whole = [(provider, record) for provider, record in found if not record.overrides]
    _by_name(whole, Language)
    changes = sorted(
        (pair for pair in found if pair[1].overrides), key=lambda pair: (pair[1].tag, pair[0], pair[1].source)
    )
    return (*sorted((record for _, record in whole), key=lambda record: record.tag), *(record for _, record in changes))
