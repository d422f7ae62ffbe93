"""``questions`` says what to ask before leaving, what to write down within the hour, and which notes wait for it."""

from __future__ import annotations

import pytest

from tests.commands.session import ACME, DATE_PASSED, INVITE, contents, followkit

GOING_ON = "2025-06-05T14:50"
JUST_OVER = "2025-06-05T15:05"


@pytest.fixture
def acme(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_text(ACME, encoding="utf-8")
    return file


def test_it_says_what_to_ask_before_leaving_and_by_when(acme):
    acme.write_text(ACME.replace("decision_by = ", "# decision_by = "), encoding="utf-8")
    before = contents(acme.parent)

    answer = followkit("questions", acme, "--now", GOING_ON)

    assert answer.code == 0
    assert answer.lines[:3] == [
        "Before you leave, by Thu 5 Jun 15:00:",
        "  By which day will they decide? Keep their exact words. (decision_by)",
        "  What comes next, and who takes that step? (events)",
    ]
    assert contents(acme.parent) == before


def test_it_says_what_to_write_down_within_the_hour_and_what_waits_for_it(acme):
    answer = followkit("questions", acme, "--now", JUST_OVER)

    assert answer.lines[0] == "Within the hour, by Thu 5 Jun 16:00:"
    (topic,) = [line for line in answer.lines if "talked_about" in line]
    assert topic.startswith("  What did Sam Ode talk about")
    assert topic.endswith("(talked_about under [people.sam]); thank-you/sam waits for it")
    assert "Before you leave" not in answer.out


def test_an_answer_in_the_file_ends_the_question(acme):
    sam = 'email = "sam@acme.example"\n'
    acme.write_text(ACME.replace(sam, f'{sam}talked_about = ["on-call nights"]\nrole = "peer"\n'), encoding="utf-8")
    followkit("record", acme, "promised", "priya", "--decision-by", "2025-06-13", "--now", JUST_OVER)

    asked = followkit("questions", acme, "--now", JUST_OVER).out

    for answered in ("talked_about", "role under", "Who told you", "decision_by"):
        assert answered not in asked
    assert "concerns under [people.sam]" in asked


def test_what_a_note_needs_at_any_time_comes_last(acme):
    acme.write_text(ACME.replace('position = "Backend Engineer"\n', ""), encoding="utf-8")

    answer = followkit("questions", acme, "--now", JUST_OVER)

    assert answer.lines[-2:] == [
        "To write a note:",
        "  What is the role called? (position); check-in/1, thank-you/priya and thank-you/sam wait for it",
    ]


def test_when_there_is_nothing_to_ask_it_says_so(acme):
    followkit("record", acme, "rejected", "--now", DATE_PASSED)

    answer = followkit("questions", acme, "--now", DATE_PASSED)

    assert (answer.code, answer.out) == (0, "Nothing is to be asked now.\n")


def test_what_an_invite_leaves_open_is_asked_too(acme):
    (acme.parent / "panel.ics").write_text(INVITE, encoding="utf-8", newline="")
    acme.write_text('company = "Acme"\n[interviews.panel]\ninvite = "panel.ics"\n', encoding="utf-8")

    answer = followkit("questions", acme, "--now", "2025-06-05T10:00-04:00")

    assert answer.lines[-2] == "The invite leaves open:"
    assert answer.lines[-1].startswith("  Which of them is you: ")


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    answer = followkit("questions", tmp_path / "none.toml")

    assert (answer.code, answer.out) == (2, "")
    assert "there is no such file" in answer.err
