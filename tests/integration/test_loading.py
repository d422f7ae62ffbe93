"""Installed plugins are found, imported alone, and named whatever becomes of them.

Each test installs distributions into a folder of its own, as a package manager would: a module beside the metadata
that names its entry point.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace

import attrs
import pluggy
import pytest
from hypothesis import given
from hypothesis import strategies as st

import followkit as fk
from tests.rulebook.dana import application, at

NOW = at("2025-06-05 17:30")
PAGER = """
import followkit as fk

def address(person):
    return person.addresses.get("pager") or fk.Missing("no-pager")

def compose(note, follow_up, application):
    return fk.Message(channel="{name}", handle=note.handle, key=note.key, body=note.body)

@fk.hookimpl
def followkit_channels():
    return [fk.Channel(name="{name}", classes=["short"], address=address, compose=compose)]
"""
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a distribution with one module, whose entry points are *points*, the module itself unless given."""
    monkeypatch.syspath_prepend(tmp_path)

    def installed(distribution: str, source: str, points: Mapping[str, str] | None = None) -> None:
        module = distribution.replace("-", "_")
        monkeypatch.delitem(sys.modules, module, raising=False)
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        folder = tmp_path / f"{module}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        named = points or {distribution.removeprefix("followkit-"): module}
        lines = "".join(f"{name} = {value}\n" for name, value in named.items())
        (folder / "entry_points.txt").write_text(f"[followkit]\n{lines}")

    return installed


def reports(kit: fk.Kit) -> dict[str, tuple[str, str]]:
    return {one.name: (one.state.value, one.problem) for one in kit.plugins if one.name != "followkit"}


def told(kit: fk.Kit) -> str:
    """Return all that a plan says, except whose it is."""
    planned = kit.plan(application(), now=NOW)
    return repr([attrs.evolve(one, basis="") for one in planned.follow_ups]) + planned.explain(application())


# Found ----------------------------------------------------------------------------------------------------------------


def test_an_installed_plugin_is_read_when_asked_for_and_says_what_it_is_and_brings(install: Install):
    install("followkit-loadpager", PAGER.format(name="pager"))

    [report] = [one for one in fk.Kit(discover=True).plugins if one.name == "loadpager"]

    assert (report.distribution, report.version, report.provides) == ("followkit-loadpager", "1.0", ("channel:pager",))
    assert "loadpager" not in reports(fk.Kit())


def test_what_is_blocked_or_not_allowed_is_named_and_not_even_imported(install: Install):
    install("followkit-loadfirst", PAGER.format(name="first"))
    install("followkit-loadsecond", "raise SystemExit('this must not run')")

    assert reports(fk.Kit(discover=True, block=["loadsecond"])) == {
        "loadfirst": ("loaded", ""),
        "loadsecond": ("blocked", ""),
    }
    assert reports(fk.Kit(discover=True, allow=["loadfirst"])) == {
        "loadfirst": ("loaded", ""),
        "loadsecond": ("not-allowed", ""),
    }


def test_what_is_allowed_and_not_installed_may_have_been_a_guard(install: Install):
    kit = fk.Kit(discover=True, allow=["loadgard"])

    assert reports(kit) == {"loadgard": ("failed", "plugin 'loadgard' is not installed")}
    with pytest.raises(fk.errors.PluginError, match="loadgard"):
        kit.plan(application(), now=NOW)


def test_allowing_says_nothing_where_nothing_is_discovered():
    with pytest.raises(fk.errors.PluginError, match="discover=True"):
        fk.Kit(allow=["pagers"])


def test_a_blocked_plugin_changes_no_plan(install: Install):
    install("followkit-loadblocked", PAGER.format(name="pager"))
    blocked, without = fk.Kit(discover=True, block=["loadblocked"]), fk.Kit()

    assert blocked.plan(application(), now=NOW) == without.plan(application(), now=NOW)


def test_a_plugin_given_by_hand_and_installed_is_one_plugin(install: Install):
    install("followkit-loadtwice", PAGER.format(name="pager"))
    import followkit_loadtwice  # type: ignore[import-not-found]

    kit = fk.Kit(plugins=[followkit_loadtwice], discover=True)

    assert [one.name for one in kit.plugins if "channel:pager" in one.provides] == ["followkit_loadtwice"]


# Broken -------------------------------------------------------------------------------------------------------------

