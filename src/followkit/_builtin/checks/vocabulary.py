"""Tell which words the facts have, and which the language's own notes are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from followkit._core.phrasing import Lexicon
from followkit._core.reading import Reading

WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = " \t\n\"'(“„\u2018"
_NEAR = 40  # what stands further before a word tells nothing of it


def words_in(text: str) -> list[str]:
    """Return the words of a text, letters only, so that a genitive or a hyphen joins nothing.

    >>> words_in("Anne-Marie's 2 notes")
    ['Anne', 'Marie', 's', 'notes']
    """
    return WORD.findall(text)


def words_of_facts(reading: Reading) -> frozenset[str]:
    """Return every word that the facts have, as they have it; what an address is made of is no word."""
    texts = (text for text in reading.known if "@" not in text and "://" not in text)
    return frozenset(word for text in texts for word in words_in(text))


def words_of_notes(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that the language's own notes, days and months are made of, in small letters."""
    tables = [
        table for name, table in lexicon.tables.items() if name in ("calendar", "letter", "labels") or _is_note(table)
    ]
    return frozenset(word.lower() for text in _templates(tables) for word in words_in(text))


def starts_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence of a text begins at a place.

    >>> starts_sentence("Thank you. It was good.", 11), starts_sentence("Thank you.", 6)
    (True, False)
    """
    before = text[max(start - _NEAR, 0) : start].rstrip(_BETWEEN)
    return not before or before[-1] in ".?!:"


def _is_note(table: object) -> bool:
    return isinstance(table, Mapping) and "paragraphs" in table


def _templates(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, (Mapping, list)):
        inner: Iterable[object] = table.values() if isinstance(table, Mapping) else table
        for one in inner:
            yield from _templates(one)
