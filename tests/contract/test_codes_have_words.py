"""Every code the source can give has words, stands in the reference, and every "no" says what would change it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

import followkit as fk
from followkit._core.anchors import ANCHORS
from tests.contract.source import package
from tests.docs import generated

MADE_UP = {
    "after-": [f"after-{anchor}" for anchor in ANCHORS],
    "rolled-": ["rolled-before-closing", "rolled-next-opening", "rolled-before-expiry"],
    "interviewer-": ["interviewer-declined", "interviewer-absent", "interviewer-shadow"],
    "clock-": ["clock-gap", "clock-fold"],
}
"""The codes that are put together from a word and a name, by their first half."""


def codes(kind: str, tree: ast.AST) -> Iterator[str]:
    """List the codes given to ``Reason(code=…)``, ``Question(code=…)`` or ``Missing(…)`` in one module."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind):
            continue
        given = [keyword.value for keyword in node.keywords if keyword.arg == "code"] + node.args[:1]
        for value in given:
            if isinstance(value, ast.Constant):
                yield str(value.value)
            elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
                yield from MADE_UP[str(value.values[0].value)]
            elif isinstance(value, ast.IfExp):
                yield from (str(side.value) for side in (value.body, value.orelse) if isinstance(side, ast.Constant))


def used(*kinds: str) -> set[str]:
    found = {code for module in package() for kind in kinds for code in codes(kind, module.tree)}
    assert found, kinds
    return found


@pytest.fixture(scope="module")
def words():
    return fk.Kit().lexicon("en").tables


def test_the_reader_of_codes_reads_codes():
    tree = ast.parse('Reason(code="a"); Question(code="b", place=""); Missing("c"); Reason(code=f"clock-{x}")')

    assert list(codes("Reason", tree)) == ["a", "clock-gap", "clock-fold"]
    assert [*codes("Question", tree), *codes("Missing", tree)] == ["b", "c"]


def test_every_reason_has_words(words):
    assert used("Reason", "Missing") - set(words["reasons"]) == set()


def test_every_question_has_words(words):
    assert used("Question") - set(words["questions"]) == set()


def test_every_verdict_of_a_guard_and_condition_says_what_would_change_it(words):
    refusals = {
        code
        for module in package()
        if module.name.rpartition(".")[2] in {"guards", "conditions", "anchors", "routing", "placing"}
        for code in codes("Reason", module.tree)
    }
    never_a_no = {"via-recruiter", *MADE_UP["after-"], *MADE_UP["rolled-"]}

    assert refusals - never_a_no - set(words["lifts"]) == set()


def test_the_reference_lists_every_code_as_it_is_worded_today(words):
    assert generated.CODES.read_text(encoding="utf-8") == generated.codes_page(words)
