"""What a kit is given in lists is kept for the kits made from it, and one thing is no list."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

import followkit as fk
from followkit.errors import PluginError
from tests.rulebook.dana import application, at

NOW = at("2025-06-05 17:30")
TOMORROW: datetime = at("2025-06-06 09:00")


def paused() -> fk.Guard:
    """Return a guard of a user who wants nothing sent before tomorrow."""
    verdict = fk.Verdict(not_before=TOMORROW, reason=fk.Reason(code="paused"))
    return fk.Guard(name="paused", judge=lambda proposal: verdict)


def brought(name: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, followkit_guards=fk.hookimpl(lambda: [paused()]))


def earliest(kit: fk.Kit) -> datetime:
    plan = kit.plan(application(), now=NOW)
    return min(one.when for one in (*plan.follow_ups, *plan.ahead))


def test_a_guard_from_a_generator_still_guards_when_a_value_is_changed():
    kit = fk.Kit(add=(one for one in [paused()]))

    assert earliest(fk.Kit()) < TOMORROW
    assert earliest(kit) >= TOMORROW
    assert earliest(kit.changed({"check-in.at-most": 1})) >= TOMORROW


def test_every_list_may_be_gone_through_once_and_is_there_for_the_next_kit():
    kit = fk.Kit(plugins=iter([brought("first"), brought("second")]), block=iter(["second"]))

    for one in (kit, kit.changed({}), kit.changed({}).changed({})):
        assert {report.name: report.state.value for report in one.plugins if report.name != "followkit"} == {
            "first": "loaded",
            "second": "blocked",
        }


def test_names_that_alone_are_allowed_stay_allowed():
    kit = fk.Kit(discover=True, allow=iter(["nowhere"]))

    for one in (kit, kit.changed({})):
        assert [report.name for report in one.plugins if report.problem] == ["nowhere"]


def test_what_was_set_and_changed_afterwards_by_its_owner_was_not_set():
    values = {"check-in": {"at-most": 1}}
    kit = fk.Kit(set=values)
    values["check-in"]["at-most"] = 0

    assert "check-in.at-most = 1, set by user" in kit.changed({}).rulebook("us").explain("check-in.at-most")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"block": "whatsapp"}, "block wants a list, and is a str; write it as block=['name']"),
        ({"block": b"whatsapp"}, "block wants a list, and is a bytes; write it as block=['name']"),
        ({"block": ""}, "block wants a list, and is a str; write it as block=['name']"),
        ({"allow": "whatsapp", "discover": True}, "allow wants a list, and is a str; write it as allow=['name']"),
        ({"allow": "", "discover": True}, "allow wants a list, and is a str; write it as allow=['name']"),
        ({"plugins": "followkit_whatsapp"}, "plugins wants a list, and is a str; write it as plugins=[…]"),
        ({"plugins": brought("alone")}, "plugins wants a list, and is a SimpleNamespace; write it as plugins=[…]"),
        ({"add": paused()}, "add wants a list, and is a Guard; write it as add=[…]"),
        ({"add": {"paused": paused()}}, "add wants a list, and is a dict; write it as add=[…]"),
    ],
)
def test_one_thing_is_no_list_and_the_right_form_is_shown(given, said):
    with pytest.raises(PluginError) as refused:
        fk.Kit(**given)

    assert str(refused.value) == said
