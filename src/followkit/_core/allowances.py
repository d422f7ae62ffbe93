"""Count how much of a limit is used: contacts of one slot in one silence, and status contacts in a rolling window.

Contacts of the candidate's other applications with the same employer count like those of this one (CI-08).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo

from followkit._core.contacts import ContactMade
from followkit._core.situation import Situation
from followkit._core.timing import Place, is_before, last_open_days, local_date


def used_in_silence(slot: str, situation: Situation) -> int:
    """Return how many contacts of *slot* the running silence has seen, elsewhere at the same employer included."""
    silence = situation.silence
    if silence is None:
        return 0
    others = [one for one in situation.elsewhere if one.status and one.slot == slot]
    return len(situation.sent_in_silence(slot)) + sum(not is_before(one.at, silence.since) for one in others)


def days_asked(contacts: Iterable[ContactMade], zone: tzinfo) -> list[date]:
    """Return the local dates of the status contacts among *contacts*, in order."""
    return sorted(local_date(one.at, zone) for one in contacts if one.status)


def within(days: Iterable[date], amount: int, day: date, place: Place, situation: Situation) -> list[date]:
    """Return those of *days* that the last *amount* open dates up to *day* hold, and later ones."""
    first = min(last_open_days(day, amount, place, situation.calendars))
    return [one for one in days if one >= first]
