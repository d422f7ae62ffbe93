"""Bring followkit's own rules, words, channels, conditions, guards and checks, as any plugin would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from followkit._builtin.channels.card import CARD
from followkit._builtin.channels.email import EMAIL
from followkit._builtin.channels.letter import LETTER
from followkit._builtin.channels.linkedin import LINKEDIN
from followkit._builtin.channels.links import LINKS
from followkit._builtin.channels.phone import PHONE
from followkit._builtin.channels.text import TEXT
from followkit._builtin.checks import CHECKS
from followkit._core.conditions import CONDITIONS
from followkit._core.evidence import Evidence, read_evidence
from followkit._core.guards import GUARDS
from followkit._core.records import Adapter, Channel, Check, Condition, Guard, Language, Policy
from followkit.adapters.icalendar_application import read_application
from followkit.hookspecs import hookimpl


@hookimpl
def followkit_channels() -> Iterable[Channel]:
    """Bring e-mail and the links that are forms of it, the telephone, texts, LinkedIn, the letter and the card."""
    return (EMAIL, *LINKS, PHONE, TEXT, LINKEDIN, LETTER, CARD)


@hookimpl
def followkit_adapters() -> Iterable[Adapter]:
    """Bring the reader of calendar invites."""
    return (Adapter(name="icalendar", read=read_application, media_types=["text/calendar"]),)


@hookimpl
def followkit_checks() -> Iterable[Check]:
    """Bring what is looked for in a note."""
    return CHECKS


@hookimpl
def followkit_policies() -> Iterable[Policy]:
    """Bring the policies of this folder."""
    return tuple(Policy(name=name, text=text, source=f"{name}.toml") for name, text in _files("policies"))


@hookimpl
def followkit_conditions() -> Iterable[Condition]:
    """Bring the conditions the built-in rules ask."""
    return CONDITIONS


@hookimpl
def followkit_guards() -> Iterable[Guard]:
    """Bring the guards."""
    return GUARDS


@hookimpl
def followkit_languages() -> Iterable[Language]:
    """Bring the languages of this folder."""
    return tuple(Language(tag=name, text=text, source=f"{name}.toml") for name, text in _files("words"))


@cache
def evidence() -> Mapping[str, Evidence]:
    """Return what the built-in rules stand on, by id."""
    return read_evidence(resources.files(__name__).joinpath("evidence.toml").read_text(encoding="utf-8"))


def _files(folder: str) -> list[tuple[str, str]]:
    found = [file for file in resources.files(__name__).joinpath(folder).iterdir() if file.name.endswith(".toml")]
    return sorted((file.name.removesuffix(".toml"), file.read_text(encoding="utf-8")) for file in found)
