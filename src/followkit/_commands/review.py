"""``followkit review``: everything that drafts should not go out with, one line each, or that nothing is wrong."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from followkit._commands import facts_file, moment
from followkit._commands.draft_folder import file_name
from followkit._commands.draft_text import DraftText, drafts_at
from followkit._commands.kits import kit_of
from followkit._commands.terminal import MOST_PROBLEMS, refuse, shown, tell
from followkit._commands.wording import language, told
from followkit._core import reviewing
from followkit._core.decisions import FollowUp
from followkit._core.errors import FollowkitError, WordsError
from followkit._core.facts import Application
from followkit._core.findings import Finding, Severity
from followkit._core.notes import Note
from followkit._core.phrasing import Lexicon
from followkit._core.reading import SPOKEN
from followkit.kit import Kit

MOST_OTHERS = 200
_RECORDS = "followkit record"


@frozen(kw_only=True)
class Desk:
    """Hold what the drafts of one application are reviewed with."""

    kit: Kit
    application: Application = field(repr=False)
    follow_ups: dict[str, FollowUp]
    others: tuple[str, ...] = field(repr=False)
    words: Lexicon = field(repr=False)


def run(options: Namespace) -> int:
    """Review drafts; 1 when one of them should not go out as it is."""
    drafts = drafts_at(options.paths)
    if not drafts:
        raise refuse(options.paths[0], "there are no drafts in it", "make some: followkit write acme.toml --out drafts")
    kit = kit_of(options)
    severities: list[Severity] = []
    for facts, group in _by_facts(drafts, options.facts).items():
        desk = _desk(facts, kit, options)
        found = list(_reviewed(group, desk))
        tell(*(line for lines, _ in found for line in lines))
        severities += [severity for _, inner in found for severity in inner]
        tell(_verdict(len(group), [severity for _, inner in found for severity in inner], desk.words))
    return 1 if set(severities) - {Severity.HINT} else 0


# Whose drafts they are ------------------------------------------------------------------------------------------------


def _by_facts(drafts: Iterable[DraftText], given: str | None) -> dict[str, list[DraftText]]:
    """Return the drafts by the facts file they belong to: that given, else the one their folder was made from."""
    found: dict[str, list[DraftText]] = {}
    for draft in drafts:
        found.setdefault(given or _facts_of(draft), []).append(draft)
    return found


def _facts_of(draft: DraftText) -> str:
    """Return the facts file of a draft: named after its application, beside the folder, in it, or where we are."""
    if draft.application is not None and Path(draft.application).name == draft.application:
        home = draft.path.parent
        for folder in (home.resolve().parent, home, Path()):
            file = folder / f"{draft.application}.toml"
            if file.is_file():
                return str(file)
    raise refuse(str(draft.path), "whose facts it belongs to is not known", "name the file: --facts acme.toml")


def _desk(file: str, kit: Kit, options: Namespace) -> Desk:
    application = facts_file.load(file).application
    plan = kit.plan(application, now=moment.now(options.now, application))
    return Desk(
        kit=kit,
        application=application,
        follow_ups={one.handle: one for one in (*plan.follow_ups, *plan.ahead)},
        others=tuple(_others(Path(file), application)),
        words=language(options.language, kit, application),
    )


def _others(file: Path, application: Application) -> Iterator[str]:
    """Yield the other employers whose facts files lie beside this one; a file that cannot be read names none."""
    for other in sorted(file.resolve().parent.glob("*.toml"))[:MOST_OTHERS]:
        try:
            name = facts_file.load(str(other)).application.employer.name
        except (FollowkitError, OSError):
            continue
        if name and name != application.employer.name:
            yield name


# What is wrong with them ----------------------------------------------------------------------------------------------


def _reviewed(drafts: Sequence[DraftText], desk: Desk) -> Iterator[tuple[list[str], list[Severity]]]:
    """Yield, draft by draft, its lines and how much they weigh; two files of the same words are one draft."""
    seen: set[tuple[str, str]] = set()
    beside: list[Note] = []
    for draft in drafts:
        follow_up = _follow_up(draft, desk)
        if follow_up is None:
            yield [told(desk.words, "review-unplanned", file=shown(str(draft.path)))], []
        elif (follow_up.handle, draft.text.strip()) not in seen:
            seen.add((follow_up.handle, draft.text.strip()))
            yield _one(draft, follow_up, beside, desk)


def _follow_up(draft: DraftText, desk: Desk) -> FollowUp | None:
    """Return what a draft is for: as its folder remembers, else as its name says."""
    if draft.handle in desk.follow_ups:
        return desk.follow_ups[draft.handle]
    name = draft.path.stem.partition(".not-before-")[0]
    return next((one for handle, one in desk.follow_ups.items() if file_name(handle) == name), None)


def _one(draft: DraftText, follow_up: FollowUp, beside: list[Note], desk: Desk) -> tuple[list[str], list[Severity]]:
    others = [note for note in beside if note.handle != follow_up.handle]
    draft = evolve(draft, body=_said(draft.body)) if follow_up.channel_class == SPOKEN else draft
    try:
        note = desk.kit.note_from(draft.text, follow_up, desk.application)
        findings = desk.kit.review_text(
            draft.text,
            follow_up,
            desk.application,
            others,
            others=desk.others,
            copies=draft.copies,
            attachments=draft.attachments,
        )
    except WordsError as error:
        what = {"file": shown(str(draft.path)), "line": draft.body_line, "what": str(error), "cure": ""}
        return [_line(Severity.ERROR, desk.words, **what)], [Severity.ERROR]
    beside.append(note)
    lines = [_told(finding, draft, note, desk) for finding in findings]
    rest = len(lines) - MOST_PROBLEMS
    more = [told(desk.words, "review-more", file=shown(str(draft.path)), count=rest)] if rest > 0 else []
    return [*lines[:MOST_PROBLEMS], *more], [finding.severity for finding in findings]


def _said(script: str) -> str:
    """Return what is said of a script, line by line: what is to be recorded afterwards is said to nobody."""
    return "\n".join("" if _RECORDS in line else line for line in script.splitlines())


def _told(finding: Finding, draft: DraftText, note: Note, desk: Desk) -> str:
    what, cure = reviewing.told(finding, desk.words, desk.application)
    return _line(
        finding.severity,
        desk.words,
        file=str(draft.path),
        line=draft.line_of(finding, note),
        what=what,
        cure=cure,
    )


def _line(severity: Severity, words: Lexicon, **values: object) -> str:
    return shown(told(words, "review-line", severity=told(words, f"review-{severity}"), **values).strip())


def _verdict(drafts: int, severities: Sequence[Severity], words: Lexicon) -> str:
    counts = {f"{severity}s": severities.count(severity) for severity in Severity}
    return told(words, "review-verdict", drafts=drafts, **counts)
