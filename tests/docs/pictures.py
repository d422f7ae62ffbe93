"""Draw the pictures of the docs, from the facts that stand on their page: ``python -m tests.docs.pictures``.

It needs Pango, and pypdfium2 of the group ``integration``. Look at each of them before it is committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import followkit as fk
from followkit.channels import as_pdf
from tests.docs.pages import blocks

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "reference" / "channels.md"
FOLDER = DOCS / "pictures"
NOW = datetime(2025, 6, 5, 21, tzinfo=UTC)
PICTURES: Mapping[str, tuple[str, str]] = {
    "letter-us.png": ("post.toml", "thank-you/priya"),
    "letter-a4.png": ("brief.toml", "thank-you/raman"),
    "card-us.png": ("post.toml", "card/sam"),
    "card-a6.png": ("brief.toml", "card/ode"),
}
"""Each picture, with the facts file of the page and the follow-up whose print it shows."""
DOTS = 90 / 72
"""So many dots for each point; drawn at three times as many, so that letters stand where they do in print."""
FINER = 3
GREYS, EDGE = 16, 190


def printed(picture: str) -> bytes:
    """Return the PDF that a picture shows."""
    file, handle = PICTURES[picture]
    (facts,) = (block.text for block in blocks(PAGE.read_text("utf-8")) if (block.word, block.rest) == ("file", file))
    application, kit = fk.loads(facts, id=Path(file).stem), fk.Kit()
    plan = kit.plan(application, now=NOW)
    one = next(one for one in (*plan.follow_ups, *plan.ahead) if one.handle == handle)
    return as_pdf(kit.compose(kit.write(one, application), one, application))


def draw(pdf: bytes, path: Path) -> None:
    """Write the only page of a PDF as a small picture in greys."""
    from PIL import ImageOps
    from pypdfium2 import PdfDocument

    (page,) = PdfDocument(pdf)
    sheet = page.render(scale=DOTS * FINER, grayscale=True).to_pil().reduce(FINER)
    ImageOps.expand(sheet, border=1, fill=EDGE).quantize(GREYS).save(path, optimize=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        draw(printed(name), FOLDER / name)
