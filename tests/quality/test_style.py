"""The code is formatted, linted and typed as ``pyproject.toml`` says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATHS = [name for name in ("src", "tests", "docs", "conftest.py") if (ROOT / name).exists()]


def complaints(tool: list[str], *paths: str | Path) -> str:
    """Return what a tool has to say, or an empty string when it is content."""
    command = [sys.executable, "-m", *tool, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


TOOLS = {
    "lint": ["ruff", "check", "--quiet", "--output-format=concise"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "types": ["mypy", "--no-error-summary"],
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_code_is_as_agreed(name):
    paths = [] if name == "types" else PATHS

    found = complaints(TOOLS[name], *paths)

    assert not found, f"\n{found}"


@pytest.mark.parametrize(
    ("name", "code"),
    [("lint", "import os\n"), ("format", "x = [ 1 ]\n"), ("types", "def f():\n    return 1\n")],
)
def test_other_code_is_reported(name, code, tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text(code, encoding="utf-8")

    assert complaints(TOOLS[name], bad)
