"""Find who gets a contact, and on which channel."""

from __future__ import annotations

from typing import NamedTuple

import followkit as fk
from followkit.events import Bounced
from tests.reference.case import Case
from tests.reference.people import AUDIENCES, audiences
from tests.reference.policies import Tables
from tests.reference.subjects import Subject
from tests.reference.wishes import goes_through_recruiter, unwelcome_to, with_role

CHANNELS = {
    "card": "paper",
    "email": "written",
    "letter": "paper",
    "linkedin": "short",
    "phone": "spoken",
    "post": "paper",
    "sms": "short",
    "text": "short",
}
"""The channels of the kit that is compared with, and the class of each."""
PLUGGED = ("post", "sms")
"""Those that are not built in."""
INVITED_ONLY = {"phone", "text", "linkedin", "letter"}
ADDRESSES = {"card": "post", "letter": "post"}
"""The address a channel uses, where it has another name."""


class Route(NamedTuple):
    recipient: fk.Person
    channel: str

    @property
    def kind(self) -> str:
        return CHANNELS[self.channel]


class NoRoute(NamedTuple):
    """Hold why there is none, and whether an address would help."""

    code: str
    address_missing: bool = False


def route(rule: Tables, subject: Subject, case: Case) -> Route | NoRoute:
    found = [AUDIENCES[name](case, subject) for name in audiences(rule, case.policy)]
    wanted = next((person for person in found if person is not None), None)
    if wanted is None:
        return NoRoute(
            "who-wrote-unknown"
            if len(found) == 1 and "replier" in audiences(rule, case.policy)
            else "nobody-to-write-to"
        )
    wrote = AUDIENCES["replier"](case, subject) if "replier" in audiences(rule, case.policy) else None
    recipient: fk.Person | None = wanted
    if wanted != wrote and goes_through_recruiter(wanted, case.application):  # who wrote is answered directly
        recipient = with_role("agency recruiter", case.application) or with_role("recruiter", case.application)
    if recipient is None:
        return NoRoute("no-recruiter-known")
    named = named_channels(recipient, subject, case)
    refusals = []
    for channel in channels_in_order(rule, recipient, named, case):
        refused = refusal(channel, recipient, rule, named, case)
        if refused is None:
            return Route(recipient, channel)
        refusals.append((channel, refused))
    by_mail = "email" in rule["channels"] or rule.get("optional", False)
    missing = [channel for channel, refused in refusals if refused == "no-address"]
    return NoRoute("unreachable", "email" in missing if by_mail else bool(missing))


def named_channels(person: fk.Person, subject: Subject, case: Case) -> dict[str, str]:
    """Return the channel on which they asked to be contacted, and the one on which this reached the candidate."""
    found = {}
    invitation, event = case.invitation(), case.event(subject.fact)
    if invitation and invitation.channel and invitation.by in (None, person.id):
        found["as-invited"] = invitation.channel
    channel = getattr(event, "channel", None)
    if channel and getattr(event, "by", None) in (None, person.id):
        found["as-received"] = channel
    return found


def channels_in_order(rule: Tables, person: fk.Person, named: dict[str, str], case: Case) -> list[str]:
    """Return the channels a rule asks for, by name or class; in a class those they invited come first, then by name."""
    found: list[str] = []
    by_name_only = case.policy.get("gates", {}).get("named-only", [])
    for asked in rule["channels"]:
        name = named.get(asked, asked)
        of_class = [channel for channel, kind in CHANNELS.items() if kind == name and channel not in by_name_only]
        of_class.sort(key=lambda channel: (not says(person, channel, "invited"), channel))
        named_one = [name] if name in CHANNELS else of_class
        for channel in named_one:
            takes_its_time = asked == "as-received" and CHANNELS[channel] in ("spoken", "paper")
            if not takes_its_time or channel in rule["channels"] or CHANNELS[channel] in rule["channels"]:
                found.append(channel)
    return list(dict.fromkeys(found))


def refusal(channel: str, person: fk.Person, rule: Tables, named: dict[str, str], case: Case) -> str | None:
    """Return why a channel cannot be used for somebody, or None when it can."""
    kind = CHANNELS[channel]
    if says(person, channel, "refused"):
        return "channel-refused"
    asked_for = says(person, channel, "invited") or channel in named.values()
    asked_for = asked_for or (kind == "short" and wrote_first(person, channel, case))
    gated = channel in INVITED_ONLY or kind in case.policy.get("gates", {}).get("invited-only", [])
    if gated and not asked_for and kind not in rule.get("uninvited", []):
        return "channel-not-invited"
    address = person.addresses.get(ADDRESSES.get(channel, channel))
    if address is None:
        return "no-address"
    whose = {person.id} | ({None} if person.role.value != "reference" else set())
    if kind == "spoken" and any("calls" in unwelcome_to(who, case.application) for who in whose):
        return "no-calls"
    events = [event for event in case.events if isinstance(event, Bounced)]
    came_back = [event for event in events if (event.person, event.channel) == (person.id, channel)]
    return "no-address" if came_back and came_back[-1].address == address else None


def wrote_first(person: fk.Person, channel: str, case: Case) -> bool:
    heard = [event for event in case.events if event.by_employer]
    return any(getattr(one, "channel", "") == channel and getattr(one, "by", "") == person.id for one in heard)


def says(person: fk.Person, channel: str, word: str) -> bool:
    said = person.contact.channels.get(channel)
    return said is not None and said.value == word
