"""Read printed pages back: their HTML with the parser of the standard library, their PDF with pypdf."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import pypdf
from attrs import define, field, frozen

INCH, MM = 72.0, 72 / 25.4
"""In points, of which a PDF counts."""
ALONE = frozenset({"meta", "br", "hr", "img", "input", "link"})
"""The elements that have no end tag."""


@define(kw_only=True)
class Element:
    """Hold one element of a page."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class Page(HTMLParser):
    """Hold the elements of a page of HTML, in order; AssertionError for one that is not well formed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.comments: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, f"{self._open[-1].tag} is never closed"

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), "an attribute is given twice"
        inside = tuple(name for one in self._open for name in (one.tag, *one.classes))
        element = Element(tag=tag, attributes={name: value or "" for name, value in attrs}, inside=inside)
        self.elements.append(element)
        if tag not in ALONE:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open, f"{tag} was never opened"
        assert self._open.pop().tag == tag, f"{tag} ends what it did not begin"

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def handle_comment(self, data):
        self.comments.append(data)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Give what the page is built of, without a word of its text."""
        return [(one.tag, tuple(sorted(one.attributes))) for one in self.elements]

    @property
    def styles(self) -> str:
        return "".join(one.text for one in self.elements if one.tag == "style")

    def one(self, name: str) -> Element:
        """Return the only element of a tag or class."""
        (found,) = (one for one in self.elements if name == one.tag or name in one.classes)
        return found

    def texts(self, name: str) -> list[str]:
        """Return the text of each paragraph in an element of this class, or of that class itself."""
        found = [one for one in self.elements if one.tag in ("p", "li") and name in (*one.inside, *one.classes)]
        return [flat(one.text) for one in found if one.text.strip()]


@frozen(kw_only=True)
class Line:
    """Hold one line of print: where it begins, from the left and the top of the sheet in points, and its size."""

    text: str
    left: float
    base: float
    size: float


@frozen(kw_only=True)
class Sheet:
    """Hold one page of a PDF."""

    width: float
    height: float
    lines: list[Line] = field(factory=list)
    boxes: list[tuple[float, float]] = field(factory=list)

    @property
    def text(self) -> str:
        return flat(" ".join(line.text for line in self.lines))

    def line(self, text: str) -> Line:
        """Return the first line that begins with a text."""
        return next(line for line in self.lines if line.text.startswith(text))


def flat(text: str) -> str:
    return " ".join(text.split())


def sheets(pdf: bytes) -> list[Sheet]:
    """Return the pages of a PDF."""
    return [_sheet(page) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def _sheet(page: pypdf.PageObject) -> Sheet:
    found = Sheet(width=float(page.mediabox.width), height=float(page.mediabox.height))

    def visit(text, of_page, of_text, font, size):
        if text.strip():
            left, up = (of_page[4] + of_page[0] * of_text[4], of_page[5] + of_page[3] * of_text[5])
            told = Line(text=flat(text), left=left, base=found.height - up, size=size * of_page[0])
            found.lines.append(told)

    page.extract_text(visitor_text=visit)
    found.boxes.extend(_boxes(page))
    return found


def _boxes(page: pypdf.PageObject) -> list[tuple[float, float]]:
    """Return width and height of every shape that is drawn, in points; the page is drawn in pixels of CSS."""
    contents = page.get_contents()
    points: list[tuple[float, float]] = []
    found = []
    for operands, operator in contents.operations if contents is not None else []:
        if operator in (b"m", b"l", b"c"):
            pairs = [float(one) for one in operands]
            points += zip(pairs[::2], pairs[1::2], strict=True)
        elif operator == b"re":
            x, y, width, height = map(float, operands)
            points += [(x, y), (x + width, y + height)]
        elif points and operator in (b"f", b"f*", b"S", b"s", b"B", b"B*", b"n"):
            xs, ys = zip(*points, strict=True)
            found.append(((max(xs) - min(xs)) * 0.75, (max(ys) - min(ys)) * 0.75))
            points = []
    return found
