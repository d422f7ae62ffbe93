"""``followkit check`` says everything that is wrong with a house, one line each, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.session import Answer, followkit

POLICY = """\
closed = [2025-06-16]

[values]
check-in.at-most = 1
"""
WORDS = 'letter.closing = "Kind regards,"\n'
SCENARIO = """\
[facts]
company = "Acme"
position = "Backend Engineer"
country = "US"
decision_by = 2025-06-13
me = { name = "Dana Kim" }
interviews.panel = { start = 2025-06-05T14:00:00, minutes = 60, zone = "America/New_York", with = ["priya"] }
people.priya = { name = "Priya Raman", email = "priya@acme.example", talked_about = ["the nightly cron"] }

[[scenario]]
name = "We ask once, and our own Monday off is no working day"
now = 2025-06-05T15:05:00
absent = ["check-in/2"]
says = { "thank-you/priya" = "Kind regards," }
[scenario.expect]
"check-in/1" = "Wed 2025-06-18 10:00"
"""
TEXTS = {"policy.toml": POLICY, "words/en.toml": WORDS, "scenarios/once.toml": SCENARIO}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(texts: dict[str, str | bytes]) -> Answer:
    for file, text in {"README.md": "ours", **texts}.items():
        path = Path("house") / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return followkit("check", "house")


def test_a_house_that_is_well_is_one_line():
    answer = check({**TEXTS})

    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == ["house: nothing is wrong; 3 files read, 1 scenario came out as told"]


@pytest.mark.parametrize("file", TEXTS)
def test_a_house_may_have_one_part_only(file):
    alone = {
        **TEXTS,
        "scenarios/once.toml": SCENARIO.replace("Wed 2025-06-18", "Tue 2025-06-17").partition("absent")[0],
    }
    text = alone[file] + ("due = []\n" if file.startswith("scenarios") else "")

    assert check({file: text}).code == 0


def test_everything_that_is_wrong_is_told_at_once_with_file_line_and_cure():
    answer = check(
        {
            "policy.toml": POLICY + '\n[rules.check-in-again]\nafer = "round-end"\nwhen = [\n  "opn",\n]\n',
            "words/en.toml": WORDS + '\n[thank-you]\nthankss = ["x"]\nthanks = [\n  "ok",\n  "{{ compny }}",\n]\n',
            "words/xx.toml": WORDS,
            "scenarios/once.toml": SCENARIO.replace("company", "compny").replace("Wed 2025", "Tue 2025"),
            "scenarios/torn.toml": "[[scenario]]\nname = 'x\n",
            "polcy.toml": POLICY,
        }
    )

    assert answer.code == 1
    assert answer.lines == [
        "house/polcy.toml:1: has no place in a house (did you mean policy.toml?)",
        "house/policy.toml:7: rules.check-in-again.afer: no key is called 'afer' (did you mean 'after'?)",
        "house/policy.toml:8: rules.check-in-again.when: no condition is called 'opn' (did you mean 'open'?)",
        "house/scenarios/once.toml:2: facts.compny: there is no such key here (did you mean company?)",
        "house/scenarios/once.toml:16: scenario[0].expect.'check-in/1'.at: 2025-06-18 is no Tue (it is a Wed)",
        "house/scenarios/torn.toml:2: this is not TOML: its last line cannot be read (look for a missing quote or "
        "comma)",
        "house/words/en.toml:4: thank-you.thankss: no part is called 'thankss' (did you mean 'thanks'?)",
        "house/words/en.toml:7: thank-you.thanks[1]: no fact is called 'compny' (did you mean 'company'?)",
        "house/words/xx.toml:1: no language is called 'xx' (one of: de, en)",
    ]


def test_a_wrong_value_is_told_where_it_is_set_not_where_it_is_used():
    answer = check({"policy.toml": POLICY + 'check-in.after-promised-date = "soon"\ncheck-in.no-date.screen = "5"\n'})

    assert answer.code == 1
    assert {line.partition(": ")[0] for line in answer.lines} == {"house/policy.toml:5", "house/policy.toml:6"}


def test_a_wrong_number_is_told_where_it_is_set_wherever_it_is_read():
    answer = check({"policy.toml": POLICY.replace("at-most = 1", 'at-most = "two"')})

    assert answer.code == 1
    assert {line.partition(": ")[0] for line in answer.lines} == {"house/policy.toml:4"}
    assert any("rules.closing-note.when" in line for line in answer.lines)


def test_what_is_wrong_in_a_rule_is_told_at_the_rule_whatever_its_value():
    value = 'check-in.after-promised-date = "3 business days"\n'
    answer = check({"policy.toml": f'{POLICY}{value}[rules.check-in-after-date]\ntarget = "soon"\n'})

    assert answer.lines[0].startswith("house/policy.toml:7: rules.check-in-after-date.target: 'soon' is no span")


def test_what_a_scenario_shows_is_told_at_what_it_expects():
    wrong = SCENARIO.replace("Wed 2025-06-18", "Tue 2025-06-17").replace("Kind", "Unkind")
    answer = check({**TEXTS, "scenarios/once.toml": wrong})

    assert answer.code == 1
    assert [line.partition("off is no working day: ")[::2] for line in answer.lines] == [
        (
            "house/scenarios/once.toml:14: We ask once, and our own Monday ",
            "says: thank-you/priya: text 1 of 1 is not in it",
        ),
        (
            "house/scenarios/once.toml:16: We ask once, and our own Monday ",
            answer.lines[1].partition("working day: ")[2],
        ),
    ]
    assert "check-in/1: expected Tue 2025-06-17 10:00, planned Wed 2025-06-18 10:00, because " in answer.lines[1]


def test_a_rule_of_ones_own_may_have_words_and_a_variant_of_its_own():
    rule = '[rules.thank-you-of-ours]\nlike = "thank-you"\nrank = 9\nvariant = "brief"\nbecause = "we are brief"\n'
    words = 'thank-you.variants.brief.paragraphs = [["thanks", "key_point"]]\n'
    scenario = SCENARIO.replace('{ "thank-you/priya" = "Kind regards," }', '{ "thank-you/priya" = "the nightly cron" }')

    answer = check({"policy.toml": f"{POLICY}\n{rule}", "words/en.toml": words, "scenarios/once.toml": scenario})

    assert answer.lines == ["house: nothing is wrong; 3 files read, 1 scenario came out as told"]


def test_a_value_that_changes_nothing_is_told_with_the_one_that_was_meant():
    answer = check({"policy.toml": "[values]\ncheck-in.at-most = 1\ncheck-in.at-mots = 1\n"})

    assert answer.code == 1
    assert answer.lines == [
        "house/policy.toml:3: values.check-in.at-mots: no value is called 'check-in.at-mots' "
        "(did you mean 'check-in.at-most'?)"
    ]


def test_a_value_that_only_a_rule_of_ones_own_names_is_no_mistake():
    rule = '[rules.thank-you]\ntarget = { value = "ours.thanks" }\n'

    answer = check({"policy.toml": f'[values]\nours.thanks = "3 hours"\n\n{rule}'})

    assert answer.lines == ["house: nothing is wrong; 1 file read, 0 scenarios came out as told"]


def test_a_mistake_in_a_rule_is_told_where_it_stands_and_not_in_every_rule_like_it():
    answer = check({"policy.toml": '[rules.thank-you]\ntarget = "2 fortnights"\nwhen = ["round-helt"]\n'})

    assert [line.partition(": ")[0] for line in answer.lines] == ["house/policy.toml:2", "house/policy.toml:3"]


# What comes from strangers ------------------------------------------------------------------------------------------


def test_what_is_no_folder_is_an_error_of_what_was_asked(folder):
    Path("file").write_text("x", encoding="utf-8")

    assert followkit("check", "no-such").err == "followkit: no-such: there is no such folder (look at its name)\n"
    assert followkit("check", "file").code == 2


def test_an_empty_folder_is_no_house():
    answer = check({})

    assert (answer.code, answer.err) == (1, "")
    assert (
        answer.out == "house: holds nothing of a house (write policy.toml, words/en.toml or a file under scenarios)\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00\x01",
        b"\x00" * 1000,
        b"x" * 70_000,
        b"a = " + b"[" * 10_000,
        b"a." * 100 + b"b = 1",
        b"a = 1\na = 2",
        b"rules = 3\nvalues = []\nlimits = 'x'",
        b"[rules]\ncheck-in-again = 3",
        b"name = 3",
        b"thank-you = 3\nletter = []",
        b"[thank-you]\nvariants = { short = 3 }\nparagraphs = 3",
        b"scenario = [3]",
        b"facts = 3\nscenario = [{ name = 3, facts = 3, events = 3, expect = 3, now = 3 }]",
        b"closed = ['x']\nweekend = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']",
    ],
)
@pytest.mark.parametrize("file", TEXTS)
def test_hostile_files_are_told_and_nothing_breaks(file, data):
    answer = check({file: data})

    assert (answer.code, answer.err) == (1, "")
    assert all(line.startswith(f"house/{file}:") for line in answer.lines)
    assert all(len(line) < 500 for line in answer.lines)


def test_links_that_leave_the_house_are_told(folder):
    (folder / "secret.toml").write_text('name = "Zyzzyva"', encoding="utf-8")
    (folder / "house").mkdir()
    (folder / "house" / "policy.toml").symlink_to(folder / "secret.toml")
    answer = check({})

    assert answer.code == 1
    assert answer.out == "house/policy.toml:1: leads out of the house (put the file itself there)\n"


def test_nothing_personal_is_shown():
    secret = SCENARIO.replace("Priya", "Zyzzyva").replace("priya@", "zyzzyva@").replace("the nightly cron", "zyzzyva")
    wrong = secret.replace("Wed 2025-06-18", "Tue 2025-06-17").replace("Kind regards,", "Dear Zyzzyva")
    broken = secret.replace('zone = "America/New_York"', 'zone = "Zyzzyva"').replace('name = "Dana', 'nam = "Zyzzyva')

    for text in (wrong, broken.replace('"Zyzzyva"', "3")):
        answer = check({**TEXTS, "scenarios/once.toml": text})
        assert answer.code == 1
        assert "zyzzyva" not in answer.out.lower()


def test_a_flood_of_problems_is_cut():
    answer = check({"policy.toml": "\n".join(f"x{number} = 1" for number in range(200))})

    assert len(answer.lines) == 51
    assert answer.lines[-1] == "and 150 more"
