"""An invite gives an interview at the right instant, or a question, or a typed error; never a wrong hour."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from followkit import calendars
from followkit._core.errors import InvalidFacts, MissingExtra
from followkit._core.facts import Application, Candidate, Person
from followkit._core.timing import at_wall, utc, wall_oddity
from followkit._core.vocabulary import Format, Response, Status
from followkit.adapters.icalendar import Invite, read_invite

PACIFIC = """BEGIN:VTIMEZONE
TZID:Pacific Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""

DANA = Candidate(name="Dana Kim", addresses={"email": "Dana@example.org"})
ATTENDEES = (
    "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Dana Kim:mailto:dana@example.org",
    "ATTENDEE;PARTSTAT=ACCEPTED;CN=Priya Raman:mailto:priya@acme.example",
    'ATTENDEE;PARTSTAT=DECLINED;CN="Okoro, Zoë":MAILTO:zoe@acme.example',
    "ATTENDEE;PARTSTAT=TENTATIVE;CN=Sam;X-NUM-GUESTS=2:mailto:sam@acme.example",
    "ATTENDEE;CN=lee@acme.example:mailto:lee@acme.example",
    "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room-4@acme.example",
    "ATTENDEE;CN=Recruiting Calendar:mailto:recruiting@acme.example",
    "ATTENDEE;ROLE=NON-PARTICIPANT;CN=Ira Holt:mailto:ira@acme.example",
)


def event(*lines: str, uid: str = "1@acme.example") -> str:
    return "\n".join(["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT"])


def calendar(*blocks: str, method: str = "REQUEST") -> str:
    return "\n".join(["BEGIN:VCALENDAR", f"METHOD:{method}", *blocks, "END:VCALENDAR"])


def instant(moment: datetime | date | None, zone: str | None) -> str | None:
    """Say when, in UTC: a wall time is read in the interview's own zone."""
    if not isinstance(moment, datetime):
        return moment.isoformat() if moment else None
    if moment.tzinfo is None:
        rules = calendars.zone(zone or "")
        assert rules is not None, "a local time without a zone"
        moment = at_wall(moment.date(), moment.time(), rules)
    return utc(moment).strftime("%Y-%m-%dT%H:%MZ")


def starts(invite: Invite) -> list[str | None]:
    return sorted((instant(one.start, one.zone) for one in invite.interviews), key=str)


def asked(invite: Invite) -> list[str]:
    return sorted({question.code for question in invite.questions})


def left_out(invite: Invite) -> list[str]:
    return sorted({reason.code for reason in invite.left_out})


def refused(data: bytes | str, **given: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFacts) as caught:
        read_invite(data, **given)  # type: ignore[arg-type]
    return [(problem.place, problem.code) for problem in caught.value.problems]


def start_line(tzid: str = "America/New_York", at: str = "20250605T140000") -> str:
    return f"DTSTART;TZID={tzid}:{at}" if tzid else f"DTSTART:{at}"


# What a user would recognise ----------------------------------------------------------------------------------------


def test_a_teams_invite_becomes_the_interview_at_the_right_instant() -> None:
    invite = read_invite(
        calendar(
            PACIFIC,
            event(
                "ORGANIZER;CN=Odile Marchetti:mailto:odile@acme.example",
                *ATTENDEES[:2],
                "SUMMARY:Interview",
                "LOCATION:Microsoft Teams Meeting",
                "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.example.com/l/1",
                "DTSTART;TZID=Pacific Standard Time:20261030T140000",
                "DTEND;TZID=Pacific Standard Time:20261030T150000",
                "SEQUENCE:3",
            ),
        ),
        me=DANA,
    )
    (interview,) = invite.interviews
    assert instant(interview.start, interview.zone) == "2026-10-30T21:00Z"
    assert instant(interview.end, interview.zone) == "2026-10-30T22:00Z"
    assert (interview.start, interview.zone) == (datetime.fromisoformat("2026-10-30T14:00"), "America/Los_Angeles")
    assert (interview.title, interview.location) == ("Interview", "Microsoft Teams Meeting")
    assert (interview.format, interview.video_link) == (Format.VIDEO, "https://teams.example.com/l/1")
    assert interview.calendar is not None
    assert (interview.calendar.uid, interview.calendar.sequence) == ("1@acme.example", 3)
    assert interview.organizer == "odile-marchetti"
    assert [part.person for part in interview.interviewers] == ["priya-raman"]
    assert invite.me == "dana@example.org"
    assert invite.questions == ()
    assert Application(id="acme", me=DANA, people=invite.people, interviews=invite.interviews)


def test_a_moved_meeting_keeps_its_id_and_a_cancelled_one_is_an_interview_with_that_status(shared) -> None:
    folder = shared / "samples" / "ics" / "synthetic"
    texts = [(folder / name).read_bytes() for name in ("s1_teams_request.ics", "s2_teams_request_moved.ics")]
    texts.append((folder / "s3_teams_cancel.ics").read_bytes())
    asked, moved, off = (read_invite(text).interviews[0] for text in texts)
    assert instant(asked.start, asked.zone) == "2026-10-30T21:00Z"
    assert instant(moved.start, moved.zone) == "2026-11-02T17:00Z"
    assert asked.id == moved.id == off.id
    assert (moved.status, off.status) == (Status.SCHEDULED, Status.CANCELLED)
    together = read_invite(b"\r\n".join(reversed(texts)))
    assert [interview.status for interview in together.interviews] == [Status.CANCELLED]
    assert left_out(together) == ["older-version"]


