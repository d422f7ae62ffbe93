"""Look at the templates of words before anybody is written to: one that fails fails when its note is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from followkit._core.asking import FACTS, PLANNED
from followkit._core.errors import WordsError
from followkit._core.narrowing import NARROWING
from followkit._core.sandbox import needed_and_asked

LETTER = "letter"
_NO_TEMPLATES = frozenset({"calendar", "harmful"})
"""Sections of patterns and phrases, which are compared and never rendered."""
_NOT_SAID = frozenset(
    {
        *("paragraphs", "extra", "optional", "yields", "abbreviations", "lowered", "lowered-after-greeting"),
        *("answers", "outcomes"),
    }
)
"""What a note is arranged by, and does not say."""
_KNOWN = frozenset({*FACTS, *PLANNED})

Tables = Mapping[str, Any]


def slips_in(tables: Tables, notes: Collection[str]) -> Iterator[str]:
    r"""Yield what is wrong with the templates of some words, each with its place.

    What a note asks for must be a fact; what a message asks for comes with its code, and only its syntax is looked at.

    Args:
        tables: the words.
        notes: the sections that are kinds of notes, in these words or in those they lie over.

    >>> list(slips_in({"letter": {"closing": "Yours, {{ nmae }}", "thanks": "{{ ().__class__ }}"}}, ["letter"]))[0]
    'letter.closing: not known here: nmae'
    """
    for name, table in tables.items():
        if isinstance(table, Mapping) and name not in _NO_TEMPLATES:
            is_note = name == LETTER or name in notes
            yield from _of_note(table, name) if is_note else _of_messages(table, name)


def _of_note(table: Tables, place: str) -> Iterator[str]:
    for key, value in table.items():
        where = f"{place}.{key}"
        if key in NARROWING and isinstance(value, Mapping):
            for name, inner in value.items():
                yield from _of_note(inner, f"{where}.{name}") if isinstance(inner, Mapping) else ()
        elif key not in _NOT_SAID:
            for text in value if isinstance(value, list) else [value]:
                yield from _of_template(text, where, _KNOWN)


def _of_messages(table: Tables, place: str) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _of_messages(value, f"{place}.{key}")
        else:
            yield from _of_template(value, f"{place}.{key}", None)


def _of_template(text: object, place: str, known: Collection[str] | None) -> Iterator[str]:
    if not isinstance(text, str) or "{" not in text:  # most have nothing to look at, and Jinja takes long to load
        return
    try:
        needed, _ = needed_and_asked(text, place)
    except WordsError as error:
        yield f"{place}: {error}"
        return
    unknown = [name for name in sorted(needed) if known is not None and name not in known]
    if unknown:
        yield f"{place}: not known here: {', '.join(unknown)}"
