"""``followkit plugins``: what is installed and well, and what is not, whatever a plugin does."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pluggy
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

FORGING = """
import atexit
told = '{"provides": ["guard:forged"], "problem": ""}'
atexit.register(print, told)
print(told)
1 / 0
"""
WRITING = """
import os, sys
with open(sys.argv[1], "w") as told:
    told.write('{"provides": ["guard:nice"], "problem": ""}')
os._exit(0)
"""
LINGERING = f"""
import threading
threading.Thread(target=threading.Event().wait).start()
{WELL}
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


def test_of_what_is_built_in_it_says_how_much_there_is(install: Install, capsys: pytest.CaptureFixture[str]):
    install("shown", WELL)
    main(["plugins"])

    ours, _, _ = capsys.readouterr().out.partition("shown:")
    assert "policies (" in ours
    assert len(ours) < 250


def test_what_is_broken_is_named_with_what_is_wrong(install: Install, capsys: pytest.CaptureFixture[str]):
    install("cracked", "1 / 0")

    assert main(["plugins"]) == 1
    assert "plugin 'cracked' cannot be imported (ZeroDivisionError)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("hanging", "import threading; threading.Event().wait()", "did not come to an end within 10 seconds"),
        ("lingering", LINGERING, "did not come to an end within 10 seconds"),
        ("leaving", "import os; os._exit(7)", "ended Python with exit code 7"),
        ("exiting", "import sys; sys.exit(3)", "cannot be imported (SystemExit)"),
        ("forging", FORGING, "cannot be imported (ZeroDivisionError)"),
        ("writing", WRITING, "ended Python with exit code 0"),
        ("answering", WRITING.replace("problem", "word"), "ended Python with exit code 0"),
        ("mistelling", WRITING.replace("{", "[{").replace("}", "}]"), "ended Python with exit code 0"),
        ("asking", "input()", "cannot be imported (EOFError)"),
        ("chatting", "import sys; sys.stdout.write('well ' * 10**7); 1 / 0", "cannot be imported (ZeroDivisionError)"),
        ("spoiling", "import atexit, os; atexit.register(os._exit, 3)\n" + WELL, "ended Python with exit code 3"),
    ],
)
def test_under_check_a_plugin_may_do_what_it_likes(
    install: Install, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name, source, said
):
    if name in {"hanging", "lingering"}:
        monkeypatch.setattr(probing.probed, "__defaults__", (10,))
    install("sound", WELL)
    install(name, source)

    assert main(["plugins", "--check"]) == 1

    told = capsys.readouterr().out
    assert said in told
    assert "sound: followkit-sound 2.1\n  brings guard:well\n" in told


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_two_that_bring_one_name_are_told_of_though_each_is_well_alone(
    install: Install, capsys: pytest.CaptureFixture[str], check
):
    install("one", WELL.replace('"well"', '"stopped", overrides=True'))
    install("other", WELL.replace('"well"', '"stopped", overrides=True'))

    assert main(["plugins", *check]) == 1

    told = capsys.readouterr().out
    assert "guard 'stopped' is provided by followkit and one and other; exactly one of two may say" in told
    assert told.count("  brings guard:stopped\n") == 2


def test_two_distributions_with_one_entry_point_name_are_told_of_once_and_both_named(
    install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    install("one", WELL)
    install("other", WELL)
    for name in ("one", "other"):
        points = tmp_path / f"plugins_{name}-2.1.dist-info" / "entry_points.txt"
        points.write_text(f"[followkit]\nsame = plugins_{name}\n")

    assert main(["plugins", "--check"]) == 1
    assert (
        "same\n  plugin 'same' is the name of two distributions' plugins: followkit-one, followkit-other\n"
        in capsys.readouterr().out
    )


def test_what_needs_a_newer_pluggy_says_which_and_is_not_even_imported(
    install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    install("ahead", "raise SystemExit('this must not run')")
    with (tmp_path / "plugins_ahead-2.1.dist-info" / "METADATA").open("a") as told:
        told.write("Requires-Dist: pluggy>=99\n")

    assert main(["plugins", "--check"]) == 1
    assert f"plugin 'ahead' needs pluggy 99 or newer, and {pluggy.__version__} is installed" in capsys.readouterr().out


def test_entry_points_that_nobody_can_read_are_told_of_and_the_others_are_listed(
    install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    install("sound", WELL)
    install("torn", WELL)
    (tmp_path / "plugins_torn-2.1.dist-info" / "entry_points.txt").write_text("[followkit]\ntorn\n")

    assert main(["plugins"]) == 1

    told = capsys.readouterr().out
    assert "plugin 'followkit-torn' has a list of entry points that cannot be read" in told
    assert "sound: followkit-sound 2.1\n  brings guard:well\n" in told


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_a_template_that_nobody_could_write_with_is_told_before_anybody_does(
    install: Install, capsys: pytest.CaptureFixture[str], check
):
    words = 'letter.closing = "Yours, {{ nmae }}"'
    brings = f"[fk.Language(tag='en', text={words!r}, source='en.toml', overrides=True)]"
    install("worded", f"import followkit as fk\n\n@fk.hookimpl\ndef followkit_languages():\n    return {brings}\n")

    assert main(["plugins", *check]) == 1
    assert (
        "plugin 'worded' brings a language 'en' that cannot be used: en.toml: letter.closing: not known here: nmae"
        in capsys.readouterr().out
    )
