"""A German text is reviewed by German words: capitals say nothing there, and a name may end in an s."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

import followkit as fk
from tests.builtin.texts import kit

FACTS = """
company = "Acme"
position = "Backend-Entwicklung"
country = "DE"
me = { name = "Dana Kim", email = "dana@example.org", language = "de" }

[interviews.panel]
start = 2025-06-05T14:00:00
minutes = 60
zone = "Europe/Berlin"
with = ["meier"]

[people.meier]
name = "Petra Meier"
address_as = "Frau Dr. Meier"
language = "de"
email = "meier@acme.example"
talked_about = ["die Umstellung der Abrechnung"]
"""

GOOD = """\
Betreff: Vielen Dank für das Gespräch: Backend-Entwicklung

Sehr geehrte Frau Dr. Meier,

vielen Dank für das Gespräch am Donnerstag über die Stelle in der Backend-Entwicklung. Was Sie von der Umstellung der
Abrechnung erzählt haben, beschäftigt mich seither, denn ich kenne die Frage von der anderen Seite: Dass die die Pläne
machen, die sie später betreiben, ist Acmes Stärke. Ich würde diese Arbeit sehr gern übernehmen.

Ich freue mich auf den nächsten Schritt.

Mit freundlichen Grüßen
Dana Kim
"""


@cache
def thanks() -> tuple[fk.FollowUp, fk.Application]:
    facts = fk.loads(FACTS, id="acme")
    plan = kit().plan(facts, now=datetime(2025, 6, 5, 15, 10, tzinfo=UTC))
    return next(one for one in plan.follow_ups if one.note == "thank-you"), facts


def codes(text: str) -> dict[str, str]:
    return {one.code: one.said or one.place for one in kit().review_text(text, *thanks())}


def test_nothing_is_found_in_a_good_german_note():
    assert kit().note_from(GOOD, *thanks()).closing == "Mit freundlichen Grüßen"
    assert codes(GOOD) == {}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Dr. Meier,",
            "Dr. Maier,",
            {"salutation-without-name": "Sehr geehrte Frau Dr. Maier,", "name-misspelt": "Maier"},
        ),
        (
            "Sehr geehrte Frau Dr. Meier,",
            "Sehr geehrte Damen und Herren,",
            {"greeting": "Sehr geehrte Damen und Herren"},
        ),
        ("Acmes Stärke", "Acmes und Maiers Stärke", {"name-misspelt": "Maiers"}),
        ("denn ich kenne", "denn ich ich kenne", {"doubled-word": "ich ich"}),
        ("Acmes Stärke", "Acme's Stärke", {}),
        ("am Donnerstag ", "am Freitag ", {"missing-day": "body", "unsupported-day": "Freitag"}),
        ("Ich freue mich", "Leider muss ich warten. Ich freue mich", {"apology": "Leider"}),
        ("Ich freue mich", "Wie hoch ist das Gehalt? Ich freue mich", {"pay": "Gehalt"}),
        ("vielen Dank für das Gespräch am", "es war das Gespräch am", {"missing-part": "body"}),
    ],
)
def test_what_is_wrong_is_found_by_german_words(old, new, expected):
    assert old in GOOD
    found = codes(GOOD.replace(old, new, 1))

    assert "check-failed" not in found
    assert expected.items() <= found.items()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("am Donnerstag ", "von gestern "),
        ("Ich freue mich auf den nächsten Schritt.", "Für alles Weitere bin ich jederzeit erreichbar."),
    ],
)
def test_nothing_is_missed_that_is_said_otherwise(old, new):
    assert old in GOOD
    assert codes(GOOD.replace(old, new, 1)) == {}


def test_findings_are_told_in_the_language_of_the_candidate():
    (finding,) = kit().review_text(GOOD.replace("ich kenne", "ich ich kenne"), *thanks())

    assert "doppelt" in kit().tell(finding, thanks()[1])
