"""A review finds what a note should not go out with, and nothing in one that may."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import followkit as fk
from tests.builtin.texts import FACTS, GOOD, application, codes, follow_up, found, good, kit


def test_nothing_is_found_in_a_good_note_that_somebody_wrote():
    assert codes(GOOD, attachments=0) == {}


# What a note cannot do without ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Thank you for the hour", "I remember the hour", {"missing-part": "body"}),
        ("I would like to do\nthat work at Acme.", "That was good work.", {"missing-part": "body"}),
        ("I look forward to hearing what comes next.", "That is all for now.", {"missing-part": "body"}),
        ("about the Backend Engineer role", "about the role", {}),  # the subject names it
        ("on Thursday ", "", {"missing-day": "body"}),
        ("on Thursday ", "on June 5 ", {}),
        ("on Thursday ", "this afternoon ", {}),
        ("I would like to do\nthat work at Acme.", "I'd love to do it with you.", {}),
        ("I would like to do\nthat work at Acme.", "The role is exactly what I am looking for.", {}),
        ("I look forward to hearing what comes next.", "If anything else would help you decide, just ask.", {}),
        ("billing and the nightly cron", "your plans", {"no-point": "body"}),
        ("billing and the nightly cron", "having the bills taken off cron", {}),
        ("Backend Engineer interview", "interview", {"subject-without-role": "subject"}),
    ],
)
def test_what_a_thank_you_needs_is_missed(old, new, expected):
    assert codes(good(old, new)) == expected


def test_the_role_is_missed_where_neither_subject_nor_words_name_it():
    text = good("Backend Engineer interview", "interview").replace("Backend Engineer role", "role")

    assert codes(text) == {"missing-role": "body", "subject-without-role": "subject"}


def test_each_missing_part_is_told_with_what_it_is_for():
    (finding,) = found(good("I look forward to hearing what comes next.", "That is all for now."))

    assert finding.parameters == {"part": "next_step"}
    assert kit().tell(finding, application()) == (
        "Nothing in it seems to look forward to what comes next. Add a sentence that does."
    )


def test_a_check_in_asks_for_the_timeline():
    text = """Dear Priya,

I interviewed for the Backend Engineer role on Thursday, June 5, and I am still very interested in it. I would be glad
to do this work at Acme, and everything you told me about it made me want it more than I did before.

{}

