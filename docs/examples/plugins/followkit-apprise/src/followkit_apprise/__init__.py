"""Send messages through any service that Apprise knows, each to the one address it is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import apprise
from attrs import Attribute, field, frozen

import followkit as fk
from followkit.errors import DeliveryError

HERE = "{address}"
BEHIND_THE_HOST = re.compile(r"[a-z][a-z0-9]*://[^\s/?#{}]*[/?]([^\s#{}]*[/=@])?\{address\}([/?&][^\s#{}]*)?")
ONE_ADDRESS = re.compile(r"\+?[A-Za-z0-9][A-Za-z0-9@._+-]*")
"""Services take commas, semicolons, spaces and more for the end of an address, escaped or not."""
REQUESTS = {"json", "jsons", "xml", "xmls", "form", "forms"}
"""To these the whole URL is what a gateway of your own is asked, so any place in it will do."""
SENT_ALONG = (":", "+", "-")
"""What their fields, headers and parameters begin with in the query; the rest of it is for Apprise alone."""


def _url(instance: Apprise, attribute: Attribute[Any], url: object) -> None:
    """Refuse a URL that would always reach the same, or one where an address decides which server is asked."""
    if not (isinstance(url, str) and BEHIND_THE_HOST.fullmatch(url)):
        raise ValueError("the URL names {address} once, behind the host, as in json://gateway.example/send/{address}")


def _each(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _names(instance: Apprise, attribute: Attribute[Any], names: tuple[object, ...]) -> None:
    if not names or not all(isinstance(one, str) and one for one in names):
        raise ValueError('carries names channels, as in carries=["text"]')


def _name(instance: Apprise, attribute: Attribute[Any], name: object) -> None:
    if not (isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9-]*", name)):
        raise ValueError("a name has small letters, digits and -")


@frozen(kw_only=True)
class Apprise:
    """Bring one sender.

    Args:
        url: of the service as Apprise writes it, with ``{address}`` where whom it goes to belongs.
        carries: the channels whose messages it takes.
        name: what the sender is called, and the plugin; give each of several one of its own.

    Raises:
        ValueError: for settings that cannot be meant; it never holds the URL, which has your password in it.
    """

    url: str = field(repr=False, validator=_url)
    carries: tuple[str, ...] = field(converter=_each, validator=_names)
    name: str = field(default="apprise", validator=_name)

    @fk.hookimpl
    def followkit_senders(self) -> Iterable[fk.Sender]:
        """Bring the sender."""
        return [fk.Sender(name=self.name, carries=self.carries, send=self.send)]

    def send(self, message: fk.Message) -> fk.Receipt:
        """Hand a message to the service, once.

        Raises:
            DeliveryError: when it goes to more than one address, or to one that could be read as several; when it has
                no words; when Apprise cannot use the URL; and when the service refuses or does not answer.
        """
        there = [*message.recipients, *message.copies]
        if len(there) != 1:
            raise DeliveryError(f"sender {self.name!r} takes a message to one address, and this names {len(there)}")
        if not message.body.strip():
            raise DeliveryError(f"sender {self.name!r} was given a message without words")
        service = self.service(there[0].address)
        told = {"title": message.subject, "body": message.body, "body_format": "text", "overflow": "upstream"}
        if not service.notify(**told):
            raise DeliveryError(f"sender {self.name!r}: the service refused it, or did not answer")
        return fk.Receipt()

    def service(self, address: str) -> apprise.NotifyBase:
        """Return the service, told to reach one address and nobody else.

        Raises:
            DeliveryError: when that cannot be made sure.
        """
        if not ONE_ADDRESS.fullmatch(address):
            hint = "it may hold ASCII letters, digits and @ . _ + - only, as +12125550142 does"
            raise DeliveryError(f"sender {self.name!r} cannot put this address into a URL; {hint}")
        service = apprise.Apprise.instantiate(self.url.replace(HERE, quote(address, safe="")))
        if service is None:
            raise DeliveryError(f"sender {self.name!r}: Apprise cannot use this URL with this address")
        if not _reaches(service, address):
            raise DeliveryError(f"sender {self.name!r}: with this URL the service would not reach this address alone")
        return service


def _reaches(service: apprise.NotifyBase, address: str) -> bool:
    """Tell whether a service goes to one address alone; many fall back to their own where they cannot read it."""
    several = len(service) > service.retry + 1  # it counts what it would try again, and is never let
    if several or getattr(service, "cc", None) or getattr(service, "bcc", None):
        return False
    targets = getattr(service, "targets", None)
    if targets is None:  # it has its own way to keep them, or none at all
        return _plain(address) in map(_plain, _named(service))
    parts = [target if isinstance(target, tuple) else (target,) for target in targets]
    return len(parts) == 1 and _plain(address) in map(_plain, parts[0])


def _named(service: apprise.NotifyBase) -> list[str]:
    """Return where a service says that it goes: the last word of its URL; what has no effect is not in there."""
    told = urlsplit(service.url(privacy=False))
    words = [unquote(word) for word in told.path.strip("/").split("/")]
    if told.scheme not in REQUESTS:
        return words[-1:]
    return words + [value for name, value in parse_qsl(told.query) if name.startswith(SENT_ALONG)]


def _plain(target: object) -> str:
    """Return the letters and digits of an address, in whatever form a service keeps it."""
    return re.sub(r"[^a-z0-9]", "", str(target).lower())
