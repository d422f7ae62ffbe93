"""Append an ``[[events]]`` block to a facts file and take exactly that back, keeping every other byte.

A block begins with one line end: it ends an unfinished last line, or makes an empty line. Taking it back removes that
same line end, so the file is what it was, whichever of the two it had been.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from followkit._commands import toml_text
from followkit._commands.terminal import refuse
from followkit._core.errors import InvalidFacts

_HEADER = b"[[events]]"
_LAST = re.compile(rb"(?P<end>\r?\n)\[\[events\]\](?P=end)(?:[a-z_]+ = [^\r\n]+(?P=end))+\Z")


def table(kind: str, at: datetime, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event in the shape of a file."""
    return {"kind": kind, "at": at, **fields}


def appended(data: bytes, event: Mapping[str, Any]) -> bytes:
    r"""Return the file with one more event, with the line ends it has.

    Raises:
        InvalidFacts: for text that cannot be written, or a file that lists its events in another way.

    >>> appended(b'company = "Acme"\n', {"kind": "withdrew"})
    b'company = "Acme"\n\n[[events]]\nkind = "withdrew"\n'
    """
    end = b"\r\n" if data.rpartition(b"\n")[0].endswith(b"\r") else b"\n"
    longer = data + _block(event, end)
    try:
        tomllib.loads(longer.decode("utf-8-sig"))
    except ValueError:
        hint = "write each one as a block of its own, under [[events]]"
        raise refuse("events", "stand in one list, to which no block can be added", hint) from None
    return longer


def taken_back(data: bytes) -> tuple[bytes, dict[str, Any]]:
    r"""Return the file without the block at its end, and the event that block told.

    Raises:
        InvalidFacts: when the file ends with anything else.

    >>> taken_back(b'company = "Acme"\n\n[[events]]\nkind = "withdrew"\n')
    (b'company = "Acme"\n', {'kind': 'withdrew'})
    """
    found = _LAST.search(data)
    if found is None:
        raise _not_ours()
    told = tomllib.loads(data.decode("utf-8-sig")).get("events")
    event: dict[str, Any] = told[-1] if isinstance(told, list) and told else {}
    if _block(event, found["end"]) != found[0]:
        raise _not_ours()
    return data[: found.start()], event


def _block(event: Mapping[str, Any], end: bytes) -> bytes:
    lines = [f"{name} = {toml_text.value(value)}".encode() for name, value in event.items()]
    return end.join([b"", _HEADER, *lines, b""])


def _not_ours() -> InvalidFacts:
    hint = "remove the event by hand, in any text editor"
    return refuse("undo", "the file does not end with an event that was recorded here", hint)
