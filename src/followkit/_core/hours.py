"""Answer when a place is open, and move a moment into open hours.

Windows are half-open, ``[opens, closes)``, per weekday and per channel class. A window whose closing is not after its
opening runs over midnight and belongs to the day on which it opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from attrs import field, frozen

from followkit._core.freezing import as_dict
from followkit._core.timing import (
    FIRST_YEAR,
    LAST_YEAR,
    ONE_DAY,
    Calendars,
    Place,
    at_wall,
    earliest_of,
    is_before,
    is_open_day,
    known_zone,
    latest_of,
    local_date,
    shift,
    start_of,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST_QUARTER_HOUR = timedelta(minutes=15)
_HORIZON = 400  # days to look ahead for an opening before saying there is none


class Stretch(NamedTuple):
    """Hold one open stretch of time, as two instants."""

    opens: datetime
    closes: datetime

    def holds(self, moment: datetime) -> bool:
        """Tell whether *moment* falls in the stretch; closing time does not."""
        return not is_before(moment, self.opens) and is_before(moment, self.closes)


@frozen(kw_only=True)
class Hours:
    """Hold the weekly windows of one channel class, in local time.

    Args:
        windows: weekday (0 = Monday) to pairs of opening and closing time.
        on_closed_days: whether weekends and holidays keep these hours too.
    """

    windows: Mapping[int, tuple[tuple[time, time], ...]] = field(factory=dict, converter=as_dict)
    on_closed_days: bool = False


OpenFrom = Callable[[datetime], Iterator[Stretch]]
_ENDLESS = Stretch(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 10, 1, 1, tzinfo=UTC))


def open_from(hours: Hours, place: Place, calendars: Calendars) -> OpenFrom:
    """Return the function that lists the stretches still open at or after a moment, in order.

    Raises:
        InvalidFacts: when the place's zone is unknown.
    """
    zone = known_zone(place, calendars)

    def stretches(moment: datetime) -> Iterator[Stretch]:
        first = local_date(moment, zone) - ONE_DAY  # yesterday's window may run over midnight
        for offset in range(_HORIZON):
            day = first + offset * ONE_DAY
            if not hours.on_closed_days and not is_open_day(day, place, calendars):
                continue
            for opens, closes in hours.windows.get(day.weekday(), ()):
                last = day if closes > opens else day + ONE_DAY
                stretch = Stretch(at_wall(day, opens, zone), at_wall(last, closes, zone))
                if is_before(moment, stretch.closes) and is_before(stretch.opens, stretch.closes):
                    yield stretch

    return stretches


def overlap(one: OpenFrom, other: OpenFrom) -> OpenFrom:
    """Return the function that lists when both are open: a live call needs the caller's and the callee's hours."""

    def stretches(moment: datetime) -> Iterator[Stretch]:
        ours, theirs = one(moment), other(moment)
        mine, yours = next(ours, None), next(theirs, None)
        while mine is not None and yours is not None:
            shared = Stretch(latest_of(mine.opens, yours.opens), earliest_of(mine.closes, yours.closes))
            if is_before(shared.opens, shared.closes):
                yield shared
            if is_before(mine.closes, yours.closes):
                mine = next(ours, None)
            else:
                yours = next(theirs, None)

    return stretches


def always(moment: datetime) -> Iterator[Stretch]:
    """List one endless stretch: no window binds."""
    yield _ENDLESS


def is_open(moment: datetime, stretches: OpenFrom) -> bool:
    """Tell whether *moment* falls in open hours."""
    upcoming = next(stretches(moment), None)
    return upcoming is not None and upcoming.holds(moment)


def next_opening(moment: datetime, stretches: OpenFrom) -> datetime | None:
    """Return *moment* when it is open, else the next opening, or None when there is none in sight."""
    upcoming = next(stretches(moment), None)
    return None if upcoming is None else latest_of(moment, upcoming.opens)


class Rolled(NamedTuple):
    """Hold where a moment came to lie and, when it moved, the code of the reason."""

    moment: datetime
    because: str | None


def roll(
    target: datetime, *, earliest: datetime, expires: datetime | None, stretches: OpenFrom, zone: tzinfo
) -> Rolled | None:
    """Move *target* into open hours, or return None when no open moment is left before *expires*.

    Open: it stays. After closing on that day: the last quarter hour before closing, if that is not before *earliest*;
    else the next opening. Before opening: the opening. Past *expires*: the last open moment before it.
    """
    today = _last_open_on_the_day(target, stretches, zone)
    if today is not None and today.holds(target):
        rolled = Rolled(target, None)
    elif today is not None and not is_before(_quarter_before(today), earliest):
        rolled = Rolled(_quarter_before(today), "before-closing")
    else:
        opening = next_opening(target, stretches)
        if opening is None:
            return None
        rolled = Rolled(opening, "next-opening")
    if expires is None or is_before(rolled.moment, expires):
        return rolled
    last = _last_moment_before(expires, earliest, stretches)
    return None if last is None else Rolled(last, "before-expiry")


def _quarter_before(stretch: Stretch) -> datetime:
    return latest_of(stretch.opens, shift(stretch.closes, -LAST_QUARTER_HOUR))


def _last_open_on_the_day(target: datetime, stretches: OpenFrom, zone: tzinfo) -> Stretch | None:
    found = None
    for stretch in stretches(start_of(local_date(target, zone), zone)):
        if is_before(target, stretch.opens):
            break
        found = stretch
        if stretch.holds(target):
            break
    return found


def _last_moment_before(expires: datetime, earliest: datetime, stretches: OpenFrom) -> datetime | None:
    found = None
    for stretch in stretches(earliest):
        if not is_before(stretch.opens, expires):
            break
        cut = Stretch(latest_of(stretch.opens, earliest), earliest_of(stretch.closes, expires))
        if is_before(cut.opens, cut.closes):
            found = _quarter_before(cut)
    return found
