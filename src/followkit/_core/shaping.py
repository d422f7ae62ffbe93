"""Give what people type the shape its sentence needs, and say where it has another one.

A note takes some facts as noun phrases ("taking billing off the nightly cron") and some as whole sentences. People type
both as they come: with a capital, a stop, quotes around. Only what stands around the words is changed, never a word
inside, and which words may begin small is the language's own list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

from attrs import field, frozen

PHRASES = frozenset({"point", "concern", "need", "pledge", "item"})
"""Facts that are noun phrases: they complete a sentence."""
SENTENCES = frozenset({"strength", "reassurance", "forgot", "better_answer"})
"""Facts that are whole sentences."""

_PAIRS = ('""', "''", "“”", "\u2018\u2019", "„“", "\u201a\u2018", "«»", "»«", "\u2039\u203a", "「」")
_QUOTES = {pair[0]: pair[1] for pair in _PAIRS}
"""Opening marks and the closing ones that belong to them."""
_BEFORE = re.compile(r"(?:[-–—*•·]\s+|…\s*|\.{2,}\s*)+")
_AFTER = ",;:…،؛、\uff1b\uff1a"
_STOPS = ".!?。؟\uff01\uff1f"
_OPENING = "([" + "".join(_QUOTES)
_DOTTED = re.compile(r"(?:\w\.){2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?,?")  # and no name such as acme.example
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“]*“")
_FEWEST_WORDS = 4  # of a sentence that tells something


@frozen(kw_only=True)
class Shapes:
    """Hold what a language says of the shapes of facts.

    Args:
        lowered: words that begin small inside a sentence, also where somebody typed them with a capital.
        abbreviations: words whose stop is their own.
        sentence_openings: how a sentence begins, and a noun phrase does not.
        fragment_openings: how a list of qualities begins, and a sentence does not.
    """

    lowered: frozenset[str] = field(default=frozenset(), converter=frozenset)
    abbreviations: frozenset[str] = field(default=frozenset(), converter=frozenset)
    sentence_openings: frozenset[str] = field(default=frozenset(), converter=frozenset)
    fragment_openings: frozenset[str] = field(default=frozenset(), converter=frozenset)

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> Shapes:
        """Return what the words of a language say: ``[letter]`` and ``[shapes]``."""
        letter, shapes = tables.get("letter", {}), tables.get("shapes", {})
        return cls(
            lowered=letter.get("lowered", ()),
            abbreviations=letter.get("abbreviations", ()),
            sentence_openings=shapes.get("sentence-openings", ()),
            fragment_openings=shapes.get("fragment-openings", ()),
        )


def shaped(facts: Mapping[str, Any], shapes: Shapes) -> dict[str, Any]:
    """Return facts by name, with those that a sentence takes in their shape.

    >>> shaped({"point": "The nightly cron.", "position": "Editor."}, Shapes(lowered=["the"]))
    {'point': 'the nightly cron', 'position': 'Editor.'}
    """
    found = dict(facts)
    for name, value in facts.items():
        shape = _shape(name, facts)
        found[name] = shape(value, shapes) if shape else value
    if "points_by_person" in found:
        points = found["points_by_person"]
        found["points_by_person"] = [{**one, "point": noun_phrase(one["point"], shapes)} for one in points]
    return found


def noun_phrase(text: str, shapes: Shapes) -> str:
    """Return a noun phrase as it stands inside a sentence: no quotes around it, no stop after it, beginning small.

    >>> noun_phrase("“Your on-call rota, holidays, etc.”", Shapes(lowered=["your"], abbreviations=["etc."]))
    'your on-call rota, holidays, etc.'
    """
    bare = _bare(text, lambda kept: _without_stop(kept, shapes))
    first = bare.partition(" ")[0]
    is_capitalised = first[:1].isupper() and not any(letter.isupper() for letter in first[1:])
    return first.lower() + bare[len(first) :] if is_capitalised and first.lower() in shapes.lowered else bare


def sentence(text: str, shapes: Shapes) -> str:
    """Return a whole sentence with a capital and at most one stop; a missing stop is added by the words around it.

    >>> sentence("at Northwind I moved invoicing to a queue...", Shapes())
    'At Northwind I moved invoicing to a queue'
    """
    bare = _bare(text, lambda kept: _with_one_stop(kept, shapes))
    first, large = bare.partition(" ")[0], bare[:1].upper()
    return large + bare[1:] if first.islower() and _WORD.fullmatch(first) and len(large) == 1 else bare


def shape_problems(facts: Mapping[str, Any], shapes: Shapes) -> tuple[tuple[str, str], ...]:
    """Return the facts that have not the shape their sentence needs, each with its code.

    Only what is plain to see counts: how the text begins, a question, a sentence that ends inside it, or too few words
    for one.

    >>> shape_problems({"point": "We talked about queues", "strength": "SQL"}, Shapes(sentence_openings=["we"]))
    (('point', 'point-is-a-sentence'), ('strength', 'strength-is-no-sentence'))
    """
    texts = [(name, value) for name, value in facts.items() if isinstance(value, str)]
    texts += [("point", one["point"]) for one in facts.get("points_by_person", ()) if "point" not in facts]
    found = ((name, _problem(name, text, facts, shapes)) for name, text in texts)
    return tuple(dict.fromkeys((name, code) for name, code in found if code))


# Around the words ---------------------------------------------------------------------------------------------------


def _shape(name: str, facts: Mapping[str, Any]) -> Callable[[str, Shapes], str] | None:
    """Return what shapes a fact; what came to mind is a sentence, also as the item of a note of its own."""
    if name in SENTENCES or (name == "item" and facts.get("item") in {facts.get("forgot"), facts.get("better_answer")}):
        return sentence
    return noun_phrase if name in PHRASES else None


def _bare(text: str, cut: Callable[[str], str]) -> str:
    """Take away what stands around the words until nothing more does; what would be nothing then stays as it is."""
    kept = " ".join(text.split())
    while True:
        less = cut(_BEFORE.sub("", kept, count=1) if _BEFORE.match(kept) else kept)
        less = _unquoted(less).strip()
        if not less or less == kept:
            return kept
        kept = less


def _unquoted(text: str) -> str:
    """Take a pair of quotes off that holds the whole text, and no part of it."""
    closing = _QUOTES.get(text[:1])
    inside = text[1:-1]
    return inside if closing and text.endswith(closing) and not {text[0], closing} & set(inside) else text


def _without_stop(text: str, shapes: Shapes) -> str:
    kept = text
    while kept and kept[-1] in _STOPS + _AFTER and not _is_abbreviation(kept, shapes):
        kept = kept[:-1].rstrip()
    return kept


def _with_one_stop(text: str, shapes: Shapes) -> str:
    kept = text.rstrip(_AFTER).rstrip()
    stops = kept[len(kept.rstrip(_STOPS)) :]
    body = kept[: len(kept) - len(stops)].rstrip()
    if len(stops) < 2 or _is_abbreviation(kept, shapes):
        return body + stops
    mark = next((mark for mark in stops if mark not in ".。"), "")
    return body + "." if _is_abbreviation(body + ".", shapes) else body + mark


def _is_abbreviation(text: str, shapes: Shapes) -> bool:
    last = text.rpartition(" ")[2].lstrip(_OPENING)
    return last in shapes.abbreviations or _DOTTED.fullmatch(last) is not None


# A wrong shape ------------------------------------------------------------------------------------------------------


def _problem(name: str, text: str, facts: Mapping[str, Any], shapes: Shapes) -> str | None:
    shape = _shape(name, facts)
    asks = _bare(text, str.strip).endswith("?")
    if shape is noun_phrase and (asks or _begins(text, shapes.sentence_openings) or _ends_inside(text, shapes)):
        return f"{name.replace('_', '-')}-is-a-sentence"
    if shape is sentence and (len(text.split()) < _FEWEST_WORDS or _begins(text, shapes.fragment_openings)):
        return f"{name.replace('_', '-')}-is-no-sentence"
    return None


def _begins(text: str, openings: Iterable[str]) -> bool:
    words = _bare(text, str.strip).casefold().replace("’", "'").split()
    return any(words[: len(opening.split())] == opening.casefold().split() for opening in openings)


def _ends_inside(text: str, shapes: Shapes) -> bool:
    """Tell whether a sentence ends before the text does: a stop of no abbreviation, with a capital after it."""
    words = _QUOTED.sub("…", text).split()
    return any(
        word[-1] in ".?" and not _is_abbreviation(word, shapes) and len(word) > 2 and after[0].isupper()
        for word, after in pairwise(words)
    )
