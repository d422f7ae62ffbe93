"""Lay the words of languages over each other, choose those a reader gets, and find the names of their days and months.

A language is one file; a tag with a region (``en-GB``) is a thin layer over the language without it. What plugins
override and what a house says lies over both, so that one key of theirs counts in every region.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from attrs import evolve, field, frozen

from followkit._core.dates import NAMES
from followkit._core.errors import MissingExtra, WordsError
from followkit._core.narrowing import NARROWING
from followkit._core.phrasing import Lexicon
from followkit._core.proofreading import slips_in
from followkit._core.records import Language

DEFAULT_LANGUAGE = "en"
_WANTED = {"paragraphs": "a list of lists", **dict.fromkeys(NARROWING, "a table")}
"""What some words are wherever they stand, also where nothing lies below."""


@frozen(kw_only=True, eq=False)
class Lexicons:
    """Hold the words of every language there is, by tag, each with all that lies below and over it.

    Args:
        by_tag: the words, regions over their languages.
    """

    by_tag: Mapping[str, Lexicon] = field(repr=False)
    _named: dict[str, Lexicon] = field(factory=dict, init=False, repr=False)

    def choose(self, language: str | None, country: str | None = None) -> Lexicon:
        """Return the words for somebody who reads a language in a country; of the nearest there is, else English.

        Args:
            language: a BCP 47 tag, or None for English. A region in it counts before *country*.
            country: ISO 3166; it never chooses a language, only the way one is written there.

        Raises:
            MissingExtra: when the names of days and months have to come from Babel, and it is not installed.
        """
        tag = self._nearest(normal(language or DEFAULT_LANGUAGE), country)
        if tag not in self._named:
            self._named[tag] = _with_names(self.by_tag[tag])
        return self._named[tag]

    def speak(self, language: str | None) -> bool:
        """Tell whether there are words in a language, of whatever region; None is English."""
        tag = normal(language or DEFAULT_LANGUAGE)
        return any(wanted in self.by_tag for wanted in (tag, *_below(tag)))

    def _nearest(self, tag: str, country: str | None) -> str:
        for wanted in (tag, *_below(tag)):
            region = _region(wanted)
            if region and wanted in self.by_tag:
                return wanted
            if not region and wanted in self.by_tag:
                return self._as_written_in(_region(tag) or country, wanted) or wanted
        return self._as_written_in(country, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE

    def _as_written_in(self, country: str | None, language: str) -> str | None:
        """Return the layer over a language that is for a country: its own before one that serves several."""
        layers = [tag for tag in self.by_tag if language in _below(tag)]
        own = [tag for tag in layers if country and _region(tag) == country]
        shared = [tag for tag in layers if country in self.by_tag[tag].regions]
        return next(iter((*own, *shared)), None)


def lexicons(
    languages: Iterable[Language], of_house: Iterable[Language] = (), trusted: Collection[Language] = ()
) -> Lexicons:
    """Return the words of all languages.

    Args:
        languages: those of plugins; the ones that override single words lie over the others.
        of_house: what a house says otherwise; it may write a language for one more region, and no new language.
        trusted: those of them whose templates nobody looks at, since their own tests do.

    Raises:
        WordsError: for words that cannot be read, a template that could not be rendered, or a house's words for a
            language there is not.
    """
    found, house = tuple(languages), tuple(of_house)
    whole = {one.tag: one for one in found if not one.overrides}
    for one in house:
        if one.tag not in whole and not any(tag in whole for tag in _below(one.tag)):
            place = one.source or one.tag
            raise WordsError(f"no language is called {one.tag!r}, so there is nothing to change", place=place)
    levels = (tuple(whole.values()), tuple(one for one in found if one.overrides), house)
    known = frozenset(trusted)
    tags = dict.fromkeys([*whole, *(one.tag for one in house)])
    return Lexicons(by_tag={tag: _laid(tag, levels, known) for tag in tags})


def normal(tag: str) -> str:
    """Return a language tag as our files are named: the language in small letters, a region in capitals.

    >>> normal("EN_gb"), normal("zh-hant-tw"), normal("de")
    ('en-GB', 'zh-Hant-TW', 'de')
    """
    language, *rest = tag.replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) < 4 else part.title() for part in rest)])


def _laid(tag: str, levels: Iterable[Iterable[Language]], trusted: frozenset[Language]) -> Lexicon:
    """Return one language: level by level what is said of it, on each level of the language before its regions."""
    chain = (*reversed(_below(tag)), tag)
    layers = [one for level in levels for wanted in chain for one in level if one.tag == wanted]
    first, *others = (_lexicon(one.text, one.source or one.tag) for one in layers)
    for layer, other in zip(layers[1:], others, strict=True):
        _refuse_other_shapes(first.tables, other.tables, layer.source or layer.tag)
        first = first.changed_by(other)
    notes = frozenset(name for name, table in first.tables.items() if _is_note(table))
    for layer in layers:
        if layer not in trusted and (slip := _slip(layer.text, layer.source or layer.tag, notes)):
            raise WordsError(slip, place=layer.source or layer.tag)
    return evolve(first, tag=tag)


def _below(tag: str) -> tuple[str, ...]:
    """Return the tags a tag lies over, the nearest first (``zh-Hant-TW``: ``zh-Hant``, ``zh``)."""
    parts = tag.split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))


def _region(tag: str) -> str | None:
    last = tag.rpartition("-")[2]
    return last if last.isupper() and last != tag else None


@lru_cache(maxsize=256)
def _lexicon(text: str, source: str) -> Lexicon:
    return Lexicon.parse(text, source)


def _is_note(table: object) -> bool:
    return isinstance(table, Mapping) and "paragraphs" in table


@lru_cache(maxsize=256)
def _slip(text: str, source: str, notes: frozenset[str]) -> str:
    """Return the first thing that is wrong with the templates of a file, or nothing."""
    return next(slips_in(_lexicon(text, source).tables, notes), "")


# What a layer may put in the place of what ----------------------------------------------------------------------------


def _refuse_other_shapes(below: Mapping[str, Any], above: Mapping[str, Any], source: str, within: str = "") -> None:
    """Refuse a value of another kind than the one it replaces: whatever reads it would fail, far from its file."""
    for name, value in above.items():
        place, old = f"{within}{name}", below.get(name)
        wants = _shape(old) or _WANTED.get(name, "" if within else "a table")
        if wants and _shape(value) != wants:
            raise WordsError(f"{place} wants {wants}, and is {_shape(value)}", place=source)
        if isinstance(value, Mapping):
            _refuse_other_shapes(old or {}, value, source, f"{place}.")


def _shape(value: object) -> str:
    """Return what a value is, in words; a text may stand for a list of one, and nothing at all for both."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, list) and value and all(_shape(one) == "a number" for one in value):
        return f"a list of {len(value)} {'number' if len(value) == 1 else 'numbers'}"
    if isinstance(value, list) and value and all(isinstance(one, list) for one in value):
        return "a list of lists"
    is_text = isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
    return "text, or a list of it" if is_text else "something else"


