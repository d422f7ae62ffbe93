"""Hold what was sent, said and decided, so that a plan is a function of facts and ``now`` alone.

Every event says *at* which instant it happened and has an id: given, or derived from what it says, so that recording
the same thing twice is recording it once.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any, ClassVar

import attrs
from attrs import field, frozen

from followkit._core.checking import checked, clean_line, known_year, plain_id, verify, word_of
from followkit._core.errors import InvalidFacts, Problem
from followkit._core.timing import seen_from, utc
from followkit._core.vocabulary import ContactClass, ReplyKind, Unwelcome


def _aware(value: datetime) -> datetime:
    """Keep the instant as written, with a fixed offset; refuse one that is none."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        problem = Problem(
            place="at",
            code="naive-moment",
            message="a moment without an offset",
            hint="write 2025-06-05T17:00:00-04:00",
        )
        raise InvalidFacts(problems=[problem])
    kept: datetime = as_written(value)
    return kept


def as_written(value: Any) -> Any:
    """Keep a moment as written, with a fixed offset: zone rules make repeated hours equal to nothing (PEP 495)."""
    if not isinstance(value, datetime) or value.tzinfo is None or known_year(value):
        return value
    return seen_from(value, value.tzinfo)


def _unwelcome(word: Any) -> Unwelcome | None:
    return None if word is None else word_of(Unwelcome, word)


def _contact_class(word: Any) -> ContactClass | None:
    return None if word is None else word_of(ContactClass, word)


def _reply_kind(word: Any) -> ReplyKind:
    return word_of(ReplyKind, word)


def _key_alone(key: str | None, follow_up: str | None) -> tuple[Problem, ...]:
    if key is None or follow_up is not None:
        return ()
    hint = "give follow_up too, or make the event with follow_up.sent(at=…)"
    return (Problem(place="key", code="key-without-handle", message="a key without a handle", hint=hint),)


def _people(people: Any) -> tuple[str, ...]:
    return tuple(sorted(set(people)))


@frozen(kw_only=True)
class Event:
    """Hold what all events share.

    Args:
        at: the instant it happened, aware.
        id: given, or derived from everything else the event says.
    """

    kind: ClassVar[str] = ""
    closes: ClassVar[bool] = False
    """Whether the process is over for the candidate once this happened."""
    by_employer: ClassVar[bool] = False
    """Whether this is a word from the employer, which ends a silence and starts the next."""

    at: datetime = checked(known_year, personal=False, converter=_aware)
    id: str = field(default="", metadata={"check": plain_id})

    def __attrs_post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", _derived_id(self))
        verify(self, self.contradictions)

    @property
    def contradictions(self) -> tuple[Problem, ...]:
        """Give what is wrong between fields of this kind of event."""
        return ()

    @property
    def order(self) -> tuple[datetime, str]:
        """Give the place of the event in time."""
        return (utc(self.at), self.id)

    @property
    def people(self) -> tuple[str, ...]:
        """Name the ids of the people the event speaks of."""
        names = (getattr(self, name, None) for name in ("by", "to", "person"))
        return tuple(name for name in names if name) + tuple(getattr(self, "about", ()))

    @property
    def interviews(self) -> tuple[str, ...]:
        """Name the ids of the interviews the event speaks of."""
        id = getattr(self, "interview", None)
        return (id,) if id else ()


def _derived_id(event: Event) -> str:
    told = [f"{a.name}={_plain(getattr(event, a.name))}" for a in attrs.fields(type(event)) if a.name != "id"]
    digest = hashlib.sha256("\n".join([event.kind, *told]).encode()).hexdigest()
    return f"{event.kind}-{digest[:12]}"


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return utc(value).isoformat()
    return str(value)


@frozen(kw_only=True)
class Sent(Event):
    """Record that the candidate sent something.

    Args:
        follow_up: the follow-up's handle (``thank-you/priya``), when it was planned by us.
        key: the follow-up's key, kept for hosts beside the handle.
        to: whom it went to.
        about: whom it spoke for, when one note stood for several people.
        interview: which interview it was about, where a person was met more than once.
        channel: how it went.
        contact: what it was for, when it was not planned by us.
    """

    kind: ClassVar[str] = "sent"
    follow_up: str | None = checked(clean_line(200), personal=False, default=None)
    key: str | None = None
    to: str | None = None
    about: tuple[str, ...] = field(default=(), converter=_people)
    channel: str | None = checked(clean_line(64), personal=False, default=None)
    contact: ContactClass | None = field(default=None, converter=_contact_class)
    interview: str | None = None

    @property
    def contradictions(self) -> tuple[Problem, ...]:
        """Give the problem of a key without the handle that says what it is the key of."""
        return _key_alone(self.key, self.follow_up)


