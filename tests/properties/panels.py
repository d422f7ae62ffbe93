"""Make up what is known of five people who met a candidate together: each one's name, topic, need and doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

import followkit as fk
from followkit._core.writing import write_note
from tests.core.letters import follow_up

FIVE = range(5)
LENGTHS = [None, 15, 20, 30, 45, 50, 60, 90]

WORDS: Mapping[str, Mapping[str, list[str]]] = {
    "en": {
        "position": ["Baker", "Backend Engineer", "Head of Data", "Registered Nurse, Intensive Care"],
        "point": ["{}", "how you plan {}", "your first year with {}", "why {} took two weeks, and what helped"],
        "thing": ["billing", "on-call rotas", "night shifts", "new ovens", "hiring in Lisbon"],
        "strength": ["I cut {} in half within a year.", "At Northwind I ran {} for six people.", "I know {}."],
        "need": ["somebody for {}", "fewer errors in {}", "time for {}"],
        "concern": ["no experience with {}", "few years in {}"],
        "reassurance": ["I have done {} before.", "My last team trusted me with {}."],
    },
    "de": {
        "position": ["Bäckerin", "Backend-Entwickler", "Leitung Daten", "Pflegefachkraft auf der Intensivstation"],
        "point": ["{}", "die Arbeit an {}", "Ihre Pläne für {}", "die Frage, warum {} zwei Wochen gedauert haben"],
        "thing": ["Abrechnungen", "Dienstpläne", "Nachtschichten", "neue Öfen", "Bewerbungen in Lissabon"],
        "strength": ["Ich habe {} in einem Jahr halbiert.", "Bei Nordwind habe ich {} geleitet.", "Ich kenne {}."],
        "need": ["jemanden für {}", "weniger Fehler bei {}", "Zeit für {}"],
        "concern": ["keine Erfahrung mit {}", "wenige Jahre mit {}"],
        "reassurance": ["Ich habe {} schon einmal betreut.", "Mein letztes Team hat mir {} anvertraut."],
    },
}
NAMES = ["Priya Raman", "Sam Ode", "Jo Lindqvist", "Sukarno", "Prof. Dr. Ana Ruiz", "ليلى حداد", "Bo Li", "Chi"]


@st.composite
def panels(draw: st.DrawFn, language: str) -> list[dict[str, Any]]:
    """Draw what is known for five notes: all share the day, the job and the candidate, and nobody shares a topic."""
    words = WORDS[language]
    shared = {
        "position": draw(st.sampled_from(words["position"])),
        "company": draw(st.sampled_from([None, "Acme", "Marks & O'Brien"])),
        "me": {"name": "Dana Kim", "phone": draw(st.sampled_from([None, "+1 212 555 0142"]))},
        "day": date(2025, 6, 5),
        "minutes": draw(st.sampled_from(LENGTHS)),
    }
    names = draw(st.lists(st.sampled_from(NAMES), min_size=5, max_size=5, unique=True))
    return [{**shared, "to": {"name": names[rank]}, **draw(_said(words, rank))} for rank in FIVE]


@st.composite
def _said(draw: st.DrawFn, words: Mapping[str, list[str]], rank: int) -> dict[str, str]:
    thing = words["thing"][rank]
    said = {"point": draw(st.sampled_from(words["point"])).format(thing)}
    for name in ("strength", "need"):
        if draw(st.booleans()):
            said[name] = draw(st.sampled_from(words[name])).format(thing)
    if draw(st.integers(0, 3)) == 0:
        said |= {name: words[name][draw(st.integers(0, 1))].format(thing) for name in ("concern", "reassurance")}
    return said


def notes(panel: list[dict[str, Any]], lexicon: Any, kind: str = "thank-you", **changes: Any) -> list[fk.Note]:
    """Return the note to each of a panel, in order of rank."""
    return [
        write_note(follow_up=follow_up(kind, rank=rank, **changes), material=known, lexicon=lexicon)
        for rank, known in enumerate(panel)
    ]
