"""Build the kit a command works with: the built-in rules, words and channels, and the installed plugins it was told."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from followkit._commands.terminal import refuse, shown
from followkit._commands.wording import did_you_mean
from followkit._plugins.discovering import installed
from followkit._plugins.loading import PluginState, Source
from followkit.kit import Kit


def kit_of(options: Namespace, **given: Any) -> Kit:
    """Return a kit that reads exactly the installed plugins that ``--plugin`` names.

    Args:
        options: what was typed.
        given: what else the kit is made of.

    Raises:
        InvalidFacts: for a plugin that is not installed, or that is broken.
    """
    names: Sequence[str] = options.plugin
    if not names:
        return Kit(**given)
    _refuse_unknown(names)
    kit = Kit(**given, discover=True, allow=names)
    for report in kit.plugins:
        if report.state is PluginState.FAILED:
            raise refuse("--plugin", shown(report.problem), "ask about it: followkit plugins --check")
    return kit


def again(options: Namespace) -> str:
    """Return what a further command is given so that it reads the same plugins, to be put behind it.

    >>> again(Namespace(plugin=["whatsapp"]))
    ' --plugin whatsapp'
    """
    return "".join(f" --plugin {shown(name)}" for name in options.plugin)


def _refuse_unknown(names: Sequence[str]) -> None:
    there = installed()
    for name in names:
        if name not in {source.name for source in there}:
            raise refuse("--plugin", f"no plugin called {shown(name)!r} is installed", _cure(name, there))


def _cure(name: str, there: Sequence[Source]) -> str:
    """Return which plugin was meant, also where its distribution was named; or how to get one."""
    of_distribution = [source.name for source in there if source.distribution == name]
    known = of_distribution or [source.name for source in there]
    if not known:
        return "install it into this environment first: pip install followkit-…"
    return f"did you mean {known[0]}?" if of_distribution else did_you_mean(name, known)
