"""``record`` appends one block and keeps every other byte; ``undo`` gives back exactly what was there."""

from __future__ import annotations

import stat
import tomllib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit.__main__ import COMMANDS
from followkit._commands.event_block import appended, taken_back
from followkit._commands.event_words import ABOUT, ALIASES, AS_MADE, MEANT, OPTIONS
from followkit._core.events import KINDS, Called, Sent
from tests.commands.session import ACME, DATE_PASSED, INTERVIEW_OVER, contents, followkit

NOW = ("--now", INTERVIEW_OVER)


@pytest.fixture
def acme(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_text(ACME, encoding="utf-8")
    return file


# What is recorded ---------------------------------------------------------------------------------------------------


def test_what_was_sent_stands_at_the_end_of_the_file_and_nothing_else_changes(acme):
    followkit("record", acme, "sent", "thank-you/priya", *NOW)

    assert acme.read_text(encoding="utf-8") == ACME + (
        '\n[[events]]\nkind = "sent"\nat = 2025-06-05T17:10:00-04:00\nfollow_up = "thank-you/priya"\n'
        'to = "priya"\ninterview = "panel"\nchannel = "email"\n'
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["reply", "priya"], {"kind": "replied", "by": "priya"}),
        (["replied", "--reply", "still deciding", "--by", "sam"], {"reply": "still deciding", "by": "sam"}),
        (["promised", "priya", "--says", 'end of "next" week'], {"kind": "promised", "says": 'end of "next" week'}),
        (["promise", "--decision-by", "2025-06-20"], {"decision_by": date(2025, 6, 20)}),
        (["Out-of-Office", "sam", "--until", "2025-06-20"], {"kind": "out-of-office", "person": "sam"}),
        (["no contact"], {"kind": "asked-not-to-contact"}),
        (["rescheduled", "--start", "2025-06-09T09:00", "--minutes", "45"], {"interview": "panel", "minutes": 45}),
        (["cancel", "panel"], {"kind": "cancelled", "interview": "panel"}),
        (["invited", "priya", "--on", "2025-06-10", "--channel", "phone"], {"kind": "invited", "channel": "phone"}),
        (["offer", "--respond-by", "2025-06-20"], {"kind": "offered"}),
        (["rejection", "priya"], {"kind": "rejected", "by": "priya"}),
        (["withdraw"], {"kind": "withdrew"}),
        (["stop"], {"kind": "stopped"}),
        (["submitted", "--what", "the take-home"], {"what": "the take-home"}),
        (
            ["requested", "priya", "--what", "your transcript", "--due", "2025-06-10", "--channel", "phone"],
            {"kind": "requested", "by": "priya", "what": "your transcript", "due": date(2025, 6, 10)},
        ),
        (["take-home", "sam", "--what", "the pricing exercise"], {"kind": "assigned", "by": "sam"}),
        (["references", "priya"], {"kind": "references-requested", "by": "priya"}),
        (
            ["bounce", "priya", "--address", "priya@acme.example"],
            {"kind": "bounced", "person": "priya", "address": "priya@acme.example"},
        ),
        (["no show"], {"kind": "no-show", "interview": "panel"}),
        (["didn't come", "panel"], {"kind": "no-show", "interview": "panel"}),
        (["cannot attend"], {"kind": "cannot-attend", "interview": "panel"}),
        (["was late", "panel", "--minutes-late", "20"], {"kind": "missed", "minutes_late": 20}),
        (["missed"], {"kind": "missed", "interview": "panel"}),
        (
            ["pledged", "sam", "--on", "2025-06-12", "--what", "the figures on queue depth", "--channel", "email"],
            {"kind": "pledged", "to": "sam", "on": date(2025, 6, 12), "channel": "email"},
        ),
        (
            ["forgot", "--what", "I have also run Kafka in production."],
            {"kind": "forgot", "what": "I have also run Kafka in production."},
        ),
        (["forgot", "--what", "A queue would do.", "--answers"], {"answers": True}),
        (["wrong name", "sam"], {"kind": "misnamed", "person": "sam"}),
        (["rejected", "priya", "--channel", "phone"], {"by": "priya", "channel": "phone"}),
        (["more time", "--until", "2025-06-20"], {"kind": "needs-time", "until": date(2025, 6, 20)}),
        (
            ["another offer", "globex", "--respond-by", "2025-06-20"],
            {"kind": "competing-offer", "application": "globex", "respond_by": date(2025, 6, 20)},
        ),
        (["decided", "accept"], {"kind": "decided", "to": "accept"}),
        (["decide", "turn down"], {"kind": "decided", "to": "decline"}),
        (["accept"], {"kind": "accepted"}),
        (["declined"], {"kind": "declined"}),
        (["took another job"], {"kind": "accepted-elsewhere"}),
        (["snoozed", "--until", "2025-07-01"], {"kind": "snoozed", "until": date(2025, 7, 1)}),
        (["snooze", "check-in", "--until", "2025-07-01"], {"kind": "snoozed", "follow_up": "check-in"}),
        (["dismissed", "thank-you/sam"], {"kind": "dismissed", "follow_up": "thank-you/sam"}),
        (["dismiss", "check-in/2"], {"kind": "dismissed", "follow_up": "check-in/2"}),
        (["replied", "priya", "--reply", "paused", "--channel", "phone"], {"reply": "on hold", "channel": "phone"}),
        (["rescheduled", "--start", "2025-06-09T09:00", "--by", "sam"], {"interview": "panel", "by": "sam"}),
    ],
)  # fmt: skip
def test_whatever_happened_can_be_recorded_and_taken_back(acme, typed, told):
    answer = followkit("record", acme, *typed, *NOW)

    assert answer.code == 0, answer.err
    event = tomllib.loads(acme.read_text(encoding="utf-8"))["events"][-1]
    assert told.items() <= event.items()
    assert fk.load(acme).events[-1].kind == event["kind"]
    assert followkit("record", acme, "undo").code == 0
    assert acme.read_text(encoding="utf-8") == ACME


