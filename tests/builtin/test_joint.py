"""One note to two or three people who met the candidate together, where somebody asks for it (TY-07)."""

from __future__ import annotations

import attrs
import pytest

import followkit as fk
from followkit.errors import MissingFacts, Unreachable
from tests.core.letters import EVERYTHING, part, without, write
from tests.rulebook.dana import PRIYA, SAM, application, at, interview, one

HOUSE = fk.Policy(
    name="house", text='extends = "us"\n[rules.thank-you-joint]\nenabled = true', source="house.toml"
)  # fmt: skip
KIT = fk.Kit("house", add=[HOUSE])
KIM = fk.Person(id="kim", name="Kim Vale", addresses={"email": "kim@acme.example"})
LU = fk.Person(id="lu", name="Lu Wen", addresses={"email": "lu@acme.example"})
NOW = at("2025-06-05 17:00")
ALL = "thank-you/panel/all"


def panel(*people: fk.Person) -> fk.Application:
    return application(people=people, interviews=(interview([person.id for person in people]),))


def test_two_people_met_together_get_one_note_that_greets_both_and_goes_to_both():
    facts = panel(attrs.evolve(PRIYA, given_name="Priya"), SAM)
    planned = one(KIT.plan(facts, now=NOW), ALL)
    note = KIT.write(planned, facts)
    message = KIT.compose(note, planned, facts)

    assert note.salutation == "Dear Priya and Sam Ode,"
    assert (
        "what Priya said about taking billing off the nightly cron and to what Sam Ode said about on-call nights."
        in note.body
    )
    assert 50 <= len(note.body.split()) <= 180
    assert [mailbox.address for mailbox in message.recipients] == ["priya@acme.example", "sam@acme.example"]


def test_once_it_is_sent_nobody_is_thanked_again():
    facts = panel(PRIYA, SAM)
    sent = one(KIT.plan(facts, now=NOW), ALL).sent(at=NOW)

    assert not [one for one in KIT.plan(facts.add(sent), now=NOW).follow_ups if one.slot == "thank-you"]


@pytest.mark.parametrize(
    ("people", "together"), [((PRIYA, SAM), True), ((PRIYA, SAM, KIM), True), ((PRIYA, SAM, KIM, LU), False)]
)
def test_three_are_the_most_whom_one_note_greets(people, together):
    plan = KIT.plan(panel(*people), now=NOW)

    assert (plan.follow_up(ALL) is not None) == together


def test_people_met_one_after_the_other_are_thanked_one_by_one():
    apart = application(interviews=(interview(["priya"]), interview(["sam"], id="b", start="2025-06-05 15:00")))

    assert KIT.plan(apart, now=at("2025-06-05 18:00")).follow_up(ALL) is None


def test_unless_somebody_asks_for_it_each_gets_a_note_of_their_own():
    assert fk.Kit().plan(panel(PRIYA, SAM), now=NOW).follow_up(ALL) is None


def test_who_is_greeted_without_an_address_is_told_before_it_goes():
    facts = panel(PRIYA, SAM)
    planned = one(KIT.plan(facts, now=NOW), ALL)
    nowhere = attrs.evolve(facts, people=(PRIYA, attrs.evolve(SAM, addresses={})))

    with pytest.raises(Unreachable, match="somebody this note greets"):
        KIT.compose(KIT.write(planned, facts), planned, nowhere)


def test_any_other_note_about_several_people_goes_to_one_alone():
    # NC-16: nobody gets a copy of what was written to a colleague.
    british = attrs.evolve(panel(PRIYA, SAM), employer=fk.Employer(name="Acme", country="GB"))
    kit = fk.Kit()
    planned = one(kit.plan(british, now=at("2025-06-06 10:00")), ALL)
    message = kit.compose(kit.write(planned, british), planned, british)

    assert (planned.rule, len(message.recipients)) == ("thank-you-panel-lead", 1)


# Names in lists -------------------------------------------------------------------------------------------------------


def test_people_of_whom_only_the_form_of_address_is_known_are_named_by_it():
    about = [{"address_as": "Dr. Raman"}, {"name": "Prof. Sam Ode"}, {"given_name": "Jo"}]
    note = write(material={**without(EVERYTHING, "point"), "about": about}, variant="panel", about=("priya", "sam"))

    assert "please pass my thanks on to Dr. Raman, Prof. Sam Ode and Jo." in part(note, "thanks").text


def test_somebody_without_any_name_is_asked_for_before_the_others_are_named():
    about = [{"name": "Sam Ode"}, {}]
    with pytest.raises(MissingFacts) as caught:
        write(material={**EVERYTHING, "about": about}, variant="via", about=("sam", "jo"))

    assert {(question.code, question.place) for question in caught.value.questions} == {
        ("name", "people.sam.name"),
        ("name", "people.jo.name"),
    }
