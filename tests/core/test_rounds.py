"""Which meetings belong together, who was there, and where everybody is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from followkit._core.errors import InvalidFacts
from followkit._core.facts import Application, Employer, Interview, Interviewer, Person
from followkit._core.places import Customs
from followkit._core.rounds import Round
from followkit._core.situation import Situation, situation_of
from followkit._core.vocabulary import Response, Stage, Status
from followkit.calendars import calendars
from followkit.events import Cancelled, Rescheduled

NEW_YORK = "America/New_York"
PEOPLE = tuple(Person(id=id) for id in ("ana", "bo", "cy"))


def meeting(id: str, start: str, *people: str, **more: Any) -> Interview:
    told = {"minutes": 60, "zone": NEW_YORK, **more}
    parts = [Interviewer(person=person) for person in people]
    return Interview(id=id, start=datetime.fromisoformat(start), interviewers=parts, **told)


def situation(*interviews: Interview, **more: Any) -> Situation:
    told: dict[str, Any] = {"id": "acme", "people": PEOPLE, "interviews": interviews, **more}
    return situation_of(Application(**told), calendars(), Customs())


def members(rounds: tuple[Round, ...]) -> list[list[str]]:
    return [[meeting.interview.id for meeting in round.meetings] for round in rounds]


# Together -----------------------------------------------------------------------------------------------------------


def test_meetings_of_one_day_and_stage_are_one_round_that_ends_with_the_last():
    found = situation(
        meeting("a", "2025-06-05 10:00", "ana"),
        meeting("b", "2025-06-05 11:30", "bo"),
        meeting("c", "2025-06-06 10:00", "cy"),
    )
    assert members(found.rounds) == [["a", "b"], ["c"]]
    assert found.rounds[0].ends == datetime(2025, 6, 5, 16, 30, tzinfo=UTC)


def test_two_stages_on_one_day_are_two_rounds():
    found = situation(
        meeting("a", "2025-06-05 10:00", "ana", stage=Stage.TECHNICAL),
        meeting("b", "2025-06-05 15:00", "bo", stage=Stage.FINAL),
    )
    assert members(found.rounds) == [["a"], ["b"]]


def test_a_vendors_round_id_holds_meetings_of_two_days_together():
    found = situation(
        meeting("a", "2025-06-05 10:00", "ana", round="loop"), meeting("b", "2025-06-06 10:00", "bo", round="loop")
    )
    assert members(found.rounds) == [["a", "b"]]


def test_moving_one_meeting_of_a_panel_to_the_next_day_tears_no_round_apart():
    panel = (meeting("a", "2025-06-05 10:00", "ana"), meeting("b", "2025-06-05 11:00", "bo"))
    moved = Rescheduled(
        at=datetime(2025, 6, 4, tzinfo=UTC), interview="b", start=datetime.fromisoformat("2025-06-06 11:00")
    )
    found = situation(*panel, events=(moved,))
    assert members(found.rounds) == [["a", "b"]]
    assert found.rounds[0].ends == datetime(2025, 6, 6, 16, 0, tzinfo=UTC)


def test_a_round_is_dated_where_it_is_held():
    # 22:30 UTC on 5 June is Friday 6 June in Sydney
    late = Interview(id="a", start=datetime(2025, 6, 5, 22, 30, tzinfo=UTC), minutes=30, zone="Australia/Sydney")
    assert situation(late).rounds[0].day == date(2025, 6, 6)


# Who takes part -----------------------------------------------------------------------------------------------------


def test_who_is_met_twice_in_one_round_takes_part_once_until_their_own_last_meeting():
    found = situation(
        meeting("a", "2025-06-05 10:00", "ana"),
        meeting("b", "2025-06-05 11:00", "ana", "bo"),
        meeting("c", "2025-06-05 12:00", "cy"),
    )
    [round] = found.rounds
    ana = next(part for part in round.attendances if part.person == "ana")
    assert (ana.fact, ana.nth, ana.ends) == ("a", 1, datetime(2025, 6, 5, 16, 0, tzinfo=UTC))
    assert [part.person for part in round.attendances] == ["ana", "bo", "cy"]


def test_who_is_met_in_a_later_round_is_met_for_the_second_time():
    found = situation(meeting("z", "2025-06-05 10:00", "ana"), meeting("a", "2025-06-12 10:00", "ana", "bo"))
    told = {(round.id, part.person): part.nth for round in found.rounds for part in round.attendances}
    assert told == {("z", "ana"): 1, ("a", "ana"): 2, ("a", "bo"): 1}


@pytest.mark.parametrize(
    ("parts", "declined", "absent"),
    [
        ([{"response": Response.DECLINED}], True, False),
        ([{"response": Response.DECLINED}, {}], False, False),  # came to the second meeting
        ([{"response": Response.DECLINED, "attended": True}], False, False),
        ([{"attended": False}], False, True),
        ([{"attended": False}, {"attended": True}], False, False),
    ],
)
def test_what_was_said_of_each_meeting_adds_up(parts, declined, absent):
    meetings = [
        Interview(
            id=f"m{n}",
            start=datetime.fromisoformat(f"2025-06-05 1{n}:00"),
            zone=NEW_YORK,
            interviewers=[Interviewer(person="ana", **part)],
        )
        for n, part in enumerate(parts)
    ]
    [part] = situation(*meetings).rounds[0].attendances
    assert (part.declined, part.absent) == (declined, absent)


# What takes place ---------------------------------------------------------------------------------------------------


def test_what_was_cancelled_replaced_or_is_on_hold_does_not_take_place():
    found = situation(
        meeting("a", "2025-06-05 10:00", "ana"),
        meeting("b", "2025-06-06 10:00", "bo", replaces="a"),
        meeting("c", "2025-06-07 10:00", "cy", status=Status.CANCELLED),
        meeting("d", "2025-06-08 10:00", "cy", status=Status.ON_HOLD),
        meeting("e", "2025-06-09 10:00", "cy"),
        events=(Cancelled(at=datetime(2025, 6, 4, tzinfo=UTC), interview="e"),),
    )
    assert members(found.rounds) == [["b"]]


def test_a_moved_interview_keeps_its_length_and_the_last_move_counts():
    moves = [
        Rescheduled(at=datetime(2025, 6, n, tzinfo=UTC), interview="a", start=datetime.fromisoformat(start))
        for n, start in ((2, "2025-06-10 09:00"), (1, "2025-06-09 09:00"))
    ]
    timed = meeting("a", "2025-06-05 10:00", "ana", minutes=None, end=datetime.fromisoformat("2025-06-05 11:45"))
    [round] = situation(timed, events=moves).rounds
    assert (round.starts, round.ends) == (
        datetime(2025, 6, 10, 13, 0, tzinfo=UTC),
        datetime(2025, 6, 10, 14, 45, tzinfo=UTC),
    )


def test_an_interview_without_a_length_takes_an_hour_and_the_plan_says_it_assumed_so():
    found = situation(meeting("a", "2025-06-05 10:00", "ana", minutes=None))
    assert found.rounds[0].ends == datetime(2025, 6, 5, 15, 0, tzinfo=UTC)
    assert "length-assumed" in {reason.code for reason in found.assumptions}


def test_an_hour_the_clock_skips_or_repeats_is_read_by_rule_and_said():
    # New York, 9 March 2025: 02:30 does not exist, 03:00 EDT does; 2 November: the first 01:30 is EDT
    found = situation(meeting("a", "2025-03-09 02:30", "ana"), meeting("b", "2025-11-02 01:30", "bo"))
    assert [round.starts for round in found.rounds] == [
        datetime(2025, 3, 9, 7, 0, tzinfo=UTC),
        datetime(2025, 11, 2, 5, 30, tzinfo=UTC),
    ]
    assert {"clock-gap", "clock-fold"} <= {reason.code for reason in found.assumptions}


def test_every_wrong_time_is_named_at_once_with_its_place():
    wrong = (
        meeting("a", "2025-06-05 10:00", zone="America/New_Yrok"),
        Interview(id="b", start=datetime.fromisoformat("2025-06-05T10:00:00-07:00"), zone=NEW_YORK),
        meeting("c", "2025-06-05 10:00", minutes=None, end=datetime.fromisoformat("2025-06-05 09:00")),
    )
    with pytest.raises(InvalidFacts) as caught:
        situation(*wrong)
    assert [(problem.place, problem.code) for problem in caught.value.problems] == [
        ("interviews.a.zone", "unknown-zone"),
        ("interviews.b.start", "offset-contradicts-zone"),
        ("interviews.c.end", "end-before-start"),
    ]


def test_a_utc_instant_beside_a_zone_that_is_elsewhere_is_a_conversion_and_not_a_contradiction():
    instant = Interview(id="a", start=datetime(2025, 6, 5, 18, 0, tzinfo=UTC), zone=NEW_YORK)
    assert situation(instant).rounds[0].starts == datetime(2025, 6, 5, 18, 0, tzinfo=UTC)


# Where --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "employer", "place"),
    [
        # the person's own place, else the employer's, else the interview's; the country follows the zone it came with
        ({"zone": "Asia/Kolkata"}, {"zone": "Europe/London", "country": "GB"}, ("Asia/Kolkata", "IN", False)),
        ({}, {"zone": "Europe/London"}, ("Europe/London", "GB", False)),
        ({}, {"country": "CA"}, (NEW_YORK, "CA", True)),
        ({}, {}, (NEW_YORK, "US", True)),
        ({"country": "DE"}, {"zone": "Europe/London"}, ("Europe/London", "DE", False)),
    ],
)
def test_people_are_where_they_said_else_where_the_employer_or_the_interview_is(person, employer, place):
    ana = Person(id="ana", **person)
    found = situation(meeting("a", "2025-06-05 10:00", "ana"), people=(ana,), employer=Employer(**employer))
    there, assumed = found.place_and_assumptions(ana)
    from_interview = "zone-from-interview" in {reason.code for reason in assumed}
    assert (there.zone, there.country, from_interview) == place


def test_where_the_candidate_is_says_nothing_about_anybody_else():
    from followkit._core.facts import Candidate

    bare = Interview(id="a", start=datetime(2025, 6, 5, 18, 0, tzinfo=UTC), interviewers=[Interviewer(person="ana")])
    found = situation(bare, me=Candidate(name="Dana", zone=NEW_YORK, country="US"))
    assert found.place(PEOPLE[0]).zone is None