Dana Kim
"""
    asks = "Could you tell me how the timeline looks now? I can send more whenever it helps."

    assert codes(text.format(asks), "check-in/1") == {}
    assert codes(text.format("Have you decided? I am curious to know it."), "check-in/1") == {
        "missing-part": "body",
        "impatience": "Have you decided",
    }


# Names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Dear Priya,", "Dear Prya,", {"salutation-without-name": "Dear Prya,", "name-misspelt": "Prya"}),
        ("Dear Priya,", "Dear priya,", {"name-misspelt": "priya"}),
        ("Dear Priya,", "Dear Ms Raman,", {}),
        ("Dear Priya,", "Dear Sam,", {"wrong-salutation": "Sam"}),
        ("Dear Priya,", "Dear Dana,", {"wrong-salutation": "Dana"}),
        ("Dear Priya,", "Hey Priya,", {"greeting": "Hey"}),
        ("Dear Priya,", "Good morning,", {"salutation-without-name": "Good morning,"}),
        ("Dear Priya,\n\n", "", {"no-salutation": "salutation"}),
        ("I would like", "Sam Ode and Priya Ramann know. I would like", {"name-misspelt": "Ramann"}),
        ("I would like", "Sam Ode and Priya Ramna know. I would like", {"name-misspelt": "Ramna"}),
        ("I would like", "As RAMAN said, I would like", {"name-misspelt": "RAMAN"}),
        ("at Acme.", "at Acne.", {"company-misspelt": "Acne"}),
        ("at Acme.", "at acme.", {"company-misspelt": "acme"}),
        ("at Acme.", "at Acme's office, not at example@acmee.example.", {}),
        ("Dana Kim\n", "Dana Kym\n", {}),  # three letters are too few to know what was meant
    ],
)
def test_a_name_is_written_as_the_facts_write_it(old, new, expected):
    assert codes(good(old, new)) == expected


def test_what_is_meant_is_told():
    (finding,) = (one for one in found(good("I would like", "Priya Ramann knows. I would like")))

    assert (finding.severity, finding.meant) == ("error", "Raman")
    assert kit().tell(finding, application()) == "“Ramann” is not how Raman is written. Write it as they do."


def test_a_name_that_is_an_ordinary_word_too_is_a_hint_at_most():
    facts = fk.loads(FACTS.replace("Sam Ode", "Mark Bell").replace('"Sam"', '"Mark"'), id="acme")
    text = good("I would like", "That left a mark, and it rang a bell. I would like")
    findings = kit().review_text(text, follow_up(), facts)

    assert {(one.code, one.severity) for one in findings} == {("name-misspelt", fk.Severity.HINT)}


def test_another_employer_is_found_unless_the_facts_speak_of_it_too():
    text = good("at Acme.", "at Globex, as at Northwind.")

    assert codes(text, others=["Globex", "Northwind"])["other-company"] == "Globex"
    assert sum(one.code == "other-company" for one in found(text, others=["Globex", "Northwind"])) == 1


# Slips ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gap",
    [
        "[Name]",
        "[your company]",
        "{name}",
        "{{ company }}",
        "<company>",
        "XXX",
        "xxx",
        "TODO",
        "___",
        "???",
        "%s",
        "${name}",
    ],
)
def test_a_gap_that_nobody_filled_is_an_error(gap):
    (finding,) = (one for one in found(good("at Acme", f"at {gap}")) if one.severity is fk.Severity.ERROR)

    assert (finding.code, finding.place) == ("placeholder", "paragraph-2")


def test_brackets_that_the_facts_have_are_no_gap():
    facts = attrs.evolve(application(), position="Engineer [Remote] <C++>")
    text = GOOD.replace("Backend Engineer", "Engineer [Remote] <C++>")

    assert kit().review_text(text, follow_up(), facts) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("the hour on", "the the hour on", {"doubled-word": "the the"}),
        ("the hour on", "the\nThe hour on", {"doubled-word": "the\nThe"}),
        ("the same thing", "the same. Same thing", {}),
        ("I have seen", "I had had", {}),
        ("I have seen", "I know that that is", {}),
        ("the hour", "the hour\u200b", {"hidden-character": "\u200b"}),
        ("the hour", "the \u202ehour", {"hidden-character": "\u202e"}),
    ],
)
def test_slips_of_the_keyboard_are_found(old, new, expected):
    assert codes(good(old, new)) == expected


# Lengths --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [(180, None), (181, "hint"), (200, "hint"), (201, "warning"), (300, "warning"), (301, "error")],
)
def test_a_thank_you_of_more_words_is_worse(words, expected):
    has = len(kit().note_from(GOOD, follow_up(), application()).body.split())
    more = " ".join(["word"] * (words - has))
    findings = [one for one in found(good("comes next.", f"comes next, {more}.")) if one.code == "too-long"]

    assert [one.severity for one in findings] == ([expected] if expected else [])


def test_too_few_words_are_worth_a_warning():
    text = "Dear Priya,\n\nThank you for Thursday.\n\nDana Kim"

    assert codes(text)["too-short"] == "body"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Backend Engineer: thank you for a conversation on it", {"long-subject": "subject"}),
        ("URGENT: Backend Engineer interview", {"pressure": "URGENT", "capitals": "URGENT"}),
        ("BACKEND ENGINEER INTERVIEW TODAY", {"capitals": "BACKEND ENGINEER INTERVIEW TODAY"}),
        ("Thank you for the Backend Engineer interview!", {"exclamation": "!"}),
        ("Thank you: Backend Engineer 😀", {"emoji": "😀"}),
        ("Hello", {"subject-without-role": "subject"}),
    ],
)
def test_a_subject_is_short_calm_and_names_the_role(subject, expected):
    assert codes(good("Thank you: Backend Engineer interview", subject)) == expected


def test_a_subject_that_the_role_makes_long_is_a_hint():
    facts = attrs.evolve(application(), position="Head of the Department of Infrastructure")
    text = GOOD.replace("Backend Engineer", "Head of the Department of Infrastructure")
    findings = kit().review_text(text, follow_up(), facts)

    assert [(one.code, one.severity) for one in findings] == [("long-subject", "hint")]


def test_a_text_message_has_its_own_length():
    short = attrs.evolve(follow_up(), channel="text", channel_class="short")
    text = (
        "Hello Priya, thank you for Thursday and for the Backend Engineer interview. Billing off cron stayed with me. "
    )
    note = kit().note_from(
        text + "I look forward to hearing from you, and I want the job. Dana Kim", short, application()
    )

    assert "too-many-characters" in {one.code for one in kit().review([note], application(), [short])}


# Manners --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("I am just checking in with you", "worn"),
        ("I hope this email finds you well", "worn"),
        ("I was thrilled", "gushing"),
        ("I am sorry for my answer", "apology"),
        ("I do not want to bother you", "begging"),
        ("I haven’t heard from you", "impatience"),
        ("I need an answer", "pressure"),
        ("I have another offer", "pressure"),
        ("What is the salary", "pay"),
        ("God bless you", "personal"),
        ("A small gift is on its way", "gift"),
        ("Thx", "shorthand"),
        ("Sent from my iPhone", "footer"),
        ("As an AI I cannot know", "footer"),
        ("That is great :-)", "emoji"),
        ("THIS IS THE JOB", "capitals"),
        ("PERFECTLY so", "capitals"),
    ],
)
def test_what_hurts_is_found(said, code):
    assert code in codes(good("I would like", f"{said}. I would like"))


@pytest.mark.parametrize(
    "said", ["I use HTTP and SQL", "The SQL API is fine", "I came across it", "That was regular work"]
)
def test_what_only_looks_like_it_is_not_found(said):
    hard = [one for one in found(good("I would like", f"{said}. I would like")) if one.severity is not fk.Severity.HINT]

    assert hard == []


def test_one_exclamation_mark_may_be_and_two_may_not():
    assert codes(good("comes next.", "comes next!")) == {}
    assert codes(good("comes next.", "comes next!!")) == {"exclamation": "!"}


def test_a_role_may_be_called_what_a_sentence_may_not_say():
    facts = attrs.evolve(application(), position="Compensation and Benefits Lead")
    text = GOOD.replace("Backend Engineer", "Compensation and Benefits Lead")

    assert [one.code for one in kit().review_text(text, follow_up(), facts)] in ([], ["long-subject"])


def test_what_the_facts_put_so_is_a_hint():
    facts = fk.loads(
        FACTS.replace("taking billing off the nightly cron", "the deadline of the billing move"), id="acme"
    )
    text = good("billing and the nightly cron", "the deadline of the billing move")

    assert [(one.code, one.severity) for one in kit().review_text(text, follow_up(), facts)] == [("pressure", "hint")]


OWNS_IT = """
[[events]]
kind = "missed"
interview = "panel"
at = 2025-06-05T14:15:00-04:00
minutes_late = 12
"""


def test_only_a_note_that_owns_a_slip_may_apologise():
    facts = fk.loads(FACTS + OWNS_IT, id="acme")
    plan = kit().plan(facts, now=datetime(2025, 6, 5, 18, 20, tzinfo=UTC))
    (owning,) = (one for one in plan.follow_ups if one.note == "own-delay" and one.recipient == "priya")
    text = """Dear Priya,

