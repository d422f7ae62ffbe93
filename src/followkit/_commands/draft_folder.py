"""Keep drafts in a folder without ever replacing one that somebody changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import field, frozen

from followkit._commands import facts_file

MANIFEST = ".followkit.json"
"""The file in the folder that holds what we wrote: per file its SHA-256 and what it is the draft of."""
LONGEST = 100


class Outcome(StrEnum):
    """Name what became of one draft."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    FOREIGN = "foreign"


@frozen(kw_only=True)
class DraftFolder:
    """Hold a folder and what we remember to have written there.

    Args:
        path: the folder; made when the first draft is written, and then for its owner alone.
        written: file name to its digest, application and handle.
    """

    path: Path
    written: Mapping[str, Any] = field(repr=False)

    @classmethod
    def at(cls, path: Path) -> DraftFolder:
        """Return the folder; a manifest nobody can read counts as none, so that every draft in it is kept."""
        try:
            known = json.loads((path / MANIFEST).read_bytes())
        except (FileNotFoundError, ValueError, RecursionError):
            known = {}
        return cls(path=path, written=known if isinstance(known, dict) else {})

    def keep(self, drafts: Mapping[str, tuple[str, bytes]], *, application: str) -> dict[str, Outcome]:
        """Write drafts, all or none, and return what became of each.

        Args:
            drafts: file name to handle and content.
            application: the id of the application they belong to.
        """
        outcomes = {
            name: self._outcome(name, {"application": application, "handle": handle}, content)
            for name, (handle, content) in drafts.items()
        }
        ours = dict(self.written)
        new: dict[Path, bytes] = {}
        for name, outcome in outcomes.items():
            handle, content = drafts[name]
            if outcome in (Outcome.WRITTEN, Outcome.UPDATED):
                new[self.path / name] = content
            if outcome in (Outcome.WRITTEN, Outcome.UPDATED, Outcome.UNCHANGED):
                ours[name] = {"application": application, "handle": handle, "sha256": _digest(content)}
        if ours != self.written:
            new[self.path / MANIFEST] = (json.dumps(ours, indent=2, sort_keys=True) + "\n").encode()
        self.path.mkdir(mode=facts_file.PRIVATE_FOLDER, parents=True, exist_ok=True)
        facts_file.replace(new, mode=facts_file.PRIVATE_FILE)
        return outcomes

    def _outcome(self, name: str, owner: Mapping[str, str], content: bytes) -> Outcome:
        known = self.written.get(name)
        known = known if isinstance(known, dict) else {}
        if (self.path / name).is_symlink():
            return Outcome.KEPT
        try:
            there = (self.path / name).read_bytes()
        except FileNotFoundError:
            return Outcome.WRITTEN
        if known and any(known.get(key) != value for key, value in owner.items()):
            return Outcome.FOREIGN
        if there == content:
            return Outcome.UNCHANGED
        return Outcome.UPDATED if known.get("sha256") == _digest(there) else Outcome.KEPT


def file_name(handle: str) -> str:
    """Return the name of a draft, without its ending.

    >>> file_name("thank-you/priya"), file_name("thank-you/panel/all")
    ('thank-you-priya', 'thank-you-panel-all')
    """
    name = re.sub(r"[^A-Za-z0-9._@+-]", "-", handle)
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}-{_digest(handle.encode())[:12]}"


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
