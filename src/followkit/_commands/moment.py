"""Say which moment is meant: the one that was typed, or now. The only place in followkit that reads the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from attrs import evolve

from followkit._commands.terminal import refuse
from followkit._core.errors import InvalidFacts
from followkit._core.facts import Application
from followkit._core.timing import at_wall, is_before, seen_from, start_of
from followkit._interchange.strict import structure
from followkit.calendars import zone


def now(text: str | None, application: Application | None = None) -> datetime:
    """Return the moment ``--now`` names, else the clock's, in whole seconds.

    Args:
        text: what was typed, or None.
        application: whose zone a local time is in.

    Raises:
        InvalidFacts: for what is no moment, or a local time where no zone is known.
    """
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    return instant(text, application, place="--now")


def instant(text: str, application: Application | None, *, place: str) -> datetime:
    """Return the instant a text names: with an offset, or local in the candidate's, else the interview's zone.

    Raises:
        InvalidFacts: at *place*.
    """
    moment = written(text, place=place)
    if moment.tzinfo is not None:
        return moment
    return at_wall(moment.date(), moment.time(), _home(application, place))


def day_or_instant(text: str, application: Application, *, place: str) -> datetime:
    """Return the instant a text names; a date alone means its first moment."""
    given = _read(text, datetime | date | None, place)
    if isinstance(given, datetime):
        return instant(text, application, place=place)
    return start_of(given, _home(application, place))


def day(text: str, *, place: str) -> date:
    """Return the date a text names.

    Raises:
        InvalidFacts: at *place*.
    """
    try:
        found: date = structure(text, date)
    except InvalidFacts:
        raise refuse(place, "is no date", "as in 2025-06-13") from None
    return found


def written(text: str, *, place: str) -> datetime:
    """Return a date and time as typed, local or with its offset."""
    moment = _read(text, datetime, place)
    if not isinstance(moment, datetime):
        raise refuse(place, "is a day without an hour", "as in 2025-06-05T17:10")
    return moment


def local(moment: datetime, application: Application) -> datetime:
    """Return the moment as clocks at home show it, or as it is where no zone is known."""
    home = home_zone(application)
    return seen_from(moment, home) if home else moment


def as_of(application: Application, moment: datetime) -> Application:
    """Return the facts without what happened after *moment*."""
    return evolve(application, events=[event for event in application.events if not is_before(moment, event.at)])


def home_zone(application: Application | None) -> tzinfo | None:
    """Return the candidate's zone, else the first interview's, else the employer's, else None."""
    if application is None:
        return None
    named = (application.me.zone, *(meeting.zone for meeting in application.interviews), application.employer.zone)
    return next((rules for name in named if name and (rules := zone(name))), None)


def _home(application: Application | None, place: str) -> tzinfo:
    home = home_zone(application)
    if home is None:
        raise refuse(place, "a local time, and no zone is known", "add an offset, as in 2025-06-05T17:10-04:00")
    return home


def _read(text: str, kind: object, place: str) -> datetime | date:
    try:
        found: datetime | date = structure(text, kind)
    except InvalidFacts:
        raise refuse(place, "is no moment", "as in 2025-06-05T17:10 or 2025-06-05T17:10-04:00") from None
    return found
