"""Hold what a check of a note looks at: the words, what they are for, and the facts they must agree with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs
from attrs import field, frozen

from followkit._core.decisions import FollowUp, Parameter
from followkit._core.demands import Demands, demands
from followkit._core.errors import WordsError
from followkit._core.facts import Application, Person
from followkit._core.findings import Finding, Severity
from followkit._core.freezing import as_tables
from followkit._core.narrowing import words_for
from followkit._core.notes import Note, Part
from followkit._core.phrasing import Lexicon, render

BODY = "body"
SPOKEN, PAPER, SHORT = "spoken", "paper", "short"
_NOT_SAID = frozenset(
    {"id", "person", "by", "to", "follow_up", "interview", "regarding", "zone", "country", "region", "language"}
)
"""Fields that point somewhere, and are no words anybody would write."""
_NOT_SAID_BY_US = ("they_", "note_")
_APOSTROPHE = str.maketrans("’`\u00b4", "'''")


@frozen(kw_only=True)
class Passage:
    """Hold one stretch of a note: where it stands, and its text."""

    place: str
    text: str = field(repr=False)


@frozen(kw_only=True)
class Reading:
    """Hold what one check looks at.

    Args:
        note: the words.
        application: the facts.
        lexicon: the language of the note.
        words: its words for this kind of note; empty when it has none.
        variant: which variant of the kind.
        channel: the channel they are for; empty when nobody said.
        channel_class: its class.
        about: the ids of the people it speaks for.
        facts: what the note may state, by name; empty when no follow-up was given.
        beside: other notes that the recipient's colleagues will see, earlier ones first.
        elsewhere: names of other employers.
        copies: addresses that get a copy.
        attachments: how many files go with it; None when nobody looked.
        known: every text and number that the facts hold.
    """

    note: Note = field(repr=False)
    application: Application = field(repr=False)
    lexicon: Lexicon = field(repr=False)
    words: Mapping[str, Any] = field(factory=dict, converter=as_tables, repr=False, hash=False)
    variant: str | None = None
    channel: str = ""
    channel_class: str = "written"
    about: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(factory=dict, converter=as_tables, repr=False, hash=False)
    beside: tuple[Note, ...] = field(default=(), repr=False)
    elsewhere: tuple[str, ...] = field(default=(), repr=False)
    copies: tuple[str, ...] = field(default=(), repr=False)
    attachments: int | None = None
    known: tuple[str, ...] = field(init=False, repr=False)
    _folded: tuple[str, ...] = field(init=False, repr=False)

    @known.default
    def _every_text(self) -> tuple[str, ...]:
        facts = self.application
        ids = {facts.id, *(one.id for one in facts.people), *(one.id for one in facts.interviews)}
        found = (*_texts(facts), *_texts(self.facts))
        return tuple(dict.fromkeys(text for text in found if text and text not in ids))

    @_folded.default
    def _every_text_folded(self) -> tuple[str, ...]:
        return tuple(map(folded, self.known))

    @property
    def kind(self) -> str:
        """Give the kind of note."""
        return self.note.kind

    @property
    def recipient(self) -> Person | None:
        """Give whom it goes to."""
        return self.application.person(self.note.recipient)

    @property
    def demands(self) -> Demands:
        """Give what a note of this kind cannot do without."""
        return demands(self.words)

    @property
    def body(self) -> tuple[Passage, ...]:
        """Give the parts in order, and the further texts: without subject, greeting and sign-off."""
        further = [Passage(place=name, text=text_of(_ours(parts))) for name, parts in self.note.extra.items()]
        parts = (Passage(place=part.name, text=part.text) for part in self.note.parts)
        return (*parts, *(passage for passage in further if passage.text))

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Give everything that somebody will read, in order."""
        note = self.note
        head = [Passage(place="subject", text=note.subject), Passage(place="salutation", text=note.salutation)]
        tail = [Passage(place="closing", text=note.closing), Passage(place="signature", text=note.signature)]
        return tuple(passage for passage in (*head, *self.body, *tail) if passage.text)

    @property
    def days(self) -> frozenset[date]:
        """Give every day that the facts name."""
        return frozenset((*_days(self.application), *_days(self.facts)))

    @property
    def moments(self) -> frozenset[datetime]:
        """Give every moment that the facts name."""
        found = (*_values(self.application), *_values(self.facts))
        return frozenset(one for one in found if isinstance(one, datetime))

    @property
    def writes_nouns_in_capitals(self) -> bool:
        """Tell whether the language gives every noun a capital, so that a capital says nothing about a word."""
        return bool(self.lexicon.tables.get("proofreading", {}).get("nouns-in-capitals", False))

    def weekday(self, day: date) -> str:
        """Return what the language calls the weekday of a day."""
        return render(self.lexicon, "{{ day|day }}", {"day": day}, "calendar.day")

    def limit(self, name: str) -> Any:
        """Return a limit of the language for this note: its variant's, else its kind's, else None."""
        table = self.lexicon.tables.get("limits", {})
        table = table.get(name, {}) if name else table
        return table.get(f"{self.kind}-{self.variant}", table.get(self.kind))

    def list(self, section: str, name: str) -> tuple[str, ...]:
        """Return a list of phrases of the language: this kind's own, else everybody's, else an empty one."""
        table = self.lexicon.tables.get(section, {})
        own = table.get(self.kind, {})
        found = own.get(name) if isinstance(own, Mapping) else None
        return tuple(table.get(name, ()) if found is None else found)

    def is_one_of(self, kinds: Iterable[str]) -> bool:
        """Tell whether the note is of one of these kinds, named as ``decline`` or ``decline-after-accepting``."""
        return not {self.kind, f"{self.kind}-{self.variant}"}.isdisjoint(kinds)

    def found(
        self, code: str, severity: Severity, passage: Passage, span: tuple[int, int], **more: Parameter
    ) -> Finding:
        """Return a finding about some words of a passage."""
        said = passage.text[slice(*span)]
        return Finding(
            code=code, severity=severity, handle=self.note.handle, place=passage.place, span=span, said=said,
            parameters=more,
        )  # fmt: skip

    def lacks(self, code: str, severity: Severity, place: str = BODY, **more: Parameter) -> Finding:
        """Return a finding about what is not there, or about all of a place."""
        return Finding(code=code, severity=severity, handle=self.note.handle, place=place, parameters=more)

    def stands_in_facts(self, passage: Passage, span: tuple[int, int]) -> bool:
        """Tell whether words of a passage are there because the facts have them so."""
        text = folded(passage.text)
        for known in self._folded:
            start = text.find(known)
            while start >= 0:
                if start <= span[0] and span[1] <= start + len(known):
                    return True
                start = text.find(known, start + 1)
        return False


