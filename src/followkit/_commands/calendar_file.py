"""Write a calendar over the one of last time, so that importing it again changes what changed, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import evolve

from followkit._builtin.channels.calendar_reading import MOST_BYTES
from followkit._commands import facts_file
from followkit._commands.terminal import refuse
from followkit._core.errors import InvalidFacts

OPTION = "--ics"


def write(path: Path, made: Callable[[bytes | None], bytes]) -> None:
    """Write a calendar to *path*.

    Args:
        path: where to; what stands there must be the same calendar as we wrote it last time.
        made: makes the calendar from that one, or from None where there is none.

    Raises:
        InvalidFacts: at ``--ics``, for anything else that stands there.
    """
    try:
        data = made(_last(path))
    except InvalidFacts as error:
        problems = [evolve(one, place=OPTION) if one.place == "previous" else one for one in error.problems]
        raise InvalidFacts(problems=problems) from None
    facts_file.replace({path: data})


def _last(path: Path) -> bytes | None:
    if not path.exists():
        return None
    if not path.is_file():  # which also keeps us from waiting at a pipe
        raise refuse(OPTION, "is no file", "choose another name")
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
