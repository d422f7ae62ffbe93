"""What a command says of plans comes from the language file, so that a language is one file and nothing else.

Errors stay English: they speak to whoever runs or embeds followkit (``refuse``, problems, the help of options). So do
the commands that speak to people who keep houses, languages and plugins.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

import followkit as fk
from tests.contract.source import Module, assert_none, name_of, package, snippet

SAYING = frozenset({"tell", "notice", "print", "write"})
FOR_KEEPERS = frozenset({"check", "plugins", "probing", "words"})
"""The commands for people who keep a house, a language or a plugin; what they find are problems, in English."""
OF_ERRORS = frozenset({"terminal"})
TO_TYPE = "followkit "
"""How a line begins that somebody is to type, in any language."""
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;]? [A-Za-z]{2,}")


def commands() -> list[Module]:
    return [
        module
        for module in package()
        if module.room == "_commands" and module.name.split(".")[-1] not in FOR_KEEPERS | OF_ERRORS
    ]


def said_here(module: Module) -> Iterator[str]:
    """Yield each sentence that a module hands to the terminal itself, or keeps in a table of its own."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and name_of(node.func) in SAYING:
            yield from _sentences(module, [*node.args, *(word.value for word in node.keywords)])
    for statement in module.tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
            yield from _sentences(
                module, [v for v in statement.value.values if isinstance(v, (ast.Constant, ast.JoinedStr))]
            )


def _sentences(module: Module, values: list[ast.expr]) -> Iterator[str]:
    for value in values:
        for node in ast.walk(value):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and SENTENCE.search(text) and not text.startswith(TO_TYPE):
                yield module.at(node, f"says {text!r} itself; let the language say it")


def asked_for(module: Module) -> Iterator[str]:
    """Yield the codes that a module asks the language for; of one put together, what it begins with."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "told" and len(node.args) > 1:
            for choice in _choices(node.args[1]):
                if isinstance(choice, ast.Constant):
                    yield str(choice.value)
                elif isinstance(choice, ast.JoinedStr) and isinstance(choice.values[0], ast.Constant):
                    yield f"{choice.values[0].value!s}…"


def _choices(code: ast.expr) -> list[ast.expr]:
    return [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]


def test_no_command_says_a_sentence_of_its_own():
    assert_none(found for module in commands() for found in said_here(module))


def test_every_code_a_command_asks_for_has_words():
    words = fk.Kit().lexicon("en").tables["commands"]
    codes = {code for module in commands() for code in asked_for(module)}

    assert len(codes) >= 40
    assert not [code for code in codes if not any(_matches(word, code) for word in words)]


def _matches(word: str, code: str) -> bool:
    return word.startswith(code.removesuffix("…")) if code.endswith("…") else word == code


@pytest.mark.parametrize(
    "code",
    [
        'tell("Nothing was sent.")',
        'tell(f"Wrote {file} for you")',
        'notice(*["one", "two words"])',
        'print("and so on")',
        'WORDS = {"done": "all done"}',
    ],
)
def test_a_sentence_is_found(code):
    assert list(said_here(snippet(code, "followkit._commands.snippet")))


@pytest.mark.parametrize(
    "code",
    [
        'tell(told(words, "unsent"))',
        'tell(f"  {line}")',
        'tell(told(words, "new-written", command=f"followkit plan {file}"))',
        'raise refuse("--at", "lies in the future", "record it once it has happened")',
        'ALIASES = {"accepted": ("accept this",)}',
    ],
)
def test_what_is_no_sentence_of_ours_is_let_be(code):
    assert list(said_here(snippet(code, "followkit._commands.snippet"))) == []
