"""Words are chosen by language and then by region, laid over each other, and their dates are those of Unicode CLDR."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from babel.dates import format_datetime

import followkit as fk
from followkit._core.errors import MissingExtra, WordsError
from followkit._core.phrasing import Lexicon, render
from followkit._core.records import Language
from followkit.lexicons import Lexicons, lexicons
from tests.rulebook.dana import PRIYA, application, at, interview

KIT = fk.Kit()
ENGLISH = Language(tag="en", text='tag = "en"\nletter = { closing = "Best,", opening = "Dear" }')
BRITISH = Language(tag="en-GB", text='regions = ["IE", "AU"]\nletter.closing = "Kind regards,"')
GERMAN = Language(tag="de", text='letter.closing = "Mit freundlichen Grüßen"')


def letter(found: Lexicons, language: str | None, country: str | None = None) -> dict[str, str]:
    return dict(found.choose(language, country).tables["letter"])


# Which words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "country", "tag"),
    [
        (None, None, "en"),
        (None, "GB", "en-GB"),
        ("en", "IE", "en-GB"),  # the region is named by the layer
        ("en", "US", "en"),
        ("en", "DE", "en"),
        ("en-GB", "US", "en-GB"),  # what somebody says of themself comes before where they are
        ("en-US", "GB", "en"),
        ("en-AU", "US", "en-GB"),
        ("EN_gb", None, "en-GB"),
        ("de", "GB", "de"),
        ("de-CH", None, "de"),
        ("pl", None, "en"),
        ("pl", "GB", "en-GB"),  # where nobody has the language, English as it is written there
    ],
)
def test_a_region_chooses_how_a_language_is_written_and_never_which(language, country, tag):
    assert lexicons([ENGLISH, BRITISH, GERMAN]).choose(language, country).tag == tag


def test_a_region_says_only_what_it_says_otherwise():
    found = lexicons([ENGLISH, BRITISH])

    assert letter(found, "en-GB") == {"closing": "Kind regards,", "opening": "Dear"}
    assert letter(found, "en") == {"closing": "Best,", "opening": "Dear"}


def test_the_countrys_own_layer_comes_before_one_that_serves_several():
    australian = Language(tag="en-AU", text='letter.closing = "Cheers,"')

    assert letter(lexicons([ENGLISH, BRITISH, australian]), "en", "AU")["closing"] == "Cheers,"
    assert letter(lexicons([ENGLISH, BRITISH, australian]), "en", "IE")["closing"] == "Kind regards,"


def test_what_a_house_says_of_a_language_counts_in_all_its_regions():
    house = [Language(tag="en", text='letter = { closing = "Ever,", opening = "To" }', overrides=True)]
    found = lexicons([ENGLISH, BRITISH], house)

    assert letter(found, "en-GB") == letter(found, "en") == {"closing": "Ever,", "opening": "To"}


def test_a_house_may_speak_of_one_region_alone_even_of_one_that_nobody_else_wrote():
    british, irish = (Language(tag=tag, text='letter.closing = "Slán,"', overrides=True) for tag in ("en-GB", "en-IE"))

    assert letter(lexicons([ENGLISH, BRITISH], [british]), "en", "AU")["closing"] == "Slán,"
    assert letter(lexicons([ENGLISH, BRITISH], [british]), "en")["closing"] == "Best,"
    assert letter(lexicons([ENGLISH, BRITISH], [irish]), "en", "IE")["closing"] == "Slán,"
    assert letter(lexicons([ENGLISH, BRITISH], [irish]), "en", "GB")["closing"] == "Kind regards,"


def test_of_two_who_change_a_region_the_house_has_the_last_word_and_of_its_own_words_the_narrower():
    of_plugin = Language(tag="en-GB", text='letter = { closing = "Ta,", opening = "Oi" }', overrides=True)
    of_house = [
        Language(tag="en-GB", text='letter.closing = "Yours,"', overrides=True),
        Language(tag="en", text='letter = { closing = "Ever,", opening = "To" }', overrides=True),
    ]

    assert letter(lexicons([ENGLISH, BRITISH, of_plugin]), "en-GB") == {"closing": "Ta,", "opening": "Oi"}
    assert letter(lexicons([ENGLISH, BRITISH, of_plugin], of_house), "en-GB") == {"closing": "Yours,", "opening": "To"}
    assert letter(lexicons([ENGLISH, BRITISH, of_plugin], of_house), "en") == {"closing": "Ever,", "opening": "To"}


def test_a_house_brings_no_new_language():
    with pytest.raises(WordsError, match="no language is called 'pl-PL'"):
        lexicons([ENGLISH], [Language(tag="pl-PL", text="", overrides=True)])


def test_there_is_always_english():
    bases = fk.Policy(name="international", text="values.register = 'warm'")
    with pytest.raises(WordsError, match="which every other falls back to"):
        fk.Kit(block=["followkit"], add=[bases, GERMAN])


@pytest.mark.parametrize("text", ['regions = "GB"', "regions = [1]"])
def test_regions_are_country_codes(text):
    with pytest.raises(WordsError, match="country codes"):
        lexicons([ENGLISH, Language(tag="en-GB", text=text)])


# Dates ----------------------------------------------------------------------------------------------------------------


def dates(lexicon: Lexicon, pattern: str) -> list[str]:
    """Return a leap year's days as the language writes them, each at another hour."""
    first = datetime(2024, 1, 1, tzinfo=UTC)
    moments = [first + timedelta(days=day, hours=day % 24, minutes=day % 60) for day in range(366)]
    return [render(lexicon, "{{ moment|" + pattern + " }}", {"moment": moment}, "x") for moment in moments]


