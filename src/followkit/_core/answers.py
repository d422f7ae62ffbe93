"""Take what a record of a plugin answers for exactly what it should be, made of plain values.

A subclass may answer otherwise the next time it is looked at, or raise. So everything here is called where a failure
counts as one of the record that was asked, and what comes out of it is Python's own: nobody need look at it twice.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from attrs import evolve

from followkit._core.decisions import Parameter, Reason
from followkit._core.findings import Finding
from followkit._core.records import CLEAR, Holds, Missing, Verdict
from followkit._core.timing import LAST_YEAR, as_plain

_PLAIN = frozenset({str, int, bool, date})


def text(given: object) -> str:
    """Return plain text.

    Args:
        given: text, or of a kind of text (a word of an enumeration).

    Raises:
        TypeError: for anything else.

    >>> text("no-pager")
    'no-pager'
    """
    if not isinstance(given, str):
        raise TypeError("is no text")
    return str.__str__(given)


def kind_of(given: object) -> str:
    """Return the name of the type of an error, or of what else was given, as it can be shown.

    What it says itself may be personal, or raise.
    """
    return printable(type.__dict__["__name__"].__get__(type(given)))


def printable(given: str) -> str:
    r"""Return text with nothing in it that could disturb a page or a terminal.

    >>> printable("Odd\x1b[2JError\n")
    'Odd?[2JError?'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in str.__str__(given))


def address(given: object) -> str | Missing:
    """Return where somebody is, or why nobody can say; nothing for what is neither."""
    if type(given) is Missing:
        return evolve(given, code=text(given.code))
    return text(given) if isinstance(given, str) else ""


def verdict(given: object) -> Verdict | None:
    """Return what a guard says; None for what is no verdict.

    Raises:
        ValueError: for a delay into years that nobody plans for; what must never happen is a veto.
    """
    if given is CLEAR:
        return CLEAR
    if type(given) is not Verdict:
        return None
    moment = _instant_or_none(given.not_before)
    if moment is not None and moment.year > LAST_YEAR:
        raise ValueError("is later than any plan")
    return evolve(given, not_before=moment, reason=_reason(given.reason))


def holding(given: object) -> Holds | None:
    """Return what a condition says; None for what is no answer."""
    if type(given) is not Holds:
        return None
    if given.reason is None and given.until is None:
        return given
    return evolve(given, until=_instant_or_none(given.until), reason=_reason(given.reason))


def finding(given: object) -> Finding:
    """Return what a check found.

    Raises:
        TypeError: for what is none, or cannot be put in order and into words.
    """
    if type(given) is not Finding:
        raise TypeError("is no finding")
    return evolve(
        given,
        code=text(given.code),
        handle=text(given.handle),
        place=text(given.place),
        span=_stretch(given.span),
        said=text(given.said),
        meant=text(given.meant),
        parameters=_parameters(given.parameters),
    )


def _stretch(given: object) -> tuple[int, int] | None:
    if given is None:
        return None
    if type(given) is not tuple or len(given) != 2 or any(type(end) is not int for end in given) or given[0] > given[1]:
        raise TypeError("is no start and end")
    return given


def _reason(given: object) -> Reason | None:
    if given is None:
        return None
    if type(given) is not Reason:
        raise TypeError("is no reason")
    return evolve(given, code=text(given.code), parameters=_parameters(given.parameters))


def _parameters(given: Any) -> dict[str, Parameter]:
    return {text(name): _parameter(value) for name, value in given.items()}


def _parameter(given: Any) -> Parameter:
    if type(given) in _PLAIN:
        found: Parameter = given
    elif isinstance(given, str):
        found = text(given)
    elif isinstance(given, tuple):
        found = tuple(map(text, given))
    elif isinstance(given, datetime):
        found = as_plain(given)
    elif isinstance(given, date):
        found = date(given.year, given.month, given.day)
    elif isinstance(given, int):
        found = int.__int__(given)
    else:
        raise TypeError("is neither text, a number, a date nor an instant")
    return found


def _instant_or_none(given: datetime | None) -> datetime | None:
    return None if given is None else as_plain(given)
