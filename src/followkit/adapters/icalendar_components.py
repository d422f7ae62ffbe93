"""Split iCalendar bytes into components and property lines (RFC 5545 section 3), and judge nothing.

Lines are taken apart by the icalendar library. Its value layer is left alone on purpose: it returns times without a
zone where a TZID is unknown, gives up a whole file for one odd value, and remembers the VTIMEZONEs of one file for the
next, so that the same bytes could mean another hour the second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from followkit._core.decisions import Reason
from followkit._core.errors import InvalidFacts, MissingExtra, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 8

_HEAD = re.compile(r"([A-Za-z0-9-]+)[ \t]*[;:]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# Losing one of these could turn into a wrong hour or a cancelled meeting that looks alive.
_DECISIVE = frozenset(
    {"METHOD", "UID", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
    | {"TZID", "TZOFFSETFROM", "TZOFFSETTO"}
)
_USED = _DECISIVE | {
    "ATTENDEE",
    "CONFERENCE",
    "DTSTAMP",
    "LOCATION",
    "ORGANIZER",
    "SUMMARY",
    "X-GOOGLE-CONFERENCE",
    "X-LIC-LOCATION",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
}


@frozen(kw_only=True)
class Line:
    """Hold one property: its name in capitals, its parameters, and its value without escapes."""

    name: str
    parameters: Mapping[str, str] = field(factory=dict, hash=False, repr=False)
    value: str = field(repr=False)

    def parameter(self, name: str) -> str:
        """Return a parameter's value, or an empty string."""
        return self.parameters.get(name, "").strip()


@frozen(kw_only=True)
class Component:
    """Hold one BEGIN … END block: its own lines, and the blocks inside it."""

    name: str
    lines: tuple[Line, ...] = ()
    components: tuple[Component, ...] = ()

    def each(self, *names: str) -> tuple[Line, ...]:
        """Return every line with one of these names, in the order of the file."""
        return tuple(line for line in self.lines if line.name in names)

    def single(self, name: str, place: str = "") -> Line | None:
        """Return the one line of this name, or None.

        Raises:
            InvalidFacts: when the name is given twice and does not say the same.
        """
        lines = self.each(name)
        if any(line != lines[0] for line in lines[1:]):
            raise unreadable(place, "twice", f"{name} is given twice, and differs", "keep the one that is true")
        return lines[0] if lines else None

    def value(self, name: str, place: str = "") -> str:
        """Return the value of the one line of this name, or an empty string."""
        line = self.single(name, place)
        return line.value.strip() if line else ""

    def inside(self, *names: str) -> tuple[Component, ...]:
        """Return the blocks directly inside that have one of these names."""
        return tuple(component for component in self.components if component.name in names)


def unreadable(place: str, code: str, message: str, hint: str = "") -> InvalidFacts:
    """Return the error that names one problem of an invite."""
    return InvalidFacts(problems=[Problem(place=place, code=code, message=message, hint=hint)])


_Open = tuple[str, list[Line], list[Component]]
"""A block whose END is still to come: its name, its lines and the blocks inside it."""


def read_components(data: bytes | str) -> tuple[Component, tuple[Reason, ...]]:
    r"""Return a nameless component that holds the file's outermost blocks, and a reason for each line left out.

    Args:
        data: the file, at most 1 MB of UTF-8.

    Raises:
        InvalidFacts: for what is no iCalendar text, is cut off, or lost a line that decides over time or status.
        MissingExtra: without the icalendar library.

    >>> root, left_out = read_components(b"BEGIN:VEVENT\r\nSUMMARY:On-\r\n site\r\nEND:VEVENT\r\n")
    >>> root.components[0].value("SUMMARY"), left_out
    ('On-site', ())
    """
    parts = _line_reader()
    stack: list[_Open] = [("", [], [])]
    left_out: list[Reason] = []
    for number, text in _unfolded(_as_bytes(data)):
        matched = _HEAD.match(text)
        name = matched[1].upper() if matched else ""
        if not name or ":" not in text:
            left_out.append(_unusable(number, name, stack))
        elif name == "BEGIN":
            _open(stack, text, number)
        elif name == "END":
            _close(stack, text, number)
        elif len(stack) == 1:
            raise _no_calendar(number)
        elif name in _USED:
            line = parts(name, text)
            if line is None:
                left_out.append(_unusable(number, name, stack))
            else:
                stack[-1][1].append(line)
    if len(stack) > 1:
        raise unreadable("", "unreadable-invite", "the invite is cut off: a block has no END", "save the file again")
    root = _closed(stack[0])
    if not root.components:
        raise _no_calendar(1)
    return root, tuple(left_out)