def test_who_is_who_in_an_invite() -> None:
    invite = read_invite(event(start_line(), *ATTENDEES), me=DANA)
    (interview,) = invite.interviews
    assert {part.person: part.response for part in interview.interviewers} == {
        "attendee": Response.NEEDS_ACTION,
        "ira-holt": Response.NEEDS_ACTION,
        "okoro-zoe": Response.DECLINED,
        "priya-raman": Response.ACCEPTED,
        "sam": Response.TENTATIVE,
    }
    assert [part.person for part in interview.interviewers if part.shadow] == ["ira-holt"]
    assert {person.id: person.name for person in invite.people} == {
        "attendee": None,
        "ira-holt": "Ira Holt",
        "okoro-zoe": None,
        "priya-raman": "Priya Raman",
        "sam": "Sam",
    }
    assert {(question.code, question.place) for question in invite.questions} == {
        ("name", "people.attendee.name"),
        ("name-order", "people.okoro-zoe.name"),
        ("full-name", "people.sam.name"),
    }
    about = {reason.code: dict(reason.parameters) for reason in invite.left_out}
    assert about["room"]["name"] == "Room 4"
    assert about["group-calendar"]["name"] == "Recruiting Calendar"
    assert (about["guests"]["person"], about["guests"]["count"]) == ("sam", 2)


def test_nobody_is_taken_for_the_candidate_by_likeness() -> None:
    text = event(start_line(), *ATTENDEES[:2])
    for me in (None, Candidate(), Candidate(name="Dana", addresses={"email": "d@example.org"})):
        invite = read_invite(text, me=me)
        (question,) = invite.questions
        assert (question.code, question.place) == ("which-attendee-is-you", "me.email")
        assert question.parameters["people"] == ("dana-kim", "priya-raman")
        assert invite.me is None
    assert read_invite(text, me=Candidate(name="Dana Kim")).questions == ()
    twins = event(start_line(), *ATTENDEES[:2], "ATTENDEE;CN=Dana Kim:mailto:other@example.org")
    assert asked(read_invite(twins, me=Candidate(name="Dana Kim"))) == ["which-attendee-is-you"]


def test_people_already_known_are_matched_by_address_else_by_name_and_never_changed() -> None:
    known = (
        Person(id="zoe", name="Zoë Okoro", addresses={"email": "ZOE@acme.example"}),
        Person(id="pr", name="Priya Raman"),
        Person(id="sam", name="Samuel Ode", addresses={"email": "other@acme.example"}),
    )
    invite = read_invite(event(start_line(), *ATTENDEES[:4]), me=DANA, people=known)
    assert [part.person for part in invite.interviews[0].interviewers] == ["pr", "sam-2", "zoe"]
    assert [person.id for person in invite.people] == ["sam-2"]
    assert [question.place for question in invite.questions] == ["people.sam-2.name"]


def test_a_name_that_two_people_have_matches_nobody() -> None:
    priya, other = ATTENDEES[1], "ATTENDEE;CN=Priya Raman:mailto:other@acme.example"
    known = [Person(id="pr", name="Priya Raman")]
    invite = read_invite(event(start_line(), priya, other), people=known)
    assert [person.id for person in invite.people] == ["priya-raman", "priya-raman-2"]
    invite = read_invite(event(start_line(), priya), people=[*known, Person(id="p2", name="Priya Raman")])
    assert [person.id for person in invite.people] == ["priya-raman"]


def test_a_shared_mailbox_somebody_listed_among_the_people_is_a_person() -> None:
    known = [Person(id="desk", addresses={"email": "recruiting@acme.example"})]
    invite = read_invite(event(start_line(), ATTENDEES[6]), people=known)
    assert ([part.person for part in invite.interviews[0].interviewers], left_out(invite)) == (["desk"], [])


def test_one_person_listed_twice_is_one_interviewer_under_the_clearest_name() -> None:
    lines = (
        "ATTENDEE;PARTSTAT=ACCEPTED;CN=Priya Raman:mailto:priya@acme.example",
        'ATTENDEE;PARTSTAT=DECLINED;CN="Raman, Priya":MAILTO:Priya@acme.example',
        "ATTENDEE;PARTSTAT=DECLINED;CN=Priya Raman:urn:uuid:1",
    )
    for order in (lines, lines[::-1]):
        invite = read_invite(event(start_line(), *order))
        assert [(person.id, person.name) for person in invite.people] == [("priya-raman", "Priya Raman")]
        assert [part.response for part in invite.interviews[0].interviewers] == [Response.UNKNOWN]


