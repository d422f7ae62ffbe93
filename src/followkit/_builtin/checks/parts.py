"""Look for what a note of its kind cannot do without (NC-01, NC-02, NC-03, NC-06, NC-18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from followkit._core.findings import Finding, Severity
from followkit._core.reading import SHORT, Reading, folded, spans_of
from followkit._core.records import Check

_SHORT = 3
"""Words of up to so many letters say little about what was talked about."""


def missing_parts(reading: Reading) -> Iterable[Finding]:
    """Find each part that is neither there by name nor told by its words; a short message has no room for all."""
    if reading.channel_class == SHORT:
        return
    text, there = reading.note.body, {part.name for part in reading.note.parts}
    for name in reading.demands.parts:
        cues = reading.list("cues", name)
        if cues and name not in there and not any(spans_of(cues, text)):
            yield reading.lacks("missing-part", Severity.WARNING, part=name)


def role(reading: Reading) -> Iterable[Finding]:
    """Find that the role is named nowhere, in a note whose own words always name it."""
    position, note = reading.application.position, reading.note
    is_asked = "position" in reading.demands.facts
    if position and is_asked and not any(spans_of([position], f"{note.subject}\n{note.body}")):
        yield reading.lacks("missing-role", Severity.WARNING)


def day(reading: Reading) -> Iterable[Finding]:
    """Find that the day of the interview is named nowhere: as a weekday, as a date, or from the day of writing."""
    found = reading.facts.get("day")
    if found and reading.demands.facts & {"day", "on_day"}:
        named = [reading.weekday(found), f"{found.day}*", *reading.list("cues", "day")]
        if not any(spans_of(named, reading.note.body)):
            yield reading.lacks("missing-day", Severity.WARNING)


def specific_point(reading: Reading) -> Iterable[Finding]:
    """Find that nothing is named of what was talked about with each person the note is about (NC-03)."""
    is_asked = reading.demands.facts & {"point", "points_by_person"}
    for person, points in _points(reading) if is_asked else ():
        if not any(_is_named(point, reading.note.body) for point in points):
            yield reading.lacks("no-point", Severity.WARNING, person=person)


def _points(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """Yield everybody the note is about of whom it is known what was talked about."""
    told: dict[str, list[str]] = {}
    for interview in reading.application.interviews:
        for part in interview.interviewers:
            told.setdefault(part.person, []).extend(part.talked_about)
    yield from ((id, told[id]) for id in reading.about or (reading.note.recipient,) if told.get(id))


def _is_named(point: str, text: str) -> bool:
    """Tell whether at least half of the words that say something of a point stand in a text, in any form."""
    telling = [word for word in re.findall(r"\w+", folded(point)) if len(word) > _SHORT]
    if not telling:
        return folded(point) in folded(text)
    stems = [word[: max(len(word) - 2, _SHORT + 1)] for word in telling]
    named = [stem for stem in stems if any(spans_of([f"{stem}*"], text))]
    return 2 * len(named) >= len(telling)


PARTS = Check(code="missing-part", examine=missing_parts)
ROLE = Check(code="missing-role", examine=role)
DAY = Check(code="missing-day", examine=day)
POINT = Check(code="no-point", examine=specific_point)
