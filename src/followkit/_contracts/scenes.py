"""Give a plugin's records something to look at: people, notes and moments of real applications."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs
from attrs import field, frozen

from followkit._casts.reading import Scene, casts
from followkit._core.decisions import FollowUp
from followkit._core.errors import FollowkitError, MissingFacts
from followkit._core.facts import Application, Person
from followkit._core.notes import Note
from followkit._core.plans import Plan
from followkit.kit import Kit


@frozen(kw_only=True)
class Written:
    """Hold a note, what it is for, and the facts it was written from."""

    note: Note
    follow_up: FollowUp
    application: Application = field(repr=False)


@cache
def scenes() -> tuple[Scene, ...]:
    """Return what the sample casts play."""
    return casts()


@cache
def kit() -> Kit:
    """Return the kit that plans and writes all of them: the built-in one."""
    return Kit()


@cache
def plans() -> tuple[tuple[Scene, Plan], ...]:
    """Return every scene with its plan by the built-in rules."""
    return tuple((scene, kit().plan(scene.application, now=scene.now)) for scene in scenes())


@cache
def written() -> tuple[Written, ...]:
    """Return the notes of every scene that can be written."""
    return tuple(found for scene, plan in plans() if (found := _note(scene, plan)) is not None)


def _note(scene: Scene, plan: Plan) -> Written | None:
    for one in plan.follow_ups:
        if one.rule == scene.rule:
            try:
                return Written(note=kit().write(one, scene.application), follow_up=one, application=scene.application)
            except MissingFacts:
                return None
    return None


def reached(application: Application, addresses: Mapping[str, str]) -> Application:
    """Return the facts with everybody reached at *addresses*, and nowhere else."""
    people = [attrs.evolve(person, addresses=addresses) for person in application.people]
    return attrs.evolve(application, people=people)


def people(channels: tuple[str, ...]) -> Any:
    """Return a strategy of persons with any text for addresses on some channels."""
    from hypothesis import strategies as st

    texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)
    told = st.dictionaries(st.sampled_from(channels), texts, max_size=len(channels))
    made = st.builds(_person, name=st.none() | texts, addresses=told)
    return made.filter(lambda person: person is not None)


def _person(name: str | None, addresses: Mapping[str, str]) -> Person | None:
    try:
        return Person(id="priya", name=name, addresses=addresses)
    except FollowkitError:
        return None
