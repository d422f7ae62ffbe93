"""``followkit questions``: what to ask before leaving, what to write down after it, what a note waits for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from followkit._commands import facts_file, moment, wording
from followkit._commands.terminal import tell
from followkit._core.decisions import Question
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon
from followkit.kit import Kit

WORDS = {
    "before-leaving": "Before you leave, by {when}:",
    "after-interview": "Within the hour, by {when}:",
    "any": "To write a note:",
    "before-leaving-no-hour": "Before you leave:",
    "after-interview-no-hour": "Within the hour:",
    "invite": "The invite leaves open:",
    "asked": "  {question}",
    "one-waits": "  {question}; {handles} waits for it",
    "more-wait": "  {question}; {handles} wait for it",
    "none": "Nothing is to be asked now.",
}


def run(options: Namespace) -> int:
    """Print what to ask about one file, in the order in which it is forgotten."""
    loaded = facts_file.load(options.file)
    application = loaded.application
    kit = Kit()
    asked = kit.questions(application, now=moment.now(options.now, application))
    words = kit.lexicon(application.me.language)
    for (when, due), group in groupby(asked, key=lambda one: (one.moment, one.due)):
        tell(_heading(when, due, application, words), *_lines(group, application, words))
    known = {one.place for one in asked}
    left_open = [one for one in loaded.questions if one.place not in known]
    if left_open:
        tell(WORDS["invite"], *_lines(left_open, application, words))
    if not (asked or left_open):
        tell(WORDS["none"])
    return 0


def _heading(when: str, due: datetime | None, application: Application, words: Lexicon) -> str:
    if due is None:
        return WORDS.get(f"{when}-no-hour", WORDS[when])
    return WORDS[when].format(when=wording.when(moment.local(due, application), words))


def _lines(asked: Iterable[Question], application: Application, words: Lexicon) -> list[str]:
    return [_line(one, application, words) for one in asked]


def _line(one: Question, application: Application, words: Lexicon) -> str:
    how = ("asked", "one-waits", "more-wait")[min(len(one.blocks), 2)]
    return WORDS[how].format(question=wording.question(one, application, words), handles=", ".join(one.blocks))
