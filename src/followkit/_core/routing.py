"""Decide to whom and how: the recipient first, then the channel. Every refusal is a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from followkit._core.anchors import AUDIENCES
from followkit._core.decisions import Question, Reason, Subject
from followkit._core.facts import Person
from followkit._core.history import goes_through_recruiter
from followkit._core.records import Channel, Missing
from followkit._core.rulebook import Rule
from followkit._core.situation import Situation
from followkit._core.vocabulary import Consent, Role

REPLIER = "replier"
AS_INVITED = "as-invited"
"""What a rule's ``channels`` call the channel on which the person asked to be contacted."""


class Route(NamedTuple):
    """Hold who gets a contact and how, and the reasons for both."""

    recipient: Person
    channel: Channel
    reasons: tuple[Reason, ...]


class NoRoute(NamedTuple):
    """Hold why nobody can be reached, and the questions whose answers would change that."""

    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...] = ()


def route(rule: Rule, subject: Subject, situation: Situation, channels: Mapping[str, Channel]) -> Route | NoRoute:
    """Return the recipient and channel of a contact, or why there is none.

    The recipient is the first of the rule's audiences that exists (CI-13); a recruiter who stands between gets it
    instead (TY-13). The channel is the first of the rule's that reaches them and that they did not refuse.
    """
    wanted = _wanted(rule, subject, situation)
    if wanted is None:
        code, place = ("who-wrote", "events") if rule.to == (REPLIER,) else ("whom-to-ask", "people")
        return NoRoute(reasons=(Reason(code="nobody-to-write-to"),), questions=(Question(code=code, place=place),))
    answers = REPLIER in rule.to  # who wrote to you is answered directly
    recipient, rerouted = (wanted, ()) if answers else _past_recruiter(wanted, situation)
    if recipient is None:
        return NoRoute(reasons=(Reason(code="no-recruiter-known", parameters={"person": wanted.id}),))
    refusals: list[Reason] = []
    absent: list[Reason] = []
    named = _named_channel(recipient, situation)
    for channel in _in_order(rule.channels, recipient, channels, named, absent):
        refused = _refused(channel, recipient, named)
        if refused is None:
            return Route(recipient, channel, rerouted)
        refusals.append(refused)
    unreachable = Reason(code="unreachable", parameters={"person": recipient.id})
    question = Question(
        code="address", place=f"people.{recipient.id}.email", parameters={"person": recipient.id, "name": recipient.id}
    )
    unknown = not all(reason.code in _UNWANTED for reason in refusals)
    reasons = (unreachable, *dict.fromkeys(refusals), *dict.fromkeys(absent))
    return NoRoute(reasons=reasons, questions=(question,) if unknown else ())


_UNWANTED = frozenset({"channel-failed", "channel-refused", "channel-not-invited"})
"""Why a channel is out of the question whether the address is known or not, so that asking for one would not help."""


def _wanted(rule: Rule, subject: Subject, situation: Situation) -> Person | None:
    found = (AUDIENCES[audience](situation, subject) for audience in rule.to)
    return next((person for person in found if person is not None), None)


def _past_recruiter(person: Person, situation: Situation) -> tuple[Person | None, tuple[Reason, ...]]:
    if not goes_through_recruiter(person, situation.application):
        return person, ()
    recruiter = situation.agency_recruiter() or situation.first_with(Role.RECRUITER)
    if recruiter is None:
        return None, ()
    return recruiter, (Reason(code="via-recruiter", parameters={"person": person.id, "recruiter": recruiter.id}),)


def _named_channel(person: Person, situation: Situation) -> str | None:
    """Return the channel on which this person asked to be contacted (CI-05), or None."""
    invitation = situation.invitation
    return invitation.channel if invitation is not None and invitation.by in {None, person.id} else None


def _in_order(
    wanted: Iterable[str],
    person: Person,
    channels: Mapping[str, Channel],
    named_by_them: str | None,
    absent: list[Reason],
) -> list[Channel]:
    """Return the channels a rule asks for, by name or by class; those the person invited come first in a class."""
    found: dict[str, Channel] = {}
    for asked in wanted:
        name = named_by_them if asked == AS_INVITED else asked
        if name is None:
            continue
        named = [channels[name]] if name in channels else []
        of_class = [channel for channel in channels.values() if name in channel.classes]
        if not named and not of_class:
            absent.append(Reason(code="channel-not-installed", parameters={"channel": name}))
        for channel in named + sorted(of_class, key=lambda channel: (not _invited(channel, person), channel.name)):
            found.setdefault(channel.name, channel)
    return list(found.values())


def _invited(channel: Channel, person: Person) -> bool:
    return person.contact.channels.get(channel.name) is Consent.INVITED


def _refused(channel: Channel, person: Person, named_by_them: str | None) -> Reason | None:
    parameters = {"channel": channel.name, "person": person.id}
    if person.contact.channels.get(channel.name) is Consent.REFUSED:
        return Reason(code="channel-refused", parameters=parameters)
    if channel.invited_only and not _invited(channel, person) and channel.name != named_by_them:
        return Reason(code="channel-not-invited", parameters=parameters)
    try:
        address = channel.address(person)
    except Exception as error:
        return Reason(code="channel-failed", parameters={**parameters, "error": type(error).__name__})
    if isinstance(address, Missing):
        return Reason(code=address.code, parameters=parameters)
    if isinstance(address, str) and address.strip():
        return None
    return Reason(code="channel-failed", parameters={**parameters, "error": "no answer"})
