"""``followkit write``: save drafts of what is due, and of what comes next, "not before …" in their names."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from followkit._commands import facts_file, moment
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

SPOKEN = "spoken"
"""The class of channels that are called, not sent."""
WORDS = {
    "line": "{handle}: {contact}. {standing}",
    State.DUE: "Send it now.",
    State.LATE: "Late, and still worth sending.",
    State.READY: "It may go now; best at {when}.",
    State.WAITING: "{not_before}",
    f"{State.DUE}-{SPOKEN}": "Call now.",
    f"{State.LATE}-{SPOKEN}": "Late, and still worth a call.",
    f"{State.READY}-{SPOKEN}": "You may call now; best at {when}.",
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
    f"record-{SPOKEN}": "Once you have called: followkit record {file} called {handle}",
    Outcome.WRITTEN: "written",
    Outcome.UPDATED: "written anew",
    Outcome.UNCHANGED: "unchanged",
    Outcome.KEPT: "kept, you changed it",
    Outcome.REMOVED: "removed, its new name is above",
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
    application = facts_file.load(options.file).application
    kit = Kit(set=settings(options.set))
    plan = kit.plan(application, now=moment.now(options.now, application))
    chosen = _chosen(plan, options.handles)
    prepared = [_prepare(one, kit, plan, application) for one in chosen]
    drafts = {one.follow_up.handle: one.files for one in prepared if one.files}
    folder = Path(options.out)
    outcomes = DraftFolder.at(folder).keep(drafts, application=application.id) if drafts else {}
    for one in prepared:
        how = contact(one.follow_up, application, plan.wording)
        tell(WORDS["line"].format(handle=one.follow_up.handle, contact=how, standing=one.standing))
        tell(*_files(outcomes.get(one.follow_up.handle, {}), folder), *one.questions)
    tell(*(_afterwards(prepared, options.file) if chosen else [_nothing(plan, application)]))
    return 0


def _afterwards(prepared: Sequence[Prepared], file: str) -> list[str]:
    """Return what the person does next."""
    lacking = [WORDS["answer"].format(file=shown(file))] if any(one.questions for one in prepared) else []
    if not any(one.files for one in prepared):
        return lacking
    now = next((one.follow_up for one in prepared if one.files and one.follow_up.state not in _LATER), None)
    record = [_word("record", now).format(file=shown(file), handle=now.handle)] if now else []
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
    name = file_name(one.handle, _opening(one).date() if one.state in _LATER else None)
    files = {f"{name}{draft.suffix}": draft.content for draft in drafts}
    return Prepared(follow_up=one, files=files, standing=_standing(one, plan))


def _opening(one: FollowUp) -> datetime:
    """Return the earliest moment of a draft that waits, or the next opening when hours are closed."""
    return one.when if one.state is State.HELD else one.window.earliest


def _not_before(one: FollowUp, plan: Plan) -> str:
    is_asking = one.state is State.WAITING and one.contact is ContactClass.STATUS
    told = say(plan.wording, "headings", "not-before", {"when": _opening(one)})
    return told + (WORDS["if-silent"] if is_asking else "")


def _standing(one: FollowUp, plan: Plan) -> str:
    times = {"when": when(one.when, plan.wording), "not_before": _not_before(one, plan)}
    is_better_later = one.state is State.WAITING and one.when != one.window.earliest
    return (_word(one.state, one) + (WORDS["best"] if is_better_later else "")).format(**times)


def _word(name: str, one: FollowUp) -> str:
    """Return the words of this name, for a call where it has its own."""
    return WORDS.get(f"{name}-{one.channel_class}", WORDS[name])


def _files(outcomes: Mapping[str, Outcome], folder: Path) -> list[str]:
    return [
        WORDS["file"].format(file=shown(str(folder / name)), outcome=WORDS[outcome])
        for name, outcome in outcomes.items()
    ]
