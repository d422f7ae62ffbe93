"""Read applications from TOML and JSON, and write them as JSON.

A file has one shape in both formats: what a person writes by hand is what ``dumps`` writes. Text that is read is
bounded, nothing in it is coerced, and everything wrong with it is told at once, as
:class:`~followkit.errors.InvalidFacts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import evolve

from followkit._core.errors import InvalidFacts
from followkit._core.facts import Application, Candidate, Custom
from followkit._interchange.folder import bytes_at, read_beside
from followkit._interchange.invites import read_any
from followkit._interchange.places import Report, join
from followkit._interchange.plain import plain, told
from followkit._interchange.reader import Loaded, Read, Reader
from followkit._interchange.strict import refuse, structure
from followkit._interchange.text import Format, check_size, decode, parse, value_problems
from followkit.adapters.icalendar_matching import without_strangers

__all__ = ["Loaded", "dumps", "load", "load_with_questions", "loads", "plan_to_dict"]


def load(path: str | PathLike[str], *, me: Candidate | None = None) -> Application:
    """Read an application from a ``.toml`` or ``.json`` file, or from a calendar invite (``.ics``).

    Files named in it (``me = "me.toml"``, ``invite = "panel.ics"``) stand in its folder, below it, or directly in the
    folder above. What was talked about with a person and what they doubted, said in ``[people.…]``, belongs to that
    person's first interview.

    An invite says nothing of the employer, the position and what was talked about; and nobody is an interviewer of its
    interviews until it is known which attendee is the candidate.

    Args:
        path: the file; its name without the ending is the application's id, unless the file says ``id``.
        me: the candidate, where the file does not say; an invite never does.

    Raises:
        InvalidFacts: with every problem of the file, or for a file that is not there, too large or of another kind.
        MissingExtra: for an invite without ``followkit[calendar]``.

    >>> load("no-such-file.toml")
    Traceback (most recent call last):
    ...
    followkit._core.errors.InvalidFacts: there is no such file (look at its name and folder)
    """
    return load_with_questions(path, me=me).application


def load_with_questions(path: str | PathLike[str], *, me: Candidate | None = None) -> Loaded:
    """Read an application as :func:`load` does, together with what its invites leave open.

    Args:
        path: the file.
        me: the candidate, where the file does not say.

    Raises:
        InvalidFacts, MissingExtra: as :func:`load`.

    >>> load_with_questions("no-such-file.yaml")
    Traceback (most recent call last):
    ...
    followkit._core.errors.InvalidFacts: this kind of file cannot be read (a .toml, .json or .ics file)
    """
    path = Path(path)
    kind: Format
    if path.suffix == ".ics":
        return _from_invite(bytes_at(path), id=path.stem, me=me or Candidate())
    if path.suffix == ".toml":
        kind = "toml"
    elif path.suffix == ".json":
        kind = "json"
    else:
        refuse("unknown-format", "this kind of file cannot be read", "a .toml, .json or .ics file")
    return _read(decode(bytes_at(path), kind), kind, id=path.stem, read=partial(read_beside, path.parent), me=me)


def loads(
    text: str, *, format: Format = "toml", id: str = "", place: str = "", read: Read | None = None
) -> Application:
    """Read an application from text.

    Args:
        text: at most 64 kB of TOML or 1 MB of JSON.
        format: ``toml`` or ``json``.
        id: the application's id, unless the text says one.
        place: where the text stands in something larger; the place of every problem begins with it.
        read: returns the bytes of a file the text names, or raises ``InvalidFacts``; without it, naming one is a
            problem.

    Raises:
        InvalidFacts: with every problem of the text.
        MissingExtra: for an invite without ``followkit[calendar]``.

    >>> loads('company = "Acme"', id="acme").employer.name
    'Acme'
    >>> loads('compny = "Acme"', id="acme")
    Traceback (most recent call last):
    ...
    followkit._core.errors.InvalidFacts: compny: there is no such key here (did you mean company?)
    """
    try:
        return _read(text, format, id=id, read=read).application
    except InvalidFacts as error:
        raise InvalidFacts(problems=[evolve(p, place=join(place, p.place)) for p in error.problems]) from None


def dumps(application: Application) -> str:
    """Write an application as JSON that :func:`loads` reads back as the same value.

    Equal applications give equal text. What was never said is left out.

    Args:
        application: the facts.

    Raises:
        InvalidFacts: for custom facts that JSON cannot hold, or more facts than a file may hold.

    >>> text = dumps(Application(id="acme", position="Backend Engineer"))
    >>> print(text)
    {
      "id": "acme",
      "position": "Backend Engineer",
      "schema": 1
    }
    >>> loads(text, format="json").position
    'Backend Engineer'
    """
    report = Report()
    for place, kept, kind in _kept_verbatim(application):
        report.add(value_problems(dict(kept)), place)
        report.attempt(place, structure, dict(kept), kind)
    report.settle()
    facts = told(application)
    report.add(value_problems(facts))
    report.settle()
    text = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True)
    check_size(text, "json")
    return text


def plan_to_dict(plan: object) -> dict[str, Any]:
    """Return a plan as plain data that ``json`` can write: ids, codes, parameters and times, no names.

    Args:
        plan: a plan, or any other record of followkit.

    >>> from followkit._core.decisions import Reason
    >>> plan_to_dict(Reason(code="no-zone", parameters={"person": "priya"}))
    {'code': 'no-zone', 'parameters': {'person': 'priya'}}
    """
    data: dict[str, Any] = plain(plan)
    return data


def _kept_verbatim(application: Application) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Yield what hosts keep in an application, which is only checked when it is written."""
    yield "x", application.x, Mapping[str, Any]
    yield "values", application.values, Mapping[str, Any]
    yield "custom", application.custom, Custom
    for person in application.people:
        yield f"people.{person.id}.custom", person.custom, Custom
    for interview in application.interviews:
        yield f"interviews.{interview.id}.custom", interview.custom, Custom


def _from_invite(data: bytes, *, id: str, me: Candidate) -> Loaded:
    invite = without_strangers(read_any(data, name=id, me=me))
    application = Application(id=id, me=me, interviews=invite.interviews, people=invite.people)
    return Loaded(application=application, questions=invite.questions, left_out=invite.left_out)


def _read(text: str, kind: Format, *, id: str, read: Read | None, me: Candidate | None = None) -> Loaded:
    raw, broken = parse(text, kind)
    raw = {"id": id, **raw} if id else raw
    return Reader(raw=raw, report=Report(broken=broken), read=read, me=me or Candidate()).loaded()
