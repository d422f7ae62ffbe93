"""Read from the events what was sent, what was promised, since when it is silent, and whether it is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo

from attrs import frozen

from followkit._core.decisions import Question, Reason
from followkit._core.events import (
    AcceptedElsewhere,
    AskedNotToContact,
    Cancelled,
    CannotAttend,
    Declined,
    Event,
    InvitedToContact,
    Missed,
    NoShow,
    Offered,
    Promised,
    Rejected,
    Replied,
    Stopped,
    Withdrew,
)
from followkit._core.facts import Application, Person
from followkit._core.promises import NOTHING, end_of_words, meaning_of
from followkit._core.rounds import Round, calls_off
from followkit._core.timing import (
    Calendars,
    Place,
    end_of,
    is_before,
    known_zone,
    local_date,
)
from followkit._core.vocabulary import Direct, Instruction, ReplyKind, Role


@frozen(kw_only=True)
class Silence:
    """Hold a time without news.

    Args:
        id: the id of the fact that started it: an interview or an event.
        since: the instant it began.
        day: that instant's local date.
        started_by: ``round``, ``reply``, ``promise``, ``invitation``, ``word`` (any other of theirs), ``material`` or
            ``assignment`` (handed in), or ``cancellation`` (of an interview, by whomever).
        round: the round that was held last.
    """

    id: str
    since: datetime
    day: date
    started_by: str
    round: Round


@frozen(kw_only=True)
class Promise:
    """Hold the decision date in force.

    Args:
        id: the event's id, or ``decision_by`` for the date given with the facts.
        day: the date; it passes at its end.
        passes: the instant it has passed.
        giver: who gave it, when known.
    """

    id: str
    day: date
    passes: datetime
    giver: str | None


def closed_by(application: Application) -> Event | None:
    """Return the event that ended the process, or None while it goes on.

    What the candidate ended stays ended. What the employer ended is opened again by a later word from them; an
    interview that was booked before does not do that. Another job taken ends nothing where nobody waits to hear of it.
    """
    return [None, *_endings(application)][-1]


def ended_by(application: Application) -> Event | None:
    """Return the event since which it is over, however often that was said again; an offer nobody answered is none."""
    first: Event | None = None
    for ended in _endings(application):
        first = None if ended is None or isinstance(ended, Offered) else first or ended
    return first


def _endings(application: Application) -> Iterator[Event | None]:
    """Yield for each event what had ended the process by then."""
    ended: Event | None = None
    for event in application.events:
        over = isinstance(ended, (Rejected, Declined, Withdrew, Stopped))
        if event.closes and not (over and isinstance(event, AcceptedElsewhere)):
            ended = event if ended is None or ended.by_employer or not event.by_employer else ended
        elif ended is not None and ended.by_employer and _reopens(event):
            ended = None
        yield ended


def _reopens(event: Event) -> bool:
    """Tell whether a word from them shows that it goes on; a reply nobody has read as such may be a farewell."""
    return event.is_word and not (isinstance(event, Replied) and event.reply is ReplyKind.UNCLASSIFIED)


def silence_of(
    application: Application,
    rounds: Sequence[Round],
    zone: tzinfo | None,
    promises: Mapping[str, str],
    handed_in: Mapping[str, str],
) -> Silence | None:
    """Return the silence that runs since the latest word: none before the first round, or while one has no hour.

    A booked round counts with its end, so that no silence runs while an interview is booked.

    Args:
        application, rounds: what happened.
        zone: whose dates count; None when nobody said.
        promises: the policy's reading of words instead of dates.
        handed_in: the id of each event that handed something in, to ``material`` or ``assignment``.
    """
    candidates = [round for round in rounds if not round.debrief]
    if not candidates or any(round.ends is None for round in candidates) or zone is None:
        return None
    since, last = max(
        ((round.ends, round) for round in candidates if round.ends), key=lambda pair: (pair[0], pair[1].id)
    )
    id, by = last.id, "round"
    for event in application.events:
        breaks = event.id in handed_in or _breaks_silence(event, promises)
        if breaks and not is_before(event.at, since):
            since, id, by = event.at, event.id, handed_in.get(event.id) or _STARTS.get(event.kind, "word")
    return Silence(id=id, since=since, day=local_date(since, zone), started_by=by, round=last)


_STARTS = {
    Replied.kind: "reply",
    Promised.kind: "promise",
    InvitedToContact.kind: "invitation",
    **dict.fromkeys((Cancelled.kind, NoShow.kind, Missed.kind, CannotAttend.kind), "cancellation"),
}


def _breaks_silence(event: Event, promises: Mapping[str, str]) -> bool:
    if isinstance(event, Promised) and event.decision_by is None:
        return meaning_of(event.says or "", promises) != NOTHING  # "soon" is no news (CI-04)
    return event.is_word or calls_off(event) or isinstance(event, CannotAttend)


def unread_reply(application: Application) -> Replied | None:
    """Return their latest word when it is a reply that nobody has classified; until then nothing is asked of them."""
    words = [event for event in application.events if event.is_word]
    last = words[-1] if words else None
    return last if isinstance(last, Replied) and last.reply is ReplyKind.UNCLASSIFIED and not puts_off(last) else None


def promise_of(
    application: Application, silence: Silence | None, promises: Mapping[str, str], place: Place, calendars: Calendars
) -> tuple[Promise | None, tuple[Reason, ...], tuple[Question, ...]]:
    """Return the decision date in force: the last one given, unless it had passed when the *silence* began (CI-01).

    Words instead of a date are read as the end of what they name, and the reading is returned to be shown (CI-04).
    Words that name nothing leave an earlier date in force; those nobody understands are asked about.
    """
    zone = known_zone(place, calendars)
    given: Promise | None = None
    shown: list[Reason] = []
    asked: list[Question] = []
    if application.decision_by:
        day = application.decision_by
        given = Promise(id="decision_by", day=day, passes=end_of(day, zone), giver=None)
    for event in application.events:
        if not isinstance(event, (Promised, Replied)) or not (event.decision_by or event.says):
            continue
        said: date | None = event.decision_by
        if said is None:
            meaning = meaning_of(event.says or "", promises)
            said = end_of_words(meaning, local_date(event.at, zone), place, calendars)
            if said is None and meaning == NOTHING:
                shown.append(Reason(code="promise-too-vague", parameters={"event": event.id}))
            elif said is None:
                asked.append(Question(code="which-day", place="events", parameters={"event": event.id}))
            else:
                shown.append(Reason(code="promise-read-as", parameters={"day": said, "event": event.id}))
        if said is not None:
            given = Promise(id=event.id, day=said, passes=end_of(said, zone), giver=event.by)
    if given is not None and silence is not None and not is_before(silence.since, given.passes):
        given = None
    return given, tuple(shown), tuple(asked)


def puts_off(reply: Replied) -> bool:
    """Tell whether a reply says that the decision is still to come."""
    return reply.reply is ReplyKind.STILL_DECIDING or bool(reply.decision_by or reply.says)


def invitation_of(application: Application, silence: Silence) -> InvitedToContact | None:
    """Return the latest request to be contacted on a day, if that day is not behind the silence (CI-05)."""
    asked = [event for event in application.events if isinstance(event, InvitedToContact) and event.on >= silence.day]
    return asked[-1] if asked else None


def unwelcome(application: Application) -> Mapping[str | None, frozenset[str]]:
    """Return who (None: everybody) asked not to get what: a slot, ``calls`` or ``anything``."""
    asked: dict[str | None, set[str]] = {}
    for event in application.events:
        if isinstance(event, AskedNotToContact):
            asked.setdefault(event.person, set()).add(event.only.value if event.only else "anything")
    for instruction in application.employer.instructions:
        if instruction in _INSTRUCTED:
            asked.setdefault(None, set()).add(_INSTRUCTED[instruction])
    return {person: frozenset(what) for person, what in asked.items()}


_INSTRUCTED = {
    Instruction.NO_THANK_YOU: "thank-you",
    Instruction.NO_CALLS: "calls",
    Instruction.NO_CONTACT: "anything",
}


def goes_through_recruiter(person: Person, application: Application) -> bool:
    """Tell whether a recruiter stands between the candidate and this person (TY-13), who is no reference of theirs."""
    if person.contact.direct is Direct.YES or person.role in {Role.AGENCY_RECRUITER, Role.RECRUITER, Role.REFERENCE}:
        return False
    agency = any(one.role is Role.AGENCY_RECRUITER for one in application.people)
    return agency or person.contact.direct is Direct.VIA_RECRUITER
