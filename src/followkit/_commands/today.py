"""``followkit today``: one queue over all files of a folder, soonest first; a broken file is a line, not the end."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from followkit._commands import facts_file, moment
from followkit._commands.terminal import problem, refuse, shown, tell
from followkit._commands.wording import contact, question, reason, when
from followkit._core.decisions import FollowUp, State
from followkit._core.errors import FollowkitError
from followkit._core.facts import Application
from followkit._core.plans import Plan
from followkit._core.timing import utc
from followkit._interchange.folder import bytes_at
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
    def order(self) -> tuple[int, bool, datetime, str]:
        """Give the place in the queue: overdue, due (urgent first), then by time; with nothing planned, last."""
        if self.follow_up is None:
            return (len(_ORDER) + 1, True, utc(self.plan.made_at), self.file)
        state = self.follow_up.state
        standing = _ORDER.index(state) if state in _ORDER else len(_ORDER)
        return (standing, state in _ORDER and not self.follow_up.urgent, utc(self.follow_up.when), self.file)


@frozen(kw_only=True)
class Found:
    """Hold what stands in a folder: applications, what is wrong with files, and files of another kind."""

    applications: dict[str, Application] = field(factory=dict, repr=False)
    broken: dict[str, str] = field(factory=dict)
    others: list[str] = field(factory=list)


def run(options: Namespace) -> int:
    """Print the queue of one folder; it fails only when every application in it is broken."""
    folder = Path(options.folder)
    if not folder.is_dir():
        raise refuse("", "there is no such folder", "name the folder your facts files are in")
    found = _read(folder)
    queue = _queue(found, options.now) if found.applications else []
    tell(*(_line(entry) for entry in sorted(queue, key=lambda entry: entry.order)))
    tell(*(_row(WORDS["broken"], file, what) for file, what in sorted(found.broken.items())))
    if not (found.applications or found.broken):
        tell(WORDS["none"].format(folder=shown(options.folder)))
    if found.others:
        tell(WORDS["others"].format(files=", ".join(map(shown, found.others))))
    return 2 if found.broken and found.applications.keys() <= found.broken.keys() else 0


def _queue(found: Found, typed: str | None) -> list[Entry]:
    """Return the lines of all applications, related to each other, at one moment for all.

    A local moment is in the first zone that is known.
    """
    at_home = next((one for one in found.applications.values() if moment.home_zone(one)), None)
    now, kit = moment.now(typed, at_home), Kit()
    try:
        plans = kit.agenda(found.applications.values(), now=now).plans
    except FollowkitError:
        found.broken.update(_unsound(kit, found, now))
        sound = [one for file, one in found.applications.items() if file not in found.broken]
        plans = kit.agenda(sound, now=now).plans
    files = {application.id: file for file, application in found.applications.items()}
    told = [(files[plan.application], plan) for plan in plans]
    return [entry for file, plan in told for entry in _entries(file, found.applications[file], plan)]


def _unsound(kit: Kit, found: Found, now: datetime) -> dict[str, str]:
    """Return the files that nothing can be planned from, and why."""
    broken = {}
    for file, application in found.applications.items():
        try:
            kit.plan(application, now=now)
        except FollowkitError as error:
            broken[file] = problem(error)
    return broken


def _read(folder: Path) -> Found:
    found = Found()
    for path in sorted(path for path in folder.iterdir() if path.suffix == ".toml"):
        try:
            data = bytes_at(path)
            tables, _ = parse(decode(data, "toml"), "toml")
            if APPLICATION_KEYS & tables.keys():
                found.applications[path.name] = _one_of(found, facts_file.loaded(data, path))
            else:
                found.others.append(path.name)
        except (FollowkitError, OSError) as error:
            found.broken[path.name] = problem(error)
    return found


def _one_of(found: Found, application: Application) -> Application:
    """Return the application, unless another file is about the same one."""
    if any(one.id == application.id for one in found.applications.values()):
        raise refuse("id", "another file in the folder has the same one", "give each its own, or leave it out")
    return application


def _entries(file: str, application: Application, plan: Plan) -> list[Entry]:
    """Return the lines of one file, none when it is over."""
    planned = [*plan.follow_ups, *([] if plan.upcoming else plan.ahead[:1])]
    entries = [Entry(file=file, application=application, plan=plan, follow_up=one) for one in planned]
    over = plan.closed and not plan.questions
    nothing = [] if over else [Entry(file=file, application=application, plan=plan)]
    return entries or nothing


def _line(entry: Entry) -> str:
    one, plan = entry.follow_up, entry.plan
    if one is None and plan.closed:
        return _row(WORDS["nothing"], entry.file, question(plan.questions[0], entry.application, plan.wording))
    if one is None:
        what = reason(plan.because, entry.application, plan.wording)
        return _row(WORDS["nothing"], entry.file, what)
    is_asking = one.contact is ContactClass.STATUS and one not in plan.due
    notes = {"if-silent": one in plan.ahead or is_asking, "optional": one.optional, "waits": bool(one.needs)}
    told = "".join(WORDS[name] for name, is_so in notes.items() if is_so)
    what = f"{one.handle}: {contact(one, entry.application, plan.wording)}{told}"
    return _row(WORDS.get(one.state, when(one.when, plan.wording)), entry.file, what)


def _row(standing: str, file: str, what: str) -> str:
    return WORDS["line"].format(standing=standing, file=shown(file), what=what)
