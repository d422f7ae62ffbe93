"""Name every fact a note may state, the question that asks for it, and where its answer belongs."""

from __future__ import annotations

from collections.abc import Mapping

FACTS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("point", "points_by_person"), ("talked-about", "people.{person}.talked_about")),
    **dict.fromkeys(("about", "about_names", "everyone"), ("name", "people.{person}.name")),
    **dict.fromkeys(
        ("to", "to.called", "to.name", "to.given_name", "to.family_name"), ("name", "people.{recipient}.name")
    ),
    "to.address_as": ("address-as", "people.{recipient}.address_as"),
    **dict.fromkeys(("me", "me.name", "me.given_name"), ("your-name", "me.name")),
    "me.email": ("your-email", "me.email"),
    "me.phone": ("your-phone", "me.phone"),
    "position": ("position", "position"),
    "company": ("company", "company"),
    "strength": ("strength", "strengths"),
    "day": ("interview-time", "interviews.{fact}.start"),
    **dict.fromkeys(("minutes", "length"), ("interview-length", "interviews.{fact}.minutes")),
    "format": ("interview-format", "interviews.{fact}.format"),
    "stage": ("interview-stage", "interviews.{fact}.stage"),
    "promised": ("decision-date", "decision_by"),
    "asked_for": ("invited-date", "events"),
    "last_sent": ("last-sent", "events"),
    "last_called": ("last-sent", "events"),
    "wrote_on": ("last-sent", "events"),
    "met_on": ("interview-time", "interviews.{fact}.start"),
    "on_day": ("interview-time", "interviews.{fact}.start"),
    "met_before": ("met-before", "interviews"),
    "item": ("item", "events"),
    **dict.fromkeys(("due", "respond_by", "answer_by", "ask_until", "pledged_on"), ("which-day", "events")),
    **dict.fromkeys(("moved_to", "moved_at", "missed_on"), ("interview-time", "interviews")),
    "ask_for": ("which-day", "events"),
    "right_name": ("right-name", "events"),
    "minutes_late": ("minutes-late", "events"),
    "ended": ("how-it-ended", "events"),
    "first_choice": ("first-choice", "first_choice"),
    "forgot": ("item", "events"),
    "better_answer": ("item", "events"),
    "concern": ("concern", "people.{person}.concerns"),
    "reassurance": ("reassurance", "people.{person}.reassurances"),
    "need": ("need", "people.{person}.needs"),
    "pledge": ("item", "events"),
    "reachable": ("reachable", "me.reachable"),
}
"""Every fact a template may name, the code of the question that asks for it, and where its answer belongs."""

PLANNED = frozenset({"handle", "recipient"})
"""What a template may name besides, for what is recorded afterwards: the follow-up, and the id of who gets it."""

OF_LABELS = frozenset({"when", "not_before", "not_after", "zone"})
"""What a label may name besides: when the contact is planned, on the recipient's own clock."""

AGAIN: Mapping[str, str] = {
    "people.{person}.talked_about": "interviews.{fact}.with",
    "people.{person}.concerns": "interviews.{fact}.with",
    "people.{person}.needs": "interviews.{fact}.with",
    "people.{person}.strengths": "interviews.{fact}.with",
    "people.{person}.reassurances": "interviews.{fact}.with",
}
"""Where the answer belongs instead of somebody who was met before: beside the name stands the first interview."""
