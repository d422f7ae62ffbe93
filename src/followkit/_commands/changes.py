"""Say what changed between two plans, in a few lines."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from followkit._commands.wording import contact, reason, told
from followkit._core.decisions import FollowUp, Reason
from followkit._core.events import Called, Sent
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon
from followkit._core.plans import Diff, Plan


@frozen(kw_only=True)
class Line:
    """Hold one follow-up as it was and as it is, and why; where it is new, or no more, both are the same."""

    kind: str
    old: FollowUp = field(repr=False)
    new: FollowUp = field(repr=False)
    reason: Reason


def lines(changed: Diff, application: Application, plan: Plan, since: datetime) -> list[str]:
    """Return a line that counts the changes, and a line for each.

    Args:
        changed: from the plan as it was to the plan as it is.
        application: the facts as they are.
        plan: the plan as it is; its words are used.
        since: the moment of the plan as it was.
    """
    words = plan.wording
    found = _changes(changed, application)
    if not found:
        return [told(words, "since-nothing", since=since)]
    kinds = [change.kind for change in found]
    counts = [told(words, f"count-{kind}", count=kinds.count(kind)) for kind in dict.fromkeys(kinds)]
    counts += [told(words, "count-kept", count=len(changed.kept))] if changed.kept else []
    title = told(words, "since", since=since, counts=", ".join(counts))
    return [title, *(f"  {_line(change, application, words)}" for change in found)]


def _changes(changed: Diff, application: Application) -> list[Line]:
    """Name the changes as a reader sees them: by handle, though a word from the employer gives a new key."""
    sent = {event.follow_up for event in application.events if isinstance(event, (Sent, Called))}
    added = {one.handle: (one.new, one.reason) for one in changed.added if one.new}
    dropped = {one.handle: (one.old, one.reason) for one in changed.dropped if one.old}
    again = [(dropped[handle][0], new, dropped[handle][1]) for handle, (new, _) in added.items() if handle in dropped]
    moved = [(one.old, one.new, one.reason) for one in changed.moved if one.old and one.new]
    return [
        *(Line(kind="new", old=one, new=one, reason=why) for it, (one, why) in added.items() if it not in dropped),
        *(Line(kind="moved", old=old, new=new, reason=why) for old, new, why in (*moved, *again)),
        *(
            Line(kind="done" if it in sent else "gone", old=one, new=one, reason=why)
            for it, (one, why) in dropped.items()
            if it not in added
        ),
    ]


def _line(change: Line, application: Application, words: Lexicon) -> str:
    return told(
        words,
        f"changed-{change.kind}",
        before=change.old.window.target,
        when=change.new.window.target,
        handle=change.new.handle,
        contact=contact(change.new, application, words),
        reason=reason(change.reason, application, words),
    )
