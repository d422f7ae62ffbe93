"""Compile merged policy tables into a rulebook, naming everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from types import MappingProxyType
from typing import Any, TypeVar

from attrs import field, frozen

from followkit._core.anchors import ANCHORS, AUDIENCES, CASES
from followkit._core.asking import FACTS
from followkit._core.errors import InvalidPolicy, Problem
from followkit._core.hours import Hours
from followkit._core.places import Customs
from followkit._core.policy import WEEKDAYS, Layer, Merged, Tables, like, merge, unknown
from followkit._core.records import Condition, Holds
from followkit._core.rulebook import DEFAULT_HOUR, Choice, Clause, Either, Limits, Rule, Rulebook, digest_of
from followkit._core.timing import Span, Unit
from followkit._core.vocabulary import ContactClass

T = TypeVar("T")

RULE_KEYS = frozenset(
    {
        "slot",
        "contact",
        "note",
        "variant",
        "adds",
        "adds_if_missed",
        "to",
        "after",
        "earliest",
        "target",
        "late_after",
        "expires",
        "hour",
    }
    | {"when", "channels", "stagger", "rank", "again", "combine", "lifts", "needs", "optional", "result", "question"}
    | {"because", "sources", "enabled"}
)
RESULTS = ("note", "ask", "mark")


@frozen(kw_only=True)
class Names:
    """Hold the names a policy may use besides our own tables.

    Args:
        conditions: condition name to record.
        guards: guard names, which ``lifts`` may name.
        notes: note kinds the languages have words for.
    """

    conditions: Mapping[str, Condition]
    guards: Collection[str]
    notes: Collection[str]


def compile_policy(layers: Sequence[Layer], names: Names) -> Rulebook:
    """Compile *layers*, base first.

    Raises:
        InvalidPolicy: with every problem found, each with its place and the nearest name that exists.
    """
    merged = merge(layers)
    compiler = _Compiler(merged=merged, names=names)
    rulebook = compiler.rulebook()
    if compiler.problems:
        raise InvalidPolicy(problems=compiler.problems)
    return rulebook


@frozen(kw_only=True)
class _Compiler:
    """Carry the merged tables, the known names and the problems found so far through one compilation."""

    merged: Merged
    names: Names
    problems: list[Problem] = field(factory=list)

    def rulebook(self) -> Rulebook:
        tables = self.merged.tables
        filled, problems = like(tables.get("rules", {}))
        self.problems.extend(problems)
        enabled = {id: table for id, table in sorted(filled.items()) if table.get("enabled", True)}
        rules = tuple(rule for id, table in enabled.items() if (rule := self._rule(id, table)))
        status = frozenset(rule.slot for rule in rules if rule.contact is ContactClass.STATUS)
        return Rulebook(
            name=self.merged.layers[-1] if self.merged.layers[-1] != "user" else self.merged.layers[-2],
            layers=self.merged.layers,
            rules=rules,
            hours=self._hours("hours"),
            hard_hours=self._hours("hard-hours"),
            limits=self._limits(tables.get("limits", {})),
            customs=self._customs(frozenset(rule.slot for rule in rules), status),
            told_by=self.merged.told_by,
            digest=digest_of(tables, self.merged.told_by),
        )

    # Rules

    def _rule(self, id: str, table: Tables) -> Rule | None:
        place, before = f"rules.{id}", len(self.problems)
        self.problems.extend(unknown(f"{place}.{key}", key, RULE_KEYS, "key") for key in table if key not in RULE_KEYS)
        for key in ("slot", "contact", "after", "target"):
            if key not in table:
                self._wrong(f"{place}.{key}", "missing", f"{key} is missing")
        result = self._one_of(place, table, "result", RESULTS, "note")
        contact = self._one_of(place, table, "contact", tuple(ContactClass), ContactClass.STATUS.value)
        self._one_of(place, table, "after", tuple(ANCHORS), "")
        if result == "note":
            self._one_of(place, table, "note", tuple(self.names.notes), "")
        if len(self.problems) > before:
            return None
        return Rule(
            id=id,
            slot=table["slot"],
            contact=ContactClass(contact),
            note=table.get("note", ""),
            variant=table.get("variant"),
            adds=tuple(table.get("adds", ())),
            adds_if_missed=table.get("adds_if_missed"),
            to=self._audiences(place, table.get("to", ())),
            after=table["after"],
            earliest=self._choice(f"{place}.earliest", table.get("earliest")),
            target=self._choice(f"{place}.target", table["target"]) or _NOWHERE,
            late_after=self._choice(f"{place}.late_after", table.get("late_after")),
            expires=self._choice(f"{place}.expires", table.get("expires")),
            hour=self._clock(f"{place}.hour", table.get("hour", self._slot_hour(table["slot"]))),
            when=tuple(self._when(f"{place}.when", item) for item in table.get("when", ())),
            channels=tuple(table.get("channels", ())),
            stagger_minutes=self._minutes(f"{place}.stagger", table.get("stagger", "0 minutes")),
            rank=table.get("rank", 0),
            again=table.get("again", False),
            combine=table.get("combine") == "recipient",
            lifts=self._known(f"{place}.lifts", table.get("lifts", ()), self.names.guards, "guard"),
            needs=tuple(sorted(self._known(f"{place}.needs", table.get("needs", ()), FACTS, "fact"))),
            optional=table.get("optional", False),
            result=result,
            question=table.get("question"),
            because=table.get("because", ""),
            sources=tuple(table.get("sources", ())),
        )

    def _slot_hour(self, slot: str) -> str | None:
        hour: str | None = self.merged.tables.get("slots", {}).get(slot, {}).get("hour")
        return hour

    def _audiences(self, place: str, given: Any) -> tuple[str, ...]:
        lists = self.merged.tables.get("audiences", {})
        names = lists.get(given, [given]) if isinstance(given, str) else given
        self._known(f"{place}.to", names, {*AUDIENCES, *lists}, "audience")
        return tuple(names)

    def _when(self, place: str, item: Any) -> Clause | Either:
        if isinstance(item, Mapping) and set(item) == {"any"}:
            return Either(groups=tuple(tuple(self._clause(place, one) for one in group) for group in item["any"]))
        return self._clause(place, item)

    def _clause(self, place: str, item: Any) -> Clause:
        name, parameter = (
            next(iter(item.items())) if isinstance(item, Mapping) and len(item) == 1 else (str(item), None)
        )
        negated, name = name.startswith("not "), name.removeprefix("not ")
        condition = self.names.conditions.get(name)
        if condition is None:
            self.problems.append(unknown(place, name, self.names.conditions, "condition"))
            return Clause(condition=_NEVER)
        if isinstance(parameter, Mapping) and "value" in parameter:
            parameter = self._value(place, parameter["value"])
        wanted = condition.takes
        if (wanted is None) != (parameter is None) or (wanted is not None and type(parameter) is not wanted):
            takes = "takes no parameter" if wanted is None else f"takes one {wanted.__name__}"
            self._wrong(place, "parameter", f"condition {name!r} {takes}")
        return Clause(condition=condition, negated=negated, parameter=parameter)

    # Spans and values

    def _choice(self, place: str, given: Any) -> Choice | None:
        if given is None:
            return None
        if isinstance(given, str):
            span = self._span(place, given)
            return Choice(cases={"other": span}) if span else None
        name, by = given.get("value", ""), given.get("by")
        if by is not None and by not in CASES:
            self.problems.append(unknown(f"{place}.by", str(by), CASES, "case"))
        cases = {case: span for case, text in self._cases(place, name).items() if (span := self._span(place, text))}
        if cases and "other" not in cases:
            self._wrong(place, "no-other", f"the value {name!r} has no case 'other'")
        return Choice(name=name, by=by, cases=cases) if "other" in cases else None

    def _cases(self, place: str, name: str) -> dict[str, Any]:
        told = self.merged.told_by
        cases = {
            other.removeprefix(f"{name}."): pairs[-1][1]
            for other, pairs in told.items()
            if other.startswith(f"{name}.")
        }
        if name in told:
            cases["other"] = told[name][-1][1]
        if not cases:
            self.problems.append(unknown(place, name, told, "value"))
        return cases

    def _value(self, place: str, name: str) -> Any:
        return self._cases(place, name).get("other")

    def _plain(self, place: str, given: Any, kind: type[T], default: T) -> T:
        value = self._value(place, given["value"]) if isinstance(given, Mapping) and "value" in given else given
        if type(value) is kind:
            return value
        self._wrong(place, "wrong-type", f"wants one {kind.__name__}")
        return default

    def _span(self, place: str, text: Any) -> Span | None:
        try:
            return Span.parse(text if isinstance(text, str) else "")
        except ValueError as error:
            self._wrong(place, "span", f"{str(text)[:40]!r} is no span", str(error))
            return None

    def _minutes(self, place: str, given: Any) -> int:
        text = self._value(place, given["value"]) if isinstance(given, Mapping) else given
        span = self._span(place, text)
        if span is None or span.unit is not Unit.MINUTES:
            self._wrong(place, "span", "wants minutes")
            return 0
        return span.amount

    def _clock(self, place: str, given: Any) -> time:
        if given is None:
            return DEFAULT_HOUR
        try:
            return given if isinstance(given, time) else time.fromisoformat(given)
        except (TypeError, ValueError):
            self._wrong(place, "clock", "is no time of day", 'as in "10:00"')
            return DEFAULT_HOUR

    # Hours, limits, customs

    def _hours(self, section: str) -> Mapping[str, Hours]:
        found = {}
        for kind, week in self.merged.tables.get(section, {}).items():
            windows: dict[int, tuple[tuple[time, time], ...]] = {}
            for day, given in week.items():
                place = f"{section}.{kind}.{day}"
                if day not in WEEKDAYS:
                    self.problems.append(unknown(place, day, WEEKDAYS, "weekday"))
                    continue
                texts = [given] if isinstance(given, str) else list(given)
                pairs = [text.partition("-") for text in texts]
                windows[WEEKDAYS.index(day)] = tuple(
                    (self._clock(place, opens.strip()), self._clock(place, closes.strip()))
                    for opens, _, closes in pairs
                )
            found[kind] = Hours(windows=windows, on_closed_days=False)
        return MappingProxyType(found)

    def _limits(self, table: Tables) -> Limits:
        status = table.get("status-contacts", {"count": 1, "within": "5 business days"})
        within = self._choice("limits.status-contacts.within", status.get("within"))
        per_silence = {
            slot: self._plain(f"limits.per-silence.{slot}", given, int, 0)
            for slot, given in table.get("per-silence", {}).items()
        }
        return Limits(
            per_silence=per_silence,
            status_count=self._plain("limits.status-contacts.count", status.get("count"), int, 1),
            status_within=within.of(None) if within else Span(5, Unit.BUSINESS_DAYS),
        )

    def _customs(self, slots: frozenset[str], status_slots: frozenset[str]) -> Customs:
        tables = self.merged.tables
        weekend = self._known("weekend", tables["weekend"], WEEKDAYS, "weekday") if "weekend" in tables else None
        closed = [day for day in tables.get("closed", []) if isinstance(day, date)]
        if len(closed) < len(tables.get("closed", [])):
            self._wrong("closed", "wrong-type", "wants dates", "as in 2025-12-24, without quotes")
        return Customs(
            weekend=None if weekend is None else frozenset(WEEKDAYS.index(day) for day in weekend if day in WEEKDAYS),
            closed=frozenset(closed),
            promises=dict(tables.get("promises", {})),
            slots=slots,
            status_slots=status_slots,
            unplanned=self._unplanned(tables.get("slots", {})),
        )

    def _unplanned(self, slots: Tables) -> dict[ContactClass, str]:
        """Return the slot that a contact nobody planned counts for, by its class (``counts = "status"``)."""
        found = {}
        for slot, table in slots.items():
            if "counts" in table and self._one_of(f"slots.{slot}", table, "counts", tuple(ContactClass), "") in tuple(
                ContactClass
            ):
                found[ContactClass(table["counts"])] = slot
        return found

    # Problems

    def _wrong(self, place: str, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place=place, code=code, message=message, hint=hint))

    def _one_of(self, place: str, table: Tables, key: str, known: Sequence[str], default: str) -> str:
        value = str(table.get(key, default))
        if value not in known:
            self.problems.append(unknown(f"{place}.{key}", value, [str(name) for name in known], key))
        return value

    def _known(self, place: str, given: Any, known: Collection[str], kind: str) -> frozenset[str]:
        self.problems.extend(unknown(place, str(name), known, kind) for name in given if name not in known)
        return frozenset(given)


_NEVER = Condition(name="never", holds=lambda situation, subject, parameter: Holds(yes=False))
_NOWHERE = Choice(cases={"other": Span(0, Unit.MINUTES)})
