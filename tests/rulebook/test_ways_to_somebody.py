"""A plan says which way each note goes, and why by no way that its rule would rather take, before anybody writes it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import followkit as fk
from tests.rulebook.dana import KIT, PRIYA, application, at, handles, interview, one, plan, refusals

PROVES = {
    "test_what_is_too_long_for_a_text_goes_by_e_mail_and_the_plan_says_why": ["CH-07"],
    "test_nobody_is_told_of_a_way_that_no_rule_names_and_nobody_gave_an_address_for": ["CH-04"],
}

LONG = "the plans of two billing systems that you rebuilt, the names of two people who led that work, and what it cost"
NO_CALLS = fk.Employer(name="Acme", country="US", instructions=["no calls"])


def asked(what: str = "two references", channel: str = "text", **more: Any) -> fk.events.Requested:
    return fk.events.Requested(at=at("2025-06-06 11:00"), by="priya", what=what, channel=channel, **more)


def met(*events: fk.events.Event, addresses: dict[str, str] | None = None, **more: Any) -> fk.Application:
    """Return the facts with Priya alone, who has an e-mail address and a number for texts unless told otherwise."""
    own = {"email": "priya@acme.example", "text": "+1 212 555 0199"} if addresses is None else addresses
    contact = more.pop("contact", fk.Contact())
    people = [attrs.evolve(PRIYA, addresses=own, contact=contact)]
    return application(*events, people=people, interviews=[interview(["priya"])], **more)


def house(policy: str) -> fk.Kit:
    return fk.Kit(house={"policy.toml": policy})


def why(facts: fk.Application, kit: fk.Kit, now: str, handle: str) -> list[str]:
    """Return the codes of why a follow-up is planned as it is."""
    return [reason.code for reason in one(plan(facts, now, kit), handle).reasons]


# What is told -------------------------------------------------------------------------------------------------------


def test_what_is_too_long_for_a_text_goes_by_e_mail_and_the_plan_says_why():
    facts = met(asked(LONG))
    planned = plan(facts, "2025-06-06 13:00")
    answer = one(planned, "requested-material/1")
    message = KIT.compose(KIT.write(answer, facts), answer, facts)

    assert (answer.channel, message.channel) == ("email", "email")
    assert answer.reasons[-1] == fk.Reason(code="note-too-long", parameters={"channel": "text", "person": "priya"})
    assert "      why this way: The note to Priya Raman is too long to go by text message.\n" in planned.explain(facts)
    assert "  The note to Priya Raman is too long to go by text message.\n" in planned.why("requested-material", facts)


def test_it_is_told_in_german_to_who_reads_german():
    facts = met(asked(LONG), me=fk.Candidate(name="Dana Kim", addresses={"email": "d@example.org"}, language="de"))

    told = plan(facts, "2025-06-06 13:00").explain(facts)

    assert "      warum so: Die Nachricht an Priya Raman ist zu lang, um per SMS zu gehen.\n" in told


def test_what_fits_into_a_text_is_told_nothing_about():
    assert why(met(asked()), KIT, "2025-06-06 13:00", "requested-material/1") == ["after-event"]


@pytest.mark.parametrize(
    ("facts", "code", "told"),
    [
        (met(asked(channel="whatsapp")), "channel-not-installed", "Nothing is installed here that goes by whatsapp."),
        (
            met(asked(), addresses={"email": "priya@acme.example"}),
            "no-text",
            "Priya Raman has no number for texts here.",
        ),
        (
            met(asked(), contact=fk.Contact(channels={"text": "refused"})),
            "channel-refused",
            "Priya Raman does not want text message.",
        ),
    ],
)
def test_why_an_answer_does_not_go_the_way_it_was_asked_for(facts, code, told):
    planned = plan(facts, "2025-06-06 13:00")

    assert one(planned, "requested-material/1").channel == "email"
    assert why(facts, KIT, "2025-06-06 13:00", "requested-material/1") == ["after-event", code]
    assert f"why this way: {told}" in planned.explain(facts)


def test_a_channel_that_a_house_names_and_nobody_installed_is_told_and_the_next_one_taken():
    pigeons = house('rules.thank-you.channels = ["carrier-pigeon", "email"]')
    facts = met()

    assert one(plan(facts, "2025-06-05 17:30", pigeons), "thank-you/priya").channel == "email"
    assert why(facts, pigeons, "2025-06-05 17:30", "thank-you/priya") == ["after-round-end", "channel-not-installed"]
    assert "Nothing is installed here that goes by carrier-pigeon." in plan(facts, "2025-06-05 17:30", pigeons).why(
        "thank-you", facts
    )


def test_where_it_is_the_only_way_the_plan_says_what_to_install():
    pigeons = house('rules.thank-you.channels = ["carrier-pigeon"]')
    planned = plan(met(), "2025-06-05 17:30", pigeons)

    assert planned.follow_up("thank-you/priya") is None
    assert {"unreachable", "channel-not-installed"} <= refusals(planned, "thank-you")
    assert "What would change that: a plugin that goes by carrier-pigeon." in planned.why("thank-you", met())


def test_what_comes_after_the_way_that_is_taken_is_told_nothing_about():
    pigeons = house('rules.thank-you.channels = ["email", "carrier-pigeon"]')

    assert why(met(), pigeons, "2025-06-05 17:30", "thank-you/priya") == ["after-round-end"]


def test_nobody_is_told_of_a_way_that_no_rule_names_and_nobody_gave_an_address_for():
    """News of another offer is told aloud rather than written; whose number nobody has is written to, of course."""
    offer = fk.events.CompetingOffer(at=at("2025-06-06 11:00"))
    called = {"email": "priya@acme.example", "phone": "+1 212 555 0199"}

    assert why(met(offer), KIT, "2025-06-06 11:05", "competing-offer/1") == ["after-event"]
    assert why(met(offer, employer=NO_CALLS), KIT, "2025-06-06 11:05", "competing-offer/1") == ["after-event"]
    assert why(met(offer, addresses=called, employer=NO_CALLS), KIT, "2025-06-06 11:05", "competing-offer/1") == [
        "after-event",
        "no-calls",
    ]


def test_a_channel_that_fails_is_always_told_of():
    def broken(person: fk.Person) -> str:
        raise RuntimeError("no")

    def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
        raise NotImplementedError

    radio = fk.Channel(name="radio", classes=("spoken",), address=broken, compose=compose)
    offer = fk.events.CompetingOffer(at=at("2025-06-06 11:00"))

    assert why(met(offer), fk.Kit(add=[radio]), "2025-06-06 11:05", "competing-offer/1") == [
        "after-event",
        "channel-failed",
    ]


def test_why_it_goes_to_a_recruiter_stands_before_why_it_goes_by_e_mail():
    kit = house('rules.thank-you.channels = ["carrier-pigeon", "email"]')
    recruiter = fk.Person(id="rex", name="Rex Day", role="agency recruiter", addresses={"email": "rex@agency.example"})
    facts = met()
    facts = attrs.evolve(facts, people=[*facts.people, recruiter])

    assert why(facts, kit, "2025-06-05 17:30", "thank-you/priya") == [
        "via-recruiter",
        "after-round-end",
        "channel-not-installed",
    ]


# What is too long ---------------------------------------------------------------------------------------------------


def limited(name: str, most: int, kind: str = "written", **more: Any) -> fk.Channel:
    """Return a channel that takes so many characters."""

    def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
        if len(note.text) > most:
            raise fk.errors.TooLong("too long", channel=name, limit=most)
        to = fk.Address(address="desk 4")
        return fk.Message(channel=name, handle=note.handle, key=note.key, recipients=(to,), body=note.text)

    limits = more.pop("limits", {"characters": most})
    return fk.Channel(
        name=name, classes=(kind,), address=lambda person: "desk 4", compose=compose, limits=limits, **more
    )


def test_each_person_of_a_round_is_tried_alone():
    short = interview(["priya", "sam"])
    talked = [
        attrs.evolve(short.interviewers[0], talked_about=("on-call nights " * 15 + "and what they cost",)),
        short.interviewers[1],
    ]
    facts = application(interviews=[attrs.evolve(short, interviewers=talked)])
    texts = {
        person: len(KIT.write(one(plan(facts, "2025-06-05 17:30"), f"thank-you/{person}"), facts).text)
        for person in ("priya", "sam")
    }
    kit = fk.Kit(add=[limited("tube", 600)], house={"policy.toml": 'rules.thank-you.channels = ["tube", "email"]'})
    planned = plan(facts, "2025-06-05 17:30", kit)

    assert texts["sam"] < 600 < texts["priya"]
    assert {person: one(planned, f"thank-you/{person}").channel for person in texts} == {
        "priya": "email",
        "sam": "tube",
    }


def test_a_step_ahead_is_tried_too():
    again = 'rules.check-in-again.channels = ["tube", "email"]'
    planned = plan(met(), "2025-06-05 17:30", fk.Kit(add=[limited("tube", 40)], house={"policy.toml": again}))

    assert "check-in/2" in handles(planned.ahead)
    assert one(planned, "check-in/2").channel == "email"
    assert one(planned, "check-in/2").reasons[-1].code == "note-too-long"


def test_no_address_is_asked_for_where_the_note_is_too_long_for_the_only_way():
    kit = fk.Kit(add=[limited("tube", 5)], house={"policy.toml": 'rules.thank-you.channels = ["tube"]'})
    planned = plan(met(), "2025-06-05 17:30", kit)

    assert {"unreachable", "note-too-long"} <= refusals(planned, "thank-you")
    assert planned.questions == ()


def test_where_one_after_the_other_is_too_short_the_first_that_takes_it_is_taken():
    names = [f"tube-{most}" for most in range(10, 200, 10)]
    kit = fk.Kit(
        add=[limited(name, int(name.removeprefix("tube-"))) for name in names],
        house={"policy.toml": f"rules.thank-you.channels = {[*names, 'email']}"},
    )
    thanks = one(plan(met(), "2025-06-05 17:30", kit), "thank-you/priya")

    assert thanks.channel == "email"
    assert [reason.code for reason in thanks.reasons] == ["after-round-end", *["note-too-long"] * len(names)]


def test_a_channel_that_does_not_say_what_it_takes_is_not_tried_beforehand():
    tried = []

    def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
        tried.append(follow_up.handle)
        raise NotImplementedError

    pipe = fk.Channel(name="pipe", classes=("written",), address=lambda person: "desk 4", compose=compose)
    kit = fk.Kit(add=[pipe], house={"policy.toml": 'rules.thank-you.channels = ["pipe"]'})

    assert one(plan(met(), "2025-06-05 17:30", kit), "thank-you/priya").channel == "pipe"
    assert tried == []


def test_what_lacks_a_fact_is_asked_for_and_not_called_too_long():
    kit = fk.Kit(add=[limited("tube", 5)], house={"policy.toml": 'rules.thank-you.channels = ["tube", "email"]'})
    silent = attrs.evolve(interview(["priya"]).interviewers[0], talked_about=())
    facts = attrs.evolve(met(), interviews=[attrs.evolve(interview(["priya"]), interviewers=[silent])])
    thanks = one(plan(facts, "2025-06-05 17:30", kit), "thank-you/priya")

    assert thanks.channel == "tube"
    assert [question.code for question in thanks.needs] == ["talked-about"]


def test_a_channel_that_fails_while_it_is_tried_fails_when_it_is_written_and_stops_no_plan():
    def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
        raise RuntimeError("the tube is blocked")

    tube = attrs.evolve(limited("tube", 5), compose=compose)
    kit = fk.Kit(add=[tube], house={"policy.toml": 'rules.thank-you.channels = ["tube", "email"]'})
    facts = met()
    thanks = one(plan(facts, "2025-06-05 17:30", kit), "thank-you/priya")

    assert thanks.channel == "tube"
    with pytest.raises(fk.errors.PluginError, match="tube"):
        kit.compose(kit.write(thanks, facts), thanks, facts)


# Several of one class -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("invited", "taken"),
    [
        ([], "email"),  # nobody said anything: by name
        (["tube"], "tube"),
        (["email"], "email"),
        (["tube", "wire"], "tube"),  # among those that she likes, by name again
        (["wire"], "wire"),
        (["email", "wire"], "email"),
    ],
)
def test_of_one_class_that_way_is_taken_which_the_person_asked_for_and_else_the_first_by_name(invited, taken):
    kit = fk.Kit(
        add=[limited("wire", 10_000), limited("tube", 10_000)],
        house={"policy.toml": 'rules.thank-you.channels = ["written"]'},
    )
    facts = met(contact=fk.Contact(channels=dict.fromkeys(invited, "invited")))

    assert one(plan(facts, "2025-06-05 17:30", kit), "thank-you/priya").channel == taken
