"""Find the plugins of installed distributions; each is imported alone, and a broken one says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import metadata

import pluggy
from attrs import evolve

from followkit._core.answers import kind_of
from followkit._core.records import FAILURES
from followkit._plugins.loading import GROUP, RESERVED, PluginState, Source

_LEAST = re.compile(r"(?:>=|==|~=|>)\s*(\d+(?:\.\d+)*)")
_PLUGGY = re.compile(r"pluggy\b(?![-_.])", re.IGNORECASE)

UNREADABLE = "has a list of entry points that cannot be read"

Points = Mapping[str, Sequence[metadata.EntryPoint]]


def discovered(block: Collection[str] = (), allow: Collection[str] | None = None) -> list[Source]:
    """Return the plugins of installed distributions by name; each is imported alone, and a broken one says so.

    Args:
        block: names that are left out, and not even imported.
        allow: names of which alone may be imported; None for all.
    """
    points, unreadable = _points()
    missing = sorted(set(allow or ()) - {*points, *unreadable, *block})
    wanted = [name for name in unreadable if name not in block and (allow is None or name in allow)]
    return [
        *(_found(name, points[name], block, allow) for name in sorted(points)),
        *(_failed(name, UNREADABLE) for name in wanted),
        *(_failed(name, "is not installed") for name in missing),
    ]


def installed() -> list[Source]:
    """Return the installed plugins by name, without importing any."""
    points, unreadable = _points()
    return [
        *(_found(name, points[name], block=[name], allow=None) for name in sorted(points)),
        *(_failed(name, UNREADABLE) for name in unreadable),
    ]


def _points() -> tuple[Points, list[str]]:
    """Return the entry points by name, and the distributions whose list of them cannot be read."""
    unreadable: list[str] = []
    try:
        found = list(metadata.entry_points(group=GROUP))
    except FAILURES:  # one broken file of any distribution, and nothing says whose
        found = list(_one_by_one(unreadable))
    points: dict[str, list[metadata.EntryPoint]] = {}
    for point in found:
        points.setdefault(point.name, []).append(point)
    return points, sorted(unreadable)


def _one_by_one(unreadable: list[str]) -> Iterator[metadata.EntryPoint]:
    """Yield the entry points of each distribution that can be read; one that cannot counts where it names our group."""
    seen = set()
    for one in metadata.distributions():
        name = _name_of(one)
        if name in seen:
            continue
        seen.add(name)
        try:
            yield from (point for point in one.entry_points if point.group == GROUP)
        except FAILURES:
            if f"[{GROUP}]" in (one.read_text("entry_points.txt") or ""):
                unreadable.append(name)


def _found(
    name: str, points: Sequence[metadata.EntryPoint], block: Collection[str], allow: Collection[str] | None
) -> Source:
    """Return what one name stands for; nothing is imported that was not asked for."""
    distribution = points[0].dist if len(points) == 1 else None
    told = Source(name=name, explicit=False)
    if distribution is not None:
        told = evolve(told, distribution=_name_of(distribution), version=_version_of(distribution))
    if name in block:
        return evolve(told, state=PluginState.BLOCKED)
    if allow is not None and name not in allow:
        return evolve(told, state=PluginState.NOT_ALLOWED)
    if len(points) > 1:
        owners = ", ".join(sorted(_name_of(point.dist) for point in points if point.dist))
        return _failed(name, f"is the name of two distributions' plugins: {owners}")
    if name in RESERVED:
        return evolve(told, problem="goes by a name that is followkit's own", state=PluginState.FAILED)
    if lacking := _lacking(distribution):
        return evolve(told, problem=lacking, state=PluginState.FAILED)
    try:
        return evolve(told, plugin=points[0].load())
    except FAILURES as error:
        return evolve(told, problem=f"cannot be imported ({_kind_of(error)})", state=PluginState.FAILED)


def _failed(name: str, problem: str) -> Source:
    return Source(name=name, explicit=False, problem=problem, state=PluginState.FAILED)


def _kind_of(error: BaseException) -> str:
    """Return what kind of error it is, and for a module that is missing or too old, which; nothing else that it says.

    Where a name is missing in pluggy, another pluggy is what is needed.
    """
    kind, module = kind_of(error), getattr(error, "name", None)
    if not isinstance(error, ImportError) or not isinstance(module, str) or not module.isprintable():
        return kind
    if module.partition(".")[0] == "pluggy":
        return f"{kind}: what it imports is not in pluggy {pluggy.__version__}; it may need a newer one"
    return f"{kind}: {module}"


def _lacking(distribution: metadata.Distribution | None) -> str:
    """Return which newer pluggy a distribution says it needs, or nothing; what depends on the machine is not read."""
    try:
        requires = (distribution.requires if distribution else None) or ()
    except FAILURES:
        return ""
    here = _release(pluggy.__version__)
    for wanted in requires:
        least = _LEAST.search(wanted) if _PLUGGY.match(wanted) and ";" not in wanted else None
        if least and _release(least[1]) > here:
            return f"needs pluggy {least[1]} or newer, and {pluggy.__version__} is installed"
    return ""


def _release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, without zeros at the end.

    >>> _release("1.5.0") == _release("1.5"), _release("1.10") > _release("1.9.2rc1")
    (True, True)
    """
    numbers = [int(number) for number in re.findall(r"^\d+|(?<=\.)\d+", version)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _name_of(distribution: metadata.Distribution) -> str:
    """Return what a distribution is called, also where its metadata is broken."""
    try:
        return str(distribution.name or "")
    except FAILURES:
        return ""


def _version_of(distribution: metadata.Distribution) -> str:
    try:
        return str(distribution.version or "")
    except FAILURES:
        return ""
