"""Texts, LinkedIn and the post are used only as far as is welcome (CH-07, CH-09, CH-11)."""

from __future__ import annotations

import attrs
import pytest

import followkit as fk
from followkit.errors import TooLong
from followkit.testing import assert_scenarios
from tests.rulebook.dana import PRIYA, application, at, interview, one, refusals

PROVES = {
    "test_nobody_is_texted_who_did_not_text_first_or_ask_for_it": ["CH-07", "TY-15"],
    "test_a_linkedin_note_keeps_to_two_hundred_characters": ["CH-09"],
    "test_a_linkedin_note_that_is_too_long_is_refused_and_not_cut": ["CH-09"],
    "test_words_of_ones_own_that_are_too_long_for_linkedin_are_refused_and_not_cut": ["CH-09"],
    "test_nobody_gets_a_letter_who_did_not_write_one_or_ask_for_it": ["CH-12"],
    "test_a_card_goes_besides_the_e_mail_where_there_is_time_for_the_post": ["CH-11"],
}


KIT = fk.Kit()

# Sanna is interviewed at Kallio Ferries in Helsinki. September 2026: 10 Thu, 11 Fri, 14 Mon, 18 Fri, 21 Mon, 22 Tue. No
# working day of the month is closed in Finland.
FACTS = """
[facts]
company = "Kallio Ferries"
position = "Route Planner"
country = "FI"
me = { name = "Sanna Laine", email = "sanna@example.org" }
interviews.talk = { start = 2026-09-10T10:00:00, minutes = 60, zone = "Europe/Helsinki", with = ["aki"] }

[facts.people.aki]
name = "Aki Salo"
role = "hiring manager"
addresses = { text = "+358 40 555 0117", post = "Laivakatu 1, Helsinki" }
talked_about = ["the winter timetable"]
"""

TEXTS = """
[[scenario]]
name = "A number is no invitation to text: nothing goes, and an address is asked for"
now = 2026-09-22T12:00:00
absent = ["check-in", "thank-you"]
refused = { check-in-no-date = ["unreachable", "no-email"] }
asks = ["address"]

[[scenario]]
name = "Thanks are no matter for a text, not even to who said 'text me': a text is for hours and links"
facts.people.aki.contact.channels = { text = "invited" }
now = 2026-09-10T13:00:00
absent = ["thank-you"]
refused = { thank-you = ["unreachable", "no-email", "channel-not-invited"] }

[[scenario]]
name = "Nor is a question about their decision"
facts.people.aki.contact.channels = { text = "invited" }
now = 2026-09-22T12:00:00
absent = ["check-in"]
refused = { check-in-no-date = ["unreachable", "no-email"] }

[[scenario]]
name = "Nor thanks on the evening on which they decide: that is said by e-mail or not at all"
facts.people.aki.contact.channels = { text = "invited" }
facts.interviews.talk.start = 2026-09-10T18:30:00
facts.decision_by = 2026-09-10
now = 2026-09-10T19:35:00
absent = ["thank-you"]
refused = { thank-you-tonight = ["unreachable", "no-email"] }

[[scenario]]
name = "Who asked for something in a text is answered in a text"
events = [{ kind = "requested", at = 2026-09-11T11:00:00, by = "aki", what = "your start date", channel = "text" }]
now = 2026-09-11T13:00:00
expect."requested-material/1" = { at = "Fri 2026-09-11 13:00", channel = "text" }

[[scenario]]
name = "Who said 'text me' is told by text that you are late, and not by e-mail"
facts.people.aki.email = "aki@kallio.example"
facts.people.aki.contact.channels = { text = "invited" }
events = [{ kind = "missed", at = 2026-09-10T10:05:00, interview = "talk" }]
now = 2026-09-10T10:05:00
expect."apology/1" = { at = "Thu 2026-09-10 10:05", channel = "text" }

[[scenario]]
name = "So is who texted before, for that is how one asks for texts"
now = 2026-09-10T10:05:00
facts.people.aki.email = "aki@kallio.example"
[[scenario.events]]
kind = "requested"
at = 2026-09-08T11:00:00
by = "aki"
what = "your start date"
channel = "text"
[[scenario.events]]
kind = "missed"
at = 2026-09-10T10:05:00
interview = "talk"
[scenario.expect."apology/1"]
at = "Thu 2026-09-10 10:05"
channel = "text"

[[scenario]]
name = "Who did neither is not, however late it gets: it is written by e-mail"
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "missed", at = 2026-09-10T10:05:00, interview = "talk" }]
now = 2026-09-10T10:05:00
expect."apology/1" = { at = "Thu 2026-09-10 10:05", channel = "email" }

[[scenario]]
name = "Nobody is texted after eight in the evening, not even about the day after"
facts.people.aki.contact.channels = { text = "invited" }
facts.interviews.talk.start = 2026-09-11T09:00:00
events = [{ kind = "cannot-attend", at = 2026-09-10T20:30:00, interview = "talk" }]
now = 2026-09-10T20:35:00
expect."reschedule-request/1" = { at = "Fri 2026-09-11 08:00", channel = "text" }
"""

