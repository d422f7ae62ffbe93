"""Read the seasons of a policy: stretches of the year in which every wait is longer (CI-11)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from followkit._core.quantities import Quantities
from followkit._core.timing import Season

_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")
_LEAP_YEAR = 2024  # so that 29 February is a day
_NEEDED = {"from", "to", "adds"}


def seasons(tables: Mapping[str, Mapping[str, Any]], read: Quantities) -> tuple[Season, ...]:
    """Return the seasons in ``[seasons.<name>]`` tables, by name; what cannot be read is left out, and told.

    Args:
        tables: the merged tables by name.
        read: reads spans and notes problems.
    """
    found = []
    for name, table in sorted(tables.items()):
        if not table.get("enabled", True):
            continue
        place, before = f"seasons.{name}", len(read.problems)
        told = {problem.place for problem in read.problems}
        for key in sorted(_NEEDED):
            if key not in table and f"{place}.{key}" not in told:
                read.wrong(f"{place}.{key}", "missing", f"{key} is missing")
        first, last = (_month_day(f"{place}.{key}", table.get(key), read) for key in ("from", "to"))
        adds = read.open_days(f"{place}.adds", table.get("adds"))
        if len(read.problems) == before and table.keys() >= _NEEDED:
            found.append(Season(name=name, first=first, last=last, adds=adds))
    return tuple(found)


def _month_day(place: str, text: str | None, read: Quantities) -> tuple[int, int]:
    matched = _MONTH_DAY.fullmatch(text or "")
    month, day = map(int, matched.groups()) if matched else (0, 0)
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        if text is not None:
            read.wrong(place, "month-day", "is no day of the year", 'month and day, as in "12-20"')
        return 1, 1
    return month, day
