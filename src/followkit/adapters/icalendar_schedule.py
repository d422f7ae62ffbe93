"""Tell when a meeting begins and ends, in the words of an :class:`~followkit.Interview`, or what must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from followkit._core.decisions import Parameter, Question
from followkit._core.errors import InvalidFacts
from followkit._core.timing import is_before, shift, utc
from followkit.adapters.icalendar_components import Line, unreadable
from followkit.adapters.icalendar_meetings import Meeting
from followkit.adapters.icalendar_people import one_line
from followkit.adapters.icalendar_times import Moment, read_duration, read_moment

Times = Mapping[str, Any]
"""``start``, ``end``, ``minutes`` and ``zone``, as far as they are known."""


def read_times(meeting: Meeting, fallback: str | None = None) -> tuple[Times, list[Question]]:
    """Return a meeting's times, and what the invite does not say about them.

    Args:
        meeting: the event.
        fallback: an IANA zone somebody gave for times whose zone the invite does not say.

    Raises:
        InvalidFacts: for a time that cannot be read, or an end before the start.
    """
    place = f"{meeting.place}.start"
    line = meeting.event.single("DTSTART", place)
    if line is None:
        return {}, [Question(code="interview-time", place=place)]
    start = _moment(meeting, line, place, fallback)
    questions = _which_meeting(meeting, start)
    if meeting.is_first_left_out:
        return {}, questions
    if start.is_whole_day:
        return {"start": start.wall}, [
            *questions,
            Question(code="interview-hour", place=place, parameters=_local(start)),
        ]
    if start.instant is None:
        return {}, [*questions, _doubt(start, meeting)]
    zone = start.zone or fallback
    if zone is None:
        questions.append(Question(code="interview-zone-name", place=f"{meeting.place}.zone"))
    until, asked = _until(meeting, start, start.instant, fallback)
    return {"start": start.wall if start.zone else start.instant, "zone": zone, **until}, [*questions, *asked]


def _moment(meeting: Meeting, line: Line, place: str, fallback: str | None) -> Moment:
    moment = read_moment(line, meeting.zones, fallback)
    if moment is None:
        raise unreadable(place, "unreadable-time", f"this {line.name} is no time", "as in 20250605T140000")
    whole_day = meeting.event.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    if whole_day and isinstance(moment.wall, datetime):
        # Outlook may write a whole day as midnight to midnight; in UTC even the day is uncertain.
        local_midnight = moment.wall.time() == time() and moment.instant != moment.wall.replace(tzinfo=UTC)
        return Moment(wall=moment.wall.date()) if local_midnight else Moment(wall=moment.wall, doubt="interview-hour")
    if not moment.is_whole_day and moment.instant is None and not moment.doubt:
        raise unreadable(place, "year", "lies outside the years we plan for", "a year from 1970 to 2200")
    return moment


def _which_meeting(meeting: Meeting, start: Moment) -> list[Question]:
    if not meeting.is_series:
        return []
    return [Question(code="which-meeting", place=f"{meeting.place}.start", parameters=_local(start))]


def _local(moment: Moment) -> dict[str, Parameter]:
    return {"local": moment.wall}


def _doubt(start: Moment, meeting: Meeting) -> Question:
    parameters = {**_local(start), "written": one_line(start.tzid)[:100]}
    if start.doubt == "no-zone":
        return Question(code="interview-zone", place=f"{meeting.place}.zone", parameters=parameters)
    if start.doubt == "zones-disagree":
        parameters["zone"] = start.zone or ""
        if start.by_file is not None:
            parameters["by_file"] = start.by_file
    return Question(code=start.doubt, place=f"{meeting.place}.start", parameters=parameters)


def _until(meeting: Meeting, start: Moment, begins: datetime, fallback: str | None) -> tuple[Times, list[Question]]:
    place = f"{meeting.place}.end"
    line, duration = (meeting.event.single(name, place) for name in ("DTEND", "DURATION"))
    if line is not None and duration is not None:
        raise unreadable(place, "end-and-minutes", "both DTEND and DURATION are given", "keep one")
    if duration is not None:
        return _after(start, begins, duration.value, place), []
    if line is None:
        return {}, []
    end = _moment(meeting, line, place, fallback)
    if end.instant is None:
        return {}, [Question(code="interview-end", place=place, parameters=_local(end))]
    if is_before(end.instant, begins):
        raise _ends_too_early(place)
    if utc(end.instant) == utc(begins):
        return {}, []  # no length at all says nothing about the length
    return {"end": end.wall if end.zone and end.zone == start.zone else end.instant}, []


def _after(start: Moment, begins: datetime, duration: str, place: str) -> Times:
    """Return the end a DURATION gives: hours are exact, days are calendar days (RFC 5545 section 3.3.6)."""
    read = read_duration(duration)
    if read is None:
        raise unreadable(place, "unreadable-duration", "DURATION is no length of time", "as in PT45M or PT1H")
    days, rest = read
    if days < 0 or rest < timedelta(0):
        raise _ends_too_early(place)
    minutes, seconds = divmod(rest, timedelta(minutes=1))
    if not days and not seconds and minutes <= 24 * 60:
        return {"minutes": minutes} if minutes else {}
    if start.zone and isinstance(start.wall, datetime):
        return {"end": start.wall + timedelta(days=days) + rest}
    return {"end": shift(begins, timedelta(days=days) + rest)}


def _ends_too_early(place: str) -> InvalidFacts:
    return unreadable(place, "end-before-start", "the meeting ends before it begins", "correct one of the two")
