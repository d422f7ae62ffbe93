"""Build the kit a command works with: the built-in rules, words and channels, and the house and plugins it was told."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from followkit._commands.terminal import refuse, shown
from followkit._commands.wording import did_you_mean
from followkit._core.errors import InvalidHouse, InvalidPolicy, Problem, WordsError
from followkit._plugins.discovering import installed
from followkit._plugins.loading import PluginState, Source
from followkit.kit import Kit


def kit_of(options: Namespace, **given: Any) -> Kit:
    """Return a kit that reads exactly the installed plugins that ``--plugin`` names, and the house of ``--house``.

    Args:
        options: what was typed.
        given: what else the kit is made of.

    Raises:
        InvalidFacts: for a plugin that is not installed, or that is broken.
        InvalidHouse: for a house that cannot be read.
    """
    house = getattr(options, "house", None)
    if house is None or "house" in given:
        return _with_plugins(options.plugin, given)
    try:
        return _with_plugins(options.plugin, {**given, "house": house})
    except (InvalidHouse, InvalidPolicy) as error:
        raise type(error)(problems=[_of_house(house, problem) for problem in error.problems]) from None
    except WordsError as error:
        raise WordsError(str(error), place=_in_house(house, error.place)) from None


def _with_plugins(names: Sequence[str], given: Mapping[str, Any]) -> Kit:
    if not names:
        return Kit(**given)
    _refuse_unknown(names)
    kit = Kit(**given, discover=True, allow=names)
    for report in kit.plugins:
        if report.state is PluginState.FAILED:
            raise refuse("--plugin", shown(report.problem), "ask about it: followkit plugins --check")
    return kit


def _of_house(house: str, problem: Problem) -> Problem:
    """Say that a problem is in the house, and not in the facts; what was typed as ``--set`` is in neither."""
    return problem if str(problem).startswith("set: ") else evolve(problem, place=_in_house(house, problem.place))


def _in_house(house: str, place: str) -> str:
    return ": ".join(filter(None, [f"--house {shown(house)}", place]))


def again(options: Namespace) -> str:
    """Return what a further command is given so that it reads the same house and plugins, to be put behind it.

    >>> again(Namespace(plugin=["whatsapp"], house="our-house"))
    ' --house our-house --plugin whatsapp'
    """
    house = getattr(options, "house", None)
    read = "" if house is None else f" --house {shown(house)}"
    return read + "".join(f" --plugin {shown(name)}" for name in options.plugin)


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
