"""Look at one installed plugin in a process of its own, so that whatever it does there ends with that process.

The process prints one line of JSON; a plugin that prints as well, exits, crashes or never ends cannot be taken for
one that is well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

from followkit._core.errors import FollowkitError
from followkit.kit import Kit

SECONDS = 30
"""So long may a plugin take."""
_CHILD = "from followkit._commands.probing import look; import sys; look(sys.argv[1])"


def probed(name: str, seconds: float = SECONDS) -> Mapping[str, Any]:
    """Return what one installed plugin is: ``provides``, and under ``problem`` what is wrong with it, or nothing.

    Args:
        name: of its entry point.
        seconds: how long it may take.
    """
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter; the name is an argument, never a command)
            [sys.executable, "-c", _CHILD, name], capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return {"provides": [], "problem": f"did not come to an end within {seconds:g} seconds"}
    try:
        found = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"provides": [], "problem": f"ended Python with exit code {done.returncode}"}
    told: Mapping[str, Any] = found
    return told


def look(name: str) -> None:
    """Load one installed plugin and print, as JSON, what it brings and what is wrong with it."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        found = _looked(name)
    sys.stdout.write(f"\n{json.dumps(found)}\n")


def _looked(name: str) -> dict[str, Any]:
    try:
        reports = Kit(discover=True, allow=[name]).plugins
    except FollowkitError as error:
        return {"provides": [], "problem": str(error)}
    report = next(one for one in reports if one.name == name)
    return {"provides": list(report.provides), "problem": report.problem}
