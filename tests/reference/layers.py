"""Choose the policies that govern an application: base, country, sectors, and the application's own values."""

from __future__ import annotations

from collections.abc import Mapping

import followkit as fk
from tests.reference.case import place_of
from tests.reference.meetings import rounds_of
from tests.reference.policies import Tables, is_place

BASE = "international"


def layers_of(application: fk.Application, policies: Mapping[str, Tables]) -> tuple[str, ...]:
    """Return the names of all that apply, the lowest first, each with what it extends below it."""
    said = facts_of(application)
    fitting = [name for name, policy in policies.items() if fits(policy, said)]
    countries = [name for name in fitting if is_place(policies[name])]
    others = [name for name in fitting if name not in countries]
    others.sort(key=lambda name: (len(policies[name]["applies"]), *by_sector(policies[name], said), name))
    found = [BASE]
    for name in (*sorted(countries), *others):
        found += [one for one in with_those_below(name, policies) if one not in found]
    return (*found, "application") if application.values else tuple(found)


def facts_of(application: fk.Application) -> dict[str, list[str]]:
    employer, place = application.employer, place_of(None, application, rounds_of(application), {})
    country = place.country if place else employer.country
    return {
        "country": [country.lower()] if country else [],
        "sector": [sector.lower() for sector in employer.sectors],
        "size": [employer.size.value],
        "internal": [str(application.internal).lower()],
    }


def fits(policy: Tables, said: dict[str, list[str]]) -> bool:
    applies = policy.get("applies", {})
    return bool(applies) and all(set(words(wanted)) & set(said[fact]) for fact, wanted in applies.items())


def words(wanted: object) -> list[str]:
    return [str(word).lower() for word in (wanted if isinstance(wanted, list) else [wanted])]


def by_sector(policy: Tables, said: dict[str, list[str]]) -> tuple[bool, int]:
    """Return what puts sectors above size and one's own employer, and the sector named first above all."""
    wanted = words(policy["applies"].get("sector", []))
    places = [place for place, sector in enumerate(said["sector"]) if sector in wanted]
    return bool(places), -min(places, default=0)


def with_those_below(name: str, policies: Mapping[str, Tables]) -> list[str]:
    below = policies[name].get("extends", BASE)
    return [*(with_those_below(below, policies) if name != BASE else []), name]
