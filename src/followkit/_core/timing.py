"""Answer which day, which hour, and in whose time zone.

Instants are compared, subtracted and added here and nowhere else, always in UTC: two aware datetimes of one zone
compare by wall clock, which is wrong across a clock change. Calendar questions are asked in the person's own zone.

*Counted* and *rolled* are two operations. Counting (:func:`count`) walks open days; rolling (``hours.roll``) moves a
moment into open hours. Nothing mixes them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from attrs import field, frozen

from followkit._core.errors import InvalidFacts, Problem

ONE_DAY = timedelta(days=1)
WEEKEND = frozenset({5, 6})
FIRST_YEAR, LAST_YEAR = 1970, 2200


@frozen(kw_only=True)
class Calendars:
    """Hold all that is known about zones and closed days, as one value that the kit builds.

    Args:
        zone: a zone name to its rules, or None for a name nobody knows.
        holidays: (country, region or None, year) to the closed dates of that year and their names.
        country_of: a zone name to its ISO 3166 country, or None.
        weekend_of: a country to its closed weekdays, 0 = Monday.
        covers: whether the closed days of a country (and region, unless None) are known.
        version: which data this is, for ``plan.basis``.
    """

    zone: Callable[[str], tzinfo | None]
    holidays: Callable[[str, str | None, int], Mapping[date, str]]
    country_of: Callable[[str], str | None]
    weekend_of: Callable[[str], frozenset[int]] = lambda country: WEEKEND
    covers: Callable[[str, str | None], bool] = lambda country, region: True
    version: str = ""


@frozen(kw_only=True)
class Place:
    """Hold where somebody is, as far as followed: zone, country, closed days.

    Args:
        zone: the IANA zone name, or None when nobody said; never guessed.
        country: ISO 3166 alpha-2, or None for nowhere in particular (weekends only).
        region: the subdivision code of that country, or None (then only nationwide days are closed).
        weekend: weekdays that are closed, 0 = Monday.
        closed: further closed dates (company shutdown, a house's own days).
    """

    zone: str | None
    country: str | None = None
    region: str | None = None
    weekend: frozenset[int] = WEEKEND
    closed: frozenset[date] = field(default=frozenset())


class Unit(StrEnum):
    """Name the units a span may be written in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business days"
    PERCENT = "percent"


@frozen
class Span:
    """Hold a stretch of time as written: an amount and a unit.

    >>> str(Span.parse("2 business days")), str(Span.parse("1 hour")), str(Span.parse("25%"))
    ('2 business days', '1 hour', '25%')
    """

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read ``"90 minutes"``, ``"24 hours"``, ``"3 days"``, ``"-1 business day"`` or ``"25%"``.

        Raises:
            ValueError: for anything vaguer.
        """
        matched = _SPAN.fullmatch(text.strip())
        if matched is None:
            raise ValueError('write a span as "90 minutes", "24 hours", "3 days", "2 business days" or "25%"')
        word = " ".join(matched["unit"].split())
        return cls(int(matched["amount"]), _UNITS[word.removesuffix("s")])

    @property
    def is_counted(self) -> bool:
        """Tell whether the span counts open days rather than elapsed time."""
        return self.unit is Unit.BUSINESS_DAYS

    @property
    def elapsed(self) -> timedelta:
        """Give the exact duration of an elapsed span."""
        return self.amount * _LENGTHS[self.unit]

    def __str__(self) -> str:
        if self.unit is Unit.PERCENT:
            return f"{self.amount}%"
        return f"{self.amount} {self.unit.value[:-1] if abs(self.amount) == 1 else self.unit.value}"


_SPAN = re.compile(r"(?P<amount>-?\d{1,5})\s{0,4}(?P<unit>minutes?|hours?|days?|business\s{1,4}days?|%)")
_UNITS = {
    "minute": Unit.MINUTES,
    "hour": Unit.HOURS,
    "day": Unit.DAYS,
    "business day": Unit.BUSINESS_DAYS,
    "%": Unit.PERCENT,
}
_LENGTHS = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1), Unit.DAYS: ONE_DAY}


@frozen(kw_only=True)
class Season:
    """Hold a time of the year in which everything takes longer (CI-11).

    Args:
        name: what the policy calls it.
        first, last: its first and last day, each as (month, day); it may run over New Year.
        adds: the business days it adds to a wait that touches it.
    """

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    adds: Span

    def touches(self, since: date, until: date) -> bool:
        """Tell whether a stretch of dates, both included, has a day of the season in it.

        >>> year_end = Season(name="year-end", first=(12, 20), last=(1, 3), adds=Span(5, Unit.BUSINESS_DAYS))
        >>> first = date(2025, 12, 1)
        >>> year_end.touches(first, date(2025, 12, 19)), year_end.touches(first, date(2026, 1, 2))
        (False, True)
        """
        days = (until - since).days
        return any(self._holds(since + offset * ONE_DAY) for offset in range(min(days, _A_YEAR) + 1))

    def _holds(self, day: date) -> bool:
        moment = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= moment <= self.last
        return moment >= self.first or moment <= self.last


_A_YEAR = 366


# Instants -----------------------------------------------------------------------------------------------------------


def utc(moment: datetime) -> datetime:
    """Return the same instant in UTC.

    Raises:
        InvalidFacts: for a naive datetime, which is no instant.

    >>> utc(datetime(2025, 6, 5, 14, tzinfo=timezone(timedelta(hours=-4)))).isoformat()
    '2025-06-05T18:00:00+00:00'
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        problem = Problem(
            place="", code="naive-moment", message="a moment without a zone", hint="give an offset or a time zone"
        )
        raise InvalidFacts(problems=[problem])
    return moment.astimezone(UTC)


_OF_PYTHON = frozenset({"datetime", "zoneinfo"})


def as_plain(moment: datetime) -> datetime:
    """Return the same instant as Python's own, in its zone if that is, else with the offset that it has now.

    What is made by somebody else may answer otherwise the next time, or raise.

    Raises:
        TypeError: for what has no zone.
        OverflowError: for what is too near to the end of all days to be compared.
    """
    if type(moment) is not datetime or type(moment.tzinfo).__module__ not in _OF_PYTHON:
        offset = moment.utcoffset()
        if offset is None:
            raise TypeError("a moment without a zone")
        seconds = (moment.hour, moment.minute, moment.second, moment.microsecond)
        moment = datetime(moment.year, moment.month, moment.day, *seconds, tzinfo=timezone(offset))
    utc(moment)
    return moment


def shift(moment: datetime, by: timedelta) -> datetime:
    """Return the instant *by* later, counted in elapsed time."""
    return utc(moment) + by


def elapsed(since: datetime, until: datetime) -> timedelta:
    """Return how much time passed between two instants."""
    return utc(until) - utc(since)


def is_before(one: datetime, other: datetime) -> bool:
    """Tell whether *one* is an earlier instant than *other*."""
    return utc(one) < utc(other)


def come_by(moments: Sequence[datetime], at: datetime) -> int:
    """Return how many of the instants, which are in order, have come by *at*."""
    return bisect_right(moments, utc(at), key=utc)


def earliest_of(*moments: datetime) -> datetime:
    """Return the first of the instants."""
    return min(moments, key=utc)


def latest_of(*moments: datetime) -> datetime:
    """Return the last of the instants."""
    return max(moments, key=utc)


# Wall time ----------------------------------------------------------------------------------------------------------


def wall(moment: datetime, zone: tzinfo) -> datetime:
    """Return the wall time of an instant in *zone*, without tzinfo."""
    return utc(moment).astimezone(zone).replace(tzinfo=None)


def seen_from(moment: datetime, zone: tzinfo) -> datetime:
    """Return the instant as people in *zone* write it, with a fixed offset.

    A fixed offset keeps values comparable, picklable and free of zone data.

    >>> from zoneinfo import ZoneInfo
    >>> seen_from(datetime(2025, 6, 5, 21, tzinfo=UTC), ZoneInfo("America/New_York")).isoformat()
    '2025-06-05T17:00:00-04:00'
    """
    local = utc(moment).astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def offset_of(moment: datetime, zone: tzinfo) -> timedelta:
    """Return how far the clocks in *zone* are from UTC at an instant."""
    return utc(moment).astimezone(zone).utcoffset() or timedelta()


def at_wall(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the instant at which the clock in *zone* shows *clock* on *day*.

    A time skipped by a clock change gives the first valid moment after it; a repeated one the first occurrence.

    >>> from zoneinfo import ZoneInfo
    >>> new_york = ZoneInfo("America/New_York")
    >>> at_wall(date(2027, 3, 14), time(2, 30), new_york).isoformat()
    '2027-03-14T07:00:00+00:00'
    """
    wanted = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    instant = wanted.replace(tzinfo=zone).astimezone(UTC)
    if wall(instant, zone) == wanted:
        return instant
    before = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = sorted((before, instant))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        middle = middle.replace(microsecond=0)
        low, high = (low, middle) if wall(middle, zone) >= wanted else (middle, high)
    return high


def wall_oddity(day: date, clock: time, zone: tzinfo) -> str | None:
    """Tell whether a wall time is skipped (``gap``) or repeated (``fold``) by a clock change, else None."""
    wanted = datetime.combine(day, clock.replace(tzinfo=None))
    first, second = (wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return None
    return "fold" if wall(first, zone) == wanted else "gap"


def start_of(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which *day* begins in *zone*."""
    return at_wall(day, time(0), zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which *day* is over in *zone*, which is when a promise for that day has passed."""
    return start_of(day + ONE_DAY, zone)


def local_date(moment: datetime, zone: tzinfo) -> date:
    """Return the date that *zone* shows at an instant."""
    return wall(moment, zone).date()


# Open days ----------------------------------------------------------------------------------------------------------


def is_open_day(day: date, place: Place, calendars: Calendars) -> bool:
    """Tell whether people at *place* work on *day* (CI-11: closed days are not counted)."""
    return closed_because(day, place, calendars) is None


def closed_because(day: date, place: Place, calendars: Calendars) -> str | None:
    """Return why *place* is closed on *day* (``weekend``, ``closed``, or the holiday's name), or None when open."""
    if day.weekday() in place.weekend:
        return "weekend"
    if day in place.closed:
        return "closed"
    if place.country is None:
        return None
    return calendars.holidays(place.country, place.region, day.year).get(day)


def open_day_on_or_before(day: date, place: Place, calendars: Calendars) -> date:
    """Return *day*, or the open day before it when it is closed."""
    while not is_open_day(day, place, calendars):
        day -= ONE_DAY
    return day


def count(day: date, amount: int, place: Place, calendars: Calendars) -> date:
    """Return the *amount*-th open day after *day* (before it, when negative); *day* itself is day 0.

    A closed *day* counts as the open day before it; the 0th open day after it is the next one, so that nothing meant
    for a closed day comes early.

    >>> anywhere = Calendars(zone=lambda name: UTC, holidays=lambda *which: {}, country_of=lambda zone: None)
    >>> count(date(2025, 6, 13), 2, Place(zone="UTC"), anywhere).isoformat()
    '2025-06-17'
    """
    if amount == 0:
        while not is_open_day(day, place, calendars):
            day += ONE_DAY
        return day
    day = open_day_on_or_before(day, place, calendars)
    step = ONE_DAY if amount > 0 else -ONE_DAY
    for _ in range(abs(amount)):
        day += step
        while not is_open_day(day, place, calendars):
            day += step
    return day


def last_open_days(day: date, amount: int, place: Place, calendars: Calendars) -> frozenset[date]:
    """Return the last *amount* open dates up to and including *day*: a rolling window of business days."""
    dates: set[date] = set()
    day = open_day_on_or_before(day, place, calendars)
    while len(dates) < amount:
        dates.add(day)
        day = open_day_on_or_before(day - ONE_DAY, place, calendars)
    return frozenset(dates)


# Anchors and spans --------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Anchor:
    """Hold what a rule counts from: the exact instant, its local date, and the id of the fact that set it."""

    instant: datetime
    day: date
    fact: str


def reach(anchor: Anchor, span: Span, place: Place, calendars: Calendars, *, hour: time | None) -> datetime:
    """Return the instant *span* after *anchor*.

    Elapsed spans are exact. Business spans act on local dates: the n-th open day after the anchor's, at *hour*, or at
    its end when *hour* is None.

    Raises:
        InvalidFacts: when the place's zone is unknown.
    """
    if not span.is_counted:
        return shift(anchor.instant, span.elapsed)
    zone = known_zone(place, calendars)
    day = count(anchor.day, span.amount, place, calendars)
    return end_of(day, zone) if hour is None else at_wall(day, hour, zone)


def known_zone(place: Place, calendars: Calendars) -> tzinfo:
    """Return the rules of the place's zone.

    Raises:
        InvalidFacts: when there is none; an unknown zone is asked for, never guessed.
    """
    zone = calendars.zone(place.zone) if place.zone else None
    if zone is None:
        problem = Problem(
            place="zone",
            code="unknown-zone",
            message="the time zone is not known",
            hint="name it, as in America/New_York",
        )
        raise InvalidFacts(problems=[problem])
    return zone
