"""Write an e-mail as a link that opens it, ready to be sent: ``mailto:``, and the pages of webmail.

A link holds addresses, a subject and words, all as percent-encoded UTF-8 (RFC 6068), and nobody's name. It is read back
in the two ways in which programs read a link, with ``+`` for a space and without, and refused unless both find what was
meant (``reliability`` B4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from attrs import evolve, frozen

from followkit._builtin.channels import email
from followkit._builtin.channels.rfc5322 import refuse_unsafe
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, TooLong
from followkit._core.facts import Application
from followkit._core.notes import Address, Draft, Message, Note
from followkit._core.records import Channel

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "mailto"
LINK = "link"
LIMIT = 1900
"""How long a link may be: some browsers and programs cut a longer one, or do not open it, from about 2,000 on."""
TEMPLATE = "link.html"

Fields = Sequence[tuple[str, str]]


@frozen(kw_only=True)
class Webmail:
    """Hold how a service is asked for a new e-mail.

    Args:
        page: the address of its page.
        asks: the fields that say what is wanted of the page.
        subject, copies: what it calls these two; ``copies`` is empty where it takes none.
    """

    page: str
    asks: Fields = ()
    subject: str = "subject"
    copies: str = "cc"


SERVICES: Mapping[str, Webmail] = MappingProxyType(
    {
        "gmail": Webmail(page="https://mail.google.com/mail/", asks=(("view", "cm"), ("fs", "1")), subject="su"),
        "outlook-web": Webmail(page="https://outlook.live.com/mail/0/deeplink/compose", copies=""),
        "yahoo": Webmail(page="https://compose.mail.yahoo.com/"),
    }
)


# The links ----------------------------------------------------------------------------------------------------------


def mailto(message: Message, *, limit: int = LIMIT) -> str:
    r"""Return the link that opens a message in the program its reader writes e-mail with (RFC 6068).

    Args:
        message: what it opens.
        limit: how many characters the link may have.

    Raises:
        Unreachable: when an address is not usable, or there is no recipient.
        TooLong: when the link is longer than that.
        ChannelError: when a name, the subject or the body cannot be written safely.

    >>> to = Address(name="Priya Raman", address="priya+jobs@acme.example")
    >>> thanks = Message(channel="email", handle="t", key="k", recipients=(to,), subject="Thanks", body="Hi,\nyes & no")
    >>> mailto(thanks)
    'mailto:priya%2Bjobs@acme.example?subject=Thanks&body=Hi%2C%0D%0Ayes%20%26%20no'
    """
    refuse_unsafe(message)
    people = ",".join(quote(mailbox.address, safe="@") for mailbox in message.recipients)
    fields = _fields(message, subject="subject", copies="cc")
    query = _query(fields[1:])
    return _sound(f"mailto:{people}?{query}" if query else f"mailto:{people}", fields, message, limit)


def webmail(message: Message, service: str, *, limit: int = LIMIT) -> str:
    """Return the link that opens a message in webmail, where the browser is signed in.

    Args:
        message: what it opens.
        service: ``gmail``, ``outlook-web`` or ``yahoo``.
        limit: how many characters the link may have.

    Raises:
        Unreachable, TooLong: as :func:`mailto`.
        ChannelError: as :func:`mailto`, for a service that is not known, and for copies where it takes none.

    >>> to = Address(address="priya@acme.example")
    >>> thanks = Message(channel="email", handle="t", key="k", recipients=(to,), subject="Thanks", body="Hi")
    >>> webmail(thanks, "gmail")
    'https://mail.google.com/mail/?view=cm&fs=1&to=priya@acme.example&su=Thanks&body=Hi'
    """
    form = _form(service)
    refuse_unsafe(message)
    if message.copies and not form.copies:
        raise ChannelError(f"a link to {service} cannot say who gets a copy", channel=message.channel)
    fields = (*form.asks, *_fields(message, subject=form.subject, copies=form.copies))
    return _sound(f"{form.page}?{_query(fields)}", fields, message, limit)


def _form(service: str) -> Webmail:
    if service not in SERVICES:
        known = ", ".join(SERVICES)
        raise ChannelError(f"no webmail is called {service!r}; there are: {known}", channel=service)
    return SERVICES[service]


def _fields(message: Message, *, subject: str, copies: str) -> list[tuple[str, str]]:
    """Return what a link says, by name; nothing that is empty, and the recipients first."""
    body = message.body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    fields = [
        ("to", _addresses(message.recipients)),
        (copies, _addresses(message.copies)),
        (subject, message.subject),
        ("body", body.replace("\n", "\r\n")),  # RFC 6068 section 5
    ]
    return [(name, text) for name, text in fields if text]


def _addresses(mailboxes: Sequence[Address]) -> str:
    return ",".join(mailbox.address for mailbox in mailboxes)


def _query(fields: Fields) -> str:
    """Encode all that could mean something else; ``+`` too, which many programs take for a space."""
    return "&".join(f"{name}={quote(text, safe='@')}" for name, text in fields)


# Reading back -------------------------------------------------------------------------------------------------------


def _sound(link: str, fields: Fields, message: Message, limit: int) -> str:
    """Return the link if it says what was meant, and is not too long."""
    if "=?" in message.subject:  # RFC 6068 section 5: a program may decode it
        raise ChannelError("the subject looks like an encoded word", channel=message.channel)
    if any(_read(link, decode) != list(fields) for decode in (unquote, unquote_plus)):
        raise ChannelError("the link does not read back as it was written", channel=message.channel)
    if len(link) > limit:
        problem = f"the link has {len(link)} characters; it may have {limit}"
        raise TooLong(problem, channel=message.channel, limit=limit)
    return link


def _read(link: str, decode: Callable[[str], str]) -> list[tuple[str, str]]:
    parts = urlsplit(link)
    people = [("to", decode(parts.path))] if parts.scheme == NAME else []
    pairs = (pair.partition("=") for pair in parts.query.split("&") if pair)
    return [*people, *((decode(name), decode(text)) for name, _, text in pairs)]


# The channels -------------------------------------------------------------------------------------------------------


def mailto_channel(limit: int = LIMIT, *, overrides: bool = False) -> Channel:
    """Return the channel of ``mailto:`` links, which is another form of e-mail.

    Args:
        limit: how many characters a link may have.
        overrides: whether it replaces the built-in one.

    Raises:
        ChannelError: when nothing fits into the limit.

    >>> mailto_channel(limit=1500, overrides=True).form_of
    'email'
    """
    return _channel(NAME, partial(mailto, limit=limit), limit, overrides)


def webmail_channel(service: str, limit: int = LIMIT, *, overrides: bool = False) -> Channel:
    """Return the channel of links to a service of webmail, which is another form of e-mail.

    Args:
        service: ``gmail``, ``outlook-web`` or ``yahoo``; the channel has this name.
        limit: how many characters a link may have.
        overrides: whether it replaces the built-in one.

    Raises:
        ChannelError: when the service is not known, or nothing fits into the limit.

    >>> webmail_channel("gmail", limit=1500, overrides=True).name
    'gmail'
    """
    _form(service)
    return _channel(service, partial(webmail, service=service, limit=limit), limit, overrides)


def _channel(name: str, link: Callable[[Message], str], limit: int, overrides: bool) -> Channel:
    if limit < 1:
        raise ChannelError("a link has one character at least", channel=name)

    def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
        message = evolve(email.compose(note, follow_up, application), channel=name)
        return evolve(message, extra={LINK: link(message)})

    def drafts(message: Message) -> Iterable[Draft]:
        """Give a page to open the link from, and the text to paste, which ``followkit review`` reads too."""
        yield Draft(suffix=".html", media_type="text/html", content=_page(message, link(message)).encode())
        yield Draft(suffix=".txt", media_type="text/plain", content=email.as_text(message).encode())

    return Channel(
        name=name,
        classes=email.EMAIL.classes,
        address=email.address,
        compose=compose,
        drafts=drafts,
        needs=email.NAME,
        limits={"characters": limit},
        form_of=email.NAME,
        overrides=overrides,
    )


def _page(message: Message, link: str) -> str:
    """Return one page that needs no network, on which a person sees what the link holds before they follow it."""
    opened = urlsplit(link)
    return _template().render(
        link=link,
        opens=opened.netloc or opened.scheme,
        people=", ".join(mailbox.address for mailbox in (*message.recipients, *message.copies)),
        subject=message.subject,
        body=message.body,
    )


@cache
def _template() -> Template:
    """Return the page's template; whatever it prints is escaped, since words and facts may hold any character."""
    from jinja2 import Environment, StrictUndefined

    text = resources.files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(text)


LINKS = (mailto_channel(), *map(webmail_channel, SERVICES))
