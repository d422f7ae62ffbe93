"""``followkit write``: save drafts of what is due, and of what comes next, marked "not before …"."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from followkit import interchange
from followkit._commands import moment
from followkit._commands.draft_folder import DraftFolder, Outcome, file_name
from followkit._commands.plan import settings
from followkit._commands.terminal import refuse, shown, tell
from followkit._commands.wording import contact, did_you_mean, question, reason, when
from followkit._core.decisions import FollowUp, State
from followkit._core.errors import ChannelError, MissingFacts
from followkit._core.facts import Application
from followkit._core.phrasing import say
from followkit._core.plans import Plan
from followkit._interchange.places import shortened
from followkit.events import ContactClass
from followkit.kit import Kit

WORDS = {
    "line": "{handle}: {contact}. {standing}",
    State.DUE: "Send it now.",
    State.LATE: "Late, and still worth sending.",
    State.READY: "It may go now; best at {when}.",
    State.WAITING: "{not_before}",
    "best": " Best at {when}.",
    "if-silent": " Only if nobody answers by then.",
    State.HELD: "Their hours are closed. {not_before}",
    "file": "  {file}: {outcome}",
    "lacking": "Not written yet; please answer:",
    "refused": "Not written: {why}.",
    "nothing": "Nothing to write. {reason}",
    "answer": "Write the answers into {file}, at the place named in brackets, and run this again.",
    "unsent": "Nothing was sent.",
    "record": "Once you have sent one: followkit record {file} sent {handle}",
    Outcome.WRITTEN: "written",
    Outcome.UPDATED: "written anew",
    Outcome.UNCHANGED: "unchanged",
    Outcome.KEPT: "kept, you changed it",
    Outcome.FOREIGN: "not written, another follow-up has a draft of this name; use another folder",
}
_LATER = (State.WAITING, State.HELD)


@frozen(kw_only=True)
class Prepared:
    """Hold one follow-up with its files, or with what keeps them from being written."""

    follow_up: FollowUp
    files: dict[str, bytes] = field(factory=dict, repr=False)
    standing: str = ""
    questions: tuple[str, ...] = field(default=(), repr=False)


def run(options: Namespace) -> int:
    """Write the drafts of one file; a note that lacks a fact is asked about and does not stop the others."""
    application = interchange.load(options.file)
    kit = Kit(set=settings(options.set))
    plan = kit.plan(application, now=moment.now(options.now, application))
    chosen = _chosen(plan, options.handles)
    prepared = [_prepare(one, kit, plan, application) for one in chosen]
    folder = DraftFolder.at(Path(options.out))
    files: dict[str, tuple[str, bytes]] = {}
    for one in prepared:
        for name, content in one.files.items():
            files.setdefault(name, (one.follow_up.handle, content))
    outcomes = folder.keep(files, application=application.id) if files else {}
    for one in prepared:
        how = contact(one.follow_up, application, plan.wording)
        tell(WORDS["line"].format(handle=one.follow_up.handle, contact=how, standing=one.standing))
        tell(*_files(one, files, outcomes, Path(options.out)), *one.questions)
    tell(*(_afterwards(prepared, options.file) if chosen else [_nothing(plan, application)]))
    return 0


def _afterwards(prepared: Sequence[Prepared], file: str) -> list[str]:
    """Return what the person does next."""
    lacking = [WORDS["answer"].format(file=shown(file))] if any(one.questions for one in prepared) else []
    if not any(one.files for one in prepared):
        return lacking
    now = next((one.follow_up.handle for one in prepared if one.files and one.follow_up.state not in _LATER), None)
    record = [WORDS["record"].format(file=shown(file), handle=now)] if now else []
    return [*lacking, " ".join([WORDS["unsent"], *record])]


def _nothing(plan: Plan, application: Application) -> str:
    return WORDS["nothing"].format(reason=reason(plan.because, application, plan.wording))


def _chosen(plan: Plan, handles: Sequence[str]) -> list[FollowUp]:
    """Return what was asked for by name, else what is due and what comes next."""
    known = {one.handle: one for one in (*plan.follow_ups, *plan.ahead)}
    for handle in handles:
        if handle not in known:
            message = f"no follow-up of this plan is called {shortened(handle)}"
            raise refuse("", message, did_you_mean(handle, known))
    if handles:
        return [known[handle] for handle in dict.fromkeys(handles)]
    return [*plan.due, *(plan.upcoming or plan.ahead[:1])]


def _prepare(one: FollowUp, kit: Kit, plan: Plan, application: Application) -> Prepared:
    try:
        message = kit.compose(kit.write(one, application), one, application)
        drafts = kit.drafts(message)
    except MissingFacts as error:
        asked = [f"  {question(missing, application, plan.wording)}" for missing in error.questions]
        return Prepared(follow_up=one, standing=WORDS["lacking"], questions=tuple(asked))
    except ChannelError as error:
        return Prepared(follow_up=one, standing=WORDS["refused"].format(why=error))
    name = file_name(one.handle)
    mark = f"{_not_before(one, plan)}\n".encode() if one.state in _LATER else b""
    files = {f"{name}{d.suffix}": (mark if d.suffix == ".txt" else b"") + d.content for d in drafts}
    return Prepared(follow_up=one, files=files, standing=_standing(one, plan))


def _not_before(one: FollowUp, plan: Plan) -> str:
    """Return the mark of a draft that waits: its earliest moment, or the next opening when hours are closed."""
    at = one.when if one.state is State.HELD else one.window.earliest
    is_asking = one.state is State.WAITING and one.contact is ContactClass.STATUS
    return say(plan.wording, "headings", "not-before", {"when": at}) + (WORDS["if-silent"] if is_asking else "")


def _standing(one: FollowUp, plan: Plan) -> str:
    times = {"when": when(one.when, plan.wording), "not_before": _not_before(one, plan)}
    is_better_later = one.state is State.WAITING and one.when != one.window.earliest
    return (WORDS[one.state] + (WORDS["best"] if is_better_later else "")).format(**times)


def _files(
    one: Prepared, files: Mapping[str, tuple[str, bytes]], outcomes: Mapping[str, Outcome], folder: Path
) -> list[str]:
    ours = {name: outcomes[name] if files[name][0] == one.follow_up.handle else Outcome.FOREIGN for name in one.files}
    return [WORDS["file"].format(file=shown(str(folder / name)), outcome=WORDS[told]) for name, told in ours.items()]
