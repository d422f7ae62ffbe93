"""Read the files that stand beside a facts file, and no others."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from followkit._interchange.strict import refuse
from followkit._interchange.text import BYTES


def bytes_at(path: Path) -> bytes:
    """Return the bytes of a regular file, and one more than allowed when it is too large.

    Raises:
        InvalidFacts: for a file that is not there, is no file, or cannot be read.
    """
    limit = max(BYTES.values()) if path.suffix not in (".toml", ".json") else BYTES[path.suffix[1:]]
    if not _is_file(path):  # which also keeps us from waiting at a pipe, or reading a device without end
        refuse("no-such-file", "there is no such file", "look at its name and folder")
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError:
        refuse("no-such-file", "the file cannot be read", "look at its permissions")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long, or a folder we may not enter
        return False


def read_beside(folder: Path, name: str) -> bytes:
    """Return the bytes of a file named in a facts file of *folder*.

    Only files in the folder, below it, or directly in the folder above it can be named: facts files are passed on, and
    one from a stranger must not read what else is on the disk. Where a link leads is what counts.

    Raises:
        InvalidFacts: for any other path, or a file that cannot be read.
    """
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or "\\" in name or "\0" in name:
        refuse("outside-folder", "is no path beside this file", 'a relative path, as in "me.toml" or "../me.toml"')
    try:
        home = folder.resolve()
        target = (home / name).resolve()
    except (OSError, ValueError, RuntimeError):
        refuse("no-such-file", "there is no such file", "look at its name and folder")
    if not (target.is_relative_to(home) or target.parent == home.parent):
        refuse("outside-folder", "leads out of this file's folder", "keep it in that folder, below it, or one above")
    return bytes_at(target)
