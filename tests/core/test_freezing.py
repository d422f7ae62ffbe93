"""What a record holds is read by many plugins in turn, and changed by none of them."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._core.facts import Application
from followkit._core.freezing import FrozenDict, FrozenList, as_dict, as_tables

TABLES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


def frozen() -> Any:
    return as_tables({"pager": {"ranges": [3, 1, 2]}, "on": True})


def changed_in_place(table: Any) -> None:
    table |= {"on": False}


def made_longer(numbers: Any) -> None:
    numbers += [4]


def doubled(numbers: Any) -> None:
    numbers *= 2


CHANGES: dict[str, Callable[[Any], object]] = {
    "d[key] =": lambda table: table.__setitem__("on", False),
    "del d[key]": lambda table: table.__delitem__("on"),
    "d |=": changed_in_place,
    "d.clear": lambda table: table.clear(),
    "d.pop": lambda table: table.pop("on"),
    "d.popitem": lambda table: table.popitem(),
    "d.setdefault": lambda table: table.setdefault("new", 1),
    "d.setdefault of what is there": lambda table: table.setdefault("on", 1),
    "d.update": lambda table: table.update(on=False),
    "inner d[key] =": lambda table: table["pager"].__setitem__("ranges", []),
    "l[0] =": lambda table: table["pager"]["ranges"].__setitem__(0, 9),
    "l[:] =": lambda table: table["pager"]["ranges"].__setitem__(slice(None), []),
    "del l[0]": lambda table: table["pager"]["ranges"].__delitem__(0),
    "l +=": lambda table: made_longer(table["pager"]["ranges"]),
    "l *=": lambda table: doubled(table["pager"]["ranges"]),
    "l.append": lambda table: table["pager"]["ranges"].append(4),
    "l.clear": lambda table: table["pager"]["ranges"].clear(),
    "l.extend": lambda table: table["pager"]["ranges"].extend([4]),
    "l.insert": lambda table: table["pager"]["ranges"].insert(0, 4),
    "l.pop": lambda table: table["pager"]["ranges"].pop(),
    "l.remove": lambda table: table["pager"]["ranges"].remove(1),
    "l.reverse": lambda table: table["pager"]["ranges"].reverse(),
    "l.sort": lambda table: table["pager"]["ranges"].sort(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_way_of_changing_it_is_left(change):
    table = frozen()

    with pytest.raises(TypeError, match="read-only"):
        change(table)
    assert table == {"pager": {"ranges": [3, 1, 2]}, "on": True}


def test_every_method_that_a_dict_or_list_is_changed_by_is_refused():
    reading = {"copy", "count", "fromkeys", "get", "index", "items", "keys", "values"}
    for kind, plain in ((FrozenDict, dict), (FrozenList, list)):
        methods = {name for name in dir(plain) if not name.startswith("_")} - reading
        operators = {"__setitem__", "__delitem__", "__ior__", "__iadd__", "__imul__"} & set(dir(plain))
        assert methods | operators <= set(vars(kind))


@given(tables=st.dictionaries(st.text(max_size=5), TABLES, max_size=4))
def test_it_is_what_it_was_made_from_and_stays_so_through_copies_and_pickles(tables):
    made = as_tables(tables)
    again = [copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), as_dict(made), as_tables(made)]

    assert all(one == tables and type(one) is FrozenDict for one in again)
    assert json.dumps(made) == json.dumps(tables)
    assert repr(made) == repr(tables)


def test_a_copy_may_be_changed_and_what_it_was_copied_from_stays():
    table = frozen()
    changed = {**table, "on": False}
    further = table | {"new": 1}

    assert (changed["on"], further["new"], table["on"]) == (False, 1, True)


def test_whoever_gave_a_table_cannot_change_the_facts_with_it_afterwards():
    given = {"pager": {"ranges": [1]}}
    facts = Application(id="acme", x=given, values={"check-in": {"channels": ["email"]}})
    given["pager"]["ranges"].append(2)

    assert facts.x == {"pager": {"ranges": [1]}}
    assert attrs.asdict(facts)["x"] == {"pager": {"ranges": [1]}}
    with pytest.raises(TypeError, match="read-only"):
        facts.values["check-in.channels"].append("phone")
    assert attrs.evolve(facts, internal=True).x is facts.x
