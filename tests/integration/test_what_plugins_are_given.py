"""Nothing that a plugin is given can be changed: not the facts, not the plan, not the words, down to the last table.

Plugins of each kind write down what they are given while notes are planned, written, checked and sent for every sample
cast; then everything that can be reached from there is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta, tzinfo
from enum import Enum
from types import BuiltinFunctionType, FunctionType, MethodType, NoneType
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._casts.reading import casts
from followkit._core.freezing import FrozenDict, FrozenList

NUMBERS_AND_WORDS = (str, bytes, int, float, NoneType, date, time, timedelta, tzinfo, Enum, re.Pattern)
LEAVES = (*NUMBERS_AND_WORDS, type, FunctionType, BuiltinFunctionType, MethodType)
HOUSE = """
extends = "us"
[rules.thank-you]
when = { add = ["looked"] }
"""


def changeable(given: Any, name: str = "given") -> Iterator[str]:
    """Yield the path to everything that can be changed in what was given, or that nobody knows how to look into."""
    seen: set[int] = set()
    waiting: list[tuple[Any, str]] = [(given, name)]
    while waiting:
        value, path = waiting.pop()
        if id(value) in seen or isinstance(value, LEAVES) or _remembers(value):
            continue
        seen.add(id(value))
        if isinstance(value, Mapping):
            waiting += [(inner, f"{path}[{key!r}]") for key, inner in value.items()]
        elif isinstance(value, (tuple, list, set, frozenset)):
            waiting += [(inner, f"{path}[{index}]") for index, inner in enumerate(value)]
        if attrs.has(type(value)):
            waiting += [(getattr(value, one.name), f"{path}.{one.name}") for one in attrs.fields(type(value))]
            kind: Any = type(value)
            frozen = kind.__setattr__ is not object.__setattr__ and not hasattr(value, "__dict__")
            if not frozen:
                yield f"{path}: {type(value).__name__}"
        elif not isinstance(value, (tuple, frozenset, FrozenDict, FrozenList)):
            yield f"{path}: {type(value).__name__}"


def _remembers(value: object) -> bool:
    """Tell whether this is a function that remembers what it gave, which is looked at by what it gives."""
    return callable(value) and hasattr(value, "cache_info")


class Spy:
    """Write down everything that records of each kind are given."""

    def __init__(self) -> None:
        self.given: dict[str, list[object]] = {}

    def note(self, kind: str, *given: object) -> None:
        self.given.setdefault(kind, []).append(given)

    @fk.hookimpl
    def followkit_policies(self) -> list[fk.Policy]:
        return [fk.Policy(name="house", text=HOUSE)]

    @fk.hookimpl
    def followkit_conditions(self) -> list[fk.Condition]:
        def holds(situation: object, subject: object, parameter: object) -> fk.Holds:
            self.note("condition", situation, subject, parameter)
            return fk.Holds(yes=True)

        return [fk.Condition(name="looked", holds=holds)]

    @fk.hookimpl
    def followkit_guards(self) -> list[fk.Guard]:
        def judge(proposal: object) -> fk.Verdict:
            self.note("guard", proposal)
            return fk.Verdict()

        return [fk.Guard(name="looking", judge=judge)]

    @fk.hookimpl
    def followkit_checks(self) -> list[fk.Check]:
        def examine(reading: object) -> tuple[fk.Finding, ...]:
            self.note("check", reading)
            return ()

        return [fk.Check(code="looked", examine=examine)]

    @fk.hookimpl
    def followkit_channels(self) -> list[fk.Channel]:
        email = fk.Kit().channel("email")

        def address(person: fk.Person) -> str | fk.Missing:
            self.note("channel", person)
            return email.address(person)

        def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
            self.note("channel", note, follow_up, facts)
            return email.compose(note, follow_up, facts)

        def drafts(message: fk.Message) -> tuple[fk.Draft, ...]:
            self.note("channel", message)
            return tuple(email.drafts(message))

        return [attrs.evolve(email, address=address, compose=compose, drafts=drafts, overrides=True)]

    @fk.hookimpl
    def followkit_adapters(self) -> list[fk.Adapter]:
        def read(payload: bytes, application: fk.Application) -> fk.Imported:
            self.note("adapter", payload, application)
            return fk.Imported(application=application)

        return [fk.Adapter(name="looking", read=read)]

    @fk.hookimpl
    def followkit_senders(self) -> list[fk.Sender]:
        def send(message: fk.Message) -> fk.Receipt:
            self.note("sender", message)
            return fk.Receipt()

        return [fk.Sender(name="looking", carries=["email"], send=send)]


def put_to_use(kit: fk.Kit, facts: fk.Application, now: Any) -> None:
    """Do all that a kit can do with some facts."""
    found = kit.read(b"", facts, adapter="looking").application
    plan = kit.plan(found, now=now)
    for one in (*plan.follow_ups, *plan.ahead):
        try:
            note = kit.write(one, found)
        except fk.errors.MissingFacts:
            continue
        kit.review([note], found, follow_ups=[one])
        if one.channel == "email" and not one.form:
            message = kit.compose(note, one, found)
            kit.drafts(message)
            kit.send(message, sender="looking")


def with_tables(facts: fk.Application) -> fk.Application:
    """Return facts with everything in them that a host may have put there as tables."""
    tables = {"pager": {"ranges": [[1, 2], {"to": [3]}]}}
    people = [attrs.evolve(one, custom={"tags": "met"}) for one in facts.people]
    values = {"check-in": {"at-most": 1}}
    return attrs.evolve(facts, x=tables, custom={"board": "a"}, people=people, values=values)


@pytest.mark.parametrize("key", ["custom", "x"])
@pytest.mark.parametrize(
    "value",
    [{"x"}, bytearray(b"a"), b"a", object(), [{"x"}], {"a": [{"b": {"x"}}]}, ([{"x"}],), FrozenDict(a={"x"}), iter([])],
)
def test_facts_of_a_host_that_one_plugin_could_change_for_the_next_are_refused(key: str, value: object):
    facts = casts()[0].application

    kept: tuple[Any, ...] = (facts, facts.people[0]) if key == "custom" else (facts,)
    for one in kept:
        with pytest.raises(fk.errors.InvalidFacts, match=rf"{key}.tags: cannot be kept as it is"):
            attrs.evolve(one, **{key: {"tags": value}})


@pytest.mark.parametrize("value", ["x", 7, True, 1.5, None, date(2025, 6, 5), ["x", [1]], {"a": ["x"]}, ("x", ("y",))])
def test_what_a_file_could_hold_is_kept(value: Any):
    kept = attrs.evolve(casts()[0].application, custom={"tags": value})

    assert kept.custom["tags"] == value
    assert not list(changeable(kept.custom))


@pytest.fixture(scope="module")
def given() -> dict[str, list[object]]:
    spy = Spy()
    kit = fk.Kit("house", plugins=[spy])
    for scene in casts()[::4]:
        put_to_use(kit, with_tables(scene.application), scene.now)
    return spy.given


@pytest.mark.parametrize("kind", ["adapter", "channel", "check", "condition", "guard", "sender"])
def test_nothing_that_a_record_is_given_can_be_changed(given: dict[str, list[object]], kind: str):
    seen = given[kind]

    assert len(seen) > 20
    assert sorted(set(changeable(seen[0]))) == []
    assert sorted({found for one in seen for found in changeable(one)}) == []


def test_what_the_calendars_remember_cannot_be_changed_either(given: dict[str, list[object]]):
    situation: Any = given["condition"][0][0]  # type: ignore[index]

    assert not list(changeable(situation.calendars.holidays("US", None, 2025)))
    assert not list(changeable(situation.calendars.weekend_of("US")))


def test_a_plan_and_the_words_of_a_kit_cannot_be_changed():
    kit = fk.Kit()
    for scene in casts()[::9]:
        assert not list(changeable(kit.plan(scene.application, now=scene.now), "plan"))
    assert not list(changeable(kit.rulebook("us"), "rulebook"))
    assert not list(changeable(kit.lexicon("de"), "lexicon"))


@pytest.mark.parametrize(
    "given",
    [{"a": 1}, [1], {1}, bytearray(b"a"), FrozenDict(a=[1]), (1, [2]), object(), attrs.make_class("Open", ["a"])(1)],
)
def test_what_can_be_changed_is_found(given: object):
    assert list(changeable(given))