def test_a_call_names_what_came_of_it(acme):
    followkit("record", acme, "called", "thank-you/priya", "--outcome", "will ask", "--channel", "phone", *NOW)

    assert 'outcome = "will ask"' in acme.read_text(encoding="utf-8")
    assert isinstance(fk.load(acme).events[0], fk.events.Called)


def test_a_call_that_nobody_took_says_that_a_message_was_left(acme):
    followkit("record", acme, "called", "thank-you/priya", "--voicemail", *NOW)

    (call,) = tomllib.loads(acme.read_text(encoding="utf-8"))["events"]
    assert (call["kind"], call["to"], call["voicemail"]) == ("called", "priya", True)


def test_what_was_sent_of_ones_own_accord_says_what_it_was_for(acme):
    typed = ("sent", "--contact", "thanks", "--to", "sam", "--interview", "panel")

    answer = followkit("record", acme, *typed, *NOW)

    assert answer.code == 0, answer.err
    assert "already recorded" in followkit("record", acme, *typed, "--now", "2025-06-05T18:30").out
    (sent,) = tomllib.loads(acme.read_text(encoding="utf-8"))["events"]
    assert {"contact": "courtesy", "to": "sam", "interview": "panel"}.items() <= sent.items()
    assert "follow_up" not in sent
    assert "thank-you/sam" not in followkit("plan", acme, *NOW).out


@pytest.mark.parametrize("more", [[], ["--channel", "email"], ["--address", "priya@acme.example"]])
def test_the_address_a_message_came_back_from_is_the_one_in_the_file_and_is_not_used_again(acme, more):
    assert "thank-you/priya" in followkit("plan", acme, *NOW).out

    followkit("record", acme, "bounced", "priya", *more, *NOW)

    (bounce,) = tomllib.loads(acme.read_text(encoding="utf-8"))["events"]
    assert bounce["address"] == "priya@acme.example"
    assert "thank-you/priya" not in followkit("plan", acme, *NOW).out
    corrected = acme.read_text(encoding="utf-8").replace('email = "priya@acme', 'email = "p.raman@acme')
    acme.write_text(corrected, encoding="utf-8")
    assert "thank-you/priya" in followkit("plan", acme, *NOW).out


