"""Measure what ``import followkit`` costs, as whole processes: ``uv run python tests/benchmarks/import_time.py``.

The yardstick is the import of attrs and of the standard modules that the facts need. Wanted: ``import followkit`` and
the facts cost at most half as much again. A kit reads plugins too, and is shown for comparison.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 25
YARDSTICK = "import attrs, base64, collections.abc, datetime, enum, functools, hashlib, re, typing"
CASES = {
    "python alone": "pass",
    "attrs and the standard library": YARDSTICK,
    "import followkit": "import followkit",
    "followkit.Application": "import followkit; followkit.Application",
    "followkit.Kit": "import followkit; followkit.Kit",
}
WANTED = 1.5


def measure(code: str) -> float:
    """Return how many seconds one process takes to run *code*."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def main() -> None:
    """Print the median of every case, in turns so that a busy moment is shared by all."""
    taken: dict[str, list[float]] = {name: [] for name in CASES}
    for name, code in CASES.items():
        measure(code)
        taken[name].clear()
    for _ in range(RUNS):
        for name, code in CASES.items():
            taken[name].append(measure(code))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    yardstick = medians["attrs and the standard library"]
    for name, seconds in medians.items():
        print(f"{name:32}{seconds * 1000:8.1f} ms   x {seconds / yardstick:.2f}")  # noqa: T201
    print(f"wanted: at most x {WANTED} for the package and its facts")  # noqa: T201


if __name__ == "__main__":
    main()