@pytest.mark.parametrize("pattern", ["day", "date", "when", "clock"])
@pytest.mark.parametrize("tag", ["en", "en-GB"])
def test_our_few_lines_write_every_day_of_a_year_as_cldr_does(tag, pattern):
    lexicon = KIT.lexicon(tag)
    cldr = lexicon.tables["calendar"][pattern]
    first = datetime(2024, 1, 1, tzinfo=UTC)
    moments = [first + timedelta(days=day, hours=day % 24, minutes=day % 60) for day in range(366)]

    assert lexicon.tag == tag
    assert dates(lexicon, pattern) == [format_datetime(one, cldr, locale=tag.replace("-", "_")) for one in moments]


def test_a_language_that_brings_no_names_of_days_takes_those_of_cldr():
    polish = Language(tag="pl", text='calendar = { date = "EEEE, d MMMM y", when = "EEE d MMM HH:mm" }')
    lexicon = lexicons([ENGLISH, polish]).choose("pl")

    assert render(lexicon, "{{ day|date }}", {"day": date(2025, 6, 5)}, "x") == "czwartek, 5 czerwca 2025"
    assert "weekdays" not in fk.Kit(add=[polish]).lexicon("en").tables["calendar"].get("none", {})


@pytest.mark.parametrize("tag", ["de", "fr", "pl", "pt-BR", "ja", "ko", "nl"])
def test_dates_of_other_languages_are_those_of_cldr_on_every_day(tag):
    pattern = "EEEE, d. MMMM y; EEE d MMM HH:mm; MM/dd/yyyy h a 'Uhr'"
    quoted = pattern.replace("'", "''").replace("''", "'")
    other = Language(tag=tag, text=f'[calendar]\ndate = "{quoted}"')
    first = datetime(2024, 1, 1, tzinfo=UTC)
    moments = [first + timedelta(days=day, hours=day % 24, minutes=day % 60) for day in range(366)]

    written = dates(lexicons([ENGLISH, other]).choose(tag), "date")
    assert written == [format_datetime(one, pattern, locale=tag.replace("-", "_")) for one in moments]


def test_a_language_nobody_else_knows_says_which_names_it_lacks():
    klingon = Language(tag="tlh", text='calendar.date = "EEEE d"')

    with pytest.raises(WordsError, match=r"no calendar\.weekdays"):
        render(lexicons([ENGLISH, klingon]).choose("tlh"), "{{ day|date }}", {"day": date(2025, 6, 5)}, "x")


def test_without_babel_the_extra_is_named_and_english_goes_on(monkeypatch):
    monkeypatch.setitem(sys.modules, "babel.core", None)
    found = lexicons([ENGLISH, Language(tag="pl", text='calendar.date = "EEEE"')])

    assert found.choose("en").tag == "en"
    with pytest.raises(MissingExtra, match=r"followkit\[i18n\]") as caught:
        found.choose("pl")
    assert caught.value.extra == "i18n"


# Languages there are no words in --------------------------------------------------------------------------------------


def test_who_reads_a_language_there_are_no_words_in_is_written_to_in_english_and_the_plan_says_so():
    people = [attrs.evolve(PRIYA, language="fr")]
    facts = application(people=people, interviews=[interview(["priya"])])
    planned = KIT.plan(facts, now=at("2025-06-05 16:30"))

    assert [dict(one.parameters) for one in planned.assumptions if one.code == "language-unknown"] == [
        {"person": "priya", "language": "fr"}
    ]
    assert "no words in “fr” here, so Priya Raman is written to in English" in planned.explain(facts)
    assert KIT.write(planned.follow_ups[0], facts).language == "en"


def test_a_candidate_who_reads_such_a_language_is_told_in_english_and_why():
    facts = application(me=attrs.evolve(application().me, language="xx"))

    assert "so this is told in English" in KIT.plan(facts, now=at("2025-06-05 16:30")).explain(facts)


@pytest.mark.parametrize("language", [None, "en", "en-IE", "DE_at"])
def test_nothing_is_said_of_a_language_there_are_words_in(language):
    people = [attrs.evolve(PRIYA, language=language)]
    planned = KIT.plan(application(people=people, interviews=[interview(["priya"])]), now=at("2025-06-05 16:30"))

    assert "language-unknown" not in {one.code for one in planned.assumptions}
