"""What every pluggy we support does that would surprise somebody, and what comes of it here: an error that says whose.

Versions 1.5 to 1.7 differ in several of these. The tests are run on the lowest and on the newest.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pluggy
import pytest

import followkit as fk
from tests.integration.test_every_misbehaviour import folder, install  # noqa: F401  (the fixture)
from tests.rulebook.dana import application, at


def guard(name: str) -> fk.Guard:
    return fk.Guard(name=name, judge=lambda proposal: fk.Verdict())


def module(name: str = "plugin_of_ours", **functions: Any) -> ModuleType:
    found = ModuleType(name)
    for hook, function in functions.items():
        setattr(found, hook, function)
    return found


@fk.hookimpl
def quiet() -> list[fk.Guard]:
    return [guard("quiet")]


def brought(kit: fk.Kit) -> set[str]:
    return {given for one in kit.plugins if one.name != "followkit" for given in one.provides}


def refused(plugin: object, said: str) -> None:
    with pytest.raises(fk.errors.PluginError, match=said) as caught:
        fk.Kit(plugins=[plugin])
    assert caught.value.plugin in str(caught.value)


def test_the_pluggy_that_is_installed_is_one_we_know():
    assert (1, 5) <= tuple(map(int, pluggy.__version__.split(".")[:2])) < (2, 0)


# 1 to 11, as they were found ------------------------------------------------------------------------------------------


def test_1_an_argument_with_a_default_is_refused_whether_pluggy_would_pass_it_or_not():
    @fk.hookimpl
    def with_default(kit: object = None) -> list[fk.Guard]:
        return []

    refused(module(followkit_guards=with_default), "has followkit_guards, which takes arguments")


def test_2_a_plugin_that_was_refused_leaves_nothing_behind():
    @fk.hookimpl
    def with_argument(kit: object) -> list[fk.Guard]:
        return []

    plugin: Any = module(followkit_channels=quiet, followkit_guards=with_argument)
    refused(plugin, "takes arguments")
    del plugin.followkit_channels
    plugin.followkit_guards = quiet

    assert brought(fk.Kit(plugins=[plugin])) == {"guard:quiet"}


def test_3_properties_of_a_plugin_are_not_believed_and_stop_nobody():
    class Odd:
        name = "odd"
        asked = 0

        @property
        def channels(self) -> object:
            raise RuntimeError("sam@acme.example")

        @property
        def settings(self) -> object:
            Odd.asked += 1
            return None

        @fk.hookimpl
        def followkit_guards(self) -> list[fk.Guard]:
            return [guard("quiet")]

    try:
        assert brought(fk.Kit(plugins=[Odd()])) == {"guard:quiet"}
    except fk.errors.PluginError as error:  # before 1.7, pluggy asks every property what it is
        assert "plugin 'odd' is not a followkit plugin (RuntimeError)" in str(error)  # noqa: PT017
        assert pluggy.__version__ < "1.7"


def test_4_a_misspelt_hook_is_an_error():
    refused(module(followkit_gards=quiet), "followkit_gards, which is no hook; did you mean followkit_guards?")


def test_5_a_forgotten_marker_is_an_error():
    def unmarked() -> list[fk.Guard]:
        return []

    refused(module(followkit_guards=unmarked), "has followkit_guards without its marker")
    refused(module(), "provides nothing")


def test_6_a_generator_is_asked_to_its_end_and_what_it_raises_there_is_its_own():
    @fk.hookimpl
    def half_way() -> Iterable[fk.Guard]:
        yield guard("quiet")
        raise RuntimeError("sam@acme.example")

    @fk.hookimpl
    def to_the_end() -> Iterable[fk.Guard]:
        yield guard("quiet")

    refused(module(followkit_guards=half_way), "followkit_guards failed with RuntimeError")
    assert brought(fk.Kit(plugins=[module(followkit_guards=to_the_end)])) == {"guard:quiet"}


def test_7_a_class_instead_of_an_instance_is_an_error_before_it_is_called():
    class Pagers:
        @fk.hookimpl
        def followkit_guards(self) -> list[fk.Guard]:
            return []

    refused(Pagers, "is a class; give an instance of it")


def test_8_one_that_raises_is_named_and_the_others_are_asked_all_the_same(folder: Path):  # noqa: F811
    head = "import followkit as fk\n@fk.hookimpl\ndef followkit_guards():\n    "
    install(folder, "odd_a", f"{head}raise RuntimeError")
    install(folder, "odd_b", f"{head}return [fk.Guard(name='quiet', judge=lambda given: fk.Verdict())]")
    install(folder, "odd_c", f"{head}return [7]")

    told = {one.name: (one.provides, one.problem) for one in fk.Kit(discover=True).plugins if one.name[:4] == "odd_"}

    assert told == {
        "odd_a": ((), "plugin 'odd_a' followkit_guards failed with RuntimeError"),
        "odd_b": (("guard:quiet",), ""),
        "odd_c": ((), "plugin 'odd_c' followkit_guards returned a int, not a Guard"),
    }


def test_9_objects_that_cannot_be_hashed_or_that_are_equal_are_plugins_of_their_own():
    @attrs.define
    class Changing:
        name: str

        @fk.hookimpl
        def followkit_guards(self) -> list[fk.Guard]:
            return [guard(self.name)]

    @attrs.frozen
    class Equal:
        name: str = attrs.field(eq=False)

        @fk.hookimpl
        def followkit_guards(self) -> list[fk.Guard]:
            return [guard(self.name)]

    assert Equal("a") == Equal("b")
    kit = fk.Kit(plugins=[Changing("c"), Equal("a"), Equal("b"), Changing("d")])
    assert brought(kit) == {"guard:a", "guard:b", "guard:c", "guard:d"}


def test_10_two_distributions_of_one_entry_point_name_are_both_named_and_neither_is_imported(folder: Path):  # noqa: F811
    for name in ("odd_one", "odd_other"):
        install(folder, name, "raise SystemExit('this must not run')", point="odd")

    [report] = [one for one in fk.Kit(discover=True).plugins if one.name == "odd"]

    assert report.problem == "plugin 'odd' is the name of two distributions' plugins: dist-odd_one, dist-odd_other"


def test_11_a_broken_entry_point_is_named_and_the_loading_goes_on(folder: Path):  # noqa: F811
    install(folder, "odd_a", "import no_such_module")
    install(folder, "odd_b", "import followkit as fk\n@fk.hookimpl\ndef followkit_guards():\n    return []")

    told = {one.name: one.problem for one in fk.Kit(discover=True).plugins if one.name[:4] == "odd_"}

    assert told["odd_a"] == "plugin 'odd_a' cannot be imported (ModuleNotFoundError: no_such_module)"
    assert told["odd_b"] == ""


# And some more ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrapping", ["hookwrapper", "wrapper"])
def test_a_plugin_cannot_put_itself_around_the_others(wrapping: str):
    def around() -> Any:
        yield

    plugin = module(followkit_guards=fk.hookimpl(around, **{wrapping: True}))  # type: ignore[call-overload]
    refused(plugin, "has followkit_guards, which wraps the hook")


def test_a_function_may_go_by_another_name_than_its_hook():
    plugin = module(brought_by_ours=fk.hookimpl(specname="followkit_guards")(lambda: [guard("quiet")]))

    assert brought(fk.Kit(plugins=[plugin])) == {"guard:quiet"}


@pytest.mark.parametrize("more", [{}, {"optionalhook": True}])
def test_a_function_for_a_hook_that_is_none_is_an_error_whatever_it_goes_by(more: dict[str, bool]):
    def brought_by_ours() -> list[fk.Guard]:
        return []

    plugin = module(brought=fk.hookimpl(brought_by_ours, specname="followkit_pagers", **more))

    refused(plugin, "has a function followkit_pagers, which is no hook")


def test_static_methods_class_methods_and_instances_are_all_asked():
    class Odd:
        @staticmethod
        @fk.hookimpl
        def followkit_guards() -> list[fk.Guard]:
            return [guard("static")]

        @classmethod
        @fk.hookimpl
        def followkit_checks(cls) -> list[fk.Check]:
            return [fk.Check(code="of-class", examine=lambda reading: ())]

    assert brought(fk.Kit(plugins=[Odd()])) == {"guard:static", "check:of-class"}


def test_no_plugin_gets_hold_of_the_manager_and_so_none_can_bring_in_another():
    seen: list[object] = []

    @fk.hookimpl
    def looking() -> list[fk.Guard]:
        seen.extend(sys._getframe(1).f_locals)
        return []

    fk.Kit(plugins=[module(followkit_guards=looking)])
    assert seen
    assert "manager" not in seen
    refused(SimpleNamespace(followkit_guards=fk.hookimpl(lambda manager: [])), "takes arguments")


def test_settings_of_a_plugin_are_never_told():
    class Secret:
        def __init__(self) -> None:
            self.signature = "hunter2"

        def __repr__(self) -> str:
            return f"Secret({self.signature})"

        @fk.hookimpl
        def followkit_gards(self) -> list[fk.Guard]:
            return []

    with pytest.raises(fk.errors.PluginError) as caught:
        fk.Kit(plugins=[Secret()])
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["followkit", "add"])
def test_a_plugin_by_hand_is_not_called_like_one_of_ours(name: str):
    refused(module(name, followkit_guards=quiet), "followkit's own")


def test_a_plugin_by_hand_and_an_installed_one_of_one_name_are_told_apart_by_whoever_gives_it(folder: Path):  # noqa: F811
    install(folder, "odd_one", "import followkit as fk\n@fk.hookimpl\ndef followkit_guards():\n    return []")
    mine = module("odd_one", followkit_guards=quiet)

    with pytest.raises(fk.errors.PluginError, match="one of dist-odd_one are both called 'odd_one'"):
        fk.Kit(plugins=[mine], discover=True)
    assert "quiet" not in brought(fk.Kit(plugins=[mine], discover=True, block=["odd_one"]))


def test_a_plugin_whose_name_cannot_be_asked_goes_by_that_of_its_class():
    class Shy:
        @property
        def name(self) -> str:
            raise RuntimeError("sam@acme.example")

        @staticmethod
        @fk.hookimpl
        def followkit_guards() -> list[fk.Guard]:
            return []

    if pluggy.__version__ < "1.7":
        refused(Shy(), "plugin 'Shy' is not a followkit plugin")
    else:
        assert "Shy" in {one.name for one in fk.Kit(plugins=[Shy()]).plugins}


def test_whatever_came_in_plans():
    kit = fk.Kit(plugins=[module(followkit_guards=quiet)])

    assert kit.plan(application(), now=at("2025-06-05 17:30")).due
