"""Fit notes into channels that take only so much: plan, try what was planned, and plan again without what was too long.

So the plan itself says which way a note can go, and nobody writes one that is refused for its length afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from followkit._core.decisions import FollowUp
from followkit._core.lookahead import Outlook

MOST_ROUNDS = 12
"""So often single notes are sent another way; what is too long after that is not sent by that channel at all."""

TooLongs = Mapping[str, frozenset[str]]
"""Key to the names of the channels, or forms of one, that its note does not fit; an empty key is every note's."""


def fitted(planned: Callable[[TooLongs], Outlook], is_too_long: Callable[[FollowUp], bool]) -> Outlook:
    """Return an outlook with no follow-up that is too long for its channel.

    Args:
        planned: makes the outlook, without the ways that are known to be too short.
        is_too_long: whether the note for a follow-up does not fit the channel it would go by.
    """
    too_long: dict[str, frozenset[str]] = {}
    outlook, rounds = planned(too_long), 0
    while refused := [one for one in _told(outlook) if is_too_long(one)]:
        rounds += 1
        for one in refused:
            for key in one.covers if rounds <= MOST_ROUNDS else ("",):
                too_long[key] = too_long.get(key, frozenset()) | {one.form or one.channel}
        outlook = planned(too_long)
    return outlook


def _told(outlook: Outlook) -> Iterator[FollowUp]:
    """Yield what the plan will tell: what is planned now, and the steps ahead that are not."""
    known = {one.key for one in outlook.now.follow_ups}
    yield from outlook.now.follow_ups
    yield from (one for one in outlook.steps if one.key not in known)
