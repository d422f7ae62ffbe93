"""Ask about a round and the people in it. No condition sees ``now``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from followkit._core.audiences import AUDIENCES, ranked
from followkit._core.decisions import Reason, Subject
from followkit._core.records import Condition, Holds
from followkit._core.rounds import Round
from followkit._core.situation import Situation
from followkit._core.timing import count, elapsed, is_before
from followkit._core.vocabulary import Consent, Instruction

_THANKS = "thank-you"


def _debrief(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    internal = situation.round(subject.round or "").debrief
    return Holds(yes=internal, reason=Reason(code="internal-meeting" if internal else "real-interview"))


def _attended(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    part = situation.attendance(subject.round or "", subject.person or "")
    code = "declined" if part.declined else "absent" if part.absent else "shadow" if part.shadow else ""
    who = {"person": part.person}
    return Holds(yes=not code, reason=Reason(code=f"interviewer-{code}", parameters=who) if code else None)


def _thanked_by(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the note of thanks reached this person by a channel, rather than on paper or through others (CH-11).

    Where nobody noted how it went, or it was passed on, it is the channel for which there is an address.
    """
    round, id = situation.round(subject.round or ""), subject.person or ""
    thanks = situation.sends().settled(situation.attendance(round.id, id), round, _THANKS)
    if thanks is None:
        return Holds(yes=False, reason=Reason(code="not-sent-yet", parameters={"slot": _THANKS}))
    person, event = situation.application.person(id), thanks.event
    known = person is not None and parameter in person.addresses
    directly = event.channel is not None and event.to in {None, id}
    yes = event.channel in {None, parameter} and (known or directly)
    told = {"person": id, "channel": parameter}
    return Holds(yes=yes, reason=None if yes else Reason(code="thanked-otherwise", parameters=told))


