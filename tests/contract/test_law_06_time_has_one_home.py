"""Law 6: instants are compared, subtracted and added in ``timing`` and ``hours`` alone; elsewhere by their functions.

Types cannot be read from source, so this goes by name: the core keeps these names for instants and uses none of them
for anything else. Dates, which have no zone, are called ``day``, ``on``, ``…_by`` or ``until`` and may be compared.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contract.source import Module, assert_none, core, name_of, snippet

HOMES = frozenset({"followkit._core.timing", "followkit._core.hours"})
ARITHMETIC = frozenset({"timezone", "zoneinfo", "ZoneInfo"})
INSTANTS = frozenset({
    "at", "closes", "earliest", "ended", "ends", "expires", "instant", "late_after", "moment", "not_before", "now",
    "opens", "since", "started", "starts", "target", "valid_until", "when",
})  # fmt: skip
ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
CHOOSING = frozenset({"max", "min", "sorted", "sort"})


def time_handled_elsewhere(module: Module) -> Iterator[str]:
    if module.name in HOMES:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {alias.name for alias in node.names} & ARITHMETIC
            yield from (module.at(node, f"imports {name}") for name in sorted(names))
        elif isinstance(node, ast.Compare):
            yield from _compared(module, node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            if instants := [side for side in (node.left, node.right) if _is_instant(side)]:
                yield module.at(node, f"calculates with {ast.unparse(instants[0])}")
        elif isinstance(node, ast.Call):
            yield from _called(module, node)


def _compared(module: Module, node: ast.Compare) -> Iterator[str]:
    sides = [node.left, *node.comparators]
    for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
        if isinstance(operator, ORDERING) and (_is_instant(left) or _is_instant(right)):
            yield module.at(node, f"compares instants: {ast.unparse(node)}")


def _called(module: Module, call: ast.Call) -> Iterator[str]:
    name = name_of(call.func)
    if isinstance(call.func, ast.Attribute) and name == "astimezone":
        yield module.at(call, "calls .astimezone()")
    if name == "replace" and "tzinfo" in {keyword.arg for keyword in call.keywords}:
        yield module.at(call, "calls .replace(tzinfo=…)")
    if name in CHOOSING:
        keys = [keyword.value for keyword in call.keywords if keyword.arg == "key"]
        judged = [key.body for key in keys if isinstance(key, ast.Lambda)] or ([] if keys else call.args)
        parts = [part for one in judged for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
        yield from (module.at(call, f"orders by {ast.unparse(part)}") for part in parts if _is_instant(part))


def _is_instant(node: ast.expr) -> bool:
    name = name_of(node)
    return name in INSTANTS or name.endswith("_at")


def test_time_has_one_home():
    assert_none(found for module in core() for found in time_handled_elsewhere(module))


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import timezone",
        "from zoneinfo import ZoneInfo",
        "event.at < now",
        "low <= window.expires",
        "window.target - sent_at",
        "now + delay",
        "max(one.at, other.at)",
        "sorted(events, key=lambda event: event.at)",
        "sorted(events, key=lambda event: (event.at, event.id))",
        "moment.astimezone(zone)",
        "moment.replace(tzinfo=UTC)",
    ],
)
def test_time_handled_elsewhere_is_reported(code):
    assert list(time_handled_elsewhere(snippet(code)))


@pytest.mark.parametrize(
    "code",
    [
        "is_before(event.at, now)",
        "shift(now, delay)",
        "decision_by < day",
        "event.at == other.at",
        "max(days)",
        "sorted(events, key=lambda event: event.order)",
    ],
)
def test_time_handled_by_name_is_not_reported(code):
    assert list(time_handled_elsewhere(snippet(code))) == []


def test_timing_itself_may():
    assert list(time_handled_elsewhere(snippet("one.at < other.at", "followkit._core.timing"))) == []
