"""``followkit check``: everything that is wrong with a house, one line each, or that nothing is."""

from __future__ import annotations

from argparse import Namespace
from pathlib import PurePath

from followkit._checking.house import Finding, check
from followkit._commands.kits import kit_of
from followkit._commands.terminal import MOST_PROBLEMS, shown, tell

WORDS = {
    "finding": "{file}:{line}: {what}",
    "of-house": "{house}: {what}",
    "more": "and {count} more",
    "well": "{house}: nothing is wrong; {files}, {scenarios}",
}
COUNTS = {
    "files": ("1 file read", "{count} files read"),
    "scenarios": ("1 scenario came out as told", "{count} scenarios came out as told"),
}


def run(options: Namespace) -> int:
    """Check one house; 1 when anything is wrong with it."""
    kit_of(options)
    verdict = check(options.folder, options.plugin)
    tell(*(_line(finding, options.folder) for finding in verdict.findings[:MOST_PROBLEMS]))
    if verdict.findings:
        rest = len(verdict.findings) - MOST_PROBLEMS
        tell(*([WORDS["more"].format(count=rest)] if rest > 0 else []))
        return 1
    files, scenarios = _count("files", verdict.files), _count("scenarios", verdict.scenarios)
    tell(WORDS["well"].format(house=shown(options.folder), files=files, scenarios=scenarios))
    return 0


def _line(finding: Finding, folder: str) -> str:
    if not finding.file:
        return WORDS["of-house"].format(house=shown(folder), what=shown(finding.what))
    file = shown(str(PurePath(folder) / finding.file))
    return WORDS["finding"].format(file=file, line=finding.line, what=shown(finding.what))


def _count(noun: str, count: int) -> str:
    one, many = COUNTS[noun]
    return one if count == 1 else many.format(count=count)
