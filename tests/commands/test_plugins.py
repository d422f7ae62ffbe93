"""``followkit plugins``: what is installed and well, and what is not, whatever a plugin does."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from followkit.__main__ import main
from followkit._commands import probing
from tests.commands.session import distribution

Install = Callable[[str, str], None]
WELL = """
import followkit as fk

@fk.hookimpl
def followkit_guards():
    return [fk.Guard(name="well", judge=lambda proposal: fk.Verdict())]
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a plugin of one module, for this process and those it starts."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    return partial(distribution, tmp_path)


def test_it_names_what_is_installed_and_what_it_brings(install: Install, capsys: pytest.CaptureFixture[str]):
    install("shown", WELL)

    assert main(["plugins"]) == 0
    assert "shown: followkit-shown 2.1\n  brings guard:well\n" in capsys.readouterr().out


def test_without_any_it_says_so(capsys: pytest.CaptureFixture[str]):
    assert main(["plugins"]) == 0
    assert "no plugin is installed" in capsys.readouterr().out


def test_what_is_broken_is_named_with_what_is_wrong(install: Install, capsys: pytest.CaptureFixture[str]):
    install("cracked", "1 / 0")

    assert main(["plugins"]) == 1
    assert "plugin 'cracked' cannot be imported (ZeroDivisionError)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("hanging", "import threading; threading.Event().wait()", "did not come to an end within 2 seconds"),
        ("leaving", "import os; os._exit(7)", "ended Python with exit code 7"),
        ("exiting", "import sys; sys.exit(3)", "cannot be imported (SystemExit)"),
        ("forging", 'print(\'{"provides": [], "problem": ""}\'); 1 / 0', "cannot be imported (ZeroDivisionError)"),
    ],
)
def test_under_check_a_plugin_may_do_what_it_likes(
    install: Install, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name, source, said
):
    if name == "hanging":
        monkeypatch.setattr(probing.probed, "__defaults__", (2,))
    install("sound", WELL)
    install(name, source)

    assert main(["plugins", "--check"]) == 1

    told = capsys.readouterr().out
    assert said in told
    assert "sound: followkit-sound 2.1\n  brings guard:well\n" in told
