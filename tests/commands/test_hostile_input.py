"""Whatever is given, the command line answers with exit code 2, one line per problem, and changes nothing."""

from __future__ import annotations

import os

import pytest

from followkit.__main__ import main
from tests.commands.session import ACME, INTERVIEW_OVER, contents, followkit

PERSONAL = ("zyzzyva", "Zyzzyva")
BAD: dict[str, tuple[str | bytes, str]] = {
    "local-time-without-zone": (ACME.replace('zone = "America/New_York"\n', ""), "interviews.panel.start: "),
    "offset-against-zone": (ACME.replace("14:00:00", "14:00:00+02:00"), "interviews.panel.start: "),
    "end-before-start": (ACME.replace("minutes = 60", "end = 2025-06-05T13:00:00"), "interviews.panel.end: "),
    "unknown-zone": (ACME.replace("New_York", "New_Yrok"), "did you mean America/New_York?"),
    "unknown-key": (ACME.replace("position", "postion"), "postion: there is no such key here (did you mean position?)"),
    "ten-megabytes": ("# " + "x" * 10_000_000, "more than 64 kB of TOML"),
    "dotted-keys": ("a." * 20_000 + "b = 1", "a key of more than 16 parts"),
    "nan": (ACME.replace("minutes = 60", "minutes = nan"), "interviews.panel.minutes: is not a number"),
    "control-character": (ACME.replace("Priya Raman", "Zyzzyva\\u0007"), "people.priya.name: "),
    "line-break": (ACME.replace("Priya Raman", "Zyzzyva\\nBcc: all@acme.example"), "people.priya.name: "),
    "second-recipient": (ACME.replace("priya@acme.example", "zyzzyva@a.example, b@b.example"), "people.priya.email: "),
    "name-with-address": (ACME.replace("Priya Raman", "Zyzzyva <zyzzyva@a.example>"), "people.priya.name: "),
    "not-toml": ('company = "Zyzzyva', "this is not TOML: its last line cannot be read"),
    "not-utf-8": (b'company = "\xff"', "line 1 is not UTF-8 text"),
    "unknown-person": (ACME.replace('"sam"]', '"smm"]'), "'smm' is not in [people]"),
    "event-of-no-kind": (ACME + '[[events]]\nkind = "sennt"\n', "did you mean sent?"),
    "many-problems": ("\n".join(f"k{number} = 1" for number in range(400)), "and 350 more problems"),
}


@pytest.fixture(params=BAD)
def bad(request, tmp_path):
    """Give the path of a bad file and what must be said of it."""
    text, said = BAD[request.param]
    file = tmp_path / "acme.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file, said


@pytest.mark.parametrize(
    "command",
    [
        ["plan", "--now", INTERVIEW_OVER, "--ics", "plan.ics"],
        ["write", "--out", "drafts", "--now", INTERVIEW_OVER],
        ["record", "withdrew", "--at", INTERVIEW_OVER],
    ],
    ids=["plan", "write", "record"],
)
def test_bad_facts_are_refused_by_every_command(bad, command, tmp_path, monkeypatch):
    file, said = bad
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)

    answer = followkit(command[0], file, *command[1:])

    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    assert all(line.startswith("followkit: ") for line in answer.err.splitlines())
    assert not any(word in answer.err for word in PERSONAL)
    assert contents(tmp_path) == before


def test_json_with_a_key_twice_is_refused(tmp_path):
    file = tmp_path / "acme.json"
    file.write_text('{"id": "acme", "company": "A", "company": "B"}', encoding="utf-8")

    answer = followkit("plan", file, "--now", "2025-06-05T17:10Z")

    assert (answer.code, answer.err) == (2, f"followkit: {file}: company: is written twice (keep one)\n")


def test_every_problem_has_a_line_of_its_own(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_text(ACME.replace("minutes = 60", "minutes = 0").replace("position", "postion"), encoding="utf-8")

    answer = followkit("plan", file, "--now", INTERVIEW_OVER)

    assert len(answer.err.splitlines()) == 2
    assert all(line.startswith(f"followkit: {file}: ") for line in answer.err.splitlines())


@pytest.mark.parametrize(
    "now", ["", "soon", "2025-06-05", "2025-13-05T10:00", "0001-01-01T00:00Z", "9999-12-31T23:59Z"]
)
def test_a_now_that_is_no_moment_is_refused(tmp_path, now):
    (tmp_path / "acme.toml").write_text(ACME, encoding="utf-8")

    answer = followkit("plan", tmp_path / "acme.toml", "--now", now)

    assert answer.code == 2
    assert answer.err.startswith("followkit: --now: ")


def test_a_local_now_where_no_zone_is_known_is_refused(tmp_path):
    (tmp_path / "acme.toml").write_text('company = "Acme"\n', encoding="utf-8")

    answer = followkit("plan", tmp_path / "acme.toml", "--now", INTERVIEW_OVER)

    assert answer.err == (
        "followkit: --now: a local time, and no zone is known (add an offset, as in 2025-06-05T17:10-04:00)\n"
    )


@pytest.mark.parametrize("command", ["plan", "write", "record"])
def test_what_is_no_file_is_refused(tmp_path, command):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    more = {"plan": [], "write": ["--out", tmp_path / "drafts"], "record": ["undo"]}[command]

    for name in (
        "none.toml",
        "folder.toml",
        "pipe.toml",
        "x" * 300 + ".toml",
        "a\x1b[31m.toml",
        "\udcff.toml",
        "nul\0.toml",
    ):
        answer = followkit(command, tmp_path / name, *more)

        assert answer.code == 2, name
        assert "\x1b" not in answer.err
    assert not (tmp_path / "drafts").exists()


@pytest.mark.parametrize(
    "arguments", [["fly"], ["plan"], ["plan", "a", "b"], ["plan", "a", "--nwo", "x"], ["write", "a"], ["record", "a"]]
)
def test_usage_errors_end_with_2(arguments):
    answer = followkit(*arguments)

    assert answer.code == 2
    assert answer.err.startswith("usage: followkit")


def test_an_interruption_is_no_traceback(tmp_path, monkeypatch):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr("followkit._commands.demo.run", interrupted)

    assert main(["demo"]) == 130


def test_a_fault_of_our_own_says_where_and_shows_nothing_of_the_file(capsys, monkeypatch):
    def faulty(options):
        raise RuntimeError("zyzzyva")

    monkeypatch.setattr("followkit._commands.demo.run", faulty)

    assert main(["demo"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("followkit: this is a fault of followkit: RuntimeError in tests")
    assert "zyzzyva" not in told
