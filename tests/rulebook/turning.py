"""Follow a "no" from change to change until it is a yes, or until nothing would change it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import attrs

import followkit as fk
from followkit._core.cures import Kind, cure_of, needed
from followkit._core.decisions import Decision, Reason, Subject
from tests.rulebook.cases import Case
from tests.rulebook.changes import changed

ROUNDS = 8
"""So many changes one after another are tried."""


@attrs.frozen(kw_only=True)
class Turned:
    """Hold what became of a "no".

    Args:
        no: the decision.
        trail: the codes of the reasons that were met, round by round.
        case: what all changes together made of the case.
        plans: the plans on the way.
        yes: whether it became a yes.
        final: the reason that nothing changes, or None.
    """

    no: Decision
    trail: tuple[tuple[str, ...], ...]
    case: Case = attrs.field(repr=False)
    plans: tuple[fk.Plan, ...] = attrs.field(repr=False)
    yes: bool = False
    final: Reason | None = None

    @property
    def at_once(self) -> bool:
        """Tell whether the first reason said that nothing would change it."""
        return self.final is not None and len(self.trail) == 1

    def __str__(self) -> str:
        end = "yes" if self.yes else f"nothing: {self.final.code}" if self.final else "no, and something should have"
        return f"{self.no.rule} ({self.no.subject}): {' > '.join(', '.join(codes) for codes in self.trail)} > {end}"


def turned(case: Case, no: Decision) -> Turned:
    """Make one change after another, as the reasons ask.

    Where it comes to light that another rule speaks for the slot, that rule is followed. A limit on a slot is lifted
    for whichever of its rules speaks first, and a rule that stands in for others is silent once they speak themselves.
    """
    first, known, instead = no, {no.subject}, case.rules()[no.rule].only_instead
    trail, plans = list[tuple[str, ...]](), list[fk.Plan]()

    def turned_out(*, yes: bool = False, final: Reason | None = None) -> Turned:
        return Turned(no=first, trail=tuple(trail), case=case, plans=tuple(plans), yes=yes, final=final)

    for _ in range(ROUNDS):
        trail.append(tuple(reason.code for reason in no.reasons))
        wanted = needed(no.reasons)
        if is_final(no):
            return turned_out(final=wanted.reasons[0])
        for reason in wanted.reasons[:1] if wanted.any_one else wanted.reasons:
            case = changed(case, no, reason)
        plans.append(case.plan())
        decisions = [decision for decision in plans[-1].decisions if decision.slot == no.slot]
        own = [decision for decision in decisions if decision.rule == no.rule]
        of_slot = instead or "cap-used" in trail[-1] or all(map(is_final, own))
        if any(decision.yes for decision in (decisions if of_slot else own)):
            return turned_out(yes=True)
        no = _next(no, decisions, known)
        known |= {decision.subject for decision in decisions}
    return turned_out()


def _next(no: Decision, decisions: Collection[Decision], known: Collection[Subject]) -> Decision:
    """Return what to follow: what can be changed, of the same rule, about what the change brought or else as before."""

    def rank(one: Decision) -> tuple[bool, ...]:
        return (is_final(one), one.rule != no.rule, one.subject in known, one.subject != no.subject)

    return min(decisions, key=rank)


def is_final(no: Decision) -> bool:
    """Tell whether a decision is a "no" that nothing changes."""
    return not no.yes and cure_of(needed(no.reasons).reasons[0]).kind is Kind.NOTHING


def noes(plan: fk.Plan) -> Iterator[Decision]:
    """Yield every decision that says no."""
    return (decision for decision in plan.decisions if not decision.yes)


def shape(no: Decision) -> tuple[object, ...]:
    """Return what two noes share that are proved alike: the rule, and all codes with what they tell of."""
    return (no.rule, *((reason.code, *sorted(reason.parameters), *_named(reason)) for reason in no.reasons))


def _named(reason: Reason) -> Sequence[object]:
    """Return the parameters that say what kind of thing is lacking."""
    return [reason.parameters[name] for name in ("event", "slot", "audience", "channel") if name in reason.parameters]
