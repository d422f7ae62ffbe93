"""The English notes keep to their lengths, to their manners and to the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations, pairwise

import pytest

from followkit._core.errors import MissingFacts
from followkit._core.narrowing import further, kinds, words_for
from followkit._core.reading import spans_of
from tests.builtin.scenario import NEW_YORK
from tests.core.letters import DANA_TO_PRIYA, EVERYTHING, LEAST, completes, english, part, without, write

CLASSES = ("written", "spoken")
NOTES = [
    (kind, variant, a_class)
    for kind, vs in kinds(english()).items()
    for variant in (None, *vs)
    for a_class in CLASSES
    if a_class == "written" or "spoken" in english().tables[kind].get("classes", {})
]
RANKS = range(7)
RICH = {
    **EVERYTHING,
    "item": "the pricing exercise",
    "due": date(2025, 6, 13),
    "respond_by": date(2025, 6, 18),
    "ask_until": date(2025, 6, 25),
    "moved_to": date(2025, 6, 12),
    "moved_at": datetime(2025, 6, 12, 14, tzinfo=NEW_YORK),
    "missed_on": date(2025, 6, 5),
    "minutes_late": 12,
    "first_choice": True,
    "ended": "rejected",
    "concern": "no on-call work",
    "met_on": date(2025, 6, 5),
    "need": "fewer manual corrections at month end",
    "reassurance": "I have kept my own service running for three years, nights included.",
    "pledge": "the figures on queue depth",
    "pledged_on": date(2025, 6, 11),
}
"""All that a note may name, but for what came to mind afterwards, which is as long as somebody makes it."""
AFTERTHOUGHTS = {"forgot": "I have run such a migration.", "better_answer": "I would start with the invoices."}


def phrasings(table: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(table, str):
        yield path, table
    elif isinstance(table, dict):
        for key, value in table.items():
            yield from phrasings(value, f"{path}.{key}" if path else key)
    elif isinstance(table, list):
        for index, value in enumerate(table):
            yield from phrasings(value, f"{path}[{index}]")


SAID = [
    (path, text)
    for kind in (*kinds(english()), "letter")
    for path, text in phrasings(english().tables[kind], kind)
    if ".note_" not in path
]


def words(text):
    return len(text.split())


def voicemail(note):
    return " ".join(part.text for part in note.extra["voicemail"])


# Everything that can be written ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_every_note_can_be_written_when_all_is_known(kind, variant, a_class):
    for rank in RANKS:
        material = {**RICH, **AFTERTHOUGHTS}
        note = write(kind, material, variant=variant, channel_class=a_class, rank=rank, about=("sam", "jo"))
        parts = [*note.parts, *(part for parts in note.extra.values() for part in parts)]
        text = " ".join([note.text, *(part.text for part in parts)])

        assert note.body
        assert not re.search(r"  |\.\.| [,.;?]|[{}]|None|Undefined", text)
        said = [part for part in parts if not part.name.startswith("note_")]  # what is noted down is typed, not said
        assert all(part.text[0].isupper() and part.text[-1] in ".?" for part in said)
        assert len(note.subject.splitlines()) <= 1
        assert all(set(part.uses) <= set(material) for part in parts)


@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_every_note_is_written_from_the_least_that_is_known_or_asks(kind, variant, a_class):
    note, questions = write_or_ask(kind, LEAST, variant=variant, channel_class=a_class)

    assert note or questions
    assert note is None or not re.search("Acme|…", note.text)
    assert all(question.place and "…" in completes(question) for question in questions)


def write_or_ask(kind, material, **changes):
    try:
        return write(kind, material, **changes), ()
    except MissingFacts as missing:
        return None, missing.questions


def test_a_check_in_needs_no_more_than_names_and_the_position():
    note = write("check-in", LEAST)

    assert note.body.startswith("I interviewed for the Backend Engineer role, and I am still very interested in it.")


def test_no_words_are_written_that_no_note_says():
    known = {
        "paragraphs",
        "optional",
        "yields",
        "extra",
        "answers",
        "outcomes",
        "classes",
        "variants",
        "registers",
        "subject",
        "salutation",
        "closing",
        "signature",
    }
    said = {"thanks", "abbreviations", "lowered"}
    for kind, variant, a_class in NOTES:
        table = words_for(english(), kind, a_class, variant)
        said |= {name for names in (*table["paragraphs"], *further(table).values()) for name in names}
    for kind in (*kinds(english()), "letter"):
        layers = [english().tables[kind]]
        for layer in layers:
            layers += [one for key in ("classes", "variants", "registers") for one in layer.get(key, {}).values()]
            assert set(layer) <= known | said


# Lengths --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "variant"), [(kind, variant) for kind, variant, a_class in NOTES if a_class == "written"]
)
@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize(
    "left_out",
    [
        (),
        ("strength",),
        ("strength", "last_sent", "promised", "company", "respond_by", "due", "missed_on"),
        ("strength", "minutes", "ask_until", "minutes_late", "first_choice", "ended", "concern"),
    ],
)
def test_written_notes_keep_their_length(kind, variant, rank, left_out):
    limits = english().tables["limits"]
    fewest, most = limits.get(f"{kind}-{variant}") or limits[kind]
    note = write(kind, without(RICH, *left_out), variant=variant, rank=rank, about=("sam", "jo"))

    assert fewest <= words(note.body) <= most


@pytest.mark.parametrize("rank", RANKS)
def test_a_thank_you_with_a_strength_has_80_to_180_words(rank):
    assert 80 <= words(write(rank=rank).body) <= 180
    assert 80 <= words(write(rank=rank, variant="again").body) <= 180


@pytest.mark.parametrize("rank", RANKS)
def test_a_short_thank_you_has_three_sentences(rank):
    assert len(re.findall(r"[.](?:\s|$)", write(rank=rank, variant="short").body)) == 3


@pytest.mark.parametrize("rank", RANKS)
def test_notes_that_follow_get_shorter(rank):
    first = write("check-in", without(EVERYTHING, "strength", "point"), rank=rank)
    second = write("check-in-again", without(EVERYTHING, "strength", "point"), rank=rank)
    late, thanks = write(rank=rank, variant="late"), write(rank=rank)

    assert words(second.body) < words(first.body)
    assert words(late.body) < words(thanks.body)


@pytest.mark.parametrize("rank", RANKS)
def test_a_closing_note_has_two_or_three_sentences(rank):
    assert len(re.findall(r"[.](?:\s|$)", write("closing-note", EVERYTHING, rank=rank).body)) in (2, 3)


@pytest.mark.parametrize("left_out", [(), ("pledge",), ("need",)])
@pytest.mark.parametrize("variant", [None, "again", "late"])
def test_seven_colleagues_of_whom_everything_is_known_share_no_sentence_but_the_facts(variant, left_out):
    facts = [str(RICH[name]) for name in ("strength", "reassurance", "concern", "need", "point", "pledge")]
    for one, other in combinations([sentences_of(rank, variant, left_out) for rank in RANKS], 2):
        assert {
            sentence for sentence in one & other if not any(sentence.rstrip(".") in fact for fact in facts)
        } == set()


def sentences_of(rank, variant, left_out):
    rest = {**without(RICH, *left_out, "about", "about_names")}
    return set(re.split(r"(?<=[.?:;])\s+", write(material=rest, rank=rank, variant=variant).body.replace("\n", " ")))


# Calls ----------------------------------------------------------------------------------------------------------------

CALLS = [(kind, variant) for kind, variant, a_class in NOTES if a_class == "spoken" and kind != "acknowledge"]
TO_INTERVIEWERS = {"thank-you", "check-in", "check-in-again", "closing-note"}
TO_REFERENCES = {"reference-notice", "reference-thanks"}
CALLERS = [
    ("Dana Kim", "+1 212 555 0142", "Backend Engineer", "Priya"),
    ("Dana", "+12125550142", "Baker", "Jo"),
    ("Maria Elena de la Cruz", "+44 20 79 46 09 58", "Head of Data and Analytics", "Professor van der Meer"),
]


@pytest.mark.parametrize(("kind", "variant"), CALLS)
@pytest.mark.parametrize(("me", "phone", "position", "to"), CALLERS)
def test_a_voicemail_has_50_to_75_words_with_name_and_number_twice(kind, variant, me, phone, position, to):
    known = {"me": {"name": me, "phone": phone}, "position": position, "to": {"name": to}}
    for facts in (
        RICH,
        without(RICH, "company", "respond_by", "due", "ask_until", "minutes_late", "ended"),
    ):
        text = voicemail(write(kind, {**facts, **known}, variant=variant, channel_class="spoken"))

        assert 50 <= words(text) <= 75, text
        assert text.count(me) == 2
        assert text.count(phone) == 2
        assert text.index(me) < text.index(phone) < text.index(position)
        assert "Thursday, June 5" in text or kind not in TO_INTERVIEWERS
        assert text.endswith("Thank you.")
        assert "?" not in text


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_a_call_starts_with_who_is_calling_and_asks_whether_it_suits(kind, variant):
    note = write(kind, RICH, variant=variant, channel_class="spoken", about=("sam", "jo"))
    texts = [part.text for part in note.parts]

    assert texts[0].startswith("Hello Priya Raman, this is Dana Kim.")
    assert ("I interviewed for the Backend Engineer role on Thursday, June 5." in texts[0]) == (kind in TO_INTERVIEWERS)
    assert "Backend Engineer" in (note.body if kind in TO_REFERENCES else texts[0])
    assert texts[1] == "Is this a good moment?"
    assert texts[-1] == "Thank you for taking my call. Goodbye."
    assert (note.salutation, note.closing, note.signature) == ("", "", "")
    assert words(note.body) < 150  # two minutes leave room for the other person


@pytest.mark.parametrize(("kind", "variant"), CALLS)
def test_only_a_call_that_checks_in_asks_for_the_timeline(kind, variant):
    note = write(kind, RICH, variant=variant, channel_class="spoken", about=("sam", "jo"))

    assert ("timeline" in note.body) == (kind.startswith("check-in") or kind == "submission")


def test_a_long_name_costs_an_optional_sentence_and_not_the_voicemail():
    long = {
        **EVERYTHING,
        "me": {"name": "Maria Elena de la Cruz", "phone": "+44 20 79 46 09 58"},
        "position": "Head of IT",
    }

    assert "gladly send it" in voicemail(write("check-in", EVERYTHING, channel_class="spoken"))
    text = voicemail(write("check-in", {**long, "reachable": "on weekdays after three"}, channel_class="spoken"))
    assert "gladly send it" not in text
    assert "after three" in text


def test_when_to_call_back_is_said_only_if_known():
    said = write("check-in", {**EVERYTHING, "reachable": "on weekdays after three"}, channel_class="spoken")

    assert "You can reach me on weekdays after three." in voicemail(said)
    assert "reach me" not in voicemail(write("check-in", EVERYTHING, channel_class="spoken"))


def test_a_call_without_a_number_to_leave_asks_for_it():
    with pytest.raises(MissingFacts) as caught:
        write("check-in", LEAST, channel_class="spoken")

    assert [(question.code, question.place) for question in caught.value.questions] == [("your-phone", "me.phone")]


# Manners --------------------------------------------------------------------------------------------------------------


ENCLOSING = ("requested-material.material", "submission.work")


def hurting(path: str, text: str) -> list[str]:
    """Return the phrases that hurt in a phrasing, by the list that reviews go by, and files that are promised."""
    kind, *inner = path.split(".")
    names = {kind, *(f"{kind}-{name}" for key, name in pairwise(inner) if key == "variants")}
    lists = [told for told in english().tables["harmful"].values() if names.isdisjoint(told.get("except", ()))]
    cues = [] if path.startswith(ENCLOSING) else english().tables["cues"]["attachment"]
    phrases = [phrase for told in lists for phrase in told["phrases"]] + cues
    return [text[slice(*span)] for span in spans_of(phrases, text)]


def test_the_phrases_that_hurt_are_found_where_they_hurt():
    assert hurting("check-in.ask[0]", "I am sorry, just checking in.") == ["sorry", "just checking"]
    assert hurting("own-delay.owned[0]", "I am sorry.") == []
    assert hurting("decline.variants.after-accepting.no", "I am sorry.") == []


def test_no_phrasing_gushes_presses_apologises_or_falls_back_on_a_formula():
    assert len(SAID) > 150
    assert [(path, found) for path, text in SAID if (found := hurting(path, text))] == []
    plain = [(path, re.sub("{%.*?%}|{{.*?}}", "", text)) for path, text in SAID]
    assert [path for path, text in plain if re.search(r"[!–—]|\.{3}|…|[A-Z]{3,}|'", text)] == []


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("variant", [None, "short", "again", "late"])
def test_a_written_thank_you_asks_nothing(variant, rank):
    assert "?" not in write(variant=variant, rank=rank).text


@pytest.mark.parametrize(
    ("kind", "variant"), [(kind, variant) for kind, variant, _ in NOTES if kind.startswith("check-in")]
)
def test_a_check_in_asks_for_the_timeline_and_never_mentions_the_date_that_passed(kind, variant):
    for rank in RANKS:
        text = write(kind, EVERYTHING, variant=variant, rank=rank).text
        assert "timeline" in text
        assert "June 20" not in text


@pytest.mark.parametrize("rank", RANKS)
def test_every_written_thank_you_names_role_day_point_and_interest(rank):
    for variant in (None, "short", "again", "late"):
        note = write(rank=rank, variant=variant)
        assert "Backend Engineer" in part(note, "thanks").text
        assert "Thursday" in part(note, "thanks").text
        assert DANA_TO_PRIYA["point"] in part(note, "key_point").text
        assert note.part("interest")


@pytest.mark.parametrize(
    ("variant", "said"),
    [("as-invited", "Friday, June 13"), ("after-reply", "message of Thursday, June 12,"), ("no-date", "timeline")],
)
@pytest.mark.parametrize("rank", RANKS)
def test_a_check_in_refers_to_what_led_to_it(variant, said, rank):
    assert said in write("check-in", EVERYTHING, variant=variant, rank=rank).body


def test_a_second_check_in_adds_something_where_something_is_known():
    assert part(write("check-in-again", EVERYTHING), "more").uses == ("strength",)
    assert part(write("check-in-again", without(EVERYTHING, "strength")), "more").uses == ("point",)
    assert write("check-in-again", without(EVERYTHING, "strength", "point")).part("more") is None


def test_an_answer_notes_the_new_date_or_waits_for_news():
    assert "Friday, June 20" in write("acknowledge", EVERYTHING).body
    assert "when there is news" in write("acknowledge", LEAST).body


@pytest.mark.parametrize("minutes", [25, 50, 59, 61, 1440])
def test_a_length_without_a_word_for_it_is_not_named(minutes):
    assert "Thank you for the conversation on Thursday" in write(material={**DANA_TO_PRIYA, "minutes": minutes}).body
