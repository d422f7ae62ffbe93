"""Read followkit's own source as syntax trees, for the tests that hold the laws.

What is read is the package that Python would import, so that an installed wheel is judged like a checkout.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen


@frozen(kw_only=True)
class Import:
    """Hold one import: what is imported, on which line, and whether only when a function runs."""

    target: str
    line: int
    deferred: bool


@frozen(kw_only=True)
class Module:
    """Hold one module of the package: its dotted name and its syntax tree."""

    name: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """Give the part of the package it lives in: ``_core``, ``kit``… or an empty string for the package itself."""
        return (*self.name.split("."), "")[1]

    def at(self, node: ast.AST, complaint: str) -> str:
        """Return a complaint with its place in front."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}: {complaint}"

    def imports(self) -> Iterator[Import]:
        """List what the module imports when it runs, without what only type checkers see."""
        yield from _imports(self.tree, deferred=False)


def snippet(code: str, name: str = "followkit._core.snippet") -> Module:
    """Return made-up source as a module, to see that a checker can fail."""
    return Module(name=name, tree=ast.parse(code))


@cache
def package() -> tuple[Module, ...]:
    """Return every module of the package that is imported here."""
    spec = find_spec("followkit")
    assert spec is not None
    assert spec.origin is not None
    root = Path(spec.origin).parent
    modules = tuple(_read(path, root) for path in sorted(root.rglob("*.py")))
    assert len(modules) >= 14, "the package was not found, or only a part of it"
    return modules


def core() -> tuple[Module, ...]:
    """Return the modules of the pure core."""
    modules = tuple(module for module in package() if module.room == "_core")
    assert len(modules) >= 9, "the core was not found, or only a part of it"
    return modules


def assert_none(findings: Iterable[str]) -> None:
    """Fail with every finding, one per line."""
    found = list(findings)
    assert not found, "\n".join(["", *found])


def name_of(node: ast.AST) -> str:
    """Return the last name of an expression: ``c`` for ``a.b.c``, ``a`` for ``a``, else an empty string."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _read(path: Path, root: Path) -> Module:
    parts = ("followkit", *path.relative_to(root).with_suffix("").parts)
    name = ".".join(part for part in parts if part != "__init__")
    return Module(name=name, tree=ast.parse(path.read_text(encoding="utf-8")))


@cache
def _names() -> frozenset[str]:
    return frozenset(module.name for module in package())


def _imports(node: ast.AST, *, deferred: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(target=alias.name, line=child.lineno, deferred=deferred)
        elif isinstance(child, ast.ImportFrom):
            yield from _from(child, deferred=deferred)
        elif isinstance(child, ast.If) and name_of(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield from _imports(other, deferred=deferred)
        else:
            inside = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from _imports(child, deferred=deferred or inside)


def _from(node: ast.ImportFrom, *, deferred: bool) -> Iterator[Import]:
    assert node.level == 0, f"write imports in full (line {node.lineno})"
    home = node.module or ""
    wholes = [f"{home}.{alias.name}" for alias in node.names]
    for target in sorted({whole if whole in _names() else home for whole in wholes}):
        yield Import(target=target, line=node.lineno, deferred=deferred)
