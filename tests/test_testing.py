"""Scenarios: what they say is compared, what is wrong with them is told, and nothing personal is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import followkit as fk
from followkit.errors import InvalidScenario
from followkit.testing import assert_scenarios, read_scenarios, run_scenarios

KIT = fk.Kit()
FACTS = """\
[facts]
company = "Acme"
position = "Backend Engineer"
country = "US"
decision_by = 2025-06-13
me = { name = "Dana Kim", email = "dana@example.org" }
interviews.panel = { start = 2025-06-05T14:00:00, minutes = 60, zone = "America/New_York", with = ["priya"] }
people.priya = { name = "Priya Raman", email = "priya@acme.example", talked_about = ["the nightly cron"] }
events = [{ kind = "sent", at = 2025-06-05T17:00:00, follow_up = "thank-you/priya" }]

"""
NOON = "now = 2025-06-10T12:00:00\n"  # Tuesday; nothing is due before Tue 17


def told(scenario: str, facts: str = FACTS) -> str:
    return f'{facts}[[scenario]]\nname = "One"\n{scenario}'


def differences(scenario: str, facts: str = FACTS) -> tuple[str, ...]:
    (outcome,) = run_scenarios({"one.toml": told(scenario, facts)}, KIT)
    assert outcome.passed == (outcome.differences == ())
    return outcome.differences


def problems(text: str) -> dict[str, str]:
    """Return place to code of everything wrong with a file."""
    with pytest.raises(InvalidScenario) as caught:
        read_scenarios(text, "one.toml")
    return {problem.place: problem.code for problem in caught.value.problems}


# What comes out -----------------------------------------------------------------------------------------------------


def test_a_scenario_that_comes_out_says_nothing():
    assert differences(NOON + 'expect = { "check-in/1" = "Tue 2025-06-17 10:00" }') == ()


TRUE = [
    'expect = { "check-in/1" = "2025-06-17 10:00" }',
    'expect = { "check-in/1" = "Tue 2025-06-17" }',
    'expect = { "check-in/1" = 2025-06-17T10:00:00 }',
    'expect = { "check-in/1" = { to = "priya", about = [], channel = "email", rule = "check-in-after-date" } }',
    'expect = { "check-in/1" = { state = "waiting", contact = "status", note = "check-in", optional = false } }',
    'expect = { "check-in/1" = { variant = false, adds = [], needs = [] } }',
    'expect = { "check-in/1" = { because = "promised-date-embargo" }, "check-in/2" = { assumes = "silence-after" } }',
    'expect = { "check-in/1" = {}, "check-in/2" = {}, "closing-note/1" = { optional = true } }\nonly = true',
    'expect = { "check-in/1" = { expires = "Wed 2025-08-13 00:00" } }',  # 60 days after the end of Fri 13 June
    'expect = { "check-in/1" = { when = "Tue 2025-06-17 10:00", urgent = false } }',
    'used = { check-in = "0 of 2" }',
    "due = []",
    'absent = ["thank-you", "check-in/3"]',
    'refused = { "thank-you/priya" = "already-sent", thank-you-again = ["already-sent"] }',
    'because = "promised-date-embargo"',
    "asks = []",
    'assumes = ["held-assumed"]',
    "stops_on = 2025-08-06\nghosted = false\nclosed = false",
    'values = { "check-in.no-date.screen" = "5 business days", check-in.at-most = 2 }',
    'layers = ["international", "us"]',
    'says = { "check-in/1" = ["Backend Engineer", "Dana Kim"] }',
    'set = { check-in.at-most = 1 }\nvalues = { check-in.at-most = 1 }\nabsent = "check-in/2"',
    'facts = { country = "GB" }\nlayers = ["international", "gb"]',
    'without = ["decision_by", "people.priya.email"]\nabsent = ["check-in"]',
    'facts = { me = { language = "en" } }\nexpect = { "check-in/1" = "Tue 2025-06-17 10:00" }',  # key by key
]


@pytest.mark.parametrize("scenario", TRUE)
def test_what_is_so_passes(scenario):
    assert differences(NOON + scenario) == ()


@pytest.mark.parametrize(
    ("scenario", "difference"),
    [
        (
            'expect = { "check-in/1" = "Wed 2025-06-18 10:00" }',
            "check-in/1: expected Wed 2025-06-18 10:00, planned Tue 2025-06-17 10:00, because You were told",
        ),
        ('expect = { "check-in/1" = "Wed 2025-06-18" }', "check-in/1: expected Wed 2025-06-18, planned Tue 2025-06-17"),
        ('expect = { "check-in/1" = "2025-06-17 10:01" }', "check-in/1: expected Tue 2025-06-17 10:01, planned"),
        ('expect = { "check-in/9" = "Wed 2025-06-18" }', "check-in/9: expected Wed 2025-06-18, not planned"),
        ('expect = { "thank-you/priya" = {} }', "thank-you/priya: expected, not planned, because You sent this on"),
        ('expect = { "check-in/1" = { to = "sam" } }', "check-in/1: to expected sam, is priya"),
        ('expect = { "check-in/1" = { about = "priya" } }', "check-in/1: about expected priya, is nothing"),
        ('expect = { "check-in/1" = { optional = true } }', "check-in/1: optional expected yes, is no"),
        ('expect = { "check-in/1" = { variant = "short" } }', "check-in/1: variant expected short, is nothing"),
        ('expect = { "check-in/1" = { state = "due" } }', "check-in/1: state expected due, is waiting"),
        ('expect = { "check-in/1" = { because = "cooldown" } }', "check-in/1: because: expected cooldown, given: "),
        ('expect = { "check-in/1" = { because = [] } }', "check-in/1: because: expected nothing, given: "),
        ('expect = { "check-in/1" = { expires = "2025-08-12" } }', "check-in/1: expires expected Tue 2025-08-12, is "),
        (
            'expect = { "check-in/1" = {}, "closing-note/1" = {} }\nonly = true',
            "check-in/2: expected nothing, planned Wed",
        ),
        ('due = ["check-in/1"]', "due: expected check-in/1, due is nothing"),
        ('absent = "check-in-after-date"', "absent: check-in/1 is planned, for Tue 2025-06-17 10:00"),
        ('refused = { check-in-after-date = "cooldown" }', "refused: check-in-after-date expected no, is planned"),
        (
            'refused = { "thank-you/priya" = "expired" }',
            "refused: thank-you/priya: expected expired, given: already-sent",
        ),
        ('refused = { chek-in = "expired" }', "refused: chek-in is no rule, slot or follow-up here (did you"),
        ('because = "cooldown"', "because: expected cooldown, is promised-date-embargo"),
        ('asks = ["zone"]', "asks: expected zone, given: nothing"),
        ("assumes = []", "assumes: expected nothing, given: held-assumed"),
        ("stops_on = 2025-08-07", "stops_on: expected 2025-08-07, is 2025-08-06"),
        ("stops_on = false", "stops_on: expected no, is 2025-08-06"),
        ('used = { check-in = "1 of 2" }', "used: check-in expected 1 of 2, is 0 of 2"),
        ('used = { chek-in = "1 of 2" }', "used: there is no limit on chek-in (did you mean check-in?)"),
        ('expect = { "check-in/1" = { when = "2025-06-18" } }', "check-in/1: when expected Wed 2025-06-18, is Tue"),
        ("ghosted = true", "ghosted: expected yes, is no"),
        ('closed = "rejected"', "closed: expected rejected, is nothing"),
        ("values = { check-in.at-most = 3 }", "values: check-in.at-most expected 3, is 2, set by us"),
        ("values = { check-in.at-mots = 2 }", "values: there is no check-in.at-mots (did you mean check-in.at-most?)"),
        ('layers = ["us"]', "layers: expected us, are international, us"),
        ('says = { "check-in/1" = ["Backend Engineer", "Sincerely"] }', "says: check-in/1: text 2 of 2 is not in it"),
        ('says = { "check-in/9" = "Dear" }', "says: check-in/9 is not planned"),
        (
            'without = "position"\nsays = { "check-in/1" = "Dear" }',
            "says: check-in/1 cannot be written, it asks: position",
        ),
        ('error = "end-before-start"', "error: expected end-before-start, and nothing is wrong"),
    ],
)
def test_what_is_otherwise_is_told_in_plain_words(scenario, difference):
    found = differences(NOON + scenario)

    assert len(found) == 1
    assert found[0].startswith(difference)


def test_every_difference_is_told_and_belongs_to_its_scenario():
    text = told(NOON + "ghosted = true\nstops_on = 2025-08-07") + f'\n[[scenario]]\nname = "Two"\n{NOON}due = []'
    with pytest.raises(AssertionError) as caught:
        assert_scenarios({"one.toml": text}, KIT)

    assert str(caught.value).splitlines() == [
        "",
        "one.toml: One",
        "  stops_on: expected 2025-08-07, is 2025-08-06",
        "  ghosted: expected yes, is no",
    ]


def test_an_expected_error_is_one_of_facts_or_of_values():
    assert differences('facts = { interviews.panel.end = 2025-06-05T13:00:00 }\nerror = "end-before-start"') == ()
    assert differences('facts = { country = "Germany" }\nerror = "end-before-start"') == (
        "error: expected end-before-start, is unknown-country",
    )
    assert differences('set = { check-in.at-mots = 1 }\nerror = "unknown-value"') == ()
    (told_error,) = differences(f"{NOON}set = {{ check-in.at-mots = 1 }}\ndue = []")
    assert told_error.startswith("it cannot be planned: set: no value is called 'check-in.at-mots'")


def test_times_without_an_offset_are_on_the_clock_of_the_employer():
    # 18:30 in London is 13:30 in New York: an hour and a half after noon there, not before it
    facts = FACTS.replace('"America/New_York"', '"America/New_York", status = "complete"')
    (outcome,) = run_scenarios({"one.toml": told(NOON + "due = []", facts)}, KIT)
    (sent,) = outcome.scenario.application.events
    assert outcome.scenario.now is not None
    assert (outcome.scenario.now.isoformat(), sent.at.isoformat()) == (
        "2025-06-10T12:00:00-04:00",
        "2025-06-05T17:00:00-04:00",
    )


def test_events_keep_to_the_clock_the_facts_name():
    mine = FACTS.replace('"dana@example.org"', '"dana@example.org", zone = "Europe/London"')
    (outcome,) = run_scenarios({"one.toml": told(NOON + "due = []", mine)}, KIT)
    (sent,) = outcome.scenario.application.events
    assert sent.at.isoformat() == "2025-06-05T17:00:00+01:00"


def test_an_event_may_name_a_clock_of_its_own():
    more = 'events = [{ kind = "replied", at = 2025-06-09T10:00:00, zone = "Europe/London", by = "priya" }]\ndue = []'
    (outcome,) = run_scenarios({"one.toml": told(NOON + more)}, KIT)

    assert [event.at.isoformat()[-6:] for event in outcome.scenario.application.events] == ["-04:00", "+01:00"]


def test_what_a_scenario_adds_it_does_not_leave_to_the_next():
    more = 'events = [{ kind = "rejected", at = 2025-06-09T10:00:00 }]\nclosed = "rejected"\n'
    text = told(NOON + more) + f'\n[[scenario]]\nname = "Two"\n{NOON}closed = false'
    assert [outcome.passed for outcome in run_scenarios({"one.toml": text}, KIT)] == [True, True]


def test_scenarios_come_from_a_file_a_folder_or_texts(tmp_path: Path):
    (tmp_path / "a.toml").write_text(told(NOON + "due = []"), encoding="utf-8")
    (tmp_path / "b.toml").write_text(told(NOON + "ghosted = true"), encoding="utf-8")
    (tmp_path / "README.md").write_text("ours", encoding="utf-8")

    assert [outcome.passed for outcome in run_scenarios(tmp_path, KIT)] == [True, False]
    assert [outcome.passed for outcome in run_scenarios(str(tmp_path / "a.toml"), KIT)] == [True]


# What is wrong with a file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"scenario": "missing"}),
        ("[[scenario]]\n", {"scenario[0].name": "missing", "scenario[0].expect": "missing"}),
        ("scenarios = []", {"scenarios": "unknown-key"}),
        ("scenario = 3", {"scenario": "wrong-type"}),
        ("facts = []\n" + told("", ""), {"facts": "wrong-type", "scenario[0].expect": "missing"}),
        ("= no toml", {"": "unreadable"}),
        (told(NOON), {"scenario[0].expect": "missing"}),
        (told("due = []"), {"scenario[0].now": "missing"}),
        (told(NOON + "due = 3"), {"scenario[0].due": "wrong-type"}),
        (told(NOON + "due = [3]"), {"scenario[0].due[0]": "wrong-type"}),
        (told(NOON + "only = 1"), {"scenario[0].only": "wrong-type"}),
        (told(NOON + "refused = { check-in = 3 }"), {"scenario[0].refused.check-in": "wrong-type"}),
        (told(NOON + 'expect = "check-in/1"'), {"scenario[0].expect": "wrong-type"}),
        (told(NOON + 'expect = { check-in = "soon" }'), {"scenario[0].expect.check-in.at": "no-clock"}),
        (told(NOON + 'expect = { check-in = "2025-06-17 10:60" }'), {"scenario[0].expect.check-in.at": "no-clock"}),
        (told(NOON + 'expect = { check-in = "2025-06-31" }'), {"scenario[0].expect.check-in.at": "no-such-date"}),
        (told(NOON + 'expect = { check-in = "Mon 2025-06-17" }'), {"scenario[0].expect.check-in.at": "wrong-weekday"}),
        (told(NOON + 'expect = { check-in = { two = "priya" } }'), {"scenario[0].expect.check-in.two": "unknown-key"}),
        (
            told(NOON + 'expect = { check-in = { state = "ripe" } }'),
            {"scenario[0].expect.check-in.state": "unknown-value"},
        ),
        (told(NOON + 'facts.compny = "A"\ndue = []'), {"scenario[0].facts.compny": "unknown-key"}),
        (told(NOON + "due = []", FACTS.replace("company", "compny")), {"facts.compny": "unknown-key"}),
        (told(NOON + 'events = [{ kind = "fired" }]\ndue = []'), {"scenario[0].events[0].kind": "unknown-kind"}),
        (told(NOON + "due = []", FACTS.replace('"sent"', '"fired"')), {"facts.events[0].kind": "unknown-kind"}),
        (told(NOON + 'without = "decision"\ndue = []'), {"scenario[0].without": "unknown-key"}),
        (told(NOON + 'without = "company.name"\ndue = []'), {"scenario[0].without": "unknown-key"}),
        (told(NOON + "due = []", '[facts]\ncompany = "Acme"\n'), {"scenario[0].now": "local-time-without-zone"}),
        (told(NOON + "due = []", '[facts]\nme = "me.toml"\n'), {"facts.me": "reference-in-scenario"}),
        (told(NOON + 'facts = {}\napplications = [{ id = "a" }]\ndue = []'), {"scenario[0].facts": "given-twice"}),
        (
            told(NOON + 'applications = [{ id = "a", compny = 1 }]\ndue = []'),
            {"scenario[0].applications[0].compny": "unknown-key"},
        ),
        (
            told(NOON + "due = []") + f'\n[[scenario]]\nname = "One"\n{NOON}due = []',
            {"scenario[1].name": "duplicate-name"},
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(text, expected):
    assert problems(text) == expected


def test_what_all_scenarios_share_is_told_once():
    text = told(NOON + "due = []", FACTS.replace("company", "compny"))
    text += f'\n[[scenario]]\nname = "Two"\n{NOON}due = []'
    with pytest.raises(InvalidScenario) as caught:
        read_scenarios(text, "one.toml")

    assert [str(problem) for problem in caught.value.problems] == [
        "facts.compny: there is no such key here (did you mean company?)"
    ]


def test_all_files_are_read_before_anything_is_told(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(told(NOON), encoding="utf-8")
    with pytest.raises(InvalidScenario) as caught:
        run_scenarios(tmp_path, KIT)

    assert [problem.place for problem in caught.value.problems] == [
        "a.toml: scenario[0].expect",
        "b.toml: scenario[0].expect",
    ]


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe", b"a = 1\n" * 20_000, b"x = " + b"[" * 10_000, b"a." * 100 + b"b = 1", b"\0", b"scenario = [[[]]]"],
    ids=["no text", "too large", "too deep", "a long key", "control", "lists"],
)
def test_hostile_files_are_refused_and_not_shown(data, tmp_path: Path):
    (tmp_path / "odd.toml").write_bytes(data)
    with pytest.raises(InvalidScenario) as caught:
        run_scenarios(tmp_path, KIT)

    assert all(problem.place.startswith("odd.toml") for problem in caught.value.problems)


def test_a_path_without_scenarios_is_refused(tmp_path: Path):
    for path in (tmp_path, tmp_path / "no-such.toml"):
        with pytest.raises(InvalidScenario):
            run_scenarios(path, KIT)


def test_nothing_personal_is_shown():
    secret = (
        FACTS.replace("Priya Raman", "Zyzzyva Raman").replace("priya@", "zyzzyva@").replace("Dana Kim", "Zyzzyva Kim")
    )
    said = NOON + 'expect = { "check-in/1" = "2025-01-01", "thank-you/priya" = {} }\nsays = { "check-in/1" = "x!" }\n'
    (outcome,) = run_scenarios({"one.toml": told(said + "asks = ['x']\nrefused = { check-in = 'x' }", secret)}, KIT)
    seen = f"{outcome!r} {outcome.scenario!r} {outcome.differences}"

    assert "Zyzzyva" in str(outcome.scenario.application.me.name)
    assert not re.search("zyzzyva", seen, re.IGNORECASE)


def test_what_other_applications_sent_uses_up_what_is_shared():
    asked = '{ kind = "sent", at = 2025-06-16T10:00:00, to = "hiring", contact = "status" }'
    alone, shared = (
        NOON + f'{more}expect = {{ "check-in/1" = "Tue 2025-06-17 10:00" }}' for more in ("", "contacts = []\n")
    )
    crowded = (
        NOON.replace("10T12", "16T12") + f'contacts = [{asked}]\nexpect = {{ "check-in/1" = "Tue 2025-06-24 10:00" }}'
    )

    assert (differences(alone), differences(shared), differences(crowded)) == ((), (), ())
    assert problems(told(NOON + 'due = []\ncontacts = [{ kind = "fired" }]')) == {
        "scenario[0].contacts[0].kind": "unknown-kind"
    }
    assert problems(told(NOON + 'due = []\ncontacts = [{ kind = "rejected", at = 2025-06-16T10:00:00 }]')) == {
        "scenario[0].contacts[0].kind": "not-a-contact"
    }


def test_values_and_layers_need_no_moment():
    assert differences('values = { check-in.at-most = 2 }\nlayers = ["international", "us"]') == ()
    assert differences("values = { check-in.at-most = 3 }") == ("values: check-in.at-most expected 3, is 2, set by us",)


def test_words_that_cannot_be_written_are_a_difference():
    endless = "x" * 20_001
    kit = fk.Kit(house={"words/en.toml": f'check-in.ask = "{endless}"\ncheck-in.classes.written.ask = "{endless}"'})
    (outcome,) = run_scenarios({"one.toml": told(NOON + 'says = { "check-in/1" = "Dear" }')}, kit)

    assert outcome.differences == ("says: check-in/1 cannot be written: is a template of more than 20000 characters",)


# Several applications -----------------------------------------------------------------------------------------------

TWO = (
    FACTS.replace('company = "Acme"\n', "")
    + """
