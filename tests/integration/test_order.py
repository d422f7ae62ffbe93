"""The order in which plugins, their records and their wishes come makes no difference to anything.

Eight plugins, one for each hook and more where two could be told apart, and as many records added by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit._core.records import Record
from followkit._core.vocabulary import Consent
from followkit._plugins.loading import HOOKS
from tests.integration.test_toy_plugin import PAGER
from tests.rulebook.dana import PRIYA, SAM, application, at

NOW = at("2025-06-05 17:30")
PAGED = attrs.evolve(SAM, addresses={"pager": "7-42"}, contact=fk.Contact(channels={"pager": Consent.INVITED}))
FACTS = application(people=[PRIYA, PAGED])
RULE = """
extends = "international"
applies = {{ country = "US" }}
[rules.{name}]
slot = "{name}"
contact = "courtesy"
note = "thank-you"
to = "each-interviewer"
after = "round-end"
target = "{span}"
channels = ["short", "written"]
when = ["{name}"]
because = "somebody likes it"
"""


def delaying(name: str, until: str) -> fk.Guard:
    def judge(proposal: object) -> fk.Verdict:
        return fk.Verdict(not_before=at(until), reason=fk.Reason(code=name))

    return fk.Guard(name=name, judge=judge, strength=50)


def finding(code: str) -> fk.Check:
    def examine(reading: Any) -> list[fk.Finding]:
        return [reading.lacks(code, fk.Severity.WARNING)]

    return fk.Check(code=code, examine=examine)


def of(name: str, until: str, span: str, closing: str) -> dict[str, tuple[Record, ...]]:
    """Return records for every hook, of which each changes something that can be seen."""
    return {
        "followkit_adapters": (
            fk.Adapter(name=f"{name}-adapter", read=lambda payload, facts: fk.Imported(application=facts)),
        ),
        "followkit_channels": (attrs.evolve(PAGER, name=f"{name}-pager"), attrs.evolve(PAGER, name=f"{name}-telex")),
        "followkit_checks": (finding(f"{name}-b"), finding(f"{name}-a")),
        "followkit_conditions": (fk.Condition(name=name, holds=lambda *given: fk.Holds(yes=True)),),
        "followkit_guards": (delaying(f"{name}-late", until), delaying(f"{name}-later", until)),
        "followkit_languages": (
            fk.Language(tag="en", text=f'[letter]\nclosing = "{closing},"', overrides=True),
            fk.Language(tag="en", text=f'[letter]\nclosing = "{closing} again,"', overrides=True),
        ),
        "followkit_policies": (fk.Policy(name=name, text=RULE.format(name=name, span=span)),),
        "followkit_senders": (
            fk.Sender(name=f"{name}-sender", carries=["email"], send=lambda message: fk.Receipt(id=name)),
        ),
    }


FIRST = of("first", "2025-06-06 09:00", "1 business day", "Yours")
SECOND = of("second", "2025-06-06 11:00", "2 business days", "Sincerely")
ADDED = [
    record for records in of("added", "2025-06-06 10:00", "3 business days", "Best").values() for record in records
]


def plugins(marks: Sequence[dict[str, bool]], *, backwards: bool = False) -> list[object]:
    """Return a plugin for each hook of both; each may wish to be first or last, and list its records backwards."""
    wishes = iter(marks)
    return [
        SimpleNamespace(
            name=f"{name}-{hook}", **{hook: bringing(records[hook][:: -1 if backwards else 1], **next(wishes))}
        )
        for name, records in (("first", FIRST), ("second", SECOND))
        for hook in HOOKS
    ]


def bringing(records: Iterable[Record], **wish: bool) -> Any:
    return fk.hookimpl(lambda: records, **wish)  # type: ignore[call-overload]


def everything(kit: fk.Kit) -> tuple[object, ...]:
    plan = kit.plan(FACTS, now=NOW)
    told = []
    for one in (*plan.follow_ups, *plan.ahead):
        note = kit.write(one, FACTS)
        message = kit.compose(note, one, FACTS)
        told.append((note, message, kit.drafts(message), kit.review([note], FACTS, [one])))
    return (kit.plugins, plan, plan.basis, plan.explain(FACTS), kit.rulebook("first").digest, told)


@cache
def in_order() -> tuple[object, ...]:
    return everything(fk.Kit(plugins=plugins([{}] * 16), add=ADDED))


def test_what_could_be_told_apart_is_there_to_be_told():
    reports, plan, _, explained, _, told = in_order()

    assert len({given for one in reports for given in one.provides}) > 60  # type: ignore[attr-defined]
    assert {one.rule for one in plan.follow_ups} >= {"first", "second", "added"}  # type: ignore[attr-defined]
    assert "added-later" in repr(plan.decisions)  # type: ignore[attr-defined]
    assert {"first-a", "second-b", "added-a"} <= {one.code for *_, found in told for one in found}  # type: ignore[attr-defined]
    assert explained


MARKS = st.sampled_from([{}, {"tryfirst": True}, {"trylast": True}, {"tryfirst": True, "trylast": True}])


@settings(max_examples=max(20, settings().max_examples // 5))
@given(
    order=st.permutations(range(16)),
    added=st.permutations(range(len(ADDED))),
    marks=st.lists(MARKS, min_size=16, max_size=16),
    backwards=st.booleans(),
)
def test_no_order_and_no_wish_to_be_first_or_last_changes_anything(order, added, marks, backwards):
    given = plugins(marks, backwards=backwards)
    kit = fk.Kit(plugins=[given[index] for index in order], add=[ADDED[index] for index in added])

    assert everything(kit) == in_order()
