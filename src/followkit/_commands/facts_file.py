"""Read facts files as bytes, keep every byte, and replace files only as a whole."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from followkit import interchange
from followkit._commands.terminal import TEMPORARY, refuse, shown
from followkit._core.facts import Application
from followkit._interchange.folder import read_beside
from followkit._interchange.reader import Loaded
from followkit._interchange.text import decode

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def loaded(data: bytes, path: Path) -> Application:
    """Return the application that *data* would be if it stood at *path*.

    Raises:
        InvalidFacts: with every problem of it.
    """
    return interchange.loads(decode(data, "toml"), id=path.stem, read=partial(read_beside, path.parent))


def load(name: str) -> Loaded:
    """Return what a facts file says, and what the invites it names leave open.

    Raises:
        InvalidFacts: with every problem of it, or for an invite: answers and events have no place in one.
    """
    refuse_invite(Path(name))
    return interchange.load_with_questions(name)


def refuse_invite(path: Path) -> None:
    """Refuse a calendar invite where a facts file is needed."""
    if path.suffix == ".ics":
        hint = f"make one of it: followkit new {path.stem}.toml --invite {path.name}"
        raise refuse("", "is a calendar invite, not a facts file", shown(hint))


def create(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, or nothing at all.

    Raises:
        FileExistsError: when there is something already; it is never touched.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
        try:
            file.write(data)
            file.flush()
        except BaseException:
            path.unlink()
            raise


def replace(files: Mapping[Path, bytes], mode: int | None = None) -> None:
    """Write files as wholes: all of them are ready beside their places before the first takes its place.

    Args:
        files: what to write where; a link is followed, so that it stays a link.
        mode: their permissions; None keeps those a file has, and lets only its owner read a new one.
    """
    ready: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            place = path.resolve()
            ready[place] = _beside(place, data, mode)
        for place, temporary in ready.items():
            temporary.replace(place)
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)


def _beside(place: Path, data: bytes, mode: int | None) -> Path:
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        kept = _mode_of(place)
        temporary.chmod(kept if mode is None else mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _mode_of(place: Path) -> int:
    """Return the permissions of a file; one that its owner may not write to is not to be replaced either."""
    try:
        mode = stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        return PRIVATE_FILE
    if not mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, "is write-protected", str(place))
    return mode
