"""Plan what scenarios give, with one kit for each set of values, and compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from followkit._core.errors import ChannelError, FollowkitError, MissingFacts, WordsError
from followkit._core.facts import Application
from followkit._core.plans import Plan
from followkit._scenarios.comparing import plan_differences, policy_differences
from followkit._scenarios.scenario import Expected, Outcome, Scenario
from followkit._scenarios.several import queue_differences, share_of
from followkit.kit import Kit

KitFor = Callable[[Mapping[str, Any]], Kit]
"""Return the kit in which these values are set by the user."""


def run(scenarios: Iterable[Scenario], kit: Kit | None = None) -> Iterator[Outcome]:
    """Yield how each scenario comes out.

    Args:
        scenarios: which.
        kit: what plans them; what a scenario sets comes on top. The built-in rules and words, unless given.
    """
    kits: dict[str, Kit] = {}

    def kit_for(settings: Mapping[str, Any]) -> Kit:
        name = repr(sorted(settings.items()))
        if name not in kits:
            kits[name] = (kit or Kit()).changed(settings) if settings else kit or Kit()
        return kits[name]

    for scenario in scenarios:
        yield outcome(scenario, kit_for)


def outcome(scenario: Scenario, kit_for: KitFor) -> Outcome:
    """Return how one scenario comes out."""
    wanted = scenario.expected.rest.get("error")
    if scenario.problems:
        return Outcome(scenario=scenario, differences=_other_error(wanted, [one.code for one in scenario.problems]))
    try:
        kit = kit_for(scenario.settings)
        several = len(scenario.applications) > 1
        plans, differences = _of_several(scenario, kit) if several else _of_one(scenario, kit)
    except FollowkitError as error:
        codes = [one.code for one in getattr(error, "problems", ())]
        return Outcome(scenario=scenario, differences=_other_error(wanted, codes, str(error)))
    if wanted is not None:
        differences.insert(0, f"error: expected {wanted}, and nothing is wrong")
    return Outcome(scenario=scenario, differences=tuple(differences), plans=tuple(plans))


def _of_one(scenario: Scenario, kit: Kit) -> tuple[list[Plan], list[str]]:
    (application,), expected = scenario.applications, scenario.expected
    differences = list(policy_differences(expected, kit.policy_for(application)))
    if scenario.now is None:
        return [], differences
    plan = kit.plan(application, now=scenario.now, contacts=scenario.contacts)
    return [plan], [*differences, *plan_differences(expected, plan), *_said_otherwise(expected, application, kit, plan)]


def _of_several(scenario: Scenario, kit: Kit) -> tuple[list[Plan], list[str]]:
    """Plan several applications as one queue, and compare each with its share of what is expected."""
    related = kit.relate(scenario.applications)
    agenda = kit.agenda(scenario.applications, now=scenario.now) if scenario.now is not None else None
    differences: list[str] = []
    for index, application in enumerate(related):
        expected = share_of(application.id, scenario.expected)
        found = list(policy_differences(expected, kit.policy_for(application)))
        if agenda is not None:
            plan = agenda.plans[index]
            found += [*plan_differences(expected, plan), *_said_otherwise(expected, application, kit, plan)]
        differences += [f"{application.id}: {difference}" for difference in found]
    if agenda is None:
        return [], differences
    return [*agenda.plans], [*queue_differences(scenario.expected, agenda), *differences]


def _other_error(wanted: str | None, codes: list[str], message: str = "") -> tuple[str, ...]:
    if wanted is None:
        return (f"it cannot be planned: {message}",)
    found = ", ".join(codes) or message
    return () if wanted in codes else (f"error: expected {wanted}, is {found}",)


def _said_otherwise(expected: Expected, application: Application, kit: Kit, plan: Plan) -> Iterator[str]:
    for handle, texts in expected.rest.get("says", {}).items():
        planned = plan.follow_up(handle)
        if planned is None:
            yield f"says: {handle} is not planned"
            continue
        try:
            note = kit.write(planned, application)
            message = kit.compose(note, planned, application)
        except MissingFacts as error:
            yield f"says: {handle} cannot be written, it asks: {', '.join(one.code for one in error.questions)}"
        except (ChannelError, WordsError) as error:
            yield f"says: {handle} cannot be written: {error}"
        else:
            words = " ".join(f"{note.subject} {message.body}".split())
            lacking = [number for number, text in enumerate(texts, 1) if " ".join(text.split()) not in words]
            yield from (f"says: {handle}: text {number} of {len(texts)} is not in it" for number in lacking)
