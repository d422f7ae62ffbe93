"""Hold what is known: people, interviews, the employer, the candidate, and the one application they belong to.

All records are frozen, slotted and keyword-only. Sequences become tuples in an order of their own, so that the order
in which facts are given can never matter. Values about people stay out of ``repr``. Every problem of one record is
reported at once, as :class:`~followkit.errors.InvalidFacts`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

import attrs
from attrs import field, frozen

from followkit._core.checking import (
    checked,
    clean_line,
    country_code,
    interview_minutes,
    known_year,
    mail_problems,
    person_name,
    plain_id,
    plain_value,
    verify,
    word_of,
    zone_name,
)
from followkit._core.errors import Problem
from followkit._core.events import Event, as_written
from followkit._core.freezing import as_dict, as_tables, as_tuple, flat
from followkit._core.vocabulary import (
    Consent,
    Direct,
    Format,
    Instruction,
    Register,
    Response,
    Role,
    Size,
    Stage,
    Status,
)


def _sorted_by_id(records: Any) -> Any:
    return tuple(sorted(records, key=lambda record: record.id))


def _sorted_by_person(parts: Any) -> Any:
    return tuple(sorted(parts, key=lambda part: part.person))


def _in_time_order(events: Any) -> Any:
    return tuple(sorted(events, key=lambda event: event.order))


def _role(word: Any) -> Role:
    return word_of(Role, word)


def _direct(word: Any) -> Direct:
    return word_of(Direct, word)


def _response(word: Any) -> Response:
    return word_of(Response, word)


def _status(word: Any) -> Status:
    return word_of(Status, word)


def _stage(word: Any) -> Stage:
    return word_of(Stage, word)


def _format(word: Any) -> Format:
    return word_of(Format, word)


def _consents(channels: Any) -> Any:
    return as_dict({name: word_of(Consent, word) for name, word in channels.items()})


def _addresses(given: Any) -> Any:
    """Freeze addresses, a postal one that was written line by line with a semicolon between its lines."""
    known = as_dict(given)
    post = known.get("post")
    if not isinstance(post, str) or "\n" not in post:
        return known
    lines = (line.strip(" \t\r;,") for line in post.split("\n"))
    return as_dict({**known, "post": "; ".join(filter(None, lines))})


def _instructions(words: Any) -> Any:
    return tuple(sorted({word_of(Instruction, word) for word in words}))


def _register(word: Any) -> Register | None:
    return None if word is None else word_of(Register, word)


def _size(word: Any) -> Size:
    return word_of(Size, word)


def _once_each(words: Any) -> Any:
    return tuple(dict.fromkeys(words))


def _sorted_once(values: Any) -> Any:
    return tuple(sorted(set(values)))


Custom = Mapping[str, str | int | bool]


# Records ------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Contact:
    """Hold how a person may be contacted.

    Args:
        direct: whether the person may be written to directly.
        channels: channel name to what the person said about it.
    """

    direct: Direct = field(default=Direct.UNKNOWN, converter=_direct)
    channels: Mapping[str, Consent] = field(factory=dict, converter=_consents, hash=False)


@frozen(kw_only=True)
class Person:
    """Hold one person on the employer's side, an agency's, or a reference.

    Args:
        id: given, and never derived from an address; in files it is the table's key.
        name: as the person writes it; never split into parts by us.
        given_name, family_name: where somebody said which is which.
        address_as: how to address them (``"Frau Dr. Meier"``).
        role: their part in the process.
        addresses: channel name to address (``email``, ``phone``).
        contact: whether and how they may be contacted.
        zone, country, region: where they work: an IANA zone name, ISO 3166 codes.
        language: the tag of the language to write to them in.
        register: the tone you two have, as they sign and introduce themself; None leaves it to the policy (D-12).

    Raises:
        InvalidFacts: for a name or address that could be read as something else.

    >>> Person(id="priya", name="Priya Raman", addresses={"email": "priya@acme.example"})
    Person(id='priya', role=<Role.UNKNOWN: 'unknown'>)
    """

    id: str = checked(plain_id, personal=False)
    name: str | None = checked(person_name, default=None)
    given_name: str | None = checked(person_name, default=None)
    family_name: str | None = checked(person_name, default=None)
    address_as: str | None = checked(person_name, default=None)
    role: Role = field(default=Role.UNKNOWN, converter=_role)
    addresses: Mapping[str, str] = checked(clean_line(254), factory=dict, converter=_addresses, hash=False)
    contact: Contact = field(factory=Contact, repr=False)
    zone: str | None = checked(zone_name, default=None)
    country: str | None = checked(country_code, default=None)
    region: str | None = checked(clean_line(8), default=None)
    language: str | None = checked(clean_line(16), default=None)
    register: Register | None = field(default=None, converter=_register, repr=False)
    custom: Custom = checked(plain_value, factory=dict, converter=as_tables, hash=False)

    def __attrs_post_init__(self) -> None:
        verify(self, mail_problems(self.addresses))


@frozen(kw_only=True)
class Candidate:
    """Hold the person who applied, who is also the one who writes.

    Args:
        name: as it stands under a letter.
        given_name: for the sign-off, when known.
        addresses: channel name to address.
        zone: where the candidate is; live calls need it, notes do not.
        country, language: ISO 3166 and a language tag.
    """

    name: str | None = checked(person_name, default=None)
    given_name: str | None = checked(person_name, default=None)
    addresses: Mapping[str, str] = checked(clean_line(254), factory=dict, converter=_addresses, hash=False)
    zone: str | None = checked(zone_name, default=None)
    country: str | None = checked(country_code, default=None)
    language: str | None = checked(clean_line(16), default=None)

    def __attrs_post_init__(self) -> None:
        verify(self, mail_problems(self.addresses))


@frozen(kw_only=True)
class Employer:
    """Hold the organisation that hires.

    Args:
        name: as it writes itself.
        zone, country, region: where it works, used for people who have none of their own.
        sectors: what it does (``government``, ``academia``, ``tech``); policies are chosen by them, and where two say
            different things the first one named speaks last.
        size: whether it is large, which makes it slower (CI-12).
        closed: dates on which it is closed besides public holidays.
        instructions: what it asked candidates not to do.
    """

    name: str | None = field(default=None, metadata={"check": clean_line(120)})
    zone: str | None = checked(zone_name, default=None, personal=False)
    country: str | None = checked(country_code, default=None, personal=False)
    region: str | None = checked(clean_line(8), default=None, personal=False)
    sectors: tuple[str, ...] = checked(clean_line(64), default=(), personal=False, converter=_once_each)
    size: Size = field(default=Size.UNKNOWN, converter=_size)
    closed: tuple[date, ...] = field(default=(), converter=_sorted_once)
    instructions: tuple[Instruction, ...] = field(default=(), converter=_instructions)

    def __attrs_post_init__(self) -> None:
        verify(self)


@frozen(kw_only=True)
class Interviewer:
    """Hold a person's part in one interview.

    Args:
        person: the person's id.
        response: their answer to the invitation.
        attended: whether they were there; None when nobody said (then invited and not declined is assumed present).
        shadow: whether they only listened.
        talked_about: what was talked about with them, as noun phrases that complete "I keep coming back to what you
            said about …".
        concerns: what they doubted, as noun phrases ("no on-call experience").
        needs: what they said they need, as noun phrases ("fewer manual corrections at month end").
        strengths: whole sentences, each one strength with its evidence for this person, used before those of the
            application.
        reassurances: whole sentences; the first settles the first of the concerns, the second the second.
    """

    person: str = checked(plain_id, personal=False)
    response: Response = field(default=Response.UNKNOWN, converter=_response)
    attended: bool | None = None
    shadow: bool = False
    talked_about: tuple[str, ...] = checked(clean_line(300), default=(), converter=as_tuple)
    concerns: tuple[str, ...] = checked(clean_line(300), default=(), converter=as_tuple)
    needs: tuple[str, ...] = checked(clean_line(300), default=(), converter=as_tuple)
    strengths: tuple[str, ...] = checked(clean_line(400), default=(), converter=as_tuple)
    reassurances: tuple[str, ...] = checked(clean_line(400), default=(), converter=as_tuple)

    def __attrs_post_init__(self) -> None:
        verify(self)


@frozen(kw_only=True)
class CalendarEntry:
    """Hold which version of which calendar event an interview came from (RFC 5545 UID and SEQUENCE)."""

    uid: str = checked(clean_line(1024), personal=False)
    sequence: int = 0

    def __attrs_post_init__(self) -> None:
        verify(self)


@frozen(kw_only=True)
class Interview:
    """Hold one meeting.

    Args:
        id: given; in files the table's key.
        start: an aware instant, a naive local time beside *zone*, a whole-day date (never a midnight), or None while
            it is still to be scheduled.
        end, minutes: when it ends, or how long it takes; neither means 60 minutes, assumed.
        zone: IANA name of the zone the meeting is planned in.
        interviewers: who takes part.
        status: where it stands.
        stage, stage_name: what it is for, normalised and as the employer calls it.
        format: how it is held.
        round: the vendor's schedule or panel id that ties meetings together.
        title: the candidate-facing title.
        location, video_link: where it takes place.
        organizer: the id of the person who sent the invitation.
        debrief: an internal meeting without the candidate; it produces nothing.
        replaces: the id of the interview this one stands in for.
        calendar, external_ids: what other systems call it.

    Raises:
        InvalidFacts: for a local time without a zone, an end without a start, or both ``end`` and ``minutes``.
    """

    id: str = checked(plain_id, personal=False)
    start: datetime | date | None = checked(known_year, default=None, personal=False, converter=as_written)
    end: datetime | None = checked(known_year, default=None, personal=False, converter=as_written)
    minutes: int | None = checked(interview_minutes, default=None, personal=False)
    zone: str | None = checked(zone_name, default=None, personal=False)
    interviewers: tuple[Interviewer, ...] = field(default=(), converter=_sorted_by_person)
    status: Status = field(default=Status.SCHEDULED, converter=_status)
    stage: Stage = field(default=Stage.UNKNOWN, converter=_stage)
    stage_name: str | None = checked(clean_line(120), default=None)
    format: Format = field(default=Format.UNKNOWN, converter=_format)
    round: str | None = checked(plain_id, default=None, personal=False)
    title: str | None = checked(clean_line(300), default=None)
    location: str | None = checked(clean_line(500), default=None)
    video_link: str | None = checked(clean_line(2000), default=None)
    organizer: str | None = checked(plain_id, default=None, personal=False)
    debrief: bool = False
    replaces: str | None = checked(plain_id, default=None, personal=False)
    calendar: CalendarEntry | None = field(default=None, repr=False)
    external_ids: Mapping[str, str] = field(factory=dict, converter=as_dict, hash=False, repr=False)
    custom: Custom = checked(plain_value, factory=dict, converter=as_tables, hash=False)

    def __attrs_post_init__(self) -> None:
        verify(self, tuple(self._time_problems()))

    def _time_problems(self) -> list[Problem]:
        problems = []
        local = isinstance(self.start, datetime) and self.start.tzinfo is None
        if local and self.zone is None:
            problems.append(
                Problem(
                    place="start",
                    code="local-time-without-zone",
                    message="a local time with no zone",
                    hint='add zone = "America/New_York", or an offset',
                )
            )
        if self.end is not None and self.minutes is not None:
            problems.append(
                Problem(place="end", code="end-and-minutes", message="both end and minutes are given", hint="keep one")
            )
        if self.end is not None and not isinstance(self.start, datetime):
            problems.append(
                Problem(place="end", code="end-without-start", message="an end, but no start time", hint="add start")
            )
        people = [part.person for part in self.interviewers]
        if len(people) != len(set(people)):
            problems.append(
                Problem(place="with", code="twice", message="one person is named twice", hint="name each person once")
            )
        return problems


@frozen(kw_only=True)
class Application:
    """Hold one candidate in one hiring process: the unit that is planned for.

    Args:
        id: given; for a file its name without the ending.
        position: the role's title, as it should stand in a note.
        employer: the organisation that hires.
        me: the candidate.
        people: everybody who may be written to.
        interviews: the meetings.
        decision_by: the date by which a decision was promised; later promises are events.
        strengths: whole sentences, each one strength with its evidence, in the order of importance.
        internal: whether the candidate already works there (TY-14).
        first_choice: whether this is the job the candidate wants most; a note says so only then (EV-04).
        values: policy values for this application alone, by dotted name.
        events: what happened, see :mod:`followkit.events`.
        custom, x: a host's own facts and plugins' tables, kept verbatim.

    Raises:
        InvalidFacts: for ids used twice or names that point nowhere.
    """

    id: str = checked(plain_id, personal=False)
    position: str | None = field(default=None, metadata={"check": clean_line(120)})
    employer: Employer = field(factory=Employer)
    me: Candidate = field(factory=Candidate, repr=False)
    people: tuple[Person, ...] = field(default=(), converter=_sorted_by_id)
    interviews: tuple[Interview, ...] = field(default=(), converter=_sorted_by_id)
    decision_by: date | None = checked(known_year, default=None, personal=False)
    strengths: tuple[str, ...] = checked(clean_line(400), default=(), converter=as_tuple)
    internal: bool = False
    first_choice: bool = False
    values: Mapping[str, Any] = field(factory=dict, converter=flat, hash=False)
    events: tuple[Event, ...] = field(default=(), converter=_in_time_order)
    custom: Custom = checked(plain_value, factory=dict, converter=as_tables, hash=False)
    x: Mapping[str, Any] = checked(plain_value, factory=dict, converter=as_tables, hash=False)

    def __attrs_post_init__(self) -> None:
        verify(self, tuple(self._reference_problems()))

    def person(self, id: str) -> Person | None:
        """Return the person with this id, or None."""
        index = bisect_left(self.people, id, key=lambda person: person.id)
        return self.people[index] if index < len(self.people) and self.people[index].id == id else None

    def interview(self, id: str) -> Interview | None:
        """Return the interview with this id, or None."""
        index = bisect_left(self.interviews, id, key=lambda interview: interview.id)
        return self.interviews[index] if index < len(self.interviews) and self.interviews[index].id == id else None

    def add(self, event: Event) -> Application:
        """Return the application with *event* recorded; adding the same event again changes nothing.

        Raises:
            InvalidFacts: when another event has the same id, or it names somebody unknown.
        """
        if event in self.events:
            return self
        return attrs.evolve(self, events=(*self.events, event))

    def _reference_problems(self) -> list[Problem]:
        problems = [
            Problem(
                place=f"{kind}.{id}", code="duplicate-id", message=f"the id {id!r} is used twice", hint="rename one"
            )
            for kind, ids in (
                ("people", [person.id for person in self.people]),
                ("interviews", [interview.id for interview in self.interviews]),
                ("events", [event.id for event in self.events]),
            )
            for id in sorted(id for id, times in Counter(ids).items() if times > 1)
        ]
        people = dict.fromkeys(person.id for person in self.people)
        interviews = dict.fromkeys(interview.id for interview in self.interviews)
        for interview in self.interviews:
            place = f"interviews.{interview.id}"
            named = [(f"{place}.with", part.person) for part in interview.interviewers]
            named += [(f"{place}.organizer", interview.organizer)] if interview.organizer else []
            problems += [_unknown(place, id, "people", people) for place, id in named if id not in people]
            if interview.replaces is not None and interview.replaces not in interviews:
                problems.append(_unknown(f"{place}.replaces", interview.replaces, "interviews", interviews))
        for event in self.events:
            place = f"events.{event.id}"
            problems += [_unknown(place, id, "people", people) for id in event.people if id not in people]
            problems += [
                _unknown(place, id, "interviews", interviews) for id in event.interviews if id not in interviews
            ]
        return problems


def _unknown(place: str, id: str, kind: str, known: Mapping[str, None]) -> Problem:
    hint = f"one of: {', '.join(islice(known, 12))}" if known else f"add [{kind}.{id}]"
    shown = "a mail address" if "@" in id else repr(id)
    return Problem(place=place, code="unknown-id", message=f"{shown} is not in [{kind}]", hint=hint)
