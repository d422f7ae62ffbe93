"""The page of a plan says which ways do not reach somebody, never more than is so, and what comes in which order."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

import followkit as fk
from followkit._commands.wording import contact
from tests.rulebook.dana import KIT, PRIYA, application, at, handles, interview, one, plan

PROVES = {
    "test_a_number_that_cannot_be_called_is_told_where_nothing_else_reaches_her": ["CH-04"],
    "test_an_invitation_is_asked_for_only_where_there_is_an_address": ["CH-04"],
}

AFTER = "2025-06-05 17:30"
CALLS = fk.Contact(channels={"phone": "invited"})
PREMIUM, OWN = "(900) 555-0199", "+1 212 555 0199"
DANA_IN_GERMAN = fk.Candidate(name="Dana Kim", addresses={"email": "dana@example.org"}, language="de")
POST = "12 Canal Street; New York, NY 10013"


def met(*events: fk.events.Event, contact: fk.Contact | None = None, **addresses: str) -> fk.Application:
    """Return the facts with Priya alone, who is reached as told and no other way."""
    person = attrs.evolve(PRIYA, addresses=addresses, contact=contact or fk.Contact())
    return application(*events, people=[person], interviews=[interview(["priya"])])


def page(facts: fk.Application, now: str = AFTER, kit: fk.Kit = KIT) -> list[str]:
    return plan(facts, now, kit).explain(facts).splitlines()


def refused(facts: fk.Application, now: str = AFTER) -> list[str]:
    return [line for line in page(facts, now) if ": " in line and line.startswith(("No ", "Nicht geplant"))]


def why(facts: fk.Application, rule: str, now: str = AFTER) -> list[str]:
    """Return what is said of one rule alone."""
    lines = plan(facts, now).why(rule, facts).splitlines()
    begins = next(index for index, line in enumerate(lines) if line.startswith((f"{rule}:", f"{rule} (")))
    ends = (index for index, line in enumerate(lines) if index > begins and not line.startswith(" "))
    return [line.strip() for line in lines[begins + 1 : next(ends, len(lines))]]


# Which ways do not reach somebody -----------------------------------------------------------------------------------


@pytest.mark.parametrize("contact", [CALLS, fk.Contact()], ids=["invited", "uninvited"])
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (PREMIUM, "A call to the telephone number of Priya Raman costs extra."),
        ("911", "The telephone number of Priya Raman is an emergency number."),
        ("555", "What stands here as the telephone number of Priya Raman is not one number in full."),
    ],
)
def test_a_number_that_cannot_be_called_is_told_where_nothing_else_reaches_her(number, said, contact):
    nowhere = "There is no way to reach Priya Raman yet."

    assert refused(met(phone=number, contact=contact)) == [
        f"No check-in to Priya Raman: {nowhere} {said}",
        f"No thank-you to Priya Raman: {nowhere}",  # which goes by e-mail or as a letter
    ]


def test_it_is_told_in_german_to_who_reads_german():
    facts = attrs.evolve(met(phone=PREMIUM, contact=CALLS), me=DANA_IN_GERMAN)

    assert refused(facts)[0] == (
        "Nicht geplant: Nachfrage (Priya Raman). Priya Raman ist noch auf keinem Weg zu erreichen. "
        "Ein Anruf unter der Telefonnummer von Priya Raman kostet extra."
    )


def test_a_call_that_cannot_be_made_is_told_though_it_is_about_no_person():
    late = fk.events.Missed(at=at("2025-06-05 14:05"), interview="panel")
    said = "There is no way to reach Priya Raman yet. A call to the telephone number of Priya Raman costs extra."

    assert f"No apology to Priya Raman: {said}" in refused(met(late, phone=PREMIUM), "2025-06-05 14:10")
    assert "apology" not in handles(plan(met(late, phone=PREMIUM), "2025-06-05 14:10").follow_ups)


def test_a_note_too_long_for_its_only_way_is_told_after_the_end_too():
    over = fk.events.Rejected(at=at("2025-06-12 16:00"), by="priya")
    long = (
        "Senior Planner of Cranes, Quays, Sidings and Weighbridges for the Harbours of Copenhagen, Malmo and Elsinore"
    )
    facts = attrs.evolve(met(over, email="priya@acme.example", linkedin="in/priya-raman"), position=long)

    assert refused(facts, "2025-06-13 11:00") == [
        "No LinkedIn invitation to Priya Raman: None of the ways that this note may go reaches Priya Raman. "
        "The note to Priya Raman is too long to go by LinkedIn."
    ]


def test_of_ways_that_nobody_gave_an_address_for_nothing_is_told():
    assert refused(met()) == ["No thank-you to Priya Raman: There is no way to reach Priya Raman yet."]
    assert refused(met(email="priya@acme.example")) == []


def test_nobody_is_said_to_be_out_of_reach_beside_a_call_that_is_planned_to_them():
    facts = met(phone=OWN, contact=CALLS)
    told = page(facts)

    assert any("check-in/1: phone call to Priya Raman" in line for line in told)
    assert refused(facts) == [
        "No thank-you to Priya Raman: None of the ways that this note may go reaches Priya Raman."
    ]
    assert why(facts, "thank-you")[0] == "None of the ways that this note may go reaches Priya Raman."
    assert not any("no way to reach" in line for line in told)


def test_why_nothing_more_now_does_not_deny_the_letter_that_stands_above():
    facts = met(post=POST, contact=fk.Contact(channels={"letter": "invited"}))
    planned = plan(facts, AFTER)
    german = attrs.evolve(facts, me=DANA_IN_GERMAN)

    assert one(planned, "thank-you/priya").channel == "letter"
    assert planned.because == fk.Reason(code="no-other-way", parameters={"person": "priya"})
    assert (
        "Why nothing more now: There is no other way to reach Priya Raman yet. "
        "What would change that: adding another address of Priya Raman."
    ) in page(facts)
    assert (
        "Warum jetzt nichts weiter: Priya Raman ist noch auf keinem anderen Weg zu erreichen. "
        "Was das ändern würde: eine weitere Adresse von Priya Raman."
    ) in page(german)


def test_whom_nothing_reaches_stays_the_headline_where_only_somebody_else_is_reached():
    people = [attrs.evolve(PRIYA, addresses={}), fk.Person(id="sam", name="Sam Ode", addresses={"post": POST})]
    likes_paper = attrs.evolve(people[1], contact=fk.Contact(channels={"letter": "invited"}))
    planned = plan(application(people=[people[0], likes_paper]), AFTER)

    assert handles(planned.due) == ["thank-you/sam"]
    assert planned.because == fk.Reason(code="unreachable", parameters={"person": "priya"})


# The invitation -----------------------------------------------------------------------------------------------------


def test_an_invitation_is_asked_for_only_where_there_is_an_address():
    """Thanks go by e-mail or as a letter, and she gave neither address; a question may be asked in a call."""
    facts = met(phone=OWN)

    assert why(facts, "thank-you") == [
        "There is no way to reach Priya Raman yet.",
        "Priya Raman has no e-mail address here.",
        "What would change that: adding the e-mail address of Priya Raman.",
    ]
    assert why(facts, "check-in-no-date") == [
        "There is no way to reach Priya Raman yet.",
        "Priya Raman has no e-mail address here.",
        "Priya Raman has not asked to be reached this way: phone call.",
        "What would change that: adding the e-mail address of Priya Raman.",
        "Or: Priya Raman asking to be reached that way, and noting that.",
    ]


def test_a_number_that_cannot_be_used_is_told_as_that_before_anybody_invites_a_call_to_it():
    told = why(met(phone=PREMIUM), "check-in-no-date")

    assert "A call to the telephone number of Priya Raman costs extra." in told
    assert "Or: another telephone number of Priya Raman." in told
    assert not any("asked to be reached" in line for line in told)


def test_where_the_only_way_lacks_both_the_address_comes_first_and_no_e_mail_address_is_asked_for():
    letters = fk.Kit(house={"policy.toml": 'rules.thank-you.channels = ["letter"]'})
    no_mail = fk.Contact(channels={"email": "refused"})
    paper, uninvited = met(contact=no_mail), met(post=POST, contact=no_mail)

    about = [plan(paper, AFTER, letters), plan(uninvited, AFTER, letters)]
    first = [next(one for one in planned.decisions if one.rule == "thank-you") for planned in about]
    assert [[reason.code for reason in no.reasons] for no in first] == [
        ["unreachable", "no-post"],
        ["unreachable", "channel-not-invited"],
    ]
    assert [planned.questions for planned in about] == [(), ()]


def test_who_refused_a_way_has_refused_it_whatever_the_number():
    never = fk.Contact(channels={"phone": "refused"})

    assert "Priya Raman does not want phone call." in why(met(phone=PREMIUM, contact=never), "check-in-no-date")


def test_what_somebody_refused_is_told_though_nobody_gave_an_address_for_it():
    no_letters = fk.Contact(channels={"letter": "refused"})

    assert "Priya Raman does not want letter." in why(met(contact=no_letters), "thank-you")


# What comes in which order ------------------------------------------------------------------------------------------


def waiting() -> fk.Application:
    """Return the facts of who hears by Monday, 30 June; two working days later, on Wednesday, they may be asked."""
    return attrs.evolve(met(email="priya@acme.example", post=POST), decision_by=date(2025, 6, 30))


@pytest.mark.parametrize(
    ("facts", "next_", "if_silent"),
    [
        (waiting(), "Next:", "If nobody answers:"),
        (attrs.evolve(waiting(), me=DANA_IN_GERMAN), "Danach:", "Falls keine Antwort kommt:"),
    ],
)
def test_a_card_waits_for_no_silence_and_what_does_stands_in_order_below(facts, next_, if_silent):
    told = page(facts)
    card, first, second = (
        next(index for index, line in enumerate(told) if handle in line)
        for handle in ("card/priya:", "check-in/1:", "check-in/2:")
    )

    assert told.index(next_) < card < told.index(if_silent) < first < second
    assert "6 Jun" in told[card] or "6. Juni" in told[card]  # the working day after
    assert "2 Jul" in told[first] or "2. Juli" in told[first]


def test_an_entry_of_the_calendar_asks_for_silence_only_where_the_note_does():
    facts = waiting()
    planned = plan(facts, AFTER)
    told = KIT.calendar(planned, facts).decode().replace("\r\n ", "").split("BEGIN:VEVENT")
    by_handle = {handle: text for handle in ("card/priya", "check-in/1") for text in told if handle in text}

    assert "Only if nobody has written since." in by_handle["check-in/1"]
    assert "Only if nobody has written since." not in by_handle["card/priya"]


# Which form it takes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("me", "said"),
    [
        (application().me, "e-mail (mailto link) to Priya Raman"),
        (DANA_IN_GERMAN, "Priya Raman per E-Mail (mailto-Link)"),
    ],
)
def test_a_link_is_called_a_link(me, said):
    links = fk.Kit(house={"policy.toml": 'gates.forms = { email = ["mailto"] }'})
    facts = attrs.evolve(met(email="priya@acme.example"), me=me)
    planned = plan(facts, AFTER, links)
    thanks = one(planned, "thank-you/priya")

    assert (thanks.channel, thanks.form) == ("email", "mailto")
    assert any(f"thank-you/priya: {said};" in line for line in page(facts, kit=links))
    assert contact(thanks, facts, planned.wording) == said


def test_an_e_mail_that_is_none_is_called_an_e_mail():
    assert any("thank-you/priya: e-mail to Priya Raman;" in line for line in page(met(email="priya@acme.example")))
