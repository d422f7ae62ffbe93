"""Turn a calendar invite into facts, and what it does not say into questions (RFC 5545, RFC 5546).

Three rules hold for every invite:

* An hour is right or it is missing. A time whose zone cannot be told leaves ``start`` empty and asks.
* Nothing is invented: no company, position or stage is read out of a title, no name out of an address.
* What is left out is listed with its reason.

A series counts as one interview, its first meeting; which meeting is meant is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import attrs
from attrs import field, frozen

from followkit import calendars
from followkit._core.decisions import Question, Reason
from followkit._core.errors import InvalidFacts
from followkit._core.facts import CalendarEntry, Candidate, Interview, Interviewer, Person
from followkit._core.vocabulary import Format, Response, Status
from followkit.adapters.icalendar_components import read_components, unreadable
from followkit.adapters.icalendar_meetings import Meeting, each, find_meetings
from followkit.adapters.icalendar_people import (
    Attendee,
    Kind,
    addresses_by_name,
    find_me,
    find_people,
    one_line,
    read_attendee,
)
from followkit.adapters.icalendar_schedule import read_times

MAX_ATTENDEES = 2000

_STATUSES = {
    "": Status.SCHEDULED,
    "CONFIRMED": Status.SCHEDULED,
    "TENTATIVE": Status.TENTATIVE,
    "CANCELLED": Status.CANCELLED,
}
_LINKS = ("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE")
_LONGEST = {"title": 300, "location": 500, "video_link": 2000}
_HTTP = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_CONFERENCE_HOSTS = re.compile(
    r"https?://([^/?#@:]+\.)?(zoom\.us|zoom\.com|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|webex\.com)"
    r"(?=[/?#:]|$)",
    re.IGNORECASE,
)


@frozen(kw_only=True)
class Invite:
    """Hold what an invite says, and what it leaves open.

    Args:
        interviews: one per meeting; a cancelled meeting is an interview with that status.
        people: those who were not known before; interviewers may also name people who were.
        me: the address under which the candidate is invited, or None when no attendee is the candidate or the
            candidate's line has no address.
        questions: what the invite does not say; ``place`` is where the answer belongs in the facts.
        left_out: what was left out, and why.
    """

    interviews: tuple[Interview, ...] = ()
    people: tuple[Person, ...] = ()
    me: str | None = field(default=None, repr=False)
    questions: tuple[Question, ...] = field(default=(), repr=False)
    left_out: tuple[Reason, ...] = field(default=(), repr=False)


def read_invite(
    data: bytes | str,
    *,
    me: Candidate | None = None,
    people: Sequence[Person] = (),
    zone: str | None = None,
    id: str | None = None,
) -> Invite:
    r"""Return the interviews, people and open questions of a calendar invite.

    Args:
        data: the ``.ics`` file, at most 1 MB.
        me: the candidate, who is among the attendees but no interviewer.
        people: those known already; an attendee with the same e-mail address, else the same name, is the same person,
            and what is known is not changed.
        zone: IANA name of the zone for times whose zone the invite does not say; it answers ``interview-zone`` and
            ``interview-zone-name``.
        id: the interview's id, where the caller has one; otherwise ids are made from the invite's UID and stay the
            same when the meeting is moved.

    Raises:
        InvalidFacts: for what cannot be read, or says two things at once.
        MissingExtra: without ``followkit[calendar]``.

    >>> text = "BEGIN:VEVENT\nSUMMARY:Panel\nDTSTART;TZID=America/New_York:20250605T140000\nEND:VEVENT"
    >>> interview, = read_invite(text, id="panel").interviews
    >>> interview.start.isoformat(), interview.zone
    ('2025-06-05T14:00:00', 'America/New_York')
    >>> [question.code for question in read_invite(text.replace("America/New_York", "Somewhere")).questions]
    ['interview-zone']
    """
    if zone is not None and calendars.zone(zone) is None:
        raise unreadable("zone", "unknown-zone", "no such time zone", "an IANA name, as in America/New_York")
    root, lost_lines = read_components(data)
    meetings, left_out = find_meetings(root, id)
    if lost_lines and not meetings:
        place = f"line {lost_lines[0].parameters['line']}"
        raise unreadable(place, "unreadable-line", "this line cannot be read, and there is no meeting")
    guests = _guests(meetings, me, people)
    read = each(lambda meeting: _interview(meeting, guests, zone), meetings)
    questions = [*guests.questions, *chain.from_iterable(asked for _, asked, _ in read)]
    reasons = [*lost_lines, *left_out, *chain.from_iterable(told for _, _, told in read)]
    return Invite(
        interviews=tuple(sorted((interview for interview, _, _ in read), key=lambda interview: interview.id)),
        people=guests.new,
        me=guests.my_address,
        questions=tuple(sorted(questions, key=repr)),
        left_out=tuple(sorted(reasons, key=repr)),
    )


# Who ----------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Guests:
    """Hold who is invited: attendees and organizer per interview id, and everybody's place among the people."""

    attendees: Mapping[str, tuple[Attendee, ...]]
    organizers: Mapping[str, Attendee | None]
    ids: Mapping[str, str]
    new: tuple[Person, ...]
    my_key: str | None
    my_address: str | None
    questions: tuple[Question, ...]


