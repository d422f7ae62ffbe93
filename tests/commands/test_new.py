"""``new`` writes a file that can be read at once, and never over another."""

from __future__ import annotations

import tomllib

import pytest

import followkit as fk
from followkit.interchange import load_with_questions
from tests.commands.session import ACME, INTERVIEW_OVER, INVITE, contents, followkit


@pytest.fixture
def invite(tmp_path):
    file = tmp_path / "panel.ics"
    file.write_text(INVITE, encoding="utf-8")
    return file


def test_a_new_file_can_be_read_and_says_nothing_yet(tmp_path):
    followkit("new", tmp_path / "acme.toml")

    assert fk.load(tmp_path / "acme.toml") == fk.Application(id="acme")
    assert (tmp_path / "acme.toml").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_touched(tmp_path):
    (tmp_path / "acme.toml").write_text(ACME, encoding="utf-8")
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere.toml")
    before = contents(tmp_path)

    for name in ("acme.toml", "gone.toml"):
        answer = followkit("new", tmp_path / name)

        assert answer.code == 2
        assert (
            answer.err == f"followkit: {tmp_path / name}: exists already, and is left as it is (choose another name)\n"
        )
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["acme", "acme.json", "my acme.toml", ".toml", "ä.toml", "a\x1b[2J.toml"])
def test_a_name_that_could_not_be_read_again_is_refused(tmp_path, name):
    answer = followkit("new", tmp_path / name)

    assert answer.code == 2
    assert "\x1b" not in answer.err
    assert contents(tmp_path) == {}


def test_the_file_about_the_candidate_is_used_where_there_is_one(tmp_path):
    (tmp_path / "me.toml").write_text('name = "Dana Kim"\n', encoding="utf-8")
    (tmp_path / "jobs").mkdir()

    followkit("new", tmp_path / "acme.toml")
    followkit("new", tmp_path / "jobs" / "beta.toml")

    assert fk.load(tmp_path / "acme.toml").me.name == "Dana Kim"
    assert fk.load(tmp_path / "jobs" / "beta.toml").me.name == "Dana Kim"


# From an invite -----------------------------------------------------------------------------------------------------


def test_what_the_invite_knew_is_filled_in(tmp_path, invite):
    (tmp_path / "me.toml").write_text('name = "Dana Kim"\nemail = "dana@example.org"\n', encoding="utf-8")
    named = tmp_path / "named.toml"
    named.write_text('me = "me.toml"\n[interviews.panel]\ninvite = "panel.ics"\n', encoding="utf-8")

    followkit("new", tmp_path / "acme.toml", "--invite", invite)

    made, known = fk.load(tmp_path / "acme.toml"), load_with_questions(named).application
    assert made.interviews == known.interviews
    assert made.people == known.people
    assert made.me == known.me


def test_while_nobody_says_who_the_candidate_is_nobody_is_thanked(tmp_path, invite):
    followkit("new", tmp_path / "acme.toml", "--invite", invite)

    text = (tmp_path / "acme.toml").read_text(encoding="utf-8")
    assert "# Which of these are you?" in text
    assert '#     "priya-raman",' not in text, "who accepted is told with it"
    assert '#     { person = "priya-raman", response = "accepted" },' in text
    assert fk.load(tmp_path / "acme.toml").interviews[0].interviewers == ()
    assert "thank-you" not in followkit("plan", tmp_path / "acme.toml", "--now", INTERVIEW_OVER).out


def test_what_the_invite_left_open_stands_as_a_question_above_its_place(tmp_path, invite):
    invite.write_text(
        INVITE.replace("CN=Priya Raman", 'CN="Raman, Priya"').replace("TZID=America/New_York", "TZID=Here"),
        encoding="utf-8",
    )

    answer = followkit("new", tmp_path / "acme.toml", "--invite", invite)

    lines = (tmp_path / "acme.toml").read_text(encoding="utf-8").splitlines()
    assert answer.code == 0
    asked = [lines[index + 1] for index, line in enumerate(lines) if line.startswith("# ? ")]
    assert asked == ["[interviews.panel]", "[people.raman-priya]"]
    assert fk.load(tmp_path / "acme.toml").interviews[0].start is None


def test_several_interviews_of_one_invite_are_all_filled_in(tmp_path, invite):
    second = (
        INVITE.partition("BEGIN:VEVENT")[2]
        .partition("END:VCALENDAR")[0]
        .replace("panel-1@", "panel-2@")
        .replace("0605T", "0606T")
    )
    invite.write_text(INVITE.replace("END:VCALENDAR", f"BEGIN:VEVENT{second}END:VCALENDAR"), encoding="utf-8")

    followkit("new", tmp_path / "acme.toml", "--invite", invite)

    assert len(fk.load(tmp_path / "acme.toml").interviews) == 2


def test_what_an_invite_says_cannot_become_facts_of_another_kind(tmp_path, invite):
    evil = 'CN="Eve\\" ] [people.mallory] name = \\"M"'
    invite.write_text(
        INVITE.replace("CN=Priya Raman", evil).replace(
            'SUMMARY:Panel "Backend"', 'SUMMARY:"""\\n[people.x]\\nname = "X'
        ),
        encoding="utf-8",
    )

    answer = followkit("new", tmp_path / "acme.toml", "--invite", invite)

    if answer.code == 0:
        told = tomllib.loads((tmp_path / "acme.toml").read_text(encoding="utf-8"))
        assert not {"mallory", "x"} & told["people"].keys()


@pytest.mark.parametrize("data", [b"", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"\xff\xfe\x00", b"x" * 2_000_000])
def test_an_invite_that_holds_nothing_makes_no_file(tmp_path, invite, data):
    invite.write_bytes(data)
    before = contents(tmp_path)

    answer = followkit("new", tmp_path / "acme.toml", "--invite", invite)

    assert answer.code == 2
    assert answer.err.startswith(f"followkit: --invite {invite}")
    assert contents(tmp_path) == before


def test_every_sample_invite_makes_a_file_that_can_be_planned_or_none(shared, tmp_path):
    for number, sample in enumerate(sorted((shared / "samples" / "ics").rglob("*.ics"))):
        file = tmp_path / f"a{number}.toml"

        made = followkit("new", file, "--invite", sample)

        assert made.code == 2 or followkit("plan", file, "--now", "2026-01-05T10:00Z").code == 0, sample.name
        assert file.exists() == (made.code == 0)


def test_an_invite_of_any_name_is_read(tmp_path):
    invite = tmp_path / "my invite (2).ics"
    invite.write_text(INVITE, encoding="utf-8")

    assert followkit("new", tmp_path / "acme.toml", "--invite", invite).code == 0
    assert "[interviews.interview]" in (tmp_path / "acme.toml").read_text(encoding="utf-8")
