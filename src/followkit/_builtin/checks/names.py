"""Look for names that the facts write otherwise: people's, the employer's, another employer's (NC-12, NC-13)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from followkit._builtin.checks.vocabulary import WORD, starts_sentence, words_in, words_of_facts, words_of_notes
from followkit._core.facts import Candidate, Person
from followkit._core.findings import Finding, Severity
from followkit._core.reading import Passage, Reading, spans_of
from followkit._core.records import Check

_SLIPS = {1: 4, 2: 8}
"""So many slips away, a word is taken for a name misspelt if the name has so many letters."""
_AT_START = 5
"""Where every word has a capital, only names of so many letters are looked for."""
_COMPANY = "company"
_NEAR = 100  # letters of an address before and after a word that are looked at


def names(reading: Reading) -> Iterable[Finding]:
    """Find words that are a known name but for a slip, or but for its capitals."""
    known = {name: owner for owner, text in _names(reading) for name in words_in(text)}
    right = words_of_facts(reading)
    endings = reading.list("proofreading", "endings")
    for passage in reading.passages:
        for match in WORD.finditer(passage.text):
            forms = [match[0], *filter(None, (match[0].removesuffix(ending) for ending in endings))]
            is_capital_anyway = _is_capital_anyway(passage, match, reading)
            meant = next((n for n in known for form in forms if _is_meant(form, n, is_capital_anyway)), None)
            if meant is None or not right.isdisjoint(forms) or _is_in_address(passage, match):
                continue
            if match[0].lower() not in words_of_notes(reading.lexicon):
                yield _misspelt(reading, passage, match, meant, known[meant])


def _misspelt(reading: Reading, passage: Passage, match: re.Match[str], meant: str, owner: str) -> Finding:
    """Return the finding; a name in small letters may be an ordinary word, as in “a mark”."""
    severity = Severity.ERROR
    if match[0].lower() == meant.lower() and passage.place != "salutation":
        severity = Severity.WARNING if owner == _COMPANY or not match[0].islower() else Severity.HINT
    elif _is_capital_anyway(passage, match, reading):
        severity = Severity.WARNING
    code = "company-misspelt" if owner == _COMPANY else "name-misspelt"
    return _with(reading.found(code, severity, passage, match.span()), meant)


def salutation(reading: Reading) -> Iterable[Finding]:
    """Find a greeting that does not name its recipient as the facts do, or names somebody else."""
    person, text = reading.recipient, reading.note.salutation
    if person is None:
        return
    if not text:
        if reading.channel_class == "written" and reading.words.get("salutation"):
            yield _with(reading.lacks("no-salutation", Severity.WARNING, "salutation"), _first(person))
        return
    passage = Passage(place="salutation", text=text)
    own = [*spans_of(_called(person), text)]
    others: list[Person | Candidate] = [one for one in reading.application.people if one is not person]
    others.append(reading.application.me)
    strangers = [span for one in others for span in spans_of(_called(one), text)]
    for span in strangers[:1] if not own else ():
        yield _with(reading.found("wrong-salutation", Severity.ERROR, passage, span), _first(person))
    if _called(person) and not own and not strangers:
        yield _with(reading.found("salutation-without-name", Severity.WARNING, passage, (0, len(text))), _first(person))


def other_companies(reading: Reading) -> Iterable[Finding]:
    """Find the name of another employer, unless our own facts say it: as of a job one had."""
    own = "\n".join(reading.known)
    others = [name for name in reading.elsewhere if not any(spans_of([name], own))]
    for passage in reading.passages:
        for span in spans_of(others, passage.text):
            finding = reading.found("other-company", Severity.ERROR, passage, span)
            yield _with(finding, reading.application.employer.name)


# Names --------------------------------------------------------------------------------------------------------------


def _names(reading: Reading) -> Iterator[tuple[str, str]]:
    facts = reading.application
    people: list[Person | Candidate] = [*facts.people, facts.me]
    for person in people:
        yield from (("person", name) for name in _called(person))
    if facts.employer.name:
        yield _COMPANY, facts.employer.name


def _called(person: Person | Candidate) -> list[str]:
    """Return every way to call somebody that the facts know."""
    fields = ("address_as", "given_name", "family_name", "name")
    whole = [name for field in fields if (name := getattr(person, field, None))]
    parts = [part for part in (person.name or "").split() if len(part) > 1 and not part.endswith(".")]
    return list(dict.fromkeys([*whole, *parts]))


def _first(person: Person) -> str:
    return person.address_as or person.given_name or person.name or ""


def _is_meant(word: str, name: str, is_capital_anyway: bool) -> bool:
    if word.lower() == name.lower():
        return True
    slips = max((slips for slips, letters in _SLIPS.items() if len(name) >= letters), default=0)
    if not word[0].isupper() or abs(len(word) - len(name)) > slips or (is_capital_anyway and len(name) < _AT_START):
        return False
    return _slips(word, name) <= slips


def _is_capital_anyway(passage: Passage, match: re.Match[str], reading: Reading) -> bool:
    """Tell whether a word has a capital whatever it is: first in its sentence, or a noun where all nouns have one."""
    if passage.place == "salutation":
        return False
    return starts_sentence(passage.text, match.start()) or reading.writes_nouns_in_capitals


def _slips(one: str, other: str) -> int:
    """Return how many letters are missing, too many, wrong or swapped with the next (Damerau, restricted)."""
    before, last = list[int](), list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]


def _is_in_address(passage: Passage, match: re.Match[str]) -> bool:
    """Tell whether the word is part of an address or a link, which are written as they are."""
    near = passage.text[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
    start = min(match.start(), _NEAR)
    whole = next(one[0] for one in re.finditer(r"\S+", near) if one.start() <= start < one.end())
    return "@" in whole or "/" in whole or "." in whole.rstrip(".,;:!?)\"'”’")


def _with(finding: Finding, meant: str | None) -> Finding:
    return attrs.evolve(finding, meant=meant or "")


NAMES = Check(code="name-misspelt", examine=names)
SALUTATION = Check(code="wrong-salutation", examine=salutation)
COMPANIES = Check(code="other-company", examine=other_companies)
