"""Tell who takes part in an invite: which attendee is the candidate, who is a person, and who is not.

Nobody's name is guessed: a name that could be read two ways is kept unknown and asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import field, frozen

from followkit._core.decisions import Question
from followkit._core.errors import InvalidFacts
from followkit._core.facts import Candidate, Person
from followkit._core.vocabulary import Response
from followkit.adapters.icalendar_components import Line

_RESPONSES = {
    "": Response.NEEDS_ACTION,  # what RFC 5545 section 3.2.12 says a missing answer means
    "NEEDS-ACTION": Response.NEEDS_ACTION,
    "ACCEPTED": Response.ACCEPTED,
    "TENTATIVE": Response.TENTATIVE,
    "DECLINED": Response.DECLINED,
    "DELEGATED": Response.DECLINED,  # sent somebody else, who is an attendee too
}
_ROOMS = frozenset({"RESOURCE", "ROOM"})
_ROOM_DOMAINS = ("@resource.calendar.google.com",)
_SHARED_DOMAINS = ("@group.calendar.google.com",)
_SHARED_MAILBOXES = frozenset(
    "calendar calendars careers donotreply hiring hr interview interviews jobs no-reply noreply people-ops recruiting"
    " recruitment scheduling talent talent-acquisition".split()
)
"""What stands before the @ of an address that several people, or nobody, read."""
_SHARED_WORDS = frozenset(
    "calendar careers coordination hiring hr inbox interview interviews jobs kalender mailbox recruiting recruitment"
    " scheduling talent team".split()
)
"""Words that, when a display name has no other, name no person."""

_DROPPED = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]")
_GAPS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_NO_PLAIN_NAME = re.compile(r"[\d()\[\]{}<>|/;:=\"\\]")


class Kind(StrEnum):
    """Name what an attendee is."""

    PERSON = "person"
    ROOM = "room"
    GROUP = "group-calendar"


@frozen(kw_only=True)
class Attendee:
    """Hold one ATTENDEE or ORGANIZER line.

    Args:
        address: the e-mail address, or None.
        wrote: the display name as written, on one line.
        kind: person, room or group calendar.
        response: the answer to the invitation.
        shadow: copied for information only (NON-PARTICIPANT).
        guests: how many unnamed people come along.
        garbled: whether the name held characters that nobody can see.
    """

    address: str | None = field(repr=False)
    wrote: str = field(repr=False)
    kind: Kind = Kind.PERSON
    response: Response = Response.UNKNOWN
    shadow: bool = False
    guests: int = 0
    garbled: bool = False

    @property
    def key(self) -> str:
        """Give what one human is told from another by, within one file."""
        return self.address.lower() if self.address else f"name {self.wrote}"

    @property
    def asks(self) -> str | None:
        """Give what must be asked about the name (``name``, ``name-order``, ``full-name``), or None."""
        return "name" if self.garbled else _name_question(self.wrote)

    @property
    def name(self) -> str | None:
        """Give the name where it can be read one way only."""
        return None if self.asks in ("name", "name-order") else self.wrote


def one_line(text: str) -> str:
    r"""Return text without control, line-breaking and invisible characters.

    >>> one_line(" Room 4,\x00 Building\u200b 2 ")
    'Room 4, Building 2'
    """
    return unicodedata.normalize("NFC", _GAPS.sub(" ", _DROPPED.sub("", text)).strip())


def read_attendee(line: Line) -> Attendee:
    """Return who an ATTENDEE or ORGANIZER line speaks of (RFC 5545 sections 3.8.4.1 and 3.8.4.3).

    >>> somebody = read_attendee(Line(name="ATTENDEE", parameters={"CN": "Room 4", "CUTYPE": "ROOM"}, value=""))
    >>> somebody.kind
    <Kind.ROOM: 'room'>
    """
    written = line.value.strip()
    found = written[len("mailto:") :] if written.lower().startswith("mailto:") else line.parameter("EMAIL")
    address = _usable_address(found.partition("?")[0].strip())
    said = line.parameter("CN")
    wrote = one_line(said).strip("'\" ")
    guests = line.parameter("X-NUM-GUESTS")
    return Attendee(
        address=address,
        wrote=wrote,
        kind=_kind(line.parameter("CUTYPE").upper(), address or "", wrote),
        response=_RESPONSES.get(line.parameter("PARTSTAT").upper(), Response.UNKNOWN),
        shadow=line.parameter("ROLE").upper() == "NON-PARTICIPANT",
        garbled=one_line(said) != unicodedata.normalize("NFC", re.sub(" +", " ", said)),
        guests=int(guests) if re.fullmatch(r"[0-9]{1,3}", guests) else 0,
    )


def find_me(attendees: Sequence[Attendee], me: Candidate | None) -> str | None:
    """Return the key of the attendee who is the candidate: the same address, else exactly one of exactly that name."""
    if me is None:
        return None
    mine = me.addresses.get("email", "").lower()
    keys = {attendee.key for attendee in attendees if attendee.address and attendee.address.lower() == mine}
    keys = keys or {attendee.key for attendee in attendees if me.name and attendee.wrote == one_line(me.name)}
    return next(iter(keys)) if len(keys) == 1 else None


@frozen(kw_only=True)
class People:
    """Hold who the attendees are.

    Args:
        ids: an attendee's key to the person's id.
        new: the persons that were not in the application yet.
        questions: what their names did not say.
    """

    ids: Mapping[str, str]
    new: tuple[Person, ...]
    questions: tuple[Question, ...]


def find_people(attendees: Iterable[Attendee], known: Sequence[Person]) -> People:
    """Match attendees with the people already known, and make persons of the others.

    The same address is the same person, else exactly that name, once on either side. Ids come from the name, and
    never from the address, so that they may be logged.
    """
    wanted = _merged(attendees)
    ids = _matched(wanted, known)
    taken = {person.id for person in known}
    new, questions = [], []
    for attendee in sorted(wanted, key=lambda attendee: (slug(attendee.wrote), attendee.key)):
        if attendee.key in ids:
            continue
        id = ids[attendee.key] = _free_id(slug(attendee.wrote), taken)
        addresses = {"email": attendee.address} if attendee.address else {}
        new.append(Person(id=id, name=attendee.name, addresses=addresses))
        if attendee.asks is not None:
            wrote = {"wrote": attendee.wrote} if attendee.asks != "name" else {}
            questions.append(Question(code=attendee.asks, place=f"people.{id}.name", parameters=wrote))
    return People(ids=ids, new=tuple(sorted(new, key=lambda person: person.id)), questions=tuple(questions))


def slug(name: str) -> str:
    """Return an id made of a name, in plain small letters.

    >>> slug("Okonkwo-Weiss, Jürgen"), slug("王小明"), slug("sam@acme.example")
    ('okonkwo-weiss-jurgen', 'attendee', 'attendee')
    """
    if "@" in name:
        return "attendee"
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or "attendee"


def _free_id(base: str, taken: set[str]) -> str:
    id, number = base, 1
    while id in taken:
        number += 1
        id = f"{base}-{number}"
    taken.add(id)
    return id


def _merged(attendees: Iterable[Attendee]) -> list[Attendee]:
    """Keep one attendee per key: the one with the clearest name, whatever their order."""
    clearest = {None: 0, "full-name": 1, "name-order": 2, "name": 3}
    merged: dict[str, Attendee] = {}
    for attendee in sorted(attendees, key=lambda one: (clearest[one.asks], one.wrote, one.key)):
        merged.setdefault(attendee.key, attendee)
    return list(merged.values())


def _matched(attendees: Sequence[Attendee], known: Sequence[Person]) -> dict[str, str]:
    by_address = {person.addresses["email"].lower(): person.id for person in known if person.addresses.get("email")}
    ids = {attendee.key: by_address[attendee.key] for attendee in attendees if attendee.key in by_address}
    names = [attendee.name for attendee in attendees]
    for attendee in attendees:
        same = [person.id for person in known if person.name and one_line(person.name) == attendee.name]
        is_new = attendee.key not in ids and len(same) == 1 and same[0] not in ids.values()
        if is_new and names.count(attendee.name) == 1:
            ids[attendee.key] = same[0]
    return ids


def addresses_by_name(attendees: Iterable[Attendee]) -> Mapping[str, str]:
    """Return the address of every name that stands beside exactly one address in the file."""
    addresses: dict[str, set[str]] = {}
    for attendee in attendees:
        if attendee.address and attendee.wrote:
            addresses.setdefault(attendee.wrote, set()).add(attendee.key)
    return {name: next(iter(found)) for name, found in addresses.items() if len(found) == 1}


def _usable_address(text: str) -> str | None:
    try:
        Person(id="x", addresses={"email": text})
    except InvalidFacts:
        return None
    return text if re.fullmatch(r"[^@\s<>\",;]+@[^@\s<>\",;]+", text) else None


def _kind(calendar_user: str, address: str, wrote: str) -> Kind:
    mailbox = address.lower().partition("@")[0].partition("+")[0]
    words = re.findall(r"[^\W_]+", wrote.lower())
    if calendar_user in _ROOMS or address.lower().endswith(_ROOM_DOMAINS):
        return Kind.ROOM
    shared = mailbox in _SHARED_MAILBOXES or address.lower().endswith(_SHARED_DOMAINS)
    if calendar_user == "GROUP" or shared or (words and _SHARED_WORDS.issuperset(words)):
        return Kind.GROUP
    return Kind.PERSON


def _name_question(wrote: str) -> str | None:
    """Return what must be asked about a display name: ``name``, ``name-order``, ``full-name``, or None."""
    try:
        Person(id="x", name=wrote)
    except InvalidFacts:
        return "name"
    if "," in wrote:
        return "name-order"
    if _NO_PLAIN_NAME.search(wrote):
        return "name"
    # Scripts without capitals write a whole name in one word.
    return "full-name" if " " not in wrote and wrote.lower() != wrote.upper() else None
