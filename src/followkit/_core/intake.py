"""Ask for what a note will need while it can still be known: before leaving, and within the hour after (NC-22, P8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from attrs import evolve, field, frozen

from followkit._core.asking import AGAIN
from followkit._core.conversations import concern_of, need_of, points_of, reassurance_of, strengths_of
from followkit._core.decisions import Moment, Question
from followkit._core.events import Assigned, Event, InvitedToContact, Pledged, Promised, Replied, Requested
from followkit._core.facts import Person
from followkit._core.rounds import Round
from followkit._core.settling import merged
from followkit._core.situation import Situation
from followkit._core.timing import ONE_DAY, end_of, is_before, seen_from, shift, utc
from followkit._core.vocabulary import Role

WITHIN = timedelta(hours=1)
"""How long it is all still fresh (NC-22)."""
KEPT = 7 * ONE_DAY
"""How long a note can thank for an interview (TY-05); after that, only what a note waits for is asked."""


def questions_at(situation: Situation, planned: Iterable[Question], now: datetime) -> tuple[Question, ...]:
    """Return what to ask at *now*, each thing once: what an interview leaves to write down, and what the plan asks.

    What the plan asks of an interview that is still to come can be answered only then, so it says when that is.

    Args:
        situation: the facts; nothing is asked of their interviews once the process is over.
        planned: what the plan asks.
        now: the moment.
    """
    listed = [] if situation.closed else [one for round in situation.rounds for one in _listed(situation, round)]
    later = merged(one.question for one in listed if one.opens is not None and is_before(now, one.opens))
    asked = [one.question for one in listed if _is_open(one, now)]
    asked += [_timed(question, later) for question in planned]
    return tuple(sorted(merged(asked).values(), key=_urgency))


class _Listed(NamedTuple):
    """Hold a question with the stretch of time in which it is asked whether or not a note waits for it."""

    question: Question
    opens: datetime | None
    closes: datetime


def _is_open(one: _Listed, now: datetime) -> bool:
    return is_before(now, one.closes) and not (one.opens is not None and is_before(now, one.opens))


def _timed(question: Question, later: Mapping[tuple[str, str, str], Question]) -> Question:
    (name,) = merged([question])
    return evolve(question, moment=later[name].moment, due=later[name].due) if name in later else question


def _urgency(question: Question) -> tuple[int, str]:
    by = utc(question.due).isoformat() if question.due else _NO_HURRY
    return (_MOMENTS.index(question.moment), by)


_MOMENTS: tuple[Moment, ...] = ("before-leaving", "after-interview", "any")
_NO_HURRY = "last"  # sorts behind every date


# One round ----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Met:
    """Hold a round with what the facts say of it, looked up once for all of its questions.

    Args:
        situation, round: which.
        people: everybody, by id.
        points: who was there, in order of rank, to what was talked about with them alone.
        strengths: the same people to the strength that their note tells.
    """

    situation: Situation
    round: Round
    people: Mapping[str, Person] = field(repr=False)
    points: Mapping[str, str | None] = field(repr=False)
    strengths: Mapping[str, str | None] = field(repr=False)

    def told(self, *kinds: type[Event]) -> list[Event]:
        """Return the events of these kinds since the round began."""
        starts = self.round.starts
        found = [event for event in self.situation.application.events if isinstance(event, kinds)]
        return [event for event in found if starts is not None and not is_before(event.at, starts)]


def _listed(situation: Situation, round: Round) -> Iterator[_Listed]:
    """Yield what the facts do not say yet of one round, with when to ask it."""
    zone = situation.calendars.zone(round.zone or situation.place().zone or "")
    over = round.ends
    if over is None and round.day is not None and zone is not None:
        over = end_of(round.day, zone)
    if over is None or round.debrief:
        return
    people = {person.id: person for person in situation.application.people}
    points, strengths = points_of(situation, round), strengths_of(situation, round)
    met = Met(situation=situation, round=round, people=people, points=points, strengths=strengths)
    for question in _unanswered(met):
        before = question.moment == "before-leaving"
        due = over if before else shift(over, WITHIN)
        timed = evolve(question, due=seen_from(due, zone or UTC) if round.ends else None)
        yield _Listed(timed, None if before else over, over if before else shift(over, KEPT))


def _unanswered(met: Met) -> Iterator[Question]:
    parts = {part.person: part for part in met.round.attendances}
    for person in met.points:
        for ask in OF_EACH:
            place = AGAIN.get(ask.place, ask.place) if parts[person].nth > 1 else ask.place
            if not ask.known(met, person):
                where = place.format(person=person, fact=parts[person].fact)
                yield _question(ask, where, person=person)
    for ask in ONCE:
        if not ask.known(met, ""):
            yield _question(ask, ask.place.format(fact=met.round.id), interview=met.round.id)


def _question(ask: Ask, place: str, **parameters: str) -> Question:
    return Question(
        code=ask.code, place=place, parameters=parameters, completes=tuple(sorted(ask.completes)), moment=ask.moment
    )


# What shows that something was answered -----------------------------------------------------------------------------


def _is_named(met: Met, person: str) -> bool:
    return met.people[person].name is not None


def _has_role(met: Met, person: str) -> bool:
    return met.people[person].role is not Role.UNKNOWN


def _has_point(met: Met, person: str) -> bool:
    return met.points[person] is not None


def _has_concern(met: Met, person: str) -> bool:
    return concern_of(met.round, person) is not None


def _is_settled(met: Met, person: str) -> bool:
    return not _has_concern(met, person) or reassurance_of(met.round, person) is not None


def _has_need(met: Met, person: str) -> bool:
    """Tell whether there is nothing to ask: they said what they need, or there is no strength that could answer it."""
    return need_of(met.round, person) is not None or met.strengths[person] is None


def _need_is_answered(met: Met, person: str) -> bool:
    return need_of(met.round, person) is None or met.strengths[person] is not None


def _has_channel(met: Met, person: str) -> bool:
    return bool(met.people[person].contact.channels)


def _somebody_met(met: Met, person: str) -> bool:
    return bool(met.round.attendances) or met.round.ends is None


def _dates(met: Met) -> list[Promised | Replied]:
    """Return what was said of the day of the decision that this round does not lie after."""
    said = [event for event in met.situation.application.events if isinstance(event, (Promised, Replied))]
    since = met.told(Promised, Replied)
    return [
        event
        for event in said
        if (event.says and event in since) or (event.decision_by and not _is_behind(event.decision_by, met.round))
    ]


def _is_behind(day: date | None, round: Round) -> bool:
    return day is not None and round.day is not None and day < round.day


def _date_known(met: Met, person: str) -> bool:
    first = met.situation.application.decision_by
    return bool(_dates(met)) or (first is not None and not _is_behind(first, met.round))


def _goes_on(met: Met, person: str) -> bool:
    """Tell whether another interview follows, so that there is nothing to wait for before that."""
    others = (round for round in met.situation.rounds if not round.debrief)
    return met.situation.arranging or any(_is_later(round, met.round) for round in others)


def _is_later(other: Round, round: Round) -> bool:
    """Tell whether a round comes after another; one that has no day yet does."""
    if other.starts is not None and round.starts is not None:
        return is_before(round.starts, other.starts)
    return other.day is None or _is_behind(round.day, other)


def _date_or_more(met: Met, person: str) -> bool:
    return _date_known(met, person) or _goes_on(met, person)


def _giver_known(met: Met, person: str) -> bool:
    return not _date_known(met, person) or any(event.by for event in _dates(met))


def _next_step_known(met: Met, person: str) -> bool:
    return _goes_on(met, person) or bool(met.told(InvitedToContact, Assigned))


def _contact_known(met: Met, person: str) -> bool:
    return any(one.role in _ASKED and one.addresses for one in met.people.values())


_ASKED = frozenset({Role.RECRUITER, Role.AGENCY_RECRUITER, Role.COORDINATOR, Role.HIRING_MANAGER})


def _told(*kinds: type[Event]) -> Callable[[Met, str], bool]:
    """Make what looks for an event of these kinds since the round began."""

    def known(met: Met, person: str) -> bool:
        return bool(met.told(*kinds))

    return known


# What to ask --------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Ask:
    """Hold one line of the list: what to ask, and what shows that it was answered.

    Args:
        code, completes, moment: as of the :class:`Question`.
        place: where the answer belongs, of a *person*, or of the *fact*: the interview they met in first that day.
        known: whether the facts say it, of this person or (``""``) at all.
    """

    code: str
    place: str
    completes: tuple[str, ...]
    known: Callable[[Met, str], bool]
    moment: Moment = "after-interview"


OF_EACH: tuple[Ask, ...] = (
    Ask(code="name", place="people.{person}.name", completes=("about", "to"), known=_is_named),
    Ask(code="role", place="people.{person}.role", completes=("role",), known=_has_role),
    Ask(code="talked-about", place="people.{person}.talked_about", completes=("point",), known=_has_point),
    Ask(code="concern", place="people.{person}.concerns", completes=("concern",), known=_has_concern),
    Ask(code="reassurance", place="people.{person}.reassurances", completes=("reassurance",), known=_is_settled),
    Ask(code="need", place="people.{person}.needs", completes=("need",), known=_has_need),
    Ask(code="strength", place="people.{person}.strengths", completes=("strength",), known=_need_is_answered),
    Ask(code="likes-channel", place="people.{person}.contact.channels", completes=("channel",), known=_has_channel),
)
"""What to write down of each interviewer; what only makes a note better is asked where it would."""

ONCE: tuple[Ask, ...] = (
    Ask(
        code="ask-decision-date",
        place="decision_by",
        completes=("promised",),
        known=_date_known,
        moment="before-leaving",
    ),
    Ask(
        code="ask-next-step",
        place="events",
        completes=("asked_for",),
        known=_next_step_known,
        moment="before-leaving",
    ),
    Ask(
        code="ask-contact",
        place="people",
        completes=("channel", "to"),
        known=_contact_known,
        moment="before-leaving",
    ),
    Ask(code="who-interviewed", place="interviews.{fact}.with", completes=("to",), known=_somebody_met),
    Ask(code="decision-date", place="decision_by", completes=("promised",), known=_date_or_more),
    Ask(code="who-promised", place="events", completes=("timeframe-giver",), known=_giver_known),
    Ask(code="you-promised", place="events", completes=("item", "pledged_on"), known=_told(Pledged)),
    Ask(code="they-asked-for", place="events", completes=("due", "item"), known=_told(Requested, Assigned)),
)
"""What to ask of the employer before leaving, and to write down of the round as a whole."""
