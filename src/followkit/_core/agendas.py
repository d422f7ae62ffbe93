"""Put the plans of all applications into one queue, and let those at one employer share its patience (CI-08)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date, datetime

from attrs import evolve, field, frozen

from followkit._core.contacts import undelivered
from followkit._core.decisions import FollowUp, Question, Reason, State
from followkit._core.events import Called, Sent
from followkit._core.explaining import Teller, as_planned
from followkit._core.facts import Application
from followkit._core.plans import Plan
from followkit._core.relating import employer_of
from followkit._core.timing import utc
from followkit._core.vocabulary import ContactClass

PlanWith = Callable[[Application, Sequence[Sent | Called]], Plan]
_NOW = (State.LATE, State.DUE)
_PUT_OFF, _FIRST = "cooldown", "asked-first"
MOST_LINES = 40
MOST_QUESTIONS = 5


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
        """Give the place in the queue: overdue, due, what is urgent first among each; then what comes, by its time."""
        one = self.follow_up
        standing = _NOW.index(one.state) if one.state in _NOW else len(_NOW)
        waits = one.state not in _NOW or not one.urgent
        return (standing, waits, utc(one.when), self.application, one.handle)


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
        return tuple(entry for entry in self.entries if entry.follow_up.state in _NOW)

    @property
    def questions(self) -> tuple[tuple[str, Question], ...]:
        """Give what must be answered, each with the id of the application that asks."""
        return tuple((plan.application, question) for plan in self.plans for question in plan.questions)

    def explain(self, applications: Iterable[Application]) -> str:
        """Return the queue in words, and what must be answered, in at most 40 lines.

        Args:
            applications: the facts, where names are looked up.
        """
        facts = {one.id: one for one in applications}
        tell = {
            plan.application: Teller(words=plan.wording, application=facts.get(plan.application)) for plan in self.plans
        }
        assumed = {plan.application: [r for r in plan.assumptions if r.code == _FIRST] for plan in self.plans}
        queue = [_lines(entry, facts, tell[entry.application], assumed[entry.application]) for entry in self.entries]
        asked = [[f"  {_name(id, facts)}: {tell[id].question(question)}"] for id, question in self.questions]
        if not tell:
            return ""
        words = next(iter(tell.values()))
        below = [words.heading("questions"), *_cut(asked, MOST_QUESTIONS, words)] if asked else []
        return "".join(f"{line}\n" for line in (*_cut(queue, MOST_LINES - len(below), words), *below))


def _cut(blocks: Sequence[Sequence[str]], most: int, words: Teller) -> list[str]:
    """Return the lines of as many blocks as there is room for, and how many more there are."""
    told: list[str] = []
    for index, block in enumerate(blocks):
        rest = sum(map(len, blocks[index:]))
        if len(told) + rest > most and len(told) + len(block) >= most:
            return [*told, words.heading("more", count=len(blocks) - index)]
        told += block
    return told


def _lines(entry: Entry, facts: Mapping[str, Application], tell: Teller, assumed: Sequence[Reason]) -> list[str]:
    """Return one line for what is to be done, and why, where another question to that employer puts it off."""
    why = [tell.reason(reason) for reason in entry.follow_up.reasons if reason.code == _PUT_OFF]
    lines = [*why, *tell.assumptions(assumed)] if why else []
    return [f"{_name(entry.application, facts)}: {tell.follow_up(entry.follow_up)}", *(f"    {one}" for one in lines)]


def _name(id: str, facts: Mapping[str, Application]) -> str:
    """Return what an application is called: its employer, and its id beside it where another is at that employer."""
    mine = facts.get(id)
    company = mine.employer.name if mine else None
    same = sum(employer_of(one) == employer_of(mine) for one in facts.values()) if mine else 0
    return id if company is None else f"{company} ({id})" if same > 1 else company


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
        asked: list[Sent] = []
        for one in sorted(together, key=lambda one: _first_question(alone[one.id])):
            others = [*_sent_by(together, one), *asked]
            plans[one.id] = _after(asked, plan_with(one, others), alone[one.id]) if asked else alone[one.id]
            asked += [planned.sent(planned.when) for planned in _questions(plans[one.id])]
    ordered = tuple(plans[one.id] for one in applications)
    entries = [Entry(application=plan.application, follow_up=one) for plan in ordered for one in plan.follow_ups]
    return Agenda(plans=ordered, entries=tuple(sorted(entries, key=lambda entry: entry.order)))


def _after(asked: Sequence[Sent], plan: Plan, alone: Plan) -> Plan:
    """Return the plan that keeps away from what is *asked* before it; it says so where that makes a difference."""
    if evolve(plan, basis=alone.basis, allowances=alone.allowances, valid_until=alone.valid_until) == alone:
        return alone
    first = Reason(code="asked-first", parameters={"handles": tuple(str(event.follow_up) for event in asked)})
    days = {event.at.date() for event in asked}
    follow_ups = [_planned(one, days) for one in plan.follow_ups]
    ahead = [_planned(one, days) for one in plan.ahead]
    return evolve(plan, follow_ups=tuple(follow_ups), ahead=tuple(ahead), assumptions=(*plan.assumptions, first))


def _planned(one: FollowUp, days: Container[date]) -> FollowUp:
    """Return a follow-up that says, where it waits for a question of another application, that it is still planned."""
    reasons = [
        as_planned(why) if why.code == _PUT_OFF and why.parameters["since"] in days else why for why in one.reasons
    ]
    return evolve(one, reasons=tuple(reasons))


def _by_employer(applications: Sequence[Application]) -> list[list[Application]]:
    groups: dict[str, list[Application]] = {}
    for one in applications:
        groups.setdefault(employer_of(one), []).append(one)
    return list(groups.values())


def _sent_by(together: Iterable[Application], but: Application) -> list[Sent | Called]:
    others = [one for one in together if one.id != but.id]
    return [
        event
        for one in others
        for lost in [undelivered(one)]
        for event in one.events
        if isinstance(event, (Sent, Called)) and event.id not in lost
    ]


def _questions(plan: Plan) -> list[FollowUp]:
    return [one for one in plan.follow_ups if one.contact is ContactClass.STATUS]


def _first_question(plan: Plan) -> tuple[bool, datetime, str]:
    asking = [utc(one.when) for one in _questions(plan)]
    return (not asking, min(asking, default=utc(plan.made_at)), plan.application)
