"""The drafts of a folder are reviewed as they lie there, against the facts they were made from."""

from __future__ import annotations

import os
from pathlib import Path

import attrs
import pytest

import followkit as fk
from followkit._commands.draft_text import drafts_at
from tests.commands.session import ACME, DATE_PASSED, INTERVIEW_OVER, contents, followkit
from tests.golden.rendering import CHANNELS, KIT, by, is_served, staged

SAM = 'name = "Sam Ode"\n'


@pytest.fixture
def folder(tmp_path):
    """Give a folder with the facts, and drafts of all that is due and next."""
    facts = ACME.replace(SAM, f'{SAM}talked_about = ["the on-call rota"]\n')
    (tmp_path / "acme.toml").write_text(facts, encoding="utf-8")
    assert followkit("write", tmp_path / "acme.toml", "--out", tmp_path / "drafts", "--now", INTERVIEW_OVER).code == 0
    return tmp_path


def review(folder, *more: object):
    return followkit("review", folder / "drafts", "--now", INTERVIEW_OVER, *more)


def edit(folder, name: str, old: str, new: str) -> None:
    path = folder / "drafts" / name
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def told(answer) -> list[str]:
    """Return what was found, without the folder, and without the last line."""
    return [line.rpartition("drafts" + os.sep)[2] for line in answer.lines[:-1]]


def test_drafts_as_they_were_written_have_nothing_wrong(folder):
    before = contents(folder)

    answer = review(folder)

    assert (answer.code, answer.out, answer.err) == (0, "6 files read: nothing is wrong.\n", "")
    assert contents(folder) == before


def test_what_was_edited_is_told_with_file_and_line(folder):
    edit(folder, "thank-you-priya.txt", "Dear Priya Raman,", "Dear Sam,")
    edit(folder, "thank-you-priya.txt", "I look forward", "Sorry, [Name]: I look forward")
    text = (folder / "drafts" / "thank-you-priya.txt").read_text(encoding="utf-8").splitlines()

    answer = review(folder)

    greeting, last = text.index("Dear Sam,") + 1, next(n for n, line in enumerate(text, 1) if "[Name]" in line)
    assert answer.code == 1
    assert told(answer) == [
        f"thank-you-priya.txt:{greeting}: error: It greets Sam, and goes to Priya Raman. "
        "Greet whom it goes to, and see that nothing else in it was meant for the other.",
        f"thank-you-priya.txt:{last}: warning: “Sorry” is an apology. Say what is so, without excuse.",
        f"thank-you-priya.txt:{last}: error: “[Name]” was to be filled in. Fill it in, or leave it out.",
    ]
    assert answer.lines[-1] == "6 files read: 2 errors, 1 warning, 0 hints."


def test_a_mail_that_was_edited_is_told_with_its_line_too(folder):
    edit(folder, "thank-you-sam.eml", "Subject: Thank you", "Subject: URGENT! Thank you")
    edit(folder, "thank-you-sam.eml", "\r\nTo: ", "\r\nCc: Priya Raman <priya@acme.example>\r\nTo: ")
    lines = (folder / "drafts" / "thank-you-sam.eml").read_bytes().split(b"\r\n")
    subject = next(n for n, line in enumerate(lines, 1) if line.startswith(b"Subject"))

    found = told(review(folder))

    assert f"thank-you-sam.eml:{subject}: warning: “URGENT” puts pressure on them. Leave the time to them." in found
    assert any("error: Priya Raman gets a copy." in line for line in found)


def test_one_mail_to_two_people_is_told(folder):
    assert not any("gets a copy" in line for line in told(review(folder)))
    edit(folder, "thank-you-sam.eml", "\r\nTo: ", "\r\nTo: Priya Raman <priya@acme.example>, ")

    assert any("error: Priya Raman gets a copy." in line for line in told(review(folder)))


def test_hints_alone_are_no_failure(folder):
    edit(folder, "thank-you-priya.txt", "I look forward", "By the way, I know Kubernetes. I look forward")

    answer = review(folder)

    assert answer.code == 0
    assert answer.lines[-1] == "6 files read: 0 errors, 0 warnings, 1 hint."


def test_two_drafts_that_are_one_are_told(folder):
    drafts = folder / "drafts"
    (drafts / "thank-you-sam.eml").unlink()
    text = (drafts / "thank-you-priya.txt").read_text(encoding="utf-8").replace("Priya Raman", "Sam Ode")
    (drafts / "thank-you-sam.txt").write_text(text.replace("priya@", "sam@"), encoding="utf-8")

    answer = review(folder)

    assert answer.code == 1
    assert any("in the note thank-you/priya" in line for line in told(answer))


def test_an_employer_whose_facts_lie_beside_these_is_no_word_for_this_note(folder):
    other = ACME.replace('company = "Acme"', 'company = "Globex"')
    (folder / "globex.toml").write_text(other, encoding="utf-8")
    (folder / "broken.toml").write_text("company = ", encoding="utf-8")
    edit(folder, "thank-you-priya.txt", "Acme", "Globex")

    assert any("“Globex” is another employer. Should it be Acme?" in line for line in told(review(folder)))


def test_one_file_can_be_named_and_the_facts_too(folder):
    own = folder / "elsewhere" / "thank-you-priya.txt"
    own.parent.mkdir()
    own.write_bytes((folder / "drafts" / "thank-you-priya.txt").read_bytes())

    unknown = followkit("review", own, "--now", INTERVIEW_OVER)
    named = followkit("review", own, "--facts", folder / "acme.toml", "--now", INTERVIEW_OVER)

    assert (unknown.code, unknown.out) == (2, "")
    assert "whose facts it belongs to is not known (name the file: --facts acme.toml)" in unknown.err
    assert (named.code, named.out) == (0, "1 file read: nothing is wrong.\n")


