"""Place a contact in time: count, roll into open hours, and wait as long as the guards ask."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.reference.case import Case
from tests.reference.clock import (
    DAY,
    MINUTE,
    IsOpen,
    Place,
    Since,
    after,
    always,
    at,
    both,
    end_of,
    first_open,
    on_day,
    opens,
    rolled,
)
from tests.reference.guards import Proposal, judged
from tests.reference.meetings import present
from tests.reference.policies import Tables, is_counted, span
from tests.reference.routes import Route
from tests.reference.subjects import Subject

FORMATS = {"phone": "screen", "video": "video", "onsite": "onsite"}


class Window(NamedTuple):
    earliest: datetime
    target: datetime
    late_after: datetime | None
    expires: datetime | None


class No(NamedTuple):
    """Hold the code of the reason, where it is a veto."""

    code: str | None


# Spans --------------------------------------------------------------------------------------------------------------


def stage(case: Case) -> str:
    """Return the case of a value that goes by stage."""
    if case.silence is None:
        return "other"
    round = case.silence.round
    if round.stage in ("screen", "panel", "final", "executive"):
        return round.stage
    return FORMATS.get(round.format, "other")


def since_of(since: datetime | date, place: Place) -> Since:
    """Return what is counted from: an instant, or a date, which ends at its end."""
    if isinstance(since, datetime):
        return Since(since, on_day(since, place.zone))
    return Since(end_of(since, place.zone), since)


def hour_of(rule: Tables, policy: Tables) -> time:
    given = rule.get("hour") or policy["slots"].get(rule["slot"], {}).get("hour", "10:00")
    return given if isinstance(given, time) else time.fromisoformat(given)


def reach(
    given: Any, since: Since, case: Case, subject: Subject, place: Place, hour: time | None, longer: int = 0
) -> datetime | None:
    """Return where a span ends, so many open days longer; None where it counts from a day that the event names not."""
    if given is None:
        return None
    found = span(given, case.policy, stage(case))
    if not isinstance(given, str) and "of" in given:
        named = getattr(case.event(subject.fact), given["of"], None)
        if named is None:
            return None
        end = since_of(named, place)
        if found.unit == "%":
            return since.instant + (end.instant - since.instant) * found.amount / 100
        since = end
    if found.unit == "business day":
        found = found._replace(amount=found.amount + longer)
    return after(since, found, place, hour)


def spans(rule: Tables, since: Since, case: Case, subject: Subject, place: Place) -> Window | None:
    """Return the window as counted, before anything is rolled; a question waits longer in a season (CI-11)."""
    window = counted_window(rule, since, case, subject, place, 0)
    if window is None:
        return None
    if rule["contact"] == "status" and is_counted(rule, case.policy):
        days = season_days(since.day, on_day(window.target, place.zone), case.policy)
        window = counted_window(rule, since, case, subject, place, days) or window
    if subject.kind == "silence" and case.silence:  # nothing goes before the word it answers
        floor = case.silence.since
        window = window._replace(earliest=max(window.earliest, floor), target=max(window.target, floor))
    return window


def counted_window(
    rule: Tables, since: Since, case: Case, subject: Subject, place: Place, longer: int
) -> Window | None:
    hour = hour_of(rule, case.policy)
    target, earliest, late_after, expires = (
        reach(rule.get(key), since, case, subject, place, at_hour, longer)
        for key, at_hour in (("target", hour), ("earliest", hour), ("late_after", None), ("expires", None))
    )
    return Window(earliest or target, target, late_after, expires) if target else None


def season_days(first: date, last: date, policy: Tables) -> int:
    """Return by how many open days a wait is longer: those of the first season that one of its days lies in."""
    day = first
    days = [first]
    while day < last:
        day += DAY
        days.append(day)
    for _, season in sorted(policy.get("seasons", {}).items()):
        begins, ends = season["from"], season["to"]
        for day in days if season.get("enabled", True) else []:
            told = f"{day:%m-%d}"
            if begins <= told <= ends if begins <= ends else told >= begins or told <= ends:
                return span(season["adds"], policy).amount
    return 0


# Hours --------------------------------------------------------------------------------------------------------------


def hours(rule: Tables, kind: str, case: Case, place: Place) -> tuple[IsOpen, IsOpen]:
    """Return when a contact may go, and when it may even where the rule lifts the send window."""
    policy, me = case.policy, case.application.me
    hard = opens(policy["hard-hours"][kind], place) if kind in policy["hard-hours"] else always
    if "send-window" in rule.get("lifts", []) or kind not in policy["hours"]:
        return hard, hard
    soft = opens(policy["hours"][kind], place)
    if rule["contact"] in policy.get("contact-hours", {}):
        soft = both(soft, opens(policy["contact-hours"][rule["contact"]], place))
    if kind == "spoken" and me.zone:  # a live call needs the caller's hours too
        soft = both(soft, opens(policy["hours"][kind], callers_place(case)))
    return soft, hard


def callers_place(case: Case) -> Place:
    me = case.application.me
    assert me.zone
    return Place(ZoneInfo(me.zone), me.country, None, frozenset({5, 6}), frozenset())


# Placing ------------------------------------------------------------------------------------------------------------


def minutes_apart(rule: Tables, subject: Subject, case: Case) -> int:
    """Return by how many minutes a note keeps its distance from the first to the same round."""
    if "stagger" not in rule or subject.round is None:
        return 0
    people = present(case.round(subject.round), case.application)
    rank = people.index(subject.person) if subject.person in people else len(people)
    return rank * span(rule["stagger"], case.policy).amount


def placed(proposal: Proposal, since: datetime | date) -> Window | No:
    """Return the window of a contact once all guards agree with its target."""
    rule, case, place = proposal.rule, proposal.case, proposal.place
    window = spans(rule, since_of(since, place), case, proposal.subject, place)
    if window is None:
        return No("no-day-named")
    apart = minutes_apart(rule, proposal.subject, case)
    aim, earliest = max(window.target, window.earliest), window.earliest
    for _ in range(8):
        moment = rolled(aim, earliest, window.expires, proposal.soft, place.zone)
        if moment is None:
            return No(None)
        moment = staggered(moment, apart, window.expires, proposal.soft)
        vetoes, not_before = judged(proposal, moment)
        if vetoes:
            return No(vetoes[0])
        earliest = max([earliest, *not_before])
        if all(moment >= bound for bound in not_before):
            return window._replace(earliest=earliest, target=moment)
        aim = at_the_hour(max(not_before), rule, case.policy, place)
    return No("never-settles")


def staggered(moment: datetime, minutes: int, expires: datetime | None, is_open: IsOpen) -> datetime:
    later = moment + minutes * MINUTE
    if not is_open(later):
        opening = first_open(later, is_open)
        later = opening + minutes * MINUTE if opening else moment
    return moment if expires and later >= expires else later


def at_the_hour(bound: datetime, rule: Tables, policy: Tables, place: Place) -> datetime:
    """Let a contact that is counted in days come at its hour of the day it is put off to."""
    hour = at(on_day(bound, place.zone), hour_of(rule, policy), place.zone)
    return max(bound, hour) if is_counted(rule, policy) else bound


def state(window: Window, is_open: IsOpen, now: datetime) -> str | None:
    """Return where a follow-up stands, or None when it is too late for it."""
    opening = first_open(now, is_open)
    if opening is None or (window.expires and opening >= window.expires):
        return None
    if now < window.target:
        return "ready" if opening == now and now >= window.earliest else "waiting"
    if opening != now:
        return "held"
    return "late" if window.late_after and now >= window.late_after else "due"


def proposal_of(rule: Tables, subject: Subject, handle: str, route: Route, place: Place, case: Case) -> Proposal:
    soft, hard = hours(rule, route.kind, case, place)
    return Proposal(rule, subject, handle, route, place, case, soft, hard)
