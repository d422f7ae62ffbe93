"""Hold what is known: people, interviews, the employer, the candidate, and the one application they belong to.

All records are frozen, slotted and keyword-only. Sequences become tuples in an order of their own, so that the order
in which facts are given can never matter. Values about people stay out of ``repr``. Every problem of one record is
reported at once, as :class:`~followkit.errors.InvalidFacts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

import attrs
from attrs import field, frozen

from followkit._core.errors import InvalidFacts, Problem
from followkit._core.events import Event, as_written
from followkit._core.freezing import as_dict, as_tuple
from followkit._core.timing import FIRST_YEAR, LAST_YEAR


class Role(StrEnum):
    """Name a person's part in the hiring process."""

    HIRING_MANAGER = "hiring manager"
    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    AGENCY_RECRUITER = "agency recruiter"
    PEER = "peer"
    EXECUTIVE = "executive"
    REFERENCE = "reference"
    UNKNOWN = "unknown"


class Direct(StrEnum):
    """Say whether a person may be written to directly (TY-13, domain section 9.6)."""

    UNKNOWN = "unknown"
    YES = "yes"
    VIA_RECRUITER = "via recruiter"
    NEVER = "never"


class Consent(StrEnum):
    """Say what a person said about one channel."""

    INVITED = "invited"
    REFUSED = "refused"


class Response(StrEnum):
    """Name an interviewer's answer to the invitation (RFC 5545 PARTSTAT)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NEEDS_ACTION = "needs action"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Name where an interview stands; the superset of what calendars and applicant tracking systems say."""

    DRAFT = "draft"
    NEEDS_SCHEDULING = "needs scheduling"
    AWAITING_CANDIDATE = "awaiting candidate"
    SCHEDULED = "scheduled"
    TENTATIVE = "tentative"
    COMPLETE = "complete"
    AWAITING_FEEDBACK = "awaiting feedback"
    CANCELLED = "cancelled"
    NO_SHOW = "no show"
    ON_HOLD = "on hold"
    UNKNOWN = "unknown"


