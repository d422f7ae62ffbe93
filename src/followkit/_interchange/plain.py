"""Turn records into plain data: text, numbers, true and false, lists and tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import attrs
from attrs import Factory, evolve
from cattrs import Converter

from followkit._core.events import Event
from followkit._core.facts import Application
from followkit._core.timing import seen_from
from followkit._interchange.keys import RENAMED, SCHEMA
from followkit.calendars import zone


def told(application: Application) -> dict[str, Any]:
    """Return an application in the shape of a file, without what was never said."""
    facts: dict[str, Any] = {"schema": SCHEMA, **_facts.unstructure(application)}
    facts |= facts.pop("employer", {})
    for kind in ("people", "interviews"):
        if kind in facts:
            facts[kind] = {table.pop("id"): table for table in facts[kind]}
    return facts


def told_record(record: Any) -> dict[str, Any]:
    """Return one record in the shape of a file."""
    table: dict[str, Any] = _facts.unstructure(record)
    return table


def plain(value: object) -> Any:
    """Return any value as plain data, leaving out fields marked ``metadata={"plain": False}``."""
    return _all.unstructure(value)


def _every_field(record: Any) -> dict[str, Any]:
    fields = [field for field in attrs.fields(type(record)) if field.metadata.get("plain", True)]
    return {field.name: _all.unstructure(getattr(record, field.name)) for field in fields}


def _said_fields(record: Any) -> dict[str, Any]:
    """Write only what differs from saying nothing, under the keys of a file, in the offset of the record's own zone."""
    record = _in_its_zone(record)
    renamed = RENAMED.get(type(record), {})
    table = {"kind": record.kind} if isinstance(record, Event) else {}
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        default = field.default.factory() if isinstance(field.default, Factory) else field.default  # type: ignore[arg-type]
        if value != default:
            table[renamed.get(field.name, field.name)] = _facts.unstructure(value)
    return table


def _in_its_zone(record: Any) -> Any:
    """Give instants beside a zone that zone's offset: hosts give UTC, and a file must not contradict itself."""
    rules = zone(record.zone) if getattr(record, "zone", None) else None
    if rules is None:
        return record
    moments = {field.name: getattr(record, field.name) for field in attrs.fields(type(record))}
    return evolve(
        record,
        **{
            name: seen_from(moment, rules)
            for name, moment in moments.items()
            if isinstance(moment, datetime) and moment.tzinfo is not None
        },
    )


def _make_converter(record_hook: Any) -> Converter:
    converter = Converter()
    converter.register_unstructure_hook_func(attrs.has, record_hook)
    converter.register_unstructure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, (tuple, list)),
        lambda items: [converter.unstructure(item) for item in items],
    )
    converter.register_unstructure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, (frozenset, set)),
        lambda items: sorted((converter.unstructure(item) for item in items), key=str),
    )
    converter.register_unstructure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Mapping),
        lambda table: {str(key): converter.unstructure(item) for key, item in table.items()},
    )
    converter.register_unstructure_hook(StrEnum, lambda member: member.value)
    for kind in (datetime, date, time):
        converter.register_unstructure_hook(kind, lambda moment: moment.isoformat())
    return converter


_all = _make_converter(_every_field)
_facts = _make_converter(_said_fields)
