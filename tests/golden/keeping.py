"""Say where the notes are kept that were read and found good."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "de")


def kept(language: str) -> set[str]:
    """Return the names of the files that are kept for a language."""
    return {path.relative_to(FOLDER).as_posix() for path in (FOLDER / language).rglob("*.txt")}