def test_what_bounced_on_a_way_without_an_address_names_none(acme):
    followkit("record", acme, "bounced", "sam", "--channel", "phone", *NOW)

    (bounce,) = tomllib.loads(acme.read_text(encoding="utf-8"))["events"]
    assert "address" not in bounce


def test_what_was_handed_in_names_the_request_it_answers(acme):
    for what in ("your transcript", "a portfolio"):
        followkit("record", acme, "requested", "priya", "--what", what, *NOW)
    first, second = (event.id for event in fk.load(acme).events)

    answer = followkit("record", acme, "submitted", "--regarding", second, "--now", "2025-06-06T09:00")

    assert answer.code == 0, answer.err
    assert tomllib.loads(acme.read_text(encoding="utf-8"))["events"][-1]["regarding"] == second != first


def test_what_was_sent_says_which_request_it_answered_as_the_plan_knows(acme):
    followkit("record", acme, "requested", "priya", "--what", "your transcript", "--now", "2025-06-09T10:00")
    (request,) = fk.load(acme).events

    answer = followkit("record", acme, "sent", "requested-material/1", "--now", "2025-06-09T11:00")

    assert answer.code == 0, answer.err
    assert tomllib.loads(acme.read_text(encoding="utf-8"))["events"][-1]["regarding"] == request.id


def test_what_was_dismissed_can_be_named_again(acme):
    followkit("record", acme, "dismissed", "check-in/1", *NOW)

    again = followkit("record", acme, "dismissed", "check-in/1", "--now", "2025-06-05T18:30")

    assert "already recorded" in again.out


def test_a_note_for_several_people_names_them(acme):
    text = ACME.replace('email = "sam@acme.example"', 'contact = { direct = "via recruiter" }')
    text = text.replace('role = "hiring manager"', 'contact = { direct = "via recruiter" }')
    text += '\n[people.rae]\nname = "Rae Lind"\nemail = "rae@acme.example"\nrole = "recruiter"\n'
    acme.write_text(text, encoding="utf-8")

    answer = followkit("record", acme, "sent", "thank-you/panel/all", *NOW)

    assert answer.code == 0, answer.err
    assert fk.load(acme).events[0].people == ("rae", "priya", "sam")
    assert "thank-you" not in followkit("plan", acme, *NOW).out


def test_what_was_sent_late_is_found_in_the_plan_of_that_time(acme):
    answer = followkit("record", acme, "sent", "thank-you/priya", "--at", INTERVIEW_OVER, "--now", "2025-08-30T10:00")

    assert answer.code == 0, answer.err


def test_what_happens_now_is_seen_from_home(acme):
    followkit("record", acme, "withdrew", "--now", "2025-06-05T21:10:42Z")

    assert "at = 2025-06-05T17:10:00-04:00" in acme.read_text(encoding="utf-8")


# Twice is once ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", [["sent", "thank-you/priya"], ["reply", "priya"], ["promised", "--says", "next week"]]
)
def test_recording_the_same_thing_again_changes_nothing(acme, typed):
    followkit("record", acme, *typed, *NOW)
    once = acme.read_bytes()

    again = followkit("record", acme, *typed, "--now", "2025-06-05T18:30")

    assert again.code == 0
    assert "already recorded" in again.out
    assert acme.read_bytes() == once


def test_a_second_reply_is_recorded_where_its_time_is_said_or_on_another_day(acme):
    for more in (NOW, (*NOW, "--at", "2025-06-05T16:00"), ("--now", DATE_PASSED)):
        followkit("record", acme, "reply", "priya", *more)

    assert len(fk.load(acme).events) == 3


# What the plan makes of it ------------------------------------------------------------------------------------------

MOVED = ["rescheduled", "panel", "--start", "2025-06-10T14:00", "--at", "2025-06-05T18:00"]


