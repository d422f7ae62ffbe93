"""Tell which instant an invite means, or that it does not say (RFC 5545 sections 3.3.5, 3.3.6 and 3.6.5).

A time zone is taken from three places only: an IANA name, a Windows name in the Unicode table, and the VTIMEZONE the
file brings along. Where the last two disagree about the instant, and where there is none of them, there is no instant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import islice

from attrs import frozen

from followkit import calendars
from followkit._core.timing import FIRST_YEAR, LAST_YEAR, at_wall, seen_from, wall_oddity
from followkit.adapters.icalendar_components import Component, Line

Zones = Mapping[str, Component | None]
"""The VTIMEZONEs of one calendar by TZID; None where two of one name differ."""

MAX_OBSERVANCES = 100
MAX_DEFINITION = 20_000
"""How many characters the values of one VTIMEZONE may have; the fullest real ones have half of that."""
MAX_COUNT = 50

_UTC_NAMES = frozenset({"UTC", "GMT", "Etc/UTC", "Etc/GMT"})
_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_YEARLY = frozenset({"FREQ", "INTERVAL", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"})
_WHEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?", re.ASCII
)


@frozen(kw_only=True)
class Moment:
    """Hold one time of an invite.

    Args:
        wall: the local time as written, without a zone; a date for a whole day.
        instant: the instant meant, aware; None for a whole day and where *doubt* says why it is unknown.
        zone: the IANA name of the zone it was written in, or None.
        doubt: ``""``, ``no-zone``, ``zones-disagree`` (TZID and VTIMEZONE mean different instants) or ``utc-and-zone``
            (written in UTC and in a zone at once).
        tzid: the zone as written.
        by_file: for ``zones-disagree``, the instant the file's own VTIMEZONE gives.
    """

    wall: datetime | date
    instant: datetime | None = None
    zone: str | None = None
    doubt: str = ""
    tzid: str = ""
    by_file: datetime | None = None

    @property
    def is_whole_day(self) -> bool:
        """Tell whether only a date was given."""
        return not isinstance(self.wall, datetime)


def read_moment(line: Line, zones: Zones, fallback: str | None = None) -> Moment | None:
    """Return the time a DTSTART, DTEND or RECURRENCE-ID line means, or None when its value is no time.

    Args:
        line: the property.
        zones: the VTIMEZONEs of its calendar.
        fallback: an IANA zone somebody gave for times whose zone the invite does not say.

    >>> start = Line(name="DTSTART", parameters={"TZID": "Pacific Standard Time"}, value="20261030T140000")
    >>> moment = read_moment(start, {})
    >>> moment.zone, moment.instant.isoformat()
    ('America/Los_Angeles', '2026-10-30T14:00:00-07:00')
    >>> read_moment(Line(name="DTSTART", value="20261030T140000"), {}).doubt
    'no-zone'
    """
    read = _when(line.value.strip())
    if read is None:
        return None
    wall, is_utc = read
    if not isinstance(wall, datetime) or not FIRST_YEAR <= wall.year <= LAST_YEAR:
        return Moment(wall=wall)
    tzid = line.parameter("TZID")
    if is_utc:
        if tzid and zone_name(tzid) not in _UTC_NAMES:
            return Moment(wall=wall, doubt="utc-and-zone", tzid=tzid)
        return Moment(wall=wall, instant=wall.replace(tzinfo=UTC))
    return _local(wall, tzid, zones, fallback)


def zone_name(tzid: str) -> str | None:
    """Return the IANA name a TZID stands for, by itself or as a Windows name, or None.

    >>> zone_name("W. Europe Standard Time"), zone_name("Europe/Kiev"), zone_name("Local")
    ('Europe/Berlin', 'Europe/Kiev', None)
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return next((name for name in (tzid, WINDOWS_TO_OLSON.get(tzid, "")) if calendars.zone(name)), None)