@frozen(kw_only=True)
class Called(Event):
    """Record that the candidate made a call; a planned call waits for this.

    Args:
        follow_up, key, to, about, interview, contact: as for :class:`Sent`.
        outcome: what came of it, in the candidate's words.
    """

    kind: ClassVar[str] = "called"
    follow_up: str | None = checked(clean_line(200), personal=False, default=None)
    key: str | None = None
    to: str | None = None
    about: tuple[str, ...] = field(default=(), converter=_people)
    channel: str = checked(clean_line(64), personal=False, default="phone")
    contact: ContactClass | None = field(default=None, converter=_contact_class)
    interview: str | None = None
    outcome: str | None = field(default=None, repr=False)

    @property
    def contradictions(self) -> tuple[Problem, ...]:
        """Give the problem of a key without the handle that says what it is the key of."""
        return _key_alone(self.key, self.follow_up)


@frozen(kw_only=True)
class Replied(Event):
    """Record that the employer wrote back (CI-09).

    Args:
        by: who.
        reply: what it said; an unclassified reply ends the silence all the same.
        decision_by: the new date they named, if any.
        says: their words, when they named a time but no date.
    """

    kind: ClassVar[str] = "replied"
    by_employer: ClassVar[bool] = True
    by: str | None = None
    reply: ReplyKind = field(default=ReplyKind.UNCLASSIFIED, converter=_reply_kind)
    decision_by: date | None = None
    says: str | None = checked(clean_line(300), default=None)


@frozen(kw_only=True)
class Promised(Event):
    """Record that the employer said by when they will decide (CI-02, CI-04); in a written reply, use :class:`Replied`.

    Args:
        decision_by: the date promised.
        says: their words, when they gave no date (``"next week"``); resolved by the policy and shown.
        by: who gave it; that person is asked first (CI-13).
    """

    kind: ClassVar[str] = "promised"
    by_employer: ClassVar[bool] = True
    decision_by: date | None = None
    says: str | None = checked(clean_line(300), default=None)
    by: str | None = None


@frozen(kw_only=True)
class InvitedToContact(Event):
    """Record that the employer asked to be contacted on a day (CI-05).

    Args:
        on: the day they named.
        channel: the channel they named, if any.
        by: who asked.
    """

    kind: ClassVar[str] = "invited"
    by_employer: ClassVar[bool] = True
    on: date
    channel: str | None = None
    by: str | None = None


@frozen(kw_only=True)
class OutOfOffice(Event):
    """Record an automatic absence note (CI-10); it is no reply.

    Args:
        person: who is away.
        until: the last day away.
    """

    kind: ClassVar[str] = "out-of-office"
    person: str
    until: date


@frozen(kw_only=True)
class AskedNotToContact(Event):
    """Record that the employer asked to be left alone (CI-16, TY-16).

    Args:
        person: who must not be contacted; None means the whole employer.
        only: what alone is unwelcome; None means anything.
    """

    kind: ClassVar[str] = "asked-not-to-contact"
    person: str | None = None
    only: Unwelcome | None = field(default=None, converter=_unwelcome)


@frozen(kw_only=True)
class Rescheduled(Event):
    """Record that an interview was moved.

    Args:
        interview: which.
        start: when it now begins: an instant, or a local time in *zone* (else in the interview's own zone).
        minutes: how long, if that changed too.
        zone: IANA name.
    """

    kind: ClassVar[str] = "rescheduled"
    interview: str
    start: datetime = field(converter=as_written)
    minutes: int | None = None
    zone: str | None = None


@frozen(kw_only=True)
class Cancelled(Event):
    """Record that an interview will not take place."""

    kind: ClassVar[str] = "cancelled"
    interview: str
    by: str | None = None


@frozen(kw_only=True)
class Submitted(Event):
    """Record that the candidate handed in what was asked for; silence counts from here (EV-01, EV-03)."""

    kind: ClassVar[str] = "submitted"
    what: str | None = checked(clean_line(300), default=None)


@frozen(kw_only=True)
class Rejected(Event):
    """Record a rejection; the process is over."""

    kind: ClassVar[str] = "rejected"
    closes: ClassVar[bool] = True
    by_employer: ClassVar[bool] = True
    by: str | None = None


@frozen(kw_only=True)
class Offered(Event):
    """Record an offer; there is nothing left to check in about.

    Args:
        respond_by: the date by which an answer is asked for.
    """

    kind: ClassVar[str] = "offered"
    closes: ClassVar[bool] = True
    by_employer: ClassVar[bool] = True
    respond_by: date | None = None
    by: str | None = None


@frozen(kw_only=True)
class Withdrew(Event):
    """Record that the candidate withdrew (WD-01)."""

    kind: ClassVar[str] = "withdrew"
    closes: ClassVar[bool] = True


@frozen(kw_only=True)
class Stopped(Event):
    """Record that the candidate wants nothing more to be suggested here."""

    kind: ClassVar[str] = "stopped"
    closes: ClassVar[bool] = True


KINDS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        Sent,
        Called,
        Replied,
        Promised,
        InvitedToContact,
        OutOfOffice,
        AskedNotToContact,
        Rescheduled,
        Cancelled,
        Submitted,
        Rejected,
        Offered,
        Withdrew,
        Stopped,
    )
}
"""Every kind of event by the word that stands for it in files."""
