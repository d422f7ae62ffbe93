"""Compare many applications: ``python -m tests.reference --applications 100000``."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable

from tests.reference.agreement import compared


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("--applications", type=int, default=2000, help="how many to compare")
    parser.add_argument("--from-seed", type=int, default=0, help="the number of the first")
    asked = parser.parse_args(given)
    began = time.perf_counter()
    numbers = range(asked.from_seed, asked.from_seed + asked.applications)
    found, first = Counter[str](), None
    answers = Counter[tuple[str, bool]]()
    for one in compared(numbers):
        found["refused" if one.refused else "different" if one.differences else "equal"] += 1
        answers.update(set(one.answers))
        first = first or (one if one.differences else None)
    lines = [*covered(answers, asked.applications), ""]
    took = time.perf_counter() - began
    lines += [f"{asked.applications} applications from {asked.from_seed} in {took:.0f} s: {figures(found)}"]
    lines += ["", "The first disagreement:", str(first)] if first else []
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if first else 0


def figures(found: Counter[str]) -> str:
    return ", ".join(f"{found[name]} {name}" for name in ("equal", "different", "refused"))


def covered(answers: Counter[tuple[str, bool]], of: int) -> Iterable[str]:
    """Say in how many applications each rule said yes, and no."""
    for rule in sorted({rule for rule, _ in answers}):
        yes, no = answers[rule, True], answers[rule, False]
        yield f"{rule:32} yes {yes:6} ({yes / of:6.1%})   no {no:6} ({no / of:6.1%})"


if __name__ == "__main__":
    sys.exit(main())
