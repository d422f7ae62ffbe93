"""Compile merged policy tables into a rulebook, naming everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from followkit._core.anchors import ANCHORS, DATED, event_kind
from followkit._core.asking import FACTS
from followkit._core.audiences import AUDIENCES, EACH
from followkit._core.errors import InvalidPolicy, Problem
from followkit._core.events import KINDS
from followkit._core.freezing import flat
from followkit._core.guards import SEND_WINDOW
from followkit._core.hours import Hours
from followkit._core.matching import CUSTOM, names_of
from followkit._core.names import Names
from followkit._core.places import Customs
from followkit._core.policy import WEEKDAYS, Layer, Merged, like, merge
from followkit._core.policy_keys import Tables, unknown
from followkit._core.promises import is_meaning
from followkit._core.quantities import Quantities
from followkit._core.records import Condition, Holds
from followkit._core.reuse import Compiled
from followkit._core.rulebook import Choice, Clause, Either, Limits, Rule, Rulebook, digest_of
from followkit._core.seasons import seasons
from followkit._core.timing import Span
from followkit._core.vocabulary import ContactClass, Register

NOTE = "note"
REGISTER = "register"
MORE_TIME = "more-time.ask-for"
RESULTS = (NOTE, "ask", "mark")
NEEDED = ("slot", "contact", "after", "target")
NEEDED_FOR_NOTES = ("note", "to", "channels")
LIFTABLE = (SEND_WINDOW,)
"""The guards a rule may lift; the verdicts of all others yield to no setting."""
NOT_READ_BY_RULES = frozenset({
    *("rules", "hours", "hard-hours", "contact-hours", "gates", "channels", "limits", "seasons", "slots", "audiences"),
    *("promises", "weekend", "closed"),
})  # fmt: skip
"""The sections that no rule reads, or of which it reads only what is told beside it."""
NO_EACH_AFTER = (
    *("silence-start", "promised-date", "invited-date"),
    *("last-check-in", "last-status-contact", "employer-reply"),
)
"""The anchors of a silence: a rule that counts from one speaks about no single person."""


def compile_policy(layers: Sequence[Layer], names: Names, compiled: Compiled | None = None) -> Rulebook:
    """Compile *layers*, base first.

    Args:
        layers: what lies over what.
        names: what policies may name.
        compiled: rules compiled before with the same names, and those compiled now.

    Raises:
        InvalidPolicy: with every problem found, each with its place and what would be right.
    """
    compiler = _compiler(layers, names, compiled or Compiled())
    rulebook = compiler.rulebook()
    if compiler.problems:
        raise InvalidPolicy(problems=compiler.problems)
    return evolve(rulebook, digest=digest_of(compiler.tables, compiler.merged.told_by))


def check_policy(layers: Sequence[Layer], names: Names, compiled: Compiled) -> list[Problem]:
    """Return what is wrong with *layers*, base first."""
    compiler = _compiler(layers, names, compiled)
    compiler.rulebook()
    return compiler.problems


def _compiler(layers: Sequence[Layer], names: Names, compiled: Compiled) -> _Compiler:
    merged = merge(layers)
    rules, problems = like(merged.tables.get("rules", {}), compiled.filled)
    found = [*merged.problems, *problems]
    read = Quantities(told_by=merged.told_by, problems=found)
    return _Compiler(
        merged=merged,
        tables=merged.tables,
        rules=rules,
        slots=frozenset(table["slot"] for table in rules.values() if "slot" in table),
        instead=frozenset(table["if_unreachable"] for table in rules.values() if "if_unreachable" in table),
        names=names,
        read=read,
        compiled=compiled,
    )


@frozen(kw_only=True)
class _Compiler:
    """Carry the merged tables and the known names through one compilation; ``read`` holds the problems found so far.

    ``_slots`` are those some rule plans for, enabled or not; ``_instead`` are the rules that stand in for another.
    """

    merged: Merged
    tables: Tables = field(repr=False)
    rules: Mapping[str, Tables] = field(repr=False)
    _slots: frozenset[str]
    _instead: frozenset[str]
    names: Names
    read: Quantities
    compiled: Compiled = field(repr=False)

    def rulebook(self) -> Rulebook:
        enabled = {id: table for id, table in sorted(self.rules.items()) if table.get("enabled", True)}
        setting, compiled, cases = self.compiled.setting(self._setting()), self.compiled.rule, self.read.cases
        kept = (compiled(setting, id, table, self._besides(table), cases, self._rule) for id, table in enabled.items())
        rules = tuple(rule for rule in kept if rule)
        status = frozenset(rule.slot for rule in rules if rule.contact is ContactClass.STATUS)
        for slot in self.tables.get("slots", {}):
            self._known(f"slots.{slot}", slot, self._slots, "slot")
        return Rulebook(
            name=self.merged.name,
            layers=self.merged.layers,
            rules=rules,
            hours=self._hours("hours"),
            hard_hours=self._hours("hard-hours"),
            contact_hours=self._hours("contact-hours"),
            invited_only=frozenset(self.tables.get("gates", {}).get("invited-only", ())),
            named_only=frozenset(self.tables.get("gates", {}).get("named-only", ())),
            forms=self._forms(self.tables.get("gates", {}).get("forms", {})),
            allowed=frozenset(allowed) if (allowed := self.tables.get("channels", {}).get("allowed")) else None,
            limits=self._limits(self.tables.get("limits", {})),
            customs=self._customs(rules, status),
            register=self.read.word(REGISTER, Register, Register.WARM),
            seasons=seasons(self.tables.get("seasons", {}), self.read),
            told_by=self.merged.told_by,
            multiplied=self.merged.multiplied,
            digest="",
        )

    @property
    def problems(self) -> list[Problem]:
        """Give what was found wrong so far, each once."""
        return list(dict.fromkeys(self.read.problems))

    def _setting(self) -> Any:
        """Return all that rules read of the policy besides their own tables and the values they name."""
        sections = {key: table for key, table in self.tables.items() if key not in NOT_READ_BY_RULES}
        return sections, self._slots, self._instead, self.rules.keys()

    # Rules

    def _rule(self, id: str, table: Tables) -> Rule | None:
        place, read, before = f"rules.{id}", self.read, len(self.read.problems)
        self._refuse_gaps(place, table)
        for key, (noun, known) in self._names_in(table).items():
            if key in table:
                self._known(f"{place}.{key}", table[key], known, noun)
        to = self._audiences(f"{place}.to", table.get("to", ()), table.get("after", ""))
        after = table.get("after", "")
        target = self._choice(f"{place}.target", table.get("target"), after)
        told: dict[str, Any] = {
            "earliest": self._choice(f"{place}.earliest", table.get("earliest"), after),
            "late_after": self._choice(f"{place}.late_after", table.get("late_after"), after),
            "expires": self._choice(f"{place}.expires", table.get("expires"), after),
            "hour": read.clock(f"{place}.hour", table.get("hour", self._slot_hour(table.get("slot", "")))),
            "when": tuple(self._when(f"{place}.when", item) for item in table.get("when", ())),
            "where": self._where(f"{place}.where", table.get("where", {}), after),
            "only_instead": id in self._instead,
            "stagger_minutes": read.minutes(f"{place}.stagger", table.get("stagger", "0 minutes")),
        }
        if len(read.problems) > before or target is None or any(key not in table for key in NEEDED):
            return None
        return Rule(id=id, to=to, target=target, **told, **_as_said(table))

    def _choice(self, place: str, given: Any, after: str) -> Choice | None:
        """Return a span; one that counts from a date must name one that the rule's event has."""
        choice = self.read.choice(place, given)
        kind = event_kind(after)
        if choice is not None and choice.since is not None:
            self._known(f"{place}.of", choice.since, (*DATED.get(kind or "", ()), "at") if kind else (), "date here")
        return choice

    def _where(self, place: str, given: Mapping[str, Any], after: str) -> Mapping[str, tuple[str | int | bool, ...]]:
        if not given:
            return {}
        wanted = {name: value for name, value in flat(given).items() if value != []}
        ours = [name for name in wanted if not name.startswith(f"{CUSTOM}.")]
        self._known(place, ours, names_of(after), "fact here")
        return {name: tuple(value) if isinstance(value, list) else (value,) for name, value in wanted.items()}

    def _refuse_gaps(self, place: str, table: Tables) -> None:
        needed = NEEDED + (NEEDED_FOR_NOTES if table.get("result", NOTE) == NOTE else ())
        told = {problem.place for problem in self.read.problems}
        for key in needed:
            if not table.get(key) and f"{place}.{key}" not in told:
                self.read.wrong(f"{place}.{key}", "missing", f"{key} is missing")

    def _names_in(self, table: Tables) -> dict[str, tuple[str, Collection[str]]]:
        """Return the keys of a rule whose text must be a known name: what that name is, and those there are."""
        words = self.names.notes.get(table.get("note", ""))
        of_note = {"variant": ("variant", words.variants), "adds": ("part", words.parts)} if words else {}
        return {
            **of_note,
            "contact": ("contact", [contact.value for contact in ContactClass]),
            "result": ("result", RESULTS),
            "after": ("after", ANCHORS),
            "combine": ("combine", ("recipient",)),
            "note": ("note", self.names.notes),
            **dict.fromkeys(("adds_if_missed", "adds_if_unsent"), ("slot", self._slots)),
            "if_unreachable": ("rule", self.rules),
            "lifts": ("guard that can be lifted", LIFTABLE),
            "needs": ("fact", FACTS),
        }

    def _besides(self, table: Tables) -> tuple[str | None, dict[str, list[str]]]:
        """Return what a rule takes from elsewhere: its slot's hour, and the lists of audiences it names."""
        lists, to = self.tables.get("audiences", {}), table.get("to", [])
        named = {name: lists[name] for name in ([to] if isinstance(to, str) else to) if name in lists}
        return self._slot_hour(table.get("slot", "")), named

    def _slot_hour(self, slot: str) -> str | None:
        hour: str | None = self.tables.get("slots", {}).get(slot, {}).get("hour")
        return hour

    def _audiences(self, place: str, given: str | list[str], after: str) -> tuple[str, ...]:
        """Return the audiences a rule goes to, with those a list of ``[audiences]`` stands for."""
        lists = self.tables.get("audiences", {})
        asked = [given] if isinstance(given, str) else given
        self._known(place, [name for name in asked if name not in lists], {*AUDIENCES, *lists}, "audience")
        names = [name for one in asked for name in lists.get(one, [one])]
        for one in asked:
            self._known(f"audiences.{one}", lists.get(one, ()), AUDIENCES, "audience")
        for name in names:
            if name in EACH and after in NO_EACH_AFTER:
                message = f"{name!r} is nobody here: {after!r} speaks about no single person"
                self.read.wrong(place, "audience", message, "after = 'round-end' or an event, or another audience")
        return tuple(names)

    def _when(self, place: str, item: Any) -> Clause | Either:
        if isinstance(item, Mapping) and set(item) == {"any"}:
            return Either(groups=tuple(tuple(self._clause(place, one) for one in group) for group in item["any"]))
        return self._clause(place, item)

    def _clause(self, place: str, item: Any) -> Clause:
        name, parameter = next(iter(item.items())) if isinstance(item, Mapping) else (item, None)
        negated, name = name.startswith("not "), name.removeprefix("not ")
        condition = self.names.conditions.get(name)
        if condition is None:
            self.read.problems.append(unknown(place, name, self.names.conditions, "condition"))
            return Clause(condition=_NEVER)
        if isinstance(parameter, Mapping):
            place, parameter = self.read.value(place, parameter["value"])
        wanted = condition.takes
        if (wanted is None) != (parameter is None) or (wanted is not None and type(parameter) is not wanted):
            takes = "takes no parameter" if wanted is None else f"takes one {wanted.__name__}"
            self.read.wrong(place, "parameter", f"condition {name!r} {takes}")
        elif condition.names in self._named:
            self._known(place, str(parameter), self._named[condition.names], condition.names)
        return Clause(condition=condition, negated=negated, parameter=parameter)

    @property
    def _named(self) -> Mapping[str, Collection[str]]:
        """Give the names that the parameter of a condition may be one of, by what it names."""
        return {"event": KINDS, "slot": self._slots, "audience": AUDIENCES}

    # Forms, hours, limits, customs

    def _forms(self, given: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
        """Return what may go before each channel; what is not installed is told in the plan, as for any channel."""
        for channel, names in given.items():
            for name in names:
                of = self.names.forms.get(name)
                if of is not None and of != channel:
                    message = f"{name!r} is no form of {channel!r}"
                    hint = f"it is a form of {of!r}" if of else "it is a channel itself, and goes where a rule names it"
                    self.read.wrong(f"gates.forms.{channel}", "not-a-form", message, hint)
        return {channel: tuple(names) for channel, names in given.items()}

    def _hours(self, section: str) -> Mapping[str, Hours]:
        found = {}
        for kind, week in self.tables.get(section, {}).items():
            self._known(f"{section}.{kind}", list(week), WEEKDAYS, "weekday")
            windows = {
                WEEKDAYS.index(day): tuple(
                    self._window(f"{section}.{kind}.{day}", text)
                    for text in ([given] if isinstance(given, str) else given)
                )
                for day, given in week.items()
                if day in WEEKDAYS
            }
            found[kind] = Hours(windows=windows, on_closed_days=False)
        return MappingProxyType(found)

    def _window(self, place: str, text: str) -> tuple[time, time]:
        opens, _, closes = text.partition("-")
        return self.read.clock(place, opens.strip()), self.read.clock(place, closes.strip())

    def _limits(self, table: Tables) -> Limits:
        status, calls = table.get("status-contacts", {}), table.get("calls", {})
        return Limits(
            per_silence=self._numbers("limits.per-silence", table.get("per-silence", {})),
            in_all=self._numbers("limits.in-all", table.get("in-all", {})),
            calls=self.read.number("limits.calls.count", calls.get("count", 2), least=0),
            calls_apart=self.read.open_days("limits.calls.gap", calls.get("gap", "3 business days")),
            voicemails=self.read.number("limits.calls.voicemails", calls.get("voicemails", 1), least=0),
            status_count=self.read.number("limits.status-contacts.count", status.get("count", 1), least=1),
            status_within=self.read.open_days("limits.status-contacts.within", status.get("within", "5 business days")),
        )

    def _numbers(self, place: str, given: Tables) -> dict[str, int]:
        for slot in given:
            self._known(f"{place}.{slot}", slot, self._slots, "slot")
        return {slot: self.read.number(f"{place}.{slot}", number, least=0) for slot, number in given.items()}

    def _customs(self, rules: Sequence[Rule], status_slots: frozenset[str]) -> Customs:
        settings: Mapping[str, Tables] = self.tables.get("slots", {})
        for slot, table in settings.items():
            self._known(f"slots.{slot}.done-by", table.get("done-by", ()), KINDS, "event")
        promises: dict[str, str] = self.tables.get("promises", {})
        for words, meaning in promises.items():
            if not is_meaning(meaning):
                hint = 'as in "end of next week", "5 business days", "2 weeks" or "nothing"'
                self.read.wrong(f"promises.{words}", "meaning", f"{meaning[:40]!r} names no end of anything", hint)
        return Customs(
            weekend=self._weekend(),
            closed=frozenset(self.tables.get("closed", ())),
            promises=dict(promises),
            slots=frozenset(rule.slot for rule in rules),
            status_slots=status_slots,
            unplanned=self._unplanned(),
            restarting=frozenset(slot for slot, table in settings.items() if table.get("restarts-silence")),
            once=frozenset(slot for slot, table in settings.items() if table.get("once")),
            done_by={slot: frozenset(table["done-by"]) for slot, table in settings.items() if "done-by" in table},
            answers=_answers(rules),
            more_time=self._more_time(),
        )

    def _more_time(self) -> Span | None:
        known = MORE_TIME in self.read.told_by
        return self.read.open_days(f"values.{MORE_TIME}", {"value": MORE_TIME}) if known else None

    def _unplanned(self) -> dict[ContactClass, str]:
        """Return the slot that a contact nobody planned counts for, by its class (``counts = "status"``)."""
        classes = {contact.value: contact for contact in ContactClass}
        counts = {slot: table["counts"] for slot, table in self.tables.get("slots", {}).items() if "counts" in table}
        for slot, name in counts.items():
            self._known(f"slots.{slot}.counts", name, classes, "contact")
        return {classes[name]: slot for slot, name in counts.items() if name in classes}

    def _weekend(self) -> frozenset[int] | None:
        """Return the weekdays this policy closes, or None where it leaves that to the country."""
        days = self.tables.get("weekend")
        if days is None:
            return None
        self._known("weekend", days, WEEKDAYS, "weekday")
        if set(days) >= set(WEEKDAYS):
            self.read.wrong("weekend", "always-closed", "leaves no open day", "name the days that are closed")
        return frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS)

    # Names

    def _known(self, place: str, given: str | Collection[str], known: Collection[str], kind: str) -> None:
        asked = [given] if isinstance(given, str) else given
        self.read.problems.extend(unknown(place, name, known, kind) for name in asked if name not in known)


