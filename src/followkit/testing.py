"""Prove rules with scenarios, and hold a plugin's records to their contracts; plain functions, for any test runner.

A scenario is facts, a moment, and what must come of them, in TOML that people can read; the format is told in
``docs/reference/scenarios.md``::

    from followkit.testing import assert_scenarios

    def test_our_scenarios():
        assert_scenarios("scenarios/", kit=fk.Kit(house="our-house/"))

A contract is one call for one record; it needs ``followkit[testing]``::

    from followkit.testing import check_channel

    def test_our_channel():
        check_channel(PAGER, reaches={"pager": "5550199"})

Sample facts, to try anything on, are what the casts play (:func:`samples`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path

from attrs import evolve

from followkit._casts.reading import Scene, casts
from followkit._contracts.adapter import check_adapter
from followkit._contracts.channel import check_channel
from followkit._contracts.rules import check_condition, check_guard
from followkit._contracts.sender import check_sender
from followkit._contracts.words import check_check, check_language
from followkit._core.errors import InvalidFacts, InvalidScenario, Problem
from followkit._interchange.folder import bytes_at
from followkit._interchange.text import decode
from followkit._scenarios.reading import read_scenarios
from followkit._scenarios.running import run
from followkit._scenarios.scenario import Outcome, Scenario
from followkit.kit import Kit

__all__ = [
    "Outcome",
    "Scenario",
    "Scene",
    "assert_scenarios",
    "check_adapter",
    "check_channel",
    "check_check",
    "check_condition",
    "check_guard",
    "check_language",
    "check_sender",
    "read_scenarios",
    "run_scenarios",
    "samples",
]

Scenarios = str | PathLike[str] | Mapping[str, str] | Iterable[Scenario]


def samples(language: str = "en", *, rule: str | None = None) -> tuple[Scene, ...]:
    """Return sample facts, each with the moment at which a note is due in them.

    Every occasion on which a note is written is played by three casts: ``minimal``, of whom little is known; ``rich``,
    of whom everything is; and ``awkward``, whose facts are as people really type them.

    Args:
        language: the tag of the language the candidate reads and writes.
        rule: the id of the rule that asks for the note; every rule, unless given.

    >>> from followkit import Kit
    >>> scene = next(one for one in samples(rule="thank-you") if one.cast == "rich")
    >>> plan = Kit().plan(scene.application, now=scene.now)
    >>> [one.handle for one in plan.follow_ups if one.rule == scene.rule]
    ['thank-you/priya', 'thank-you/sam']
    """
    return tuple(scene for scene in casts(language) if rule in (None, scene.rule))


def run_scenarios(scenarios: Scenarios, kit: Kit | None = None) -> tuple[Outcome, ...]:
    """Plan every scenario and say how it came out.

    Args:
        scenarios: the path of a file or folder, texts by name, or scenarios that were read already.
        kit: the rules and words to prove; the built-in ones, unless given.

    Raises:
        InvalidScenario: with every problem of all files.

    >>> text = '''
    ... [[scenario]]
    ... name = "With nobody interviewed, nothing is planned"
    ... now = 2025-06-10T12:00:00-04:00
    ... expect = {}
    ... only = true
    ... because = "no-interview"
    ... '''
    >>> [outcome.passed for outcome in run_scenarios({"empty.toml": text})]
    [True]
    """
    return tuple(run(_read(scenarios), kit))


def assert_scenarios(scenarios: Scenarios, kit: Kit | None = None) -> None:
    """Fail with everything that came out otherwise than the scenarios say.

    Args:
        scenarios, kit: as for :func:`run_scenarios`.

    Raises:
        AssertionError: with every difference, under the scenario it belongs to.
        InvalidScenario: with every problem of all files.
    """
    failed = [outcome for outcome in run_scenarios(scenarios, kit) if not outcome.passed]
    lines = [line for outcome in failed for line in _lines(outcome)]
    if lines:
        raise AssertionError("\n".join(["", *lines]))


def _lines(outcome: Outcome) -> list[str]:
    scenario = outcome.scenario
    return [f"{scenario.source}: {scenario.name}", *(f"  {difference}" for difference in outcome.differences)]


def _read(scenarios: Scenarios) -> Iterator[Scenario]:
    if not isinstance(scenarios, (str, PathLike, Mapping)):
        yield from scenarios
        return
    texts = scenarios if isinstance(scenarios, Mapping) else _texts(Path(scenarios))
    problems: list[Problem] = []
    found: list[Scenario] = []
    for name, text in texts.items():
        try:
            found += read_scenarios(text, name)
        except InvalidScenario as error:
            problems += _in(name, error.problems)
    if problems:
        raise InvalidScenario(problems=problems)
    yield from found


def _texts(path: Path) -> dict[str, str]:
    """Return the texts of one file, or of all files of a folder that end in ``.toml``."""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    texts, problems = {}, []
    for file in files:
        try:
            texts[file.name] = decode(bytes_at(file), "toml")
        except InvalidFacts as error:
            problems += _in(file.name, error.problems)
    if not files:
        hint = "files that end in .toml"
        problems.append(Problem(place="", code="no-scenarios", message="the folder holds no scenarios", hint=hint))
    if problems:
        raise InvalidScenario(problems=problems)
    return texts


def _in(file: str, problems: Iterable[Problem]) -> list[Problem]:
    return [evolve(one, place=f"{file}: {one.place}".removesuffix(": ")) for one in problems]
