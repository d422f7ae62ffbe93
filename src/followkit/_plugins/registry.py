"""Collect what plugins return into one registry, naming whoever is broken or in conflict.

Each plugin is asked alone, in a manager of its own: one that raises cannot silence the others, an answer is always
attributed, and the order of plugins cannot matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from typing import Any

import pluggy
from attrs import field, fields, frozen

from followkit import hookspecs
from followkit._core.errors import PluginError
from followkit._core.records import Channel, Condition, Guard, Language, Policy, Record

GROUP = "followkit"
ADDED = "add"
"""The name under which records are reported that came without a plugin (``Kit(add=…)``)."""

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
    """

    name: str
    distribution: str = ""
    version: str = ""
    provides: tuple[str, ...] = ()
    problem: str = ""


Given = tuple[PluginReport, Record]
"""A record, and the plugin it is from."""


@frozen(kw_only=True)
class Registry:
    """Hold every record by kind and name, and who provided it.

    Args:
        channels, conditions, guards, policies: by name.
        languages: whole ones first, then what changes single words of them.
        reports: one for each plugin, and one for what was added without a plugin.
        given: every record with the plugin it is from, also those that another overrides.
        lost: names of the plugins that failed to load.
    """

    channels: Mapping[str, Channel]
    conditions: Mapping[str, Condition]
    guards: Mapping[str, Guard]
    languages: tuple[Language, ...]
    policies: Mapping[str, Policy]
    reports: tuple[PluginReport, ...]
    given: tuple[Given, ...] = field(repr=False)
    lost: tuple[str, ...] = ()

    def provider(self, record: Record) -> PluginReport:
        """Return the plugin that a record is from."""
        return next(report for report, one in self.given if one is record)

    @property
    def content(self) -> str:
        """Give who provides what, as text: another plugin, another version or other words make another text.

        Policies are left out; what they come to once compiled has a digest of its own, whatever their order.
        """
        plugins = [(report.name, report.version, report.problem) for report in self.reports]
        told = [(report.name, *_content(record)) for report, record in self.given if not isinstance(record, Policy)]
        return repr((plugins, sorted(told)))


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
    given: list[Given] = []
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
        given += [(reports[-1], record) for record in records]
    if added:
        by_hand = Source(name=ADDED, plugin=None)
        reports.append(_report(by_hand, _sound(by_hand, added), ""))
        given += [(reports[-1], record) for record in added]
    return Registry(
        channels=_by_name(given, Channel),
        conditions=_by_name(given, Condition),
        guards=_by_name(given, Guard),
        policies=_by_name(given, Policy),
        languages=_languages(given),
        reports=tuple(reports),
        given=tuple(given),
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
    asked = ((getattr(manager.hook, hook), hook, kind) for hook, kind in _HOOKS.items())
    return _sound(source, [record for call, hook, kind in asked for record in _answers(source, call, hook, kind)])


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


def _sound(source: Source, records: Sequence[Record]) -> list[Record]:
    """Return the records as they are, once each can be used.

    Raises:
        PluginError: for what is no record, and for a channel that belongs to no class: no hours and no words are its.
    """
    for record in records:
        if not isinstance(record, tuple(_HOOKS.values())):
            raise _error(source, f"brings a {type(record).__name__}, which is no record")
        if isinstance(record, Channel) and not all(isinstance(one, str) and one for one in record.classes or ("",)):
            raise _error(source, f"brings a channel {record.name!r} that names no class, as in classes=['written']")
    return list(records)


def _error(source: Source, message: str) -> PluginError:
    return PluginError(f"plugin {source.name!r} {message}", plugin=source.name, distribution=source.distribution)


def _report(source: Source, records: Iterable[Record], problem: str) -> PluginReport:
    provides = tuple(sorted(f"{type(record).__name__.lower()}:{_name(record)}" for record in records))
    return PluginReport(
        name=source.name, distribution=source.distribution, version=source.version, provides=provides, problem=problem
    )


def _name(record: Record) -> str:
    return record.tag if isinstance(record, Language) else record.name


def _content(record: Record) -> tuple[str, str, str]:
    """Return a record's kind, name and content as far as it can be told: functions by name, and not where it was."""
    told = {field.name: getattr(record, field.name) for field in fields(type(record)) if field.name != "source"}
    parts = {name: _qualified(value) if callable(value) else value for name, value in told.items()}
    return type(record).__name__, _name(record), repr(sorted(parts.items()))


def _qualified(value: object) -> str:
    return str(getattr(value, "__qualname__", type(value).__qualname__))


def _by_name(given: Iterable[Given], kind: type[Any]) -> dict[str, Any]:
    """Return the records of one kind by name; of two with one name exactly one must say that it overrides."""
    providers: dict[str, list[tuple[str, Any]]] = {}
    for report, record in given:
        if isinstance(record, kind):
            providers.setdefault(_name(record), []).append((report.name, record))
    return {name: _only(kind.__name__.lower(), name, many) for name, many in sorted(providers.items())}


def _only(kind: str, name: str, many: list[tuple[str, Any]]) -> Any:
    if len(many) == 1:
        _refuse_override_of_nothing(kind, name, *many[0])
        return many[0][1]
    overriding = [record for _, record in many if record.overrides]
    if len(many) == 2 and len(overriding) == 1:
        return overriding[0]
    owners = " and ".join(sorted(provider for provider, _ in many))
    raise PluginError(
        f"{kind} {name!r} is provided by {owners}; exactly one of two may say overrides=True", plugin=owners
    )


def _refuse_override_of_nothing(kind: str, name: str, provider: str, record: Any) -> None:
    """Refuse an override of a name that nobody else provides: it is a slip in the name, and would pass unnoticed."""
    if record.overrides:
        raise PluginError(f"{kind} {name!r} of {provider} says overrides=True, and overrides nothing", plugin=provider)


def _languages(given: Iterable[Given]) -> tuple[Language, ...]:
    """Return whole languages first, then what overrides single words of them."""
    found = [(report, record) for report, record in given if isinstance(record, Language)]
    whole: dict[str, Language] = _by_name([pair for pair in found if not pair[1].overrides], Language)
    changes = sorted(
        ((record.tag, report.name, record.source, record) for report, record in found if record.overrides),
        key=lambda change: change[:3],
    )
    for tag, provider, _, record in changes:
        if tag not in whole:
            _refuse_override_of_nothing("language", tag, provider, record)
    return (*whole.values(), *(record for *_, record in changes))
