"""A plugin adds a channel, a rule and a phrasing; the built-in rules take them up without knowing of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import metadata
from itertools import permutations
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.records import CLEAR, Record
from followkit._core.vocabulary import Consent
from tests.rulebook.dana import PRIYA, SAM, application, at, interview, one, plan, refusals, sent

NOW = "2025-06-05 17:30"

# The plugin, as its author would write it ---------------------------------------------------------------------------


def _address(person: fk.Person) -> str | fk.Missing:
    return person.addresses.get("pager") or fk.Missing("pager-unknown")


def _compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
    person = facts.person(follow_up.recipient)
    assert person is not None
    return fk.Message(
        channel="pager",
        handle=follow_up.handle,
        key=follow_up.key,
        recipients=(fk.Address(name=person.name, address=person.addresses["pager"]),),
        body="\n\n".join(" ".join(part.text for part in paragraph) for paragraph in note.paragraphs),
    )


PAGER = fk.Channel(name="pager", classes=("short",), address=_address, compose=_compose)
STRICT = fk.Policy(
    name="pagers",
    text="""
extends = "us"
[rules.good-luck]
slot = "good-luck"
contact = "courtesy"
note = "thank-you"
to = "each-interviewer"
after = "round-end"
target = "1 business day"
channels = ["short"]
when = ["open", "wears-a-pager"]
because = "people with pagers like to be paged"
""",
)
WEARS = fk.Condition(
    name="wears-a-pager",
    holds=lambda situation, subject, parameter: fk.Holds(
        yes="pager" in (situation.application.person(subject.person or "") or PRIYA).addresses
    ),
)
SENTENCE = fk.Language(
    tag="en", text='[thank-you.classes.short]\nkey_point = ["What I took home is {{ point }}."]\n', overrides=True
)


def plugin(name: str = "pagers", **records: Iterable[Record]) -> ModuleType:
    """Return a module that brings records through hooks."""
    module = ModuleType(name)
    for kind, found in records.items():
        setattr(module, f"followkit_{kind}", fk.hookimpl(_bringing(tuple(found))))
    return module


def _bringing(records: tuple[Record, ...]) -> Callable[[], Iterable[Record]]:
    return lambda: records


TOY = plugin(channels=[PAGER], policies=[STRICT], conditions=[WEARS], languages=[SENTENCE])
PAGED = attrs.evolve(SAM, addresses={"pager": "7-42"}, contact=fk.Contact(channels={"pager": Consent.INVITED}))
FACTS = application(people=[PRIYA, PAGED])


# What it changes ----------------------------------------------------------------------------------------------------


def test_an_unmodified_rule_reaches_a_person_without_e_mail_through_the_new_channel():
    before = plan(FACTS, NOW)
    assert before.follow_up("thank-you/sam") is None
    assert "unreachable" in refusals(before, "thank-you")
    after = plan(FACTS, NOW, fk.Kit(plugins=[TOY]))
    thanks = one(after, "thank-you/sam")
    assert (thanks.rule, thanks.channel, thanks.channel_class) == ("thank-you", "pager", "short")
    assert one(after, "thank-you/priya").channel == "email"  # she has e-mail; nothing changes for her


def test_of_two_channels_of_one_class_the_one_the_person_invited_is_taken():
    telegraph = attrs.evolve(PAGER, name="a-telegraph")  # first by name
    kit = fk.Kit(plugins=[TOY, plugin("telegraphs", channels=[telegraph])])
    assert one(plan(FACTS, NOW, kit), "thank-you/sam").channel == "pager"
    both = attrs.evolve(PAGED, contact=fk.Contact(channels=dict.fromkeys(("a-telegraph", "pager"), Consent.INVITED)))
    assert one(plan(attrs.evolve(FACTS, people=[PRIYA, both]), NOW, kit), "thank-you/sam").channel == "a-telegraph"


def test_a_short_channel_that_nobody_invited_is_not_used():
    # CH-07: the class is gated, whatever the plugin says of its channel
    uninvited = attrs.evolve(FACTS, people=[PRIYA, attrs.evolve(PAGED, contact=fk.Contact())])
    planned = plan(uninvited, NOW, fk.Kit(plugins=[TOY]))
    assert planned.follow_up("thank-you/sam") is None
    assert "channel-not-invited" in refusals(planned, "thank-you")


def test_the_note_says_the_plugins_sentence_in_the_plugins_form():
    kit = fk.Kit(plugins=[TOY])
    note = kit.write(one(plan(FACTS, NOW, kit), "thank-you/sam"), FACTS)
    message = kit.compose(note, one(plan(FACTS, NOW, kit), "thank-you/sam"), FACTS)
    assert "What I took home is on-call nights." in message.body
    assert message.recipients == (fk.Address(name="Sam Ode", address="7-42"),)


def test_the_plugins_rule_is_planned_beside_the_built_in_ones_where_its_policy_is_chosen():
    kit = fk.Kit("pagers", plugins=[TOY])
    planned = plan(FACTS, NOW, kit)
    luck = one(planned, "good-luck/sam")
    # Fri 6 June at 10:00, the default hour; within the short class's hours
    assert (luck.channel, luck.window.target) == ("pager", at("2025-06-06 10:00"))
    assert planned.follow_up("good-luck/priya") is None
    assert one(planned, "thank-you/priya").rule == "thank-you"
    done = FACTS.add(sent("good-luck/sam", "2025-06-06 10:00"))
    assert plan(done, "2025-06-06 11:00", kit).follow_up("good-luck/sam") is None


def test_the_kit_says_who_brought_what():
    [report] = [report for report in fk.Kit(plugins=[TOY]).plugins if report.name == "pagers"]
    assert report.provides == ("channel:pager", "condition:wears-a-pager", "language:en", "policy:pagers")
    assert report.problem == ""


def test_the_order_of_plugins_does_not_matter():
    many = [
        plugin("one", channels=[PAGER]),
        plugin("two", policies=[STRICT], conditions=[WEARS]),
        plugin("three", guards=[fk.Guard(name="quiet", judge=lambda proposal: CLEAR)]),
    ]
    plans = [plan(FACTS, NOW, fk.Kit("pagers", plugins=order)) for order in permutations(many)]
    assert all(other == plans[0] for other in plans)


def test_a_blocked_plugin_is_left_out():
    kit = fk.Kit(plugins=[TOY], block=["pagers"])
    assert plan(FACTS, NOW, kit).follow_up("thank-you/sam") is None


# What goes wrong ----------------------------------------------------------------------------------------------------


def test_a_condition_that_raises_is_a_no_and_is_named():
    def fails(situation: Any, subject: Any, parameter: Any) -> fk.Holds:
        raise KeyError("sam@acme.example")

    broken = plugin(channels=[PAGER], policies=[STRICT], conditions=[attrs.evolve(WEARS, holds=fails)])
    planned = plan(FACTS, NOW, fk.Kit("pagers", plugins=[broken]))
    assert planned.follow_up("good-luck/sam") is None
    [why] = {r.parameters["condition"] for d in planned.decisions for r in d.reasons if r.code == "condition-failed"}
    assert why == "wears-a-pager"
    assert "sam@acme.example" not in repr(planned)
    assert one(planned, "thank-you/priya")  # what does not ask it is not affected


def test_a_condition_that_answers_with_a_bare_truth_is_a_no():
    truth: Any = lambda situation, subject, parameter: True  # noqa: E731
    bare = attrs.evolve(WEARS, holds=truth)
    planned = plan(FACTS, NOW, fk.Kit("pagers", plugins=[plugin(policies=[STRICT], conditions=[bare])]))
    assert refusals(planned, "good-luck") == {"condition-failed"}


@pytest.mark.parametrize(
    ("kind", "record", "name"),
    [
        ("channels", PAGER, "pager"),
        ("policies", attrs.evolve(STRICT, text='extends = "us"'), "pagers"),
        ("conditions", WEARS, "wears-a-pager"),
        ("guards", fk.Guard(name="quiet", judge=lambda proposal: CLEAR), "quiet"),
    ],
)
def test_two_providers_of_one_name_are_both_named_and_one_of_them_may_say_that_it_overrides(kind, record, name):
    mine, yours = plugin("mine", **{kind: [record]}), plugin("yours", **{kind: [record]})
    with pytest.raises(fk.errors.PluginError, match=rf"'{name}' is provided by mine and yours"):
        fk.Kit(plugins=[mine, yours])
    replacing = plugin("yours", **{kind: [attrs.evolve(record, overrides=True)]})
    fk.Kit(plugins=[mine, replacing])
    with pytest.raises(fk.errors.PluginError, match=f"'{name}'"):
        fk.Kit(plugins=[plugin("mine", **{kind: [attrs.evolve(record, overrides=True)]}), replacing])


def test_what_overrides_is_what_is_used():
    other = attrs.evolve(PAGER, name="email", classes=("written",), address=lambda person: "by hand", overrides=True)
    kit = fk.Kit(plugins=[plugin("postman", channels=[other])])
    assert kit.channel("email").address(PAGED) == "by hand"
    assert one(plan(FACTS, NOW, kit), "thank-you/sam").channel == "email"


def _raises() -> Iterable[Record]:
    raise RuntimeError("no network")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (SimpleNamespace(followkit_channels=fk.hookimpl(_raises)), "followkit_channels failed with RuntimeError"),
        (SimpleNamespace(followkit_channels=fk.hookimpl(lambda: [WEARS])), "returned a Condition, not a Channel"),
        (SimpleNamespace(followkit_chanels=fk.hookimpl(_bringing(()))), "did you mean followkit_channels"),
        (SimpleNamespace(), "provides nothing"),
        (SimpleNamespace, "is a class"),
    ],
    ids=["raises", "wrong record", "unknown hook", "nothing", "class"],
)
def test_a_broken_plugin_given_by_hand_is_refused_at_once(broken, said):
    with pytest.raises(fk.errors.PluginError, match=said):
        fk.Kit(plugins=[broken])


class Installed:
    """Stand for an entry point of an installed distribution."""

    def __init__(self, name: str, found: object, distribution: str) -> None:
        self.name, self._found = name, found
        self.dist = SimpleNamespace(name=distribution, version="1.0")

    def load(self) -> object:
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


def installed(monkeypatch: pytest.MonkeyPatch, *points: Installed) -> None:
    monkeypatch.setattr(metadata, "entry_points", lambda group: list(points) if group == "followkit" else [])


def test_installed_plugins_are_asked_only_when_told_to(monkeypatch: pytest.MonkeyPatch):
    installed(monkeypatch, Installed("pagers", TOY, "followkit-pagers"))
    assert "pagers" not in {report.name for report in fk.Kit().plugins}
    kit = fk.Kit(discover=True)
    assert "pagers" in {report.name for report in kit.plugins}
    assert plan(FACTS, NOW, kit).follow_up("thank-you/sam")


@pytest.mark.parametrize(
    "found", [ImportError("no module"), SimpleNamespace(followkit_guards=fk.hookimpl(_raises))], ids=["import", "hook"]
)
def test_a_broken_installed_plugin_is_set_aside_and_named_and_nothing_is_planned_without_its_guards(monkeypatch, found):
    installed(monkeypatch, Installed("pagers", found, "followkit-pagers"))
    kit = fk.Kit(discover=True)
    [report] = [report for report in kit.plugins if report.name == "pagers"]
    assert report.problem
    assert report.distribution == "followkit-pagers"
    with pytest.raises(fk.errors.PluginError, match="pagers") as caught:
        plan(FACTS, NOW, kit)
    assert caught.value.plugin == "pagers"
    assert plan(FACTS, NOW, fk.Kit(discover=True, block=["pagers"])).due


def test_a_stagger_of_pages_keeps_to_the_hours_of_the_short_class():
    # ends Thu 18:30: e-mail's and the pager's hours are over; pages go from 09:00, the second person's note five later
    late = application(people=[PRIYA, PAGED], interviews=[interview(start="2025-06-05 17:30")])
    planned = plan(late, "2025-06-05 19:00", fk.Kit(plugins=[TOY]))
    assert one(planned, "thank-you/sam").window.target == at("2025-06-06 09:05")
