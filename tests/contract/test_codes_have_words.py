"""Every code the source can give has words, stands in the reference, and every "no" says what would change it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import resources

import pytest

import followkit as fk
from followkit._core.anchors import ANCHORS, event_kind
from followkit._core.asking import FACTS
from followkit._core.cures import CURES
from followkit._core.events import KINDS
from followkit._core.explaining import Teller
from followkit._core.facts import Application
from tests.contract.source import package
from tests.docs import generated

MADE_UP = {
    "after-": [f"after-{anchor}" for anchor in ANCHORS if event_kind(anchor) is None],
    "rolled-": ["rolled-before-closing", "rolled-next-opening", "rolled-before-expiry"],
    "interviewer-": ["interviewer-declined", "interviewer-absent", "interviewer-shadow"],
    "clock-": ["clock-gap", "clock-fold"],
}
"""The codes that are put together from a word and a name, by their first half."""
CLOSING = [kind for kind, event in KINDS.items() if event.closes]
"""The codes that say which event ended the process."""
SCOPES = (ast.FunctionDef, ast.Module)


def codes(kind: str, tree: ast.AST) -> Iterator[str]:
    """List the codes given to ``Reason(code=…)``, ``Question(code=…)``, ``Missing(…)`` or the like in one module."""
    for scope in (node for node in ast.walk(tree) if isinstance(node, SCOPES)):
        own = list(_within(scope))
        named = {name: value for node in own if isinstance(node, ast.Assign) for name, value in _assigned(node)}
        for node in own:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind:
                given = [keyword.value for keyword in node.keywords if keyword.arg == "code"] + node.args[:1]
                for value in given:
                    yield from _said(value, named)


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """Walk a function or module without the functions inside it."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, SCOPES):
            yield from _within(node)


def _assigned(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """Give what a name stands for; of a pair, the first."""
    target = node.targets[0]
    first = target.elts[0] if isinstance(target, ast.Tuple) else target
    if isinstance(first, ast.Name):
        yield first.id, node.value


def _said(value: ast.expr, named: Mapping[str, ast.expr]) -> Iterator[str]:
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        yield from MADE_UP[str(value.values[0].value)]
    elif isinstance(value, ast.IfExp):
        yield from (*_said(value.body, named), *_said(value.orelse, named))
    elif isinstance(value, ast.Tuple):
        yield from _said(value.elts[0], named)
    elif isinstance(value, ast.Attribute) and value.attr == "kind":
        yield from CLOSING
    elif isinstance(value, ast.Name) and value.id in named:
        yield from _said(named[value.id], named)


def used(*kinds: str) -> set[str]:
    found = {code for module in package() for kind in kinds for code in codes(kind, module.tree)}
    assert found, kinds
    return found


@pytest.fixture(scope="module")
def words():
    return fk.Kit().lexicon("en").tables


@pytest.fixture(scope="module")
def rulebooks():
    files = resources.files("followkit._builtin").joinpath("policies").iterdir()
    names = [file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")]
    return [fk.Kit().rulebook(name) for name in names]


def test_the_reader_of_codes_reads_codes():
    tree = ast.parse('Reason(code="a"); Question(code="b", place=""); Missing("c"); Reason(code=f"clock-{x}")')

    assert list(codes("Reason", tree)) == ["a", "clock-gap", "clock-fold"]
    assert [*codes("Question", tree), *codes("Missing", tree)] == ["b", "c"]


def test_the_reader_of_codes_follows_a_name_and_no_further_than_its_function():
    tree = ast.parse(
        "def one():\n    code, told = ('a', 1) if x else ('b', 2)\n    return Reason(code=code)\n"
        "def other():\n    code = 'c' if y else 'd'\n    return Reason(code=f'clock-{code}')\n"
        "def third():\n    return Reason(code=closed.kind)\n"
    )

    assert list(codes("Reason", tree)) == ["a", "b", "clock-gap", "clock-fold", *CLOSING]


def test_every_reason_has_words(words):
    assert (used("Reason", "Missing", "_veto") | set(CURES)) - set(words["reasons"]) == set()


def test_every_question_has_words(words, rulebooks):
    asked = {rule.question for book in rulebooks for rule in book.rules if rule.question}
    facts = {code for code, _ in FACTS.values()}

    assert (used("Question") | asked | facts) - set(words["questions"]) == set()


def test_every_verdict_of_a_guard_and_condition_says_what_would_change_it(words):
    refusals = {
        code
        for module in package()
        if module.name.rpartition(".")[2].endswith(("guards", "conditions", "anchors", "routing", "placing"))
        for code in (*codes("Reason", module.tree), *codes("_veto", module.tree))
    }
    never_a_no = {"via-recruiter", "after-event", "before-event-day", *MADE_UP["after-"], *MADE_UP["rolled-"]}

    assert (refusals - never_a_no | set(CURES)) - set(words["lifts"]) == set()


def test_every_kind_of_event_and_every_slot_has_words(words, rulebooks):
    """A plan names them: ``not-happened``, and whom no note goes to."""
    slots = {rule.slot for book in rulebooks for rule in book.rules if rule.result == "note"}

    assert set(KINDS) - set(words["events"]) == set()
    assert slots - set(words["follow-ups"]) == set()


def test_a_question_about_a_fact_can_be_asked_when_nothing_is_known(words):
    tell = Teller(words=fk.Kit().lexicon("en"), application=Application(id="acme"))
    for code, place in FACTS.values():
        question = fk.Question(code=code, place=place, parameters={"person": "priya", "completes": "…"})

        assert tell.question(question)


@pytest.mark.parametrize("anchor", [anchor for anchor in ANCHORS if event_kind(anchor)])
@pytest.mark.parametrize("code", ["after-event", "before-event-day"])
@pytest.mark.parametrize("span", ["2 hours", "1 business day", "0 minutes"])
def test_what_follows_an_event_says_so_in_plain_words(anchor, code, span):
    tell = Teller(words=fk.Kit().lexicon("en"), application=None)
    told = {"span": span, "day": date(2025, 6, 10), "anchor": anchor, "value": None}
    text = tell.reason(fk.Reason(code=code, parameters=told))

    assert "June 10" in text
    assert anchor not in text.split()
    assert "0 " not in text.replace("10 ", "")


def test_the_reference_lists_every_code_as_it_is_worded_today(words):
    assert generated.CODES.read_text(encoding="utf-8") == generated.codes_page(words)
