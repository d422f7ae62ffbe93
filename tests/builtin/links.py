"""Read a link and the page it stands on as strictly as can be, with nothing of what wrote them."""

from __future__ import annotations

from html.parser import HTMLParser

UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
BETWEEN = frozenset("@,")
"""What else may stand as it is: within an address, and between two (RFC 6068 section 2)."""


def read_link(link: str) -> tuple[str, dict[str, str]]:
    """Return what a link opens, and its fields; one that is there twice is an error, and so is a stray mark."""
    opens, _, query = link.partition("?")
    fields: dict[str, str] = {}
    if opens.startswith("mailto:"):
        opens, fields["to"] = "mailto:", decoded(opens.removeprefix("mailto:"))
    for pair in query.split("&") if query else []:
        name, equals, text = pair.partition("=")
        assert equals
        assert name not in fields
        fields[name] = decoded(text)
    return opens, fields


def decoded(text: str) -> str:
    """Decode octet by octet; what is neither plain nor encoded might be read another way."""
    octets, rest = bytearray(), iter(text)
    for mark in rest:
        if mark == "%":
            octets.append(int(next(rest) + next(rest), 16))
        else:
            assert mark in UNRESERVED | BETWEEN, mark
            octets += mark.encode("ascii")
    return octets.decode()


VOID = frozenset({"br", "img", "link", "meta"})
"""Elements that have no end."""


class Page(HTMLParser):
    """Hold what a browser would find on a page; an element left open is an error."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = [""]
        self.feed(page.decode())
        self.close()
        assert self._open == [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts[self._open[-1]] = self.texts.get(self._open[-1], "") + data

    @property
    def links(self) -> list[str | None]:
        return [value for name, value in self.attributes if name in {"href", "src", "action", "srcset", "data"}]
