"""Write values as TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def value(item: object) -> str:
    r"""Return a value as TOML, on one line.

    >>> print(value({"name": 'Ana "Ani" Núñez', "with": ["a", 1, True], "at": date(2025, 6, 5)}))
    { name = "Ana \"Ani\" Núñez", with = ["a", 1, true], at = 2025-06-05 }
    """
    if isinstance(item, Mapping):
        return f"{{ {', '.join(f'{key(name)} = {value(inner)}' for name, inner in item.items())} }}" if item else "{}"
    if isinstance(item, (list, tuple)):
        return f"[{', '.join(map(value, item))}]"
    if isinstance(item, (datetime, date)):
        return item.isoformat()
    if isinstance(item, bool):
        return str(item).lower()
    return str(item) if isinstance(item, int) else text(str(item))


def text(item: str) -> str:
    r"""Return text as a TOML string: JSON's escapes are TOML's, and one more character needs one.

    >>> print(text('back\\slash "quoted"\n\x7f'))
    "back\\slash \"quoted\"\n\u007f"
    """
    return json.dumps(item, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name: str) -> str:
    """Return the name of a key or table, in quotes where it needs them.

    >>> key("priya"), key("o.brien")
    ('priya', '"o.brien"')
    """
    return name if _BARE.fullmatch(name) else text(name)
