"""``write`` saves drafts and never replaces one that somebody changed."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from hashlib import sha256

import pytest

import followkit as fk
from followkit._commands.draft_folder import MANIFEST, file_name
from followkit._commands.write import SPOKEN
from followkit._core.decisions import State
from tests.commands.session import ACME, DATE_PASSED, INTERVIEW_OVER, INVITE, contents, followkit

NOW = ("--now", INTERVIEW_OVER)


@pytest.fixture
def acme(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_text(ACME, encoding="utf-8")
    return file


@pytest.fixture
def drafts(tmp_path):
    return tmp_path / "drafts"


def test_what_is_due_and_what_comes_next_is_written(acme, drafts):
    answer = followkit("write", acme, "--out", drafts, *NOW)

    assert answer.code == 0
    assert answer.lines == [
        "thank-you/priya: e-mail to Priya Raman. Send it now.",
        f"  {drafts}/thank-you-priya.eml: written",
        f"  {drafts}/thank-you-priya.txt: written",
        "thank-you/sam: e-mail to Sam Ode. Not written yet; please answer:",
        answer.lines[4],
        "check-in/1: e-mail to Priya Raman. Not before Tue 17 Jun 10:00. Only if nobody answers by then.",
        f"  {drafts}/check-in-1.not-before-2025-06-17.eml: written",
        f"  {drafts}/check-in-1.not-before-2025-06-17.txt: written",
        f"Write the answers into {acme}, at the place named in brackets, and run this again.",
        f"Nothing was sent. Once you have sent one: followkit record {acme} sent thank-you/priya",
    ]
    assert "What did Sam Ode talk about" in answer.lines[4]
    assert "(talked_about under [people.sam])" in answer.lines[4]


def test_drafts_are_what_the_kit_composes(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW)

    kit, application = fk.Kit(), fk.load(acme)
    first = kit.plan(application, now=datetime(2025, 6, 5, 21, 10, tzinfo=UTC)).due[0]
    message = kit.compose(kit.write(first, application), first, application)
    for draft in kit.drafts(message):
        assert (drafts / f"thank-you-priya{draft.suffix}").read_bytes() == draft.content


def test_only_the_owner_can_read_drafts(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW)

    assert drafts.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in drafts.iterdir()} == {0o600}


def test_the_second_run_changes_nothing(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW)
    once, times = contents(drafts), {path: path.stat().st_mtime_ns for path in drafts.iterdir()}

    again = followkit("write", acme, "--out", drafts, *NOW)

    assert contents(drafts) == once
    assert {path: path.stat().st_mtime_ns for path in drafts.iterdir()} == times
    assert [line.rpartition(": ")[2] for line in again.lines if line.startswith(f"  {drafts}")] == ["unchanged"] * 4


# What is not to go yet ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["eml", "txt"])
def test_a_draft_that_waits_has_its_day_in_its_name_until_it_is_due(acme, drafts, form):
    followkit("write", acme, "--out", drafts, *NOW)
    waiting, due = drafts / f"check-in-1.not-before-2025-06-17.{form}", drafts / f"check-in-1.{form}"
    assert b"ot before" not in waiting.read_bytes(), "the mark is not in what is opened or copied"
    assert not due.exists()

    answer = followkit("write", acme, "--out", drafts, "--now", DATE_PASSED)

    assert due.exists()
    assert not waiting.exists()
    assert f"  {due}: written" in answer.lines
    assert f"  {waiting}: removed, what is above took its place" in answer.lines
    assert waiting.name not in json.loads((drafts / MANIFEST).read_text(encoding="utf-8"))


def test_a_draft_that_is_to_wait_again_is_no_longer_one_click_from_being_sent(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW)
    followkit("record", acme, "rescheduled", "panel", "--start", "2025-06-10T14:00", *NOW)

    followkit("write", acme, "--out", drafts, *NOW)

    assert not (drafts / "thank-you-priya.eml").exists()
    assert (drafts / "thank-you-priya.not-before-2025-06-10.eml").exists()


@pytest.mark.parametrize("edit", ["rewrite", "link"])
def test_a_draft_that_was_changed_while_it_waited_is_kept_and_told_about(acme, drafts, edit, tmp_path):
    followkit("write", acme, "--out", drafts, *NOW)
    mine = drafts / "check-in-1.not-before-2025-06-17.txt"
    if edit == "link":
        mine.rename(tmp_path / "mine.txt")
        mine.symlink_to(tmp_path / "mine.txt")
    else:
        mine.write_text("in my own words", encoding="utf-8")
    content = mine.read_bytes()

    for _ in range(2):
        answer = followkit("write", acme, "--out", drafts, "--now", DATE_PASSED)

        assert mine.read_bytes() == content
        assert f"  {mine}: kept, you changed it" in answer.lines
    assert mine.is_symlink() == (edit == "link")
    assert not (drafts / "check-in-1.not-before-2025-06-17.eml").exists()


def test_a_draft_that_was_thrown_away_while_it_waited_is_not_missed(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW)
    waiting = drafts / "check-in-1.not-before-2025-06-17.txt"
    waiting.unlink()

    answer = followkit("write", acme, "--out", drafts, "--now", DATE_PASSED)

    assert answer.code == 0
    assert waiting.name not in answer.out


@pytest.mark.parametrize(
    ("name", "handle", "application"),
    [
        ("../check-in-1.txt", "check-in/1", "acme"),
        ("check-in-1.x/../../check-in-1.txt", "check-in/1", "acme"),
        ("thesis.txt", "check-in/1", "acme"),
        ("check-in-1.old.txt", "check-in/1", "beta"),
        ("check-in-1.old.txt", "check-in/7", "acme"),
    ],
)
def test_no_other_file_is_removed_whatever_a_manifest_says(acme, drafts, name, handle, application):
    (drafts / "check-in-1.x").mkdir(parents=True)
    (drafts / name).write_text("mine", encoding="utf-8")
    entry = {"application": application, "handle": handle, "sha256": sha256(b"mine").hexdigest()}
    (drafts / MANIFEST).write_text(json.dumps({name: entry}), encoding="utf-8")

    followkit("write", acme, "--out", drafts, *NOW)

    assert (drafts / name).read_text(encoding="utf-8") == "mine"


def test_a_call_is_made_and_not_sent(acme, drafts):
    text = ACME.replace('email = "priya@acme.example"', 'phone = "+1 212 555 0199"')
    acme.write_text(text, encoding="utf-8")
    followkit("record", acme, "invited", "priya", "--on", "2025-06-10", "--channel", "phone", *NOW)

    due = followkit("write", acme, "--out", drafts, "--now", "2025-06-10T10:30", "check-in/1").lines

    assert due[0] == "check-in/1: phone call to Priya Raman. Call now."
    assert due[-1] == f"Nothing was sent. Once you have called: followkit record {acme} called check-in/1"


def test_no_call_is_said_to_be_sent():
    words = fk.Kit().lexicon("en").tables["commands"]
    spoken = [words.get(f"draft-{state}-{SPOKEN}", words[f"draft-{state}"]) for state in State]

    assert not [text for text in (*spoken, words["record-called"]) if re.search("send|sent", text)]


# What somebody changed ----------------------------------------------------------------------------------------------


def test_an_edited_draft_is_kept_whatever_the_facts_become(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW)
    mine = drafts / "thank-you-priya.txt"
    mine.write_text("Dear Priya, in my own words", encoding="utf-8")
    acme.write_text(ACME.replace("nightly cron", "nightly batch"), encoding="utf-8")

    for _ in range(2):
        answer = followkit("write", acme, "--out", drafts, *NOW)

        assert mine.read_text(encoding="utf-8") == "Dear Priya, in my own words"
        assert f"  {mine}: kept, you changed it" in answer.lines
    assert b"nightly batch" in (drafts / "thank-you-priya.eml").read_bytes().replace(b"=\r\n", b"")


@pytest.mark.parametrize("manifest", [None, "", "[]", "{", '{"thank-you-priya.txt": 5}', "[" * 100_000])
def test_without_a_manifest_that_can_be_read_every_other_draft_is_kept(acme, drafts, manifest):
    followkit("write", acme, "--out", drafts, *NOW)
    (drafts / "thank-you-priya.txt").write_text("mine", encoding="utf-8")
    if manifest is None:
        (drafts / MANIFEST).unlink()
    else:
        (drafts / MANIFEST).write_text(manifest, encoding="utf-8")

    followkit("write", acme, "--out", drafts, *NOW)

    assert (drafts / "thank-you-priya.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_was_there_before_is_kept(acme, drafts):
    drafts.mkdir()
    (drafts / "thank-you-priya.txt").write_text("my notes", encoding="utf-8")

    followkit("write", acme, "--out", drafts, *NOW)

    assert (drafts / "thank-you-priya.txt").read_text(encoding="utf-8") == "my notes"


def test_a_link_is_not_followed(acme, drafts, tmp_path):
    drafts.mkdir()
    (drafts / "thank-you-priya.txt").symlink_to(tmp_path / "elsewhere.txt")

    followkit("write", acme, "--out", drafts, *NOW)

    assert not (tmp_path / "elsewhere.txt").exists()


def test_two_applications_in_one_folder_do_not_overwrite_each_other(acme, drafts, tmp_path):
    beta = tmp_path / "beta.toml"
    beta.write_text(ACME.replace("Acme", "Beta"), encoding="utf-8")
    followkit("write", acme, "--out", drafts, *NOW)
    before = contents(drafts)

    answer = followkit("write", beta, "--out", drafts, *NOW)

    assert contents(drafts) == before
    assert answer.out.count("another follow-up has a draft of this name") == 4


# By name ------------------------------------------------------------------------------------------------------------


def test_only_the_named_ones_are_written(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW, "closing-note/1", "closing-note/1")

    assert contents(drafts).keys() == {
        MANIFEST,
        "closing-note-1.not-before-2025-07-07.eml",
        "closing-note-1.not-before-2025-07-07.txt",
    }


def test_an_unknown_name_is_an_error_with_the_nearest_one(acme, drafts):
    answer = followkit("write", acme, "--out", drafts, *NOW, "thank-you/priya", "chekc-in/1")

    assert answer.code == 2
    assert answer.err == (
        f"followkit: {acme}: no follow-up of this plan is called 'chekc-in/1' (did you mean check-in/1?)\n"
    )
    assert not drafts.exists()


def test_an_invite_is_no_place_for_answers_so_it_is_made_a_facts_file_first(tmp_path, drafts):
    (tmp_path / "panel.ics").write_text(INVITE, encoding="utf-8")
    before = contents(tmp_path)

    for typed in (["plan"], ["write", "--out", drafts], ["record", "withdrew"]):
        answer = followkit(typed[0], tmp_path / "panel.ics", *typed[1:])

        assert answer.code == 2
        assert "make one of it: followkit new panel.toml --invite panel.ics" in answer.err
    assert contents(tmp_path) == before


def test_where_there_is_nothing_to_write_it_says_why(acme, drafts):
    followkit("record", acme, "stopped", *NOW)

    answer = followkit("write", acme, "--out", drafts, *NOW)

    assert answer.lines == ["Nothing to write. You stopped this one."]
    assert not drafts.exists()


def test_names_of_files_are_safe_and_short():
    assert file_name("thank-you/../../etc") == "thank-you-..-..-etc"
    assert "/" not in file_name("a/b:c\\d") + file_name("x" * 300)
    assert len(file_name("x" * 300)) < 120


# On paper -----------------------------------------------------------------------------------------------------------

BY_POST = ACME.replace(
    'email = "priya@acme.example"',
    'addresses = { post = "12 Canal Street, New York" }\ncontact = { channels = { letter = "invited" } }',
)


@pytest.fixture
def by_post(acme):
    acme.write_text(BY_POST, encoding="utf-8")
    return acme


@pytest.mark.usefixtures("pango")
def test_a_letter_is_saved_as_pdf_where_that_is_asked_for(by_post, drafts):
    first = followkit("write", by_post, "thank-you/priya", "--out", drafts, *NOW)
    asked = followkit("write", by_post, "thank-you/priya", "--out", drafts, "--pdf", *NOW)
    again = followkit("write", by_post, "thank-you/priya", "--out", drafts, "--pdf", *NOW)

    assert first.lines[:3] == [
        "thank-you/priya: letter to Priya Raman. Send it now.",
        f"  {drafts}/thank-you-priya.txt: written",
        f"  {drafts}/thank-you-priya.html: written",
    ]
    assert asked.lines[1:4] == [
        f"  {drafts}/thank-you-priya.txt: unchanged",
        f"  {drafts}/thank-you-priya.html: unchanged",
        f"  {drafts}/thank-you-priya.pdf: written",
    ]
    assert again.lines[3] == f"  {drafts}/thank-you-priya.pdf: unchanged"
    assert (drafts / "thank-you-priya.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.usefixtures("pango")
def test_a_pdf_that_is_not_asked_for_again_does_not_stay_beside_other_words(by_post, drafts):
    followkit("write", by_post, "thank-you/priya", "--out", drafts, "--pdf", *NOW)
    by_post.write_text(BY_POST.replace("Backend", "Frontend"), encoding="utf-8")

    answer = followkit("write", by_post, "thank-you/priya", "--out", drafts, *NOW)

    assert answer.lines[1:4] == [
        f"  {drafts}/thank-you-priya.txt: written anew",
        f"  {drafts}/thank-you-priya.html: written anew",
        f"  {drafts}/thank-you-priya.pdf: removed, what is above took its place",
    ]
    assert not (drafts / "thank-you-priya.pdf").exists()


def test_where_nothing_goes_by_post_there_is_no_pdf_and_it_says_so(acme, drafts):
    answer = followkit("write", acme, "thank-you/priya", "--out", drafts, "--pdf", *NOW)

    assert answer.code == 0
    assert answer.lines[3] == "There is no PDF: none of these is a letter or a card."
    assert {path.suffix for path in drafts.iterdir() if path.name != MANIFEST} == {".eml", ".txt"}


def test_without_what_draws_a_pdf_nothing_is_written_and_it_says_what_to_install(by_post, drafts, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    answer = followkit("write", by_post, "--out", drafts, "--pdf", *NOW)

    assert answer.code == 2
    assert "pip install 'followkit[pdf]'" in answer.err
    assert not drafts.exists()


# When it fails ------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_a_file_is_refused(acme, tmp_path):
    (tmp_path / "drafts").write_text("a file", encoding="utf-8")
    before = contents(tmp_path)

    answer = followkit("write", acme, "--out", tmp_path / "drafts", *NOW)

    assert answer.code == 2
    assert contents(tmp_path) == before


def test_a_full_disk_leaves_no_draft_half_written(acme, drafts, monkeypatch):
    followkit("write", acme, "--out", drafts, *NOW)
    before = contents(drafts)
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("followkit._commands.facts_file.os.fsync", full)
    acme.write_text(ACME.replace("Backend", "Frontend"), encoding="utf-8")

    answer = followkit("write", acme, "--out", drafts, *NOW)

    assert answer.code == 2
    assert answer.err == f"followkit: {acme}: no space left on device\n"
    assert contents(drafts) == before


def test_the_manifest_holds_no_names_and_no_words(acme, drafts):
    followkit("write", acme, "--out", drafts, *NOW)

    told = json.loads((drafts / MANIFEST).read_text(encoding="utf-8"))

    assert {tuple(sorted(entry)) for entry in told.values()} == {("application", "handle", "sha256")}
