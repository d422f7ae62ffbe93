"""Read from the source which codes can be given, also where a code is chosen before it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from followkit._core.anchors import ANCHORS, event_kind
from followkit._core.events import KINDS

MADE_UP = {
    "after-": [f"after-{anchor}" for anchor in ANCHORS if event_kind(anchor) is None],
    "rolled-": ["rolled-before-closing", "rolled-next-opening", "rolled-before-expiry"],
    "interviewer-": ["interviewer-declined", "interviewer-absent", "interviewer-shadow"],
    "clock-": ["clock-gap", "clock-fold"],
}
"""The codes that are put together from a word and a name, by their first half."""

CLOSING = [kind for kind, event in KINDS.items() if event.closes]
"""The codes that are the kind of the event which ended it."""

ELSEWHERE = frozenset({"address.code", "one.kind.value"})
"""Codes that are read where they are made: what a channel says is missing, and what a line of an invite is."""

_Function = ast.FunctionDef


def codes(kind: str, tree: ast.AST) -> Iterator[str]:
    """List the codes given to ``Reason(code=…)`` or ``Missing(…)`` in one module.

    Raises:
        ValueError: for a code that cannot be read from the source, so that none is passed over unnoticed.
    """
    for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, _Function))]:
        for call in _named(_own(scope), kind):
            for value in given_in(call):
                yield from _said(value, scope, tree)


def calls_of(name: str, tree: ast.AST) -> Iterator[ast.Call]:
    """List the calls of a name in one module."""
    return _named(ast.walk(tree), name)


def _named(nodes: Iterable[ast.AST], name: str) -> Iterator[ast.Call]:
    return (n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name)


def given_in(call: ast.Call) -> list[ast.expr]:
    """Return what a call gives as the code."""
    return [word.value for word in call.keywords if word.arg == "code"] + call.args[:1]


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Walk a function without the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, _Function):
            yield child
            yield from _own(child)


def _said(value: ast.expr, scope: ast.AST, tree: ast.AST) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(code)):
            yield code
        case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_]):
            yield from MADE_UP[first]
        case ast.IfExp(body=body, orelse=orelse):
            yield from (code for side in (body, orelse) for code in _said(side, scope, tree))
        case ast.Attribute(value=ast.Name(id="closed"), attr="kind") | ast.Attribute(attr="closed"):
            yield from CLOSING
        case ast.Name(id=name):
            found = [*_given(name, scope, tree), *_assigned(name, scope), *_assigned(name, tree)]
            if not found:
                raise ValueError(f"line {value.lineno}: nothing says what {name} is")
            yield from (code for one in found for code in _said(one, scope, tree))
        case _ if ast.unparse(value) not in ELSEWHERE:
            raise ValueError(f"line {value.lineno}: cannot read the code {ast.unparse(value)}")


def _assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    """Return what is assigned to a name, also as one of several."""
    for node in _own(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _matched(name, target, node.value)


def _matched(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    match target, value:
        case ast.Name(id=found), _ if found == name:
            yield value
        case ast.Tuple(), ast.IfExp(body=body, orelse=orelse):
            yield from (*_matched(name, target, body), *_matched(name, target, orelse))
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            yield from (found for pair in zip(targets, values, strict=True) for found in _matched(name, *pair))


def _given(name: str, scope: ast.AST, tree: ast.AST) -> Iterator[ast.expr]:
    """Return what the calls in the module give a function for the parameter of this name."""
    if not isinstance(scope, _Function):
        return
    places = [argument.arg for argument in scope.args.args]
    for call in calls_of(scope.name, tree) if name in places else ():
        yield from call.args[places.index(name) :][:1]
        yield from (word.value for word in call.keywords if word.arg == name)
