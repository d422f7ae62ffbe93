"""Say what went wrong, where, and what would be right.

The tree::

    FollowkitError
    ├── InvalidFacts (ValueError)       the facts contradict themselves or cannot be read
    ├── InvalidPolicy (ValueError)      a policy names something that does not exist
    ├── InvalidHouse (ValueError)       a house holds a file that has no place in one
    ├── InvalidScenario (ValueError)    a scenario cannot be read, or expects nothing
    ├── UnknownEvidence (LookupError)   no advice is called so
    ├── UnknownAdapter (LookupError)    no such adapter is installed
    ├── MissingFacts (LookupError)      a note needs something that nobody has told us yet
    ├── WordsError                      words that cannot be rendered, or an unknown part
    ├── ChannelError
    │   ├── UnknownChannel              no such channel is installed
    │   ├── Unreachable                 the person has no usable address on it
    │   └── TooLong                     the note does not fit the channel
    ├── PluginError                     a plugin is broken; it is named
    ├── StaleFollowUp                   the facts or rules changed since the plan was made
    ├── DeliveryError                   a message was refused, or nobody took it
    │   └── UnknownSender               no such sender is installed
    └── MissingExtra (ImportError)      an optional dependency is not installed

Every exception takes its message first and everything else by keyword with a default, so that it survives pickling.
Messages are lower case and never hold a personal value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from followkit._core.decisions import Question


@frozen(kw_only=True)
class Problem:
    """Name one thing that is wrong in what was given.

    Args:
        place: where, as the reader of the input would say it (``interviews.panel.start``).
        code: a stable kebab-case code (``unknown-key``), for programs.
        message: what is wrong, in lower case, without personal values.
        hint: what would be right, or an empty string.

    >>> print(Problem(place="country", code="unknown-country", message="no such country", hint="as in US"))
    country: no such country (as in US)
    """

    place: str
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        cure = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{cure}"


class FollowkitError(Exception):
    """Be the one root of everything followkit raises on purpose."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class _ProblemsError(FollowkitError, ValueError):
    """Carry every problem of one input at once."""

    def __init__(self, message: str = "", *, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message or _summary(problems))
        self.problems: tuple[Problem, ...] = tuple(problems)


class InvalidFacts(_ProblemsError):
    """Report facts that cannot be read or contradict each other; see ``.problems``.

    >>> raise InvalidFacts(problems=[Problem(place="zone", code="unknown-zone", message="no such zone")])
    Traceback (most recent call last):
    ...
    followkit._core.errors.InvalidFacts: zone: no such zone
    """


class InvalidPolicy(_ProblemsError):
    """Report a policy that cannot be read or names what does not exist; see ``.problems``."""


class InvalidHouse(_ProblemsError):
    """Report a house that cannot be read: a file too large, of another kind, or elsewhere; see ``.problems``."""


class InvalidScenario(_ProblemsError):
    """Report scenarios that cannot be read; see ``.problems``."""


class UnknownEvidence(FollowkitError, LookupError):
    """Report an id that no advice is called by."""

    def __init__(self, message: str = "", *, id: str = "") -> None:
        super().__init__(message)
        self.id = id


class UnknownAdapter(FollowkitError, LookupError):
    """Report an adapter that no plugin provides."""

    def __init__(self, message: str = "", *, adapter: str = "") -> None:
        super().__init__(message)
        self.adapter = adapter


class MissingFacts(FollowkitError, LookupError):
    """Report what a note needs and nobody has said yet; see ``.questions``."""

    def __init__(self, message: str = "", *, questions: Sequence[Question] = ()) -> None:
        super().__init__(message or "facts are missing; see .questions")
        self.questions: tuple[Question, ...] = tuple(questions)


class WordsError(FollowkitError):
    """Report words that cannot be used: a rejected template, an unknown part, a missing variable."""

    def __init__(self, message: str = "", *, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class ChannelError(FollowkitError):
    """Be the parent of what a channel refuses."""

    def __init__(self, message: str = "", *, channel: str = "") -> None:
        super().__init__(message)
        self.channel = channel


class UnknownChannel(ChannelError):
    """Report a channel that no plugin provides."""


class Unreachable(ChannelError):
    """Report that a person cannot be reached safely on a channel."""


class TooLong(ChannelError):
    """Report a note that does not fit its channel."""

    def __init__(self, message: str = "", *, channel: str = "", limit: int = 0) -> None:
        super().__init__(message, channel=channel)
        self.limit = limit


class PluginError(FollowkitError):
    """Name the plugin, and where known the distribution, that is broken."""

    def __init__(self, message: str = "", *, plugin: str = "", distribution: str = "") -> None:
        super().__init__(message)
        self.plugin = plugin
        self.distribution = distribution


class StaleFollowUp(FollowkitError):
    """Report a follow-up planned from other facts or rules than the ones given; plan again."""

    def __init__(self, message: str = "", *, handle: str = "") -> None:
        super().__init__(message)
        self.handle = handle


class DeliveryError(FollowkitError):
    """Report that a message was refused, or that nobody confirmed to have taken it."""


class UnknownSender(DeliveryError):
    """Report a sender that no plugin provides."""

    def __init__(self, message: str = "", *, sender: str = "") -> None:
        super().__init__(message)
        self.sender = sender


class MissingExtra(FollowkitError, ImportError):
    """Report an optional dependency that is not installed, and the command that installs it."""

    def __init__(self, message: str = "", *, extra: str = "") -> None:
        super().__init__(message)
        self.extra = extra


def _summary(problems: Sequence[Problem]) -> str:
    return "\n".join(str(problem) for problem in problems)
