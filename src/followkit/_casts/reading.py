"""Put an occasion and a cast together: what happens, to whom, and what they said."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from attrs import field, frozen

from followkit._core.facts import Application
from followkit._interchange.keys import SAID_WITH
from followkit.interchange import loads

CASTS = ("minimal", "rich", "awkward")
"""Who plays the occasions: people of whom little is known, or all, or whose facts are as people really type them."""

Table = Mapping[str, Any]


@frozen(kw_only=True)
class Scene:
    """Hold one occasion as one cast plays it.

    Args:
        occasion: its name in ``occasions.toml``.
        rule: the id of the rule that asks for a note then.
        cast: which of :data:`CASTS` plays it.
        application: the facts.
        now: the moment at which the note is planned.
    """

    occasion: str
    rule: str
    cast: str
    application: Application = field(repr=False)
    now: datetime


def casts(language: str = "en") -> tuple[Scene, ...]:
    """Return every occasion, played by every cast, with the texts of a language.

    Args:
        language: the tag of the language to write in. Where a cast has no texts in it (``rich.de.toml``), its English
            ones are used.

    >>> scene = next(one for one in casts() if one.cast == "rich")
    >>> scene.occasion, scene.rule, scene.application.person("priya").name
    ('thank-you', 'thank-you', 'Priya Raman')
    """
    return tuple(_scenes(language))


def _scenes(language: str) -> Iterator[Scene]:
    ordinarily, occasions = _occasions()
    for cast in CASTS:
        spoken = {"me": {"language": language}}
        facts = _laid(_laid(_file(f"{cast}.toml"), _file(f"{cast}.{language}.toml")), spoken)
        for name, occasion in occasions.items():
            yield Scene(
                occasion=name,
                rule=occasion.get("rule", name),
                cast=cast,
                application=_application(facts, {**ordinarily, **occasion}),
                now=occasion["now"].replace(tzinfo=ZoneInfo(facts["zone"])),
            )


def _occasions() -> tuple[Table, Table]:
    """Return what holds for an occasion that says nothing else, and every occasion by name."""
    tables = dict(_file("occasions.toml"))
    return tables.pop("ordinarily"), tables


def _application(cast: Table, occasion: Table) -> Application:
    """Return the facts of an occasion: of the cast, only who is there and only what is said then."""
    own = {key: value for key, value in occasion.items() if key not in {"now", "rule", "who"}}
    zone = {"zone": cast["zone"]}
    interviews = {id: {**zone, **cast["interviews"].get(id, {}), **one} for id, one in occasion["interviews"].items()}
    met = {_id(one) for interview in interviews.values() for one in interview["with"]}
    there = {id: _spoken_to(person, id in met) for id, person in cast["people"].items() if id in occasion["who"]}
    tables = {
        **_laid({key: value for key, value in cast.items() if key != "said"} | {"people": there}, own),
        "interviews": interviews,
        "events": [{**zone, **cast["said"].get(one["kind"], {}), **one} for one in occasion.get("events", ())],
    }
    return loads(json.dumps(tables, default=_written), format="json", id="acme")


def _id(one: str | Table) -> str:
    return one if isinstance(one, str) else one["person"]


def _spoken_to(person: Table, met: bool) -> Table:
    """Leave out what was said with somebody who is in no interview."""
    return person if met else {key: value for key, value in person.items() if key not in SAID_WITH}


def _written(moment: date) -> str:
    return moment.isoformat()


def _laid(below: Table, above: Table) -> Table:
    """Lay tables over each other, key by key."""
    both = below.keys() & above.keys()
    tables = {key for key in both if isinstance(below[key], Mapping) and isinstance(above[key], Mapping)}
    return {**below, **above, **{key: _laid(below[key], above[key]) for key in tables}}


@cache
def _file(name: str) -> Table:
    found = files(__package__).joinpath(name)
    return tomllib.loads(found.read_text(encoding="utf-8")) if found.is_file() else {}
