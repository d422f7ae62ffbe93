"""Keep compiled rules, so that of sixty rules a layer costs only those that it changes.

A rule is compiled from its own table, the values it names, and what else it reads of the policy: its setting. Where all
of that is the same, the rule is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from followkit._core.policy import Filled
from followkit._core.policy_keys import Tables
from followkit._core.rulebook import Rule

MOST = 32
"""So many settings, and so many readings of one rule in one setting, are kept; what comes later is compiled anew."""

Cases = Callable[[str], Mapping[str, Any]]
"""From the name of a value to what it is in each case."""
Compile = Callable[[str, Tables], Rule | None]


@frozen(kw_only=True)
class Reading:
    """Hold one compiled rule with all it was read from: its table, what it takes from elsewhere, and values."""

    table: Tables
    besides: Any
    values: Mapping[str, Mapping[str, Any]]
    rule: Rule


@frozen(kw_only=True)
class Compiled:
    """Hold what was compiled so far with the same names; it grows, and nothing that comes of it depends on how far.

    Args:
        filled: the tables of rules that are like others, as they were last put together.
        settings: what rules were compiled in.
        readings: number of a setting and rule id to the compiled rules.
        sound: the layers, by level and content, of which nothing was wrong when they lay over each other.
    """

    filled: Filled = field(factory=dict, repr=False)
    settings: list[Any] = field(factory=list, repr=False)
    readings: dict[tuple[int, str], list[Reading]] = field(factory=dict, repr=False)
    sound: set[Any] = field(factory=set, repr=False)

    def setting(self, read: Any) -> int:
        """Return the number of a setting, to be given with every rule compiled in it.

        Args:
            read: all that rules read of a policy besides their own tables and values.
        """
        if read not in self.settings:
            if len(self.settings) >= MOST:
                return MOST
            self.settings.append(read)
        return self.settings.index(read)  # not the last: another kit may add one meanwhile

    def rule(self, setting: int, id: str, table: Tables, besides: Any, cases: Cases, compile: Compile) -> Rule | None:
        """Return a rule, compiled before or now; one that is wrong is compiled again each time, so that it is told.

        Args:
            setting: the number of its setting.
            id, table: the rule.
            besides: what it takes from elsewhere in the policy.
            cases: what values are.
            compile: compiles it.
        """
        kept = self.readings.setdefault((setting, id), [])
        for one in kept:
            same = (one.table is table or one.table == table) and one.besides == besides
            if same and all(cases(name) == told for name, told in one.values.items()):
                return one.rule
        found = compile(id, table)
        if found is not None and setting < MOST and len(kept) < MOST:
            values = {name: cases(name) for name in values_in(table)}
            kept.append(Reading(table=table, besides=besides, values=values, rule=found))
        return found


def values_in(written: Any) -> list[str]:
    """Return the names of the values that a table names.

    >>> values_in({"target": {"value": "reply.target"}, "when": ["open", {"panel-at-most": {"value": "most"}}]})
    ['reply.target', 'most']
    """
    if isinstance(written, dict):
        named = written.get("value")
        if isinstance(named, str):
            return [named]
        written = written.values()
    parts = [part for part in written if isinstance(part, (dict, list))]
    return [name for part in parts for name in values_in(part)]
