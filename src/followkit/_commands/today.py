"""``followkit today``: one queue over all files of a folder, soonest first; a broken file is a line, not the end."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from followkit._commands import facts_file, moment
from followkit._commands.terminal import problem, refuse, shown, tell
from followkit._commands.wording import contact, reason, when
from followkit._core.decisions import FollowUp, State
from followkit._core.errors import FollowkitError
from followkit._core.facts import Application
from followkit._core.plans import Plan
from followkit._core.timing import utc
from followkit._interchange.text import decode, parse
from followkit.events import ContactClass
from followkit.kit import Kit

APPLICATION_KEYS = frozenset({"company", "position", "interviews"})
"""A file with none of these is no application: ``me.toml``, or settings of another program."""
WORDS = {
    "line": "{standing:<16}  {file}  {what}",
    State.LATE: "late",
    State.DUE: "now",
    "nothing": "-",
    "broken": "cannot be read",
    "if-silent": ", if nobody answers",
    "optional": ", optional",
    "waits": ", needs an answer first",
    "none": "No applications in {folder}.",
    "others": "Not read, since they say nothing of an application: {files}.",
}
_ORDER = (State.LATE, State.DUE)


@frozen(kw_only=True)
class Entry:
    """Hold one line of the queue: what is to be done, or why nothing is, in one file."""

    file: str
    application: Application = field(repr=False)
    plan: Plan = field(repr=False)
    follow_up: FollowUp | None = None

    @property
    def order(self) -> tuple[int, datetime, str]:
        """Give the place in the queue: overdue, due, then by time; what has nothing planned comes last."""
        if self.follow_up is None:
            return (len(_ORDER) + 1, utc(self.plan.made_at), self.file)
        state = self.follow_up.state
        urgency = _ORDER.index(state) if state in _ORDER else len(_ORDER)
        return (urgency, utc(self.follow_up.when), self.file)


def run(options: Namespace) -> int:
    """Print the queue of one folder; it fails only when every application in it is broken."""
    folder = Path(options.folder)
    if not folder.is_dir():
        raise refuse("", "there is no such folder", "name the folder your facts files are in")
    if options.now is not None:
        moment.written(options.now, place="--now")
    kit = Kit()
    queue: list[Entry] = []
    broken: list[str] = []
    others: list[str] = []
    for path in sorted(path for path in folder.iterdir() if path.suffix == ".toml"):
        try:
            found = _entries(path, kit, options.now)
        except (FollowkitError, OSError) as error:
            broken.append(WORDS["line"].format(standing=WORDS["broken"], file=shown(path.name), what=problem(error)))
            continue
        queue += found or []
        others += [path.name] if found is None else []
    tell(*(_line(entry) for entry in sorted(queue, key=lambda entry: entry.order)), *broken)
    if not queue and not broken:
        tell(WORDS["none"].format(folder=shown(options.folder)))
    if others:
        tell(WORDS["others"].format(files=", ".join(map(shown, others))))
    return 2 if broken and not queue else 0


def _entries(path: Path, kit: Kit, now: str | None) -> list[Entry] | None:
    """Return the lines of one file, or None when it is no application."""
    data = facts_file.read(path)
    tables, _ = parse(decode(data, "toml"), "toml")
    if not APPLICATION_KEYS & tables.keys():
        return None
    application = facts_file.loaded(data, path)
    plan = kit.plan(application, now=moment.now(now, application))
    planned = [*plan.follow_ups, *([] if plan.upcoming else plan.ahead[:1])]
    entries = [Entry(file=path.name, application=application, plan=plan, follow_up=one) for one in planned]
    return entries or [Entry(file=path.name, application=application, plan=plan)]


def _line(entry: Entry) -> str:
    one, plan = entry.follow_up, entry.plan
    if one is None:
        what = reason(plan.because, entry.application, plan.wording)
        return WORDS["line"].format(standing=WORDS["nothing"], file=shown(entry.file), what=what)
    is_asking = one.contact is ContactClass.STATUS and one not in plan.due
    notes = {"if-silent": one in plan.ahead or is_asking, "optional": one.optional, "waits": bool(one.needs)}
    told = "".join(WORDS[name] for name, is_so in notes.items() if is_so)
    what = f"{one.handle}: {contact(one, entry.application, plan.wording)}{told}"
    standing = WORDS.get(one.state, when(one.when, plan.wording))
    return WORDS["line"].format(standing=standing, file=shown(entry.file), what=what)
