"""Count how much of a limit is used: contacts of one slot in one silence, and status contacts in a rolling window.

Contacts of the candidate's other applications with the same employer count like those of this one (CI-08).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from followkit._core.contacts import ContactMade
from followkit._core.decisions import Allowance
from followkit._core.rulebook import Limits
from followkit._core.situation import Situation
from followkit._core.timing import Place, count, is_before, last_open_days, local_date, start_of

STATUS_CONTACTS = "status-contacts"
"""What the rolling limit of all that asks is called among allowances, as in a policy's ``[limits]``."""


class Allowed(NamedTuple):
    """Hold how much of each limit is used, and the instants at which time alone changes that."""

    allowances: tuple[Allowance, ...]
    turns: tuple[datetime, ...]


def allowed(situation: Situation, limits: Limits, now: datetime) -> Allowed:
    """Return how much of each limit is used at *now*: of each slot's while a silence runs, and of the rolling one.

    Nothing is limited once the process is over, and nothing rolls where nobody knows whose days count.
    """
    if situation.closed is not None:
        return Allowed((), ())
    slots = limits.per_silence.items() if situation.silence else ()
    silent = [Allowance(slot=slot, used=used_in_silence(slot, situation), of=most) for slot, most in slots]
    rolling, turns = _rolling(situation, limits, now)
    return Allowed((*sorted(silent, key=lambda one: one.slot), *rolling), turns)


def _rolling(situation: Situation, limits: Limits, now: datetime) -> tuple[tuple[Allowance, ...], tuple[datetime, ...]]:
    place, calendars = situation.place(), situation.calendars
    zone = calendars.zone(place.zone or "")
    if zone is None:
        return (), ()
    asked = [one for one in (*situation.contacts, *situation.elsewhere) if one.status]
    days = days_asked([one for one in asked if not is_before(now, one.at)], zone)
    amount = limits.status_within.amount
    used = len(within(days, amount, local_date(now, zone), place, situation))
    enters = [one.at for one in asked]
    leaves = [start_of(count(local_date(one.at, zone), amount, place, calendars), zone) for one in asked]
    return (Allowance(slot=STATUS_CONTACTS, used=used, of=limits.status_count),), (*enters, *leaves)


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
