"""Find what proves each advice, layer and answer: scenarios, and Python tests where a scenario cannot say it.

A scenario names what it proves under ``proves``. A Python test does so in a table of its module::

    PROVES = {"test_a_linkedin_note_keeps_to_its_length": ["CH-09"]}
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from followkit.testing import read_scenarios

TESTS = Path(__file__).parents[1]
SCENARIOS = TESTS / "rulebook"

SEMANTICS = {
    "lands-on-a-closed-day": ("A moment lands on a closed day", "the next opening"),
    "closed-days-in-a-delay": ("Closed days within a delay", "counted spans skip them, elapsed spans count them"),
    "after-a-roll": (
        "What the next step counts from, after a move",
        "the day it was sent, or until then its target",
    ),
    "first-step-obeys-the-window": ("Whether the first step keeps to the hours", "it does"),
    "zone-and-calendar-precedence": ("Whose zone and calendar", "the person's, the employer's, the interview's"),
    "inside-quiet-time": ("What falls into closed hours", "waits for the opening, and goes one after the other"),
    "skipped-once": ("What was passed over once", "is asked again at every plan"),
    "late-run": ("A plan made late", "due, then late, then expired, by the window"),
    "frozen-when": ("What is frozen", "the words when they are composed; a plan never"),
    "human-task-in-the-middle": ("A task for a person in the middle", "a call waits until it is recorded"),
    "caps": ("What the caps count", "by class of contact, for each employer"),
    "a-draft": ("Whether a draft is a send", "it is not"),
    "the-end": ("When it ends", "on the day the plan says"),
}
"""What every planner has to answer, and ours: its name to the question and the answer."""


@frozen(kw_only=True)
class Proof:
    """Hold one scenario or test, and what it proves."""

    proves: tuple[str, ...]
    name: str
    file: str


def proofs() -> tuple[Proof, ...]:
    """Return every proof, scenarios first."""
    return (*_scenarios(), *_tests())


def of(id: str, found: tuple[Proof, ...]) -> list[Proof]:
    """Return what proves one thing."""
    return [proof for proof in found if id in proof.proves]


def _scenarios() -> Iterator[Proof]:
    for file in sorted(SCENARIOS.glob("*.toml")):
        for scenario in read_scenarios(file.read_text(encoding="utf-8"), file.name):
            yield Proof(proves=scenario.proves, name=scenario.name, file=f"tests/rulebook/{file.name}")


def _tests() -> Iterator[Proof]:
    for file in sorted(TESTS.rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if "\nPROVES" in text:
            yield from declared(text, file.relative_to(TESTS.parent).as_posix())


def declared(text: str, file: str) -> Iterator[Proof]:
    """Yield what the table ``PROVES`` of a test module declares; a test that is not there is an error."""
    tree = ast.parse(text)
    tests = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(target, ast.Name) and target.id == "PROVES":
            assert node.value is not None
            for name, ids in ast.literal_eval(node.value).items():
                assert name in tests, f"{file}: PROVES names {name}, which is no test here"
                yield Proof(proves=tuple(ids), name=name, file=file)