def read_duration(text: str) -> tuple[int, timedelta] | None:
    """Return the whole days and the exact rest of a DURATION, negative ones too, or None (RFC 5545 section 3.3.6).

    >>> read_duration("PT1H15M"), read_duration("P1W")
    ((0, datetime.timedelta(seconds=4500)), (7, datetime.timedelta(0)))
    """
    matched = _DURATION.fullmatch(text.strip().upper())
    if matched is None or text.strip()[-1:].upper() in ("P", "T"):
        return None
    weeks, days, hours, minutes, seconds = (int(digits or 0) for digits in matched.groups()[1:])
    sign = -1 if matched[1] == "-" else 1
    return sign * (7 * weeks + days), sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _when(text: str) -> tuple[datetime | date, bool] | None:
    matched = _WHEN.fullmatch(text.upper())
    if matched is None:
        return None
    year, month, day, hour, minute, second = (int(digits or 0) for digits in matched.groups()[:6])
    try:
        whole_day = date(year, month, day)
        if matched[4] is None:
            return whole_day, False
        return datetime.combine(whole_day, time(hour, minute, second)), matched[7] == "Z"
    except ValueError:
        return None


def _local(wall: datetime, tzid: str, zones: Zones, fallback: str | None) -> Moment:
    definition = zones.get(tzid) if tzid else None
    name = zone_name(tzid) or (zone_name(definition.value("X-LIC-LOCATION")) if definition else None)
    by_file = meant_by(definition, wall) if definition else None
    if name is not None:
        instant = _in_zone(wall, name)
        if by_file is not None and instant not in by_file and (by_file or not _is_skipped(wall, name)):
            doubted = by_file[0] if by_file else None
            return Moment(wall=wall, zone=name, doubt="zones-disagree", tzid=tzid, by_file=doubted)
        return Moment(wall=wall, instant=instant, zone=None if _is_no_place(name) else name, tzid=tzid)
    if by_file:
        return Moment(wall=wall, instant=by_file[0], tzid=tzid)
    if fallback is not None:
        return Moment(wall=wall, instant=_in_zone(wall, fallback), zone=fallback, tzid=tzid)
    return Moment(wall=wall, doubt="no-zone", tzid=tzid)


def _is_no_place(name: str) -> bool:
    """Tell whether a zone names an offset, where nobody lives; its office hours would be wrong."""
    return name in _UTC_NAMES or name.startswith("Etc/")


def _in_zone(wall: datetime, name: str) -> datetime | None:
    zone = calendars.zone(zone_name(name) or "")
    return seen_from(at_wall(wall.date(), wall.time(), zone), zone) if zone else None


def _is_skipped(wall: datetime, name: str) -> bool:
    zone = calendars.zone(name)
    return zone is not None and wall_oddity(wall.date(), wall.time(), zone) == "gap"


# A file's own VTIMEZONE ---------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Change:
    """Hold one change of the clock: when, in UTC without tzinfo, and the offsets before and after it."""

    at: datetime
    before: timedelta
    after: timedelta


def meant_by(definition: Component, wall: datetime) -> tuple[datetime, ...] | None:
    """Return the instants at which a VTIMEZONE's clock shows *wall*, earliest first.

    None stands for a definition that cannot be followed. There is no instant in a gap, and two in a repeated hour, of
    which the first is meant (RFC 5545 section 3.3.5).
    """
    observances = definition.inside("STANDARD", "DAYLIGHT")
    length = sum(len(line.value) for part in observances for line in part.lines)
    if not 0 < len(observances) <= MAX_OBSERVANCES or length > MAX_DEFINITION:
        return None
    try:
        changes = sorted(
            (change for part in observances for change in _changes(part, wall.year)), key=lambda change: change.at
        )
    except (ValueError, OverflowError):
        return None
    offsets = {change.after for change in changes} | {changes[0].before}
    shown = (offset for offset in offsets if _offset_at(wall - offset, changes) == offset)
    return tuple(sorted(wall.replace(tzinfo=timezone(offset)) for offset in shown))


