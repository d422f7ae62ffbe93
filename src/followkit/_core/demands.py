"""Read from the words of a kind of note what such a note cannot do without, whoever writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from attrs import frozen

from followkit._core.phrasing import unknown_in


@frozen(kw_only=True)
class Demands:
    """Hold what a note of one kind cannot do without.

    Args:
        parts: the names of its parts, in order, without those that may be left out.
        facts: the names of the facts that every phrasing of those parts states.
        subject: the names of the facts that every subject states.
    """

    parts: tuple[str, ...] = ()
    facts: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()


def demands(words: Mapping[str, Any]) -> Demands:
    """Return what a note with these words cannot do without: a house that words a kind otherwise asks for otherwise.

    Args:
        words: those of one kind, narrowed to class, register and variant.

    Raises:
        WordsError: for a template that cannot be read.

    >>> told = {"paragraphs": [["thanks", "more"]], "optional": ["more"], "thanks": ["Thanks for {{ point }}."]}
    >>> demands(told)
    Demands(parts=('thanks',), facts=frozenset({'point'}), subject=frozenset())
    """
    optional = words.get("optional", ())
    names = [name for names in words.get("paragraphs", ()) for name in names]
    parts = tuple(dict.fromkeys(name for name in names if name not in optional))
    stated = [_always(words.get(name, ()), name) for name in parts]
    return Demands(parts=parts, facts=frozenset().union(*stated), subject=_always(words.get("subject", ()), "subject"))


def _always(phrasings: str | Iterable[str], place: str) -> frozenset[str]:
    """Return the facts that every phrasing needs."""
    told = [phrasings] if isinstance(phrasings, str) else list(phrasings)
    needed = [frozenset(unknown_in(template, {}, place)) for template in told]
    return reduce(frozenset.intersection, needed) if needed else frozenset()
