"""The German notes say Sie or du and never both, inflect nothing that is given, and lack nothing that English has."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

import followkit as fk
from followkit._core.errors import MissingFacts
from followkit._core.narrowing import kinds, words_for
from followkit._core.phrasing import Lexicon, render
from followkit._core.vocabulary import Register
from followkit._core.writing import write_note
from followkit.channels import segments
from tests.builtin.stories import CASTS, KIT, RULES, STORIES, at, planned
from tests.core.letters import follow_up, without

FORMAL, WARM, FAMILIAR = Register.FORMAL, Register.WARM, Register.FAMILIAR
RANKS = range(7)
BERLIN = ZoneInfo("Europe/Berlin")


def german(country: str | None = None) -> Lexicon:
    return KIT.lexicon("de", country)


def english() -> Lexicon:
    return KIT.lexicon("en")


LEAST: dict[str, Any] = {"position": "Sachbearbeitung", "me": {"name": "Dana Kim"}, "to": {"name": "Priya Raman"}}
RICH: dict[str, Any] = {
    "position": "Backend-Entwicklung",
    "company": "Acme",
    "me": {"name": "Dana Kim", "phone": "+49 30 23125 142", "email": "dana@example.org"},
    "to": {"name": "Priya Raman", "given_name": "Priya", "address_as": "Frau Dr. Raman"},
    "point": "der Umbau des nächtlichen Abrechnungslaufs",
    "strength": "Bei Nordwind habe ich die Abrechnung umgestellt; statt vierzig Rechnungen kamen danach zwei zu spät.",
    "need": "weniger Nachbuchungen am Monatsende",
    "concern": "keine Erfahrung mit Rufbereitschaft",
    "reassurance": "Bei Nordwind war ich zwei Jahre lang jede vierte Woche in Bereitschaft.",
    "forgot": "Einen solchen Umbau habe ich schon einmal geleitet.",
    "better_answer": "Ich würde mit den Rechnungen anfangen.",
    "pledge": "die Zahlen zur Warteschlange",
    "pledged_on": date(2025, 6, 9),
    "day": date(2025, 6, 5),
    "minutes": 60,
    "met_on": date(2025, 6, 5),
    "about": [{"name": "Sam Ode"}, {"name": "Jo Lindqvist"}],
    "points_by_person": [
        {"name": "Sam Ode", "point": "der Plan der Rufbereitschaft"},
        {"name": "Jo Lindqvist", "point": "wie Releases geplant werden"},
    ],
    "promised": date(2025, 6, 20),
    "asked_for": date(2025, 6, 13),
    "wrote_on": date(2025, 6, 12),
    "last_sent": date(2025, 6, 17),
    "item": "der Entwurf der Preisliste",
    "due": date(2025, 6, 13),
    "respond_by": date(2025, 6, 18),
    "ask_until": date(2025, 6, 25),
    "moved_to": date(2025, 6, 12),
    "moved_at": datetime(2025, 6, 12, 14, tzinfo=BERLIN),
    "missed_on": date(2025, 6, 5),
    "minutes_late": 12,
    "first_choice": True,
    "ended": "rejected",
}
"""All that a note may name, given as German shapes are: no case ending would fit every sentence."""

CLASSES = ("written", "spoken", "short", "paper")
NOTES = [
    (kind, variant, a_class)
    for kind, vs in kinds(english()).items()
    for variant in (None, *vs)
    for a_class in CLASSES
    if a_class == "written" or a_class in english().tables[kind].get("classes", {})
]


def write(kind: str = "thank-you", material: Any = RICH, register: Register = FORMAL, **changes: Any) -> fk.Note:
    lexicon = changes.pop("lexicon", None) or german()
    return write_note(follow_up=follow_up(kind, **changes), material=material, lexicon=lexicon, register=register)


def all_of(note: fk.Note) -> str:
    return "\n".join([note.subject, note.text, *(part.text for parts in note.extra.values() for part in parts)])


def words(text: str) -> int:
    return len(text.split())


# Nothing is missing ---------------------------------------------------------------------------------------------------


def test_german_has_every_kind_variant_class_part_and_code_that_english_has(capsys):
    from followkit.__main__ import main

    assert main(["words", "--missing", "de"]) == 0, capsys.readouterr().out


def test_every_reason_that_a_built_in_rule_gives_is_said_in_german():
    assert {rule.because for rule in RULES.values() if rule.because} - set(german().tables["because"]) == set()


def test_the_parts_of_a_note_stand_in_the_same_order_in_both_languages():
    for kind, variant, a_class in NOTES:
        ours, theirs = (words_for(one, kind, a_class, variant) for one in (german(), english()))
        for key in ("paragraphs", "extra", "optional", "yields"):
            assert ours.get(key) == theirs.get(key), (kind, variant, a_class, key)


# Every note can be written --------------------------------------------------------------------------------------------

SIE = re.compile(r"\b(Sie|Ihnen|Ihr|Ihre[nmrs]?)\b")
DU = re.compile(r"\b(du|dich|dir|deine?[rnms]?|euch|eure?[rnms]?|euer)\b", re.IGNORECASE)


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_every_note_can_be_written_when_all_is_known(kind, variant, a_class, register):
    for rank in RANKS:
        note = write(kind, RICH, register, variant=variant, channel_class=a_class, rank=rank, about=("sam", "jo"))
        text = all_of(note)

        assert note.body
        assert not re.search(r"  |\.\.| [,.;?]|[{}]|None|Undefined|…|[!–—]|;\.|:\.", text)
        assert not (SIE if register is FAMILIAR else DU).search(text), text
        assert not re.search(r"\b(\w{3,})en \1e?s?t\b", text)  # the verb of Sie before that of du
        assert len(note.subject) <= 50
        assert len(note.subject.splitlines()) <= 1
        assert all(set(part.uses) <= set(RICH) for part in note.parts)


@pytest.mark.parametrize("register", [FORMAL, FAMILIAR])
@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_every_note_is_written_from_the_least_that_is_known_or_asks(kind, variant, a_class, register):
    note, questions = write_or_ask(kind, LEAST, register, variant=variant, channel_class=a_class)

    assert note or questions
    assert note is None or not re.search(r"Acme|…|  |\.\.", all_of(note))
    assert all("…" in str(question.parameters["completes"]) for question in questions)


def write_or_ask(*given: Any, **changes: Any) -> tuple[fk.Note | None, tuple[fk.Question, ...]]:
    try:
        return write(*given, **changes), ()
    except MissingFacts as missing:
        return None, missing.questions


@pytest.mark.parametrize(("kind", "variant", "a_class"), [note for note in NOTES if note[2] == "written"])
@pytest.mark.parametrize("register", [FORMAL, FAMILIAR])
@pytest.mark.parametrize(
    "left_out",
    [
        ("forgot", "better_answer"),
        ("strength", "need", "reassurance", "pledged_on", "forgot", "better_answer"),
        ("strength", "reassurance", "pledged_on", "company", "respond_by", "due", "missed_on", "last_sent", "promised"),
        (
            "strength",
            "reassurance",
            "minutes",
            "ask_until",
            "minutes_late",
            "first_choice",
            "ended",
            "concern",
            "pledge",
        ),
    ],
)
def test_written_notes_keep_their_length(kind, variant, a_class, register, left_out):
    limits = german().tables["limits"]
    fewest, most = limits.get(f"{kind}-{variant}") or limits[kind]
    for rank in RANKS:
        note = write(kind, without(RICH, *left_out), register, variant=variant, rank=rank, about=("sam", "jo"))
        assert fewest <= words(note.body) <= most, note.body


CALLS = [(kind, variant) for kind, variant, a_class in NOTES if a_class == "spoken" and kind != "acknowledge"]
CALLERS = [
    ("Dana Kim", "+49 30 23125 142", "Backend-Entwicklung", "Frau Dr. Raman"),
    ("Dana", "+493023125142", "Bäckerei", "Jo"),
    (
        "Maria Elena de la Cruz",
        "+49 30 23 12 51 42",
        "Leitung Daten und Auswertung",
        "Frau Professorin Raman-Oberländer",
    ),
]


@pytest.mark.parametrize("register", [FORMAL, FAMILIAR])
@pytest.mark.parametrize(("kind", "variant"), CALLS)
@pytest.mark.parametrize(("me", "phone", "position", "to"), CALLERS)
def test_a_voicemail_has_50_to_75_words_with_name_and_number_twice(kind, variant, me, phone, position, to, register):
    known = {"me": {"name": me, "phone": phone}, "position": position, "to": {"name": "Jo", "address_as": to}}
    for facts in (RICH, without(RICH, "company", "respond_by", "due", "ask_until", "minutes_late", "ended")):
        note = write(kind, {**facts, **known}, register, variant=variant, channel_class="spoken")
        text = " ".join(part.text for part in note.extra["voicemail"])

        assert 50 <= words(text) <= 75, text
        assert text.count(me) == 2
        assert text.count(phone) == 2
        assert text.endswith("Vielen Dank.")
        assert "?" not in text


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_a_call_leaves_the_other_person_time_to_speak(kind, variant):
    note = write(kind, RICH, variant=variant, channel_class="spoken", about=("sam", "jo"))

    assert note.parts[0].text.startswith("Guten Tag Frau Dr. Raman, hier ist Dana Kim.")
    assert note.parts[1].text == "Passt es gerade?"
    assert note.parts[-1].text == "Vielen Dank für das Telefonat. Auf Wiederhören."
    assert words(note.body) < 150


TEXTS = [
    (kind, variant)
    for kind, variant, a_class in NOTES
    if a_class == "short"
    and (variant is None or "short" in english().tables[kind]["variants"][variant].get("classes", {}))
]
"""Those that have words of their own for a text; any other is never sent as one."""


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize(("kind", "variant"), TEXTS)
def test_a_text_message_fits_into_one_segment_with_umlauts_and_all(kind, variant, register):
    for rank in RANKS:
        note = write(kind, RICH, register, variant=variant, channel_class="short", rank=rank)
        counted = segments(" ".join([note.salutation, *(part.text for part in note.parts)]))
        assert (counted[0], counted[2]) == ("GSM-7", 1)


# Greetings and closings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "formal", "warm", "familiar"),
    [
        (
            {"name": "Anna Meier", "address_as": "Frau Dr. Meier"},
            "Sehr geehrte Frau Dr. Meier,",
            "Guten Tag Frau Dr. Meier,",
            "Hallo Frau Dr. Meier,",
        ),
        (
            {"name": "Jan Huber", "given_name": "Jan", "address_as": "Herr Huber"},
            "Sehr geehrter Herr Huber,",
            "Guten Tag Herr Huber,",
            "Hallo Jan,",
        ),
        (
            {"name": "Priya Raman"},
            "Guten Tag Priya Raman,",
            "Guten Tag Priya Raman,",
            "Hallo Priya Raman,",
        ),
        (
            {"name": "Kim Vale", "given_name": "Kim", "address_as": "Professor Vale"},
            "Guten Tag Professor Vale,",
            "Guten Tag Professor Vale,",
            "Hallo Kim,",
        ),
        (
            {"name": "Li Wei", "given_name": "Li"},
            "Guten Tag Li Wei,",
            "Guten Tag Li Wei,",
            "Hallo Li,",
        ),
    ],
)
def test_a_greeting_follows_how_somebody_is_addressed_and_guesses_nobodys_gender(person, formal, warm, familiar):
    facts = {**RICH, "to": person}

    assert write(material=facts, register=FORMAL).salutation == formal
    assert write(material=facts, register=WARM).salutation == warm
    assert write(material=facts, register=FAMILIAR).salutation == familiar


def test_a_closing_has_no_comma_and_fits_the_tone():
    closings = [write(register=register).closing for register in (FORMAL, WARM, FAMILIAR)]

    assert closings == ["Mit freundlichen Grüßen", "Freundliche Grüße", "Viele Grüße"]


SMALL = set(words_for(KIT.lexicon("de"), "thank-you", "written", None)["lowered-after-greeting"])
NOUNS_AND_SIE = {"Sie", "Ihr", "Ihre", "Ihnen", "Dieser", "Meine"}


@pytest.mark.parametrize("register", [FORMAL, FAMILIAR])
@pytest.mark.parametrize(("kind", "variant", "a_class"), [note for note in NOTES if note[2] == "written"])
def test_a_letter_goes_on_in_lower_case_after_a_greeting_with_a_comma(kind, variant, a_class, register):
    for rank in RANKS:
        for adds in ((), ("thanks",)):
            note = write(kind, RICH, register, variant=variant, rank=rank, about=("sam", "jo"), adds=adds)
            first = note.body.split()[0]
            assert first.strip(",.") in SMALL or first in NOUNS_AND_SIE, note.text


# In Switzerland and Austria -------------------------------------------------------------------------------------------


def test_swiss_words_have_no_sharp_s_and_no_comma_after_the_greeting():
    swiss = german("CH")
    for kind, variant, a_class in NOTES:
        for register in Register:
            note = write(
                kind, RICH, register, variant=variant, channel_class=a_class, lexicon=swiss, about=("sam", "jo")
            )
            assert "ß" not in all_of(note)
            assert not note.salutation.endswith(",")
    note = write(lexicon=swiss)

    assert note.salutation == "Sehr geehrte Frau Dr. Raman"
    assert note.body.startswith("Vielen Dank")
    assert note.closing == "Freundliche Grüsse"
    assert "Donnerstag, 12. Juni, 14.00 Uhr" in write("rescheduled", lexicon=swiss).body


def test_nothing_that_is_said_of_a_plan_has_a_sharp_s_in_switzerland():
    told = {name: table for name, table in german("CH").tables.items() if name not in {*kinds(german()), "harmful"}}

    assert "ß" not in str({name: table for name, table in told.items() if name != "letter"})


def test_liechtenstein_writes_as_switzerland_does_and_austria_has_its_own_january():
    assert german("LI").tag == "de-CH"
    assert said_on(german("AT"), date(2025, 1, 9)) == "Donnerstag, 9. Jänner"
    assert said_on(german(), date(2025, 1, 9)) == "Donnerstag, 9. Januar"


# Dates and numbers ----------------------------------------------------------------------------------------------------


def said_on(lexicon: Lexicon, day: date, filter: str = "date") -> str:
    return render(lexicon, "{{ day|" + filter + " }}", {"day": day}, "example")


@pytest.mark.parametrize(
    ("filter", "written"),
    [
        ("day", "Donnerstag"),
        ("date", "Donnerstag, 5. Juni"),
        ("dated", "5. Juni 2025"),
        ("when", "Do. 5. Juni 09:05"),
        ("clock", "09:05"),
    ],
)
def test_dates_are_written_as_german_writes_them(filter, written):
    assert said_on(german(), datetime(2025, 6, 5, 9, 5, tzinfo=BERLIN), filter) == written


@pytest.mark.parametrize(
    ("span", "said"),
    [("1 hour", "1 Stunde"), ("2 hours", "2 Stunden"), ("1 business day", "1 Werktag"), ("30 days", "30 Tage")],
)
def test_a_wait_is_told_in_german(span, said):
    assert render(german(), "{{ span|span }}", {"span": span}, "example") == said


def test_a_day_of_this_week_is_named_by_its_weekday_and_an_hour_ends_in_uhr():
    assert "am Donnerstag eine Stunde Zeit genommen" in write().body
    assert "Donnerstag, 12. Juni, 14:00 Uhr" in write("rescheduled").body
    assert "am Donnerstag die Zeit genommen" in write(material=without(RICH, "minutes")).body


# What is given is never inflected -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "point", ["der Umbau der Abrechnung", "die Teams", "das Budget", "wie Releases geplant werden"]
)
def test_a_point_stands_where_no_case_shows(point):
    """After a colon or in brackets the nominative is right whatever its gender and number, and a clause is, too."""
    facts = {**RICH, "point": point, "points_by_person": [{"name": "Sam Ode", "point": point}]}
    for kind, variant in (("thank-you", None), ("thank-you", "via"), ("card", None), ("debrief", None)):
        for rank in RANKS:
            text = write(kind, facts, variant=variant, rank=rank).body
            assert re.search(rf"[:(] ?{point}", text), text


@pytest.mark.parametrize("fact", ["need", "concern", "pledge", "item"])
def test_other_noun_phrases_stand_where_no_case_shows(fact):
    phrase = "der genaue Wortlaut"
    for kind, variant, a_class in NOTES:
        for rank in RANKS:
            if kind == "addendum":  # its item is a sentence
                continue
            facts = {**RICH, fact: phrase}
            note = write(kind, facts, variant=variant, channel_class=a_class, rank=rank, about=("sam", "jo"))
            for part in [*note.parts, *(one for parts in note.extra.values() for one in parts)]:
                assert phrase not in part.text or re.search(rf"[:(] ?{phrase}", part.text), part.text


def test_a_position_stands_after_als_wherever_a_sentence_names_it():
    for kind, variant, a_class in NOTES:
        for rank in RANKS:
            note = write(kind, RICH, variant=variant, channel_class=a_class, rank=rank, about=("sam", "jo"))
            for part in note.parts:
                before = re.findall(r"(\w+) Backend-Entwicklung", part.text)
                assert set(before) <= {"als"}, part.text


def test_a_company_stands_after_bei_or_as_a_subject():
    for kind, variant, a_class in NOTES:
        for rank in RANKS:
            note = write(kind, RICH, variant=variant, channel_class=a_class, rank=rank, about=("sam", "jo"))
            for part in note.parts:
                assert set(re.findall(r"(\w+) Acme", part.text)) <= {"bei", "von"}, part.text


# Manners --------------------------------------------------------------------------------------------------------------

BANNED = re.compile(
    r"hiermit|mit gro(ß|ss)em interesse|bezüglich|zeitnah|verbleibe|zur verfügung|zögern|nachhaken|wie besprochen"
    r"|begeister|leidenschaft|wunderbar|fantastisch|gro(ß|ss)artig|traumjob|perfekt|brenne|unternehmenskultur|toll\b"
    r"|entschuldig|verzeih|bedauer|leider|tut mir leid|sorry|haben sie (sich )?(schon )?entschieden|überfällig"
    r"|noch nichts gehört|gehalt|vergütung|dringend|umgehend|schnellstmöglich|deadline|herausforderung|dynamisch"
    r"|sehr geehrte damen",
    re.IGNORECASE,
)
APOLOGIES = {("own-delay", None), ("own-delay", "in-writing"), ("correction", None), ("decline", "after-accepting")}
ALSO_APOLOGISES = {("reschedule-request", None)}


@pytest.mark.parametrize("register", [FORMAL, FAMILIAR])
@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_no_note_gushes_presses_apologises_or_falls_back_on_a_formula(kind, variant, a_class, register):
    for rank in RANKS:
        note = write(kind, RICH, register, variant=variant, channel_class=a_class, rank=rank, about=("sam", "jo"))
        text = all_of(note)
        if (kind, variant) in APOLOGIES:
            assert len(re.findall("tut mir leid", note.body)) == 1
            text = text.replace("tut mir leid", "")
        assert not BANNED.search(text), BANNED.search(text)


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize("variant", [None, "again"])
def test_no_two_people_of_a_panel_of_seven_read_the_same_sentence(variant, register):
    """Facts may be the same; of our own words only a lead-in of a word or two may come twice."""
    facts = without(RICH, "forgot", "better_answer")
    given = {str(value).rstrip(".") for value in facts.values() if isinstance(value, str)}
    seen: set[str] = set()
    for rank in RANKS:
        body = write(material=facts, register=register, variant=variant, rank=rank).body
        sentences = {one.strip().rstrip(".").lower() for one in re.split(r"(?<=\.)\s+", body)}
        own = {one for one in sentences if one not in {fact.lower() for fact in given}}
        assert seen & own == set()
        seen |= own


@pytest.mark.parametrize(
    ("kind", "variant"), [(k, v) for k, v, c in NOTES if k.startswith("check-in") and c == "written"]
)
def test_a_check_in_asks_for_the_timeline_and_never_mentions_the_date_that_passed(kind, variant):
    for rank in RANKS:
        text = write(kind, RICH, variant=variant, rank=rank).text
        assert "Zeitplan" in text
        assert "20. Juni" not in text


@pytest.mark.parametrize("variant", [None, "short", "again", "late"])
def test_a_written_thank_you_names_role_day_point_and_interest_and_asks_nothing(variant):
    for rank in RANKS:
        note = write(variant=variant, rank=rank)
        assert "Backend-Entwicklung" in note.body
        assert "Donnerstag" in note.body
        assert RICH["point"] in note.body
        assert note.part("interest")
        assert "?" not in note.body


# What is said of a plan -----------------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(the|of|and|to|for|you|your|they|their|them|is|are|were|it|that|this|on|at|by|with|from|not|no|nothing|none"
    r"|when|what|who|which|because|until|after|before|needs|answer|date|day|days|hours|next|now|note|notes|role"
    r"|interview|given|known|phone|screen|final|hold)\b"
)
IDS = sorted({*RULES, *(rule.slot for rule in RULES.values())}, key=len, reverse=True)
NAMES = re.compile(rf"\b({'|'.join(IDS)})\b(/[\w/-]+)?|\[[\w.-]+\]|[A-Z]\w+/[A-Z]\w+")
"""Handles, rules, tables of the facts file and time zones: the same in every language."""


@pytest.mark.parametrize("cast", CASTS)
@pytest.mark.parametrize("rule", STORIES)
def test_a_plan_is_explained_without_an_english_word(rule, cast):
    facts = in_german(CASTS[cast](STORIES[rule]))
    plan = KIT.plan(facts, now=at(STORIES[rule].now))
    rules = {one.rule for one in plan.decisions} | {one.rule for one in plan.ahead}
    for text in (plan.explain(facts), *(plan.why(name, facts) for name in sorted(rules))):
        found = ENGLISH.search(NAMES.sub("", text))
        assert not found, (found and found[0], text)


def in_german(facts: fk.Application) -> fk.Application:
    return attrs.evolve(facts, me=attrs.evolve(facts.me, language="de"))


@pytest.mark.parametrize("cast", CASTS)
@pytest.mark.parametrize("rule", STORIES)
def test_every_planned_note_is_written_in_german_for_whom_reads_it(rule, cast):
    facts = in_german(CASTS[cast](STORIES[rule]))
    note = KIT.write(planned(rule, facts), facts)

    assert note.language == "de"
    assert not re.search(r"…|  |\.\.| [,.;?]|[{}]|None|Undefined", note.text)
    limits = german().tables["limits"]
    follow = planned(rule, facts)
    if follow.channel_class == "written":
        fewest, most = limits.get(f"{note.kind}-{follow.variant}") or limits[note.kind]
        assert fewest <= words(note.body) <= most, note.body


def test_somebody_who_signs_with_a_first_name_is_called_du():
    facts = in_german(CASTS["rich"](STORIES["thank-you"]))
    people = [attrs.evolve(one, register="familiar", given_name="Priya") for one in facts.people if one.id == "priya"]
    facts = attrs.evolve(facts, people=(*people, *(one for one in facts.people if one.id != "priya")))
    note = KIT.write(planned("thank-you", facts), facts)

    assert note.salutation == "Hallo Priya,"
    assert DU.search(note.body)
    assert not SIE.search(note.body)
