"""Ask every check about every note; one that fails is a finding itself, and never lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import attrs

from followkit._core import answers
from followkit._core.errors import MissingExtra, WordsError
from followkit._core.explaining import Teller
from followkit._core.facts import Application
from followkit._core.findings import Finding, Severity
from followkit._core.phrasing import Lexicon, say
from followkit._core.reading import BODY, Reading
from followkit._core.records import FAILURES, Check

_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


def review(readings: Iterable[Reading], checks: Mapping[str, Check]) -> tuple[Finding, ...]:
    """Return what the checks find, note by note in the order of the words, whatever the order of the checks.

    Args:
        readings: the notes, with what each is compared with.
        checks: by code.

    Raises:
        MissingExtra: when a check needs a library that is not installed.
    """
    return tuple(finding for one in readings for finding in _findings(one, list(checks.values())))


def told(finding: Finding, words: Lexicon, application: Application) -> tuple[str, str]:
    """Return a finding in words, and its cure; what a plugin brought without words, or half of it, speaks for itself.

    Args:
        finding: what was found.
        words: the language to tell it in.
        application: the facts that know the names.
    """
    tell = Teller(words=words, application=application)
    values = {
        **finding.parameters,
        **({"person": tell.name(str(finding.parameters["person"]))} if "person" in finding.parameters else {}),
        "said": finding.said,
        **({"meant": finding.meant} if finding.meant else {}),
    }
    if "part" in values:
        values["purpose"] = words.tables.get("purposes", {}).get(values["part"], values["part"])
    if finding.code in words.tables.get("findings", {}):
        has_cure = finding.code in words.tables.get("cures", {})
        with suppress(WordsError):
            said = say(words, "findings", finding.code, values)
            return said, say(words, "cures", finding.code, values) if has_cure else ""
    return f"{finding.code.replace('-', ' ').capitalize()}.", ""


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return how much the heaviest finding weighs, or None when there is none."""
    return min((finding.severity for finding in findings), key=_WEIGHT.__getitem__, default=None)


def _findings(reading: Reading, checks: Sequence[Check]) -> list[Finding]:
    found = [finding for check in checks for finding in _asked(check, reading)]
    heavier = [one for one in found if one.severity is not Severity.HINT]
    found = [
        one for one in found if one.severity is not Severity.HINT or not any(_covers(other, one) for other in heavier)
    ]
    order = {place: index for index, place in enumerate([BODY, *(one.place for one in reading.passages)])}
    return sorted(
        dict.fromkeys(attrs.evolve(one, handle=reading.note.handle) for one in found),
        key=lambda one: (order.get(one.place, len(order)), one.span or (0, 0), one.code, repr(one.parameters)),
    )


def _covers(heavier: Finding, hint: Finding) -> bool:
    """Tell whether what a hint is about has been told already, as something worse."""
    if heavier.span is None or hint.span is None or heavier.place != hint.place:
        return False
    return heavier.span[0] < hint.span[1] and hint.span[0] < heavier.span[1]


def _asked(check: Check, reading: Reading) -> Iterator[Finding]:
    """Yield what one check finds; what it said when it failed may be personal, so only the kind of error is told."""
    try:
        found = list(map(answers.finding, check.examine(reading)))
    except MissingExtra:
        raise
    except FAILURES as error:
        failed = {"check": check.code, "error": answers.kind_of(error)}
        yield Finding(code="check-failed", severity=Severity.ERROR, parameters=failed)
        return
    yield from found
