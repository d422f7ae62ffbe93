"""Name the plugin whose record fails.

What was asked about is personal, and so may be what a failing plugin said; only the type of its error is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from followkit._core.answers import kind_of, printable
from followkit._core.errors import PluginError
from followkit._core.records import FAILURES
from followkit._plugins.loading import PluginReport


@contextmanager
def blaming(what: str, provider: PluginReport, verb: str, allowed: type[Exception]) -> Iterator[None]:
    """Turn every failure into one that names the record and its plugin, except what a record may refuse with."""
    try:
        yield
    except allowed:
        raise
    except FAILURES as error:
        raise broken(what, provider, f"{verb} failed with {kind_of(error)}") from None


def broken(what: str, provider: PluginReport, problem: str) -> PluginError:
    """Return the error that says what is wrong with what a record gave, and whose it is."""
    message = f"{what} of plugin {provider.name!r}: {printable(problem)}"
    return PluginError(message, plugin=provider.name, distribution=provider.distribution)
