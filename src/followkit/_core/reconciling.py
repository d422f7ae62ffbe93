"""Compare a plan with the flat rows a host stored, and say what to create, move, cancel and keep.

Rows are what :func:`rows` gives: text, truth and None by column, so that any table holds them. They are compared by
key, in whatever order they come, and what a host left out is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve, field, frozen

from followkit._core.decisions import FollowUp, Reason
from followkit._core.errors import InvalidFacts, Problem
from followkit._core.plans import UNCHANGED, Plan, added_because, dropped_because, sent_otherwise
from followkit._core.timing import utc

Row = Mapping[str, str | bool | None]

SETTLED = frozenset({"sent", "done"})
"""The states of rows that are kept whatever the plan says."""
CANCELLED = "cancelled"
"""The state of rows that are kept until the plan asks for them again."""
_TIMES = ("earliest", "target", "late_after", "expires")
_SEPARATOR = ","


@frozen(kw_only=True)
class Action:
    """Hold what to do with one row.

    Args:
        key, handle: which one.
        row: the columns as they should be stored, or None where the row is cancelled or stays as it is.
        reason: why.
    """

    key: str
    handle: str
    row: Row | None = field(hash=False)
    reason: Reason


@frozen(kw_only=True)
class Reconciliation:
    """Hold what makes stored rows say what a plan says.

    Args:
        create: what is planned and has no row.
        move: what has a row with other times, another recipient or channel, or one that was cancelled.
        cancel: what has a row and is planned no more.
        keep: the rest, with the columns as they are now: its state may have changed.
    """

    create: tuple[Action, ...]
    move: tuple[Action, ...]
    cancel: tuple[Action, ...]
    keep: tuple[Action, ...]


def rows(plan: Plan) -> tuple[dict[str, str | bool | None], ...]:
    """Return a plan as flat rows, one for each follow-up, those that are to follow in silence included.

    Args:
        plan: what to store; a row holds ids, codes and times, no names.
    """
    real = [_row(one, ahead=False) for one in plan.follow_ups]
    return (*real, *(_row(one, ahead=True) for one in plan.ahead))


def reconcile(stored: Iterable[Mapping[str, Any]], plan: Plan) -> Reconciliation:
    """Compare stored rows with a plan, by key.

    Done once, it leaves nothing to do: a second time everything is kept. A row whose ``state`` is ``sent`` or ``done``
    is kept whatever the plan says.

    Args:
        stored: the rows a host keeps for this one application; of :func:`rows`, ``key`` and ``target`` are needed.
        plan: what they should say.

    Raises:
        InvalidFacts: for rows without a key, with one key twice, of another application, or with times that are no
            moments; each problem names the row by its index and the column, never a value.
    """
    given = list(stored) if isinstance(stored, Iterable) else [stored]
    _require_readable(given, plan)
    known = {str(row["key"]): row for row in given}
    follow_ups = {one.key: one for one in (*plan.follow_ups, *plan.ahead)}
    planned = {key: (follow_ups[key], row) for row in rows(plan) if (key := str(row["key"]))}
    compared = [_compared(known[key], one, row) for key, (one, row) in planned.items() if key in known]
    gone = sorted((row for key, row in known.items() if key not in planned), key=_order)
    return Reconciliation(
        create=tuple(
            Action(key=key, handle=one.handle, row=row, reason=added_because(one))
            for key, (one, row) in planned.items()
            if key not in known
        ),
        move=tuple(action for action in compared if action.reason != UNCHANGED),
        cancel=tuple(_without(row, _why_gone(row, plan)) for row in gone if not _rests(row)),
        keep=(
            *(action for action in compared if action.reason == UNCHANGED),
            *(_without(row, UNCHANGED) for row in gone if _rests(row)),
        ),
    )


def _row(one: FollowUp, *, ahead: bool) -> dict[str, str | bool | None]:
    times = {name: getattr(one.window, name) for name in _TIMES}
    return {
        "key": one.key,
        "handle": one.handle,
        "application": one.application,
        "slot": one.slot,
        "rule": one.rule,
        "subject": str(one.subject),
        "recipient": one.recipient,
        "about": _SEPARATOR.join(one.about),
        "channel": one.channel,
        **{name: moment.isoformat() if moment else None for name, moment in times.items()},
        "zone": one.window.zone,
        "state": one.state.value,
        "ahead": ahead,
    }


def _order(stored: Mapping[str, Any]) -> tuple[str, str]:
    return (str(stored.get("handle") or ""), str(stored["key"]))


def _compared(stored: Mapping[str, Any], one: FollowUp, row: Row) -> Action:
    if _state(stored) in SETTLED:
        return _without(stored, UNCHANGED)
    return Action(key=one.key, handle=one.handle, row=row, reason=_why_moved(stored, one, row))


def _why_moved(stored: Mapping[str, Any], one: FollowUp, row: Row) -> Reason:
    """Return why a row is to be changed, or that it is not."""
    if _state(stored) == CANCELLED:
        return added_because(one)
    told = {name: stored.get(name, row[name]) for name in ("recipient", "channel", "about")}
    about = tuple(part for part in str(told["about"] or "").split(_SEPARATOR) if part)
    otherwise = sent_otherwise(one, recipient=str(told["recipient"]), channel=str(told["channel"]), about=about)
    if otherwise is not None:
        return otherwise
    same = all(_instant(stored.get(name, row[name])) == _instant(row[name]) for name in _TIMES)
    return UNCHANGED if same else next(iter(one.reasons), Reason(code="window-moved"))


def _rests(stored: Mapping[str, Any]) -> bool:
    return _state(stored) in SETTLED | {CANCELLED}


def _state(stored: Mapping[str, Any]) -> str:
    state = stored.get("state")
    return state if isinstance(state, str) else ""


def _without(stored: Mapping[str, Any], reason: Reason) -> Action:
    return Action(key=str(stored["key"]), handle=str(stored.get("handle") or ""), row=None, reason=reason)


def _why_gone(stored: Mapping[str, Any], plan: Plan) -> Reason:
    handle = str(stored.get("handle") or "")
    told = {name: str(stored.get(name) or "") for name in ("rule", "subject")}
    slot = str(stored.get("slot") or handle.partition("/")[0])
    return dropped_because(plan, rule=told["rule"], slot=slot, subject=told["subject"], handle=handle)


# What cannot be read ------------------------------------------------------------------------------------------------


def _require_readable(given: Sequence[object], plan: Plan) -> None:
    problems: list[Problem] = []
    keys: set[str] = set()
    for index, row in enumerate(given):
        if isinstance(row, Mapping):
            found = [*_identity_problems(row, plan, keys), *_time_problems(row)]
            problems += [evolve(problem, place=f"rows[{index}].{problem.place}") for problem in found]
            keys.add(str(row.get("key")))
        else:
            problems.append(_problem(f"rows[{index}]", "not-a-row", "no mapping of columns", "as followkit.rows gives"))
    if problems:
        raise InvalidFacts(problems=problems)


def _identity_problems(row: Mapping[str, Any], plan: Plan, keys: set[str]) -> Iterator[Problem]:
    key = row.get("key")
    if not isinstance(key, str) or not key:
        yield _problem("key", "missing-key", "a row without its key", "keep what followkit.rows gave")
    elif key in keys:
        yield _problem("key", "duplicate-key", "another row has this key", "make it unique")
    if row.get("application", plan.application) != plan.application:
        hint = "give the rows of the application that is planned"
        yield _problem("application", "another-application", "a row of another application", hint)


def _time_problems(row: Mapping[str, Any]) -> Iterator[Problem]:
    if row.get("target") is None:
        yield _problem("target", "missing-time", "a row without its time", "keep what followkit.rows gave")
    for name in _TIMES:
        if row.get(name) is not None and _instant(row[name]) is None:
            yield _problem(name, "unreadable-time", "no moment with an offset", "as in 2025-06-17T10:00:00-04:00")


def _problem(place: str, code: str, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)


def _instant(moment: object) -> datetime | None:
    """Return a stored moment as an instant; None for none, and for what is no moment."""
    try:
        read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return utc(read) if isinstance(read, datetime) else None
    except (ValueError, OverflowError):
        return None
