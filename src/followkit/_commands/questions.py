"""``followkit questions``: what to ask before leaving, what to write down after it, what a note waits for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from followkit._commands import facts_file, moment, wording
from followkit._commands.kits import kit_of
from followkit._commands.terminal import tell
from followkit._core.decisions import Question
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon


def run(options: Namespace) -> int:
    """Print what to ask about one file, in the order in which it is forgotten."""
    loaded = facts_file.load(options.file)
    application = loaded.application
    kit = kit_of(options)
    asked = kit.questions(application, now=moment.now(options.now, application))
    words = wording.language(options.language, kit, application)
    for (when, due), group in groupby(asked, key=lambda one: (one.moment, one.due)):
        tell(_heading(when, due, application, words), *_lines(group, application, words))
    known = {one.place for one in asked}
    left_open = [one for one in loaded.questions if one.place not in known]
    if left_open:
        tell(wording.told(words, "invite-leaves-open"), *_lines(left_open, application, words))
    if not (asked or left_open):
        tell(wording.told(words, "no-questions"))
    return 0


def _heading(when: str, due: datetime | None, application: Application, words: Lexicon) -> str:
    hour = {"when": moment.local(due, application)} if due is not None else {}
    return wording.told(words, when, **hour)


def _lines(asked: Iterable[Question], application: Application, words: Lexicon) -> list[str]:
    return [_line(one, application, words) for one in asked]


def _line(one: Question, application: Application, words: Lexicon) -> str:
    asked = wording.question(one, application, words)
    if not one.blocks:
        return f"  {asked}"
    waiting = {"handles": list(one.blocks), "count": len(one.blocks)}
    return f"  {wording.told(words, 'waited-for', question=asked, **waiting)}"
