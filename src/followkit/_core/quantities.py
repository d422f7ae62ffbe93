"""Read the spans, numbers and times of day of a policy, whether written in place or as the name of a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import Any, TypeVar

from attrs import field, frozen

from followkit._core.anchors import CASES
from followkit._core.errors import Problem
from followkit._core.policy import APPLICATION
from followkit._core.policy_keys import unknown
from followkit._core.rulebook import DEFAULT_HOUR, Choice
from followkit._core.timing import Span, Unit

_SPANS = 'write it as "90 minutes", "24 hours", "3 days" or "2 business days"'
_UNKNOWN = object()
Word = TypeVar("Word", bound=StrEnum)


@frozen(kw_only=True)
class Quantities:
    """Read what is written, and note what is wrong with it.

    Args:
        told_by: value name to the (layer, value) pairs that set it, base first.
        problems: where problems go; what cannot be read becomes something harmless.
    """

    told_by: Mapping[str, tuple[tuple[str, Any], ...]] = field(repr=False)
    problems: list[Problem]
    _names: Mapping[str, Mapping[str, str]] = field(init=False, repr=False)

    @_names.default
    def _names_of_cases(self) -> dict[str, dict[str, str]]:
        """Return value name to its cases, each with the dotted name it was told under."""
        found: dict[str, dict[str, str]] = {}
        for name in self.told_by:
            table, _, case = name.rpartition(".")
            found.setdefault(table, {})[case] = name
        for name in self.told_by:
            found.setdefault(name, {})["other"] = name  # one value for all the rest
        return found

    def wrong(self, place: str, code: str, message: str, hint: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(place=place, code=code, message=message, hint=hint))

    def cases(self, name: str) -> dict[str, Any]:
        """Return a value by its cases; none when nobody told it."""
        return {case: self.told_by[told][-1][1] for case, told in self._names.get(name, {}).items()}

    def value(self, place: str, name: str) -> tuple[str, Any]:
        """Return where a value was told, as far as that is not *place*, and what it is for all cases."""
        told = self._cases(place, name)
        if told and "other" not in told:
            self.wrong(place, "no-other", f"the value {name!r} has no case 'other'")
        return told.get("other", place), self.cases(name).get("other", _UNKNOWN)

    def choice(self, place: str, given: Any) -> Choice | None:
        """Return a span, or the spans of all the cases of a value."""
        if given is None:
            return None
        if isinstance(given, str):
            span = self._span(place, given)
            return Choice(cases={"other": span}) if span else None
        name, by, since = given.get("value"), given.get("by"), given.get("of")
        if name is None and "span" in given:
            span = self._span(place, given["span"], part=since is not None)
            return Choice(cases={"other": span}, since=since) if span else None
        if name is None:
            self.wrong(place, "no-value", "names no value", 'as in { value = "check-in.second-gap" }')
            return None
        if by is not None and by not in CASES:
            self.problems.append(unknown(f"{place}.by", by, CASES, "case"))
        told = self._cases(place, name)
        cases = {case: span for case, text in self.cases(name).items() if (span := self._span(told[case], text))}
        if cases and "other" not in cases:
            self.wrong(place, "no-other", f"the value {name!r} has no case 'other'")
        return Choice(name=name, by=by, since=since, cases=cases) if "other" in cases else None

    def number(self, place: str, given: Any, *, least: int) -> int:
        """Return a number that is not smaller than *least*."""
        place, found = self.value(place, given["value"]) if isinstance(given, Mapping) else (place, given)
        if type(found) is int and found >= least:
            return found
        if found is not _UNKNOWN:
            self.wrong(place, "number", f"wants a whole number from {least} up")
        return least

    def minutes(self, place: str, given: Any) -> int:
        """Return a span that must be minutes, as their number."""
        choice = self.choice(place, given)
        span = choice.of(None) if choice else None
        if span is not None and (span.unit is not Unit.MINUTES or span.amount < 0):
            self.wrong(place, "span", "wants minutes", 'as in "5 minutes"')
        return span.amount if span and span.unit is Unit.MINUTES else 0

    def open_days(self, place: str, given: Any) -> Span:
        """Return a span that must be open days, at least one."""
        choice = self.choice(place, given)
        span = choice.of(None) if choice else None
        if span is not None and (span.unit is not Unit.BUSINESS_DAYS or span.amount < 1):
            self.wrong(place, "span", "wants business days, at least one", 'as in "5 business days"')
        return span or Span(1, Unit.BUSINESS_DAYS)

    def clock(self, place: str, given: Any) -> time:
        """Return a time of day on the recipient's clock."""
        if given is None:
            return DEFAULT_HOUR
        try:
            found = given if isinstance(given, time) else time.fromisoformat(given)
        except ValueError:
            found = None
        if found is not None and found.tzinfo is None:
            return found
        self.wrong(place, "clock", "is no time of day", 'as in "10:00"')
        return DEFAULT_HOUR

    def word(self, name: str, kind: type[Word], unsaid: Word) -> Word:
        """Return the word of the field that a value is set to, or *unsaid* where no layer has the value."""
        found = self.cases(name) or {"other": unsaid}
        word = found.get("other")
        if len(found) == 1 and word in tuple(kind):
            return kind(word)
        self.wrong(f"values.{name}", "unknown-value", "is not a known word", f"one of: {', '.join(kind)}")
        return unsaid

    def _cases(self, place: str, name: str) -> dict[str, str]:
        """Return the cases of a value, each with where it was told: in the application's own facts, or at *place*."""
        cases = self._names.get(name)
        if not cases:
            self.problems.append(unknown(place, name, self.told_by, "value"))
        return {case: self._where(place, told) for case, told in (cases or {}).items()}

    def _where(self, place: str, name: str) -> str:
        return f"values.{name}" if self.told_by[name][-1][0] == APPLICATION else place

    def _span(self, place: str, text: Any, *, part: bool = False) -> Span | None:
        try:
            span = Span.parse(text if isinstance(text, str) else "")
        except ValueError:
            self.wrong(place, "span", f"{str(text)[:40]!r} is no span", _SPANS)
            return None
        if span.unit is Unit.PERCENT and not part:
            self.wrong(place, "span", "a percentage of what?", 'as in { span = "25%", of = "due" }')
            return None
        return span
