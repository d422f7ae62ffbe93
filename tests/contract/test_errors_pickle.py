"""Every exception survives pickling, and the tree drawn in ``followkit.errors`` is the tree there is."""

from __future__ import annotations

import builtins
import inspect
import pickle
import re

import pytest

from followkit import errors

ERRORS = [getattr(errors, name) for name in errors.__all__ if issubclass(getattr(errors, name), BaseException)]
BRANCH = re.compile(r"^ {4}(?P<indent>[ │├└─]*)(?P<name>[A-Z]\w+)(?: \((?P<builtin>\w+)\))?")
EXTRAS = {
    "adapter": "icalendar",
    "channel": "phone",
    "distribution": "followkit-fax",
    "extra": "calendar",
    "handle": "thank-you/priya",
    "id": "CI-99",
    "limit": 160,
    "place": "thank-you.thanks",
    "plugin": "fax",
    "problems": (errors.Problem(place="country", code="unknown-country", message="no such country"),),
    "questions": (),
    "sender": "gateway",
}


def survives(error: BaseException) -> bool:
    """Tell whether an exception comes back from pickling as it was."""
    try:
        again = pickle.loads(pickle.dumps(error))
    except TypeError:
        return False
    return type(again) is type(error) and str(again) == str(error) and vars(again) == vars(error)


def drawn(text: str) -> dict[str, tuple[str | None, str | None]]:
    """Return each exception drawn in a docstring, with its parent there and the builtin beside it."""
    tree: dict[str, tuple[str | None, str | None]] = {}
    path: list[tuple[int, str]] = []
    for line in text.partition("::")[2].splitlines():
        if (branch := BRANCH.match(line)) is None:
            continue
        depth = len(branch["indent"])
        path = [(other, name) for other, name in path if other < depth]
        tree[branch["name"]] = (path[-1][1] if path else None, branch["builtin"])
        path.append((depth, branch["name"]))
    return tree


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_survives_pickling(error):
    extras = [name for name, parameter in inspect.signature(error).parameters.items() if parameter.kind == 3]

    assert survives(error("what is wrong", **{name: EXTRAS[name] for name in extras}))


class _KeywordOnly(Exception):
    def __init__(self, *, message: str) -> None:
        super().__init__(message)


def test_an_error_that_does_not_survive_is_seen():
    assert not survives(_KeywordOnly(message="what is wrong"))


@pytest.mark.parametrize("module", ["followkit.errors", "followkit._core.errors"])
def test_the_tree_is_drawn_as_it_is(module):
    tree = drawn(inspect.getdoc(__import__(module, fromlist=["_"])) or "")

    assert sorted(tree) == sorted(error.__name__ for error in ERRORS)
    for name, (parent, builtin) in tree.items():
        error = getattr(errors, name)
        assert parent is None or issubclass(error, getattr(errors, parent))
        assert builtin is None or issubclass(error, getattr(builtins, builtin))
        assert error is errors.FollowkitError or parent is not None


def test_there_is_one_root():
    assert len(ERRORS) >= 13
    assert all(issubclass(error, errors.FollowkitError) for error in ERRORS)


def test_a_tree_is_read_with_its_parents():
    text = "The tree::\n\n    One\n    ├── Two (ValueError)\n    │   └── Three      said\n    └── Four\n"

    assert drawn(text) == {
        "One": (None, None),
        "Two": ("One", "ValueError"),
        "Three": ("Two", None),
        "Four": ("One", None),
    }
