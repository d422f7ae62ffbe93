"""Write the pages of the reference that are made from data: ``python -m tests.docs.generated``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from followkit._core.evidence import Evidence
from followkit._core.freezing import flat
from followkit._core.rulebook import Choice, Clause, Either, Rule, Rulebook
from tests.docs.notes import notes_page
from tests.docs.proofs import SEMANTICS, Proof, of, proofs
from tests.docs.tables import REFERENCE

CODES = REFERENCE / "codes.md"
RULES = REFERENCE / "rules.md"
NOTES = {"en": REFERENCE / "notes.md", "de": REFERENCE / "notes-de.md"}
BASE = "international"

_CODES = """\
# Codes

Decisions, questions and findings are codes with parameters; the language files word them. A program may rely on a code:
it keeps its meaning and is never used for another. What stands between double braces is filled in from the code's
parameters.

This page is written from `src/followkit/_builtin/words/en.toml` by `python -m tests.docs.generated`.
"""

_FINDINGS = """\
## Findings

Findings: what a [review](../how-to/review-a-note-you-wrote.md) says of a note. Those about phrases that hurt are named
after the list in the language file (`[harmful.<code>]`) that has the phrase.
"""

_RULES = """\
# The built-in rules

What followkit knows about following up: the advice, with who gives it and who disagrees; every rule of the built-in
[policies](policies.md); and every value they use. `followkit why CI-02` prints one advice. For one application,
`kit.policy_for(application).explain(name)` says who set a value.

This page is written from `src/followkit/_builtin` and the tests by `python -m tests.docs.generated`.
"""

_ADVICE = """\
## The advice

How sure we are follows from who says it: a *survey* with figures and a year, an *expert*, university or authority,
*common* advice without a source, or our own judgement (*house*). How far to trust them: [why follow
up](../explanation/why-follow-up.md). Each advice is proved by [scenarios](scenarios.md), or by a test where it is about
more than a plan.
"""

_LAYERS = """\
## Layers

