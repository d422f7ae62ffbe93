"""Gather what a note may state: plain facts by name, absent when nobody said them. Nothing is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from followkit._core.anchors import CHECK_IN
from followkit._core.asking import AGAIN, FACTS
from followkit._core.audiences import ranked
from followkit._core.conversations import concern_of, need_of, point_of, reassurance_of, strengths_of
from followkit._core.decisions import Question, Subject
from followkit._core.events import (
    Called,
    CompetingOffer,
    Event,
    Forgot,
    Misnamed,
    NeedsTime,
    Offered,
    Pledged,
    Rescheduled,
    Sent,
)
from followkit._core.facts import Interview, Person
from followkit._core.phrasing import is_known
from followkit._core.rounds import Attendance, Round
from followkit._core.situation import Situation
from followkit._core.timing import Place, count, is_before, local_date, seen_from
from followkit._core.vocabulary import Format, Role, Stage


def material(
    situation: Situation,
    *,
    subject: Subject,
    recipient: Person,
    about: Sequence[str],
    turn: int,
    day: date | None = None,
) -> dict[str, Any]:
    """Return the facts a note about *subject* may state, as plain data.

    Args:
        situation: what the facts amount to.
        subject: what the note is about.
        recipient: who gets it.
        about: the ids of the people it speaks for.
        turn: how many notes of its slot went before it in this silence, counting those a look-ahead takes for granted.
        day: the day it goes out; a promise for a day before is not made again.
    """
    application = situation.application
    me = application.me
    phone, email = me.addresses.get("phone"), me.addresses.get("email")
    found: dict[str, Any] = {
        "position": application.position,
        "company": application.employer.name,
        "me": _known({"name": me.name, "given_name": me.given_name, "phone": phone, "email": email})
        if me.name
        else None,
        "to": _person(recipient),
        "strength": _strength(situation, subject, recipient, turn),
        "first_choice": application.first_choice or None,
    }
    round = _round(situation, subject)
    if round is not None:
        found |= _about_round(situation, round, recipient)
        found |= _about_people(situation, round, recipient, about)
        found |= _about_recipient(situation, round, recipient, day) if recipient.id in about else {}
    event = situation.event(subject.fact)
    if event is not None:
        found |= _about_event(situation, _answered(situation, event), recipient)
        met = [one for one in _over_by(situation, event) if _took_part(situation, one, recipient)]
        found["met_on"] = _about_round(situation, met[-1], recipient)["day"] if met else None
    if subject.kind == "silence":
        found |= _about_silence(situation, recipient)
        found["point"] = point_of(situation, round, recipient.id) if round else None
    return _known(found)


def questions_for(
    needs: Sequence[str], found: Mapping[str, Any], subject: Subject, person: str
) -> tuple[Question, ...]:
    """Return the question for each needed fact that is not in *found*."""
    missing = []
    for name in needs:
        if not is_known(name, found):
            code, place = FACTS[name]
            place = AGAIN.get(place, place) if found.get("met_before") else place
            where = place.format(person=person, recipient=person, fact=subject.fact)
            missing.append(Question(code=code, place=where, parameters={"person": person}, completes=(name,)))
    return tuple(missing)


def _strength(situation: Situation, subject: Subject, recipient: Person, turn: int) -> str | None:
    """Return the strength dealt to whom the note is about or goes to; any other note tells the next one at its turn."""
    dealt = strengths_of(situation, situation.round(subject.round)) if subject.round else {}
    person = subject.person or recipient.id
    if person in dealt:
        return dealt[person]
    strengths = situation.application.strengths
    return strengths[turn] if turn < len(strengths) else None


def _round(situation: Situation, subject: Subject) -> Round | None:
    if subject.round:
        return situation.round(subject.round)
    event = situation.event(subject.fact) if subject.kind == "event" else None
    if event is not None:  # nobody is thanked for a conversation that was still to come
        return next(iter(_over_by(situation, event)[-1:]), None)
    return situation.silence.round if situation.silence else None


def _about_round(situation: Situation, round: Round, recipient: Person) -> dict[str, Any]:
    place = situation.place(recipient)
    zone = situation.calendars.zone(place.zone or "")
    return {
        "day": local_date(round.ends, zone) if round.ends and zone else round.day,
        "minutes": round.minutes,
        "format": None if round.format is Format.UNKNOWN else round.format.value,
        "stage": None if round.stage is Stage.UNKNOWN else round.stage.value,
    }


def _about_people(situation: Situation, round: Round, recipient: Person, about: Sequence[str]) -> dict[str, Any]:
    parts = [part for part in round.attendances if part.person in about]
    others = [person for id in about if id != recipient.id and (person := situation.application.person(id))]
    named = [_person(person) for person in others]
    points = [(part, point_of(situation, round, part.person)) for part in parts]
    forgotten = _came_to_mind(situation, round, about)
    found: dict[str, Any] = {
        "about": named if named and all(named) else None,
        "forgot": next((event.what for event in forgotten if not event.answers), None),
        "better_answer": next((event.what for event in forgotten if event.answers), None),
    }
    if recipient.id in about:
        found["point"] = point_of(situation, round, recipient.id)
    if _took_part(situation, round, recipient):
        found["met_on"] = _about_round(situation, round, recipient)["day"]
    if len(parts) == 1:
        found["point"] = points[0][1]
        found["met_before"] = parts[0].nth > 1 or None
    told = [_with_point(situation, part, point) for part, point in points if point]
    found["points_by_person"] = told if len(told) == len(parts) > 0 else None
    return found | (_to_debrief(situation, round) if recipient.role is Role.AGENCY_RECRUITER and not about else {})


def _about_recipient(situation: Situation, round: Round, recipient: Person, day: date | None) -> dict[str, Any]:
    """Return what only this person said or was promised, which nobody else's note tells."""
    made = _promised(situation, round, recipient, day)
    something_to_add = _came_to_mind(situation, round, (recipient.id,))  # one note settles one thing (NC-07)
    return {
        "need": need_of(round, recipient.id),
        "concern": concern_of(round, recipient.id),
        "reassurance": None if something_to_add else reassurance_of(round, recipient.id),
        "pledge": made.what if made else None,
        "pledged_on": made.on if made else None,
    }