class Format(StrEnum):
    """Name how an interview is held."""

    PHONE = "phone"
    VIDEO = "video"
    ONSITE = "onsite"
    TAKE_HOME = "take-home"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Name what an interview is for; it decides how long silence is normal (CI-03)."""

    SCREEN = "screen"
    TECHNICAL = "technical"
    PANEL = "panel"
    FINAL = "final"
    EXECUTIVE = "executive"
    UNKNOWN = "unknown"


class Instruction(StrEnum):
    """Name what an employer or programme asked candidates not to do (TY-16, CI-16)."""

    NO_THANK_YOU = "no thank-you"
    NO_CALLS = "no calls"
    NO_CONTACT = "no contact"


# Checks: each says what is wrong with one value, or None ------------------------------------------------------------

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ENCODED_WORD = re.compile(r"=\?")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+:-]{0,254}")
_ATOM, _LABEL = r"[\w!#$%&'*+/=?^`{|}~-]+", r"[^\W_](?:[^\W_]|-){0,62}"
_MAIL_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_ZONE = re.compile(r"[A-Za-z0-9_+\-/]{1,64}")

Check = Callable[[Any], tuple[str, str, str] | None]


def _line(limit: int) -> Check:
    def check(value: str) -> tuple[str, str, str] | None:
        if not value.strip():
            return "empty", "is empty", "leave it out, or say it"
        if len(value) > limit:
            return "too-long", f"is longer than {limit} characters", "shorten it"
        if _CONTROLS.search(value):
            return "control-character", "holds a line break or control character", "write it on one line"
        if _INVISIBLE.search(value):
            return "invisible-character", "holds an invisible or direction-changing character", "type it again by hand"
        return None

    return check


def _name(value: str) -> tuple[str, str, str] | None:
    """Refuse what a mail header could read as something else (``reliability``: display names)."""
    if _ENCODED_WORD.search(value):
        return "encoded-name", "holds an encoded mail word", "write the name as people read it"
    if "@" in value:
        return "name-is-address", "looks like an address", "write the person's name"
    return _line(64)(value)


def _mail_problems(addresses: Mapping[str, str]) -> tuple[Problem, ...]:
    """Refuse a mail address that a mail program could read as two, or as a command."""
    if "email" not in addresses or _MAIL_ADDRESS.fullmatch(addresses["email"]):
        return ()
    hint = "exactly one, as in name@example.org"
    return (Problem(place="addresses.email", code="bad-address", message="is not one mail address", hint=hint),)


def _identifier(value: str) -> tuple[str, str, str] | None:
    if _IDENTIFIER.fullmatch(value):
        return None
    return "bad-id", "is not a usable id", "letters, digits and . _ - + : @ only, at most 255"


def _country(value: str) -> tuple[str, str, str] | None:
    if re.fullmatch(r"[A-Z]{2}", value):
        return None
    return "unknown-country", "is not a country code", "two capital letters, as in US or GB"


def _zone(value: str) -> tuple[str, str, str] | None:
    if _ZONE.fullmatch(value):
        return None
    return "unknown-zone", "is not a time zone name", "an IANA name, as in America/New_York"


def _year(value: date) -> tuple[str, str, str] | None:
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    return "year", "lies outside the years we plan for", f"a year from {FIRST_YEAR} to {LAST_YEAR}"


def _minutes(value: int) -> tuple[str, str, str] | None:
    if 1 <= value <= 24 * 60:
        return None
    return "minutes", "is no length of an interview", "1 to 1440 minutes"


def verify(record: attrs.AttrsInstance, extra: tuple[Problem, ...] = ()) -> None:
    """Check every field of *record* against its declared check and raise all problems at once."""
    problems = list(extra)
    for attribute in attrs.fields(type(record)):
        check = attribute.metadata.get("check")
        value = getattr(record, attribute.name)
        if check is None or value is None:
            continue
        single = not isinstance(value, (tuple, Mapping))
        items = [("", value)] if single else _items(value)
        for suffix, item in items:
            wrong = check(item)
            if wrong is not None:
                code, message, hint = wrong
                problems.append(Problem(place=attribute.name + suffix, code=code, message=message, hint=hint))
    if problems:
        raise InvalidFacts(problems=problems)


def _items(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(f".{key}", item) for key, item in value.items()]
    return [(f"[{index}]", item) for index, item in enumerate(value)]


def _checked(check: Check, *, personal: bool = True, **options: Any) -> Any:
    return field(repr=not personal, metadata={"check": check}, **options)


def _sorted_by_id(records: Any) -> Any:
    return tuple(sorted(records, key=lambda record: record.id))


def _sorted_by_person(parts: Any) -> Any:
    return tuple(sorted(parts, key=lambda part: part.person))


def _in_time_order(events: Any) -> Any:
    return tuple(sorted(events, key=lambda event: event.order))


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

    direct: Direct = Direct.UNKNOWN
    channels: Mapping[str, Consent] = field(factory=dict, converter=as_dict, hash=False)


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

    Raises:
        InvalidFacts: for a name or address that could be read as something else.

    >>> Person(id="priya", name="Priya Raman", addresses={"email": "priya@acme.example"})
    Person(id='priya', role=<Role.UNKNOWN: 'unknown'>)
    """

    id: str = _checked(_identifier, personal=False)
    name: str | None = _checked(_name, default=None)
    given_name: str | None = _checked(_name, default=None)
    family_name: str | None = _checked(_name, default=None)
    address_as: str | None = _checked(_name, default=None)
    role: Role = Role.UNKNOWN
    addresses: Mapping[str, str] = _checked(_line(254), factory=dict, converter=as_dict, hash=False)
    contact: Contact = field(factory=Contact, repr=False)
    zone: str | None = _checked(_zone, default=None)
    country: str | None = _checked(_country, default=None)
    region: str | None = _checked(_line(8), default=None)
    language: str | None = _checked(_line(16), default=None)
    custom: Custom = field(factory=dict, converter=as_dict, hash=False, repr=False)

    def __attrs_post_init__(self) -> None:
        verify(self, _mail_problems(self.addresses))


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

    name: str | None = _checked(_name, default=None)
    given_name: str | None = _checked(_name, default=None)
    addresses: Mapping[str, str] = _checked(_line(254), factory=dict, converter=as_dict, hash=False)
    zone: str | None = _checked(_zone, default=None)
    country: str | None = _checked(_country, default=None)
    language: str | None = _checked(_line(16), default=None)

    def __attrs_post_init__(self) -> None:
        verify(self, _mail_problems(self.addresses))


