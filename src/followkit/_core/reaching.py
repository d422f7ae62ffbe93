"""Say how far a rule's spans reach from what it counts from, before anything is rolled into open hours."""

from __future__ import annotations

from datetime import datetime, time
from typing import NamedTuple

from followkit._core.anchors import CASES, Occasion
from followkit._core.decisions import Reason, Subject
from followkit._core.rulebook import Choice, Rule, Rulebook
from followkit._core.situation import Situation
from followkit._core.timing import (
    Anchor,
    Place,
    Span,
    Unit,
    elapsed,
    end_of,
    known_zone,
    latest_of,
    local_date,
    reach,
    shift,
)
from followkit._core.vocabulary import ContactClass


class Reached(NamedTuple):
    """Hold where a rule's spans reach, how many open days a season added to them, and why."""

    reach: Spans
    longer: int = 0
    because: tuple[Reason, ...] = ()


class Spans(NamedTuple):
    """Hold where a rule's spans reach from one anchor, before anything is rolled."""

    earliest: datetime
    target: datetime
    late_after: datetime | None
    expires: datetime | None


def anchor_of(occasion: Occasion, place: Place, situation: Situation) -> Anchor:
    """Return what a rule counts from, as the calendar at *place* dates it; a date ends at its end."""
    zone = known_zone(place, situation.calendars)
    since, fact = occasion.since, occasion.subject.fact
    if isinstance(since, datetime):
        return Anchor(instant=since, day=local_date(since, zone), fact=fact)
    return Anchor(instant=end_of(since, zone), day=since, fact=fact)


def reach_of(
    choice: Choice, anchor: Anchor, situation: Situation, place: Place, hour: time | None, longer: int = 0
) -> datetime | None:
    """Return where a rule's span reaches: at *hour* of the day counted to, or at its end when *hour* is None.

    None when it counts from, or is a part of the time until, a day that the event does not name.
    """
    span = choice.of(case_of(choice, situation))
    if choice.since is not None:
        named = _named_day(choice.since, anchor, situation, place)
        if named is None:
            return None
        if span.unit is Unit.PERCENT:
            return shift(anchor.instant, elapsed(anchor.instant, named.instant) * span.amount / 100)
        anchor = named
    span = Span(span.amount + longer, span.unit) if span.is_counted else span
    return reach(anchor, span, place, situation.calendars, hour=hour)


def _named_day(name: str, anchor: Anchor, situation: Situation, place: Place) -> Anchor | None:
    """Return the moment or day that the event an anchor stands on names (``respond_by``)."""
    since = getattr(situation.event(anchor.fact), name, None)
    if since is None:
        return None
    subject = Subject(kind="event", fact=anchor.fact)
    return anchor_of(Occasion(subject, since), place, situation)


def case_of(choice: Choice, situation: Situation) -> str | None:
    """Return the case of the fact that a value depends on, or None."""
    return CASES[choice.by](situation) if choice.by else None


def spans_of(rule: Rule, anchor: Anchor, situation: Situation, place: Place, book: Rulebook) -> Reached | Reason:
    """Return where a rule's spans reach, longer where the wait touches a season (CI-11), or why the target does not."""

    def at(choice: Choice | None, hour: time | None, longer: int) -> datetime | None:
        return reach_of(choice, anchor, situation, place, hour, longer) if choice else None

    def all_of(longer: int) -> Spans | None:
        target = at(rule.target, rule.hour, longer)
        if target is None:
            return None
        earliest = at(rule.earliest, rule.hour, longer)
        late_after, expires = at(rule.late_after, None, longer), at(rule.expires, None, longer)
        return Spans(target if earliest is None else earliest, target, late_after, expires)

    spans = all_of(0)
    if spans is None:
        return Reason(code="no-day-named", parameters={"field": rule.target.since or ""})
    if rule.contact is not ContactClass.STATUS or not is_counted(rule):
        return Reached(spans)
    last = local_date(spans.target, known_zone(place, situation.calendars))
    season = next((one for one in book.seasons if one.touches(anchor.day, last)), None)
    if season is None:
        return Reached(spans)
    days = season.adds.amount
    because = Reason(code="season", parameters={"season": season.name, "days": days})
    return Reached(all_of(days) or spans, days, (because,))


def is_counted(rule: Rule) -> bool:
    """Tell whether a rule's target counts open days."""
    return any(span.is_counted for span in rule.target.cases.values())


def not_before_the_word(spans: Spans, subject: Subject, situation: Situation) -> Spans:
    """Let no contact precede the word it answers, as when they ask at 11:00 to be written to that day."""
    silence = situation.silence
    if subject.kind != "silence" or silence is None:
        return spans
    floor = silence.since
    return spans._replace(earliest=latest_of(spans.earliest, floor), target=latest_of(spans.target, floor))
