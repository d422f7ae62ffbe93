"""Keep drafts in a folder without ever replacing one that somebody changed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
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
    REMOVED = "removed"


_WRITTEN = (Outcome.WRITTEN, Outcome.UPDATED)
_OURS = (*_WRITTEN, Outcome.UNCHANGED)
Drafts = Mapping[str, Mapping[str, bytes]]


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

    def keep(self, drafts: Drafts, *, application: str) -> dict[str, dict[str, Outcome]]:
        """Write drafts, all or none, remove earlier ones of other names, and return what became of each by handle.

        An earlier draft that somebody changed is kept, and told about.

        Args:
            drafts: handle to file name to content.
            application: the id of the application they belong to.
        """
        outcomes: dict[str, dict[str, Outcome]] = {handle: {} for handle in drafts}
        ours, new = dict(self.written), dict[Path, bytes]()
        claimed: set[str] = set()
        for handle, files in drafts.items():
            owner = {"application": application, "handle": handle}
            for name, content in files.items():
                outcome = Outcome.FOREIGN if name in claimed else self._outcome(name, owner, content)
                claimed.add(name)
                outcomes[handle][name] = outcome
                if outcome in _WRITTEN:
                    new[self.path / name] = content
                if outcome in _OURS:
                    ours[name] = {**owner, "sha256": _digest(content)}
        for handle, name in self._earlier(drafts, application, claimed):
            outcomes[handle][name] = Outcome.REMOVED if self._is_as_written(name) else Outcome.KEPT
            if outcomes[handle][name] is Outcome.REMOVED:
                del ours[name]
        self._save(ours, new)
        for name in self.written.keys() - ours.keys():
            (self.path / name).unlink()
        return outcomes

    def _earlier(self, handles: Iterable[str], application: str, claimed: Collection[str]) -> list[tuple[str, str]]:
        """Return handle and name of what lies there of these follow-ups, under names they no longer have.

        The manifest is a file like any other: it names nothing outside the folder, and nothing but drafts.
        """
        return [
            (handle, name)
            for handle in handles
            for name in self.written
            if name not in claimed
            and (self.entry(name).get("application"), self.entry(name).get("handle")) == (application, handle)
            and name == Path(name).name
            and name.startswith(f"{file_name(handle)}.")
            and (self.path / name).exists()
        ]

    def _save(self, ours: Mapping[str, Any], new: dict[Path, bytes]) -> None:
        if ours != self.written:
            new[self.path / MANIFEST] = (json.dumps(ours, indent=2, sort_keys=True) + "\n").encode()
        self.path.mkdir(mode=facts_file.PRIVATE_FOLDER, parents=True, exist_ok=True)
        facts_file.replace(new, mode=facts_file.PRIVATE_FILE)

    def _outcome(self, name: str, owner: Mapping[str, str], content: bytes) -> Outcome:
        known = self.entry(name)
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
        return Outcome.UPDATED if self._is_as_written(name) else Outcome.KEPT

    def _is_as_written(self, name: str) -> bool:
        path = self.path / name
        return not path.is_symlink() and self.entry(name).get("sha256") == _digest(path.read_bytes())

    def entry(self, name: str) -> Mapping[str, Any]:
        """Return what is remembered of a file; nothing for one that somebody else put there."""
        entry = self.written.get(name)
        return entry if isinstance(entry, dict) else {}


def file_name(handle: str, not_before: date | None = None) -> str:
    """Return the name of a draft, without its ending; one that waits says so where every program shows it.

    >>> file_name("thank-you/priya"), file_name("check-in/1", date(2025, 6, 17))
    ('thank-you-priya', 'check-in-1.not-before-2025-06-17')
    """
    name = re.sub(r"[^A-Za-z0-9._@+-]", "-", handle)
    name = name if len(name) <= LONGEST else f"{name[:LONGEST]}-{_digest(handle.encode())[:12]}"
    return f"{name}.not-before-{not_before}" if not_before else name


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
