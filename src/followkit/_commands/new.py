"""``followkit new``: a commented facts file to fill in, with what an invite knew filled in already."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from string import Template
from typing import Any

from attrs import evolve

from followkit import interchange
from followkit._commands import facts_file, skeleton, toml_text
from followkit._commands.kits import again, kit_of
from followkit._commands.terminal import refuse, shown, tell
from followkit._commands.wording import language, question, reason, told
from followkit._core.checking import plain_id
from followkit._core.errors import InvalidFacts
from followkit._core.facts import Application, Candidate, Interview, Person
from followkit._core.phrasing import Lexicon
from followkit._interchange.folder import bytes_at, read_beside
from followkit._interchange.invites import read_any
from followkit._interchange.plain import told_record
from followkit.adapters.icalendar import Invite

ME_FILES = ("me.toml", "../me.toml")
UNANSWERED = "needs action"
WHO = "which-attendee-is-you"


def run(options: Namespace) -> int:
    """Write a new facts file; never over another."""
    path = Path(options.file)
    if path.suffix != ".toml" or plain_id(path.stem):
        raise refuse("", "is no name for a facts file", "letters, digits and . _ - only, ending in .toml")
    if path.exists() or path.is_symlink():
        raise _exists()
    me_file, me = _me(path.parent)
    invite = _invite(options.invite, me) if options.invite else None
    words = language(options.language, kit_of(options), Application(id="new", me=me))
    data = _text(path, me_file, invite, words).encode()
    facts_file.loaded(data, path)  # what we write can be read, or nothing is written
    try:
        facts_file.create(path, data)
    except FileExistsError:
        raise _exists() from None
    if invite is not None:
        tell(_found(invite, words))
    file = shown(options.file)
    tell(told(words, "new-written", file=file, command=f"followkit plan {file}{again(options)}"))
    return 0


def _exists() -> InvalidFacts:
    return refuse("", "exists already, and is left as it is", "choose another name")


def _me(folder: Path) -> tuple[str | None, Candidate]:
    """Return the file about the candidate in the folder or one up, where there is one, and what it says."""
    for name in ME_FILES:
        if (folder / name).is_file():
            text = f"me = {toml_text.text(name)}"
            return name, interchange.loads(text, id="new", read=lambda named: read_beside(folder, named)).me
    return None, Candidate()


def _invite(name: str, me: Candidate) -> Invite:
    path = Path(name)
    try:
        return read_any(bytes_at(path), name=path.stem, me=me)
    except InvalidFacts as error:
        problems = [
            evolve(problem, place=f"--invite {shown(name)} {problem.place}".strip()) for problem in error.problems
        ]
        raise InvalidFacts(problems=problems) from None


def _found(invite: Invite, words: Lexicon) -> str:
    interviews = told(words, "new-interviews", count=len(invite.interviews))
    people = told(words, "new-people", count=len(invite.people))
    return told(words, "new-found", facts=[interviews, people], count=len(invite.questions))


# The text -----------------------------------------------------------------------------------------------------------


def _text(path: Path, me_file: str | None, invite: Invite | None, words: Lexicon) -> str:
    me = Template(skeleton.ME_FILE).substitute(me_file=me_file) if me_file else skeleton.ME
    head = Template(skeleton.HEAD).substitute(file=path.name, me=me)
    tail = Template(skeleton.TAIL).substitute(file=path.name, person=_somebody(invite))
    middle = "\n".join(["", *_from_invite(invite, words)]) if invite else skeleton.INTERVIEW + skeleton.PERSON
    return head + middle + tail


def _somebody(invite: Invite | None) -> str:
    """Return the id of somebody to thank, for the example at the end."""
    interviews = invite.interviews if invite else ()
    return next((part.person for interview in interviews for part in interview.interviewers), "priya")


def _from_invite(invite: Invite, words: Lexicon) -> Iterator[str]:
    facts = Application(id="new", people=invite.people)
    asked = {each.place: question(each, facts, words) for each in invite.questions}
    who = next((asked.pop(each.place) for each in invite.questions if each.code == WHO), None)
    for interview in invite.interviews:
        place = f"interviews.{interview.id}"
        yield from _questions(asked, place)
        yield f"[interviews.{toml_text.key(interview.id)}]"
        yield from _interview(interview, is_me_unknown=who is not None)
        yield ""
    taking_part = {part.person for interview in invite.interviews for part in interview.interviewers}
    for person in invite.people:
        yield from _questions(asked, f"people.{person.id}")
        yield f"[people.{toml_text.key(person.id)}]"
        yield from _person(person, talked=person.id in taking_part)
        yield ""
    yield from (_asked(text) for text in asked.values())
    for each in invite.left_out:
        yield f"# {told(words, 'new-left-out', reason=reason(each, facts, words))}"


def _asked(question: str) -> str:
    return f"# ? {question}"


def _questions(asked: dict[str, str], table: str) -> list[str]:
    """Take the questions that one table answers, as comments above it."""
    places = [place for place in asked if place.startswith(f"{table}.")]
    return [_asked(asked.pop(place)) for place in places]


def _interview(interview: Interview, *, is_me_unknown: bool) -> Iterator[str]:
    table: dict[str, Any] = told_record(interview)
    del table["id"]
    for name, value in table.items():
        if name == "with":
            mark = "# " if is_me_unknown else ""
            yield from [skeleton.WHO_ARE_YOU] if is_me_unknown else []
            yield from (f"{mark}{line}" for line in ("with = [", *map(_part, value), "]"))
        else:
            yield f"{name} = {toml_text.value(_moment(value) if name in ('start', 'end') else value)}"


def _part(part: dict[str, Any]) -> str:
    """Return a line for one interviewer; that somebody has not answered yet is not worth reading."""
    told = {name: value for name, value in part.items() if (name, value) != ("response", UNANSWERED)}
    return f"    {toml_text.value(told['person'] if told.keys() == {'person'} else told)},"


def _moment(text: str) -> datetime | date:
    return date.fromisoformat(text) if len(text) == len("2025-06-05") else datetime.fromisoformat(text)


def _person(person: Person, *, talked: bool) -> Iterator[str]:
    if person.name:
        yield f"name = {toml_text.text(person.name)}"
    for channel, address in person.addresses.items():
        yield f"{toml_text.key(channel)} = {toml_text.text(address)}"
    if "email" not in person.addresses:
        yield skeleton.EMAIL
    yield skeleton.ROLE
    if talked:
        yield skeleton.TALKED_ABOUT
