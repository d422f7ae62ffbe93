"""Name what can happen in a hiring process; ``application.add(event)`` records it."""

from followkit._core.events import (
    AskedNotToContact,
    Called,
    Cancelled,
    Event,
    InvitedToContact,
    Offered,
    OutOfOffice,
    Promised,
    Rejected,
    Replied,
    Rescheduled,
    Sent,
    Stopped,
    Submitted,
    Withdrew,
)
from followkit._core.vocabulary import ContactClass, ReplyKind, Unwelcome

__all__ = [
    "AskedNotToContact",
    "Called",
    "Cancelled",
    "ContactClass",
    "Event",
    "InvitedToContact",
    "Offered",
    "OutOfOffice",
    "Promised",
    "Rejected",
    "Replied",
    "ReplyKind",
    "Rescheduled",
    "Sent",
    "Stopped",
    "Submitted",
    "Unwelcome",
    "Withdrew",
]
