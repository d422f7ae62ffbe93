"""Law 1: the core reads no clock, touches nothing outside its arguments and leaves no state for the next call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.contract.source import Module, assert_none, core, name_of, snippet

PURE = frozenset({
    "__future__", "attrs", "base64", "bisect", "collections", "contextlib", "datetime", "difflib", "enum", "followkit",
    "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "string", "textwrap", "tomllib",
    "types", "typing", "unicodedata",
})  # fmt: skip
PURE_BUT_COSTLY = frozenset({"jinja2", "markupsafe"})  # when first needed, so inside functions
IMPURE_CALLS = frozenset({
    "__import__", "breakpoint", "eval", "exec", "globals", "hash", "id", "input", "open", "print", "vars",
})  # fmt: skip
IMPURE_METHODS = {
    "now": "reads the clock",
    "utcnow": "reads the clock",
    "today": "reads the clock",
    "fromtimestamp": "may read this machine's zone",
    "strftime": "speaks this machine's language",
    "ctime": "speaks this machine's language",
}
REMEMBERING = frozenset({"cache", "cached_property", "lru_cache"})
MAY_REMEMBER = {
    "followkit._core.sandbox": "a template is costly to compile, and what comes of it depends on its text alone",
}
CHANGING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update",
})  # fmt: skip
WORDED_BY_LOCALE = re.compile("%[aAbBcpxX]")


def impurities(module: Module) -> Iterator[str]:
    yield from _impure_imports(module)
    constants = _module_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield from _impure_call(module, node)
        elif isinstance(node, ast.Global):
            yield module.at(node, "changes a module's state")
        elif isinstance(node, ast.FormattedValue) and node.format_spec and _speaks_locale(node.format_spec):
            yield module.at(node, "speaks this machine's language")
        elif isinstance(node, ast.FunctionDef):
            yield from _remembered(module, node, constants)


def _impure_imports(module: Module) -> Iterator[str]:
    for found in module.imports():
        root = found.target.partition(".")[0]
        if root in PURE or (root in PURE_BUT_COSTLY and found.deferred):
            continue
        yield f"{module.name}:{found.line}: imports {found.target}"


def _impure_call(module: Module, call: ast.Call) -> Iterator[str]:
    name = name_of(call.func)
    if isinstance(call.func, ast.Name) and name in IMPURE_CALLS:
        yield module.at(call, f"calls {name}()")
    if isinstance(call.func, ast.Attribute):
        if name in IMPURE_METHODS:
            yield module.at(call, f".{name}() {IMPURE_METHODS[name]}")
        if name == "astimezone" and not call.args and not call.keywords:
            yield module.at(call, ".astimezone() without a zone means this machine's")


def _speaks_locale(spec: ast.expr) -> bool:
    written = [node.value for node in ast.walk(spec) if isinstance(node, ast.Constant)]
    return any(WORDED_BY_LOCALE.search(str(value)) for value in written)


def _remembered(module: Module, function: ast.FunctionDef, constants: frozenset[str]) -> Iterator[str]:
    for decorator in function.decorator_list:
        name = name_of(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if name in REMEMBERING and not (module.name in MAY_REMEMBER and name == "lru_cache"):
            yield module.at(function, f"{function.name} remembers its calls (@{name})")
    shared = constants - _local_names(function)
    for node in ast.walk(function):
        target = None
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            target = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            target = node.func.value
        if isinstance(target, ast.Name) and target.id in shared:
            yield module.at(node, f"changes {target.id}, which outlives the call")


def _module_names(module: Module) -> frozenset[str]:
    targets: list[ast.expr] = []
    for node in module.tree.body:
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AnnAssign):
            targets.append(node.target)
    return frozenset(name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))


def _local_names(function: ast.FunctionDef) -> frozenset[str]:
    stored = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return frozenset(stored | {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)})


def test_core_is_pure():
    assert_none(found for module in core() for found in impurities(module))


@pytest.mark.parametrize(
    "code",
    [
        "import time",
        "from zoneinfo import ZoneInfo",
        "import jinja2",
        "def f():\n    import random",
        "datetime.now(UTC)",
        "date.today()",
        "moment.astimezone()",
        "open('facts.toml')",
        "print('hello')",
        "hash('word')",
        "f'{day:%A}'",
        "day.strftime('%d')",
        "def f():\n    global seen",
        "SEEN = {}\ndef f(key):\n    SEEN[key] = 1",
        "SEEN = []\ndef f(key):\n    SEEN.append(key)",
        "@cache\ndef f(): ...",
        "@lru_cache(maxsize=None)\ndef f(): ...",
    ],
)
def test_what_is_impure_is_reported(code):
    assert list(impurities(snippet(code)))


@pytest.mark.parametrize(
    "code",
    [
        "from __future__ import annotations\nfrom collections.abc import Mapping",
        "if TYPE_CHECKING:\n    import time",
        "def f():\n    import jinja2",
        "def f(situation):\n    return situation.now",
        "moment.astimezone(UTC)",
        "SEEN = []\ndef f(key):\n    SEEN = []\n    SEEN.append(key)",
        "f'{day:%Y-%m-%d}'",
    ],
)
def test_what_is_pure_is_not_reported(code):
    assert list(impurities(snippet(code))) == []
