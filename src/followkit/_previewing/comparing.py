"""Lay a note beside the one that the built-in words give, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from followkit._core.notes import Note, Part


@frozen(kw_only=True)
class Text:
    """Hold one text of a note, and what the built-in words say there.

    Args:
        name: which part of the note.
        text: its words.
        was: what the built-in words say there; None where they say the same, or nothing was compared.
    """

    name: str
    text: str = field(repr=False)
    was: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class Compared:
    """Hold a note whose texts know what they were.

    Args:
        subject, salutation, closing, signature: around the paragraphs.
        paragraphs: the parts, paragraph by paragraph.
        further: texts besides, such as a voicemail, by name.
        left_out: what only the built-in words say.
    """

    subject: Text
    salutation: Text
    paragraphs: tuple[tuple[Text, ...], ...]
    closing: Text
    signature: Text
    further: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    left_out: tuple[Text, ...] = ()

    @property
    def changes(self) -> tuple[Text, ...]:
        """Give the texts that say anything else than the built-in words."""
        parts = [part for parts in (*self.paragraphs, *(parts for _, parts in self.further)) for part in parts]
        texts = (self.subject, self.salutation, *parts, self.closing, self.signature)
        return tuple(text for text in texts if text.was is not None)

    @property
    def is_changed(self) -> bool:
        """Tell whether it says anything else than the built-in words."""
        return bool(self.changes or self.left_out)


def compared(note: Note, before: Note | None, *, marking: bool) -> Compared:
    """Return a note beside what it was.

    Args:
        note: as it is.
        before: what the built-in words say; None when they have no such note.
        marking: whether anything is to be marked at all.
    """
    old = {name: {part.name: part.text for part in parts} for name, parts in _texts(before)} if before else {}

    def text(name: str, now: str) -> Text:
        was = (getattr(before, name) if before else "") if marking else now
        return Text(name=name, text=now, was=None if was == now else was)

    def told(name: str, parts: Iterable[Part]) -> tuple[Text, ...]:
        known = old.get(name, {})
        was = {part.name: known.get(part.name, "") if marking else part.text for part in parts}
        return tuple(
            Text(name=part.name, text=part.text, was=None if was[part.name] == part.text else was[part.name])
            for part in parts
        )

    said = {(name, part.name) for name, parts in _texts(note) for part in parts}
    gone = [(name, part) for name, parts in (_texts(before) if before and marking else ()) for part in parts]
    return Compared(
        subject=text("subject", note.subject),
        salutation=text("salutation", note.salutation),
        paragraphs=tuple(told("", paragraph) for paragraph in note.paragraphs),
        closing=text("closing", note.closing),
        signature=text("signature", note.signature),
        further=tuple((name, told(name, parts)) for name, parts in note.extra.items()),
        left_out=tuple(Text(name=p.name, text=p.text) for name, p in gone if (name, p.name) not in said),
    )


def _texts(note: Note) -> list[tuple[str, tuple[Part, ...]]]:
    return [("", note.parts), *note.extra.items()]
