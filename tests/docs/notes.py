"""Write the page that shows every note, so that the words can be read and criticised in one place."""

from __future__ import annotations

from collections.abc import Iterator

import followkit as fk
from followkit._core.narrowing import kinds
from followkit._core.notes import Part
from tests.golden.rendering import CHANNELS, KIT, RULES, Staged, by, is_served, staged

_HEAD = {
    "en": """\
# Every note

Each kind and variant of note, as it reads when all is known: to whom it goes first, by the first way it may go. What it
says depends on the facts: a sentence whose facts nobody gave is left out, or worded otherwise, or asked for; and of
each sentence there are several wordings, dealt out so that no two people of a panel read the same. In German: [every
note in German](notes-de.md). To change a sentence: [change one sentence](../how-to/change-one-sentence.md).

Dana was interviewed at Acme by Priya and Sam on Thursday, June 5. In brackets behind a part: the facts it stands on.

This page is written from `src/followkit/_builtin/words` and `src/followkit/_casts` by `python -m tests.docs.generated`.
""",
    "de": """\
# Every note in German

What [every note](notes.md) says in German, to somebody who is addressed as Sie.

This page is written from `src/followkit/_builtin/words` and `src/followkit/_casts` by `python -m tests.docs.generated`.
""",
}


def notes_page(language: str) -> str:
    """Return the page that shows every note in a language, with everything that is said of it."""
    found: dict[str, Staged] = {}
    for one in staged(language):
        if one.scene.cast == "rich":
            found.setdefault(one.name, one)
    names = [name for kind in kinds(KIT.lexicon(language)) for name in found if found[name].follow_up.note == kind]
    return "\n".join([_HEAD[language], *(_entry(found[name], language) for name in names)])


def _entry(one: Staged, language: str) -> str:
    channel = next(name for name in CHANNELS if is_served(one, name))
    note = KIT.write(by(one, channel).follow_up, one.facts)
    return "\n".join([f"## {one.name}\n", *_told(one, language), "", *_quoted(note), "", *_parts(note), ""])


def _told(one: Staged, language: str) -> Iterator[str]:
    """Say which rules ask for a note, by what it may go, and how long it may be."""
    kind, variant = one.follow_up.note, one.follow_up.variant
    asking = [rule.id for rule in RULES.values() if (rule.note, rule.variant) == (kind, variant)]
    rules = ", ".join(f"[`{id}`](rules.md#{id})" for id in asking) or f"`{one.rule.id}`, which is off at first"
    ways = ", ".join(f"`{name}`" for name in CHANNELS if is_served(one, name))
    limits = KIT.lexicon(language).tables["limits"]
    fewest, most = limits.get(f"{kind}-{variant}") or limits[kind]
    yield f"Asked for by {rules}; goes by {ways}; {fewest} to {most} words."


def _quoted(note: fk.Note) -> Iterator[str]:
    lines = [f"**{note.subject}**", "", *note.text.rstrip().splitlines()] if note.subject else note.text.splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        break_ = "\\" if line and after else ""  # a line of its own
        yield f"> {line}{break_}".rstrip()


def _parts(note: fk.Note) -> Iterator[str]:
    yield ", ".join(_part(part) for part in note.parts) + "."


def _part(part: Part) -> str:
    return f"`{part.name}`" + (f" ({', '.join(part.uses)})" if part.uses else "")
