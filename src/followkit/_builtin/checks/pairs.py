"""Look for two notes that say the same: people who interview together show each other what they got (NC-05)."""

from __future__ import annotations

from collections.abc import Iterable

from followkit._core.errors import MissingExtra
from followkit._core.findings import Finding, Severity
from followkit._core.notes import Note
from followkit._core.phrasing import GAP
from followkit._core.reading import SPOKEN, Reading, folded
from followkit._core.records import Check

_LIKE = 60
"""The threshold of a language that names none; how it was found is told in docs/decisions/review.md."""


def likeness(one: Note, other: Note, without: Iterable[str] = ()) -> int:
    """Return how alike two notes are, without greeting and sign-off, in percent of their words in order.

    Args:
        one, other: the notes.
        without: what both have to name, as the role; it counts as one word.

    Raises:
        MissingExtra: without ``followkit[review]``.
    """
    try:
        from rapidfuzz.distance import Indel
    except ImportError:
        message = "comparing notes needs rapidfuzz: pip install 'followkit[review]'"
        raise MissingExtra(message, extra="review") from None
    texts = [folded(note.body) for note in (one, other)]
    for name in map(folded, without):
        texts = [text.replace(name, GAP) for text in texts]
    return round(100 * Indel.normalized_similarity(*(text.split() for text in texts)))


def alike(reading: Reading) -> Iterable[Finding]:
    """Find each note beside this one that is the same but for names; what is said in a call nobody can compare."""
    limits, facts = reading.lexicon.tables.get("limits", {}), reading.application
    shared = [name for name in (facts.position, facts.employer.name) if name]
    for other in reading.beside if reading.channel_class != SPOKEN else ():
        percent = likeness(reading.note, other, shared)
        has_few = min(len(reading.note.body.split()), len(other.body.split())) < limits.get("few", 0)
        if percent >= limits.get("similarity-of-few" if has_few else "similarity", _LIKE):
            yield reading.lacks("near-identical", Severity.ERROR, other=other.handle, percent=percent)


ALIKE = Check(code="near-identical", examine=alike)
