"""What a plan says can be written fits the channel it goes by, however long names and topics are."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit.errors import MissingFacts, TooLong
from tests.golden.rendering import staged
from tests.properties.told import retold

BOX = 600
"""How many characters the form of e-mail takes that stands before e-mail itself."""
WAYS = {"phone": "+1 212 555 0142", "text": "+1 212 555 0142", "linkedin": "in/somebody", "post": "12 Canal Street"}


def _boxed(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
    if len(note.text) > BOX:
        raise TooLong("too long", channel="box", limit=BOX)
    to = (fk.Address(address="box"),)
    return fk.Message(channel="box", handle=note.handle, key=note.key, recipients=to, body=note.text)


def _in_a_box(person: fk.Person) -> str | fk.Missing:
    return person.addresses.get("email") or fk.Missing("no-email")


FORM = fk.Channel(
    name="box",
    classes=("written",),
    address=_in_a_box,
    compose=_boxed,
    needs="email",
    limits={"characters": BOX},
    form_of="email",
)
KITS = (fk.Kit(), fk.Kit(add=[FORM], house={"policy.toml": 'gates.forms = { email = ["box"] }'}))


def words(most: int) -> st.SearchStrategy[str]:
    """Draw words of any length up to so many characters, often as many as there may be."""
    word = st.sampled_from(["Senior", "Gateway", "of", "Ålesund", "R&D", "on-call", "λ", "Sub"])
    few = st.lists(word, min_size=1, max_size=3)
    many = st.lists(word, min_size=most // 4, max_size=most // 2)
    return (few | many).map(lambda said: " ".join(said)[:most].strip())


@st.composite
def reached(draw: Any, person: fk.Person) -> fk.Person:
    """Draw how somebody is reached, and what they said of it; often by other ways than e-mail."""
    ways = {name: address for name, address in WAYS.items() if draw(st.booleans())}
    mail = {"email": f"{person.id}@acme.example"} if draw(st.integers(0, 2)) else {}
    said = {name: "invited" for name in ("phone", "text", "linkedin", "letter") if draw(st.booleans())}
    return attrs.evolve(person, addresses={**ways, **mail}, contact=fk.Contact(channels=said))


@st.composite
def scenes(draw: Any) -> tuple[fk.Application, Any]:
    """Draw an occasion for a note with long names and topics, and people who are reached in all ways."""
    found = staged(draw(st.sampled_from(["en", "de"])))
    one = found[draw(st.integers(0, len(found) - 1))]
    facts = retold(one.facts, draw, name=words(60), position=words(120), topic=words(300), sentence=words(400))
    if draw(st.booleans()):
        facts = attrs.evolve(facts, people=[draw(reached(person)) for person in facts.people])
    return facts, one.scene.now


@settings(max_examples=2 * settings().max_examples, phases=[Phase.generate])
@given(scenes(), st.sampled_from(KITS))
def test_nothing_that_is_planned_is_too_long_for_its_channel(scene, kit):
    facts, now = scene
    plan = kit.plan(facts, now=now)

    for one in (*plan.follow_ups, *plan.ahead):
        way = one.form or one.channel
        try:
            message = kit.compose(kit.write(one, facts), one, facts)
        except TooLong as refused:
            raise AssertionError(f"{one.rule} by {way}: {refused}") from refused
        except MissingFacts:
            continue
        assert message.channel == way
        event(way)
    for reason in (reason for one in plan.follow_ups for reason in one.reasons):
        event(f"told: {reason.code}")
