"""Hold what a review finds in a note: values only, without a personal word in their ``repr``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from followkit._core.decisions import Parameter
from followkit._core.freezing import as_dict


class Severity(StrEnum):
    """Say how much a finding weighs: an error must not be sent, a warning should not, a hint is for thinking about."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@frozen(kw_only=True)
class Finding:
    """Hold one thing that a check found in a note.

    Args:
        code: what it is, stable (``doubled-word``); the language words it and its cure.
        severity: how much it weighs.
        handle: the follow-up whose note it is in.
        place: where: the name of a part, ``paragraph-2`` of a text without parts, ``subject``, ``salutation``…, or
            ``body`` for something that is about all of it.
        span: start and end in the text of that place; None for what is missing, or about all of it.
        said: the words there.
        meant: what the facts write instead, where they do.
        parameters: what the words of the finding need besides: ids, numbers, names of parts; nothing personal.

    >>> Finding(code="doubled-word", severity=Severity.WARNING, place="thanks", span=(10, 17), said="the the")
    Finding(code='doubled-word', severity=<Severity.WARNING: 'warning'>, handle='', place='thanks', span=(10, 17), ...)
    """

    code: str
    severity: Severity = field(default=Severity.WARNING, converter=Severity)
    handle: str = ""
    place: str = "body"
    span: tuple[int, int] | None = None
    said: str = field(default="", repr=False)
    meant: str = field(default="", repr=False)
    parameters: Mapping[str, Parameter] = field(factory=dict, converter=as_dict, hash=False)
