"""``followkit preview``: every note on one page, to read before anybody gets one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from followkit import previews
from followkit._commands import facts_file
from followkit._commands.kits import kit_of
from followkit._commands.terminal import refuse, shown, tell
from followkit._commands.wording import language
from followkit._core.phrasing import say
from followkit.houses import House
from followkit.previews import GENERATOR


def run(options: Namespace) -> int:
    """Write the page of one house, or of the built-in words."""
    house = House.read(options.house) if options.house is not None else None
    words = language(options.language, kit_of(options, house=house))
    path = Path(options.html)
    if path.exists() and GENERATOR.encode() not in path.read_bytes():
        raise refuse("--html", "there is a file already that we did not write", "choose another name")
    asked = {name: getattr(options, name) for name in ("language", "channel", "register")}
    page = previews.page(house, **asked, plugins=options.plugin)
    facts_file.replace({path: page.encode("utf-8", "replace")})
    tell(say(words, "preview", "written", {"file": shown(options.html)}))
    return 0
