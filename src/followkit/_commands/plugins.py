"""``followkit plugins``: what is installed, what it brings, and what is wrong with it."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from followkit._commands.probing import Found, looked_at, probed
from followkit._commands.terminal import shown, tell
from followkit._plugins.discovering import installed
from followkit._plugins.loading import HOOKS, PluginReport, PluginState, Source, report
from followkit.kit import Kit

BUILT_IN = "followkit"
WORDS = {
    "from": "{name}: {distribution} {version}",
    "alone": "{name}",
    "brings": "  brings {provides}",
    "wrong": "  {problem}",
    "together": "read together: {problem}",
    "none": "no plugin is installed; the built-in rules, words and channels are one themselves",
}


def run(options: Namespace) -> int:
    """Print what is built in and every installed plugin; 1 when anything is wrong with one, or with all together."""
    look = probed if options.check else looked_at
    reports = [_reported(source, look) for source in installed()]
    well = [one.name for one in reports if not one.problem]
    together = look(well)["problem"] if len(well) > 1 else ""
    tell(*(line for one in (*Kit().plugins, *reports) for line in _lines(one)))
    if together:
        tell(shown(WORDS["together"].format(problem=together)))
    if not reports:
        tell(WORDS["none"])
    return 1 if together or len(well) < len(reports) else 0


def _reported(source: Source, look: Callable[[Sequence[str]], Found]) -> PluginReport:
    found = look([source.name])
    told = report(evolve(source, state=PluginState.LOADED), (), found["problem"])
    return evolve(told, provides=tuple(found["provides"]))


def _lines(one: PluginReport) -> Iterable[str]:
    known = WORDS["from"] if one.distribution else WORDS["alone"]
    yield shown(known.format(name=one.name, distribution=one.distribution, version=one.version))
    if one.provides:
        provides = _counted(one.provides) if one.name == BUILT_IN else one.provides
        yield shown(WORDS["brings"].format(provides=", ".join(provides)))
    if one.problem:
        yield shown(WORDS["wrong"].format(problem=one.problem))


def _counted(provides: Iterable[str]) -> Iterable[str]:
    """Return how many records of each kind there are: what is built in has too many names to read past."""
    plural = {kind.__name__.lower(): hook.removeprefix("followkit_") for hook, kind in HOOKS.items()}
    return (f"{plural[kind]} ({number})" for kind, number in Counter(one.split(":")[0] for one in provides).items())
