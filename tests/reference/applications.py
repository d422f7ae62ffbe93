"""Make up hiring processes from a number: the same number, the same process.

Most follow a story that really happens, so that every rule has something to say; some of what happens besides follows
from nothing, comes twice, or contradicts the rest. Days lie beside clock changes and holidays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

import attrs

import followkit as fk
from followkit.calendars import country_of
from followkit.events import Called, ContactClass, Event, Sent
from tests.reference.happenings import anything
from tests.reference.stories import ENDING, GOING_ON

ZONES = (
    *("America/New_York", "America/New_York", "America/Los_Angeles", "America/Toronto", "America/Sao_Paulo"),
    *("Europe/London", "Europe/London", "Europe/Dublin", "Europe/Berlin", "Europe/Berlin", "Europe/Vienna"),
    *("Europe/Zurich", "Europe/Paris", "Europe/Amsterdam", "Africa/Cairo", "Asia/Beirut", "Asia/Kolkata"),
    *("Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "America/Santiago"),
    *("Asia/Kathmandu", "Pacific/Kiritimati", "Asia/Dubai"),
)
DAYS = (
    date(2025, 3, 6),  # New York springs forward on the 9th
    date(2025, 3, 27),  # Europe on the 30th
    date(2025, 4, 3),  # Sydney falls back on the 6th; Easter
    date(2025, 4, 24),  # Egypt springs forward on the 25th
    date(2025, 6, 5),
    date(2025, 9, 4),  # Santiago springs forward on the 7th, at midnight
    date(2025, 10, 2),  # Sydney springs forward on the 5th
    date(2025, 10, 30),  # New York falls back on 2 November
    date(2025, 12, 11),
    date(2025, 12, 22),
    date(2026, 2, 12),
    date(2026, 4, 28),  # Golden Week
    date(2028, 2, 28),  # the day before a leap day
)
NAMES = ("ana", "bo", "cy", "dee", "eve", "fay", "gil", "hal", "ida")
STANDING = (("cora", "coordinator", 0.3), ("rick", "recruiter", 0.35), ("rex", "agency recruiter", 0.12))
OWN = (("ref", "reference", 0.5), ("rita", "reference", 0.12))
ROLES = ("unknown", "unknown", "hiring manager", "peer", "executive", "recruiter", "coordinator")
SECTORS = (
    *("government", "academia", "residency", "law", "finance", "tech"),
    *("sales", "retail", "hospitality", "executive", "shipping"),
)
OWN_VALUES: tuple[dict[str, Any], ...] = (
    {"check-in.second-gap": "3 business days", "thank-you.target": "30 minutes"},
    {"check-in.no-date": "6 business days"},
    {"check-in.at-most": 3},
)
STAGES = ("unknown", "unknown", "screen", "technical", "panel", "final", "executive")
REACHED = (("email", 0.88), ("phone", 0.45), ("sms", 0.1), ("text", 0.2), ("linkedin", 0.3), ("post", 0.25))
PROMISED = (0, 0, 1, 3, 5, 8, 12, 15, 20, 25)
FORMATS = ("unknown", "phone", "video", "video", "onsite", "onsite", "take-home")


class Generated(NamedTuple):
    """Hold an application, when to plan it, and what other applications sent to the same employer."""

    application: fk.Application
    now: datetime
    contacts: tuple[Sent | Called, ...]


def generated(number: int) -> Generated:
    """Return the application of this number."""
    chance = Random(number)  # noqa: S311
    day, zone = chance.choice(DAYS) + timedelta(days=chance.randrange(7)), chance.choice(ZONES)
    people = tuple(_people(chance, zone))
    interviews = _interviews(chance, people, day, zone)
    application = fk.Application(
        id="acme",
        position="Backend Engineer",
        employer=_employer(chance, zone, day),
        me=_candidate(chance, zone),
        people=people,
        interviews=interviews,
        decision_by=day + timedelta(days=chance.choice(PROMISED)) if chance.random() < 0.3 else None,
        internal=chance.random() < 0.06,
        values=chance.choice(OWN_VALUES) if chance.random() < 0.05 else {},
    )
    begins = datetime.combine(day, time(12), tzinfo=UTC)
    application = with_events(application, _events(chance, application, begins))
    return Generated(application, _moment(chance, application, begins), _elsewhere(chance, begins))


def with_events(application: fk.Application, events: Iterable[Event]) -> fk.Application:
    """Record events, each once."""
    for event in events:
        if event.id not in {known.id for known in application.events}:
            application = application.add(event)
    return application


# Who and where ------------------------------------------------------------------------------------------------------


def _people(chance: Random, zone: str) -> Iterable[fk.Person]:
    crowd = chance.choices((1, 2, 3, 4, 9), (30, 27, 18, 11, 14))[0]
    for id in NAMES[:crowd]:
        yield _person(chance, id, chance.choice(ROLES), zone)
    for id, role, share in (*STANDING, *OWN):
        if chance.random() < share:
            yield _person(chance, id, role, zone)


def _person(chance: Random, id: str, role: str, zone: str) -> fk.Person:
    addresses = {}
    for channel, share in REACHED:
        if chance.random() < share:
            addresses[channel] = {"email": f"{id}@acme.example", "linkedin": f"in/{id}"}.get(channel, "+1 212 555 0142")
    said = {}
    for channel in ("email", "phone", "sms", "text", "linkedin", "letter", "card"):
        if chance.random() < (0.04 if channel == "email" else 0.18):
            said[channel] = "refused" if chance.random() < 0.3 else "invited"
    direct = chance.choices(("unknown", "yes", "via recruiter", "never"), (86, 6, 5, 3))[0]
    contact: Any = {"direct": direct, "channels": said}
    own: dict[str, Any] = {}
    if chance.random() < 0.12:
        own["zone"] = chance.choice(ZONES)
    if chance.random() < 0.05:
        own["country"] = country_of(own.get("zone", zone))
    return fk.Person(id=id, role=role, addresses=addresses, contact=fk.Contact(**contact), **own)


def _candidate(chance: Random, zone: str) -> fk.Candidate:
    own = chance.choices((None, zone, chance.choice(ZONES)), (60, 30, 10))[0]
    country = country_of(own) if own and chance.random() < 0.5 else None
    return fk.Candidate(addresses={"email": "dana@home.example"}, zone=own, country=country)


def _employer(chance: Random, zone: str, day: date) -> fk.Employer:
    said = chance.choices(((), ("no thank-you",), ("no calls",), ("no contact",), ("notes welcome",)), (86, 4, 5, 2, 3))
    country = country_of(zone)
    return fk.Employer(
        zone=chance.choices((None, zone, chance.choice(ZONES)), (50, 40, 10))[0],
        country=country if chance.random() < 0.4 else None,
        region="NY" if country == "US" and chance.random() < 0.3 else None,
        sectors=tuple(chance.sample(SECTORS, chance.choices((0, 1, 2), (60, 32, 8))[0])),
        size=chance.choices(("unknown", "large", "small"), (75, 17, 8))[0],
        closed=[day + timedelta(days=chance.randrange(20)) for _ in range(chance.choice((0, 0, 0, 1, 3)))],
        instructions=said[0],
    )


# What was planned ---------------------------------------------------------------------------------------------------


def _interviews(chance: Random, people: tuple[fk.Person, ...], day: date, zone: str) -> tuple[fk.Interview, ...]:
    theirs = [person.id for person in people if person.role.value != "reference"]
    insiders = [id for id in theirs if id != "rex"]
    long_day = chance.random() < 0.12  # short and long meetings of one round
    found = []
    for index in range(chance.choices((1, 2, 3), (55, 30, 15))[0] + long_day):
        shape = _shape(chance, day, zone) | ({"round": "r1", "debrief": False} if long_day else {})
        size = chance.choices((0, 1, 2, 3, 9), (3, 38, 23, 11, 25))[0]
        there = sorted(chance.sample(insiders, min(size, len(insiders))))
        organizer = chance.choice(theirs) if chance.random() < 0.3 else None
        parts = [_part(chance, one) for one in there]
        found.append(fk.Interview(id=f"i{index}", interviewers=parts, organizer=organizer, **shape))
        day += timedelta(days=0 if long_day else chance.choice((0, 1, 4, 7, 12)))
    if len(found) > 1 and chance.random() < 0.03:
        found[1] = attrs.evolve(found[1], replaces="i0")
    return tuple(found)


def _shape(chance: Random, day: date, zone: str) -> dict[str, Any]:
    """Return when an interview is, of what kind, and how it stands."""
    hour, minute = chance.choice((8, 9, 10, 11, 13, 14, 14, 15, 16, 17, 18, 20)), chance.choice((0, 0, 15, 30, 40))
    start = datetime.combine(day, time(hour, minute))
    statuses = ("scheduled", "complete", "tentative", "awaiting feedback", "cancelled", "needs scheduling", "on hold")
    return {
        **chance.choices(
            (
                {"start": start, "zone": zone},
                {"start": start.replace(tzinfo=UTC)},
                {"start": day, "zone": zone},
                {"start": None, "zone": zone},
            ),
            (92, 4, 2, 2),
        )[0],
        "minutes": chance.choice((None, 20, 20, 30, 60, 60, 90, 150)),
        "status": chance.choices(statuses, (68, 18, 3, 4, 3, 2, 2))[0],
        "stage": chance.choice(STAGES),
        "format": chance.choice(FORMATS),
        "round": chance.choice((None, None, None, None, "r1", "r2")),
        "debrief": chance.random() < 0.03,
    }


def _part(chance: Random, person: str) -> fk.Interviewer:
    return fk.Interviewer(
        person=person,
        response=chance.choices(("unknown", "accepted", "declined", "tentative"), (60, 30, 6, 4))[0],
        attended=chance.choices((None, True, False), (60, 35, 5))[0],
        shadow=chance.random() < 0.04,
    )


# What happened ------------------------------------------------------------------------------------------------------


def _events(chance: Random, application: fk.Application, begins: datetime) -> list[Event]:
    """Tell some stories, of which one may be how it ends, and add what may happen besides."""
    ending, besides = chance.random() < 0.4, chance.random() < 0.35
    told = chance.sample(GOING_ON, chance.choice((0, 1) if ending else (1, 2, 2, 3)))
    found: list[Event] = []
    for story in (*told, *(chance.sample(ENDING, 1) if ending else ())):
        found += list(story(chance, application, begins + timedelta(minutes=5 * chance.randrange(-300, 2000))))
    for _ in range(chance.choice((1, 1, 2, 4)) if besides else 0):
        at = begins + timedelta(minutes=5 * chance.randrange(-800, 8000))
        found.append(anything(chance, application, at))
    return found


def _elsewhere(chance: Random, begins: datetime) -> tuple[Sent | Called, ...]:
    if chance.random() < 0.85:
        return ()
    at = [begins + timedelta(hours=chance.randrange(-48, 500)) for _ in range(chance.choice((1, 1, 2)))]
    return tuple(Sent(at=one, contact=ContactClass.STATUS, follow_up="check-in/1") for one in at)


def _moment(chance: Random, application: fk.Application, begins: datetime) -> datetime:
    """Choose when to plan: before it all, soon or late after something that happened, or about a day that was named."""
    if chance.random() < 0.35:
        return begins - timedelta(minutes=5 * chance.randrange(600))
    happened = [event.at.astimezone(UTC) for event in application.events]
    named = [day for event in application.events for field in DATES if (day := getattr(event, field, None))]
    known = [begins, *happened, *2 * happened[-2:], *(datetime.combine(day, time(9), tzinfo=UTC) for day in named)]
    minutes = chance.choice((0, 5, 30, 60, 120, 240, 600, 1200, 1500, 3000, 6000, 15000, 40000))
    return chance.choice(known) + timedelta(minutes=minutes + 5 * chance.randrange(100))


DATES = ("respond_by", "due", "on", "until", "decision_by")
