"""Put every note on one page of HTML that needs nothing else: no network, no script, no other file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from followkit._core.phrasing import Lexicon, say
from followkit._previewing.staging import Occasion

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = "page.html"
GENERATOR = "followkit preview"
"""What every page calls its maker, so that no file of somebody else is replaced."""


def page(occasions: Sequence[Occasion], words: Lexicon, house: str | None) -> str:
    """Return the page.

    Args:
        occasions: what is shown.
        words: the language of what is said around the notes.
        house: the name of the house whose notes they are, or None for the built-in ones.
    """
    notes = [note for occasion in occasions for note in occasion.notes]

    def told(code: str, **values: object) -> str:
        return say(words, "preview", code, values)

    return _template().render(
        occasions=occasions,
        house=house,
        language=words.tag,
        count=len(notes),
        changed=sum(note.is_changed for note in notes),
        generator=GENERATOR,
        told=told,
    )


@cache
def _template() -> Template:
    """Return the page's template; whatever it prints is escaped, since words and facts may hold any character."""
    from jinja2 import Environment, StrictUndefined

    text = resources.files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8")
    printing = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return printing.from_string(text)
