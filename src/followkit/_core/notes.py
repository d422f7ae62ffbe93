"""Hold words before and after they take a form: notes, their parts, and messages. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from followkit._core.freezing import as_dict, as_tuple
from followkit._core.vocabulary import Register


@frozen(kw_only=True)
class Part:
    """Hold one part of a note and the facts it stands on.

    Args:
        name: which part (``thanks``, ``key_point``, ``fit``, ``interest``, ``next_step``…).
        text: its words.
        uses: the names of the facts it stands on.
    """

    name: str
    text: str = field(repr=False)
    uses: tuple[str, ...] = ()


@frozen(kw_only=True)
class Note:
    """Hold the words for one follow-up, part by part.

    Args:
        handle, key: the follow-up they are for.
        kind: which words (``thank-you``, ``check-in``…).
        language: the tag they are written in.
        register: the tone they are written in.
        recipient: the id of the person they go to.
        subject: one line, for channels that have one.
        salutation, closing, signature: around the paragraphs.
        paragraphs: the parts, paragraph by paragraph.
        uses: the facts that the lines around the parts stand on, by line (``subject``, ``salutation``…).
        extra: further texts by name, such as the ``voicemail`` of a spoken note.
        labels: what a channel prints around the parts, by name (``call``, ``voicemail``), in the note's own language.
    """

    handle: str
    key: str
    kind: str
    language: str
    register: Register = Register.WARM
    recipient: str
    subject: str = field(default="", repr=False)
    salutation: str = field(default="", repr=False)
    paragraphs: tuple[tuple[Part, ...], ...]
    closing: str = field(default="", repr=False)
    signature: str = field(default="", repr=False)
    uses: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=as_dict, repr=False, hash=False)
    extra: Mapping[str, tuple[Part, ...]] = field(factory=dict, converter=as_dict, repr=False, hash=False)
    labels: Mapping[str, str] = field(factory=dict, converter=as_dict, repr=False, hash=False)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Give all parts in order."""
        return tuple(part for paragraph in self.paragraphs for part in paragraph)

    @property
    def body(self) -> str:
        """Give the paragraphs as plain text, without greeting and sign-off."""
        return "\n\n".join(" ".join(part.text for part in paragraph) for paragraph in self.paragraphs)

    @property
    def text(self) -> str:
        """Give the whole note as plain text, from the greeting to the signature."""
        sign_off = "\n".join(line for line in (self.closing, self.signature) if line)
        return "\n\n".join(block for block in (self.salutation, self.body, sign_off) if block) + "\n"

    def part(self, name: str) -> Part | None:
        """Return the part of this name, or None."""
        return next((part for part in self.parts if part.name == name), None)


@frozen(kw_only=True)
class Address:
    """Hold where a message goes: a display name and an address of the channel."""

    name: str | None = field(default=None, repr=False)
    address: str = field(repr=False)


@frozen(kw_only=True)
class Message:
    """Hold a note in the form of a channel, ready for a person to look at.

    Args:
        channel: which form.
        handle, key: the follow-up it is for.
        sender: the candidate's address, where the channel has one.
        recipients, copies: structured addresses, never header text.
        subject: one line, or empty.
        body: the text.
        extra: further texts of the form, by name (a phone script's ``voicemail``).
        not_before: the instant before which it should not go out.
    """

    channel: str
    handle: str
    key: str
    sender: Address | None = None
    recipients: tuple[Address, ...] = field(default=(), converter=as_tuple)
    copies: tuple[Address, ...] = field(default=(), converter=as_tuple)
    subject: str = field(default="", repr=False)
    body: str = field(repr=False)
    extra: Mapping[str, str] = field(factory=dict, converter=as_dict, repr=False, hash=False)
    not_before: datetime | None = None


@frozen(kw_only=True)
class Draft:
    """Hold one file a message can be saved as.

    Args:
        suffix: the file's ending (``.eml``).
        media_type: RFC 6838 media type.
        content: the bytes.
    """

    suffix: str
    media_type: str
    content: bytes = field(repr=False)


@frozen(kw_only=True)
class Receipt:
    """Hold what a service said when it took a message.

    Args:
        id: what the service calls it, or empty.
    """

    id: str = ""