@pytest.mark.parametrize("more", [["--at", "2025-06-10T17:30"], ["--now", "2025-06-10T17:30"]])
def test_thanks_for_the_meeting_that_was_held_are_new_though_some_went_out_before_it_was_moved(acme, more):
    followkit("record", acme, "sent", "thank-you/priya", "--at", INTERVIEW_OVER)
    followkit("record", acme, *MOVED)
    assert "thank-you/priya" in followkit("plan", acme, "--now", "2025-06-10T17:30").out

    answer = followkit("record", acme, "sent", "thank-you/priya", *more)

    assert answer.out == f"{acme}: recorded: sent thank-you/priya, 2025-06-10 17:30-04:00\n"
    assert "thank-you/priya" not in followkit("plan", acme, "--now", "2025-06-10T17:30").out
    again = followkit("record", acme, "sent", "thank-you/priya", "--at", "2025-06-10T17:45")
    assert "already recorded" in again.out


@pytest.mark.parametrize("at", ["2025-06-05T14:30", "2025-06-04T10:00"])
def test_thanks_dated_before_the_interview_ended_are_recorded_and_said_not_to_count(acme, at):
    early = followkit("record", acme, "sent", "thank-you/priya", "--at", at)

    assert early.code == 0
    assert "recorded, but it does not count, it is dated before the interview ended: sent thank-you/priya" in early.out
    assert len(fk.load(acme).events) == 1
    assert "already recorded" in followkit("record", acme, "sent", "thank-you/priya", "--at", at).out
    counts = followkit("record", acme, "sent", "thank-you/priya", *NOW)
    assert counts.out == f"{acme}: recorded: sent thank-you/priya, 2025-06-05 17:10-04:00\n"


def test_a_note_for_the_meeting_before_it_was_moved_is_said_not_to_count_when_it_is_recorded_later(acme):
    followkit("record", acme, *MOVED)

    late = followkit("record", acme, "sent", "thank-you/priya", "--at", INTERVIEW_OVER)

    assert "it does not count" in late.out


def test_what_was_sent_before_it_was_over_can_be_recorded_afterwards(acme):
    followkit("record", acme, "rejected", "--at", "2025-06-12T10:00")

    for handle in ("thank-you/priya", "check-in/1"):
        assert followkit("record", acme, "sent", handle, "--at", "2025-06-09T10:00").code == 0


def test_a_follow_up_goes_out_once_whenever_that_was(acme):
    followkit("record", acme, "sent", "thank-you/priya", *NOW)
    once = acme.read_bytes()

    for at in ("2025-06-05T16:40", "2025-06-05T17:30", "2025-06-09T10:00"):
        assert "already recorded" in followkit("record", acme, "sent", "thank-you/priya", "--at", at).out
    assert acme.read_bytes() == once


def test_a_step_that_is_recorded_before_its_time_is_recorded_and_the_plan_says_what_it_makes_of_it(acme):
    answer = followkit("record", acme, "sent", "check-in/2", "--at", DATE_PASSED)

    assert answer.code == 0
    assert answer.out.endswith("; the plan asks for another of this name\n")
    assert "check-in/2" in followkit("plan", acme, "--now", DATE_PASSED).out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(word, "thank-you") for word in ("thanks", "thank you", "thank-you", "Thank_You", "notes")]
    + [(word, "calls") for word in ("calls", "call", "phone", "Phone-Calls")],
)
def test_what_somebody_wants_to_be_spared_is_recorded_in_the_word_that_the_rules_know(acme, typed, meant):
    followkit("record", acme, "asked not to contact", "--only", typed, *NOW)

    assert tomllib.loads(acme.read_text(encoding="utf-8"))["events"][0]["only"] == meant


