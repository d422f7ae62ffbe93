"""``followkit why``: what a rule stands on, how sure that is and who disagrees; or what came of it for one file."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator

from followkit._commands import facts_file, moment
from followkit._commands.kits import kit_of
from followkit._commands.plan import settings, why
from followkit._commands.terminal import refuse, tell
from followkit._commands.wording import language, told, worded
from followkit._core.evidence import Evidence
from followkit._core.explaining import Teller
from followkit._core.phrasing import Lexicon
from followkit._core.policy import BASE
from followkit._interchange.places import shortened
from followkit.kit import Kit

_LIKE_AN_ID = re.compile(r"[A-Z]{2,3}-\d{1,3}")
_ONE_DIGIT = re.compile(r"-(?=\d$)")  # CI-2 is what people type for CI-02


def run(options: Namespace) -> int:
    """Print the advice behind an id, or why something is planned or not."""
    kit = kit_of(options, set=settings(options.set))
    typed = options.name.upper()
    id = longer if (longer := _ONE_DIGIT.sub("-0", typed)) in kit.evidence_ids else typed
    advice = kit.evidence(id) if _LIKE_AN_ID.fullmatch(id) else None
    if advice:
        tell(*lines(advice, kit, language(options.language, kit)))
    if options.file is not None:
        tell(*_of_one_file(options, kit, advice))
    elif not advice:
        hint = "what came of a rule, slot or follow-up is asked of one file: add --file acme.toml"
        raise refuse(shortened(options.name), "no advice has this id", hint)
    return 0


def lines(advice: Evidence, kit: Kit, words: Lexicon) -> Iterator[str]:
    """Yield what people want to know of one piece of advice, line by line."""
    yield f"{advice.id}: {advice.says}"
    yield told(words, "how-sure", voices="; ".join(told(words, f"sure-{voice}") for voice in advice.sure))
    if advice.range:
        yield told(words, "range", range=advice.range)
    yield told(words, "who-says-so", sources="; ".join(advice.sources))
    if advice.dissent:
        yield told(words, "who-disagrees", dissent=advice.dissent)
    yield told(words, "where-it-is-kept")
    yield from (f"  {_kept(where, kit, words)}" for where in advice.lives)


def _kept(where: str, kit: Kit, words: Lexicon) -> str:
    """Return one place with what stands there, as far as a line can hold it."""
    kind, _, name = where.partition(" ")
    book = kit.rulebook(BASE)
    because = next((rule.because for rule in book.rules if kind == "rule" and rule.id == name), "")
    if because:
        return f"{where}: {Teller(words=words, application=None).because(because)}"
    if kind == "value" and name in book.told_by:
        return f"{where} = {book.told_by[name][-1][1]}"
    return where


def _of_one_file(options: Namespace, kit: Kit, advice: Evidence | None) -> Iterator[str]:
    application = facts_file.load(options.file).application
    plan = worded(kit.plan(application, now=moment.now(options.now, application)), options.language, kit)
    if advice is None:
        yield from why(plan, application, options.name, place=shortened(options.name))
        return
    decided = {*(one.rule for one in plan.decisions), *(one.rule for one in plan.ahead)}
    for where in advice.lives:
        if where.removeprefix("rule ") in decided:
            yield from why(plan, application, where.removeprefix("rule "), place=shortened(options.name))
