"""Look for facts that have another shape than their sentence needs, which would make bad grammar of it."""

from __future__ import annotations

from collections.abc import Iterable

from followkit._core.findings import Finding, Severity
from followkit._core.reading import Reading
from followkit._core.records import Check
from followkit._core.shaping import Shapes, shape_problems


def wrong_shapes(reading: Reading) -> Iterable[Finding]:
    """Find each part that stands on a sentence where a noun phrase belongs, or the other way round."""
    for name, code in shape_problems(reading.facts, Shapes.of(reading.lexicon.tables)):
        for part in reading.note.parts:
            if name in part.uses or (name == "point" and "points_by_person" in part.uses):
                yield reading.lacks(code, Severity.WARNING, part.name, fact=name)


SHAPES = Check(code="wrong-shape", examine=wrong_shapes)
