"""Hold what the candidate sent, did, decided and wishes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from attrs import field, frozen

from followkit._core.checking import checked, clean_line, interview_minutes, word_of
from followkit._core.errors import Problem
from followkit._core.happening import Event
from followkit._core.vocabulary import ContactClass, Intention


def _contact_class(word: Any) -> ContactClass | None:
    return None if word is None else word_of(ContactClass, word)


def _intention(word: Any) -> Intention:
    return word_of(Intention, word)


def _key_alone(key: str | None, follow_up: str | None) -> tuple[Problem, ...]:
    if key is None or follow_up is not None:
        return ()
    hint = "give follow_up too, or make the event with follow_up.sent(at=…)"
    return (Problem(place="key", code="key-without-handle", message="a key without a handle", hint=hint),)


def _people(people: Any) -> tuple[str, ...]:
    return tuple(sorted(set(people)))


@frozen(kw_only=True)
class Sent(Event):
    """Record that the candidate sent something.

    Args:
        follow_up: the follow-up's handle (``thank-you/priya``), when it was planned by us.
        key: the follow-up's key, kept for hosts beside the handle.
        to: whom it went to.
        about: whom it spoke for, when one note stood for several people.
        channel: how it went.
        contact: what it was for, when it was not planned by us.
        interview: which interview it was about, where a person was met more than once.
        regarding: the id of the event it answered, where there were several of a kind.
    """

    kind: ClassVar[str] = "sent"
    follow_up: str | None = checked(clean_line(200), personal=False, default=None)
    key: str | None = None
    to: str | None = None
    about: tuple[str, ...] = field(default=(), converter=_people)
    channel: str | None = checked(clean_line(64), personal=False, default=None)
    contact: ContactClass | None = field(default=None, converter=_contact_class)
    interview: str | None = None
    regarding: str | None = None

    @property
    def contradictions(self) -> tuple[Problem, ...]:
        """Give the problem of a key without the handle that says what it is the key of."""
        return _key_alone(self.key, self.follow_up)


@frozen(kw_only=True)
class Called(Event):
    """Record that the candidate made a call; a planned call waits for this.

    Args:
        follow_up, key, to, about, interview, regarding, contact: as for :class:`Sent`.
        outcome: what came of it, in the candidate's words.
        voicemail: whether nobody answered and a message was left (CH-04).
    """

    kind: ClassVar[str] = "called"
    follow_up: str | None = checked(clean_line(200), personal=False, default=None)
    key: str | None = None
    to: str | None = None
    about: tuple[str, ...] = field(default=(), converter=_people)
    channel: str = checked(clean_line(64), personal=False, default="phone")
    contact: ContactClass | None = field(default=None, converter=_contact_class)
    interview: str | None = None
    regarding: str | None = None
    outcome: str | None = field(default=None, repr=False)
    voicemail: bool = False

    @property
    def contradictions(self) -> tuple[Problem, ...]:
        """Give the problem of a key without the handle that says what it is the key of."""
        return _key_alone(self.key, self.follow_up)


@frozen(kw_only=True)
class Submitted(Event):
    """Record that the candidate handed in what was asked for; silence counts from here (EV-01, EV-03).

    Args:
        what: what was handed in, a noun phrase.
        regarding: the id of the request or task it answers; without one, the latest before it.
    """

    kind: ClassVar[str] = "submitted"
    what: str | None = checked(clean_line(300), default=None)
    regarding: str | None = None


@frozen(kw_only=True)
class Decided(Event):
    """Record what the candidate decided and has yet to say (EV-07, EV-08, WD-01).

    Args:
        to: ``accept`` or ``decline`` the offer, or ``withdraw``.
    """

    kind: ClassVar[str] = "decided"
    closes: ClassVar[bool] = True
    to: Intention = field(converter=_intention)

    @property
    def people(self) -> tuple[str, ...]:
        """Name nobody: a decision is about no person."""
        return ()


@frozen(kw_only=True)
class Accepted(Event):
    """Record that the candidate accepted the offer, and told them."""

    kind: ClassVar[str] = "accepted"
    closes: ClassVar[bool] = True


@frozen(kw_only=True)
class Declined(Event):
    """Record that the candidate declined the offer, and told them."""

    kind: ClassVar[str] = "declined"
    closes: ClassVar[bool] = True


@frozen(kw_only=True)
class Withdrew(Event):
    """Record that the candidate withdrew, and told them (WD-01)."""

    kind: ClassVar[str] = "withdrew"
    closes: ClassVar[bool] = True


@frozen(kw_only=True)
class AcceptedElsewhere(Event):
    """Record that the candidate took another job; every other process is told (EV-10).

    Args:
        application: the id of the application that was accepted, if it is one of ours.
    """

    kind: ClassVar[str] = "accepted-elsewhere"
    closes: ClassVar[bool] = True
    application: str | None = None


@frozen(kw_only=True)
class CompetingOffer(Event):
    """Record that another employer made an offer, which is real and in hand (EV-04).

    Args:
        respond_by: the day by which that employer wants an answer.
        application: the id of the application it came from, if it is one of ours.
    """

    kind: ClassVar[str] = "competing-offer"
    respond_by: date | None = None
    application: str | None = None


@frozen(kw_only=True)
class NeedsTime(Event):
    """Record that the candidate needs longer to answer an offer (EV-05).

    Args:
        until: the day they would like to answer by.
    """

    kind: ClassVar[str] = "needs-time"
    until: date | None = None


@frozen(kw_only=True)
class CannotAttend(Event):
    """Record that the candidate cannot come to a booked interview and has to ask for another time (NS-03).

    Args:
        interview: which.
    """

    kind: ClassVar[str] = "cannot-attend"
    interview: str


@frozen(kw_only=True)
class Missed(Event):
    """Record that the candidate was late for, or not reachable at, their own interview (FX-04).

    Args:
        interview: which.
        minutes_late: how late, where it took place all the same; None means it did not.
    """

    kind: ClassVar[str] = "missed"
    interview: str
    minutes_late: int | None = checked(interview_minutes, default=None, personal=False)


@frozen(kw_only=True)
class Pledged(Event):
    """Record that the candidate said they would be in touch on a day (TY-18).

    Args:
        on: the day they named.
        what: what they promised, a noun phrase (``"the figures on queue depth"``).
        to: whom they promised it.
        channel: how they said they would.
    """

    kind: ClassVar[str] = "pledged"
    on: date
    what: str | None = checked(clean_line(300), default=None)
    to: str | None = None
    channel: str | None = checked(clean_line(64), personal=False, default=None)


@frozen(kw_only=True)
class Forgot(Event):
    """Record something the candidate wishes they had said (FX-01), or would now answer better (FX-02).

    Args:
        what: one whole sentence, as it should be said; no apology.
        to: whom to tell; the interviewer who counts most, when nobody is named.
        answers: whether it is the better answer to something that was asked.
    """

    kind: ClassVar[str] = "forgot"
    what: str = checked(clean_line(400))
    to: str | None = None
    answers: bool = False


@frozen(kw_only=True)
class Misnamed(Event):
    """Record that a note went out with a wrong name or company in it (FX-03); a minor slip is left alone.

    Args:
        person: who got it.
        what: the name as it should have been; the correction says it.
    """

    kind: ClassVar[str] = "misnamed"
    person: str
    what: str | None = checked(clean_line(120), default=None)


@frozen(kw_only=True)
class Snoozed(Event):
    """Record that the candidate does not want to be reminded before a day.

    Args:
        until: the first day on which it may come up again.
        follow_up: a handle or a slot; None means everything.
    """

    kind: ClassVar[str] = "snoozed"
    until: date
    follow_up: str | None = checked(clean_line(200), personal=False, default=None)


@frozen(kw_only=True)
class Dismissed(Event):
    """Record that the candidate does not want one follow-up; it stays dismissed.

    Args:
        follow_up: a handle or a slot.
    """

    kind: ClassVar[str] = "dismissed"
    follow_up: str = checked(clean_line(200), personal=False)


@frozen(kw_only=True)
class Stopped(Event):
    """Record that the candidate wants nothing more to be suggested here."""

    kind: ClassVar[str] = "stopped"
    closes: ClassVar[bool] = True
