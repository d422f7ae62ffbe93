"""Write anew the notes that are kept as they should read: ``python -m tests.golden``. Then read what changed."""

from __future__ import annotations

from tests.golden.keeping import FOLDER, LANGUAGES, kept
from tests.golden.rendering import goldens

if __name__ == "__main__":
    for language in LANGUAGES:
        texts = goldens(language)
        for name in kept(language) - texts.keys():
            (FOLDER / name).unlink()
        for name, text in texts.items():
            path = FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
