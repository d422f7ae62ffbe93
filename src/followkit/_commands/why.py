"""``followkit why``: what a rule stands on, how sure that is and who disagrees; or what came of it for one file."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator

from followkit._commands import facts_file, moment
from followkit._commands.plan import settings, why
from followkit._commands.terminal import refuse, tell
from followkit._core.evidence import Evidence
from followkit._core.policy import BASE
from followkit._interchange.places import shortened
from followkit.kit import Kit

WORDS = {
    "says": "{id}: {says}",
    "sure": "How sure: {sure}",
    "range": "Range: {range}",
    "sources": "Who says so: {sources}",
    "dissent": "Who disagrees: {dissent}",
    "lives": "Where it is kept:",
    "kept": "  {where}",
    "because": "  {where}: {because}",
    "value": "  {where} = {value}",
}
SURE = {
    "survey": "surveys with figures",
    "expert": "experts, universities or authorities",
    "common": "common advice without a source",
    "house": "our own judgement",
}
_LIKE_AN_ID = re.compile(r"[A-Z]{2,3}-\d{1,3}")


def run(options: Namespace) -> int:
    """Print the advice behind an id, or why something is planned or not."""
    kit = Kit(set=settings(options.set))
    advice = kit.evidence(options.name.upper()) if _LIKE_AN_ID.fullmatch(options.name.upper()) else None
    if advice:
        tell(*lines(advice, kit))
    if options.file is not None:
        tell(*_of_one_file(options, kit, advice))
    elif not advice:
        hint = "what came of a rule, slot or follow-up is asked of one file: add --file acme.toml"
        raise refuse(shortened(options.name), "no advice has this id", hint)
    return 0


def lines(advice: Evidence, kit: Kit) -> Iterator[str]:
    """Yield what people want to know of one piece of advice, line by line."""
    yield WORDS["says"].format(id=advice.id, says=advice.says)
    yield WORDS["sure"].format(sure="; ".join(SURE[voice] for voice in advice.sure))
    if advice.range:
        yield WORDS["range"].format(range=advice.range)
    yield WORDS["sources"].format(sources="; ".join(advice.sources))
    if advice.dissent:
        yield WORDS["dissent"].format(dissent=advice.dissent)
    yield WORDS["lives"]
    yield from (_kept(where, kit) for where in advice.lives)


def _kept(where: str, kit: Kit) -> str:
    """Return one place with what stands there, as far as a line can hold it."""
    kind, _, name = where.partition(" ")
    book = kit.rulebook(BASE)
    because = next((rule.because for rule in book.rules if kind == "rule" and rule.id == name), "")
    if because:
        return WORDS["because"].format(where=where, because=because)
    if kind == "value" and name in book.told_by:
        return WORDS["value"].format(where=where, value=book.told_by[name][-1][1])
    return WORDS["kept"].format(where=where)


def _of_one_file(options: Namespace, kit: Kit, advice: Evidence | None) -> Iterator[str]:
    application = facts_file.load(options.file).application
    plan = kit.plan(application, now=moment.now(options.now, application))
    if advice is None:
        yield from why(plan, application, options.name, place=shortened(options.name))
        return
    decided = {*(one.rule for one in plan.decisions), *(one.rule for one in plan.ahead)}
    for where in advice.lives:
        if where.removeprefix("rule ") in decided:
            yield from why(plan, application, where.removeprefix("rule "), place=shortened(options.name))
