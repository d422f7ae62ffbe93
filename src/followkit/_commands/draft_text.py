"""Read drafts back from their files, as somebody left them: the words, who gets a copy, what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.utils import getaddresses
from pathlib import Path
from typing import Any

from attrs import field, frozen

from followkit._commands.draft_folder import DraftFolder
from followkit._commands.terminal import refuse
from followkit._core.findings import Finding
from followkit._core.notes import Note

SUFFIXES = (".txt", ".eml")
"""The files that are read; of two with the same words the first."""
PRINTED = (".html", ".pdf")
"""Other forms of the text beside them, which is read in their place."""
MOST_BYTES = 1_000_000
_FIELD = re.compile(r"(?P<name>[^\s:][^:\n]{0,40}):[ \t]+(?P<value>\S[^\n]*)")
_COPIES = ("to", "cc", "bcc")
"""Where somebody else's address may stand beside the recipient's own."""


@frozen(kw_only=True)
class DraftText:
    """Hold one draft as its file has it.

    Args:
        path: the file.
        application, handle: what it is the draft of, as the folder remembers; None when it does not.
        subject: its subject line.
        subject_line: on which line of the file that stands.
        body: the words below the head.
        body_line: on which line of the file they begin.
        copies: every address it goes to, the recipient's own among them.
        attachments: how many files are attached; None where none can be.
    """

    path: Path
    application: str | None = None
    handle: str | None = None
    subject: str = field(default="", repr=False)
    subject_line: int = 1
    body: str = field(default="", repr=False)
    body_line: int = 1
    copies: tuple[str, ...] = field(default=(), repr=False)
    attachments: int | None = None

    @property
    def text(self) -> str:
        """Give subject and words as somebody would type them."""
        return f"Subject: {self.subject}\n\n{self.body}" if self.subject else self.body

    def line_of(self, finding: Finding, note: Note) -> int:
        """Return the line of the file that a finding is about; the first of the words for what is about all of them."""
        if finding.place == "subject":
            return self.subject_line
        passages = {"salutation": note.salutation, "closing": note.closing, "signature": note.signature}
        passages |= {part.name: part.text for part in note.parts}
        body = self.body.replace("\r\n", "\n").replace("\r", "\n")
        start = body.find(passages.get(finding.place, ""))
        return self.body_line + body.count("\n", 0, max(start, 0) + (finding.span[0] if finding.span else 0))


def drafts_at(paths: Sequence[str]) -> list[DraftText]:
    """Return the drafts that paths name: files, or all there are in a folder.

    Raises:
        InvalidFacts: for a path that is neither, a file that is no draft, or one that cannot be read.
    """
    return [_read(path) for name in paths for path in _files(name)]


def _files(name: str) -> Iterator[Path]:
    path = Path(name)
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        is_folder = is_file = False
    if is_folder:
        found = [one for one in path.iterdir() if one.suffix in SUFFIXES and one.is_file()]
        yield from sorted(found, key=lambda one: (one.stem, SUFFIXES.index(one.suffix)))
    elif not is_file:
        raise refuse(name, "there is no such file or folder", "the folder that followkit write made")
    elif path.suffix in PRINTED and path.with_suffix(SUFFIXES[0]).is_file():
        yield path.with_suffix(SUFFIXES[0])
    elif path.suffix not in SUFFIXES:
        raise refuse(name, "is no draft", f"one that ends in {' or '.join(SUFFIXES)}")
    else:
        yield path


def _read(path: Path) -> DraftText:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise refuse(str(path), "more than 1 MB; a note is smaller")
    entry = DraftFolder.at(path.parent).entry(path.name)
    known = {key: entry[key] for key in ("application", "handle") if isinstance(entry.get(key), str)}
    found = _mail(data, path) if path.suffix == ".eml" else _plain(_utf8(data, path))
    return DraftText(path=path, **known, **found)


def _utf8(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(str(path), f"line {line} is not UTF-8 text", "save the file as UTF-8") from None


def _plain(text: str) -> dict[str, Any]:
    """Take the head off, if there is one: lines such as ``To: …`` and ``Subject: …``, up to the first empty line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    head, gap, body = plain.partition("\n\n")
    fields = [_FIELD.fullmatch(line) for line in head.splitlines()]
    if not gap or not fields or not all(fields):
        return {"body": plain}
    told = [(match["name"].strip().lower(), match["value"].strip()) for match in fields if match]
    subject = next((index for index, (name, _) in enumerate(told) if name == "subject"), None)
    return {
        "subject": "" if subject is None else told[subject][1],
        "subject_line": 1 if subject is None else subject + 1,
        "body": body,
        "body_line": len(fields) + 2,
        "copies": _addresses([value for name, value in told if name in _COPIES]),
    }


def _mail(data: bytes, path: Path) -> dict[str, Any]:
    """Return what a mail program would show; what one cannot read is refused."""
    try:
        message: Any = message_from_bytes(data, policy=policy.default)
        part = message.get_body(("plain",))
        body = "" if part is None else str(part.get_content())
        subject = str(message["Subject"] or "")
        copies = [str(value) for name in _COPIES for value in message.get_all(name, [])]
        attached = len(list(message.iter_attachments()))
    except Exception as error:  # the parser has many ways to fail, and what it says may be personal
        raise refuse(str(path), f"is no e-mail that can be read ({type(error).__name__})") from None
    lines = re.split(rb"\r?\n", data)
    named = (number for number, line in enumerate(lines, start=1) if line.lower().startswith(b"subject:"))
    return {
        "subject": " ".join(subject.split()),
        "subject_line": next(named, 1),
        "body": body,
        "body_line": lines.index(b"") + 2 if b"" in lines else 1,
        "copies": _addresses(copies),
        "attachments": attached,
    }


def _addresses(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(address for _, address in getaddresses(values) if address)
