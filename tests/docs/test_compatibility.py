"""What the page on compatibility promises is what the code and its settings say."""

from __future__ import annotations

import importlib
import inspect
import re
import tomllib

import attrs
import pytest

import followkit as fk
from followkit import testing
from followkit._core import records
from followkit._plugins.loading import HOOKS
from tests.docs.tables import REFERENCE, names, rows

PAGE = "compatibility.md"
PROJECT = tomllib.loads((REFERENCE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ANSWERS = {"Adapter": {"Imported"}, "Sender": {"Receipt"}}
"""What a record that is provisional answers with, which is so too."""


def test_the_versions_named_are_those_of_the_project():
    bounds = {re.split("[><]", one)[0]: one for one in PROJECT["dependencies"]}
    told = {row[0]: row[1] for row in rows(PAGE, "## What followkit stands on")}

    assert f"`{PROJECT['requires-python']}`" == told["Python"]
    assert f"`{bounds['pluggy'].removeprefix('pluggy')}`" == told["pluggy"]


def test_a_plugin_is_told_to_bound_the_version_there_is():
    major, minor, _ = PROJECT["version"].split(".")
    bound = f"followkit>={major}.{minor},<{major}.{int(minor) + 1}"

    for page in (PAGE, "../how-to/write-a-plugin.md", "../tutorial/first-plugin.md"):
        assert bound in (REFERENCE / page).read_text(encoding="utf-8")
    for example in (REFERENCE.parent / "examples" / "plugins").glob("*/pyproject.toml"):
        project = tomllib.loads(example.read_text(encoding="utf-8"))["project"]
        assert [one for one in project["dependencies"] if one.startswith("followkit") and bound[9:] not in one] == []


def test_the_modules_named_as_public_say_what_is_public_in_them():
    told = [name for name in names(PAGE, "## What is public", 1) if name.startswith("followkit")]

    assert {"followkit", "followkit.channels", "followkit.testing"} <= set(told)
    for name in told:
        module = importlib.import_module(name)
        assert getattr(module, "__all__", None) or name == "followkit.hookspecs"


@pytest.mark.parametrize("record", HOOKS.values())
def test_what_is_provisional_says_so_in_its_docstring_and_on_the_page(record):
    _, _, below = (REFERENCE / PAGE).read_text(encoding="utf-8").partition("\n## Provisional\n")
    listed = set(re.findall(r"`([\w.]+)`", below.partition("\n## ")[0]))
    provisional = "provisional" in (inspect.getdoc(record) or "").partition("\n")[0]

    assert provisional is (record.__name__ in listed)
    assert not provisional or ANSWERS[record.__name__] <= listed


def test_what_is_named_as_provisional_is_there():
    _, _, below = (REFERENCE / PAGE).read_text(encoding="utf-8").partition("\n## Provisional\n")

    for name in re.findall(r"`([\w.]+)`", below.partition("\n## ")[0]):
        home, _, method = name.partition(".")
        found = getattr(fk, home, None) or getattr(testing, home)
        assert not method or callable(getattr(found, method))


@pytest.mark.parametrize("record", [*HOOKS.values(), records.Holds, records.Verdict, records.Imported])
def test_a_record_may_gain_a_field_because_none_is_given_by_its_place(record):
    assert all(field.kw_only for field in attrs.fields(record))
