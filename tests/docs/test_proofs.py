"""Every advice is kept where it says, and everything there is to prove has a proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

import followkit as fk
from followkit._builtin import followkit_policies
from followkit._core.audiences import AUDIENCES
from followkit._core.events import KINDS
from followkit._core.policy_keys import SECTIONS, Table
from followkit._interchange.keys import TOP
from followkit.errors import UnknownChannel
from tests.docs.proofs import SEMANTICS, declared, of, proofs

KIT = fk.Kit()
POLICIES = {policy.name for policy in followkit_policies()}
BOOKS = [KIT.rulebook(name) for name in sorted(POLICIES)]
FOUND = proofs()
NEVER_USED = re.compile(r"\b(97|84|68|76|57|31)\s?(%|percent)|offer likelihood|24 business days|worldmetrics|smartsms")
"""The figures that nobody could trace (and outlets that made some up); no advice may stand on them."""


def keys(*path: str) -> set[str]:
    """Return what may stand in one table of a policy."""
    table = SECTIONS
    for name in path:
        inner = table.keys[name]
        assert isinstance(inner, Table)
        table = inner
    return set(table.keys)


def said(tables: Mapping[str, object], name: str) -> bool:
    """Tell whether the words have a kind, or a part of one."""
    found: object = tables
    for key in name.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return False
        found = found[key]
    return True


def reaches(name: str) -> bool:
    try:
        return name.startswith("as-") or bool(KIT.channel(name))
    except UnknownChannel:
        return False


FREE = ("time:", "bad-input:")
"""What scenarios may be about besides, under any name."""

HOMES: Mapping[str, Callable[[str], bool]] = {
    "rule": lambda name: any(rule.id == name for book in BOOKS for rule in book.rules),
    "value": lambda name: any(told == name or told.startswith(f"{name}.") for told in BOOKS[0].told_by),
    "guard": lambda name: f"guard:{name}" in KIT.plugins[0].provides,
    "condition": lambda name: f"condition:{name}" in KIT.plugins[0].provides,
    "question": lambda name: name in KIT.lexicon("en").tables["questions"],
    "words": lambda name: said(KIT.lexicon("en").tables, name),
    "slot": lambda name: any(rule.slot == name for book in BOOKS for rule in book.rules),
    "audience": lambda name: name in AUDIENCES or any(name in policy.text for policy in followkit_policies()),
    "channel": reaches,
    "event": lambda name: name in KINDS,
    "fact": lambda name: name in TOP,
    "layer": lambda name: name in POLICIES,
    "limit": lambda name: name in keys("limits"),
    "gate": lambda name: name in keys("gates"),
    "hours": lambda name: any(name in {*book.hours, *book.contact_hours} for book in BOOKS),
    "promises": lambda name: not name,
    "season": lambda name: any(name == season.name for book in BOOKS for season in book.seasons),
}
"""What kind of place an advice can be kept in, and whether there is one of a name."""


def test_every_source_of_a_rule_is_told():
    cited = {id for book in BOOKS for rule in book.rules for id in rule.sources}

    assert cited - set(KIT.evidence_ids) == set()


@pytest.mark.parametrize("id", KIT.evidence_ids)
def test_an_advice_is_whole_and_kept_where_it_says(id):
    advice = KIT.evidence(id)

    assert advice.says.endswith(".")
    assert advice.sources
    assert advice.sure
    assert set(advice.sure) <= {"survey", "expert", "common", "house"}
    assert advice.lives, "it is kept nowhere"
    homes = [where.partition(" ")[::2] for where in advice.lives]
    assert [f"{kind} {name}" for kind, name in homes if not HOMES[kind](name)] == []
    assert len(set(homes)) == len(homes)


def test_no_advice_stands_on_a_figure_that_nobody_could_trace():
    told = " ".join(str(KIT.evidence(id)) for id in KIT.evidence_ids)

    assert NEVER_USED.search(told) is None
    assert NEVER_USED.search("used by 97% of all")


def test_a_proof_proves_something_there_is():
    known = {*KIT.evidence_ids, *(f"layer:{name}" for name in POLICIES), *(f"semantics:{name}" for name in SEMANTICS)}
    named = {id for proof in FOUND for id in proof.proves}

    assert {id for id in named - known if not id.startswith(FREE)} == set()


def test_everything_there_is_to_prove_has_a_proof():
    layers = [f"layer:{name}" for name in sorted(POLICIES)]
    answers = [f"semantics:{name}" for name in SEMANTICS]

    assert [id for id in (*KIT.evidence_ids, *layers, *answers) if not of(id, FOUND)] == []


def test_a_test_declares_what_it_proves_and_is_there():
    text = 'PROVES = {"test_one": ["CH-09"]}\n\ndef test_one(): ...\n'
    (proof,) = declared(text, "tests/test_x.py")
    assert (proof.proves, proof.name, of("CH-09", (proof,))) == (("CH-09",), "test_one", [proof])

    with pytest.raises(AssertionError, match="which is no test here"):
        list(declared(text.replace("def test_one", "def test_two"), "tests/test_x.py"))
