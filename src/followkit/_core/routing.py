"""Decide to whom and how: the recipient first, then the channel. Every refusal is a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from followkit._core import answers
from followkit._core.audiences import AUDIENCES
from followkit._core.decisions import Question, Reason, Subject
from followkit._core.events import Bounced
from followkit._core.facts import Person
from followkit._core.history import goes_through_recruiter
from followkit._core.records import FAILURES, Channel, Missing
from followkit._core.rulebook import Rule
from followkit._core.situation import Situation
from followkit._core.vocabulary import Consent, Role
from followkit._core.ways import AS_INVITED, AS_RECEIVED, SHORT, SPOKEN, Access, Way, is_invited, ways

REPLIER = "replier"

EMAIL = "email"
"""The channel whose address is asked for; who is reached on another says so unasked."""

UNREACHABLE = "unreachable"
"""The code of the reason that no channel reaches somebody."""


class Route(NamedTuple):
    """Hold who gets a contact and how.

    Args:
        recipient: who.
        channel: how.
        form: the name of the form of it that the message takes, or empty for its own.
        reasons: why it is this recipient.
        passed: why it goes by none of the channels that the rule would rather take.
    """

    recipient: Person
    channel: Channel
    form: str = ""
    reasons: tuple[Reason, ...] = ()
    passed: tuple[Reason, ...] = ()


class NoRoute(NamedTuple):
    """Hold why nobody can be reached, and the questions whose answers would change that."""

    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...] = ()


def route(
    rule: Rule, subject: Subject, situation: Situation, access: Access, too_long: Collection[str] = ()
) -> Route | NoRoute:
    """Return the recipient and channel of a contact, or why there is none.

    The recipient is the first of the rule's audiences that exists (CI-13); a recruiter who stands between gets it
    instead (TY-13). The channel is the first of the rule's that reaches them, that they did not refuse and that takes
    the note.

    Args:
        rule, subject, situation: what wants to be said, about what, and how things stand.
        access: which channels there are.
        too_long: the names of those that the note is too long for.
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
    named = _named_channels(recipient, subject, situation)
    asking = _Asking(rule, situation.located(recipient), named, situation, access, too_long)
    passed: list[_Passed] = []
    for way in ways(rule.channels, recipient, access, named):
        if isinstance(way, Reason):
            passed.append(_Passed(way))
            continue
        refused = _refused(way, asking)
        if refused is None:
            return Route(recipient, way.channel, way.form.name if way.form else "", rerouted, _worth_telling(passed))
        goes_unsaid = _goes_unsaid(way, refused, recipient)
        passed.append(_Passed(refused, way, goes_unsaid, _is_not_theirs(way, refused, asking)))
    return _unreachable(rule, recipient, passed)


class _Passed(NamedTuple):
    """Hold why a way was not taken; no way where there is none, and whether it is one that nobody gave or invited."""

    why: Reason
    way: Way | None = None
    goes_unsaid: bool = False
    is_not_theirs: bool = False


class _Asking(NamedTuple):
    """Hold who wants what said to whom, and what the answer depends on."""

    rule: Rule
    person: Person
    named: Mapping[str, str]
    situation: Situation
    access: Access
    too_long: Collection[str]


def _goes_unsaid(way: Way, why: Reason, person: Person) -> bool:
    """Tell whether nobody wonders why it does not go this way: no rule names it, and nobody gave an address for it."""
    return not way.is_named and why.code != FAILED and way.channel.needs not in person.addresses


def _worth_telling(passed: Sequence[_Passed]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(one.why for one in passed if not one.goes_unsaid))


def _unreachable(rule: Rule, person: Person, passed: Sequence[_Passed]) -> NoRoute:
    """Return why nothing reaches somebody, what there is first; an address is asked for where one would help."""
    tried = [one for one in passed if one.way]
    theirs = [one.why for one in tried if not one.is_not_theirs]
    refusals = theirs or [one.why for one in tried]  # an address alone, or an invitation alone, would open no other way
    absent = [one.why for one in passed if not one.way]
    by_mail = [reason for reason in refusals if reason.parameters.get("channel") == EMAIL]
    in_doubt = by_mail if EMAIL in rule.channels or rule.optional else theirs
    unknown = not all(reason.code in _UNWANTED for reason in in_doubt)
    told = {"person": person.id, "name": person.id}
    question = Question(code="address", place=f"people.{person.id}.email", parameters=told)
    reasons = (Reason(code=UNREACHABLE, parameters={"person": person.id}), *dict.fromkeys((*refusals, *absent)))
    return NoRoute(reasons=reasons, questions=(question,) if unknown else ())


