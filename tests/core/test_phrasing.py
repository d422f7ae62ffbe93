"""Words come from templates that see plain data only, and never tell a value when they fail."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._core.errors import WordsError
from followkit._core.phrasing import Lexicon, names_in, render, say, unknown_in
from tests.core.letters import english

VALUES = {
    "me": {"name": "Dana Kim"},
    "point": "the nightly cron",
    "day": date(2025, 6, 5),
    "names": ["Priya", "Sam"],
    "count": 2,
}


def rendered(template, values=VALUES):
    return render(english(), template, values, "thank-you.thanks")


# What a filter says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ day|day }}", "Thursday"),
        ("{{ day|date }}", "Thursday, June 5"),
        ("{{ moment|date }}", "Thursday, June 5"),
        ("{{ moment|when }}", "Thu 5 Jun 17:05"),
        ("{{ moment|clock }}", "5:05 PM"),
        ("{{ ['Priya']|and_list }}", "Priya"),
        ("{{ ['Priya', 'Sam']|and_list }}", "Priya and Sam"),
        ("{{ ['Priya', 'Sam', 'Jo']|and_list }}", "Priya, Sam and Jo"),
        ("{{ 1|plural('day', 'days') }} {{ 2|plural('day', 'days') }}", "day days"),
        ("{{ '2 business days'|span }}", "2 business days"),
        ("{{ '25%'|span }}", "25%"),
    ],
)
def test_filters_speak_the_language_of_the_file(template, text):
    assert rendered(template, {**VALUES, "moment": datetime(2025, 6, 5, 17, 5, tzinfo=UTC)}) == text


def test_a_language_names_its_own_days_months_units_and_patterns():
    polish = Lexicon.parse(
        """
        tag = "pl"
        [calendar]
        weekdays = ["poniedziałek", "wtorek", "środa", "czwartek"]
        months = ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"]
        date = "EEEE, d MMMM y"
        and = "i"
        units = { "business day" = ["dzień roboczy", "dni robocze"] }
        """,
        "pl.toml",
    )
    text = render(polish, "{{ day|date }}: {{ names|and_list }}, {{ '2 business days'|span }}", VALUES, "x")

    assert text == "czwartek, 5 czerwca 2025: Priya i Sam, 2 dni robocze"


def test_a_language_without_a_pattern_says_which():
    with pytest.raises(WordsError, match=r"no calendar\.date"):
        render(Lexicon.parse("calendar.months = []", "x"), "{{ day|date }}", VALUES, "x")


# What is missing ------------------------------------------------------------------------------------------------------


def test_an_unknown_name_is_named_with_its_place_and_no_value():
    with pytest.raises(WordsError) as caught:
        rendered("Thank you, {{ me.name }}, for {{ me.phone }} and {{ pont }}.")

    assert str(caught.value) == "not known here: me.phone, pont"
    assert caught.value.place == "thank-you.thanks"
    assert "Dana" not in repr(caught.value)


def test_a_key_taken_from_a_value_is_not_told():
    with pytest.raises(WordsError) as caught:
        rendered("{{ me[point] }}")

    assert "cron" not in str(caught.value)


def test_what_a_template_only_asks_about_is_not_needed():
    template = "{{ point }}{% if me.phone is defined %} {{ me.phone }}{% endif %}"

    assert rendered(template) == "the nightly cron"
    assert unknown_in(template, {}, "x") == ("point",)
    assert names_in(template, "x") == {"point", "me.phone"}


def test_a_code_has_words_or_says_that_it_has_none():
    words = Lexicon.parse('[reasons]\nclosed = "{{ day|day }} is closed."\n[calendar]\nday = "\'a day\'"', "x")

    assert say(words, "reasons", "closed", {"day": date(2025, 6, 5)}) == "a day is closed."
    for section, code in (("reasons", "open"), ("questions", "closed")):
        with pytest.raises(WordsError, match=f"no words for {section}.{code}"):
            say(words, section, code, {})


# Stops ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("the cron", "About the cron. (the cron)"),
        ("the cron.", "About the cron. (the cron.)"),
        ("why it broke?", "About why it broke? (why it broke?)"),
        ("Acme Inc.", "About Acme Inc. (Acme Inc.)"),
        ("the word “now.”", "About the word “now.” (the word “now.”)"),
        ("and so on…", "About and so on… (and so on…)"),
    ],
)
def test_a_stop_in_a_value_and_a_stop_in_the_words_are_one_stop(value, text):
    assert rendered("About {{ point }}. ({{ point }})", {"point": value}) == text


# Values are data ------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_a_value_is_printed_as_it_is_and_never_read_as_a_template(value):
    assert rendered("<{{ point }}>", {"point": value}) == f"<{value}>"


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{% for x in y %}", "{{ me.name }}", "{# gone #}", "${7*7}"])
def test_template_syntax_in_a_value_stays_text(value):
    assert rendered("{{ point }}", {**VALUES, "point": value}) == value


@pytest.mark.parametrize(
    "template",
    [
        "{{ me.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ me.items }}",
        "{{ me.items() }}",
        "{{ point.upper() }}",
        "{{ point.upper }}",
        "{{ point|upper }}",
        "{{ point|attr('upper') }}",
        "{{ '%s'|format(point) }}",
        "{{ range(3) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ self }}",
        "{{ self.__init__ }}",
        "{{ me }}",
        "{{ names }}",
        "{{ day }}",
        "{{ none }}",
        "{{ true }}",
        "{% for n in names %}{{ loop }}{% endfor %}",
        "{% for n in names %}{{ loop.cycle('a') }}{% endfor %}",
        "{% for n in names %}{{ loop.length }}{% endfor %}",
        "{% macro a() %}x{% endmacro %}{{ a() }}",
        "{% include 'en.toml' %}",
        "{% import 'os' as os %}",
        "{% extends 'base' %}",
        "{% if point is callable %}{% endif %}",
        "{{ count|day }}",
        "{{ 1 / 0 }}",
        "{{ names[7] }}",
        "{{ names + 1 }}",
        "{{ unclosed",
        "{% unknown %}",
    ],
)
def test_the_sandbox_refuses_what_is_not_plain_wording(template):
    with pytest.raises(WordsError) as caught:
        rendered(template)

    assert caught.value.place == "thank-you.thanks"
    assert "cron" not in str(caught.value)


@pytest.mark.parametrize("hidden", ["range", "dict", "lipsum", "point.upper", "me.items", "names.append"])
def test_nothing_but_data_is_there_at_all(hidden):
    assert rendered("{% if " + hidden + " is defined %}there{% endif %}") == ""


def test_a_method_of_a_value_is_never_called():
    called = []

    class Loud(str):
        def __call__(self):
            called.append("called")

        shout = __call__

    for template in ("{{ point() }}", "{{ point.shout() }}"):
        with pytest.raises(WordsError):
            rendered(template, {"point": Loud("x")})

    assert called == []


# Lexicons are values --------------------------------------------------------------------------------------------------


def test_a_lexicon_equals_its_copy_and_survives_pickling():
    words = Lexicon.parse('tag = "en"\n[letter]\nclosing = "Regards,"', "a.toml")

    assert pickle.loads(pickle.dumps(words)) == words
    assert Lexicon.parse('tag = "en"\nletter.closing = "Regards,"', "b.toml") == words
    assert Lexicon.parse('tag = "en"\nletter.closing = "Yours,"', "b.toml") != words


def test_a_layer_changes_the_key_it_has_and_leaves_the_rest_and_the_original():
    ours = Lexicon.parse('tag = "en"\n[k]\na = ["1", "2"]\nb = "3"\nclasses.spoken.a = "4"', "en.toml")
    changed = ours.changed_by(Lexicon.parse('k.a = ["5"]\nk.classes.spoken.c = "6"', "house.toml"))

    assert changed.tag == "en"
    assert changed.tables["k"] == {"a": ["5"], "b": "3", "classes": {"spoken": {"a": "4", "c": "6"}}}
    assert ours.tables["k"]["a"] == ["1", "2"]


@pytest.mark.parametrize("text", ["[letter", "a = 1\na = 2", "tag = 5"])
def test_words_that_cannot_be_read_name_their_file(text):
    with pytest.raises(WordsError) as caught:
        Lexicon.parse(text, "house.toml")

    assert caught.value.place == "house.toml"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Thank you for {{ on_day }} about the job.", "Thank you for Thursday, June 5, about the job."),
        ("Thank you for {{ on_day }}.", "Thank you for Thursday, June 5."),
        ("Thank you for {{ on_day }}, and for the job.", "Thank you for Thursday, June 5, and for the job."),
    ],
)
def test_a_comma_that_closes_a_date_gives_way_to_the_mark_after_it(template, expected):
    assert rendered(template, {"on_day": "Thursday, June 5,"}) == expected


@pytest.mark.parametrize(
    ("value", "cure"),
    [
        (date(2025, 6, 5), "{{ name|day }} or {{ name|date }}"),
        (datetime.fromisoformat("2025-06-05T14:00-04:00"), "{{ name|when }} or {{ name|clock }}"),
        (["Priya", "Sam"], "{{ name|and_list }}"),
    ],
)
def test_what_is_no_text_says_with_which_filter_it_is_written(value, cure):
    with pytest.raises(WordsError) as refused:
        render(Lexicon(tag="en", tables={}), "{{ day }}", {"day": value}, "house.thanks")

    assert str(refused.value).endswith(cure)
