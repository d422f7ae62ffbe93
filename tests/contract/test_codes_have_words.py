"""Every code the source can give has words, stands in the reference, and every "no" says what would change it."""

from __future__ import annotations

import ast
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
from followkit._core.shaping import PHRASES, SENTENCES
from tests.contract.reason_codes import MADE_UP, calls_of, codes, given_in
from tests.contract.source import package
from tests.docs import generated


def used(*kinds: str) -> set[str]:
    found = {code for module in package() for kind in kinds for code in codes(kind, module.tree)}
    assert found, kinds
    return found


def asked() -> set[str]:
    """Return the questions that the source asks in so many words; the others come from tables."""
    calls = [call for module in package() for call in calls_of("Question", module.tree)]
    return {str(value.value) for call in calls for value in given_in(call) if isinstance(value, ast.Constant)}


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


def test_the_reader_of_codes_follows_a_name_and_refuses_what_it_cannot_read():
    chosen = "def one():\n    code, told = ('a', 1) if x else ('b', 2)\n    return Reason(code=code)\n"
    other = "def other():\n    code = 'c' if y else 'd'\n    return Reason(code=f'clock-{code}')\n"

    assert list(codes("Reason", ast.parse(chosen + other))) == ["a", "b", "clock-gap", "clock-fold"]
    with pytest.raises(ValueError, match="line 1"):
        list(codes("Reason", ast.parse("Reason(code=table[x])")))


def test_every_reason_has_words(words):
    assert (used("Reason", "Missing") | set(CURES)) - set(words["reasons"]) == set()


def test_every_question_has_words(words, rulebooks):
    rules = {rule.question for book in rulebooks for rule in book.rules if rule.question}
    facts = {code for code, _ in FACTS.values()}

    assert (asked() | rules | facts) - set(words["questions"]) == set()


def test_every_verdict_of_a_guard_and_condition_says_what_would_change_it(words):
    refusals = {
        code
        for module in package()
        if module.name.rpartition(".")[2].endswith(("guards", "conditions", "anchors", "ways", "routing", "placing"))
        for code in codes("Reason", module.tree)
    }
    never_a_no = {"via-recruiter", "after-event", "before-event-day", *MADE_UP["after-"], *MADE_UP["rolled-"]}

    assert (refusals - never_a_no | set(CURES)) - set(words["lifts"]) == set()


def findings() -> set[str]:
    """Return the codes that the built-in checks give in so many words, and those of shapes and of failed checks."""
    checks = [module for module in package() if module.name.startswith("followkit._builtin.checks")]
    given = [node for module in checks for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    told = {
        str(call.args[0].value)
        for call in given
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"found", "lacks"}
        and isinstance(call.args[0], ast.Constant)
    }
    shapes = {f"{name.replace('_', '-')}-is-a-sentence" for name in PHRASES}
    shapes |= {f"{name.replace('_', '-')}-is-no-sentence" for name in SENTENCES}
    return told | shapes | {"check-failed", "name-misspelt", "company-misspelt"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_finding_has_words_and_a_cure(language):
    words = fk.Kit().lexicon(language).tables
    codes = findings() | set(words["harmful"])

    assert len(codes) >= 40
    assert codes - set(words["findings"]) == set()
    assert set(words["findings"]) - codes == set()
    assert set(words["cures"]) == set(words["findings"])


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


@pytest.mark.parametrize(
    ("code", "span"),
    [("after-event", "2 hours"), ("after-event", "0 minutes"), ("before-event-day", "1 business day")],
)
def test_what_follows_an_event_says_so_in_plain_words(words, code, span):
    tell = Teller(words=fk.Kit().lexicon("en"), application=None)
    for anchor in filter(event_kind, ANCHORS):
        told = {"span": span, "day": date(2025, 6, 10), "anchor": anchor}
        text = tell.reason(fk.Reason(code=code, parameters=told))

        assert "June 10" in text
        assert "." in anchor or code != "after-event" or words["events"][anchor] in text
        assert "0 minutes" not in text


def test_the_reference_lists_every_code_as_it_is_worded_today(words):
    assert generated.CODES.read_text(encoding="utf-8") == generated.codes_page(words)
