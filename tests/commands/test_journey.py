"""A person who does not program: from an empty folder to the second plan, and every command's first line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from followkit.__main__ import COMMANDS
from tests.commands.session import ACME, INTERVIEW_OVER, INVITE, contents, followkit


@pytest.fixture
def acme(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_text(ACME, encoding="utf-8")
    return file


def test_from_a_new_file_to_the_next_plan(tmp_path):
    file, drafts = tmp_path / "acme.toml", tmp_path / "drafts"
    now = ("--now", INTERVIEW_OVER)

    made = followkit("new", file)
    assert made.code == 0
    assert f"followkit plan {file}" in made.out

    empty = followkit("plan", file, "--now", "2025-06-05T21:10Z")
    assert empty.code == 0
    assert "nothing to send" in empty.out

    skeleton = file.read_text(encoding="utf-8")
    filled = [line.removeprefix("# ") for line in skeleton.splitlines() if line.startswith("# ") and _is_toml(line)]
    file.write_text("\n".join(filled).replace('"priya", "sam"', '"priya"'), encoding="utf-8")
    plan = followkit("plan", file, *now)
    assert plan.code == 0, plan.err
    assert "thank-you/priya: e-mail to Priya Raman" in plan.out

    written = followkit("write", file, "--out", drafts, *now)
    assert written.code == 0
    assert "Nothing was sent." in written.out
    assert "taking billing off the nightly cron" in (drafts / "thank-you-priya.txt").read_text(encoding="utf-8")

    recorded = followkit("record", file, "sent", "thank-you/priya", *now)
    assert recorded.code == 0
    assert recorded.out.startswith(f"{file}: recorded: sent thank-you/priya")

    after = followkit("plan", file, *now)
    assert "thank-you/priya" not in after.out
    assert "check-in/1" in after.out


def _is_toml(line):
    """Tell the lines of the skeleton that are commented facts from those that only explain."""
    text = line.removeprefix("# ")
    return text.startswith("[") or text.split(" ")[0] in {
        "company", "position", "country", "decision_by", "me", "strengths", "start", "minutes", "zone", "with", "name",
        "email", "role", "talked_about",
    }  # fmt: skip


def test_from_an_invite_to_a_plan(tmp_path):
    (tmp_path / "panel.ics").write_text(INVITE, encoding="utf-8")
    (tmp_path / "me.toml").write_text('name = "Dana Kim"\nemail = "dana@example.org"\n', encoding="utf-8")

    made = followkit("new", tmp_path / "acme.toml", "--invite", tmp_path / "panel.ics")
    plan = followkit("plan", tmp_path / "acme.toml", "--now", INTERVIEW_OVER)

    assert (
        made.lines[0] == "The invite knew 1 interview and 3 people; questions it left open, marked ? in the file: none."
    )
    assert "thank-you/priya-raman" in plan.out
    assert "thank-you/dana-kim" not in plan.out
    assert "thank-you/sam-ode" not in plan.out, "who declined is not thanked"


def test_the_demo_shows_a_plan_and_a_note_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    demo = followkit("demo")

    assert demo.code == 0
    assert demo.lines[0] == "Acme, Backend Engineer: as of Thu 5 Jun 17:10 (America/New_York)"
    assert "because a specific note within a day keeps you in mind" in demo.out
    assert "Dear Priya" in demo.out
    assert demo == followkit("demo")
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_takes(command):
    helped = followkit(command, "--help")

    assert helped.code == 0
    assert helped.out.startswith(f"usage: followkit {command}")


def test_without_a_command_it_says_what_there_is():
    answer = followkit()

    assert answer.code == 2
    assert answer.out == ""
    assert all(command in answer.err for command in COMMANDS)


def test_the_version_is_told():
    assert followkit("--version").out.startswith("followkit 0.")


def test_options_may_stand_anywhere(acme, tmp_path):
    before = followkit("write", "--out", tmp_path / "a", "--now", INTERVIEW_OVER, acme, "thank-you/priya")
    after = followkit("write", acme, "--out", tmp_path / "b", "thank-you/priya", "--now", INTERVIEW_OVER)

    assert before.code == after.code == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_help_loads_nothing_costly():
    script = (
        "import sys\nfrom followkit.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())

    assert "followkit.__main__" in loaded
    assert not loaded & {"attrs", "cattrs", "holidays", "icalendar", "jinja2", "pluggy", "followkit.kit"}


def test_it_stops_quietly_when_nobody_reads_on(acme):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "followkit", "plan", str(acme), "--now", INTERVIEW_OVER]

    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)

    assert done.stderr == ""
    assert done.returncode == 141
