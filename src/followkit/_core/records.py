"""Hold what a plugin can add: records with callables, never classes to inherit from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import Attribute, field, frozen

from followkit._core.decisions import FollowUp, Question, Reason, Subject, can_be_told
from followkit._core.facts import Application, Person
from followkit._core.freezing import as_dict, as_tables, as_tuple
from followkit._core.notes import Draft, Message, Note, Receipt

if TYPE_CHECKING:
    from followkit._core.findings import Finding
    from followkit._core.guards import Proposal
    from followkit._core.reading import Reading
    from followkit._core.situation import Situation

FAILURES = (Exception, SystemExit, GeneratorExit)
"""What counts as a failure of the plugin that was asked. Anything else is meant for the host, such as Ctrl-C."""


# An answer that could be read two ways is refused where it is made, inside the plugin that gives it: so it counts as a
# failure of that plugin, never as "yes" or as "no objection".


def _text(answer: object, attribute: Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{attribute.name} is no text")


def _truth(answer: object, attribute: Attribute[bool], value: object) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"{attribute.name} is neither True nor False")


def _moment(answer: object, attribute: Attribute[datetime | None], value: object) -> None:
    if value is not None and not (isinstance(value, datetime) and can_be_told(value)):
        raise TypeError(f"{attribute.name} is neither None nor a datetime with a zone")


def _why(answer: object, attribute: Attribute[Reason | None], value: object) -> None:
    if value is None:
        return
    if not isinstance(value, Reason) or not isinstance(value.code, str):
        raise TypeError(f"{attribute.name} is neither None nor a reason with a code")
    if not all(isinstance(name, str) and can_be_told(told) for name, told in value.parameters.items()):
        raise TypeError(f"a parameter of {attribute.name} is neither text, a number, a date nor an instant")


@frozen
class Missing:
    """Say that a channel does not reach a person, and why, as a reason code.

    >>> Missing("no-address")
    Missing(code='no-address')
    """

    code: str = field(validator=_text)


@frozen(kw_only=True)
class Channel:
    """Add a way to reach people.

    Args:
        name: unique among channels (``email``).
        classes: which classes it belongs to: ``written``, ``short``, ``spoken``, ``paper``. The first decides the hours
            and the words; a rule may ask for a class or a name.
        address: person to the address on this channel, or :class:`Missing`. A channel that raises, or gives neither,
            reaches nobody. It sees in which country they are taken to be, also where the facts of them do not say.
        compose: (note, follow-up, application) to the message in this channel's form; raises ``ChannelError``.
        drafts: message to the files it can be saved as.
        needs: the kind of address it reads (``post``); its name, unless given.
        limits: the most it takes, by unit (``{"characters": 200}``). One that says so is asked to compose while a plan
            is made, and a note too long for it goes another way (``note-too-long``).
        form_of: the channel of which it is another form (``email``): it shares that one's consent, hours and history,
            and goes before it where ``[gates] forms`` or a rule says so.
        invited_only: whether the person must have invited this channel (CH-04, CH-07).
        overrides: whether it replaces the channel of the same name.
    """

    name: str
    classes: tuple[str, ...] = field(converter=as_tuple)
    address: Callable[[Person], str | Missing] = field(repr=False)
    compose: Callable[[Note, FollowUp, Application], Message] = field(repr=False)
    drafts: Callable[[Message], Iterable[Draft]] = field(default=lambda message: (), repr=False)
    needs: str = field()
    limits: Mapping[str, int] = field(factory=dict, converter=as_dict, hash=False)
    form_of: str = ""
    invited_only: bool = False
    overrides: bool = False

    @needs.default
    def _its_name(self) -> str:
        return self.name


@frozen(kw_only=True)
class Policy:
    """Add rules and values, as TOML text already read.

    Args:
        name: unique among policies; what ``extends`` and ``Kit(policy=…)`` call it.
        text: the TOML.
        source: where it came from, for problems (``us.toml``).
        applies: facts that choose it (``{"country": "PL", "sector": ["law", "finance"]}``), unless its text says so
            itself; without any it is there by name only.
        overrides: whether it replaces the policy of the same name.
    """

    name: str
    text: str = field(repr=False)
    source: str = ""
    applies: Mapping[str, str | bool | Sequence[str]] = field(factory=dict, converter=as_tables, hash=False)
    overrides: bool = False


@frozen(kw_only=True)
class Holds:
    """Answer a condition.

    Args:
        yes: whether it holds.
        reason: why not (or why), when the condition's own code does not say it all.
        until: the instant at which the answer changes by the passing of time alone, or None.

    Raises:
        TypeError: for anything else, so that a half answer is a failure of the condition.
    """

    yes: bool = field(validator=_truth)
    reason: Reason | None = field(default=None, validator=_why)
    until: datetime | None = field(default=None, validator=_moment)


@frozen(kw_only=True)
class Condition:
    """Add a question that a rule's ``when`` may ask.

    Args:
        name: what rules call it.
        holds: (situation, subject, parameter or None) to :class:`Holds`; never sees ``now``. One that raises is a "no".
        takes: the type of its parameter, or None when it takes none.
        names: what a text parameter is the name of (``event``, ``slot``, ``audience``), so that a policy which names
            none such is refused; empty for any text.
        reads: names of the facts it looks at, for the docs.
        overrides: whether it replaces the condition of the same name.
    """

    name: str
    holds: Callable[[Situation, Subject, Any], Holds] = field(repr=False)
    takes: type | None = None
    names: str = ""
    reads: tuple[str, ...] = field(default=(), converter=as_tuple)
    overrides: bool = False


@frozen(kw_only=True)
class Verdict:
    """Hold what a guard says of one proposal.

    Args:
        veto: whether the contact must not happen at all.
        not_before: the first instant at which it may, or None when the guard has nothing to say about time.
        reason: why; required with either.

    Raises:
        TypeError: for anything else, so that a half answer is a failure of the guard.
    """

    veto: bool = field(default=False, validator=_truth)
    not_before: datetime | None = field(default=None, validator=_moment)
    reason: Reason | None = field(default=None, validator=_why)


CLEAR = Verdict()


@frozen(kw_only=True)
class Guard:
    """Add something that may stop or delay any contact.

    Args:
        name: unique among guards.
        judge: a proposal to a :class:`Verdict`; never sees ``now``. One that raises vetoes.
        strength: guards of greater strength are named first when several object.
        overrides: whether it replaces the guard of the same name.
    """

    name: str
    judge: Callable[[Proposal], Verdict] = field(repr=False)
    strength: int = 0
    overrides: bool = False


@frozen(kw_only=True)
class Language:
    """Add the words of one language, as TOML text already read.

    Args:
        tag: BCP 47 tag (``en``), unique among languages.
        text: the TOML: words by note kind and part, messages, calendar names, phrases that hurt.
        source: where it came from, for problems.
        overrides: whether its keys replace those of the language with the same tag, one by one.
    """

    tag: str
    text: str = field(repr=False)
    source: str = ""
    overrides: bool = False


@frozen(kw_only=True)
class Check:
    """Add something to look for in a note before it goes out.

    Args:
        code: unique among checks; what it finds usually has this code too.
        examine: a :class:`~followkit._core.reading.Reading` to what is wrong; the same for the same words and facts.
            One that raises, or gives anything but findings, is a finding itself.
        overrides: whether it replaces the check of the same code.
    """

    code: str
    examine: Callable[[Reading], Iterable[Finding]] = field(repr=False)
    overrides: bool = False


@frozen(kw_only=True)
class Imported:
    """Hold the facts with what a payload says added to them, and what it leaves open.

    Args:
        application: the facts; what they said before wins over the payload.
        questions: what the payload does not say; ``place`` is where the answer belongs in the facts.
        left_out: what was left out, and why.
    """

    application: Application = field(repr=False)
    questions: tuple[Question, ...] = field(default=(), converter=as_tuple, repr=False)
    left_out: tuple[Reason, ...] = field(default=(), converter=as_tuple, repr=False)


@frozen(kw_only=True)
class Adapter:
    """Add a way to read what another program writes; provisional, so its shape may change in any release.

    Args:
        name: unique among adapters (``icalendar``).
        read: (payload, application) to :class:`Imported`. Reading a payload again changes nothing; what cannot be read
            raises ``InvalidFacts``.
        media_types: what it reads (``text/calendar``), for the docs and for hosts that choose by it.
        overrides: whether it replaces the adapter of the same name.
    """

    name: str
    read: Callable[[bytes, Application], Imported] = field(repr=False)
    media_types: tuple[str, ...] = field(default=(), converter=as_tuple)
    overrides: bool = False


@frozen(kw_only=True)
class Sender:
    """Add a way to hand a message over; provisional, so its shape may change in any release.

    Args:
        name: unique among senders.
        carries: names of the channels whose messages it takes.
        send: message to :class:`~followkit._core.notes.Receipt`; raises ``DeliveryError`` when it was not handed over.
            It tries once, and reaches the message's recipients and nobody else.
        overrides: whether it replaces the sender of the same name.
    """

    name: str
    carries: tuple[str, ...] = field(converter=as_tuple)
    send: Callable[[Message], Receipt] = field(repr=False)
    overrides: bool = False


Record = Channel | Policy | Condition | Guard | Language | Check | Adapter | Sender