def _guests(meetings: Sequence[Meeting], me: Candidate | None, known: Sequence[Person]) -> _Guests:
    attendees = {meeting.id: tuple(map(read_attendee, meeting.event.each("ATTENDEE"))) for meeting in meetings}
    organizers = {meeting.id: _organizer(meeting) for meeting in meetings}
    everybody = [*chain.from_iterable(attendees.values()), *filter(None, organizers.values())]
    if len(everybody) > MAX_ATTENDEES:
        raise unreadable("", "too-many-attendees", f"more than {MAX_ATTENDEES} attendees", "give one invite")
    addresses = addresses_by_name(everybody)
    attendees = {id: tuple(_addressed(one, addresses) for one in invited) for id, invited in attendees.items()}
    invited = list(chain.from_iterable(attendees.values()))
    everybody = [*invited, *(one for one in organizers.values() if one and one.wrote)]
    my_key = find_me(everybody, me)
    known_addresses = {person.addresses.get("email", "").lower() for person in known}
    humans = [one for one in everybody if one.key != my_key and (one.kind is Kind.PERSON or one.key in known_addresses)]
    people = find_people([one for one in humans if one.address or one.wrote], known)
    questions = list(people.questions)
    candidates = sorted({people.ids[one.key] for one in invited if one.key in people.ids})
    if my_key is None and candidates:
        asked = Question(code="which-attendee-is-you", place="me.email", parameters={"people": tuple(candidates)})
        questions.append(asked)
    return _Guests(
        attendees=attendees,
        organizers=organizers,
        ids=people.ids,
        new=people.new,
        my_key=my_key,
        my_address=next((one.address for one in everybody if one.key == my_key), None),
        questions=tuple(questions),
    )


def _organizer(meeting: Meeting) -> Attendee | None:
    line = meeting.event.single("ORGANIZER", f"{meeting.place}.organizer")
    return read_attendee(line) if line else None


def _addressed(attendee: Attendee, addresses: Mapping[str, str]) -> Attendee:
    return attendee if attendee.address else attrs.evolve(attendee, address=addresses.get(attendee.wrote))


def _interviewers(invited: Iterable[Attendee], guests: _Guests) -> tuple[Interviewer, ...]:
    """Return one interviewer per person; of several answers by one person none counts."""
    parts: dict[str, list[Attendee]] = {}
    for attendee in invited:
        if attendee.key in guests.ids:
            parts.setdefault(guests.ids[attendee.key], []).append(attendee)
    return tuple(
        Interviewer(
            person=id,
            response=said[0].response if len({one.response for one in said}) == 1 else Response.UNKNOWN,
            shadow=all(one.shadow for one in said),
        )
        for id, said in parts.items()
    )


def _not_interviewers(meeting: Meeting, guests: _Guests) -> Iterator[Reason]:
    """Yield a reason for everybody in an invite who is no person, and for people who bring others along."""
    about = {"interview": meeting.id}
    organizer = guests.organizers[meeting.id]
    seen = set()
    for one in (*guests.attendees[meeting.id], *filter(None, [organizer])):
        id = guests.ids.get(one.key)
        if one.key in seen or one.key == guests.my_key:
            continue
        seen.add(one.key)
        if id is not None and one.guests:
            yield Reason(code="guests", parameters={**about, "person": id, "count": one.guests})
        elif id is None and one.kind is not Kind.PERSON:
            yield Reason(code=one.kind.value, parameters={**about, "name": one.wrote[:64]})
        elif id is None:
            yield Reason(code="nobody-named", parameters={**about, "organizer": one is organizer})


# What ---------------------------------------------------------------------------------------------------------------


def _interview(meeting: Meeting, guests: _Guests, zone: str | None) -> tuple[Interview, list[Question], list[Reason]]:
    times, questions = read_times(meeting, zone)
    status = _STATUSES.get(meeting.status, Status.UNKNOWN)
    organizer = guests.organizers[meeting.id]
    words, left_out = _words(meeting)
    told: dict[str, Any] = {**times, **words}
    try:
        interview = Interview(
            id=meeting.id,
            **told,
            status=status,
            format=_format(meeting, words),
            interviewers=_interviewers(guests.attendees[meeting.id], guests),
            organizer=guests.ids.get(organizer.key) if organizer else None,
            calendar=CalendarEntry(uid=meeting.uid, sequence=meeting.sequence) if meeting.uid else None,
        )
    except InvalidFacts as error:
        places = [attrs.evolve(problem, place=f"{meeting.place}.{problem.place}") for problem in error.problems]
        raise InvalidFacts(problems=places) from None
    if status is Status.CANCELLED:
        questions = []  # a meeting that is off needs no hour
    return interview, questions, [*left_out, *_not_interviewers(meeting, guests)]


def _words(meeting: Meeting) -> tuple[dict[str, str], list[Reason]]:
    """Return title, location and link on one line each, and what is too long to be one."""
    event = meeting.event
    location = one_line(", ".join(part for part in event.value("LOCATION").splitlines() if part.strip()))
    links = (one_line(line.value) for name in _LINKS for line in event.each(name))
    link = next((text for text in sorted(links) if _HTTP.fullmatch(text)), "")
    if not link and _HTTP.fullmatch(location) and _CONFERENCE_HOSTS.search(location):
        link = location
    said = {"title": one_line(event.value("SUMMARY")), "location": location, "video_link": link}
    left_out = [
        Reason(code="too-long", parameters={"interview": meeting.id, "field": name})
        for name, text in said.items()
        if len(text) > _LONGEST[name]
    ]
    return {name: text for name, text in said.items() if 0 < len(text) <= _LONGEST[name]}, left_out


def _format(meeting: Meeting, words: Mapping[str, str]) -> Format:
    if "video_link" in words:
        return Format.VIDEO
    calls = any(line.value.strip().lower().startswith("tel:") for line in meeting.event.each("CONFERENCE"))
    return Format.PHONE if calls else Format.UNKNOWN
