"""A test is skipped for two reasons only: the samples beside the checkout are absent, or the Pango that draws a PDF."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.source import Module, assert_none, name_of, snippet

ROOT = Path(__file__).parents[2]
REASONS = ("../shared is absent", "Pango is absent")
HIDING = frozenset({"importorskip", "skip", "skipif", "xfail", "SkipTest", "skipTest"})


def hidden(module: Module) -> Iterator[str]:
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    allowed = [
        call.func for call in calls if name_of(call.func) == "skip" and _reasons(call) in [[one] for one in REASONS]
    ]
    for node in ast.walk(module.tree):
        if name_of(node) in HIDING and node not in allowed:
            yield module.at(node, f"{name_of(node)} hides a test")


def _reasons(call: ast.Call) -> list[object]:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [argument.value if isinstance(argument, ast.Constant) else None for argument in given]


def test_no_skip_hides():
    paths = [ROOT / "conftest.py", *sorted((ROOT / "tests").rglob("*.py"))]
    modules = [Module(name=str(path.relative_to(ROOT)), tree=ast.parse(path.read_text("utf-8"))) for path in paths]

    assert len(modules) >= 10
    assert_none(found for module in modules for found in hidden(module))


@pytest.mark.parametrize(
    "code",
    [
        "pytest.skip('later')",
        "pytest.skip()",
        "@pytest.mark.skip\ndef test_it(): ...",
        "@pytest.mark.skipif(True, reason='../shared is absent')\ndef test_it(): ...",
        "pytest.importorskip('icalendar')",
        "@pytest.mark.xfail\ndef test_it(): ...",
        "raise unittest.SkipTest('../shared is absent')",
    ],
)
def test_a_skip_that_hides_is_reported(code):
    assert list(hidden(snippet(code)))


@pytest.mark.parametrize("reason", REASONS)
def test_what_no_package_index_has_may_be_absent(reason):
    assert list(hidden(snippet(f"pytest.skip({reason!r})"))) == []
