"""Live through what may come, from one turn of the plan to the next, as somebody who does what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from attrs import field, frozen

from followkit._core.decisions import FollowUp, State
from followkit._core.errors import InvalidFacts, Problem
from followkit._core.events import Event
from followkit._core.facts import Application
from followkit._core.plans import Diff, Plan, diff
from followkit._core.timing import earliest_of, is_before, utc

PlanAt = Callable[[Application, datetime], Plan]
MOST_MOMENTS = 2000
"""A simulation that turns more often than this is cut off, and says so."""


@frozen(kw_only=True)
class Moment:
    """Hold one moment at which something changed, fell due or became late.

    Args:
        at: when, on the clock of the employer's place.
        happened: the events of the question "what if" that had happened by now and not before.
        sent: what was due and went out.
        plan: the plan after that.
        changes: how it differs from the plan before; None at the first moment.
    """

    at: datetime
    happened: tuple[Event, ...]
    sent: tuple[FollowUp, ...]
    plan: Plan = field(repr=False)
    changes: Diff | None = field(repr=False)

    @property
    def day(self) -> date:
        """Give the local date."""
        return self.at.date()


@frozen(kw_only=True)
class Simulation:
    """Hold the log of plans and changes; the same twice, equal.

    Args:
        log: the moments at which something changed, in order.
        application: the facts at the end, with what happened and what was sent.
        complete: whether it reached its end; False when it turned too often and was cut off.
    """

    log: tuple[Moment, ...]
    application: Application = field(repr=False)
    complete: bool

    def days(self) -> dict[date, tuple[Moment, ...]]:
        """Return the moments by their local date."""
        found: dict[date, tuple[Moment, ...]] = {}
        for moment in self.log:
            found[moment.day] = (*found.get(moment.day, ()), moment)
        return found


def simulate(
    application: Application,
    plan_at: PlanAt,
    *,
    now: datetime,
    until: datetime,
    what_if: Iterable[Event] = (),
    sending: bool = True,
) -> Simulation:
    """Return what would be planned, sent and changed between two moments.

    Args:
        application: the facts to begin with.
        plan_at: what plans them at a moment.
        now, until: the first and the last moment, both aware.
        what_if: events that happen on the way; those of before *now* count at once.
        sending: whether what is due is sent the moment it is.

    Raises:
        InvalidFacts: for an end before the beginning, and for events after the end.
    """
    coming = sorted(what_if, key=lambda event: event.order)
    _require_order(now, until, coming)
    log: list[Moment] = []
    moment: datetime | None = now
    before: Plan | None = None
    known: set[tuple[str, State]] = set()
    for _ in range(MOST_MOMENTS):
        assert moment is not None  # noqa: S101  (the loop ends with the last moment)
        happened = [event for event in coming if not is_before(moment, event.at)]
        coming = coming[len(happened) :]
        for event in happened:
            application = application.add(event)
        application, sent, plan = _done(application, plan_at, moment, sending=sending)
        changes = diff(before, plan) if before is not None else None
        reached = _reached(plan) - known
        known |= reached
        if before is None or changes is None or happened or sent or reached or _differs(changes, before, plan):
            log.append(Moment(at=plan.made_at, happened=tuple(happened), sent=sent, plan=plan, changes=changes))
        before = plan
        moment = _next(plan, coming, moment, until)
        if moment is None:
            return Simulation(log=tuple(log), application=application, complete=True)
    return Simulation(log=tuple(log), application=application, complete=False)


def _require_order(now: datetime, until: datetime, events: Iterable[Event]) -> None:
    problems = [
        Problem(
            place=f"what_if.{event.kind}", code="after-the-end", message="happens after the end", hint="end it later"
        )
        for event in events
        if is_before(until, event.at)
    ]
    if is_before(until, now):
        problems.append(Problem(place="until", code="end-before-start", message="lies before now", hint="end it later"))
    if problems:
        raise InvalidFacts(problems=problems)


def _done(
    application: Application, plan_at: PlanAt, at: datetime, *, sending: bool
) -> tuple[Application, tuple[FollowUp, ...], Plan]:
    """Send what is due, one after the other: what went out may make the next one wait."""
    sent: list[FollowUp] = []
    plan = plan_at(application, at)
    while sending and (due := [one for one in plan.due if not one.needs and one.key not in {s.key for s in sent}]):
        one = due[0]
        application = application.add(one.called(at) if one.channel_class == "spoken" else one.sent(at))
        sent.append(one)
        plan = plan_at(application, at)
    return application, tuple(sent), plan


def _reached(plan: Plan) -> set[tuple[str, State]]:
    """Return what is due, and what is late; that somebody's doors close overnight is no news."""
    return {(one.key, one.state) for one in plan.due}


def _differs(changes: Diff, before: Plan, plan: Plan) -> bool:
    told = [(one.ghosted, one.closed, one.stops_on, one.questions) for one in (before, plan)]
    return bool(changes.added or changes.moved or changes.dropped) or told[0] != told[1]


def _next(plan: Plan, coming: list[Event], at: datetime, until: datetime) -> datetime | None:
    """Return the next moment at which anything can change, or None when there is none before the end."""
    turns = [one.when for one in (*plan.follow_ups, *plan.ahead)] + [event.at for event in coming[:1]]
    turns += [plan.valid_until] if plan.valid_until is not None else []
    later = [utc(turn) for turn in turns if is_before(at, turn) and not is_before(until, turn)]
    return earliest_of(*later) if later else None
