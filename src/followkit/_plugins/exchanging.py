"""Ask an adapter to read and a sender to hand over, once each, and name the plugin whose record fails."""

from __future__ import annotations

from followkit._core.decisions import Question, Reason
from followkit._core.errors import DeliveryError, FollowkitError
from followkit._core.facts import Application
from followkit._core.notes import Message, Receipt
from followkit._core.records import Adapter, Imported, Sender
from followkit._plugins.loading import PluginReport
from followkit._plugins.naming import blaming, broken


def imported(adapter: Adapter, provider: PluginReport, payload: bytes, application: Application) -> Imported:
    """Return the facts with what *adapter* reads in a payload.

    Raises:
        FollowkitError: when it refuses the payload.
        PluginError: when it fails, or answers with anything but these facts and what it added.
    """
    what = f"adapter {adapter.name!r}"
    with blaming(what, provider, "read", FollowkitError):
        found = adapter.read(payload, application)
    if not isinstance(found, Imported):
        raise broken(what, provider, f"read gave a {type(found).__name__}, not an Imported")
    if not isinstance(found.application, Application) or found.application.id != application.id:
        raise broken(what, provider, "read gave other facts than those it was to add to")
    if not (_all(found.questions, Question) and _all(found.left_out, Reason)):
        raise broken(what, provider, "read gave questions or reasons that are none")
    return found


def handed_over(sender: Sender, provider: PluginReport, message: Message) -> Receipt:
    """Return what a service said when *sender* gave it a message; it is asked once.

    Raises:
        DeliveryError: when nobody confirmed to have taken it.
        PluginError: when the sender fails, or answers with anything but a receipt; nobody knows whether it went out.
    """
    what = f"sender {sender.name!r}"
    with blaming(what, provider, "send", DeliveryError):
        receipt = sender.send(message)
    if not isinstance(receipt, Receipt):
        raise broken(what, provider, f"send gave a {type(receipt).__name__}, not a Receipt")
    if not isinstance(receipt.id, str):
        raise broken(what, provider, "send gave a receipt whose id is no text")
    return receipt


def _all(values: object, kind: type[object]) -> bool:
    return isinstance(values, tuple) and all(isinstance(one, kind) for one in values)
