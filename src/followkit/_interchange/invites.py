"""Lay what a file says about an interview over what the calendar invite it names says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from followkit._core.checking import plain_id
from followkit._core.errors import InvalidFacts
from followkit._core.facts import Candidate, Interview, Person
from followkit._core.timing import elapsed
from followkit._interchange.moments import given_instant, is_known
from followkit._interchange.plain import told_record
from followkit._interchange.strict import refuse
from followkit.adapters.icalendar import Invite, read_invite
from followkit.adapters.icalendar_matching import without_strangers

_LENGTHS = ("end", "minutes")
_ONE = "interview"
"""What the only interview of an invite is called whose file has a name that can be no id."""


def read_one(data: bytes, *, id: str, table: dict[str, Any], me: Candidate, people: Sequence[Person]) -> Invite:
    """Return an invite that holds exactly one interview.

    Args:
        data: the ``.ics`` file.
        id: the interview's id in the file that names the invite.
        table: what that file says itself; its zone answers what the invite leaves open.
        me, people: who is known already.

    Raises:
        InvalidFacts: for an invite that cannot be read, or holds none or several.
        MissingExtra: without ``followkit[calendar]``.
    """
    zone = table.get("zone")
    try:
        invite = read_invite(data, me=me, people=people, id=id, zone=zone if is_known(zone) else None)
    except InvalidFacts as error:
        if any(problem.code == "several-interviews" for problem in error.problems):
            hint = "save each as a file of its own, and name each in an [interviews.…] of its own"
            refuse("several-interviews-in-invite", "the invite holds several interviews", hint)
        raise
    if not invite.interviews:
        refuse("no-interview-in-invite", "the invite holds no interview", "write the interview down here instead")
    return without_strangers(invite, {person.id for person in people})


def read_any(data: bytes, *, name: str, me: Candidate) -> Invite:
    """Return an invite that stands for itself; the only interview in it is called as its file is.

    Args:
        data: the ``.ics`` file.
        name: the file's name without its ending.
        me: the candidate.

    Raises:
        InvalidFacts, MissingExtra: as :func:`read_one`, though several interviews are fine.
    """
    invite = read_invite(data, me=me)
    if not invite.interviews:
        refuse("no-interview-in-invite", "the invite holds no interview", "is it the right file?")
    if len(invite.interviews) > 1:
        return invite
    return read_invite(data, me=me, id=_ONE if plain_id(name) else name)


def laid_over(table: dict[str, Any], interview: Interview) -> dict[str, Any]:
    """Return what the file and the invite say together, in the shape of a file; what the file says wins.

    A start that the file moves keeps the length the invite gives, since the invite's end belongs to its own start.
    """
    if is_known(table.get("zone")):
        interview = evolve(interview, zone=table["zone"])
    base = {key: value for key, value in told_record(interview).items() if key != "id"}
    if "start" in table and "end" in base:
        starts, ends = given_instant(base, "start"), given_instant(base, "end")
        minutes = int(elapsed(starts, ends).total_seconds() // 60) if starts and ends else 0
        base |= {"minutes": minutes} if 1 <= minutes <= 24 * 60 else {}
        del base["end"]
    if any(key in table for key in _LENGTHS):
        base = {key: value for key, value in base.items() if key not in _LENGTHS}
    return {**base, **table}
