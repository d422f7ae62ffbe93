"""Put a note on a sheet of paper: a page of HTML that needs nothing but itself, and the same page as PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NoReturn
from unicodedata import bidirectional

from followkit._builtin.channels.plain_text import as_file, refuse_controls
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, MissingExtra
from followkit._core.facts import Application
from followkit._core.notes import Draft, Message, Note
from followkit._core.records import FAILURES
from followkit._core.vocabulary import Role
from followkit.calendars import country_of

if TYPE_CHECKING:
    from types import ModuleType

    from jinja2 import Template

PAGE = "html"
"""Where a message has its page, in ``extra``."""
PDF = ".pdf"
A4, US_LETTER = "A4", "letter"
ON_US_LETTER = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""The countries whose paper is US Letter: CLDR, supplemental data, ``paperSize``. All others have A4."""
_EXTRA = "pdf"
_ELSEWHERE = frozenset({Role.AGENCY_RECRUITER, Role.REFERENCE})


def sheet_of(application: Application, follow_up: FollowUp) -> str:
    """Return the paper a candidate has at hand: that of their own country, where it is known, else of the employer's.

    Args:
        application: the facts.
        follow_up: its zone tells the country where nobody named one.
    """
    me, employer = application.me, application.employer
    named = (me.country, me.zone and country_of(me.zone), employer.country)
    country = next(filter(None, named), None) or country_of(employer.zone or follow_up.window.zone)
    return US_LETTER if country in ON_US_LETTER else A4


def to_whom(application: Application, id: str, post: Sequence[str]) -> list[str]:
    """Return the lines of an address with the person on top, and below them the employer, unless it is there.

    Args:
        application: the facts that know the people.
        id: whose address it is; somebody of an agency, or who vouches for the candidate, is not at the employer.
        post: the address, line by line.
    """
    person = application.person(id)
    known = {line.casefold() for line in post}
    at = application.employer.name or ""
    if person is None or person.role in _ELSEWHERE or post[0].casefold().startswith(f"{at.casefold()} "):
        at = ""  # Acme is in Acme GmbH
    return [*(one for one in (person.name if person else None, at) if one and one.casefold() not in known), *post]


def page(layout: str, note: Note, *, sheet: str, **words: object) -> str:
    """Return the page of a note: one file of HTML without script, picture or address of another.

    Args:
        layout: the template beside this module.
        note: the words; its language is the page's.
        sheet: the paper, from :func:`sheet_of`.
        words: what the layout prints besides; all is escaped.

    Raises:
        ChannelError: when the words hold a control character.
    """
    written = _template(layout).render(note=note, sheet=sheet, **words)
    refuse_controls(written, channel=layout.partition(".")[0])
    return written


def files(message: Message, text: str, *, pdf: bool) -> Iterable[Draft]:
    """Give the files of a printed channel: the text, and where the message has a page, that page.

    Args:
        message: what to save.
        text: the plain form.
        pdf: whether the page is wanted as PDF, too.

    Raises:
        ChannelError: when the words hold a control character; else as :func:`as_pdf`.
        MissingExtra: as :func:`as_pdf`.
    """
    yield as_file(text, channel=message.channel)
    if PAGE in message.extra:
        refuse_controls(message.extra[PAGE], channel=message.channel)
        yield Draft(suffix=".html", media_type="text/html", content=message.extra[PAGE].encode())
        if pdf:
            yield Draft(suffix=PDF, media_type="application/pdf", content=as_pdf(message))


def as_pdf(message: Message) -> bytes:
    """Return the page of a letter or a card as PDF, ready to print.

    The same message gives the same bytes wherever the fonts and WeasyPrint are the same.

    Args:
        message: from ``kit.compose``; its ``extra["html"]`` is the page.

    Raises:
        ChannelError: when the message has no page, or one that asks for anything outside itself or cannot be drawn.
        MissingExtra: when WeasyPrint, or the Pango it draws with, is not installed.
    """
    if PAGE not in message.extra:
        raise ChannelError(f"a message of channel {message.channel!r} has no page to print", channel=message.channel)
    weasyprint = _weasyprint()

    def refuse(url: str) -> NoReturn:
        raise weasyprint.urls.FatalURLFetchingError

    try:
        printed: bytes = weasyprint.HTML(string=message.extra[PAGE], url_fetcher=refuse).write_pdf(pdf_tags=True)
    except weasyprint.urls.FatalURLFetchingError:
        problem = "the page asks for something outside itself, which is never fetched"
        raise ChannelError(problem, channel=message.channel) from None
    except FAILURES as error:  # a page may be a plugin's; what WeasyPrint says of it may be personal
        problem = f"the page cannot be drawn as PDF ({type(error).__name__}); without the PDF it is saved as .html"
        raise ChannelError(problem, channel=message.channel) from None
    return printed


def _weasyprint() -> ModuleType:
    """Return WeasyPrint, which says on standard output what it misses; we say it in the error."""
    try:
        with redirect_stdout(io.StringIO()):
            import weasyprint
    except ImportError:
        raise MissingExtra("a PDF needs followkit[pdf]: pip install 'followkit[pdf]'", extra=_EXTRA) from None
    except OSError:
        problem = "a PDF needs Pango, which pip cannot install: apt install libpango-1.0-0 libpangoft2-1.0-0, or"
        raise MissingExtra(f"{problem} brew install pango; the .html prints without it", extra=_EXTRA) from None
    module: ModuleType = weasyprint
    return module


@cache
def _template(layout: str) -> Template:
    """Return a layout; whatever it prints is escaped, since words and facts may hold any character."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    printing = Environment(
        loader=FunctionLoader(_text_of),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    printing.filters["runs"] = _runs
    return printing.get_template(layout)


def _text_of(layout: str) -> str:
    return resources.files(__package__).joinpath(layout).read_text(encoding="utf-8")


def _runs(text: str) -> str:
    """Return which way a text runs, by its first letter, as ``dir="auto"`` would, which WeasyPrint does not know."""
    strong = next((way for way in map(bidirectional, text) if way in {"L", "R", "AL"}), "L")
    return "ltr" if strong == "L" else "rtl"