LETTERS = """
[[scenario]]
name = "A postal address is no invitation to a letter"
now = 2026-09-10T13:00:00
absent = ["thank-you"]
refused = { thank-you = ["unreachable", "no-email", "channel-not-invited"] }

[[scenario]]
name = "Who likes paper, and has no e-mail here, is thanked by letter"
facts.people.aki.contact.channels = { letter = "invited" }
now = 2026-09-10T11:10:00
expect."thank-you/aki" = { at = "Thu 2026-09-10 13:00", channel = "letter" }

[[scenario]]
name = "An e-mail comes first even then: a letter takes days"
facts.people.aki.contact.channels = { letter = "invited" }
facts.people.aki.email = "aki@kallio.example"
now = 2026-09-10T11:10:00
expect."thank-you/aki" = { at = "Thu 2026-09-10 13:00", channel = "email" }

[[scenario]]
name = "Who said no by letter is answered by letter"
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "rejected", at = 2026-09-14T11:00:00, by = "aki", channel = "letter" }]
now = 2026-09-14T12:00:00
expect."rejection-reply/1" = { channel = "letter" }

[[scenario]]
name = "Who offered by letter is thanked by e-mail: that cannot wait for the post"
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "offered", at = 2026-09-14T11:00:00, by = "aki", channel = "letter" }]
now = 2026-09-14T12:00:00
expect."offer/1" = { channel = "email" }
"""

CARDS = """
[[scenario]]
name = "A card on the next working day, besides the e-mail that went, when the decision is seven working days away"
facts.decision_by = 2026-09-21
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "sent", at = 2026-09-10T13:00:00, follow_up = "thank-you/aki" }]
now = 2026-09-10T13:05:00
[scenario.expect."card/aki"]
at = "Fri 2026-09-11 10:00"
channel = "card"
contact = "courtesy"
optional = true
expires = "Wed 2026-09-16 00:00"

[[scenario]]
name = "With six it would come too late"
facts.decision_by = 2026-09-18
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "sent", at = 2026-09-10T13:00:00, follow_up = "thank-you/aki" }]
now = 2026-09-10T13:05:00
absent = ["card"]
refused = { card = "days-to-decision" }

[[scenario]]
name = "It never goes instead of the e-mail"
facts.decision_by = 2026-09-21
facts.people.aki.email = "aki@kallio.example"
now = 2026-09-11T10:00:00
due = ["thank-you/aki"]
refused = { card = "not-sent-yet" }

[[scenario]]
name = "Without a date nobody knows whether the post is quick enough"
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "sent", at = 2026-09-10T13:00:00, follow_up = "thank-you/aki" }]
now = 2026-09-10T13:05:00
refused = { card = "no-promise" }

[[scenario]]
name = "Public employers open their post for weeks, so they get none"
facts.decision_by = 2026-09-30
facts.sector = "government"
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "sent", at = 2026-09-10T13:00:00, follow_up = "thank-you/aki" }]
now = 2026-09-10T13:05:00
absent = ["card"]

[[scenario]]
name = "In technology nobody expects paper"
facts.decision_by = 2026-09-30
facts.sector = "tech"
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "sent", at = 2026-09-10T13:00:00, follow_up = "thank-you/aki" }]
now = 2026-09-10T13:05:00
absent = ["card"]

[[scenario]]
name = "Nor does one's own employer"
facts.decision_by = 2026-09-30
facts.internal = true
facts.people.aki.email = "aki@kallio.example"
events = [{ kind = "sent", at = 2026-09-10T13:00:00, follow_up = "thank-you/aki" }]
now = 2026-09-10T13:05:00
absent = ["card"]

[[scenario]]
name = "No question goes by post: it would be answered before it came"
without = ["people.aki.addresses.text"]
now = 2026-09-22T12:00:00
refused = { check-in-no-date = "unreachable" }
"""


def test_nobody_is_texted_who_did_not_text_first_or_ask_for_it():
    assert_scenarios({"texts.toml": FACTS + TEXTS}, KIT)


def test_nobody_gets_a_letter_who_did_not_write_one_or_ask_for_it():
    assert_scenarios({"letters.toml": FACTS + LETTERS}, KIT)


def test_a_card_goes_besides_the_e_mail_where_there_is_time_for_the_post():
    assert_scenarios({"cards.toml": FACTS + CARDS}, KIT)


@pytest.mark.parametrize("position", ["Backend Engineer", "Regional Manager for Warehouse Automation Systems"])
def test_a_linkedin_note_keeps_to_two_hundred_characters(position):
    facts = connecting(position)
    invitation = one(KIT.plan(facts, now=at("2025-06-17 12:00")), "linkedin/priya")

    words = KIT.compose(KIT.write(invitation, facts), invitation, facts).body

    assert invitation.channel == "linkedin"
    assert 0 < len(words) <= 200


def test_a_linkedin_note_that_is_too_long_is_refused_and_not_cut():
    facts = connecting("Manager of " + "Very " * 20 + "Large")
    plan = KIT.plan(facts, now=at("2025-06-17 12:00"))

    assert plan.follow_up("linkedin/priya") is None
    assert {"unreachable", "note-too-long"} <= refusals(plan, "linkedin")
    assert "The note to Priya Raman is too long to go by LinkedIn." in plan.why("linkedin", facts)


def test_words_of_ones_own_that_are_too_long_for_linkedin_are_refused_and_not_cut():
    facts = connecting("Backend Engineer")
    invitation = one(KIT.plan(facts, now=at("2025-06-17 12:00")), "linkedin/priya")
    written = KIT.note_from("Hello Priya,\n\n" + "it was good to meet you. " * 8, invitation, facts)

    with pytest.raises(TooLong):
        KIT.compose(written, invitation, facts)


def connecting(position: str) -> fk.Application:
    """Return an application that is over, with somebody to connect with."""
    priya = attrs.evolve(PRIYA, addresses={"linkedin": "in/priya-raman"})
    rejected = fk.events.Rejected(at=at("2025-06-16 16:00"), by="priya")
    return application(rejected, people=[priya], interviews=[interview(["priya"])], position=position)
