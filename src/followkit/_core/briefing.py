"""Tell whoever writes a note themselves what is asked of it: parts, facts, limits, and phrases to leave out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from attrs import field, frozen

from followkit._core.asking import FACTS
from followkit._core.decisions import FollowUp, Question
from followkit._core.errors import MissingFacts
from followkit._core.explaining import Teller
from followkit._core.facts import Application
from followkit._core.freezing import as_dict, as_tuple
from followkit._core.narrowing import called
from followkit._core.notes import Note
from followkit._core.phrasing import Lexicon, render, say
from followkit._core.reading import Reading, reading
from followkit._core.vocabulary import Register
from followkit._core.writing import SUBJECT_LIMIT, write_note

_UNSAID = frozenset({"about", "to"})  # told by name, or in the greeting


@frozen(kw_only=True)
class BriefPart:
    """Hold one part that a note is to have.

    Args:
        name: what our own notes call it.
        purpose: what it is for, in words.
        optional: whether it may be left out.
    """

    name: str
    purpose: str = ""
    optional: bool = False


@frozen(kw_only=True)
class Brief:
    """Hold what is asked of one note, for a person or a language model to write from.

    What they write goes through ``kit.review_text`` and ``kit.note_from``.

    Args:
        handle, kind, variant: which note.
        language, register: how it is written.
        channel, channel_class: the form it will take.
        recipient: the id of who gets it.
        called: how they are addressed.
        paragraphs: the parts, paragraph by paragraph.
        facts: what may be stated, by name, in words; nothing else may be.
        musts: the names of the facts that have to be in it.
        words, sentences: the fewest and the most, where there is a limit.
        subject: the most characters of a subject; 0 for a form that has none.
        banned: phrases that hurt in this kind of note; a ``*`` stands for any ending.
        questions: what is not known yet and would be asked for.
    """

    handle: str
    kind: str
    variant: str | None
    language: str
    register: Register
    channel: str
    channel_class: str
    recipient: str
    called: str = field(repr=False)
    paragraphs: tuple[tuple[BriefPart, ...], ...] = field(converter=as_tuple)
    facts: Mapping[str, str] = field(converter=as_dict, repr=False, hash=False)
    musts: tuple[str, ...]
    words: tuple[int, int] | None = None
    sentences: tuple[int, int] | None = None
    subject: int = 0
    banned: tuple[str, ...] = field(default=(), repr=False)
    questions: tuple[Question, ...] = ()
    _slot: str = field(default="", repr=False)
    _tell: Teller = field(repr=False, eq=False)

    def as_prompt(self) -> str:
        """Return the brief as one plain text, to hand to a person or a model."""
        tell = self._tell
        kind = tell.words.tables.get("follow-ups", {}).get(self._slot, self.kind)
        tones = tell.words.tables.get("brief", {}).get("tones", {})
        told = {"kind": kind, "to": self.called, "channel": tell.channel(self.channel), "language": self.language}
        blocks = [
            [self._say("task", **told, tone=tones.get(self.register, str(self.register)))],
            [self._say("parts"), *self._parts()],
            [self._say("facts"), *(self._fact(name) for name in self.facts)],
            [*self._limits(), self._say("banned", phrases="; ".join(self.banned))],
            [self._say("questions"), *(f"- {tell.question(asked)}" for asked in self.questions)]
            if self.questions
            else [],
            [self._say("form" if self.subject else "form-without-subject", to=self.called)],
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"

    def _say(self, code: str, **values: object) -> str:
        return say(self._tell.words, "brief", code, values)

    def _parts(self) -> Iterator[str]:
        for number, paragraph in enumerate(self.paragraphs, start=1):
            for part in paragraph:
                yield self._say("part-optional" if part.optional else "part", number=number, purpose=part.purpose)

    def _fact(self, name: str) -> str:
        named = self._tell.words.tables.get("brief", {}).get("named", {}).get(name, name)
        return self._say("fact-must" if name in self.musts else "fact", name=named, value=self.facts[name])

    def _limits(self) -> Iterator[str]:
        for code, limits in (("words", self.words), ("sentences", self.sentences)):
            if limits is not None:
                yield self._say(code, fewest=limits[0], most=limits[1])
        if self.subject:
            yield self._say("subject", most=self.subject)


@frozen(kw_only=True)
class Ground:
    """Hold what a note is written from, whoever writes it.

    Args:
        follow_up: what is planned.
        facts: what the note may state, by name.
        lexicon: the language.
        register: the tone.
    """

    follow_up: FollowUp
    facts: Mapping[str, Any] = field(repr=False)
    lexicon: Lexicon
    register: Register

    def written(self) -> Note:
        """Return our own note.

        Raises:
            MissingFacts, WordsError: as :func:`~followkit._core.writing.write_note`.
        """
        return write_note(follow_up=self.follow_up, material=self.facts, lexicon=self.lexicon, register=self.register)

    def subject(self) -> str:
        """Return the subject that our own note has; empty while facts are missing for it."""
        try:
            return self.written().subject
        except MissingFacts:
            return ""


def brief_of(ground: Ground, application: Application, words: Lexicon) -> Brief:
    """Return what is asked of a note.

    Args:
        ground: what it is to be written from.
        application: the facts that know the names.
        words: the language in which the candidate is told.
    """
    follow_up = ground.follow_up
    blank = Note(
        handle=follow_up.handle,
        key=follow_up.key,
        kind=follow_up.note,
        language=ground.lexicon.tag,
        register=ground.register,
        recipient=follow_up.recipient,
        paragraphs=(),
    )
    asked = reading(blank, application, ground.lexicon, follow_up=follow_up, facts=ground.facts)
    optional, wanted = asked.words.get("optional", ()), asked.demands.facts
    musts = wanted | {_FROM[name] for name in wanted & _FROM.keys()}
    facts = _once(_told(ground.facts, ground.lexicon))
    return Brief(
        handle=follow_up.handle,
        kind=follow_up.note,
        variant=follow_up.variant,
        language=ground.lexicon.tag,
        register=ground.register,
        channel=follow_up.channel,
        channel_class=follow_up.channel_class,
        recipient=follow_up.recipient,
        called=called(ground.facts.get("to", {}), ground.register) or follow_up.recipient,
        paragraphs=[
            tuple(BriefPart(name=name, purpose=_purpose(words, name), optional=name in optional) for name in names)
            for names in asked.words.get("paragraphs", ())
        ],
        facts=facts,
        musts=tuple(name for name in facts if name in musts),
        words=_pair(asked.limit("")),
        sentences=_pair(asked.limit("sentences")),
        subject=SUBJECT_LIMIT if asked.words.get("subject") else 0,
        banned=tuple(_banned(asked)),
        questions=_missing(ground),
        slot=follow_up.slot,
        tell=Teller(words=words, application=application),
    )


def _missing(ground: Ground) -> tuple[Question, ...]:
    try:
        ground.written()
    except MissingFacts as error:
        return error.questions
    return ()


_FROM = {"on_day": "day", "length": "minutes"}


def _purpose(words: Lexicon, name: str) -> str:
    return str(words.tables.get("purposes", {}).get(name, name.replace("_", " ")))


def _pair(limits: Any) -> tuple[int, int] | None:
    return None if limits is None else (limits[0], limits[1])


def _banned(reading: Reading) -> Iterator[str]:
    for told in reading.lexicon.tables.get("harmful", {}).values():
        if isinstance(told, Mapping) and not reading.is_one_of(told.get("except", ())):
            yield from told.get("phrases", ())


def _told(facts: Mapping[str, Any], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield every fact a note may state, as the language writes it."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{key}", inner) for key, inner in _told(value, lexicon) if name not in _UNSAID)
        elif name in FACTS or "." not in name:
            yield name, _written(value, lexicon)


def _once(facts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the facts, leaving out what another says in the same words; the point of one person is told alone."""
    told: dict[str, str] = {}
    for name, value in facts:
        if value not in told.values() and not (name == "points_by_person" and "point" in told):
            told[name] = value
    return told


def _written(value: Any, lexicon: Lexicon) -> str:
    if isinstance(value, datetime):
        return render(lexicon, "{{ value|when }}", {"value": value}, "brief")
    if isinstance(value, date):
        return render(lexicon, "{{ value|date }}", {"value": value}, "brief")
    if isinstance(value, (list, tuple)):
        return "; ".join(_written(one, lexicon) for one in value)
    if isinstance(value, Mapping):
        return ": ".join(str(one) for one in value.values())
    return str(value)
