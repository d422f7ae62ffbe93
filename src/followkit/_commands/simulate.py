"""``followkit simulate``: what would be sent and what would change, day by day, if the plan were followed."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, time
from pathlib import Path

from followkit._commands import facts_file, moment
from followkit._commands.kits import kit_of
from followkit._commands.terminal import refuse, tell
from followkit._commands.wording import contact, language, told
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon
from followkit._core.simulating import Moment
from followkit._core.timing import at_wall, is_before
from followkit._interchange.folder import bytes_at


def run(options: Namespace) -> int:
    """Print the log of one file from now until the end of a day."""
    path = Path(options.file)
    application = facts_file.loaded(bytes_at(path), path)
    now = moment.now(options.now, application)
    until = _end_of(options.until, now, application)
    kit = kit_of(options)
    words = language(options.language, kit, application)
    simulation = kit.simulate(application, now=now, until=until)
    lines = [line for one in simulation.log for line in _lines(one, application, words)]
    tell(*(lines or [told(words, "would-nothing")]))
    if not simulation.complete:
        tell(told(words, "would-turn-too-often"))
    return 0


def _end_of(text: str, now: datetime, application: Application) -> datetime:
    day = moment.day(text, place="--until")
    zone = moment.home_zone(application) or now.tzinfo
    assert zone is not None  # noqa: S101  (a moment typed is in some zone, or is refused)
    until = at_wall(day, time(23, 59), zone)
    if is_before(until, now):
        raise refuse("--until", "lies before now", "name a later day")
    return until


def _lines(one: Moment, application: Application, words: Lexicon) -> list[str]:
    """Return the lines of one moment: what is sent, and when to let go."""
    lines = [
        told(words, "would-send", when=one.at, handle=sent.handle, contact=contact(sent, application, words))
        for sent in one.sent
    ]
    return lines + ([told(words, "would-let-go", when=one.at)] if one.plan.ghosted else [])
