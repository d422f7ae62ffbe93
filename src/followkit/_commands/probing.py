"""Look at installed plugins in a process of its own, so that whatever they do there ends with that process.

What it found it writes to a file, and what else is said there is thrown away: a plugin that prints, exits, crashes or
never ends cannot be taken for one that is well. Nor can one that writes that file itself and ends Python: the answer
has to hold a word that the process is told, and has read, before any plugin is loaded.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from followkit._core.errors import FollowkitError
from followkit._plugins.loading import PluginState
from followkit.kit import Kit

SECONDS = 30
"""So long may plugins take."""
_CHILD = "from followkit._commands.probing import look; import sys; look(sys.argv[1], sys.argv[2:])"
_NOWHERE = subprocess.DEVNULL

Found = Mapping[str, Any]
"""What some plugins bring, under ``provides``, and what is wrong with them, under ``problem``."""


def probed(names: Sequence[str], seconds: float = SECONDS) -> Found:
    """Return what installed plugins are: ``provides``, and under ``problem`` what is wrong with them, or nothing.

    Args:
        names: of the entry points of one or more, which are loaded together.
        seconds: how long they may take.
    """
    word = secrets.token_hex()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = Path(folder, "told.json")
        command = [sys.executable, "-c", _CHILD, str(told), *names]
        try:
            done = subprocess.run(  # noqa: S603  (our own interpreter; the names are arguments, never a command)
                command, input=word.encode(), stdout=_NOWHERE, stderr=_NOWHERE, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return _wrong(f"did not come to an end within {seconds:g} seconds")
        try:
            found = json.loads(told.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            found = None
    if done.returncode or not _is_answer(found, word):
        return _wrong(f"ended Python with exit code {done.returncode}")
    return {"provides": found["provides"], "problem": found["problem"]}


def look(told: str, names: Sequence[str]) -> None:
    """Load installed plugins and write to the file *told*, as JSON, what they bring and what is wrong with them.

    The word that the answer must hold is read from standard input, which is then at its end.
    """
    word = sys.stdin.read()
    Path(told).write_text(json.dumps({**looked_at(names), "word": word}), encoding="utf-8")


def _is_answer(found: Any, word: str) -> bool:
    if not isinstance(found, dict) or found.get("word") != word:
        return False
    provides = found.get("provides")
    told = [*provides, found.get("problem")] if isinstance(provides, list) else [None]
    return all(isinstance(one, str) for one in told)


def looked_at(names: Sequence[str]) -> Found:
    """Return in this process what :func:`probed` returns."""
    try:
        reports = [one for one in Kit(discover=True, allow=names).plugins if one.name in names]
    except FollowkitError as error:
        return _wrong(str(error))
    broken = [one.problem for one in reports if one.state is PluginState.FAILED]
    return {"provides": [given for one in reports for given in one.provides], "problem": "; ".join(broken)}


def _wrong(problem: str) -> Found:
    return {"provides": [], "problem": problem}
