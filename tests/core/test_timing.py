"""The right day and the right instant: spans, open days, gaps and folds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._core.errors import InvalidFacts, Problem
from followkit._core.timing import (
    Anchor,
    Calendars,
    Place,
    Season,
    Span,
    Unit,
    at_wall,
    closed_because,
    come_by,
    count,
    earliest_of,
    elapsed,
    end_of,
    is_before,
    known_zone,
    last_open_days,
    latest_of,
    local_date,
    reach,
    seen_from,
    shift,
    start_of,
    utc,
    wall,
    wall_oddity,
)
from followkit.calendars import calendars

CALENDARS = calendars()
NEW_YORK = Place(zone="America/New_York", country="US")
LONDON = Place(zone="Europe/London", country="GB")
ENGLAND = Place(zone="Europe/London", country="GB", region="ENG")
IN_NEW_YORK = ZoneInfo("America/New_York")


def day(text: str) -> date:
    return date.fromisoformat(text)


# Spans --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["90 minutes", "1 minute", "24 hours", "3 days", "2 business days", "1 business day", "-1 business day", "25%"],
)
def test_a_span_is_written_as_it_is_read(text):
    assert str(Span.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "a week",
        "2",
        "2 weeks",
        "two days",
        "1.5 hours",
        "2 businessdays",
        "1 month",
        "999999 days",
        "٣ days ٣",
    ],
)
def test_nothing_vaguer_than_a_span_is_taken_for_one(text):
    with pytest.raises(ValueError, match=r'^write a span as "90 minutes", .* or "25%"$'):
        Span.parse(text)


def test_one_day_is_24_hours_that_pass_and_a_business_day_is_a_date():
    # New York springs forward on Sun 9 March 2025 at 02:00: 24 hours after Sat 14:00 is Sun 15:00
    saturday = datetime(2025, 3, 8, 14, tzinfo=ZoneInfo("America/New_York"))
    anchor = Anchor(instant=utc(saturday), day=saturday.date(), fact="panel")
    later = reach(anchor, Span.parse("1 day"), NEW_YORK, CALENDARS, hour=time(10))
    assert wall(later, ZoneInfo("America/New_York")) == datetime(2025, 3, 9, 15)  # noqa: DTZ001
    counted = reach(anchor, Span.parse("1 business day"), NEW_YORK, CALENDARS, hour=time(10))
    assert wall(counted, ZoneInfo("America/New_York")) == datetime(2025, 3, 10, 10)  # noqa: DTZ001


def test_a_business_span_without_an_hour_reaches_the_end_of_its_day():
    anchor = Anchor(instant=datetime(2025, 6, 5, 19, tzinfo=UTC), day=day("2025-06-05"), fact="panel")
    end = reach(anchor, Span.parse("2 business days"), NEW_YORK, CALENDARS, hour=None)
    assert end.isoformat() == "2025-06-10T04:00:00+00:00"  # Mon 9 June is over at midnight, UTC-4


# Open days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "amount", "place", "reached"),
    [
        # Fri 13 June 2025: Mon 16, Tue 17
        ("2025-06-13", 2, NEW_YORK, "2025-06-17"),
        # Tue 17: Wed 18, Fri 20 (Thu 19 is Juneteenth), Mon 23, Tue 24, Wed 25
        ("2025-06-17", 5, NEW_YORK, "2025-06-25"),
        ("2025-06-17", 5, LONDON, "2025-06-24"),  # no holiday there
        # Wed 25 June: 26, 27, 30, 1, 2, 3, Mon 7 (Fri 4 July is closed)
        ("2025-06-25", 7, NEW_YORK, "2025-07-07"),
        # a closed day counts as the open day before it: from Sat 14, one open day is Mon 16
        ("2025-06-14", 1, NEW_YORK, "2025-06-16"),
        ("2025-06-15", 1, NEW_YORK, "2025-06-16"),
        # the 0th open day is the day itself, or the next one when it is closed
        ("2025-06-13", 0, NEW_YORK, "2025-06-13"),
        ("2025-06-14", 0, NEW_YORK, "2025-06-16"),
        # backwards: before Mon 16 comes Fri 13; before Sun 15 (that is, Fri 13) comes Thu 12
        ("2025-06-16", -1, NEW_YORK, "2025-06-13"),
        ("2025-06-15", -1, NEW_YORK, "2025-06-12"),
        ("2025-06-20", -1, NEW_YORK, "2025-06-18"),
        # month ends, leap days, year ends: Fri 28 Feb 2025, Mon 28 Feb 2028, Wed 31 Dec 2025 (Thu 1 Jan is closed)
        ("2025-02-28", 1, NEW_YORK, "2025-03-03"),
        ("2028-02-28", 1, NEW_YORK, "2028-02-29"),
        ("2025-12-31", 1, NEW_YORK, "2026-01-02"),
        # Christmas in England: Wed 24 Dec; 25 and 26 closed; Mon 29
        ("2025-12-24", 1, LONDON, "2025-12-29"),
        # Easter 2025: Thu 17 April, Good Friday closed; Easter Monday in England only
        ("2025-04-17", 1, LONDON, "2025-04-21"),
        ("2025-04-17", 1, ENGLAND, "2025-04-22"),
    ],
)
def test_business_days_skip_weekends_and_the_holidays_of_the_place(since, amount, place, reached):
    assert count(day(since), amount, place, CALENDARS) == day(reached)


def test_a_company_shutdown_and_another_weekend_are_closed_too():
    shut = Place(zone="America/New_York", closed=frozenset({day("2025-06-16")}))
    assert closed_because(day("2025-06-16"), shut, CALENDARS) == "closed"
    assert count(day("2025-06-13"), 1, shut, CALENDARS) == day("2025-06-17")
    gulf = Place(zone="Asia/Dubai", weekend=frozenset({4, 5}))
    assert count(day("2025-06-12"), 1, gulf, CALENDARS) == day("2025-06-15")  # Thursday; then Sunday


def test_a_rolling_window_is_the_last_open_dates_today_included():
    # Tue 24 June: 24, 23, 20, 18, 17; the 19th is closed
    dates = {day(f"2025-06-{n}") for n in (24, 23, 20, 18, 17)}
    assert last_open_days(day("2025-06-24"), 5, NEW_YORK, CALENDARS) == dates
    assert last_open_days(day("2025-06-21"), 1, NEW_YORK, CALENDARS) == {day("2025-06-20")}


def test_why_a_day_is_closed_is_said_and_the_weekend_is_said_first():
    feast = Calendars(
        zone=ZoneInfo,
        holidays=lambda country, region, year: {day(f"{year}-06-20"): "feast"},
        country_of=lambda zone: None,
    )
    shut = Place(zone="America/New_York", country="US", closed=frozenset({day("2025-06-18"), day("2025-06-21")}))
    # Wed 18 to Sun 22 June 2025
    said = [closed_because(day(f"2025-06-{n}"), shut, feast) for n in (18, 19, 20, 21, 22)]
    assert said == ["closed", None, "feast", "weekend", "weekend"]
    nowhere = Place(zone="America/New_York")
    assert closed_because(day("2025-06-20"), nowhere, feast) is None  # holidays are those of a country


# Seasons ------------------------------------------------------------------------------------------------------------

FIVE = Span(5, Unit.BUSINESS_DAYS)
AUGUST = Season(name="august", first=(8, 4), last=(8, 22), adds=FIVE)
YEAR_END = Season(name="year-end", first=(12, 20), last=(1, 3), adds=FIVE)
ONE_DAY_A_YEAR = Season(name="founding day", first=(8, 1), last=(8, 1), adds=FIVE)


@pytest.mark.parametrize(
    ("season", "since", "until", "touched"),
    [
        # one date: the first and the last day belong to it, the day before and the day after do not
        (AUGUST, "2025-08-03", "2025-08-03", False),
        (AUGUST, "2025-08-04", "2025-08-04", True),
        (AUGUST, "2025-08-22", "2025-08-22", True),
        (AUGUST, "2025-08-23", "2025-08-23", False),
        (YEAR_END, "2025-12-19", "2025-12-19", False),
        (YEAR_END, "2025-12-20", "2025-12-20", True),
        (YEAR_END, "2025-12-31", "2025-12-31", True),
        (YEAR_END, "2026-01-01", "2026-01-01", True),
        (YEAR_END, "2026-01-03", "2026-01-03", True),
        (YEAR_END, "2026-01-04", "2026-01-04", False),
        (ONE_DAY_A_YEAR, "2025-07-31", "2025-07-31", False),
        (ONE_DAY_A_YEAR, "2025-08-01", "2025-08-01", True),
        (ONE_DAY_A_YEAR, "2025-08-02", "2025-08-02", False),
        # a wait, both ends included: it touches by its last day, by its first, or by lying around the season
        (AUGUST, "2025-07-21", "2025-08-03", False),
        (AUGUST, "2025-07-21", "2025-08-04", True),
        (AUGUST, "2025-08-22", "2025-09-05", True),
        (AUGUST, "2025-08-23", "2025-09-05", False),
        (AUGUST, "2025-07-21", "2025-09-05", True),
        (YEAR_END, "2026-01-04", "2026-12-19", False),
        (YEAR_END, "2026-01-04", "2026-12-20", True),
        (YEAR_END, "2025-12-01", "2026-01-30", True),
        # a year but a day has none of it in it where it begins the day after; a year, a leap year or more always has
        (ONE_DAY_A_YEAR, "2025-08-02", "2026-07-31", False),
        (ONE_DAY_A_YEAR, "2025-08-02", "2026-08-01", True),
        (ONE_DAY_A_YEAR, "2027-08-02", "2028-07-31", False),
        (ONE_DAY_A_YEAR, "2027-08-02", "2028-08-01", True),
        (YEAR_END, "2025-01-04", "2028-01-04", True),
    ],
)
def test_a_wait_touches_a_season_when_one_of_its_days_is_in_it(season, since, until, touched):
    assert season.touches(day(since), day(until)) is touched


days = st.dates(day("2024-12-01"), day("2028-03-31"))


@given(days, st.integers(1, 30), st.sampled_from([NEW_YORK, LONDON, ENGLAND]))
def test_counting_forth_and_back_returns_to_the_open_day_it_began_on(since: date, amount: int, place: Place):
    reached = count(since, amount, place, CALENDARS)
    assert closed_because(reached, place, CALENDARS) is None
    began = next(d for n in range(30) if closed_because(d := since - timedelta(days=n), place, CALENDARS) is None)
    assert count(reached, -amount, place, CALENDARS) == began


# Gaps and folds -----------------------------------------------------------------------------------------------------

# Worked out by hand from the zones' rules. A gap gives the first valid moment after it, a fold the first occurrence.
EXPECTED = {
    "ny-gap": "2027-03-14T07:00:00+00:00",  # 02:00 EST becomes 03:00 EDT: 03:00-04:00
    "ny-fold": "2026-11-01T05:30:00+00:00",  # still EDT, UTC-4
    "cairo-midnight-gap": "2026-04-23T22:00:00+00:00",  # 00:00 EET becomes 01:00 EEST: 01:00+03:00
    "santiago-midnight-gap": "2026-09-06T04:00:00+00:00",  # 00:00 -04 becomes 01:00 -03
    "beirut-midnight-gap": "2026-03-28T22:00:00+00:00",  # 00:00 EET becomes 01:00 EEST: 01:00+03:00
    "gaza-gap": "2026-03-28T00:00:00+00:00",  # 02:00 EET becomes 03:00 EEST: 03:00+03:00
    "lord-howe-30min": "2026-04-04T14:45:00+00:00",  # 02:00 +11 becomes 01:30 +10:30; the first 01:45 is +11
    "samoa-skipped-day": "2011-12-30T10:00:00+00:00",  # 29 Dec 24:00 -10 is 31 Dec 00:00 +14
    "leap-day": "2028-02-29T09:00:00+00:00",
    "year-end": "2026-12-31T09:59:00+00:00",  # UTC+14
    "min-offset": "2027-01-01T12:00:00+00:00",  # UTC-12
}
ODD = {"gap": "gap", "fold": "fold", "missing-day": "gap"}


def test_every_odd_wall_time_means_the_instant_worked_out_by_hand(shared: Path):
    cases = json.loads((shared / "samples/hostile/own/tz-cases.json").read_text(encoding="utf-8"))
    assert {case["id"] for case in cases} == {*EXPECTED, "overflow"}
    for case in cases:
        zone, local = ZoneInfo(case["zone"]), datetime.fromisoformat(case["local"])
        if case["id"] == "overflow":
            continue
        assert at_wall(local.date(), local.time(), zone).isoformat() == EXPECTED[case["id"]], case["id"]
        assert wall_oddity(local.date(), local.time(), zone) == ODD.get(case["kind"]), case["id"]


# Clocks jump an hour in New York on 14 March 2027 (02:00 EST is 07:00 UTC), half an hour on Lord Howe on 4 October 2026
# (02:00 +10:30 is 15:30 UTC the day before), and an hour in Cairo as 24 April 2026 begins (00:00 +02 is 22:00 UTC).
GAPS = [
    ("America/New_York", "2027-03-14T02:00", 60, "2027-03-14T07:00:00+00:00"),
    ("Australia/Lord_Howe", "2026-10-04T02:00", 30, "2026-10-03T15:30:00+00:00"),
    ("Africa/Cairo", "2026-04-24T00:00", 60, "2026-04-23T22:00:00+00:00"),
]


@pytest.mark.parametrize(("zone", "jump", "skipped", "first_valid"), GAPS)
def test_every_skipped_minute_means_the_same_moment_the_first_valid_one(zone, jump, skipped, first_valid):
    begins = datetime.fromisoformat(jump)
    meant = set()
    for minute in range(skipped):
        missing = begins + timedelta(minutes=minute)
        assert wall_oddity(missing.date(), missing.time(), ZoneInfo(zone)) == "gap"
        meant.add(at_wall(missing.date(), missing.time(), ZoneInfo(zone)).isoformat())
    assert meant == {first_valid}
    for around in (begins - timedelta(minutes=1), begins + timedelta(minutes=skipped)):
        assert wall_oddity(around.date(), around.time(), ZoneInfo(zone)) is None


@pytest.mark.parametrize(
    ("zone", "on", "clock", "oddity", "instant"),
    [
        # New York: the clock goes back from 02:00 EDT to 01:00 EST; until then it is UTC-4
        ("America/New_York", "2026-11-01", time(0, 59), None, "2026-11-01T04:59:00+00:00"),
        ("America/New_York", "2026-11-01", time(1), "fold", "2026-11-01T05:00:00+00:00"),
        ("America/New_York", "2026-11-01", time(1, 30), "fold", "2026-11-01T05:30:00+00:00"),
        ("America/New_York", "2026-11-01", time(1, 59), "fold", "2026-11-01T05:59:00+00:00"),
        ("America/New_York", "2026-11-01", time(2), None, "2026-11-01T07:00:00+00:00"),
        # Lord Howe: back from 02:00 +11 to 01:30 +10:30
        ("Australia/Lord_Howe", "2026-04-05", time(1, 29), None, "2026-04-04T14:29:00+00:00"),
        ("Australia/Lord_Howe", "2026-04-05", time(1, 45), "fold", "2026-04-04T14:45:00+00:00"),
        ("Australia/Lord_Howe", "2026-04-05", time(2), None, "2026-04-04T15:30:00+00:00"),
    ],
)
def test_a_repeated_time_means_its_first_occurrence(zone, on, clock, oddity, instant):
    assert at_wall(day(on), clock, ZoneInfo(zone)).isoformat() == instant
    assert wall_oddity(day(on), clock, ZoneInfo(zone)) == oddity


def test_a_clock_time_says_nothing_of_zones_whatever_it_carries():
    # the second half past one, or half past two of another zone: the day and the zone asked about decide
    second = time(1, 30, fold=1)
    assert at_wall(day("2026-11-01"), second, IN_NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    elsewhere = time(2, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert at_wall(day("2027-03-14"), elsewhere, IN_NEW_YORK) == datetime(2027, 3, 14, 7, tzinfo=UTC)
    assert wall_oddity(day("2027-03-14"), elsewhere, IN_NEW_YORK) == "gap"


def test_an_interview_after_the_end_of_time_is_refused_with_its_place():
    from followkit._core.facts import Interview

    with pytest.raises(InvalidFacts) as caught:
        Interview(id="panel", start=datetime.fromisoformat("9999-12-31T23:00"), zone="America/New_York")
    assert [(problem.place, problem.code) for problem in caught.value.problems] == [("start", "year")]


def test_a_day_begins_and_ends_when_its_clock_says_so():
    # Santiago skips 00:00 to 01:00 on 6 September 2026: that day begins at 01:00 -03, and lasts 23 hours
    santiago = ZoneInfo("America/Santiago")
    assert start_of(day("2026-09-06"), santiago).isoformat() == "2026-09-06T04:00:00+00:00"
    assert elapsed(start_of(day("2026-09-06"), santiago), end_of(day("2026-09-06"), santiago)) == timedelta(hours=23)


zones = st.sampled_from(["America/New_York", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"])
minutes = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))


@given(st.dates(day("2011-12-01"), day("2027-12-31")), minutes, zones)
def test_a_wall_time_that_exists_is_shown_by_the_clock_and_one_that_does_not_is_never_early(
    on: date, at: time, name: str
):
    zone, wanted = ZoneInfo(name), datetime.combine(on, at)
    instant = at_wall(on, at, zone)
    shown = wall(instant, zone)
    if wall_oddity(on, at, zone) == "gap":
        assert shown > wanted
        assert wall(shift(instant, timedelta(seconds=-1)), zone) < wanted  # the first valid moment
    else:
        assert shown == wanted
        assert wall(shift(instant, timedelta(hours=-1)), zone) != wanted or name == "Australia/Lord_Howe"


# Instants -----------------------------------------------------------------------------------------------------------


QUARTER_TO_TWO = datetime(2026, 11, 1, 1, 45, tzinfo=IN_NEW_YORK)  # 05:45 UTC
QUARTER_PAST_ONE_AGAIN = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=IN_NEW_YORK)  # 06:15 UTC, half an hour later


def test_two_moments_of_one_zone_compare_by_instant_and_not_by_wall_clock():
    first, second = QUARTER_TO_TWO, QUARTER_PAST_ONE_AGAIN
    assert is_before(first, second)
    assert elapsed(first, second) == timedelta(minutes=30)
    for both in ((first, second), (second, first)):
        assert earliest_of(*both) is first
        assert latest_of(*both) is second


@pytest.mark.parametrize(("minute", "come"), [(44, 0), (45, 1), (60, 1), (74, 1), (75, 2), (76, 2)])
def test_what_has_come_by_a_moment_is_counted_by_instant_the_moment_itself_included(minute, come):
    moments = [QUARTER_TO_TWO, QUARTER_PAST_ONE_AGAIN]
    at = datetime(2026, 11, 1, 5, tzinfo=UTC) + timedelta(minutes=minute)
    assert come_by(moments, at) == come
    assert come_by(moments, at.astimezone(IN_NEW_YORK)) == come
    assert come_by([], at) == 0


@pytest.mark.parametrize("moment", [QUARTER_TO_TWO, QUARTER_PAST_ONE_AGAIN])
def test_instants_are_in_utc_itself_on_every_machine(moment):
    # not in the machine's own zone, which may be UTC where this runs and another one elsewhere
    assert utc(moment).tzinfo is UTC
    for clock in (time(1, 15), time(12)):
        assert at_wall(day("2026-11-01"), clock, IN_NEW_YORK).tzinfo is UTC
    assert at_wall(day("2027-03-14"), time(2, 20), IN_NEW_YORK).tzinfo is UTC


def test_what_is_shown_has_a_fixed_offset_and_the_right_date():
    zone = ZoneInfo("Pacific/Kiritimati")
    moment = datetime(2026, 12, 31, 9, 59, tzinfo=UTC)
    assert seen_from(moment, zone).isoformat() == "2026-12-31T23:59:00+14:00"
    assert local_date(shift(moment, timedelta(minutes=1)), zone) == day("2027-01-01")


def test_the_second_of_two_equal_clock_times_is_told_by_its_offset_alone():
    shown = seen_from(datetime(2026, 11, 1, 6, 15, tzinfo=UTC), IN_NEW_YORK)
    assert shown.isoformat() == "2026-11-01T01:15:00-05:00"
    assert (shown.tzinfo, shown.fold) == (timezone(timedelta(hours=-5)), 0)


@pytest.mark.parametrize("place", [Place(zone=None), Place(zone="Mars/Olympus"), Place(zone="posixrules")])
def test_an_unknown_zone_is_asked_for_and_never_guessed(place):
    with pytest.raises(InvalidFacts) as caught:
        known_zone(place, CALENDARS)
    assert caught.value.problems == (
        Problem(
            place="zone",
            code="unknown-zone",
            message="the time zone is not known",
            hint="name it, as in America/New_York",
        ),
    )


def test_where_nobody_said_a_zone_no_zone_is_looked_up():
    told: list[str] = []
    asked = Calendars(zone=told.append, holidays=lambda *which: {}, country_of=lambda zone: None)
    for place in (Place(zone=None), Place(zone="")):
        with pytest.raises(InvalidFacts):
            known_zone(place, asked)
    assert told == []


class Nowhere(tzinfo):
    """A zone that does not say how far it is from UTC."""

    def utcoffset(self, moment: datetime | None) -> None:
        return None

    dst = tzname = utcoffset


@pytest.mark.parametrize("zone", [None, Nowhere()], ids=["none", "one without an offset"])
def test_a_moment_without_a_zone_is_no_instant(zone):
    naive = datetime(2025, 6, 5, 14, tzinfo=zone)
    problem = Problem(
        place="", code="naive-moment", message="a moment without a zone", hint="give an offset or a time zone"
    )
    for ask in (utc, lambda moment: come_by([moment], QUARTER_TO_TWO), lambda moment: earliest_of(moment, moment)):
        with pytest.raises(InvalidFacts) as caught:
            ask(naive)
        assert caught.value.problems == (problem,)
