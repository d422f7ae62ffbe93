"""A plan in a calendar rings when it is time, is changed by importing it again, and is never sent to anybody."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from followkit._builtin.channels.calendar import Reminder, plan_as_ics
from followkit._core.errors import ChannelError, InvalidFacts, MissingExtra
from tests.builtin.scenario import THANK_YOU, THANKS

STAMP = datetime(2025, 6, 5, 20, 30, tzinfo=UTC)
EVENT = ["DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP", "UID"]
ALARM = ["ACTION", "DESCRIPTION", "TRIGGER"]
REMINDER = Reminder(follow_up=THANK_YOU, title="Thank Priya Raman", text=THANKS.text)


def reminder(key: str, title: str, text: str) -> Reminder:
    return Reminder(follow_up=attrs.evolve(THANK_YOU, key=key), title=title, text=text)


# A reader of our own, so that icalendar does not vouch for itself ---------------------------------------------------


def read(octets: bytes) -> list[tuple[str, dict[str, str]]]:
    """Unfold lines (RFC 5545 section 3.1) into components, each with its properties."""
    assert octets.endswith(b"\r\n")
    folded = octets.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line) for line in folded)
    assert all(line.decode() for line in folded), "a line is empty or splits a character"
    done: list[tuple[str, dict[str, str]]] = []
    open_components: list[tuple[str, dict[str, str]]] = []
    for line in octets.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        name, value = re.split("[;:]", line, maxsplit=1)
        if name == "BEGIN":
            open_components.append((value, {}))
        elif name == "END":
            assert open_components[-1][0] == value
            done.append(open_components.pop())
        else:
            assert name not in open_components[-1][1]
            open_components[-1][1][name] = value
    assert not open_components
    return done


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)


def shape(octets: bytes) -> list[tuple[str, list[str]]]:
    return [(name, sorted(properties)) for name, properties in read(octets)]


def meant(text: str) -> str:
    """Say what is left of a text: its line ends as one kind, its controls gone."""
    lines = re.sub("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]", "", lines)


# What a user sees ---------------------------------------------------------------------------------------------------


def test_the_thank_you_to_priya_stands_in_the_calendar_with_its_words():
    calendar = Calendar.from_ical(plan_as_ics([REMINDER], stamp=STAMP))
    (event,) = calendar.walk("VEVENT")
    (alarm,) = calendar.walk("VALARM")
    assert event.decoded("dtstart") == THANK_YOU.when
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=15)
    assert event["dtstart"].to_ical() == b"20250605T210000Z"
    assert event.decoded("dtstamp") == STAMP
    assert event["summary"] == "Thank Priya Raman"
    assert event["description"] == THANKS.text
    assert event["transp"] == "TRANSPARENT"
    assert alarm.decoded("trigger") == timedelta(0)
    assert alarm["action"] == "DISPLAY"


def test_importing_it_again_changes_the_entry_and_adds_none():
    later = attrs.evolve(
        REMINDER, follow_up=attrs.evolve(THANK_YOU, when=THANK_YOU.when + timedelta(days=1)), title="Thank her"
    )
    first, again, other = (
        dict(read(plan_as_ics([entry], stamp=STAMP)))["VEVENT"]["UID"]
        for entry in (REMINDER, later, attrs.evolve(REMINDER, follow_up=attrs.evolve(THANK_YOU, key="another")))
    )
    assert first == again != other
    assert "priya" not in first


def test_nobody_is_invited():
    octets = plan_as_ics([REMINDER], stamp=STAMP)
    assert not re.search(rb"ATTENDEE|ORGANIZER|METHOD|mailto", octets)
    assert shape(octets) == [("VALARM", ALARM), ("VEVENT", EVENT), ("VCALENDAR", ["PRODID", "VERSION"])]


def test_a_plan_without_entries_is_an_empty_calendar():
    octets = plan_as_ics([], stamp=STAMP)
    assert shape(octets) == [("VCALENDAR", ["PRODID", "VERSION"])]
    assert Calendar.from_ical(octets)["version"] == "2.0"


def test_entries_keep_their_order_and_each_follow_up_stands_once():
    entries = [reminder(key, key, "") for key in "bca"]
    assert [p["SUMMARY"] for name, p in read(plan_as_ics(entries, stamp=STAMP)) if name == "VEVENT"] == ["b", "c", "a"]
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
@given(title=WORDS, text=WORDS, key=WORDS)
def test_any_words_are_read_back_by_two_readers_and_nothing_else_is(title, text, key):
    octets = plan_as_ics([reminder(key, title, text)], stamp=STAMP)
    assert octets == plan_as_ics([reminder(key, title, text)], stamp=STAMP)
    assert shape(octets) == [("VALARM", ALARM), ("VEVENT", EVENT), ("VCALENDAR", ["PRODID", "VERSION"])]
    properties = dict(read(octets))["VEVENT"]
    assert unescape(properties["SUMMARY"]) == " ".join(meant(title).split())
    assert unescape(properties["DESCRIPTION"]) == meant(text)
    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    assert sorted(event) == EVENT
    assert not event.errors


# Hostile cases ------------------------------------------------------------------------------------------------------

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
    assert shape(octets) == [("VALARM", ALARM), ("VEVENT", EVENT), ("VCALENDAR", ["PRODID", "VERSION"])]
    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    assert sorted(event) == EVENT
    assert event["description"] == meant(value) == unescape(dict(read(octets))["VEVENT"]["DESCRIPTION"])
    assert event["summary"] == " ".join(meant(value).split())
    assert re.fullmatch(r"[0-9a-f]{32}@followkit", str(event["uid"]))


def test_every_hostile_value_has_its_test(cases):
    assert set(cases) == set(CASES)


def test_naughty_strings_are_read_back(shared):
    listed = json.loads((shared / "samples/hostile/blns/blns.json").read_text(encoding="utf-8"))
    octets = plan_as_ics([reminder(str(at), text, text) for at, text in enumerate(listed)], stamp=STAMP)
    events = [properties for name, properties in read(octets) if name == "VEVENT"]
    assert [unescape(event["DESCRIPTION"]) for event in events] == [meant(text) for text in listed]
    assert all(sorted(event) == EVENT for event in events)