BROKEN = {
    "raises": ("1 / 0", "cannot be imported (ZeroDivisionError)"),
    "exits": ("import sys; sys.exit(3)", "cannot be imported (SystemExit)"),
    "needs newer pluggy": ("from pluggy import NotThereYet", "not in pluggy"),
    "no marker": ("def followkit_channels(): return []", "without its marker"),
    "one marker of two": (
        PAGER.format(name="pager") + "\ndef followkit_guards():\n    return []\n",
        "followkit_guards without its marker",
    ),
    "misspelt": (
        "import followkit as fk\n@fk.hookimpl\ndef followkit_chanels(): return []",
        "did you mean followkit_channels?",
    ),
    "nothing": ("", "provides nothing"),
    "hook exits": (
        "import followkit as fk, sys\n@fk.hookimpl\ndef followkit_guards(): sys.exit(1)",
        "followkit_guards failed with SystemExit",
    ),
    "late generator": (
        "import followkit as fk\n@fk.hookimpl\ndef followkit_guards():\n    yield 1 / 0",
        "followkit_guards failed with ZeroDivisionError",
    ),
    "junk": (
        "import followkit as fk\n@fk.hookimpl\ndef followkit_channels(): return ['email']",
        "returned a str, not a Channel",
    ),
    "no iterable": (
        "import followkit as fk\n@fk.hookimpl\ndef followkit_channels(): return 7",
        "followkit_channels failed with TypeError",
    ),
    "asks for an argument": (
        "import followkit as fk\n@fk.hookimpl\ndef followkit_channels(kit): return []",
        "which takes arguments",
    ),
    "twice one name": (
        PAGER.format(name="pager").replace("return [", "return 2 * ["),
        "brings two channels called 'pager'",
    ),
}


