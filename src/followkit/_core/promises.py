"""Read what employers say instead of a date, as the END of what it names (CI-04).

A policy's ``[promises]`` turns phrases of a language into meanings; the meanings are the few words known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from followkit._core.timing import ONE_DAY, Calendars, Place, count, open_day_on_or_before

NOTHING = "nothing"
"""The meaning of words that name no time ("soon")."""

_FILLING = re.compile(
    r"\b(?:end of day|end of business|in|by|within|about|around|at|the|sometime|some time|probably|hopefully|roughly)\b"
)
_AMOUNT = re.compile(r"(?:\d{1,2} ?(?:-|–|to|or) ?)?(\d{1,2}) (weeks?|business days?|working days?|days?)")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def meaning_of(words: str, promises: Mapping[str, str]) -> str:
    """Return what *words* mean by the policy's table, or the words themselves, without what fills them out.

    >>> meaning_of("Sometime next  week", {"next week": "end of next week"})
    'end of next week'
    """
    text = " ".join(words.casefold().split()).rstrip(".!")
    bare = " ".join(_FILLING.sub(" ", text).split())
    return promises.get(text) or promises.get(bare, bare)


def is_meaning(text: str) -> bool:
    """Tell whether *text* is a meaning a policy may give: a named end, an amount of days or weeks, or ``nothing``.

    >>> is_meaning("end of next week"), is_meaning("2 weeks"), is_meaning("whenever")
    (True, True, False)
    """
    return text == NOTHING or text in _ENDS or any(form.fullmatch(text) for form in (_AMOUNT, _DAY_OF_MONTH))


def end_of_words(meaning: str, said_on: date, place: Place, calendars: Calendars) -> date | None:
    """Return the last day of what was meant, or None when it names no day.

    Args:
        meaning: from :func:`meaning_of`.
        said_on: the local date it was said on.
        place, calendars: whose business days count.
    """
    if meaning in _ENDS:
        return open_day_on_or_before(_ENDS[meaning](said_on), place, calendars)
    named = _DAY_OF_MONTH.fullmatch(meaning)
    if named is not None:
        return _next_day_of_month(int(named[1]), said_on)
    amount = _AMOUNT.fullmatch(meaning)
    if amount is None:
        return None
    unit = amount[2].rstrip("s")
    if unit == "day":
        return open_day_on_or_before(said_on + int(amount[1]) * ONE_DAY, place, calendars)
    return count(said_on, int(amount[1]) * (5 if unit == "week" else 1), place, calendars)


def _next_day_of_month(number: int, day: date) -> date | None:
    """Return the next date with this number, on or after *day*; None for a number no month has."""
    following = (day + offset * ONE_DAY for offset in range(62))
    return next((one for one in following if one.day == number), None)


def _end_of_week(day: date) -> date:
    return day + (4 - day.weekday()) % 7 * ONE_DAY


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY


def _next(weekday: int) -> Callable[[date], date]:
    return lambda day: day + ((weekday - day.weekday() - 1) % 7 + 1) * ONE_DAY


def _in_next_week(weekday: int) -> Callable[[date], date]:
    return lambda day: day + (7 - day.weekday() + weekday) * ONE_DAY


def _end_of_named_month(month: int) -> Callable[[date], date]:
    def end(day: date) -> date:
        year = day.year + (month < day.month)
        return _end_of_month(date(year, month, 1))

    return end


_ENDS: Mapping[str, Callable[[date], date]] = {
    "today": lambda day: day,
    "tomorrow": lambda day: day + ONE_DAY,
    "end of this week": _end_of_week,
    "end of next week": lambda day: _end_of_week(day) + 7 * ONE_DAY,
    "end of this month": _end_of_month,
    "end of next month": lambda day: _end_of_month(_end_of_month(day) + ONE_DAY),
    **{name: _next(index) for index, name in enumerate(_WEEKDAYS)},
    **{f"next {name}": _in_next_week(index) for index, name in enumerate(_WEEKDAYS)},
    **{f"end of {name}": _end_of_named_month(index) for index, name in enumerate(_MONTHS, 1)},
}
