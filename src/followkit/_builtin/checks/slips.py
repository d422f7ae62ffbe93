"""Look for slips of the keyboard: gaps nobody filled, words typed twice, characters nobody sees (NC-13)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from followkit._core.findings import Finding, Severity
from followkit._core.reading import Reading, folded
from followkit._core.records import Check

_PLACEHOLDERS = re.compile(
    r"\{\{.{0,80}|\}\}|\{%.{0,80}|%\}"  # a template that was not filled in
    r"|\{[^\W\d][\w .'-]{0,40}\}|\[[^\W\d][^\]\[\n]{0,60}\]|<[^\W\d][\w .'-]{0,40}>|\$\{?[A-Za-z_]\w{0,40}\}?"
    r"|(?<!\w)(?:x{3,}|XXX+|TODO|TBD|FIXME|[Ll]orem [Ii]psum)(?!\w)|_{3,}|\?{3,}|%\([\w ]{1,40}\)s|(?<!\w)%s"
)
_DOUBLED = re.compile(r"(?<![\w'-])([^\W\d_]+)(\s+)\1(?![\w'-])")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def placeholders(reading: Reading) -> Iterable[Finding]:
    """Find gaps that were to be filled in; what the facts write so is none."""
    for passage in reading.passages:
        for match in _PLACEHOLDERS.finditer(passage.text):
            if not reading.stands_in_facts(passage, match.span()):
                yield reading.found("placeholder", Severity.ERROR, passage, match.span())


def doubled_words(reading: Reading) -> Iterable[Finding]:
    """Find a word that is there twice in a row, unless the language says so at times."""
    allowed = reading.list("proofreading", "doubled")
    for passage in reading.passages:
        for match in _DOUBLED.finditer(folded(passage.text)):
            if match[1] not in allowed and not reading.stands_in_facts(passage, match.span()):
                yield reading.found("doubled-word", Severity.WARNING, passage, match.span())


def hidden_characters(reading: Reading) -> Iterable[Finding]:
    """Find characters that nobody sees, and that can make a text read otherwise than it is."""
    for passage in reading.passages:
        for match in _HIDDEN.finditer(passage.text):
            code = f"U+{ord(match[0]):04X}"
            yield reading.found("hidden-character", Severity.ERROR, passage, match.span(), character=code)


PLACEHOLDER = Check(code="placeholder", examine=placeholders)
DOUBLED = Check(code="doubled-word", examine=doubled_words)
HIDDEN = Check(code="hidden-character", examine=hidden_characters)
