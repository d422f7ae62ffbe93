"""Open hours: windows per weekday, over midnight, shared by two, and how a moment is rolled into them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._core.hours import Hours, OpenFrom, is_open, next_opening, open_from, overlap, roll
from followkit._core.timing import Place
from followkit.calendars import calendars

CALENDARS = calendars()
ZONE = ZoneInfo("America/New_York")
PLACE = Place(zone="America/New_York", country="US")
OFFICE = (time(8, 30), time(18))
E_MAIL = Hours(windows={**dict.fromkeys(range(4), (OFFICE,)), 4: ((time(8, 30), time(17)),)})
OPEN = open_from(E_MAIL, PLACE, CALENDARS)


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def stretches(hours: OpenFrom, since: str, how_many: int) -> list[str]:
    listed = hours(at(since))
    shown = [next(listed) for _ in range(how_many)]
    return [f"{one.opens.astimezone(ZONE):%a %d %H:%M}-{one.closes.astimezone(ZONE):%a %d %H:%M}" for one in shown]


# Windows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_it"),
    [
        ("2025-06-05 08:29:59", False),
        ("2025-06-05 08:30", True),
        ("2025-06-05 17:59:59", True),
        ("2025-06-05 18:00", False),  # [open, close)
        ("2025-06-06 16:59:59", True),
        ("2025-06-06 17:00", False),  # Friday closes at 17:00
        ("2025-06-07 12:00", False),  # Saturday
        ("2025-06-19 12:00", False),  # Juneteenth
    ],
)
def test_hours_are_half_open_per_weekday_and_closed_on_closed_days(moment, is_it):
    assert is_open(at(moment), OPEN) is is_it


def test_the_next_opening_after_friday_evening_is_monday_morning():
    assert next_opening(at("2025-06-06 17:00"), OPEN) == at("2025-06-09 08:30")
    assert next_opening(at("2025-06-05 12:00"), OPEN) == at("2025-06-05 12:00")


def test_a_window_over_midnight_stays_over_midnight_and_is_never_swapped():
    # Mautic read 22:00 to 06:00 as 06:00 to 22:00 (peers, section 3): then noon would be open and midnight closed
    night = open_from(Hours(windows=dict.fromkeys(range(5), ((time(22), time(6)),))), PLACE, CALENDARS)
    assert stretches(night, "2025-06-05 12:00", 2) == ["Thu 05 22:00-Fri 06 06:00", "Fri 06 22:00-Sat 07 06:00"]
    assert not is_open(at("2025-06-05 12:00"), night)
    assert is_open(at("2025-06-06 00:00"), night)
    assert is_open(at("2025-06-07 05:59"), night)  # Friday's night runs into Saturday
    assert not is_open(at("2025-06-09 05:59"), night)  # nothing opened on Sunday


def test_a_lunch_break_closes_and_a_week_without_hours_never_opens():
    noon = open_from(Hours(windows={3: ((time(9), time(12)), (time(13), time(17)))}), PLACE, CALENDARS)
    assert next_opening(at("2025-06-05 12:30"), noon) == at("2025-06-05 13:00")
    assert next_opening(at("2025-06-05 12:30"), open_from(Hours(), PLACE, CALENDARS)) is None


def test_a_night_of_the_clock_change_is_as_long_as_its_hours():
    # New York, 9 March 2025: 00:00 to 06:00 by the wall is five hours; 2 November: seven
    night = open_from(Hours(windows={6: ((time(0), time(6)),)}, on_closed_days=True), PLACE, CALENDARS)
    spring, autumn = next(night(at("2025-03-08 12:00"))), next(night(at("2025-11-01 12:00")))
    lengths = [(one.closes - one.opens) / timedelta(hours=1) for one in (spring, autumn)]
    assert lengths == [5, 7]


# Two people on one line ---------------------------------------------------------------------------------------------

CALLS = Hours(windows=dict.fromkeys(range(5), ((time(9, 30), time(16, 30)),)))


def test_a_call_needs_the_hours_of_both_who_speak():
    # London's 09:30 to 16:30 is New York's 04:30 to 11:30 in June: both are open from 09:30 to 11:30
    both = overlap(open_from(CALLS, PLACE, CALENDARS), open_from(CALLS, Place(zone="Europe/London"), CALENDARS))
    assert stretches(both, "2025-06-05 00:00", 2) == ["Thu 05 09:30-Thu 05 11:30", "Fri 06 09:30-Fri 06 11:30"]


def test_between_two_clock_changes_the_shared_hours_move():
    # 10 March 2025: New York has changed, London has not: 09:30 to 16:30 GMT is 05:30 to 12:30 in New York
    both = overlap(open_from(CALLS, PLACE, CALENDARS), open_from(CALLS, Place(zone="Europe/London"), CALENDARS))
    assert stretches(both, "2025-03-10 00:00", 1) == ["Mon 10 09:30-Mon 10 12:30"]


def test_two_who_share_no_hour_all_summer_share_one_once_both_clocks_have_changed():
    # Auckland's 09:30 is New York's 17:30 in June, 16:30 in October, and 15:30 from 2 November, a Sunday
    both = overlap(open_from(CALLS, PLACE, CALENDARS), open_from(CALLS, Place(zone="Pacific/Auckland"), CALENDARS))
    assert stretches(both, "2025-06-05 00:00", 1) == ["Mon 03 15:30-Mon 03 16:30"]


# Rolling ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "earliest", "expires", "rolled", "because"),
    [
        # open: it stays
        ("06-05 17:59", "06-05 16:00", "06-12 15:00", "06-05 17:59", None),
        # past closing, and the last quarter hour is not before earliest: 17:45
        ("06-05 18:00", "06-05 17:45", "06-12 15:00", "06-05 17:45", "before-closing"),
        ("06-05 23:59", "06-05 09:00", "06-12 15:00", "06-05 17:45", "before-closing"),
        ("06-06 17:30", "06-06 16:45", "06-13 15:00", "06-06 16:45", "before-closing"),
        # past closing, and that quarter hour is before earliest: the next opening
        ("06-05 18:00", "06-05 17:46", "06-12 15:00", "06-06 08:30", "next-opening"),
        ("06-06 17:15", "06-06 17:10", "06-13 15:00", "06-09 08:30", "next-opening"),
        # before opening: the opening
        ("06-05 06:00", "06-05 05:00", "06-12 15:00", "06-05 08:30", "next-opening"),
        # a closed day: the next opening
        ("06-07 12:00", "06-07 11:00", "06-14 15:00", "06-09 08:30", "next-opening"),
        ("06-19 12:00", "06-19 11:00", None, "06-20 08:30", "next-opening"),
        # the next opening is past expires: the last open moment before it
        ("06-07 12:00", "06-05 12:00", "06-09 08:30", "06-06 16:45", "before-expiry"),
        ("06-05 19:00", "06-05 10:00", "06-05 17:00", "06-05 16:45", "before-expiry"),
        # …and where there is none, nothing
        ("06-07 12:00", "06-07 11:00", "06-09 08:30", None, None),
        ("06-05 19:00", "06-05 18:30", "06-06 08:30", None, None),
    ],
)
def test_a_moment_is_rolled_by_the_table(target, earliest, expires, rolled, because):
    until = at(f"2025-{expires}") if expires else None
    found = roll(at(f"2025-{target}"), earliest=at(f"2025-{earliest}"), expires=until, stretches=OPEN, zone=ZONE)
    if rolled is None:
        assert found is None
    else:
        assert found is not None
        assert (found.moment, found.because) == (at(f"2025-{rolled}"), because)


moments = st.datetimes(datetime(2025, 2, 20), datetime(2025, 11, 20)).map(lambda m: m.replace(tzinfo=UTC))  # noqa: DTZ001


@given(moments, st.integers(0, 60 * 72), st.none() | st.integers(1, 60 * 240))
def test_what_is_rolled_is_open_not_before_earliest_and_before_it_expires(
    earliest: datetime, wait: int, left: int | None
):
    target = earliest + timedelta(minutes=wait)
    expires = None if left is None else target + timedelta(minutes=left)
    found = roll(target, earliest=earliest, expires=expires, stretches=OPEN, zone=ZONE)
    if found is None:  # then no moment at all is open in between
        assert expires is not None
        opening = next_opening(earliest, OPEN)
        assert opening is None or opening >= expires
        return
    assert is_open(found.moment, OPEN)
    assert earliest <= found.moment
    assert expires is None or found.moment < expires
    assert (found.because is None) == (found.moment == target)
