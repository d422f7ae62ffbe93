"""Read what one organisation, or one user, wants otherwise: rules and values, words, and scenarios that prove them.

A house is a folder, or a mapping with the same names::

    our-house/
    ├── policy.toml             rules and values, closed days, the channels allowed
    ├── words/en.toml           the sentences that are different
    └── scenarios/*.toml        what must come of them

Every part may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path

from attrs import evolve, field, frozen

from followkit._core.errors import InvalidFacts, InvalidHouse, Problem
from followkit._core.freezing import as_dict, as_tuple
from followkit._core.records import Language, Policy
from followkit._interchange.folder import bytes_at
from followkit._interchange.places import nearest, shortened
from followkit._interchange.text import decode, parse

POLICY, WORDS, SCENARIOS = "policy.toml", "words", "scenarios"
MOST_FILES = 200
UNNAMED = "house"

_NAME = re.compile(r"[a-z0-9_.-]{1,64}", re.ASCII)
_READABLE = re.compile(r"[A-Za-z0-9_./-]{1,64}", re.ASCII)
_READ_BY_PEOPLE = re.compile(r"(readme|license|licence|changelog)(\.[a-z]{1,8})?", re.IGNORECASE | re.ASCII)
_KNOWN = (POLICY, f"{WORDS}/en.toml", f"{SCENARIOS}/….toml")


@frozen(kw_only=True)
class House:
    """Hold one organisation's or user's own rules, words and scenarios.

    Args:
        name: what its layer is called where a value is explained.
        policy: its rules and values, or None.
        languages: its words; each changes single sentences of the language it is named after.
        scenarios: file name to text.
        source: where it came from.
    """

    name: str
    policy: Policy | None = None
    languages: tuple[Language, ...] = field(default=(), converter=as_tuple)
    scenarios: Mapping[str, str] = field(factory=dict, converter=as_dict, hash=False, repr=False)
    source: str = ""

    @classmethod
    def read(cls, path: str | PathLike[str]) -> House:
        """Read a house from its folder.

        Args:
            path: the folder; its name is the house's, unless ``policy.toml`` says another.

        Raises:
            InvalidHouse: with every file that has no place in it, leads out of it, is too large or cannot be read.

        >>> House.read("no-such-folder")
        Traceback (most recent call last):
        ...
        followkit._core.errors.InvalidHouse: there is no such folder (look at its name)
        """
        return _sound(*looked_into(path))

    @classmethod
    def of(cls, texts: Mapping[str, str], *, name: str = UNNAMED) -> House:
        """Make a house of texts under the names its files would have.

        Args:
            texts: ``policy.toml``, ``words/<language>.toml``, ``scenarios/<name>.toml``.
            name: the house's, unless ``policy.toml`` says another.

        Raises:
            InvalidHouse: with every text that has no place in it, is too large or cannot be read.

        >>> House.of({"policy.toml": 'values.check-in.at-most = 1'}).policy.name
        'house'
        >>> House.of({"polcy.toml": ""})
        Traceback (most recent call last):
        ...
        followkit._core.errors.InvalidHouse: polcy.toml: has no place in a house (did you mean policy.toml?)
        """
        return _sound(*_made(texts, name, ""))


def house_of(given: House | Mapping[str, str] | str | PathLike[str]) -> House:
    """Return the house that is given as one, as texts, or as the path of its folder.

    Raises:
        InvalidHouse: when it cannot be read.
    """
    if isinstance(given, House):
        return given
    return House.of(given) if isinstance(given, Mapping) else House.read(given)


def looked_into(path: str | PathLike[str]) -> tuple[House, tuple[Problem, ...]]:
    """Return what of a folder can be used, and a problem for each file that cannot."""
    folder = Path(path)
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, file in _files(folder, problems):
        if not _kind(name):
            texts[name] = ""  # it is told about or passed over, and never read
            continue
        try:
            texts[name] = decode(_bytes_inside(folder, file), "toml")
        except InvalidFacts as error:
            problems += _in(name, error.problems)
    if problems and not texts:
        return House(name=UNNAMED, source=str(path)), tuple(problems)
    house, more = _made(texts, _plain(folder.resolve().name), str(path), read=[one.place for one in problems])
    return house, (*problems, *more)


def _sound(house: House, problems: tuple[Problem, ...]) -> House:
    if problems:
        raise InvalidHouse(problems=problems)
    return house


# Texts --------------------------------------------------------------------------------------------------------------


def _made(
    texts: Mapping[str, str], name: str, source: str, read: Iterable[str] = ()
) -> tuple[House, tuple[Problem, ...]]:
    """Return the house of some texts, and what is wrong with others; *read* names files that are there all the same."""
    problems: list[Problem] = []
    policy: Policy | None = None
    languages: list[Language] = []
    scenarios: dict[str, str] = {}
    for file, text in sorted(texts.items()):
        kind = _kind(file)
        if kind is None:
            problems.append(_out_of_place(file))
        elif kind and (tables := _tables(file, text, problems)) is not None:
            if kind == POLICY:
                said = tables.get("name")
                name = said if isinstance(said, str) and _NAME.fullmatch(said) else name
                policy = Policy(name=name, text=text, source=POLICY)
            elif kind == WORDS:
                languages.append(Language(tag=_tag(file), text=text, source=file, overrides=True))
            else:
                scenarios[file] = text
    if not problems and not any(map(_kind, (*texts, *read))):
        hint = f"write {POLICY}, {WORDS}/en.toml or a file under {SCENARIOS}"
        problems.append(_problem("empty-house", "holds nothing of a house", hint))
    house = House(name=name, policy=policy, languages=languages, scenarios=scenarios, source=source)
    return house, tuple(problems)


def _kind(file: str) -> str | None:
    """Return what a file is to a house: one of its parts, nothing of its business (empty), or out of place (None)."""
    folder, _, name = file.rpartition("/")
    if any(part.startswith(".") and part.strip(".") for part in file.split("/")) or _READ_BY_PEOPLE.fullmatch(name):
        return ""
    if file == POLICY:
        return POLICY
    in_place = folder in (WORDS, SCENARIOS) and name.endswith(".toml") and _NAME.fullmatch(name)
    return folder if in_place else None


def _out_of_place(file: str) -> Problem:
    meant = nearest(file, (POLICY, WORDS, SCENARIOS))
    if file.rpartition("/")[0] in (WORDS, SCENARIOS):
        hint = "small letters, digits and . _ - only, and .toml at the end"
    else:
        hint = f"did you mean {meant}?" if meant else f"a house has {', '.join(_KNOWN)}"
    return _problem("unknown-file", "has no place in a house", hint, _shown(file))


def _tables(file: str, text: str, problems: list[Problem]) -> dict[str, object] | None:
    try:
        tables, broken = parse(text, "toml")
    except InvalidFacts as error:
        problems += _in(file, error.problems)
        return None
    problems += _in(file, broken)
    return None if broken else tables


def _tag(file: str) -> str:
    """Return the language a file is named after, its region in capitals (``de-at.toml`` to ``de-AT``)."""
    language, *rest = file.rpartition("/")[2].removesuffix(".toml").split("-")
    return "-".join([language, *(part.upper() if len(part) == 2 else part for part in rest)])


def _in(file: str, problems: Iterable[Problem]) -> list[Problem]:
    return [evolve(one, place=f"{_shown(file)}: {one.place}".removesuffix(": ")) for one in problems]


def _shown(file: str) -> str:
    return file if _READABLE.fullmatch(file) else shortened(file)


def _problem(code: str, message: str, hint: str, place: str = "") -> Problem:
    return Problem(place=place, code=code, message=message, hint=hint)


def _plain(name: str) -> str:
    """Return a folder's name as a house's."""
    return re.sub(r"[^a-z0-9_.-]+", "-", name.lower(), flags=re.ASCII).strip("-.")[:64] or UNNAMED


# Folders ------------------------------------------------------------------------------------------------------------


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Yield every file and odd folder by its name in the house; what is in odd folders is nobody's business."""
    try:
        entries = [(entry.name, entry) for entry in _entries(folder)]
        for part in (WORDS, SCENARIOS):
            if (folder / part).is_dir():
                entries = [one for one in entries if one[0] != part]
                entries += [(f"{part}/{entry.name}", entry) for entry in _entries(folder / part)]
    except FileNotFoundError:
        problems.append(_problem("no-such-folder", "there is no such folder", "look at its name"))
        return
    except (OSError, ValueError):  # a file, a folder we may not enter, or a name no folder can have
        problems.append(_problem("no-folder", "is no folder that can be read", "look at its kind and permissions"))
        return
    if len(entries) > MOST_FILES:
        problems.append(_problem("too-many-files", f"more than {MOST_FILES} files", "is it the right folder?"))
        return
    yield from entries


def _entries(folder: Path) -> list[Path]:
    found = []
    for entry in folder.iterdir():
        found.append(entry)
        if len(found) > MOST_FILES:
            break
    return sorted(found)


def _bytes_inside(folder: Path, file: Path) -> bytes:
    """Return the bytes of a file of the folder; one that a link takes from elsewhere is refused."""
    try:
        inside = file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        inside = False
    if not inside:
        raise InvalidFacts(problems=[_problem("outside-folder", "leads out of the house", "put the file itself there")])
    return bytes_at(file)
