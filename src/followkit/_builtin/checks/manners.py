"""Look for what hurts whoever writes it: worn phrases, apologies, pressure, salary, emoji, capitals (NC-14, NC-18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from followkit._core.findings import Finding, Severity
from followkit._core.reading import Passage, Reading, spans_of
from followkit._core.records import Check

_EMOJI = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]*|(?<!\S)[:;]-?[()DPp](?!\w)")
_SHOUTED, _IN_A_ROW = 6, 3  # letters of one word, or words of any length; abbreviations are shorter and fewer
_FRAME = ("salutation", "closing")


def harmful(reading: Reading) -> Iterable[Finding]:
    """Find the phrases of the language that hurt, but in a kind of note that may say them.

    The position and the names are as they are; what else the facts put so is a hint, since its words can be chosen.
    """
    for code, told in reading.lexicon.tables.get("harmful", {}).items():
        if isinstance(told, Mapping) and not reading.is_one_of(told.get("except", ())):
            severity = Severity(told.get("severity", Severity.WARNING))
            for passage in _places(reading, told):
                for span in spans_of(told.get("phrases", ()), passage.text):
                    if weight := _weight(reading, passage, span, severity):
                        yield reading.found(code, weight, passage, span)


def _places(reading: Reading, told: Mapping[str, object]) -> tuple[Passage, ...]:
    """Return where a phrase hurts: everywhere, or in the one place that the language names."""
    place = told.get("place")
    found = [passage for passage in reading.passages if passage.place == place or place is None]
    return tuple(passage for passage in found if place is not None or passage.place not in _FRAME)


def _weight(reading: Reading, passage: Passage, span: tuple[int, int], severity: Severity) -> Severity | None:
    facts = reading.application
    names = [facts.position, facts.employer.name, facts.me.name, *(person.name for person in facts.people)]
    if any(start <= span[0] and span[1] <= end for start, end in spans_of(filter(None, names), passage.text)):
        return None
    return Severity.HINT if reading.stands_in_facts(passage, span) else severity


def emoji(reading: Reading) -> Iterable[Finding]:
    """Find emoji, drawn or typed."""
    for passage in reading.passages:
        for match in _EMOJI.finditer(passage.text):
            if not reading.stands_in_facts(passage, match.span()):
                yield reading.found("emoji", Severity.WARNING, passage, match.span())


def exclamation(reading: Reading) -> Iterable[Finding]:
    """Find the second exclamation mark, and any in the subject."""
    marks = [
        (passage, match.span())
        for passage in reading.passages
        for match in re.finditer("!", passage.text)
        if not reading.stands_in_facts(passage, match.span())
    ]
    in_text = [mark for mark in marks if mark[0].place != "subject"]
    in_subject = [mark for mark in marks if mark[0].place == "subject"]
    for passage, span in [*in_subject[:1], *in_text[1:2]]:
        yield reading.found("exclamation", Severity.WARNING, passage, span)


def capitals(reading: Reading) -> Iterable[Finding]:
    """Find words in capitals, one long or several in a row; abbreviations are short, and the facts may write so."""
    for passage in reading.passages:
        for span in _shouted(passage.text):
            if not reading.stands_in_facts(passage, span):
                yield reading.found("capitals", Severity.WARNING, passage, span)


def _shouted(text: str) -> Iterator[tuple[int, int]]:
    loud: list[re.Match[str]] = []
    for word in [*re.finditer(r"(?<![\w.-])[^\W\d_]{2,}(?![\w-])", text), None]:
        if word and word[0].isupper() and (not loud or text[loud[-1].end() : word.start()].isspace()):
            loud.append(word)
            continue
        if len(loud) >= _IN_A_ROW or any(len(one[0]) >= _SHOUTED for one in loud):
            yield loud[0].start(), loud[-1].end()
        loud = [word] if word and word[0].isupper() else []


HARMFUL = Check(code="harmful", examine=harmful)
EMOJI = Check(code="emoji", examine=emoji)
EXCLAMATION = Check(code="exclamation", examine=exclamation)
CAPITALS = Check(code="capitals", examine=capitals)