def test_the_organizer_is_a_person_but_no_interviewer_unless_invited() -> None:
    named = read_invite(event(start_line(), "ORGANIZER;CN=Odile Marchetti:mailto:odile@acme.example"))
    assert named.interviews[0].organizer == "odile-marchetti"
    assert named.interviews[0].interviewers == ()
    mine = read_invite(event(start_line(), "ORGANIZER;CN=Dana Kim:mailto:dana@example.org", *ATTENDEES[:2]), me=DANA)
    assert (mine.interviews[0].organizer, mine.me) == (None, "dana@example.org")
    shared_calendar = read_invite(event(start_line(), "ORGANIZER;CN=Acme:mailto:scheduling+7@acme.example"))
    assert (shared_calendar.interviews[0].organizer, left_out(shared_calendar)) == (None, ["group-calendar"])
    nameless = read_invite(event(start_line(), "ORGANIZER:mailto:odile@acme.example"))
    assert (nameless.people, left_out(nameless)) == ((), ["nobody-named"])


# Time ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "start", "questions"),
    [
        ([start_line()], "2025-06-05T18:00Z", []),
        ([start_line("Eastern Standard Time")], "2025-06-05T18:00Z", []),
        ([start_line("", "20250605T140000Z")], "2025-06-05T14:00Z", ["interview-zone-name"]),
        ([start_line("UTC")], "2025-06-05T14:00Z", ["interview-zone-name"]),
        ([start_line("Etc/GMT+5")], "2025-06-05T19:00Z", ["interview-zone-name"]),
        ([start_line("")], None, ["interview-zone"]),
        ([start_line("Nowhere/City")], None, ["interview-zone"]),
        ([start_line("EST5EDT")], None, ["interview-zone"]),
        ([start_line("America/New_York", "20250605T140000Z")], None, ["utc-and-zone"]),
        (["DTSTART;VALUE=DATE:20250605"], "2025-06-05", ["interview-hour"]),
        ([start_line(at="20250605T000000"), "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"], "2025-06-05", ["interview-hour"]),
        ([start_line("", "20250605T000000Z"), "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"], None, ["interview-hour"]),
        ([], None, ["interview-time"]),
        ([start_line("", "20250605T140000Z"), "STATUS:CANCELLED"], "2025-06-05T14:00Z", []),
        ([start_line(), "RRULE:FREQ=DAILY"], "2025-06-05T18:00Z", ["which-meeting"]),
        ([start_line(), "RRULE:FREQ=DAILY", "EXDATE:20250605T180000Z"], None, ["which-meeting"]),
    ],
)
def test_a_start_is_an_instant_a_day_or_a_question(lines, start, questions) -> None:
    invite = read_invite(event(*lines))
    assert (starts(invite), asked(invite)) == ([start], questions)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("DTEND;TZID=America/New_York:20250605T150000", "2025-06-05T19:00Z"),
        ("DTEND;TZID=America/Los_Angeles:20250605T123000", "2025-06-05T19:30Z"),
        ("DTEND:20250605T190000Z", "2025-06-05T19:00Z"),
        ("DURATION:PT1H30M15S", "2025-06-05T19:30Z"),
        ("DURATION:P1DT1H", "2025-06-06T19:00Z"),
        ("DTEND;TZID=America/New_York:20250605T140000", None),
    ],
)
def test_an_end_is_right_in_any_zone(line, end) -> None:
    (interview,) = read_invite(event(start_line(), line)).interviews
    assert instant(interview.end, interview.zone) == end


def test_a_duration_in_minutes_stays_a_length() -> None:
    assert read_invite(event(start_line(), "DURATION:PT1H15M")).interviews[0].minutes == 75


def test_an_end_without_a_zone_is_asked_for() -> None:
    invite = read_invite(event(start_line(), "DTEND:20250605T150000"))
    assert (invite.interviews[0].end, asked(invite)) == (None, ["interview-end"])


@pytest.mark.parametrize(
    ("lines", "place", "code"),
    [
        ([start_line(), "DTEND;TZID=America/Los_Angeles:20250605T103000"], "end", "end-before-start"),
        ([start_line(), "DURATION:-PT1H"], "end", "end-before-start"),
        ([start_line(), "DURATION:PT"], "end", "unreadable-duration"),
        ([start_line(), "DURATION:P9999999W"], "end", "unreadable-duration"),
        ([start_line(), "DURATION:PT1H", "DTEND:20250605T190000Z"], "end", "end-and-minutes"),
        (["DTSTART:20250230T140000Z"], "start", "unreadable-time"),
        (["DTSTART:soon"], "start", "unreadable-time"),
        (["DTSTART:15000605T140000Z"], "start", "year"),
        ([start_line(), start_line(at="20250606T140000")], "start", "twice"),
        ([start_line(), "SEQUENCE:two"], "calendar.sequence", "unreadable-sequence"),
    ],
)
def test_what_cannot_be_true_is_refused_and_the_place_named(lines, place, code) -> None:
    ((where, why),) = refused(event(*lines))
    assert (where.partition(".")[0], where.split(".", 2)[2], why) == ("interviews", place, code)


def test_all_problems_of_a_file_are_reported_at_once() -> None:
    problems = refused(calendar(event("DTSTART:soon", uid="a"), event("DTSTART:later", uid="b")))
    assert [code for _, code in problems] == ["unreadable-time", "unreadable-time"]


