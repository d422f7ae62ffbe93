"""The pages made from data are current, and what is written by hand about the code names what the code knows."""

from __future__ import annotations

import attrs
import pytest

import followkit as fk
from followkit import hookspecs, testing
from followkit.__main__ import COMMANDS
from followkit._core.anchors import ANCHORS, CASES
from followkit._core.audiences import AUDIENCES
from followkit._core.conditions import CONDITIONS
from followkit._core.events import KINDS
from followkit._core.facts import CalendarEntry, Candidate, Contact, Interview, Interviewer, Person
from followkit._core.guards import GUARDS
from followkit._core.policy_keys import RULE, SECTIONS
from followkit._core.timing import Unit
from followkit._interchange.keys import TOP, keys_of
from followkit._scenarios.keys import EXPECTED, FILE, GIVEN, STEP
from tests.docs import generated
from tests.docs.tables import NAME, names, rows


@pytest.mark.parametrize(("path", "text"), generated.pages().items(), ids=lambda value: getattr(value, "name", ""))
def test_a_page_made_from_data_is_current(path, text):
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("page", "heading", "known"),
    [
        ("facts-file.md", "## At the top", TOP),
        ("facts-file.md", "## `me`", keys_of(Candidate)),
        ("facts-file.md", "## `[people.<id>]`", keys_of(Person)),
        ("facts-file.md", "### `contact`", attrs.fields_dict(Contact)),
        ("facts-file.md", "## `[interviews.<id>]`", keys_of(Interview)),
        ("facts-file.md", "### `with`", attrs.fields_dict(Interviewer)),
        ("facts-file.md", "### `calendar`", attrs.fields_dict(CalendarEntry)),
        ("events.md", "## Kinds", KINDS),
        ("command-line.md", "## Commands", COMMANDS),
        ("policies.md", "## Sections", SECTIONS.keys),
        ("policies.md", "## Rules", RULE),
        ("policies.md", "## Anchors", ANCHORS),
        ("policies.md", "## Audiences", AUDIENCES),
        ("policies.md", "## Conditions", {condition.name for condition in CONDITIONS}),
        ("policies.md", "## Guards", {guard.name for guard in GUARDS}),
        ("policies.md", "## Cases", CASES),
        ("hooks.md", "## The hooks", {name for name in vars(hookspecs) if name.startswith("followkit_")}),
        ("errors.md", "## What raises what", set(fk.errors.__all__) - {"Problem"}),
        ("python.md", "## Names", fk.__all__),
        ("scenarios.md", "## The file", FILE),
        ("scenarios.md", "## What is given", GIVEN),
        ("scenarios.md", "## What must come of it", EXPECTED),
        ("scenarios.md", "### Of one follow-up", STEP),
        ("scenarios.md", "## Run them", [name for name in testing.__all__ if name.endswith("scenarios")]),
        ("hooks.md", "## Contracts", [name for name in testing.__all__ if name.startswith("check_")]),
    ],
)
def test_a_table_names_what_the_code_knows(page, heading, known):
    told = names(page, heading)

    assert len(told) == len(set(told))
    assert set(told) == set(known)


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_an_event_are_told(kind):
    (row,) = [row for row in rows("events.md", "## Kinds") if NAME.findall(row[0]) == [kind]]

    assert set(NAME.findall(row[2])) == set(keys_of(KINDS[kind])) - {"kind", "at", "id", "zone"} | (
        {"zone"} & {field.name for field in attrs.fields(KINDS[kind])}
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_the_arguments_of_a_command_are_told(command):
    _, arguments = COMMANDS[command]

    assert set(names("command-line.md", f"### `{command}`")) == {flags[0] for flags, _ in arguments}


def test_the_units_of_a_span_are_told():
    assert [row[0] for row in rows("time.md", "## Spans")] == [unit.value for unit in Unit]


def test_a_name_left_out_is_noticed():
    assert "round-end" in names("policies.md", "## Anchors")
    with pytest.raises(AssertionError, match="no heading"):
        names("policies.md", "## No such heading")
