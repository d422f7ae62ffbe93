"""``followkit why`` says what a rule stands on, and what came of it for one file."""

from __future__ import annotations

import pytest

import followkit as fk
from followkit._commands.why import lines
from tests.commands.session import ACME, DATE_PASSED, followkit

KIT = fk.Kit()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.toml").write_text(ACME, encoding="utf-8")
    return tmp_path


def test_an_advice_is_told_with_how_sure_it_is_who_disagrees_and_where_it_is_kept():
    answer = followkit("why", "CI-02")

    assert answer.code == 0
    assert [line.partition(":")[0] for line in answer.lines[:6]] == [
        "CI-02",
        "How sure",
        "Range",
        "Who says so",
        "Who disagrees",
        "Where it is kept",
    ]
    assert "experts, universities or authorities" in answer.lines[1]
    assert "  value check-in.after-promised-date = 2 business days" in answer.lines
    assert any(line.startswith("  rule check-in-after-date: the date they gave has passed") for line in answer.lines)


@pytest.mark.parametrize("id", KIT.evidence_ids)
def test_every_advice_can_be_told(id):
    told = list(lines(KIT.evidence(id), KIT, KIT.lexicon("en")))

    assert told[0].startswith(f"{id}: ")
    assert "None" not in "\n".join(told)
    assert told[-1].startswith("  "), "it is kept nowhere"


def test_an_id_may_be_typed_in_small_letters():
    assert followkit("why", "ev-06").lines[0].startswith("EV-06: ")


def test_an_id_may_be_typed_without_its_nought():
    assert followkit("why", "CI-2").lines[0].startswith("CI-02: ")


def test_with_a_file_it_says_what_came_of_the_rules_that_follow_the_advice():
    answer = followkit("why", "CI-02", "--file", "acme.toml", "--now", DATE_PASSED)

    assert answer.code == 0
    assert any(line.startswith("check-in-after-date: yes") for line in answer.lines)


def test_with_a_file_a_rule_slot_or_follow_up_is_answered_as_plan_does():
    for name in ("check-in", "check-in-after-date", "check-in/1"):
        asked = followkit("why", name, "--file", "acme.toml", "--now", DATE_PASSED)
        assert asked.code == 0
        assert asked.out == followkit("plan", "acme.toml", "--why", name, "--now", DATE_PASSED).out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["CI-99"], "followkit: no advice is called 'CI-99' (did you mean CI-0"),
        (["ZZ-1"], "followkit: no advice is called 'ZZ-1' (there are TY-01, "),
        (["check-in"], "followkit: 'check-in': no advice has this id (what came of a rule, slot or follow-up is asked"),
        (
            ["chek-in", "--file", "acme.toml"],
            "followkit: acme.toml: 'chek-in': no follow-up or rule is called 'chek-in'",
        ),
        (["\x1b[2J"], "followkit: '\\x1b[2J': no advice has this id"),
        (["CI-02", "--file", "no-such.toml"], "followkit: no-such.toml: there is no such file"),
        (["CI-02", "--set", "x=1"], "followkit: --set: no value is called 'x'"),
    ],
)
def test_what_nothing_is_called_by_is_told_with_what_was_meant(arguments, complaint):
    answer = followkit("why", *arguments)

    assert answer.code == 2
    assert answer.err.startswith(complaint)
    assert len(answer.err.splitlines()) <= 10


def test_values_that_were_set_are_told_as_set():
    answer = followkit("why", "CI-02", "--set", "check-in.after-promised-date=3 business days")

    assert "  value check-in.after-promised-date = 3 business days" in answer.lines
