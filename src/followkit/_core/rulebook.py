"""Hold a policy compiled: every name resolved, every span parsed, so that planning walks no TOML."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import time
from typing import Any

from attrs import field, frozen

from followkit._core.freezing import as_dict
from followkit._core.hours import Hours
from followkit._core.places import Customs
from followkit._core.records import Condition
from followkit._core.timing import Season, Span
from followkit._core.vocabulary import ContactClass, Register

DEFAULT_HOUR = time(10)


@frozen(kw_only=True)
class Choice:
    """Hold a span that may depend on a fact (``by = "stage"``).

    Args:
        name: the value's name, or empty for a span written in the rule.
        by: the fact it depends on, or None.
        since: the date of the event that it counts from instead of the anchor (``respond_by``), or None.
        cases: case to span; ``other`` for all the rest.
    """

    name: str = ""
    by: str | None = None
    since: str | None = None
    cases: Mapping[str, Span] = field(converter=as_dict)

    def of(self, case: str | None) -> Span:
        """Return the span for *case*."""
        return self.cases.get(case or "other") or self.cases["other"]


@frozen(kw_only=True)
class Clause:
    """Hold one condition of a rule's ``when``.

    Args:
        condition: the record that answers.
        negated: whether it must not hold.
        parameter: what it is asked with, or None.
    """

    condition: Condition
    negated: bool = False
    parameter: Any = None


@frozen(kw_only=True)
class Either:
    """Hold alternatives of a rule's ``when``: one group must hold entirely."""

    groups: tuple[tuple[Clause, ...], ...]


@frozen(kw_only=True)
class Rule:
    """Hold one compiled rule; the words are those of the TOML.

    Args:
        id, slot, contact, note, variant: what it is for and which words it takes.
        adds, adds_if_missed, adds_if_unsent: parts it says besides, and the slot that must have expired unsent, or not
            have been sent, for that.
        to: audiences, the first that exists.
        after: the anchor.
        earliest, target, late_after, expires: spans from the anchor, or None.
        hour: local time of day for counted spans.
        when: what must hold.
        where: what facts must say, dotted name to the values that fit.
        channels: names or classes, the first that can be used.
        uninvited: classes of channels it may use although nobody invited them (CH-04).
        stagger_minutes: minutes between the notes to one round.
        rank: which of several rules for one slot wins.
        again: whether it comes after earlier contacts of its slot in the same silence.
        combine: whether notes for one recipient become one.
        lifts: names of guards it lifts.
        needs: names of facts its note cannot do without.
        optional: whether leaving it out is just as well.
        urgent: whether it goes before everything else that is due.
        if_unreachable: the rule that speaks when no channel reaches the recipient (TY-15).
        only_instead: whether it speaks only as such.
        result: ``note``, ``ask`` or ``mark``.
        question: the code to ask, for ``ask``.
        because, sources: why, and the rule ids behind it.
    """

    id: str
    slot: str
    contact: ContactClass
    note: str
    variant: str | None
    adds: tuple[str, ...]
    adds_if_missed: str | None
    adds_if_unsent: str | None
    to: tuple[str, ...]
    after: str
    earliest: Choice | None
    target: Choice
    late_after: Choice | None
    expires: Choice | None
    hour: time
    when: tuple[Clause | Either, ...]
    where: Mapping[str, tuple[str | int | bool, ...]] = field(converter=as_dict)
    channels: tuple[str, ...]
    uninvited: frozenset[str]
    stagger_minutes: int
    rank: int
    again: bool
    combine: bool
    lifts: frozenset[str]
    needs: tuple[str, ...]
    optional: bool
    urgent: bool
    if_unreachable: str | None
    only_instead: bool
    result: str
    question: str | None
    because: str
    sources: tuple[str, ...]


@frozen(kw_only=True)
class Limits:
    """Hold what the guards read.

    Args:
        per_silence: slot to how many contacts one silence takes (CI-08).
        in_all: slot to how many contacts one application takes.
        status_count, status_within: so many status contacts in so many business days, per employer.
        calls, calls_apart, voicemails: so many calls, so many business days apart, and so many messages left (CH-04).
    """

    per_silence: Mapping[str, int] = field(converter=as_dict)
    in_all: Mapping[str, int] = field(converter=as_dict)
    status_count: int
    status_within: Span
    calls: int
    calls_apart: Span
    voicemails: int


@frozen(kw_only=True)
class Rulebook:
    """Hold a compiled policy.

    Args:
        name: the policy's name.
        layers: the layers' names, base first.
        rules: in an order of their own.
        hours, hard_hours: channel class to weekly windows; hard hours bind whatever a rule lifts.
        contact_hours: contact class to weekly windows that bind besides those of the channel (CH-14).
        invited_only: the classes of channels that must be invited (CH-04, CH-07).
        named_only: the channels that a rule must ask for by name, and not by class (CH-07, CH-10).
        allowed: the channels that may be used at all, or None for any.
        forms: channel to the forms of it that go before it.
        seasons: when everything takes longer.
        register: the tone of notes to people who have none of their own (NC-20).
        limits, customs: what guards and situations read.
        told_by: value name to the (layer, value) pairs that set it.
        multiplied: value name to the layer that multiplied it, and by how much; its last pair is the product.
        digest: changes whenever anything above does.
    """

    name: str
    layers: tuple[str, ...]
    rules: tuple[Rule, ...] = field(repr=False)
    hours: Mapping[str, Hours] = field(converter=as_dict, repr=False)
    hard_hours: Mapping[str, Hours] = field(converter=as_dict, repr=False)
    contact_hours: Mapping[str, Hours] = field(converter=as_dict, repr=False)
    invited_only: frozenset[str] = frozenset()
    named_only: frozenset[str] = frozenset()
    allowed: frozenset[str] | None = None
    forms: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=as_dict)
    seasons: tuple[Season, ...] = ()
    register: Register = Register.WARM
    limits: Limits = field(repr=False)
    customs: Customs = field(repr=False)
    told_by: Mapping[str, tuple[tuple[str, Any], ...]] = field(converter=as_dict, repr=False)
    multiplied: Mapping[str, tuple[str, float]] = field(factory=dict, converter=as_dict, repr=False)
    digest: str

    def explain(self, name: str) -> str:
        """Return which layer set a value, what multiplied it, and what the layers below had said.

        Args:
            name: the value's dotted name (``check-in.after-promised-date``).

        Raises:
            KeyError: when no layer sets it.
        """
        *below, (layer, value) = self.told_by[name]
        how = f", set by {layer}"
        if name in self.multiplied:
            *below, (standing, before) = below
            how = f": {before} ({standing}) × {self.multiplied[name][1]:g} ({layer})"
        earlier = "".join(f"; {other} had {said}" for other, said in reversed(below))
        return f"{name} = {value}{how}{earlier}"


def digest_of(tables: Mapping[str, Any], told_by: Mapping[str, Any]) -> str:
    """Return the digest of merged tables."""
    text = json.dumps([tables, {name: pairs[-1] for name, pairs in told_by.items()}], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
