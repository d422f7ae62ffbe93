"""Files say what a person means, and JSON says it again without loss."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followkit import events
from followkit._core.decisions import Question, Reason
from followkit._core.events import KINDS
from followkit._core.facts import (
    Application,
    CalendarEntry,
    Candidate,
    Contact,
    Employer,
    Interview,
    Interviewer,
    Person,
)
from followkit._core.vocabulary import (
    Consent,
    ContactClass,
    Direct,
    Format,
    Instruction,
    Register,
    ReplyKind,
    Response,
    Role,
    Size,
    Stage,
    Status,
)
from followkit.errors import InvalidFacts
from followkit.interchange import dumps, load, load_with_questions, loads, plan_to_dict
from tests.commands.session import ACME

NEW_YORK = "America/New_York"
INVITE = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Acme//Calendar//EN",
        "BEGIN:VEVENT",
        "UID:panel@acme.example",
        "DTSTART;TZID=America/New_York:20250605T140000",
        "DTEND;TZID=America/New_York:20250605T153000",
        "SUMMARY:Panel",
        "ATTENDEE;CN=Priya Raman;PARTSTAT=ACCEPTED:mailto:priya@acme.example",
        "ATTENDEE;CN=Dana Kim:mailto:dana@example.org",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
)


def read(text, **options):
    return loads(text, id="acme", **options)


def refused(text, **options):
    """Return the problems as {place: code}."""
    with pytest.raises(InvalidFacts) as caught:
        read(text, **options)
    return {problem.place: problem.code for problem in caught.value.problems}


def local(text):
    return datetime.fromisoformat(text)


# What a person writes -----------------------------------------------------------------------------------------------


def test_the_file_of_the_design_says_what_it_seems_to_say(tmp_path):
    (tmp_path / "acme.toml").write_text(ACME, encoding="utf-8")

    application = load(tmp_path / "acme.toml")

    assert application.id == "acme"
    assert application.position == "Backend Engineer"
    assert application.employer == Employer(name="Acme", country="US")
    assert application.decision_by == date(2025, 6, 13)
    assert application.me == Candidate(
        name="Dana Kim", addresses={"email": "dana@example.org", "phone": "+1 212 555 0142"}
    )
    assert application.strengths[0].startswith("At Northwind I moved invoicing")
    priya = Interviewer(person="priya", talked_about=("taking billing off the nightly cron",))
    assert application.interviews == (
        Interview(
            id="panel",
            start=local("2025-06-05T14:00"),
            minutes=60,
            zone=NEW_YORK,
            interviewers=(priya, Interviewer(person="sam")),
        ),
    )
    assert application.person("priya") == Person(
        id="priya", name="Priya Raman", role=Role.HIRING_MANAGER, addresses={"email": "priya@acme.example"}
    )


def test_every_field_can_be_written_by_hand():
    application = read(
        """
        id = "acme-2"
        company = "Acme"
        country = "US"
        region = "NY"
        zone = "America/New_York"
        sector = "software"
        size = "Large"
        internal = true
        first_choice = true
        closed = [2025-07-03]
        instructions = ["no calls"]
        custom = { source = "referral", rank = 2, remote = true }
        values.check-in = { at-most = 1, no-date.screen = "4 business days" }
        x.tracker = { board = [1, 2.5, { lane = "late" }] }

        [me]
        given_name = "Dana"
        zone = "Europe/Berlin"
        language = "en"
        addresses = { whatsapp = "+49 30 5550142" }

        [interviews.screen]
        start = 2025-06-02
        status = "complete"
        stage = "screen"
        stage_name = "First chat"
        format = "phone"

        [interviews.panel]
        start = 2025-06-05T14:00:00-04:00
        end = 2025-06-05T15:00:00
        zone = "America/New_York"
        status = "no-show"
        format = "TAKE_HOME"
        round = "r1"
        organizer = "sam"
        replaces = "screen"
        debrief = true
        calendar = { uid = "1@acme.example", sequence = 2 }
        external_ids = { tracker = "77" }
        with = [
            { person = "sam", concerns = ["no on-call experience"] },
            { person = "priya", talked_about = ["queues"], attended = false, response = "declined", shadow = true },
        ]

        [people.priya]
        role = "Hiring-Manager"
        contact = { direct = "via recruiter", channels = { phone = "invited" } }
        [people.sam]
        address_as = "Mr Ode"
        register = "Formal"
        phone = "+1 212 555 0143"
        addresses = { whatsapp = "+1 212 555 0143" }

        [[events]]
        kind = "Out_of_Office"
        at = 2025-06-06T09:00:00
        zone = "America/New_York"
        person = "sam"
        until = 2025-06-09
        [[events]]
        kind = "sent"
        at = 2025-06-06T15:00:00
        follow_up = "thank-you/priya"
        [[events]]
        kind = "rescheduled"
        at = 2025-06-04T09:00:00Z
        interview = "panel"
        start = 2025-06-05T14:00:00
        """
    )

    assert application.id == "acme-2"
    assert application.employer.closed == (date(2025, 7, 3),)
    assert application.employer.instructions == (Instruction.NO_CALLS,)
    assert (application.employer.sectors, application.employer.size) == (("software",), Size.LARGE)
    assert (application.internal, application.first_choice) == (True, True)
    assert application.values == {"check-in.at-most": 1, "check-in.no-date.screen": "4 business days"}
    assert application.custom == {"source": "referral", "rank": 2, "remote": True}
    assert application.x == {"tracker": {"board": [1, 2.5, {"lane": "late"}]}}
    screen, panel = application.interview("screen"), application.interview("panel")
    assert screen.start == date(2025, 6, 2)
    assert not isinstance(screen.start, datetime)
    assert (panel.status, panel.format) == (Status.NO_SHOW, Format.TAKE_HOME)
    assert panel.calendar == CalendarEntry(uid="1@acme.example", sequence=2)
    assert panel.interviewers[0] == Interviewer(
        person="priya", response=Response.DECLINED, attended=False, shadow=True, talked_about=("queues",)
    )
    assert panel.interviewers[1] == Interviewer(person="sam", concerns=("no on-call experience",))
    invited = {"phone": Consent.INVITED}
    assert application.person("priya").contact == Contact(direct=Direct.VIA_RECRUITER, channels=invited)
    assert application.person("sam").register is Register.FORMAL
    assert application.person("sam").addresses == {"phone": "+1 212 555 0143", "whatsapp": "+1 212 555 0143"}
    assert [(event.kind, event.at.isoformat()) for event in application.events] == [
        ("rescheduled", "2025-06-04T09:00:00+00:00"),
        ("out-of-office", "2025-06-06T09:00:00-04:00"),
        ("sent", "2025-06-06T15:00:00+02:00"),  # the candidate's own zone
    ]
    assert application.events[0].start == local("2025-06-05T14:00")


def test_the_same_event_twice_is_the_same_event():
    event = '[[events]]\nkind = "withdrew"\nat = 2025-06-06T09:00:00Z\n'

    assert len(read(event * 2).events) == 1


def test_times_in_json_are_text():
    facts = {"interviews": {"a": {"start": "2025-06-05T14:00:00", "zone": NEW_YORK}}, "decision_by": "2025-06-13"}

    application = read(json.dumps(facts), format="json")

    assert application.interview("a").start == local("2025-06-05T14:00")
    assert application.decision_by == date(2025, 6, 13)


def test_null_says_nothing():
    assert read('{"position": null, "me": {"zone": null}}', format="json") == Application(id="acme")


# Sectors, and values of one's own -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "sectors"),
    [
        ('"academia"', ("academia",)),
        ('["government", "academia"]', ("government", "academia")),
        ('["tech", "tech"]', ("tech",)),
        ("[]", ()),
    ],
)
def test_a_sector_is_one_word_or_a_list_in_which_the_first_named_speaks_last(written, sectors):
    application = read(f"sector = {written}")

    assert application.employer.sectors == sectors
    assert loads(dumps(application), format="json") == application


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("sector = 5", {"sector": "wrong-type"}),
        ('sector = ["tech", 5]', {"sector[1]": "wrong-type"}),
        ('sector = " "', {"sector[0]": "empty"}),
        ('size = "huge"', {"size": "unknown-value"}),
        ('internal = "yes"', {"internal": "wrong-type"}),
        ("first_choice = 1", {"first_choice": "wrong-type"}),
        ("values = 5", {"values": "wrong-type"}),
        ("values.check-in.at-most = 2025-06-05", {"values.check-in.at-most": "wrong-type"}),
        ('concerns = ["salary"]', {"concerns": "unknown-key"}),
    ],
)
def test_what_is_no_sector_size_or_value_is_refused_where_it_stands(text, problems):
    assert refused(text) == problems


def test_values_of_one_application_are_named_by_dots_however_they_are_written():
    tables = read("[values.check-in]\nat-most = 1\n[values.check-in.no-date]\nscreen = '4 business days'")
    dotted = read("[values]\n'check-in.at-most' = 1\n'check-in.no-date.screen' = '4 business days'")

    assert tables == dotted
    assert tables.values == {"check-in.at-most": 1, "check-in.no-date.screen": "4 business days"}
    assert json.loads(dumps(tables))["values"] == tables.values
    assert loads(dumps(tables), format="json") == tables


# What was talked about ----------------------------------------------------------------------------------------------

TALKS = """
[people.priya]
talked_about = ["queues"]
[interviews.later]
start = 2025-06-05T09:00:00-04:00
with = ["priya"]
[interviews.first]
start = 2025-06-05T14:00:00+02:00
with = ["priya"]
[interviews.unscheduled]
with = ["priya"]
"""


def told(application):
    return {i.id: i.interviewers[0].talked_about for i in application.interviews if i.interviewers[0].talked_about}


def test_what_was_talked_about_belongs_to_the_first_interview():
    assert told(read(TALKS)) == {"first": ("queues",)}


def test_nobody_talked_in_an_interview_that_was_called_off():
    assert told(read(TALKS.replace("[interviews.first]", '[interviews.first]\nstatus = "cancelled"'))) == {
        "later": ("queues",)
    }


def test_what_was_talked_about_with_nobody_is_a_problem():
    assert refused('[people.priya]\ntalked_about = ["queues"]') == {"people.priya.talked_about": "talked-about-nowhere"}


def test_what_was_talked_about_is_said_once():
    twice = '[people.a]\ntalked_about = ["b"]\n[interviews.c]\nwith = [{person = "a", talked_about = ["d"]}]'

    assert refused(twice) == {"people.a.talked_about": "talked-about-twice"}


def test_what_they_doubted_and_need_and_what_answers_it_is_said_beside_the_name_or_in_the_interview():
    beside = """["queues"]
