"""Hold what is planned from, and add to it what somebody would: a person, a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

import followkit as fk
from followkit import events
from followkit._core.facts import Interview, Interviewer, Person
from followkit._core.rulebook import Rule
from followkit._core.situation import Situation, situation_of
from followkit._core.vocabulary import Role
from followkit.calendars import calendars, zone

ZONE = "America/New_York"


@attrs.frozen(kw_only=True)
class Case:
    """Hold what is planned from, and what plans it.

    Args:
        application, now, contacts: what is given to the kit.
        settings: values set by the user.
        channels: the names of the channels that were installed besides the built-in ones.
        kits: makes the kit for settings and channels.
    """

    application: fk.Application
    now: datetime
    contacts: tuple[events.Sent | events.Called, ...] | None
    settings: Mapping[str, Any]
    channels: tuple[str, ...] = ()
    kits: Callable[[Mapping[str, Any], tuple[str, ...]], fk.Kit] = attrs.field(repr=False)

    @property
    def kit(self) -> fk.Kit:
        return self.kits(self.settings, self.channels)

    def plan(self) -> fk.Plan:
        return self.kit.plan(self.application, now=self.now, contacts=self.contacts)

    def rules(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.kit.policy_for(self.application).rules}

    def situation(self) -> Situation:
        customs = self.kit.policy_for(self.application).customs
        return situation_of(self.application, calendars(), customs, self.contacts or ())

    def with_facts(self, **facts: Any) -> Case:
        return attrs.evolve(self, application=attrs.evolve(self.application, **facts))

    def record(self, event: events.Event) -> Case:
        """Record an event; what happens next happens after it."""
        later = max(self.now, event.at) + timedelta(minutes=1)
        return attrs.evolve(self, application=self.application.add(event), now=later)

    def replace(self, old: Any, new: Any) -> Case:
        """Put a person, an interview or an event in the place of another."""
        name = {Person: "people", Interview: "interviews"}.get(type(old), "events")
        return self.with_facts(**{name: [new if one is old else one for one in getattr(self.application, name)]})


def somebody(application: fk.Application) -> str | None:
    """Return somebody at the employer, rather one who took part."""
    met = [part.person for interview in application.interviews for part in interview.interviewers]
    known = [one.id for one in application.people if one.role not in {Role.REFERENCE, Role.AGENCY_RECRUITER}]
    return next(iter([*(id for id in met if id in known), *known]), None)


def with_somebody(case: Case) -> Case:
    return case if somebody(case.application) else with_person(case, Role.HIRING_MANAGER)


def with_person(case: Case, role: Role) -> Case:
    named = Person(
        id=f"new-{len(case.application.people)}", name="Nia Okoye", role=role, addresses={"email": "nia@new.example"}
    )
    return case.with_facts(people=[*case.application.people, named])


def with_round(case: Case, person: str | None, start: datetime) -> Case:
    parts = [Interviewer(person=person or somebody(case.application) or "")]
    name = f"new-{len(case.application.interviews)}"
    local, there = wall(start, case.application), zone_of(case.application)
    added = Interview(id=name, round=name, start=local, minutes=60, zone=there, interviewers=parts)
    return case.with_facts(interviews=[*case.application.interviews, added])


def wall(moment: datetime, application: fk.Application) -> datetime:
    """Return what the clock shows where the interviews are."""
    return moment.astimezone(zone(zone_of(application))).replace(tzinfo=None)


def zone_of(application: fk.Application) -> str:
    named = [application.employer.zone, *(interview.zone for interview in application.interviews)]
    return next((name for name in named if name), ZONE)
