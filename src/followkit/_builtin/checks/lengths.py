"""Look for notes and subjects that are too long or too short (NC-09, NC-10, NC-11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from followkit._core.findings import Finding, Severity
from followkit._core.reading import SPOKEN, Reading, folded, spans_of
from followkit._core.records import Check
from followkit._core.writing import SUBJECT_LIMIT

_NEARLY = 0.9
"""How near to the fewest words a note is not worth a warning."""
_LONG, _FAR_TOO_LONG = 1.25, 2
"""How far above its usual most a note is too long, where the language names no number of words."""
_WORDS_BESIDE_ROLE = 12
"""What a subject needs besides the role, as in “Thank you: ”."""


def length(reading: Reading) -> Iterable[Finding]:
    """Find that a written note has too few or too many words; a call is as long as it takes to say."""
    usual = reading.limit("")
    if reading.channel_class == SPOKEN:
        return
    if reading.channel_class == "written" and usual is not None:
        yield from _words(reading, *usual)
    characters = reading.lexicon.tables.get("limits", {}).get("characters", {}).get(reading.channel)
    if characters and len(reading.note.body) > characters:
        said = len(reading.note.body)
        weight = (
            Severity.WARNING if said > characters * _FAR_TOO_LONG else Severity.HINT
        )  # the channel counts for itself
        yield reading.lacks("too-many-characters", weight, characters=said, most=characters)


def _words(reading: Reading, fewest: int, most: int) -> Iterator[Finding]:
    words = len(reading.note.body.split())
    long, far_too_long = reading.limit("long") or (round(most * _LONG), most * _FAR_TOO_LONG)
    if words < fewest:
        weight = Severity.WARNING if words < fewest * _NEARLY else Severity.HINT
        yield reading.lacks("too-short", weight, words=words, fewest=fewest)
    elif words > most:
        heavier = Severity.ERROR if words > far_too_long else Severity.WARNING
        yield reading.lacks("too-long", heavier if words > long else Severity.HINT, words=words, most=most)
    sentences, limits = _sentences(reading), reading.limit("sentences")
    if limits and not limits[0] <= sentences <= limits[1]:
        yield reading.lacks("sentences", Severity.HINT, sentences=sentences, fewest=limits[0], most=limits[1])


def _sentences(reading: Reading) -> int:
    text = reading.note.body
    for short in reading.lexicon.tables.get("letter", {}).get("abbreviations", ()):
        text = text.replace(f"{short} ", f"{short.rstrip('.')} ")
    return len(re.findall(r"[.?!…]['\")”’]*(?:\s|$)", text))


def subject(reading: Reading) -> Iterable[Finding]:
    """Find a subject that is missing, of several lines, cut off on a telephone, or that does not name the role."""
    text = reading.note.subject
    if not text:
        if reading.channel_class == "written" and reading.words.get("subject"):
            yield reading.lacks("no-subject", Severity.WARNING, "subject")
        return
    if len(text.splitlines()) > 1:
        yield reading.lacks("subject-lines", Severity.ERROR, "subject")
    position = reading.application.position or ""
    if len(text) > SUBJECT_LIMIT:
        could_fit = len(position) + _WORDS_BESIDE_ROLE <= SUBJECT_LIMIT
        weight = Severity.WARNING if could_fit else Severity.HINT
        yield reading.lacks("long-subject", weight, "subject", characters=len(text), most=SUBJECT_LIMIT)
    if position and "position" in reading.demands.subject and not any(spans_of([position], folded(text))):
        yield reading.lacks("subject-without-role", Severity.HINT, "subject")


LENGTH = Check(code="length", examine=length)
SUBJECT = Check(code="subject", examine=subject)
