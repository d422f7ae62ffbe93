"""Plan what scenarios give, with one kit for each set of values, and compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from followkit._core.errors import ChannelError, FollowkitError, MissingFacts, WordsError
from followkit._core.plans import Plan
from followkit._scenarios.comparing import plan_differences, policy_differences
from followkit._scenarios.scenario import Outcome, Scenario
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
    plan: Plan | None = None
    if scenario.problems:
        return Outcome(scenario=scenario, differences=_other_error(wanted, [one.code for one in scenario.problems]))
    try:
        kit = kit_for(scenario.settings)
        differences = list(policy_differences(scenario.expected, kit.policy_for(scenario.application)))
        if scenario.now is not None:
            plan = kit.plan(scenario.application, now=scenario.now, contacts=scenario.contacts)
            differences += plan_differences(scenario.expected, plan)
            differences += _said_otherwise(scenario, kit, plan)
    except FollowkitError as error:
        codes = [one.code for one in getattr(error, "problems", ())]
        return Outcome(scenario=scenario, differences=_other_error(wanted, codes, str(error)))
    if wanted is not None:
        differences.insert(0, f"error: expected {wanted}, and nothing is wrong")
    return Outcome(scenario=scenario, differences=tuple(differences), plan=plan)


def _other_error(wanted: str | None, codes: list[str], message: str = "") -> tuple[str, ...]:
    if wanted is None:
        return (f"it cannot be planned: {message}",)
    found = ", ".join(codes) or message
    return () if wanted in codes else (f"error: expected {wanted}, is {found}",)


def _said_otherwise(scenario: Scenario, kit: Kit, plan: Plan) -> Iterator[str]:
    for handle, texts in scenario.expected.rest.get("says", {}).items():
        planned = plan.follow_up(handle)
        if planned is None:
            yield f"says: {handle} is not planned"
            continue
        try:
            note = kit.write(planned, scenario.application)
            message = kit.compose(note, planned, scenario.application)
        except MissingFacts as error:
            yield f"says: {handle} cannot be written, it asks: {', '.join(one.code for one in error.questions)}"
        except (ChannelError, WordsError) as error:
            yield f"says: {handle} cannot be written: {error}"
        else:
            words = " ".join(f"{note.subject} {message.body}".split())
            lacking = [number for number, text in enumerate(texts, 1) if " ".join(text.split()) not in words]
            yield from (f"says: {handle}: text {number} of {len(texts)} is not in it" for number in lacking)
