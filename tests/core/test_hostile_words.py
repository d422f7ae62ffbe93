"""Whatever stands in words or facts: nothing is run, nothing leaks, and no template costs more than its budget.

Words are rendered as a host would render those of a stranger, in a process of their own with little memory and time, so
that a template that got past us would fail the test and not the machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import followkit as fk
from followkit._core.budgets import DEPTH, ITEMS, NODES, OUTPUT, SOURCE
from followkit._core.errors import InvalidFacts, MissingFacts, WordsError
from followkit._core.phrasing import names_in, render
from tests.core.letters import DANA_TO_PRIYA, english, part, write

ROOT = Path(__file__).parents[2]
IN_A_CELL = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
except ImportError:
    pass
from tests.core.letters import EVERYTHING, english
from followkit._core.errors import WordsError
from followkit._core.phrasing import render

told = []
for template in json.load(sys.stdin):
    try:
        told.append([True, render(english(), template, EVERYTHING, "thank-you.thanks")])
    except WordsError as refused:
        told.append([False, str(refused)])
json.dump(told, sys.stdout)
"""
BOMBS = (
    "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    "{% for a in about %}{% for b in about %}x{% endfor %}{% endfor %}",
    "{{ 'a' * 2000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'a'.center(2000000000) }}",
    "{{ '%2000000000d'|format(1) }}",
    "{{ '{:>2000000000}'.format(1) }}",
    "{{ 'a'|center(2000000000) }}",
    "{{ ('a' ~ 'b')|replace('', 'c') }}",
    "{{ lipsum(n=200000) }}",
    "{{ [1]|batch(200000000, 0)|list }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% include self %}",
    "{% set a = 'aaaaaaaaaa' %}{% set a = a ~ a %}{% set a = a ~ a %}{{ a }}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "not " * 4000 + "1 }}",
    "{{ " + "-" * 8000 + "1 }}",
    "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "{{ a" + ".b" * 8000 + " }}",
    "{% if a %}" * 1500 + "x" + "{% endif %}" * 1500,
    "{{ 1 if 1 else " * 60 + "1" + " }}" * 60,
    "{{ company|plural" + "|plural" * 2000 + " }}",
    "{{ point|familiar(point) }}",
    "{{ about[position] }}",
    "{{ _lexicon }}",
    "{{ _register }}",
    "{{ me._private }}",
    "{% filter familiar('x') %}a{% endfilter %}",
    "{% call(x) y() %}{% endcall %}",
    "{% block a %}{% endblock %}",
    "{% raw %}{{ x }}{% endraw %}{{ x() }}",
    "{% for a in about recursive %}{{ loop(about) }}{% endfor %}",
    "{% for a, b in about %}{% endfor %}",
    "{% for a in 'abc' %}{{ a }}{% endfor %}",
    "{{ company[0:2] }}",
    "{{ {'a': 1}.a }}",
)


