"""``followkit plan``: what to do now, what next, why nothing more, what to answer, and when it stops."""

from __future__ import annotations

import json
import tomllib
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from followkit import interchange
from followkit._commands import calendar_file, changes, facts_file, moment
from followkit._commands.kits import kit_of
from followkit._commands.terminal import notice, refuse, shown, tell
from followkit._commands.wording import did_you_mean, question, told, worded
from followkit._core.explaining import MOST_LINES
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon, say
from followkit._core.plans import Diff, Plan, diff
from followkit._core.timing import is_before
from followkit._interchange.places import shortened
from followkit.kit import Kit

_REASON = " " * 6
"""How the lines of an explanation begin that only say why; they are the first to make room."""


def run(options: Namespace) -> int:
    """Print the plan of one file."""
    loaded = facts_file.load(options.file)
    application = loaded.application
    kit = kit_of(options, set=settings(options.set))
    now = moment.now(options.now, application)
    plan = worded(kit.plan(application, now=now), options.language, kit)
    since = changed = None
    if options.since is not None:
        since = moment.day_or_instant(options.since, application, place="--since")
        if is_before(now, since):
            raise refuse("--since", "lies after the moment the plan is for")
        changed = diff(kit.plan(moment.as_of(application, since), now=since), plan)
    if options.ics is not None:
        _write_ics(Path(options.ics), kit, plan, application)
    if options.why is not None:
        tell(*_why(options, plan, application))
        return 0
    if options.json:
        tell(_as_json(plan, changed))
        return 0
    news = changes.lines(changed, application, plan, moment.local(since, application)) if changed and since else []
    known = {asked.place for asked in plan.questions}
    left_open = [question(asked, application, plan.wording) for asked in loaded.questions if asked.place not in known]
    invite = [told(plan.wording, "invite-leaves-open"), *(f"  {line}" for line in left_open)] if left_open else []
    tell(*in_one_page(plan.explain(application).splitlines(), news, invite, words=plan.wording))
    return 0


def _why(options: Namespace, plan: Plan, application: Application) -> list[str]:
    """Return why one thing is planned or not."""
    if options.json or options.since is not None:
        raise refuse("--why", "is an answer of its own", "leave --json and --since out")
    return why(plan, application, options.why, place="--why")


def why(plan: Plan, application: Application, name: str, *, place: str) -> list[str]:
    """Return why a rule, slot or follow-up is planned or not, in lines.

    Raises:
        InvalidFacts: at *place*, for a name that nothing has.
    """
    try:
        return plan.why(name, application).splitlines()
    except KeyError:
        decided = [(decision.handle, decision.slot, decision.rule) for decision in plan.decisions]
        later = [one.handle for one in plan.ahead]
        known = dict.fromkeys(name for names in (*decided, later) for name in names if name)
        hint = did_you_mean(name, known)
        raise refuse(place, f"no follow-up or rule is called {shortened(name)}", hint) from None


def settings(given: Iterable[str]) -> dict[str, Any]:
    """Return the values that ``--set name=value`` changes; a value is TOML's where it reads as such, else text.

    >>> settings(["check-in.at-most=1", "check-in.after-promised-date=3 business days"])
    {'check-in.at-most': 1, 'check-in.after-promised-date': '3 business days'}
    """
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not (name.strip() and sign):
            raise refuse("--set", "is not name=value", "as in check-in.at-most=1")
    return {name.strip(): _scalar(text.strip()) for name, _, text in pairs}


def _scalar(text: str) -> Any:
    if text[:1] in ("[", "{") or not text.isprintable():
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except ValueError:
        return text


def in_one_page(page: list[str], *more: list[str], words: Lexicon) -> list[str]:
    """Return the lines of a plan with more lines below, at most 25: reasons make room first, then what is below."""
    wanted = sum(map(len, more))
    page = list(page)
    for index in reversed([index for index, line in enumerate(page) if line.startswith(_REASON)]):
        if len(page) + wanted > MOST_LINES:
            del page[index]
    for block in more:
        page += _cut(block, MOST_LINES - len(page), words)
    return page


def _cut(block: list[str], room: int, words: Lexicon) -> list[str]:
    if len(block) <= room:
        return block
    kept = block[: max(room - 1, 0)]
    more = say(words, "headings", "more", {"count": len(block) - len(kept)})
    return [*kept, f"  {more}"] if room > 1 else block[:room]


def _as_json(plan: Plan, changed: Diff | None) -> str:
    written = interchange.plan_to_dict(plan)
    if changed is not None:
        written["since"] = interchange.plan_to_dict(changed)
    return json.dumps(written, ensure_ascii=False, indent=2)


# The calendar -------------------------------------------------------------------------------------------------------


def _write_ics(path: Path, kit: Kit, plan: Plan, application: Application) -> None:
    calendar_file.write(path, lambda previous: kit.calendar(plan, application, previous=previous))
    count = len(plan.follow_ups) + len(plan.ahead)
    notice(told(plan.wording, "calendar-written", file=shown(str(path)), count=count))
