"""Look for details that the facts do not hold: what nobody said must not be said (NC-19)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from followkit._builtin.checks.vocabulary import WORD, starts_sentence, words_of_facts, words_of_notes
from followkit._core.findings import Finding, Severity
from followkit._core.reading import SPOKEN, Passage, Reading, spans_of
from followkit._core.records import Check

_MONDAY = date(2024, 1, 1)
_NUMBER = re.compile(r"\d+")


def unsupported(reading: Reading) -> Iterable[Finding]:
    """Find numbers, weekdays and names in the words that are in no fact. They may be right: a hint to look again."""
    if reading.channel_class == SPOKEN:
        return
    numbers, weekdays, strangers = _numbers(reading), _weekdays(reading), _strangers(reading)
    for passage in reading.body:
        for match in _NUMBER.finditer(passage.text):
            if int(match[0][:9]) not in numbers:
                yield reading.found("unsupported-number", Severity.HINT, passage, match.span())
        for span in spans_of(weekdays, passage.text):
            yield reading.found("unsupported-day", Severity.HINT, passage, span)
        for match in _names(passage):
            if match[0] in strangers:
                yield reading.found("unsupported-name", Severity.HINT, passage, match.span())


def _numbers(reading: Reading) -> frozenset[int]:
    """Return every number that the facts hold, also as part of a date, an hour or a text."""
    in_texts = (int(found[:9]) for text in reading.known for found in _NUMBER.findall(text))
    in_days = (number for day in reading.days for number in (day.day, day.month, day.year, day.year % 100))
    hours = (number for moment in reading.moments for number in (moment.hour, moment.hour % 12 or 12, moment.minute))
    return frozenset((*in_texts, *in_days, *hours))


def _weekdays(reading: Reading) -> list[str]:
    """Return the weekdays, as the language calls them, on which nothing of the facts falls."""
    known = {day.weekday() for day in reading.days}
    return [reading.weekday(_MONDAY + timedelta(days=number)) for number in range(7) if number not in known]


def _strangers(reading: Reading) -> frozenset[str]:
    """Return the capitalised words that neither the facts nor the language's own notes have."""
    if reading.writes_nouns_in_capitals:
        return frozenset()
    found = {match[0] for passage in reading.body for match in _names(passage)} - words_of_facts(reading)
    common = words_of_notes(reading.lexicon) if found else frozenset()
    return frozenset(word for word in found if word.lower() not in common)


def _names(passage: Passage) -> Iterator[re.Match[str]]:
    """Yield the words within a sentence that have a capital."""
    for match in WORD.finditer(passage.text):
        is_word = len(match[0]) > 1 and match[0][0].isupper()
        if is_word and not starts_sentence(passage.text, match.start()):
            yield match


UNSUPPORTED = Check(code="unsupported", examine=unsupported)
