"""Law 3: imports point one way, there are no circles, and a function imports only what is costly or optional."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.contract.source import Module, assert_none, core, package, snippet

LAYERS = (
    {"errors", "freezing", "vocabulary"},
    {"budgets", "dates", "timing"},
    {"checking", "hours", "sandbox", "shaping"},
    {"happening"},
    {"candidate_events", "employer_events"},
    {"events"},
    {"facts"},
    {"asking", "decisions", "evidence", "keys", "notes", "phrasing"},
    {"chronicle", "cures", "demands", "findings", "places", "promises", "records", "rounds"},
    {"answers", "history"},
    {"contacts", "ranks"},
    {"situation"},
    {"names", "policy_keys"},
    {"multipliers", "narrowing", "rulebook"},
    {"policy"},
    {"allowances", "audiences", "proofreading", "reuse", "settling", "ways"},
    {"anchors", "conversations"},
    {"quantities"},
    {
        "event_conditions",
        "guards",
        "identity",
        "matching",
        "material",
        "reaching",
        "round_conditions",
        "routing",
        "seasons",
        "silence_conditions",
    },
    {"conditions"},
    {"compiling", "intake", "placing"},
    {"layers", "planning", "explaining", "writing"},
    {"lookahead", "plans", "reading", "relating"},
    {"agendas", "briefing", "fitting", "manuscripts", "reconciling", "reviewing", "simulating"},
)
"""The rooms of the core from the ground up: each may import from the floors below its own, and nothing else."""

PLANNING = frozenset(
    {
        "allowances",
        "anchors",
        "audiences",
        "compiling",
        "conditions",
        "event_conditions",
        "fitting",
        "guards",
        "identity",
        "layers",
        "lookahead",
        "matching",
        "multipliers",
        "names",
        "placing",
        "planning",
        "policy",
        "policy_keys",
        "quantities",
        "reaching",
        "reuse",
        "round_conditions",
        "routing",
        "rulebook",
        "seasons",
        "silence_conditions",
        "ways",
    }
)
WRITING = frozenset({"briefing", "demands", "manuscripts", "reading", "reviewing", "writing"})

ABOVE_THE_CORE: Mapping[str, frozenset[str]] = {
    "errors": frozenset({"_core"}),
    "events": frozenset({"_core"}),
    "hookspecs": frozenset({"_core"}),
    "calendars": frozenset({"_core"}),
    "channels": frozenset({"_builtin"}),
    "lexicons": frozenset({"_core"}),
    "adapters": frozenset({"_core", "calendars"}),
    "_interchange": frozenset({"_core", "adapters", "calendars"}),  # a file may name an invite
    "interchange": frozenset({"_core", "_interchange", "adapters", "calendars"}),
    "_builtin": frozenset({"_core", "adapters", "calendars", "hookspecs"}),
    "houses": frozenset({"_core", "_interchange"}),
    "_plugins": frozenset({"_core", "hookspecs"}),
    "kit": frozenset(
        {"_builtin", "_core", "_plugins", "adapters", "calendars", "hookspecs", "houses", "interchange", "lexicons"}
    ),
}
ON_TOP = frozenset(
    {
        *("", "__main__", "_casts", "_checking", "_commands", "_contracts", "_previewing", "_scenarios"),
        *("delivery", "previews", "testing"),
    }
)
DRIVES_PLUGINS = frozenset({"_plugins", "hookspecs"})
COSTLY = frozenset({"cattrs", "holidays", "jinja2", "markupsafe", "phonenumbers", "tzdata"})
EXTRAS = frozenset({"babel", "hypothesis", "icalendar", "rapidfuzz", "weasyprint"})


def wrong_directions(module: Module) -> Iterator[str]:
    for found in module.imports():
        root, _, rest = found.target.partition(".")
        complaint = f"{module.name}:{found.line}: imports {found.target}"
        if root == "pluggy" and module.room not in DRIVES_PLUGINS:
            yield f"{complaint}, which only _plugins and hookspecs may"
        if root == "followkit" and not _may_import(module, rest):
            yield complaint
        if found.deferred and not _may_wait(module, root):
            yield f"{complaint} inside a function"
        if not found.deferred and root in EXTRAS:
            yield f"{complaint}, an extra, before it is needed"


def _may_import(module: Module, target: str) -> bool:
    room = target.partition(".")[0]
    if module.room in ON_TOP:
        return True
    if module.room == "_core":
        return room == "_core" and _is_below(_floor_name(target), _floor_name(module.name.partition(".")[2]))
    return room == module.room or room in ABOVE_THE_CORE.get(module.room, frozenset())


def _floor_name(path: str) -> str:
    return (*path.split("."), "")[1]


def _is_below(target: str, room: str) -> bool:
    if target == room:
        return True
    if (target in PLANNING and room in WRITING) or (target in WRITING and room in PLANNING):
        return False
    floors = {name: floor for floor, names in enumerate(LAYERS) for name in names}
    return target in floors and room in floors and floors[target] < floors[room]


def _may_wait(module: Module, root: str) -> bool:
    if module.room in {"", "__main__"}:
        return True
    return root in COSTLY | EXTRAS


def circles(modules: tuple[Module, ...]) -> list[str]:
    """Return the first circle among the imports that run when a module is loaded."""
    graph = {
        module.name: {found.target for found in module.imports() if not found.deferred and found.target != module.name}
        for module in modules
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_module_of_the_core_has_its_floor():
    rooms = {_floor_name(module.name.partition(".")[2]) for module in core()} - {""}

    assert rooms <= set().union(*LAYERS), "give the new module a place in LAYERS"


def test_every_module_above_the_core_has_its_place():
    rooms = {module.room for module in package()}

    assert rooms <= {"_core", *ABOVE_THE_CORE, *ON_TOP}, "give the new module a place in ABOVE_THE_CORE"


def test_imports_point_one_way():
    assert_none(found for module in package() for found in wrong_directions(module))


def test_there_are_no_circles():
    assert circles(package()) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("followkit._core.timing", "from followkit._core.facts import Person"),
        ("followkit._core.writing", "from followkit._core import planning"),
        ("followkit._core.planning", "from followkit._core.writing import write"),
        ("followkit._core.notes", "from followkit._core.decisions import Reason"),
        ("followkit._core.facts", "import followkit"),
        ("followkit._core.facts", "from followkit.calendars import zone"),
        ("followkit._core.facts", "def f():\n    from followkit._core.errors import Problem"),
        ("followkit._core.unheard_of", "from followkit._core.errors import Problem"),
        ("followkit.calendars", "from followkit.hookspecs import hookimpl"),
        ("followkit.calendars", "def f():\n    import sqlite3"),
        ("followkit.adapters.ics", "import icalendar"),
        ("followkit.kit", "import pluggy"),
        ("followkit._builtin", "from followkit.kit import Kit"),
        ("followkit._plugins", "from followkit._builtin import channels"),
    ],
)
def test_a_wrong_direction_is_reported(name, code):
    assert list(wrong_directions(snippet(code, name)))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("followkit._core.facts", "if TYPE_CHECKING:\n    from followkit._core.planning import plan"),
        ("followkit._core.planning", "from followkit._core.facts import Person"),
        ("followkit._core.phrasing", "def f():\n    import jinja2"),
        ("followkit._plugins.loading", "import pluggy\nfrom followkit.hookspecs import hookimpl"),
        ("followkit.kit", "from followkit._core.facts import Person\nfrom followkit.interchange import load"),
        ("followkit.__main__", "def f():\n    from followkit.kit import Kit"),
        ("followkit.adapters.ics", "def f():\n    import icalendar"),
    ],
)
def test_a_right_direction_is_not_reported(name, code):
    assert list(wrong_directions(snippet(code, name))) == []


def test_a_circle_is_reported():
    one = snippet("import followkit.two", "followkit.one")
    two = snippet("import followkit.one", "followkit.two")

    assert circles((one, two))


def test_what_is_costly_is_not_of_the_standard_library():
    assert not (COSTLY | EXTRAS) & sys.stdlib_module_names
