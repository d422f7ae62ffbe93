"""Build records from tables through cattrs, with nothing coerced and nothing overlooked.

Every hook raises :class:`InvalidFacts` with places that begin at its own value, so places compose by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, cast, get_args, get_origin

import attrs
from attrs import evolve
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from followkit._core.errors import InvalidFacts, Problem
from followkit._core.facts import Interviewer
from followkit._core.timing import FIRST_YEAR, LAST_YEAR
from followkit._interchange.keys import RENAMED, keys_of
from followkit._interchange.places import Unfamiliar, folded, join, shortened, step
from followkit.calendars import zone_names

T = TypeVar("T")
D = TypeVar("D", date, datetime)
Hook = Callable[[Any, Any], Any]

_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a fraction"),
    (str, "text"),
    (datetime, "a date and time"),
    (date, "a date"),
    (time, "a time of day"),
    (dict, "a table"),
    (list, "a list"),
    (type(None), "nothing"),
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?", re.ASCII
)


def structure(value: object, kind: Any) -> Any:
    """Return *value* as *kind*.

    Raises:
        InvalidFacts: with every problem in it, at places relative to *value*.
    """
    return _converter.structure(value, kind)


def refuse(code: str, message: str, hint: str = "", place: str = "") -> NoReturn:
    """Raise one problem."""
    raise InvalidFacts(problems=[Problem(place=place, code=code, message=message, hint=hint)])


def _expect(value: object, kind: type[T], wanted: str = "") -> T:
    """Return the value when it is exactly of that type: true is no number, and a date with a time is no date."""
    if type(value) is kind or (kind is dict and isinstance(value, dict)):
        return cast(T, value)
    names = dict(_TYPE_NAMES)
    found = next((name for known, name in _TYPE_NAMES if isinstance(value, known)), "something else")
    refuse("wrong-type", f"expected {wanted or names[kind]}, found {found}")


# Single values ------------------------------------------------------------------------------------------------------


def _exactly(value: object, kind: type[Any]) -> Any:
    return _expect(value, kind)


def _date(value: object, _: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        value = _from_iso(value, date)
    return _in_our_years(_expect(value, date, "a date, as 2025-06-13"))


def _moment(value: object, _: Any) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        value = _from_iso(value, datetime)
    return _in_our_years(_expect(value, datetime, "a date and time, as 2025-06-05T14:00:00"))


def _day_or_moment(value: object, _: Any) -> date | datetime | None:
    if value is None:
        return None
    whole_day = type(value) is date or (isinstance(value, str) and _DATE.fullmatch(value) is not None)
    return _date(value, date) if whole_day else _moment(value, datetime)


def _from_iso(text: str, kind: type[Any]) -> Any:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        refuse("no-such-date", "is no date or time that exists", "as 2025-06-13 or 2025-06-05T14:00:00-04:00")


def _in_our_years(value: D) -> D:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        refuse("year", "lies outside the years we plan for", f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _choice(value: object, kind: type[StrEnum]) -> StrEnum:
    word = folded(_expect(value, str))
    for member in kind:
        if folded(member) == word:
            return member
    refuse("unknown-value", f"{shortened(str(value))} is not known here", f"one of: {', '.join(kind)}")


def zone_name(value: object, _: Any = None) -> str | None:
    """Return the name of a zone that exists, or None for none."""
    if value is None:
        return None
    name = _expect(value, str)
    if name not in zone_names():
        message = f"{shortened(name)} is no time zone we know"
        hint = "an IANA name, as in America/New_York"
        unknown = Unfamiliar(place="", code="unknown-zone", message=message, hint=hint, word=name, known=zone_names())
        raise InvalidFacts(problems=[unknown])
    return name


def _custom(value: object, _: Any) -> str | int | bool:
    if isinstance(value, (str, int)) and type(value) in (str, int, bool):
        return value
    refuse("wrong-type", "expected text, a whole number, or true or false", "keep it flat: one value for each key")


def _verbatim(value: object, _: Any) -> Any:
    """Accept what a host or plugin keeps, as long as it means the same in every format."""
    if isinstance(value, dict):
        _each(((key, item) for key, item in value.items()), _verbatim)
    elif isinstance(value, list):
        _each(enumerate(value), _verbatim)
    elif value is not None and type(value) not in (str, int, bool, float):
        refuse("wrong-type", "cannot be kept as it is", "write dates and times as text, in quotes")
    return value


# Lists and tables ---------------------------------------------------------------------------------------------------


def _each(items: Iterable[tuple[Any, Any]], make: Callable[[Any, Any], Any], kind: Any = None) -> list[tuple[Any, Any]]:
    """Make every item, and raise the problems of all of them together."""
    made, problems = [], []
    for key, item in items:
        try:
            made.append((key, make(item, kind)))
        except InvalidFacts as error:
            problems += [evolve(problem, place=join(step(key), problem.place)) for problem in error.problems]
    if problems:
        raise InvalidFacts(problems=problems)
    return made


def _list_hook(kind: Any) -> Hook:
    item_kind = get_args(kind)[0]
    make = _converter.get_structure_hook(item_kind)

    def structure_list(value: object, _: Any) -> tuple[Any, ...]:
        return tuple(item for _, item in _each(enumerate(_expect(value, list)), make, item_kind))

    return structure_list


def _table_hook(kind: Any) -> Hook:
    item_kind = get_args(kind)[1]
    make = _verbatim if item_kind is Any else _converter.get_structure_hook(item_kind)

    def structure_table(value: object, _: Any) -> dict[str, Any]:
        return dict(_each(_expect(value, dict).items(), make, item_kind))

    return structure_table


# Records ------------------------------------------------------------------------------------------------------------


def _record_hook(kind: type[Any]) -> Hook:
    renamed = RENAMED.get(kind, {})
    fields = attrs.fields(attrs.resolve_types(kind))
    overrides: dict[str, Any] = {name: override(rename=key) for name, key in renamed.items()}
    overrides |= {field.name: override(struct_hook=zone_name) for field in fields if field.name == "zone"}
    build = make_dict_structure_fn(kind, _converter, **overrides)

    def structure_record(value: object, _: Any) -> Any:
        if kind is Interviewer and isinstance(value, str):
            value = {"person": value}
        table = _expect(value, dict)
        try:
            return build(table, kind)
        except ClassValidationError as error:
            problems, bad = _problems(error, kind)
        good = {key: item for key, item in table.items() if key not in bad}
        follows = {"missing", "local-time-without-zone"} if "zone" in bad else {"missing"}
        try:
            if bad:  # what was not looked at because of those
                build(good, kind)
        except ClassValidationError as error:
            problems += [problem for problem in _problems(error, kind)[0] if problem.code not in follows]
        raise InvalidFacts(problems=problems)

    return structure_record


def _problems(error: ClassValidationError, kind: type[Any]) -> tuple[list[Problem], set[str]]:
    """Return what is wrong with a record, at places in its table, and the keys it could not be built from."""
    renamed = RENAMED.get(kind, {})
    problems: list[Problem] = []
    bad: set[str] = set()
    noted, others = error.group_exceptions()
    for wrong, note in noted:
        key = renamed.get(note.name, note.name)
        bad.add(key)
        if isinstance(wrong, InvalidFacts):
            problems += [evolve(problem, place=join(key, problem.place)) for problem in wrong.problems]
        elif isinstance(wrong, KeyError):
            problems.append(Problem(place=key, code="missing", message="is missing", hint=f"add {key}"))
        else:
            raise wrong
    for wrong in others:
        if isinstance(wrong, ForbiddenExtraKeysError):
            bad |= wrong.extra_fields
            problems += [unknown_key(key, keys_of(kind)) for key in sorted(wrong.extra_fields)]
        elif isinstance(wrong, InvalidFacts):
            problems += [evolve(problem, place=_renamed(problem.place, renamed)) for problem in wrong.problems]
        else:
            raise wrong
    return problems, bad


def _renamed(place: str, renamed: Mapping[str, str]) -> str:
    name = re.split(r"[.\[]", place, maxsplit=1)[0]
    return renamed.get(name, name) + place[len(name) :]


def unknown_key(key: str, known: Iterable[str]) -> Problem:
    """Return the problem of a key that means nothing here."""
    known = sorted(known)
    return Unfamiliar(
        place=step(key),
        code="unknown-key",
        message="there is no such key here",
        hint=f"one of: {', '.join(known)}",
        word=key,
        known=known,
    )


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_table(kind: Any) -> bool:
    return get_origin(kind) is Mapping


def _make_converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook(date, _date)
    converter.register_structure_hook(datetime, _moment)
    converter.register_structure_hook(StrEnum, _choice)
    converter.register_structure_hook_func(lambda kind: kind == datetime | date | None, _day_or_moment)
    converter.register_structure_hook_func(lambda kind: kind == str | int | bool, _custom)
    converter.register_structure_hook_factory(_is_list, _list_hook)
    converter.register_structure_hook_factory(_is_table, _table_hook)
    converter.register_structure_hook_factory(attrs.has, _record_hook)
    return converter


_converter = _make_converter()
