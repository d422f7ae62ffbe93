"""``--house FOLDER``: a command plans by the rules of a house and writes with its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from followkit.__main__ import COMMANDS
from tests.commands.session import ACME, DATE_PASSED, INTERVIEW_OVER, contents, followkit

LINKS = """\
name = "our-house"
gates.forms = { email = ["mailto"] }
"""
NEVER_ASKS = "rules.check-in-after-date.enabled = false"
NOW = INTERVIEW_OVER


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with facts, and a house of two lines beside them."""
    monkeypatch.chdir(tmp_path)
    Path("acme.toml").write_text(ACME, encoding="utf-8")
    house(LINKS)
    return tmp_path


def house(policy: str) -> None:
    Path("our-house").mkdir(exist_ok=True)
    Path("our-house/policy.toml").write_text(policy, encoding="utf-8")


def test_a_house_of_two_lines_makes_write_give_a_link_to_open(desk):
    written = followkit("write", "acme.toml", "thank-you/priya", "--out", "d", "--house", "our-house", "--now", NOW)

    assert written.code == 0
    assert {"thank-you-priya.html", "thank-you-priya.txt"} <= set(contents(desk / "d"))
    assert "thank-you-priya.eml" not in contents(desk / "d")
    assert "mailto:priya@acme.example?subject=" in (desk / "d/thank-you-priya.html").read_text(encoding="utf-8")


def test_what_to_type_next_goes_by_the_same_house(desk):
    written = followkit("write", "acme.toml", "thank-you/priya", "--out", "d", "--house", "our-house", "--now", NOW)
    (typed,) = (line for line in written.lines if "followkit record" in line)
    _, _, command = typed.rstrip(".").partition("followkit ")

    assert command.split() == ["record", "acme.toml", "sent", "thank-you/priya", "--house", "our-house"]
    assert followkit(*command.split(), "--now", NOW).code == 0
    assert "thank-you/priya:" not in followkit("plan", "acme.toml", "--house", "our-house", "--now", NOW).out


def test_every_command_that_plans_goes_by_the_rules_of_the_house(desk):
    """The house asks for nothing at all, so that no check-in is planned anywhere."""
    house(NEVER_ASKS)
    at = ("--now", DATE_PASSED)
    plans = (
        ("plan", "acme.toml", *at),
        ("today", ".", *at),
        ("simulate", "acme.toml", "--until", "2025-06-30", *at),
        ("write", "acme.toml", "--out", "d", *at),
    )
    for command in plans:
        assert "check-in/1" in followkit(*command).out, command[0]
        assert "check-in/1:" not in followkit(*command, "--house", "our-house").out, command[0]
    why = ("why", "check-in", "--file", "acme.toml", *at)
    assert followkit(*why).out != followkit(*why, "--house", "our-house").out


@pytest.mark.parametrize("command", ["plan", "write", "review", "questions", "record", "why", "simulate", "today"])
def test_whatever_reads_facts_takes_a_house(command):
    assert "--house" in {flags[0] for flags, _ in COMMANDS[command][1]}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("nohouse", "followkit: --house nohouse: there is no such folder"),
        ("our-house", "followkit: --house our-house: gates.forms.email: wants a list of texts"),
    ],
)
def test_what_is_wrong_with_the_house_is_not_said_of_the_facts(desk, given, told):
    house("gates.forms = { email = 3 }")
    answer = followkit("plan", "acme.toml", "--house", given, "--now", NOW)

    assert answer.code == 2
    assert told in answer.err
    assert "acme.toml" not in answer.err


def test_a_value_typed_wrongly_is_not_said_of_the_house(desk):
    answer = followkit("plan", "acme.toml", "--house", "our-house", "--set", "check-ins=1", "--now", NOW)

    assert answer.code == 2
    assert answer.err.startswith("followkit: --set: ")
