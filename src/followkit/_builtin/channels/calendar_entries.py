"""Say what a calendar holds now, given what it held when it was last written (RFC 5545, section 3.8.7.4).

Whoever imports the file again goes by the entry's id and its revision. So an entry that says what it said keeps its
revision, one that says something else gets the next one, and one that is no longer planned is cancelled for a while
before it is left out: a calendar that it had been imported into would otherwise never hear of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from followkit._core.timing import is_before, shift

CANCELLED_FOR = timedelta(days=30)
"""How long a cancelled entry stays, from its own time or from its cancellation, whichever is later."""

_LINE_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


@frozen(kw_only=True)
class Entry:
    """Hold one entry of a calendar as it is written.

    Args:
        uid: the same for the same follow-up in every file.
        start: when it is time, in UTC and whole seconds.
        title, text: what it says; what cannot be read in a calendar is already out.
        alarms: how long before the start it rings.
        is_cancelled: whether it is no longer planned.
        sequence: its revision, counted from 0.
        changed: when that revision was made.
    """

    uid: str
    start: datetime
    title: str = field(repr=False)
    text: str = field(default="", repr=False)
    alarms: tuple[timedelta, ...] = ()
    is_cancelled: bool = False
    sequence: int = 0
    changed: datetime

    @property
    def said(self) -> tuple[object, ...]:
        """Give everything a reader sees: where this differs, the entry was revised."""
        return (self.start, self.title, self.text, self.alarms, self.is_cancelled)


@frozen(kw_only=True)
class Kept:
    """Hold what a calendar held when it was last written.

    Args:
        scope: what the calendar is of: one application, or an agenda.
        entries: what stood in it.
        left_out: the highest revision among entries that were left out since, or -1.
        name: what it was called.
    """

    scope: str = ""
    name: str = field(default="", repr=False)
    entries: tuple[Entry, ...] = ()
    left_out: int = -1


def readable(text: str) -> str:
    """Return what can be read of a text in a calendar: line ends of one kind, and no control characters."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return a text as one line."""
    return " ".join(readable(text).split())


def revised(
    planned: Sequence[Entry], before: Kept, *, now: datetime, complete: bool, cancelled: Callable[[str], str]
) -> Kept:
    """Return what the calendar holds now, in order of time.

    Args:
        planned: what should stand in it, each a first revision made now.
        before: what stood in it.
        now: when.
        complete: whether *planned* is everything; if not, what else stood in it stays as it is.
        cancelled: the title of an entry that is no longer planned, made from its title.
    """
    known = {one.uid: one for one in before.entries}
    uids = {one.uid for one in planned}
    others = [one for one in before.entries if one.uid not in uids]
    if complete:
        others = [_cancelled(one, now, cancelled) for one in others]
    stale = [one.sequence for one in others if one.is_cancelled and not _is_fresh(one, now)]
    entries = [
        *(_next(one, known.get(one.uid), before.left_out + 1) for one in planned),
        *(one for one in others if not one.is_cancelled or _is_fresh(one, now)),
    ]
    return Kept(scope=before.scope, entries=_in_order(entries), left_out=max((before.left_out, *stale)))


def _next(one: Entry, last: Entry | None, first: int) -> Entry:
    """Return the entry with its revision; *first* is that of one which is new, or was forgotten."""
    if last is None:
        return evolve(one, sequence=first)
    return last if one.said == last.said else evolve(one, sequence=last.sequence + 1)


def _cancelled(one: Entry, now: datetime, cancelled: Callable[[str], str]) -> Entry:
    """Return the entry without its words and alarms, so that nobody sends what is no longer planned."""
    if one.is_cancelled:
        return one
    title = one_line(cancelled(one.title))
    return Entry(uid=one.uid, start=one.start, title=title, is_cancelled=True, sequence=one.sequence + 1, changed=now)


def _is_fresh(one: Entry, now: datetime) -> bool:
    later = one.changed if is_before(one.start, one.changed) else one.start
    return is_before(now, shift(later, CANCELLED_FOR))


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: (one.start, one.title, one.uid)))
