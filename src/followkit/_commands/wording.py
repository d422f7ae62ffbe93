"""Put single things of a plan into words, in the plan's own language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from followkit._core.decisions import FollowUp, Question, Reason
from followkit._core.explaining import Teller
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon, render
from followkit._interchange.places import nearest


def when(moment: datetime, words: Lexicon) -> str:
    """Return a moment as the plan writes it (``Thu 5 Jun 17:00``)."""
    return render(words, "{{ moment|when }}", {"moment": moment}, "when")


def contact(follow_up: FollowUp, application: Application, words: Lexicon) -> str:
    """Return how and to whom (``e-mail to Priya Raman``)."""
    tell = Teller(words=words, application=application)
    return f"{tell.channel(follow_up.channel)} to {tell.name(follow_up.recipient)}"


def question(asked: Question, application: Application, words: Lexicon) -> str:
    """Return what is asked and where the answer belongs."""
    return Teller(words=words, application=application).question(asked)


def reason(given: Reason, application: Application, words: Lexicon) -> str:
    """Return a reason as a sentence."""
    return Teller(words=words, application=application).reason(given)


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest known word, else at all of them.

    >>> did_you_mean("thank-you/pria", ["check-in/1", "thank-you/priya"])
    'did you mean thank-you/priya?'
    >>> did_you_mean("priya", ["check-in/1", "thank-you/priya"])
    'did you mean thank-you/priya?'
    >>> did_you_mean("THANK_YOU/Priya", ["check-in/1", "thank-you/priya"])
    'did you mean thank-you/priya?'
    >>> did_you_mean("x", [])
    ''
    """
    known = list(known)
    near = nearest(typed, known)
    if near:
        return f"did you mean {near}?"
    return f"one of: {', '.join(known[:20])}" if known else ""
