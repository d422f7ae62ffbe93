"""Collect what plugins return into one registry, naming whoever is broken or in conflict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, field, fields, frozen

from followkit._core.errors import PluginError
from followkit._core.records import Adapter, Channel, Check, Condition, Guard, Language, Policy, Record, Sender
from followkit._plugins.loading import ADDED, GROUP, RESERVED, PluginReport, PluginState, Source, ask, report, sound
from followkit._plugins.soundness import name_of

Given = tuple[PluginReport, Record]
"""A record, and the plugin it is from."""


@frozen(kw_only=True)
class Registry:
    """Hold every record by kind and name, and who provided it.

    Args:
        adapters, channels, conditions, guards, policies, senders: by name.
        checks: by code.
        languages: whole ones first, then what changes single words of them.
        reports: one for each plugin, and one for what was added without a plugin.
        given: every record with the plugin it is from, also those that another overrides.
        lost: names of the plugins that failed to load.
        discovered: names of the plugins that nobody gave by hand, and that are set aside where they are broken.
    """

    adapters: Mapping[str, Adapter]
    channels: Mapping[str, Channel]
    checks: Mapping[str, Check]
    conditions: Mapping[str, Condition]
    guards: Mapping[str, Guard]
    languages: tuple[Language, ...]
    policies: Mapping[str, Policy]
    senders: Mapping[str, Sender]
    reports: tuple[PluginReport, ...]
    given: tuple[Given, ...] = field(repr=False)
    lost: tuple[str, ...] = ()
    discovered: frozenset[str] = frozenset()

    def provider(self, record: Record) -> PluginReport:
        """Return the plugin that a record is from."""
        return next(told for told, one in self.given if one is record)

    @property
    def built_in(self) -> tuple[Language, ...]:
        """Give the words that are followkit's own."""
        return tuple(one for told, one in self.given if told.name == GROUP and isinstance(one, Language))

    @property
    def of_plugins(self) -> frozenset[str]:
        """Give the names of the policies that come from plugins, and are neither ours nor added by hand."""
        found = [name_of(one) for told, one in self.given if isinstance(one, Policy) and told.name not in RESERVED]
        return frozenset(found)

    @property
    def content(self) -> str:
        """Give who provides what, as text: another plugin, another version or other words make another text.

        Policies are left out; what they come to once compiled has a digest of its own, whatever their order.
        """
        asked = [one for one in self.reports if one.state in (PluginState.LOADED, PluginState.FAILED)]
        plugins = [(one.name, one.version, one.problem) for one in asked]
        told = [(one.name, *_content(record)) for one, record in self.given if not isinstance(record, Policy)]
        return repr((plugins, sorted(told)))


def collect(sources: Iterable[Source], *, added: Sequence[Record] = (), block: Collection[str] = ()) -> Registry:
    """Ask every plugin for its records.

    Args:
        sources: the plugins.
        added: records without a plugin.
        block: names of plugins that are not asked.

    Raises:
        PluginError: when a plugin given by hand is broken, or two provide one name.
    """
    given: list[Given] = []
    reports: list[PluginReport] = []
    sources = sorted(sources, key=lambda source: source.name)
    _refuse_one_name(source for source in sources if source.name not in block and not source.problem)
    for source in sources:
        told, records = _reported(evolve(source, state=PluginState.BLOCKED) if source.name in block else source)
        reports.append(told)
        given += [(told, record) for record in records]
    if added:
        by_hand = Source(name=ADDED, plugin=None)
        reports.append(report(by_hand, sound(by_hand, added)))
        given += [(reports[-1], record) for record in added]
    return _registry(given, reports, frozenset(source.name for source in sources if not source.explicit))


def set_aside(registry: Registry, told: Sequence[str]) -> Registry | None:
    """Return the registry without the discovered plugins whose texts are broken, or None where there are none.

    Args:
        registry: all there is.
        told: what is wrong with texts, each beginning with where it comes from (:func:`origin`).
    """
    problems: dict[str, str] = {}
    for provider, record in registry.given:
        said = "; ".join(_said_of(provider, record, told)) if provider.name in registry.discovered else ""
        if said:
            what = f"brings a {type(record).__name__.lower()} {name_of(record)!r} that cannot be used"
            problems.setdefault(provider.name, f"plugin {provider.name!r} {what}: {said}")
    if not problems:
        return None
    reports = [
        evolve(one, provides=(), problem=problems[one.name], state=PluginState.FAILED) if one.name in problems else one
        for one in registry.reports
    ]
    kept = [(provider, record) for provider, record in registry.given if provider.name not in problems]
    return _registry(kept, reports, registry.discovered)


