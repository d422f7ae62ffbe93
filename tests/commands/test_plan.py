"""``plan`` prints one page; what changed, a calendar and JSON come on request."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit._commands.plan import in_one_page
from tests.builtin.calendars import by_ical
from tests.commands.session import ACME, DATE_PASSED, INTERVIEW_OVER, INVITE, contents, followkit

NOW = ("--now", INTERVIEW_OVER)
ENGLISH = fk.Kit().lexicon("en")
ANEW = "Something has happened since, and the wait begins anew."


@pytest.fixture
def acme(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_text(ACME, encoding="utf-8")
    return file


def test_it_says_now_next_why_what_to_answer_and_when_it_stops(acme):
    plan = followkit("plan", acme, *NOW)

    assert plan.code == 0
    assert plan.err == ""
    assert plan.lines[0] == "Acme, Backend Engineer: as of Thu 5 Jun 17:10 (America/New_York)"
    for begins in ("Now:", "If nobody answers:", "Why nothing more now: ", "Please answer:", "It stops on "):
        assert any(line.startswith(begins) for line in plan.lines), begins


def test_a_local_now_is_the_same_as_one_with_its_offset(acme):
    local, offset = followkit("plan", acme, *NOW), followkit("plan", acme, "--now", "2025-06-05T21:10Z")

    assert local == offset


def test_without_now_it_reads_the_clock(acme):
    assert followkit("plan", acme).code == 0


# Why ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["check-in", "check-in-after-date", "thank-you/priya", "thank-you"])
def test_why_one_thing_is_planned_is_said_instead_of_the_plan(acme, name):
    answer = followkit("plan", acme, *NOW, "--why", name)

    application = fk.load(acme)
    plan = fk.Kit().plan(application, now=datetime(2025, 6, 5, 21, 10, tzinfo=UTC))
    assert (answer.code, answer.out) == (0, plan.why(name, application))
    assert "nothing more now" not in answer.out


@pytest.mark.parametrize(
    ("later", "rule", "assumed"),
    [("check-in/2", "check-in-again", "check-in/1"), ("closing-note/1", "closing-note", "check-in/1 and check-in/2")],
)
def test_of_a_later_step_it_is_said_when_and_what_it_takes_for_granted(acme, later, rule, assumed):
    answer = followkit("plan", acme, *NOW, "--why", later)

    assert answer.lines[0].startswith(f"{rule}: yes, ")
    assert f"{assumed} sent, and no answer" in answer.lines[-1]
    assert followkit("plan", acme, *NOW, "--why", rule).lines[0] == f"{rule}: no"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--why", "chekc-in"], "--why: no follow-up or rule is called 'chekc-in' (did you mean check-in?)"),
        (["--why", "priya"], "(did you mean thank-you/priya?)"),
        (["--why", "check-in/22"], "(did you mean check-in/2?)"),
        (["--why", "check-in", "--json"], "--why: is an answer of its own (leave --json and --since out)"),
        (["--why", "check-in", "--since", "2025-06-04"], "--why: is an answer of its own"),
    ],
)
def test_what_cannot_be_answered_is_refused(acme, typed, said):
    answer = followkit("plan", acme, *NOW, *typed)

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


# Values -------------------------------------------------------------------------------------------------------------


def test_a_value_is_changed_for_one_plan(acme):
    assert "check-in/2" in followkit("plan", acme, *NOW).out
    assert "check-in/2" not in followkit("plan", acme, *NOW, "--set", "check-in.at-most=1").out
    later = followkit("plan", acme, *NOW, "--set", "check-in.after-promised-date=3 business days").out
    assert "Wed 18 Jun 10:00  check-in/1" in later


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("check-in.at-mots=1", "--set: no value is called 'check-in.at-mots' (did you mean 'check-in.at-most'?)"),
        ("check-in.at-most=many", "--set: "),
        ("check-in.at-most", "--set: is not name=value"),
        ("=1", "--set: is not name=value"),
        ("check-in.at-most=[[[[", "--set: "),
        ("check-in.at-most=nan", "--set: "),
        ("check-in.at-most=1\nfoo=2", "--set: "),
        ("check-in.at-most=\udcff", "--set: "),
    ],
)
def test_a_value_that_is_none_is_refused(acme, value, said):
    answer = followkit("plan", acme, *NOW, "--set", value)

    assert answer.code == 2
    assert all(line.startswith(f"followkit: {said}") for line in answer.err.splitlines())


# What changed -------------------------------------------------------------------------------------------------------


def test_what_changed_is_told_below_the_plan(acme):
    followkit("record", acme, "sent", "thank-you/priya", *NOW)
    followkit(
        "record",
        acme,
        "promised",
        "priya",
        "--decision-by",
        "2025-06-20",
        "--at",
        "2025-06-06T09:00",
        "--now",
        "2025-06-06T10:00",
    )

    told = followkit("plan", acme, "--now", "2025-06-06T10:00", "--since", "2025-06-05").lines

    start = next(index for index, line in enumerate(told) if line.startswith("Since "))
    assert told[start:] == [
        "Since Thu 5 Jun 00:00: 3 moved, 1 done, 1 as before.",
        f"  moved: Tue 24 Jun 10:00, before Tue 17 Jun 10:00  check-in/1: e-mail to Priya Raman. {ANEW}",
        f"  moved: Tue 1 Jul 10:00, before Wed 25 Jun 10:00  check-in/2: e-mail to Priya Raman. {ANEW}",
        f"  moved: Fri 11 Jul 10:00, before Mon 7 Jul 10:00  closing-note/1: e-mail to Priya Raman. {ANEW}",
        "  done: thank-you/priya",
    ]


def test_where_nothing_changed_it_says_so(acme):
    assert (
        followkit("plan", acme, *NOW, "--since", "2025-06-05T16:00").lines[-1]
        == "Since Thu 5 Jun 16:00: nothing changed."
    )


def test_the_past_does_not_lie_ahead(acme):
    answer = followkit("plan", acme, *NOW, "--since", "2025-06-06")

    assert (answer.code, answer.err) == (2, "followkit: --since: lies after the moment the plan is for\n")


# One page -----------------------------------------------------------------------------------------------------------

people = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=10)


@st.composite
def applications(draw):
    """Give facts with many people, promises and gaps."""
    invited = draw(people)
    tables = [f'[people.{id}]\nname = "P {id}"\nemail = "{id}@acme.example"' for id in invited]
    header = [
        text
        for text in ('company = "Acme"', 'position = "Engineer"', "decision_by = 2025-06-13")
        if draw(st.booleans())
    ]
    talked = draw(st.lists(st.sampled_from(invited), unique=True)) if invited else []
    tables = [
        f'{table}\ntalked_about = ["{n}"]' if id in talked else table
        for n, (id, table) in enumerate(zip(invited, tables, strict=True))
    ]
    panel = f'[interviews.panel]\nstart = 2025-06-05T14:00:00\nzone = "America/New_York"\nwith = {json.dumps(invited)}'
    return "\n".join([*header, panel, *tables, ""])


@settings(max_examples=12)
@given(text=applications(), hours=st.integers(0, 2000), since=st.booleans())
def test_the_page_has_at_most_25_lines(text, hours, since):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "acme.toml"
        file.write_text(text, encoding="utf-8")
        now = f"2025-{6 + hours // 700:02}-{hours // 24 % 28 + 1:02}T{hours % 24:02}:00"

        plan = followkit("plan", file, "--now", now, *(["--since", "2025-06-01"] if since else []))

        assert plan.code == 0, plan.err
        assert len(plan.lines) <= 25
        assert any(line.startswith(("It stop", "No date to stop", "It has stopped")) for line in plan.lines)


def test_reasons_make_room_and_nothing_else_does():
    page = ["Now:", "  first", "      because", "  second", "      because"]

    assert in_one_page(page, ["changed"] * 20, words=ENGLISH) == [*page, *["changed"] * 20]
    assert in_one_page(page, ["changed"] * 21, words=ENGLISH) == [
        "Now:",
        "  first",
        "      because",
        "  second",
        *["changed"] * 21,
    ]
    assert in_one_page(page, ["changed"] * 30, words=ENGLISH) == [
        "Now:",
        "  first",
        "  second",
        *["changed"] * 21,
        "  and 9 more",
    ]


@pytest.mark.parametrize("length", [23, 24, 25])
def test_a_full_page_is_not_made_longer(length):
    page = ["line"] * length

    assert in_one_page(page, ["changed"] * 5, words=ENGLISH)[:length] == page
    assert len(in_one_page(page, ["changed"] * 5, words=ENGLISH)) == 25


# JSON and calendar --------------------------------------------------------------------------------------------------


def test_json_holds_the_plan_without_names(acme):
    told = followkit("plan", acme, *NOW, "--json", "--since", "2025-06-05")

    plan = json.loads(told.out)
    assert [one["handle"] for one in plan["follow_ups"]][:2] == ["thank-you/priya", "thank-you/sam"]
    assert plan["since"].keys() == {"added", "moved", "dropped", "kept"}
    assert "Priya" not in told.out
    assert "priya@acme.example" not in told.out


def test_the_calendar_holds_each_note_or_its_question(acme, tmp_path):
    calendar = tmp_path / "plan.ics"

    first = followkit("plan", acme, *NOW, "--ics", calendar)
    bytes_once = calendar.read_bytes()
    followkit("plan", acme, *NOW, "--ics", calendar)

    text = bytes_once.decode().replace("\r\n ", "")
    assert first.code == 0
    assert first.err == f"Wrote {calendar}, 5 entries; import it into any calendar\n"
    assert first.out == followkit("plan", acme, *NOW).out
    assert text.count("BEGIN:VEVENT") == 5
    assert "SUMMARY:Acme: thank-you/priya\\, e-mail to Priya Raman" in text
    assert "taking billing off the nightly cron" in text
    assert "What did Sam Ode talk about" in text
    assert calendar.read_bytes() == bytes_once
    assert calendar.stat().st_mode & 0o777 == 0o600


def test_a_calendar_written_again_follows_the_plan(acme, tmp_path):
    calendar = tmp_path / "plan.ics"
    followkit("plan", acme, *NOW, "--ics", calendar)
    before = by_ical(calendar.read_bytes())
    followkit("record", acme, "sent", "thank-you/priya", *NOW)
    text = acme.read_text(encoding="utf-8")
    acme.write_text(text.replace("decision_by = 2025-06-13", "decision_by = 2025-06-20"), encoding="utf-8")

    told = followkit("plan", acme, "--now", "2025-06-05T17:20", "--ics", calendar)

    after = by_ical(calendar.read_bytes())
    assert told.err == f"Wrote {calendar}, 4 entries; import it into any calendar\n"
    assert after.keys() == before.keys()
    entry = {one.title: (one.status, one.sequence, one.start == before[one.uid].start) for one in after.values()}
    assert entry == {
        "Done or dropped: Acme: thank-you/priya, e-mail to Priya Raman": ("CANCELLED", 1, True),
        "Acme: thank-you/sam, e-mail to Sam Ode": ("CONFIRMED", 0, True),
        "Acme: check-in/1, e-mail to Priya Raman": ("CONFIRMED", 1, False),
        "Acme: check-in/2, e-mail to Priya Raman": ("CONFIRMED", 1, False),
        "Acme: closing-note/1, e-mail to Priya Raman": ("CONFIRMED", 1, False),
    }


def test_a_calendar_of_another_application_is_left_alone(acme, tmp_path):
    (tmp_path / "beta.toml").write_text(ACME, encoding="utf-8")
    followkit("plan", tmp_path / "beta.toml", *NOW, "--ics", tmp_path / "plan.ics")
    before = contents(tmp_path)

    answer = followkit("plan", acme, *NOW, "--ics", tmp_path / "plan.ics")

    assert answer.code == 2
    assert answer.err.startswith("followkit: --ics: the file that is there already is the calendar of something else")
    assert "choose another name" in answer.err
    assert contents(tmp_path) == before


def test_a_calendar_that_somebody_changed_is_left_alone(acme, tmp_path):
    calendar = tmp_path / "plan.ics"
    followkit("plan", acme, *NOW, "--ics", calendar)
    calendar.write_bytes(calendar.read_bytes().replace(b"STATUS:", b"ATTENDEE:mailto:eve@evil.test\r\nSTATUS:"))
    before = contents(tmp_path)

    answer = followkit("plan", acme, *NOW, "--ics", calendar)

    assert answer.code == 2
    assert re.fullmatch(
        r"followkit: --ics: the file that is there already is not as we wrote it "
        r"\(choose another name, or move it away to begin anew\)\n",
        answer.err,
    )
    assert contents(tmp_path) == before


def test_a_calendar_is_neither_a_folder_nor_a_pipe(acme, tmp_path):
    os.mkfifo(tmp_path / "pipe.ics")
    for place in (tmp_path / "pipe.ics", tmp_path):
        answer = followkit("plan", acme, *NOW, "--ics", place)
        assert (answer.code, answer.err) == (2, "followkit: --ics: is no file (choose another name)\n")


def test_an_invite_is_never_replaced_by_a_plan(acme, tmp_path):
    (tmp_path / "panel.ics").write_text(INVITE, encoding="utf-8")
    before = contents(tmp_path)

    answer = followkit("plan", acme, *NOW, "--ics", tmp_path / "panel.ics")

    assert answer.code == 2
    assert "--ics: there is a file already that we did not write" in answer.err
    assert contents(tmp_path) == before


def test_a_calendar_that_cannot_be_written_leaves_nothing(acme, tmp_path):
    before = contents(tmp_path)

    answer = followkit("plan", acme, *NOW, "--ics", tmp_path / "none" / "plan.ics")

    assert answer.code == 2
    assert answer.err == f"followkit: {tmp_path / 'none'}: no such file or directory\n"
    assert contents(tmp_path) == before


def test_what_an_invite_leaves_open_is_asked(tmp_path):
    (tmp_path / "panel.ics").write_text(INVITE.replace("CN=Rae Lind", "CN=Rae"), encoding="utf-8")
    file = tmp_path / "acme.toml"
    file.write_text('company = "Acme"\n[interviews.panel]\ninvite = "panel.ics"\n', encoding="utf-8")

    plan = followkit("plan", file, "--now", DATE_PASSED)

    assert "The invite leaves open:" in plan.lines
    assert any("“Rae”" in line for line in plan.lines)
    assert len(plan.lines) <= 25


def test_a_value_of_the_file_that_no_policy_knows_is_told_of_the_file_and_not_of_set(acme):
    acme.write_text(f"values = {{ check-in.at-mots = 1 }}\n{ACME}", encoding="utf-8")
    plan = followkit("plan", acme, *NOW)

    assert plan.code == 2
    assert "values.check-in.at-mots: no value is called" in plan.err
    assert "--set" not in plan.err
