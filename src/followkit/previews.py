"""Show every note on one page: of every kind, with three sets of facts, and what a house says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike

from followkit._casts.reading import casts
from followkit._core.vocabulary import Register
from followkit._previewing import page as pages
from followkit._previewing.page import GENERATOR
from followkit._previewing.staging import in_register, stage
from followkit.houses import House, house_of
from followkit.lexicons import DEFAULT_LANGUAGE

__all__ = ["GENERATOR", "page"]


def page(
    house: House | Mapping[str, str] | str | PathLike[str] | None = None,
    *,
    language: str | None = None,
    channel: str | None = None,
    register: Register | str | None = None,
    plugins: Sequence[str] = (),
) -> str:
    """Return one page of HTML with every note, to read and to judge; it needs no network, no script, no other file.

    Each occasion for a note is played three times: by people of whom little is known, so that questions are asked
    first; of whom everything is known; and whose facts are as people really type them. Where the words of a house
    differ from the built-in ones, both stand there.

    Args:
        house: whose words and rules are shown; or its folder, or its texts. None shows the built-in ones.
        language: the tag of the language of the notes and of the page; English, unless given.
        channel: shows every note that may go by it as it reads there; None, each by the channel its rule chooses.
        register: shows every note in this tone; None, each in that of its country.
        plugins: names of the installed plugins that are read too.

    Raises:
        ValueError: for a register there is not.
        InvalidHouse, InvalidPolicy, WordsError: for a house that cannot be used.
        UnknownChannel: for a channel that nobody provides.

    """
    of = None if house is None else house_of(house)
    tag = language or DEFAULT_LANGUAGE
    shown = stage(of, tag, channel, plugins)
    scenes = casts(tag) if register is None else in_register(casts(tag), Register(register))
    return pages.page(shown.occasions(scenes), shown.words, of.name if of else None)
