"""Give every intended contact a key that no rewording, rerouting or rescheduling can change, and facts a digest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs

from followkit._core.events import Called, Event, Sent
from followkit._core.facts import Application
from followkit._core.timing import utc


def key_of(*, application: str, slot: str, subject: str, occurrence: str, tenant: str = "") -> str:
    """Return the key of one intended contact.

    Args:
        application, slot, subject, occurrence: what it is for; all opaque ids.
        tenant: the host's own separator, or empty.

    >>> key_of(application="acme", slot="thank-you", subject="panel/priya", occurrence="")
    'fk1:...'
    """
    return f"fk1:{_digest((tenant, application, slot, subject, occurrence))}"


def facts_digest(application: Application, *, contacts: bool = True) -> str:
    """Return the digest of all facts; without *contacts*, of all but what was sent."""
    if not contacts:
        kept = tuple(event for event in application.events if not isinstance(event, (Sent, Called)))
        application = attrs.evolve(application, events=kept)
    return _digest(_plain(application))


def events_digest(events: Iterable[Event]) -> str:
    """Return the digest of events, in whatever order they come."""
    return _digest(sorted(repr(_plain(event)) for event in events))


def basis_of(*parts: str) -> str:
    """Return one digest of several."""
    return _digest(parts)


def _digest(value: object) -> str:
    return base64.b32encode(hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).digest()[:20]).decode().lower()


def _plain(value: Any) -> object:
    """Spell a value out in an order of its own, so that equal facts have equal digests."""
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return (type(value).__name__, [(field.name, _plain(getattr(value, field.name))) for field in fields])
    if isinstance(value, Mapping):
        return sorted((str(key), _plain(item)) for key, item in value.items())
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return utc(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