def _promised(situation: Situation, round: Round, recipient: Person, day: date | None) -> Pledged | None:
    """Return the next contact the candidate promised this person since the round, while it is still to come (TY-18)."""
    sends = situation.sends()
    slots = [slot for slot, kinds in sends.answers.items() if Pledged.kind in kinds]
    ahead = [one for one in situation.chronicle.each(Pledged) if one.to == recipient.id and not (day and one.on < day)]
    waiting = (one for one in ahead if not any(sends.settling(slot, one) for slot in slots))
    return next((one for one in waiting if _round_before(situation, one) == round), None)


def _took_part(situation: Situation, round: Round, person: Person) -> bool:
    return any(part.person == person.id for part in ranked(round, situation))


def _came_to_mind(situation: Situation, round: Round, about: Sequence[str]) -> list[Forgot]:
    """Return what these people should hear after a round (FX-01, FX-02): who is named, else who counts most."""
    first = next((part.person for part in ranked(round, situation)), None)
    forgotten = situation.chronicle.each(Forgot)
    return [one for one in forgotten if (one.to or first) in about and _round_before(situation, one) == round]


def _round_before(situation: Situation, event: Event) -> Round | None:
    """Return the last round that was over when something happened, else the first."""
    first = [round for round in situation.rounds if not round.debrief]
    return next(iter([*_over_by(situation, event)[-1:], *first]), None)


def _over_by(situation: Situation, event: Event) -> list[Round]:
    """Return the rounds that were over when something happened."""
    held = [round for round in situation.rounds if not round.debrief]
    return [round for round in held if round.ends is not None and not is_before(event.at, round.ends)]


def _to_debrief(situation: Situation, round: Round) -> dict[str, Any]:
    """Return what the recruiter who speaks for the candidate should know of a round (TY-13): points and a doubt."""
    parts = ranked(round, situation)
    points = [(part, point_of(situation, round, part.person)) for part in parts]
    told = [_with_point(situation, part, point) for part, point in points if point]
    doubting = next((part.person for part in parts if concern_of(round, part.person)), None)
    return {
        "points_by_person": [one for one in told if "name" in one] or None,
        "concern": concern_of(round, doubting) if doubting else None,
        "reassurance": reassurance_of(round, doubting) if doubting else None,
    }


