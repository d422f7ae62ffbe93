"""A house is a folder or a mapping; what has no place in one is told, and nothing outside it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

import followkit as fk
from followkit.errors import InvalidHouse
from followkit.houses import House, house_of

POLICY = "values.check-in.at-most = 1\n"
WORDS = 'letter.closing = "Kind regards,"\n'
SCENARIO = '[[scenario]]\nname = "One"\nvalues = { check-in.at-most = 1 }\n'
TEXTS = {"policy.toml": POLICY, "words/en.toml": WORDS, "words/de-at.toml": "", "scenarios/asks-once.toml": SCENARIO}


def folder(home: Path, texts: dict[str, str] = TEXTS, name: str = "Our house!") -> Path:
    for file, text in texts.items():
        path = home / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (home / name).mkdir(exist_ok=True)
    return home / name


def problems(given: dict[str, str] | Path) -> dict[str, str]:
    with pytest.raises(InvalidHouse) as caught:
        house_of(given)
    return {problem.place: problem.code for problem in caught.value.problems}


def test_a_folder_and_a_mapping_with_the_same_texts_are_the_same_house(tmp_path):
    read, made = House.read(folder(tmp_path)), House.of(TEXTS, name="our-house")

    assert (read.name, read.policy, read.languages, read.scenarios) == (
        made.name,
        made.policy,
        made.languages,
        made.scenarios,
    )


def test_a_house_has_a_policy_words_and_scenarios():
    house = House.of(TEXTS, name="ours")

    assert house.policy is not None
    assert (house.policy.name, house.policy.text, house.policy.source) == ("ours", POLICY, "policy.toml")
    assert [(language.tag, language.overrides) for language in house.languages] == [("de-AT", True), ("en", True)]
    assert house.scenarios == {"scenarios/asks-once.toml": SCENARIO}


def test_a_policy_may_name_its_house():
    assert House.of({"policy.toml": 'name = "acme-staffing"'}, name="x").name == "acme-staffing"
    assert House.of({"policy.toml": "name = 3"}, name="x").name == "x"


def test_every_part_may_be_left_out():
    for file, text in TEXTS.items():
        house = House.of({file: text})
        assert (house.policy is None, not house.scenarios) == (file != "policy.toml", "scenarios" not in file)


def test_what_people_and_tools_keep_there_is_nobodys_business(tmp_path):
    home = folder(
        tmp_path, {**TEXTS, "README.md": "ours", ".git/config": "x", "words/.en.toml.swp": "\0", "LICENSE": "x"}
    )

    assert House.read(home) == House.read(home)
    assert House.of({"README.md": "ours", **TEXTS}).scenarios == {"scenarios/asks-once.toml": SCENARIO}


def test_a_house_is_given_as_one_as_texts_or_as_a_path(tmp_path):
    home = folder(tmp_path)
    house = House.read(home)

    assert house_of(house) is house
    assert house_of(home) == house_of(str(home)) == house
    assert house_of(TEXTS) == House.of(TEXTS)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("polcy.toml", "did you mean policy.toml?"),
        ("word/en.toml", "a house has policy.toml, words/en.toml, scenarios/….toml"),
        ("notes.txt", "a house has policy.toml, words/en.toml, scenarios/….toml"),
        ("words/EN.toml", "small letters, digits and . _ - only, and .toml at the end"),
        ("scenarios/asks once.toml", "small letters, digits and . _ - only, and .toml at the end"),
        ("scenarios/deep/er.toml", "a house has policy.toml, words/en.toml, scenarios/….toml"),
        ("../policy.toml", "did you mean policy.toml?"),
    ],
)
def test_what_has_no_place_is_told_with_what_has(name, hint):
    with pytest.raises(InvalidHouse) as caught:
        House.of({**TEXTS, name: ""})
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("unknown-file", hint)


def test_all_files_are_looked_at_before_anything_is_told():
    assert problems(
        {"policy.toml": "= 1", "words/en.toml": "x = nan", "polcy.toml": "", "scenarios/a.toml": "a = [1"}
    ) == {
        "policy.toml": "unreadable",
        "polcy.toml": "unknown-file",
        "scenarios/a.toml": "unreadable",
        "words/en.toml: x": "not-a-number",
    }


# What comes from strangers ------------------------------------------------------------------------------------------


def test_an_empty_house_is_none(tmp_path):
    assert problems({}) == {"": "empty-house"}
    assert problems(folder(tmp_path, {})) == {"": "empty-house"}
    assert problems(folder(tmp_path, {"README.md": "soon"})) == {"": "empty-house"}


def test_a_path_that_is_no_folder_is_none(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")

    assert problems(tmp_path / "no-such") == {"": "no-such-folder"}
    assert problems(tmp_path / "file") == {"": "no-folder"}
    assert problems(tmp_path / "a\0b") == {"": "no-folder"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe\x00", "not-utf-8"),
        (b"a = 1\n" * 20_000, "too-large"),
        (b"a = " + b"[" * 30 + b"]" * 30, "too-deep"),
        (b"a = " + b"[" * 20_000, "too-deep"),
        (b"a." * 400 + b"b = 1", "too-deep"),
        (b"\0", "unreadable"),
        (b"a = 1\na = 2", "unreadable"),
    ],
)
@pytest.mark.parametrize("file", ["policy.toml", "words/en.toml", "scenarios/a.toml"])
def test_hostile_files_are_refused(file, data, code, tmp_path):
    home = folder(tmp_path)
    (home / file).write_bytes(data)

    assert problems(home) == {file: code}


def test_a_link_that_leaves_the_house_is_not_followed(tmp_path):
    (tmp_path / "secret.toml").write_text('name = "secret"', encoding="utf-8")
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "en.toml").write_text(WORDS, encoding="utf-8")
    home = folder(tmp_path, {"scenarios/a.toml": SCENARIO})
    (home / "policy.toml").symlink_to(tmp_path / "secret.toml")
    (home / "words").symlink_to(tmp_path / "others")
    (home / "scenarios" / "loop.toml").symlink_to(home / "scenarios" / "loop.toml")
    (home / "scenarios" / "b.toml").symlink_to(home / "scenarios" / "a.toml")  # stays inside

    assert problems(home) == {
        "policy.toml": "outside-folder",
        "words/en.toml": "outside-folder",
        "scenarios/loop.toml": "outside-folder",
    }


def test_a_flood_of_files_is_refused(tmp_path):
    assert problems(folder(tmp_path, {f"scenarios/{n}.toml": "" for n in range(201)})) == {"": "too-many-files"}


def test_an_odd_name_disturbs_no_terminal():
    with pytest.raises(InvalidHouse) as caught:
        House.of({**TEXTS, "\x1b[2J": "", "x" * 5000: ""})

    assert all(len(str(problem)) < 200 and str(problem).isprintable() for problem in caught.value.problems)


# In a kit -----------------------------------------------------------------------------------------------------------


def test_a_kit_takes_a_house_its_texts_or_its_folder(tmp_path):
    home = folder(tmp_path, {"policy.toml": POLICY, "words/en.toml": WORDS}, name="ours")
    texts = {"policy.toml": 'name = "ours"\n' + POLICY, "words/en.toml": WORDS}

    for house in (home, str(home), House.read(home), texts):
        kit = fk.Kit(house=house)
        assert kit.rulebook("us").explain("check-in.at-most").startswith("check-in.at-most = 1, set by ours; us had 2")
        assert kit.lexicon("en").tables["letter"]["closing"] == "Kind regards,"


def test_a_kit_refuses_a_house_that_cannot_be_read():
    with pytest.raises(InvalidHouse):
        fk.Kit(house={"polcy.toml": POLICY})


def test_a_kit_that_is_changed_keeps_its_house():
    kit = fk.Kit(house={"policy.toml": POLICY}).changed({"check-in.after-promised-date": "3 business days"})

    assert kit.rulebook("us").explain("check-in.at-most").startswith("check-in.at-most = 1, set by house")
    assert kit.rulebook("us").explain("check-in.after-promised-date").startswith("check-in.after-promised-date = 3")
