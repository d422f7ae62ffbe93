"""What was meant to be a hook and is none is named, also where another hook of the plugin is well.

A plugin that lost its guard in silence would let go out what the guard forbids.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, cached_property, partial, partialmethod
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pytest

import followkit as fk


def guards() -> list[fk.Guard]:
    return [fk.Guard(name="never", judge=lambda proposal: fk.Verdict(veto=True))]


@fk.hookimpl
def marked() -> list[fk.Guard]:
    return guards()


@fk.hookimpl
def checks() -> list[fk.Check]:
    return [fk.Check(code="well", examine=lambda reading: ())]


class _Callable:
    def __call__(self) -> list[fk.Guard]:
        return guards()


class _AnswersAll:
    def __getattr__(self, name: str) -> object:
        return {} if name == "followkit_impl" else self


NO_FUNCTIONS = {
    "marked and cached": cache(marked),
    "cached and marked": fk.hookimpl(cache(guards)),
    "cached": cache(guards),
    "a marked partial": fk.hookimpl(partial(guards)),
    "a partial": partial(guards),
    "an object that can be called": _Callable(),
    "an object that answers to all": _AnswersAll(),
    "a class": _Callable,
    "a list": guards(),
    "None": None,
    "one of Python's own": sys.exit,
}


def refused(plugin: object, said: str) -> None:
    with pytest.raises(fk.errors.PluginError, match=said):
        fk.Kit(plugins=[plugin])


def of(made: Callable[[], object], name: str, found: object) -> object:
    plugin = made()
    vars(plugin)[name] = found
    vars(plugin)["followkit_checks"] = checks
    return plugin


@pytest.mark.parametrize("made", [partial(ModuleType, "ours"), SimpleNamespace], ids=["module", "instance"])
@pytest.mark.parametrize("found", NO_FUNCTIONS.values(), ids=NO_FUNCTIONS)
def test_a_hook_that_is_no_plain_function_is_refused_and_says_what_to_write(made, found):
    said = r"has followkit_guards, which is no plain function; write @followkit.hookimpl above def followkit_guards\(\)"

    refused(of(made, "followkit_guards", found), said)


class _Property:
    followkit_checks = staticmethod(checks)

    @property
    @fk.hookimpl
    def followkit_guards(self) -> list[fk.Guard]:
        return guards()


class _Elsewhere:
    followkit_checks = staticmethod(checks)

    @property
    @fk.hookimpl(specname="followkit_guards")
    def brought(self) -> list[fk.Guard]:
        return guards()


class _Kept:
    followkit_checks = staticmethod(checks)

    @cached_property
    def followkit_guards(self) -> list[fk.Guard]:
        return guards()


class _Partial:
    followkit_checks = staticmethod(checks)

    def named(self, name: str) -> list[fk.Guard]:
        return [fk.Guard(name=name, judge=lambda proposal: fk.Verdict(veto=True))]

    followkit_guards = partialmethod(named, "never")


class _CachedOfClass:
    followkit_checks = staticmethod(checks)
    followkit_guards: Any = classmethod(fk.hookimpl(cache(lambda cls: guards())))  # type: ignore[arg-type]


class _Listed:
    followkit_checks = staticmethod(checks)
    followkit_guards = guards()


@attrs.frozen
class _Field:
    followkit_guards: list[fk.Guard] = attrs.field(factory=guards)
    followkit_checks = staticmethod(checks)


@pytest.mark.parametrize("kind", [_Property, _Elsewhere, _Kept, _Partial, _CachedOfClass, _Listed, _Field])
def test_neither_is_one_of_a_class_that_is_not_a_method(kind: type):
    refused(kind(), "which is no plain function")


@pytest.mark.parametrize("found", [marked, guards, cache(guards), guards()], ids=["marked", "plain", "cached", "list"])
@pytest.mark.parametrize("name", ["followkit_guard", "followkit_gaurds", "folowkit_guards", "followkitguards"])
def test_a_name_that_is_hardly_another_is_refused(name: str, found: object):
    refused(of(SimpleNamespace, name, found), rf"{name}, which is no hook; did you mean followkit_guards\?")


def test_a_mark_under_another_name_is_not_lost_either():
    refused(
        of(SimpleNamespace, "brought", fk.hookimpl(specname="followkit_guards")(cache(guards))), "has brought, which"
    )


def test_what_a_plugin_needs_for_itself_may_have_any_other_name():
    plugin = of(SimpleNamespace, "followkit_guards", marked)
    vars(plugin).update(_followkit_guards=guards(), guards=guards, followkit_whatsapp=ModuleType("followkit_whatsapp"))

    [report] = [one for one in fk.Kit(plugins=[plugin]).plugins if one.name != "followkit"]

    assert report.provides == ("check:well", "guard:never")


def test_what_is_marked_and_not_found_by_pluggy_is_no_silence():
    class Hiding:
        followkit_checks = staticmethod(checks)
        followkit_guards = staticmethod(marked)

        def __getattribute__(self, name: str) -> object:
            return None if name == "followkit_guards" else object.__getattribute__(self, name)

    with pytest.raises(fk.errors.PluginError, match="Hiding"):
        fk.Kit(plugins=[Hiding()])