def test_a_zone_and_a_definition_that_disagree_are_a_question() -> None:
    wrong = PACIFIC.replace("TZOFFSETTO:-0700", "TZOFFSETTO:-0600")
    invite = read_invite(calendar(wrong, event(start_line("Pacific Standard Time", "20260701T090000"))))
    (question,) = invite.questions
    assert (starts(invite), question.code) == ([None], "zones-disagree")
    assert question.parameters["by_file"] == datetime(2026, 7, 1, 15, tzinfo=UTC)
    assert question.parameters["local"] == datetime.fromisoformat("2026-07-01T09:00:00")


def test_a_definition_alone_gives_the_instant_but_no_zone_name() -> None:
    own = PACIFIC.replace("Pacific Standard Time", "Our Office")
    invite = read_invite(calendar(own, event(start_line("Our Office", "20260701T090000"))))
    assert (starts(invite), asked(invite)) == (["2026-07-01T16:00Z"], ["interview-zone-name"])
    gap = read_invite(calendar(own, event(start_line("Our Office", "20260308T023000"))))
    assert (starts(gap), asked(gap)) == ([None], ["interview-zone"])
    twice = read_invite(calendar(own, event(start_line("Our Office", "20261101T013000"))))
    assert starts(twice) == ["2026-11-01T08:30Z"]
    named = own.replace("BEGIN:STANDARD", "X-LIC-LOCATION:America/Los_Angeles\nBEGIN:STANDARD")
    assert read_invite(calendar(named, event(start_line("Our Office")))).interviews[0].zone == "America/Los_Angeles"
    both = calendar(own, own.replace("BYDAY=1SU", "BYDAY=2SU"), event(start_line("Our Office", "20260701T090000")))
    assert (starts(read_invite(both)), asked(read_invite(both))) == ([None], ["interview-zone"])
    odd = own.replace("FREQ=YEARLY", "FREQ=SECONDLY")
    assert asked(read_invite(calendar(odd, event(start_line("Our Office"))))) == ["interview-zone"]


OBSERVANCE = "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n{}\nEND:STANDARD\n"


@pytest.mark.parametrize(
    ("observances", "is_followed"),
    [
        (OBSERVANCE.format("X:") * 100, True),
        (OBSERVANCE.format("X:") * 101, False),
        (OBSERVANCE.format("RRULE:FREQ=YEARLY;COUNT=50"), True),
        (OBSERVANCE.format("RRULE:FREQ=YEARLY;COUNT=51"), False),
        (OBSERVANCE.format("RDATE:" + ",".join(["20250101T000000"] * 1000)), True),
        (OBSERVANCE.format("RDATE:" + ",".join(["20250101T000000"] * 1300)), False),
    ],
)
def test_a_definition_too_big_to_follow_is_a_question(observances, is_followed) -> None:
    own = f"BEGIN:VTIMEZONE\nTZID:X\n{observances}END:VTIMEZONE"
    assert starts(read_invite(calendar(own, event(start_line("X"))))) == ["2025-06-05T13:00Z" if is_followed else None]


def test_a_definition_in_one_file_means_nothing_in_the_next() -> None:
    own = PACIFIC.replace("Pacific Standard Time", "Our Office")
    read_invite(calendar(own, event(start_line("Our Office"))))
    assert starts(read_invite(calendar(event(start_line("Our Office"))))) == [None]


def test_a_zone_that_is_given_answers_the_zone_questions_only() -> None:
    floating = read_invite(event(start_line("")), zone="Europe/Berlin")
    assert (starts(floating), asked(floating)) == (["2025-06-05T12:00Z"], [])
    in_utc = read_invite(event(start_line("", "20250605T140000Z")), zone="Europe/Berlin")
    assert (starts(in_utc), in_utc.interviews[0].zone, asked(in_utc)) == (["2025-06-05T14:00Z"], "Europe/Berlin", [])
    assert starts(read_invite(event(start_line()), zone="Europe/Berlin")) == ["2025-06-05T18:00Z"]


# Status, versions, series -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "said", "status"),
    [
        ("REQUEST", [], Status.SCHEDULED),
        ("REQUEST", ["STATUS:confirmed"], Status.SCHEDULED),
        ("REQUEST", ["STATUS:TENTATIVE"], Status.TENTATIVE),
        ("PUBLISH", ["STATUS:CANCELLED"], Status.CANCELLED),
        ("CANCEL", ["STATUS:CONFIRMED"], Status.CANCELLED),
        ("REQUEST", ["STATUS:PENCILLED"], Status.UNKNOWN),
    ],
)
def test_status(method, said, status) -> None:
    assert read_invite(calendar(event(start_line(), *said), method=method)).interviews[0].status is status


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "X-ELSE"])
def test_an_answer_is_no_invitation(method) -> None:
    invite = read_invite(calendar(event(start_line()), method=method))
    assert (invite.interviews, left_out(invite)) == ((), ["not-an-invitation"])


def test_the_highest_sequence_counts_whatever_the_order() -> None:
    old = event(start_line(at="20250605T140000"), "SEQUENCE:2", "DTSTAMP:20250609T000000Z")
    new = event(start_line(at="20250606T140000"), "SEQUENCE:10", "DTSTAMP:20250601T000000Z")
    for blocks in ((old, new), (new, old)):
        assert starts(read_invite(calendar(*blocks))) == ["2025-06-06T18:00Z"]


