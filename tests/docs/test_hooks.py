"""Every hook is told in the docs as it is in the code, has a how-to and a test, and a real plugin that needs it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest

import followkit._builtin
from followkit import hookspecs
from followkit._plugins.loading import HOOKS
from tests.contract.source import name_of
from tests.docs.tables import REFERENCE, names

ROOT = Path(__file__).parents[2]
HOW_TO = re.compile(r"\.\./how-to/(?P<page>[\w-]+\.md)")
NOT_ABOUT_PLUGINS = ("docs", "contract")
"""Tests that read the source and the docs; none of them asks a hook."""


def section(heading: str) -> str:
    """Return the text of the page of hooks under a heading."""
    page = (REFERENCE / "hooks.md").read_text(encoding="utf-8")
    _, _, below = page.partition(f"\n## {heading}\n")
    return below.partition("\n## ")[0]


def signature(hook: str) -> str:
    """Return a hook's name and signature, as its author wrote it."""
    return hook + str(inspect.signature(getattr(hookspecs, hook))).replace("'", "")


def how_tos(heading: str) -> list[Path]:
    """Return the how-to pages that the section of a record names."""
    return [REFERENCE.parent / "how-to" / found["page"] for found in HOW_TO.finditer(section(heading))]


def implemented(tree: ast.AST) -> Iterator[str]:
    """Yield the hooks that a module implements, or has made for it: by ``def``, by name, or as ``plugin(guards=…)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "hookimpl" in map(name_of, node.decorator_list):
            yield node.name
        elif isinstance(node, ast.Call):
            made = "followkit_" if name_of(node.func) == "plugin" else ""
            yield from (f"{made}{keyword.arg}" for keyword in node.keywords)


def hooks_in(paths: Iterator[Path]) -> set[str]:
    """Return the hooks that some files implement."""
    return {hook for path in paths for hook in implemented(ast.parse(path.read_text(encoding="utf-8")))} & set(HOOKS)


@cache
def proved() -> set[str]:
    """Return the hooks that a test brings records through."""
    tests = (path for path in (ROOT / "tests").rglob("*.py"))
    return hooks_in(path for path in tests if path.relative_to(ROOT / "tests").parts[0] not in NOT_ABOUT_PLUGINS)


@cache
def really_used() -> set[str]:
    """Return the hooks of what is built in, and of the example packages."""
    ours = {name for name in vars(followkit._builtin) if name in HOOKS}
    return ours | hooks_in((ROOT / "docs" / "examples" / "plugins").glob("*/src/*/*.py"))


def test_the_hooks_asked_are_the_hooks_specified():
    assert set(HOOKS) == {name for name in vars(hookspecs) if name.startswith("followkit_")}


@pytest.mark.parametrize(("hook", "record"), HOOKS.items())
def test_the_section_of_a_hook_has_its_signature_and_the_fields_of_its_record(hook, record):
    heading = record.__name__

    assert f"`{signature(hook)}`" in section(heading)
    assert names("hooks.md", f"## {heading}") == [field.name for field in attrs.fields(record)]


@pytest.mark.parametrize(("hook", "record"), HOOKS.items())
def test_a_hook_has_a_how_to_that_writes_it(hook, record):
    assert any(f"def {hook}(" in page.read_text(encoding="utf-8") for page in how_tos(record.__name__))


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_tested(hook):
    assert hook in proved()


@pytest.mark.parametrize("hook", HOOKS)
def test_a_real_plugin_uses_a_hook(hook):
    assert hook in really_used()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("@fk.hookimpl\ndef followkit_guards(): ...", True),
        ("class Plugin:\n    @hookimpl\n    def followkit_guards(self): ...", True),
        ("SimpleNamespace(followkit_guards=fk.hookimpl(judges))", True),
        ("plugin('mine', guards=[GUARD])", True),
        ("def followkit_guards(): ...", False),
        ("kit = Kit(guards=[GUARD])", False),
        ("'followkit_guards'", False),
    ],
)
def test_a_hook_counts_as_used_where_it_is_implemented_and_not_where_it_is_named(code, found):
    assert ("followkit_guards" in set(implemented(ast.parse(code)))) is found


def test_a_signature_is_told_as_it_is_written():
    assert signature("followkit_guards") == "followkit_guards() -> Iterable[Guard]"
    assert section("No such record") == ""
