"""Hold what the employer said and did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from attrs import field, frozen

from followkit._core.checking import checked, clean_line, word_of
from followkit._core.happening import Event, as_written
from followkit._core.vocabulary import NOT_REPLIES, ReplyKind, Unwelcome


def _unwelcome(word: Any) -> Unwelcome | None:
    return None if word is None else word_of(Unwelcome, word)


def _reply_kind(word: Any) -> ReplyKind:
    return word_of(ReplyKind, word)


@frozen(kw_only=True)
class Replied(Event):
    """Record that the employer wrote back (CI-09).

    Args:
        by: who.
        reply: what it said. Until somebody says which it was, nothing is asked of them and you are asked; an automatic
            answer or a copy of your own note is no reply.
        decision_by: the new date they named, if any.
        says: their words, when they named a time but no date.
        channel: how it came.
    """

    kind: ClassVar[str] = "replied"
    by_employer: ClassVar[bool] = True
    by: str | None = None
    reply: ReplyKind = field(default=ReplyKind.UNCLASSIFIED, converter=_reply_kind)
    decision_by: date | None = None
    says: str | None = checked(clean_line(300), default=None)
    channel: str | None = checked(clean_line(64), personal=False, default=None)

    @property
    def is_word(self) -> bool:
        """Tell whether a person wrote it: neither a machine nor the candidate."""
        return self.reply not in NOT_REPLIES


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
class Bounced(Event):
    """Record that a message came back undelivered; what was sent that way does not count.

    Args:
        person: whom it did not reach.
        channel: how it was sent.
        address: the address that failed; it is not used again while the person's address is this one.
    """

    kind: ClassVar[str] = "bounced"
    person: str
    channel: str = checked(clean_line(64), personal=False, default="email")
    address: str | None = checked(clean_line(254), default=None)


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
class Requested(Event):
    """Record that the employer asked for something: papers, a portfolio, references (EV-01).

    Args:
        what: a noun phrase (``"my transcript"``).
        due: the last day they want it by, if they named one.
        by: who asked.
        channel: how it came.
    """

    kind: ClassVar[str] = "requested"
    by_employer: ClassVar[bool] = True
    what: str | None = checked(clean_line(300), default=None)
    due: date | None = None
    by: str | None = None
    channel: str | None = checked(clean_line(64), personal=False, default=None)


@frozen(kw_only=True)
class Assigned(Event):
    """Record that the employer sent a take-home task (EV-02).

    Args:
        what: a noun phrase (``"the pricing exercise"``).
        due: the last day to hand it in, if they named one.
        by: who sent it.
        channel: how it came.
    """

    kind: ClassVar[str] = "assigned"
    by_employer: ClassVar[bool] = True
    what: str | None = checked(clean_line(300), default=None)
    due: date | None = None
    by: str | None = None
    channel: str | None = checked(clean_line(64), personal=False, default=None)


@frozen(kw_only=True)
class ReferencesRequested(Event):
    """Record that the employer may now call the references (REF-01).

    Args:
        by: who said so.
    """

    kind: ClassVar[str] = "references-requested"
    by_employer: ClassVar[bool] = True
    by: str | None = None


@frozen(kw_only=True)
class Rescheduled(Event):
    """Record that an interview was moved (NS-02).

    Args:
        interview: which.
        start: when it now begins: an instant, or a local time in *zone* (else in the interview's own zone).
        minutes: how long, if that changed too.
        zone: IANA name.
        by: who wrote to say so; they get an answer. None where a calendar simply shows the new time.
        channel: how it came.
    """

    kind: ClassVar[str] = "rescheduled"
    interview: str
    start: datetime = field(converter=as_written)
    minutes: int | None = None
    zone: str | None = None
    by: str | None = None
    channel: str | None = checked(clean_line(64), personal=False, default=None)


@frozen(kw_only=True)
class Cancelled(Event):
    """Record that an interview will not take place (NS-02).

    Args:
        interview: which.
        by: who wrote to say so; they get an answer.
        channel: how it came.
    """

    kind: ClassVar[str] = "cancelled"
    interview: str
    by: str | None = None
    channel: str | None = checked(clean_line(64), personal=False, default=None)


@frozen(kw_only=True)
class NoShow(Event):
    """Record that the interviewer did not come (NS-01); the interview counts as not held.

    Args:
        interview: which.
    """

    kind: ClassVar[str] = "no-show"
    interview: str


@frozen(kw_only=True)
class Rejected(Event):
    """Record a rejection; the process is over (RJ-01).

    Args:
        by: who wrote.
        channel: how it came.
    """

    kind: ClassVar[str] = "rejected"
    closes: ClassVar[bool] = True
    by_employer: ClassVar[bool] = True
    by: str | None = None
    channel: str | None = checked(clean_line(64), personal=False, default=None)


@frozen(kw_only=True)
class Offered(Event):
    """Record an offer; there is nothing left to check in about (EV-06).

    Args:
        respond_by: the date by which an answer is asked for.
        by: who made it.
        channel: how it came.
    """

    kind: ClassVar[str] = "offered"
    closes: ClassVar[bool] = True
    by_employer: ClassVar[bool] = True
    respond_by: date | None = None
    by: str | None = None
    channel: str | None = checked(clean_line(64), personal=False, default=None)