def test_of_one_sequence_the_later_stamp_counts_and_a_tie_is_a_contradiction() -> None:
    old, new = (event(start_line(at=f"2025060{day}T140000"), f"DTSTAMP:2025060{day}T000000Z") for day in (1, 2))
    assert starts(read_invite(calendar(new, old))) == ["2025-06-02T18:00Z"]
    tied = new.replace("T140000", "T150000")
    assert [code for _, code in refused(calendar(new, tied))] == ["contradicting-versions"]
    assert starts(read_invite(calendar(new, new))) == ["2025-06-02T18:00Z"]


def test_of_a_series_the_first_meeting_counts_and_follows_where_it_is_moved() -> None:
    series = event(start_line(), "RRULE:FREQ=WEEKLY")
    second = event(start_line(at="20250613T140000"), "RECURRENCE-ID:20250612T180000Z")
    invite = read_invite(calendar(second, series))
    assert (starts(invite), asked(invite), left_out(invite)) == (
        ["2025-06-05T18:00Z"],
        ["which-meeting"],
        ["moved-occurrence"],
    )
    first = event(start_line(at="20250606T090000"), "RECURRENCE-ID:20250605T180000Z")
    moved = read_invite(calendar(series, first))
    assert (starts(moved), asked(moved), left_out(moved)) == (["2025-06-06T13:00Z"], ["which-meeting"], [])
    assert moved.interviews[0].id == invite.interviews[0].id
    (reason,) = read_invite(calendar(second, series), id="panel").left_out
    assert reason.parameters["interview"] == "panel"
    alone = read_invite(calendar(first, second))
    assert (starts(alone), asked(alone)) == (["2025-06-06T13:00Z", "2025-06-13T18:00Z"], [])


def test_several_events_are_several_interviews_but_one_id_is_for_one() -> None:
    both = calendar(event(start_line(), uid="a"), event(start_line(at="20250605T150000"), uid="b"))
    assert starts(read_invite(both)) == ["2025-06-05T18:00Z", "2025-06-05T19:00Z"]
    assert refused(both, id="panel") == [("interviews.panel.invite", "several-interviews")]
    assert read_invite(event(start_line()), id="panel").interviews[0].id == "panel"


def test_without_a_uid_the_id_comes_from_what_the_event_says() -> None:
    first, again = (read_invite(event(start_line(), "SUMMARY:Panel", stamp, uid="")) for stamp in ("X-A:1", "X-A:2"))
    assert first.interviews == again.interviews
    assert first.interviews[0].calendar is None


# Words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "link", "held"),
    [
        (["X-GOOGLE-CONFERENCE:https://meet.example.com/a"], "https://meet.example.com/a", Format.VIDEO),
        (["CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.com/a"], "https://meet.example.com/a", Format.VIDEO),
        (["LOCATION:https://acme.zoom.us/j/1"], "https://acme.zoom.us/j/1", Format.VIDEO),
        (["LOCATION:https://zoom.us.evil.example/j/1"], None, Format.UNKNOWN),
        (["CONFERENCE;FEATURE=PHONE:tel:+12125550142"], None, Format.PHONE),
        (["X-GOOGLE-CONFERENCE:javascript:alert(1)"], None, Format.UNKNOWN),
        (["LOCATION:5 Main Street"], None, Format.UNKNOWN),
    ],
)
def test_a_link_makes_a_video_meeting_and_nothing_else_does(lines, link, held) -> None:
    (interview,) = read_invite(event(start_line(), *lines)).interviews
    assert (interview.video_link, interview.format) == (link, held)


def test_words_come_on_one_line_and_too_many_are_left_out_with_a_reason() -> None:
    (interview,) = read_invite(event(start_line(), "LOCATION:5 Main St\\nFloor 2", "SUMMARY:a\x00b\u202ec")).interviews
    assert (interview.location, interview.title) == ("5 Main St, Floor 2", "a bc")
    long = read_invite(event(start_line(), "SUMMARY:" + "x" * 301))
    assert (long.interviews[0].title, left_out(long)) == (None, ["too-long"])


@pytest.mark.parametrize(
    ("written", "name", "question"),
    [
        ("Priya Raman", "Priya Raman", None),
        ("'Priya Raman'", "Priya Raman", None),
        ("王小明", "王小明", None),
        ("Sam", "Sam", "full-name"),
        ('"Raman, Priya"', None, "name-order"),
        ("Priya Raman (Acme)", None, "name"),
        ("=?utf-8?q?Priya?=", None, "name"),
        ("priya@acme.example", None, "name"),
        ("Pri\u202eya Raman", None, "name"),
        ("P" * 65 + " Raman", None, "name"),
        ("", None, "name"),
    ],
)
def test_a_name_is_kept_only_where_it_can_be_read_one_way(written, name, question) -> None:
    invite = read_invite(event(start_line(), f"ATTENDEE;CN={written}:mailto:p@acme.example", *ATTENDEES[:1]), me=DANA)
    (person,) = invite.people
    assert (person.name, asked(invite)) == (name, [question] if question else [])
    assert "example" not in person.id


