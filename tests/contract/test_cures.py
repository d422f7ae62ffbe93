"""Every "no" says what kind of thing would change it, and its words say "nothing" exactly where nothing would."""

from __future__ import annotations

import pytest

import followkit as fk
from followkit._core.cures import CURES, Cure, Kind, cure_of, needed
from followkit._core.decisions import Reason
from tests.contract.reason_codes import MADE_UP, codes
from tests.contract.source import Module, package

DECIDES = (
    "guards",
    "conditions",
    "anchors",
    "ways",
    "routing",
    "matching",
    "reaching",
    "placing",
    "planning",
    "settling",
)
"""The ends of the names of the modules whose reasons stand in decisions, besides the channels."""

NEVER_A_NO = frozenset({"asks", "marks", "season", "via-recruiter", "after-event", "before-event-day"}).union(
    *(MADE_UP[first] for first in ("after-", "rolled-"))
)
"""What only a "yes" gives for a reason."""


def refusals() -> set[str]:
    """Return every code that a "no" can carry."""
    given = {code for module in package() if _decides(module) for code in codes("Reason", module.tree)}
    missing = {code for module in package() for code in codes("Missing", module.tree)}
    assert given
    assert missing
    return (given | missing) - NEVER_A_NO


def _decides(module: Module) -> bool:
    return module.room == "_core" and module.name.endswith(DECIDES)


def reasons(*given: str) -> list[Reason]:
    return [Reason(code=code, parameters={"person": "sam", "channel": "phone"}) for code in given]


def test_every_no_says_what_kind_of_thing_would_change_it():
    assert refusals() == set(CURES)


@pytest.mark.parametrize("code", CURES)
def test_the_words_say_nothing_where_nothing_would_change_it(code):
    lifts = fk.Kit().lexicon("en").tables["lifts"]

    assert lifts[code].startswith("nothing") == (CURES[code].kind is Kind.NOTHING)


def test_a_fact_says_where_it_belongs_and_an_event_what_kind_it_is():
    assert cure_of(*reasons("no-phone")) == Cure(Kind.FACT, "people.sam.phone")
    assert cure_of(Reason(code="not-happened", parameters={"event": "offered"})) == Cure(Kind.EVENT, "offered")


def test_what_a_plugin_gives_its_own_code_for_is_up_to_what_plans():
    assert cure_of(*reasons("quiet-week")).kind is Kind.KIT


def test_all_that_stands_in_the_way_has_to_change():
    both = reasons("no-promise", "they-asked")

    assert needed(both) == (tuple(both), False)


def test_what_nothing_changes_stands_for_all():
    promise, over = reasons("no-promise", "withdrew")

    assert needed([promise, over]) == ((over,), False)


def test_what_only_has_to_be_waited_for_stands_in_nobodys_way_beside_what_has_to_change():
    used, lately = reasons("cap-used", "cooldown")

    assert needed([used, lately]) == ((used,), False)
    assert needed([lately]) == ((lately,), False)


def test_what_a_wish_to_wait_makes_too_late_is_not_too_late_without_it():
    put_off, embargo, too_late = reasons("snoozed", "promised-date-embargo", "no-open-moment")

    assert needed([put_off, too_late]) == ((put_off,), False)
    assert needed([embargo, too_late]) == ((too_late,), False)


def test_of_the_ways_to_somebody_one_is_enough():
    unreachable, mail, call = reasons("unreachable", "no-email", "channel-not-invited")

    assert needed([unreachable, mail, call]) == ((mail, call), True)
    assert needed([unreachable]) == ((unreachable,), True)


def test_a_way_that_nothing_opens_is_left_out_and_stands_for_all_when_it_is_the_only_one():
    unreachable, mail, calls = reasons("unreachable", "no-email", "no-calls")

    assert needed([unreachable, mail, calls]) == ((mail,), True)
    assert needed([unreachable, calls]) == ((calls,), True)
