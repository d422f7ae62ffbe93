"""Make up anything that may happen: every kind of event, at any time, whether it fits or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import attrs

import followkit as fk
from followkit._core.events import KINDS
from followkit.events import Event

WORDS = (
    *("next week", "end of the month", "a couple of weeks", "soon", "friday", "in 10 days", "the 20th"),
    *("by the end of next week", "next tuesday", "end of june", "three to five business days", "2-3 weeks"),
    *("Sometime next month.", "whenever Mars is right", "tomorrow", "in a few days", "shortly"),
)
REPLIES = (
    *("still deciding", "still deciding", "progress", "on hold", "no news", "question"),
    *("unclassified", "automatic", "own copy"),
)
SLOTS = (
    *("check-in", "closing-note", "acknowledgement", "requested-material", "submission", "assignment", "no-show"),
    *("offer", "decline", "acceptance", "withdrawal", "competing-offer", "keep-in-touch", "feedback", "correction"),
    *("new-date", "reschedule-request", "rejection-reply", "apology", "more-time", "addendum", "promise", "cancelled"),
)
CHANNELS = ("email", "email", "email", "phone", "sms", "text", "linkedin", "letter", "carrier pigeon")


def anything(chance: Random, application: fk.Application, at: datetime) -> Event:
    """Return one event of any kind."""
    kind = chance.choice(sorted(KINDS))
    weighted = chance.choice((kind, kind, "sent", "replied", "promised"))
    return happening(weighted, chance, application, at)


def happening(kind: str, chance: Random, application: fk.Application, at: datetime, **given: object) -> Event:
    """Return one event of a kind, with what is given and the rest made up."""
    fields = {field.name for field in attrs.fields(KINDS[kind])}
    told: dict[str, Any] = {name: make(chance, application, at) for name, make in FIELDS.items() if name in fields}
    told |= SPECIAL.get(kind, lambda *_: {})(chance, application, at)
    return KINDS[kind](at=at, **{**told, **given})


def somebody(chance: Random, application: fk.Application, at: datetime) -> str:
    """Return somebody there; the candidate's references are asked, and ask for nothing themselves."""
    return chance.choice([person.id for person in application.people if person.role.value != "reference"])


def perhaps(make: Callable[..., object], share: float = 0.5) -> Callable[..., object]:
    return lambda chance, *rest: make(chance, *rest) if chance.random() < share else None


def one_of(*values: object) -> Callable[..., object]:
    return lambda chance, *rest: chance.choice(values)


def a_day(chance: Random, application: fk.Application, at: datetime) -> date:
    return at.date() + timedelta(days=chance.choice((0, 1, 2, 3, 5, 7, 9, 14, 20, 30)))


def an_interview(chance: Random, application: fk.Application, at: datetime) -> str:
    return chance.choice([interview.id for interview in application.interviews])


FIELDS: dict[str, Callable[..., object]] = {
    "by": perhaps(somebody, 0.8),
    "person": somebody,
    "interview": an_interview,
    "channel": perhaps(one_of(*CHANNELS), 0.6),
    "decision_by": perhaps(a_day),
    "respond_by": perhaps(a_day, 0.7),
    "due": perhaps(a_day, 0.6),
    "on": a_day,
    "until": a_day,
    "reply": one_of(*REPLIES),
    "what": one_of("the figures on queue depth"),
    "answers": one_of(False, False, True),
    "minutes_late": perhaps(one_of(5, 20)),
}


def handle(chance: Random, application: fk.Application) -> str:
    """Return the handle of something: thanks, a note of another kind, or one that means nothing."""
    person = chance.choice(application.people).id
    interview = chance.choice(application.interviews).id
    thanks = (f"thank-you/{person}", f"thank-you/{person}", f"thank-you/{person}/{interview}", "thank-you/i0/all")
    others = (
        f"{chance.choice(SLOTS)}/{chance.choice((1, 1, 1, 2, 3))}",
        f"logistics/{interview}",
        f"debrief/{interview}",
    )
    return chance.choice((*thanks, *others, *others[:1], "check-in/1", "reference-notice/ref", "odd/1"))


def _sent(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    contact = chance.choice(("status", "courtesy", "reply", "notice"))
    planned: dict[str, object] = {"follow_up": handle(chance, application), "interview": None}
    own: dict[str, object] = {"contact": contact, "interview": None}
    told = planned if chance.random() < 0.8 else own
    return {
        **told,
        "to": perhaps(somebody)(chance, application, at),
        "channel": chance.choice(("email", None, "phone")),
    }


def _called(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    return {**_sent(chance, application, at), "channel": "phone", "voicemail": chance.random() < 0.4}


def _bounced(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    person = chance.choice(application.people)
    address = person.addresses.get("email") if chance.random() < 0.7 else None
    return {"person": person.id, "channel": "email", "address": address}


def _said(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    """Give a date or words for it, or neither."""
    words = chance.random() < 0.5
    named = a_day(chance, application, at) if chance.random() < 0.6 else None
    return {"says": chance.choice(WORDS) if words else None, "decision_by": None if words else named}


def _replied(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    return _said(chance, application, at) if chance.random() < 0.3 else {"says": None, "decision_by": None}


def _moved(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    start = (at + timedelta(days=chance.choice((-2, 1, 3, 8)))).replace(minute=chance.choice((0, 30)), tzinfo=None)
    zones = [interview.zone for interview in application.interviews if interview.zone]
    if not zones:
        return {"start": start.replace(tzinfo=at.tzinfo), "minutes": None}
    return {"start": start, "zone": zones[0], "minutes": chance.choice((None, None, 45))}


def _unwelcome(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    only = chance.choice((None, "thank-you", "calls"))
    return {"person": perhaps(somebody, 0.7)(chance, application, at), "only": only}


def _named(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    found = handle(chance, application)
    return {"follow_up": chance.choice((found, found.partition("/")[0]))}


def _snoozed(chance: Random, application: fk.Application, at: datetime) -> dict[str, object]:
    return _named(chance, application, at) if chance.random() < 0.7 else {"follow_up": None}


SPECIAL: dict[str, Callable[..., dict[str, object]]] = {
    "sent": _sent,
    "called": _called,
    "bounced": _bounced,
    "promised": _said,
    "replied": _replied,
    "rescheduled": _moved,
    "asked-not-to-contact": _unwelcome,
    "dismissed": _named,
    "snoozed": _snoozed,
    "decided": lambda chance, *rest: {"to": chance.choice(("accept", "decline", "withdraw"))},
    "forgot": lambda chance, *rest: {"what": "I have run such a migration twice."},
}