concerns = ["no on-call experience"]
needs = ["fewer manual corrections"]
strengths = ["I wrote the checks."]
reassurances = ["I have kept a service running."]"""
    text = TALKS.replace('["queues"]', beside)

    application = read(text)

    first = Interviewer(
        person="priya",
        talked_about=("queues",),
        concerns=("no on-call experience",),
        needs=("fewer manual corrections",),
        strengths=("I wrote the checks.",),
        reassurances=("I have kept a service running.",),
    )
    assert application.interview("first").interviewers == (first,)
    assert application.interview("later").interviewers == (Interviewer(person="priya"),)
    assert loads(dumps(application), format="json") == application


def test_what_they_doubted_is_said_once_and_of_somebody_who_was_there():
    said = '[people.a]\ntalked_about = ["b"]\nconcerns = ["b"]\n'
    beside = said + '[interviews.c]\nwith = [{person = "a", concerns = ["d"]}]'

    assert refused(beside) == {"people.a.concerns": "concerns-twice"}
    assert refused(said) == {
        "people.a.talked_about": "talked-about-nowhere",
        "people.a.concerns": "concerns-nowhere",
    }


# Zones --------------------------------------------------------------------------------------------------------------


def test_an_offset_that_contradicts_the_zone_names_both():
    with pytest.raises(InvalidFacts) as caught:
        read('[interviews.a]\nstart = 2025-06-05T14:00:00-07:00\nzone = "America/New_York"')

    (problem,) = caught.value.problems
    assert (problem.place, problem.code) == ("interviews.a.start", "offset-contradicts-zone")
    assert "-07:00" in problem.message
    assert "-04:00" in problem.message


@pytest.mark.parametrize("offset", ["-04:00", "Z", ""])
def test_the_offset_of_the_zone_and_utc_contradict_nothing(offset):
    application = read(f'[interviews.a]\nstart = 2025-06-05T14:00:00{offset}\nzone = "America/New_York"')

    assert application.interview("a").start.hour == 14


@pytest.mark.parametrize(("offset", "instant"), [("-04:00", "2025-11-02T05:30Z"), ("-05:00", "2025-11-02T06:30Z")])
def test_both_offsets_of_a_repeated_hour_are_right(offset, instant):
    application = read(f'[interviews.a]\nstart = 2025-11-02T01:30:00{offset}\nzone = "America/New_York"')

    assert application.interview("a").start.timestamp() == datetime.fromisoformat(instant).timestamp()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[interviews.a]\nzone = "{}"', "interviews.a.zone"),
        ('[interviews.a]\nzone = "{}"\nstart = 2025-06-05T14:00:00\nminutes = 60', "interviews.a.zone"),
        ('[interviews.a]\nzone = "{}"\nstart = 2025-06-05T14:00:00\nend = 2025-06-05T15:00:00', "interviews.a.zone"),
        ('[people.a]\nzone = "{}"', "people.a.zone"),
        ('me = {{ zone = "{}" }}', "me.zone"),
        ('zone = "{}"', "zone"),
        ('[[events]]\nkind = "withdrew"\nat = 2025-06-05T14:00:00\nzone = "{}"', "events[0].zone"),
        ('[[events]]\nkind = "withdrew"\nat = 2025-06-05T14:00:00Z\nzone = "{}"', "events[0].zone"),
        (
            '[interviews.a]\n[[events]]\nkind = "rescheduled"\ninterview = "a"\nat = 2025-06-05T14:00:00Z\n'
            'start = 2025-06-09T14:00:00\nzone = "{}"',
            "events[0].zone",
        ),
    ],
)
def test_an_unknown_zone_is_named_with_what_was_meant(text, place):
    for wrong, right in {"America/NewYork": NEW_YORK, "new york": NEW_YORK, "europe/berlin": "Europe/Berlin"}.items():
        with pytest.raises(InvalidFacts) as caught:
            read(text.format(wrong))

        (problem,) = caught.value.problems
        assert (problem.place, problem.code) == (place, "unknown-zone")
        assert wrong in problem.message
        assert problem.hint == f"did you mean {right}?"


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ('at = 2025-06-05T14:00:00-07:00\nzone = "America/New_York"\nkind = "withdrew"', {"events[0].at"}),
        (
            'at = 2025-06-05T14:00:00Z\nzone = "America/New_York"\nkind = "rescheduled"\ninterview = "a"\n'
            "start = 2025-06-05T14:00:00-07:00",
            {"events[0].start"},
        ),
    ],
)
def test_events_cannot_contradict_their_zone_either(event, found):
    assert refused(f"[interviews.a]\n[[events]]\n{event}").keys() == found


@pytest.mark.parametrize(
    ("times", "problems"),
    [
        ("start = 2025-06-05T14:00:00-04:00\nend = 2025-06-05T18:30:00Z", {}),
        ("start = 2025-06-05T14:00:00-04:00\nend = 2025-06-05T18:00:00Z", {"interviews.a.end": "end-before-start"}),
        ("start = 2025-06-05T14:00:00\nend = 2025-06-05T13:00:00\n", {"interviews.a.end": "end-before-start"}),
        ("start = 2025-06-05T18:00:00Z\nend = 2025-06-05T14:30:00\n", {}),
    ],
)
def test_start_and_end_are_compared_as_instants(times, problems):
    text = f'[interviews.a]\nzone = "America/New_York"\n{times}'

    if problems:
        assert refused(text) == problems
    else:
        read(text)


def test_a_local_time_needs_a_zone():
    text = '[interviews.a]\nstart = 2025-06-05T14:00:00\n[[events]]\nkind = "withdrew"\nat = 2025-06-05T14:00:00'

    assert refused(text) == {"interviews.a.start": "local-time-without-zone", "events[0].at": "local-time-without-zone"}


# Files beside the file ----------------------------------------------------------------------------------------------


def write(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8", newline="")


@pytest.mark.parametrize("name", ["me.toml", "me.json", "../above.toml", "below/me.toml"])
def test_one_file_about_me_serves_all(tmp_path, name):
    folder = tmp_path / "applications"
    me = 'name = "Dana Kim"\nemail = "dana@example.org"'
    write(tmp_path, above_toml=me)
    write(folder, me_toml=me, me_json='{"name": "Dana Kim", "email": "dana@example.org"}', acme_toml=f'me = "{name}"')
    write(folder / "below", me_toml=me)

    assert load(folder / "acme.toml").me == Candidate(name="Dana Kim", addresses={"email": "dana@example.org"})


def test_what_is_wrong_with_me_is_said_as_of_me(tmp_path):
    write(tmp_path, me_toml='nam = "Dana"\nemail = "dana"', acme_toml='me = "me.toml"\ncompny = "Acme"')

    with pytest.raises(InvalidFacts) as caught:
        load(tmp_path / "acme.toml")

    assert [(p.place, p.code) for p in caught.value.problems] == [
        ("compny", "unknown-key"),
        ("me.nam", "unknown-key"),
        ("me.email", "bad-address"),
    ]


def test_an_invite_becomes_the_interview_that_names_it(tmp_path):
    file = 'me = { email = "dana@example.org" }\n[interviews.panel]\ninvite = "panel.ics"\nstage = "panel"'
    write(tmp_path, panel_ics=INVITE, acme_toml=file)

    loaded = load_with_questions(tmp_path / "acme.toml")

    (interview,) = loaded.application.interviews
    assert (interview.id, interview.stage, interview.zone) == ("panel", Stage.PANEL, NEW_YORK)
    assert interview.start == local("2025-06-05T14:00")
    assert interview.end == local("2025-06-05T15:30")
    (person,) = loaded.application.people
    assert person.addresses == {"email": "priya@acme.example"}
    assert [part.person for part in interview.interviewers] == [person.id]
    assert load(tmp_path / "acme.toml") == loaded.application


@pytest.mark.parametrize(
    ("said", "start", "end", "minutes"),
    [
        ("minutes = 45", local("2025-06-05T14:00"), None, 45),
        ("end = 2025-06-05T15:00:00", local("2025-06-05T14:00"), local("2025-06-05T15:00"), None),
        ("start = 2025-06-06T10:00:00", local("2025-06-06T10:00"), None, 90),
    ],
)
def test_what_the_file_says_wins_over_the_invite(tmp_path, said, start, end, minutes):
    people = '[people.priya]\nname = "P. Raman"\nemail = "priya@acme.example"\ntalked_about = ["queues"]'
    write(tmp_path, panel_ics=INVITE, acme_toml=f'[interviews.panel]\ninvite = "panel.ics"\n{said}\n{people}')

    application = load(tmp_path / "acme.toml")

    (interview,) = application.interviews
    assert (interview.start, interview.end, interview.minutes) == (start, end, minutes)
    assert next(p for p in application.people if p.id == "priya").name == "P. Raman"
    assert next(p for p in interview.interviewers if p.person == "priya").talked_about == ("queues",)


def test_until_the_candidate_is_found_among_the_guests_only_people_of_the_file_are_interviewers(tmp_path):
    known = '[people.priya]\nname = "Priya Raman"\nemail = "priya@acme.example"'
    write(tmp_path, panel_ics=INVITE, lost_toml='[interviews.panel]\ninvite = "panel.ics"')
    write(tmp_path, acme_toml=f'[interviews.panel]\ninvite = "panel.ics"\n{known}')

    nobody, somebody = load_with_questions(tmp_path / "lost.toml"), load(tmp_path / "acme.toml")

    assert "which-attendee-is-you" in {question.code for question in nobody.questions}
    assert nobody.application.interviews[0].interviewers == ()
    assert [part.person for part in somebody.interviews[0].interviewers] == ["priya"]


def test_an_invite_to_several_meetings_is_no_interview(tmp_path):
    meeting = INVITE[INVITE.index("BEGIN:VEVENT") : INVITE.index("END:VCALENDAR")]
    both = INVITE.replace(meeting, meeting + meeting.replace("UID:panel", "UID:lunch"))
    write(tmp_path, panel_ics=both, none_ics="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    write(tmp_path, acme_toml='[interviews.a]\ninvite = "panel.ics"\n[interviews.b]\ninvite = "none.ics"')

    with pytest.raises(InvalidFacts) as caught:
        load(tmp_path / "acme.toml")

    assert {p.place: p.code for p in caught.value.problems} == {
        "interviews.a.invite": "several-interviews-in-invite",
        "interviews.b.invite": "no-interview-in-invite",
    }


DANA = Candidate(name="Dana Kim", addresses={"email": "dana@example.org"})


def test_an_invite_is_an_application_with_its_interview_and_people(tmp_path):
    write(tmp_path, panel_ics=INVITE)

    loaded = load_with_questions(tmp_path / "panel.ics", me=DANA)

    application = loaded.application
    assert (application.id, application.me, application.employer) == ("panel", DANA, Employer())
    (interview,), (person,) = application.interviews, application.people
    assert (interview.id, interview.start, interview.zone) == ("panel", local("2025-06-05T14:00"), NEW_YORK)
    assert [part.person for part in interview.interviewers] == [person.id]
    assert loaded.questions == ()
    assert load(tmp_path / "panel.ics", me=DANA) == application


def test_nobody_is_an_interviewer_of_an_invite_until_the_candidate_is_found_in_it(tmp_path):
    write(tmp_path, panel_ics=INVITE)

    loaded = load_with_questions(tmp_path / "panel.ics")

    assert [question.code for question in loaded.questions] == ["which-attendee-is-you"]
    assert [interview.interviewers for interview in loaded.application.interviews] == [()]
    assert loaded.application.me == Candidate()


def test_an_invite_to_several_meetings_is_an_application_with_several_interviews(tmp_path):
    meeting = INVITE[INVITE.index("BEGIN:VEVENT") : INVITE.index("END:VCALENDAR")]
    second = meeting.replace("UID:panel", "UID:second").replace("20250605", "20250606")
    write(tmp_path, panel_ics=INVITE.replace(meeting, meeting + second))

    nobody, mine = load(tmp_path / "panel.ics"), load(tmp_path / "panel.ics", me=DANA)

    assert [len(interview.interviewers) for interview in nobody.interviews] == [0, 0]
    assert [len(interview.interviewers) for interview in mine.interviews] == [1, 1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no-interview-in-invite"),
        ("", None),
        ("x" * (1024 * 1024 + 1), None),
    ],
)
def test_what_holds_no_interview_is_refused(tmp_path, data, code):
    write(tmp_path, panel_ics=data)

    with pytest.raises(InvalidFacts) as caught:
        load(tmp_path / "panel.ics")

    assert code in (None, *(problem.code for problem in caught.value.problems))


def test_an_invite_whose_name_can_be_no_id_is_refused_at_its_id(tmp_path):
    (tmp_path / "my invite (2).ics").write_text(INVITE, encoding="utf-8")

    with pytest.raises(InvalidFacts) as caught:
        load(tmp_path / "my invite (2).ics")

    assert [(problem.place, problem.code) for problem in caught.value.problems] == [("id", "bad-id")]


def test_the_file_says_who_the_candidate_is_before_the_caller_does(tmp_path):
    write(tmp_path, mine_toml='me = { name = "Ana" }', none_toml='company = "Acme"')

    assert load(tmp_path / "mine.toml", me=DANA).me.name == "Ana"
    assert load(tmp_path / "none.toml", me=DANA).me == DANA


def test_an_invite_that_leaves_the_hour_open_asks(tmp_path):
    write(tmp_path, panel_ics=INVITE.replace(NEW_YORK, "Somewhere"), acme_toml='[interviews.a]\ninvite = "panel.ics"')

    asked = load_with_questions(tmp_path / "acme.toml").questions
    write(tmp_path, acme_toml='[interviews.a]\ninvite = "panel.ics"\nzone = "America/New_York"')
    answered = load_with_questions(tmp_path / "acme.toml").questions

    assert "interview-zone" in {question.code for question in asked}
    assert not {question.code for question in answered} & {"interview-zone", "interview-zone-name"}


def test_what_the_file_says_is_not_asked(tmp_path):
    whole_day = INVITE.replace(";TZID=America/New_York:20250605T140000", ";VALUE=DATE:20250605")
    whole_day = whole_day.replace("DTEND;TZID=America/New_York:20250605T153000\r\n", "")
    write(tmp_path, panel_ics=whole_day, asks_toml='[interviews.a]\ninvite = "panel.ics"')
    write(tmp_path, says_toml='[interviews.a]\ninvite = "panel.ics"\nstart = 2025-06-05T14:00:00Z')

    asked, said = (load_with_questions(tmp_path / name).questions for name in ("asks.toml", "says.toml"))

    assert "interviews.a.start" in {question.place for question in asked}
    assert "interviews.a.start" not in {question.place for question in said}


def test_text_without_a_folder_names_no_files_but_a_host_may_read_them():
    text = 'me = "me.toml"'

    assert refused(text) == {"me": "reference-without-folder"}
    assert read(text, read=lambda name: b'name = "Dana Kim"').me.name == "Dana Kim"


# There and back -----------------------------------------------------------------------------------------------------

IDS = st.sampled_from(["a", "b", "c-1", "d@e"])
LINES = st.text("abcäß 中'\"{}%\\", min_size=1, max_size=12).filter(str.strip)
KEPT = LINES | st.integers(-9, 9) | st.booleans()
FLAT = st.dictionaries(st.text("ab.é ", min_size=1, max_size=4), KEPT, max_size=1)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | LINES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(LINES, inner, max_size=2),
    max_leaves=4,
)
ZONES = st.sampled_from([NEW_YORK, "Europe/Berlin", "Asia/Kathmandu", "UTC"])
NEPAL, MONROVIA = timezone(timedelta(hours=5, minutes=45)), ZoneInfo("Africa/Monrovia")
OFFSETS = st.sampled_from([UTC, NEPAL, ZoneInfo(NEW_YORK), MONROVIA])
LOCAL = st.datetimes(local("1970-01-03"), local("2199-12-30")) | st.just(local("2025-11-02T01:30").replace(fold=1))
INSTANTS = st.builds(lambda local, zone: local.replace(tzinfo=zone), LOCAL, OFFSETS)
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))


def maybe(strategy):
    return st.none() | strategy


@st.composite
def people(draw, id):
    return Person(
        id=id,
        name=draw(maybe(LINES)),
        family_name=draw(maybe(LINES)),
        role=draw(st.sampled_from(Role)),
        addresses=draw(st.sampled_from([{}, {"email": "a@b.test", "telex": "1"}, {"phone": "+1"}])),
        contact=Contact(
            direct=draw(st.sampled_from(Direct)), channels=draw(st.sampled_from([{}, {"phone": Consent.REFUSED}]))
        ),
        zone=draw(maybe(ZONES)),
        register=draw(maybe(st.sampled_from(Register))),
        custom=draw(FLAT),
    )


@st.composite
def interviews(draw, id, known):
    zone = draw(maybe(ZONES))
    start = draw(maybe(DAYS | INSTANTS | LOCAL if zone else DAYS | INSTANTS))
    later = start + timedelta(minutes=90) if isinstance(start, datetime) and start.tzinfo in (None, UTC) else None
    end = draw(st.sampled_from([None, later]))
    return Interview(
        id=id,
        start=start,
        end=end,
        minutes=None if end else draw(maybe(st.integers(1, 1440))),
        zone=zone,
        interviewers=[
            Interviewer(
                person=person,
                response=draw(st.sampled_from(Response)),
                attended=draw(maybe(st.booleans())),
                shadow=draw(st.booleans()),
                talked_about=draw(st.lists(LINES, max_size=2)),
                concerns=draw(st.lists(LINES, max_size=1)),
            )
            for person in draw(st.lists(st.sampled_from(known), unique=True))
        ],
        status=draw(st.sampled_from(Status)),
        stage=draw(st.sampled_from(Stage)),
        format=draw(st.sampled_from(Format)),
        organizer=draw(st.sampled_from([None, *known])),
        title=draw(maybe(LINES)),
        calendar=draw(st.sampled_from([None, CalendarEntry(uid="1", sequence=3)])),
        external_ids=draw(st.dictionaries(LINES, LINES, max_size=1)),
        custom=draw(FLAT),
    )


@st.composite
def happenings(draw, known):
    person = st.sampled_from([None, *known])
    at, id = draw(INSTANTS), draw(st.sampled_from(["", "e1", "e2", "e3"]))
    by = draw(person)
    return draw(
        st.sampled_from(
            [
                events.Sent(at=at, id=id, to=by, about=known, channel="email", contact=ContactClass.STATUS),
                events.Called(at=at, id=id, to=by, outcome="two\nlines"),
                events.Replied(at=at, id=id, by=by, reply=ReplyKind.STILL_DECIDING),
                events.Promised(at=at, id=id, by=by, decision_by=draw(maybe(DAYS)), says="soon"),
                events.OutOfOffice(at=at, id=id, person=known[0], until=draw(DAYS)),
                events.Rescheduled(
                    at=at, id=id, interview="i1", start=draw(INSTANTS | LOCAL), zone=draw(maybe(ZONES)), minutes=30
                ),
                events.AskedNotToContact(at=at, id=id, only="calls"),
                events.Requested(at=at, id=id, by=by, what="a 'plan'", due=draw(maybe(DAYS)), channel="email"),
                events.Missed(at=at, id=id, interview="i1", minutes_late=draw(maybe(st.integers(1, 90)))),
                events.Decided(at=at, id=id, to="withdraw"),
                events.Snoozed(at=at, id=id, until=draw(DAYS), follow_up="check-in"),
                events.Withdrew(at=at, id=id),
            ]
        )
    )


@st.composite
def applications(draw):
    known = draw(st.lists(IDS, min_size=1, max_size=2, unique=True))
    return Application(
        id=draw(IDS),
        position=draw(maybe(LINES)),
        employer=Employer(
            name=draw(maybe(LINES)),
            zone=draw(maybe(ZONES)),
            sectors=draw(st.lists(LINES, max_size=2)),
            size=draw(st.sampled_from(Size)),
            closed=draw(st.lists(DAYS, max_size=2)),
            instructions=draw(st.lists(st.sampled_from(Instruction), max_size=2)),
        ),
        me=Candidate(name=draw(maybe(LINES)), addresses={"email": "d@e.test"}, zone=draw(maybe(ZONES))),
        people=[draw(people(id)) for id in known],
        interviews=[draw(interviews(id, known)) for id in ("i1", "i2")],
        decision_by=draw(maybe(DAYS)),
        strengths=draw(st.lists(LINES, max_size=2)),
        internal=draw(st.booleans()),
        first_choice=draw(st.booleans()),
        values=draw(st.dictionaries(LINES, KEPT | st.dictionaries(LINES, KEPT, max_size=2), max_size=2)),
        events=draw(st.lists(happenings(known), max_size=2, unique_by=lambda event: event.id)),
        custom=draw(FLAT),
        x=draw(st.dictionaries(LINES, TREES, max_size=2)),
    )


@given(applications())
def test_what_is_written_is_read_back_as_the_same_value(application):
    text = dumps(application)

    again = loads(text, format="json")

    assert again == application
    assert again.events == application.events
    assert dumps(again) == text


@settings(max_examples=max(10, settings().max_examples // 5))
@given(applications(), st.randoms(use_true_random=False))
def test_the_order_of_keys_never_matters(application, random):
    def shuffled(value):
        if isinstance(value, list):
            return [shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key]) for key in keys}

    facts = json.loads(dumps(application))

    assert loads(json.dumps(shuffled(facts)), format="json") == application


def test_every_kind_of_event_survives():
    at = datetime(2025, 6, 6, 9, tzinfo=UTC)
    needed: dict[str, Any] = {
        **dict.fromkeys(("on", "until"), at.date()),
        "person": "a",
        "interview": "i",
        "start": at,
        "what": "I have run Kafka.",
        "follow_up": "check-in",
        "to": "decline",
    }
    asked = {
        kind: [f.name for f in attrs.fields(kind) if f.default is attrs.NOTHING and f.name != "at"]
        for kind in KINDS.values()
    }
    told = [kind(at=at, **{name: needed[name] for name in names}) for kind, names in asked.items()]
    application = Application(id="a", people=[Person(id="a")], interviews=[Interview(id="i")], events=told)

    again = loads(dumps(application), format="json")

    assert [type(event) for event in again.events] == [type(event) for event in application.events]
    assert again == application


def test_instants_that_a_host_gives_in_utc_are_written_in_the_zone_beside_them():
    interview = Interview(id="a", start=datetime(2025, 6, 5, 18, tzinfo=UTC), zone=NEW_YORK)

    text = dumps(Application(id="acme", interviews=[interview]))

    assert '"2025-06-05T14:00:00-04:00"' in text
    assert loads(text, format="json").interviews == (interview,)


def test_both_hours_of_a_clock_change_survive():
    hours = [datetime(2025, 11, 2, 1, 30, tzinfo=ZoneInfo(NEW_YORK), fold=fold) for fold in (0, 1)]
    told = [Interview(id=f"i{n}", start=hour, zone=NEW_YORK) for n, hour in enumerate(hours)]
    application = Application(id="acme", interviews=told)

    again = loads(dumps(application), format="json")

    assert again == application
    assert again.interviews[0].start != again.interviews[1].start


@pytest.mark.parametrize(
    "kept", [{"a": date(2025, 6, 5)}, {"a": (1,)}, {"a": float("nan")}, {"a": "\ud800"}, {1: 2}, {"a": {"b": object()}}]
)
def test_what_json_cannot_hold_is_not_written(kept):
    with pytest.raises(InvalidFacts) as caught:
        dumps(Application(id="acme", x=kept))

    assert caught.value.problems[0].place.startswith("x")


def test_a_value_that_json_cannot_hold_is_not_written():
    with pytest.raises(InvalidFacts) as caught:
        dumps(Application(id="acme", values={"closed": {"first": date(2025, 6, 5)}}))

    assert [problem.place for problem in caught.value.problems] == ["values.closed.first"]


# Plans --------------------------------------------------------------------------------------------------------------


class Mood(StrEnum):
    CALM = "calm"


@attrs.frozen(kw_only=True)
class PlanLike:
    made_at: datetime
    days: tuple[date, ...]
    mood: Mood
    because: tuple[Reason, ...]
    asks: Mapping[str, Question]
    rules: object = attrs.field(metadata={"plain": False})


def test_a_plan_becomes_plain_data():
    at = datetime(2025, 6, 5, 14, tzinfo=timezone(timedelta(hours=-4)))
    plan = PlanLike(
        made_at=at,
        days=(at.date(),),
        mood=Mood.CALM,
        because=(Reason(code="held", parameters={"people": ("a", "b"), "until": at, "count": 2}),),
        asks={"zone": Question(code="zone", place="people.a.zone")},
        rules=object(),
    )

    data = plan_to_dict(plan)

    assert data == {
        "made_at": "2025-06-05T14:00:00-04:00",
        "days": ["2025-06-05"],
        "mood": "calm",
        "because": [
            {"code": "held", "parameters": {"people": ["a", "b"], "until": "2025-06-05T14:00:00-04:00", "count": 2}}
        ],
        "asks": {
            "zone": {
                "code": "zone",
                "place": "people.a.zone",
                "parameters": {},
                "blocks": [],
                "completes": [],
                "due": None,
                "moment": "any",
            }
        },
    }
    assert type(data["mood"]) is str
    assert json.loads(json.dumps(data)) == data


def test_a_kit_can_be_built_after_a_file_with_a_dated_event_was_read():
    # Reading resolves the types of an event's fields, which the rules read, too: in a fresh process, in this order.
    text = '[[events]]\nkind = "pledged"\nat = 2025-06-05T15:00:00Z\non = 2025-06-11'
    program = f"import followkit as fk; fk.loads({text!r}, id='acme'); print(fk.Kit().evidence('CI-02').id)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (done.stdout.strip(), done.stderr) == ("CI-02", "")
