"""The bugs that others shipped are not ours.

Each test tells a story in which the bug would show, and is named after the engine, tracker or library it was read in.
What they share: a moment taken apart into date and time, a clock that nobody handed in, an offset kept in place of a
zone, a mark that outlives what it marked, and an input that is taken in and then passed over in silence.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import attrs
import pytest

import followkit as fk
from followkit._core.decisions import State
from followkit.adapters.icalendar import read_invite
from followkit.errors import InvalidFacts, InvalidPolicy, StaleFollowUp
from followkit.events import Cancelled, Rescheduled
from tests.rulebook.dana import (
    KIT,
    LAST_WORD_BY,
    PRIYA,
    application,
    at,
    handles,
    interview,
    moments,
    one,
    plan,
    refusals,
    sent,
    thanks_due,
)

THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))
TO_PRIYA = "thank-you/priya"


def house(text: str) -> fk.Kit:
    return fk.Kit("house", add=[fk.Policy(name="house", text=f'extends = "us"\n{text}', source="house.toml")])


def hours(opening: str) -> fk.Kit:
    return house(f'[hours.written]\nmon-fri = "{opening}"')


# Mautic: the interval scheduler -------------------------------------------------------------------------------------


def test_mautic_hours_over_midnight_are_kept_and_not_turned_into_the_day():
    # where the stop lay before the start, the two were swapped, and 22 to 06 became 06 to 22
    facts, night = application(interviews=[interview(["priya"])]), hours("22:00-06:00")
    planned = plan(facts, "2025-06-05 15:05", night)
    assert moments(planned)[TO_PRIYA] == "2025-06-05 22:00"  # swapped, 17:00 would be open
    states = {
        now: one(plan(facts, now, night), TO_PRIYA).state
        for now in ("2025-06-05 21:59", "2025-06-06 02:00", "2025-06-06 12:00", "2025-06-07 05:59", "2025-06-07 06:00")
    }
    assert list(states.values()) == [State.WAITING, State.DUE, State.HELD, State.DUE, State.HELD]


# Frappe HRMS: reminders of interviews and feedback ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "due_after_midnight"),
    [("08:30-18:00", False), ("00:00-00:00", True)],
    ids=["by-day", "all-day"],
)
def test_frappe_hrms_an_interview_that_ended_yesterday_at_five_is_over_just_after_midnight(opening, due_after_midnight):
    # day and hour were held against today and now one by one, and just after midnight hardly any hour has passed
    facts = application(interviews=[interview(["priya"], start="2025-06-05 16:00")])
    night, morning = (plan(facts, f"2025-06-06 {hour}", hours(opening)) for hour in ("00:05", "09:00"))
    assert (handles(thanks_due(night)) == [TO_PRIYA]) is due_after_midnight
    assert handles(thanks_due(morning)) == [TO_PRIYA]
    assert one(night, TO_PRIYA).window == one(morning, TO_PRIYA).window


def test_frappe_hrms_what_a_date_calls_for_comes_at_its_hour_and_not_at_midnight():
    # a date was held against "now to now plus a quarter of an hour", so it matched around midnight only
    facts = application(*THANKED, decision_by=LAST_WORD_BY)  # Fri 13 + 2: Tue 17, at ten
    due = {
        now: handles(plan(facts, now).due)
        for now in ("2025-06-13 00:05", "2025-06-16 23:50", "2025-06-17 00:05", "2025-06-17 09:59")
    }
    assert set(map(tuple, due.values())) == {()}
    for now in ("2025-06-17 10:00", "2025-06-17 10:16", "2025-06-17 17:59"):
        assert handles(plan(facts, now).due) == ["check-in/1"], now


def test_frappe_hrms_the_clock_of_the_machine_and_one_setting_for_all_decide_nothing():
    # the server's clock was read without a zone, and one lead time held for every interview
    facts = application(interviews=[interview(["priya"])])
    now = at("2025-06-05 17:00")
    for elsewhere in (UTC, ZoneInfo("Asia/Tokyo"), timezone(timedelta(hours=-10))):
        assert KIT.plan(facts, now=now.astimezone(elsewhere)) == KIT.plan(facts, now=now)
    with pytest.raises(InvalidFacts, match="without a zone"):
        KIT.plan(facts, now=now.replace(tzinfo=None))

    patient = attrs.evolve(facts, id="other", values={"thank-you.target": "90 minutes"})
    assert moments(KIT.plan(patient, now=now))[TO_PRIYA] == "2025-06-05 16:30"
    assert moments(KIT.plan(facts, now=now))[TO_PRIYA] == "2025-06-05 17:00"


def test_frappe_hrms_a_meeting_that_is_moved_is_thanked_for_again():
    # one "reminded" mark stayed set when the interview was moved
    facts = application(sent(TO_PRIYA, "2025-06-05 17:00"), interviews=[interview(["priya"])])
    assert plan(facts, "2025-06-05 17:15").follow_up(TO_PRIYA) is None

    moved = facts.add(Rescheduled(at=at("2025-06-05 17:30"), interview="panel", start=at("2025-06-10 14:00")))
    assert one(plan(moved, "2025-06-05 18:00"), TO_PRIYA).state is State.WAITING
    assert thanks_due(plan(moved, "2025-06-10 16:59")) == []
    assert handles(thanks_due(plan(moved, "2025-06-10 17:00"))) == [TO_PRIYA]

    done = moved.add(sent(TO_PRIYA, "2025-06-10 17:00"))
    assert plan(done, "2025-06-10 17:05").follow_up(TO_PRIYA) is None


# Horilla: the scheduler of the recruiting module --------------------------------------------------------------------


def test_horilla_today_is_handed_in_each_time_and_kept_nowhere():
    # "today" was read once, when the module was loaded, and the server ran on for weeks
    facts = application(*THANKED, decision_by=LAST_WORD_BY)
    days = ("2025-06-06 12:00", "2025-06-17 10:00", "2025-07-15 12:00", "2025-06-06 12:00")
    first, second, last, again = (plan(facts, day) for day in days)
    assert (handles(first.due), handles(second.due), handles(last.due)) == ([], ["check-in/1"], ["check-in/1"])
    assert again == first
    assert (first.made_at, second.made_at) == (at("2025-06-06 12:00"), at("2025-06-17 10:00"))


# career-ops: the cadence script -------------------------------------------------------------------------------------


def test_career_ops_thanks_count_from_the_end_of_the_interview_one_for_each_who_was_there():
    # they counted from the day of the application, went to the first contact only, and were late from the start
    facts = application(interviews=[interview(minutes=90)])  # 14:00 to 15:30
    for now in ("2025-05-01 12:00", "2025-06-05 14:45", "2025-06-05 15:31"):
        planned = plan(facts, now)
        assert (thanks_due(planned), moments(planned)[TO_PRIYA]) == ([], "2025-06-05 17:30"), now
    assert handles(thanks_due(plan(facts, "2025-06-05 17:36"))) == [TO_PRIYA, "thank-you/sam"]


def test_career_ops_nothing_is_planned_for_before_the_interview():
    # before the day itself the count of days was negative, and so were the dates it led to
    planned = plan(application(decision_by=LAST_WORD_BY), "2025-05-01 12:00")
    assert planned.follow_ups
    for follow_up in (*planned.follow_ups, *planned.ahead):
        assert follow_up.window.earliest >= at("2025-06-05 15:00"), follow_up.handle
        assert follow_up.window.target >= follow_up.window.earliest
        assert follow_up.state is State.WAITING


def test_career_ops_today_is_the_day_of_whoever_is_written_to():
    # "today" was midnight in UTC: in Auckland that is the day before until noon
    auckland = fk.Employer(name="Acme", country="NZ", zone="Pacific/Auckland")
    talk = interview(["priya"], start="2025-06-05 09:00", zone="Pacific/Auckland")  # still Wed 4 June in UTC
    facts = application(sent(TO_PRIYA, "2025-06-04 20:00"), employer=auckland, interviews=[talk])
    # seven working days after Thu 5: 6, 9, 10, 11, 12, 13, Mon 16; counted from the 4th it would be Fri 13
    assert moments(plan(facts, "2025-06-04 20:05"))["check-in/1"] == "2025-06-16 10:00"
    sunday_in_utc = datetime(2025, 6, 15, 22, tzinfo=UTC)
    assert KIT.plan(facts, now=sunday_in_utc - timedelta(minutes=1)).due == ()
    assert handles(KIT.plan(facts, now=sunday_in_utc).due) == ["check-in/1"]


# Parcelvoy: the step that waits for a time of day -------------------------------------------------------------------

CLOCK_CHANGES = pytest.mark.parametrize(
    ("zone", "country", "thursday", "before", "after"),
    [
        ("America/New_York", "US", date(2025, 3, 6), "-0500", "-0400"),  # Sun 9 March, forward
        ("America/New_York", "US", date(2025, 10, 30), "-0400", "-0500"),  # Sun 2 November, back
        ("Pacific/Auckland", "NZ", date(2025, 4, 3), "+1300", "+1200"),  # Sun 6 April, back
        ("Pacific/Auckland", "NZ", date(2025, 9, 25), "+1200", "+1300"),  # Sun 28 September, forward
    ],
    ids=["north-forward", "north-back", "south-back", "south-forward"],
)


def told(moment: datetime | None) -> str:
    """Return weekday and hour on the clock there, and how far that clock is from UTC."""
    assert moment is not None
    return f"{moment:%a %H:%M %z}"


@CLOCK_CHANGES
def test_parcelvoy_nine_stays_nine_over_a_change_of_the_clock(zone, country, thursday, before, after):
    # "a day later" was added to an instant in UTC, which is an hour off once the clock has changed
    friday = thursday + timedelta(days=1)
    facts = application(
        employer=fk.Employer(name="Acme", country=country, zone=zone),
        interviews=[interview(["priya"], start=f"{friday} 16:00", zone=zone)],
    )
    planned = hours("09:00-17:00").plan(facts, now=at(f"{friday} 17:05", zone))
    window = one(planned, TO_PRIYA).window
    assert told(window.earliest) == f"Fri 18:00 {before}"
    assert told(window.target) == f"Mon 09:00 {after}"
    assert told(window.late_after) == f"Wed 00:00 {after}"  # Tuesday, the second working day, is over


@CLOCK_CHANGES
def test_parcelvoy_ten_stays_ten_over_a_change_of_the_clock(zone, country, thursday, before, after):
    # the same, where working days are counted: a date on the Friday, asked about two working days later
    facts = application(
        fk.events.Sent(follow_up=TO_PRIYA, at=at(f"{thursday} 17:00", zone)),
        employer=fk.Employer(name="Acme", country=country, zone=zone),
        interviews=[interview(["priya"], start=f"{thursday} 14:00", zone=zone)],
        decision_by=thursday + timedelta(days=1),
    )
    check_in = one(KIT.plan(facts, now=at(f"{thursday} 17:30", zone)), "check-in/1")
    assert told(check_in.window.target) == f"Tue 10:00 {after}"


# caffeinate: reminders in the reader's zone -------------------------------------------------------------------------


def test_caffeinate_a_zone_is_a_name_and_an_offset_is_refused():
    # each user's zone was kept as an offset, which is wrong for half the year
    for offset in ("-05:00", "UTC-5", "GMT+2", "-5"):
        with pytest.raises(InvalidFacts) as caught:
            plan(application(interviews=[interview(zone=offset)]), "2025-06-05 17:00")
        [problem] = caught.value.problems
        assert (problem.code, "America/New_York" in (problem.hint or "")) == ("unknown-zone", True), offset


def test_caffeinate_an_offset_in_a_moment_says_nothing_of_where_anybody_works():
    # the stored number was subtracted all year round, on whichever side of a clock change a moment lay
    started = datetime(2025, 10, 30, 14, tzinfo=timezone(timedelta(hours=-4)))
    nowhere = application(
        employer=fk.Employer(name="Acme"), interviews=[attrs.evolve(interview(), start=started, zone=None)]
    )
    asked = plan(nowhere, "2025-10-30 17:30")
    assert asked.follow_ups == ()
    assert "zone" in {question.code for question in asked.questions}

    somewhere = attrs.evolve(nowhere, employer=fk.Employer(name="Acme", country="US", zone="America/New_York"))
    window = one(plan(somewhere, "2025-10-30 15:05"), TO_PRIYA).window
    assert told(window.target) == "Thu 17:00 -0400"
    assert told(window.late_after) == "Tue 00:00 -0500"  # by then the offset has changed; the name has not


def test_caffeinate_an_hour_keeps_the_zone_it_was_told_in():
    # of "12:00 PM America/New_York" only the twelve was kept, and read in another zone
    dublin = fk.Employer(name="Acme", country="IE", zone="Europe/Dublin")
    noon = interview(["priya"], start="2025-06-05 06:00")  # over at 7:00 in New York, noon in Dublin
    here = fk.Candidate(name="Dana Kim", addresses={"email": "dana@example.org"}, zone="Asia/Tokyo")
    planned = plan(application(employer=dublin, me=here, interviews=[noon]), "2025-06-05 07:05")
    assert one(planned, TO_PRIYA).window.earliest == at("2025-06-05 13:00", "Europe/Dublin")


# Dittofeed: the node that limits a rate -----------------------------------------------------------------------------

RULE = """[rules.wave]
slot = "wave"
contact = "courtesy"
note = "thank-you"
to = "each-interviewer"
after = "round-end"
target = "1 hour"
channels = ["email"]
because = "it is friendly"
sources = ["house"]
"""


@pytest.mark.parametrize(
    ("changed", "place", "hint"),
    [
        ('result = "rate-limit"', "rules.wave.result", None),
        ('rate_limit = "1 hour"', "rules.wave.rate_limit", None),
        ('when = ["opened"]', "rules.wave.when", "open"),
        ('after = "round-ends"', "rules.wave.after", "round-end"),
        ('to = "every-interviewer"', "rules.wave.to", "each-interviewer"),
        ('contact = "curtesy"', "rules.wave.contact", "courtesy"),
        ('target = "1 fortnight"', "rules.wave.target", None),
    ],
)
def test_dittofeed_what_no_engine_carries_out_is_refused_when_the_rules_are_read(changed, place, hint):
    # a kind of step was taken in that nobody had written, and everybody who came to it was let out of the campaign
    house(RULE)
    key = changed.split(" =")[0]
    lines = [line for line in RULE.splitlines() if not line.startswith(f"{key} =")]
    with pytest.raises(InvalidPolicy) as caught:
        house("\n".join([*lines, changed]))
    [problem] = caught.value.problems
    assert problem.place.startswith(place)
    assert problem.hint
    assert hint is None or hint in problem.hint
    assert place in str(caught.value)


def test_dittofeed_a_table_or_an_event_of_no_known_kind_is_refused_too():
    with pytest.raises(InvalidPolicy, match="rate-limits"):
        house('[rate-limits.written]\nmost = "1 hour"')
    with pytest.raises(InvalidFacts) as caught:
        fk.loads('company = "Acme"\n[[events]]\nkind = "resheduled"\nat = 2025-06-05T14:00:00Z\n', id="acme")
    assert any("rescheduled" in (problem.hint or "") for problem in caught.value.problems)


# Cal.com: reminders of bookings -------------------------------------------------------------------------------------


def test_cal_com_nothing_is_left_of_an_interview_that_was_cancelled():
    # the jobs that would remind of a booking outlived it
    facts = application(interviews=[interview(["priya"])])
    before = plan(facts, "2025-06-04 08:00")
    cancelled = facts.add(Cancelled(at=at("2025-06-04 09:00"), interview="panel"))
    for now in ("2025-06-04 09:05", "2025-06-05 17:30", "2025-06-16 12:00"):
        after = plan(cancelled, now)
        assert {one.slot for one in (*after.follow_ups, *after.ahead)}.isdisjoint({"thank-you", "check-in"}), now
    assert TO_PRIYA in [change.handle for change in fk.diff(before, plan(cancelled, "2025-06-04 09:05")).dropped]


def test_cal_com_what_was_planned_before_a_cancellation_can_no_longer_be_written():
    facts = application(interviews=[interview(["priya"])])
    note = one(plan(facts, "2025-06-05 17:00"), TO_PRIYA)
    assert KIT.write(note, facts)
    with pytest.raises(StaleFollowUp):
        KIT.write(note, facts.add(Cancelled(at=at("2025-06-05 13:00"), interview="panel")))


def test_cal_com_whoever_gave_up_their_seat_is_not_written_to():
    parts = [fk.Interviewer(person="priya"), fk.Interviewer(person="sam", response="declined")]
    planned = plan(application(interviews=[attrs.evolve(interview(), interviewers=parts)]), "2025-06-05 17:30")
    assert handles(thanks_due(planned)) == [TO_PRIYA]
    assert "interviewer-declined" in refusals(planned, "thank-you")


# icalendar: invitations as they are found ---------------------------------------------------------------------------

INVITE = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@acme.example
SUMMARY:Panel
DTSTART;TZID=Head Office Time:20250605T140000
DTEND;TZID=Head Office Time:20250605T150000
ATTENDEE;CN=Priya Raman:mailto:priya@acme.example
END:VEVENT
END:VCALENDAR
"""


def test_icalendar_a_zone_that_nobody_can_resolve_is_asked_for_and_never_dropped():
    # of a TZID that could not be resolved came a local time with no zone, and no error
    read = read_invite(INVITE, id="panel", people=[PRIYA])
    [panel] = read.interviews
    assert (panel.start, panel.end, panel.zone) == (None, None, None)
    assert ("interview-zone", "interviews.panel.zone") in {(one.code, one.place) for one in read.questions}

    silent = plan(application(interviews=[panel]), "2025-06-05 17:30")
    assert silent.follow_ups == ()
    assert "interviews.panel.start" in {question.place for question in silent.questions}


def test_icalendar_the_answer_to_that_question_gives_the_hour():
    read = read_invite(INVITE, id="panel", people=[PRIYA], zone="America/New_York")
    assert "interview-zone" not in {question.code for question in read.questions}
    assert moments(plan(application(interviews=read.interviews), "2025-06-05 15:05"))[TO_PRIYA] == "2025-06-05 17:00"
