"""Whatever people are called and whatever was said: a note reads well, adds nothing, and runs nothing.

The scenes are those of the casts, with names, topics and sentences made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

import followkit as fk
from followkit._core.asking import FACTS
from followkit._core.narrowing import kinds
from followkit.errors import FollowkitError, InvalidFacts, MissingFacts
from followkit.interchange import dumps
from tests.golden.rendering import CHANNELS, KIT, Staged, by, is_served, staged, with_facts
from tests.properties.told import names, retold, ugly

LANGUAGES = ["en", "de"]
EXAMPLES = settings(max_examples=2 * settings().max_examples, phases=[Phase.generate])  # all are short already
SHORT = 24
"""A position that leaves a subject room for what it has to say."""

MISPRINT = re.compile(r"[{}]|\b(?:None|Undefined)\b|  | [.,;:?!]|(?<!\.)\.\.|[,;:!?][.,;:]|\.[?!]|\n\n\n")
"""What no note has, unless a fact has it."""


@cache
def scenes(language: str) -> dict[str, Staged]:
    """Return each scene of the rich cast once for every channel that its note may go by."""
    rich = [one for one in staged(language) if one.scene.cast == "rich"]
    served = [by(one, name) for one in rich for name in CHANNELS if is_served(one, name)]
    return {f"{one.scene.occasion} by {one.follow_up.channel}": one for one in served}


def drawn(data: Any, language: str, **kinds: Any) -> Staged:
    """Draw a scene, and what was said in it."""
    found = scenes(language)
    one = found[data.draw(st.sampled_from(sorted(found)))]
    return with_facts(one, retold(one.facts, data.draw, **kinds))


def written(one: Staged) -> fk.Note:
    """Return the note, unless two people were told the same, about which one is asked."""
    try:
        return KIT.write(one.follow_up, one.facts)
    except MissingFacts as missing:
        assume(all(question.code != "talked-about" for question in missing.questions))
        raise


def everything(note: fk.Note) -> str:
    extra = [" ".join(part.text for part in parts) for parts in note.extra.values()]
    return "\n\n".join([note.subject, note.text.rstrip(), *extra])


# What people type -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@EXAMPLES
@given(data=st.data())
def test_a_note_made_of_what_people_type_has_no_misprint(language, data):
    text = everything(written(drawn(data, language)))

    assert not MISPRINT.search(text), text


@pytest.mark.parametrize("language", LANGUAGES)
@EXAMPLES
@given(data=st.data())
def test_a_subject_is_one_line_that_a_phone_shows_in_full_where_the_role_is_short(language, data):
    one = drawn(data, language)
    subject = written(one).subject

    assert "\n" not in subject
    assert len(subject) <= 50 or len(one.facts.position or "") > SHORT


@pytest.mark.parametrize("language", LANGUAGES)
@EXAMPLES
@given(data=st.data())
def test_every_number_and_every_capital_comes_from_the_facts_or_the_language(language, data):
    one = drawn(data, language)
    known = facts_of(one.facts)
    told = known | {word[:1].upper() + word[1:] for word in known} | {word.lower() for word in known}
    strange = [word for word in WORD.findall(everything(written(one))) if is_telling(word) and word not in told]

    assert [word for word in strange if word not in lexicon_words(language)] == []


WORD = re.compile(r"\w+")


def is_telling(word: str) -> bool:
    return word[0].isupper() or any(letter.isdigit() for letter in word)


def facts_of(facts: fk.Application) -> set[str]:
    """Return every word of the facts, and every number of their dates and hours."""
    texts = list(_texts(json.loads(dumps(facts))))
    words = {word for text in texts for word in WORD.findall(text)}
    numbers = {int(word) for word in words if word.isdecimal()} | {
        int(number) for text in texts if re.match(r"\d{4}-", text) for number in re.findall(r"\d+", text)
    }
    return words | {str(number) for number in numbers} | {str(number % 12 or 12) for number in numbers}


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        for item in found:
            yield from _texts(item)
    else:
        yield str(found)


AROUND = ("letter", "calendar", "lengths", "greetings")
"""What notes are written with, besides the tables of their kinds."""


@cache
def lexicon_words(language: str) -> frozenset[str]:
    """Return every word with which the notes of a language are written, and its days and months."""
    lexicon = KIT.lexicon(language)
    tables = [lexicon.tables.get(name, {}) for name in (*kinds(lexicon), *AROUND)]
    return frozenset(word for table in tables for text in _texts(table) for word in WORD.findall(text))


# What nobody should type ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@EXAMPLES
@given(data=st.data())
def test_no_text_is_taken_for_more_than_text(language, data):
    try:
        one = drawn(data, language, topic=ugly, sentence=ugly, position=ugly, name=ugly)
        text = everything(written(one))
    except FollowkitError:
        return

    assert not re.search(r"62615533|Undefined|<built-in|<function", text)
    assert not CONTROL.search(text)


CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


@pytest.mark.parametrize("language", LANGUAGES)
@EXAMPLES
@given(data=st.data())
def test_a_name_survives_byte_for_byte_or_is_refused(language, data):
    name = data.draw(names | ugly)
    try:
        one = drawn(data, language, name=st.just(name))
    except InvalidFacts:
        return
    note = written(one)

    assert name in (note.salutation or note.text)


# What each part stands on ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@EXAMPLES
@given(data=st.data())
def test_a_part_stands_on_the_position_just_where_it_names_it(language, data):
    one = drawn(data, language)
    told, other = written(one), written(with_facts(one, attrs.evolve(one.facts, position="Miller")))

    assert {part.name for part in told.parts if part not in other.parts} == {
        part.name for part in told.parts if "position" in part.uses
    }
    assert all(set(part.uses) <= set(FACTS) for part in told.parts)
