"""Say what is wrong with words that change those of a language: names, types, templates, facts nobody gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from followkit._core.asking import FACTS, OF_LABELS, PLANNED
from followkit._core.checking import country_code
from followkit._core.dates import NAMES, refused_fields
from followkit._core.errors import Problem, WordsError
from followkit._core.findings import Severity
from followkit._core.phrasing import Lexicon, names_in
from followkit._core.policy_keys import unknown
from followkit._core.vocabulary import Register
from followkit._interchange.places import join, step

LETTER, THANKS, LABELS, LIMITS, CALENDAR, CUES = "letter", "thank-you", "labels", "limits", "calendar", "cues"
FRAME = ("subject", "salutation", "closing", "signature")
NARROWING = ("variants", "classes", "registers")
OPEN = ("channels", "lengths", "greetings", LABELS, "findings", "cures", CUES, "purposes")
"""Sections whose keys are not ours to know: what plugins bring, any number of minutes, and how people are addressed."""
HARMFUL: Mapping[str, type] = {"phrases": list, "except": list, "severity": str, "place": str}
"""What a list of phrases that hurt may say."""

_FACTS = frozenset({*FACTS, *PLANNED})
_OF_A_CALL = ("answers", "outcomes")
_LISTS = ("optional", "yields", "abbreviations", "lowered", "lowered-after-greeting", *_OF_A_CALL)
CLASSES = frozenset({"written", "short", "spoken", "paper"})
_NOUN = {"variants": "variant", "classes": "class", "registers": "register"}
Tables = Mapping[str, Any]


def words_problems(
    words: Tables, below: Lexicon, variants: Collection[str] = (), codes: Collection[str] = (), tag: str = ""
) -> Iterator[Problem]:
    """Yield what is wrong with *words* that lie over a language, each at its place in them.

    Args:
        words: the tables of the file that changes the language.
        below: the language as it is.
        variants: names of variants that rules besides the built-in ones ask for.
        codes: what such rules name besides: their own ids, slots and questions, which need words too.
        tag: what the file is named after, where that is one more region of the language below.
    """
    merged = below.changed_by(Lexicon(tag="", tables=words)).tables
    desk = _Desk(below=below.tables, merged=merged, variants=variants, codes=codes)
    for name, table in words.items():
        if name == "tag":
            if table != (tag or below.tag):
                hint = f"drop it, or write {tag or below.tag!r}"
                yield _problem("tag", "tag", "is not the language the file is named after", hint)
        elif name == "regions":
            yield from _countries(table)
        elif not isinstance(table, Mapping):
            yield _wrong_type(step(name), "a table")
        elif name == LETTER or "paragraphs" in desk.merged[name]:
            yield from desk.note(name, table, step(name))
        elif name == "harmful":
            yield from _harmful(table, step(name))
        elif name in below.tables:
            yield from desk.messages(name, table, below.tables[name], step(name))
        else:
            yield unknown(step(name), name, below.tables, "section")


@frozen(kw_only=True)
class _Desk:
    """Hold what is compared: the language as it is, and with the changes laid over it."""

    below: Tables = field(repr=False)
    merged: Tables = field(repr=False)
    variants: Collection[str]
    codes: Collection[str]

    # Notes --------------------------------------------------------------------------------------------------------

    def note(self, kind: str, table: Tables, place: str) -> Iterator[Problem]:
        """Yield what is wrong with one kind of note, or one of its variants or classes."""
        for key, value in table.items():
            where = join(place, step(key))
            if key in NARROWING:
                yield from self._narrower(kind, key, value, where)
            elif key in ("paragraphs", "extra"):
                yield from self._arrangement(kind, key, value, where)
            elif key in _LISTS:
                yield from _texts(value, where) if isinstance(value, list) else [_wrong_type(where, "a list of texts")]
            elif key in FRAME or key in self._parts(kind):
                yield from self._phrasings(value, where)
            else:
                yield unknown(where, key, {*FRAME, *self._parts(kind)}, "part")

    def _narrower(self, kind: str, key: str, value: object, place: str) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield _wrong_type(place, "tables")
            return
        known = {*_inner(self.below.get(kind), key), *_inner(self.below.get(LETTER), key)}
        known |= {"variants": {*self.variants, *self._own(kind, value)}, "registers": {*map(str, Register)}}.get(
            key, CLASSES
        )
        for name, table in value.items():
            where = join(place, step(name))
            if name not in known:
                yield unknown(where, name, known, _NOUN[key])
            elif not isinstance(table, Mapping):
                yield _wrong_type(where, "a table")
            else:
                yield from self.note(kind, table, where)

    def _own(self, kind: str, variants: Tables) -> Collection[str]:
        """Return the variants of a kind of note that is the house's own; nobody else can know them."""
        return () if kind in self.below else variants

    def _arrangement(self, kind: str, key: str, value: object, place: str) -> Iterator[Problem]:
        """Yield what is wrong with the order of parts: paragraphs, or the further texts of a note."""
        lists = {step(i): one for i, one in enumerate(value)} if isinstance(value, list) else value
        if not isinstance(lists, Mapping) or isinstance(value, Mapping) != (key == "extra"):
            yield _wrong_type(place, "lists of parts")
            return
        for name, parts in lists.items():
            where = join(place, name if key == "paragraphs" else step(name))
            if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
                yield _wrong_type(where, "a list of parts")
                continue
            said = self._said(kind)
            yield from (unknown(where, part, said, "part with words") for part in parts if part not in said)

    def _parts(self, kind: str) -> set[str]:
        """Return the parts that some note of this kind has, or takes in."""
        kinds = [kind, THANKS] if kind != LETTER else [name for name in self.merged if name != LETTER]
        named: set[str] = set()
        for table in (one for name in kinds for one in _layers(self.merged.get(name))):
            extra = table.get("extra", {})
            lists = [
                *_lists(table.get("paragraphs", [])),
                *_lists([*extra.values()] if isinstance(extra, Mapping) else []),
            ]
            named |= {part for parts in lists for part in parts if isinstance(part, str)} | _of_a_call(table)
        return named | {key for table in _layers(self.below.get(kind)) for key in table} - {*_LISTS}

    def _said(self, kind: str) -> set[str]:
        """Return the parts that have words."""
        return {key for name in (kind, LETTER) for table in _layers(self.merged.get(name)) for key in table}

    def _phrasings(self, value: object, place: str) -> Iterator[Problem]:
        if isinstance(value, str):
            yield from _template(value, place, _FACTS)
        elif isinstance(value, list):
            for index, one in enumerate(value):
                where = join(place, step(index))
                yield from _template(one, where, _FACTS) if isinstance(one, str) else [_wrong_type(where, "text")]
        else:
            yield _wrong_type(place, "text, or a list of texts")

    # Messages -----------------------------------------------------------------------------------------------------

    def messages(self, section: str, table: Tables, known: Tables, place: str) -> Iterator[Problem]:
        """Yield what is wrong with a section that is no note: codes, headings, patterns and names of days."""
        named = {name for text in known.values() if isinstance(text, str) for name in _names(text)}
        named |= {*FACTS, *OF_LABELS} if section == LABELS else set()
        for key, value in table.items():
            where, like = join(place, step(key)), known.get(key, next(iter(known.values()), ""))
            if key not in known and section not in OPEN and key not in self._more(section):
                yield unknown(where, key, known, "key")
            elif not isinstance(value, _kind(like)) and not (section == CUES and isinstance(value, Mapping)):
                yield _wrong_type(where, _NOUNS.get(_kind(like), "something else"))
            elif isinstance(value, Mapping):
                yield from self.messages(section, value, like if isinstance(like, Mapping) else known, where)
            elif isinstance(value, str):
                yield from _pattern(value, where) if _is_pattern(section, key) else _template(value, where, named)

    def _more(self, section: str) -> set[str]:
        """Return the keys a section may have besides those of the language: what is the house's own."""
        if section != LIMITS:
            return {*self.codes}
        kinds = {name: table for name, table in self.merged.items() if "paragraphs" in table}
        return {
            *kinds,
            *(f"{kind}-{variant}" for kind, table in kinds.items() for variant in _inner(table, "variants")),
        }


