"""Write the pages of the reference that are made from data: ``python -m tests.docs.generated``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
CODES = REFERENCE / "codes.md"

_INTRODUCTION = """\
# Codes

Decisions and questions are codes with parameters; the language files word them. A program may rely on a code: it keeps
its meaning and is never used for another. What stands between double braces is filled in from the code's parameters.

This page is written from `src/followkit/_builtin/words/en.toml` by `python -m tests.docs.generated`.
"""


def codes_page(words: Mapping[str, Any]) -> str:
    """Return the page that lists every code with its English words."""
    tables = [
        _table("Reasons", "why something is planned, or is not", words["reasons"], words["lifts"]),
        _table("Questions", "what is asked because it is never invented", words["questions"], {}),
    ]
    return "\n".join([_INTRODUCTION, *tables])


def _table(title: str, what: str, worded: Mapping[str, str], lifts: Mapping[str, str]) -> str:
    change = [" what would change it |", " --- |"] if lifts else ["", ""]
    rows = [f"## {title}", "", f"{title}: {what}.", "", f"| code | words |{change[0]}", f"| --- | --- |{change[1]}"]
    for code in sorted(worded):
        row = f"| `{code}` | {_cell(worded[code])} |"
        rows.append(f"{row} {_cell(lifts.get(code, ''))} |" if lifts else row)
    return "\n".join([*rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    import followkit as fk

    CODES.write_text(codes_page(fk.Kit().lexicon("en").tables), encoding="utf-8")
