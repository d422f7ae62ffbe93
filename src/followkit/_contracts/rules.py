"""Hold conditions and guards to what planning relies on: an answer of the right kind, the same one every time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import attrs

from followkit._contracts.breach import explored, looked_at, require, require_hypothesis
from followkit._contracts.scenes import plans, scenes
from followkit._core.decisions import Subject
from followkit._core.guards import Proposal
from followkit._core.records import CLEAR, FAILURES, Condition, Guard, Holds, Verdict
from followkit._core.situation import Situation, situation_of
from followkit.calendars import calendars
from followkit.kit import Kit

SUBJECTS = ("application", "event", "person", "round", "silence")
"""The kinds of subject a rule may have."""
MOST_STEPS = 50
"""So often may one guard put off one contact before it counts as never to be settled."""


def check_condition(condition: Condition, *, parameter: Any = None, about: Collection[str] = SUBJECTS) -> None:
    """Fail unless a condition keeps to its contract.

    Args:
        condition: the record a plugin brings.
        parameter: what a rule would give it, where it takes one.
        about: the kinds of subject that rules ask it of; all, unless given.

    Raises:
        AssertionError: with what it broke.
        MissingExtra: without ``followkit[testing]``.

    >>> from followkit import Condition, Holds
    >>> check_condition(Condition(name="always", holds=lambda situation, subject, parameter: Holds(yes=True)))
    >>> check_condition(Condition(name="always", holds=lambda situation, subject, parameter: True))
    Traceback (most recent call last):
    ...
    AssertionError: condition 'always': it gave a bool, not Holds(yes=…)
    """
    require_hypothesis()
    require(isinstance(condition, Condition), f"a {type(condition).__name__} is no condition")
    name = f"condition {condition.name!r}"
    wants = condition.takes is not None
    require(wants == (parameter is not None), f"{name}: give {'a' if wants else 'no'} parameter, as it says in takes")

    judged = [one for one in _situations() if one[1].kind in about]

    def asked(index: int) -> None:
        situation, subject = judged[index]
        before = looked_at(situation.application)
        answers = [_asked(condition, name, situation, subject, parameter) for _ in range(2)]
        require(answers[0] == answers[1], f"{name}: it says something else the second time")
        require(looked_at(situation.application) == before, f"{name}: it changed the facts")

    from hypothesis import strategies as st

    explored(asked, index=st.integers(0, len(judged) - 1))


def _asked(condition: Condition, name: str, situation: Situation, subject: Subject, parameter: Any) -> Holds:
    try:
        found = condition.holds(situation, subject, parameter)
    except FAILURES as error:
        raise AssertionError(f"{name}: it raised {type(error).__name__}, which counts as no") from None
    require(isinstance(found, Holds), f"{name}: it gave a {type(found).__name__}, not Holds(yes=…)")
    return found


@cache
def _situations() -> tuple[tuple[Situation, Subject], ...]:
    """Return what every subject of every sample plan was judged in."""
    customs = Kit().rulebook("international").customs
    found: list[tuple[Situation, Subject]] = []
    for scene, plan in plans():
        situation = situation_of(scene.application, calendars(), customs)
        found += [(situation, subject) for subject in dict.fromkeys(one.subject for one in plan.decisions)]
    return tuple(found)


def check_guard(guard: Guard) -> None:
    """Fail unless a guard keeps to its contract.

    Args:
        guard: the record a plugin brings.

    Raises:
        AssertionError: with what it broke.
        MissingExtra: without ``followkit[testing]``.

    >>> from followkit import Guard, Verdict
    >>> check_guard(Guard(name="never", judge=lambda proposal: Verdict(veto=True)))
    Traceback (most recent call last):
    ...
    AssertionError: guard 'never': it objects and gives no reason
    """
    require_hypothesis()
    require(isinstance(guard, Guard), f"a {type(guard).__name__} is no guard")
    name = f"guard {guard.name!r}"

    def judged(index: int, minutes: int) -> None:
        proposal = _proposals()[index]
        moved = attrs.evolve(proposal, moment=proposal.moment + timedelta(minutes=minutes))
        before = looked_at(moved.situation.application)
        verdicts = [_judged(guard, name, moved) for _ in range(2)]
        require(verdicts[0] == verdicts[1], f"{name}: it says something else the second time")
        require(looked_at(moved.situation.application) == before, f"{name}: it changed the facts")
        _settles(guard, name, moved)

    from hypothesis import strategies as st

    explored(judged, index=st.integers(0, len(_proposals()) - 1), minutes=st.integers(0, 60 * 24 * 60))


def _judged(guard: Guard, name: str, proposal: Proposal) -> Verdict:
    try:
        found = guard.judge(proposal)
    except FAILURES as error:
        raise AssertionError(f"{name}: it raised {type(error).__name__}, which counts as a veto") from None
    require(isinstance(found, Verdict), f"{name}: it gave a {type(found).__name__}, not a Verdict")
    objects = found.veto or found.not_before is not None
    require(not objects or found.reason is not None, f"{name}: it objects and gives no reason")
    return found


def _settles(guard: Guard, name: str, proposal: Proposal) -> None:
    """Require that a moment a guard names is one it lets pass, at the latest after some more of them."""
    moment: datetime = proposal.moment
    for _ in range(MOST_STEPS):
        verdict = _judged(guard, name, attrs.evolve(proposal, moment=moment))
        if verdict.veto or verdict.not_before is None or verdict.not_before <= moment:
            return
        moment = verdict.not_before
    require(False, f"{name}: it puts the same contact off for ever")


@cache
def _proposals() -> tuple[Proposal, ...]:
    """Return the contacts that the sample plans propose, as guards see them."""
    seen: list[Proposal] = []

    def watch(proposal: Proposal) -> Verdict:
        seen.append(proposal)
        return CLEAR

    kit = Kit(add=[Guard(name="watch", judge=watch)])
    for scene in scenes():
        kit.plan(scene.application, now=scene.now)
    return tuple(
        {(one.situation.application.id, one.handle, one.moment, one.channel.name): one for one in seen}.values()
    )
