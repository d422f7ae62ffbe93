"""The planner agrees with one that is slow and obvious, on applications of every kind.

``python -m tests.reference --applications 100000`` compares more of them, and tells how often each rule speaks.
"""

from __future__ import annotations

import pytest

from tests.reference.agreement import compared

APPLICATIONS, PARTS = 2000, 5
"""So many are compared, in so many parts that can run side by side."""
EACH = APPLICATIONS // PARTS


@pytest.mark.parametrize("part", range(PARTS))
def test_the_planner_agrees_with_the_obvious_one(part):
    results = list(compared(range(part * EACH, (part + 1) * EACH)))

    different = [one for one in results if one.differences]
    assert not different, f"{len(different)} of {EACH} differ; the first is\n{different[0]}"
    assert sum(one.refused for one in results) < EACH // 50
    assert sum(any(yes for _, yes in one.answers) for one in results) > EACH // 2
