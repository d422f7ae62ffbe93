"""A plan in a calendar rings when it is time, follows the plan when it is imported again, and is never sent."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import ical.calendar_stream
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import followkit as fk
from followkit._builtin.channels.calendar import Cover, Reminder, plan_as_ics
from followkit._builtin.channels.calendar_reading import MOST_BYTES, read_calendar
from followkit._core.errors import ChannelError, InvalidFacts, MissingExtra, StaleFollowUp
from tests.builtin.calendars import (
    PROGRAMS,
    Program,
    Read,
    by_ical,
    by_icalendar,
    events_of,
    meant,
    read,
    shape,
    unescape,
)
from tests.builtin.scenario import APPLICATION, THANK_YOU, THANKS

STAMP = datetime(2025, 6, 5, 20, 30, tzinfo=UTC)
DAY = timedelta(days=1)
FIVE = datetime(2025, 6, 5, 21, 0, tzinfo=UTC)  # when to thank Priya: five o'clock in New York
REMINDER = Reminder(follow_up=THANK_YOU, title="Thank Priya Raman", text=THANKS.text)

CALENDAR = ["PRODID", "REFRESH-INTERVAL", "VERSION", "X-FOLLOWKIT-SCOPE", "X-PUBLISHED-TTL"]
EVENT = [
    *("DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY"),
    *("TRANSP", "UID"),
]
ALARM = ["ACTION", "DESCRIPTION", "TRIGGER"]
LINES = {"VCALENDAR": {*CALENDAR}, "VEVENT": {*EVENT}, "VALARM": {*ALARM}}
ONE_ENTRY = [("VALARM", ALARM), ("VALARM", ALARM), ("VEVENT", EVENT), ("VCALENDAR", CALENDAR)]


def reminder(key: str, title: str = "Thank her", text: str = "", when: datetime = FIVE) -> Reminder:
    return Reminder(follow_up=attrs.evolve(THANK_YOU, key=key, when=when), title=title, text=text)


def only(octets: bytes) -> Read:
    (found,) = by_icalendar(octets).values()
    return found


# What a user sees ---------------------------------------------------------------------------------------------------


def test_the_thank_you_to_priya_stands_in_the_calendar_with_its_words():
    entry = only(plan_as_ics([REMINDER], stamp=STAMP))
    assert (entry.start, entry.end) == (FIVE, FIVE + timedelta(minutes=15))
    assert (entry.title, entry.text) == ("Thank Priya Raman", THANKS.text)
    assert (entry.stamp, entry.modified, entry.sequence) == (STAMP, STAMP, 0)
    assert (entry.status, entry.busy) == ("CONFIRMED", "TRANSPARENT")
    assert entry.alarms == (
        ("DISPLAY", timedelta(0), "Thank Priya Raman"),
        ("DISPLAY", timedelta(hours=-1), "Thank Priya Raman"),
    )


def test_nobody_is_invited():
    octets = plan_as_ics([REMINDER], stamp=STAMP)
    assert not re.search(rb"ATTENDEE|ORGANIZER|METHOD|mailto", octets)
    assert shape(octets) == ONE_ENTRY


def test_a_plan_without_entries_is_an_empty_calendar():
    octets = plan_as_ics([], stamp=STAMP)
    assert shape(octets) == [("VCALENDAR", CALENDAR)]
    assert Calendar.from_ical(octets)["version"] == "2.0"


def test_whoever_subscribes_is_told_its_name_and_how_often_to_look_again():
    octets = plan_as_ics([REMINDER], stamp=STAMP, cover=Cover(name="Follow-ups: Acme; Bolts, Nuts\r\nMETHOD:REQUEST"))
    name = "Follow-ups: Acme; Bolts, Nuts METHOD:REQUEST"
    properties = dict(read(octets))["VCALENDAR"]
    assert [unescape(properties[property]) for property in ("NAME", "X-WR-CALNAME")] == [name, name]
    (again,) = ical.calendar_stream.IcsCalendarStream.from_ics(octets.decode()).calendars
    assert again.name == [name]
    assert again.refresh_interval == timedelta(hours=1)
    assert again.method is None


def test_it_rings_when_one_wants_it_to():
    octets = plan_as_ics([REMINDER], stamp=STAMP, alarms=[DAY, timedelta(minutes=90), DAY])
    assert [trigger for _, trigger, _ in only(octets).alarms] == [-DAY, timedelta(minutes=-90)]
    assert only(plan_as_ics([REMINDER], stamp=STAMP, alarms=[])).alarms == ()


@pytest.mark.parametrize("alarm", [timedelta(minutes=-1), timedelta(days=366), timedelta(milliseconds=1500)])
def test_it_rings_at_no_other_time_than_before_it_starts(alarm):
    with pytest.raises(InvalidFacts, match="alarms: is no time to ring"):
        plan_as_ics([REMINDER], stamp=STAMP, alarms=[alarm])


def test_entries_stand_in_order_of_time_and_each_follow_up_once():
    entries = [reminder("1", "c"), reminder("2", "b"), reminder("3", "a", when=FIVE + DAY), reminder("4", "b")]
    octets = plan_as_ics(entries, stamp=STAMP)
    assert [event["SUMMARY"] for event in events_of(octets)] == ["b", "b", "c", "a"]
    assert plan_as_ics(entries[::-1], stamp=STAMP) == octets
    with pytest.raises(ChannelError, match="same follow-up"):
        plan_as_ics([REMINDER, REMINDER], stamp=STAMP)


def test_the_stamp_is_an_instant():
    with pytest.raises(InvalidFacts):
        plan_as_ics([REMINDER], stamp=datetime(2025, 6, 5))  # noqa: DTZ001  the point of the test


def test_without_icalendar_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match=r"followkit\[calendar\]") as missing:
        plan_as_ics([], stamp=STAMP)
    assert missing.value.extra == "calendar"


def test_words_stay_out_of_repr():
    assert "Priya" not in repr(REMINDER).replace("priya", "")
    assert "cron" not in repr(REMINDER)
    kept = read_calendar(plan_as_ics([REMINDER], stamp=STAMP, cover=Cover(name="Acme")))
    assert not re.search("Priya|cron|Acme", repr(kept) + repr(Cover(name="Acme")))


# Written again ------------------------------------------------------------------------------------------------------

FIRST = plan_as_ics([REMINDER], stamp=STAMP)
LATER = STAMP + timedelta(hours=5)


def again(*reminders: Reminder, previous: bytes = FIRST, stamp: datetime = LATER, complete: bool = True) -> bytes:
    cover = Cover(cancelled="Done or dropped: {}".format)
    return plan_as_ics(reminders, stamp=stamp, previous=previous, cover=cover, complete=complete)


def test_what_did_not_change_is_written_as_it_was_whenever_that_is():
    assert again(REMINDER) == FIRST
    assert again(REMINDER, stamp=STAMP + 400 * DAY) == FIRST
    split = reminder("split", when=FIVE + timedelta(microseconds=5))
    first = plan_as_ics([split], stamp=STAMP + timedelta(microseconds=5))
    assert again(split, previous=first) == first


def test_what_moved_is_the_same_entry_in_its_next_revision():
    moved = attrs.evolve(REMINDER, follow_up=attrs.evolve(THANK_YOU, when=THANK_YOU.when + DAY))
    entry, before = only(again(moved)), only(FIRST)
    assert entry.uid == before.uid
    assert (entry.sequence, entry.start) == (1, FIVE + DAY)
    assert (entry.stamp, entry.modified) == (LATER, LATER)


@pytest.mark.parametrize("change", [{"title": "Thank her"}, {"text": "Thanks."}])
def test_other_words_are_the_next_revision(change):
    entry = only(again(attrs.evolve(REMINDER, **change)))
    assert (entry.sequence, entry.modified) == (1, LATER)


def test_other_alarms_are_the_next_revision():
    assert only(plan_as_ics([REMINDER], stamp=LATER, previous=FIRST, alarms=[DAY])).sequence == 1


def test_what_is_no_longer_planned_is_cancelled_without_words_and_alarms():
    entry = only(again())
    assert entry.uid == only(FIRST).uid
    assert (entry.status, entry.sequence, entry.start) == ("CANCELLED", 1, FIVE)
    assert (entry.title, entry.text, entry.alarms) == ("Done or dropped: Thank Priya Raman", "", ())
    assert again(previous=again(), stamp=LATER + DAY) == again()  # and once is enough


def test_what_is_planned_again_is_one_revision_more():
    entry = only(again(REMINDER, previous=again(), stamp=LATER + DAY))
    assert (entry.status, entry.sequence, entry.title) == ("CONFIRMED", 2, "Thank Priya Raman")
    assert len(entry.alarms) == 2


def test_a_cancelled_entry_stays_for_thirty_days_after_its_time():
    gone = again()  # it was for 21:00 on 5 June, and cancelled at 01:30 on the 6th, which is later
    last = LATER + 30 * DAY - timedelta(seconds=1)
    assert again(previous=gone, stamp=last) == gone
    assert events_of(again(previous=gone, stamp=last + timedelta(seconds=1))) == []

    far = plan_as_ics([reminder("far", when=FIVE + 90 * DAY)], stamp=STAMP)
    gone = again(previous=far)
    assert again(previous=gone, stamp=FIVE + 120 * DAY - timedelta(seconds=1)) == gone
    assert events_of(again(previous=gone, stamp=FIVE + 120 * DAY)) == []


def test_what_comes_back_after_it_was_forgotten_is_newer_than_it_ever_was():
    forgotten = again(previous=again(), stamp=STAMP + 60 * DAY)
    assert events_of(forgotten) == []
    assert only(again(REMINDER, previous=forgotten, stamp=STAMP + 61 * DAY)).sequence == 2


def test_while_some_facts_cannot_be_read_what_stands_there_stays():
    other = reminder("other", "Ask Sam")
    both = by_icalendar(again(other, complete=False))
    assert {one.title: (one.status, one.sequence) for one in both.values()} == {
        "Thank Priya Raman": ("CONFIRMED", 0),
        "Ask Sam": ("CONFIRMED", 0),
    }
    assert again(complete=False) == FIRST


# Imported and subscribed to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("newer", PROGRAMS)
def test_a_calendar_program_follows_the_plan(newer):
    program = Program(newer=newer)
    program.take(FIRST)
    program.take(FIRST)
    assert [one.title for one in program.shown.values()] == ["Thank Priya Raman"]

    moved = again(attrs.evolve(REMINDER, follow_up=attrs.evolve(THANK_YOU, when=THANK_YOU.when + DAY)))
    program.take(moved)
    assert [one.start for one in program.shown.values()] == [FIVE + DAY]

    dropped = again(previous=moved, stamp=LATER + DAY)
    program.take(dropped)
    assert program.shown == {}

    program.take(again(REMINDER, previous=dropped, stamp=LATER + 2 * DAY))
    assert [one.start for one in program.shown.values()] == [FIVE]


def test_a_file_of_before_takes_nothing_back():
    program = Program()
    program.take(again(attrs.evolve(REMINDER, text="Thanks.")))
    program.take(FIRST)
    assert [one.text for one in program.shown.values()] == ["Thanks."]


KEYS = st.sampled_from("abcd")
PLANS = st.dictionaries(KEYS, st.tuples(st.integers(0, 3), st.sampled_from(["", "Thanks.", "Thanks,\r\nagain; \\n"])))
HOURS = st.sampled_from([1, 5, 24, 24 * 8, 24 * 29, 24 * 45])


@settings(max_examples=60)
@given(st.lists(st.tuples(PLANS, HOURS, st.booleans()), min_size=1, max_size=9))
def test_whatever_is_planned_one_after_the_other_calendars_show_the_last_plan(story):
    """Four programs import every file, one imports a file now and then but each month, and one is subscribed."""
    every = [Program(newer=newer) for newer in PROGRAMS]
    sometimes, seen = Program(), STAMP
    now, octets = STAMP, None
    pauses = [*(timedelta(hours=hours) for _, hours, _ in story[1:]), timedelta()]
    for (plan, _, wants), pause in zip(story, pauses, strict=True):
        planned = [reminder(key, key, text, FIVE + day * DAY) for key, (day, text) in plan.items()]
        octets = plan_as_ics(planned, stamp=now, previous=octets)
        assert plan_as_ics(planned, stamp=now, previous=octets) == octets

        wanted = sorted((FIVE + day * DAY, key, meant(text)) for key, (day, text) in plan.items())
        assert sorted(one.said for one in by_ical(octets).values() if one.status != "CANCELLED") == wanted
        for program in every:
            program.take(octets)
            assert sorted(one.said for one in program.shown.values()) == wanted
        if wants or now + pause - seen >= 30 * DAY:
            sometimes.take(octets)
            seen = now
            assert sorted(one.said for one in sometimes.shown.values()) == wanted
        now += pause


# Promises about all input -------------------------------------------------------------------------------------------

WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["\r\n", "\r", "\n", "\\n", "\\", ";", ",", ":", '"', " ", "\t", "\x00", "\u2028", "\x85", "\ufeff"]
        ),
        st.sampled_from(["BEGIN:VALARM", "ATTACH:http://evil.test/", "END:VEVENT", "😀" * 20, "\ud800", "é" * 40]),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=100)
@given(title=WORDS, text=WORDS, key=WORDS, name=WORDS)
def test_any_words_are_read_back_by_three_readers_and_nothing_else_is(title, text, key, name):
    cover = Cover(name=name)
    octets = plan_as_ics([reminder(key, title, text)], stamp=STAMP, cover=cover)
    assert octets == plan_as_ics([reminder(key, title, text)], stamp=STAMP, cover=cover)
    named = [("VCALENDAR", sorted([*CALENDAR, "NAME", "X-WR-CALNAME"]))] if meant(name).split() else ONE_ENTRY[-1:]
    assert shape(octets) == [*ONE_ENTRY[:-1], *named]
    properties = dict(read(octets))["VCALENDAR"]
    assert {unescape(properties.get(property, "")) for property in ("NAME", "X-WR-CALNAME")} == {
        " ".join(meant(name).split())
    }
    (properties,) = events_of(octets)
    line = " ".join(meant(title).split())
    assert (unescape(properties["SUMMARY"]), unescape(properties["DESCRIPTION"])) == (line, meant(text))
    assert by_ical(octets) == by_icalendar(octets)
    (entry,) = by_ical(octets).values()
    assert (entry.title, entry.text, {said for _, _, said in entry.alarms}) == (line, meant(text), {line})


@settings(max_examples=50)
@given(title=WORDS, text=WORDS, key=WORDS)
def test_any_words_are_kept_as_they_were_when_they_are_written_again(title, text, key):
    first = plan_as_ics([reminder(key, title, text)], stamp=STAMP)
    assert plan_as_ics([reminder(key, title, text)], stamp=LATER, previous=first) == first
    assert plan_as_ics([], stamp=LATER, previous=first, complete=False) == first


# Hostile words ------------------------------------------------------------------------------------------------------

CASES = (
    "summary-crlf", "summary-bare-cr", "url-crlf", "cn-dquote", "cn-crlf", "mailto-crlf", "uid-crlf", "xname-crlf",
    "fold-emoji", "controls", "escapes",
)  # fmt: skip


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, str]:
    listed = json.loads((shared / "samples/hostile/own/ics-cases.json").read_text(encoding="utf-8"))
    return {case["id"]: case["value"] for case in listed}


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_value_adds_no_property_wherever_it_stands(case, cases):
    """Links, attendees and names of properties have no way in, so each value is tried in every place there is."""
    value = cases[case]
    octets = plan_as_ics([reminder(value, value, value)], stamp=STAMP)
    assert shape(octets) == ONE_ENTRY
    assert by_ical(octets) == by_icalendar(octets)
    entry = only(octets)
    assert entry.text == meant(value) == unescape(events_of(octets)[0]["DESCRIPTION"])
    assert entry.title == " ".join(meant(value).split())
    assert re.fullmatch(r"[0-9a-f]{32}@followkit", entry.uid)


def test_every_hostile_value_has_its_test(cases):
    assert set(cases) == set(CASES)


def test_naughty_strings_are_read_back_and_written_again(shared):
    listed = json.loads((shared / "samples/hostile/blns/blns.json").read_text(encoding="utf-8"))
    naughty = [reminder(str(at), text, text, FIVE + at * DAY) for at, text in enumerate(listed)]
    octets = plan_as_ics(naughty, stamp=STAMP)
    assert [unescape(event["DESCRIPTION"]) for event in events_of(octets)] == [meant(text) for text in listed]
    assert all(sorted(event) == EVENT for event in events_of(octets))
    assert by_ical(octets) == by_icalendar(octets)
    assert plan_as_ics(naughty, stamp=LATER, previous=octets) == octets


# A hostile file of last time ----------------------------------------------------------------------------------------


def refusal(previous: bytes) -> str:
    with pytest.raises(InvalidFacts) as refused:
        again(REMINDER, previous=previous)
    (problem,) = refused.value.problems
    assert problem.place == "previous"
    assert problem.hint, "a cure"
    assert not re.search("Priya|cron", str(problem))
    return problem.code


@pytest.mark.parametrize(
    "previous",
    [
        b"",
        b"\x00\xff",
        b"hello",
        b"BEGIN:VCALENDAR\r\nPRODID:-//Acme//EN\r\nEND:VCALENDAR\r\n",
        b"\xff\xfe" + FIRST[:9],
    ],
)
def test_a_file_of_somebody_else_is_not_written_over(previous):
    assert refusal(previous) == "not-our-calendar"


def test_a_calendar_of_something_else_is_not_cancelled():
    acme, beta, all_of_them = (
        plan_as_ics([REMINDER], stamp=STAMP, cover=Cover(application=id)) for id in ("acme", "beta", None)
    )
    for cover, others in ((Cover(application="acme"), (beta, all_of_them)), (Cover(), (acme, beta))):
        for previous in others:
            with pytest.raises(InvalidFacts, match="calendar of something else"):
                plan_as_ics([], stamp=LATER, previous=previous, cover=cover)
    assert b"acme" not in acme


@pytest.mark.parametrize("name", ["Acme, Inc.", "Acme; Sons", "back\\slash", "Acme\nInc.", 'O"Neil: jobs', "Zürich 🎉"])
def test_whatever_a_calendar_is_called_it_is_known_again(name):
    cover = Cover(application="acme", name=name)
    first = plan_as_ics([REMINDER], stamp=STAMP, cover=cover)

    assert plan_as_ics([REMINDER], stamp=LATER, cover=cover, previous=first) == first


def test_a_calendar_of_another_tenant_is_not_cancelled():
    theirs = plan_as_ics([REMINDER], stamp=STAMP, cover=Cover(application="acme", tenant="other"))
    for cover in (Cover(application="acme", tenant="ours"), Cover(application="acme"), Cover(tenant="other")):
        with pytest.raises(InvalidFacts, match="calendar of something else"):
            plan_as_ics([], stamp=LATER, previous=theirs, cover=cover)


def test_a_file_that_is_too_large_is_not_read():
    assert refusal(FIRST + b"X" * MOST_BYTES) == "too-large"


UID = events_of(FIRST)[0]["UID"].encode()


@pytest.mark.parametrize(
    ("known", "instead"),
    [
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nATTENDEE:mailto:eve@evil.test\r\n"),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nORGANIZER:mailto:eve@evil.test\r\n"),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nRRULE:FREQ=SECONDLY\r\n"),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nSEQUENCE:0\r\n"),
        (b"SEQUENCE:0\r\n", b""),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:-1\r\n"),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:2147483647\r\n"),
        (b"SEQUENCE:0\r\n", "SEQUENCE:٣\r\n".encode()),
        (b"SEQUENCE:0\r\n", b"sequence:0\r\n"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:REQUEST\r\n"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nBEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n"),
        (b"X-FOLLOWKIT-SCOPE:agenda", b"X-FOLLOWKIT-SCOPE:everything"),
        (b"X-FOLLOWKIT-SCOPE:agenda\r\n", b""),
        (b"DTSTART:20250605T210000Z", b"DTSTART:20250605T210000"),
        (b"DTSTART:20250605T210000Z", b"DTSTART:20250230T210000Z"),
        (b"DTSTART:20250605T210000Z", b"DTSTART:99990605T210000Z"),
        (b"DTSTART:20250605T210000Z", b"DTSTART;TZID=Nowhere:20250605T210000"),
        (b"LAST-MODIFIED:2025", b"LAST-MODIFIED:0001"),
        (b"UID:" + UID, b"UID:eve@evil.test"),
        (b"STATUS:CONFIRMED", b"STATUS:TENTATIVE"),
        (b"TRIGGER:-PT1H", b"TRIGGER:PT1H"),
        (b"TRIGGER:-PT1H", b"TRIGGER:-PT99999999999H"),
        (b"ACTION:DISPLAY", b"ACTION:EMAIL\r\nATTENDEE:mailto:eve@evil.test"),
        (b"END:VCALENDAR\r\n", b""),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\n" + FIRST),
        (b"END:VEVENT\r\n", b"END:VEVENT\r\nEND:VEVENT\r\n"),
        (b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\n" * 5000),
        (b"SUMMARY:", b"SUMMARY;ALTREP=\"http://evil.test\":"),
        (b"SUMMARY:", b"SUMMARY:\xff"),
        (b"SUMMARY:", b"no line at all\r\nSUMMARY:"),
    ],
)  # fmt: skip
def test_a_file_that_somebody_changed_is_not_believed(known, instead):
    assert known in FIRST
    assert refusal(FIRST.replace(known, instead, 1)) == "calendar-changed"


def test_two_entries_with_one_id_are_not_believed():
    entry = FIRST[FIRST.index(b"BEGIN:VEVENT") : FIRST.index(b"END:VCALENDAR")]
    assert refusal(FIRST.replace(entry, entry * 2)) == "calendar-changed"


def test_other_line_ends_do_no_harm():
    assert again(REMINDER, previous=FIRST.replace(b"\r\n", b"\n")) == FIRST


@settings(max_examples=200)
@given(st.data())
def test_whatever_stands_in_the_file_of_last_time_it_is_refused_or_brings_in_nothing(data):
    several = plan_as_ics([reminder(key, key, "Thanks,\nDana") for key in "abc"], stamp=STAMP)
    lines = several.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        line = data.draw(
            st.sampled_from([*lines, b"ATTENDEE:mailto:eve@evil.test\r\n", b" \r\n"]) | st.binary(max_size=9)
        )
        lines[at : at + data.draw(st.integers(0, 2))] = [line]
    try:
        octets = again(REMINDER, previous=b"".join(lines))
    except InvalidFacts:
        return
    assert all(set(properties) <= LINES[name] for name, properties in read(octets))
    assert b"evil" not in octets
    assert by_ical(octets) == by_icalendar(octets)


def test_a_large_file_is_read_at_once():
    """A thousand entries are more than anybody plans, and still no reason to wait."""
    entry = FIRST[FIRST.index(b"BEGIN:VEVENT") : FIRST.index(b"END:VCALENDAR")]
    many = b"".join(entry.replace(UID, b"%032x@followkit" % at) for at in range(1_000))
    octets = FIRST.replace(entry, many)
    assert 600_000 < len(octets) < MOST_BYTES
    assert len(read_calendar(octets).entries) == 1_000


# From a kit ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def acme() -> fk.Application:
    start = datetime(2025, 6, 5, 14, 0)  # noqa: DTZ001  local, as interviews are
    panel = fk.Interview(
        id="panel", start=start, minutes=60, zone="America/New_York", interviewers=(fk.Interviewer(person="priya"),)
    )
    return attrs.evolve(APPLICATION, interviews=(panel,))


def test_a_plan_is_written_from_its_own_facts_alone(acme):
    kit = fk.Kit()
    plan = kit.plan(acme, now=STAMP)
    beta = attrs.evolve(acme, id="beta")
    with pytest.raises(InvalidFacts, match="application: are not what the plan was made from"):
        kit.calendar(plan, beta)
    with pytest.raises(InvalidFacts, match="application: are not what the plan was made from"):
        kit.calendar(kit.agenda([acme, beta], now=STAMP), [acme])
    with pytest.raises(InvalidFacts, match="plan: an agenda without plans"):
        kit.calendar(kit.agenda([], now=STAMP), [])
    with pytest.raises(StaleFollowUp):
        kit.calendar(plan, attrs.evolve(acme, position="Data Engineer"))


def test_an_agenda_knows_what_its_applications_know_of_each_other(acme):
    """A job taken at Beta withdraws the application at Acme: the note is written from facts that say so."""
    kit = fk.Kit()
    taken = fk.events.Accepted(at=STAMP - timedelta(hours=1))
    beta = attrs.evolve(acme, id="beta", employer=fk.Employer(name="Beta"), events=(taken,))
    agenda = kit.agenda([acme, beta], now=STAMP)
    entries = by_ical(kit.calendar(agenda, [acme, beta], alarms=[DAY]))
    (withdrawal,) = [one for one in entries.values() if "withdrawal" in one.title]
    assert withdrawal.title == "Acme: withdrawal/1, e-mail to Priya Raman"
    assert "Backend Engineer" in withdrawal.text
    assert [trigger for _, trigger, _ in withdrawal.alarms] == [-DAY]


def test_two_who_apply_for_the_same_have_entries_of_their_own(acme):
    mine, theirs = (fk.Kit(tenant=tenant) for tenant in ("dana", "robin"))
    first, second = (by_ical(kit.calendar(kit.plan(acme, now=STAMP), acme)) for kit in (mine, theirs))
    assert first
    assert not first.keys() & second.keys()
