"""Every scenario of this folder comes out as told; ``pytest -k CI-02`` runs those that prove CI-02."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import followkit as fk
from followkit.errors import InvalidScenario
from followkit.testing import Scenario, assert_scenarios, read_scenarios

KIT = fk.Kit()
FOLDER = Path(__file__).parent


def scenarios() -> Iterator[tuple[str, Scenario | InvalidScenario]]:
    """Yield every scenario with what pytest calls it; a file that cannot be read fails alone."""
    for file in sorted(FOLDER.glob("*.toml")):
        try:
            for scenario in read_scenarios(file.read_text(encoding="utf-8"), file.name):
                yield f"{file.stem}: {scenario.name} ({', '.join(scenario.proves)})", scenario
        except InvalidScenario as error:
            yield f"{file.stem}: cannot be read", error


FOUND = dict(scenarios())


@pytest.mark.parametrize("name", FOUND, ids=list(FOUND))
def test_a_scenario_comes_out_as_told(name):
    scenario = FOUND[name]
    if isinstance(scenario, InvalidScenario):
        raise scenario
    assert_scenarios([scenario], KIT)
