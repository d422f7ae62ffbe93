"""Build an application from the tables of one file.

A record with problems is told about and then stood in for by what is good of it, so that one mistake is never reported
again as another (a person whose address is wrong is still a person who can be named).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import attrs
from attrs import evolve, field, frozen

from followkit._core.decisions import Question, Reason
from followkit._core.errors import InvalidFacts, Problem
from followkit._core.events import Event
from followkit._core.facts import Application, Candidate, Employer, Interview, Person
from followkit._interchange.happenings import read_event
from followkit._interchange.invites import laid_over, read_one
from followkit._interchange.keys import FLAT_ADDRESSES, HEADER, SAID_WITH, SCHEMA, TOP, keys_of
from followkit._interchange.moments import interview_time_problems
from followkit._interchange.places import Report, join, step
from followkit._interchange.strict import refuse, structure, unknown_key
from followkit._interchange.talks import with_talks
from followkit._interchange.text import Format, decode, parse

Read = Callable[[str], bytes]
"""Return the bytes of a file that another file names, or raise ``InvalidFacts``."""

T = TypeVar("T")
Table = dict[str, Any]

_REFERENCE = re.compile(r".+\.(?P<kind>toml|json)", re.DOTALL)
_NOTHING: Mapping[str, str] = {}


@frozen(kw_only=True)
class Loaded:
    """Hold what a file says, and what the invites it names left open.

    Args:
        application: the facts.
        questions: what the invites do not say; each names the place where the answer belongs.
        left_out: what of the invites was left out, and why.
    """

    application: Application
    questions: tuple[Question, ...] = ()
    left_out: tuple[Reason, ...] = ()


@frozen(kw_only=True, eq=False)
class Reader:
    """Read one file, gathering its problems.

    Args:
        raw: its tables.
        report: gathers the problems, and may hold some of single values.
        read: reads the files it names.
        me: the candidate, where the file does not say.
    """

    raw: Table
    report: Report
    read: Read | None
    me: Candidate = field(factory=Candidate, repr=False)
    people: dict[str, Person] = field(factory=dict, init=False)
    talks: dict[str, dict[str, tuple[str, ...]]] = field(factory=dict, init=False)
    questions: list[Question] = field(factory=list, init=False)
    left_out: list[Reason] = field(factory=list, init=False)
    lost: list[str] = field(factory=list, init=False)

    def loaded(self) -> Loaded:
        """Return everything the file says.

        Raises:
            InvalidFacts: with every problem of it.
        """
        self._check_schema()
        self.report.add(unknown_key(key, TOP) for key in self.raw if key not in TOP)
        facts = self._header()
        employer = {key: self.raw[key] for key in keys_of(Employer) if key in self.raw}
        if isinstance(employer.get("sector"), str):
            employer["sector"] = [employer["sector"]]
        facts["employer"] = self._record(Employer, employer, "") or Employer()
        facts["me"] = me = self._candidate()
        for id, value in self._tables("people"):
            self._add_person(id, value)
        facts["interviews"] = self._interviews(me)
        facts["people"] = self.people.values()
        application = self._application(facts, self._events(me.zone))
        self.report.settle()
        assert application is not None  # noqa: S101  (had it failed, there would have been a problem to raise)
        return Loaded(application=application, questions=tuple(self.questions), left_out=tuple(self.left_out))

    def _check_schema(self) -> None:
        version = self.raw.get("schema", SCHEMA)
        if type(version) is int and version > SCHEMA:
            hint = f"this version reads up to schema {SCHEMA}; update followkit"
            refuse("newer-schema", "was written by a newer version", hint, place="schema")
        if type(version) is not int or version < 1:
            problem = Problem(place="schema", code="unknown-schema", message="is no schema", hint=f"write {SCHEMA}")
            self.report.add([problem])

    def _header(self) -> Table:
        kinds = attrs.fields_dict(attrs.resolve_types(Application))
        given = {name: self.raw[name] for name in HEADER if name in self.raw}
        made = {name: self.report.attempt(name, structure, value, kinds[name].type) for name, value in given.items()}
        if "id" not in given:
            self.report.add([Problem(place="id", code="missing", message="is missing", hint='add id = "…"')])
        return {"id": "unnamed"} | {name: value for name, value in made.items() if value is not None}

    def _application(self, facts: Table, events: list[tuple[int, Event]]) -> Application | None:
        """Build it, and say the problems of events where they stand in the file."""
        places = {f"events.{event.id}": join("events", step(index)) for index, event in events}
        try:
            return Application(**facts, events=dict.fromkeys(event for _, event in events))
        except InvalidFacts as error:
            known = [p for p in error.problems if not self.lost or p.code != "unknown-id"]
            self.report.add(evolve(problem, place=places.get(problem.place, problem.place)) for problem in known)
            return None

    # People -------------------------------------------------------------------------------------------------------

    def _candidate(self) -> Candidate:
        if "me" not in self.raw:
            return self.me
        given = self.raw["me"]
        if isinstance(given, str):
            given = self.report.attempt("me", self._table_in, given) or {}
        return self._person(Candidate, given, "me") or Candidate()

    def _add_person(self, id: str, value: object) -> None:
        place = join("people", step(id))
        table = self._named(id, value, place)
        for name in SAID_WITH:
            points = self.report.attempt(join(place, name), structure, table.pop(name, []), tuple[str, ...])
            if points:
                self.talks.setdefault(id, {})[name] = points
        person = self._person(Person, table, place)
        if person:
            self.people[id] = person

    def _person(self, kind: type[T], value: object, place: str) -> T | None:
        """Build a person whose plainest addresses may stand beside the name."""
        if not isinstance(value, dict):
            return self._record(kind, value, place)
        beside = {key: value[key] for key in FLAT_ADDRESSES if key in value}
        addresses = value.get("addresses", {})
        if not beside or not isinstance(addresses, dict):
            return self._record(kind, {key: item for key, item in value.items() if key not in beside}, place)
        for key in beside.keys() & addresses.keys():
            problem = Problem(place=key, code="given-twice", message="stands here and in addresses", hint="keep one")
            self.report.add([problem], place)
        table = {key: item for key, item in value.items() if key not in beside} | {"addresses": {**addresses, **beside}}
        return self._record(kind, table, place, {f"addresses.{key}": key for key in beside})

    # Interviews and events ----------------------------------------------------------------------------------------

    def _interviews(self, me: Candidate) -> list[Interview]:
        count = len(self.report)
        found = [self._interview(id, value, me) for id, value in self._tables("interviews")]
        interviews = [interview for interview in found if interview]
        if len(self.report) > count:  # who takes part in what is not sure enough to say who does not
            return interviews
        interviews, problems = with_talks(self.talks, interviews)
        self.report.add(problems)
        return interviews

    def _interview(self, id: str, value: object, me: Candidate) -> Interview | None:
        place = join("interviews", step(id))
        table = self._named(id, value, place)
        name = table.pop("invite", None)
        if name is not None:
            table = self.report.attempt(join(place, "invite"), self._over_invite, name, id, table, me) or table
        interview = self._record(Interview, table, place)
        self.report.add(interview_time_problems(table), place)
        return interview

    def _over_invite(self, name: object, id: str, table: Table, me: Candidate) -> Table:
        data = self._bytes_of(structure(name, str))
        invite = read_one(data, id=id, table=table, me=me, people=tuple(self.people.values()))
        self.people.update({person.id: person for person in invite.people})
        answered = {f"interviews.{id}.{key}" for key in table}
        self.questions.extend(question for question in invite.questions if question.place not in answered)
        self.left_out.extend(invite.left_out)
        return laid_over(table, invite.interviews[0])

    def _events(self, home: str | None) -> list[tuple[int, Event]]:
        values = self.raw.get("events", [])
        if not isinstance(values, list):
            self.report.attempt("events", structure, values, tuple[str, ...])
            return []
        made = [
            (index, read_event(value, home=home, report=self.report, place=join("events", step(index))))
            for index, value in enumerate(values)
        ]
        return [(index, event) for index, event in made if event]

    # Tables and files ---------------------------------------------------------------------------------------------

    def _tables(self, kind: str) -> Iterator[tuple[str, object]]:
        tables = self.raw.get(kind, {})
        if isinstance(tables, dict):
            yield from tables.items()
        else:
            self.lost.append(kind)
            self.report.attempt(kind, structure, tables, Mapping[str, str])

    def _named(self, id: str, value: object, place: str) -> Table:
        """Return a table whose key is its id."""
        if not isinstance(value, dict):
            self.report.attempt(place, structure, value, Mapping[str, str])
            return {"id": id}
        if "id" in value:
            hint = "the id is the table's own name"
            problem = Problem(place="id", code="unknown-key", message="there is no such key here", hint=hint)
            self.report.add([problem], place)
        return {**value, "id": id}

    def _record(self, kind: type[T], table: object, place: str, renamed: Mapping[str, str] = _NOTHING) -> T | None:
        """Return the record of a table, or what stands in for it, or None where nothing can."""
        try:
            return structure(table, kind)  # type: ignore[no-any-return]
        except InvalidFacts as error:
            problems = error.problems
        named = {"id": "", **renamed} if kind in (Person, Interview) else renamed
        self.report.add((evolve(p, place=named.get(p.place, p.place)) for p in problems), place)
        bad = {re.split(r"[.\[]", problem.place, maxsplit=1)[0] for problem in problems}
        good = {key: item for key, item in table.items() if key not in bad} if isinstance(table, dict) else {}
        try:
            return structure(good, kind)  # type: ignore[no-any-return]
        except InvalidFacts:
            self.lost.append(place)
            return None

    def _table_in(self, name: str) -> Table:
        reference = _REFERENCE.fullmatch(name)
        if reference is None:
            refuse("unknown-format", "names a file of a kind we cannot read", "a .toml or .json file")
        kind: Format = "toml" if reference["kind"] == "toml" else "json"
        table, problems = parse(decode(self._bytes_of(name), kind), kind)
        self.report.add(problems, "me")
        return table

    def _bytes_of(self, name: str) -> bytes:
        if self.read is None:
            refuse("reference-without-folder", "names a file, and there is no folder to look in", "use load(path)")
        return self.read(name)
