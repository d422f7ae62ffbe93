"""The public names: sorted, importable, typed, and loaded only when they are used."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.resources import files

import pytest

import followkit
from tests.contract.source import package

COSTLY = {"attrs", "cattrs", "holidays", "icalendar", "jinja2", "pluggy", "tzdata", "zoneinfo"}


def loaded_by(code: str) -> set[str]:
    """Return the names of all modules that a fresh interpreter has loaded after *code*."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def seen_by_type_checkers() -> set[str]:
    """Return the names that the package imports for type checkers alone."""
    tree = next(module.tree for module in package() if module.name == "followkit")
    blocks = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports for alias in node.names}


@pytest.mark.parametrize("name", followkit.__all__)
def test_a_public_name_can_be_imported(name):
    assert getattr(followkit, name) is not None


def test_public_names_are_sorted_and_said_once():
    assert followkit.__all__ == sorted(set(followkit.__all__))
    assert len(followkit.__all__) >= 30


def test_the_table_holds_exactly_the_public_names():
    assert list(followkit._HOMES) == followkit.__all__


def test_type_checkers_see_the_same_names():
    assert seen_by_type_checkers() == set(followkit.__all__)
    assert files("followkit").joinpath("py.typed").is_file()


def test_nothing_else_is_listed():
    assert dir(followkit) == sorted([*followkit.__all__, "__version__"])


def test_an_unknown_name_is_no_attribute():
    with pytest.raises(AttributeError, match="no attribute 'Kti'"):
        followkit.Kti  # type: ignore[attr-defined]  # noqa: B018


def test_the_version_is_known():
    assert followkit.__version__.count(".") >= 2


def test_importing_followkit_loads_nothing_else():
    loaded = {name for name in loaded_by("import followkit") if name.startswith("followkit")}

    assert loaded == {"followkit"}


def test_importing_followkit_loads_nothing_costly():
    assert not COSTLY & loaded_by("import followkit")


def test_what_is_loaded_is_seen():
    assert {"jinja2", "followkit._core.facts"} <= loaded_by("import followkit, jinja2; followkit.Application")


def test_facts_need_nothing_but_attrs():
    assert not (COSTLY - {"attrs"}) & loaded_by("import followkit; followkit.Application(id='acme')")
