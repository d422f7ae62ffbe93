"""Find what is wrong with a plugin's functions before any of them is called: nothing here may pass in silence."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

_PREFIX = "followkit_"
_MARK = "followkit_impl"  # what pluggy's marker sets on a function
_WRAPPING = ("hookwrapper", "wrapper")


def slips(plugin: object, hooks: Collection[str]) -> Iterator[str]:
    """Yield what is named or marked like a hook and is none, lacks its marker, or does more than to register.

    Nothing of the plugin is evaluated but the functions that it marked.

    Args:
        plugin: the module or instance.
        hooks: the names of the hooks.
    """
    for name in dir(plugin):
        found = inspect.getattr_static(plugin, name)
        function = getattr(found, "__func__", found) if _may_be_marked(found) else None
        marks: Mapping[str, Any] | None = getattr(function, _MARK, None) if inspect.isfunction(function) else None
        if not inspect.isfunction(function) or (marks is None and not name.startswith(_PREFIX)):
            continue
        hook = (marks or {}).get("specname") or name
        if hook not in hooks:
            near = get_close_matches(hook, hooks, n=1)
            cure = f"did you mean {near[0]}?" if near else f"the hooks are {', '.join(hooks)}"
            yield f"has a function {hook}, which is no hook; {cure}"
        elif marks is None:
            yield f"has {name} without its marker; write @followkit.hookimpl above it"
        elif more := _more_than_registering(getattr(plugin, name), marks):
            yield f"has {name}, which {more}"


def _may_be_marked(found: object) -> bool:
    """Tell whether this is a function, or a method by which one is reached; an object may answer to any name."""
    return inspect.isfunction(found) or isinstance(found, (classmethod, staticmethod)) or inspect.ismethod(found)


def _more_than_registering(function: Any, marks: Mapping[str, Any]) -> str:
    """Return what a hook does that no hook may do, or nothing."""
    if any(marks.get(mark) for mark in _WRAPPING):
        return "wraps the hook; hooks only register, so return the records"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return "is async; hooks only register, so return the records"
    if inspect.signature(function).parameters:
        return "takes arguments; hooks only register, and are given none"
    return ""
