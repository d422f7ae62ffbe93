"""Put other names, topics and sentences into the scenes of the casts, as people type them and as nobody should."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
from hypothesis import strategies as st

import followkit as fk

Draw = Callable[[st.SearchStrategy[str]], str]

_WORDS = (
    "Queue",
    "billing",
    "the",
    "on-call",
    "2019",
    "Über",
    "naïve",
    "R&D",
    "C++",
    "d'Arc",
    "50%",
    "(v2)",
    "λ",
    "数据",
)
_NAMES = ("Bo", "Priya", "van der", "O'Neill", "Łukasz", "ליאת", "عمر", "Ana-Sofía", "李", "Dr.", "Jr.")

phrases = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join)
topics = st.one_of(
    phrases,
    st.builds("{}{}".format, phrases, st.sampled_from([".", ",", "!", "?", " ", ". "])),
    phrases.map('"{}"'.format),
    phrases.map("{}, etc.".format),
)
sentences = st.builds("{}{}".format, phrases, st.sampled_from(["", ".", "!", " ."]))
positions = st.lists(st.sampled_from(["Head", "of", "R&D", "nurse", "(f/m/x)", "IT"]), min_size=1, max_size=4).map(
    " ".join
)
names = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3).map(" ".join)

_NO_TEXT = ("a\nb", "x\u202ey", "\x00", "\ud800", "=?x?=")
_CODE = ("{{ 7919*7907 }}", "{% for a in b %}", "{#", "}} {{", "{0}", "%s", "\U0001f600", "<b>", "&amp;")
ugly = st.text(min_size=1, max_size=60) | st.sampled_from(_NO_TEXT + _CODE)
"""Texts that some program on the way might take for more than text."""


def retold(
    facts: fk.Application,
    draw: Draw,
    *,
    name: st.SearchStrategy[str] = names,
    position: st.SearchStrategy[str] = positions,
    topic: st.SearchStrategy[str] = topics,
    sentence: st.SearchStrategy[str] = sentences,
) -> fk.Application:
    """Return the facts with names, topics and sentences drawn anew, wherever there are some.

    Raises:
        InvalidFacts: for what is no name, topic or sentence.
    """
    people = [attrs.evolve(one, name=draw(name), given_name=None, address_as=None) for one in facts.people]
    meetings = [
        attrs.evolve(one, interviewers=[_heard(part, draw, topic, sentence) for part in one.interviewers])
        for one in facts.interviews
    ]
    return attrs.evolve(
        facts,
        position=draw(position),
        employer=attrs.evolve(facts.employer, name=draw(name)),
        me=attrs.evolve(facts.me, name=draw(name)),
        people=people,
        interviews=meetings,
        strengths=tuple(draw(sentence) for _ in facts.strengths),
        events=[_happened(one, draw, topic, sentence) for one in facts.events],
    )


def _heard(
    part: fk.Interviewer, draw: Draw, topic: st.SearchStrategy[str], sentence: st.SearchStrategy[str]
) -> fk.Interviewer:
    kinds = {"talked_about": topic, "concerns": topic, "needs": topic, "strengths": sentence, "reassurances": sentence}
    said: dict[str, Any] = {key: [draw(kind) for _ in getattr(part, key)] for key, kind in kinds.items()}
    return attrs.evolve(part, **said)


def _happened(event: Any, draw: Draw, topic: st.SearchStrategy[str], sentence: st.SearchStrategy[str]) -> Any:
    if getattr(event, "what", None) is None:
        return event
    return attrs.evolve(event, what=draw(sentence if event.kind == "forgot" else topic))