FAILED, TOO_LONG = "channel-failed", "note-too-long"
_UNWANTED = frozenset({
    *(FAILED, TOO_LONG, "channel-refused", "channel-not-invited", "channel-not-allowed", "no-calls"),
})  # fmt: skip
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


def _refused(way: Way, asking: _Asking) -> Reason | None:
    """Return why a way cannot be taken, or None; a form is judged by what was said of the channel it is a form of."""
    channel, person = way.channel, asking.person
    return (
        _not_wanted(channel, asking)
        or _no_address(channel, person)  # before the invitation: one to a number that cannot be used would not help
        or _not_invited(way, asking)
        or _unwelcome(channel, person, asking.situation)
        or _bounced(channel, person, asking.situation)
        or (_no_address(way.form, person) if way.form else None)
        or _too_long(way.record, asking)
    )


def _not_wanted(channel: Channel, asking: _Asking) -> Reason | None:
    """Return the reason why a channel is not to be used for somebody, whatever their address."""
    person, access = asking.person, asking.access
    parameters = {"channel": channel.name, "person": person.id}
    if access.allowed is not None and channel.name not in access.allowed:
        return Reason(code="channel-not-allowed", parameters=parameters)
    if person.contact.channels.get(channel.name) is Consent.REFUSED:
        return Reason(code="channel-refused", parameters=parameters)
    return None


def _not_invited(way: Way, asking: _Asking) -> Reason | None:
    """Return the reason not to use a channel that somebody would have to invite first, and did not."""
    channel, person, access = way.channel, asking.person, asking.access
    asked_first = is_invited(channel, person) or channel.name in asking.named.values()
    invited_only = channel.invited_only or way.record.invited_only or access.invited_only & set(channel.classes)
    unasked = asked_first or asking.rule.uninvited & set(channel.classes)
    if invited_only and not (unasked or _came_first(channel, person, asking.situation)):
        return Reason(code="channel-not-invited", parameters={"channel": channel.name, "person": person.id})
    return None


def _is_not_theirs(way: Way, why: Reason, asking: _Asking) -> bool:
    """Tell whether a way is refused for want of an address, and nobody invited it either."""
    given = way.channel.needs in asking.person.addresses
    return why.code not in _UNWANTED and not given and _not_invited(way, asking) is not None


def _no_address(channel: Channel, person: Person) -> Reason | None:
    found = _address(channel, person)
    return found if isinstance(found, Reason) else None


def _address(channel: Channel, person: Person) -> str | Reason:
    """Return where somebody is on a channel, or why nobody can say."""
    parameters = {"channel": channel.name, "person": person.id}
    try:
        address = answers.address(channel.address(person))
    except FAILURES as error:
        return Reason(code=FAILED, parameters={**parameters, "error": answers.kind_of(error)})
    if isinstance(address, Missing):
        return Reason(code=address.code, parameters=parameters)
    if address.strip():
        return address
    return Reason(code=FAILED, parameters={**parameters, "error": "no answer"})


def _too_long(channel: Channel, asking: _Asking) -> Reason | None:
    if channel.name not in asking.too_long:
        return None
    return Reason(code=TOO_LONG, parameters={"channel": channel.name, "person": asking.person.id})


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
    """Return the reason not to use the address again that the last message came back from, in either form of it."""
    events = situation.chronicle.each(Bounced)
    bounced = [event for event in events if (event.person, event.channel) == (person.id, channel.name)]
    failed = bounced[-1].address if bounced else None
    if failed is None or failed not in (_address(channel, person), person.addresses.get(channel.needs)):
        return None
    return Reason(code="address-bounced", parameters={"channel": channel.name, "person": person.id})
