"""Give a note the form of a message to copy into LinkedIn, which nothing here opens or fills in (CH-09, CH-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category
from urllib.parse import unquote

from followkit._builtin.channels.plain_text import as_file, reached, refuse_controls
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, TooLong
from followkit._core.facts import Application, Person
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import Channel, Missing

NAME = "linkedin"
LIMIT = 200  # CH-09: 300 for whoever pays

_IN_FULL = re.compile(r"(?ai:(?:https?://)?(?:[a-z0-9-]+\.)*linkedin\.com)/in/(?P<name>[^/?#]+)(?:[/?#]\S*)?")
_IN_SHORT = re.compile(r"in/(?P<name>[^/?#]+)/?")
_NAME = re.compile(r"(?:[\w-]|[^\x00-\x7f\s\ufffd]){2,100}")
_NO_NAMES = frozenset(
    {
        *("company", "feed", "groups", "help", "home", "in", "jobs", "learning", "legal", "login", "me", "messaging"),
        *("mynetwork", "notifications", "posts", "pub", "sales", "school", "search", "services", "settings", "signup"),
    }
)
"""Pages of LinkedIn that are copied in the place of a profile."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def address(person: Person) -> str | Missing:
    """Return the person's profile, or why there is none.

    Args:
        person: whom to reach.

    Returns:
        The profile as given, ``Missing("no-linkedin")`` or ``Missing("bad-linkedin")``.

    >>> address(Person(id="priya", addresses={"linkedin": "https://www.linkedin.com/in/priya-raman"}))
    'https://www.linkedin.com/in/priya-raman'
    >>> address(Person(id="priya", addresses={"linkedin": "https://acme.example/priya"}))
    Missing(code='bad-linkedin')
    >>> address(Person(id="priya"))
    Missing(code='no-linkedin')
    """
    given = person.addresses.get(NAME)
    if given is None:
        return Missing("no-linkedin")
    return given if _is_profile(given) else Missing("bad-linkedin")


def linkedin_channel(limit: int = LIMIT, *, overrides: bool = False) -> Channel:
    """Return the channel of LinkedIn.

    Args:
        limit: how many characters a note may have: 200, or 300 for whoever pays.
        overrides: whether it replaces the built-in one.

    Raises:
        ChannelError: when nothing fits into the limit.

    >>> linkedin_channel(limit=300, overrides=True).name
    'linkedin'
    """
    if limit < 1:
        raise ChannelError("a note on LinkedIn has one character at least", channel=NAME)

    def compose(note: Note, follow_up: FollowUp, application: Application) -> Message:
        return _composed(note, follow_up, application, limit)

    return Channel(
        name=NAME,
        classes=("short",),
        address=address,
        compose=compose,
        drafts=drafts,
        limits={"characters": limit},
        invited_only=True,  # CH-10
        overrides=overrides,
    )


def length(text: str) -> int:
    """Return how many characters a web page counts: two for what lies beyond 16 bits.

    >>> length("Hello"), length("👋")
    (5, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def drafts(message: Message) -> Iterable[Draft]:
    """Give the words alone, to copy.

    Args:
        message: what to save.

    Raises:
        ChannelError: when the words hold a control character.

    >>> [file.suffix for file in drafts(Message(channel="linkedin", handle="t", key="k", body="Hello."))]
    ['.txt']
    """
    yield as_file(message.body, channel=NAME)


def _composed(note: Note, follow_up: FollowUp, application: Application, limit: int) -> Message:
    recipient = reached(follow_up, application, address, channel=NAME)
    body = "\n".join(line for block in (note.salutation, note.body) if (line := " ".join(block.split())))
    refuse_controls(body, channel=NAME)
    if length(body) > limit:
        problem = f"the note has {length(body)} characters; linkedin takes {limit}"
        raise TooLong(problem, channel=NAME, limit=limit)
    return Message(
        channel=NAME,
        handle=follow_up.handle,
        key=follow_up.key,
        recipients=(recipient,),
        body=body,
        not_before=follow_up.window.earliest,
    )


def _is_profile(given: str) -> bool:
    """Tell whether this is a name, ``in/`` and a name, or the address of a profile with what a browser adds behind."""
    found = _IN_FULL.fullmatch(given) or _IN_SHORT.fullmatch(given)
    alone = given.removesuffix("/")
    if found is None and alone.casefold() in _NO_NAMES:
        return False
    name = unquote(found["name"] if found else alone)
    is_seen = not any(category(one) in _UNSEEN for one in unquote(given))
    return is_seen and _NAME.fullmatch(name) is not None


LINKEDIN = linkedin_channel()
