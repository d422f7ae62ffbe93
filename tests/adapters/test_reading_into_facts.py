"""An invite read into facts adds what it knows, keeps what they say, and follows the newer version of its event."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import followkit as fk
from followkit import calendars
from followkit._core.explaining import Teller
from followkit._core.timing import utc
from followkit.adapters.icalendar import read_invite
from followkit.events import Cancelled, Rescheduled

KIT = fk.Kit()
ME = fk.Candidate(name="Dana Kim", addresses={"email": "dana@example.org"})
BLANK = fk.Application(id="acme", me=ME)
DANA = "ATTENDEE;CN=Dana Kim:mailto:dana@example.org"
PRIYA = "ATTENDEE;CN=Priya Raman;PARTSTAT=NEEDS-ACTION:mailto:priya@acme.example"
SAM = 'ATTENDEE;CN="Ode, Sam";PARTSTAT=ACCEPTED:mailto:sam@acme.example'
LONG_AGO = datetime(2025, 6, 1, 12, tzinfo=UTC)


def event(*lines: str, uid: str = "panel@acme.example", sequence: int = 0) -> str:
    said = ["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), f"SEQUENCE:{sequence}", *lines, "END:VEVENT"]
    return "\n".join(said)


def at(hour: int, day: int = 5) -> tuple[str, str]:
    stamp = f"202506{day:02}T{hour:02}0000"
    return f"DTSTART;TZID=America/New_York:{stamp}", "DURATION:PT1H"


def invite(*events: str, method: str = "REQUEST") -> bytes:
    return "\n".join(["BEGIN:VCALENDAR", f"METHOD:{method}", *events, "END:VCALENDAR"]).encode()


PANEL = invite(event(*at(14), "SUMMARY:Panel", "LOCATION:Room 4", DANA, PRIYA))


def read(payload: bytes, application: fk.Application = BLANK) -> fk.Imported:
    return KIT.read(payload, application, adapter="icalendar")


def only(application: fk.Application) -> fk.Interview:
    (interview,) = application.interviews
    return interview


def starts(interview: fk.Interview) -> str:
    assert isinstance(interview.start, datetime)
    return interview.start.isoformat()


def codes(told: Any) -> list[str]:
    return [one.code for one in told]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def by_hand(**more: Any) -> fk.Application:
    """Return facts that somebody wrote down before the invite came."""
    panel = {"id": "panel", "start": local("2025-06-05 14:00"), "zone": "America/New_York", **more}
    people = [fk.Person(id="priya", name="Priya", addresses={"email": "priya@acme.example"}, role="hiring manager")]
    interview = fk.Interview(interviewers=[fk.Interviewer(person="priya", talked_about=("billing",))], **panel)
    return attrs.evolve(BLANK, people=people, interviews=[interview])


# The first reading ----------------------------------------------------------------------------------------------------


def test_an_invite_gives_the_interview_and_its_people() -> None:
    found = read(PANEL).application

    assert [person.name for person in found.people] == ["Priya Raman"]
    assert (starts(only(found)), only(found).minutes, only(found).title) == ("2025-06-05T14:00:00", 60, "Panel")
    assert [part.person for part in only(found).interviewers] == ["priya-raman"]


def test_reading_it_again_changes_nothing() -> None:
    found = read(PANEL)

    assert read(PANEL, found.application) == attrs.evolve(found, questions=read(PANEL, found.application).questions)


def test_what_was_written_by_hand_is_the_interview_of_that_hour_and_stays_as_it_is() -> None:
    found = read(PANEL, by_hand(title="Technical panel")).application

    assert (only(found).id, only(found).title, only(found).location) == ("panel", "Technical panel", "Room 4")
    assert only(found).minutes == 60
    assert found.people == by_hand().people
    assert only(found).interviewers[0].talked_about == ("billing",)
    assert only(found).calendar is not None


def test_the_same_hour_in_another_zone_is_the_same_hour() -> None:
    found = read(PANEL, by_hand(start=local("2025-06-05 20:00"), zone="Europe/Berlin")).application

    assert (only(found).id, starts(only(found))) == ("panel", "2025-06-05T20:00:00")


def test_another_hour_is_another_interview() -> None:
    found = read(PANEL, by_hand(start=local("2025-06-05 15:00"))).application

    assert len(found.interviews) == 2


def test_two_interviews_at_that_hour_are_not_guessed_between() -> None:
    facts = by_hand()
    twice = attrs.evolve(facts, interviews=[*facts.interviews, attrs.evolve(only(facts), id="other")])

    assert len(read(PANEL, twice).application.interviews) == 3


def test_a_debrief_and_what_was_called_off_are_no_interview_of_that_hour() -> None:
    assert len(read(PANEL, by_hand(debrief=True)).application.interviews) == 2
    assert len(read(PANEL, by_hand(status="cancelled")).application.interviews) == 2


def test_nobody_is_added_until_it_is_known_which_attendee_is_the_candidate() -> None:
    nobody = attrs.evolve(BLANK, me=fk.Candidate())
    found = read(PANEL, nobody)

    assert codes(found.questions) == ["which-attendee-is-you"]
    assert (found.application.people, only(found.application).interviewers) == ((), ())
    told = read(PANEL, attrs.evolve(found.application, me=ME)).application
    assert [part.person for part in only(told).interviewers] == ["priya-raman"]


def test_a_zone_said_in_the_facts_answers_what_the_invite_leaves_open() -> None:
    floating = invite(event("DTSTART:20250605T140000", "SUMMARY:Panel", DANA, PRIYA))
    asked = read(floating)
    (question,) = asked.questions
    interview = only(asked.application)

    assert (question.code, question.place) == ("interview-zone", f"interviews.{interview.id}.zone")
    answered = attrs.evolve(asked.application, interviews=[attrs.evolve(interview, zone="Europe/Berlin")])
    found = read(floating, answered)
    assert (starts(only(found.application)), found.questions) == ("2025-06-05T14:00:00", ())
    assert read(floating, found.application).application == found.application


def test_questions_about_an_interview_stand_at_its_own_id() -> None:
    instant = invite(event("DTSTART:20250605T180000Z", DANA, PRIYA))
    facts = by_hand(start=datetime(2025, 6, 5, 18, tzinfo=UTC), zone=None)

    assert [(one.code, one.place) for one in read(instant, facts).questions] == [
        ("interview-zone-name", "interviews.panel.zone")
    ]


def test_what_is_left_out_of_an_interview_names_it_as_the_facts_do() -> None:
    room = invite(event(*at(14), DANA, PRIYA, "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room-4@acme.example"))

    assert [(one.code, one.parameters["interview"]) for one in read(room, by_hand()).left_out] == [("room", "panel")]


def test_each_thing_is_asked_once_where_the_facts_know_the_zone() -> None:
    calendar = only(read(PANEL).application).calendar
    floating = invite(event("DTSTART:20250605T140000", DANA, PRIYA, SAM))
    facts = by_hand(start=None, zone="Europe/Berlin", calendar=calendar)

    assert codes(read(floating, facts).questions) == ["name-order"]


def test_somebody_without_address_and_readable_name_is_not_doubled() -> None:
    nameless = invite(event(*at(14), DANA, 'ATTENDEE;CN="Ode, Sam":invalid:nomail', "ATTENDEE;CN=王 3:invalid:nomail"))
    once = read(nameless).application

    assert len(once.people) == 2
    assert read(nameless, once).application == once
    named = attrs.evolve(
        once, people=[attrs.evolve(one, name="Sam Ode") if one.id == "ode-sam" else one for one in once.people]
    )
    assert read(nameless, named).application == named


def test_who_never_has_been_told_apart_is_not_merged_with_somebody_of_another_event() -> None:
    one = invite(event(*at(14), DANA, "ATTENDEE;CN=王 3:invalid:nomail"))
    other = invite(event(*at(16), DANA, "ATTENDEE;CN=李 3:invalid:nomail", uid="other"))

    assert len(read(other, read(one).application).application.people) == 2


def test_who_was_recognised_by_address_is_not_taken_for_another_line_of_the_event() -> None:
    alike = (SAM, "ATTENDEE;CN=Ode Sam 2:invalid:nomail")
    once = read(invite(event(*at(14), DANA, *alike))).application

    assert [person.id for person in once.people] == ["ode-sam", "ode-sam-2"]
    assert read(invite(event(*at(14), DANA, *alike)), once).application == once


def test_a_line_that_has_an_address_now_is_not_taken_for_the_one_without() -> None:
    once = read(invite(event(*at(14), DANA, SAM.replace("mailto:sam@acme.example", "invalid:x")))).application
    then = read(invite(event(*at(14), DANA, SAM)), once).application

    assert [person.addresses for person in then.people] == [{}, {"email": "sam@acme.example"}]


def test_who_only_listens_is_noted_so() -> None:
    listening = PRIYA.replace("ATTENDEE;", "ATTENDEE;ROLE=NON-PARTICIPANT;")

    assert only(read(invite(event(*at(14), DANA, listening)), by_hand()).application).interviewers[0].shadow


def test_another_event_of_that_hour_is_another_interview() -> None:
    other = invite(event(*at(14), DANA, PRIYA, uid="other"))

    assert len(read(other, read(PANEL).application).application.interviews) == 2


def test_a_length_said_by_hand_stays_when_the_hour_comes() -> None:
    calendar = only(read(PANEL).application).calendar
    found = only(read(PANEL, by_hand(start=None, zone=None, minutes=30, calendar=calendar)).application)

    assert (starts(found), found.minutes, found.end) == ("2025-06-05T14:00:00", 30, None)


def test_an_end_does_not_stay_without_its_start() -> None:
    calendar = only(read(PANEL).application).calendar
    until = invite(event(at(14)[0], "DTEND;TZID=America/New_York:20250605T153000", DANA, PRIYA))
    hand = by_hand(start=local("2025-06-05 15:00"), calendar=calendar)

    assert only(read(until, hand).application).minutes == 90
    assert only(read(until, by_hand(start=None, minutes=30, calendar=calendar)).application).end is None


def test_only_the_event_whose_zone_the_facts_know_is_answered() -> None:
    both = invite(event("DTSTART:20250605T140000", uid="one"), event("DTSTART:20250606T140000", uid="two"))
    asked = read(both)
    first, second = asked.application.interviews
    known = attrs.evolve(asked.application, interviews=[attrs.evolve(first, zone="Europe/Berlin"), second])
    found = read(both, known)

    assert [question.place for question in found.questions] == [f"interviews.{second.id}.zone"]
    assert [interview.start is None for interview in found.application.interviews] == [False, True]


def test_what_the_facts_say_is_not_asked_and_what_a_newer_version_leaves_open_is() -> None:
    def series(sequence: int) -> bytes:
        return invite(event(*at(14), "RRULE:FREQ=WEEKLY", DANA, PRIYA, sequence=sequence))

    first = read(series(0), by_hand())

    assert codes(first.questions) == []
    assert codes(read(series(1), first.application).questions) == ["which-meeting"]
    assert codes(read(series(0), read(series(1), first.application).application).questions) == []


# The next version -----------------------------------------------------------------------------------------------------


def test_a_newer_version_moves_the_interview_and_keeps_all_that_was_added() -> None:
    before = read(PANEL, by_hand()).application
    moved = invite(event(*at(10, 9), "LOCATION:Room 7", DANA, PRIYA, SAM, sequence=2))
    after = read(moved, before)

    assert (only(after.application).id, starts(only(after.application))) == ("panel", "2025-06-09T10:00:00")
    assert only(after.application).location == "Room 7"
    assert [part.talked_about for part in only(after.application).interviewers] == [(), ("billing",)]
    assert after.left_out == ()
    assert read(moved, after.application).application == after.application


def test_an_older_version_changes_nothing_and_is_told() -> None:
    moved = read(invite(event(*at(10, 9), DANA, PRIYA, sequence=2))).application
    found = read(PANEL, moved)

    assert found.application == moved
    assert codes(found.left_out) == ["older-version"]
    assert found.left_out[0].parameters["interview"] == only(moved).id


def test_a_cancellation_cancels_and_stays() -> None:
    before = read(PANEL, by_hand()).application
    off = invite(event(*at(14), DANA, PRIYA, sequence=1), method="CANCEL")
    after = read(off, before)

    assert only(after.application).status is fk.Status.CANCELLED
    assert read(PANEL, after.application).application == after.application
    assert KIT.plan(after.application, now=datetime(2025, 6, 5, 22, tzinfo=UTC)).due == ()


def test_a_cancellation_without_a_new_sequence_cancels_too() -> None:
    before = read(PANEL).application
    after = read(invite(event(*at(14), DANA, PRIYA, "STATUS:CANCELLED")), before).application

    assert only(after).status is fk.Status.CANCELLED
    assert read(PANEL, after).application == after


def test_one_that_was_called_off_takes_place_again_when_it_is_moved() -> None:
    off = read(invite(event(*at(14), DANA, PRIYA, sequence=1), method="CANCEL"), read(PANEL).application).application
    again = read(invite(event(*at(10, 9), DANA, PRIYA, sequence=2)), off).application

    assert (only(again).status, starts(only(again))) == (fk.Status.SCHEDULED, "2025-06-09T10:00:00")


@pytest.mark.parametrize(("day", "status"), [(5, fk.Status.COMPLETE), (9, fk.Status.SCHEDULED)])
def test_what_is_over_stays_over_unless_it_got_another_time(day: int, status: fk.Status) -> None:
    before = read(PANEL).application
    held = attrs.evolve(before, interviews=[attrs.evolve(only(before), status="complete")])
    after = read(invite(event(*at(14, day), DANA, PRIYA, "LOCATION:Room 7", sequence=1)), held).application

    assert only(after).status is status


def test_a_newer_version_whose_hour_cannot_be_told_leaves_none() -> None:
    moved = invite(event("DTSTART;TZID=Somewhere:20250609T100000", DANA, PRIYA, sequence=1))
    facts = read(PANEL).application
    nowhere = attrs.evolve(
        facts, interviews=[attrs.evolve(only(facts), start=datetime(2025, 6, 5, 18, tzinfo=UTC), zone=None)]
    )
    found = read(moved, nowhere)

    assert only(found.application).start is None
    assert codes(found.questions) == ["interview-zone"]


def test_a_newer_time_is_read_in_the_zone_the_invite_names_and_not_in_the_old_one() -> None:
    moved = invite(event("DTSTART;TZID=Europe/Berlin:20250609T160000", "DTEND:20250609T150000Z", DANA, sequence=1))
    found = only(read(moved, read(PANEL).application).application)

    assert (starts(found), found.zone) == ("2025-06-09T16:00:00", "Europe/Berlin")
    assert found.end is not None
    assert utc(found.end) == datetime(2025, 6, 9, 15, tzinfo=UTC)


def test_who_is_not_in_the_newer_version_stays_and_is_told() -> None:
    before = read(invite(event(*at(14), DANA, PRIYA, SAM))).application
    found = read(invite(event(*at(14), DANA, PRIYA, sequence=1)), before)

    assert len(only(found.application).interviewers) == 2
    assert [(one.code, one.parameters["person"]) for one in found.left_out] == [("no-longer-invited", "ode-sam")]


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        ("NEEDS-ACTION", "DECLINED", "declined"),
        ("DECLINED", "NEEDS-ACTION", "declined"),
        ("ACCEPTED", "DECLINED", "accepted"),
    ],
)
def test_an_answer_that_came_in_later_is_kept(first: str, then: str, kept: str) -> None:
    line = "ATTENDEE;CN=Priya Raman;PARTSTAT={}:mailto:priya@acme.example"
    before = read(invite(event(*at(14), DANA, line.format(first)))).application
    after = read(invite(event(*at(14), DANA, line.format(then))), before).application

    assert only(after).interviewers[0].response == kept


def test_what_was_planned_keeps_its_key_when_the_interview_is_moved() -> None:
    before = read(PANEL, by_hand()).application
    after = read(invite(event(*at(10, 9), DANA, PRIYA, sequence=1)), before).application
    days = {"2025-06-05": before, "2025-06-09": after}
    due = [KIT.plan(facts, now=datetime.fromisoformat(f"{day}T17:00-04:00")).due for day, facts in days.items()]
    (first,), (then,) = due

    assert (first.key, first.handle) == (then.key, then.handle)
    assert [one.when.date().isoformat() for one in (first, then)] == list(days)


def test_a_cancellation_that_names_no_hour_leaves_the_hour() -> None:
    off = read(invite(event(DANA, PRIYA, sequence=1), method="CANCEL"), read(PANEL).application).application

    assert (only(off).status, starts(only(off))) == (fk.Status.CANCELLED, "2025-06-05T14:00:00")


def test_a_cancellation_without_uid_is_found_by_the_hour_and_again() -> None:
    off = invite(event(*at(14), DANA, PRIYA, uid=""), method="CANCEL")
    once = read(off, by_hand()).application

    assert only(once).status is fk.Status.CANCELLED
    assert read(off, once).application == once


def test_a_status_nobody_knows_says_nothing() -> None:
    before = read(invite(event(*at(14), DANA, PRIYA, "STATUS:TENTATIVE"))).application
    after = read(invite(event(*at(14), DANA, PRIYA, "STATUS:PENCILLED-IN", sequence=1)), before).application

    assert only(after).status is fk.Status.TENTATIVE


def test_nobody_is_told_to_be_gone_while_it_is_open_who_is_the_candidate() -> None:
    before = read(invite(event(*at(14), DANA, PRIYA, SAM))).application
    nobody = attrs.evolve(before, me=fk.Candidate())

    assert codes(read(invite(event(*at(14), DANA, PRIYA, sequence=1)), nobody).left_out) == []


# Where facts and invite differ ----------------------------------------------------------------------------------------


def test_an_hour_corrected_by_hand_stays_and_is_told() -> None:
    before = read(PANEL).application
    corrected = attrs.evolve(before, interviews=[attrs.evolve(only(before), start=local("2025-06-05 15:00"))])
    found = read(PANEL, corrected)

    assert found.application == corrected
    assert codes(found.left_out) == ["facts-say-otherwise"]


def test_a_move_that_was_recorded_stays_and_is_told_where_the_invite_says_another_hour() -> None:
    before = read(PANEL).application
    id = only(before).id
    recorded = before.add(
        Rescheduled(at=LONG_AGO, interview=id, start=local("2025-06-06 09:00"), zone="America/New_York")
    )

    assert codes(read(invite(event(*at(10, 9), DANA, PRIYA, sequence=1)), recorded).left_out) == ["facts-say-otherwise"]
    assert codes(read(invite(event(*at(9, 6), DANA, PRIYA, sequence=1)), recorded).left_out) == []


def test_what_took_place_stays_and_is_told_where_the_invite_calls_it_off() -> None:
    before = read(PANEL).application
    held = attrs.evolve(before, interviews=[attrs.evolve(only(before), status="complete")])
    found = read(invite(event(*at(14), DANA, PRIYA, "STATUS:CANCELLED")), held)

    assert found.application == held
    assert [(one.code, dict(one.parameters)) for one in found.left_out] == [
        ("facts-say-otherwise", {"interview": only(before).id})
    ]


def test_a_cancellation_that_was_recorded_stays_and_is_told_where_the_invite_has_an_hour() -> None:
    before = read(PANEL).application
    recorded = before.add(Cancelled(at=LONG_AGO, interview=only(before).id))
    found = read(invite(event(*at(10, 9), DANA, PRIYA, sequence=1)), recorded)

    assert codes(found.left_out) == ["facts-say-otherwise"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "The invite says Thu 5 Jun 14:00 for panel. What your facts say stands;",
        ),
        ("de", "Die Einladung nennt für panel Do. 5. Juni 14:00. Es gilt, was in den Angaben steht;"),
    ],
)
def test_what_is_told_reads_well(language: str, words: str) -> None:
    corrected = read(PANEL, by_hand()).application
    corrected = attrs.evolve(corrected, interviews=[attrs.evolve(only(corrected), start=local("2025-06-05 15:00"))])
    (reason,) = read(PANEL, corrected).left_out
    told = Teller(words=KIT.lexicon(language), application=corrected).reason(reason)

    assert told.startswith(words)


# A series, and several ------------------------------------------------------------------------------------------------


def test_a_series_is_not_taken_for_the_one_meeting_of_it_that_was_read_before() -> None:
    moved = invite(event(*at(11, 12), "RECURRENCE-ID;TZID=America/New_York:20250612T140000", DANA, PRIYA))
    one = read(moved).application
    series = invite(event(*at(14), "RRULE:FREQ=WEEKLY", DANA, PRIYA, sequence=3))
    found = read(series, one).application

    assert sorted(starts(interview) for interview in found.interviews) == ["2025-06-05T14:00:00", "2025-06-12T11:00:00"]


def test_several_events_find_each_its_own() -> None:
    both = (event(*at(10), DANA, PRIYA, uid="one"), event(*at(14), DANA, SAM, uid="two"))
    found = read(invite(*both)).application
    moved = invite(event(*at(10), DANA, PRIYA, uid="one"), event(*at(16), DANA, SAM, uid="two", sequence=1))

    assert sorted(map(starts, read(moved, found).application.interviews)) == [
        "2025-06-05T10:00:00",
        "2025-06-05T16:00:00",
    ]


def test_an_event_without_uid_is_found_again_by_what_it_says() -> None:
    plain = invite(event(*at(14), DANA, PRIYA, uid=""))
    once = read(plain).application

    assert read(plain, once).application == once


# Anything -------------------------------------------------------------------------------------------------------------

SAMS = "ATTENDEE;CN=Sam:mailto:sam@acme.example"
LINES = st.sampled_from(
    [
        *("DTSTART:20250605T180000Z", "DTSTART;VALUE=DATE:20250605", "DTSTART;TZID=Somewhere:20250605T140000"),
        *(at(14)[0], at(10, 9)[0], "DURATION:PT1H", "DTEND;TZID=Europe/Berlin:20250609T180000", "STATUS:CANCELLED"),
        *("STATUS:TENTATIVE", "RRULE:FREQ=DAILY", "LOCATION:Room 4", "SUMMARY:Panel", DANA, PRIYA, SAM),
        *(
            "ORGANIZER;CN=Ira Holt:mailto:ira@acme.example",
            "ATTENDEE;CN=Sam:invalid:x",
            SAMS,
        ),
        *('ATTENDEE;CN="Lee, Sam":invalid:x', "ATTENDEE;CN=王 3:invalid:x", "ATTENDEE;CN=王 3:mailto:w@a.example"),
        *("RECURRENCE-ID;TZID=America/New_York:20250612T140000", "CONFERENCE:https://zoom.us/j/1"),
    ]
)
EVENTS = st.builds(
    lambda lines, uid, sequence: event(*lines, uid=uid, sequence=sequence),
    st.lists(LINES, max_size=7, unique=True),
    st.sampled_from(["", "one", "two"]),
    st.integers(0, 3),
)
INVITES = st.builds(
    lambda events, method: invite(*events, method=method),
    st.lists(EVENTS, min_size=1, max_size=3),
    st.sampled_from(["REQUEST", "CANCEL"]),
)
FACTS = st.sampled_from(
    [
        BLANK,
        attrs.evolve(BLANK, me=fk.Candidate()),
        by_hand(),
        by_hand(zone="Europe/Berlin", start=local("2025-06-05 20:00"), minutes=45),
        by_hand(start=date(2025, 6, 5), zone="Europe/Berlin"),
        by_hand(start=datetime(2025, 6, 5, 18, tzinfo=UTC), zone=None),
        by_hand(start=None, minutes=30),
    ]
)


@given(payloads=st.lists(INVITES, min_size=1, max_size=3), facts=FACTS)
def test_whatever_comes_one_reading_is_enough_and_nobody_is_lost(payloads: list[bytes], facts: fk.Application) -> None:
    for payload in payloads:
        try:
            found = read(payload, facts).application
        except fk.errors.InvalidFacts:
            assert not is_an_invite(payload, facts)
            continue
        assert read(payload, found).application == found
        assert {one.id for one in facts.people} <= {one.id for one in found.people}
        assert {one.id for one in facts.interviews} <= {one.id for one in found.interviews}
        facts = found


def is_an_invite(payload: bytes, facts: fk.Application) -> bool:
    try:
        read_invite(payload, me=facts.me, people=facts.people)
    except fk.errors.InvalidFacts:
        return False
    return True


def test_every_sample_is_read_once_whatever_the_facts(shared: Path) -> None:
    paths = sorted([*(shared / "samples" / "ics").rglob("*.ics"), *(shared / "samples" / "hostile").rglob("*.ics")])
    read_well = 0
    for path in paths:
        for facts in (BLANK, by_hand()):
            try:
                found = read(path.read_bytes(), facts).application
            except fk.errors.InvalidFacts:
                assert not is_an_invite(path.read_bytes(), facts), path.name
                continue
            read_well += 1
            assert read(path.read_bytes(), found).application == found, path.name
            assert set(facts.people) <= set(found.people), path.name

    assert read_well > len(paths) / 2


@given(payload=INVITES, facts=FACTS)
def test_a_first_reading_takes_nothing_away(payload: bytes, facts: fk.Application) -> None:
    try:
        found = read(payload, facts).application
    except fk.errors.InvalidFacts:
        return
    for before in facts.interviews:
        after = found.interview(before.id)
        assert after is not None
        assert before.start is None or hour(before) == hour(after)
        assert [part.talked_about for part in after.interviewers if part.person == "priya"] == [("billing",)]


def hour(interview: fk.Interview) -> datetime | date | None:
    """Return when an interview begins: the zone it is told in may have been added."""
    moment = interview.start
    if not isinstance(moment, datetime):
        return moment
    return utc(moment if moment.tzinfo else moment.replace(tzinfo=calendars.zone(interview.zone or "")))
