"""Live a year of anything that may happen, in any order and more than once, and look at every plan on the way."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import attrs
from holidays import country_holidays
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import followkit as fk
from followkit._core.vocabulary import Consent, Role
from followkit.calendars import calendars
from followkit.events import (
    Accepted,
    AcceptedElsewhere,
    Assigned,
    Bounced,
    Called,
    Cancelled,
    CannotAttend,
    CompetingOffer,
    ContactClass,
    Decided,
    Declined,
    Event,
    Forgot,
    InvitedToContact,
    Misnamed,
    Missed,
    NeedsTime,
    NoShow,
    Offered,
    OutOfOffice,
    Pledged,
    Promised,
    ReferencesRequested,
    Rejected,
    Replied,
    ReplyKind,
    Requested,
    Rescheduled,
    Sent,
    Snoozed,
    Stopped,
    Submitted,
    Withdrew,
)

KIT = fk.Kit()
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata", "Africa/Cairo")
PEOPLE = ("ana", "bo", "rosa")
MOST_IN_ONE_SILENCE = 3  # two check-ins and a goodbye (CI-08)
FEWEST_DAYS_APART = 5
NAMED_DAYS = st.sampled_from([0, 1, 2, 3, 5, 8, 15])
STOPS_STATUS = (Rejected, Offered, Withdrew, Stopped, Decided, Accepted, Declined, AcceptedElsewhere)


def words(at: datetime, day: date) -> st.SearchStrategy[Event]:
    """Give what leaves a process waiting: words of theirs, and what changes whom and when to ask."""
    who, maybe = st.sampled_from(PEOPLE), st.none() | st.sampled_from(PEOPLE)
    told: dict[str, Any] = {"at": st.just(at)}
    read = sorted(set(ReplyKind) - {ReplyKind.UNCLASSIFIED, ReplyKind.QUESTION})
    return st.one_of(
        st.builds(Replied, by=maybe, reply=st.sampled_from(read), **told),
        st.builds(Promised, decision_by=st.just(day), by=maybe, **told),
        st.builds(Promised, says=st.sampled_from(["next week", "soon", "end of the month"]), by=maybe, **told),
        st.builds(InvitedToContact, on=st.just(day), by=maybe, **told),
        st.builds(OutOfOffice, person=who, until=st.just(day), **told),
        st.builds(Submitted, **told),
        st.builds(ReferencesRequested, by=maybe, **told),
        st.builds(Bounced, person=who, **told),
        st.builds(Snoozed, until=st.just(day), **told),
    )


def happenings(at: datetime, day: date) -> st.SearchStrategy[Event]:
    """Give what needs an answer or turns things over; *day* is a date that may be named in it."""
    who, maybe = st.sampled_from(PEOPLE), st.none() | st.sampled_from(PEOPLE)
    told: dict[str, Any] = {"at": st.just(at)}
    return st.one_of(
        st.builds(Replied, by=maybe, reply=st.sampled_from([ReplyKind.UNCLASSIFIED, ReplyKind.QUESTION]), **told),
        st.builds(Requested, what=st.just("the transcript"), due=st.none() | st.just(day), by=maybe, **told),
        st.builds(Assigned, what=st.just("the exercise"), due=st.none() | st.just(day), by=maybe, **told),
        st.builds(NoShow, interview=st.just("first"), **told),
        st.builds(Cancelled, interview=st.just("first"), by=maybe, **told),
        st.builds(CannotAttend, interview=st.just("first"), **told),
        st.builds(Missed, interview=st.just("first"), minutes_late=st.none() | st.just(10), **told),
        st.builds(Rescheduled, interview=st.just("first"), start=st.just(datetime.combine(day, time(14))), **told),
        st.builds(Pledged, on=st.just(day), what=st.just("the figures"), to=maybe, **told),
        st.builds(Forgot, what=st.just("I have run this in production."), answers=st.booleans(), **told),
        st.builds(Misnamed, person=who, **told),
        st.builds(CompetingOffer, respond_by=st.none() | st.just(day), **told),
        st.builds(NeedsTime, until=st.none() | st.just(day), **told),
    )


def endings(at: datetime, day: date) -> st.SearchStrategy[Event]:
    told: dict[str, Any] = {"at": st.just(at)}
    return st.one_of(
        st.builds(Rejected, **told),
        st.builds(Offered, respond_by=st.none() | st.just(day), **told),
        st.builds(Decided, to=st.sampled_from(["accept", "decline", "withdraw"]), **told),
        *(st.builds(kind, **told) for kind in (Accepted, Declined, Withdrew, AcceptedElsewhere, Stopped)),
    )


class Year(RuleBasedStateMachine):
    """Live through a process: time passes, things happen, and what the plan asks for is sent, or not."""

    facts: fk.Application
    now: datetime
    zone: str

    @initialize(
        zone=st.sampled_from(ZONES),
        day=st.dates(date(2025, 1, 6), date(2025, 12, 20)),
        reached_by=st.sampled_from(["email", "phone", "both"]),
        until_decision=st.none() | st.integers(3, 30),
    )
    def begin(self, zone: str, day: date, reached_by: str, until_decision: int | None) -> None:
        phone = {"phone": "+1 212 555 0142"} if reached_by != "email" else {}
        contact = fk.Contact(channels={"phone": Consent.INVITED} if phone else {})
        roles = dict(zip(PEOPLE, (Role.HIRING_MANAGER, Role.PEER, Role.RECRUITER), strict=True))
        people = [
            fk.Person(
                id=id,
                name=id.title(),
                role=role,
                contact=contact,
                addresses=phone | ({"email": f"{id}@acme.example"} if reached_by != "phone" else {}),
            )
            for id, role in roles.items()
        ]
        talks = [fk.Interviewer(person=id, talked_about=(f"what {id} does",)) for id in PEOPLE[:2]]
        start = datetime.combine(day, time(14))
        self.zone, self.now = zone, start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        self.facts = fk.Application(
            id="acme",
            position="Engineer",
            employer=fk.Employer(name="Acme", zone=zone, country="US"),
            me=fk.Candidate(name="Dana Kim", addresses={"email": "dana@example.org", "phone": "+1 212 555 0199"}),
            people=people,
            interviews=[fk.Interview(id="first", start=start, minutes=60, zone=zone, interviewers=talks)],
            decision_by=None if until_decision is None else day + timedelta(days=until_decision),
        )
        self.asked: list[datetime] = []
        self.asked_in_silence = 0
        self.covered: set[str] = set()
        self.planned: tuple[fk.Application, datetime, fk.Plan] | None = None

    # What may happen

    @rule(hours=st.sampled_from([1, 20, 24, 24 * 3, 24 * 7, 24 * 12]))
    def time_passes(self, hours: int) -> None:
        self._move_to(self.now + timedelta(hours=hours))

    def _move_to(self, moment: datetime) -> None:
        before, self.now = self.now, moment
        meetings = [event.start for event in self.facts.events if isinstance(event, Rescheduled)]
        starts = [self.facts.interviews[0].start, *meetings]
        over = [s.replace(tzinfo=ZoneInfo(self.zone)) + timedelta(hours=1) for s in starts if isinstance(s, datetime)]
        if any(before < end <= self.now for end in over):
            self.asked_in_silence = 0

    @rule()
    def the_next_thing_comes_up(self) -> None:
        plan = self._plan()
        turns = [one.when for one in (*plan.upcoming, *plan.ahead) if one.when > self.now]
        if turns:
            self._move_to(min(turns).astimezone(UTC))

    @rule()
    def the_next_question_is_waited_for_and_asked(self) -> None:
        asking = [one.when for one in self._plan().upcoming if one.contact is ContactClass.STATUS]
        if asking:
            self._move_to(max(self.now, min(asking).astimezone(UTC)))
        self.what_is_due_is_sent()

    @rule(data=st.data(), days=NAMED_DAYS)
    def they_say_something(self, data: st.DataObject, days: int) -> None:
        self._record(data.draw(words(self.now, (self.now + timedelta(days=days)).date())))

    @rule(days=NAMED_DAYS)
    def they_name_a_day(self, days: int) -> None:
        self._record(Promised(at=self.now, decision_by=(self.now + timedelta(days=days)).date(), by="rosa"))

    @rule(data=st.data(), days=NAMED_DAYS)
    def something_happens(self, data: st.DataObject, days: int) -> None:
        self._record(data.draw(happenings(self.now, (self.now + timedelta(days=days)).date())))

    @rule()
    def a_question_of_ones_own_is_asked(self) -> None:
        self.asked.append(self.now)
        self.facts = self.facts.add(Sent(at=self.now, contact=ContactClass.STATUS, to="ana"))

    @precondition(lambda self: len(self.facts.events) > 8)
    @rule(data=st.data(), days=NAMED_DAYS)
    def it_ends(self, data: st.DataObject, days: int) -> None:
        self._record(data.draw(endings(self.now, (self.now + timedelta(days=days)).date())))

    @precondition(lambda self: self.facts.events)
    @rule(which=st.integers(0, 50))
    def the_same_is_recorded_again(self, which: int) -> None:
        self.facts = self.facts.add(self.facts.events[which % len(self.facts.events)])

    @rule()
    def what_is_due_is_sent(self) -> None:
        for one in self._plan().due:
            if one.handle not in {again.handle for again in self._plan().due}:
                continue  # what went out before it made it wait
            if one.contact is ContactClass.STATUS:
                self._is_days_after_the_last_question()
                self.asked.append(self.now)
                self.asked_in_silence += 1
            sent: Event = one.sent(self.now)
            if one.channel == "phone":
                sent = Called(
                    at=self.now, **{f: getattr(sent, f) for f in ("follow_up", "key", "to", "about", "regarding")}
                )
            self.covered |= set(one.covers)
            self.facts = self.facts.add(sent)

    def _record(self, event: Event) -> None:
        if event.id in {known.id for known in self.facts.events}:
            return
        self.facts = self.facts.add(event)
        if isinstance(event, Bounced):
            self.asked = []  # it may have been a question, which then reached nobody
        if event.is_word or isinstance(event, (Submitted, Cancelled, Rescheduled, NoShow, Missed, Bounced)):
            self.asked_in_silence = 0
            self.covered = set()  # a new occasion, or a send that came back

    def _plan(self) -> fk.Plan:
        if self.planned is None or self.planned[:2] != (self.facts, self.now):
            self.planned = (self.facts, self.now, KIT.plan(self.facts, now=self.now, contacts=()))
        return self.planned[2]

    # What must hold

    @invariant()
    def no_silence_is_filled_with_questions(self) -> None:
        assert self.asked_in_silence <= MOST_IN_ONE_SILENCE

    def _is_days_after_the_last_question(self) -> None:
        for asked in self.asked:
            first, last = (moment.astimezone(ZoneInfo(self.zone)).date() for moment in (asked, self.now))
            days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
            assert sum(day.weekday() < 5 for day in days) >= FEWEST_DAYS_APART

    @invariant()
    def nobody_is_asked_before_the_day_they_named_is_over(self) -> None:
        theirs = [event for event in self.facts.events if event.is_word]
        last = theirs[-1] if theirs else None
        named = last.decision_by if isinstance(last, Promised) else None if last else self.facts.decision_by
        if named is not None and self._day() <= named:
            assert not [one for one in self._plan().due if one.contact is ContactClass.STATUS]

    @invariant()
    def nobody_is_called_at_night_on_a_sunday_or_on_a_holiday(self) -> None:
        for one in self._plan().due:
            if one.channel == "phone":
                local = self.now.astimezone(ZoneInfo(self.zone))
                assert time(8) <= local.time() < time(20)
                assert local.weekday() < 6
                assert local.date() not in country_holidays("US", years=local.year)

    @invariant()
    def nothing_is_asked_after_the_end_and_nothing_sent_after_a_stop(self) -> None:
        plan, last = self._plan(), self.facts.events[-1] if self.facts.events else None
        if isinstance(last, STOPS_STATUS):
            assert not [one for one in (*plan.follow_ups, *plan.ahead) if one.contact is ContactClass.STATUS]
        if isinstance(last, Stopped):
            assert (plan.follow_ups, plan.ahead) == ((), ())

    @invariant()
    def no_key_is_planned_twice_or_again(self) -> None:
        plan = self._plan()
        keys = [key for one in (*plan.follow_ups, *plan.ahead) for key in one.covers]
        assert len(keys) == len(set(keys))
        assert not self.covered & set(keys)

    @invariant()
    def the_order_of_facts_does_not_matter(self) -> None:
        mix = random.Random(len(self.facts.events))  # noqa: S311
        events, people = list(self.facts.events), list(self.facts.people)
        mix.shuffle(events)
        mix.shuffle(people)
        assert (
            KIT.plan(attrs.evolve(self.facts, events=events, people=people), now=self.now, contacts=()) == self._plan()
        )

    def _day(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()


TestAYear = Year.TestCase
TestAYear.settings = settings(max_examples=settings().max_examples * 3 // 5, stateful_step_count=30)


# Every clock change in the world --------------------------------------------------------------------------------------


def changes(name: str) -> list[date]:
    """Return the days of 2026 on which the clocks of a zone change."""
    zone = ZoneInfo(name)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    offsets = [datetime.combine(day, time(12), zone).utcoffset() for day in days]
    return [later for later, before, after in zip(days[1:], offsets, offsets[1:], strict=False) if before != after]


def test_check_ins_keep_their_hour_over_every_clock_change_of_every_zone():
    zones = [name for name in known_zones() if changes(name)]
    assert len(zones) > 100
    for name in zones:
        for day in changes(name):
            _keeps_its_hour(name, day)


def known_zones() -> list[str]:
    return sorted(name for name in available_timezones() if "/" in name and calendars().zone(name) is not None)


def _keeps_its_hour(name: str, day: date) -> None:
    before = day - timedelta(days=4)
    start = datetime.combine(before, time(14))
    told = fk.Interviewer(person="ana", talked_about=("the harbour",))
    ana = fk.Person(id="ana", name="Ana", addresses={"email": "ana@acme.example"})
    facts = fk.Application(
        id="acme",
        position="Engineer",
        people=[ana],
        interviews=[fk.Interview(id="first", start=start, minutes=60, zone=name, interviewers=[told])],
    )
    plan = KIT.plan(facts, now=start.replace(tzinfo=UTC))
    for handle in ("check-in/1", "closing-note/1"):
        one = plan.follow_up(handle)
        assert one is not None, name
        assert one.window.target.time() == time(10), (name, day, one.window.target)
        assert one.window.target.astimezone(ZoneInfo(name)).time() == time(10), (name, day)
