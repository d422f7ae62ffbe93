"""A brief says what is asked of a note; what somebody writes from it passes, and goes out in the form of a channel."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

import followkit as fk
from tests.builtin.texts import FACTS, application, follow_up, kit


@pytest.fixture(scope="module")
def brief():
    return kit().brief(follow_up(), application())


def test_it_says_to_whom_how_and_in_which_parts(brief):
    assert (brief.kind, brief.language, brief.register, brief.channel) == ("thank-you", "en", "warm", "email")
    assert (brief.recipient, brief.called) == ("priya", "Priya")
    must = [part.name for paragraph in brief.paragraphs for part in paragraph if not part.optional]
    assert must == ["thanks", "key_point", "interest", "next_step", "offer"]
    assert all(part.purpose for paragraph in brief.paragraphs for part in paragraph)


def test_it_names_the_facts_that_may_be_said_and_those_that_must(brief):
    assert brief.facts["position"] == "Backend Engineer"
    assert brief.facts["day"] == "Thursday, June 5"
    assert brief.facts["point"] == "taking billing off the nightly cron"
    assert set(brief.musts) == {"position", "day", "point"}


def test_it_gives_the_limits_and_what_not_to_say(brief):
    assert (brief.words, brief.sentences, brief.subject) == ((50, 180), (3, 8), 50)
    assert {"just check*", "sorry", "salar*"} <= set(brief.banned)


def test_a_kind_that_may_apologise_is_not_told_not_to():
    owning = attrs.evolve(follow_up(), note="own-delay", slot="apology")

    assert "sorry" not in kit().brief(owning, application()).banned


def test_what_is_not_known_is_asked_and_never_made_up():
    facts = fk.loads(FACTS.replace('talked_about = ["taking billing off the nightly cron"]\n', ""), id="acme")
    plan = kit().plan(facts, now=datetime(2025, 6, 5, 21, 10, tzinfo=UTC))
    one = next(one for one in plan.follow_ups if one.handle == "thank-you/priya")
    told = kit().brief(one, facts)

    assert [question.code for question in told.questions] == ["talked-about"]
    assert "point" not in told.facts
    assert "What did Priya Raman talk about" in told.as_prompt()


def test_nothing_personal_is_shown_by_repr(brief):
    assert not {"Raman", "billing", "Dana", "Northwind"} & set(repr(brief).replace("'", " ").split())


def test_it_can_be_handed_on_as_text(brief):
    text = brief.as_prompt()

    assert text.startswith("Write one note to Priya: thank-you, as e-mail. Language: en. Tone: warm")
    assert "1. name one thing from this very conversation\n" in text
    assert "- (has to be in it) what they talked about: taking billing off the nightly cron\n" in text
    assert "50 to 180 words" in text
    assert "“Subject: …”" in text


def test_it_is_told_in_the_language_of_the_candidate_and_asks_for_that_of_the_recipient():
    german = attrs.evolve(application(), me=attrs.evolve(application().me, language="de"))
    people = tuple(attrs.evolve(one, language="en") for one in german.people)
    told = kit().brief(follow_up(), attrs.evolve(german, people=people))

    assert told.language == "en"
    assert "Nachricht" in told.as_prompt()
    assert "sorry" in told.banned


WRITTEN = """\
Subject: Thank you for the Backend Engineer interview

Dear Priya,

Thank you for talking with me on Thursday about the Backend Engineer role. Taking billing off the nightly cron is a
change I would like to be part of, and I liked how openly you spoke about what it will cost.

At Northwind I moved invoicing from a nightly batch to a queue; late invoices fell to two a week. I am very interested
in this job.

I look forward to the next step.

Best regards,
Dana Kim
"""


def test_what_is_written_from_a_brief_and_edited_goes_out_as_an_e_mail(brief):
    draft = WRITTEN.replace("I am very interested", "Sorry to bother you, [Name], I am very interested")
    assert {one.code for one in kit().review_text(draft, follow_up(), application())} == {
        "apology",
        "begging",
        "placeholder",
    }

    assert kit().review_text(WRITTEN, follow_up(), application()) == ()
    note = kit().note_from(WRITTEN, follow_up(), application())
    message = kit().compose(note, follow_up(), application())

    assert message.subject == "Thank you for the Backend Engineer interview"
    assert [one.address for one in message.recipients] == ["priya@acme.example"]
    assert "what it will cost" in message.body
    assert kit().drafts(message)[0].suffix == ".eml"
