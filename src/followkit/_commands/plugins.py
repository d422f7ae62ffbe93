"""``followkit plugins``: what is installed, what it brings, and what is wrong with it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from attrs import evolve

from followkit._commands.probing import probed
from followkit._commands.terminal import shown, tell
from followkit._plugins.finding import installed
from followkit._plugins.loading import PluginReport, PluginState, Source, report
from followkit.kit import Kit

WORDS = {
    "from": "{name}: {distribution} {version}",
    "alone": "{name}",
    "brings": "  brings {provides}",
    "wrong": "  {problem}",
    "none": "no plugin is installed; the built-in rules, words and channels are one themselves",
}


def run(options: Namespace) -> int:
    """Print every installed plugin; 1 when anything is wrong with one."""
    reports = _checked() if options.check else Kit(discover=True).plugins
    told = [line for one in reports for line in _lines(one)]
    tell(*told)
    if all(one.name == "followkit" for one in reports):
        tell(WORDS["none"])
    return 1 if any(one.problem for one in reports) else 0


def _checked() -> Iterable[PluginReport]:
    """Return what becomes of each plugin in a process of its own; none is imported in this one."""
    return [_probed(source) for source in installed()]


def _probed(source: Source) -> PluginReport:
    found = probed(source.name)
    told = report(evolve(source, state=PluginState.LOADED), (), found["problem"])
    return evolve(told, provides=tuple(found["provides"]))


def _lines(one: PluginReport) -> Iterable[str]:
    known = WORDS["from"] if one.distribution else WORDS["alone"]
    yield shown(known.format(name=one.name, distribution=one.distribution, version=one.version))
    if one.provides:
        yield shown(WORDS["brings"].format(provides=", ".join(one.provides)))
    if one.problem:
        yield shown(WORDS["wrong"].format(problem=one.problem))