def _kind(value: object) -> type:
    """Return which kind of value TOML calls it, whether or not it can be changed."""
    return next((kind for kind in (dict, list) if isinstance(value, kind)), type(value))


_NOUNS: Mapping[type, str] = {str: "text", list: "a list", dict: "a table", int: "a whole number"}


def _template(text: str, place: str, known: Collection[str]) -> Iterator[Problem]:
    try:
        names = names_in(text, place)
    except WordsError as error:
        yield _problem(place, "template", str(error), "look at its braces")
        return
    yield from (unknown(place, name, known, "fact") for name in sorted(names) if name not in known)


def _harmful(lists: Tables, place: str) -> Iterator[Problem]:
    """Yield what is wrong with lists of phrases that hurt; their names are the house's own."""
    for name, told in lists.items():
        where = join(place, step(name))
        if not isinstance(told, Mapping):
            yield _wrong_type(where, "a table with phrases")
            continue
        for key, value in told.items():
            at = join(where, step(key))
            if key not in HARMFUL:
                yield unknown(at, key, HARMFUL, "key")
            elif not isinstance(value, HARMFUL[key]):
                yield _wrong_type(at, _NOUNS[HARMFUL[key]])
            elif isinstance(value, list):
                yield from _texts(value, at)
            elif key == "severity" and value not in {*Severity}:
                yield unknown(at, str(value), {*Severity}, "severity")


