"""Take a text that somebody wrote for a note: its subject, greeting, paragraphs and sign-off, by how letters look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from followkit._core.decisions import FollowUp
from followkit._core.errors import WordsError
from followkit._core.notes import Note, Part
from followkit._core.phrasing import Lexicon
from followkit._core.reading import PAPER, SPOKEN, folded
from followkit._core.vocabulary import Register

MOST_CHARACTERS = 20_000
"""More than ten times the longest note; whoever pastes more has pasted something else."""
_SHORT_LINE = 80
_ENDS_GREETING = (",", ":", "!", "،", "\uff0c")
_SIGN_OFF_LINES = 6
_HEAD_BLOCKS = 6


def note_from(
    text: str,
    *,
    follow_up: FollowUp,
    lexicon: Lexicon,
    register: Register,
    names: Sequence[str],
    facts: Mapping[str, Any],
    subject: str = "",
) -> Note:
    """Return a text as a note: paragraphs are what empty lines divide, each one part.

    Args:
        text: as somebody wrote it; a first line ``Subject: …`` gives the subject.
        follow_up: what it is for.
        lexicon, register: how it is to be written.
        names: what the candidate signs with.
        facts: what a note may state, to say of each paragraph what it stands on.
        subject: the subject of a text that has none.

    Raises:
        WordsError: when there is nothing in it, or more than anybody would send.
    """
    if len(text) > MOST_CHARACTERS:
        raise WordsError(f"more than {MOST_CHARACTERS:,} characters; a note has fewer", place=follow_up.handle)
    given, blocks = _opened(_blocks(text), lexicon)
    if follow_up.channel_class == PAPER:
        given, blocks = _below_head(given, blocks)
    salutation, blocks = _greeting(blocks) if follow_up.channel_class != SPOKEN else ("", blocks)
    (closing, signature), blocks = _sign_off(blocks, names)
    if not blocks:
        raise WordsError("there is no text between greeting and sign-off", place=follow_up.handle)
    return Note(
        handle=follow_up.handle,
        key=follow_up.key,
        kind=follow_up.note,
        language=lexicon.tag,
        register=register,
        recipient=follow_up.recipient,
        subject=given or subject,
        salutation=salutation,
        paragraphs=tuple(
            (Part(name=f"paragraph-{number}", text=block, uses=tuple(_uses(block, facts))),)
            for number, block in enumerate(blocks, start=1)
        ),
        closing=closing,
        signature=signature,
    )


def _blocks(text: str) -> list[str]:
    """Return what empty lines divide, down to a line of two hyphens, below which nothing belongs to the note."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    above = re.split(r"(?m)^--[ \t]*$", plain, maxsplit=1)[0]
    return [block.strip() for block in re.split(r"\n[ \t]*\n", above) if block.strip()]


def _opened(blocks: list[str], lexicon: Lexicon) -> tuple[str, list[str]]:
    """Take the subject off: a first line that says it is one, in English or the language of the note."""
    words = {"subject", *map(str.lower, lexicon.tables.get("proofreading", {}).get("subject", ()))}
    first, _, rest = (blocks or [""])[0].partition("\n")
    word, mark, subject = first.partition(":")
    if not mark or word.strip().lower() not in words:
        return "", blocks
    return subject.strip(), [*([rest.strip()] if rest.strip() else []), *blocks[1:]]


def _below_head(subject: str, blocks: list[str]) -> tuple[str, list[str]]:
    """Take the head of a letter off: addresses, the day, and the subject that stands right above the greeting."""
    greeting = next((at for at, block in enumerate(blocks[:_HEAD_BLOCKS]) if block.endswith(_ENDS_GREETING)), 0)
    above = blocks[greeting - 1] if greeting else ""
    return subject or (above if "\n" not in above else ""), blocks[greeting:]


def _greeting(blocks: list[str]) -> tuple[str, list[str]]:
    """Take the greeting off: a short first line that ends like one."""
    first, _, rest = (blocks or [""])[0].partition("\n")
    if len(first) > _SHORT_LINE or not first.rstrip().endswith(_ENDS_GREETING) or not (rest or blocks[1:]):
        return "", blocks
    return first.strip(), [*([rest.strip()] if rest.strip() else []), *blocks[1:]]


def _sign_off(blocks: list[str], names: Sequence[str]) -> tuple[tuple[str, str], list[str]]:
    """Take the sign-off off: short last lines among which the candidate's name stands, or the first ends in a comma.

    A closing that stands alone before the name belongs to it.
    """
    lines = blocks[-1].splitlines() if blocks else []
    signed = next((at for at, line in enumerate(lines) if folded(line.strip()) in map(folded, names)), None)
    is_short = len(lines) <= _SIGN_OFF_LINES and all(len(line) <= _SHORT_LINE for line in lines)
    if not is_short or len(blocks) < 2 or (signed is None and not lines[0].rstrip().endswith(",")):
        return ("", ""), blocks
    signed = 1 if signed is None else signed
    closing, signature, rest = "\n".join(lines[:signed]), "\n".join(lines[signed:]), blocks[:-1]
    if not closing and len(rest) > 1 and _is_closing(rest[-1]):
        closing, rest = rest[-1], rest[:-1]
    return (closing, signature), rest


def _is_closing(block: str) -> bool:
    return "\n" not in block and len(block.split()) <= _SIGN_OFF_LINES and not block.endswith((".", "?"))


def _uses(text: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the facts whose words stand in a text."""
    for name, value in facts.items():
        if any(said in folded(text) for said in map(folded, _said(value))):
            yield name


def _said(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [said for inner in value.values() for said in _said(inner)]
    if isinstance(value, (list, tuple)):
        return [said for inner in value for said in _said(inner)]
    return [value.rstrip(".")] if isinstance(value, str) and value.rstrip(".") else []
