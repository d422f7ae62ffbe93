"""``today`` is one queue over a folder; a broken file is a line, not the end."""

from __future__ import annotations

import os

import pytest

from tests.builtin.calendars import by_ical
from tests.commands.session import ACME, DATE_PASSED, INTERVIEW_OVER, followkit

NOW = ("--now", INTERVIEW_OVER)


@pytest.fixture
def jobs(tmp_path):
    (tmp_path / "acme.toml").write_text(ACME, encoding="utf-8")
    early = ACME.replace('company = "Acme"', 'company = "Beta"').replace("2025-06-05T14", "2025-06-03T14")
    (tmp_path / "beta.toml").write_text(early, encoding="utf-8")
    (tmp_path / "me.toml").write_text('name = "Dana Kim"\n', encoding="utf-8")
    return tmp_path


def test_what_is_late_comes_first_then_what_is_due_then_the_rest_in_time(jobs):
    answer = followkit("today", jobs, *NOW)

    assert answer.code == 0
    assert answer.lines == [
        "now               beta.toml  thank-you/priya: e-mail to Priya Raman",
        "now               beta.toml  thank-you/sam: e-mail to Sam Ode, needs an answer first",
        "now               acme.toml  thank-you/priya: e-mail to Priya Raman",
        "now               acme.toml  thank-you/sam: e-mail to Sam Ode, needs an answer first",
        "Tue 17 Jun 10:00  acme.toml  check-in/1: e-mail to Priya Raman, if nobody answers",
        "Tue 17 Jun 10:00  beta.toml  check-in/1: e-mail to Priya Raman, if nobody answers",
        "Not read, since they say nothing of an application: me.toml.",
    ]
    late = followkit("today", jobs, "--now", "2025-06-06T10:00").lines
    assert late[0].startswith("late              beta.toml")
    assert late[2].startswith("now               acme.toml")


def test_a_broken_file_is_a_line_and_the_rest_is_told(jobs):
    (jobs / "broken.toml").write_text('company = "Broken\n', encoding="utf-8")
    (jobs / "huge.toml").write_bytes(b"# " + b"x" * 10_000_000)
    (jobs / "bytes.toml").write_bytes(b"\xff\xfe")
    (jobs / "folder.toml").mkdir()
    os.mkfifo(jobs / "pipe.toml")
    (jobs / "zone.toml").write_text(ACME.replace("America/New_York", "America/Nwe_York"), encoding="utf-8")

    answer = followkit("today", jobs, *NOW)

    assert answer.code == 0
    assert answer.err == ""
    broken = [line for line in answer.lines if line.startswith("cannot be read")]
    assert [line.split()[3] for line in broken] == [
        f"{name}.toml" for name in ("broken", "bytes", "folder", "huge", "pipe", "zone")
    ]
    assert "did you mean America/New_York?" in broken[-1]
    assert len(answer.lines) == 7 + len(broken)


def test_it_fails_only_when_everything_is_broken(jobs):
    (jobs / "acme.toml").write_text("company = ", encoding="utf-8")
    assert followkit("today", jobs, *NOW).code == 0

    (jobs / "beta.toml").write_text("company = ", encoding="utf-8")
    assert followkit("today", jobs, *NOW).code == 2


def test_what_is_over_is_left_out_and_what_waits_for_facts_is_told(jobs):
    followkit("record", jobs / "beta.toml", "stopped", *NOW)
    (jobs / "gamma.toml").write_text('company = "Gamma"\n', encoding="utf-8")

    lines = followkit("today", jobs, "--now", DATE_PASSED).lines

    assert not any("beta.toml" in line for line in lines)
    assert "-                 gamma.toml  There is no interview yet." in lines


def test_a_job_taken_asks_to_withdraw_everywhere_else(jobs):
    followkit("record", jobs / "beta.toml", "accepted", *NOW)

    lines = followkit("today", jobs, *NOW).lines

    assert any("acme.toml" in line and "withdrawal/1" in line for line in lines)


def test_a_step_that_waits_for_a_late_one_is_not_to_be_done_now(tmp_path):
    # nobody came on Thursday, and nothing was sent: the line is late, and its reminder would be due at once after it
    missed = '[[events]]\nkind = "no-show"\nat = 2025-06-05T14:30:00-04:00\ninterview = "panel"\n'
    (tmp_path / "acme.toml").write_text(f"{ACME}\n{missed}", encoding="utf-8")

    lines = followkit("today", tmp_path, "--now", "2025-06-06T11:30").lines

    assert lines == [
        "late              acme.toml  no-show/1: e-mail to Priya Raman",
        "after that        acme.toml  no-show-reminder/1: e-mail to Priya Raman, if nobody answers",
    ]
    page = followkit("plan", tmp_path / "acme.toml", "--now", "2025-06-06T11:30").lines
    assert "  no-show-reminder/1: e-mail to Priya Raman; after that" in page


def test_an_empty_folder_and_one_that_is_not_there(tmp_path):
    assert followkit("today", tmp_path, *NOW).lines == [f"No applications in {tmp_path}."]

    answer = followkit("today", tmp_path / "none", *NOW)
    assert answer.code == 2
    assert answer.err.startswith(f"followkit: {tmp_path / 'none'}: there is no such folder")