def test_two_people_of_one_name_get_two_ids_in_a_fixed_order() -> None:
    lines = [f"ATTENDEE;CN=Jo Lee:mailto:{box}@acme.example" for box in ("b", "a")]
    for order in (lines, lines[::-1]):
        people = read_invite(event(start_line(), *order)).people
        assert {person.id: person.addresses["email"][0] for person in people} == {"jo-lee": "a", "jo-lee-2": "b"}


# The samples, each read by hand -------------------------------------------------------------------------------------

ZONE_NAME, SERIES, WHO = "interview-zone-name", "which-meeting", "which-attendee-is-you"
SAMPLES: dict[str, str | tuple[list[str | None], list[str]]] = {
    "01_exchange_request_free_text_tzid": (["2015-07-03T08:00Z"], [ZONE_NAME, SERIES]),
    "02_exchange_changed_event_blank_tzid": ([None], ["interview-zone", WHO]),
    "03_exchange_eastern_standard_time": (["2024-10-28T21:00Z"], []),
    "04_office365_w_europe_no_vtimezone": (["2024-04-26T12:00Z"], []),
    "05_exchange_utc_plus_7_bangkok": (["2019-04-30T02:00Z"], [ZONE_NAME]),
    "06_exchange_all_day_moved": (["2026-02-19"], ["interview-hour", SERIES]),
    "07_outlook12_kuala_lumpur": (["2008-10-31T01:30Z"], [ZONE_NAME, SERIES]),
    "08_owa_unresolvable_tzids": ([None] * 4, ["interview-zone", SERIES]),
    "09_tzone_custom_unresolvable": (
        ["2021-04-01", "2021-04-01T19:30Z", None],
        ["interview-hour", "interview-zone", ZONE_NAME],
    ),
    "10_quoted_windows_tz_two_zones": ([None], ["interview-zone", SERIES]),
    "11_city_list_tzid": ([None], [SERIES]),
    "12_non_ascii_tzid": (["2017-05-11T16:30Z"], [ZONE_NAME]),
    "13_google_zurich_structured_location": (["2016-10-28T12:00Z"], [SERIES]),
    "14_google_obsolete_kiev": (["2016-08-25T11:00Z"], [SERIES]),
    "15_google_tentative_sequence_3": (["2003-02-03T20:00Z"], [SERIES]),
    "16_apple_status_tentative_confirmed_cancelled": (
        ["2022-07-04T23:00Z", "2022-07-05T16:00Z", "2022-07-06T20:00Z", "2022-07-07T16:00Z"],
        [ZONE_NAME, "name", WHO],
    ),
    "17_duration_instead_of_end": (["2024-02-15T09:00Z"], [ZONE_NAME]),
    "18_unicode_organizer": (["2013-04-16T10:00Z"], [ZONE_NAME, "name-order"]),
    "19_utf8_french_no_events": ([], []),
    "20_attendee_url_in_parameter": ([None], ["interview-time", "name", WHO]),
    "21_bom_empty_calendar": ([], []),
    "22_malformed_dates_free_busy_only": ([], []),
    "23_malformed_huge_duration": "unreadable-duration",
    "24_malformed_start_and_end": "unreadable-time",
    "25_malformed_quoted_no_value": "unreadable-line",
    "26_fuzz_invalid_month": "unreadable-invite",
    "synthetic/s1_teams_request": (["2026-10-30T21:00Z"], ["full-name", "name-order", WHO]),
    "synthetic/s2_teams_request_moved": (["2026-11-02T17:00Z"], ["full-name", "name-order", WHO]),
    "synthetic/s3_teams_cancel": (["2026-11-02T17:00Z"], ["full-name", "name-order", WHO]),
    "synthetic/s4_google_meet_request": (["2027-03-29T07:30Z"], [ZONE_NAME, "name", WHO]),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_gives_the_right_instant_or_a_question_or_a_typed_error(name, shared) -> None:
    data, expected = (shared / "samples" / "ics" / f"{name}.ics").read_bytes(), SAMPLES[name]
    if isinstance(expected, str):
        assert [code for _, code in refused(data)] == [expected]
    else:
        invite = read_invite(data)
        assert (starts(invite), asked(invite)) == (expected[0], sorted(expected[1]))


def test_no_sample_is_forgotten(shared) -> None:
    folder = shared / "samples" / "ics"
    found = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.ics")}
    assert found == set(SAMPLES)


def test_the_samples_say_what_else_is_in_them(shared) -> None:
    folder = shared / "samples" / "ics"
    apple, tasks, meet = (
        read_invite((folder / f"{name}.ics").read_bytes())
        for name in (
            "16_apple_status_tentative_confirmed_cancelled",
            "19_utf8_french_no_events",
            "synthetic/s4_google_meet_request",
        )
    )
    assert sorted(one.status.value for one in apple.interviews) == ["cancelled", "scheduled", "scheduled", "tentative"]
    assert left_out(tasks) == ["no-event", "not-an-event"]
    assert left_out(meet) == ["group-calendar", "guests", "room"]
    assert meet.interviews[0].organizer is None
    assert instant(meet.interviews[0].end, None) == "2027-03-29T08:15Z"
    zoe = Candidate(addresses={"email": "zoe.nakagawa@example.org"})
    mine = read_invite((folder / "synthetic" / "s4_google_meet_request.ics").read_bytes(), me=zoe)
    assert [part.person for part in mine.interviews[0].interviewers] == ["bartholomew-quill"]
    assert mine.me == "zoe.nakagawa@example.org"


# What holds for every invite ----------------------------------------------------------------------------------------

FRAGMENTS = [
    *ATTENDEES,
    *PACIFIC.splitlines(),
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "METHOD:CANCEL",
    "UID:1",
    "SEQUENCE:1",
    "STATUS:CANCELLED",
    "DTSTART;TZID=Pacific Standard Time:20261101T013000",
    "DTSTART:20261101T013000Z",
    "DTSTART;VALUE=DATE:20261101",
    "DTEND:99991231T235959Z",
    "DURATION:P9999W",
    "RECURRENCE-ID:20261101T013000Z",
    "RRULE:FREQ=YEARLY;BYMONTH=13;UNTIL=x",
    "RDATE:00010101T000000",
    "TZOFFSETFROM:+2359",
    'ORGANIZER;CN="a:mailto:b',
    " folded",
]


@given(st.permutations(ATTENDEES))
def test_the_order_of_attendees_never_matters(lines) -> None:
    assert read_invite(event(start_line(), *lines), me=DANA) == read_invite(event(start_line(), *ATTENDEES), me=DANA)


@given(
    st.permutations(
        [event(start_line(at=f"2025060{n}T140000"), f"SEQUENCE:{n % 3}", uid=str(n % 2)) for n in range(1, 6)]
    )
)
def test_the_order_of_events_never_matters(blocks) -> None:
    assert read_invite(calendar(*blocks)) == read_invite(calendar(*sorted(blocks)))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300), st.lists(st.sampled_from(FRAGMENTS)).map("\n".join)))
