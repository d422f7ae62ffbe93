"""Make exactly the change that a reason for a "no" names, with the least that is plausible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import attrs

import followkit as fk
from followkit import events
from followkit._core.cures import Kind, cure_of
from followkit._core.decisions import Decision, Reason
from followkit._core.events import KINDS
from followkit._core.facts import Employer, Interview, Interviewer, Person
from followkit._core.rounds import BEING_ARRANGED
from followkit._core.rulebook import Rule
from followkit._core.situation import Situation, situation_of
from followkit._core.vocabulary import ContactClass, Direct, Instruction, ReplyKind, Response, Role, Status
from followkit.calendars import calendars, zone

ZONE = "America/New_York"
CLASSES = {"linkedin": "short"}
"""The class of a channel that is asked for by its name; what is asked for by its class is of that class."""

ROLES = {
    "agency-recruiter": Role.AGENCY_RECRUITER,
    "each-reference": Role.REFERENCE,
    "hiring-manager": Role.HIRING_MANAGER,
    "recruiter": Role.RECRUITER,
}
"""Whom to name for an audience; a coordinator for all others."""


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


def changed(case: Case, no: Decision, reason: Reason) -> Case:
    """Return the case after the change that one reason of a decision asks for."""
    cure = cure_of(reason)
    if cure.kind is Kind.TIME:
        return _later(case, reason)
    if cure.kind is Kind.KIT:
        return attrs.evolve(case, channels=(*case.channels, str(reason.parameters["channel"])))
    if cure.kind is Kind.EVENT:
        return _happened(case, no, reason, cure.at)
    return FACTS[reason.code](case, no, reason)


def _later(case: Case, reason: Reason) -> Case:
    until = reason.parameters.get("until")
    return attrs.evolve(case, now=max(case.now, until)) if isinstance(until, datetime) else case


# Events -------------------------------------------------------------------------------------------------------------


def _happened(case: Case, no: Decision, reason: Reason, kind: str) -> Case:
    """Let it happen, after everything that is recorded."""
    before = case.situation().event(no.subject.fact)
    kind = kind or (before.kind if before else "rejected")
    silence = case.situation().silence
    recorded = [event.at + timedelta(minutes=1) for event in case.application.events]
    booked = [silence.since] if silence and reason.code in IN_SILENCE else []
    case = _with_somebody(attrs.evolve(case, now=max([case.now, *recorded, *booked])))
    if any(field.name == "interview" and field.default is attrs.NOTHING for field in attrs.fields(KINDS[kind])):
        case = case if case.application.interviews else _interview(case, no, reason)
    said = SAID.get(reason.code, _nothing_said)(case, no, reason)
    return case.record(_event(kind, case, case.rules()[no.rule], said))


def _event(kind: str, case: Case, rule: Rule, said: Mapping[str, Any]) -> events.Event:
    """Return an event of a kind that says what is plausible, what the rule speaks about, and what *said* holds."""
    fields = {field.name for field in attrs.fields(KINDS[kind])}
    wanted = {name.removeprefix("event."): values[0] for name, values in rule.where.items() if name[:6] == "event."}
    wanted = {name: False if value == "False" else value for name, value in wanted.items()}
    day = case.now.date() + timedelta(days=14)
    plausible = {
        "at": case.now,
        **dict.fromkeys(("by", "person"), _somebody(case.application)),
        **dict.fromkeys(("on", "due", "until", "respond_by"), day),
        "interview": next(iter(sorted(one.id for one in case.application.interviews)), None),
        "start": _wall(case.now + timedelta(days=7), case.application),
        "zone": _zone(case.application),
        "what": "the figures on queue depth",
        "to": "withdraw" if kind == "decided" else _somebody(case.application),
    }
    if kind == "promised":
        plausible["decision_by"] = day
    if kind in {"sent", "called"}:
        plausible = {"at": case.now}
    told = {**plausible, **wanted, **said}
    return KINDS[kind](**{name: value for name, value in told.items() if name in fields})


def _nothing_said(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {}


def _reply(kind: ReplyKind) -> Callable[[Case, Decision, Reason], Mapping[str, Any]]:
    return lambda case, no, reason: {"reply": kind}


def _that_day(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    """They said so in the interview itself: what is said later is said too late."""
    round = case.situation().round(no.subject.round or "")
    return {"decision_by": round.day, "at": round.ends}


def _far_away(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"decision_by": case.now.date() + timedelta(days=60)}


def _what_they_wait_for(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    asked = [event for event in case.application.events if event.at == reason.parameters["since"]]
    return {"regarding": asked[0].id}


def _the_booked_one(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    (event,) = (event for event in case.application.events if event.id == no.subject.fact)
    return {"interview": next(m.interview.id for m in case.situation().meetings if m.starts and m.starts > event.at)}


def _an_answer(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"to": _somebody(case.application), "contact": ContactClass.REPLY}


def _a_check_in(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"follow_up": "check-in"}


def _the_step_before(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"follow_up": no.slot if case.rules()[no.rule].after == "last-of-slot" else "check-in"}


def _that_slot(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    return {"follow_up": reason.parameters["slot"]}


def _that_note(case: Case, no: Decision, reason: Reason) -> Mapping[str, Any]:
    """Send the note of another slot to the same person, or about the same event."""
    slot, subject, situation = str(reason.parameters["slot"]), no.subject, case.situation()
    event = situation.event(subject.fact)
    if subject.round and subject.person:
        over = situation.attendance(subject.round, subject.person).ends
        names = {"follow_up": f"{slot}/{subject.person}", "interview": subject.fact}
        return {**names, "to": subject.person, "at": max(case.now, over)}
    if slot == "thank-you" and event is not None:
        person = getattr(event, "to", None) or _somebody(case.application)
        return {"follow_up": f"{slot}/{person}", "to": person, "at": event.at - timedelta(minutes=5)}
    if subject.person:
        return {"follow_up": f"{slot}/{subject.person}", "to": subject.person}
    return {"follow_up": slot, "regarding": subject.fact}


SAID: Mapping[str, Callable[[Case, Decision, Reason], Mapping[str, Any]]] = {
    **dict.fromkeys(("cap-used", "rejected", "offered", "no-answer-since"), _reply(ReplyKind.PROGRESS)),
    **dict.fromkeys(("no-reply", "put-off", "reply-puts-nothing-off"), _reply(ReplyKind.STILL_DECIDING)),
    "they-asked-nothing": _reply(ReplyKind.QUESTION),
    "decision-not-that-day": _that_day,
    "days-to-decision": _far_away,
    "they-wait-for-you": _what_they_wait_for,
    "interview-booked": _the_booked_one,
    "they-asked": _an_answer,
    "check-ins-used": _a_check_in,
    "nothing-sent-yet": _the_step_before,
    "not-sent-yet": _that_note,
    "other-contact": _that_slot,
}
"""What the event that a reason asks for has to say, where it is more than its kind."""


IN_SILENCE = frozenset({"check-ins-used", "no-reply", "nothing-sent-yet", "put-off", "they-asked-nothing"})
"""What is lacking since the last interview, so that it happens after those that are booked."""


# Facts --------------------------------------------------------------------------------------------------------------


def _somebody(application: fk.Application) -> str | None:
    """Return somebody at the employer, rather one who took part."""
    met = [part.person for interview in application.interviews for part in interview.interviewers]
    known = [one.id for one in application.people if one.role not in {Role.REFERENCE, Role.AGENCY_RECRUITER}]
    return next(iter([*(id for id in met if id in known), *known]), None)


def _with_somebody(case: Case) -> Case:
    return case if _somebody(case.application) else _person(case, Role.HIRING_MANAGER)


def _person(case: Case, role: Role) -> Case:
    named = Person(
        id=f"new-{len(case.application.people)}", name="Nia Okoye", role=role, addresses={"email": "nia@new.example"}
    )
    return case.with_facts(people=[*case.application.people, named])


def _somebody_of(case: Case, no: Decision, reason: Reason) -> Case:
    return _person(case, ROLES.get(str(reason.parameters["audience"]), Role.COORDINATOR))


def _somebody_to_write_to(case: Case, no: Decision, reason: Reason) -> Case:
    return _person(case, Role.RECRUITER if "recruiter" in case.rules()[no.rule].to else Role.COORDINATOR)


def _recruiter(case: Case, no: Decision, reason: Reason) -> Case:
    return _person(case, Role.RECRUITER)


def _of_person(change: Callable[[Person, Reason], Person]) -> Callable[[Case, Decision, Reason], Case]:
    def applied(case: Case, no: Decision, reason: Reason) -> Case:
        person = case.application.person(str(reason.parameters["person"]))
        assert person is not None
        return case.replace(person, change(person, reason))

    return applied


def _address(name: str, address: str) -> Callable[[Person, Reason], Person]:
    return lambda person, reason: attrs.evolve(person, addresses={**person.addresses, name: address})


def _another_address(person: Person, reason: Reason) -> Person:
    return _address(str(reason.parameters["channel"]), "another@new.example")(person, reason)


def _consent(person: Person, reason: Reason) -> Person:
    said = {**person.contact.channels, str(reason.parameters["channel"]): "invited"}
    return attrs.evolve(person, contact=attrs.evolve(person.contact, channels=said))


def _can_be_written_to(person: Person, reason: Reason) -> Person:
    contact = attrs.evolve(person.contact, channels={**person.contact.channels, "email": "invited"})
    return attrs.evolve(_address("email", "somebody@new.example")(person, reason), contact=contact)


def _direct(person: Person, reason: Reason) -> Person:
    return attrs.evolve(person, contact=attrs.evolve(person.contact, direct=Direct.YES))


def _interview(case: Case, no: Decision, reason: Reason, hours: int = -3) -> Case:
    """Add a round of one hour: it is over, unless *hours* says otherwise, and with the person it is about."""
    case = _with_somebody(case)
    return _round(case, no.subject.person, case.now + timedelta(hours=hours))


def _another_interview(case: Case, no: Decision, reason: Reason) -> Case:
    """Meet the person again, a day after the last round."""
    ends = [round.ends for round in case.situation().rounds if round.ends]
    return _round(case, no.subject.person, max([*ends, case.now]) + timedelta(days=1))


def _round(case: Case, person: str | None, start: datetime) -> Case:
    parts = [Interviewer(person=person or _somebody(case.application) or "")]
    name = f"new-{len(case.application.interviews)}"
    wall, there = _wall(start, case.application), _zone(case.application)
    added = Interview(id=name, round=name, start=wall, minutes=60, zone=there, interviewers=parts)
    return case.with_facts(interviews=[*case.application.interviews, added])


def _wall(moment: datetime, application: fk.Application) -> datetime:
    """Return what the clock shows where the interviews are."""
    return moment.astimezone(zone(_zone(application))).replace(tzinfo=None)


def _zone(application: fk.Application) -> str:
    named = [application.employer.zone, *(interview.zone for interview in application.interviews)]
    return next((name for name in named if name), ZONE)


def _interview_ahead(case: Case, no: Decision, reason: Reason) -> Case:
    """Book an interview for the same day, but later."""
    return _interview(case, no, reason, hours=12)


def _hours(case: Case, no: Decision, reason: Reason) -> Case:
    """Say at which hour the interviews begin, and for those still being arranged on which day; then they take place."""
    for interview in case.application.interviews:
        if interview.status in BEING_ARRANGED or not isinstance(interview.start, datetime):
            day = interview.start.date() if isinstance(interview.start, datetime) else interview.start
            start = datetime.combine(day or case.now.date() + timedelta(days=1), datetime.min.time().replace(hour=14))
            name = interview.zone or _zone(case.application)
            booked = attrs.evolve(interview, start=start, end=None, zone=name, status=Status.SCHEDULED)
            case = case.replace(interview, booked)
    ends = [round.ends for round in case.situation().rounds if round.ends]
    return attrs.evolve(case, now=max([*ends, case.now]) + timedelta(minutes=1))


def _attended(case: Case, no: Decision, reason: Reason) -> Case:
    for meeting in case.situation().round(no.subject.round or "").meetings:
        interview = next(one for one in case.application.interviews if one.id == meeting.interview.id)
        parts = [_present(part) if part.person == no.subject.person else part for part in interview.interviewers]
        case = case.replace(interview, attrs.evolve(interview, interviewers=parts))
    return case


def _present(part: Interviewer) -> Interviewer:
    return attrs.evolve(part, attended=True, shadow=False, response=Response.ACCEPTED)


def _interviewers(case: Case, no: Decision, reason: Reason) -> Case:
    case = _with_somebody(case)
    for interview in case.application.interviews:
        if not interview.interviewers:
            named = attrs.evolve(interview, interviewers=[Interviewer(person=_somebody(case.application) or "")])
            case = case.replace(interview, named)
    return case


def _of_employer(change: Callable[[Employer], Employer]) -> Callable[[Case, Decision, Reason], Case]:
    return lambda case, no, reason: case.with_facts(employer=change(case.application.employer))


def _in_zone(employer: Employer) -> Employer:
    return attrs.evolve(employer, zone=ZONE)


def _notes_welcome(employer: Employer) -> Employer:
    return attrs.evolve(employer, instructions=[*employer.instructions, Instruction.NOTES_WELCOME])


# What the events say ------------------------------------------------------------------------------------------------


def _without(*kinds: str) -> Callable[[Case, Decision, Reason], Case]:
    def applied(case: Case, no: Decision, reason: Reason) -> Case:
        return case.with_facts(events=[event for event in case.application.events if event.kind not in kinds])

    return applied


def _said(change: Callable[[Case, Iterable[events.Event], Reason], tuple[events.Event, Mapping[str, Any]]]) -> Any:
    """Make the change that lets one event say more."""

    def applied(case: Case, no: Decision, reason: Reason) -> Case:
        own = [event for event in case.application.events if event.id == no.subject.fact]
        event, said = change(case, own, reason)
        return case.replace(event, attrs.evolve(event, **said))

    return applied


def _day_named(case: Case, own: Iterable[events.Event], reason: Reason) -> tuple[events.Event, Mapping[str, Any]]:
    name, kind = str(reason.parameters["field"]), reason.parameters.get("event")
    event = next(one for one in [*own, *case.application.events] if kind is None or one.kind == kind)
    day: date = event.at.date() + timedelta(days=14)
    return event, {name: day}


def _who_wrote(case: Case, own: Iterable[events.Event], reason: Reason) -> tuple[events.Event, Mapping[str, Any]]:
    (event,) = own
    return event, {"by": _somebody(case.application)}


def _meaning(case: Case, own: Iterable[events.Event], reason: Reason) -> tuple[events.Event, Mapping[str, Any]]:
    unread = [e for e in case.application.events if getattr(e, "reply", None) is ReplyKind.UNCLASSIFIED]
    return unread[-1], {"reply": ReplyKind.PROGRESS}


FACTS: Mapping[str, Callable[[Case, Decision, Reason], Case]] = {
    "address-bounced": _of_person(_another_address),
    **dict.fromkeys(("bad-email", "no-email", "unreachable"), _of_person(_address("email", "somebody@new.example"))),
    **dict.fromkeys(("bad-phone", "no-phone"), _of_person(_address("phone", "+1 212 555 0147"))),
    **dict.fromkeys(("channel-not-invited", "channel-refused"), _of_person(_consent)),
    **dict.fromkeys(("calls-used", "voicemails-used"), _of_person(_can_be_written_to)),
    "via-recruiter-only": _of_person(_direct),
    "no-recruiter-known": _recruiter,
    "nobody-of-that-kind": _somebody_of,
    "nobody-to-write-to": _somebody_to_write_to,
    "not-told-about-notes": _of_employer(_notes_welcome),
    "zone-unknown": _of_employer(_in_zone),
    **dict.fromkeys(("interview-off", "no-interview", "rounds-held"), _interview),
    "first-meeting": _another_interview,
    **dict.fromkeys(("no-interview-booked", "no-interview-soon"), _interview_ahead),
    **dict.fromkeys(("interview-being-arranged", "interview-time-unknown"), _hours),
    **dict.fromkeys(("interviewer-absent", "interviewer-declined", "interviewer-shadow"), _attended),
    "nobody-interviewed": _interviewers,
    "dismissed": _without("dismissed"),
    "snoozed": _without("snoozed"),
    "stopped": _without("stopped"),
    "no-day-named": _said(_day_named),
    "nobody-wrote": _said(_who_wrote),
    "who-wrote-unknown": _said(_who_wrote),
    "reply-unclassified": _said(_meaning),
}
"""The change to the facts that a reason asks for."""