What each other policy says. All that apply to an application [lie over each other](policies.md#layers).
"""

_ANSWERS = """\
## What every planner has to answer

Other planners answer these questions differently, or not at all. Our answers, and what proves them:
"""


# Codes --------------------------------------------------------------------------------------------------------------


def codes_page(words: Mapping[str, Any]) -> str:
    """Return the page that lists every code with its English words."""
    reasons = _worded(words["reasons"], words["lifts"])
    questions = _worded(words["questions"])
    parts = [
        _CODES,
        "## Reasons\n\nReasons: why something is planned, or is not.\n",
        _table(["code", "words", "what would change it"], reasons),
        "## Questions\n\nQuestions: what is asked because it is never invented.\n",
        _table(["code", "words"], questions),
        _FINDINGS,
        _table(["code", "words", "cure"], _worded(words["findings"], words["cures"])),
    ]
    return "\n".join(parts)


def _worded(words: Mapping[str, str], *more: Mapping[str, str]) -> list[list[str]]:
    return [[f"`{code}`", words[code], *(other.get(code, "") for other in more)] for code in sorted(words)]


# Rules --------------------------------------------------------------------------------------------------------------


def rules_page(rulebooks: Sequence[Rulebook], advice: Sequence[Evidence], found: tuple[Proof, ...]) -> str:
    """Return the page of all advice, of the rules of the first rulebook, and of the values of all."""
    base, *_ = rulebooks
    values = [[f"`{name}`", str(pairs[-1][1])] for name, pairs in sorted(base.told_by.items())]
    answers = [
        [question, answer, _proved(f"semantics:{name}", found)] for name, (question, answer) in SEMANTICS.items()
    ]
    parts = [
        _RULES,
        _ADVICE,
        *(_advice(one, found) for one in advice),
        "## The rules\n",
        *(_rule(rule, books) for rule, books in _everywhere(rulebooks)),
        f"## Values\n\nAs `{base.name}` has them, over which all others lie.\n",
        _table(["value", "is"], values),
        _LAYERS,
        _table(["layer", "applies to", "key", "says"], _layers()),
        _ANSWERS,
        _table(["question", "our answer", "proved by"], answers),
    ]
    return "\n".join(parts)


def _advice(one: Evidence, found: tuple[Proof, ...]) -> str:
    told = {
        "how sure": ", ".join(one.sure),
        "range": one.range or "",
        "sources": "; ".join(one.sources),
        "dissent": one.dissent or "",
        "kept in": "; ".join(map(_home, one.lives)),
        "proved by": _proved(one.id, found),
    }
    rows = [[key, value] for key, value in told.items() if value]
    return f"### {one.id}\n\n{one.says}\n\n{_table(['', ''], rows)}"


def _home(where: str) -> str:
    kind, _, name = where.partition(" ")
    if kind == "rule":
        return f"rule [`{name}`](#{name})"
    return f"{kind} `{name}`" if name else kind


def _proved(id: str, found: tuple[Proof, ...]) -> str:
    """Return the names of what proves something, by file."""
    by_file: dict[str, list[str]] = {}
    for proof in of(id, found):
        by_file.setdefault(proof.file.rpartition("/")[2], []).append(proof.name)
    return "<br>".join(f"`{file}`: {'; '.join(names)}" for file, names in by_file.items())


def _layers() -> Iterator[list[str]]:
    """Yield a row for everything that a policy over the base says."""
    for name, text in _policies():
        tables = tomllib.loads(text)
        said = flat({key: table for key, table in tables.items() if key not in {"name", "applies"} and table != BASE})
        applies = "; ".join(f"{fact} {_words(word)}" for fact, word in tables.get("applies", {}).items())
        yield from ([f"`{name}`", applies, f"`{key}`", _words(value)] for key, value in said.items() if name != BASE)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _everywhere(rulebooks: Sequence[Rulebook]) -> list[tuple[Rule, list[str]]]:
    """Return every rule once, as the first policy that has it tells it, and which have it unless that is the base."""
    base, *_ = rulebooks
    rules = {rule.id: rule for book in reversed(rulebooks) for rule in book.rules}
    having = {id: [book.name for book in rulebooks if id in {rule.id for rule in book.rules}] for id in rules}
    return [(rules[id], [] if base.name in having[id] else having[id]) for id in sorted(rules)]


def _rule(rule: Rule, books: Sequence[str]) -> str:
    told = {
        "only in": _names(books),
        "slot": f"`{rule.slot}`, rank {rule.rank}" if rule.rank else f"`{rule.slot}`",
        "contact": rule.contact.value,
        "counts from": f"`{rule.after}`",
        "earliest": _choice(rule.earliest),
        "target": _choice(rule.target),
        "late after": _choice(rule.late_after),
        "expires": _choice(rule.expires),
        "to": _names(rule.to),
        "when": "; ".join(_item(item) for item in rule.when),
        "channels": _names(rule.channels),
        "words": " ".join(f"`{word}`" for word in (rule.note, rule.variant) if word),
        "needs": _names(rule.needs),
        "lifts": _names(sorted(rule.lifts)),
        "optional": "yes" if rule.optional else "",
        "result": "" if rule.result == "note" else rule.result,
        "sources": _names(rule.sources),
    }
    rows = [[key, value] for key, value in told.items() if value]
    because = f"{rule.because[:1].upper()}{rule.because[1:]}."
    return f"### {rule.id}\n\n{because}\n\n{_table(['', ''], rows)}"


def _choice(choice: Choice | None) -> str:
    if choice is None:
        return ""
    spans = set(map(str, choice.cases.values()))
    told = spans.pop() if len(spans) == 1 else f"by {choice.by}"
    return f"{told} (`{choice.name}`)" if choice.name else told


def _item(item: Clause | Either) -> str:
    if isinstance(item, Either):
        return " or ".join(" and ".join(map(_item, group)) for group in item.groups)
    parameter = "" if item.parameter is None else f" = {item.parameter}"
    return f"{'not ' if item.negated else ''}`{item.condition.name}`{parameter}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# Tables -------------------------------------------------------------------------------------------------------------


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join([*("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines), ""])


def pages() -> dict[Path, str]:
    """Return every page made from data, as it should be."""
    import followkit as fk

    kit = fk.Kit()
    policies = [BASE, *(name for name, _ in _policies() if name != BASE)]
    return {
        CODES: codes_page(kit.lexicon("en").tables),
        RULES: rules_page(
            [kit.rulebook(name) for name in policies], [kit.evidence(id) for id in kit.evidence_ids], proofs()
        ),
        **{path: notes_page(language) for language, path in NOTES.items()},
    }


def _policies() -> list[tuple[str, str]]:
    """Return the built-in policies by name, with their text."""
    folder = resources.files("followkit._builtin").joinpath("policies")
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return sorted((file.name.removesuffix(".toml"), file.read_text(encoding="utf-8")) for file in files)


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