@example("BEGIN:VEVENT\nDTSTART:20250605T140000\nEND:VEVENT")
@example("\ud800")
def test_anything_at_all_is_an_invite_or_invalid_facts(data) -> None:
    try:
        invite = read_invite(data, me=DANA)
    except InvalidFacts:
        return
    assert Application(id="a", people=invite.people, interviews=invite.interviews)


@given(st.lists(st.sampled_from(FRAGMENTS)))
def test_whatever_an_event_says_is_an_invite_or_invalid_facts(lines) -> None:
    inside = [line for line in lines if not line.startswith(("BEGIN", "END"))]
    try:
        invite = read_invite(calendar(PACIFIC, event(*inside, uid="")), me=DANA)
    except InvalidFacts:
        return
    for interview in invite.interviews:
        instant(interview.start, interview.zone)
        instant(interview.end, interview.zone)


@given(
    st.datetimes(datetime.fromisoformat("2008-01-01"), datetime.fromisoformat("2037-12-31")).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    )
)
@example(datetime.fromisoformat("2026-11-01T01:30"))
@example(datetime.fromisoformat("2026-03-08T03:00"))
def test_a_definition_is_read_as_the_zone_database_reads_the_zone(wall) -> None:
    los_angeles = calendars.zone("America/Los_Angeles")
    assert los_angeles is not None
    own = PACIFIC.replace("Pacific Standard Time", "Our Office")
    invite = read_invite(calendar(own, event(start_line("Our Office", f"{wall:%Y%m%dT%H%M%S}"))))
    if wall_oddity(wall.date(), wall.time(), los_angeles) == "gap":
        assert starts(invite) == [None]
    else:
        assert starts(invite) == [at_wall(wall.date(), wall.time(), los_angeles).strftime("%Y-%m-%dT%H:%MZ")]


def test_the_last_change_by_a_rule_counts_to_the_second() -> None:
    """An UNTIL is in UTC: east of Greenwich it reads earlier than the local onset it still includes."""
    own = (
        "BEGIN:VTIMEZONE\nTZID:X\n"
        "BEGIN:DAYLIGHT\nDTSTART:19960331T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20060326T010000Z\nEND:DAYLIGHT\n"
        "BEGIN:STANDARD\nDTSTART:19961027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20051030T010000Z\nEND:STANDARD\nEND:VTIMEZONE"
    )
    for day, start in (
        ("20060201", "2006-02-01T08:00Z"),
        ("20060501", "2006-05-01T07:00Z"),
        ("20100101", "2010-01-01T07:00Z"),
    ):
        assert starts(read_invite(calendar(own, event(start_line("X", f"{day}T090000"))))) == [start]


