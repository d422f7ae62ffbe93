"""``followkit words``: the languages there are, and what one of them lacks against English."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from followkit._builtin import followkit_policies
from followkit._checking.languages import lacking, untold
from followkit._commands.kits import kit_of
from followkit._commands.terminal import refuse, shown, tell
from followkit._core.phrasing import Lexicon
from followkit._core.records import Language
from followkit._interchange.folder import bytes_at
from followkit._interchange.text import decode
from followkit.kit import Kit
from followkit.lexicons import DEFAULT_LANGUAGE, normal

WORDS = {
    "language": "{tag}",
    "region": "{tag}: {language}, as written in {countries}",
    "lacks": "{tag} lacks {count} of what {model} has",
    "complete": "{tag} lacks nothing of what {model} has",
}


def run(options: Namespace) -> int:
    """List the languages, or what one of them lacks; 1 when it lacks anything."""
    kit = kit_of(options, house=options.house, add=[] if options.add is None else [_language(Path(options.add))])
    if options.missing is None:
        tell(*(_line(kit.lexicon(tag)) for tag in kit.languages))
        return 0
    tag = normal(options.missing)
    if tag not in kit.languages:
        raise refuse("--missing", f"no language is called {shown(tag)}", f"there are: {', '.join(kit.languages)}")
    language = kit.lexicon(tag)
    missing = (*lacking(language, kit.lexicon(DEFAULT_LANGUAGE)), *untold(language, _reasons()))
    code = "lacks" if missing else "complete"
    tell(*missing, WORDS[code].format(tag=tag, count=len(missing), model=DEFAULT_LANGUAGE))
    return 1 if missing else 0


def _reasons() -> Iterator[str]:
    """Yield why each built-in rule speaks."""
    kit = Kit()
    for policy in followkit_policies():
        yield from (rule.because for rule in kit.rulebook(policy.name).rules)


def _language(path: Path) -> Language:
    """Return the language of a file that is named after it."""
    return Language(tag=normal(path.stem), text=decode(bytes_at(path), "toml"), source=path.name)


def _line(lexicon: Lexicon) -> str:
    language, _, region = lexicon.tag.partition("-")
    countries = ", ".join(dict.fromkeys([region, *lexicon.regions]))
    return WORDS["region" if region else "language"].format(tag=lexicon.tag, language=language, countries=countries)
