"""Say what a template may do, and how much: one profile for all words, whoever wrote them.

A template prints facts, asks with ``if`` and goes through one list; nothing it holds can call, build or repeat its way
past a limit. What is not listed here is refused before it is compiled, whatever the sandbox would make of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from followkit._core.errors import WordsError

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

SOURCE, TOKENS, NODES, DEPTH = 20_000, 400, 2_000, 40
"""Characters of a template, words of one of its expressions, nodes of its tree, and how deep it may nest."""
ITEMS, OUTPUT = 200, 100_000
"""Items of a list that a template is given, and characters it may print."""

_ALLOWED = frozenset(
    "Template Output TemplateData Name Const List Getattr Getitem Filter Test If For Compare Operand And Or Not "
    "CondExpr".split()
)
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")


def parsed(environment: Environment, template: str) -> nodes.Template:
    """Return the tree of a template that may be compiled.

    Raises:
        WordsError: for one that is too large, or does anything else than print facts, ask and go through one list.
        TemplateError: for what cannot be read at all.
    """
    if len(template) > SOURCE:
        raise WordsError(f"is a template of more than {SOURCE} characters")
    _refuse_nesting(environment, template)
    tree = environment.parse(template)
    for number, (node, depth, loops) in enumerate(_walk(tree)):
        if number >= NODES or depth > DEPTH:
            raise WordsError(f"is a template of more than {NODES} nodes, or nested deeper than {DEPTH}")
        if refusal := _refusal(node, loops):
            raise WordsError(f"a template may not {refusal}; it prints facts, asks with if, and goes through one list")
    return tree


def plain(value: Any) -> Any:
    """Return a copy that is plain data and nothing else, so that a template finds no object to reach into.

    Raises:
        WordsError: for anything but text, numbers, dates, lists of at most 200 items, and tables of them.

    >>> plain({"names": ("Priya", "Sam")})
    {'names': ['Priya', 'Sam']}
    """
    if isinstance(value, str):
        return str.__str__(value)  # of a subclass, the bare text
    if value is None or type(value) in {bool, int} or isinstance(value, date):
        return value
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    if not isinstance(value, (list, tuple)):
        raise WordsError(f"is given a {type(value).__name__}, which is no plain data")
    if len(value) > ITEMS:
        raise WordsError(f"is given a list of more than {ITEMS} items")
    return [plain(item) for item in value]


def within(pieces: Iterator[str]) -> str:
    """Return the pieces a template prints as one text, and stop it where it prints too much.

    Raises:
        WordsError: beyond 100,000 characters.
    """
    kept: list[str] = []
    room = OUTPUT
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise WordsError(f"prints more than {OUTPUT} characters")
        kept.append(piece)
    return "".join(kept)


def _refuse_nesting(environment: Environment, template: str) -> None:
    """Refuse what the parser would only find out by recursing into it."""
    depth = length = 0
    for _, kind, value in environment.lex(template):
        length = 0 if kind in {"variable_begin", "block_begin"} else length + (kind != "whitespace")
        depth += (value in _OPENS or value in {"if", "for"}) - (value in _CLOSES or value in {"endif", "endfor"})
        if depth > DEPTH or length > TOKENS:
            raise WordsError(f"is a template nested deeper than {DEPTH}, or with an expression of {TOKENS} words")


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int, int]]:
    """Yield every node with how deep it lies, and in how many loops."""
    waiting = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        yield node, depth, loops
        inside = loops + (type(node).__name__ == "For")
        waiting += [(child, depth + 1, inside) for child in node.iter_child_nodes()]


def _refusal(node: Any, loops: int) -> str:
    """Return what a node does that no template may do, or nothing."""
    kind = type(node).__name__
    if kind not in _ALLOWED:
        return f"hold a {kind}"
    if kind == "Name" and (node.name == "self" or node.name.startswith("_")):
        return "use names of its own machinery"
    if kind == "Getattr" and node.attr.startswith("_"):
        return "look into what begins with an underscore"
    if kind == "Getitem" and type(node.arg).__name__ != "Const":
        return "choose an entry by a fact"
    if kind in {"Filter", "Test"} and not _constant(node):
        return f"give a {kind.lower()} anything but words"
    if kind == "For" and (loops or node.recursive or node.test or type(node.iter).__name__ not in {"Name", "Getattr"}):
        return "loop within a loop, or over anything but a list it is given"
    return ""


def _constant(node: Any) -> bool:
    return not (node.kwargs or node.dyn_args or node.dyn_kwargs) and all(
        type(argument).__name__ == "Const" for argument in node.args
    )
