"""Place a contact in time: count from its anchor, roll into open hours, and push it as far as the guards ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from attrs import evolve, field, frozen

from followkit._core.anchors import Occasion, event_kind
from followkit._core.audiences import ranked
from followkit._core.decisions import Parameter, Reason, State, Subject, Window
from followkit._core.guards import SEND_WINDOW, Proposal, judge
from followkit._core.hours import OpenFrom, Stretch, always, is_open, next_opening, open_from, overlap, roll
from followkit._core.reaching import Spans, anchor_of, case_of, is_counted, not_before_the_word, spans_of
from followkit._core.records import Channel, Guard
from followkit._core.routing import Route
from followkit._core.rulebook import Rule, Rulebook
from followkit._core.situation import Situation
from followkit._core.timing import (
    Anchor,
    Place,
    Span,
    at_wall,
    is_before,
    known_zone,
    latest_of,
    local_date,
    seen_from,
    shift,
)
from followkit._core.ways import SPOKEN, Access

_TRIES = 8  # guards that push a moment further than this many times never agree


@frozen(kw_only=True)
class Means:
    """Hold what the kit brings to a plan besides the facts.

    Args:
        rulebook, channels, guards: what was registered.
        tenant: the host's own separator in keys.
        too_long: key to the names of the channels, or forms of one, that its note does not fit; an empty key is every
            note's.
    """

    rulebook: Rulebook
    channels: Mapping[str, Channel]
    guards: tuple[Guard, ...]
    tenant: str = ""
    too_long: Mapping[str, frozenset[str]] = field(factory=dict)

    @property
    def access(self) -> Access:
        """Give which channels there are and what the policy says of them."""
        book = self.rulebook
        return Access(
            channels=self.channels,
            invited_only=book.invited_only,
            allowed=book.allowed,
            named_only=book.named_only,
            forms=book.forms,
        )


@frozen(kw_only=True)
class Placed:
    """Hold a contact with its place in time.

    Args:
        route, place: who gets it, how, and where they are.
        window: when.
        hours: the stretches it may go out in.
        about, rank: for whom it speaks, and its place among the notes to one round.
        stagger: minutes it keeps from the opening, so that notes do not leave in a burst.
        reasons: how all this came about, the strongest first.
    """

    route: Route
    place: Place
    window: Window
    hours: OpenFrom
    about: tuple[str, ...]
    rank: int
    stagger: int
    reasons: tuple[Reason, ...]


def place_in_time(
    rule: Rule, occasion: Occasion, handle: str, situation: Situation, means: Means, found: Route, place: Place
) -> Placed | tuple[Reason, ...]:
    """Place a contact in time, or return the reasons why it has no place.

    The target is rolled into open hours, no earlier than any guard allows and before it expires. Guards are asked again
    for every moment they push it to, until they agree.
    """
    zone = known_zone(place, situation.calendars)
    anchor = anchor_of(occasion, place, situation)
    found_spans = spans_of(rule, anchor, situation, place, means.rulebook)
    if isinstance(found_spans, Reason):
        return (found_spans,)
    spans = not_before_the_word(found_spans.reach, occasion.subject, situation)
    rank = _rank(occasion.subject, situation)
    stagger = rank * rule.stagger_minutes
    proposal = _proposal(rule, occasion.subject, handle, situation, means, found, place, spans.target)
    proposal = evolve(proposal, since=anchor.instant)
    settled = _settle(proposal, spans, stagger, zone, means.guards)
    if isinstance(settled, tuple):
        return settled
    counted = _counted(rule, anchor, situation, found_spans.longer)
    window = Window(
        earliest=seen_from(settled.earliest, zone),
        target=seen_from(settled.moment, zone),
        late_after=seen_from(spans.late_after, zone) if spans.late_after else None,
        expires=seen_from(spans.expires, zone) if spans.expires else None,
        zone=place.zone or "",
    )
    return Placed(
        route=found,
        place=place,
        window=window,
        hours=proposal.hours,
        about=proposal.about,
        rank=rank,
        stagger=stagger,
        reasons=(
            *(*_shown(settled.delays, zone), *found.reasons, counted),
            *(*found_spans.because, *settled.rolled, *found.passed),
        ),
    )


@frozen(kw_only=True)
class _Settled:
    """Hold the moment all guards agree on, what delayed it, and whether it had to be rolled."""

    moment: datetime
    earliest: datetime
    delays: tuple[Reason, ...]
    rolled: tuple[Reason, ...]


def _settle(
    proposal: Proposal, spans: Spans, stagger: int, zone: tzinfo, guards: Iterable[Guard]
) -> _Settled | tuple[Reason, ...]:
    aim, earliest = latest_of(spans.target, spans.earliest), spans.earliest
    delays: tuple[Reason, ...] = ()
    for _ in range(_TRIES):
        rolled = roll(aim, earliest=earliest, expires=spans.expires, stretches=proposal.hours, zone=zone)
        if rolled is None:
            return (*_shown(delays, zone), Reason(code="no-open-moment"))
        moment = _staggered(rolled.moment, stagger, spans.expires, proposal.hours)
        judged = judge(evolve(proposal, moment=moment), guards)
        if judged.vetoed:
            return _shown(judged.reasons, zone)
        bound = judged.not_before
        delays = (*(reason for reason in judged.reasons if reason not in delays), *delays)
        earliest = latest_of(earliest, bound) if bound else earliest
        if bound is None or not is_before(moment, bound):
            because = _rolled(rolled.because, aim, zone)
            return _Settled(moment=moment, earliest=earliest, delays=delays, rolled=because)
        aim = _at_the_hour(bound, proposal.rule, zone)
    return (Reason(code="never-settles"), *_shown(judged.reasons, zone))


def _at_the_hour(bound: datetime, rule: Rule, zone: tzinfo) -> datetime:
    """Let a counted contact that a guard puts off to a day come at its hour there, not with the doors."""
    at = at_wall(local_date(bound, zone), rule.hour, zone)
    return at if is_counted(rule) and is_before(bound, at) else bound


def _rolled(because: str | None, aim: datetime, zone: tzinfo) -> tuple[Reason, ...]:
    if because is None:
        return ()
    return (Reason(code=f"rolled-{because}", parameters={"from": seen_from(aim, zone)}),)


def _shown(reasons: tuple[Reason, ...], zone: tzinfo) -> tuple[Reason, ...]:
    """Give the instants in reasons as the recipient's clock shows them."""
    return tuple(
        evolve(reason, parameters={key: _as_seen(value, zone) for key, value in reason.parameters.items()})
        for reason in reasons
    )


