"""``followkit write``: save drafts of what is due, and of what comes next, "not before …" in their names."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from attrs import field, frozen

from followkit._builtin.channels.printing import PAGE, PDF, as_pdf
from followkit._commands import facts_file, moment
from followkit._commands.draft_folder import DraftFolder, Outcome, file_name
from followkit._commands.kits import again, kit_of
from followkit._commands.plan import settings
from followkit._commands.terminal import refuse, shown, tell
from followkit._commands.wording import contact, did_you_mean, question, reason, told, worded
from followkit._core.decisions import FollowUp, State
from followkit._core.errors import ChannelError, MissingFacts, PluginError
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon
from followkit._core.plans import Plan
from followkit._interchange.places import shortened
from followkit.events import ContactClass
from followkit.kit import Kit

SPOKEN = "spoken"
"""The class of channels that are called, not sent."""
_LATER = (State.WAITING, State.HELD)


@frozen(kw_only=True)
class Prepared:
    """Hold one follow-up with its files, or with what keeps them from being written."""

    follow_up: FollowUp
    files: dict[str, bytes] = field(factory=dict, repr=False)
    standing: str = ""
    questions: tuple[str, ...] = field(default=(), repr=False)
    failed: bool = False


def run(options: Namespace) -> int:
    """Write the drafts of one file; a note that lacks a fact, or whose plugin fails, does not stop the others."""
    application = facts_file.load(options.file).application
    kit = kit_of(options, set=settings(options.set))
    plan = worded(kit.plan(application, now=moment.now(options.now, application)), options.language, kit)
    chosen = _chosen(plan, options.handles)
    prepared = [_prepare(one, kit, plan, application, pdf=options.pdf) for one in chosen]
    drafts = {one.follow_up.handle: one.files for one in prepared if one.files}
    folder = Path(options.out)
    outcomes = DraftFolder.at(folder).keep(drafts, application=application.id) if drafts else {}
    words = plan.wording
    for one in prepared:
        how = contact(one.follow_up, application, words)
        tell(told(words, "draft", handle=one.follow_up.handle, contact=how, standing=one.standing))
        tell(*_files(outcomes.get(one.follow_up.handle, {}), folder, words), *one.questions)
    tell(*(_afterwards(prepared, options, words) if chosen else [_nothing(plan, application)]))
    return 2 if any(one.failed for one in prepared) else 0


def _afterwards(prepared: Sequence[Prepared], options: Namespace, words: Lexicon) -> list[str]:
    """Return what the person does next."""
    lacking = [told(words, "answer-into", file=shown(options.file))] if any(one.questions for one in prepared) else []
    if not any(one.files for one in prepared):
        return lacking
    now = next((one.follow_up for one in prepared if one.files and one.follow_up.state not in _LATER), None)
    record = [_record(now, options, words)] if now else []
    is_printed = any(name.endswith(PDF) for one in prepared for name in one.files)
    unprinted = [told(words, "draft-no-page")] if options.pdf and not is_printed else []
    return [*lacking, *unprinted, " ".join([told(words, "unsent"), *record])]


def _record(one: FollowUp, options: Namespace, words: Lexicon) -> str:
    how = "called" if one.channel_class == SPOKEN else "sent"
    command = f"followkit record {shown(options.file)} {how} {one.handle}{again(options)}"
    return told(words, f"record-{how}", command=command)


def _nothing(plan: Plan, application: Application) -> str:
    return told(plan.wording, "draft-nothing", reason=reason(plan.because, application, plan.wording))


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


def _prepare(one: FollowUp, kit: Kit, plan: Plan, application: Application, *, pdf: bool) -> Prepared:
    try:
        message = kit.compose(kit.write(one, application), one, application)
        drafts = {draft.suffix: draft.content for draft in kit.drafts(message)}
        if pdf and PAGE in message.extra and PDF not in drafts:
            drafts[PDF] = as_pdf(message)
    except MissingFacts as error:
        asked = [f"  {question(missing, application, plan.wording)}" for missing in error.questions]
        return Prepared(follow_up=one, standing=told(plan.wording, "draft-lacking"), questions=tuple(asked))
    except (ChannelError, PluginError) as error:
        refused, failed = told(plan.wording, "draft-refused", why=shown(str(error))), isinstance(error, PluginError)
        return Prepared(follow_up=one, standing=refused, failed=failed)
    name = file_name(one.handle, _opening(one).date() if one.state in _LATER else None)
    files = {f"{name}{suffix}": content for suffix, content in drafts.items()}
    return Prepared(follow_up=one, files=files, standing=_standing(one, plan))


def _opening(one: FollowUp) -> datetime:
    """Return the earliest moment of a draft that waits, or the next opening when hours are closed."""
    return one.when if one.state is State.HELD else one.window.earliest


def _standing(one: FollowUp, plan: Plan) -> str:
    """Return when it goes; best later than it may is worth saying."""
    is_waiting = one.state is State.WAITING
    code = f"draft-{one.state}" + (f"-{SPOKEN}" if one.channel_class == SPOKEN and one.state not in _LATER else "")
    best = {"when": one.when} if not is_waiting or one.when != one.window.earliest else {}
    is_asking = is_waiting and one.contact is ContactClass.STATUS
    return told(plan.wording, code, earliest=_opening(one), if_silent=is_asking, **best)


def _files(outcomes: Mapping[str, Outcome], folder: Path, words: Lexicon) -> list[str]:
    return [f"  {told(words, f'file-{outcome}', file=shown(str(folder / name)))}" for name, outcome in outcomes.items()]
