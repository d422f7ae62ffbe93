"""Hold what was decided about one rule and one subject, and what follows from it: values only.

Decisions hold ids, codes, parameters and times, never names or words; ``explaining`` puts them into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from attrs import field, frozen

from followkit._core.events import Called, Sent
from followkit._core.freezing import as_dict
from followkit._core.vocabulary import ContactClass

Parameter = str | int | bool | date | datetime | tuple[str, ...]
Moment = Literal["before-leaving", "after-interview", "any"]


def can_be_told(value: object) -> bool:
    """Tell whether a value is one that words can be made of: a :data:`Parameter`, and an instant only with its zone."""
    if isinstance(value, tuple):
        return all(isinstance(one, str) for one in value)
    if isinstance(value, datetime):
        return value.utcoffset() is not None
    return isinstance(value, (str, int, date))


@frozen(kw_only=True)
class Reason:
    """Hold why: a stable code and its parameters.

    Args:
        code: kebab-case, listed in ``docs/reference/codes.md`` and never reused.
        parameters: what the wording needs: ids, dates, counts.
    """

    code: str
    parameters: Mapping[str, Parameter] = field(factory=dict, converter=as_dict, hash=False)


@frozen(kw_only=True)
class Question:
    """Hold one thing that must be asked because it is never invented.

    Args:
        code: which question.
        place: where the answer belongs in the facts (``people.priya.zone``).
        parameters: what the wording needs.
        blocks: handles of the follow-ups that wait for the answer.
        completes: what the answer completes: the facts a note may state, and what decides to whom and how it goes.
        due: by when to write it down, or None for no hurry.
        moment: when to ask (NC-22).
    """

    code: str
    place: str
    parameters: Mapping[str, Parameter] = field(factory=dict, converter=as_dict, hash=False)
    blocks: tuple[str, ...] = ()
    completes: tuple[str, ...] = ()
    due: datetime | None = None
    moment: Moment = "any"


@frozen(kw_only=True)
class Subject:
    """Name what a rule speaks about: (round, person), a round, a silence, an event, or the application.

    Args:
        kind: ``person``, ``round``, ``silence``, ``event`` or ``application``.
        fact: the id of the interview or event the subject stands on; empty for the application.
        person: the person's id, for ``person``, and for an ``event`` that speaks to several.
        round: the id of the round, for ``person`` and ``round``.
    """

    kind: str
    fact: str = ""
    person: str | None = None
    round: str | None = None

    def __str__(self) -> str:
        return "/".join(part for part in (self.kind, self.fact, self.person or "") if part)


@frozen(kw_only=True)
class Window:
    """Hold when a follow-up may be, should be and can last be sent, in the recipient's local time.

    Args:
        earliest: not before this instant.
        target: the best instant, rolled into open hours.
        late_after: from here it is late, or None.
        expires: from here it is too late, or None.
        zone: the recipient's IANA zone name.
    """

    earliest: datetime
    target: datetime
    late_after: datetime | None
    expires: datetime | None
    zone: str


class State(StrEnum):
    """Name where a follow-up stands at the plan's ``now``.

    ``waiting``: not yet. ``ready``: it may go, the best moment is still to come. ``due``: send it. ``late``: send it,
    it is later than it should be. ``held``: it is time, but the recipient's hours are closed.
    """

    WAITING = "waiting"
    READY = "ready"
    HELD = "held"
    DUE = "due"
    LATE = "late"


@frozen(kw_only=True)
class FollowUp:
    """Hold one planned contact.

    Args:
        key: the same for the same intent, whatever its rule, recipient, channel, time or text.
        covers: the keys of all the subjects it settles; one, unless notes were combined.
        handle: the readable form of the key, unique in the application (``thank-you/priya``).
        application: the application's id.
        slot, rule, contact: what it is for, which rule asked for it, its contact class.
        subject: what it speaks about.
        recipient: the id of the person it goes to.
        about: the ids of the people it speaks for.
        channel, channel_class: how it goes.
        form: the form of that channel it takes (``mailto``), or empty for the channel's own.
        note, variant, adds: which words it takes.
        window: when.
        state: where it stands now.
        when: the moment to act: the target, or once that has passed the opening of the current or next open stretch.
        because: the rule's reason, in one sentence; ``sources`` are the rule ids behind it.
        reasons: how the time and recipient came about, strongest first.
        needs: what must be answered before it can be written.
        assumes: what this step takes for granted, such as the sends before it.
        rank: the person's place in the round, which deals out phrasings and strengths.
        optional: whether leaving it out is just as well.
        urgent: whether it goes before everything else that is due.
        basis: the digest of facts and rules it was planned from.
    """

    key: str
    covers: tuple[str, ...]
    handle: str
    application: str
    slot: str
    rule: str
    contact: ContactClass
    subject: Subject
    recipient: str
    about: tuple[str, ...]
    channel: str
    channel_class: str
    form: str = ""
    note: str
    variant: str | None = None
    adds: tuple[str, ...] = ()
    window: Window
    state: State
    when: datetime
    because: str = ""
    sources: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    needs: tuple[Question, ...] = ()
    assumes: tuple[Reason, ...] = ()
    rank: int = 0
    optional: bool = False
    urgent: bool = False
    basis: str = ""

    def sent(self, at: datetime) -> Sent:
        """Return the event that says this went out; only a person, or what delivers for one, may say so.

        Args:
            at: when, an aware datetime.
        """
        return Sent(at=at, **self._as_planned)

    def called(self, at: datetime, *, outcome: str | None = None, voicemail: bool = False) -> Called:
        """Return the event that says this call was made; a planned call waits for it.

        Args:
            at: when, an aware datetime.
            outcome: what came of it, in the candidate's words.
            voicemail: whether nobody answered and a message was left.
        """
        return Called(at=at, outcome=outcome, voicemail=voicemail, **self._as_planned)

    @property
    def _as_planned(self) -> dict[str, Any]:
        return {
            "follow_up": self.handle,
            "key": self.key,
            "to": self.recipient,
            "about": self.about if len(self.covers) > 1 else (),
            "channel": self.channel,
            "interview": self.subject.fact if self.subject.round else None,
            "regarding": self.subject.fact if self.subject.kind == "event" else None,
        }


@frozen(kw_only=True)
class Allowance:
    """Hold how much of a limit is used (CI-08).

    Args:
        slot: what is limited: a slot, or ``status-contacts`` for all that asks within the rolling window.
        used: how many went out, from this application and from others with the same employer.
        of: how many may.
    """

    slot: str
    used: int
    of: int


@frozen(kw_only=True)
class Decision:
    """Hold what one rule decided about one subject.

    Args:
        rule, slot: which rule.
        subject: about what.
        yes: whether it asks for a contact.
        reasons: why, or why not; the strongest first.
        handle: the follow-up's handle, when yes.
        held_back: whether everything held that the rule asks, and a guard or the calendar said no.
    """

    rule: str
    slot: str
    subject: Subject
    yes: bool
    reasons: tuple[Reason, ...]
    handle: str | None = None
    held_back: bool = False
