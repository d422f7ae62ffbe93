"""Choose the words of one kind of note, and what people are called in it: by class of channel, variant and register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from followkit._core.errors import WordsError
from followkit._core.phrasing import Lexicon
from followkit._core.vocabulary import Register

_REGISTERS = {
    Register.FORMAL: (Register.FORMAL,),
    Register.WARM: (Register.WARM,),
    Register.FAMILIAR: (Register.WARM, Register.FAMILIAR),
}
"""The tables each register takes, the last one speaking last."""
_CALLED = {
    Register.FORMAL: ("address_as", "name", "given_name"),
    Register.WARM: ("address_as", "given_name", "name"),
    Register.FAMILIAR: ("address_as", "given_name", "name"),
}
"""What people are called, the first of it that is known (D-12): first names are not for everybody."""
NARROWING = ("classes", "variants", "registers")


def words_for(
    lexicon: Lexicon, kind: str, channel_class: str, variant: str | None, register: Register = Register.WARM
) -> Mapping[str, Any]:
    r"""Return the words of one kind of note, narrowed key by key: letter, kind, variant; each by class, then register.

    Raises:
        WordsError: when the language has no such kind, or the kind no such variant.

    >>> text = '[thank-you]\nparagraphs = [["thanks"]]\nthanks = "Thanks."\nclasses.spoken.thanks = "Thank you!"'
    >>> words_for(Lexicon.parse(text, "example"), "thank-you", "spoken", None)["thanks"]
    'Thank you!'
    """
    table = lexicon.tables.get(kind)
    if not isinstance(table, Mapping) or "paragraphs" not in table:
        raise WordsError(f"the language has no words for a {kind} note", place=kind)
    variants = table.get("variants", {})
    if variant is not None and variant not in variants:
        raise WordsError(f"the language has no such {kind} note", place=f"{kind}.variants.{variant}")
    tables = (lexicon.tables.get("letter", {}), table, variants[variant] if variant is not None else {})
    layers = [layer for one in tables for layer in _narrowed(one, channel_class, register)]
    return {key: value for layer in layers for key, value in layer.items() if key not in NARROWING}


def further(words: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names of the parts of a note's further texts: those it lists, and those of a conversation.

    Of each of its ``answers`` the words tell what they say, what to say to it and what to note down (``they_busy``,
    ``say_busy``, ``note_busy``), as far as there are words for it; of each of its ``outcomes`` what to note down.

    Args:
        words: those of one kind, narrowed to class, register and variant.

    >>> further({"answers": ["busy"], "they_busy": "Not now.", "note_busy": "snoozed", "extra": {"voicemail": ["me"]}})
    {'voicemail': ['me'], 'answers': ['they_busy', 'note_busy']}
    """
    asked = [f"{side}_{name}" for name in words.get("answers", ()) for side in ("they", "say", "note")]
    after = [f"note_{name}" for name in words.get("outcomes", ())]
    told = {"answers": [part for part in asked if part in words], "outcomes": [part for part in after if part in words]}
    return {**words.get("extra", {}), **{name: parts for name, parts in told.items() if parts}}


def kinds(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    r"""Return every kind of note the language has words for, with its variants.

    >>> kinds(Lexicon.parse('[thank-you]\nparagraphs = [["thanks"]]\nvariants.short.thanks = "Thanks."', "example"))
    {'thank-you': ('short',)}
    """
    tables = {name: table for name, table in lexicon.tables.items() if isinstance(table, Mapping)}
    return {name: tuple(table.get("variants", ())) for name, table in tables.items() if "paragraphs" in table}


def called(names: Mapping[str, str], register: Register) -> str | None:
    """Return what somebody is called in a note of this tone; None when no name of theirs is known.

    >>> called({"name": "Priya Raman", "given_name": "Priya"}, Register.FORMAL)
    'Priya Raman'
    """
    return next((names[key] for key in _CALLED[register] if key in names), None)


def _narrowed(table: Mapping[str, Any], channel_class: str, register: Register) -> Iterator[Mapping[str, Any]]:
    """Yield a table, then what it says for the class of channel, then what it says for the register."""
    yield table
    yield _inner(table, "classes", channel_class)
    for name in _REGISTERS[register]:
        own = _inner(table, "registers", name)
        yield own
        yield _inner(own, "classes", channel_class)


def _inner(table: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = table.get(key, {}).get(name, {})
    return found


def named(values: Mapping[str, Any], register: Register) -> dict[str, Any]:
    """Return the lists of names; where somebody's is not known there is no list, and the name is asked for."""
    others = values.get("about", ())
    full = [person.get("name") or called(person, register) for person in others]
    greeted = [called(person, register) for person in (*((values["to"],) if "to" in values else ()), *others)]
    found = {"about_names": full, "everyone": greeted}
    return {name: names for name, names in found.items() if names and all(names)}
