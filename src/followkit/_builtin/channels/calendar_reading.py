"""Read back a calendar that we wrote, and nothing else: whatever we would not have written is refused.

The file is an input like any other. Only ids, revisions, moments and texts are taken from it, and they are written
anew; no line of it is ever passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from attrs import field, frozen

from followkit._builtin.channels.calendar_entries import Entry, Kept, one_line, readable
from followkit._core.checking import known_year
from followkit._core.errors import InvalidFacts, Problem

PRODUCT = "-//followkit//plan//EN"
MOST_BYTES = 10_000_000
SCOPE, LEFT_OUT = "X-FOLLOWKIT-SCOPE", "X-FOLLOWKIT-LEFT-OUT"

_LINE = re.compile(r"([A-Z-]+(?:;VALUE=[A-Z-]+)?):(.*)", re.DOTALL)
_MOMENT = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_UID = re.compile(r"[0-9a-f]{32}@followkit")
_NUMBER = re.compile(r"[0-9]{1,6}")  # far below what SEQUENCE may be, so that one more always fits
_SCOPE = re.compile(r"agenda|application-[0-9a-f]{32}")
_LENGTH = re.compile(r"(?:P0D|-P(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,2})H)?(?:([0-9]{1,2})M)?(?:([0-9]{1,2})S)?)?)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

_LINES = {
    "VCALENDAR": {
        *("VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL"),
        *(SCOPE, LEFT_OUT),
    },
    "VEVENT": {
        *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"),
        *("STATUS", "TRANSP"),
    },
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}
"""The lines that each block may have; the next table says which it must have."""
_NEEDED = {
    "VCALENDAR": {"PRODID", SCOPE},
    "VEVENT": {"UID", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "SUMMARY", "STATUS"},
    "VALARM": {"TRIGGER"},
}
_INSIDE = {"": "VCALENDAR", "VCALENDAR": "VEVENT", "VEVENT": "VALARM"}


@frozen(kw_only=True)
class _Block:
    """Hold one BEGIN … END block: where it begins, its lines by name, and the blocks inside it."""

    name: str
    number: int
    lines: dict[str, str] = field(factory=dict, repr=False)
    blocks: list[_Block] = field(factory=list)


def read_calendar(data: bytes) -> Kept:
    """Return what a calendar of ours holds.

    Args:
        data: the file as it was written.

    Raises:
        InvalidFacts: at ``previous``, for a file that we did not write, that somebody changed, or that is too large.
    """
    if len(data) > MOST_BYTES:
        raise refused("too-large", f"is larger than {MOST_BYTES // 1_000_000} MB", "choose another name")
    if f"PRODID:{PRODUCT}".encode() not in data:
        raise refused("not-our-calendar", "there is a file already that we did not write", "choose another name")
    calendar = _blocks(data)
    entries = tuple(_entry(block) for block in calendar.blocks)
    if len({one.uid for one in entries}) < len(entries):
        raise refused("calendar-changed", "two entries have one id", _CURE)
    lines = calendar.lines
    return Kept(
        scope=_matched(_SCOPE, lines[SCOPE], calendar),
        entries=entries,
        left_out=_revision(lines[LEFT_OUT], calendar) if LEFT_OUT in lines else -1,
    )


def refused(code: str, message: str, hint: str, *, place: str = "previous") -> InvalidFacts:
    """Return the error that says what is wrong, with the calendar of last time unless another place is named."""
    return InvalidFacts(problems=[Problem(place=place, code=code, message=message, hint=hint)])


_CURE = "choose another name, or move the file away to begin anew"


def _refuse(number: int) -> NoReturn:
    raise refused(
        "calendar-changed", f"line {number} of the file that is there already is not as we wrote it", _CURE
    ) from None


# Lines --------------------------------------------------------------------------------------------------------------


def _blocks(data: bytes) -> _Block:
    """Return the one VCALENDAR of a file."""
    outermost = _Block(name="", number=1)
    stack = [outermost]
    number = 1
    for number, text in _unfolded(data):
        matched = _LINE.fullmatch(text)
        if matched is None:
            _refuse(number)
        name, value = matched.groups()
        if name == "BEGIN":
            _begin(stack, value, number)
        elif name == "END":
            _end(stack, value, number)
        elif name not in _LINES.get(stack[-1].name, ()) or name in stack[-1].lines:
            _refuse(number)
        else:
            stack[-1].lines[name] = value
    if len(stack) > 1 or len(outermost.blocks) != 1:
        _refuse(number)
    return outermost.blocks[0]


def _begin(stack: list[_Block], name: str, number: int) -> None:
    if name != _INSIDE.get(stack[-1].name):
        _refuse(number)
    block = _Block(name=name, number=number)
    stack[-1].blocks.append(block)
    stack.append(block)


def _end(stack: list[_Block], name: str, number: int) -> None:
    block = stack.pop()
    if not stack or name != block.name or not _NEEDED[name] <= block.lines.keys():
        _refuse(number)


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, joined where it was folded (RFC 5545, section 3.1)."""
    joined: list[bytes] = []
    begins = 1
    for number, line in enumerate(data.split(b"\n"), start=1):
        line = line.removesuffix(b"\r")
        if line[:1] == b" ":
            joined.append(line[1:])
            continue
        if joined:
            yield begins, _decoded(b"".join(joined), begins)
        joined, begins = ([line], number) if line else ([], number)
    if joined:
        yield begins, _decoded(b"".join(joined), begins)


def _decoded(line: bytes, number: int) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        _refuse(number)


# Values -------------------------------------------------------------------------------------------------------------


def _entry(block: _Block) -> Entry:
    lines = block.lines
    if lines["STATUS"] not in ("CONFIRMED", "CANCELLED"):
        _refuse(block.number)
    return Entry(
        uid=_matched(_UID, lines["UID"], block),
        start=_moment(lines["DTSTART"], block),
        title=one_line(_unescaped(lines["SUMMARY"])),
        text=readable(_unescaped(lines.get("DESCRIPTION", ""))),
        alarms=tuple(_before_start(alarm) for alarm in block.blocks),
        is_cancelled=lines["STATUS"] == "CANCELLED",
        sequence=_revision(lines["SEQUENCE"], block),
        changed=_moment(lines["LAST-MODIFIED"], block),
    )


def _matched(form: re.Pattern[str], value: str, block: _Block) -> str:
    if form.fullmatch(value) is None:
        _refuse(block.number)
    return value


def _revision(value: str, block: _Block) -> int:
    return int(_matched(_NUMBER, value, block))


def _moment(value: str, block: _Block) -> datetime:
    try:
        found = datetime.strptime(_matched(_MOMENT, value, block), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        _refuse(block.number)
    if known_year(found):
        _refuse(block.number)
    return found


def _before_start(alarm: _Block) -> timedelta:
    matched = _LENGTH.fullmatch(alarm.lines["TRIGGER"])
    if matched is None:
        _refuse(alarm.number)
    days, hours, minutes, seconds = (int(given or 0) for given in matched.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)
