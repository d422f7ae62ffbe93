"""Tell one story for the rule book: Dana is interviewed at Acme in New York on Thursday, 5 June 2025, from 14 to 15.

June 2025: 5 Thursday, 6 Friday, 9 Monday, 13 Friday, 16 Monday, 19 Thursday (Juneteenth, closed in the US), 30 Monday.
July 2025: 4 Friday (closed in the US), 7 Monday.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import followkit as fk
from followkit._core.vocabulary import Role

NEW_YORK = "America/New_York"
KIT = fk.Kit()

PRIYA = fk.Person(id="priya", name="Priya Raman", role=Role.HIRING_MANAGER, addresses={"email": "priya@acme.example"})
SAM = fk.Person(id="sam", name="Sam Ode", addresses={"email": "sam@acme.example"})
ROSA = fk.Person(id="rosa", name="Rosa Li", role=Role.RECRUITER, addresses={"email": "rosa@acme.example"})
REX = fk.Person(id="rex", name="Rex Day", role=Role.AGENCY_RECRUITER, addresses={"email": "rex@agency.example"})
POINTS = {"priya": "taking billing off the nightly cron", "sam": "on-call nights"}

LAST_WORD_BY = date(2025, 6, 13)  # "you will hear by Friday the 13th"


def interview(
    with_: Iterable[str] = ("priya", "sam"), *, id: str = "panel", start: str = "2025-06-05 14:00", **more: Any
) -> fk.Interview:
    parts = [
        fk.Interviewer(person=person, talked_about=(POINTS.get(person, f"what {person} does"),)) for person in with_
    ]
    told = {"minutes": 60, "zone": NEW_YORK, **more}
    return fk.Interview(id=id, start=datetime.fromisoformat(start), interviewers=parts, **told)


def application(*events: fk.events.Event, **changes: Any) -> fk.Application:
    told: dict[str, Any] = {
        "id": "acme",
        "position": "Backend Engineer",
        "employer": fk.Employer(name="Acme", country="US"),
        "me": fk.Candidate(name="Dana Kim", addresses={"email": "dana@example.org"}),
        "people": (PRIYA, SAM),
        "interviews": (interview(),),
        "strengths": ("At Northwind I moved invoicing from a nightly batch to a queue.",),
        "events": events,
    }
    return fk.Application(**{**told, **changes})


def at(text: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def sent(handle: str, when: str, **more: Any) -> fk.events.Sent:
    return fk.events.Sent(follow_up=handle, at=at(when), **more)


def plan(facts: fk.Application, now: str, kit: fk.Kit = KIT) -> fk.Plan:
    return kit.plan(facts, now=at(now))


def moments(plan: fk.Plan) -> dict[str, str]:
    """Return when each follow-up is to go, on the recipient's clock, now and ahead."""
    return {one.handle: f"{one.window.target:%Y-%m-%d %H:%M}" for one in (*plan.follow_ups, *plan.ahead)}


def one(plan: fk.Plan, handle: str) -> fk.FollowUp:
    found = plan.follow_up(handle)
    assert found is not None, f"{handle} is not among {sorted(moments(plan))}"
    return found


def handles(follow_ups: Iterable[fk.FollowUp]) -> list[str]:
    return [one.handle for one in follow_ups]


def thanks_due(plan: fk.Plan) -> list[fk.FollowUp]:
    """Return the thank-yous that are due, without what else is due on the day."""
    return [one for one in plan.due if one.slot == "thank-you"]


def refusals(plan: fk.Plan, slot: str) -> set[str]:
    """Return the codes of why a slot's rules say no."""
    return {
        reason.code
        for decision in plan.decisions
        if decision.slot == slot and not decision.yes
        for reason in decision.reasons
    }
