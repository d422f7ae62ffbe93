"""Which tone a note is written in: the person's own, as they sign, else what the country and the sector are used to."""

from __future__ import annotations

import attrs
import pytest

import followkit as fk
from followkit import Register
from followkit._core.errors import InvalidFacts, InvalidPolicy
from tests.core.test_layers import facts
from tests.rulebook.dana import KIT, PRIYA, plan


def register(told: fk.Application, kit: fk.Kit = KIT) -> Register:
    """Return the tone of the thank-you to Priya."""
    (follow_up,) = (one for one in plan(told, "2025-06-05 16:30", kit=kit).follow_ups if one.slot == "thank-you")
    return kit.write(follow_up, told).register


def known_as(told: fk.Application, word: str) -> fk.Application:
    return attrs.evolve(told, people=[attrs.evolve(PRIYA, register=word)])


@pytest.mark.parametrize(
    ("country", "sectors", "expected"),
    [
        ("US", (), "warm"),
        ("GB", (), "warm"),
        ("PL", (), "warm"),
        ("DE", (), "formal"),
        ("AT", (), "formal"),
        ("CH", (), "formal"),
        ("FR", (), "formal"),
        ("NL", (), "formal"),
        ("JP", (), "formal"),
        ("KR", (), "formal"),
        ("US", ("academia",), "formal"),
        ("US", ("law",), "formal"),
        ("US", ("government",), "formal"),
        ("US", ("executive",), "formal"),
        ("US", ("residency",), "formal"),
        ("DE", ("tech",), "warm"),
        ("DE", ("sales",), "warm"),
        ("DE", ("retail",), "warm"),
        ("US", ("tech", "government"), "warm"),  # the sector that is named first speaks last
    ],
)
def test_the_tone_is_what_the_country_and_then_the_sector_are_used_to(country, sectors, expected):
    assert KIT.policy_for(facts(country, sectors=sectors)).register is Register(expected)


def test_how_somebody_signs_comes_before_every_custom():
    formal, warm = facts("US", sectors=("government",)), facts("US")

    assert (register(formal), register(warm)) == (Register.FORMAL, Register.WARM)
    assert register(known_as(formal, "familiar")) is Register.FAMILIAR
    assert register(known_as(warm, "formal")) is Register.FORMAL


def test_a_person_may_set_the_tone_by_hand_and_one_application_its_own():
    ours = facts("DE")

    assert register(ours, fk.Kit(set={"register": "familiar"})) is Register.FAMILIAR
    assert register(attrs.evolve(ours, values={"register": "warm"})) is Register.WARM


def test_first_names_are_nobodys_custom():
    kit = fk.Kit()

    for policy in ("us", "gb", "de", "tech", "sales", "retail", "academia", "executive"):
        assert kit.rulebook(policy).register is not Register.FAMILIAR


@pytest.mark.parametrize("value", ["rude", 7, {"us": "warm"}])
def test_a_tone_there_is_not_is_told_by_its_place(value):
    with pytest.raises(InvalidPolicy) as caught:
        fk.Kit(set={"register": value})

    assert {(problem.place, problem.code) for problem in caught.value.problems} == {
        ("set: values.register", "unknown-value")
    }
    assert "formal, warm, familiar" in str(caught.value)


def test_a_tone_nobody_has_is_no_fact():
    with pytest.raises(InvalidFacts, match="one of: formal, warm, familiar"):
        fk.Person(id="priya", register="cosy")
