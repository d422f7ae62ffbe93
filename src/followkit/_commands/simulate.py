"""``followkit simulate``: what would be sent and what would change, day by day, if the plan were followed."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, time
from pathlib import Path

from followkit._commands import facts_file, moment
from followkit._commands.terminal import refuse, tell
from followkit._commands.wording import contact, when
from followkit._core.facts import Application
from followkit._core.simulating import Moment
from followkit._core.timing import at_wall, is_before
from followkit._interchange.folder import bytes_at
from followkit.kit import Kit

WORDS = {
    "sent": "{when}  sent: {handle}: {what}",
    "ghosted": "{when}  a month of silence: let this one go",
    "nothing": "Nothing would happen until then.",
    "cut": "It turns more often than can be told; ask for a nearer day.",
}


def run(options: Namespace) -> int:
    """Print the log of one file from now until the end of a day."""
    path = Path(options.file)
    application = facts_file.loaded(bytes_at(path), path)
    now = moment.now(options.now, application)
    until = _end_of(options.until, now, application)
    simulation = Kit().simulate(application, now=now, until=until)
    lines = [line for one in simulation.log for line in _told(one, application)]
    tell(*(lines or [WORDS["nothing"]]))
    if not simulation.complete:
        tell(WORDS["cut"])
    return 0


def _end_of(text: str, now: datetime, application: Application) -> datetime:
    day = moment.day(text, place="--until")
    zone = moment.home_zone(application) or now.tzinfo
    assert zone is not None  # noqa: S101  (a moment typed is in some zone, or is refused)
    until = at_wall(day, time(23, 59), zone)
    if is_before(until, now):
        raise refuse("--until", "lies before now", "name a later day")
    return until


def _told(one: Moment, application: Application) -> list[str]:
    """Return the lines of one moment: what is sent, and when to let go."""
    wording = one.plan.wording
    at = when(one.at, wording)
    lines = [
        WORDS["sent"].format(when=at, handle=sent.handle, what=contact(sent, application, wording)) for sent in one.sent
    ]
    return lines + ([WORDS["ghosted"].format(when=at)] if one.plan.ghosted else [])