# What is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["sent", "thank-you/pria"], "did you mean thank-you/priya?"),
        (["sent", "priya"], "did you mean thank-you/priya?"),
        (["sent"], "one of: thank-you/priya"),
        (["sent", "THANK-YOU/Priya"], "did you mean thank-you/priya?"),
        (["sent", "thank-you/priya/²"], "did you mean thank-you/priya?"),
        (["sent", "thank-you/nobody"], "did you mean thank-you/priya?"),
        (["sent", "/"], "one of: thank-you/priya"),
        (["sent", ""], "one of: thank-you/priya"),
        (["no contact", "--only", "cals"], "--only: 'cals' is not known here (did you mean calls?)"),
        (["no contact", "--only", "mail"], "(one of: thank-you, calls)"),
        (["no contact", "--only", ""], "(one of: thank-you, calls)"),
        (["sent", "dana@example.org"], "is called that"),
        (["snet", "thank-you/priya"], "did you mean sent?"),
        (["reply", "pria"], "did you mean priya?"),
        (["reply", "--by", "pria"], "--by: no person in the file is called 'pria' (did you mean priya?)"),
        (["reply", "--reply", "perhaps"], "--reply: 'perhaps' is not known here"),
        (["withdrew", "priya"], "about nobody in particular"),
        (["rejected", "--until", "2025-06-20"], "--until: means nothing for rejected (it takes --by, --channel)"),
        (["promised"], "--decision-by"),
        (["promised", "--decision-by", "Friday"], "--decision-by: is no date"),
        (["out-of-office", "sam"], "add --until"),
        (["out-of-office", "--until", "2025-06-20"], "name it after out-of-office"),
        (["rescheduled", "--start", "soon"], "--start: is no moment"),
        (["rescheduled", "--start", "2025-06-05T10:00-09:00", "--zone", "Mars/Base"], "no time zone we know"),
        (["withdrew", "--at", "2025-06-06T10:00"], "--at: lies in the future"),
        (["promised", "--says", "x\udcff"], "cannot be written"),
        (["rescheduled", "--start", "2025-06-09T10:00-09:00", "--zone", "America/New_York"], "is not that of"),
        (["sent", "thank-you/priya", "--contact", "status"], "--contact: is for what was not planned"),
        (["sent", "--contact", "stat"], "--contact: 'stat' is not known here (did you mean status?)"),
        (["sent", "--contact", "status", "--to", "sam@acme.example"], "--to: no person in the file is called that"),
        (["sent", "thank-you/priya", "--voicemail"], "--voicemail: means nothing for sent"),
        (["decided"], "name it after decided"),
        (["decided", "acept"], "'acept' is not known here (did you mean accept?)"),
        (["dismissed"], "name it after dismissed"),
        (["dismissed", "thank-you/pria"], "did you mean thank-you/priya?"),
        (["dismissed", "thank-yous"], "did you mean thank-you?"),
        (["snoozed", "check-in"], "add --until"),
        (["snoozed", "chekc-in", "--until", "2025-07-01"], "did you mean check-in?"),
        (["pledged", "sam"], "add --on"),
        (["forgot"], "add --what"),
        (["forgot", "--what", " "], "--what: is empty"),
        (["missed", "--minutes-late", "0"], "--minutes-late: is no length"),
        (["no show", "pannel"], "did you mean panel?"),
        (["submitted", "--regarding", "requested-1"], "--regarding: no event in the file is called 'requested-1'"),
        (["requested", "--due", "soon"], "--due: is no date"),
        (["another offer", "x\udcff"], "cannot be written"),
        (["undo"], "does not end with an event that was recorded here"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_cure_and_changes_nothing(acme, typed, said):
    before = contents(acme.parent)

    answer = followkit("record", acme, *typed, *NOW)

    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""
    assert "example.org" not in answer.err
    assert contents(acme.parent) == before


def test_a_file_that_would_grow_too_large_stays_as_it_is(acme):
    full = ACME + "#" * (64 * 1024 - len(ACME.encode()) - 1) + "\n"
    acme.write_text(full, encoding="utf-8")

    answer = followkit("record", acme, "withdrew", *NOW)

    assert answer.code == 2
    assert "more than 64 kB" in answer.err
    assert acme.read_text(encoding="utf-8") == full


def test_other_formats_and_lists_of_events_are_refused(tmp_path):
    json, listed = tmp_path / "acme.json", tmp_path / "acme.toml"
    json.write_text('{"id": "acme"}', encoding="utf-8")
    listed.write_text('events = [{ kind = "withdrew", at = 2025-06-05T17:00:00Z }]\n', encoding="utf-8")
    before = contents(tmp_path)

    answers = [followkit("record", file, "withdrew", "--now", "2025-06-09T10:00Z") for file in (json, listed)]

    assert [answer.code for answer in answers] == [2, 2]
    assert "in .toml files only" in answers[0].err
    assert "write each one as a block of its own" in answers[1].err
    assert contents(tmp_path) == before


def test_a_write_protected_file_stays_as_it_is(acme):
    acme.chmod(0o400)

    answer = followkit("record", acme, "withdrew", *NOW)

    assert answer.code == 2
    assert answer.err == f"followkit: {acme}: is write-protected\n"
    assert acme.read_text(encoding="utf-8") == ACME
    assert contents(acme.parent).keys() == {"acme.toml"}


def test_permissions_and_links_stay(acme):
    acme.chmod(0o640)
    link = acme.parent / "linked.toml"
    link.symlink_to(acme)

    followkit("record", link, "withdrew", *NOW)

    assert link.is_symlink()
    assert stat.S_IMODE(acme.stat().st_mode) == 0o640
    assert acme.read_text(encoding="utf-8") != ACME


def test_undo_leaves_alone_what_was_written_by_hand(acme):
    by_hand = ACME + '\n[[events]]\nkind = "withdrew"   # on the phone\nat = 2025-06-05T17:10:00-04:00\n'
    acme.write_text(by_hand, encoding="utf-8")

    assert followkit("record", acme, "undo").code == 2
    assert acme.read_text(encoding="utf-8") == by_hand


# The words and options are the events' own --------------------------------------------------------------------------


def test_every_kind_has_its_word_and_no_word_means_two():
    words = [word for kind, aliases in ALIASES.items() for word in (kind, *aliases)]

    assert {kind.replace("-", " ") for kind in KINDS} == set(ALIASES)
    assert len(words) == len(set(words))
    assert ABOUT.keys() <= KINDS.keys()


@pytest.mark.parametrize("words", MEANT)
def test_every_word_of_a_field_can_be_typed_and_none_means_two(words):
    typed = [word for aliases in MEANT[words].values() for word in aliases]

    assert set(MEANT[words]) == set(words)
    assert len(typed) == len(set(typed))
    assert all(word.replace("-", " ") in MEANT[words][word] for word in words)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_an_event_can_be_typed(kind):
    fields = {field.name for field in attrs.fields(KINDS[kind])} - {"at", "id", "key"}
    planned = set(AS_MADE) if KINDS[kind] in (Sent, Called) else set()

    assert fields - set(OPTIONS) <= {ABOUT.get(kind), *planned}
    assert ABOUT.get(kind) in {*fields, None}


def test_every_option_is_a_field_of_some_event():
    fields = {field.name for event in KINDS.values() for field in attrs.fields(event)}
    typed = {flags[0].removeprefix("--").replace("-", "_") for flags, _ in COMMANDS["record"][1]}

    assert set(OPTIONS) <= typed & fields


# Whatever the file holds --------------------------------------------------------------------------------------------

comments = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(lambda text: f"# {text}")
lines = st.lists(
    comments | st.sampled_from(["", "   ", 'company = "A"', "[people.a]", "[x.y]", "[[events]]x"]), max_size=6
)


@given(
    lines=lines,
    ends=st.lists(st.sampled_from(["\n", "\r\n"]), min_size=6, max_size=6),
    last=st.booleans(),
    bom=st.booleans(),
)
def test_undo_gives_back_every_byte(lines, ends, last, bom):
    """Any comments, any line ends, with or without one at the end."""
    text = "".join(line + end for line, end in zip(lines, ends, strict=False))
    text = text if last else text.removesuffix("\n").removesuffix("\r")
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    try:
        tomllib.loads(text)
    except ValueError:
        assume(False)
    event = {"kind": "promised", "says": 'a "word"\n\\ \x7f [[events]]'}

    longer = appended(data, event)

    assert longer.startswith(data)
    assert tomllib.loads(longer.decode("utf-8-sig"))["events"] == [event]
    assert taken_back(longer) == (data, event)


@settings(max_examples=20)
@given(says=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), comment=comments)
def test_any_words_are_recorded_as_they_were_said_or_refused(says, comment):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "acme.toml"
        file.write_bytes((ACME + comment).encode())

        answer = followkit("record", file, "promised", f"--says={says}", *NOW)

        if answer.code == 0:
            assert tomllib.loads(file.read_bytes().decode())["events"][0]["says"] == says
            assert followkit("record", file, "undo").code == 0
        assert file.read_bytes() == (ACME + comment).encode()
