"""Find what is wrong with a plugin's functions before any of them is called: nothing here may pass in silence."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from types import ModuleType
from typing import Any

_PREFIX = "followkit_"
_MARK = "followkit_impl"  # what pluggy's marker sets on a function
_WRAPPING = ("hookwrapper", "wrapper")
_HARDLY_ANOTHER = 0.92
"""So near to the name of a hook is only what was meant to be one."""
_AROUND: Mapping[type[Any], str] = {
    property: "fget",
    functools.cached_property: "func",
    functools.partialmethod: "func",
    classmethod: "__func__",
    staticmethod: "__func__",
}
"""What holds a function and has no room for a mark of its own, and where it holds it."""


def slips(plugin: object, hooks: Collection[str]) -> Iterator[str]:
    """Yield what is named or marked like a hook and is none, lacks its marker, or does more than to register.

    Nothing of the plugin is evaluated but the functions that it marked.

    Args:
        plugin: the module or instance.
        hooks: the names of the hooks.
    """
    for name in dir(plugin):
        found = inspect.getattr_static(plugin, name)
        function, marks = _function(found), _marks(found)
        if marks is None and not _is_meant(name, found, hooks):
            continue
        hook = _hook(name, marks)
        if hook not in hooks:
            near = get_close_matches(hook, hooks, n=1)
            cure = f"did you mean {near[0]}?" if near else f"the hooks are {', '.join(hooks)}"
            yield f"has {'a function' if function else 'something called'} {hook}, which is no hook; {cure}"
        elif function is None:
            yield f"has {name}, which is no plain function; write @followkit.hookimpl above def {hook}()"
        elif marks is None:
            yield f"has {name} without its marker; write @followkit.hookimpl above it"
        elif more := _more_than_registering(getattr(plugin, name), marks):
            yield f"has {name}, which {more}"


def marked(plugin: object) -> list[str]:
    """Return the hooks that the functions of a plugin are marked for, one for each function, sorted."""
    found = [(name, _marks(inspect.getattr_static(plugin, name))) for name in dir(plugin)]
    return sorted(_hook(name, marks) for name, marks in found if marks is not None)


def _hook(name: str, marks: Mapping[str, Any] | None) -> str:
    return (marks or {}).get("specname") or name


def _is_meant(name: str, found: object, hooks: Collection[str]) -> bool:
    """Tell whether what has no mark was meant as a hook; another module may be called like anything."""
    if name in hooks:
        return True
    if isinstance(found, ModuleType) or name.startswith("_"):
        return False
    return name.startswith(_PREFIX) or bool(get_close_matches(name, hooks, n=1, cutoff=_HARDLY_ANOTHER))


def _function(found: object) -> Any:
    """Return the plain function that this is, or by which a method is reached; None for anything else."""
    if isinstance(found, (classmethod, staticmethod)) or inspect.ismethod(found):
        found = found.__func__
    return found if inspect.isfunction(found) else None


def _marks(found: object) -> Mapping[str, Any] | None:
    """Return what the marker says of this, or of the function it holds, without asking it: it may answer anything."""
    if inspect.ismethod(found):
        found = found.__func__
    marks = inspect.getattr_static(found, _MARK, None)
    where = _AROUND.get(type(found))
    if marks is None and where:
        return _marks(getattr(found, where))
    return marks if isinstance(marks, dict) else None


def _more_than_registering(function: Any, marks: Mapping[str, Any]) -> str:
    """Return what a hook does that no hook may do, or nothing."""
    if any(marks.get(mark) for mark in _WRAPPING):
        return "wraps the hook; hooks only register, so return the records"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return "is async; hooks only register, so return the records"
    if inspect.signature(function).parameters:
        return "takes arguments; hooks only register, and are given none"
    return ""