@pytest.mark.parametrize(("source", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_is_set_aside_and_named_and_leaves_the_others_as_they_were(install: Install, source, said):
    alone = told(fk.Kit())
    install("followkit-loadbroken", source)

    kit = fk.Kit(discover=True)
    [report] = [one for one in kit.plugins if one.name == "loadbroken"]

    assert report.state is fk.PluginState.FAILED
    assert said in report.problem
    assert report.distribution == "followkit-loadbroken"
    with pytest.raises(fk.errors.PluginError, match="loadbroken"):
        kit.plan(application(), now=NOW)
    assert told(fk.Kit(discover=True, block=["loadbroken"])) == alone


@pytest.mark.parametrize("points", [{"loadlost": "no_such_module"}, {"loadlost": "followkit_loadlost:nothing"}])
def test_an_entry_point_that_leads_nowhere_is_named(install: Install, points):
    install("followkit-loadlost", "", points)

    [report] = [one for one in fk.Kit(discover=True).plugins if one.name == "loadlost"]

    assert "cannot be imported" in report.problem


def test_two_distributions_with_one_entry_point_name_are_both_named_and_neither_is_loaded(install: Install):
    install("followkit-loadone", PAGER.format(name="one"), {"pagers": "followkit_loadone"})
    install("followkit-loadtwo", PAGER.format(name="two"), {"pagers": "followkit_loadtwo"})

    kit = fk.Kit(discover=True)

    assert "followkit-loadone, followkit-loadtwo" in reports(kit)["pagers"][1]
    assert reports(fk.Kit(discover=True, block=["pagers"]))["pagers"] == ("blocked", "")


def test_two_that_both_override_one_name_are_named(install: Install):
    for name in ("loadred", "loadblue"):
        install(f"followkit-{name}", PAGER.format(name="email").replace("classes=", "overrides=True, classes="))

    with pytest.raises(fk.errors.PluginError, match="loadblue and loadred"):
        fk.Kit(discover=True)


# By hand ------------------------------------------------------------------------------------------------------------


@attrs.frozen
class Pagers:
    """Bring one pager channel; the settings are checked where the instance is made."""

    prefix: str = attrs.field(validator=attrs.validators.matches_re(r"\+\d+"))
    name: str = "pagers"

    @fk.hookimpl
    def followkit_channels(self) -> list[fk.Channel]:
        def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
            return fk.Message(channel=self.name, handle=note.handle, key=note.key, body=note.body)

        return [fk.Channel(name=self.name, classes=["short"], address=lambda one: self.prefix, compose=compose)]


def test_an_instance_carries_its_settings_and_two_of_one_kind_have_names_of_their_own():
    kit = fk.Kit(plugins=[Pagers(prefix="+1", name="home"), Pagers(prefix="+48", name="work")])

    assert [kit.channel(name).address(application().people[0]) for name in ("home", "work")] == ["+1", "+48"]


def test_a_plugin_of_a_class_that_cannot_be_hashed_is_a_plugin_too():
    @attrs.define
    class Changing:
        @fk.hookimpl
        def followkit_guards(self) -> list[fk.Guard]:
            return []

    assert "Changing" in reports(fk.Kit(plugins=[Changing()]))


def test_two_instances_of_one_name_are_refused():
    with pytest.raises(fk.errors.PluginError, match="2 plugins are called 'pagers'"):
        fk.Kit(plugins=[Pagers(prefix="+1"), Pagers(prefix="+48")])


def test_settings_that_cannot_be_are_refused_where_they_are_given():
    with pytest.raises(ValueError, match="prefix"):
        Pagers(prefix="one")


# Order --------------------------------------------------------------------------------------------------------------


def guard(name: str, until: datetime | None, **how: bool) -> SimpleNamespace:
    def judge(proposal: object) -> fk.Verdict:
        return fk.Verdict(not_before=until, reason=fk.Reason(code=name)) if until else fk.Verdict()

    def brought() -> list[fk.Guard]:
        return [fk.Guard(name=name, judge=judge)]

    first, last = how.get("tryfirst", False), how.get("trylast", False)
    return SimpleNamespace(name=name, followkit_guards=fk.hookimpl(brought, tryfirst=first, trylast=last))


MARKS = st.sampled_from([{}, {"tryfirst": True}, {"trylast": True}])


@given(order=st.permutations([0, 1, 2]), marks=st.tuples(MARKS, MARKS, MARKS))
def test_neither_order_nor_what_a_plugin_says_of_its_own_place_matters(order, marks):
    times = (None, at("2025-06-06 09:00"), at("2025-06-06 11:00"))
    plugins = [guard(f"g{index}", times[index], **marks[index]) for index in range(3)]
    plain = fk.Kit(plugins=[guard(f"g{index}", times[index]) for index in range(3)])

    assert told(fk.Kit(plugins=[plugins[index] for index in order])) == told(plain)


def test_the_pluggy_that_is_installed_is_one_we_know():
    assert (1, 5) <= tuple(map(int, pluggy.__version__.split(".")[:2])) < (2, 0)


def test_reports_come_in_the_order_of_names_however_plugins_were_given():
    plugins = [guard(name, None) for name in ("c", "a", "b")]

    assert {tuple(reports(fk.Kit(plugins=order))) for order in permutations(plugins)} == {("a", "b", "c")}


# Texts that only show what is wrong with them beside the others -----------------------------------------------------

TEXTS = """
import followkit as fk

@fk.hookimpl
def followkit_policies():
    return [fk.Policy(name={name!r}, text={policy!r}, source="pp.toml")]

@fk.hookimpl
def followkit_languages():
    return [fk.Language(tag="en", text={words!r}, source="both.toml", overrides=True)]
"""
ASKS = '[rules.thank-you]\nwhen = ["there-is-cake"]'
SAID_OF_TEXTS = {
    "a rule": (ASKS, "", "pp.toml: rules.thank-you.when: no condition is called 'there-is-cake'"),
    "what it extends": ('extends = "nowhere"', "", "pp.toml: extends: no policy is called 'nowhere'"),
    "a table": ("", 'letter = "Dear all,"', "both.toml: letter wants a table"),
    "a template": ("", 'letter.closing = "{{ nmae }}"', "both.toml: letter.closing: not known here: nmae"),
    "an escape": ("", 'letter.closing = "{{ ().__class__ }}"', "both.toml: letter.closing: "),
}


@pytest.mark.parametrize(("policy", "words", "said"), SAID_OF_TEXTS.values(), ids=SAID_OF_TEXTS)
def test_a_plugin_with_a_broken_rule_or_word_is_set_aside_and_named_so_that_it_can_be_blocked(
    install: Install, policy, words, said
):
    alone = told(fk.Kit())
    install("followkit-loadwell", PAGER.format(name="pager"))
    install("followkit-loadtexts", TEXTS.format(name="visits", policy=policy, words=words))

    kit = fk.Kit(discover=True)
    [report] = [one for one in kit.plugins if one.name == "loadtexts"]

    assert (report.state, report.distribution, report.provides) == (fk.PluginState.FAILED, "followkit-loadtexts", ())
    assert report.problem.startswith("plugin 'loadtexts' brings a ")
    assert f"that cannot be used: {said}" in report.problem
    assert reports(kit)["loadwell"] == ("loaded", "")
    with pytest.raises(fk.errors.PluginError, match="loadtexts"):
        kit.plan(application(), now=NOW)
    assert told(fk.Kit(discover=True, block=["loadtexts", "loadwell"])) == alone


def test_what_rests_on_a_plugin_that_is_set_aside_is_set_aside_too(install: Install):
    install("followkit-loadbelow", TEXTS.format(name="visits", policy=ASKS, words=""))
    install("followkit-loadabove", TEXTS.format(name="more", policy='extends = "visits"', words=""))

    found = reports(fk.Kit(discover=True))

    assert "no condition is called 'there-is-cake'" in found["loadbelow"][1]
    assert "no policy is called 'visits'" in found["loadabove"][1]


def test_what_the_user_set_wrongly_sets_no_plugin_aside(install: Install):
    install("followkit-loadsound", TEXTS.format(name="visits", policy="", words=""))

    with pytest.raises(fk.errors.InvalidPolicy, match=r"^set: "):
        fk.Kit(discover=True, set={"check-in.at-most": "many"})


def test_who_asks_for_what_a_plugin_that_is_set_aside_would_have_brought_is_told_of_the_plugin(install: Install):
    install("followkit-loadgone", TEXTS.format(name="visits", policy=f"values.visit.most = 1\n{ASKS}", words=""))
    lost = "discover: plugin 'loadgone' brings a policy 'visits' that cannot be used: pp.toml: rules.thank-you.when: "

    for asked, missing in (
        ({"policy": "visits"}, "policy: no policy is"),
        ({"set": {"visit.most": 2}}, "set: no value"),
    ):
        with pytest.raises(fk.errors.InvalidPolicy) as refused:
            fk.Kit(discover=True, **asked)

        first, last = map(str, refused.value.problems)
        assert first.startswith(missing)
        assert last.startswith(lost)
