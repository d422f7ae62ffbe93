"""Hold the sandbox templates run in, and the few filters they have.

Templates see plain data and nothing else: they call nothing and reach no attribute of an object, because every escape
published so far went through one of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from followkit._core.budgets import parsed
from followkit._core.dates import written
from followkit._core.errors import WordsError
from followkit._core.vocabulary import Register

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.runtime import Context

SEAM = "\0"
"""Marks a value that ends in a stop or a comma until the words after it are known; no fact may hold it."""

_STOPS = (".", "!", "?", "…", "\u3002", "\uff01", "\uff1f", "\u061f")
_CLOSING_MARKS = "\"'”’)]»"
_LOOP = frozenset({"first", "last", "index"})


@lru_cache(maxsize=4096)
def needed_and_asked(template: str, place: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names a template cannot do without, and those it asks about with ``is defined``.

    Raises:
        WordsError: when it cannot be read, does what a template may not do, or names a filter we do not have.
    """
    from jinja2 import TemplateError, meta, nodes

    try:
        tree = parsed(_environment(), template)
        roots = meta.find_undeclared_variables(tree)
    except (TemplateError, RecursionError, WordsError) as error:
        raise _refused(error, place) from None

    def dotted(within: nodes.Node) -> set[str]:
        inside = [(at.node, at.attr) for at in within.find_all(nodes.Getattr)]
        names = {f"{node.name}.{key}" for node, key in inside if isinstance(node, nodes.Name) and node.name in roots}
        whole = {name.name for name in within.find_all(nodes.Name) if name.name in roots}
        return names | (whole - {name.partition(".")[0] for name in names})

    asked = {name for test in tree.find_all(nodes.Test) if test.name == "defined" for name in dotted(test)}
    return frozenset(dotted(tree) - asked), frozenset(asked)


@lru_cache(maxsize=4096)
def compiled(template: str, place: str) -> Template:
    """Return the template ready to render.

    Raises:
        WordsError: when it cannot be read, does what a template may not do, or names a filter we do not have.
    """
    from jinja2 import TemplateError

    try:
        return _environment().from_string(parsed(_environment(), template))
    except (TemplateError, RecursionError, SyntaxError, WordsError) as error:
        raise _refused(error, place) from None


def _refused(error: Exception, place: str) -> WordsError:
    if isinstance(error, WordsError):
        return WordsError(str(error), place=place)
    return WordsError(f"cannot be read as a template: {error}", place=place)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Return the one sandbox; it keeps compiled templates and nothing that changes a result."""
    from jinja2 import StrictUndefined
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from jinja2.tests import test_defined

    class Sandbox(ImmutableSandboxedEnvironment):
        """Take away what the known escapes went through: attributes of objects, and calls."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, Mapping) and attribute in obj:
                return obj[attribute]
            if isinstance(obj, LoopContext) and attribute in _LOOP:
                return getattr(obj, attribute)
            return self.undefined(hint=f"there is no {attribute!r} here")

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
                return obj[argument]
            if isinstance(obj, (list, tuple)) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
                return obj[argument]
            return self.undefined(hint="there is no such entry")

        def is_safe_callable(self, obj: Any) -> bool:
            return False

    sandbox = Sandbox(autoescape=False, undefined=StrictUndefined, finalize=_printed, optimized=False)
    sandbox.globals.clear()
    sandbox.filters = _filters()
    sandbox.tests = {"defined": test_defined}
    return sandbox


_WRITTEN_WITH: Mapping[str, str] = {
    "date": ", so write it as {{ name|day }} or {{ name|date }}",
    "datetime": ", so write it as {{ name|when }} or {{ name|clock }}",
    "list": ", so write it as {{ name|and_list }}",
}
"""What makes text of a value that is none."""


def _printed(value: object) -> str:
    """Return a value as text, marked where its last stop or comma may meet one of the sentence around it."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        str(value)  # an unknown name says so itself
        cure = _WRITTEN_WITH.get(type(value).__name__, "")
        raise WordsError(f"prints a {type(value).__name__}; only text and whole numbers are printed{cure}")
    text = str(value)
    return text + SEAM if text.rstrip(_CLOSING_MARKS).endswith((*_STOPS, ",")) else text


# Filters ------------------------------------------------------------------------------------------------------------


def _filters() -> dict[str, Callable[..., Any]]:
    from jinja2 import pass_context

    filters: dict[str, Callable[..., Any]] = {
        pattern: pass_context(_by_pattern(pattern)) for pattern in ("day", "date", "amid", "dated", "when", "clock")
    }
    return (
        filters
        | {"and_list": pass_context(_and_list), "span": pass_context(_span), "plural": _plural}
        | {"familiar": pass_context(_familiar), "greeted": pass_context(_greeted)}
    )


def _by_pattern(pattern: str) -> Callable[[Context, Any], str]:
    """Make the filter that writes a date or datetime by a pattern of the language."""

    def by_pattern(context: Context, value: Any) -> str:
        if isinstance(value, str):
            return value  # it is words already, such as the gap in a question
        if not isinstance(value, date):
            raise WordsError(f"writes a {type(value).__name__} as a date")
        known = _calendar(context)
        key = "date" if pattern == "amid" and "amid" not in known else pattern  # few close a date with a comma
        return written(value, _calendar(context, key)[key], known)

    return by_pattern


def _and_list(context: Context, items: Sequence[str]) -> str:
    *rest, last = items
    return f"{', '.join(rest)} {_calendar(context, 'and')['and']} {last}" if rest else last


def _plural(count: int, one: str, many: str) -> str:
    return one if abs(count) == 1 else many


def _familiar(context: Context, text: str, among_friends: str) -> str:
    """Return other words for people who are on first-name terms (``{{ "Sie haben"|familiar("du hast") }}``)."""
    return among_friends if context["_register"] is Register.FAMILIAR else text


def _greeted(context: Context, called: str) -> str:
    """Greet by the first word of how somebody is addressed ("Frau Dr. Meier"), else by what a language says to all."""
    greetings: Mapping[str, str] = context["_lexicon"].get("greetings", {})
    first, _, rest = called.partition(" ")
    known = greetings.get(first) if rest else None
    return f"{known} {rest}" if known else f"{greetings.get('otherwise', '')} {called}".strip()


def _span(context: Context, text: str) -> str:
    """Put a span as policies write it (``2 business days``) into the language; an unknown unit stays as it is."""
    amount, _, unit = text.partition(" ")
    one_and_many = _calendar(context).get("units", {}).get(unit.removesuffix("s"))
    return f"{amount} {_plural(int(amount), *one_and_many)}" if one_and_many else text


def _calendar(context: Context, *keys: str) -> Mapping[str, Any]:
    tables: Mapping[str, Any] = context["_lexicon"]
    calendar: Mapping[str, Any] = tables.get("calendar", {})
    for key in keys:
        if key not in calendar:
            raise WordsError(f"the language has no calendar.{key}")
    return calendar
