"""What a channel is told of whom it is to reach, and what a plan tells of the channels it passed over."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import followkit as fk
from tests.rulebook.dana import PRIYA, application, at, interview, one

AFTER = at("2025-06-05 17:00")


def national(name: str, *countries: str) -> fk.Channel:
    """Return a channel that reaches people in some countries only, as one that reads phone numbers would."""

    def address(person: fk.Person) -> str | fk.Missing:
        return person.addresses["pager"] if person.country in countries else fk.Missing("no-pager")

    def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
        found = [address(person) for person in facts.people if person.id == follow_up.recipient]
        to = tuple(fk.Address(address=one) for one in found if isinstance(one, str))
        return fk.Message(channel=name, handle=follow_up.handle, key=follow_up.key, recipients=to, body=note.text)

    return fk.Channel(name=name, classes=("written",), address=address, compose=compose)


@pytest.mark.parametrize(
    ("person", "employer", "country"),
    [
        ({"country": "CA"}, {"country": "US"}, "CA"),
        ({}, {"country": "US"}, "US"),
        ({"zone": "Europe/Paris"}, {"country": "US"}, "FR"),  # who works elsewhere is not where the employer is
        ({}, {"zone": "Europe/Berlin"}, "DE"),
        ({}, {}, "US"),  # nobody said: the interview was in New York
    ],
)
def test_a_channel_sees_in_which_country_somebody_is_taken_to_be(
    person: dict[str, Any], employer: dict[str, Any], country: str
):
    paged = attrs.evolve(PRIYA, addresses={"pager": "555 0199"}, **person)
    facts = application(people=[paged], interviews=[interview(["priya"])], employer=fk.Employer(**employer))
    elsewhere = {"CA", "US", "FR", "DE"} - {country}

    there = fk.Kit(add=[national("pager", country)])
    planned = one(there.plan(facts, now=AFTER), "thank-you/priya")
    message = there.compose(there.write(planned, facts), planned, facts)

    assert planned.channel == "pager"
    assert [to.address for to in message.recipients] == ["555 0199"]
    assert not fk.Kit(add=[national("pager", *elsewhere)]).plan(facts, now=AFTER).follow_ups
