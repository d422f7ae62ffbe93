"""What is forgotten by the evening is asked while it is known: before leaving, and within the hour (NC-22, P8)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit._core.asking import FACTS
from followkit._core.decisions import Question
from followkit._core.facts import Contact, Employer, Interview, Person
from followkit._core.intake import OF_EACH, ONCE
from followkit._core.vocabulary import Consent, Instruction, Role, Stage, Status
from followkit.events import Assigned, Cancelled, NoShow, Pledged, Promised, Rejected, Replied, Requested
from tests.properties.applications import applications
from tests.rulebook.dana import KIT, PRIYA, SAM, application, at, interview, sent

local = datetime.fromisoformat
BEFORE, AFTER, ANY = "before-leaving", "after-interview", "any"

# The panel of Dana's story: Thursday, 5 June 2025, 14:00 to 15:00 in New York, with Priya and Sam.
NOTED = interview()
BARE = attrs.evolve(interview(), interviewers=(fk.Interviewer(person="priya"), fk.Interviewer(person="sam")))


def asked(facts: fk.Application, now: str) -> tuple[Question, ...]:
    return KIT.questions(facts, now=at(now))


def codes(facts: fk.Application, now: str, moment: str | None = None) -> list[str]:
    """Return what is asked, in order, as ``code`` or ``code person``."""
    return [
        " ".join([one.code, *map(str, one.parameters.values())] if "person" in one.parameters else [one.code])
        for one in asked(facts, now)
        if moment in (None, one.moment)
    ]


def described(*, points: tuple[str, ...] = (), concerns: tuple[str, ...] = (), **of_sam: Any) -> fk.Application:
    """Return the panel with Sam alone, of whom this much was written down."""
    part = fk.Interviewer(person="sam", talked_about=points, concerns=concerns)
    told: dict[str, Any] = {"id": "sam", "addresses": {"email": "sam@acme.example"}, **of_sam}
    return application(people=(Person(**told),), interviews=[attrs.evolve(NOTED, interviewers=(part,))])


# Before leaving -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", ["2025-05-20 09:00", "2025-06-05 13:00", "2025-06-05 14:59"])
def test_before_leaving_the_date_and_the_next_step_are_asked_and_until_the_end_only(now):
    before = [one for one in asked(application(), now) if one.moment == BEFORE]

    assert [(one.code, one.place, one.completes) for one in before] == [
        ("ask-decision-date", "decision_by", ("promised",)),
        ("ask-next-step", "events", ("asked_for",)),
    ]
    assert {one.due and one.due.isoformat() for one in before} == {"2025-06-05T15:00:00-04:00"}
    assert codes(application(), "2025-06-05 15:00", BEFORE) == []


def test_whom_to_contact_is_asked_where_nobody_who_could_be_asked_has_an_address():
    # P9: an address that nobody gave is asked for while the people who know it are in the room.
    boss = attrs.evolve(PRIYA, addresses={})
    nobody = application(people=(boss, SAM))

    assert codes(nobody, "2025-06-05 14:30", BEFORE) == ["ask-decision-date", "ask-next-step", "ask-contact"]
    assert "ask-contact" not in codes(application(), "2025-06-05 14:30")
    agency = Person(id="rex", role=Role.AGENCY_RECRUITER, addresses={"phone": "+1 212 555 0100"})
    assert "ask-contact" not in codes(attrs.evolve(nobody, people=(boss, SAM, agency)), "2025-06-05 14:30")


@pytest.mark.parametrize(
    ("facts", "still_asked"),
    [
        (application(decision_by=date(2025, 6, 13)), ["ask-next-step"]),
        (application(decision_by=date(2025, 6, 5)), ["ask-next-step"]),
        (application(decision_by=date(2025, 6, 4)), ["ask-decision-date", "ask-next-step"]),
        (application(Promised(at=at("2025-06-02 10:00"), decision_by=date(2025, 6, 20))), ["ask-next-step"]),
        (
            application(Promised(at=at("2025-06-02 10:00"), decision_by=date(2025, 6, 4))),
            ["ask-decision-date", "ask-next-step"],
        ),
        (application(Promised(at=at("2025-06-02 10:00"), says="next week")), ["ask-decision-date", "ask-next-step"]),
        (application(Promised(at=at("2025-06-05 14:20"), says="next week")), ["ask-next-step"]),
        (application(Replied(at=at("2025-06-03 10:00"), decision_by=date(2025, 6, 9))), ["ask-next-step"]),
        (application(Assigned(at=at("2025-06-05 14:20"), what="the pricing exercise")), ["ask-decision-date"]),
        (application(Assigned(at=at("2025-06-02 14:20"))), ["ask-decision-date", "ask-next-step"]),
    ],
)
def test_what_they_have_said_is_not_asked_unless_the_day_they_named_lies_behind_the_interview(facts, still_asked):
    assert codes(facts, "2025-06-05 14:30", BEFORE) == still_asked


def test_when_another_interview_is_booked_or_being_arranged_the_next_step_is_known():
    final = interview(["priya"], id="final", start="2025-06-12 14:00", stage=Stage.FINAL)
    arranged = Interview(id="final", status=Status.NEEDS_SCHEDULING)
    no_day_yet = Interview(id="final")
    no_hour_yet = Interview(id="final", start=date(2025, 6, 12), zone="America/New_York")

    for more in (final, arranged, no_day_yet, no_hour_yet):
        facts = application(interviews=[NOTED, more])
        assert "decision-date" not in codes(facts, "2025-06-05 15:30")
    assert codes(application(interviews=[NOTED, final]), "2025-06-05 14:30", BEFORE) == [
        "ask-decision-date",
        "ask-next-step",  # of the final round, which nothing follows
    ]
    date_asked, *_ = asked(application(interviews=[NOTED, final]), "2025-06-05 14:30")
    assert date_asked.due == at("2025-06-05 15:00")  # each thing once, by when it can first be asked


def test_a_meeting_among_themselves_is_no_next_step():
    among_themselves = interview((), id="talk", start="2025-06-06 10:00", debrief=True)
    facts = application(interviews=[NOTED, among_themselves])

    assert codes(facts, "2025-06-05 14:30", BEFORE) == ["ask-decision-date", "ask-next-step"]


def test_of_two_rounds_of_one_day_the_first_is_asked_about_first_whatever_they_are_called():
    early = interview(["sam"], id="z", start="2025-06-05 10:00", stage=Stage.TECHNICAL)
    late = interview(["priya"], id="a", start="2025-06-05 16:00", stage=Stage.FINAL)

    questions = asked(application(interviews=[early, late]), "2025-06-05 17:30")

    assert [one.due for one in questions] == sorted(one.due for one in questions if one.due)
    assert {one.due for one in questions} == {at("2025-06-05 12:00"), at("2025-06-05 18:00")}
    (of_the_last,) = [one.due for one in questions if one.code == "decision-date"]
    assert of_the_last == at("2025-06-05 18:00")


def test_an_interview_whose_hour_nobody_said_is_asked_about_until_its_day_is_over():
    whole_day = Interview(id="panel", start=date(2025, 6, 5), zone="America/New_York")
    facts = application(interviews=[whole_day])

    assert [(one.code, one.due) for one in asked(facts, "2025-06-05 23:59") if one.moment == BEFORE] == [
        ("ask-decision-date", None),
        ("ask-next-step", None),
    ]
    assert codes(facts, "2025-06-06 00:00", BEFORE) == []


# Within the hour ----------------------------------------------------------------------------------------------------


def test_within_the_hour_everything_of_everybody_is_asked_that_nobody_wrote_down():
    sam = Person(id="sam", addresses={"email": "sam@acme.example"})
    facts = application(people=(PRIYA, sam), interviews=[BARE])

    assert codes(facts, "2025-06-05 15:00") == [
        "talked-about priya",
        "concern priya",
        "need priya",  # the one strength there is goes into her note, so a need of hers would have an answer
        "likes-channel priya",
        "name sam",
        "role sam",
        "talked-about sam",
        "concern sam",
        "likes-channel sam",
        "decision-date",
        "you-promised",
        "they-asked-for",
    ]
    assert {one.moment for one in asked(facts, "2025-06-05 15:00")} == {AFTER}
    assert {one.due and one.due.isoformat() for one in asked(facts, "2025-06-05 15:00")} == {
        "2025-06-05T16:00:00-04:00"
    }


def test_it_says_what_each_answer_completes_and_which_notes_wait_for_it():
    sam = Person(id="sam", addresses={"email": "sam@acme.example"})
    facts = application(people=(PRIYA, sam), interviews=[BARE])

    told = {one.place: (one.completes, one.blocks) for one in asked(facts, "2025-06-05 15:00") if one.blocks}

    assert told == {
        "people.priya.talked_about": (("point",), ("thank-you/priya",)),
        "people.sam.name": (("about", "to"), ("thank-you/sam",)),
        "people.sam.talked_about": (("point",), ("thank-you/sam",)),
    }


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ({"name": "Sam Ode"}, "name sam"),
        ({"role": Role.PEER}, "role sam"),
        ({"points": ("on-call nights",)}, "talked-about sam"),
        ({"concerns": ("no on-call experience",)}, "concern sam"),
        ({"contact": Contact(channels={"phone": Consent.REFUSED})}, "likes-channel sam"),
    ],
)
def test_what_was_written_down_is_asked_no_more(said, answered):
    before, after = codes(described(), "2025-06-05 15:30"), codes(described(**said), "2025-06-05 15:30")

    assert set(before) - set(after) == {answered}
    assert set(after) - set(before) <= {"reassurance sam"}  # a doubt asks for what settles it


@pytest.mark.parametrize(
    ("said", "strengths", "still_asked"),
    [
        ({}, (), []),
        ({}, ("I wrote the checks.",), ["need sam"]),
        ({"needs": ("fewer corrections",)}, (), ["strength sam"]),
        ({"needs": ("fewer corrections",)}, ("I wrote the checks.",), []),
        ({"needs": ("fewer corrections",), "strengths": ("I wrote the checks.",)}, (), []),
        ({"concerns": ("no on-call experience",)}, (), ["reassurance sam"]),
        ({"concerns": ("no on-call experience",), "reassurances": ("I kept a service running.",)}, (), []),
    ],
)
def test_what_makes_a_note_better_is_asked_where_it_would_and_no_note_waits_for_it(said, strengths, still_asked):
    part = fk.Interviewer(person="sam", talked_about=("queues",), **said)
    facts = application(interviews=[attrs.evolve(NOTED, interviewers=(part,))], strengths=strengths)
    better = [one for one in asked(facts, "2025-06-05 15:30") if one.code in {"need", "strength", "reassurance"}]

    assert [f"{one.code} {one.parameters['person']}" for one in better] == still_asked
    assert not any(one.blocks for one in better)


@pytest.mark.parametrize(
    ("event", "answered"),
    [
        (Pledged(at=at("2025-06-05 14:40"), on=date(2025, 6, 9)), {"you-promised"}),
        (Requested(at=at("2025-06-05 15:10"), what="your transcript"), {"they-asked-for"}),
        (Promised(at=at("2025-06-05 14:50"), says="soon", by="priya"), {"decision-date"}),
        (Pledged(at=at("2025-06-04 14:40"), on=date(2025, 6, 9)), set()),  # in another talk, the day before
    ],
)
def test_what_both_sides_promised_is_asked_until_it_is_recorded(event, answered):
    bare = codes(application(), "2025-06-05 15:30")

    assert set(bare) - set(codes(application(event), "2025-06-05 15:30")) == answered


def test_who_gave_the_date_is_asked_since_they_are_asked_first():
    # CI-13: a date at the top of the file says nothing of who gave it; the event does.
    dated = {"decision_by": date(2025, 6, 13)}
    recorded = Promised(at=at("2025-06-05 14:50"), decision_by=date(2025, 6, 13), by="priya")

    (question,) = [one for one in asked(application(**dated), "2025-06-05 15:30") if one.code == "who-promised"]
    assert (question.place, question.completes) == ("events", ("timeframe-giver",))
    assert "who-promised" not in codes(application(recorded, **dated), "2025-06-05 15:30")
    assert "who-promised" not in codes(application(), "2025-06-05 15:30")


def test_only_who_was_there_is_asked_about():
    parts = (
        fk.Interviewer(person="priya", attended=False),
        fk.Interviewer(person="sam", shadow=True),
    )
    facts = application(interviews=[attrs.evolve(NOTED, interviewers=parts)])

    assert not [one for one in asked(facts, "2025-06-05 15:30") if "person" in one.parameters]


def test_where_nobody_is_named_it_asks_who_was_there():
    facts = application(interviews=[attrs.evolve(NOTED, interviewers=())])

    (question,) = [one for one in asked(facts, "2025-06-05 15:30") if one.code == "who-interviewed"]
    assert (question.place, question.moment) == ("interviews.panel.with", AFTER)


def test_it_is_asked_for_seven_days_and_then_only_where_a_note_waits():
    facts = application(interviews=[BARE])

    assert "concern sam" in codes(facts, "2025-06-12 14:59")
    assert codes(facts, "2025-06-12 15:00", AFTER) == []


def test_what_was_said_in_a_second_round_belongs_in_that_interview():
    second = attrs.evolve(BARE, id="final", start=local("2025-06-12T14:00"), stage=Stage.FINAL)
    thanked = [sent(f"thank-you/{person}", "2025-06-05 17:00") for person in ("priya", "sam")]
    facts = application(*thanked, interviews=[NOTED, second])

    places = {(one.code, one.parameters["person"]): one.place for one in asked(facts, "2025-06-12 15:30")
              if one.code in ("talked-about", "concern") and one.place.startswith("interviews")}  # fmt: skip

    assert places == dict.fromkeys(
        [(code, person) for code in ("talked-about", "concern") for person in ("priya", "sam")],
        "interviews.final.with",
    )


# What the plan asks -------------------------------------------------------------------------------------------------


def test_what_the_plan_asks_of_an_interview_to_come_waits_for_it():
    facts = application(interviews=[BARE])

    before = [one for one in asked(facts, "2025-06-05 09:00") if one.code == "talked-about"]

    assert [(one.moment, one.due, one.blocks) for one in before] == [
        (AFTER, at("2025-06-05 16:00"), ("thank-you/priya",)),
        (AFTER, at("2025-06-05 16:00"), ("thank-you/sam",)),
    ]


def test_what_the_plan_asks_at_any_time_is_asked_last_and_as_the_plan_asks_it():
    facts = attrs.evolve(described(points=("on-call nights",), name="Sam Ode"), position=None)

    *_, last = asked(facts, "2025-06-05 15:30")

    assert last in KIT.plan(facts, now=at("2025-06-05 15:30")).questions
    assert (last.code, last.place, last.moment, last.due) == ("position", "position", ANY, None)
    assert last.completes == ("position",)


def test_without_any_facts_it_asks_for_the_interview():
    assert codes(fk.Application(id="acme"), "2025-06-05 15:30") == ["first-interview"]


@pytest.mark.parametrize(
    "facts",
    [
        application(Rejected(at=at("2025-06-05 15:10")), interviews=[BARE]),
        application(Cancelled(at=at("2025-06-05 09:00"), interview="panel"), interviews=[BARE]),
        application(NoShow(at=at("2025-06-05 14:20"), interview="panel"), interviews=[BARE]),
        application(interviews=[attrs.evolve(BARE, debrief=True)]),
    ],
)
def test_of_what_is_over_or_never_took_place_nothing_is_asked(facts):
    assert codes(facts, "2025-06-05 15:30", AFTER) == codes(facts, "2025-06-05 14:30", BEFORE) == []


def test_notes_nobody_wants_are_not_asked_for_but_the_rest_is():
    # TY-16: the answers still tell whom to ask, and when.
    quiet = Employer(name="Acme", country="US", instructions=(Instruction.NO_THANK_YOU,))
    facts = application(interviews=[BARE], employer=quiet)

    assert "decision-date" in codes(facts, "2025-06-05 15:30")
    assert not any(one.blocks for one in asked(facts, "2025-06-05 15:30") if one.code == "talked-about")


# The list -----------------------------------------------------------------------------------------------------------


def test_every_line_of_the_list_has_words_and_completes_something_that_is_known():
    words = KIT.lexicon("en").tables["questions"]
    decides = {"role", "channel", "timeframe-giver"}

    for ask in (*OF_EACH, *ONCE):
        assert ask.code in words
        assert ask.completes
        assert set(ask.completes) <= FACTS.keys() | decides


def test_every_place_of_the_list_can_be_written_in_a_file():
    blank = fk.Application(
        id="acme", people=(Person(id="priya"),), interviews=[attrs.evolve(BARE, interviewers=BARE.interviewers[:1])]
    )
    doubting = fk.Interviewer(person="priya", needs=("fewer corrections",), concerns=("no on-call experience",))
    needing = attrs.evolve(blank, interviews=[attrs.evolve(BARE, interviewers=(doubting,))])
    strong = attrs.evolve(blank, strengths=("I wrote the checks.",))
    moments = ("2025-06-05 14:30", "2025-06-05 15:30")
    places = {one.place for facts in (blank, needing, strong) for now in moments for one in asked(facts, now)}
    answers = {
        "decision_by": "2025-06-13",
        "events": "[]",
        "people": "{}",
        "people.priya.name": '"Priya Raman"',
        "people.priya.role": '"peer"',
        "people.priya.talked_about": '["queues"]',
        "people.priya.concerns": '["no on-call experience"]',
        "people.priya.needs": '["fewer corrections"]',
        "people.priya.strengths": '["I wrote the checks."]',
        "people.priya.reassurances": '["I kept a service running."]',
        "people.priya.contact.channels": '{ phone = "refused" }',
        "people.priya.addresses.email": '"priya@acme.example"',
    }
    met = '[interviews.panel]\nwith = ["priya"]\n'

    assert places & answers.keys() >= answers.keys() - {"people.priya.addresses.email"}
    for place in places & answers.keys():
        fk.loads(f"{place} = {answers[place]}\n{met if 'priya' in place else ''}", id="acme")


MOMENTS = st.datetimes(local("2025-05-25"), local("2025-06-25")).map(lambda wall: at(wall.isoformat()))


@settings(max_examples=max(10, settings().max_examples // 5))
@given(applications(), MOMENTS)
def test_each_thing_is_asked_once_and_all_that_the_plan_asks(facts, now):
    plan, questions = KIT.plan(facts, now=now), KIT.questions(facts, now=now)

    things = [(one.code, one.place, one.parameters.get("person", "")) for one in questions]
    assert len(things) == len(set(things))
    assert {(one.code, one.place) for one in plan.questions} <= {(one.code, one.place) for one in questions}
    waiting = {handle for one in plan.questions for handle in one.blocks}
    assert {handle for one in questions for handle in one.blocks} == waiting
    assert [one.moment for one in questions] == sorted(
        (one.moment for one in questions), key=[BEFORE, AFTER, ANY].index
    )


@settings(max_examples=max(10, settings().max_examples // 5))
@given(applications(), MOMENTS)
def test_asking_the_same_again_asks_the_same(facts, now):
    mixed = attrs.evolve(facts, people=facts.people[::-1], interviews=facts.interviews[::-1])

    assert KIT.questions(facts, now=now) == KIT.questions(mixed, now=now)
    later = KIT.questions(facts, now=now + timedelta(days=400))
    assert not [one for one in later if one.moment != ANY]