@given(st.dates(date(1996, 11, 1), date(2011, 12, 31)), st.sampled_from(["COUNT=11", "UNTIL=20061029T090000Z"]))
@example(date(2010, 1, 1), "COUNT=11")
@example(date(2010, 1, 1), "UNTIL=20061029T090000Z")
def test_a_rule_that_ended_stays_as_it_left_the_clock(day, end) -> None:
    """Daylight time was abolished: from the last change on, standard time stays."""
    spring = "UNTIL=20060402T100000Z" if end.startswith("UNTIL") else "COUNT=10"
    autumn_rule = f"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;{end}"
    spring_rule = f"RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;{spring}"
    own = (
        "BEGIN:VTIMEZONE\nTZID:X\n"
        f"BEGIN:STANDARD\nDTSTART:19961027T020000\nTZOFFSETFROM:-0700\nTZOFFSETTO:-0800\n{autumn_rule}\nEND:STANDARD\n"
        f"BEGIN:DAYLIGHT\nDTSTART:19970406T020000\nTZOFFSETFROM:-0800\nTZOFFSETTO:-0700\n{spring_rule}\nEND:DAYLIGHT\n"
        "END:VTIMEZONE"
    )
    los_angeles = calendars.zone("America/Los_Angeles")
    assert los_angeles is not None
    (start,) = starts(read_invite(calendar(own, event(start_line("X", f"{day:%Y%m%d}T120000")))))
    in_winter_time = datetime.combine(day, time(20), UTC)
    expected = at_wall(day, time(12), los_angeles) if day.year <= 2006 else in_winter_time
    assert start == expected.strftime("%Y-%m-%dT%H:%MZ")


# What means harm ----------------------------------------------------------------------------------------------------


def test_hostile_calendars_give_an_invite_or_invalid_facts(shared) -> None:
    paths = sorted((shared / "samples" / "hostile" / "ics").glob("*.ics"))
    assert len(paths) == 60
    for path in paths:
        try:
            read_invite(path.read_bytes())
        except InvalidFacts:
            continue


def test_hostile_values_never_leave_their_field(shared) -> None:
    cases = json.loads((shared / "samples" / "hostile" / "own" / "ics-cases.json").read_text(encoding="utf-8"))
    for case in cases:
        field, value = case["field"], case["value"]
        line = f"ATTENDEE;CN={value}:mailto:a@b.test" if field.endswith("CN") else f"{field}:{value}"
        try:
            invite = read_invite(event(start_line(), line), me=DANA)
        except InvalidFacts:
            continue
        texts = [text for one in invite.interviews for text in (one.title, one.location, one.video_link) if text]
        texts += [person.name for person in invite.people if person.name]
        assert not any(ord(letter) < 32 for text in texts for letter in text), case["id"]


def test_odd_zone_names_are_never_zones(shared) -> None:
    names = json.loads((shared / "samples" / "hostile" / "own" / "bad-zone-names.json").read_text(encoding="utf-8"))
    for name in names:
        assert refused(event(start_line()), zone=name) == [("zone", "unknown-zone")]
        try:
            invite = read_invite(event(f'DTSTART;TZID="{name}":20250605T140000'))
        except InvalidFacts:
            continue
        assert (starts(invite), asked(invite)) == ([None], ["interview-zone"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"BEGIN:VEVENT\n" + b"X" * 1_000_000, "too-big"),
        ("\u20ac" * 400_000, "too-big"),
        (b"", "unreadable-invite"),
        (b"From: somebody\n\nhello", "unreadable-invite"),
        (b"BEGIN:VEVENT\nSUMMARY:cut", "unreadable-invite"),
        (b"BEGIN:VEVENT\nEND:VCALENDAR", "unreadable-invite"),
        (b"BEGIN:X\n" * 9 + b"END:X\n" * 9, "unreadable-invite"),
        (b"BEGIN:VEVENT\nSUMMARY:\xff\nEND:VEVENT", "not-utf-8"),
        (b'BEGIN:VEVENT\nDTSTART;TZID="x:20250605T140000\nEND:VEVENT', "unreadable-line"),
        (calendar(*[event(uid=str(n)) for n in range(101)]), "too-many-events"),
        (event(*["ATTENDEE:mailto:a@b.test"] * 2001), "too-many-attendees"),
    ],
)
def test_what_is_no_invite_is_refused(data, code) -> None:
    assert [why for _, why in refused(data)] == [code]


def test_text_folded_in_the_middle_of_a_character_is_whole_again() -> None:
    data = event(start_line(), "SUMMARY:Zo\u00eb").encode().replace(b"\xc3\xab", b"\xc3\r\n \xab")
    assert read_invite(data).interviews[0].title == "Zoë"


def test_a_line_that_cannot_be_read_is_left_out_by_number() -> None:
    (reason,) = read_invite(event(start_line(), 'LOCATION;X="a:b', uid="")).left_out
    assert (reason.code, dict(reason.parameters)) == ("unreadable-line", {"line": 3, "property": "LOCATION"})


def test_nobody_is_named_in_an_error_or_a_repr() -> None:
    invite = read_invite(event(start_line(), *ATTENDEES), me=DANA)
    assert not any(secret in repr(invite) for secret in ("Raman", "acme.example,", "dana@", "Okoro", "Room 4"))
    with pytest.raises(InvalidFacts) as caught:
        read_invite(event("DTSTART:Priya", *ATTENDEES, uid="priya@acme.example"))
    assert "priya" not in str(caught.value).lower()


def test_without_the_library_the_extra_is_named(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match=r"followkit\[calendar\]") as caught:
        read_invite(event(start_line()))
    assert caught.value.extra == "calendar"
