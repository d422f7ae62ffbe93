"""Some words name nothing, and so nothing has them for a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.contract.source import Module, assert_none, package, snippet

EMPTY = frozenset({"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"})
OF_PLUGINS = "followkit._plugins"
"""Here, and only here, pluggy's own word *manager* may be used."""


def empty_names(module: Module) -> Iterator[str]:
    allowed = {"manager"} if module.name.startswith(OF_PLUGINS) else set()
    for part in module.name.split("."):
        if _words(part) & EMPTY - allowed:
            yield f"{module.name}: says nothing by {part!r}"
    for node in ast.walk(module.tree):
        if (
            isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
            and _words(node.name) & EMPTY - allowed
        ):
            yield module.at(node, f"says nothing by {node.name!r}")


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}


def test_every_name_says_something():
    assert_none(found for module in package() for found in empty_names(module))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("followkit._core.utils", ""),
        ("followkit.common.dates", ""),
        ("followkit.kit", "class RuleManager: ..."),
        ("followkit.kit", "class BaseChannel: ..."),
        ("followkit.kit", "def _date_helper(): ..."),
        ("followkit.kit", "class Kit:\n    def misc(self): ..."),
    ],
)
def test_an_empty_name_is_reported(name, code):
    assert list(empty_names(snippet(code, name)))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("followkit._plugins.loading", "def fresh_manager(): ..."),
        ("followkit.kit", "def is_based_on(): ..."),
    ],
)
def test_a_telling_name_is_not_reported(name, code):
    assert list(empty_names(snippet(code, name))) == []