def _names(text: str) -> Collection[str]:
    """Return the names a text of the language below may use; one that is no template, as a pattern, has none."""
    try:
        return names_in(text, "")
    except WordsError:
        return ()


def _is_pattern(section: str, key: str) -> bool:
    return section == CALENDAR and key not in {"and", *NAMES}


def _pattern(text: str, place: str) -> Iterator[Problem]:
    for letters in refused_fields(text):
        yield _problem(place, "pattern", f"no date is written with {letters!r}", 'as in "EEEE, MMMM d" or "HH:mm"')


def _countries(value: object) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(one, str) and country_code(one) is None for one in value):
        yield _wrong_type("regions", 'a list of country codes, as in ["GB", "IE"]')


def _texts(value: list[object], place: str) -> Iterator[Problem]:
    wrong = (index for index, one in enumerate(value) if not isinstance(one, str))
    yield from (_wrong_type(join(place, step(index)), "text") for index in wrong)


def _layers(table: object) -> Iterator[Tables]:
    """Yield a kind of note, then what narrows it: classes, variants and registers, however deep."""
    if isinstance(table, Mapping):
        yield table
        for key in NARROWING:
            for inner in _inner(table, key).values():
                yield from _layers(inner)


def _inner(table: object, key: str) -> Tables:
    found = table.get(key) if isinstance(table, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _of_a_call(table: Tables) -> set[str]:
    """Return the parts that each answer and each outcome of a call may have words for."""
    answers, outcomes = ([one for one in _list(table.get(key)) if isinstance(one, str)] for key in _OF_A_CALL)
    sides = {"they": answers, "say": answers, "note": [*answers, *outcomes]}
    return {f"{side}_{name}" for side, names in sides.items() for name in names}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _lists(value: object) -> list[list[object]]:
    return [one for one in value if isinstance(one, list)] if isinstance(value, list) else []


def _wrong_type(place: str, wants: str) -> Problem:
    return _problem(place, "wrong-type", f"wants {wants}", "")


def _problem(place: str, code: str, message: str, hint: str) -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)
