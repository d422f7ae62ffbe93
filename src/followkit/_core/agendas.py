"""Put the plans of all applications into one queue, and let those at one employer share its patience (CI-08)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from attrs import field, frozen

from followkit._core.decisions import FollowUp, Question, State
from followkit._core.events import Called, Event, Sent
from followkit._core.explaining import Teller
from followkit._core.facts import Application
from followkit._core.plans import Plan
from followkit._core.timing import utc
from followkit._core.vocabulary import ContactClass

PlanWith = Callable[[Application, Sequence[Sent | Called]], Plan]
_STANDING = (State.LATE, State.DUE, State.HELD, State.READY, State.WAITING)
MOST_LINES = 40


@frozen(kw_only=True)
class Entry:
    """Hold one follow-up of the queue.

    Args:
        application: the id of the application it belongs to.
        follow_up: what to send, when and why.
    """

    application: str
    follow_up: FollowUp

    @property
    def order(self) -> tuple[int, bool, datetime, str, str]:
        """Give the place in the queue: overdue, due, then what comes; what is urgent goes first among equals."""
        one = self.follow_up
        return (_STANDING.index(one.state), not one.urgent, utc(one.when), self.application, one.handle)


@frozen(kw_only=True)
class Agenda:
    """Hold all applications' plans as one queue.

    Args:
        plans: one for each application, in the order given.
        entries: what is planned from the facts as they are, overdue first.
    """

    plans: tuple[Plan, ...] = field(repr=False)
    entries: tuple[Entry, ...]

    @property
    def due(self) -> tuple[Entry, ...]:
        """Give what should be sent now: overdue first, then what is due."""
        return tuple(entry for entry in self.entries if entry.follow_up.state in {State.LATE, State.DUE})

    @property
    def questions(self) -> tuple[tuple[str, Question], ...]:
        """Give what must be answered, each with the id of the application that asks."""
        return tuple((plan.application, question) for plan in self.plans for question in plan.questions)

    def explain(self, applications: Iterable[Application]) -> str:
        """Return the queue in words, one line each, in at most 40 lines.

        Args:
            applications: the facts, where names are looked up.
        """
        facts = {one.id: one for one in applications}
        plans = {plan.application: plan for plan in self.plans}
        lines = []
        for entry in self.entries:
            application, plan = facts.get(entry.application), plans[entry.application]
            tell = Teller(words=plan.wording, application=application)
            company = (application.employer.name if application else None) or entry.application
            lines.append(f"{company}: {tell.follow_up(entry.follow_up)}")
        if len(lines) > MOST_LINES:
            words = Teller(words=self.plans[0].wording, application=None)
            lines = [*lines[: MOST_LINES - 1], words.heading("more", count=len(lines) - MOST_LINES + 1)]
        return "".join(f"{line}\n" for line in lines)


def agenda(applications: Sequence[Application], plan_with: PlanWith) -> Agenda:
    """Return the plans of *applications* as one queue.

    Those at one employer are planned with each other's questions; whoever would ask first does, and the others keep
    the distance from that question that the policy wants.

    Args:
        applications: all of one candidate, already related to each other.
        plan_with: what plans one, given what others sent to the same employer.
    """
    plans: dict[str, Plan] = {}
    for together in _by_employer(applications):
        alone = {one.id: plan_with(one, _sent_by(together, one)) for one in together}
        asked: list[Sent | Called] = []
        for one in sorted(together, key=lambda one: _first_question(alone[one.id])):
            others = [*_sent_by(together, one), *asked]
            plans[one.id] = plan_with(one, others) if asked else alone[one.id]
            asked += [_as_sent(planned) for planned in _questions(plans[one.id])]
    ordered = tuple(plans[one.id] for one in applications)
    entries = [Entry(application=plan.application, follow_up=one) for plan in ordered for one in plan.follow_ups]
    return Agenda(plans=ordered, entries=tuple(sorted(entries, key=lambda entry: entry.order)))


def _by_employer(applications: Sequence[Application]) -> list[list[Application]]:
    """Group applications by the employer's name; one without a name is nobody else's."""
    groups: dict[str, list[Application]] = {}
    for one in applications:
        name = " ".join((one.employer.name or "").casefold().split())
        groups.setdefault(f"name {name}" if name else f"id {one.id}", []).append(one)
    return list(groups.values())


def _sent_by(together: Iterable[Application], but: Application) -> list[Sent | Called]:
    events: list[Event] = [event for one in together if one.id != but.id for event in one.events]
    return [event for event in events if isinstance(event, (Sent, Called))]


def _questions(plan: Plan) -> list[FollowUp]:
    return [one for one in plan.follow_ups if one.contact is ContactClass.STATUS]


def _first_question(plan: Plan) -> tuple[bool, datetime, str]:
    asking = [utc(one.when) for one in _questions(plan)]
    return (not asking, min(asking, default=utc(plan.made_at)), plan.application)


def _as_sent(one: FollowUp) -> Sent:
    """Take a question that is planned for one that was asked: the other application must keep away from it."""
    return Sent(at=one.when, contact=ContactClass.STATUS)
