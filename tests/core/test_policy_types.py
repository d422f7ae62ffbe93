"""A policy that is wrong is told so when a kit is built: everything at once, each with its place and what is wanted."""

from __future__ import annotations

from typing import Any

import pytest

import followkit as fk

RULE = """
slot = "thank-you"
contact = "courtesy"
note = "thank-you"
to = "each-interviewer"
after = "round-end"
target = "2 hours"
channels = ["email"]
"""


def kit(text: str, set: dict[str, Any] | None = None) -> fk.Kit:
    return fk.Kit(add=[fk.Policy(name="house", text=f'extends = "us"\n{text}', source="house.toml")], set=set)


def problems(text: str = "", set: dict[str, Any] | None = None) -> dict[str, str]:
    """Return the place of each problem, and what is said of it."""
    with pytest.raises(fk.errors.InvalidPolicy) as caught:
        kit(text, set)
    return {problem.place: str(problem) for problem in caught.value.problems}


# Types --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(
            (key, "5")
            for key in ("like", "slot", "contact", "note", "variant", "adds", "adds_if_missed", "to", "after")
        ),
        *((key, "5") for key in ("earliest", "target", "late_after", "expires", "stagger", "hour", "when", "channels")),
        *((key, "5") for key in ("combine", "lifts", "needs", "result", "question", "because", "sources")),
        *((key, '"yes"') for key in ("again", "optional", "enabled", "rank")),
        *((key, '"me"') for key in ("adds", "channels", "lifts", "needs", "sources", "when")),
        ("rank", "true"),
        ("channels", "[5]"),
        ("channels", "{ add = 5 }"),
        ("when", "[5]"),
        ("when", "[{ any = 5 }]"),
        ("when", '[{ any = ["open"] }]'),
        ("when", '[{ panel-at-most = { value = ["x"] } }]'),
        ("target", '{ name = "x" }'),
        ("target", "{ value = 5 }"),
    ],
)
def test_a_key_of_a_rule_that_holds_something_else_is_told_by_its_place(key, value):
    found = problems(f"[rules.thank-you]\n{key} = {value}")

    assert "wants " in found[f"rules.thank-you.{key}"]
    assert len(found) == 1, "one slip is told once"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("values = 3", "values"),
        ("limits = 3", "limits"),
        ("rules = 3", "rules"),
        ("rules.thank-you = 3", "rules.thank-you"),
        ("limits.per-silence = 3", "limits.per-silence"),
        ('limits.per-silence.check-in = "two"', "limits.per-silence.check-in"),
        ("limits.status-contacts = 3", "limits.status-contacts"),
        ("limits.check-ins = 3", "limits.check-ins"),
        ('hours.written = "9-5"', "hours.written"),
        ("hours.written.mon = 9", "hours.written.mon"),
        ('hours.written.someday = "09:00-17:00"', "hours.written"),
        ('hours.written.mon = "9-5"', "hours.written.mon"),
        ("slots.check-in = 3", "slots.check-in"),
        ("slots.check-in.hour = 10", "slots.check-in.hour"),
        ('slots.check-in.hour = "ten"', "rules.check-in-after-date.hour"),
        ('rules.thank-you.hour = "10:00Z"', "rules.thank-you.hour"),
        ('slots.chek-in.hour = "10:00"', "slots.chek-in"),
        ("limits.per-silence.chek-in = 1", "limits.per-silence.chek-in"),
        ("audiences.owner = 3", "audiences.owner"),
        ("promises.soon = 3", "promises.soon"),
        ('weekend = "sun"', "weekend"),
        ('weekend = ["sunday"]', "weekend"),
        ('closed = ["2025-12-24"]', "closed"),
        ("closed = [2025-12-24T00:00:00]", "closed"),
    ],
)
def test_a_section_that_holds_something_else_is_told_by_its_place(text, place):
    assert place in problems(text)


def test_a_policy_below_that_is_no_name_is_told_alone():
    with pytest.raises(fk.errors.InvalidPolicy) as caught:
        fk.Kit(add=[fk.Policy(name="house", text="extends = 3\n[rules.thank-you]\nrank = 1")])
    assert [str(problem) for problem in caught.value.problems] == ["extends: wants text"]


def test_everything_that_is_wrong_is_told_at_once():
    found = problems(
        'rule = 3\n[rules.thank-you]\nrank = "x"\ntarget = "soon"\nafter = "roundend"\nwhen = ["opne"]\n'
        "[limits]\nper-silence.check-in = -1",
        set={"chek-in.at-most": 1},
    )

    assert {
        *(
            "house.toml: rule",
            "rules.thank-you.rank",
            "rules.thank-you.target",
            "rules.thank-you.after",
            "rules.thank-you.when",
        ),
        *("limits.per-silence.check-in", "set"),
    } <= set(found)


# Values -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["25%", "soon", 5, None, ["2 hours"], 2.5])
def test_a_value_set_by_hand_that_is_no_span_is_told_where_it_is_used(value):
    assert "set: rules.thank-you.target" in problems(set={"thank-you.target": value})


@pytest.mark.parametrize("value", [-1, "two", 1.5, True, None])
def test_a_limit_set_by_hand_is_a_number_and_never_negative(value):
    assert "from 0 up" in problems(set={"check-in.at-most": value})["set: limits.per-silence.check-in"]


