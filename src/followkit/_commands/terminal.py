"""Say things to the person at the terminal: results on standard output, everything else beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from followkit._core.errors import FollowkitError, InvalidFacts, InvalidPolicy, Problem, WordsError

MOST_PROBLEMS = 50
TEMPORARY = ".followkit-"
"""How the names of files begin that are not yet in their place."""


def tell(*lines: str) -> None:
    """Write lines to standard output; a character the terminal does not know becomes a question mark."""
    _write(sys.stdout, lines)


def notice(*lines: str) -> None:
    """Write lines beside the result, so that the result can be piped on."""
    _write(sys.stderr, lines)


def complain(error: FollowkitError | OSError, about: str = "") -> None:
    """Say what went wrong, one line for each problem, in the form ``followkit: acme.toml: place: what (cure)``.

    Args:
        error: what went wrong; no error of followkit holds a personal value.
        about: the file or folder it went wrong with.
    """
    told = list(complaints(error, about))
    rest = len(told) - MOST_PROBLEMS
    notice(*told[:MOST_PROBLEMS], *([f"followkit: and {rest} more problems"] if rest > 0 else []))


def complaints(error: FollowkitError | OSError, about: str = "") -> Iterable[str]:
    """Yield one line for each problem of an error."""
    if isinstance(error, OSError) and isinstance(error.filename, (str, Path)):
        about = _place(Path(error.filename))
    for text in _texts(error):
        where = f"{shown(about)}: " if about and not text.startswith("--") else ""
        yield f"followkit: {where}{text}"


def problem(error: FollowkitError | OSError) -> str:
    """Return the first thing that is wrong, in one line."""
    return _texts(error)[0]


def refuse(place: str, message: str, hint: str = "") -> InvalidFacts:
    """Return the error that says what is wrong with what was typed at *place*."""
    return InvalidFacts(problems=[Problem(place=shown(place), code="refused", message=message, hint=hint)])


def shown(text: str) -> str:
    r"""Return text with nothing in it that could disturb a terminal.

    >>> shown("a\x1b[2Jb.toml")
    'a?[2Jb.toml'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _place(path: Path) -> str:
    """Return a path as its owner knows it: what we only put beside it stands for its folder."""
    return str(path.parent if path.name.startswith(TEMPORARY) else path)


def _texts(error: FollowkitError | OSError) -> list[str]:
    if isinstance(error, OSError):
        return [(error.strerror or type(error).__name__).lower()]
    problems: tuple[Problem, ...] = getattr(error, "problems", ())
    if isinstance(error, InvalidPolicy):
        return [_of_policy(problem) for problem in problems]
    if problems:
        return [str(problem) for problem in problems]
    if isinstance(error, WordsError):
        return [f"{error.place}: {error}" if error.place else str(error)]
    return [shown(line) for line in str(error).splitlines()] or [type(error).__name__]


def _of_policy(problem: Problem) -> str:
    """Return what is wrong with the rules; what was set by hand was typed as ``--set``."""
    text = str(problem)
    return f"--set: {text.removeprefix('set: ')}" if text.startswith("set: ") else text


def _write(stream: object, lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))  # type: ignore[attr-defined]
