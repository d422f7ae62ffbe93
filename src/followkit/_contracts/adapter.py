"""Hold an adapter to what a host relies on: facts or a refusal for any bytes, and nothing lost that was known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import attrs
from attrs import frozen

from followkit._contracts.breach import explored, looked_at, require, require_hypothesis
from followkit._contracts.scenes import scenes
from followkit._core.decisions import Question, Reason
from followkit._core.errors import FollowkitError
from followkit._core.facts import Application, Employer, Interview, Interviewer, Person
from followkit._core.records import FAILURES, Adapter, Imported
from followkit.adapters.icalendar_matching import starts

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_MAIL = re.compile(rb"[\w.+-]+@[\w-]+\.[\w.-]+")
_OTHERWISE = {"name": "Somebody Else", "title": "Another title", "stage_name": "Another stage", "location": "Elsewhere"}
"""Facts that are changed after a reading, to see that they stay so after the next."""


def check_adapter(adapter: Adapter, *, payloads: Sequence[bytes]) -> None:
    r"""Fail unless an adapter keeps to its contract.

    Args:
        adapter: the record a plugin brings.
        payloads: what it reads, as received; some of each kind. Broken ones are made from them.

    Raises:
        AssertionError: with what it broke.
        MissingExtra: without ``followkit[testing]``.

    >>> from attrs import evolve
    >>> from followkit import Adapter, Imported
    >>> from followkit.errors import InvalidFacts
    >>> def read(payload, application):
    ...     if not payload.startswith(b"position: "):
    ...         raise InvalidFacts("no position is named")
    ...     position = payload.decode("ascii", "replace").removeprefix("position: ").strip()[:120]
    ...     return Imported(application=evolve(application, position=application.position or position or None))
    >>> check_adapter(Adapter(name="position", read=read), payloads=[b"position: Engineer"])
    >>> rude = Adapter(name="rude", read=lambda payload, facts: Imported(application=evolve(facts, position="Boss")))
    >>> check_adapter(rude, payloads=[b"position: Engineer"])
    Traceback (most recent call last):
    ...
    AssertionError: adapter 'rude': it changed position, which the facts said already
    """
    require_hypothesis()
    require(isinstance(adapter, Adapter), f"a {type(adapter).__name__} is no adapter")
    name = f"adapter {adapter.name!r}"
    require(bool(_NAME.fullmatch(adapter.name)), f"{name}: its name wants small letters, digits, -")
    named = all(_MEDIA_TYPE.fullmatch(one) for one in adapter.media_types)
    require(named, f"{name}: a media type looks like text/calendar")
    require(bool(payloads), f"{name}: give at least one payload that it reads")
    tried = _Tried(adapter=adapter)
    blank = Application(id="acme")
    for payload in payloads:
        tried.reads(payload, blank)
        for application in _samples():
            tried.reads(payload, application)
        tried.keeps_corrections(payload, blank)
    for first in payloads:
        known = tried.reads(first, blank)
        for payload in payloads:
            tried.whatever(payload, known)
    tried.anything(payloads)


def _samples() -> Iterator[Application]:
    """Yield facts to read into, each occasion once."""
    yield from {scene.occasion: scene.application for scene in scenes()}.values()


@frozen(kw_only=True)
class _Tried:
    """Try one adapter, and say what it broke under its name."""

    adapter: Adapter

    def require(self, holds: bool, what: str) -> None:
        require(holds, f"adapter {self.adapter.name!r}: {what}")

    def reads(self, payload: bytes, application: Application) -> Application:
        found = self._read(payload, application)
        self.require(found is not None, "it refuses a payload that it should read")
        assert found is not None  # noqa: S101  (said in the line before; this tells the type checker)
        self._whole(payload, application, found)
        return found

    def whatever(self, payload: bytes, application: Application) -> None:
        """Read what may be refused; a newer version of what is known may speak for itself."""
        found = self._read(payload, application)
        if found is not None:
            self._once(payload, found)

    def _whole(self, payload: bytes, before: Application, after: Application) -> None:
        for lost in _lost(before, after):
            self.require(False, f"it changed {lost}, which the facts said already")
        self._once(payload, after)

    def _once(self, payload: bytes, found: Application) -> None:
        self.require(self._read(payload, found) == found, "reading the same again changes what it read the first time")

    def keeps_corrections(self, payload: bytes, application: Application) -> None:
        """Correct by hand what was read, and read the same again."""
        corrected = _corrected(self.reads(payload, application))
        self._whole(payload, corrected, self.reads(payload, corrected))

    def anything(self, payloads: Sequence[bytes]) -> None:
        from hypothesis import strategies as st

        def read(payload: bytes, start: int, length: int, put: bytes, empty: bool) -> None:
            start = start % (len(payload) + 1)
            broken = put if empty else payload[:start] + put + payload[start + length :]
            self.whatever(broken, Application(id="acme"))

        odd = [b"\r\n", b"\x00", b"\xff\xfe", b"9" * 30, b'"', b"{"]
        explored(
            read,
            payload=st.sampled_from(list(payloads)),
            start=st.integers(0, max(map(len, payloads))),
            length=st.integers(0, 40),
            put=st.binary(max_size=20) | st.sampled_from(odd),
            empty=st.booleans(),
        )

    def _read(self, payload: bytes, application: Application) -> Application | None:
        """Return what it makes of a payload, the same both times; None for a refusal."""
        before = looked_at(application)
        first, again = (self._asked(payload, application) for _ in range(2))
        self.require(first == again, "it says something else the second time")
        self.require(looked_at(application) == before, "it changed what it was given")
        return first.application if isinstance(first, Imported) else None

    def _asked(self, payload: bytes, application: Application) -> Imported | str:
        try:
            found = self.adapter.read(payload, application)
        except FollowkitError as error:
            told = str(error)
            named = any(one.decode("latin-1") in told for one in _MAIL.findall(payload))
            self.require(not named, "its error holds an address")
            return told
        except FAILURES as error:
            raise AssertionError(
                f"adapter {self.adapter.name!r}: it raised {type(error).__name__}, not InvalidFacts"
            ) from None
        self.require(isinstance(found, Imported), f"it gave a {type(found).__name__}, not an Imported")
        self.require(isinstance(found.application, Application), "it gave no application")
        self.require(found.application.id == application.id, "it gave the application another id")
        told_well = all(isinstance(one, Question) for one in found.questions)
        told_well = told_well and all(isinstance(one, Reason) for one in found.left_out)
        self.require(told_well, "its questions are Questions, and what it left out are Reasons")
        return found


def _lost(before: Application, after: Application) -> Iterator[str]:
    """Yield the places of what was said before, and is not said so any more."""
    parts = {"people", "interviews", "events", "employer"}
    yield from _changed(before, after, Application(id=before.id), without=parts)
    yield from _changed(before.employer, after.employer, Employer(), "employer.")
    yield from ("events" for event in before.events if event not in after.events)
    for person in before.people:
        yield from _changed(person, after.person(person.id), Person(id=person.id), f"people.{person.id}.")
    for interview in before.interviews:
        yield from _lost_of(interview, after.interview(interview.id), f"interviews.{interview.id}.")


def _lost_of(before: Interview, after: Interview | None, place: str) -> Iterator[str]:
    apart = {"interviewers", "start", "zone"}  # an hour may be told in another zone, and is the same hour
    yield from _changed(before, after, Interview(id=before.id), place, without=apart)
    if after is None:
        return
    if before.start is not None and starts(before) != starts(after):
        yield f"{place}start"
    there = {part.person: part for part in after.interviewers}
    for part in before.interviewers:
        blank = Interviewer(person=part.person)
        yield from _changed(part, there.get(part.person), blank, f"{place}with.{part.person}.", without={"response"})


def _changed(before: Any, after: Any, blank: Any, place: str = "", without: Collection[str] = ()) -> Iterator[str]:
    """Yield the fields that were said before and are not the same after; a table may have got more in it."""
    if after is None:
        yield place.rstrip(".")
        return
    for name in (field.name for field in attrs.fields(type(before)) if field.name not in without):
        said, now = getattr(before, name), getattr(after, name)
        more = isinstance(said, dict) and isinstance(now, dict) and said.items() <= now.items()
        if said not in (getattr(blank, name), now) and not more:
            yield f"{place}{name}"


def _corrected(application: Application) -> Application:
    """Return the facts with every name and title changed that they have."""
    people = [_otherwise(person) for person in application.people]
    interviews = [_otherwise(interview) for interview in application.interviews]
    position = application.position and "Another position"
    return attrs.evolve(
        application,
        people=people,
        interviews=interviews,
        employer=_otherwise(application.employer),
        position=position,
    )


def _otherwise(record: Any) -> Any:
    said = {name: word for name, word in _OTHERWISE.items() if getattr(record, name, None)}
    return attrs.evolve(record, **said)
