"""Put single things of a plan into words, in the language of the candidate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve

from followkit._commands.terminal import refuse
from followkit._core.decisions import FollowUp, Question, Reason
from followkit._core.explaining import Teller
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon, render, say
from followkit._core.plans import Plan
from followkit._interchange.places import nearest, shortened
from followkit.kit import Kit
from followkit.lexicons import normal


def language(typed: str | None, kit: Kit, application: Application | None = None) -> Lexicon:
    """Return the words in which the candidate is told: of the language typed, else of their own, else English.

    Notes are not written in it: they are in the language of whoever gets them.

    Args:
        typed: what ``--language`` names, or None.
        kit: where the words are.
        application: whose candidate may have a language.

    Raises:
        InvalidFacts: for a language that nobody brought words for.
    """
    if typed is None:
        return kit.lexicon(application.me.language if application else None)
    if _plain(typed) not in {_plain(tag) for tag in kit.languages}:
        hint = f"there are: {', '.join(kit.languages)}"
        raise refuse("--language", f"no language is called {shortened(typed)}", hint)
    return kit.lexicon(typed)


def worded(plan: Plan, typed: str | None, kit: Kit) -> Plan:
    """Return the plan with the words in which the candidate asked to be told."""
    return plan if typed is None else evolve(plan, wording=language(typed, kit))


def _plain(tag: str) -> str:
    return normal(tag).partition("-")[0]


def told(words: Lexicon, code: str, **values: object) -> str:
    """Return what the command line says of plans, and around them."""
    return say(words, "commands", code, values)


def when(moment: datetime, words: Lexicon) -> str:
    """Return a moment as the plan writes it (``Thu 5 Jun 17:00``)."""
    return render(words, "{{ moment|when }}", {"moment": moment}, "when")


def contact(follow_up: FollowUp, application: Application, words: Lexicon) -> str:
    """Return how and to whom (``e-mail to Priya Raman``)."""
    return Teller(words=words, application=application).contact(follow_up)


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
