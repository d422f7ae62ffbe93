"""Hold a scenario, what it expects, and how it came out: values only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from attrs import field, frozen

from followkit._core.errors import Problem
from followkit._core.events import Called, Sent
from followkit._core.facts import Application
from followkit._core.freezing import as_dict
from followkit._core.plans import Plan

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@frozen(kw_only=True)
class Clock:
    """Hold what a clock and a calendar show where somebody is; without an hour, a whole day.

    >>> str(Clock(day=date(2025, 6, 17), hour=time(10)))
    'Tue 2025-06-17 10:00'
    """

    day: date
    hour: time | None = None

    def __str__(self) -> str:
        return f"{DAYS[self.day.weekday()]} {self.day}" + (f" {self.hour:%H:%M}" if self.hour else "")


@frozen(kw_only=True)
class Expected:
    """Hold what a scenario says of its plan; what it does not say is not looked at.

    Args:
        steps: handle to what is said of that follow-up, by key.
        rest: what is said of the plan as a whole, by key.
    """

    steps: Mapping[str, Mapping[str, Any]] = field(factory=dict, converter=as_dict)
    rest: Mapping[str, Any] = field(factory=dict, converter=as_dict)


@frozen(kw_only=True)
class Scenario:
    """Hold facts, a moment, and what must come of them.

    Args:
        name: what it shows, in one sentence.
        source: the file it stands in.
        place: where in that file (``scenario[2]``).
        proves: the ids of what it is a proof of.
        applications: the facts; none when they cannot be read, as the scenario expects.
        problems: what is wrong with them then.
        contacts: what other applications sent to the same employer, or None where nobody looked.
        now: the moment that is planned for, or None where none is needed.
        settings: values set by the user.
        expected: what must come of it.
    """

    name: str
    source: str
    place: str
    proves: tuple[str, ...] = ()
    applications: tuple[Application, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    contacts: tuple[Sent | Called, ...] | None = field(default=None, repr=False)
    now: datetime | None = None
    settings: Mapping[str, Any] = field(factory=dict, converter=as_dict)
    expected: Expected = field(repr=False)

    @property
    def application(self) -> Application:
        """Give the facts of a scenario that is about one application."""
        (only,) = self.applications
        return only


@frozen(kw_only=True)
class Outcome:
    """Hold how a scenario came out.

    Args:
        scenario: which one.
        differences: what is not as expected, in plain words.
        plans: the plans that were compared, one for each application; none where none could be made.
    """

    scenario: Scenario
    differences: tuple[str, ...] = ()
    plans: tuple[Plan, ...] = field(default=(), repr=False)

    @property
    def plan(self) -> Plan | None:
        """Give the plan of a scenario that is about one application."""
        return self.plans[0] if len(self.plans) == 1 else None

    @property
    def passed(self) -> bool:
        """Tell whether everything came out as expected."""
        return not self.differences
