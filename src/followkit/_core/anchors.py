"""Name what a rule may count from (anchors), and what its values may depend on (cases).

Each is one row of a table from the word in the TOML to the function that reads a situation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import attrs
from attrs import evolve

from followkit._core.audiences import EACH, INTERVIEWERS
from followkit._core.decisions import Reason, Subject
from followkit._core.events import KINDS, Event
from followkit._core.history import ended_by
from followkit._core.situation import Situation
from followkit._core.timing import is_before
from followkit._core.vocabulary import Format, Stage


class Occasion(NamedTuple):
    """Hold one subject a rule can speak about, and what it counts from: an instant, or a date that ends at its end."""

    subject: Subject
    since: datetime | date


Anchoring = tuple[Occasion, ...] | Reason
Anchor = Callable[[Situation, str], Anchoring]
"""Reads from the situation, and the slot of the rule that asks, what there is to speak about."""
CHECK_IN = "check-in"


def _round_end(situation: Situation, slot: str) -> Anchoring:
    found = tuple(
        Occasion(Subject(kind="person", fact=part.fact, person=part.person, round=round.id), round.ends)
        for round in situation.rounds
        if round.ends is not None
        for part in round.attendances
    )
    return found or _why_no_round(situation)


def _round(situation: Situation, slot: str) -> Anchoring:
    found = tuple(
        Occasion(Subject(kind="round", fact=round.id, round=round.id), round.ends)
        for round in situation.rounds
        if round.ends is not None
    )
    return found or _why_no_round(situation)


def _why_no_round(situation: Situation) -> Reason:
    if any(round.ends is None for round in situation.rounds):
        return Reason(code="interview-time-unknown")
    if situation.rounds:
        return Reason(code="nobody-interviewed")
    if situation.arranging:
        return Reason(code="interview-being-arranged")
    return Reason(code="interview-off" if situation.application.interviews else "no-interview")


def _why_no_silence(situation: Situation) -> Reason:
    if situation.owed:
        return Reason(code="they-wait-for-you", parameters={"since": situation.owed.at})
    if situation.unread:
        return Reason(code="reply-unclassified", parameters={"at": situation.unread.at})
    if situation.arranging:
        return Reason(code="interview-being-arranged")
    if any(round.ends is not None for round in situation.rounds) and situation.place().zone is None:
        return Reason(code="zone-unknown")
    return _why_no_round(situation)


def _in_silence(situation: Situation, since: datetime | date | None, otherwise: str) -> Anchoring:
    silence = situation.silence
    if silence is None:
        return _why_no_silence(situation)
    if since is None:
        return Reason(code=otherwise)
    return (Occasion(Subject(kind="silence", fact=silence.id), since),)


def _silence_start(situation: Situation, slot: str) -> Anchoring:
    return _in_silence(situation, situation.silence.since if situation.silence else None, "no-silence")


def _promised_date(situation: Situation, slot: str) -> Anchoring:
    promise = situation.counted_promise()
    return _in_silence(situation, promise.day if promise else None, "no-promise")


def _invited_date(situation: Situation, slot: str) -> Anchoring:
    return _in_silence(situation, situation.invitation.on if situation.invitation else None, "not-invited")


def _last_check_in(situation: Situation, slot: str) -> Anchoring:
    sent = situation.sent_in_silence(CHECK_IN)
    return _in_silence(situation, sent[-1].at if sent else None, "nothing-sent-yet")


def _last_asking(situation: Situation, slot: str) -> Anchoring:
    silence = situation.silence
    asked = [c.at for c in situation.contacts if c.status and silence and not is_before(c.at, silence.since)]
    return _in_silence(situation, asked[-1] if asked else None, "nothing-sent-yet")


def _employer_reply(situation: Situation, slot: str) -> Anchoring:
    silence = situation.silence
    replied = silence is not None and silence.started_by == "reply"
    return _in_silence(situation, silence.since if silence and replied else None, "no-reply")


# Events -------------------------------------------------------------------------------------------------------------


def _of_kind(kind: str) -> Anchor:
    """Make the anchor that every event of one kind is."""

    def anchor(situation: Situation, slot: str) -> Anchoring:
        found = tuple(_on(event) for event in situation.chronicle.of(kind))
        return found or Reason(code="not-happened", parameters={"event": kind})

    return anchor


def _date_of(kind: str, name: str) -> Anchor:
    """Make the anchor that a date is which events of one kind name."""

    def anchor(situation: Situation, slot: str) -> Anchoring:
        events = situation.chronicle.of(kind)
        found = tuple(_on(event, day) for event in events if (day := getattr(event, name)) is not None)
        if found or not events:
            return found or Reason(code="not-happened", parameters={"event": kind})
        return Reason(code="no-day-named", parameters={"event": kind, "field": name})

    return anchor


def _on(event: Event, since: datetime | date | None = None) -> Occasion:
    return Occasion(Subject(kind="event", fact=event.id), event.at if since is None else since)


def _process_end(situation: Situation, slot: str) -> Anchoring:
    ended, closed = ended_by(situation.application), situation.closed
    if ended is not None:
        return (_on(ended),)
    return Reason(code="offer-unanswered", parameters={"at": closed.at}) if closed else Reason(code="still-open")


def _last_of_slot(situation: Situation, slot: str) -> Anchoring:
    """Count from the last contact of the rule's own slot that answers an event."""
    sends = situation.sends()
    kinds = situation.customs.answers.get(slot, frozenset())
    events = situation.chronicle.of_any(kinds)
    sent = [(event, made[-1]) for event in events if (made := sends.answering(slot, event))]
    found = tuple(_on(event, contact.at) for event, contact in sent)
    if kinds and not events:
        return Reason(code="not-happened", parameters={"event": min(kinds)})
    return found or Reason(code="nothing-sent-yet")


