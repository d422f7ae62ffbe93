"""Say what would change a "no": one row of a table for each reason that a decision can give.

The words for it are the ``[lifts]`` of a language; here stands what kind of thing it is, for programs and for tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from followkit._core.decisions import Reason


class Kind(StrEnum):
    """Name what kind of thing would change a "no".

    ``time``: waiting. ``fact``: a fact to add or correct. ``event``: something that has to happen. ``kit``: what plans:
    a plugin to install or repair, a house that allows something. ``nothing``: nothing at all, for this subject.
    """

    TIME = "time"
    FACT = "fact"
    EVENT = "event"
    KIT = "kit"
    NOTHING = "nothing"


class Cure(NamedTuple):
    """Hold what would change a "no".

    Args:
        kind: what kind of thing.
        at: where in the facts, for a fact; the kind of event, for an event; else empty. Braces hold the place of one of
            the reason's own parameters.
    """

    kind: Kind
    at: str = ""


def _fact(place: str) -> Cure:
    return Cure(Kind.FACT, place)


def _event(kind: str) -> Cure:
    return Cure(Kind.EVENT, kind)


_TIME, _KIT, _NOTHING = Cure(Kind.TIME), Cure(Kind.KIT), Cure(Kind.NOTHING)

CURES: Mapping[str, Cure] = {
    # Waiting
    "called-lately": _TIME,
    "cooldown": _TIME,
    "hard-hours": _TIME,
    "not-yet": _TIME,
    "out-of-office": _TIME,
    "promised-date-embargo": _TIME,
    "send-window": _TIME,
    # Facts about people and the employer
    "address-bounced": _fact("people.{person}.{channel}"),
    "bad-email": _fact("people.{person}.email"),
    "bad-linkedin": _fact("people.{person}.addresses.linkedin"),
    "bad-phone": _fact("people.{person}.phone"),
    "bad-text": _fact("people.{person}.addresses.text"),
    "calls-used": _fact("people.{person}"),
    "channel-not-invited": _fact("people.{person}.contact"),
    "channel-refused": _fact("people.{person}.contact"),
    "emergency-phone": _fact("people.{person}.phone"),
    "emergency-text": _fact("people.{person}.addresses.text"),
    "no-email": _fact("people.{person}.email"),
    "no-linkedin": _fact("people.{person}.addresses.linkedin"),
    "no-phone": _fact("people.{person}.phone"),
    "no-post": _fact("people.{person}.addresses.post"),
    "no-recruiter-known": _fact("people"),
    "no-text": _fact("people.{person}.addresses.text"),
    "nobody-of-that-kind": _fact("people"),
    "nobody-to-write-to": _fact("people"),
    "not-told-about-notes": _fact("instructions"),
    "note-too-long": _fact("position"),
    "premium-phone": _fact("people.{person}.phone"),
    "premium-text": _fact("people.{person}.addresses.text"),
    "short-phone": _fact("people.{person}.phone"),
    "short-text": _fact("people.{person}.addresses.text"),
    "unreachable": _fact("people.{person}"),
    "via-recruiter-only": _fact("people.{person}.contact"),
    "voicemails-used": _fact("people.{person}"),
    "zone-unknown": _fact("zone"),
    # Facts about interviews
    "first-meeting": _fact("interviews"),
    "interview-being-arranged": _fact("interviews"),
    "interview-off": _fact("interviews"),
    "interview-time-unknown": _fact("interviews"),
    "interviewer-absent": _fact("interviews"),
    "interviewer-declined": _fact("interviews"),
    "interviewer-shadow": _fact("interviews"),
    "no-interview": _fact("interviews"),
    "no-interview-booked": _fact("interviews"),
    "no-interview-soon": _fact("interviews"),
    "nobody-interviewed": _fact("interviews"),
    "rounds-held": _fact("interviews"),
    # What the events say, or should no longer say
    "dismissed": _fact("events"),
    "no-day-named": _fact("events"),
    "nobody-wrote": _fact("events"),
    "who-wrote-unknown": _fact("events"),
    "reply-unclassified": _fact("events"),
    "snoozed": _fact("events"),
    "stopped": _fact("events"),
    # What a rule asks for in words of its own
    "is-the-case": _fact(""),
    "not-the-case": _fact(""),
    # What the employer would have to do
    "cap-used": _event("replied"),
    "days-to-decision": _event("promised"),
    "decision-not-that-day": _event("promised"),
    "decision-that-day": _event("promised"),
    "happened-times": _event(""),
    "interview-booked": _event("cancelled"),
    "no-answer-since": _event("replied"),
    "no-offer": _event("offered"),
    "no-promise": _event("promised"),
    "no-reply": _event("replied"),
    "no-silence": _event(""),
    "not-happened": _event("{event}"),
    "not-invited": _event("invited"),
    "offered": _event("replied"),
    "put-off": _event("replied"),
    "rejected": _event("replied"),
    "reply-puts-nothing-off": _event("replied"),
    "still-open": _event(""),
    "they-asked-nothing": _event("replied"),
    # What the candidate would have to do
    "check-ins-used": _event("sent"),
    "not-sent-yet": _event("sent"),
    "nothing-sent-yet": _event("sent"),
    "offer-unanswered": _event("decided"),
    "other-contact": _event("called"),
    "they-asked": _event("sent"),
    "they-wait-for-you": _event("submitted"),
    # Plugins and houses
    "channel-failed": _KIT,
    "channel-not-allowed": _KIT,
    "channel-not-installed": _KIT,
    "condition-failed": _KIT,
    "guard-failed": _KIT,
    "guard-vetoed": _KIT,
    "never-settles": _KIT,
    # It is over, it is done, or another rule speaks for that case
    "accepted": _NOTHING,
    "accepted-before": _NOTHING,
    "accepted-elsewhere": _NOTHING,
    "already-sent": _NOTHING,
    "channel-invited": _NOTHING,
    "day-over": _NOTHING,
    "decided": _NOTHING,
    "declined": _NOTHING,
    "do-not-contact": _NOTHING,
    "expired": _NOTHING,
    "fact-differs": _NOTHING,
    "happened": _NOTHING,
    "happened-more-often": _NOTHING,
    "in-all-used": _NOTHING,
    "internal-meeting": _NOTHING,
    "interview-soon": _NOTHING,
    "invited": _NOTHING,
    "last-was": _NOTHING,
    "met-before": _NOTHING,
    "met-them": _NOTHING,
    "never-met": _NOTHING,
    "met-briefly": _NOTHING,
    "met-long-enough": _NOTHING,
    "met-together": _NOTHING,
    "no-calls": _NOTHING,
    "no-open-moment": _NOTHING,
    "not-accepted-before": _NOTHING,
    "not-asked-there": _NOTHING,
    "overtaken": _NOTHING,
    "panel-small-enough": _NOTHING,
    "panel-too-large": _NOTHING,
    "promise-given": _NOTHING,
    "real-interview": _NOTHING,
    "reply-puts-off": _NOTHING,
    "somebody-of-that-kind": _NOTHING,
    "superseded": _NOTHING,
    "they-answered": _NOTHING,
    "thanked-otherwise": _NOTHING,
    "told-about-notes": _NOTHING,
    "unwelcome": _NOTHING,
    "withdrew": _NOTHING,
}
"""Each code to what would change it. What a plugin gives its own code for, that plugin would have to say."""


def cure_of(reason: Reason) -> Cure:
    """Return what would change a "no" given for *reason*, with its parameters filled in.

    >>> cure_of(Reason(code="no-email", parameters={"person": "sam"}))
    Cure(kind=<Kind.FACT: 'fact'>, at='people.sam.email')
    """
    cure = CURES.get(reason.code, _KIT)
    return cure._replace(at=cure.at.format_map(reason.parameters))


class Needed(NamedTuple):
    """Hold the reasons that stand in the way: all of them have to change, or where *any_one* is true one is enough."""

    reasons: tuple[Reason, ...]
    any_one: bool = False


def needed(reasons: Iterable[Reason]) -> Needed:
    """Return which of a decision's reasons would have to change for a yes, or the one that nothing changes.

    Of somebody whom no channel reaches, each channel says why: one of these is enough. What only has to be waited for
    stands in nobody's way beside what has to change; what a wish to wait makes too late is not too late without it.
    """
    given = tuple(dict.fromkeys(reasons))
    if given[0].code == "unreachable":
        ways = tuple(reason for reason in given[1:] if not _is(Kind.NOTHING, reason))
        return Needed(ways or given[1:2] or given, any_one=True)
    if any(_is(Kind.FACT, reason) for reason in given):
        given = tuple(reason for reason in given if reason.code != "no-open-moment")
    final = next((reason for reason in given if _is(Kind.NOTHING, reason)), None)
    lasting = tuple(reason for reason in given if not _is(Kind.TIME, reason))
    return Needed((final,)) if final else Needed(lasting or given)


def _is(kind: Kind, reason: Reason) -> bool:
    return cure_of(reason).kind is kind
