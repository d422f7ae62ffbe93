"""Hold what people type for events: words for kinds, what the word after a kind means, and which options fill what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from followkit._core.vocabulary import ContactClass, Intention, ReplyKind, Unwelcome

UNDO = "undo"
ALIASES = {
    "accepted": ("accept",),
    "accepted elsewhere": ("accept elsewhere", "another job", "took another job"),
    "asked not to contact": ("do not contact", "no contact"),
    "assigned": ("assign", "assignment", "take home", "task"),
    "bounced": ("bounce", "came back", "not delivered", "undelivered"),
    "called": ("call", "phoned"),
    "cancelled": ("cancel", "canceled"),
    "cannot attend": ("can't attend", "can't come", "can't make it", "cannot come", "cannot make it"),
    "competing offer": ("another offer", "other offer"),
    "decided": ("decide",),
    "declined": ("decline", "turned down"),
    "dismissed": ("dismiss",),
    "forgot": ("forget", "forgotten", "should have said"),
    "invited": ("asked", "invite", "invited to contact"),
    "misnamed": ("misspelled", "misspelt", "wrong name"),
    "missed": ("late", "miss", "was late"),
    "needs time": ("more time", "need more time", "need time", "needs more time"),
    "no show": ("did not come", "didn't come", "didn't show up", "nobody came"),
    "offered": ("offer",),
    "out of office": ("absent", "away", "ooo"),
    "pledged": ("i promised", "pledge"),
    "promised": ("promise",),
    "references requested": ("reference check", "references"),
    "rejected": ("reject", "rejection"),
    "replied": ("answered", "answer", "reply", "response"),
    "requested": ("asked for", "request"),
    "rescheduled": ("moved", "reschedule"),
    "sent": ("send",),
    "snoozed": ("later", "snooze"),
    "stopped": ("stop",),
    "submitted": ("handed in", "submit"),
    "withdrew": ("withdraw", "withdrawn"),
}
"""Each kind of event by its folded word, and what people type for it."""

ABOUT = {
    **dict.fromkeys(("sent", "called", "snoozed", "dismissed"), "follow_up"),
    **dict.fromkeys(("replied", "promised", "invited", "requested", "assigned", "references-requested"), "by"),
    **dict.fromkeys(("rejected", "offered"), "by"),
    **dict.fromkeys(("out-of-office", "bounced", "asked-not-to-contact", "misnamed"), "person"),
    **dict.fromkeys(("rescheduled", "cancelled", "no-show", "cannot-attend", "missed"), "interview"),
    **dict.fromkeys(("pledged", "forgot", "decided"), "to"),
    **dict.fromkeys(("competing-offer", "accepted-elsewhere"), "application"),
}
"""Which field the word after the kind fills; the other kinds take none."""

PEOPLE = ("by", "person", "to")
"""The fields that hold the id of a person, unless they hold one of the words below."""

MEANT: Mapping[type[StrEnum], Mapping[StrEnum, tuple[str, ...]]] = {
    Unwelcome: {
        Unwelcome.THANK_YOU: (
            "note", "notes", "thank you", "thank you note", "thank you notes", "thank yous", "thanks",
        ),
        Unwelcome.CALLS: ("call", "calls", "phone", "phone call", "phone calls"),
    },
    ReplyKind: {
        ReplyKind.STILL_DECIDING: ("deciding", "not decided", "still deciding"),
        ReplyKind.PROGRESS: ("next step", "progress"),
        ReplyKind.ON_HOLD: ("hold", "on hold", "paused"),
        ReplyKind.NO_NEWS: ("no news", "nothing new"),
        ReplyKind.QUESTION: ("asks", "question"),
        ReplyKind.UNCLASSIFIED: ("unclassified", "unclear"),
        ReplyKind.AUTOMATIC: ("auto", "auto reply", "automatic", "autoreply"),
        ReplyKind.OWN_COPY: ("copy", "my copy", "own copy"),
    },
    Intention: {
        Intention.ACCEPT: ("accept", "yes"),
        Intention.DECLINE: ("decline", "no", "refuse", "turn down"),
        Intention.WITHDRAW: ("pull out", "withdraw"),
    },
    ContactClass: {
        ContactClass.STATUS: ("check in", "status"),
        ContactClass.COURTESY: ("courtesy", "thank you", "thanks"),
        ContactClass.REPLY: ("answer", "reply"),
        ContactClass.NOTICE: ("notice",),
    },
}  # fmt: skip
"""The words that a field may hold, and what people type for them, folded."""

DAYS = ("decision_by", "due", "on", "respond_by", "until")
OPTIONS = (
    "address", "answers", "by", "channel", "contact", "decision_by", "due", "interview", "minutes", "minutes_late",
    "on", "only", "outcome", "regarding", "reply", "respond_by", "says", "start", "to", "until", "voicemail", "what",
    "zone",
)  # fmt: skip
"""The fields that options of the same name fill."""

AS_MADE = ("follow_up", "to", "about", "interview", "regarding", "channel")
"""What the plan knows of a follow-up, so that nobody types it."""
