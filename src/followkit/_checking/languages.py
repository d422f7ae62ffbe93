"""Say what one language lacks against another, and which of its own notes it has no words for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from followkit._core.dates import NAMES
from followkit._core.narrowing import further, words_for
from followkit._core.phrasing import Lexicon

LETTER, WRITTEN = "letter", "written"
SPOKEN_BY_RULES = "en"
"""The language in which the built-in rules say why they speak."""
NARROWING = ("classes", "variants")
_NO_PART = frozenset({"paragraphs", "extra", "registers", *NARROWING})
_ITS_OWN: Mapping[str, frozenset[str]] = {"calendar": frozenset({*NAMES, "amid"})}
"""What a language need not say, by section: the names of days are in CLDR, and few close a date with a comma."""
_ENOUGH: Mapping[str, frozenset[str]] = {"lengths": frozenset({"unknown"})}
"""The sections of which any language has as many keys as it likes, and those that it needs."""

Tables = Mapping[str, Any]


def lacking(language: Lexicon, model: Lexicon) -> tuple[str, ...]:
    r"""Return what *model* has and *language* lacks, each by its place in the file, in the order of *model*.

    Kinds of notes, their variants and classes, the parts that have words somewhere in a kind, and every code of a
    message. Registers are not compared: one language needs more of them than another. What a note of the language
    arranges and has no words for is lacking, too.

    Args:
        language: the words to look at.
        model: the words to measure them by.

    >>> english = Lexicon.parse('k = { paragraphs = [["a"]], a = "A", variants.late.a = "B" }\nreasons.x = "X"', "en")
    >>> lacking(Lexicon.parse('k = { paragraphs = [["b"]], a = "A" }', "de"), english)
    ('k.variants.late', 'reasons', 'k.b')
    """
    found = [place for name, table in model.tables.items() for place in _of(name, table, language.tables.get(name))]
    return tuple(dict.fromkeys([*found, *_unsaid(language)]))


def untold(language: Lexicon, reasons: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons of rules that a language does not tell, each by its place.

    Args:
        language: the words to look at; English needs none, since rules are written in it.
        reasons: one sentence each, as the rules have them.

    >>> polish = Lexicon.parse('tag = "pl"', "pl")
    >>> untold(polish, ["it happened twice"])
    ('because."it happened twice"',)
    """
    if language.tag.partition("-")[0] == SPOKEN_BY_RULES:
        return ()
    known = language.tables.get("because", {})
    return tuple(f'because."{reason}"' for reason in dict.fromkeys(reasons) if reason and reason not in known)


def _of(name: str, table: object, own: object) -> Iterator[str]:
    if not isinstance(table, Mapping):
        return
    if not isinstance(own, Mapping):
        yield name
    elif name == LETTER or "paragraphs" in table:
        yield from (f"{name}.{part}" for part in _parts(table) if part not in set(_parts(own)))
        yield from (f"{name}.{path}" for path in _narrower(table) if path not in set(_narrower(own)))
    else:
        yield from _keys(name, table, own)


def _keys(place: str, table: Tables, own: Tables) -> Iterator[str]:
    """Yield the keys of a section that is no note, and of the tables in it."""
    for key in (key for key in _ENOUGH.get(place, table) if key not in _ITS_OWN.get(place, ())):
        if key not in own:
            yield f"{place}.{key}"
        elif isinstance(table.get(key), Mapping) and isinstance(own[key], Mapping):
            yield from _keys(f"{place}.{key}", table[key], own[key])


def _parts(table: Tables) -> Iterator[str]:
    """Yield the parts a kind of note has words for, wherever in it they stand."""
    yield from (key for key, said in table.items() if key not in _NO_PART and isinstance(said, (str, list)))
    for key in NARROWING:
        for inner in _tables(table, key).values():
            yield from _parts(inner)


def _narrower(table: Tables) -> Iterator[str]:
    """Yield the paths of what narrows a kind of note: ``variants.late``, ``variants.late.classes.spoken``."""
    for key in NARROWING:
        for name, inner in _tables(table, key).items():
            yield f"{key}.{name}"
            yield from (f"{key}.{name}.{path}" for path in _narrower(inner))


def _unsaid(language: Lexicon) -> Iterator[str]:
    """Yield the parts that a note of this language consists of, and that it has no words for."""
    for kind, table in language.tables.items():
        if not isinstance(table, Mapping) or "paragraphs" not in table:
            continue
        for variant in (None, *_tables(table, "variants")):
            for name in dict.fromkeys((WRITTEN, *_classes(language.tables.get(LETTER, {})), *_classes(table))):
                words = words_for(language, kind, name, variant)
                named = [part for parts in (*words["paragraphs"], *further(words).values()) for part in parts]
                place = kind + (f".variants.{variant}" if variant else "") + (f".classes.{name}" * (name != WRITTEN))
                yield from (f"{place}.{part}" for part in named if part not in words)


def _classes(table: Tables) -> Iterator[str]:
    yield from _tables(table, "classes")
    for inner in _tables(table, "variants").values():
        yield from _classes(inner)


def _tables(table: Tables, key: str) -> dict[str, Tables]:
    found = table.get(key)
    inner = found if isinstance(found, Mapping) else {}
    return {name: one for name, one in inner.items() if isinstance(one, Mapping)}