def _answers(rules: Sequence[Rule]) -> Mapping[str, frozenset[str]]:
    """Return the kinds of events that the rules of each slot count from."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        kind = event_kind(rule.after)
        found.setdefault(rule.slot, set()).update({kind} if kind else ())
    return {slot: frozenset(kinds) for slot, kinds in found.items() if kinds}


def _as_said(table: Tables) -> dict[str, Any]:
    """Return the fields of a rule that its table holds as they are."""
    return {
        "slot": table["slot"],
        "contact": ContactClass(table["contact"]),
        "note": table.get("note", ""),
        "variant": table.get("variant"),
        "adds": tuple(table.get("adds", ())),
        "adds_if_missed": table.get("adds_if_missed"),
        "adds_if_unsent": table.get("adds_if_unsent"),
        "if_unreachable": table.get("if_unreachable"),
        "after": table["after"],
        "channels": tuple(table.get("channels", ())),
        "uninvited": frozenset(table.get("uninvited", ())),
        "rank": table.get("rank", 0),
        "again": table.get("again", False),
        "combine": "combine" in table,
        "lifts": frozenset(table.get("lifts", ())),
        "needs": tuple(sorted(table.get("needs", ()))),
        "optional": table.get("optional", False),
        "urgent": table.get("urgent", False),
        "result": table.get("result", NOTE),
        "question": table.get("question"),
        "because": table.get("because", ""),
        "sources": tuple(table.get("sources", ())),
    }


_NEVER = Condition(name="never", holds=lambda situation, subject, parameter: Holds(yes=False))
