"""Decide to whom and how: the recipient first, then the channel. Every refusal is a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from followkit._core.audiences import AUDIENCES
from followkit._core.decisions import Question, Reason, Subject
from followkit._core.events import Bounced
from followkit._core.facts import Person
from followkit._core.history import goes_through_recruiter
from followkit._core.records import FAILURES, Channel, Missing
from followkit._core.rulebook import Rule
from followkit._core.situation import Situation
from followkit._core.vocabulary import Consent, Role

REPLIER = "replier"
AS_INVITED, AS_RECEIVED = "as-invited", "as-received"
"""What a rule's ``channels`` call the channel on which the person asked to be contacted, or on which they wrote."""
SHORT, SPOKEN, PAPER = "short", "spoken", "paper"
_NOT_EVERY_TIME = {SPOKEN, PAPER}
"""The classes in which what came is answered only where the rule may go by them."""

EMAIL = "email"
"""The channel whose address is asked for; who is reached on another says so unasked."""

UNREACHABLE = "unreachable"
"""The code of the reason that no channel reaches somebody."""


class Route(NamedTuple):
    """Hold who gets a contact and how, and the reasons for both."""

    recipient: Person
    channel: Channel
    reasons: tuple[Reason, ...]


class NoRoute(NamedTuple):
    """Hold why nobody can be reached, and the questions whose answers would change that."""

    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...] = ()


class Access(NamedTuple):
    """Hold which channels there are and what the policy says of them.

    Args:
        channels: by name.
        invited_only: the classes that somebody must have invited (CH-04, CH-07).
        allowed: the names that may be used at all, or None for any.
        named_only: the names that a rule must ask for as such (CH-07, CH-10).
    """

    channels: Mapping[str, Channel]
    invited_only: frozenset[str] = frozenset()
    allowed: frozenset[str] | None = None
    named_only: frozenset[str] = frozenset()


def route(rule: Rule, subject: Subject, situation: Situation, access: Access) -> Route | NoRoute:
    """Return the recipient and channel of a contact, or why there is none.

    The recipient is the first of the rule's audiences that exists (CI-13); a recruiter who stands between gets it
    instead (TY-13). The channel is the first of the rule's that reaches them and that they did not refuse.
    """
    wanted = _wanted(rule, subject, situation)
    if wanted is None and rule.to == (REPLIER,):
        question = Question(code="who-wrote", place="events")
        return NoRoute(reasons=(Reason(code="who-wrote-unknown"),), questions=(question,))
    if wanted is None:
        asked = () if rule.optional else (Question(code="whom-to-ask", place="people"),)
        return NoRoute(reasons=(Reason(code="nobody-to-write-to"),), questions=asked)
    answers = wanted == AUDIENCES[REPLIER](situation, subject) and REPLIER in rule.to  # who wrote is answered directly
    recipient, rerouted = (wanted, ()) if answers else _past_recruiter(wanted, situation)
    if recipient is None:
        return NoRoute(reasons=(Reason(code="no-recruiter-known", parameters={"person": wanted.id}),))
    reached = situation.located(recipient)
    refusals: list[Reason] = []
    absent: list[Reason] = []
    named = _named_channels(recipient, subject, situation)
    for channel in _in_order(rule.channels, recipient, access, named, absent):
        refused = (
            _refused(channel, reached, rule, named, access, situation)
            or _unwelcome(channel, reached, situation)
            or _bounced(channel, reached, situation)
        )
        if refused is None:
            return Route(recipient, channel, rerouted)
        refusals.append(refused)
    unreachable = Reason(code="unreachable", parameters={"person": recipient.id})
    question = Question(
        code="address", place=f"people.{recipient.id}.email", parameters={"person": recipient.id, "name": recipient.id}
    )
    by_mail = [reason for reason in refusals if reason.parameters.get("channel") == EMAIL]
    in_doubt = by_mail if EMAIL in rule.channels or rule.optional else refusals
    unknown = not all(reason.code in _UNWANTED for reason in in_doubt)
    reasons = (unreachable, *dict.fromkeys(refusals), *dict.fromkeys(absent))
    return NoRoute(reasons=reasons, questions=(question,) if unknown else ())


_UNWANTED = frozenset({"channel-failed", "channel-refused", "channel-not-invited", "channel-not-allowed", "no-calls"})
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