def test_no_check_in_at_all_is_a_limit():
    assert kit("", set={"check-in.at-most": 0}).rulebook("house").limits.per_silence["check-in"] == 0


def test_a_value_and_one_of_its_cases_can_be_set_together():
    book = kit("", set={"check-in.no-date": "6 business days", "check-in.no-date.final": "9 business days"})

    assert "9 business days" in book.rulebook("house").explain("check-in.no-date.final")


@pytest.mark.parametrize(
    "text", ["count = 0", 'within = "3 hours"', 'within = "0 business days"', 'within = "-1 business day"']
)
def test_a_rolling_limit_lets_one_through_in_at_least_one_open_day(text):
    assert f"limits.status-contacts.{text.split()[0]}" in problems(f"[limits.status-contacts]\n{text}")


def test_a_percentage_is_refused_and_never_proposed():
    told = problems('[rules.thank-you]\ntarget = "25%"')["rules.thank-you.target"]

    assert 'a percentage of what? (as in { span = "25%", of = "due" })' in told
    assert "%" not in problems('[rules.thank-you]\ntarget = "soon"')["rules.thank-you.target"]


def test_a_span_that_names_a_case_and_no_value_is_told():
    found = problems(f'[rules.odd]{RULE}earliest = {{ by = "stage" }}\nexpires = {{}}')

    assert found.keys() == {"rules.odd.earliest", "rules.odd.expires"}


def test_a_layer_may_change_only_the_case_or_only_the_value():
    text = '[rules.check-in-no-date]\ntarget = { value = "check-in.closer-gap" }'

    assert kit(text).rulebook("house"), "the case is that of the layer below"


def test_a_week_without_an_open_day_is_refused():
    assert "leaves no open day" in problems('weekend = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]')["weekend"]


@pytest.mark.parametrize(("meaning", "known"), [("whenever", False), ("25%", False), ("end of next week", True)])
def test_what_a_promise_means_is_an_end_or_a_span(meaning, known):
    text = f'[promises]\n"by and by" = "{meaning}"'
    if known:
        assert kit(text).rulebook("house").customs.promises["by and by"] == meaning
    else:
        assert problems(text).keys() == {"promises.by and by"}


# Names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("variant", '"nope"', "no variant is called 'nope'"),
        ("variant", '"shrot"', "did you mean 'short'?"),
        ("adds", '["nope"]', "no part is called 'nope'"),
        ("adds_if_missed", '"nope"', "no slot is called 'nope'"),
        ("lifts", '["do-not-contact"]', "no guard that can be lifted is called 'do-not-contact' (one of: send-window)"),
        ("note", '"reasons"', "no note is called 'reasons'"),
        ("combine", '"all"', "no combine is called 'all'"),
        ("to", '["nope"]', "no audience is called 'nope'"),
        ("to", "[]", "to is missing"),
        ("channels", "[]", "channels is missing"),
        ("slot", '""', "slot is missing"),
    ],
)
def test_a_name_that_does_not_exist_is_told_by_its_place(key, value, said):
    assert said in problems(f"[rules.thank-you]\n{key} = {value}")[f"rules.thank-you.{key}"]


@pytest.mark.parametrize("key", ["slot", "contact", "note", "to", "after", "target", "channels"])
def test_what_a_note_cannot_do_without_is_told_when_it_is_missing(key):
    lines = [line for line in RULE.splitlines() if not line.startswith(f"{key} =")]

    assert problems("[rules.odd]" + "\n".join(lines)) == {f"rules.odd.{key}": f"rules.odd.{key}: {key} is missing"}


def test_names_that_exist_are_taken():
    book = kit(
        '[rules.odd]\nlike = "thank-you"\nvariant = "short"\nadds = ["offer"]\nadds_if_missed = "check-in"\n'
        'lifts = ["send-window"]\nto = ["decision-owner", "each-interviewer"]'
    ).rulebook("house")
    odd = next(rule for rule in book.rules if rule.id == "odd")

    assert odd.to[-2:] == ("interviewer", "each-interviewer"), "a list in a list stands for its names"
    assert (odd.variant, odd.adds, odd.lifts) == ("short", ("offer",), frozenset({"send-window"}))


def test_a_slot_whose_rules_are_switched_off_is_still_known():
    thanks = [rule.id for rule in fk.Kit().rulebook("us").rules if rule.slot == "thank-you"]
    off = "".join(f"[rules.{id}]\nenabled = false\n" for id in thanks)

    assert thanks
    assert all(rule.slot != "thank-you" for rule in kit(off).rulebook("house").rules)


def test_a_channel_that_is_not_installed_is_no_problem_of_the_policy():
    assert kit('[rules.thank-you]\nchannels = ["emial"]').rulebook("house")


def test_an_interviewer_is_nobody_where_a_rule_speaks_about_a_silence():
    found = problems('[rules.check-in-no-date]\nto = ["each-interviewer"]')

    assert "speaks about no single person" in found["rules.check-in-no-date.to"]
    assert kit('[rules.thank-you]\nto = "recruiter"').rulebook("house"), "others may be written to after a round"


def test_a_list_of_audiences_names_audiences_only():
    text = '[audiences]\nowner = ["decision-owner"]\n[rules.check-in-no-date]\nto = "owner"'

    assert "audiences.owner" in problems(text)
