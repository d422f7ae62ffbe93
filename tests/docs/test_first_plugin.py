"""The tutorial of the first plugin is true: every command of it is run in a shell, from an empty folder to the end."""

from __future__ import annotations

import pytest

from tests.docs.pages import run
from tests.docs.shell import ROOT, newcomers_shell, shell

TUTORIAL = ROOT / "docs" / "tutorial" / "first-plugin.md"


def test_the_first_plugin_comes_about_as_the_page_says(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()

    with newcomers_shell(tmp_path, folder) as typed:
        run(TUTORIAL.read_text(encoding="utf-8"), folder, TUTORIAL.name, typed)

    found = {path.relative_to(folder).parts[:2] for path in folder.rglob("*.*")}
    assert {("followkit-portal", name) for name in ("dist", "drafts", "fresh", "test_portal.py")} <= found


def test_a_newcomer_has_no_followkit_until_it_is_installed(tmp_path):
    page = "```console\n$ python3 -m venv .venv\n$ source .venv/bin/activate\n$ python -c 'import followkit'\n…\n```"

    with (
        newcomers_shell(tmp_path, tmp_path) as typed,
        pytest.raises(AssertionError, match="No module named 'followkit'"),
    ):
        run(page, tmp_path, perform=typed)


def test_one_command_finds_what_the_last_one_left(tmp_path):
    page = "```console\n$ mkdir in\n$ cd in   # there\n$ export WORD=here\n$ echo $WORD; basename $PWD\nhere\nin\n```"

    with shell(tmp_path) as typed:
        run(page, tmp_path, perform=typed)


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("```console\n$ echo this\nthat\n```", "the page says:\nthat"),
        ("```console\n$ false\n```", "false ended with 1"),
        ("```console\n$ no-such-program\n…\n```", "ended with 127"),
        ("```console\n$ exit 3\n```", "the shell ended"),
    ],
)
def test_an_untrue_command_is_reported(page, complaint, tmp_path):
    with shell(tmp_path) as typed, pytest.raises(AssertionError, match=complaint):
        run(page, tmp_path, perform=typed)
