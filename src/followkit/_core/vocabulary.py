"""Name the words of the field that facts are told in: roles, stages, formats, statuses, answers."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Name a person's part in the hiring process."""

    HIRING_MANAGER = "hiring manager"
    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    AGENCY_RECRUITER = "agency recruiter"
    PEER = "peer"
    EXECUTIVE = "executive"
    REFERENCE = "reference"
    UNKNOWN = "unknown"


class Direct(StrEnum):
    """Say whether a person may be written to directly (TY-13, domain section 9.6)."""

    UNKNOWN = "unknown"
    YES = "yes"
    VIA_RECRUITER = "via recruiter"
    NEVER = "never"


class Consent(StrEnum):
    """Say what a person said about one channel."""

    INVITED = "invited"
    REFUSED = "refused"


class Response(StrEnum):
    """Name an interviewer's answer to the invitation (RFC 5545 PARTSTAT)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NEEDS_ACTION = "needs action"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Name where an interview stands; the superset of what calendars and applicant tracking systems say."""

    DRAFT = "draft"
    NEEDS_SCHEDULING = "needs scheduling"
    AWAITING_CANDIDATE = "awaiting candidate"
    SCHEDULED = "scheduled"
    TENTATIVE = "tentative"
    COMPLETE = "complete"
    AWAITING_FEEDBACK = "awaiting feedback"
    CANCELLED = "cancelled"
    NO_SHOW = "no show"
    ON_HOLD = "on hold"
    UNKNOWN = "unknown"


class Format(StrEnum):
    """Name how an interview is held."""

    PHONE = "phone"
    VIDEO = "video"
    ONSITE = "onsite"
    TAKE_HOME = "take-home"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Name what an interview is for; it decides how long silence is normal (CI-03)."""

    SCREEN = "screen"
    TECHNICAL = "technical"
    PANEL = "panel"
    FINAL = "final"
    EXECUTIVE = "executive"
    UNKNOWN = "unknown"


class Instruction(StrEnum):
    """Name what an employer or programme asked candidates not to do (TY-16, CI-16)."""

    NO_THANK_YOU = "no thank-you"
    NO_CALLS = "no calls"
    NO_CONTACT = "no contact"
    NOTES_WELCOME = "notes welcome"


class ContactClass(StrEnum):
    """Name what a contact is for; embargo, caps and cooldown judge ``status`` only."""

    STATUS = "status"
    COURTESY = "courtesy"
    REPLY = "reply"
    NOTICE = "notice"


class ReplyKind(StrEnum):
    """Name what an employer's answer said (P17)."""

    STILL_DECIDING = "still deciding"
    PROGRESS = "progress"
    ON_HOLD = "on hold"
    NO_NEWS = "no news"
    QUESTION = "question"
    UNCLASSIFIED = "unclassified"
    AUTOMATIC = "automatic"
    OWN_COPY = "own copy"


NOT_REPLIES = frozenset({ReplyKind.AUTOMATIC, ReplyKind.OWN_COPY})
"""What comes back and is no reply: nobody at the employer wrote it."""


class Intention(StrEnum):
    """Name what a candidate decided and has yet to say (EV-07, EV-08, WD-01)."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class Size(StrEnum):
    """Name how large an organisation is; large ones take longer to decide (CI-12)."""

    LARGE = "large"
    SMALL = "small"
    UNKNOWN = "unknown"


class Register(StrEnum):
    """Name the tone two people have: ``familiar`` is first names, and ``du`` where a language has it (D-12, NC-20)."""

    FORMAL = "formal"
    WARM = "warm"
    FAMILIAR = "familiar"


class Unwelcome(StrEnum):
    """Name what alone somebody asked not to get (TY-16, CI-16)."""

    THANK_YOU = "thank-you"
    CALLS = "calls"
