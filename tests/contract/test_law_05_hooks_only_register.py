"""Law 5: a hook takes no argument, is called ``followkit_…``, returns records, and says so in one fixed form."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.contract.source import Module, assert_none, name_of, package, snippet

FORM = ("Asked", "Returns", "Refused", "Example")
"""What the docstring of every hook tells, in this order."""
TOLD = """
    '''Return the things this plugin adds.

    Asked:
        Once.

    Returns:
        Records of the kind ``Thing``.

    Refused:
        Any other record.

    Example:
        >>> 1 + 1
        2
    '''"""


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
            if marker == "hookspec":
                yield from (module.at(hook, f"{hook.name} {lack}") for lack in lacks(ast.get_docstring(hook) or ""))
            if marker == "hookspec" and not ast.unparse(hook.returns or hook).startswith("Iterable["):
                yield module.at(hook, f"{hook.name} does not return an iterable of records")


def lacks(docstring: str) -> Iterator[str]:
    """Yield what the docstring of a hook lacks of the form that all of them have."""
    head, *sections = re.split(r"^(\w+):$", docstring, flags=re.MULTILINE)
    if not re.fullmatch(r"Return [^\n]*\.", head.strip()):
        yield "does not begin with one sentence that says what to return"
    if tuple(sections[::2]) != FORM:
        yield f"has {', '.join(sections[::2]) or 'nothing'} where every hook has {', '.join(FORM)}"
    if not all(text.strip() for text in sections[1::2]):
        yield "leaves a section empty"
    if ">>> " not in (sections or [""])[-1]:
        yield "has no example that runs"


def test_hooks_only_register():
    assert_none(found for module in package() for found in more_than_registering(module))


def test_every_hook_is_specified_in_one_file():
    homes = {module.name: len(list(hooks(module, "hookspec"))) for module in package()}

    assert {name for name, number in homes.items() if number} == {"followkit.hookspecs"}
    assert homes["followkit.hookspecs"] == 8


@pytest.mark.parametrize(
    "code",
    [
        "@hookspec\ndef followkit_things(application) -> Iterable[Thing]:" + TOLD,
        "@hookspec\ndef followkit_things(*args) -> Iterable[Thing]:" + TOLD,
        "@hookspec(firstresult=True)\ndef things() -> Iterable[Thing]:" + TOLD,
        "@hookspec\ndef followkit_things() -> Thing:" + TOLD,
        "@hookspec\ndef followkit_things():" + TOLD,
        "@hookspec\nasync def followkit_things() -> Iterable[Thing]:" + TOLD,
        "@hookspec\ndef followkit_things() -> Iterable[Thing]: ...",
        "@hookspec\ndef followkit_things() -> Iterable[Thing]:\n    'Return things.'",
        "@hookspec\ndef followkit_things() -> Iterable[Thing]:" + TOLD.replace("Return the", "Returns the"),
        "@hookspec\ndef followkit_things() -> Iterable[Thing]:" + TOLD.replace("Refused:", "Raises:"),
        "@hookspec\ndef followkit_things() -> Iterable[Thing]:" + TOLD.replace("Asked:\n        Once.\n\n    ", ""),
        "@hookspec\ndef followkit_things() -> Iterable[Thing]:" + TOLD.replace("Once.", ""),
        "@hookspec\ndef followkit_things() -> Iterable[Thing]:" + TOLD.replace(">>> ", ""),
        "@fk.hookimpl\ndef followkit_things(kit): ...",
    ],
)
def test_a_hook_that_does_more_is_reported(code):
    assert list(more_than_registering(snippet(code)))


def test_a_hook_that_registers_is_not_reported():
    code = "@hookspec\ndef followkit_things() -> Iterable[Thing]:" + TOLD

    assert list(more_than_registering(snippet(code))) == []
