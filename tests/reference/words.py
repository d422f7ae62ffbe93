"""Read what employers say instead of a date as the end of what it names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date

from tests.reference.clock import DAY, Place, counted, open_day_before

FILLING = (
    *("end of day", "end of business", "in", "by", "within", "about", "around", "at", "the"),
    *("sometime", "some time", "probably", "hopefully", "roughly"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = [name.lower() for name in calendar.month_name]


def meaning(words: str, policy: Mapping[str, str]) -> str:
    """Return what the policy says these words mean, else the words without what only fills them out."""
    text = " ".join(words.casefold().split()).rstrip(".!")
    if text in policy:
        return policy[text]
    for filling in FILLING:
        text = " ".join(re.sub(rf"\b{filling}\b", " ", text).split())
    return policy.get(text, text)


def last_day(said: str, on: date, place: Place) -> date | None:
    """Return the last day of what was said on a day, or None when that is no day."""
    ends = _named_end(said, on)
    if ends is not None:
        return open_day_before(ends, place)
    if matched := re.fullmatch(r"(\d{1,2})(st|nd|rd|th)", said):
        return _day_of_month(int(matched[1]), on)
    if matched := re.fullmatch(r"(?:\d{1,2} ?(?:-|–|to|or) ?)?(\d{1,2}) (week|business day|working day|day)s?", said):
        amount, unit = int(matched[1]), matched[2]
        if unit == "day":
            return open_day_before(on + amount * DAY, place)
        return counted(on, amount * 5 if unit == "week" else amount, place)
    return None


def _named_end(said: str, on: date) -> date | None:
    if said in ("today", "tomorrow"):
        return on if said == "today" else on + DAY
    if said.removeprefix("next ") in WEEKDAYS:
        wanted = WEEKDAYS.index(said.removeprefix("next "))
        day = on + DAY
        if said.startswith("next "):  # of the week that begins on the next Monday
            day = _following(0, day)
        return _following(wanted, day)
    if said in ("end of this week", "end of next week"):
        friday = _following(4, on)
        return friday if said == "end of this week" else friday + 7 * DAY
    if said in ("end of this month", "end of next month"):
        last = _last_of_month(on)
        return last if said == "end of this month" else _last_of_month(last + DAY)
    if said.startswith("end of ") and said.removeprefix("end of ") in MONTHS[1:]:
        day = on
        while day.month != MONTHS.index(said.removeprefix("end of ")):
            day = _last_of_month(day) + DAY
        return _last_of_month(day)
    return None


def _following(weekday: int, day: date) -> date:
    while day.weekday() != weekday:
        day += DAY
    return day


def _last_of_month(day: date) -> date:
    while (day + DAY).month == day.month:
        day += DAY
    return day


def _day_of_month(number: int, day: date) -> date | None:
    for _ in range(62):
        if day.day == number:
            return day
        day += DAY
    return None