def _as_seen(value: Parameter, zone: tzinfo) -> Parameter:
    return seen_from(value, zone) if isinstance(value, datetime) else value


def _proposal(
    rule: Rule,
    subject: Subject,
    handle: str,
    situation: Situation,
    means: Means,
    found: Route,
    place: Place,
    moment: datetime,
) -> Proposal:
    hours, hard = _hours(rule, found.channel, situation, means, place)
    return Proposal(
        rule=rule,
        subject=subject,
        handle=handle,
        recipient=found.recipient,
        about=(subject.person,) if subject.person else (),
        channel=found.channel,
        moment=moment,
        place=place,
        situation=situation,
        limits=means.rulebook.limits,
        hours=hours,
        hard_hours=hard,
    )


def _counted(rule: Rule, anchor: Anchor, situation: Situation, longer: int) -> Reason:
    span = rule.target.of(case_of(rule.target, situation))
    span = Span(span.amount + longer, span.unit) if longer else span
    told: dict[str, Parameter] = {"span": str(span), "day": anchor.day, "value": rule.target.name}
    if event_kind(rule.after) is None:
        return Reason(code=f"after-{rule.after}", parameters=told)
    code = "before-event-day" if span.amount < 0 else "after-event"
    apart = Span(abs(span.amount), span.unit)
    return Reason(code=code, parameters={**told, "span": str(apart), "anchor": rule.after})


def _hours(rule: Rule, channel: Channel, situation: Situation, means: Means, place: Place) -> tuple[OpenFrom, OpenFrom]:
    """Return the soft hours that bind a contact, and the hard hours that bind it whatever the rule lifts."""
    kind, book, calendars = channel.classes[0], means.rulebook, situation.calendars
    hard = open_from(book.hard_hours[kind], place, calendars) if kind in book.hard_hours else always
    if SEND_WINDOW in rule.lifts or kind not in book.hours:
        return hard, hard
    hours = open_from(book.hours[kind], place, calendars)
    if rule.contact.value in book.contact_hours:
        hours = overlap(hours, open_from(book.contact_hours[rule.contact.value], place, calendars))
    caller = situation.callers_place() if kind == SPOKEN else None
    return (overlap(hours, open_from(book.hours[kind], caller, calendars)) if caller else hours), hard


def _rank(subject: Subject, situation: Situation) -> int:
    if subject.round is None:
        return 0
    people = [part.person for part in ranked(situation.round(subject.round), situation)]
    return people.index(subject.person) if subject.person in people else len(people)


def _staggered(moment: datetime, minutes: int, expires: datetime | None, hours: OpenFrom) -> datetime:
    """Keep notes to one round apart, also when they would all leave at one opening."""
    later = shift(moment, timedelta(minutes=minutes))
    if not is_open(later, hours):
        opening = next_opening(later, hours)
        later = shift(opening, timedelta(minutes=minutes)) if opening else moment
    return moment if expires and not is_before(later, expires) else later


class Standing(NamedTuple):
    """Hold where a follow-up stands at one moment: its state (None: expired), when to act, and when that may change."""

    state: State | None
    when: datetime
    turns: tuple[datetime, ...]


def standing_of(window: Window, hours: OpenFrom, stagger_minutes: int, now: datetime) -> Standing:
    """Return a follow-up's state at *now* and the moment to act.

    That moment is the target; once it has passed, the opening of the open stretch *now* lies in, else the next one.
    """
    edges = (window.earliest, window.target, window.late_after, window.expires)
    stretch = next(hours(now), None)
    opening_times = stretch or () if not is_before(now, window.earliest) else ()
    turns = tuple(edge for edge in (*edges, *opening_times) if edge is not None)
    if stretch is None or (window.expires and not is_before(latest_of(now, stretch.opens), window.expires)):
        return Standing(None, window.target, turns)
    is_now_open = stretch.holds(now)
    if is_before(now, window.target):
        ready = is_now_open and not is_before(now, window.earliest)
        return Standing(State.READY if ready else State.WAITING, window.target, turns)
    opening = _opening(stretch, stagger_minutes)
    when = latest_of(window.target, opening)
    if not is_now_open:
        return Standing(State.HELD, when, turns)
    late = window.late_after is not None and not is_before(now, window.late_after)
    return Standing(State.LATE if late else State.DUE, when, turns)


def _opening(stretch: Stretch, stagger_minutes: int) -> datetime:
    later = shift(stretch.opens, timedelta(minutes=stagger_minutes))
    return later if stretch.holds(later) else stretch.opens
