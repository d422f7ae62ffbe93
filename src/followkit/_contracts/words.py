"""Hold languages and checks of notes to what writing and reviewing rely on."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs

from followkit._casts.reading import casts
from followkit._checking.languages import lacking
from followkit._contracts.breach import explored, looked_at, require, require_hypothesis
from followkit._contracts.scenes import written
from followkit._core.errors import FollowkitError, MissingFacts
from followkit._core.facts import Application
from followkit._core.findings import Finding
from followkit._core.notes import Part
from followkit._core.reading import BODY, Passage, Reading
from followkit._core.records import FAILURES, Check, Language
from followkit.kit import Kit
from followkit.lexicons import DEFAULT_LANGUAGE

MOST_TOLD = 10
"""So many of the things a language lacks are told."""


def check_language(language: Language, *, whole: bool = True) -> None:
    r"""Fail unless notes can be written in a language, and everything else that is said can be said in it.

    Args:
        language: the record a plugin brings; one that overrides single words is checked together with what it changes.
        whole: whether it should lack nothing that English has; else only what it has is checked.

    Raises:
        AssertionError: with what it broke.

    >>> from followkit import Language
    >>> check_language(Language(tag="eo", text='[thank-you]\nparagraphs = [["thanks"]]\nthanks = "Dankon."'))
    Traceback (most recent call last):
    ...
    AssertionError: language 'eo': it lacks ... more
    """
    require(isinstance(language, Language), f"a {type(language).__name__} is no language")
    name = f"language {language.tag!r}"
    try:
        kit = Kit(add=[language])
        lexicon, model = kit.lexicon(language.tag), kit.lexicon(DEFAULT_LANGUAGE)
    except FollowkitError as error:
        raise AssertionError(f"{name}: {error}") from None
    missing = lacking(lexicon, model) if whole else ()
    told = ", ".join(missing[:MOST_TOLD]) + (f" and {len(missing) - MOST_TOLD} more" if missing[MOST_TOLD:] else "")
    require(not missing, f"{name}: it lacks {told}")
    for scene in casts(language.tag):
        _written(kit, name, _in(language.tag, scene.application), scene, whole)


def _in(tag: str, application: Application) -> Application:
    """Return the facts with everybody reading one language, the candidate too."""
    people = [attrs.evolve(person, language=tag) for person in application.people]
    return attrs.evolve(application, people=people, me=attrs.evolve(application.me, language=tag))


def _written(kit: Kit, name: str, application: Application, scene: Any, whole: bool) -> None:
    known = kit.lexicon(application.me.language).tables
    try:
        plan = kit.plan(application, now=scene.now)
        if whole:
            plan.explain(application)
        for one in plan.follow_ups:
            if one.note in known:
                _note(kit, name, application, one)
    except MissingFacts:
        return
    except FollowkitError as error:
        place = getattr(error, "place", "")
        raise AssertionError(f"{name}: {place + ': ' if place else ''}{error}") from None


def _note(kit: Kit, name: str, application: Application, one: Any) -> None:
    note = kit.write(one, application)
    told = f"{name}: {note.kind}"
    require(len(note.subject.splitlines()) <= 1, f"{told}: the subject has more than one line")
    require(all(part.text.strip() for part in note.parts), f"{told}: a part is empty")
    require("{{" not in note.text and "{%" not in note.text, f"{told}: a template is left in it")


def check_check(check: Check) -> None:
    """Fail unless a check of notes keeps to its contract.

    Args:
        check: the record a plugin brings.

    Raises:
        AssertionError: with what it broke.
        MissingExtra: without ``followkit[testing]``.

    >>> from followkit import Check
    >>> check_check(Check(code="odd", examine=lambda reading: ["odd"]))
    Traceback (most recent call last):
    ...
    AssertionError: check 'odd': it gave a str, not a Finding
    """
    require_hypothesis()
    require(isinstance(check, Check), f"a {type(check).__name__} is no check")
    from hypothesis import strategies as st

    def examined(index: int, said: str) -> None:
        reading = _readings()[index]
        parts = ((Part(name=reading.note.parts[0].name, text=said),),) if said else reading.note.paragraphs
        _examined(check, attrs.evolve(reading, note=attrs.evolve(reading.note, paragraphs=parts)))

    texts = st.just("") | st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
    explored(examined, index=st.integers(0, len(_readings()) - 1), said=texts)


def _examined(check: Check, reading: Reading) -> None:
    name = f"check {check.code!r}"
    before = looked_at(reading.note, reading.application)
    answers = []
    for _ in range(2):
        try:
            answers.append(tuple(check.examine(reading)))
        except FAILURES as error:
            raise AssertionError(f"{name}: it raised {type(error).__name__}") from None
    for found in answers[0]:
        require(isinstance(found, Finding), f"{name}: it gave a {type(found).__name__}, not a Finding")
        require(_within(found, reading), f"{name}: a span lies outside of its {found.place}")
    require(answers[0] == answers[1], f"{name}: it finds something else the second time")
    require(looked_at(reading.note, reading.application) == before, f"{name}: it changed what it was given")


def _within(found: Finding, reading: Reading) -> bool:
    if found.span is None:
        return True
    start, end = found.span
    places = (*reading.passages, Passage(place=BODY, text=reading.note.body))
    return 0 <= start <= end and any(end <= len(one.text) for one in places if one.place == found.place)


@cache
def _readings() -> tuple[Reading, ...]:
    """Return the notes of the sample casts as checks see them."""
    seen: list[Reading] = []

    def watch(reading: Reading) -> tuple[Finding, ...]:
        seen.append(reading)
        return ()

    kit = Kit(add=[Check(code="watch", examine=watch)])
    for one in written():
        kit.review([one.note], one.application)
    return tuple(seen)
