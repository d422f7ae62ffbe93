"""Look ahead: plan, assume that the next step is sent and nobody answers, and plan again, until it stops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from attrs import evolve

from followkit._core.allowances import allowed
from followkit._core.decisions import Allowance, Decision, FollowUp, Reason
from followkit._core.events import Bounced, Called, Sent
from followkit._core.facts import Application
from followkit._core.placing import Means
from followkit._core.planning import Step, step
from followkit._core.situation import situation_of
from followkit._core.timing import Calendars, earliest_of, is_before, latest_of, shift
from followkit._core.vocabulary import ContactClass

FURTHEST = 60  # steps; a policy that never stops is cut off here
MOST = 3000  # follow-ups put in their place over all steps; where so many are open, what comes after them can wait


class Outlook(NamedTuple):
    """Hold what is planned now and what would follow in silence.

    Args:
        now: what all rules say of the facts as they are.
        steps: every step in order, each as it is planned once those before it were sent.
        ghosted: whether silence has become an answer.
        stops_on: the local date from which nothing more is suggested, or None while nothing is known.
        valid_until: the instant at which time alone changes the plan, or None.
        allowances: how much of each limit is used.
    """

    now: Step
    steps: tuple[FollowUp, ...]
    ghosted: bool
    stops_on: date | None
    valid_until: datetime | None
    allowances: tuple[Allowance, ...]


def look_ahead(
    application: Application,
    calendars: Calendars,
    means: Means,
    now: datetime,
    elsewhere: Iterable[Sent | Called] = (),
) -> Outlook:
    """Return what is due at *now* and what would follow if nobody answered.

    An overdue step is assumed to go out on the current open day; later steps count from there.

    Args:
        application, calendars, means, now: what is planned, with what, and as of when.
        elsewhere: contacts with the same employer from the candidate's other applications.
    """
    customs = means.rulebook.customs
    situation = situation_of(application, calendars, customs, elsewhere)
    first = current = step(situation, means, now)
    used = allowed(situation, means.rulebook.limits, now)
    known = {follow_up.key for follow_up in first.follow_ups}
    steps: list[FollowUp] = []
    turns = [*first.turns, *used.turns]
    placed = len(first.follow_ups)
    while current.follow_ups and len(steps) < FURTHEST and placed < MOST:
        following = current.follow_ups[0]
        if following.key not in known:
            following = evolve(following, assumes=(_taken_for_granted(steps),))
        steps.append(following)
        application = application.add(_assumed(following, application))
        current = step(situation_of(application, calendars, customs, elsewhere), means, now)
        turns += current.turns
        placed += len(current.follow_ups)
    later = [turn for turn in turns if is_before(now, turn)]
    ghosted_on = _ghosted_on(first, now)
    stops_on = ghosted_on or _stop(current, steps, means.rulebook.customs.status_slots)
    valid_until = earliest_of(*later) if later else None
    return Outlook(first, tuple(steps), ghosted_on is not None, stops_on, valid_until, used.allowances)


def _ghosted_on(first: Step, now: datetime) -> date | None:
    """Return since when silence is an answer (CI-14), unless something may still be asked."""
    asking = any(one.contact is ContactClass.STATUS for one in first.follow_ups)
    passed = [mark.at.date() for mark in first.marks if not is_before(now, mark.at)]
    return passed[0] if passed and not asking else None


def _assumed(one: FollowUp, application: Application) -> Sent:
    """Return a step as sent: when it is to go, and not before an earlier note to the same person came back."""
    back = [e.at for e in application.events if isinstance(e, Bounced) and e.person == one.recipient]
    return one.sent(latest_of(one.when, *(shift(moment, timedelta(minutes=1)) for moment in back)))


def _taken_for_granted(before: list[FollowUp]) -> Reason:
    return Reason(code="silence-after", parameters={"handles": tuple(follow_up.handle for follow_up in before)})


def _stop(last: Step, steps: list[FollowUp], status_slots: frozenset[str]) -> date | None:
    if last.marks:
        return last.marks[-1].at.date()
    asking = [one.window.expires or one.when for one in steps if one.slot in status_slots]
    missed = [at for one in last.decisions if one.slot in status_slots and (at := _expired(one))]
    ends = [*asking, *missed]
    return latest_of(*ends).date() if ends else None


def _expired(decision: Decision) -> datetime | None:
    at = next((reason.parameters["at"] for reason in decision.reasons if reason.code == "expired"), None)
    return at if isinstance(at, datetime) else None
