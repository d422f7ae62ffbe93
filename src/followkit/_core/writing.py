"""Write the note for a follow-up: choose phrasings, fill them with facts, ask for what is missing.

This module knows nothing of planning and of no language; which parts a note has, in which order and in which words,
is data. A note states what its material states and nothing else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from followkit._core.asking import FACTS, PLANNED
from followkit._core.decisions import FollowUp, Parameter, Question
from followkit._core.errors import MissingFacts, WordsError
from followkit._core.narrowing import called, further, named, words_for
from followkit._core.notes import Note, Part
from followkit._core.phrasing import GAP, Lexicon, is_known, names_in, render, unknown_in
from followkit._core.shaping import Shapes, shaped
from followkit._core.vocabulary import Register

SUBJECT_LIMIT = 50
"""How many characters of a subject a phone shows in full (NC-11)."""

_THANKS = "thank-you"  # the kind whose parts any other note may take in
_OF_EACH = frozenset(
    {"point", "points_by_person", "about", "about_names", "everyone"}
)  # asked for each person the note is about
_A_WEEK = 6
_PAPER = "paper"  # the class that takes days to arrive, by when a weekday means another day
_STANDS_ON = {
    "on_day": ("day",),
    "length": ("minutes",),
    "about_names": ("about",),
    "everyone": ("to", "about"),
}
"""What is made here from facts of other names."""
_SHOWN_IN_QUESTIONS = ("position", "company", "length", "day", "on_day", "promised", "asked_for", "last_sent")


@frozen(kw_only=True)
class _Desk:
    """Hold what one note is written from."""

    follow_up: FollowUp
    lexicon: Lexicon
    register: Register
    words: Mapping[str, Any] = field(repr=False)
    values: dict[str, Any] = field(repr=False)


def write_note(
    *, follow_up: FollowUp, material: Mapping[str, object], lexicon: Lexicon, register: Register = Register.WARM
) -> Note:
    """Write the words for one follow-up (NC-01 to NC-08).

    Args:
        follow_up: what is planned: its kind, variant, class of channel, rank and people.
        material: the facts the note may state, plain data by the names in :data:`FACTS`; what is absent is not known.
        lexicon: the words of the language.
        register: the tone.

    Raises:
        MissingFacts: when a part that is not optional stands on facts nobody has given; asks for all of them at once.
        WordsError: when the language has no such kind or part, or a template is refused.
    """
    words = words_for(lexicon, follow_up.note, follow_up.channel_class, follow_up.variant, register)
    values = _values(material, lexicon, register, follow_up)
    desk = _Desk(follow_up=follow_up, lexicon=lexicon, register=register, words=words, values=values)
    paragraphs = _with_added(words, follow_up.adds)
    extra = further(words)
    questions = _questions(desk, [name for names in (*paragraphs, *extra.values()) for name in names])
    if questions:
        raise MissingFacts(questions=questions)
    written = (tuple(_parts(desk, paragraph)) for paragraph in paragraphs)
    subject, salutation = _subject(desk), _frame(desk, "salutation")
    closing, signature = _frame(desk, "closing"), _frame(desk, "signature")
    kept = tuple(paragraph for paragraph in _yielding(desk, written) if paragraph)
    return Note(
        handle=follow_up.handle,
        key=follow_up.key,
        kind=follow_up.note,
        language=lexicon.tag,
        register=register,
        recipient=follow_up.recipient,
        subject=subject.text,
        salutation=salutation.text,
        paragraphs=_going_on(desk, salutation.text, kept),
        closing=closing.text,
        signature=signature.text,
        uses={line.name: line.uses for line in (subject, salutation, closing, signature) if line.text},
        extra={name: tuple(_within(desk, name, _parts(desk, names))) for name, names in extra.items()},
        labels=_labels(desk),
    )


def _with_added(words: Mapping[str, Any], adds: Sequence[str]) -> list[list[str]]:
    """Return the names of the parts, paragraph by paragraph, the added ones before the others."""
    paragraphs = [list(names) for names in words["paragraphs"]]
    known = {name for paragraph in paragraphs for name in paragraph}
    paragraphs[0][:0] = [name for name in adds if name not in known]
    return paragraphs


# Choosing -----------------------------------------------------------------------------------------------------------


def _parts(desk: _Desk, names: Iterable[str]) -> Iterator[Part]:
    for name in names:
        template = next(_fitting(desk, name, desk.follow_up.rank), None)
        text = _render(desk, name, template).strip() if template is not None else ""
        if template is not None and text:
            yield Part(name=name, text=text, uses=_uses(desk, name, template))


def _within(desk: _Desk, name: str, parts: Iterable[Part]) -> list[Part]:
    """Leave out optional parts, the first of them first, until a further text keeps the words it may have (CH-06)."""
    kept = list(parts)
    droppable = [part for part in kept if part.name in desk.words.get("optional", ())]
    _, most = desk.lexicon.tables.get("limits", {}).get(name, (0, math.inf))
    while droppable and sum(len(part.text.split()) for part in kept) > most:
        kept.remove(droppable.pop(0))
    return kept


def _yielding(desk: _Desk, paragraphs: Iterable[tuple[Part, ...]]) -> list[tuple[Part, ...]]:
    """Leave out the parts that give way, in the order the words name them, until the note keeps its length (NC-09)."""
    kept = list(paragraphs)
    limits = desk.lexicon.tables.get("limits", {})
    kind, variant = desk.follow_up.note, desk.follow_up.variant
    _, most = limits.get(f"{kind}-{variant}") or limits.get(kind) or (0, math.inf)
    for name in desk.words.get("yields", ()):
        if sum(len(part.text.split()) for paragraph in kept for part in paragraph) > most:
            kept = [tuple(part for part in paragraph if part.name != name) for paragraph in kept]
    return kept


def _going_on(desk: _Desk, salutation: str, paragraphs: tuple[tuple[Part, ...], ...]) -> tuple[tuple[Part, ...], ...]:
    """Begin in lower case after a greeting that ends in a comma, where the language says with which words."""
    lowered = desk.words.get("lowered-after-greeting", ())
    if not paragraphs or not salutation.endswith(","):
        return paragraphs
    (first, *parts), *others = paragraphs
    word = re.split(r"\W", first.text, maxsplit=1)[0]
    if word.lower() not in lowered:
        return paragraphs
    return ((evolve(first, text=word.lower() + first.text[len(word) :]), *parts), *others)


def _frame(desk: _Desk, name: str) -> Part:
    """Return a line around the note: the first phrasing whose facts are known."""
    return next(_lines(desk, name), Part(name=name, text=""))


def _lines(desk: _Desk, name: str) -> Iterator[Part]:
    for template in _fitting(desk, name, 0):
        yield Part(name=name, text=_render(desk, name, template).strip(), uses=_uses(desk, name, template))


def _labels(desk: _Desk) -> dict[str, str]:
    """Return the words around the parts; a label that needs a fact nobody gave is not there."""
    window = desk.follow_up.window
    times = {"when": desk.follow_up.when, "not_before": window.earliest, "not_after": window.expires}
    values = desk.values | {name: moment for name, moment in times.items() if moment} | {"zone": window.zone}
    found: Mapping[str, str] = desk.lexicon.tables.get("labels", {})
    return {
        name: render(desk.lexicon, template, values, f"labels.{name}", desk.register)
        for name, template in found.items()
        if not unknown_in(template, values, f"labels.{name}")
    }


def _subject(desk: _Desk) -> Part:
    """Return the first subject that a phone shows in full, else the last (NC-11)."""
    subjects = [*_lines(desk, "subject")] or [Part(name="subject", text="")]
    return next((subject for subject in subjects if len(subject.text) <= SUBJECT_LIMIT), subjects[-1])


def _fitting(desk: _Desk, name: str, rank: int) -> Iterator[str]:
    """Give the phrasings of a part whose facts are known, the one dealt to this rank first."""
    return (template for template in _dealt(desk, name, rank) if not _lacking(desk, name, template))


def _dealt(desk: _Desk, name: str, rank: int) -> list[str]:
    phrasings = _phrasings(desk, name)
    start = rank % len(phrasings) if phrasings else 0
    return phrasings[start:] + phrasings[:start]


def _phrasings(desk: _Desk, name: str) -> list[str]:
    found = desk.words.get(name)
    if found is None and name in desk.follow_up.adds:
        found = words_for(desk.lexicon, _THANKS, desk.follow_up.channel_class, None, desk.register).get(name)
    phrasings = [found] if isinstance(found, str) else found
    if phrasings is None and name in ("subject", "salutation", "closing", "signature"):
        return []
    if not isinstance(phrasings, list) or not all(isinstance(phrasing, str) for phrasing in phrasings):
        raise WordsError("the language has no words for this part", place=_place(desk, name))
    return phrasings


def _lacking(desk: _Desk, name: str, template: str) -> tuple[str, ...]:
    """Return the facts a phrasing needs and nobody gave; a name that is no fact at all is a mistake in the words."""
    place = _place(desk, name)
    for used in sorted(names_in(template, place)):
        if used not in FACTS and not is_known(used, desk.values):
            raise WordsError(f"no note has a fact called {used}", place=place)
    return unknown_in(template, desk.values, place)


def _render(desk: _Desk, name: str, template: str) -> str:
    return render(desk.lexicon, template, desk.values, _place(desk, name), desk.register)


def _place(desk: _Desk, name: str) -> str:
    return f"{desk.follow_up.note}.{name}"


def _uses(desk: _Desk, name: str, template: str) -> tuple[str, ...]:
    roots = {used.partition(".")[0] for used in names_in(template, _place(desk, name)) if is_known(used, desk.values)}
    facts = {fact for root in roots - PLANNED for fact in _STANDS_ON.get(root, (root,))}
    return tuple(sorted(facts & desk.values.keys()))


# Asking -------------------------------------------------------------------------------------------------------------


def _questions(desk: _Desk, names: Sequence[str]) -> tuple[Question, ...]:
    """Return a question for every fact without which a part that is not optional cannot be written."""
    optional = set(desk.words.get("optional", ()))
    found: dict[tuple[str, str], Question] = {}
    for name in [*names, "subject", "salutation", "closing", "signature"]:
        rank = desk.follow_up.rank if name in names else 0
        dealt = _dealt(desk, name, rank)
        if name in optional or not dealt:
            continue
        easiest = min(dealt, key=lambda template: len(_lacking(desk, name, template)))
        for fact in _lacking(desk, name, easiest):
            for question in _ask(desk, fact, _with_gaps(desk, name, easiest)):
                found.setdefault((question.code, question.place), question)
    return tuple(found.values())


def _ask(desk: _Desk, fact: str, sentence: str) -> Iterator[Question]:
    follow_up, (code, place) = desk.follow_up, FACTS[fact]
    people = (follow_up.about or (follow_up.recipient,)) if fact in _OF_EACH else (follow_up.recipient,)
    for person in people:
        where = place.format(person=person, recipient=follow_up.recipient, fact=follow_up.subject.fact)
        parameters: dict[str, Parameter] = {"person": person, "completes": sentence}
        yield Question(code=code, place=where, parameters=parameters, blocks=(follow_up.handle,))


def _with_gaps(desk: _Desk, name: str, template: str) -> str:
    """Return the sentence with a gap for every fact that is missing or personal, so that a plan may hold it."""
    gaps: dict[str, Any] = {fact: GAP for fact in FACTS if "." not in fact}
    people = [fact.partition(".")[::2] for fact in FACTS if "." in fact]
    gaps |= {root: {key: GAP for at, key in people if at == root} for root, _ in people}
    gaps |= {
        "about_names": [GAP],
        "everyone": [GAP],
        "about": [{"name": GAP}],
        "points_by_person": [{"name": GAP, "called": GAP, "point": GAP}],
    }
    shown = {fact: desk.values[fact] for fact in _SHOWN_IN_QUESTIONS if fact in desk.values}
    return render(desk.lexicon, template, gaps | shown, _place(desk, name), desk.register).strip()


# Facts as a sentence takes them -------------------------------------------------------------------------------------


def _values(
    material: Mapping[str, object], lexicon: Lexicon, register: Register, follow_up: FollowUp
) -> dict[str, Any]:
    values: dict[str, Any] = shaped(_known(material), Shapes.of(lexicon.tables))
    if "day" in values:  # within a week the weekday is enough, and afterwards it means another day
        recent = (follow_up.when.date() - values["day"]).days < _A_WEEK and follow_up.channel_class != _PAPER
        values["on_day"] = render(lexicon, "{{ day|day }}" if recent else "{{ day|amid }}", values, "on_day")
    values |= {"handle": follow_up.handle, "recipient": follow_up.recipient}
    lengths = lexicon.tables.get("lengths", {})
    values["length"] = lengths.get(str(values.get("minutes")), lengths.get("unknown", ""))
    if "to" in values:
        name = called(values["to"], register)
        values["to"] = {**values["to"], "called": name} if name else values["to"]
    values |= named(values, register)
    if "point" in values and "points_by_person" not in values and len(values.get("about_names", ())) == 1:
        (name,) = values["about_names"]
        values["points_by_person"] = [{**values["about"][0], "name": name, "point": values["point"]}]
    for one in values.get("points_by_person", ()):
        one["called"] = called(one, register) or one.get("name")
    return values


def _known(found: Any) -> Any:
    """Return a copy of plain data without what is None or empty, so that absent and unknown are one thing."""
    if isinstance(found, Mapping):
        return {key: value for key, item in found.items() if (value := _known(item)) not in (None, "", {}, [])}
    return [_known(item) for item in found] if isinstance(found, (list, tuple)) else found