def _panel_at_most(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    size = len(ranked(situation.round(subject.round or ""), situation))
    code = "panel-small-enough" if size <= parameter else "panel-too-large"
    return Holds(yes=size <= parameter, reason=Reason(code=code, parameters={"size": size, "most": parameter}))


def _met_before(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this person took part in a round that was over before; one among themselves is none."""
    person, own = subject.person or "", situation.round(subject.round or "")
    before = [one for one in situation.rounds if one.ends and own.ends and is_before(one.ends, own.ends)]
    yes = any(part.person == person for one in before if not one.debrief for part in ranked(one, situation))
    return Holds(yes=yes, reason=Reason(code="met-before" if yes else "first-meeting", parameters={"person": person}))


def _met(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this person took part in an interview that was over when it happened."""
    event, person = situation.event(subject.fact), subject.person or ""
    held = [one for one in situation.rounds if not one.debrief and one.ends]
    over = [one for one in held if event and one.ends and not is_before(event.at, one.ends)]
    yes = any(part.person == person for one in over for part in ranked(one, situation))
    return Holds(yes=yes, reason=Reason(code="met-them" if yes else "never-met", parameters={"person": person}))


def _decision_that_day(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the decision was promised for the day of this very round (TY-03)."""
    round, promise = situation.round(subject.round or ""), situation.promise
    today = promise is not None and round.day is not None and promise.day == round.day
    silence = situation.silence
    if not today and silence is not None and round.day is not None and silence.day > round.day:
        return Holds(yes=False, reason=Reason(code="day-over", parameters={"day": silence.day}))
    return Holds(yes=today, reason=Reason(code="decision-that-day" if today else "decision-not-that-day"))


def _met_under(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this person was met for less than so many minutes, and others of the round longer (TY-12)."""
    round = situation.round(subject.round or "")
    own = _minutes(round, {subject.person or ""}).get(subject.person or "", 0)
    others = {part.person for part in ranked(round, situation)} if own < parameter else set()
    yes = any(length > own for length in _minutes(round, others).values())
    return Holds(yes=yes, reason=Reason(code="met-briefly" if yes else "met-long-enough", parameters={"minutes": own}))


def _minutes(round: Round, people: Collection[str]) -> dict[str, int]:
    """Return how long each of these people was met, over all meetings of a round."""
    found: dict[str, timedelta] = {}
    for meeting in round.meetings:
        if meeting.starts is not None and meeting.ends is not None:
            length = elapsed(meeting.starts, meeting.ends)
            met = [part.person for part in meeting.interview.interviewers if part.person in people]
            found |= {person: found.get(person, timedelta()) + length for person in met}
    return {person: int(length.total_seconds() // 60) for person, length in found.items()}


def _together(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether at least so many people sat in one meeting of the round with this person (TY-07)."""
    round = situation.round(subject.round or "")
    present = {part.person for part in ranked(round, situation)}
    sizes = [
        len(present & {part.person for part in meeting.interview.interviewers})
        for meeting in round.meetings
        if any(part.person == subject.person for part in meeting.interview.interviewers)
    ]
    size = max(sizes, default=0)
    yes = size >= parameter
    return Holds(yes=yes, reason=None if yes else Reason(code="met-together", parameters={"size": size}))


def _rounds_at_least(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    held = [round for round in situation.rounds if not round.debrief]
    yes = len(held) >= parameter
    reason = Reason(code="rounds-held", parameters={"rounds": len(held), "wanted": parameter})
    return Holds(yes=yes, reason=None if yes else reason)


def _involved(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether there is somebody of an audience (``agency-recruiter``)."""
    person = AUDIENCES[parameter](situation, subject) if parameter in AUDIENCES else None
    parameters = {"audience": parameter, **({"person": person.id} if person else {})}
    code = "somebody-of-that-kind" if person else "nobody-of-that-kind"
    return Holds(yes=person is not None, reason=Reason(code=code, parameters=parameters))


def _invites_on(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether this person invited a channel (LI-01)."""
    person = situation.application.person(subject.person or "")
    yes = person is not None and person.contact.channels.get(parameter) is Consent.INVITED
    told = {"channel": parameter, "person": subject.person or ""}
    return Holds(yes=yes, reason=Reason(code="channel-invited" if yes else "channel-not-invited", parameters=told))


def _told_about_notes(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the employer said that notes are welcome, or that they are not (TY-16)."""
    said = {Instruction.NOTES_WELCOME, Instruction.NO_THANK_YOU, Instruction.NO_CONTACT}
    yes = bool(said & set(situation.application.employer.instructions))
    return Holds(yes=yes, reason=Reason(code="told-about-notes" if yes else "not-told-about-notes"))


def _decision_days_at_least(situation: Situation, subject: Subject, parameter: Any) -> Holds:
    """Ask whether the promised date lies at least so many open days after the round (CH-11)."""
    round, promise = situation.round(subject.round or ""), situation.promise
    if promise is None or round.day is None:
        return Holds(yes=False, reason=Reason(code="no-promise"))
    place = situation.place()
    day, left = round.day, 0
    while left < parameter and day < promise.day:
        day = count(day, 1, place, situation.calendars)
        left += day <= promise.day
    yes = left >= parameter
    return Holds(yes=yes, reason=None if yes else Reason(code="days-to-decision", parameters={"days": left}))


CONDITIONS: tuple[Condition, ...] = (
    Condition(name="debrief", holds=_debrief, reads=("interviews.debrief",)),
    Condition(name="attended", holds=_attended, reads=("interviews.with",)),
    Condition(name="thanked-by", holds=_thanked_by, takes=str, reads=("events.sent", "people")),
    Condition(name="panel-at-most", holds=_panel_at_most, takes=int, reads=("interviews.with",)),
    Condition(name="met", holds=_met, reads=("interviews.with", "events")),
    Condition(name="met-before", holds=_met_before, reads=("interviews.with",)),
    Condition(name="decision-that-day", holds=_decision_that_day, reads=("decision_by", "events.promised")),
    Condition(name="met-under-minutes", holds=_met_under, takes=int, reads=("interviews.minutes",)),
    Condition(name="together-at-least", holds=_together, takes=int, reads=("interviews.with",)),
    Condition(name="rounds-at-least", holds=_rounds_at_least, takes=int, reads=("interviews",)),
    Condition(name="involved", holds=_involved, takes=str, names="audience", reads=("people.role",)),
    Condition(name="invites-on", holds=_invites_on, takes=str, reads=("people.contact",)),
    Condition(name="told-about-notes", holds=_told_about_notes, reads=("instructions",)),
    Condition(name="decision-days-at-least", holds=_decision_days_at_least, takes=int, reads=("decision_by",)),
)