def _with_point(situation: Situation, part: Attendance, point: str) -> dict[str, Any]:
    person = situation.application.person(part.person)
    names = _person(person) if person else {}
    shown = names.get("name") or names.get("address_as") or names.get("given_name")
    return _known({**names, "name": shown, "point": point})


def _about_silence(situation: Situation, recipient: Person) -> dict[str, Any]:
    promise, invitation, reply = situation.promise, situation.invitation, situation.last_reply()
    sent = [one for one in situation.sent_in_silence(CHECK_IN) if one.event.to in {None, recipient.id}]
    zone = situation.calendars.zone(situation.place().zone or "")
    called = bool(sent) and isinstance(sent[-1].event, Called)
    return {
        "promised": promise.day if promise else None,
        "asked_for": invitation.on if invitation else None,
        "wrote_on": local_date(reply.at, zone) if reply and reply.by == recipient.id and zone else None,
        "last_called" if called else "last_sent": local_date(sent[-1].at, zone) if sent and zone else None,
    }


def _answered(situation: Situation, event: Event) -> Event:
    """Return what a contact of one's own was about, so that it can be said again in writing; any other event is it."""
    if not isinstance(event, (Called, Sent)):
        return event
    made = next((one for one in situation.contacts if one.event.id == event.id), None)
    if made is None:
        return event
    sends = situation.sends()
    regarding = made.event.regarding or sends.latest(sends.answers.get(made.slot, frozenset()), made.at)
    return situation.event(regarding or "") or event


def _about_event(situation: Situation, event: Event, recipient: Person) -> dict[str, Any]:
    """Return what an event names: what it is about, by when, and which interview it changed."""
    place = situation.place(recipient)
    zone = situation.calendars.zone(place.zone or "")
    until = getattr(event, "until", None) if isinstance(event, NeedsTime) else None
    found: dict[str, Any] = {
        "item": None if isinstance(event, Misnamed) else getattr(event, "what", None),
        "forgot": event.what if isinstance(event, Forgot) and not event.answers else None,
        "due": getattr(event, "due", None),
        "respond_by": getattr(event, "respond_by", None),
        "pledged_on": getattr(event, "on", None) if isinstance(event, Pledged) else None,
        "minutes_late": getattr(event, "minutes_late", None),
        "ended": event.kind if event.closes else None,
        "ask_until": until,
        "right_name": event.what if isinstance(event, Misnamed) else None,
    }
    if isinstance(event, NeedsTime) and until is None:
        found |= _longer(situation, event, place)
    if isinstance(event, CompetingOffer) and event.respond_by is not None:
        found["answer_by"] = count(event.respond_by, -2, place, situation.calendars)
    interview = next((situation.application.interview(id) for id in event.interviews), None)
    if interview is not None:
        moved = next((m for m in situation.meetings if m.interview.id == interview.id), None)
        if isinstance(event, Rescheduled) and moved is not None and moved.starts is not None and zone is not None:
            found |= {"moved_to": local_date(moved.starts, zone), "moved_at": seen_from(moved.starts, zone)}
        found["missed_on"] = _planned_day(situation, event, interview, zone)
    return found


def _longer(situation: Situation, event: NeedsTime, place: Place) -> dict[str, Any]:
    """Return the day to ask for where the candidate named none: so much after theirs; without one, only how long."""
    span = situation.customs.more_time
    offers = [one for one in situation.chronicle.each(Offered) if not is_before(event.at, one.at)]
    theirs = offers[-1].respond_by if offers else None
    if span is None or theirs is None:
        return {"ask_for": str(span) if span else None}
    return {"ask_until": count(theirs, span.amount, place, situation.calendars)}


def _planned_day(situation: Situation, event: Event, interview: Interview, zone: tzinfo | None) -> date | None:
    """Return the day an interview was planned for when something happened to it."""
    earlier = [
        one.start
        for one in situation.chronicle.each(Rescheduled)
        if one.interview == interview.id and is_before(one.at, event.at)
    ]
    start = earlier[-1] if earlier else interview.start
    if not isinstance(start, datetime):
        return start
    return local_date(start, zone) if start.tzinfo is not None and zone is not None else start.date()


def _person(person: Person) -> dict[str, Any]:
    names = ("name", "given_name", "family_name", "address_as")
    return _known({name: getattr(person, name) for name in names})


def _known(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value is not None and value != {}}
