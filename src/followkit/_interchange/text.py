"""Turn text into tables, within bounds, before anything looks at what the tables say.

Files come from people, hosts and mail attachments. Each bound stands where a parser would otherwise take long, take
memory or fail with an error of its own: size, long dotted keys (``tomllib`` takes quadratic time), depth, numbers.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from followkit._core.errors import InvalidFacts, Problem
from followkit._interchange.places import join, step

Format = Literal["toml", "json"]

BYTES = {"toml": 64 * 1024, "json": 1024 * 1024, "ics": 1024 * 1024}
"""The most bytes read of each kind of file."""
MOST_VALUES = 5_000
DEEPEST = 20
LONGEST_KEY = 16
LARGEST = 2**63

Twice = Mapping[int, tuple[Any, tuple[str, ...]]]
"""The identity of a table to the table, which keeps it alive, and the keys written twice in it."""
NOTHING_TWICE: Twice = {}


def decode(data: bytes, kind: Format) -> str:
    """Return the text of a file.

    Raises:
        InvalidFacts: for a file that is too large or not UTF-8.
    """
    if len(data) > BYTES[kind]:
        raise _too_large(kind)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            place="", code="not-utf-8", message=f"line {line} is not UTF-8 text", hint="save the file as UTF-8"
        )
        raise InvalidFacts(problems=[problem]) from None


def parse(text: str, kind: Format) -> tuple[dict[str, Any], list[Problem]]:
    """Return the tables a text holds, and what is wrong with single values of them.

    Raises:
        InvalidFacts: for text that cannot be read at all, or holds more than anybody writes.
    """
    text = text.removeprefix("\ufeff")
    check_size(text, kind)
    raw, twice = (_parse_toml(text), {}) if kind == "toml" else _parse_json(text)
    if not isinstance(raw, dict):
        problem = Problem(place="", code="wrong-type", message="expected a table", hint='start with {"company": …}')
        raise InvalidFacts(problems=[problem])
    return raw, list(value_problems(raw, twice))


def check_size(text: str, kind: Format) -> None:
    """Refuse more text than a file of this kind may hold."""
    if len(text) > BYTES[kind] or len(text.encode("utf-8", "surrogatepass")) > BYTES[kind]:
        raise _too_large(kind)


def value_problems(raw: dict[str, Any], twice: Twice = NOTHING_TWICE) -> Iterator[Problem]:
    """Yield each value that no field could hold: not a number, too large a number, half a character, a key twice.

    Args:
        raw: the tables.
        twice: the keys each table says twice.

    Raises:
        InvalidFacts: for tables too deep or too many to go through.
    """
    waiting: list[tuple[str, Any, int]] = [("", raw, 0)]
    count = 1
    while waiting:
        place, value, depth = waiting.pop()
        if isinstance(value, (dict, list)):
            count += len(value)
            if count > MOST_VALUES:
                raise _refused("too-many-values", f"more than {MOST_VALUES} values", "split it, or leave some out")
            if depth > DEEPEST:
                raise _refused("too-deep", f"tables inside tables, more than {DEEPEST} deep", "write it flatter")
            yield from _key_problems(value, place)
            for key in twice.get(id(value), (value, ()))[1]:
                where = join(place, step(key))
                yield Problem(place=where, code="duplicate-key", message="is written twice", hint="keep one")
            inside = value.items() if isinstance(value, dict) else enumerate(value)
            waiting.extend((join(place, step(key)), item, depth + 1) for key, item in inside)
        elif wrong := _wrong_value(value):
            code, message, hint = wrong
            yield Problem(place=place, code=code, message=message, hint=hint)


def _wrong_value(value: object) -> tuple[str, str, str] | None:
    if isinstance(value, float) and not math.isfinite(value):
        return "not-a-number", "is not a number", "leave it out"
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        return "too-large", "is too large a number", "a whole number of at most 18 digits"
    if isinstance(value, str) and _is_broken(value):
        return "lone-surrogate", "holds half a character", "type it again"
    return None


def _key_problems(table: dict[str, Any] | list[Any], place: str) -> Iterator[Problem]:
    for key in table if isinstance(table, dict) else ():
        if not isinstance(key, str):
            yield Problem(place=place, code="wrong-type", message="a key that is no text", hint="put keys in quotes")
        elif _is_broken(key):
            yield Problem(place=place, code="lone-surrogate", message="a key holds half a character", hint="rename it")


def _is_broken(text: str) -> bool:
    return not text.isascii() and _SURROGATE.search(text) is not None


_SURROGATE = re.compile("[\ud800-\udfff]")


# TOML ---------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r'''
      """(?:[^"\\]|\\.|"(?!""))*(?:"{3,5})?     # strings, also unfinished ones, so that each character is read once
    | \'\'\'(?:[^']|'(?!\'\'))*(?:'{3,5})?
    | "(?:[^"\\\n]|\\[^\n])*"?
    | '[^'\n]*'?
    | \#[^\n]*
    | (?P<dot>\.)
    | (?P<end>[^\w\s"'#.-]|\n)                 # what ends a key: = [ ] { } , and the end of the line
    | [^\n"'#.=\[\]{},]
    ''',
    re.VERBOSE | re.DOTALL,
)


def _parse_toml(text: str) -> dict[str, Any]:
    if _longest_key(text) > LONGEST_KEY:
        raise _refused("too-deep", f"a key of more than {LONGEST_KEY} parts", "write it flatter")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _refused("too-deep", "tables or lists inside each other, too deep to read", "write it flatter") from None
    except ValueError as error:  # also what int() says of a number with thousands of digits
        raise _unreadable("TOML", error) from None


def _longest_key(text: str) -> int:
    """Count the parts of the longest dotted key, in one pass; dots inside strings and comments are no keys."""
    longest = parts = 1
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "dot":
            parts += 1
            longest = max(longest, parts)
        elif token.lastgroup == "end":
            parts = 1
    return longest


# JSON ---------------------------------------------------------------------------------------------------------------


def _parse_json(text: str) -> tuple[Any, Twice]:
    """Return what the text says and the keys its tables say twice, which ``json`` alone passes over in silence."""
    twice: dict[int, tuple[Any, tuple[str, ...]]] = {}

    def table_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            counted = Counter(key for key, _ in pairs)
            twice[id(table)] = (table, tuple(key for key, times in counted.items() if times > 1))
        return table

    try:
        return json.loads(text, object_pairs_hook=table_of), twice
    except RecursionError:
        raise _refused("too-deep", "tables or lists inside each other, too deep to read", "write it flatter") from None
    except ValueError as error:
        raise _unreadable("JSON", error) from None


# Errors -------------------------------------------------------------------------------------------------------------


def _unreadable(kind: str, error: ValueError) -> InvalidFacts:
    """Name the line and never quote it, nor the parser, which may quote it."""
    said = re.search(r"\bline (\d+)", str(error))
    line = getattr(error, "lineno", None) or (said[1] if said else None)
    end = "its last line" if "end of document" in str(error) else "a number in it"
    where = f"line {line}" if line else end
    hint = "is a key or table there twice?" if str(error).startswith("Cannot") else "look for a missing quote or comma"
    return _refused("unreadable", f"this is not {kind}: {where} cannot be read", hint)


def _too_large(kind: Format) -> InvalidFacts:
    return _refused("too-large", f"more than {BYTES[kind] // 1024} kB of {kind.upper()}", "is it the right file?")


def _refused(code: str, message: str, hint: str) -> InvalidFacts:
    return InvalidFacts(problems=[Problem(place="", code=code, message=message, hint=hint)])
