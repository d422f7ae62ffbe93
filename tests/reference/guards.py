"""Ask every guard about one contact: what vetoes it, and before when it must not go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from followkit.events import Assigned, Called, Dismissed, Replied, Requested, Snoozed, Stopped
from tests.reference.case import Case
from tests.reference.clock import IsOpen, Place, counted, end_of, first_open, last_open_days, on_day, start_of
from tests.reference.policies import Tables, number, span
from tests.reference.routes import Route
from tests.reference.subjects import Subject
from tests.reference.wishes import goes_through_recruiter, unwelcome_to


class Proposal(NamedTuple):
    """Hold one contact as it would go out."""

    rule: Tables
    subject: Subject
    handle: str
    route: Route
    place: Place
    case: Case
    soft: IsOpen
    hard: IsOpen

    @property
    def asks(self) -> bool:
        return bool(self.rule["contact"] == "status")

    @property
    def limits(self) -> Tables:
        limits: Tables = self.case.policy["limits"]
        return limits

    def unwelcome(self) -> set[str]:
        """Return what the employer, the recipient or whoever it speaks for asked not to get.

        What the employer asked binds nobody's references: those are the candidate's own people.
        """
        person, application = self.route.recipient, self.case.application
        wishes = unwelcome_to(person.id, application)
        if person.role.value != "reference":
            wishes |= unwelcome_to(None, application)
        return wishes | (unwelcome_to(self.subject.person, application) if self.subject.person else set())

    def is_called(self, name: str) -> bool:
        """Tell whether this is what a name means: a slot, a handle, or the handle of the note it would be part of."""
        names = {self.rule["slot"], self.handle}
        if self.subject.round and self.subject.person not in (None, self.route.recipient.id):
            names.add(f"{self.rule['slot']}/{self.subject.round}/all")
        return name in names


Said = Iterator[str | datetime]
"""What a guard says: the code of a veto, or the instant before which it must not go."""


def stopped(proposal: Proposal, moment: datetime) -> Said:
    if isinstance(proposal.case.closed(), Stopped):
        yield "stopped"


def do_not_contact(proposal: Proposal, moment: datetime) -> Said:
    """Let nothing through but an answer to a direct question and a withdrawal."""
    rule, person = proposal.rule, proposal.route.recipient
    if person.contact.direct.value != "never" and "anything" not in proposal.unwelcome():
        return
    words = [event for event in proposal.case.events if event.is_word and getattr(event, "by", None) == person.id]
    last = words[-1] if words else None
    asked = isinstance(last, (Requested, Assigned)) or (isinstance(last, Replied) and last.reply.value == "question")
    answers = rule["contact"] == "reply" and asked
    if not answers and not (rule["contact"] == "notice" and rule["slot"] == "withdrawal"):
        yield "do-not-contact"


def employer_instruction(proposal: Proposal, moment: datetime) -> Said:
    unwelcome = proposal.unwelcome()
    if proposal.rule["slot"] in unwelcome:
        yield "unwelcome"
    elif "calls" in unwelcome and proposal.route.kind == "spoken":
        yield "no-calls"


def dismissed(proposal: Proposal, moment: datetime) -> Said:
    events = [event for event in proposal.case.events if isinstance(event, Dismissed)]
    if any(proposal.is_called(event.follow_up) for event in events):
        yield "dismissed"


def hard_hours(proposal: Proposal, moment: datetime) -> Said:
    yield from only_in(proposal.hard, moment, "hard-hours")


def send_window(proposal: Proposal, moment: datetime) -> Said:
    yield from only_in(proposal.soft, moment, "send-window")


def only_in(is_open: IsOpen, moment: datetime, code: str) -> Said:
    opening = first_open(moment, is_open)
    if opening != moment:
        yield opening or code


def embargo(proposal: Proposal, moment: datetime) -> Said:
    """Ask nothing before the day they promised has passed."""
    promise = proposal.case.promise
    if proposal.asks and promise:
        yield end_of(promise.day, proposal.place.zone)


def caps(proposal: Proposal, moment: datetime) -> Said:
    """Count what one silence takes, over all applications with this employer."""
    slot, case = proposal.rule["slot"], proposal.case
    given = proposal.limits.get("per-silence", {}).get(slot)
    since = case.silence.since if case.silence else None
    elsewhere = [one for one in case.elsewhere if one.slot == slot and one.asks and since and one.at >= since]
    used = len(case.in_silence(slot)) + len(elsewhere)
    if proposal.asks and given is not None and used >= number(given, case.policy):
        yield "cap-used" if number(given, case.policy) else "not-asked-there"


def caps_in_all(proposal: Proposal, moment: datetime) -> Said:
    slot, case = proposal.rule["slot"], proposal.case
    given = proposal.limits.get("in-all", {}).get(slot)
    if given is not None and len(case.sends.of_slot(slot)) >= number(given, case.policy):
        yield "in-all-used"


def cooldown(proposal: Proposal, moment: datetime) -> Said:
    """Count what asked in the last so many open days, over everybody at this employer and all applications."""
    if not proposal.asks:
        return
    case, place, limit = proposal.case, proposal.place, proposal.limits["status-contacts"]
    most, days = number(limit["count"], case.policy), span(limit["within"], case.policy).amount
    asked = [one.at for one in case.contacts if one.asks and one.at <= moment]
    asked += [one.at for one in case.elsewhere if one.asks]
    first = last_open_days(on_day(moment, place.zone), days, place)[-1]
    recent = sorted(day for day in (on_day(at, place.zone) for at in asked) if day >= first)
    if len(recent) >= most:
        yield start_of(counted(recent[-most], days, place), place.zone)


def calls(proposal: Proposal, moment: datetime) -> Said:
    """Count the calls that nobody asked for, and the messages left."""
    if proposal.route.kind != "spoken" or proposal.rule["contact"] in ("reply", "notice"):
        return
    limit, place, policy = proposal.limits["calls"], proposal.place, proposal.case.policy
    made = [event for event in proposal.case.events if isinstance(event, Called)]
    if len(made) >= number(limit["count"], policy):
        yield "calls-used"
    elif sum(call.voicemail for call in made) >= number(limit["voicemails"], policy):
        yield "voicemails-used"
    elif made:
        free = counted(on_day(made[-1].at, place.zone), span(limit["gap"], policy).amount, place)
        yield start_of(free, place.zone)


def absence(proposal: Proposal, moment: datetime) -> Said:
    """Ask nobody while away, nor on the first open day after it."""
    until = proposal.case.away_until(proposal.route.recipient.id)
    if proposal.asks and until:
        yield start_of(counted(until, 2, proposal.place), proposal.place.zone)


def snoozed(proposal: Proposal, moment: datetime) -> Said:
    events = [event for event in proposal.case.events if isinstance(event, Snoozed)]
    meant = [event for event in events if event.follow_up is None or proposal.is_called(event.follow_up)]
    if meant:
        yield start_of(meant[-1].until, proposal.place.zone)


def recruiter_routing(proposal: Proposal, moment: datetime) -> Said:
    """Let nobody go round a recruiter, but to answer who wrote."""
    case, person = proposal.case, proposal.route.recipient
    reply = case.reply()
    wrote = {getattr(case.event(proposal.subject.fact), "by", None), reply.by if reply else None}
    answers = not proposal.asks and person.id in wrote
    if not answers and goes_through_recruiter(person, case.application):
        yield "via-recruiter-only"


GUARDS: tuple[Callable[[Proposal, datetime], Said], ...] = (
    stopped,
    do_not_contact,
    employer_instruction,
    dismissed,
    hard_hours,
    embargo,
    caps,
    caps_in_all,
    cooldown,
    calls,
    absence,
    snoozed,
    recruiter_routing,
    send_window,
)
"""The strongest first."""


def judged(proposal: Proposal, moment: datetime) -> tuple[list[str], list[datetime]]:
    """Return what all guards say: the vetoes, the strongest first, and the instants before which it must not go."""
    said = [answer for guard in GUARDS for answer in guard(proposal, moment)]
    vetoes = [answer for answer in said if isinstance(answer, str)]
    return vetoes, [answer for answer in said if isinstance(answer, datetime)]
