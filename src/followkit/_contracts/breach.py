"""Say what a record broke, and look at every example the same way each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from followkit._core.errors import MissingExtra


def require(holds: bool, what: str) -> None:
    """Fail with what a record broke.

    Raises:
        AssertionError: unless it holds.
    """
    if not holds:
        raise AssertionError(what)


def looked_at(*values: Any) -> str:
    """Return all that some values hold, so that a change to any of them is noticed."""
    return repr([attrs.asdict(one) if attrs.has(type(one)) else one for one in values])


def explored(check: Callable[..., None], **strategies: Any) -> None:
    """Run a check over generated examples, the same ones each time.

    Args:
        check: takes an argument for each of *strategies*, by name.
        strategies: of Hypothesis.

    Raises:
        AssertionError: for the smallest example that breaks it.
    """
    from hypothesis import HealthCheck, given, settings

    steady = settings(
        max_examples=100,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        steady(given(**strategies)(check))()
    except AssertionError as broken:  # says enough; how the example was found is of no use to whoever reads it
        raise AssertionError(str(broken)) from None


def require_hypothesis() -> None:
    """Raise unless Hypothesis is installed.

    Raises:
        MissingExtra: naming the extra that brings it.
    """
    try:
        import hypothesis  # noqa: F401  (only whether it is there matters)
    except ImportError:
        raise MissingExtra("checking a plugin needs followkit[testing]", extra="testing") from None