def test_a_now_that_is_none_is_told_once(jobs):
    answer = followkit("today", jobs, "--now", "soon")

    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert answer.out == ""


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_files_on_the_disk_does_not_matter(tmp_path, order):
    for name in ("acme", "beta", "gamma")[::order]:
        (tmp_path / f"{name}.toml").write_text(ACME, encoding="utf-8")

    files = [line.split()[1] for line in followkit("today", tmp_path, *NOW).lines[:6]]

    assert files == ["acme.toml", "beta.toml", "gamma.toml"] * 2


def test_two_files_about_one_application_are_told_and_the_rest_is_planned(jobs):
    for name in ("gamma", "delta"):
        (jobs / f"{name}.toml").write_text(f'id = "same"\n{ACME}', encoding="utf-8")

    answer = followkit("today", jobs, *NOW)

    assert answer.code == 0
    (broken,) = [line for line in answer.lines if line.startswith("cannot be read")]
    assert broken.startswith("cannot be read    gamma.toml  id: another file in the folder has the same one (give each")
    assert any("delta.toml" in line for line in answer.lines)
    assert any("acme.toml" in line for line in answer.lines)


def test_what_cannot_be_planned_is_a_line_and_the_rest_is_one_queue(jobs):
    (jobs / "gamma.toml").write_text(f'values = {{ "no.such-value" = 3 }}\n{ACME}', encoding="utf-8")

    answer = followkit("today", jobs, *NOW)

    assert answer.code == 0
    assert sum(line.startswith("cannot be read    gamma.toml") for line in answer.lines) == 1
    assert sum("acme.toml" in line for line in answer.lines) == 3


def test_two_jobs_at_one_employer_are_asked_about_one_after_the_other(jobs):
    (jobs / "beta.toml").write_text(ACME.replace('"Backend Engineer"', '"Data Engineer"'), encoding="utf-8")

    lines = followkit("today", jobs, *NOW).lines

    # Tue 17 June; the second five working days on: 18, 20, 23, 24, Wed 25 (Thu 19 is closed)
    assert [line for line in lines if "check-in/1" in line] == [
        "Tue 17 Jun 10:00  acme.toml  check-in/1: e-mail to Priya Raman, if nobody answers",
        "Wed 25 Jun 10:00  beta.toml  check-in/1: e-mail to Priya Raman, if nobody answers",
    ]


# One calendar for all -----------------------------------------------------------------------------------------------


def shown(calendar):
    return {one.title: one.status for one in by_ical(calendar.read_bytes()).values()}


def test_all_plans_of_a_folder_are_one_calendar(jobs):
    calendar = jobs / "all.ics"

    answer = followkit("today", jobs, *NOW, "--ics", calendar)

    assert answer.out == followkit("today", jobs, *NOW).out
    assert answer.err == f"Wrote {calendar}, 10 entries; import it into any calendar\n"
    titles = shown(calendar)
    assert len(titles) == 10
    assert {"Acme: check-in/1, e-mail to Priya Raman", "Beta: check-in/1, e-mail to Priya Raman"} <= titles.keys()
    assert b"NAME:Follow-ups\r\n" in calendar.read_bytes()


def test_it_is_in_the_language_that_was_asked_for(jobs):
    answer = followkit("today", jobs, *NOW, "--ics", jobs / "all.ics", "--language", "de")

    assert answer.err.startswith(f"{jobs / 'all.ics'} geschrieben, 10 Eintr")
    assert "Acme: check-in/1, Priya Raman per E-Mail" in shown(jobs / "all.ics")


def test_a_file_that_is_gone_is_cancelled_in_the_calendar(jobs):
    followkit("today", jobs, *NOW, "--ics", jobs / "all.ics")
    (jobs / "beta.toml").unlink()

    followkit("today", jobs, *NOW, "--ics", jobs / "all.ics")

    titles = shown(jobs / "all.ics")
    assert titles["Acme: check-in/1, e-mail to Priya Raman"] == "CONFIRMED"
    assert titles["Done or dropped: Beta: check-in/1, e-mail to Priya Raman"] == "CANCELLED"


@pytest.mark.parametrize("slip", ['company = "Beta', 'values = { "no.such-value" = 3 }\ncompany = "Beta"'])
def test_a_slip_in_one_file_cancels_none_of_its_reminders(jobs, slip):
    followkit("today", jobs, *NOW, "--ics", jobs / "all.ics")
    before = (jobs / "all.ics").read_bytes()
    text = (jobs / "beta.toml").read_text(encoding="utf-8")
    (jobs / "beta.toml").write_text(text.replace('company = "Beta"', slip), encoding="utf-8")

    answer = followkit("today", jobs, *NOW, "--ics", jobs / "all.ics")

    assert answer.code == 0
    assert (jobs / "all.ics").read_bytes() == before


def test_the_calendar_of_one_application_is_not_that_of_the_folder(jobs):
    followkit("plan", jobs / "acme.toml", *NOW, "--ics", jobs / "plan.ics")
    before = (jobs / "plan.ics").read_bytes()

    answer = followkit("today", jobs, *NOW, "--ics", jobs / "plan.ics")

    assert answer.code == 2
    assert "--ics: the file that is there already is the calendar of something else" in answer.err
    assert (jobs / "plan.ics").read_bytes() == before


def test_a_folder_without_plans_has_no_calendar(tmp_path):
    answer = followkit("today", tmp_path, *NOW, "--ics", tmp_path / "all.ics")

    assert answer.err == f"Did not write {tmp_path / 'all.ics'}: there is no plan to write.\n"
    assert not (tmp_path / "all.ics").exists()
