"""Law 4: every class is a frozen, slotted, keyword-only record, an enumeration, a named tuple or an exception."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contract.source import Module, assert_none, name_of, package, snippet

ENUMERATIONS = frozenset({"Enum", "Flag", "IntEnum", "StrEnum"})
TUPLES_AND_SHAPES = frozenset({"NamedTuple", "Protocol", "TypedDict"})
EXCEPTIONS = frozenset({"Exception", "ImportError", "LookupError", "ValueError"})
EXCEPTED = {
    "FrozenDict": "a dict to whoever reads it, so that plugins are given one they cannot change",
    "FrozenList": "a list to whoever reads it, for the same reason",
    "Kit": "holds the plugins, and is used, not stored",
    "Missing": "one value, read aloud as Missing('no-address')",
    "Sandbox": "Jinja2 learns what to refuse from a class of its own",
    "Span": "an amount and its unit, in the order in which they are said",
}


def other_classes(modules: tuple[Module, ...]) -> Iterator[str]:
    errors = _errors(modules)
    for module in modules:
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef) or node.name in EXCEPTED:
                continue
            bases = {name_of(base) for base in node.bases}
            if not bases & (ENUMERATIONS | TUPLES_AND_SHAPES | errors) and not _is_record(node):
                yield module.at(node, f"{node.name} is no frozen keyword-only record")


def _errors(modules: tuple[Module, ...]) -> frozenset[str]:
    known = set(EXCEPTIONS)
    classes = [node for module in modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    while found := {c.name for c in classes if {name_of(base) for base in c.bases} & known} - known:
        known |= found
    return frozenset(known)


def _is_record(node: ast.ClassDef) -> bool:
    calls = [decorator for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    return any(name_of(call.func) == "frozen" and _options(call) == {"kw_only": True} for call in calls)


def _options(call: ast.Call) -> dict[str, object]:
    """Return the options given, without those that only say how values compare."""
    given = {keyword.arg or "": keyword.value for keyword in call.keywords if keyword.arg not in {"eq", "order"}}
    return {name: value.value if isinstance(value, ast.Constant) else None for name, value in given.items()}


def test_every_class_is_a_record():
    assert_none(other_classes(package()))


def test_enough_classes_are_read():
    classes = [node for module in package() for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]

    assert len(classes) >= 60


@pytest.mark.parametrize(
    "code",
    [
        "class Rule: ...",
        "@frozen\nclass Rule: ...",
        "@define(kw_only=True)\nclass Rule: ...",
        "@dataclass(frozen=True, kw_only=True)\nclass Rule: ...",
        "@frozen(kw_only=False)\nclass Rule: ...",
        "@frozen(kw_only=True, slots=False)\nclass Rule: ...",
        "class Rule(ABC): ...",
        "def f():\n    class Rule: ...",
    ],
)
def test_another_class_is_reported(code):
    assert list(other_classes((snippet(code),)))


@pytest.mark.parametrize(
    "code",
    [
        "@frozen(kw_only=True)\nclass Rule: ...",
        "@attrs.frozen(kw_only=True, eq=False)\nclass Rule: ...",
        "class Rule(StrEnum): ...",
        "class Rule(NamedTuple): ...",
        "class One(ValueError): ...\nclass Two(One): ...",
    ],
)
def test_a_record_is_not_reported(code):
    assert list(other_classes((snippet(code),))) == []
