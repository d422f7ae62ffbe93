"""Read the tables of the reference pages."""

from __future__ import annotations

import re
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
NAME = re.compile(r"`([^`]+)`")


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the tables right under a heading of a reference page, without their heads."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    _, _, below = text.partition(f"\n{heading}\n")
    assert below, f"{page} has no heading {heading!r}"
    below, *_ = re.split(r"^#+ ", below, maxsplit=1, flags=re.MULTILINE)
    lines = [line for line in below.splitlines() if line.startswith("|")]
    table = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    heads = {index for index, row in enumerate(table[1:]) if _is_rule(row)}
    return [row for index, row in enumerate(table) if index not in heads and not _is_rule(row)]


def _is_rule(row: list[str]) -> bool:
    return bool(row) and set("".join(row)) == {"-"}


def names(page: str, heading: str, column: int = 0) -> list[str]:
    """Return the names in backticks in one column of the tables under a heading."""
    return [name for row in rows(page, heading) for name in NAME.findall(row[column])]
