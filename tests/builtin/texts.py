"""A thank-you that Dana wrote herself and that nothing is wrong with, and what a review says once something is."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import followkit as fk

FACTS = """
company = "Acme"
position = "Backend Engineer"
country = "US"
me = { name = "Dana Kim", email = "dana@example.org", phone = "+1 212 555 0142" }
strengths = ["At Northwind I moved invoicing from a nightly batch to a queue; late invoices fell to two a week."]

[interviews.panel]
start = 2025-06-05T14:00:00
minutes = 60
zone = "America/New_York"
with = ["priya", "sam"]

[people.priya]
name = "Priya Raman"
given_name = "Priya"
email = "priya@acme.example"
role = "hiring manager"
talked_about = ["taking billing off the nightly cron"]

[people.sam]
name = "Sam Ode"
given_name = "Sam"
email = "sam@acme.example"
talked_about = ["the on-call rota"]
"""

GOOD = """\
Subject: Thank you: Backend Engineer interview

Dear Priya,

Thank you for the hour on Thursday about the Backend Engineer role. What you said about billing and the nightly cron
stayed with me, since I have seen the same thing from the other side.

At Northwind I moved invoicing from a nightly batch to a queue, and late invoices fell to two a week. I would like to do
that work at Acme.

I look forward to hearing what comes next.

Best regards,
Dana Kim
+1 212 555 0142
"""
"""What a review finds nothing in."""


@cache
def application() -> fk.Application:
    return fk.loads(FACTS, id="acme")


@cache
def kit() -> fk.Kit:
    return fk.Kit()


@cache
def follow_up(handle: str = "thank-you/priya") -> fk.FollowUp:
    plan = kit().plan(application(), now=datetime(2025, 6, 5, 21, 10, tzinfo=UTC))
    found = plan.follow_up(handle) or next((one for one in plan.ahead if one.handle == handle), None)
    assert found is not None, handle
    return found


def found(text: str, handle: str = "thank-you/priya", **more: object) -> list[fk.Finding]:
    return list(kit().review_text(text, follow_up(handle), application(), **more))  # type: ignore[arg-type]


def codes(text: str, handle: str = "thank-you/priya", **more: object) -> dict[str, str]:
    """Return what a review finds: each code with what it is about, or with its place."""
    return {one.code: one.said or one.place for one in found(text, handle, **more)}


def good(old: str, new: str) -> str:
    """Return the good text with one thing changed."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)