def _offset_at(moment: datetime, changes: list[_Change]) -> timedelta:
    passed = bisect_right(changes, moment, key=lambda change: change.at)
    return changes[passed - 1].after if passed else changes[0].before


def _changes(observance: Component, year: int) -> list[_Change]:
    """Return the changes of one STANDARD or DAYLIGHT part that matter in *year*; raise ValueError when in doubt."""
    before, after = (_offset(observance.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    onset, _ = _date_time(observance.value("DTSTART"))
    onsets = {onset}
    for line in observance.each("RDATE"):
        onsets |= {_date_time(text)[0] for text in line.value.split(",")}
    for line in observance.each("RRULE"):
        rule = line.value.strip().upper()
        onsets |= set(_yearly(rule, onset, before, 0 if "COUNT=" in rule else year))
    return [_Change(at=moment - before, before=before, after=after) for moment in onsets]


@lru_cache(maxsize=256)
def _yearly(rule: str, onset: datetime, before: timedelta, year: int) -> tuple[datetime, ...]:
    """Return the local onsets a yearly rule gives around *year*, or in the last years before it ended.

    A rule that is counted from its onset gives all of them, whatever the year.
    """
    parts = dict(part.strip().partition("=")[::2] for part in rule.split(";") if part.strip())
    if parts.keys() - _YEARLY or parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1":
        raise ValueError("not a plain yearly rule")
    last = year + 1
    until, until_is_utc = _date_time(parts["UNTIL"]) if "UNTIL" in parts else (None, False)
    if until is not None:
        until = until + before if until_is_utc else until
        last = min(last, until.year)
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    if count is not None and not 0 < count <= MAX_COUNT:
        raise ValueError("a rule for more years than a clock was ever changed by")
    first = onset.year if count else max(last - 2, onset.year)
    last = onset.year + count if count else last
    days = (day for ruled in range(first, last + 1) for day in _days(parts, onset, ruled))
    moments = (datetime.combine(day, onset.time()) for day in days)
    ruled = (moment for moment in moments if onset <= moment and (until is None or moment <= until))
    return tuple(islice(ruled, count))


def _days(parts: Mapping[str, str], onset: datetime, year: int) -> Iterator[date]:
    if "BYMONTH" not in parts and ("BYDAY" in parts or "BYMONTHDAY" in parts):
        raise ValueError("a yearly rule without a month")
    month = int(parts.get("BYMONTH", onset.month))
    weekdays = [_weekday(text) for text in parts["BYDAY"].split(",")] if "BYDAY" in parts else None
    own_day = None if weekdays else [onset.day]
    numbers = [int(text) for text in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else own_day
    length = monthrange(year, month)[1]
    for number in range(1, length + 1):
        day = date(year, month, number)
        ranks = (0, (number - 1) // 7 + 1, -((length - number) // 7 + 1))
        fits = weekdays is None or any(day.weekday() == weekday and rank in ranks for rank, weekday in weekdays)
        if fits and (numbers is None or number in numbers or number - length - 1 in numbers):
            yield day


def _weekday(text: str) -> tuple[int, int]:
    """Read ``-1SU`` as (-1, Sunday); without a number it is any Sunday, rank 0."""
    text = text.strip()
    if text[-2:] not in _WEEKDAYS:
        raise ValueError("no weekday")
    return int(text[:-2] or 0), _WEEKDAYS[text[-2:]]


def _date_time(text: str) -> tuple[datetime, bool]:
    read = _when(text.strip())
    if read is None:
        raise ValueError("no time")
    moment, is_utc = read
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time()), is_utc


def _offset(text: str) -> timedelta:
    matched = _OFFSET.fullmatch(text.strip())
    if matched is None:
        raise ValueError("no offset")
    size = timedelta(hours=int(matched[2]), minutes=int(matched[3]), seconds=int(matched[4] or 0))
    if size >= timedelta(days=1):
        raise ValueError("no offset")
    return -size if matched[1] == "-" else size
