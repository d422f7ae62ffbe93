"""A place in a TOML text has a line, whichever way the text is written."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import followkit
from followkit._checking.lines import line_at, lines_of
from followkit._interchange.places import join, step

TEXT = """\
# a comment = 1
title = "a [b] = 'c' # d"
"quoted key".b.c = '''
x = 1
'''
list = [1, [2, "]"],  # [
  { e = 3 }]

[rules.check-in-again]
target = { value = "check-in.second-gap",
  by = "stage" }

[[scenario]]
name = "One"
[scenario.expect]
"check-in/1" = 2025-06-17T10:00:00

[[scenario]]
events = [
    { kind = "sent" },
    { kind = "replied", at = 2025-06-10T11:00:00 },
]
[[scenario.deep]]
[[scenario.deep]]
x = -1.5e3
"""

LINES = {
    "title": 2,
    "'quoted key'": 3,
    "'quoted key'.b.c": 3,
    "list": 6,
    "list[0]": 6,
    "list[1][1]": 6,
    "list[2].e": 7,
    "rules": 1,
    "rules.check-in-again": 9,
    "rules.check-in-again.target": 10,
    "rules.check-in-again.target.by": 11,
    "scenario": 13,
    "scenario[0]": 13,
    "scenario[0].name": 14,
    "scenario[0].expect": 15,
    "scenario[0].expect.'check-in/1'": 16,
    "scenario[1]": 18,
    "scenario[1].events[1].kind": 21,
    "scenario[1].deep[1].x": 25,
}


@pytest.mark.parametrize("place", LINES)
def test_a_place_has_the_line_it_stands_on(place):
    assert line_at(place, lines_of(TEXT)) == LINES[place]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("scenario[0].expect.'check-in/1'.at", 16),
        ("scenario[0].now", 13),
        ("scenario[1].events[7].kind", 19),
        ("rules.check-in-again.when", 9),
        ("rules.no-such.when", 1),
        ("no.such[3].thing", 1),
        ("", 1),
    ],
)
def test_what_has_no_line_has_that_of_the_nearest_thing_around_it(place, line):
    assert line_at(place, lines_of(TEXT)) == line


def places(value: object, place: str = "") -> list[str]:
    """Return the place of everything that was read from a text."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [place] if place else []
    return found + [one for key, inner in inside for one in places(inner, join(place, step(key)))]


OUR_FILES = sorted(Path(followkit.__file__).parent.glob("**/*.toml"))


@pytest.mark.parametrize("path", OUR_FILES, ids=lambda path: path.stem)
def test_everything_in_our_own_files_has_a_line_and_its_key_stands_there(path):
    text = path.read_text(encoding="utf-8")
    lines, written = lines_of(text), ["", *text.splitlines()]

    for place in places(tomllib.loads(text)):
        key = place.rpartition(".")[2].partition("[")[0].rstrip("…").strip("'")
        if "[" not in place and place in lines:
            assert key in written[lines[place]], place
        assert place in lines or any(other.startswith(f"{place}.") for other in lines), place


@pytest.mark.parametrize(
    "text", ["", "\n\n", "a = [", "a = [}", "a = { b", "[a", "= =", "a = '''", '"', "\0", "[[", "a..b=1"]
)
def test_a_text_that_is_no_toml_ends_too(text):
    assert set(lines_of(text).values()) <= {1}