@frozen(kw_only=True)
class Employer:
    """Hold the organisation that hires.

    Args:
        name: as it writes itself.
        zone, country, region: where it works, used for people who have none of their own.
        sector: free word; policies may match it.
        closed: dates on which it is closed besides public holidays.
        instructions: what it asked candidates not to do.
    """

    name: str | None = field(default=None, metadata={"check": _line(120)})
    zone: str | None = _checked(_zone, default=None, personal=False)
    country: str | None = _checked(_country, default=None, personal=False)
    region: str | None = _checked(_line(8), default=None, personal=False)
    sector: str | None = _checked(_line(64), default=None, personal=False)
    closed: tuple[date, ...] = field(default=(), converter=_sorted_once)
    instructions: tuple[Instruction, ...] = field(default=(), converter=_sorted_once)

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
    """

    person: str = _checked(_identifier, personal=False)
    response: Response = Response.UNKNOWN
    attended: bool | None = None
    shadow: bool = False
    talked_about: tuple[str, ...] = _checked(_line(300), default=(), converter=as_tuple)

    def __attrs_post_init__(self) -> None:
        verify(self)


@frozen(kw_only=True)
class CalendarEntry:
    """Hold which version of which calendar event an interview came from (RFC 5545 UID and SEQUENCE)."""

    uid: str = _checked(_line(1024), personal=False)
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
        InvalidFacts: for a local time without a zone, an end before the start, or both ``end`` and ``minutes``.
    """

    id: str = _checked(_identifier, personal=False)
    start: datetime | date | None = _checked(_year, default=None, personal=False, converter=as_written)
    end: datetime | None = _checked(_year, default=None, personal=False, converter=as_written)
    minutes: int | None = _checked(_minutes, default=None, personal=False)
    zone: str | None = _checked(_zone, default=None, personal=False)
    interviewers: tuple[Interviewer, ...] = field(default=(), converter=_sorted_by_person)
    status: Status = Status.SCHEDULED
    stage: Stage = Stage.UNKNOWN
    stage_name: str | None = _checked(_line(120), default=None)
    format: Format = Format.UNKNOWN
    round: str | None = _checked(_identifier, default=None, personal=False)
    title: str | None = _checked(_line(300), default=None)
    location: str | None = _checked(_line(500), default=None)
    video_link: str | None = _checked(_line(2000), default=None)
    organizer: str | None = _checked(_identifier, default=None, personal=False)
    debrief: bool = False
    replaces: str | None = _checked(_identifier, default=None, personal=False)
    calendar: CalendarEntry | None = field(default=None, repr=False)
    external_ids: Mapping[str, str] = field(factory=dict, converter=as_dict, hash=False, repr=False)
    custom: Custom = field(factory=dict, converter=as_dict, hash=False, repr=False)

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
        events: what happened, see :mod:`followkit.events`.
        posting_instructions: what the posting asked of all candidates.
        custom, x: a host's own facts and plugins' tables, kept verbatim.

    Raises:
        InvalidFacts: for ids used twice or names that point nowhere.
    """

    id: str = _checked(_identifier, personal=False)
    position: str | None = field(default=None, metadata={"check": _line(120)})
    employer: Employer = field(factory=Employer)
    me: Candidate = field(factory=Candidate, repr=False)
    people: tuple[Person, ...] = field(default=(), converter=_sorted_by_id)
    interviews: tuple[Interview, ...] = field(default=(), converter=_sorted_by_id)
    decision_by: date | None = _checked(_year, default=None, personal=False)
    strengths: tuple[str, ...] = _checked(_line(400), default=(), converter=as_tuple)
    events: tuple[Event, ...] = field(default=(), converter=_in_time_order)
    custom: Custom = field(factory=dict, converter=as_dict, hash=False, repr=False)
    x: Mapping[str, Any] = field(factory=dict, converter=as_dict, hash=False, repr=False)

    def __attrs_post_init__(self) -> None:
        verify(self, tuple(self._reference_problems()))

    def person(self, id: str) -> Person | None:
        """Return the person with this id, or None."""
        return next((person for person in self.people if person.id == id), None)

    def interview(self, id: str) -> Interview | None:
        """Return the interview with this id, or None."""
        return next((interview for interview in self.interviews if interview.id == id), None)

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
            for id in sorted({id for id in ids if ids.count(id) > 1} if len(set(ids)) < len(ids) else ())
        ]
        problems += [
            Problem(place=f"events.{event.id}", code=wrong[0], message=f"the id {wrong[1]}", hint=wrong[2])
            for event in self.events
            if (wrong := _identifier(event.id))
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
