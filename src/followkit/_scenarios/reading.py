"""Read the scenarios of one file: shared facts, and what each scenario lays over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import PurePath
from typing import Any, NoReturn

from attrs import evolve, field, frozen

from followkit._core.checking import plain_id
from followkit._core.errors import InvalidFacts, InvalidScenario, Problem
from followkit._core.events import Called, Sent
from followkit._core.facts import Application
from followkit._core.timing import at_wall, seen_from
from followkit._interchange.happenings import read_event
from followkit._interchange.moments import is_known, read_moment
from followkit._interchange.places import Report, join, shortened, step, suggested
from followkit._interchange.reader import Reader
from followkit._interchange.strict import refuse
from followkit._interchange.text import parse
from followkit._scenarios.keys import EXPECTED, FILE, GIVEN, WITHOUT_PLAN, told
from followkit._scenarios.scenario import Expected, Scenario
from followkit._scenarios.several import OF_ONE, unowned
from followkit.calendars import zone

Table = dict[str, Any]

_STEPS = re.compile(r"\[(?P<index>\d+)\]|(?P<key>[^.\[]+)")
_UNNAMED = "application"
"""The id of an application that no file and no facts name."""


def read_scenarios(text: str, source: str) -> tuple[Scenario, ...]:
    """Read every scenario of one file.

    Args:
        text: at most 64 kB of TOML.
        source: the file's name, for reports; without its ending it is the id of an application that has none.

    Raises:
        InvalidScenario: with every problem of the file.
    """
    try:
        raw, broken = parse(text, "toml")
    except InvalidFacts as error:
        raise InvalidScenario(problems=error.problems) from None
    report = Report(broken=broken)
    file = told(raw, FILE, report, "")
    if not file.get("scenario") and not len(report):
        report.add([_problem("scenario", "missing", "holds no scenario", "add one under [[scenario]]")])
    shared = file.get("facts", {})
    places = (join("scenario", step(index)) for index in count())
    found = [
        _Reader(table=table, shared=shared, report=report, place=place, source=source).scenario()
        for table, place in zip(file.get("scenario", ()), places, strict=False)
    ]
    report.add(_told_twice(found))
    if len(report):
        raise InvalidScenario(problems=suggested(report.problems))
    return tuple(found)


def _told_twice(found: list[Scenario]) -> Iterator[Problem]:
    names: set[str] = set()
    for scenario in found:
        if scenario.name and scenario.name in names:
            place = join(scenario.place, "name")
            yield _problem(
                place, "duplicate-name", "another scenario of this file has this name", "say how they differ"
            )
        names.add(scenario.name)


def _problem(place: str, code: str, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)


@frozen(kw_only=True, eq=False)
class _Reader:
    """Read one scenario.

    Args:
        table: what it says.
        shared: the facts all scenarios of the file share.
        report: gathers the problems.
        place: where it stands in the file.
        source: the file.
    """

    table: Table = field(repr=False)
    shared: Table = field(repr=False)
    report: Report
    place: str
    source: str

    def scenario(self) -> Scenario:
        said = told(self.table, {**GIVEN, **EXPECTED}, self.report, self.place)
        expected = {key: said[key] for key in EXPECTED if key in said}
        self._refuse_gaps(expected)
        tables = self._facts(said)
        problems: list[Problem] = []
        applications = [self._application(index, table, said, problems) for index, table in enumerate(tables)]
        if "error" not in expected:
            self.report.add(problems)
        sound = not problems
        wanted = Expected(steps=expected.pop("expect", {}), rest=expected)
        if "applications" in said:
            self._refuse_unowned(wanted, [one.id for one in applications if one])
        return Scenario(
            name=said.get("name", ""),
            source=self.source,
            place=self.place,
            proves=said.get("proves", ()),
            applications=tuple(one for one in applications if one) if sound else (),
            problems=tuple(problems),
            contacts=self._contacts(said, tables[0]),
            now=self._now(said.get("now"), tables[0]) if sound else None,
            settings=said.get("set", {}),
            expected=wanted,
        )

    def _refuse_gaps(self, expected: Mapping[str, Any]) -> None:
        given = self.table.keys()
        if "name" not in given:
            self._wrong("name", "missing", "is missing", "say in one sentence what it shows")
        if not given & EXPECTED.keys():
            self._wrong("expect", "missing", "expects nothing, so it shows nothing", "say what must come of it")
        if "now" not in given and not (given & EXPECTED.keys()) <= WITHOUT_PLAN:
            self._wrong("now", "missing", "is missing", "as in now = 2025-06-10T12:00:00")
        for key in ("facts", "events", "contacts"):
            if "applications" in given and key in given:
                self._wrong(key, "given-twice", "stands beside applications", "say it in each of them, or in [facts]")

    def _refuse_unowned(self, wanted: Expected, ids: Sequence[str]) -> None:
        """Refuse what is said of no application in particular where there are several."""
        for key in sorted(OF_ONE & wanted.rest.keys()):
            self._wrong(key, "of-one-application", "is said of one application only", "say it in a scenario of its own")
        for key, name in unowned(wanted, ids):
            hint = f"as in {f'{ids[0]}: check-in/1'!r}" if ids else "each application needs an id"
            self._wrong(join(key, step(name)), "unknown-id", "is said of none of the applications", hint)

    def _wrong(self, key: str, code: str, message: str, hint: str) -> None:
        self.report.add([_problem(join(self.place, key), code, message, hint)])

    # Facts --------------------------------------------------------------------------------------------------------

    def _facts(self, said: Table) -> list[Table]:
        """Return the tables of each application: what is shared, without what is left out, and what is laid over."""
        base = self.shared
        for name in said.get("without", ()):
            base, known = _without(base, name.split("."))
            if not known:
                where = f"there is no {shortened(name)} in the shared facts"
                self._wrong("without", "unknown-key", where, "a key of [facts], as in decision_by or people.sam")
        over = said.get("applications") or (said.get("facts", {}),)
        tables = [_over(base, one) for one in over]
        for one in tables:
            events = one.get("events", [])
            if "events" in said and isinstance(events, list):
                one["events"] = [*events, *said["events"]]
        return tables

    def _application(self, index: int, table: Table, said: Table, problems: list[Problem]) -> Application | None:
        stem = PurePath(self.source).stem
        named = {"id": stem if plain_id(stem) else _UNNAMED, **_on_one_clock(table)}
        try:
            return Reader(raw=named, report=Report(), read=_refuse_file).loaded().application
        except InvalidFacts as error:
            several = "applications" in said
            over = said["applications"][index] if several else said.get("facts", {})
            where = join("applications", step(index)) if several else "facts"
            problems += [evolve(one, place=self._where(one.place, over, where, table)) for one in error.problems]
            return None

    def _where(self, place: str, over: Table, where: str, table: Table) -> str:
        """Return where in the file a problem of the facts is: in what the scenario says, else in what is shared."""
        at = [int(one["index"]) if one["index"] else one["key"] for one in _STEPS.finditer(place)]
        added = len(self.table.get("events", []))
        if at[:1] == ["events"] and len(at) > 1 and isinstance(at[1], int):
            first = len(table.get("events", [])) - added
            if at[1] >= first:
                rest = place.partition("]")[2]
                return join(self.place, f"events[{at[1] - first}]{rest}")
        if _reaches(over, at):
            return join(join(self.place, where), place)
        return join("facts", place)

    def _contacts(self, said: Table, table: Table) -> tuple[Sent | Called, ...] | None:
        if "contacts" not in said:
            return None
        told = _on_one_clock({**table, "events": list(said["contacts"])})["events"]
        me = table.get("me")
        home = me.get("zone") if isinstance(me, dict) else None
        made: list[Sent | Called] = []
        for index, one in enumerate(told):
            place = join("contacts", step(index))
            event = read_event(one, home=home, report=self.report, place=join(self.place, place))
            if isinstance(event, (Sent, Called)):
                made.append(event)
            elif event:
                self._wrong(
                    join(place, "kind"), "not-a-contact", "is neither something sent nor a call", "sent or called"
                )
        return tuple(made)

    def _now(self, given: datetime | None, table: Table) -> datetime | None:
        if given is None or given.tzinfo is not None:
            return given
        rules = zone(_zone_of(table) or "")
        if rules is None:
            self._wrong(
                "now", "local-time-without-zone", "a local time, and no zone is known", "add an offset, as in -04:00"
            )
            return None
        return seen_from(at_wall(given.date(), given.time(), rules), rules)


def _refuse_file(name: str) -> NoReturn:
    refuse("reference-in-scenario", "names a file", "write what it says here; a scenario says everything itself")


def _without(table: Table, path: list[str]) -> tuple[Table, bool]:
    """Return the table without one key, and whether it was there."""
    first, *rest = path
    if first not in table:
        return table, False
    if not rest:
        return {key: value for key, value in table.items() if key != first}, True
    inner = table[first]
    if not isinstance(inner, dict):
        return table, False
    less, known = _without(inner, rest)
    return {**table, first: less}, known


def _over(below: Table, above: Table) -> Table:
    """Return one table laid over another: tables key by key, everything else as a whole."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _reaches(table: Any, path: list[str | int]) -> bool:
    """Tell whether a place stands in a table."""
    for one in path:
        known = range(len(table)) if isinstance(table, list) else table if isinstance(table, dict) else ()
        if one not in known:
            return False
        table = table[one]
    return bool(path)


# Clocks -------------------------------------------------------------------------------------------------------------


def _zone_of(table: Table) -> str | None:
    """Return the zone where the employer is, as far as the facts say; else the candidate's."""
    interviews, me = table.get("interviews"), table.get("me")
    meetings = interviews.values() if isinstance(interviews, dict) else ()
    named = [table, *(meeting for meeting in meetings if isinstance(meeting, dict)), me if isinstance(me, dict) else {}]
    return next((one["zone"] for one in named if is_known(one.get("zone"))), None)


def _on_one_clock(table: Table) -> Table:
    """Return the facts with the local times of events on the clock of ``now``, unless they name another."""
    me, events = table.get("me"), table.get("events")
    rules = zone(_zone_of(table) or "")
    if rules is None or not isinstance(events, list) or (isinstance(me, dict) and "zone" in me):
        return table
    told = []
    for event in events:
        if isinstance(event, dict) and "zone" not in event:
            at = read_moment(event.get("at"))
            if isinstance(at, datetime) and at.tzinfo is None:
                event = {**event, "at": seen_from(at_wall(at.date(), at.time(), rules), rules)}
        told.append(event)
    return {**table, "events": told}
