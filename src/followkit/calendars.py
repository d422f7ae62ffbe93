"""Build the one :class:`Calendars` value from the zone database and the holidays library.

The core never reads a zone file or a holiday table; this module does it for the kit, for files and for adapters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, tzinfo
from functools import cache, lru_cache
from importlib import metadata, resources
from zoneinfo import ZoneInfo, available_timezones

from followkit._core.freezing import as_dict
from followkit._core.timing import WEEKEND, Calendars

_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})
_NOT_PLACE_PREFIXES = ("posix/", "right/", "SystemV/")


@cache
def zone_names() -> frozenset[str]:
    """Return every zone name that stands for a real place or fixed offset."""
    return frozenset(
        name for name in available_timezones() - _NOT_PLACES if "/" in name and not name.startswith(_NOT_PLACE_PREFIXES)
    ) | {"UTC", "GMT"}


def zone(name: str) -> tzinfo | None:
    """Return the rules of a zone, or None for a name nobody knows.

    Names are looked up in a list first: the standard library raises anything from ``OSError`` to ``KeyError`` for odd
    ones, and accepts some that are no place at all.

    >>> zone("Europe/Berlin"), zone("posixrules"), zone("../../etc/passwd")
    (zoneinfo.ZoneInfo(key='Europe/Berlin'), None, None)
    """
    return ZoneInfo(name) if name in zone_names() else None


def country_of(zone: str) -> str | None:
    """Return the ISO 3166 country a zone lies in, by the zone database's own table, or None.

    >>> country_of("America/New_York"), country_of("Europe/London"), country_of("UTC")
    ('US', 'GB', None)
    """
    return _countries().get(zone)


@lru_cache(maxsize=4096)
def holidays(country: str, region: str | None, year: int) -> Mapping[date, str]:
    """Return the closed dates of one country and year, and their names; a region that is unknown adds nothing.

    >>> holidays("US", None, 2025)[date(2025, 7, 4)]
    'Independence Day'
    """
    from holidays import country_holidays

    try:
        return as_dict(country_holidays(country, subdiv=region, years=year, language="en_US"))
    except NotImplementedError:
        return as_dict({}) if region is None else holidays(country, None, year)


@lru_cache(maxsize=512)
def weekend_of(country: str) -> frozenset[int]:
    """Return the weekdays on which a country is closed, 0 = Monday; Saturday and Sunday where nobody knows.

    >>> sorted(weekend_of("EG")), sorted(weekend_of("US"))
    ([4, 5], [5, 6])
    """
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country).weekend)
    except NotImplementedError:
        return WEEKEND


@lru_cache(maxsize=4096)
def covers(country: str, region: str | None) -> bool:
    """Tell whether the closed days of a country, and of a region of it unless None, are known.

    >>> covers("US", "NY"), covers("US", "XX"), covers("ZZ", None)
    (True, False, False)
    """
    from holidays import country_holidays

    try:
        country_holidays(country, subdiv=region)
    except NotImplementedError:
        return False
    return True


@cache
def calendars() -> Calendars:
    """Return zones and closed days as they are known on this machine."""
    return Calendars(
        zone=zone,
        holidays=holidays,
        country_of=country_of,
        weekend_of=weekend_of,
        covers=covers,
        version=_version(),
    )


@cache
def _countries() -> Mapping[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def _version() -> str:
    from tzdata import IANA_VERSION

    return f"tzdata {IANA_VERSION}; holidays {metadata.version('holidays')}"
