"""What answers rightly once and raises the next time it is looked at is a failure of its plugin, or is made plain."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.decisions import Reason
from tests.integration.test_misbehaving_plugins import (
    EVENING,
    PERSONAL,
    chat,
    facts_without_mail,
    raising,
    with_condition,
    with_guard,
)
from tests.rulebook.dana import application, at, plan


class Angry(str):
    """Text that raises once it is compared, or looked for."""

    __slots__ = ()
    __hash__ = __eq__ = strip = __iter__ = __len__ = __format__ = __str__ = __repr__ = raising


class Word(StrEnum):
    AWAY = "away-on-fridays"


class TurningZone(tzinfo):
    """A zone that knows its offset twice, and then no more."""

    def __init__(self) -> None:
        self.asked = 0

    def utcoffset(self, moment: datetime | None) -> timedelta:
        self.asked += 1
        return timedelta(hours=-4) if self.asked < 3 else raising()

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> Any:
        return raising()


class TurningMoment(datetime):
    def astimezone(self, tz: tzinfo | None = None) -> Any:
        return raising()


def failing(kind: type, *names: str) -> type:
    """Return a kind of record whose attributes raise, and that takes whatever it is given."""
    told = {"__init__": lambda self, *given, **named: None, **{name: property(raising) for name in names}}
    return type(kind.__name__, (kind,), {"__slots__": (), **told})


def veto(reason: Any) -> Callable[[Any], fk.Verdict]:
    return lambda proposal: fk.Verdict(veto=True, reason=reason)


def told(kit: fk.Kit) -> tuple[fk.Plan, str]:
    """Return a plan, after all has been said of it that can be."""
    facts = application()
    found = plan(facts, EVENING, kit)
    said = found.explain(facts) + repr(found)
    assert PERSONAL not in said
    return found, said


def codes(found: fk.Plan) -> set[str]:
    return {reason.code for decision in found.decisions for reason in decision.reasons}


AngryReason = failing(Reason, "code", "parameters")
AngryVerdict = failing(fk.Verdict, "veto", "not_before", "reason")
AngryHolds = failing(fk.Holds, "yes", "until", "reason")
AngryMissing = failing(fk.Missing, "code")
AngryFinding = failing(fk.Finding, "code", "place", "span", "parameters")


@pytest.mark.parametrize(
    "judge",
    [
        lambda proposal: AngryVerdict(),
        lambda proposal: fk.Verdict(not_before=datetime(2025, 6, 20, 9, tzinfo=_Raising())),
        lambda proposal: fk.Verdict(not_before=datetime.max.replace(tzinfo=_West())),
        lambda proposal: fk.Verdict(not_before=datetime.max.replace(tzinfo=UTC)),
        veto(lambda: None),
    ],
)
def test_a_guard_whose_answer_raises_vetoes_and_is_named(judge):
    found, _ = told(with_guard(judge))

    assert not found.due
    assert "guard-failed" in codes(found)


class _Raising(tzinfo):
    utcoffset = dst = tzname = raising


class _West(tzinfo):
    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(hours=-10)

    dst = tzname = raising


def test_a_reason_whose_code_raises_stops_what_its_guard_stops():
    found, _ = told(with_guard(veto(Reason(code=Angry("away"), parameters={"slot": Angry("x")}))))

    assert not found.due
    assert "away" in codes(found)


def test_a_kind_of_reason_whose_code_raises_is_a_failure_of_its_guard():
    with_its_own = AngryReason()
    found, _ = told(with_guard(lambda proposal: _of(fk.Verdict, veto=True, reason=with_its_own)))

    assert "guard-failed" in codes(found)


def _of(kind: Callable[[], Any], **given: object) -> Any:
    """Return a record that was made without being looked at."""
    made = attrs.evolve(kind())
    for name, value in given.items():
        object.__setattr__(made, name, value)
    return made


@pytest.mark.parametrize(
    "moment",
    [
        lambda: datetime(2025, 6, 20, 9, tzinfo=TurningZone()),
        lambda: TurningMoment(2025, 6, 20, 13, tzinfo=UTC),
    ],
)
def test_a_moment_that_turns_is_kept_as_it_was_first(moment: Callable[[], datetime]):
    found, _ = told(with_guard(lambda proposal: fk.Verdict(not_before=moment(), reason=Reason(code="away"))))

    assert {one.window.earliest for one in found.follow_ups} == {at("2025-06-20 09:00")}


def test_a_word_of_an_enumeration_is_text_like_any_other():
    found, _ = told(with_guard(veto(Reason(code=Word.AWAY, parameters={"day": date(2025, 6, 20)}))))

    assert "away-on-fridays" in codes(found)
    assert {type(code) for code in codes(found)} == {str}


@pytest.mark.parametrize(
    "holds",
    [
        lambda *given: AngryHolds(yes=True),
        lambda *given: _of(lambda: fk.Holds(yes=False), reason=AngryReason()),
    ],
)
def test_a_condition_whose_answer_raises_is_a_no_and_is_named(holds):
    found, _ = told(with_condition(holds))

    assert "condition-failed" in codes(found)


@pytest.mark.parametrize(
    "address",
    [lambda person: Angry("@someone"), lambda person: fk.Missing(Angry("no-chat")), lambda person: AngryMissing("x")],
)
def test_a_channel_whose_answer_raises_stops_no_plan(address):
    found = plan(facts_without_mail(), EVENING, fk.Kit(add=[chat(address=address)]))

    found.explain(facts_without_mail())


@pytest.mark.parametrize(
    "found",
    [
        lambda: AngryFinding(code="odd"),
        lambda: fk.Finding(code="odd", parameters={"who": Angry("x"), "day": datetime(2025, 6, 5, tzinfo=_Raising())}),
        lambda: fk.Finding(code=Angry("odd"), place=Angry("thanks"), said=Angry("the")),
    ],
)
def test_a_check_whose_finding_raises_stops_no_review(found):
    kit, facts = fk.Kit(add=[fk.Check(code="odd", examine=lambda reading: [found()])]), application()
    follow_up = plan(facts, EVENING, kit).due[0]

    findings = kit.review([kit.write(follow_up, facts)], facts, [follow_up])

    assert {"odd", "check-failed"} & {one.code for one in findings}
    assert all(kit.tell(one, facts) for one in findings)


@pytest.mark.parametrize(
    "record",
    [
        lambda: fk.Guard(name=Angry("odd"), judge=raising),
        lambda: fk.Check(code=Angry("odd"), examine=raising),
        lambda: fk.Language(tag=Angry("tlh"), text=""),
        lambda: fk.Policy(name=Angry("odd"), text=""),
        lambda: fk.Policy(name="odd", text=Angry("")),
        lambda: chat(classes=[Angry("written")]),
        lambda: chat(limits={"characters": 10, 7: 1}),
        lambda: failing(fk.Guard, "name", "judge", "strength", "overrides")(name="odd", judge=raising),
        lambda: failing(fk.Policy, "name")(name="odd", text=""),
    ],
)
def test_a_record_whose_values_raise_is_refused_by_the_plugin_that_brings_it(record):
    with pytest.raises(fk.errors.PluginError) as caught:
        fk.Kit(add=[record()])

    assert caught.value.plugin == "add"
    assert PERSONAL not in "".join(traceback.format_exception(caught.value))


class _Named:
    """A plugin whose hook does what it is told to."""

    def __init__(self, does: Callable[[], Any], name: str = "named") -> None:
        self.does, self.name = does, name

    @fk.hookimpl
    def followkit_guards(self) -> list[fk.Guard]:
        return self.does()  # type: ignore[no-any-return]


def odd_kind(base: type) -> Any:
    return type("Odd\n\x1b[2J", (base,), {})


def raising_odd(*given: object) -> Any:
    raise odd_kind(RuntimeError)(PERSONAL)


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (raising_odd, r"failed with Odd\?\?\[2J"),
        (lambda: [odd_kind(object)()], r"returned a Odd\?\?\[2J, not a Guard"),
        (lambda: [fk.Guard(name="odd\n\x1b[2J", judge=raising)], "brings a guard whose name is none"),
    ],
)
def test_nothing_that_disturbs_a_terminal_is_told_of_a_plugin(does, said):
    with pytest.raises(fk.errors.PluginError, match=said) as caught:
        fk.Kit(plugins=[_Named(does)])

    assert str(caught.value).isprintable()


def test_nor_in_a_plan_or_in_what_became_of_it():
    found, said = told(with_guard(raising_odd))

    assert "Odd??[2J" in said
    assert "\x1b" not in found.explain(application())
    assert fk.PluginReport(name="odd", problem="Odd\n\x1b[2J").problem == "Odd??[2J"


def test_a_plugin_whose_name_raises_is_called_by_its_text():
    kit = fk.Kit(plugins=[_Named(list, Angry("one")), _Named(list, Angry("other"))])

    assert [one.name for one in kit.plugins if one.name != "followkit"] == ["one", "other"]


@pytest.mark.parametrize("applies", [{5: ["x"]}, {"country": 5}, {"country": [5]}, {"country": Angry("PL")}])
def test_facts_that_choose_a_policy_are_looked_at_too(applies):
    with pytest.raises(fk.errors.PluginError, match="whose applies is not a table of facts and their words"):
        fk.Kit(add=[fk.Policy(name="q", text="", applies=applies)])
