"""Turn templates of one language into words.

A name that is not known is an error that says which, never an empty gap. A value is printed as it is and never read
as a template.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from followkit._core.budgets import plain, within
from followkit._core.errors import WordsError
from followkit._core.freezing import as_tables
from followkit._core.sandbox import SEAM, compiled, needed_and_asked
from followkit._core.vocabulary import Register

GAP = "…"
"""What stands in a sentence where a fact is missing."""

_NEEDLESS_COMMA = re.compile(f",{SEAM}(?=[.,;:!?])")


@frozen(kw_only=True)
class Lexicon:
    """Hold the words of one language: tables of templates, as its file has them.

    Args:
        tag: BCP 47 tag (``en``); empty for a layer that only changes some words.
        tables: note kinds, messages and calendar names by section; read, never changed.
        regions: the countries where the language is written so, besides the tag's own (``en-GB``: ``IE``, ``AU``).
    """

    tag: str
    regions: tuple[str, ...] = ()
    tables: Mapping[str, Any] = field(converter=as_tables, repr=False, hash=False)

    @classmethod
    def parse(cls, text: str, source: str) -> Lexicon:
        """Read the words of a language from TOML.

        Args:
            text: the TOML; its top-level ``tag`` names the language, ``regions`` the countries it is written so in.
            source: where it came from, for the error.

        Raises:
            WordsError: when it is not TOML, its tag is not text, or its regions are no list of texts.

        >>> Lexicon.parse('tag = "en"', "en.toml").tag
        'en'
        """
        try:
            tables = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise WordsError(f"cannot be read as TOML: {error}", place=source) from None
        tag = tables.pop("tag", "")
        if not isinstance(tag, str):
            raise WordsError('the tag must be text, as in tag = "en"', place=source)
        regions = tables.pop("regions", [])
        if not isinstance(regions, list) or not all(isinstance(region, str) for region in regions):
            raise WordsError('the regions must be country codes, as in regions = ["GB", "IE"]', place=source)
        return cls(tag=tag, regions=tuple(regions), tables=tables)

    def changed_by(self, other: Lexicon) -> Lexicon:
        r"""Return these words with every key that *other* has taken from it; a list replaces the whole list.

        >>> ours = Lexicon.parse('tag = "en"\n[letter]\nclosing = "Regards,"\nsalutation = "Dear you,"', "en.toml")
        >>> dict(ours.changed_by(Lexicon.parse('letter.closing = "Yours,"', "house.toml")).tables["letter"])
        {'closing': 'Yours,', 'salutation': 'Dear you,'}
        """
        tables = _merged(self.tables, other.tables)
        return Lexicon(tag=other.tag or self.tag, regions=other.regions or self.regions, tables=tables)


def say(lexicon: Lexicon, section: str, code: str, values: Mapping[str, object]) -> str:
    r"""Return the words for one code of a section.

    Args:
        lexicon: the language.
        section: the table the code stands in (``reasons``, ``questions``).
        code: the key in that table.
        values: the parameters of the code.

    Raises:
        WordsError: when the language has no words for the code, or they need a value that is not given.

    >>> words = Lexicon.parse('[reasons]\ndone = "{{ count }} {{ count|plural(\'note\', \'notes\') }} sent"', "x")
    >>> say(words, "reasons", "done", {"count": 2})
    '2 notes sent'
    """
    table = lexicon.tables.get(section)
    template = table.get(code) if isinstance(table, Mapping) else None
    place = f"{section}.{code}"
    if not isinstance(template, str):
        raise WordsError(f"the language has no words for {place}", place=place)
    return render(lexicon, template, values, place)


def render(
    lexicon: Lexicon, template: str, values: Mapping[str, object], place: str, register: Register = Register.WARM
) -> str:
    """Render one template with plain data.

    Args:
        lexicon: the language, for the names of days and months.
        template: the words, with ``{{ names }}`` where facts go.
        values: text, whole numbers, dates, and lists and tables of them.
        place: where the template stands, for the error (``thank-you.thanks``).
        register: the tone, for ``|familiar``.

    Raises:
        WordsError: when the template is refused, or needs a value that is not given; no value is ever told.

    >>> from datetime import date
    >>> words = Lexicon.parse('calendar = { weekdays = ["Monday"], day = "EEEE" }', "x")
    >>> render(words, "See you on {{ when|day }}.", {"when": date(2025, 6, 2)}, "example")
    'See you on Monday.'
    """
    from jinja2.exceptions import SecurityError, UndefinedError

    ready = compiled(template, place)
    try:
        wanted = {name.partition(".")[0] for name in names_in(template, place)} & values.keys()
        given = {name: plain(values[name]) for name in wanted}
        text = within(ready.generate({**given, "_lexicon": lexicon.tables, "_register": register}))
    except UndefinedError as error:
        names = ", ".join(unknown_in(template, values, place)) or error.message
        raise WordsError(f"not known here: {names}", place=place) from None
    except SecurityError:
        raise WordsError("does what a template may not do", place=place) from None
    except WordsError as error:
        raise WordsError(str(error), place=place) from None
    except Exception as error:
        raise WordsError(f"cannot be rendered ({type(error).__name__})", place=place) from None
    return _NEEDLESS_COMMA.sub("", text).replace(SEAM + ".", "").replace(SEAM, "")


def unknown_in(template: str, values: Mapping[str, object], place: str) -> tuple[str, ...]:
    """Return the names a template needs and *values* lacks, in alphabetical order.

    A name the template asks about with ``is defined`` is not needed.

    >>> unknown_in("{{ me.name }} {{ point }}{% if day is defined %}{{ day|day }}{% endif %}", {"me": {}}, "example")
    ('me.name', 'point')
    """
    needed, _ = needed_and_asked(template, place)
    return tuple(sorted(name for name in needed if not is_known(name, values)))


def names_in(template: str, place: str) -> frozenset[str]:
    """Return all names a template may use, dotted where it looks into a table.

    Raises:
        WordsError: when the template cannot be read.
    """
    needed, asked = needed_and_asked(template, place)
    return needed | asked


def is_known(name: str, values: Mapping[str, object]) -> bool:
    """Tell whether *values* holds a name, which may be dotted.

    >>> is_known("me.phone", {"me": {"name": "Dana Kim"}})
    False
    """
    root, _, key = name.partition(".")
    found = values.get(root)
    return root in values and (not key or (isinstance(found, Mapping) and key in found))


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merged(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged
