"""Put single things of a plan into words, in the plan's own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from followkit._core.decisions import FollowUp, Question, Reason
from followkit._core.errors import WordsError
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon, render, say

_PEOPLE = frozenset({"about", "by", "people", "person", "recipient", "recruiter"})


def when(moment: datetime, words: Lexicon) -> str:
    """Return a moment as the plan writes it (``Thu 5 Jun 17:00``)."""
    return render(words, "{{ moment|when }}", {"moment": moment}, "when")


def contact(follow_up: FollowUp, application: Application, words: Lexicon) -> str:
    """Return how and to whom (``e-mail to Priya Raman``)."""
    channel = words.tables.get("channels", {}).get(follow_up.channel, follow_up.channel)
    return f"{channel} to {name(follow_up.recipient, application)}"


def question(asked: Question, application: Application, words: Lexicon) -> str:
    """Return what is asked and where the answer belongs."""
    try:
        told = say(words, "questions", asked.code, _named(asked.parameters, application))
    except WordsError:  # a plugin's question, without words of its own
        told = f"{asked.code.replace('-', ' ').capitalize()}?"
    return f"{told} ({asked.place})"


def reason(given: Reason, application: Application, words: Lexicon) -> str:
    """Return a reason as a sentence."""
    try:
        return say(words, "reasons", given.code, _named(given.parameters, application))
    except WordsError:
        return f"{given.code.replace('-', ' ').capitalize()}."


def name(id: str, application: Application) -> str:
    """Return the name of a person, or the id while the name is not known."""
    person = application.person(id)
    return (person and person.name) or id


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest known word, else at all of them.

    >>> did_you_mean("thank-you/pria", ["check-in/1", "thank-you/priya"])
    'did you mean thank-you/priya?'
    >>> did_you_mean("priya", ["check-in/1", "thank-you/priya"])
    'did you mean thank-you/priya?'
    >>> did_you_mean("x", [])
    ''
    """
    known = list(known)
    inside = [word for word in known if typed in word.split("/")]
    near = inside or get_close_matches(typed, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    return f"one of: {', '.join(known[:20])}" if known else ""


def _named(parameters: Mapping[str, Any], application: Application) -> dict[str, Any]:
    return {key: _name_in(value, application) if key in _PEOPLE else _plain(value) for key, value in parameters.items()}


def _name_in(value: Any, application: Application) -> Any:
    if isinstance(value, tuple):
        return [name(id, application) for id in value]
    return name(value, application) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
