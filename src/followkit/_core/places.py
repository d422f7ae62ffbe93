"""Say where people are, and what was assumed of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from followkit._core.decisions import Reason
from followkit._core.facts import Application, Person
from followkit._core.freezing import as_dict
from followkit._core.timing import WEEKEND, Calendars, Place, Span
from followkit._core.vocabulary import ContactClass


@frozen(kw_only=True)
class Customs:
    """Hold what the policy says about the world rather than about contacts.

    Args:
        weekend: closed weekdays, 0 = Monday; None means those of the country.
        closed: closed dates of the policy's layers.
        promises: what employers say instead of a date, to what it means (CI-04).
        slots, status_slots: the slots rules plan for, and those whose contacts count as asking.
        unplanned: class of contact to the slot that a contact of one's own counts for.
        restarting: the slots whose contacts begin a new silence (EV-01).
        once: the slots that are settled for good by one contact.
        done_by: slot to the kinds of events that settle it besides a contact.
        answers: slot to the kinds of events its rules count from.
        more_time: how much longer an answer to an offer may take, where the candidate named no day (EV-05).
    """

    weekend: frozenset[int] | None = None
    closed: frozenset[date] = frozenset()
    promises: Mapping[str, str] = field(factory=dict, converter=as_dict)
    slots: frozenset[str] = frozenset()
    status_slots: frozenset[str] = frozenset()
    unplanned: Mapping[ContactClass, str] = field(factory=dict, converter=as_dict)
    restarting: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    done_by: Mapping[str, frozenset[str]] = field(factory=dict, converter=as_dict)
    answers: Mapping[str, frozenset[str]] = field(factory=dict, converter=as_dict)
    more_time: Span | None = None


def place_of(
    person: Person | None, application: Application, zone: str | None, calendars: Calendars, customs: Customs
) -> tuple[Place, tuple[Reason, ...]]:
    """Return where a person is and what was assumed of it: the person's own place, else the employer's, else *zone*.

    The candidate's own place is never used for others. The weekend is the country's, unless the policy has its own.
    """
    employer, own = application.employer, person.zone if person else None
    name = own or employer.zone or zone
    given = (person.country if person else None) or (None if own else employer.country)
    country = given or (calendars.country_of(name) if name else None)
    region = (person.region if person else None) or (None if own else employer.region)
    assumed = []
    if name and not (own or employer.zone):
        assumed.append(Reason(code="zone-from-interview", parameters={"zone": name}))
    if country and not given:
        assumed.append(Reason(code="country-from-zone", parameters={"country": country, "zone": name or ""}))
    place = Place(
        zone=name if name and calendars.zone(name) else None,
        country=country,
        region=region,
        weekend=customs.weekend or (calendars.weekend_of(country) if country else WEEKEND),
        closed=customs.closed | frozenset(employer.closed),
    )
    return place, (*assumed, *_closed_days_assumed(place, calendars))


def _closed_days_assumed(place: Place, calendars: Calendars) -> tuple[Reason, ...]:
    country, region = place.country, place.region
    if country is None:
        return (Reason(code="country-unknown"),)
    if not calendars.covers(country, None):
        return (Reason(code="no-holidays-known", parameters={"country": country}),)
    if region is None:
        return (Reason(code="nationwide-holidays-only", parameters={"country": country}),)
    if not calendars.covers(country, region):
        return (Reason(code="region-unknown", parameters={"country": country, "region": region}),)
    return ()
