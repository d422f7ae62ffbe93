"""Tell, for every rule that asks for a note, what leads to it: to people of whom much is known, or as little as can be.

Dana is interviewed at Acme in New York on Thursday, June 5, 2025, from two to three.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen

import followkit as fk
from followkit import events as e
from followkit._core.vocabulary import Consent, Role

NEW_YORK = "America/New_York"
POST = "Acme; 12 Canal Street; New York, NY 10013"
POINTS = {"priya": "taking billing off the nightly cron", "sam": "the on-call rota"}


def at(text: str) -> datetime:
    """Return an hour in New York: on June 5, Dana is interviewed from two to three."""
    return datetime.fromisoformat(f"2025-{text}").replace(tzinfo=ZoneInfo(NEW_YORK))


KIT = fk.Kit()
RULES = {rule.id: rule for country in ("international", "gb") for rule in KIT.rulebook(country).rules}
NOTES = {id: rule for id, rule in RULES.items() if rule.result == "note"}


# The cast -------------------------------------------------------------------------------------------------------------


def person(id: str, role: Role = Role.UNKNOWN, name: str | None = None, **more: Any) -> fk.Person:
    names = {"priya": "Priya Raman", "sam": "Sam Ode", "cora": "Cora Bell", "rex": "Rex Day"}
    addresses = {"email": f"{id}@acme.example", "phone": "+1 212 555 0199", "linkedin": f"in/jo-{id}", "post": POST}
    return fk.Person(id=id, name=name or names.get(id, f"Jo {id.title()}"), role=role, addresses=addresses, **more)


PRIYA, SAM = person("priya", Role.HIRING_MANAGER), person("sam")
CORA, REX = person("cora", Role.COORDINATOR), person("rex", Role.AGENCY_RECRUITER)
REFERENCE = person("lee", Role.REFERENCE)
CROWD = tuple(person(id) for id in "abcdefgh")


def meeting(
    *people: str, id: str = "panel", start: str = "06-05 14:00", minutes: int = 60, **more: Any
) -> fk.Interview:
    parts = [
        fk.Interviewer(
            person=one, talked_about=(POINTS.get(one, f"plan {one.upper()}"),), concerns=("no on-call work",)
        )
        for one in people
    ]
    return fk.Interview(id=id, start=at(start), minutes=minutes, zone=NEW_YORK, interviewers=parts, **more)


@frozen(kw_only=True)
class Story:
    """Hold what led to a note: what happened until when, and what else is known."""

    now: str
    events: tuple[e.Event, ...] = ()
    people: tuple[fk.Person, ...] = (PRIYA, SAM)
    interviews: tuple[fk.Interview, ...] = (meeting("priya", "sam"),)
    country: str = "US"
    decision_by: date | None = None


def story(now: str, *events: e.Event, **more: Any) -> Story:
    return Story(now=now, events=events, **more)


def thanked(*people: str, when: str = "06-05 17:00") -> Iterable[e.Event]:
    return [e.Sent(follow_up=f"thank-you/{one}", at=at(when)) for one in people or ("priya", "sam")]


OFFERED = e.Offered(at=at("06-10 10:00"), by="priya", respond_by=date(2025, 6, 18))
REJECTED = e.Rejected(at=at("06-10 10:00"), by="priya")
ASSIGNED = e.Assigned(at=at("06-06 10:00"), by="priya", what="the pricing exercise", due=date(2025, 6, 13))
COMPETING = e.CompetingOffer(at=at("06-10 10:00"), respond_by=date(2025, 6, 20))
MISSED = e.Missed(at=at("06-05 14:15"), interview="panel", minutes_late=12)
NO_SHOW = e.NoShow(at=at("06-05 14:15"), interview="panel")
CANCELLED = e.Cancelled(at=at("06-04 10:00"), interview="panel", by="priya")
AGAIN = meeting("priya", id="second", start="06-10 14:00", stage="final")


def decided(to: str, when: str = "06-11 10:00") -> e.Event:
    return e.Decided(at=at(when), to=to)


def did(handle: str, when: str, kind: type[Any] = e.Sent) -> e.Event:
    told: e.Event = kind(follow_up=handle, at=at(when))
    return told


STORIES: dict[str, Story] = {
    "thank-you": story("06-05 15:05"),
    "thank-you-briefly-met": story(
        "06-05 15:20", interviews=(meeting("priya"), meeting("sam", id="tour", start="06-05 15:00", minutes=15))
    ),
    "thank-you-screen": story("06-05 15:05", interviews=(meeting("priya", stage="screen"),)),
    "thank-you-phone-screen": story("06-05 15:05", interviews=(meeting("priya", format="phone"),)),
    "thank-you-passed-on": story("06-05 15:05", people=(PRIYA, attrs.evolve(SAM, addresses={}), CORA)),
    "thank-you-to-host": story("06-05 15:05", people=(*CROWD, CORA), interviews=(meeting(*"abcdefgh"),)),
    "thank-you-panel-lead": story("06-05 15:05", country="GB"),
    "thank-you-again": story("06-10 15:05", *thanked(), interviews=(meeting("priya", "sam"), AGAIN)),
    "thank-you-tonight": story("06-05 15:05", decision_by=date(2025, 6, 5)),
    "logistics": story("06-05 15:05", people=(PRIYA, SAM, CORA)),
    "recruiter-debrief": story("06-05 15:05", people=(PRIYA, SAM, REX)),
    "card": story("06-05 17:30", *thanked(), decision_by=date(2025, 7, 30)),
    "kept-promise": story(
        "06-06 10:00", e.Pledged(at=at("06-05 15:10"), on=date(2025, 6, 9), what="the figures on queue depth", to="sam")
    ),
    "addendum": story(
        "06-06 09:00", *thanked(), e.Forgot(at=at("06-06 08:00"), what="I have run such a migration before.", to="sam")
    ),
    "correction": story("06-05 17:30", *thanked(), e.Misnamed(at=at("06-05 17:20"), person="sam")),
    "check-in-after-date": story("06-06 10:00", *thanked(), decision_by=date(2025, 6, 13)),
    "check-in-no-date": story("06-06 10:00", *thanked()),
    "check-in-after-word": story("06-07 10:00", e.Replied(at=at("06-06 10:00"), by="priya", reply="still deciding")),
    "check-in-after-hold": story("06-07 10:00", e.Replied(at=at("06-06 10:00"), by="priya", reply="on hold")),
    "check-in-after-material": story(
        "06-13 10:00", ASSIGNED, e.Submitted(at=at("06-12 10:00"), what="the pricing exercise")
    ),
    "check-in-as-invited": story("06-06 10:00", e.InvitedToContact(at=at("06-05 15:00"), on=date(2025, 6, 12))),
    "check-in-again": story("06-17 10:00", did("check-in/1", "06-16 10:00")),
    "closing-note": story("06-24 10:00", did("check-in/1", "06-16 10:00"), did("check-in/2", "06-23 10:00")),
    "acknowledge": story("06-06 10:30", e.Replied(at=at("06-06 10:00"), by="priya", reply="still deciding")),
    "requested-material": story("06-06 10:05", e.Requested(at=at("06-06 10:00"), by="priya", what="two work samples")),
    "assignment-acknowledgement": story("06-06 10:05", ASSIGNED),
    "submission": story("06-09 10:00", ASSIGNED),
    "reference-notice": story(
        "06-06 10:05", e.ReferencesRequested(at=at("06-06 10:00")), people=(PRIYA, SAM, REFERENCE)
    ),
    "reference-thanks": story(
        "06-10 11:00",
        e.ReferencesRequested(at=at("06-06 10:00")),
        did("reference-notice/lee", "06-06 10:30"),
        REJECTED,
        people=(PRIYA, SAM, REFERENCE),
    ),
    "no-show": story("06-05 14:20", NO_SHOW),
    "no-show-reminder": story("06-05 15:00", NO_SHOW, did("no-show/1", "06-05 14:30")),
    "rescheduled": story(
        "06-04 10:10", e.Rescheduled(at=at("06-04 10:00"), interview="panel", start=at("06-12 14:00"), by="priya")
    ),
    "cancelled": story("06-04 10:10", CANCELLED),
    "new-date": story("06-04 10:10", CANCELLED),
    "reschedule-request": story("06-02 10:10", e.CannotAttend(at=at("06-02 10:00"), interview="panel")),
    "reschedule-request-now": story("06-05 10:10", e.CannotAttend(at=at("06-05 10:00"), interview="panel")),
    "own-delay": story("06-05 14:20", attrs.evolve(MISSED, minutes_late=None)),
    "own-delay-in-writing": story("06-05 15:10", MISSED, did("apology/1", "06-05 14:30", e.Called)),
    "competing-offer": story("06-10 10:10", COMPETING),
    "competing-offer-reminder": story("06-11 10:10", COMPETING, did("competing-offer/1", "06-10 10:30")),
    "offer-acknowledgement": story("06-10 10:10", OFFERED),
    "more-time": story("06-11 10:10", OFFERED, e.NeedsTime(at=at("06-11 10:00"), until=date(2025, 6, 25))),
    "acceptance": story("06-11 10:10", OFFERED, decided("accept")),
    "acceptance-in-writing": story(
        "06-11 11:10", OFFERED, decided("accept"), did("acceptance/1", "06-11 11:00", e.Called)
    ),
    "decline": story("06-11 10:10", OFFERED, decided("decline")),
    "decline-after-accepting": story(
        "06-12 10:10", OFFERED, e.Accepted(at=at("06-11 10:00")), decided("decline", "06-12 10:00")
    ),
    "decline-in-writing": story("06-11 11:10", OFFERED, decided("decline"), did("decline/1", "06-11 11:00", e.Called)),
    "withdrawal": story("06-11 10:10", decided("withdraw")),
    "withdrawal-before-an-interview": story("06-05 10:10", decided("withdraw", "06-05 10:00")),
    "withdrawal-for-another-job": story("06-11 10:10", e.AcceptedElsewhere(at=at("06-11 10:00"))),
    "withdrawal-for-another-job-before-an-interview": story("06-05 10:10", e.AcceptedElsewhere(at=at("06-05 10:00"))),
    "rejection-reply": story("06-10 11:00", REJECTED),
    "feedback-request": story(
        "06-10 11:00", REJECTED, interviews=(meeting("priya"), meeting("sam", id="second", start="06-06 14:00"))
    ),
    "feedback-request-after-a-final-round": story("06-10 11:00", REJECTED, interviews=(meeting("sam", stage="final"),)),
    "keep-in-touch": story("06-10 11:00", REJECTED),
    "keep-in-touch-again": story("07-11 11:00", REJECTED, did("keep-in-touch/1", "07-10 10:00")),
    "linkedin-invitation": story("06-10 11:00", REJECTED),
    "linkedin-when-invited": story(
        "06-05 15:05",
        people=(attrs.evolve(PRIYA, contact=fk.Contact(channels={"linkedin": Consent.INVITED})), SAM),
    ),
}
"""What leads to the note of each rule, as short as it can be."""


def rich(told: Story) -> fk.Application:
    return fk.Application(
        id="acme",
        position="Backend Engineer",
        employer=fk.Employer(name="Acme", country=told.country),
        me=fk.Candidate(
            name="Dana Kim", addresses={"email": "dana@home.example", "phone": "+1 212 555 0142"}, zone=NEW_YORK
        ),
        people=told.people,
        interviews=told.interviews,
        decision_by=told.decision_by,
        strengths=("At Northwind I moved invoicing from a nightly batch to a queue.",),
        first_choice=True,
        events=told.events,
    )


def by_mail(told: Story) -> fk.Application:
    people = [
        attrs.evolve(one, addresses={k: v for k, v in one.addresses.items() if k != "phone"}) for one in told.people
    ]
    return attrs.evolve(rich(told), people=people)


def least(told: Story) -> fk.Application:
    """Leave out all that no rule needs: the company, telephone numbers, strengths, what the events could also say."""
    bare = [_bare(event) for event in told.events]
    me = fk.Candidate(name="Dana Kim", addresses={"email": "dana@home.example"})
    employer = fk.Employer(country=told.country)
    return attrs.evolve(by_mail(told), employer=employer, me=me, strengths=(), first_choice=False, events=bare)


def _bare(event: e.Event) -> e.Event:
    if isinstance(event, e.NeedsTime):
        return attrs.evolve(event, until=None)
    return attrs.evolve(event, minutes_late=None) if isinstance(event, e.Missed) else event


CASTS = {"rich": rich, "by mail": by_mail, "least": least}


def planned(rule: str, facts: fk.Application) -> fk.FollowUp:
    plan = KIT.plan(facts, now=at(STORIES[rule].now))
    found = [one for one in plan.follow_ups if one.rule == rule]
    assert found, plan.why(rule)
    return found[0]
