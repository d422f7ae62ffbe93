"""Hold the names a policy may use that plugins bring: conditions, and notes with their variants and parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from followkit._core.records import Condition

THANKS = "thank-you"  # the kind whose parts any other note may take in
_LISTS = ("paragraphs", "optional", "yields", "abbreviations", "lowered", "lowered-after-greeting")
_NO_PART = frozenset({*_LISTS, "subject", "salutation", "closing", "signature"})


@frozen(kw_only=True)
class NoteNames:
    """Hold what a rule may name of one kind of note: its variants, and the parts that can be added to it."""

    variants: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Names:
    """Hold the names a policy may use besides our own tables.

    Args:
        conditions: condition name to record.
        notes: the kinds of note that some language has words for.
        forms: the name of each channel that is installed to that of the channel it is a form of, or to nothing.
    """

    conditions: Mapping[str, Condition]
    notes: Mapping[str, NoteNames]
    forms: Mapping[str, str] = field(factory=dict)


def note_names(languages: Iterable[Mapping[str, Any]]) -> dict[str, NoteNames]:
    """Return what can be named of every kind of note that one of the languages has words for.

    >>> note_names([{"thank-you": {"paragraphs": [["fit"]], "fit": "…", "variants": {"short": {}}}}])
    {'thank-you': NoteNames(variants=frozenset({'short'}), parts=frozenset({'fit'}))}
    """
    found: dict[str, NoteNames] = {}
    for tables in languages:
        for kind, table in tables.items():
            if isinstance(table, Mapping) and "paragraphs" in table:
                variants, known = _tables(table.get("variants")), found.get(kind, NoteNames())
                sources = (table, *variants.values(), *_tables({THANKS: tables.get(THANKS)}).values())
                parts = frozenset(part for source in sources for part in _parts(source))
                found[kind] = NoteNames(variants=known.variants | set(variants), parts=known.parts | parts)
    return found


def _tables(value: Any) -> dict[str, Mapping[str, Any]]:
    found = value if isinstance(value, Mapping) else {}
    return {name: table for name, table in found.items() if isinstance(table, Mapping)}


def _parts(table: Mapping[str, Any]) -> Iterator[str]:
    return (name for name, said in table.items() if name not in _NO_PART and isinstance(said, (str, list)))