def rendered(templates: list[str]) -> list[tuple[bool, str]]:
    """Return for each template whether it was rendered, with its text or why it was refused."""
    command = [sys.executable, "-c", IN_A_CELL]
    done = subprocess.run(
        command, input=json.dumps(templates), capture_output=True, text=True, check=True, cwd=ROOT, timeout=120
    )
    return [(yes, text) for yes, text in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def injections(shared):
    files = sorted((shared / "samples/hostile/ssti").glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    assert (len(files), len(lines)) == (4, 48)
    return lines


@pytest.fixture(scope="module")
def naughty(shared):
    return json.loads((shared / "samples/hostile/blns/blns.json").read_text(encoding="utf-8"))


# As words -------------------------------------------------------------------------------------------------------------


def test_an_injection_given_as_words_is_refused_or_the_plain_text_it_is(injections):
    outcomes = rendered(injections)
    ours = [line for line in injections if "{{" in line or "{%" in line]

    assert [line for line, (yes, _) in zip(injections, outcomes, strict=True) if yes and line in ours] == []
    assert [(line, text) for line, (yes, text) in zip(injections, outcomes, strict=True) if yes and text != line] == []
    assert len(ours) == 36  # the other twelve are of engines that write their fields otherwise


def test_a_refusal_tells_no_fact(injections):
    told = [text for yes, text in rendered(injections) if not yes]

    assert not [text for text in told for value in ("Dana", "Priya", "nightly", "Northwind") if value in text]


def test_naughty_strings_given_as_words_are_refused_or_printed_as_they_are(naughty):
    # Jinja drops one line end at the end of a template, as most tools of its kind do.
    outcomes = zip(naughty, rendered(naughty), strict=True)

    assert [line for line, (yes, text) in outcomes if yes and text != line.removesuffix("\n")] == []


def test_no_bomb_goes_off():
    before = time.monotonic()
    outcomes = rendered(list(BOMBS))

    assert [template[:60] for template, (yes, _) in zip(BOMBS, outcomes, strict=True) if yes] == []
    assert time.monotonic() - before < 60


# What a template may cost ---------------------------------------------------------------------------------------------


def refusal(template, values=DANA_TO_PRIYA):
    with pytest.raises(WordsError) as caught:
        render(english(), template, values, "thank-you.thanks")
    assert caught.value.place == "thank-you.thanks"
    return str(caught.value)


def test_a_template_has_so_many_characters_and_not_one_more():
    assert len(render(english(), "x" * SOURCE, {}, "x")) == SOURCE == 20_000
    assert "more than 20000 characters" in refusal("x" * (SOURCE + 1))


def test_a_template_has_so_many_nodes():
    # each asks and prints: If, Name, Output, TemplateData; the template itself is one more
    most = (NODES - 1) // 4
    assert render(english(), "{% if company %}x{% endif %}" * most, {"company": "Acme"}, "x") == "x" * most
    assert "more than 2000 nodes" in refusal("{% if company %}x{% endif %}" * (most + 1))


def test_a_template_nests_so_deep():
    assert render(english(), "{% if company %}" * 15 + "x" + "{% endif %}" * 15, {"company": "Acme"}, "x") == "x"
    assert f"deeper than {DEPTH}" in refusal("{% if company %}" * 41 + "x" + "{% endif %}" * 41)
    assert f"deeper than {DEPTH}" in refusal("{{ " + "(" * 41 + "company" + ")" * 41 + " }}")


def test_a_list_has_so_many_items():
    names = "{% for name in names %}{{ name }}{% endfor %}"

    assert render(english(), names, {"names": ["x"] * ITEMS}, "x") == "x" * 200
    assert "more than 200 items" in refusal(names, {"names": ["x"] * (ITEMS + 1)})


def test_so_much_is_printed_and_then_no_more():
    half = "x" * (OUTPUT // 2)

    assert len(render(english(), "{{ point }}{{ point }}", {"point": half}, "x")) == OUTPUT == 100_000
    assert "prints more than 100000" in refusal("{{ point }}{{ point }}.", {"point": half})
    # 200 times 600 characters: it is stopped on the way, long before it would be told how much it is
    assert "prints more" in refusal("{% for one in all %}{{ one }}{% endfor %}", {"all": ["x" * 600] * 200})


@pytest.mark.parametrize("value", [object(), 1.5, {"a": b"bytes"}, [[object()]], {1, 2}, lambda: "called"])
def test_a_template_is_given_plain_data_and_nothing_else(value):
    assert "no plain data" in refusal("{{ point }}", {"point": value})


def test_what_is_no_wording_is_found_before_anything_is_rendered():
    for template in ("{{ range(9) }}", "{% set a = 1 %}", "{{ 2 * 2 }}", "{{ self }}"):
        with pytest.raises(WordsError, match="a template may not"):
            names_in(template, "thank-you.thanks")


# As facts -------------------------------------------------------------------------------------------------------------


def letters(text):
    """Return what no writer may change: a phrase may lose the quotes around it, a stop, doubled spaces, a capital."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def is_a_fact(text):
    """Tell whether a text may be a name, a position and a point at all; the border refuses what may not."""
    try:
        fk.Person(id="priya", name=text)
        fk.Interviewer(person="priya", talked_about=(text,))
        fk.Application(id="acme", position=text, employer=fk.Employer(name=text))
    except InvalidFacts:
        return False
    return True


def test_hostile_facts_stand_in_the_note_as_they_were_given_or_are_no_facts(injections, naughty):
    taken = 0
    for text in (*injections, *naughty):
        if not is_a_fact(text):
            continue
        taken += 1
        people = {"to": {"name": text}, "me": {"name": text}, "position": text, "company": text}
        for rank in (0, 4):
            note = write(material={**DANA_TO_PRIYA, **people, "point": text}, rank=rank)
            assert note.salutation == f"Dear {text}" + "," * (not text.endswith(","))
            assert note.signature == text.strip()
            assert text in part(note, "thanks").text
            assert letters(text) in letters(part(note, "key_point").text)
            assert "\0" not in note.text
    assert taken > 250


def test_questions_print_no_hostile_fact(injections):
    for text in injections:
        material = {"to": {"name": text}, "me": {"name": text}}
        with pytest.raises(MissingFacts) as caught:
            write(material=material)
        assert text not in repr(caught.value.questions) + str(caught.value)
