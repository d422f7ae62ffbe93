"""Read from the events what went out, and which thank-you each contact settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from attrs import field, frozen

from followkit._core.chronicle import Chronicle
from followkit._core.events import Bounced, Called, Event, Rescheduled, Sent
from followkit._core.facts import Application
from followkit._core.freezing import as_dict, as_tables, as_tuple
from followkit._core.history import goes_through_recruiter
from followkit._core.rounds import Attendance, Round
from followkit._core.timing import ONE_DAY, come_by, elapsed, is_before, utc
from followkit._core.vocabulary import ContactClass

TOGETHER = "all"
"""The last part of a handle that stands for everybody in a round (``thank-you/panel/all``)."""
_FRESH = 7 * ONE_DAY  # so long a note can thank for a meeting (TY-05)


@frozen(kw_only=True)
class ContactMade:
    """Hold one contact that went out.

    Args:
        event: the event that says so.
        slot: what it was for, or empty when nothing here tells.
        names: what the handle says after the slot.
        status: whether it counts as asking about the state of things.
    """

    event: Sent | Called
    slot: str
    names: tuple[str, ...]
    status: bool

    @property
    def at(self) -> datetime:
        """Give the instant it went out."""
        return self.event.at

    def is_for(self, person: str | None) -> bool:
        """Tell whether it went to this person, or was about them; None stands for anybody."""
        return person is None or person in (self.event.to, *self.names[:1])


def contacts_made(
    application: Application, status_slots: frozenset[str], unplanned: Mapping[ContactClass, str]
) -> tuple[ContactMade, ...]:
    """Return the contacts the events tell of, in order; a draft is none of them, nor is what came back undelivered.

    Args:
        status_slots: the slots whose contacts count as asking.
        unplanned: class of contact to the slot that one counts for which was not planned here: a check-in of one's own
            uses up a check-in all the same.
    """
    found = []
    lost = undelivered(application)
    for event in application.events:
        if not isinstance(event, (Sent, Called)) or event.id in lost:
            continue
        found.append(_made(event, status_slots, unplanned))
    return tuple(found)


def undelivered(application: Application) -> set[str]:
    """Return the ids of the sends that bounced: each time the last one that went that way to that person before."""
    bounces = [event for event in application.events if isinstance(event, Bounced)]
    sent: dict[tuple[str | None, str | None], list[Sent]] = {}
    for event in application.events if bounces else ():
        if isinstance(event, Sent):
            sent.setdefault((_went_to(event), event.channel), []).append(event)
    moments = {way: [one.at for one in tried] for way, tried in sent.items()}
    lost: set[str] = set()
    for bounce in bounces:
        ways = [way for way in ((bounce.person, None), (bounce.person, bounce.channel)) if way in sent]
        tried = [sent[way][passed - 1] for way in ways if (passed := come_by(moments[way], bounce.at))]
        lost |= {one.id for one in sorted(tried, key=lambda one: one.order)[-1:]}
    return lost


def _went_to(event: Sent) -> str | None:
    """Return whom something went to: as it says, else whom its handle names; what passes it on has one of its own."""
    return event.to or next(iter((event.follow_up or "").split("/")[1:2]), None)


def contacts_elsewhere(
    events: Iterable[Sent | Called],
    application: Application,
    status_slots: frozenset[str],
    unplanned: Mapping[ContactClass, str],
) -> tuple[ContactMade, ...]:
    """Return the contacts with the same employer that other applications tell of, in order, each once.

    Args:
        events: what other applications recorded; what *application* records itself is left out.
        application: the one that is planned.
        status_slots, unplanned: as for :func:`contacts_made`.
    """
    others = set(events) - set(application.events)
    return tuple(_made(event, status_slots, unplanned) for event in sorted(others, key=lambda event: event.order))


def _made(event: Sent | Called, status_slots: frozenset[str], unplanned: Mapping[ContactClass, str]) -> ContactMade:
    slot, *names = (event.follow_up or "").split("/")
    if not slot and event.contact:
        slot, names = unplanned.get(event.contact, ""), [event.to] if event.to else []
    status = event.contact is ContactClass.STATUS if event.contact else slot in status_slots
    return ContactMade(event=event, slot=slot, names=tuple(names), status=status)


@frozen(kw_only=True)
class Sends:
    """Hold what went out, the rounds it may belong to, and what its slots answer."""

    application: Application
    chronicle: Chronicle = field(repr=False)
    rounds: Sequence[Round] = field(converter=as_tuple)
    made: Sequence[ContactMade] = field(converter=as_tuple)
    answers: Mapping[str, frozenset[str]] = field(factory=dict, converter=as_dict)
    done_by: Mapping[str, frozenset[str]] = field(factory=dict, converter=as_dict)
    _of_slot: Mapping[str, Sequence[ContactMade]] = field(init=False, converter=as_tables, eq=False, repr=False)
    _of_name: Mapping[tuple[str, str], Sequence[ContactMade]] = field(
        init=False, converter=as_tables, eq=False, repr=False
    )
    _answering: Mapping[tuple[str, str | None], Sequence[ContactMade]] = field(
        init=False, converter=as_tables, eq=False, repr=False
    )
    _done: Mapping[tuple[str, str | None], datetime] = field(init=False, converter=as_dict, eq=False, repr=False)

    @_of_slot.default
    def _by_slot(self) -> Mapping[str, Sequence[ContactMade]]:
        found: dict[str, list[ContactMade]] = {}
        for one in self.made:
            found.setdefault(one.slot, []).append(one)
        return found

    @_of_name.default
    def _by_name(self) -> Mapping[tuple[str, str], Sequence[ContactMade]]:
        found: dict[tuple[str, str], list[ContactMade]] = {}
        for one in self.made:
            for name in one.names[:1]:
                found.setdefault((one.slot, name), []).append(one)
        return found

    @_answering.default
    def _by_answer(self) -> Mapping[tuple[str, str | None], Sequence[ContactMade]]:
        found: dict[tuple[str, str | None], list[ContactMade]] = {}
        for one in self.made:
            if one.slot in self.answers:
                answered = one.event.regarding or self.latest(self.answers[one.slot], one.at)
                found.setdefault((one.slot, answered), []).append(one)
        return found

    @_done.default
    def _by_deed(self) -> Mapping[tuple[str, str | None], datetime]:
        found: dict[tuple[str, str | None], datetime] = {}
        for slot, kinds in self.done_by.items():
            for event in self.chronicle.of_any(kinds):
                found.setdefault((slot, self._meant_by(event, slot)), event.at)
        return found

    def of_slot(self, slot: str) -> Sequence[ContactMade]:
        """Return the contacts of *slot*, in order."""
        return self._of_slot.get(slot, ())

    def settling(self, slot: str, event: Event, person: str | None = None) -> datetime | None:
        """Return when *slot* was settled for *event*: by a contact, or by what counts as one; None while it is not."""
        contacts = [contact.at for contact in self.answering(slot, event, person)]
        return contacts[0] if contacts else self._done.get((slot, event.id))

    def answering(self, slot: str, event: Event, person: str | None = None) -> list[ContactMade]:
        """Return the contacts of *slot* that answer *event*: as they say, else the latest such event before them.

        A slot that no kind of event calls for, as thanks to references once it is over, is for once: any of it answers.
        """
        made = self._answering.get((slot, event.id), ()) if slot in self.answers else self.of_slot(slot)
        return [one for one in made if one.is_for(person)]

    def _meant_by(self, done: Event, slot: str) -> str | None:
        """Return which event something that was done answers: the one it names, else the latest of a kind before it."""
        kinds = frozenset().union(*(self.answers.get(s, ()) for s, by in self.done_by.items() if done.kind in by))
        return getattr(done, "regarding", None) or self.latest(kinds or self.answers.get(slot, frozenset()), done.at)

    def latest(self, kinds: frozenset[str], at: datetime) -> str | None:
        """Return the id of the latest event of these kinds that had happened by *at*, or None."""
        found = self.chronicle.latest(kinds, at)
        return found.id if found else None

    def about_round(self, round: Round, slot: str) -> list[ContactMade]:
        """Return the contacts of *slot* that were about a round as a whole, made after it was over."""
        ids = _ids(round)
        return [
            one
            for one in self.of_slot(slot)
            if ids & {one.event.interview, *one.names[:1]}
            and round.ends is not None
            and not is_before(one.at, round.ends)
        ]

    def settled(self, part: Attendance, round: Round, slot: str) -> ContactMade | None:
        """Return the contact that settled *slot* for this person and round, or None.

        One dated before the person's part was over settles nothing: the meeting it thanked for had not happened.
        """
        sent = self._about(part, round, slot)
        return next((contact for contact in sent if not is_before(contact.at, part.counts_from)), None)

    def early(self, part: Attendance, round: Round, slot: str) -> ContactMade | None:
        """Return the last contact that went out too early to count, or None."""
        early = [one for one in self._about(part, round, slot) if is_before(one.at, part.counts_from)]
        return early[-1] if early else None

    def voided_by(self, part: Attendance, round: Round, slot: str) -> str:
        """Return the id of the event that made an earlier send void, or an empty string: the occurrence in the key."""
        early = self.early(part, round, slot)
        if early is None:
            return ""
        moved = [
            event.id
            for event in self.chronicle.of(Rescheduled.kind)
            if part.fact in event.interviews and not is_before(event.at, early.at)
        ]
        return moved[-1] if moved else early.event.id

    def _about(self, part: Attendance, round: Round, slot: str) -> list[ContactMade]:
        ids, own = _ids(round), self._of_name.get((slot, part.person), ())
        meant = self._meant(part.person, own)
        about = [one for one in own if (_named(one) in ids if _named(one) else meant[one.event.id] == round.id)]
        for id in sorted(ids):
            together = [one for one in self._of_name.get((slot, id), ()) if one.names[1:] == (TOGETHER,)]
            about += [one for one in together if self._spoken_for(one.event, part.person)]
        return sorted(about, key=lambda one: one.event.order)

    def _meant(self, person: str, same: Sequence[ContactMade]) -> Mapping[str, str | None]:
        """Return the rounds that bare handles meant, of those nothing else settles, by the ids of the contacts.

        The first that a note could still thank for when it went out, else the latest that was over, else the next one:
        of two notes that are due together the bare handle is the first round's, as in the plan; and an interview of
        long before that is added later does not take over a note that was not for it.
        """
        mine = [(part.counts_from, r) for r in self.rounds for part in r.attendances if part.person == person]
        mine.sort(key=lambda pair: (utc(pair[0]), pair[1].id))
        named = {_named(one) for one in same}
        free = [(since, r) for since, r in mine if not named & _ids(r)]
        found: dict[str, str | None] = {}
        for one in same:
            over = [pair for pair in free if not is_before(one.at, pair[0])]
            fresh = [pair for pair in over if elapsed(pair[0], one.at) <= _FRESH]
            later = [pair for pair in mine if is_before(one.at, pair[0])]
            meant = fresh[:1] or over[-1:] or later[:1]
            found[one.event.id] = meant[0][1].id if meant else None
            if not _named(one):
                free = [pair for pair in free if pair not in meant or pair not in over]
        return found

    def _spoken_for(self, event: Sent | Called, id: str) -> bool:
        """Tell whether one note for several spoke for this person: as it says, else for all behind the recruiter."""
        if event.about:
            return id in event.about
        person = self.application.person(id)
        return person is not None and goes_through_recruiter(person, self.application)


def _named(contact: ContactMade) -> str | None:
    """Return the interview a contact names, if it names one."""
    return contact.event.interview or (contact.names[1] if len(contact.names) > 1 else None)


def _ids(round: Round) -> set[str]:
    return {meeting.interview.id for meeting in round.meetings}


def unknown_handles(made: Iterable[ContactMade], slots: frozenset[str], known: frozenset[str]) -> tuple[str, ...]:
    """Return the handles that mean nothing here: a slot no rule plans for, or a person or interview nobody knows."""
    odd = []
    for contact in made:
        handle = contact.event.follow_up
        subject = contact.names[0] if contact.names else ""
        if handle and (contact.slot not in slots or not (subject in known or subject.isdecimal() or not subject)):
            odd.append(handle)
    return tuple(odd)
