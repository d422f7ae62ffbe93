"""Run the examples of a Markdown page, top to bottom, as a reader would.

A page has one folder and one Python namespace. What a block is follows from its language, or from a comment on the
line before it:

    ```python                              is run
    ```pycon                               is run, and must answer as written
    ```console                             its ``$ followkit …`` lines are run, and must answer as written
    <!-- file: acme.toml -->               is written to that file
    <!-- output of the block above -->     must be what the block above printed
    <!-- exits with 1 -->                  a console block whose last command fails so
    <!-- not run: why -->                  is passed over; the reason is needed

A block that is none of these fails. In output, ``…`` stands for anything.
"""

from __future__ import annotations

import doctest
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from textwrap import dedent
from typing import Any

from attrs import define, field, frozen

FENCE = re.compile(r"(?P<indent> *)(?P<ticks>`{3,}|~{3,})(?P<language>[\w-]*)")
COMMENT = re.compile(r"\s*<!-- (?P<word>file|not run|exits with|output of the block above):? ?(?P<rest>.*?) -->")
Performer = Callable[[str, Path], tuple[str, int]]
"""A command and its folder to what it printed and how it ended."""
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@frozen(kw_only=True)
class Block:
    """Hold one fenced block: where it begins, its language, its text, and what the comment before it says."""

    line: int
    language: str
    text: str
    word: str = ""
    rest: str = ""


def blocks(page: str) -> Iterator[Block]:
    """List the fenced blocks of a page."""
    lines = page.splitlines()
    start = 0
    while start < len(lines):
        fence = FENCE.match(lines[start])
        if fence is None:
            start += 1
            continue
        end = start + 1
        while lines[end].strip() != fence["ticks"]:
            end += 1
        before = next((line for line in reversed(lines[:start]) if line.strip()), "")
        comment = COMMENT.fullmatch(before)
        told = {"word": comment["word"], "rest": comment["rest"]} if comment else {}
        text = dedent("\n".join(lines[start + 1 : end])) + "\n"
        yield Block(line=start + 1, language=fence["language"], text=text, **told)
        start = end + 1


def only_followkit(line: str, folder: Path) -> tuple[str, int]:
    """Run a command in a folder; return what it printed and how it ended."""
    program, *arguments = shlex.split(line, comments=True)
    assert program == "followkit", f"only followkit is run, not {program}: say why not, or leave it out"
    command = [sys.executable, "-X", "utf8", "-m", "followkit", *arguments]
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    return done.stdout, done.returncode


@define(kw_only=True)
class Page:
    """Run blocks one after the other; what one leaves, the next finds."""

    name: str
    folder: Path
    perform: Performer = only_followkit
    names: dict[str, Any] = field(factory=lambda: {"__name__": "page"})
    printed: str = ""

    def run(self, block: Block) -> None:
        """Run one block, or raise AssertionError."""
        if block.word == "not run":
            assert block.rest, "say why this block is not run"
        elif block.word == "file":
            path = self.folder / block.rest
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.word == "output of the block above":
            check(block.text, self.printed)
        elif block.language == "python":
            self._run_python(block)
        elif block.language == "pycon":
            self._run_session(block)
        elif block.language == "console":
            self._run_commands(block)
        else:
            raise AssertionError(f"nobody knows what to do with this {block.language or 'nameless'} block")

    def _run_python(self, block: Block) -> None:
        code = compile("\n" * block.line + block.text, self.name, "exec", dont_inherit=True)
        with redirect_stdout(io.StringIO()) as printed:
            exec(code, self.names)  # noqa: S102 - the page is ours
        self.printed = printed.getvalue()

    def _run_session(self, block: Block) -> None:
        session = doctest.DocTestParser().get_doctest(block.text, self.names, self.name, self.name, block.line)
        complaints: list[str] = []
        doctest.DocTestRunner(optionflags=FLAGS).run(session, out=complaints.append, clear_globs=False)
        self.names.update(session.globs)
        assert session.examples, "a session has lines that begin with >>>"
        assert not complaints, "".join(complaints)

    def _run_commands(self, block: Block) -> None:
        first, *commands = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        assert commands, "a console block has lines that begin with $"
        assert not first.strip(), "a console block begins with a command"
        for number, text in enumerate(commands, 1):
            line, _, expected = text.partition("\n")
            status = int(block.rest) if block.word == "exits with" and number == len(commands) else 0
            self._run_command(line, expected, status)

    def _run_command(self, line: str, expected: str, status: int) -> None:
        self.printed, ended = self.perform(line, self.folder)
        check(expected, self.printed)
        assert ended == status, f"{line} ended with {ended}:\n{self.printed}"


def run(text: str, folder: Path, name: str = "page.md", perform: Performer = only_followkit) -> None:
    """Run the blocks of a page in a folder; say of the first that is not true where it is."""
    page = Page(name=name, folder=folder, perform=perform)
    for block in blocks(text):
        try:
            page.run(block)
        except Exception as error:
            error.add_note(f"in the block at {name}:{block.line}")
            raise


def check(expected: str, actual: str) -> None:
    """Compare output line by line, with ``…`` for anything and without regard to blank ends."""
    wanted, given = _trimmed(expected), _trimmed(actual)
    pattern = re.escape(wanted).replace("…", ".*?")
    assert re.fullmatch(pattern, given, re.DOTALL), f"the page says:\n{wanted}\n\nbut it is:\n{given}"


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
