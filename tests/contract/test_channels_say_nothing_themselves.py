"""What a reader sees of a message is in the words of a language; a channel gives it a form and says nothing itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from textwrap import dedent

from tests.contract.source import Module, assert_none, package, snippet

_WORDS = re.compile(r"[^\W\d_]{2,}[,:]? [^\W\d_]{2,}")
TO_PROGRAMMERS = {"_wrong_in_name"}
"""Functions whose text ends in an error, which speaks to whoever embeds the library."""


def sentences(module: Module) -> Iterator[str]:
    """Yield the places of texts of two words or more that are no docstring and no error."""
    for scope in [node for node in ast.walk(module.tree) if isinstance(node, (ast.Module, ast.FunctionDef))]:
        if isinstance(scope, ast.FunctionDef) and scope.name in TO_PROGRAMMERS:
            continue
        errors = [node for node in ast.walk(scope) if isinstance(node, ast.Raise)]
        raised = {node.id for one in errors for node in ast.walk(one) if isinstance(node, ast.Name)}
        for statement in scope.body:
            found = (text for text in _texts(statement, raised) if _WORDS.search(str(text.value)))
            yield from (f"{module.name}:{text.lineno}: {text.value!r}" for text in found)


def _texts(node: ast.AST, raised: set[str]) -> Iterator[ast.Constant]:
    """Yield the texts in a statement, but for docstrings, what is raised, and the names that are only raised."""
    if isinstance(node, (ast.Raise, ast.FunctionDef, ast.ClassDef)) or _is_docstring(node):
        return
    if isinstance(node, ast.Assign) and raised.intersection(map(ast.unparse, node.targets)):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, raised)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_no_channel_says_anything_in_english():
    channels = [module for module in package() if module.name.startswith("followkit._builtin.channels")]

    assert len(channels) >= 8
    assert_none(found for module in channels for found in sentences(module))


def test_a_sentence_is_found_wherever_it_hides():
    body = dedent('''
        """Say what this is."""
        HEADING = "If you reach voicemail"
        def compose(note):
            """Write the note out."""
            problem = "the note is too long"
            if note:
                raise ValueError("the note is empty")
            lines = [f"Dear {note}, hello there"]
            if lines:
                return "Not before noon"
            raise ValueError(problem)
    ''')
    found = list(sentences(snippet(body)))

    assert [one.partition(": ")[2] for one in found] == [
        "'If you reach voicemail'",
        "', hello there'",
        "'Not before noon'",
    ]
