"""In German every command says of plans what it says in German, from the first file to the last day.

What is no sentence keeps its form in every language: handles, keys of the file, paths, kinds of events and what
people are called. It is taken out before the words are looked at.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import icalendar
import pytest

import followkit as fk
from tests.commands.session import ACME, INVITE, followkit

ENGLISH = frozenset(
    "a after again and answer answered any are as ask asked at away be because been before best but by call can day "
    "does file for from go has have hour how if interview is it its last late left let more must new next no nobody "
    "not nothing now of once one only or please sent should since than that the their them then there they this time "
    "to under until were what when where which who why with within without would write written wrote yes your".split()
)
"""Frequent words of English that are none of German; ``so``, ``was`` and ``Do`` are both."""
NO_WORDS = re.compile(
    r"[\w-]+/[\w-]+(?:\.[\w-]+)*"  # handles and zones
    r"|[/\w.-]*/[\w./-]+"  # paths
    r"|[\w-]+\.(?:toml|ics|txt|eml)"
    r"|\([\w.]+(?: unter)? ?(?:\[[\w.]+\])?\)|\[[\w.]+\]"  # where an answer belongs
    r"|followkit [a-z]+ .*$"  # what to type
    r"|“[^”]*”|„[^“]*“"  # what somebody said
    r"|Backend Engineer"
)
NOW = ("--now", "2025-06-05T17:10")


def english_in(text: str) -> list[str]:
    """Return the English words of a text, line by line."""
    left = [NO_WORDS.sub(" ", line) for line in text.splitlines()]
    return [word for line in left for word in re.findall(r"[a-z]+", line.lower()) if word in ENGLISH]


@pytest.fixture
def acme(tmp_path):
    """Return a facts file whose candidate reads German, with two questions left open."""
    file = tmp_path / "acme.toml"
    file.write_text(ACME.replace('name = "Dana Kim"', 'name = "Dana Kim", language = "de"'), encoding="utf-8")
    return file


def in_german(*arguments: object, code: int = 0) -> str:
    answer = followkit(*arguments)
    assert (answer.code, answer.err) == (code, "")
    assert english_in(answer.out) == [], answer.out
    return answer.out


def test_the_reader_of_english_finds_it():
    assert english_in("Nothing was sent.") == ["nothing", "sent"]
    assert english_in("check-in/1: E-Mail an Priya (talked_about unter [people.sam])") == []


@pytest.mark.parametrize(
    "now", ["2025-06-05T14:10", "2025-06-05T17:10", "2025-06-17T12:00", "2025-07-20T12:00", "2025-09-20T12:00"]
)
def test_plans_and_queues_are_told_in_german_at_every_turn(acme, now):
    assert "Stand " in in_german("plan", acme, "--now", now)
    in_german("today", acme.parent, "--now", now)
    in_german("questions", acme, "--now", now)


@pytest.mark.parametrize(
    "name", ["check-in", "check-in/2", "thank-you/priya", "closing-note", "no-show", "acceptance", "submission"]
)
def test_why_is_told_in_german(acme, name):
    rule = r"^[\w-]+(?: \([^)]*\))?: (?:ja|nein)"  # a rule keeps its id
    told = followkit("plan", acme, *NOW, "--why", name).out

    assert re.search(rule, told, re.MULTILINE)
    assert english_in(re.sub(r"^[\w-]+", "", told, flags=re.MULTILINE)) == [], told


def test_the_reason_of_a_rule_is_translated_by_its_sentence_and_another_is_told_as_it_stands():
    facts = fk.loads(ACME.replace('name = "Dana Kim"', 'name = "Dana Kim", language = "de"'), id="acme")
    now = datetime(2025, 6, 17, 16, tzinfo=UTC)
    ours = fk.Kit(house={"policy.toml": 'rules.check-in-after-date.because = "bei uns fragt man nach"'})

    assert "denn bei uns fragt man nach" in ours.plan(facts, now=now).explain(facts)
    assert re.search(r"denn der genannte \w+ ist vorbei", fk.Kit().plan(facts, now=now).explain(facts))


def test_drafts_are_told_in_german(acme, tmp_path):
    first = in_german("write", acme, "--out", tmp_path / "drafts", *NOW)
    again = in_german("write", acme, "--out", tmp_path / "drafts", *NOW)
    later = in_german("write", acme, "--out", tmp_path / "drafts", "check-in/1", *NOW)

    assert "followkit record " in first
    assert first != again
    assert "thank-you/priya" not in later


def test_what_happened_is_told_in_german(acme):
    kinds = re.compile(r"(sent|promised|stopped)( [\w/-]+)?, \d{4}.*$", re.MULTILINE)  # as it stands in the file
    for typed in (
        ["sent", "thank-you/priya"],
        ["sent", "thank-you/priya"],
        ["promised", "priya", "--says", "bald"],
        ["undo"],
        ["sent", "thank-you/sam", "--at", "2025-06-05T14:10"],
    ):
        answer = followkit("record", acme, *typed, *NOW)
        assert (answer.code, answer.err) == (0, "")
        assert english_in(kinds.sub("", answer.out)) == [], answer.out


def test_what_would_be_sent_and_what_changed_is_told_in_german(acme):
    assert "check-in/2" in in_german("simulate", acme, "--until", "2025-12-31", *NOW)
    followkit("record", acme, "promised", "priya", "--decision-by", "2025-06-20", *NOW)
    followkit("record", acme, "sent", "thank-you/priya", *NOW)
    in_german("plan", acme, "--now", "2025-06-06T10:00", "--since", "2025-06-05T17:00")


def test_a_calendar_is_written_in_german(acme, tmp_path):
    answer = followkit("plan", acme, *NOW, "--ics", tmp_path / "plan.ics")
    assert english_in(answer.err) == []
    calendar = icalendar.Calendar.from_ical((tmp_path / "plan.ics").read_bytes())
    events = calendar.walk("VEVENT")
    alarms = calendar.walk("VALARM")

    assert len(alarms) == 2 * len(events) >= 8
    for entry in (*events, *alarms):
        text = f"{entry.get('summary', '')}\n{entry['description']}"
        assert english_in(re.sub(r"(At Northwind|taking billing)[^.;]*[.;][^.]*", "", text)) == [], (
            text
        )  # the candidate's
    assert any("per E-Mail" in str(event["summary"]) for event in events)


def test_a_new_file_says_in_german_what_an_invite_left_open(tmp_path):
    (tmp_path / "me.toml").write_text('name = "Dana Kim"\nlanguage = "de"\n', encoding="utf-8")
    without_zone = re.sub(r"(DTSTART|DTEND)[^:]*:(\d+T\d+)Z?", r"\1:\2", INVITE)
    (tmp_path / "panel.ics").write_text(without_zone, encoding="utf-8")

    told = in_german("new", tmp_path / "beta.toml", "--invite", tmp_path / "panel.ics")

    written = (tmp_path / "beta.toml").read_text(encoding="utf-8").splitlines()
    [question] = [line for line in written if line.startswith("# ?")]
    assert "in der Datei mit ? markiert: 1" in told
    assert "Welche Zeitzone" in question
    assert english_in(question) == []


@pytest.mark.parametrize("typed", ["de", "DE_at"])
def test_german_can_be_asked_for_whatever_the_file_says(tmp_path, typed):
    file = tmp_path / "acme.toml"
    file.write_text(ACME, encoding="utf-8")

    for command in (
        ["plan", file],
        ["questions", file],
        ["today", tmp_path],
        ["simulate", file, "--until", "2025-07-31"],
    ):
        told = in_german(*command, *NOW, "--language", typed)
        assert told != followkit(*command, *NOW).out


def test_the_language_of_what_is_told_does_not_change_the_notes(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_text(ACME, encoding="utf-8")

    for language in ("en", "de"):
        followkit("write", file, "--out", tmp_path / language, "thank-you/priya", *NOW, "--language", language)

    english, german = ((tmp_path / name / "thank-you-priya.txt").read_text(encoding="utf-8") for name in ("en", "de"))
    assert english == german
    assert "Dear Priya Raman," in english


def test_a_language_that_nobody_brought_is_refused_and_errors_stay_english(acme):
    answer = followkit("plan", acme, *NOW, "--language", "tlh")

    assert (answer.code, answer.out) == (2, "")
    assert "--language: no language is called 'tlh' (there are: de" in answer.err
    assert "is no moment" in followkit("plan", acme, "--now", "bald", "--language", "de").err
