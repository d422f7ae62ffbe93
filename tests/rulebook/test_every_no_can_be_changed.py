"""For every "no" of every scenario, what `why` names turns it into a yes, or it says that nothing would (law 9).

Nearly thirty thousand noes say much the same, so that each is proved once: within a part of the files, noes are alike
when the rule as its layers make it, the codes of all its reasons and the names of their parameters are the same (and,
where a parameter says what is lacking, such as the kind of an event or the slot of a note, its value).

The changes are made one after another, as the reasons ask, for new reasons may come to light. A chain may end in a
"nothing would change that" only where that is final: another rule speaks for that case, it is done, or it is too late.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import followkit as fk
from followkit._core.cures import Kind, cure_of, needed
from followkit._core.decisions import Decision, Reason
from followkit._core.explaining import names_of
from followkit._core.records import Verdict
from followkit.errors import FollowkitError
from followkit.testing import read_scenarios
from tests.contract.source import assert_none
from tests.rulebook.cases import Case
from tests.rulebook.turning import Turned, is_final, noes, shape, turned

FILES = sorted(Path(__file__).parent.glob("*.toml"))
PARTS = 4
CHANGES = ("What would change that: ", "It also takes: ", "Or: ")

MAY_COME_TO_LIGHT = {
    "expired": "it has become too late",
    "already-sent": "it has been sent",
    "accepted": "the offer has been accepted",
    "decided": "it has been decided",
    "do-not-contact": "they asked to be left alone",
    "happened": "what happened has a note of its own",
    "not-accepted-before": "an ordinary no is enough",
    "thanked-otherwise": "a card comes only besides an e-mail",
    "they-answered": "they have answered",
}
"""What may turn out, after a change, to stand in the way for good."""


class Planned(NamedTuple):
    """Hold a case with its plan, and the scenario it comes from."""

    scenario: str
    case: Case
    plan: fk.Plan


@cache
def kit(settings: tuple[tuple[str, Any], ...], channels: tuple[str, ...]) -> fk.Kit:
    return fk.Kit(set=dict(settings), add=[toy(name) for name in channels])


def kits(settings: Mapping[str, Any], channels: tuple[str, ...]) -> fk.Kit:
    return kit(tuple(sorted(settings.items())), channels)


def toy(name: str) -> fk.Channel:
    """Return a channel of this class that reaches everybody."""

    def compose(note: fk.Note, follow_up: fk.FollowUp, application: fk.Application) -> fk.Message:
        raise NotImplementedError

    return fk.Channel(name=f"{name}-toy", classes=(name,), address=str, compose=compose)


@cache
def planned(file: Path) -> tuple[Planned, ...]:
    return tuple(_planned(file))


def _planned(file: Path) -> Iterator[Planned]:
    for scenario in read_scenarios(file.read_text(encoding="utf-8"), file.name):
        alone = len(scenario.applications) == 1
        if scenario.problems or scenario.now is None:
            continue
        for application in kits(scenario.settings, ()).relate(scenario.applications):
            case = Case(
                application=application,
                now=scenario.now,
                contacts=scenario.contacts if alone else None,
                settings=scenario.settings,
                kits=kits,
            )
            try:
                yield Planned(f"{file.name}: {scenario.name}", case, case.plan())
            except FollowkitError:
                assert "error" in scenario.expected.rest


def distinct(files: Collection[Path]) -> Iterator[tuple[Planned, Decision]]:
    """Yield each "no" of these files that is not like one before."""
    seen, rules = set[tuple[object, ...]](), dict[str, Mapping[str, str]]()
    for one in (one for file in files for one in planned(file)):
        book = one.case.kit.policy_for(one.case.application)
        if book.digest not in rules:
            rules[book.digest] = {rule.id: repr(rule) for rule in book.rules}
        for no in noes(one.plan):
            like = (rules[book.digest][no.rule], *shape(no))
            if like not in seen:
                seen.add(like)
                yield one, no


def complaints(one: Planned, no: Decision) -> Iterator[str]:
    """Say what is wrong with one "no": what it names changes nothing, or what it says is something else."""
    result = turned(one.case, no)
    if not (result.yes or result.at_once or (result.final and result.final.code in MAY_COME_TO_LIGHT)):
        yield f"{one.scenario}: {result}"
    yield from (f"{one.scenario}: {result}, which turned {other}" for other in turned_by_the_way(one, result))
    changes = told(one, no)
    if not changes or changes[0].startswith("nothing") != result.at_once:
        yield f"{one.scenario}: {result}, and why says: {'; '.join(changes) or 'not what would change it'}"
    if len(changes) > 1 and any(change.startswith("nothing") for change in changes):
        yield f"{one.scenario}: {result}, and why says both nothing and something: {'; '.join(changes)}"


def turned_by_the_way(one: Planned, result: Turned) -> Iterator[str]:
    """Say which noes became a yes that said that nothing would change them; a new time for an interview may do that."""
    moved = [event for event in result.case.application.events if event.kind == "rescheduled"]
    if len(moved) > sum(event.kind == "rescheduled" for event in one.case.application.events):
        return
    final = {(d.rule, d.subject): d.reasons[0].code for d in one.plan.decisions if is_final(d)}
    for decision in (decision for plan in result.plans for decision in plan.decisions if decision.yes):
        if (decision.rule, decision.subject) in final:
            yield f"{decision.rule} ({decision.subject}): nothing: {final[decision.rule, decision.subject]} > yes"


def told(one: Planned, no: Decision) -> list[str]:
    """Return what `why` says would change a "no"."""
    asked = [decision for decision in one.plan.decisions if no.rule in names_of(decision)]
    blocks = re.split(r"\n(?! )", one.plan.why(no.rule).rstrip("\n"))[: len(asked)]
    lines = [line.strip() for line in blocks[asked.index(no)].splitlines()]
    return [line.removeprefix(head) for line in lines for head in CHANGES if line.startswith(head)]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_no_becomes_a_yes_or_says_that_nothing_changes_it(part):
    assert_none(complaint for one, no in distinct(FILES[part::PARTS]) for complaint in complaints(one, no))


def test_every_rule_says_yes_somewhere_or_can_be_brought_to_it():
    silent = enabled()
    silent -= {no.rule for file in FILES for one in planned(file) for no in one.plan.decisions if no.yes}
    lacking = [(one, no) for one, no in distinct(FILES) if no.rule in silent]

    assert silent <= {no.rule for one, no in lacking if turned(one.case, no).yes}


def enabled() -> set[str]:
    """Return the rules that some built-in policy enables."""
    folder = resources.files("followkit._builtin").joinpath("policies")
    names = [file.name.removesuffix(".toml") for file in folder.iterdir()]
    found = {rule.id for name in names for rule in kit((), ()).rulebook(name).rules}
    assert len(found) > 50
    return found


# The proof can fail ---------------------------------------------------------------------------------------------------

NOW = datetime(2025, 6, 5, 20, tzinfo=UTC)
STUBBORN = Verdict(veto=True, reason=Reason(code="no-reply"))
SAM = fk.Interviewer(person="sam")
FACTS = fk.Application(
    id="acme",
    employer=fk.Employer(zone="America/New_York"),
    people=[fk.Person(id="sam", name="Sam Ode")],
    interviews=[
        fk.Interview(id="talk", start=datetime(2025, 6, 5, 18, tzinfo=UTC), interviewers=[SAM]),
    ],
)


def refused(rule: str, *add: fk.Guard) -> tuple[Case, Decision]:
    """Return a made-up case, and what a rule says of it."""

    plugged = fk.Kit(add=add)
    case = Case(application=FACTS, now=NOW, contacts=None, settings={}, kits=lambda settings, channels: plugged)
    return case, next(decision for decision in case.plan().decisions if decision.rule == rule)


def test_an_address_is_added_and_the_note_can_go():
    case, no = refused("thank-you")

    assert no.reasons[0].code == "unreachable"
    assert turned(case, no).yes


def test_a_reason_that_hides_another_one_is_noticed():
    """A guard that asks for an answer from them, and whatever they answer says no."""
    case, no = refused("thank-you", fk.Guard(name="stubborn", judge=lambda proposal: STUBBORN))
    stuck = turned(case, no)

    assert not stuck.yes
    assert stuck.final is None
    assert set(stuck.trail[1:]) == {("no-reply",)}


def test_what_says_nothing_is_not_tried():
    case, no = refused("thank-you-screen")

    assert turned(case, no).at_once
    assert cure_of(needed(no.reasons).reasons[0]).kind is Kind.NOTHING