# Names of days and months ---------------------------------------------------------------------------------------------


def _with_names(lexicon: Lexicon) -> Lexicon:
    """Return a language with the names its dates are written with; one that brings them itself is left as it is."""
    calendar: Mapping[str, Any] = lexicon.tables.get("calendar", {})
    if not calendar or {"weekdays", "months"} <= calendar.keys():
        return lexicon
    names = {name: found for name, found in _names_of(lexicon.tag) if name not in calendar}
    return evolve(lexicon, tables={**lexicon.tables, "calendar": {**names, **calendar}})


def _names_of(tag: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the names Unicode CLDR has for a language, in the form they have within a date."""
    try:
        from babel.core import Locale, UnknownLocaleError
    except ImportError as absent:
        message = f"install followkit[i18n] to write dates in this language: {tag}"
        raise MissingExtra(message, extra="i18n") from absent
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return  # a language nobody else knows; a date in it says which name it lacks
    days, months = locale.days["format"], locale.months["format"]
    halves = locale.day_periods["format"]["abbreviated"]
    found = (
        [days["wide"][day] for day in range(7)],
        [days["abbreviated"][day] for day in range(7)],
        [months["wide"][month] for month in range(1, 13)],
        [months["abbreviated"][month] for month in range(1, 13)],
        [halves.get("am", "AM"), halves.get("pm", "PM")],
    )
    yield from zip(NAMES, found, strict=True)