I was 12 minutes late for the Backend Engineer interview on Thursday, June 5, and I am sorry for the time it cost you.

Thank you for seeing me all the same.

Dana Kim
"""

    assert kit().review_text(text, owning, facts) == ()
    assert "apology" in codes(text)


# What goes with it ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_promised_is_there_and_one_that_is_there_was_asked_for():
    promised = good("I would like", "My plan is attached. I would like")

    assert codes(promised) == {"no-attachment": "attached"}
    assert codes(promised, attachments=1) == {"unasked-attachment": "body"}
    assert codes(GOOD, attachments=2) == {"unasked-attachment": "body"}


def test_a_file_that_was_asked_for_is_attached_before_sending():
    asked = attrs.evolve(follow_up(), note="requested-material", slot="requested-material")
    asked_for = "As you asked, I attach two work samples for the Backend Engineer role: see the list."
    text = f"Subject: Backend Engineer\n\nDear Priya,\n\n{asked_for}"

    def severities(**more: object) -> list[tuple[str, str]]:
        return [(one.code, one.severity) for one in kit().review_text(text, asked, application(), **more)]  # type: ignore[arg-type]

    assert severities(attachments=1) == []
    assert severities() == []
    assert severities(attachments=0) == [("no-attachment", "hint")]


def test_one_link_is_enough():
    assert codes(good("at Acme.", "at Acme: https://a.example/1")) == {}
    assert codes(good("at Acme.", "at Acme: https://a.example/1 www.b.example")) == {"several-links": "www.b.example"}


def test_nobody_else_of_the_employer_gets_a_copy():
    findings = found(GOOD, copies=["SAM@acme.example", "me@home.example", "priya@acme.example"])

    assert [(one.code, one.parameters) for one in findings] == [("copy", {"person": "sam"})]
    assert kit().tell(findings[0], application()) == "Sam Ode gets a copy. Take them out, and write to each alone."


def test_a_mailbox_the_recipient_shares_is_no_copy():
    priya, sam = application().people
    shared = attrs.evolve(sam, addresses=priya.addresses)
    facts = attrs.evolve(application(), people=(priya, shared))

    assert kit().review_text(GOOD, follow_up(), facts, copies=["priya@acme.example"]) == ()


# What nobody said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("two a week", "40 a week", {"unsupported-number": "40"}),
        ("at Acme.", "at Acme at 14:00 for 60 minutes.", {}),
        ("on Thursday", "on Thursday, not on Friday,", {"unsupported-day": "Friday"}),
        ("at Acme.", "at Acme, with Kubernetes.", {"unsupported-name": "Kubernetes"}),
        ("at Acme.", "at Acme. Kubernetes is fine.", {}),  # where every word has a capital
    ],
)
def test_a_detail_that_no_fact_has_is_a_hint(old, new, expected):
    findings = found(good(old, new))

    assert {one.code: one.said for one in findings} == expected
    assert all(one.severity is fk.Severity.HINT for one in findings)


# Pairs ----------------------------------------------------------------------------------------------------------------


def test_a_note_with_only_the_name_changed_is_found():
    other = GOOD.replace("Dear Priya", "Dear Sam").replace("billing and the nightly cron", "the on-call rota")
    mine = kit().note_from(GOOD, follow_up(), application())

    findings = found(other, "thank-you/sam", beside=[mine])
    assert [one.code for one in findings] == ["near-identical"]
    assert findings[0].parameters["other"] == "thank-you/priya"


def test_two_of_our_own_notes_to_one_panel_are_two():
    follow_ups = [follow_up("thank-you/priya"), follow_up("thank-you/sam")]
    notes = [kit().write(one, application()) for one in follow_ups]

    assert kit().review(notes, application(), follow_ups) == ()
    twins = [notes[0], attrs.evolve(notes[0], handle="thank-you/sam", key=notes[1].key, recipient="sam")]
    assert "near-identical" in {one.code for one in kit().review(twins, application(), follow_ups)}


# Shapes ---------------------------------------------------------------------------------------------------------------


def test_a_fact_of_the_wrong_shape_is_found_where_our_note_says_it():
    facts = fk.loads(
        FACTS.replace("taking billing off the nightly cron", "We talked about the nightly cron"), id="acme"
    )
    plan = kit().plan(facts, now=datetime(2025, 6, 5, 21, 10, tzinfo=UTC))
    one = next(one for one in plan.follow_ups if one.handle == "thank-you/priya")
    findings = kit().review([kit().write(one, facts)], facts, [one])

    assert [(finding.code, finding.place) for finding in findings] == [("point-is-a-sentence", "key_point")]


# What a finding shows -------------------------------------------------------------------------------------------------


def test_a_finding_shows_no_words_of_the_note():
    findings = found(GOOD.replace("Priya", "Zyzzyva").replace("at Acme", "at [Zyzzyva] Zyzzyva Zyzzyva"))

    assert findings
    assert "zyzzyva" not in repr(findings).lower()


def test_every_finding_is_about_the_words_at_its_span():
    text = good("I would like", "I am just checking in in June; sorry, Ramann. I would like")
    note = kit().note_from(text, follow_up(), application())
    passages = {part.name: part.text for part in note.parts}

    for one in found(text):
        assert one.span is not None
        assert passages[one.place][slice(*one.span)] == one.said


# Whatever is written --------------------------------------------------------------------------------------------------

SCRAPS = [
    "Dear Priya,\n\n",
    "Priya",
    "acme",
    "s",
    "'s",
    "{{",
    "}}",
    "[x]",
    "!!",
    "😀",
    "https://a",
    "@",
    "--\n",
    "\n\n",
    "5",
    "ß",
]
WRITTEN = st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=12)), max_size=30).map(" ".join)


@given(text=WRITTEN, other=st.text(max_size=8))
def test_whatever_is_written_is_reviewed_and_told_and_no_check_fails(text, other):
    beside: dict[str, Any] = {
        "others": [other, ""],
        "copies": [other],
        "beside": [kit().note_from(GOOD, follow_up(), application())],
    }
    try:
        findings = found(text, **beside)
    except fk.errors.WordsError:
        return
    assert "check-failed" not in {one.code for one in findings}
    assert all(kit().tell(one, application()) for one in findings)
    assert findings == found(text, **beside)
