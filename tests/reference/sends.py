"""Find out what went out, and what each contact settles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import followkit as fk
from followkit._core.events import KINDS
from followkit.events import Bounced, Called, Event, Rescheduled, Sent
from tests.reference.clock import DAY
from tests.reference.meetings import Part, Round
from tests.reference.policies import Tables, answered_kinds, slots_that, status_slots
from tests.reference.wishes import goes_through_recruiter

FRESH = 7 * DAY  # so long a bare handle can thank for a meeting


class Contact(NamedTuple):
    """Hold one contact: its slot, what its handle says after that, and whether it asked about the state of things."""

    event: Sent | Called
    slot: str
    names: list[str]
    asks: bool

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def interview(self) -> str | None:
        """Give the interview it names, if it names one."""
        return self.event.interview or (self.names[1] if len(self.names) > 1 else None)

    def went_to(self, person: str | None) -> bool:
        return person is None or person in (self.event.to, *self.names[:1])


def contact_of(event: Sent | Called, policy: Tables) -> Contact:
    slot, *names = (event.follow_up or "").split("/")
    if not event.follow_up and event.contact:  # nobody planned it
        counts = [slot for slot, table in policy["slots"].items() if table.get("counts") == event.contact.value]
        slot, names = (counts[0] if counts else ""), [event.to] if event.to else []
    asks = event.contact.value == "status" if event.contact else slot in status_slots(policy)
    return Contact(event, slot, names, asks)


def contacts_of(application: fk.Application, policy: Tables) -> list[Contact]:
    """Return what went out and was not returned, in order."""
    lost = lost_sends(application)
    events = [event for event in application.events if isinstance(event, (Sent, Called)) and event.id not in lost]
    return [contact_of(event, policy) for event in events]


def lost_sends(application: fk.Application) -> set[str]:
    """Return what came back: for each bounce the last thing that went to that person in that way."""
    lost = set()
    for bounce in application.events:
        if not isinstance(bounce, Bounced):
            continue
        before = [event for event in application.events if isinstance(event, Sent) and event.at <= bounce.at]
        to_them = [one for one in before if bounce.person == (one.to or (f"{one.follow_up or ''}//".split("/")[1]))]
        that_way = [one.id for one in to_them if one.channel in (None, bounce.channel)]
        lost |= set(that_way[-1:])
    return lost


def contacts_elsewhere(given: Iterable[Sent | Called], application: fk.Application, policy: Tables) -> list[Contact]:
    others = [event for event in given if event not in application.events]
    return [contact_of(event, policy) for event in sorted(set(others), key=lambda event: event.order)]


class Sends(NamedTuple):
    """Hold what went out beside what it may have been about."""

    application: fk.Application
    policy: Tables
    rounds: Sequence[Round]
    contacts: Sequence[Contact]

    def of_slot(self, slot: str) -> list[Contact]:
        return [contact for contact in self.contacts if contact.slot == slot]

    def kinds(self, slot: str) -> set[str]:
        return answered_kinds(self.policy, slot, KINDS)

    def latest_before(self, kinds: set[str], at: datetime) -> str | None:
        """Return the last event of these kinds that had happened by then."""
        before = [event.id for event in self.application.events if event.kind in kinds and event.at <= at]
        return before[-1] if before else None

    # About an event

    def answering(self, slot: str, event: Event, person: str | None = None) -> list[Contact]:
        """Return the contacts of a slot that answer this event: the one they name, else the latest before them.

        Where the slot's rules count from no kind of event, any contact of it does.
        """
        kinds = self.kinds(slot)
        return [
            contact
            for contact in self.of_slot(slot)
            if contact.went_to(person)
            if not kinds or event.id == (contact.event.regarding or self.latest_before(kinds, contact.at))
        ]

    def settled_event(self, slot: str, event: Event, person: str | None = None) -> bool:
        """Tell whether a contact, or something that counts as one, settled a slot for this event."""
        done_by = self.policy["slots"].get(slot, {}).get("done-by", [])
        done = [one for one in self.application.events if one.kind in done_by]
        return bool(self.answering(slot, event, person)) or any(self._meant(one) == event.id for one in done)

    def _meant(self, done: Event) -> str | None:
        """Return which event this took care of: the one it names, else the latest of those it can take care of."""
        slots = [
            slot for slot in slots_that(self.policy, "done-by") if done.kind in self.policy["slots"][slot]["done-by"]
        ]
        kinds = set().union(*(self.kinds(slot) for slot in slots))
        return getattr(done, "regarding", None) or self.latest_before(kinds, done.at)

    # About a round

    def about_round(self, slot: str, round: Round) -> list[Contact]:
        if round.ends is None:
            return []
        named = [one for one in self.of_slot(slot) if round.interviews & {one.event.interview, *one.names[:1]}]
        return [one for one in named if one.at >= round.ends]

    # About a person in a round

    def settled_person(self, slot: str, round: Round, part: Part) -> bool:
        """Tell whether something went out for this person, and not before their part was over."""
        return self.settling_person(slot, round, part) is not None

    def settling_person(self, slot: str, round: Round, part: Part) -> Contact | None:
        """Return the first that went out for this person once their part was over."""
        return next((one for one in self._for(slot, round, part) if one.at >= part.thankable_from), None)

    def void(self, slot: str, round: Round, part: Part) -> str:
        """Return the id of what made an earlier send void, or nothing: the occurrence of the next one."""
        early = [one for one in self._for(slot, round, part) if one.at < part.thankable_from]
        if not early:
            return ""
        moves = [event for event in self.application.events if isinstance(event, Rescheduled)]
        since = [move.id for move in moves if move.interview == part.fact and move.at >= early[-1].at]
        return since[-1] if since else early[-1].event.id

    def _for(self, slot: str, round: Round, part: Part) -> list[Contact]:
        bare = self._bare(slot, part.person)
        return [one for one in self.of_slot(slot) if self._is_for(one, round, part, bare)]

    def _is_for(self, contact: Contact, round: Round, part: Part, bare: dict[str, str]) -> bool:
        if not contact.names:
            return False
        if contact.names[1:] == ["all"]:
            return contact.names[0] in round.interviews and self._speaks_for(contact, part.person)
        if contact.names[0] != part.person:
            return False
        if contact.interview:
            return contact.interview in round.interviews
        return bare.get(contact.event.id) == round.id

    def _speaks_for(self, contact: Contact, person: str) -> bool:
        known = self.application.person(person)
        if contact.event.about:
            return person in contact.event.about
        return known is not None and goes_through_recruiter(known, self.application)

    def _bare(self, slot: str, person: str) -> dict[str, str]:
        """Return the round that each bare handle meant (``thank-you/priya``, and no interview named).

        The first that a note could still thank for when it went out, else the last that was over, else the next.
        """
        same = [one for one in self.of_slot(slot) if one.names[:1] == [person]]
        named = {one.interview for one in same}
        mine = [(part.thankable_from, round) for round in self.rounds for part in round.parts if part.person == person]
        mine.sort(key=lambda pair: (pair[0], pair[1].id))
        free = [pair for pair in mine if not named & pair[1].interviews]
        found: dict[str, str] = {}
        for contact in [one for one in same if not one.interview]:
            over = [pair for pair in free if pair[0] <= contact.at]
            fresh = [pair for pair in over if contact.at - pair[0] <= FRESH]
            meant = fresh[:1] or over[-1:] or [pair for pair in mine if contact.at < pair[0]][:1]
            if meant:
                found[contact.event.id] = meant[0][1].id
            if meant and meant[0] in over:
                free.remove(meant[0])
        return found
