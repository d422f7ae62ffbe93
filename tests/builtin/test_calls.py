"""A call has a script for the other side too: what they may say, what to say to it, and what to note down (CH-05)."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from followkit.__main__ import main
from followkit._core.narrowing import words_for
from followkit.interchange import load
from tests.builtin.test_english import AFTERTHOUGHTS, NOTES, RICH
from tests.core.letters import english, without, write

CALLS = [(kind, variant) for kind, variant, a_class in NOTES if a_class == "spoken"]
TYPED = {
    "FILE": "acme.toml",
    "DAY-AND-HOUR": "2025-06-24T10:00",
    "DAY": "2025-06-24",
    "INTERVIEW": "panel",
    "THEIR WORDS": "next week",
    "WHAT THEY WANT": "two work samples",
    "WHAT YOU SEND": "the figures",
}
"""What a caller puts where capitals stand."""
FACTS = """
position = "Backend Engineer"
me = { name = "Dana Kim", email = "dana@home.example" }
interviews.panel = { start = 2025-06-05T14:00:00, minutes = 60, zone = "America/New_York", with = ["priya"] }
people.priya = { name = "Priya Raman", email = "priya@acme.example", talked_about = ["the on-call rota"] }
"""


def spoken(kind: str, variant: str | None):
    return write(kind, {**RICH, **AFTERTHOUGHTS}, variant=variant, channel_class="spoken", about=("sam", "jo"))


def answers(kind: str, variant: str | None) -> dict[str, dict[str, str]]:
    """Return by name what they may say, what to say, and what to note down."""
    found: dict[str, dict[str, str]] = {}
    for part in spoken(kind, variant).extra["answers"]:
        side, _, name = part.name.partition("_")
        found.setdefault(name, {})[side] = part.text
    return found


def noted() -> list[str]:
    """Return everything that some call says to note down, once."""
    missed = write("own-delay", without(RICH, "minutes_late"), channel_class="spoken")
    extras = [missed.extra, *(spoken(kind, variant).extra for kind, variant in CALLS)]
    parts = [part for extra in extras for name in ("answers", "outcomes") for part in extra[name]]
    lines = {part.text for part in parts if part.name.startswith("note_")}
    return sorted({re.sub(r"\S+/priya", "check-in/1", line) for line in lines})


# What the caller is told ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_to_each_likely_answer_there_is_something_to_say(kind, variant):
    told = answers(kind, variant)

    assert told
    assert all({"they", "say"} <= set(one) for one in told.values())
    assert set(told) <= set(words_for(english(), kind, "spoken", variant)["answers"])


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_who_asks_whether_it_is_a_good_moment_knows_what_to_say_when_it_is_not(kind, variant):
    asked = "Is this a good moment?" in spoken(kind, variant).body

    assert ("busy" in answers(kind, variant)) or not asked


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_all_that_is_said_takes_two_minutes_at_most(kind, variant):
    """CH-05: 150 words a minute, whatever they answer, and even if they say all of it."""
    said = [spoken(kind, variant).body, *(one["say"] for one in answers(kind, variant).values())]

    assert sum(len(text.split()) for text in said) <= 300


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_the_caller_presses_nobody_and_presumes_nothing(kind, variant):
    for one in answers(kind, variant).values():
        assert not re.search("did I get|have you decided|but |why not|reconsider|salary|pay ", one["say"])
        assert one["say"][-1] in ".?"


def test_who_came_late_is_told_of_no_other_time_and_who_missed_it_is():
    missed = write("own-delay", without(RICH, "minutes_late"), channel_class="spoken")

    assert set(answers("own-delay", None)) == {"busy", "fine"}
    assert {part.name for part in missed.extra["answers"]} >= {"they_time", "say_time", "note_time", "say_impossible"}


@pytest.mark.parametrize("kind", ["check-in", "check-in-again"])
def test_a_question_about_the_timeline_is_ready_for_all_that_it_may_bring(kind):
    assert set(answers(kind, None)) == {"busy", "undecided", "date", "again", "filled", "offer", "no_calls"}


# What is noted down ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_after_every_call_it_is_recorded_that_it_was_made_or_a_message_left(kind, variant):
    outcomes = [part.text for part in spoken(kind, variant).extra["outcomes"]]

    assert outcomes == [
        f"followkit record FILE called {spoken(kind, variant).handle}",
        f"followkit record FILE called {spoken(kind, variant).handle} --voicemail",
    ]


@pytest.mark.parametrize("line", noted())
def test_what_is_to_be_noted_down_can_be_typed_as_it_stands(line, tmp_path, monkeypatch, capsys):
    """A line that is no command says what to write into the facts, and where."""
    monkeypatch.chdir(tmp_path)
    Path("acme.toml").write_text(FACTS, encoding="utf-8")
    for capitals, typed in TYPED.items():
        line = re.sub(rf"\b{capitals}\b", typed, line)

    assert not re.search("[A-Z]{3}", line)
    if line.startswith("followkit record"):
        _, *arguments = shlex.split(line)
        assert main([*arguments, "--now", "2025-06-17T10:00-04:00"]) == 0, capsys.readouterr().err
        assert len(load("acme.toml").events) == 1
    else:
        assert re.fullmatch(r"(respond_by|due) = 2025-06-24, in acme.toml, at the (offer|task)", line)
