"""Check a whole house at once: what is wrong with its files, and what its scenarios show."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from os import PathLike
from pathlib import Path

from attrs import evolve, field, frozen

from followkit._builtin import followkit_policies
from followkit._checking.lines import line_at, lines_of
from followkit._checking.words import words_problems
from followkit._core.errors import InvalidHouse, InvalidPolicy, InvalidScenario, Problem
from followkit._core.policy import BASE
from followkit._core.policy_keys import unknown
from followkit._core.records import Language
from followkit._interchange.folder import bytes_at
from followkit._interchange.places import join, step
from followkit._scenarios.reading import read_scenarios
from followkit._scenarios.running import run
from followkit._scenarios.scenario import Outcome, Scenario
from followkit.houses import POLICY, House, looked_into
from followkit.kit import Kit

NO_HOUSE = frozenset({"no-such-folder", "no-folder"})
"""What is wrong with what was asked, not with a house."""

_SAID = ("variant", "slot", "question")
_LINE = re.compile(r"\bline (\d+)\b")


@frozen(kw_only=True, order=True)
class Finding:
    """Hold one thing that is wrong with a house.

    Args:
        file: the file it stands in; empty for the house itself.
        line: the line, as near as it can be told.
        what: what is wrong, and what would be right.
    """

    file: str
    line: int
    what: str


@frozen(kw_only=True)
class Verdict:
    """Hold what came of checking a house.

    Args:
        files: how many were read.
        scenarios: how many were run.
        findings: what is wrong, in the order of files and lines.
    """

    files: int
    scenarios: int
    findings: tuple[Finding, ...]


def check(path: str | PathLike[str], plugins: Sequence[str] = ()) -> Verdict:
    """Return what is wrong with a house: its policy, words and scenarios, and what these show.

    Args:
        path: its folder.
        plugins: names of the installed plugins that it may use.

    Raises:
        InvalidHouse: when there is no such folder.
    """
    house, problems = looked_into(path)
    if any(problem.code in NO_HOUSE for problem in problems):
        raise InvalidHouse(problems=problems)
    make = partial(Kit, discover=True, allow=plugins) if plugins else Kit
    files = _Files(house=house, make=make)
    sound: list[Language] = []
    words: dict[str, list[Finding]] = {}
    for one in sorted(house.languages, key=lambda language: language.tag):  # a region lies over its language
        words[one.source] = list(files.words_findings(one, sound))
        sound += [] if words[one.source] else [one]
    found = [*_of_files(path, problems), *(finding for wrong in words.values() for finding in wrong)]
    found += files.policy_findings(sound)
    scenarios, unreadable = files.scenarios()
    outcomes = [] if found else list(run(scenarios, make(house=house)))
    found += [*unreadable, *(finding for outcome in outcomes for finding in files.shown(outcome))]
    return Verdict(files=len(files.texts), scenarios=len(outcomes), findings=tuple(sorted(set(found))))


def _of_files(path: str | PathLike[str], problems: Iterable[Problem]) -> Iterator[Finding]:
    """Yield what is wrong with files as such; a text that is no TOML names its line itself."""
    for problem in problems:
        file, _, place = problem.place.partition(": ")
        said = _LINE.search(problem.message)
        line = int(said[1]) if said else 1
        if "its last line" in problem.message:
            line = len(bytes_at(Path(path) / file).splitlines())
        yield Finding(file=file, line=line, what=str(evolve(problem, place=place)))


@cache
def _built_in() -> dict[str, object]:
    """Return the tables of the policy that lies below every other."""
    (text,) = (policy.text for policy in followkit_policies() if policy.name == BASE)
    return tomllib.loads(text)


def _named(table: object) -> Iterator[str]:
    """Yield the names of values anywhere in a table (``{ value = "check-in.at-most" }``)."""
    if isinstance(table, dict) and isinstance(table.get("value"), str):
        yield table["value"]
    elif isinstance(table, (dict, list)):
        for inner in table.values() if isinstance(table, dict) else table:
            yield from _named(inner)


def _abouts(difference: str) -> tuple[str, ...]:
    """Return what a difference may be about: a follow-up, or a key, of the only application or of a named one."""
    first, second, *_ = (*difference.split(": "), "")
    return (join("expect", step(f"{first}: {second}")), join("expect", step(first)), step(first), step(second))


@frozen(kw_only=True, eq=False)
class _Files:
    """Hold the texts of a house, and on which line of them something stands."""

    house: House
    make: Callable[..., Kit] = Kit
    texts: Mapping[str, str] = field(init=False, repr=False)
    lines: Mapping[str, Mapping[str, int]] = field(init=False, repr=False)

    @texts.default
    def _texts(self) -> dict[str, str]:
        policy = {POLICY: self.house.policy.text} if self.house.policy else {}
        return policy | {one.source: one.text for one in self.house.languages} | dict(self.house.scenarios)

    @lines.default
    def _lines(self) -> dict[str, Mapping[str, int]]:
        return {file: lines_of(text) for file, text in self.texts.items()}

    def finding(self, file: str, problem: Problem) -> Finding:
        """Return a problem of one file with the line it stands on."""
        return Finding(file=file, line=line_at(problem.place, self.lines[file]), what=str(problem))

    def policy_findings(self, languages: Iterable[Language]) -> Iterator[Finding]:
        """Yield what is wrong with the rules and values, alone and over the built-in ones.

        Args:
            languages: the words that can be used, since a rule may ask for a variant that they bring.
        """
        if self.house.policy is None:
            return
        try:
            self.make(house=evolve(self.house, languages=languages))
        except InvalidPolicy as error:
            found = [evolve(one, place=one.place.removeprefix(POLICY).removeprefix(": ")) for one in error.problems]
            for told in self._without_echoes(found):
                place = next((one for one in self._causes(told.place)), told.place)
                yield evolve(self.finding(POLICY, told), line=line_at(place, self.lines[POLICY]))

    def _without_echoes(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield each problem where the house wrote it, and not again in every rule that is like the one it wrote."""
        told: set[tuple[str, str]] = set()
        for problem in sorted(problems, key=lambda one: one.place not in self.lines[POLICY]):
            mistake = (problem.place.rpartition(".")[2], problem.message)
            if problem.place in self.lines[POLICY] or mistake not in told:
                told.add(mistake)
                yield problem

    def _causes(self, place: str) -> Iterator[str]:
        """Yield the values of this house that stand at a place of the built-in rules: a wrong one is told there."""
        if place not in self.lines[POLICY]:
            found: object = _built_in()
            for key in place.split("."):
                found = found.get(key) if isinstance(found, dict) else None
            yield from (one for one in map("values.{}".format, _named(found)) if one in self.lines[POLICY])

    def words_findings(self, language: Language, below: Iterable[Language]) -> Iterator[Finding]:
        """Yield what is wrong with the words that change one language, or write it for one more region.

        Args:
            language: those words.
            below: other words of the house that can be used.
        """
        others = [one for one in below if language.tag.startswith(f"{one.tag}-")]
        kit = self.make(house=evolve(self.house, policy=None, languages=others))
        tag = language.tag if language.tag in kit.languages else language.tag.partition("-")[0]
        if tag in kit.languages:
            words = tomllib.loads(language.text)
            variants, codes = self._named_by_rules()
            problems = words_problems(words, kit.lexicon(tag), variants, codes, language.tag)
        else:
            whole = [known for known in kit.languages if "-" not in known]
            problems = iter([unknown("", language.tag, whole, "language")])
        yield from (self.finding(language.source, problem) for problem in problems)

    def _named_by_rules(self) -> tuple[set[str], set[str]]:
        """Return the variants of notes that the house's own rules ask for, and what of theirs needs words besides."""
        rules = tomllib.loads(self.house.policy.text).get("rules", {}) if self.house.policy else {}
        tables = {id: rule for id, rule in rules.items() if isinstance(rule, dict)} if isinstance(rules, dict) else {}
        said = {key: {rule[key] for rule in tables.values() if isinstance(rule.get(key), str)} for key in _SAID}
        return said["variant"], {*tables, *said["slot"], *said["question"]}

    def scenarios(self) -> tuple[list[Scenario], list[Finding]]:
        """Return the scenarios that can be read, and what is wrong with the others."""
        read: list[Scenario] = []
        wrong: list[Finding] = []
        for file, text in self.house.scenarios.items():
            try:
                read += read_scenarios(text, file)
            except InvalidScenario as error:
                wrong += [self.finding(file, problem) for problem in error.problems]
        return read, wrong

    def shown(self, outcome: Outcome) -> Iterator[Finding]:
        """Yield what came out otherwise than a scenario says, at what it says."""
        scenario = outcome.scenario
        lines = self.lines[scenario.source]
        for difference in outcome.differences:
            places = (join(scenario.place, about) for about in _abouts(difference))
            place = next((place for place in places if place in lines), scenario.place)
            what = f"{scenario.name}: {difference}"
            yield Finding(file=scenario.source, line=line_at(place, lines), what=what)
