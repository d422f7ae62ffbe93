"""Count days and hours the way one does with a calendar and a clock at hand: one by one.

An instant is a datetime in UTC, so that ordinary comparison and addition are right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from followkit.calendars import holidays
from tests.reference.policies import WEEK, Span

DAY, QUARTER, MINUTE = timedelta(days=1), timedelta(minutes=15), timedelta(minutes=1)
LENGTHS = {"minute": MINUTE, "hour": timedelta(hours=1), "day": DAY}
IN_SIGHT = timedelta(days=400)  # an opening later than that is none

IsOpen = Callable[[datetime], bool]


class Place(NamedTuple):
    """Hold where somebody is: a zone, and the days on which nobody works there."""

    zone: ZoneInfo
    country: str | None
    region: str | None
    weekend: frozenset[int]
    closed: frozenset[date]


class Since(NamedTuple):
    """Hold what a span counts from: an instant, and the date it is there."""

    instant: datetime
    day: date


# Clocks -------------------------------------------------------------------------------------------------------------


def wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what the clock in a zone shows."""
    return instant.astimezone(zone).replace(tzinfo=None)


def on_day(instant: datetime, zone: ZoneInfo) -> date:
    return wall(instant, zone).date()


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return when the clock shows this first; where a change skips that, the first minute after it."""
    wanted = datetime.combine(day, clock)
    offsets = {zone.utcoffset(wanted + hours * timedelta(hours=1)) or timedelta() for hours in (-24, 0, 24)}
    possible = sorted((wanted - offset).replace(tzinfo=UTC) for offset in offsets)
    for instant in possible:
        if wall(instant, zone) == wanted:
            return instant
    instant = possible[0]
    while wall(instant, zone) < wanted:
        instant += MINUTE
    return instant


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return at(day, time(0), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    return start_of(day + DAY, zone)


# Days ---------------------------------------------------------------------------------------------------------------


def works_on(day: date, place: Place) -> bool:
    if day.weekday() in place.weekend or day in place.closed:
        return False
    return place.country is None or day not in holidays(place.country, place.region, day.year)


def open_day_before(day: date, place: Place) -> date:
    """Return the day itself if it is open, else the open day before it."""
    while not works_on(day, place):
        day -= DAY
    return day


def counted(day: date, amount: int, place: Place) -> date:
    """Return the n-th open day after this one, which is day 0; a closed day counts as the open one before it.

    With nothing to count a closed day gives the next open one.
    """
    if amount == 0:
        while not works_on(day, place):
            day += DAY
        return day
    day, step = open_day_before(day, place), DAY if amount > 0 else -DAY
    left = abs(amount)
    while left:
        day += step
        left -= works_on(day, place)
    return day


def last_open_days(day: date, amount: int, place: Place) -> list[date]:
    """Return so many open days, this one or the one before it the last."""
    found = [open_day_before(day, place)]
    while len(found) < amount:
        found.append(open_day_before(found[-1] - DAY, place))
    return found


def after(since: Since, span: Span, place: Place, hour: time | None) -> datetime:
    """Return the end of a span: exact, or on an open day at this hour, or at its end where there is none."""
    if span.unit != "business day":
        return since.instant + span.amount * LENGTHS[span.unit]
    day = counted(since.day, span.amount, place)
    return end_of(day, place.zone) if hour is None else at(day, hour, place.zone)


# Hours --------------------------------------------------------------------------------------------------------------


def opens(week: Mapping[str, Any], place: Place) -> IsOpen:
    """Return the function that tells whether a week's hours hold an instant; closing time is outside."""

    def is_open(instant: datetime) -> bool:
        local = wall(instant, place.zone)
        given = week.get(WEEK[local.weekday()], [])
        for hours in [given] if isinstance(given, str) else given:
            first, last = (time.fromisoformat(text.strip()) for text in hours.split("-"))
            assert first < last, "no built-in policy has hours that run over midnight"
            if first <= local.time() < last:
                return works_on(local.date(), place)
        return False

    return is_open


def always(instant: datetime) -> bool:
    return True


def both(one: IsOpen, other: IsOpen) -> IsOpen:
    return lambda instant: one(instant) and other(instant)


def quarter_from(instant: datetime) -> datetime:
    """Return the quarter hour that strikes then, or next."""
    return instant + (-instant.minute % 15) * MINUTE - timedelta(seconds=instant.second)


def first_open(instant: datetime, is_open: IsOpen) -> datetime | None:
    """Return the instant if it is open, else the first quarter hour after it that is."""
    last = instant + IN_SIGHT
    if is_open(instant):
        return instant
    instant = quarter_from(instant + MINUTE)
    while instant < last:
        if is_open(instant):
            return instant
        instant += QUARTER
    return None


def rolled(
    target: datetime, earliest: datetime, expires: datetime | None, is_open: IsOpen, zone: ZoneInfo
) -> datetime | None:
    """Move a target into open hours, or return None where that is impossible before it expires."""
    moment = _into_hours(target, earliest, is_open, zone)
    if moment is None or expires is None or moment < expires:
        return moment
    return _last_quarter_before(expires, earliest, is_open)


def _into_hours(target: datetime, earliest: datetime, is_open: IsOpen, zone: ZoneInfo) -> datetime | None:
    if is_open(target):
        return target
    quarter, day = target - QUARTER, on_day(target, zone)
    quarter = quarter_from(quarter)
    while on_day(quarter, zone) == day:
        if is_open(quarter):  # so it was open before, and has closed
            return quarter if quarter >= earliest else first_open(target, is_open)
        quarter -= QUARTER
    return first_open(target, is_open)


def _last_quarter_before(expires: datetime, earliest: datetime, is_open: IsOpen) -> datetime | None:
    """Return the beginning of the last quarter of an hour that is open, ends by then and does not begin too early."""
    minute = expires - MINUTE
    while minute >= earliest and not is_open(minute):
        minute = quarter_from(minute - QUARTER + MINUTE) - MINUTE
    if minute < earliest:
        return None
    begins = minute
    while begins > minute - QUARTER + MINUTE and begins - MINUTE >= earliest and is_open(begins - MINUTE):
        begins -= MINUTE
    return begins
