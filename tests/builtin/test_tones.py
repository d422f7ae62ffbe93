"""English is said formally, warmly and on first names, and in Britain as one says it there."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import combinations

import attrs
import pytest

import followkit as fk
from followkit import Register
from followkit._core.writing import write_note
from tests.builtin.test_english import NOTES, RANKS, RICH, hurting, phrasings
from tests.core.letters import DANA_TO_PRIYA, follow_up, without
from tests.rulebook.dana import PRIYA, application, interview, plan

KIT = fk.Kit()
ENGLISH, BRITISH = KIT.lexicon("en"), KIT.lexicon("en", "GB")
KNOWN = without(DANA_TO_PRIYA, "strength")
TONES = [(ENGLISH, Register.FORMAL), (ENGLISH, Register.FAMILIAR), (BRITISH, Register.WARM)]
SENTENCE = re.compile(r"(?<=[.?:;])\s+")


def write(kind="thank-you", material=KNOWN, lexicon=ENGLISH, register=Register.WARM, **changes):
    return write_note(follow_up=follow_up(kind, **changes), material=material, lexicon=lexicon, register=register)


# One note, three tones ------------------------------------------------------------------------------------------------


def test_dana_thanks_priya_in_three_tones():
    to = {"name": "Priya Raman", "given_name": "Priya"}
    formal, warm, familiar = (write(material={**KNOWN, "to": to}, register=register) for register in Register)

    assert formal.text.startswith("Dear Priya Raman,\n\nThank you for meeting with me on Thursday to discuss")
    assert warm.text.startswith("Dear Priya,\n\nThank you for the hour on Thursday about")
    assert familiar.text.startswith("Hi Priya,\n\nThanks for the hour on Thursday about")
    assert [note.closing for note in (formal, warm, familiar)] == ["Sincerely,", "Best regards,", "Best,"]
    assert formal.signature == familiar.signature == "Dana Kim\n+1 212 555 0142"


def test_on_first_names_one_signs_with_ones_own():
    me = {"name": "Dana Kim", "given_name": "Dana"}

    assert write(material={**KNOWN, "me": me}, register=Register.FAMILIAR).signature == "Dana"
    assert write(material={**KNOWN, "me": me}, register=Register.FORMAL).signature == "Dana Kim"


@pytest.mark.parametrize("register", Register)
def test_a_call_and_a_note_to_a_phone_have_no_letters_frame_in_any_tone(register):
    call = write("check-in", register=register, channel_class="spoken")

    assert (call.salutation, call.closing, call.signature) == ("", "", "")
    assert call.parts[0].text.startswith("Hello Priya Raman, this is Dana Kim.")
    assert write("linkedin-invitation", register=register, channel_class="short").closing == ""


@pytest.mark.parametrize(("lexicon", "register"), TONES)
@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_every_note_can_be_written_in_every_tone(kind, variant, a_class, lexicon, register):
    for rank in RANKS:
        changes = {"variant": variant, "channel_class": a_class, "rank": rank, "about": ("sam", "jo")}
        note = write(kind, RICH, lexicon, register, **changes)

        assert not re.search(r"  |\.\.| [,.;?]|,,|[{}]|None|Undefined", note.text)
        assert all(part.text[0].isupper() and part.text[-1] in ".?" for part in note.parts)
        assert (note.register, note.language) == (register, lexicon.tag)


@pytest.mark.parametrize(("lexicon", "register"), TONES)
@pytest.mark.parametrize(("kind", "variant"), [(kind, variant) for kind, variant, a in NOTES if a == "written"])
def test_every_tone_keeps_the_lengths(kind, variant, lexicon, register):
    limits = ENGLISH.tables["limits"]
    fewest, most = limits.get(f"{kind}-{variant}") or limits[kind]

    for rank in RANKS:
        note = write(kind, RICH, lexicon, register, variant=variant, rank=rank, about=("sam", "jo"))
        assert fewest <= len(note.body.split()) <= most, note.body


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize("variant", [None, "again"])
def test_seven_british_colleagues_share_no_sentence(register, variant):
    notes = [write(lexicon=BRITISH, register=register, variant=variant, rank=rank) for rank in RANKS]

    for one, other in combinations(notes, 2):
        said = [set(SENTENCE.split(note.body.replace("\n", " "))) for note in (one, other)]
        assert said[0] & said[1] == set()
        ours, theirs = (note.body.split() for note in (one, other))
        assert SequenceMatcher(None, ours, theirs, autojunk=False).ratio() < 0.6


def test_nothing_formal_is_contracted_and_nothing_at_all_is_hey():
    formal = [text for path, text in phrasings(ENGLISH.tables, "") if ".formal." in path]
    all_said = [text for lexicon in (ENGLISH, BRITISH) for path, text in phrasings(lexicon.tables["thank-you"], "k")]

    assert len(formal) > 40
    assert not [text for text in formal if re.search(r"\w’\w|\bHi\b|Thanks for", text)]
    assert not [text for text in all_said if re.search(r"\bHey\b|\bguys\b|!", text)]
    assert not [text for text in formal + all_said if hurting("", text)]


# Britain --------------------------------------------------------------------------------------------------------------


def test_britain_has_its_own_dates_closings_and_manners():
    warm = write(lexicon=BRITISH, variant="late", rank=2)
    formal = write(lexicon=BRITISH, register=Register.FORMAL)
    asked = write("check-in", lexicon=BRITISH)

    assert "on Thursday 5 June." in warm.body
    assert "I would like this job very much, and I think that I could do it well." in warm.body
    assert warm.text.endswith("Kind regards,\nDana Kim\n+1 212 555 0142\n")
    assert formal.closing == "Yours sincerely,"
    assert "I wondered whether you could tell me how the timeline looks now." in asked.body


@pytest.mark.parametrize(
    ("kind", "american", "british"),
    [
        (
            "no-show",
            "interview on Thursday, June 5, did not take place",
            "interview on Thursday 5 June did not take place",
        ),
        ("cancelled", "interview on Thursday, June 5, cannot", "interview on Thursday 5 June cannot"),
        ("rescheduled", "for Thursday, June 12, at 2:00 PM, and", "for Thursday 12 June at 14:00, and"),
        ("check-in-again", "message of Tuesday, June 17, about", "message of Tuesday 17 June about"),
    ],
)
def test_a_date_within_a_sentence_is_closed_by_a_comma_in_america_alone(kind, american, british):
    rank = 1 if kind == "check-in-again" else 0

    assert american in write(kind, RICH, rank=rank).body
    assert british in write(kind, RICH, BRITISH, rank=rank).body


@pytest.mark.parametrize(("kind", "variant", "a_class"), NOTES)
def test_no_american_date_is_left_in_a_british_note(kind, variant, a_class):
    for rank in RANKS:
        note = write(kind, RICH, BRITISH, variant=variant, channel_class=a_class, rank=rank, about=("sam", "jo"))
        text = " ".join(part.text for parts in (note.parts, *note.extra.values()) for part in parts)
        assert not re.search(r"June \d|day, \d|\d [AP]M", text)


def test_who_gets_british_words_is_a_matter_of_where_they_are():
    """The recipient's country counts, never the candidate's; and never for the language itself."""
    american = written_to({"country": "US"})
    british = written_to({"country": "GB"})
    irish = written_to({"zone": "Europe/Dublin"})
    german = written_to({"country": "DE"})
    german_who_writes_german = written_to({"country": "GB", "language": "de"})

    assert [american, british, irish, german, german_who_writes_german] == ["en", "en-GB", "en-GB", "en", "de"]


def written_to(where):
    """Return the language of the thank-you that Dana writes to Priya there."""
    priya = attrs.evolve(PRIYA, **where)
    told = attrs.evolve(application(interviews=[interview(["priya"])]), people=[priya])
    [thanks] = [one for one in plan(told, "2025-06-05 16:30").follow_ups if one.slot == "thank-you"]
    return KIT.write(thanks, told).language