def _as_bytes(data: bytes | str) -> bytes:
    try:
        raw = data[: MAX_BYTES + 1].encode() if isinstance(data, str) else data
    except UnicodeEncodeError:
        raise _not_utf_8() from None
    if len(raw) > MAX_BYTES:
        raise unreadable("", "too-big", "the invite is bigger than 1 MB", "give the invite alone, without attachments")
    return raw


def _not_utf_8() -> InvalidFacts:
    return unreadable("", "not-utf-8", "the invite is not UTF-8 text", "save the invite as UTF-8")


def _no_calendar(number: int) -> InvalidFacts:
    hint = "give the file that came with the invitation; it begins with BEGIN:VCALENDAR"
    return unreadable(f"line {number}", "unreadable-invite", "this is not iCalendar text", hint)


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Join folded lines as bytes, because programs fold in the middle of a character (RFC 5545 section 3.1)."""
    folded: list[tuple[int, list[bytes]]] = []
    for number, raw in enumerate(data.removeprefix(_BYTE_ORDER_MARK).split(b"\n"), start=1):
        line = raw.removesuffix(b"\r")
        if folded and line[:1] in (b" ", b"\t"):
            folded[-1][1].append(line[1:])
        elif line.strip():
            folded.append((number, [line]))
    try:
        yield from [(number, b"".join(pieces).decode()) for number, pieces in folded]
    except UnicodeDecodeError:
        raise _not_utf_8() from None


def _open(stack: list[_Open], text: str, number: int) -> None:
    if len(stack) > MAX_DEPTH:
        raise unreadable(f"line {number}", "unreadable-invite", f"blocks are nested deeper than {MAX_DEPTH}")
    stack.append((_block_name(text), [], []))


def _close(stack: list[_Open], text: str, number: int) -> None:
    if len(stack) == 1 or stack[-1][0] != _block_name(text):
        raise unreadable(f"line {number}", "unreadable-invite", "an END without its BEGIN", "save the file again")
    closed = _closed(stack.pop())
    stack[-1][2].append(closed)


def _closed(block: _Open) -> Component:
    name, lines, components = block
    return Component(name=name, lines=tuple(lines), components=tuple(components))


def _block_name(text: str) -> str:
    return text.partition(":")[2].strip().upper()


def _unusable(number: int, name: str, stack: list[_Open]) -> Reason:
    """Return the reason for a line that cannot be read, or refuse the file when the line was decisive."""
    if len(stack) == 1:
        raise _no_calendar(number)
    if name in _DECISIVE:
        raise unreadable(f"line {number}", "unreadable-line", f"this {name} cannot be read", "correct the line")
    return Reason(code="unreadable-line", parameters={"line": number, "property": name if name in _USED else ""})


def _line_reader() -> Any:
    try:
        from icalendar import parser
    except ImportError:
        message = "calendar invites need the icalendar library: pip install 'followkit[calendar]'"
        raise MissingExtra(message, extra="calendar") from None
    content_line: Any = parser.Contentline  # the library does not annotate its constructor

    def read(name: str, text: str) -> Line | None:
        try:
            _, parameters, value = content_line(text).parts()
        except ValueError:
            return None
        flat = {key.upper(): ",".join([said] if isinstance(said, str) else said) for key, said in parameters.items()}
        return Line(name=name, parameters=flat, value=value)

    return read
