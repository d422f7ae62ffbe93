"""Deal what a scenario expects of several applications out to each: ``"acme: check-in/1"`` is of ``acme``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from followkit._core.agendas import Agenda
from followkit._scenarios.scenario import Expected

OF_ONE = frozenset({"because", "stops_on", "ghosted", "closed", "layers"})
"""What is said of a plan as a whole, and so of one application only."""

_NAMED = ("refused", "values", "used", "says", "due", "absent", "asks", "assumes")


def unowned(expected: Expected, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each key and name under it that is said of none of the applications."""
    for key, names in (("expect", expected.steps), *((key, expected.rest.get(key, ())) for key in _NAMED)):
        yield from ((key, name) for name in names if name.partition(": ")[0] not in ids or ": " not in name)


def share_of(id: str, expected: Expected) -> Expected:
    """Return what is said of one application, as if it were the only one; ``due`` is left to the queue."""
    rest = {key: _own(id, value) if key in _NAMED else value for key, value in expected.rest.items() if key != "due"}
    return Expected(steps=_own(id, expected.steps), rest=rest)


def _own(id: str, said: Mapping[str, Any] | Sequence[str]) -> Any:
    start = f"{id}: "
    if isinstance(said, Mapping):
        return {name.removeprefix(start): value for name, value in said.items() if name.startswith(start)}
    return tuple(name.removeprefix(start) for name in said if name.startswith(start))


def queue_differences(expected: Expected, agenda: Agenda) -> Iterator[str]:
    """Yield how the queue differs: what is due, in its order."""
    wanted = expected.rest.get("due")
    found = tuple(f"{entry.application}: {entry.follow_up.handle}" for entry in agenda.due)
    if wanted is not None and found != wanted:
        yield f"due: expected {', '.join(wanted) or 'nothing'}, due is {', '.join(found) or 'nothing'}"