def reading(
    note: Note,
    application: Application,
    lexicon: Lexicon,
    *,
    follow_up: FollowUp | None = None,
    facts: Mapping[str, Any] | None = None,
    **more: Any,
) -> Reading:
    """Return what the checks look at.

    Args:
        note: the words.
        application: the facts.
        lexicon: the words of the note's language.
        follow_up: what the note is for; without one it counts as written if it has a greeting, else as spoken.
        facts: what the note may state.
        more: the other arguments of :class:`Reading`.
    """
    channel_class = follow_up.channel_class if follow_up else "written" if note.salutation else SPOKEN
    variant = follow_up.variant if follow_up else None
    try:
        words = words_for(lexicon, note.kind, channel_class, variant, note.register)
    except WordsError:
        words = {}
    return Reading(
        note=note,
        application=application,
        lexicon=lexicon,
        words=words,
        variant=variant,
        channel=follow_up.channel if follow_up else "",
        channel_class=channel_class,
        about=follow_up.about if follow_up else (),
        facts=facts or {},
        **more,
    )


# Looking for words --------------------------------------------------------------------------------------------------


def text_of(parts: Iterable[Part]) -> str:
    """Return parts as one text."""
    return " ".join(part.text for part in parts)


def _ours(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield what the candidate says: not what the other may say to it, nor what is to be written down."""
    return (part for part in parts if not part.name.startswith(_NOT_SAID_BY_US))


def spans_of(phrases: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where one of the phrases stands in a text: whole words, in capitals or not, over line ends too.

    Args:
        phrases: plain words; a ``*`` at the end of a word stands for any ending.
        text: where to look.

    >>> list(spans_of(["just check*", "sorry"], "I am just\nchecking in. Sorry!"))
    [(5, 18), (23, 28)]
    """
    words = "|".join(sorted(map(_pattern, filter(str.strip, phrases)), key=len, reverse=True))
    if words:
        yield from (match.span() for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", folded(text)))


def _pattern(phrase: str) -> str:
    words = [re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in phrase.split()]
    return folded(r"\s+".join(words))


def folded(text: str) -> str:
    """Return a text in small letters and with one kind of apostrophe, letter for letter, so that places stay."""
    small = text.lower()
    return (small if len(small) == len(text) else text).translate(_APOSTROPHE)


# What the facts hold ------------------------------------------------------------------------------------------------


def _texts(value: Any) -> Iterator[str]:
    return (str(one) for one in _values(value) if isinstance(one, (str, int)) and not isinstance(one, (bool, Enum)))


def _days(value: Any) -> Iterator[date]:
    return (one.date() if isinstance(one, datetime) else one for one in _values(value) if isinstance(one, date))


def _values(value: Any) -> Iterator[Any]:
    """Yield every single value of records, tables and lists."""
    if attrs.has(type(value)):
        inner: Iterable[Any] = (
            getattr(value, one.name) for one in attrs.fields(type(value)) if one.name not in _NOT_SAID
        )
    elif isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, (list, tuple)):
        inner = value
    else:
        yield value
        return
    for one in inner:
        yield from _values(one)