_DATES = ("date", "date | None", date, date | None)  # the types themselves, where an event was read before this

DATED: Mapping[str, tuple[str, ...]] = {
    kind: tuple(field.name for field in attrs.fields(event) if field.type in _DATES) for kind, event in KINDS.items()
}
"""Each kind of event to the dates it can name."""

ANCHORS: Mapping[str, Anchor] = {
    "round-end": _round_end,
    "round": _round,
    "silence-start": _silence_start,
    "promised-date": _promised_date,
    "invited-date": _invited_date,
    "last-check-in": _last_check_in,
    "last-status-contact": _last_asking,
    "employer-reply": _employer_reply,
    "process-end": _process_end,
    "last-of-slot": _last_of_slot,
    **{kind: _of_kind(kind) for kind in KINDS},
    **{f"{kind}.{name}": _date_of(kind, name) for kind, names in DATED.items() for name in names},
}
"""What a rule may count from: something read from the situation, a kind of event, or a date such an event names."""


def event_kind(after: str) -> str | None:
    """Return the kind of event an anchor stands on, or None for the other anchors.

    >>> event_kind("offered.respond_by"), event_kind("round-end")
    ('offered', None)
    """
    kind = after.partition(".")[0]
    return kind if kind in KINDS else None


def occasions(after: str, slot: str, to: tuple[str, ...], situation: Situation) -> Anchoring:
    """Return what a rule can speak about: what its anchor gives, for each person where it speaks to each.

    Args:
        after, slot, to: the rule's anchor, slot and audiences.
        situation: what the facts amount to.
    """
    found = ANCHORS[after](situation, slot)
    each = [name for name in to if name in EACH]
    if isinstance(found, Reason) or not each or any(one.subject.person for one in found):
        return found
    people = EACH[each[0]](situation)
    spread = [one._replace(subject=evolve(one.subject, person=person)) for one in found for person in people]
    if spread:
        return tuple(spread)
    nobody = Reason(code="nobody-of-that-kind", parameters={"audience": each[0]})
    return _why_no_round(situation) if each[0] == INTERVIEWERS else nobody


# Cases --------------------------------------------------------------------------------------------------------------


def _stage(situation: Situation) -> str:
    if situation.silence is None:
        return "other"
    round = situation.silence.round
    if round.stage in {Stage.SCREEN, Stage.PANEL, Stage.FINAL, Stage.EXECUTIVE}:
        return round.stage.value
    formats = {Format.PHONE: "screen", Format.VIDEO: "video", Format.ONSITE: "onsite"}
    return formats.get(round.format, "other")


CASES: Mapping[str, Callable[[Situation], str]] = {"stage": _stage}
