"""``followkit today``: one queue over all files of a folder, soonest first; a broken file is a line, not the end."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from attrs import evolve, field, frozen

from followkit._commands import calendar_file, facts_file, moment
from followkit._commands.kits import kit_of
from followkit._commands.terminal import notice, problem, refuse, shown, tell
from followkit._commands.wording import contact, language, question, reason, told, when, worded
from followkit._core.agendas import Agenda
from followkit._core.decisions import FollowUp, State
from followkit._core.errors import FollowkitError
from followkit._core.explaining import waits_for_silence
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon
from followkit._core.plans import Plan
from followkit._core.timing import utc
from followkit._interchange.folder import bytes_at
from followkit._interchange.text import decode, parse
from followkit.kit import Kit

APPLICATION_KEYS = frozenset({"company", "position", "interviews"})
"""A file with none of these is no application: ``me.toml``, or settings of another program."""
NARROWEST = 16
"""The width of the first column, unless something in it is wider."""
_ORDER = (State.LATE, State.DUE)


@frozen(kw_only=True)
class Entry:
    """Hold one line of the queue: what is to be done, or why nothing is, in one file."""

    file: str
    application: Application = field(repr=False)
    plan: Plan = field(repr=False)
    follow_up: FollowUp | None = None

    @property
    def is_due(self) -> bool:
        """Tell whether it is to be done now; a step ahead is not, until the one before it found silence."""
        return self.follow_up in self.plan.due

    @property
    def order(self) -> tuple[int, bool, datetime, str]:
        """Give the place in the queue: overdue, due (urgent first), then by time; with nothing planned, last."""
        if self.follow_up is None:
            return (len(_ORDER) + 1, True, utc(self.plan.made_at), self.file)
        standing = _ORDER.index(self.follow_up.state) if self.is_due else len(_ORDER)
        return (standing, self.is_due and not self.follow_up.urgent, utc(self.follow_up.when), self.file)


@frozen(kw_only=True)
class Found:
    """Hold what stands in a folder: applications, what is wrong with files, and files of another kind."""

    applications: dict[str, Application] = field(factory=dict, repr=False)
    broken: dict[str, str] = field(factory=dict)
    others: list[str] = field(factory=list)

    @property
    def sound(self) -> list[Application]:
        """Give the applications that can be planned."""
        return [one for file, one in self.applications.items() if file not in self.broken]


def run(options: Namespace) -> int:
    """Print the queue of one folder; it fails only when every application in it is broken.

    What is told of one application is in the language of its candidate, unless another was asked for.
    """
    folder = Path(options.folder)
    if not folder.is_dir():
        raise refuse("", "there is no such folder", "name the folder your facts files are in")
    found, kit = _read(folder), kit_of(options)
    agenda = _agenda(found, options, kit) if found.applications else Agenda(plans=(), entries=())
    words = language(options.language, kit, next(iter(found.applications.values()), None))
    if options.ics is not None:
        _write_ics(Path(options.ics), kit, agenda, found, words)
    queue = _queue(found, agenda)
    rows = [_row(entry) for entry in sorted(queue, key=lambda entry: entry.order)]
    rows += [(told(words, "queue-broken"), file, what) for file, what in sorted(found.broken.items())]
    width = max((NARROWEST, *(len(standing) for standing, _, _ in rows)))
    tell(*(f"{standing:<{width}}  {shown(file)}  {what}" for standing, file, what in rows))
    if not rows:
        tell(told(words, "queue-empty", folder=shown(options.folder)))
    if found.others:
        tell(told(words, "queue-others", files=", ".join(map(shown, found.others))))
    return 2 if found.broken and found.applications.keys() <= found.broken.keys() else 0


def _agenda(found: Found, options: Namespace, kit: Kit) -> Agenda:
    """Return the plans of all applications, related to each other, at one moment for all.

    A local moment is in the first zone that is known.
    """
    at_home = next((one for one in found.applications.values() if moment.home_zone(one)), None)
    now = moment.now(options.now, at_home)
    try:
        agenda = kit.agenda(found.applications.values(), now=now)
    except FollowkitError:
        found.broken.update(_unsound(kit, found, now))
        agenda = kit.agenda(found.sound, now=now)
    return evolve(agenda, plans=tuple(worded(plan, options.language, kit) for plan in agenda.plans))


def _queue(found: Found, agenda: Agenda) -> list[Entry]:
    """Return the lines of all applications."""
    files = {application.id: file for file, application in found.applications.items()}
    queue = [(files[plan.application], plan) for plan in agenda.plans]
    return [entry for file, plan in queue for entry in _entries(file, found.applications[file], plan)]


def _write_ics(path: Path, kit: Kit, agenda: Agenda, found: Found, words: Lexicon) -> None:
    """Write all plans as one calendar; what stands in it of a file that is broken now stays."""
    if not agenda.plans:
        notice(told(words, "calendar-empty", file=shown(str(path))))
        return
    whole = not found.broken
    calendar_file.write(path, lambda last: kit.calendar(agenda, found.sound, previous=last, complete=whole))
    count = sum(len(plan.follow_ups) + len(plan.ahead) for plan in agenda.plans)
    notice(told(words, "calendar-written", file=shown(str(path)), count=count))


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


def _row(entry: Entry) -> tuple[str, str, str]:
    """Return what a line says: when, in which file, and what."""
    one, plan, words = entry.follow_up, entry.plan, entry.plan.wording
    if one is None:
        asked = question(plan.questions[0], entry.application, words) if plan.closed else ""
        return told(words, "queue-nothing"), entry.file, asked or reason(plan.because, entry.application, words)
    what = told(
        words,
        "queue-line",
        handle=one.handle,
        contact=contact(one, entry.application, words),
        if_silent=one not in plan.due and waits_for_silence(one),
        optional=one.optional,
        waits=bool(one.needs),
    )
    return _standing(entry, one), entry.file, what


def _standing(entry: Entry, one: FollowUp) -> str:
    """Return when to do it; a step ahead may follow at once, and is still not to be done now."""
    if one.state not in _ORDER:
        return when(one.when, entry.plan.wording)
    return told(entry.plan.wording, f"queue-{one.state}" if entry.is_due else "queue-after")
