"""Look for two notes that say the same: people who interview together show each other what they got (NC-05)."""

from __future__ import annotations

from collections.abc import Iterable

from followkit._core.errors import MissingExtra
from followkit._core.findings import Finding, Severity
from followkit._core.notes import Note
from followkit._core.reading import Reading
from followkit._core.records import Check

_LIKE = 60
"""The threshold of a language that names none; how it was found is told in docs/decisions/review.md."""


def likeness(one: Note, other: Note) -> int:
    """Return how alike two notes are, without greeting and sign-off, in percent of their words in order.

    Raises:
        MissingExtra: without ``followkit[review]``.
    """
    try:
        from rapidfuzz.distance import Indel
    except ImportError:
        message = "comparing notes needs rapidfuzz: pip install 'followkit[review]'"
        raise MissingExtra(message, extra="review") from None
    return round(100 * Indel.normalized_similarity(one.body.casefold().split(), other.body.casefold().split()))


def alike(reading: Reading) -> Iterable[Finding]:
    """Find each note beside this one that is the same but for names."""
    most = reading.lexicon.tables.get("limits", {}).get("similarity", _LIKE)
    for other in reading.beside:
        percent = likeness(reading.note, other)
        if percent >= most:
            yield reading.lacks("near-identical", Severity.ERROR, other=other.handle, percent=percent)


ALIKE = Check(code="near-identical", examine=alike)
