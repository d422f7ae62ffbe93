"""Look at what goes with a note: files, links and copies (NC-15, NC-16)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from followkit._core.findings import Finding, Severity
from followkit._core.reading import Reading, spans_of
from followkit._core.records import Check

_LINK = re.compile(r"(?<!\w)(?:https?://|www\.)\S+", re.IGNORECASE)
_MOST_LINKS = 1
_ENCLOSING = ("requested-material", "submission")
"""The kinds of note that a file was asked for with."""


def attachments(reading: Reading) -> Iterable[Finding]:
    """Find a file that is promised and not there, or there and not asked for."""
    cues, wanted = reading.list("cues", "attachment"), reading.is_one_of(_ENCLOSING)
    promised = [(passage, span) for passage in reading.body for span in spans_of(cues, passage.text)]
    if not reading.attachments and (reading.attachments == 0 or not wanted):
        for passage, span in promised[:1]:
            if not reading.stands_in_facts(passage, span):
                yield reading.found("no-attachment", Severity.HINT if wanted else Severity.WARNING, passage, span)
    if reading.attachments and not wanted:
        yield reading.lacks("unasked-attachment", Severity.WARNING, count=reading.attachments)


def links(reading: Reading) -> Iterable[Finding]:
    """Find every link after the first."""
    found = [(passage, match.span()) for passage in reading.passages for match in _LINK.finditer(passage.text)]
    for passage, span in found[_MOST_LINKS:]:
        yield reading.found("several-links", Severity.WARNING, passage, span)


def copies(reading: Reading) -> Iterable[Finding]:
    """Find that somebody else of the employer gets a copy: each gets a note of their own."""
    own = reading.recipient.addresses.values() if reading.recipient else ()
    given = {address.casefold() for address in reading.copies} - {address.casefold() for address in own}
    for person in reading.application.people:
        theirs = {address.casefold() for address in person.addresses.values()}
        if person.id != reading.note.recipient and theirs & given:
            yield reading.lacks("copy", Severity.ERROR, person=person.id)


ATTACHMENTS = Check(code="no-attachment", examine=attachments)
LINKS = Check(code="several-links", examine=links)
COPIES = Check(code="copy", examine=copies)
