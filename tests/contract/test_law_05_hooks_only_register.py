"""Law 5: a hook takes no argument, is called ``followkit_…`` and returns records."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contract.source import Module, assert_none, name_of, package, snippet


def hooks(module: Module, marker: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            markers = (d.func if isinstance(d, ast.Call) else d for d in node.decorator_list)
            if marker in {name_of(found) for found in markers}:
                yield node


def more_than_registering(module: Module) -> Iterator[str]:
    for marker in ("hookspec", "hookimpl"):
        for hook in hooks(module, marker):
            if isinstance(hook, ast.AsyncFunctionDef):
                yield module.at(hook, f"{hook.name} would have to be awaited")
            if ast.unparse(hook.args):
                yield module.at(hook, f"{hook.name} takes arguments")
            if not hook.name.startswith("followkit_"):
                yield module.at(hook, f"{hook.name} does not start with followkit_")
            if marker == "hookspec" and not ast.get_docstring(hook):
                yield module.at(hook, f"{hook.name} does not say what it is for")
            if marker == "hookspec" and not ast.unparse(hook.returns or hook).startswith("Iterable["):
                yield module.at(hook, f"{hook.name} does not return an iterable of records")


def test_hooks_only_register():
    assert_none(found for module in package() for found in more_than_registering(module))


def test_every_hook_is_specified_in_one_file():
    homes = {module.name: len(list(hooks(module, "hookspec"))) for module in package()}

    assert {name for name, number in homes.items() if number} == {"followkit.hookspecs"}
    assert homes["followkit.hookspecs"] >= 5


@pytest.mark.parametrize(
    "code",
    [
        "@hookspec\ndef followkit_things(application) -> Iterable[Thing]:\n    'Return things.'",
        "@hookspec\ndef followkit_things(*args) -> Iterable[Thing]:\n    'Return things.'",
        "@hookspec(firstresult=True)\ndef things() -> Iterable[Thing]:\n    'Return things.'",
        "@hookspec\ndef followkit_things() -> Iterable[Thing]: ...",
        "@hookspec\ndef followkit_things() -> Thing:\n    'Return things.'",
        "@hookspec\ndef followkit_things():\n    'Return things.'",
        "@hookspec\nasync def followkit_things() -> Iterable[Thing]:\n    'Return things.'",
        "@fk.hookimpl\ndef followkit_things(kit): ...",
    ],
)
def test_a_hook_that_does_more_is_reported(code):
    assert list(more_than_registering(snippet(code)))


def test_a_hook_that_registers_is_not_reported():
    code = "@hookspec\ndef followkit_things() -> Iterable[Thing]:\n    'Return things.'"

    assert list(more_than_registering(snippet(code))) == []