def test_a_draft_of_nothing_that_is_planned_is_passed_over(folder):
    (folder / "drafts" / "love-letter.txt").write_text("Hello", encoding="utf-8")

    answer = followkit(
        "review", folder / "drafts" / "love-letter.txt", "--facts", folder / "acme.toml", "--now", DATE_PASSED
    )

    assert answer.code == 0
    assert "love-letter.txt: passed over, nothing of this name is planned now" in answer.out


def test_findings_are_told_in_the_language_that_was_asked_for(folder):
    edit(folder, "thank-you-priya.txt", "I look forward", "[Name] I look forward")

    answer = review(folder, "--language", "de")

    assert ": Fehler: „[Name]“" in answer.out
    assert answer.lines[-1].startswith("6 Dateien gelesen: ")


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_every_channel_saves_reads_back_as_what_was_meant(language, tmp_path):
    """A letter has a head, a card an envelope, a script what to record: none of that is part of the words."""
    kinds = {"thank-you", "check-in", "closing-note", "card", "offer-acknowledgement"}
    for one in staged(language):
        for channel in CHANNELS:
            if one.scene.cast != "rich" or one.scene.occasion not in kinds or not is_served(one, channel):
                continue
            going = by(one, channel)
            note = KIT.write(going.follow_up, going.facts)
            for draft in KIT.drafts(KIT.compose(note, going.follow_up, going.facts)):
                path = tmp_path / f"{channel}{draft.suffix}"
                path.write_bytes(draft.content)
                (read,) = drafts_at([str(path)])
                again = KIT.note_from(read.text, going.follow_up, going.facts)
                assert channel in RUNS_ON or words(again) == words(note), (one.scene.occasion, channel)
                assert channel in RUNS_ON or again.salutation == note.salutation


def test_of_a_printed_form_the_text_beside_it_is_read(tmp_path):
    (tmp_path / "thanks.txt").write_text("Dear Priya,\n", encoding="utf-8")
    (tmp_path / "thanks.html").write_text("<p>Dear Sam,", encoding="utf-8")

    assert [draft.body for draft in drafts_at([str(tmp_path / "thanks.html")])] == ["Dear Priya,\n"]
    assert len(drafts_at([str(tmp_path)])) == 1
    (tmp_path / "thanks.txt").unlink()
    with pytest.raises(fk.errors.InvalidFacts, match="is no draft"):
        drafts_at([str(tmp_path / "thanks.html")])


RUNS_ON = {"phone", "text", "linkedin"}
"""Forms in which greeting and words are one text, or numbered."""


def words(note: fk.Note) -> list[str]:
    return note.body.split()


# Whatever lies there --------------------------------------------------------------------------------------------------

PERSONAL = "zyzzyva"
HOSTILE: dict[str, bytes] = {
    "empty.txt": b"",
    "nul.txt": b"Dear Priya,\n\n\x00\x1b[2Jzyzzyva\n\nDana",
    "not-utf-8.txt": b"Dear \xff\xfe Zyzzyva",
    "no-text.eml": b"Subject: x\n\n",
    "charset.eml": b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nzyzzyva",
    "broken.eml": b"Content-Type: multipart/mixed\n\n--x\nzyzzyva",
    "only-html.eml": b"Content-Type: text/html\n\n<b>zyzzyva</b>",
    "header.eml": b'Subject: =?utf-8?q?=ff=fe?=\nCc: "<,,>\n\nzyzzyva',
    "large.txt": b"a " * 600_000,
    "long.txt": b"Dear Priya,\n\n" + b"sorry " * 3_000,
    "one-word.txt": b"x" * 19_000,
    "braces.txt": b"{{ " * 6_000,
    "brackets.txt": b"[a" * 9_000,
    "spaces.txt": b"a" + b" " * 18_000 + b"b",
    "capitals.txt": b"AB " * 6_000,
    "colons.txt": b"a: b\n" * 4_000,
    "emoji.txt": "😀".encode() * 4_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_draft_holds_is_answered(name, folder):
    path = folder / "drafts" / f"thank-you-priya{Path(name).suffix}"
    path.write_bytes(HOSTILE[name])
    before = contents(folder)

    answer = followkit("review", path, "--now", INTERVIEW_OVER)

    assert answer.code in (1, 2), answer
    assert PERSONAL not in answer.err.lower()
    assert "\x1b" not in answer.out + answer.err
    assert len(answer.lines) < 60
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["none", "pipe.txt", "acme.toml", "x" * 300, "a\x1b[31m", "\udcff", "nul\0", "empty"])
def test_what_is_no_draft_is_refused(name, folder):
    os.mkfifo(folder / "pipe.txt")
    (folder / "empty").mkdir()

    answer = followkit("review", folder / name, "--now", INTERVIEW_OVER)

    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("followkit: ")
    assert "\x1b" not in answer.err


@pytest.mark.parametrize(
    "memory", [b"[]", b"{", b'{"thank-you-priya.txt": 3}', b'{"thank-you-priya.txt": {"application": "../acme"}}']
)
def test_a_memory_that_somebody_changed_leads_nowhere(memory, folder):
    (folder / "drafts" / ".followkit.json").write_bytes(memory)

    answer = followkit("review", folder / "drafts" / "thank-you-priya.txt", "--now", INTERVIEW_OVER)

    assert answer.code == 2
    assert "--facts" in answer.err


def test_the_words_of_a_draft_are_in_no_repr(folder):
    edit(folder, "thank-you-priya.txt", "I look forward", "Zyzzyva, I look forward")

    assert "zyzzyva" not in repr(drafts_at([str(folder / "drafts")])).lower()
    assert all(attrs.has(type(one)) for one in drafts_at([str(folder / "drafts")]))
