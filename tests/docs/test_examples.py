"""Every example in the README and the docs is true."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.docs.pages import run

ROOT = Path(__file__).parents[2]
IN_A_SHELL = ROOT / "docs" / "tutorial" / "first-plugin.md"  # test_first_plugin runs it
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")} - {IN_A_SHELL})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a page a folder to work in, and forget the modules that it imported from there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.mark.parametrize("path", PAGES, ids=[str(path.relative_to(ROOT)) for path in PAGES])
def test_every_example_is_true(path, folder):
    run(path.read_text(encoding="utf-8"), folder, str(path.relative_to(ROOT)))


def test_the_pages_are_found():
    assert {"README.md", "CONTRIBUTING.md"} <= {path.name for path in PAGES}


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("```python\nassert False, 'run'\n```", "run"),
        ("1. In a list:\n\n   ```python\n   assert False, 'run'\n   ```", "run"),
        ("```pycon\n>>> 1 + 1\n3\n\n```", "Expected:\n    3"),
        ("```pycon\n2\n```", "begin with >>>"),
        ("```python\nprint(1)\n```\n\n<!-- output of the block above -->\n\n```text\n2\n```", "but it is:\n1"),
        ("```text\nwho said that?\n```", "this text block"),
        ("```\nnameless\n```", "this nameless block"),
        ("~~~text\nwho said that?\n~~~", "this text block"),
        ("<!-- not run: -->\n\n```python\n1\n```", "say why"),
        ("```console\n$ rm -r /\n```", "only followkit is run"),
        ("```console\nfollowkit --help\n```", "begin with \\$"),
        ("```console\n$ followkit --help\nnot this\n```", "the page says:\nnot this"),
        ("```console\n$ followkit no-such-command\n…\n```", "ended with"),
        ("<!-- exits with 7 -->\n\n```console\n$ followkit --help\n…\n```", "ended with"),
    ],
)
def test_an_untrue_example_is_reported(page, complaint, folder):
    with pytest.raises(AssertionError, match=complaint):
        run(page, folder)


@pytest.mark.parametrize(
    "page",
    [
        "```python\nx = 1\n```\n\n```pycon\n>>> x\n1\n>>> y = 2\n```\n\n```python\nassert y == 2\n```",
        "<!-- file: one.py -->\n\n```python\nx = 1\n```\n\n```python\nfrom one import x\n```",
        "```python\nprint('1\\n2\\n3')\n```\n\n<!-- output of the block above -->\n\n```text\n1\n…\n3\n```",
        "<!-- not run: it installs software -->\n\n```console\n$ pip install followkit\n```",
        "<!-- not run: shown -->\n\n````markdown\n```python\nassert False\n```\n````",
        "<!-- file: one.py -->\n\n```python\nx = 2\n```\n\n```python\nimport one\n\nassert one.x == 2\n```",
    ],
)
def test_a_true_example_is_not_reported(page, folder):
    run(page, folder)
