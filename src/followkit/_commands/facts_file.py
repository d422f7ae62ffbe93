"""Read facts files as bytes, keep every byte, and replace files only as a whole."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from followkit import interchange
from followkit._core.facts import Application
from followkit._interchange.folder import bytes_at, read_beside
from followkit._interchange.text import decode

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def loaded(data: bytes, path: Path) -> Application:
    """Return the application that *data* would be if it stood at *path*.

    Raises:
        InvalidFacts: with every problem of it.
    """
    return interchange.loads(decode(data, "toml"), id=path.stem, read=partial(read_beside, path.parent))


def read(path: Path) -> bytes:
    """Return the bytes of a facts file.

    Raises:
        InvalidFacts: when there is none, or it cannot be read.
    """
    return bytes_at(path)


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
    handle, name = tempfile.mkstemp(prefix=".followkit-", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode if mode is not None else _mode_of(place))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _mode_of(place: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(place.stat().st_mode)
    return PRIVATE_FILE