[[scenario]]
name = "One"
applications = [
    { id = "acme", company = "Acme", events = [{ kind = "offered", at = 2025-06-10T10:00:00 }] },
    { id = "beta", company = "Beta" },
]
now = 2025-06-10T12:00:00
"""
)


@pytest.mark.parametrize(
    "scenario",
    [
        'expect = { "beta: competing-offer/1" = "Tue 2025-06-10 10:30", "acme: offer/1" = { state = "due" } }',
        'refused = { "acme: check-in" = "offered" }\nabsent = ["acme: check-in"]',
        'values = { "acme: check-in.at-most" = 2 }\nused = { "beta: check-in" = "0 of 2" }',
        'says = { "beta: competing-offer/1" = "Backend Engineer" }',
    ],
)
def test_what_is_said_of_several_applications_is_said_of_each(scenario):
    (outcome,) = run_scenarios({"two.toml": TWO + scenario}, KIT)

    assert outcome.differences == ()
    assert (len(outcome.plans), outcome.plan) == (2, None)


def test_what_is_due_in_several_applications_has_the_order_of_the_queue():
    (outcome,) = run_scenarios({"two.toml": TWO + "due = []"}, KIT)
    (difference,) = outcome.differences
    due = difference.partition("due is ")[2].split(", ")
    assert {"acme: offer/1", "beta: competing-offer/1"} <= set(due)

    for order, passes in ((due, True), (due[::-1], False)):
        (outcome,) = run_scenarios({"two.toml": f"{TWO}due = {order}"}, KIT)
        assert outcome.passed is passes


def test_a_difference_names_the_application():
    text = TWO + 'expect = { "beta: competing-offer/1" = { to = "sam" } }\nabsent = ["acme: offer"]'
    (outcome,) = run_scenarios({"two.toml": text}, KIT)

    assert [line.partition(" is ")[0] for line in outcome.differences] == [
        "acme: absent: offer/1",
        "beta: competing-offer/1: to expected sam,",
    ]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ('expect = { "check-in/1" = "2025-06-17" }', {"scenario[0].expect.'check-in/1'": "unknown-id"}),
        ('due = ["gamma: check-in/1"]', {"scenario[0].due.'gamma: check-in/1'": "unknown-id"}),
        ('due = []\nbecause = "offered"', {"scenario[0].because": "of-one-application"}),
        ("due = []\ncontacts = []", {"scenario[0].contacts": "given-twice"}),
        ("due = []\nevents = []", {"scenario[0].events": "given-twice"}),
    ],
)
def test_what_is_said_of_no_application_is_refused(scenario, expected):
    assert problems(TWO + scenario) == expected


def test_two_applications_with_one_id_are_refused_when_they_are_planned():
    text = TWO.replace('id = "beta"', 'id = "acme"')
    (outcome,) = run_scenarios({"two.toml": text + "due = []"}, KIT)

    assert outcome.differences[0].startswith("it cannot be planned: ")