def origin(provider: PluginReport, record: Policy | Language) -> str:
    """Return where a text of a plugin comes from, for its problems: its own source, and whose it is.

    >>> origin(PluginReport(name="law", distribution="followkit-law"), Policy(name="firm", text="", source="firm.toml"))
    "firm.toml (policy 'firm' of plugin 'law', followkit-law)"
    """
    whose = f"{type(record).__name__.lower()} {name_of(record)!r} of plugin {provider.name!r}"
    whose += f", {provider.distribution}" if provider.distribution else ""
    return f"{record.source} ({whose})" if record.source else whose


def _said_of(provider: PluginReport, record: Record, told: Iterable[str]) -> Iterable[str]:
    """Yield what is wrong with one text of a plugin; the plugin is known where it is told."""
    if not isinstance(record, (Policy, Language)):
        return
    begins = f"{origin(provider, record)}: "
    source = f"{record.source}: " if record.source else ""
    yield from (source + one.removeprefix(begins) for one in told if one.startswith(begins))


def _traced(provider: PluginReport, record: Record) -> Record:
    """Return a record, and a text of a plugin with where it comes from."""
    if provider.name in RESERVED or not isinstance(record, (Policy, Language)):
        return record
    return evolve(record, source=origin(provider, record))


def _registry(given: Sequence[Given], reports: Sequence[PluginReport], discovered: frozenset[str]) -> Registry:
    traced = [(told, _traced(told, record)) for told, record in given]
    return Registry(
        adapters=_by_name(given, Adapter),
        channels=_by_name(given, Channel),
        checks=_by_name(given, Check),
        conditions=_by_name(given, Condition),
        guards=_by_name(given, Guard),
        policies=_by_name(traced, Policy),
        senders=_by_name(given, Sender),
        languages=_languages(traced),
        reports=tuple(reports),
        given=tuple(given),
        lost=tuple(one.name for one in reports if one.problem),
        discovered=discovered,
    )


def _refuse_one_name(sources: Iterable[Source]) -> None:
    """Refuse a plugin given by hand that is called like an installed one; nobody could say which of them failed."""
    owners: dict[str, str] = {}
    for source in sources:
        if source.name in owners:
            owner = source.distribution or owners[source.name]
            message = f"a plugin given by hand and one of {owner} are both called {source.name!r}; rename the first"
            raise PluginError(message, plugin=source.name, distribution=owner)
        owners[source.name] = source.distribution


def _reported(source: Source) -> tuple[PluginReport, list[Record]]:
    """Return what became of a plugin, and its records; one that was found by itself and is broken has none."""
    if source.state in (PluginState.BLOCKED, PluginState.NOT_ALLOWED):
        return report(source, ()), []
    try:
        records = ask(source)
    except PluginError as error:
        if source.explicit:
            raise
        return report(source, (), str(error)), []
    return report(source, records), records


def _content(record: Record) -> tuple[str, str, str]:
    """Return a record's kind, name and content as far as it can be told: functions by name, and not where it was."""
    told = {field.name: getattr(record, field.name) for field in fields(type(record)) if field.name != "source"}
    parts = {name: _qualified(value) if callable(value) else value for name, value in told.items()}
    return type(record).__name__, name_of(record), repr(sorted(parts.items()))


def _qualified(value: object) -> str:
    return str(getattr(value, "__qualname__", type(value).__qualname__))


def _by_name(given: Iterable[Given], kind: type[Any]) -> dict[str, Any]:
    """Return the records of one kind by name; of two with one name exactly one must say that it overrides."""
    providers: dict[str, list[tuple[str, Any]]] = {}
    for provider, record in given:
        if isinstance(record, kind):
            providers.setdefault(name_of(record), []).append((provider.name, record))
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
    found = [(provider, record) for provider, record in given if isinstance(record, Language)]
    whole: dict[str, Language] = _by_name([pair for pair in found if not pair[1].overrides], Language)
    changes = sorted(
        (
            (record.tag, provider.name, record.source, record.text, record)
            for provider, record in found
            if record.overrides
        ),
        key=lambda change: change[:4],
    )
    for tag, provider, *_, record in changes:
        if tag not in whole:
            _refuse_override_of_nothing("language", tag, provider, record)
    return (*whole.values(), *(record for *_, record in changes))
