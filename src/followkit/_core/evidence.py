"""Hold what a rule stands on: the advice, how sure it is, who says so, and who says otherwise."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from attrs import evolve, field, frozen

from followkit._core.errors import UnknownEvidence
from followkit._core.freezing import as_tuple


@frozen(kw_only=True)
class Evidence:
    """Hold one piece of advice.

    Args:
        id: what rules call it under ``sources`` (``CI-02``).
        says: the advice, in one sentence.
        sure: what kind of voice says so: ``survey``, ``expert``, ``common``, ``house`` (our own judgement).
        range: how far the advice goes apart, or None where there is nothing to measure.
        sources: who says so, named shortly.
        dissent: who says otherwise, and what; or None.
        lives: where it is kept, as ``rule check-in-after-date`` or ``guard caps``.
    """

    id: str
    says: str = field(repr=False)
    sure: tuple[str, ...] = field(converter=as_tuple)
    range: str | None = None
    sources: tuple[str, ...] = field(converter=as_tuple)
    dissent: str | None = None
    lives: tuple[str, ...] = field(default=(), converter=as_tuple)


def read_evidence(text: str) -> dict[str, Evidence]:
    """Return the advice that a TOML text holds, by id.

    >>> read_evidence('CI-02 = { says = "Ask.", sure = ["expert"], sources = ["HBR"] }')["CI-02"].sure
    ('expert',)
    """
    return {id: Evidence(id=id, **table) for id, table in tomllib.loads(text).items()}


def looked_up(id: str, known: Mapping[str, Evidence], rules: Iterable[tuple[str, Collection[str]]]) -> Evidence:
    """Return one piece of advice, kept in the rules that name it and wherever else it says.

    Args:
        id: which.
        known: all there is, by id.
        rules: the id of each rule, and the ids of the advice it names.

    Raises:
        UnknownEvidence: when nothing is called so; the message names what is nearest.
    """
    if id not in known:
        near = get_close_matches(id[:20].upper(), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise UnknownEvidence(f"no advice is called {id[:20]!r} ({hint})", id=id)
    named = sorted({f"rule {rule}" for rule, sources in rules if id in sources})
    return evolve(known[id], lives=(*named, *known[id].lives))