def _named_channels(person: Person, subject: Subject, situation: Situation) -> Mapping[str, str]:
    """Return the channels on which this person asked to be contacted (CI-05), or wrote (CH-12), by what rules say."""
    invitation, event = situation.invitation, situation.event(subject.fact)
    found = {}
    if invitation is not None and invitation.by in {None, person.id} and invitation.channel:
        found[AS_INVITED] = invitation.channel
    channel = getattr(event, "channel", None)
    if channel and getattr(event, "by", None) in {None, person.id}:
        found[AS_RECEIVED] = channel
    return found


def _in_order(
    wanted: Collection[str],
    person: Person,
    access: Access,
    named: Mapping[str, str],
    absent: list[Reason],
) -> list[Channel]:
    """Return the channels a rule asks for, by name or by class; those the person invited come first in a class.

    A call is answered by a call, and post by post, only where the rule may: there is no time for letters, say.
    """
    found: dict[str, Channel] = {}
    for asked in wanted:
        name = named.get(asked) if asked in (AS_INVITED, AS_RECEIVED) else asked
        if name is None:
            continue
        by_name = [access.channels[name]] if name in access.channels else []
        of_class = [one for one in access.channels.values() if name in one.classes]
        if not by_name and not of_class:
            absent.append(Reason(code="channel-not-installed", parameters={"channel": name}))
        by_class = [one for one in of_class if one.name not in access.named_only]
        for channel in by_name + sorted(by_class, key=lambda channel: (not _invited(channel, person), channel.name)):
            if asked != AS_RECEIVED or _may_answer(channel, wanted):
                found.setdefault(channel.name, channel)
    return list(found.values())


def _may_answer(channel: Channel, wanted: Collection[str]) -> bool:
    asked_for = {channel.name, *channel.classes} & set(wanted)
    return bool(asked_for) or not _NOT_EVERY_TIME & set(channel.classes)


def _invited(channel: Channel, person: Person) -> bool:
    return person.contact.channels.get(channel.name) is Consent.INVITED


def _refused(
    channel: Channel, person: Person, rule: Rule, named: Mapping[str, str], access: Access, situation: Situation
) -> Reason | None:
    parameters = {"channel": channel.name, "person": person.id}
    if access.allowed is not None and channel.name not in access.allowed:
        return Reason(code="channel-not-allowed", parameters=parameters)
    if person.contact.channels.get(channel.name) is Consent.REFUSED:
        return Reason(code="channel-refused", parameters=parameters)
    asked_first = _invited(channel, person) or channel.name in named.values()
    gated = channel.invited_only or bool(access.invited_only & set(channel.classes))
    if gated and not (asked_first or rule.uninvited & set(channel.classes) or _came_first(channel, person, situation)):
        return Reason(code="channel-not-invited", parameters=parameters)
    try:
        address = channel.address(person)
    except FAILURES as error:
        return Reason(code="channel-failed", parameters={**parameters, "error": type(error).__name__})
    if isinstance(address, Missing):
        return Reason(code=address.code, parameters=parameters)
    if isinstance(address, str) and address.strip():
        return None
    return Reason(code="channel-failed", parameters={**parameters, "error": "no answer"})


def _came_first(channel: Channel, person: Person, situation: Situation) -> bool:
    """Tell whether they wrote on a short channel themselves, which opens it (CH-07, CH-10); a call opens nothing."""
    if SHORT not in channel.classes:
        return False
    heard = (event for event in situation.chronicle.events if event.by_employer)
    return any((getattr(one, "channel", None), getattr(one, "by", None)) == (channel.name, person.id) for one in heard)


def _unwelcome(channel: Channel, person: Person, situation: Situation) -> Reason | None:
    """Return the reason not to call where calls are unwelcome: what could be said is written then (CH-04).

    What the employer asked does not bind the candidate's own references.
    """
    who = (person.id,) if person.role is Role.REFERENCE else (None, person.id)
    unwelcome = any("calls" in situation.asked_not_to.get(one, ()) for one in who)
    return Reason(code="no-calls") if unwelcome and SPOKEN in channel.classes else None


def _bounced(channel: Channel, person: Person, situation: Situation) -> Reason | None:
    """Return the reason not to use the address again that the last message came back from."""
    events = situation.chronicle.each(Bounced)
    bounced = [event for event in events if (event.person, event.channel) == (person.id, channel.name)]
    if not bounced or bounced[-1].address is None or bounced[-1].address != channel.address(person):
        return None
    return Reason(code="address-bounced", parameters={"channel": channel.name, "person": person.id})
