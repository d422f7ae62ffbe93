"""Policies are layers of data: each value has one source, and every name that does not exist is named at once."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.errors import InvalidPolicy, Problem
from tests.rulebook.dana import LAST_WORD_BY, application, at, interview, moments, one, plan, sent

THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))


def house(text: str, name: str = "house", **more: Any) -> fk.Kit:
    return fk.Kit(name, add=[fk.Policy(name=name, text=f'extends = "us"\n{text}', source=f"{name}.toml", **more)])


def problems(text: str) -> list[Problem]:
    with pytest.raises(InvalidPolicy) as caught:
        house(text)
    return list(caught.value.problems)


# Which policy, which value ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("employer", "zone", "policy"),
    [
        ({"country": "US"}, "Europe/Berlin", "us"),
        ({"country": "GB"}, "America/New_York", "gb"),
        ({}, "America/New_York", "us"),  # assumed from the zone
        ({}, "Europe/London", "gb"),
        ({}, "Europe/Berlin", "de"),
        ({"country": "DE"}, "America/New_York", "de"),
        ({"country": "PL"}, "America/New_York", "international"),  # no policy is for Poland
        ({"zone": "Europe/London"}, "America/New_York", "gb"),
    ],
)
def test_the_country_chooses_the_policy_given_or_assumed_from_the_zone(employer, zone, policy):
    facts = application(employer=fk.Employer(name="Acme", **employer), interviews=[interview(zone=zone)])
    assert fk.Kit().policy_for(facts).name == policy
    assumed = {reason.code for reason in plan(facts, "2025-06-05 12:00").assumptions}
    assert ("country-from-zone" in assumed) is ("country" not in employer)


@pytest.mark.parametrize(
    ("policy", "thanks", "after_date", "at_most"),
    [
        # domain sections 11 and 12; locale caps us 2, gb 1, elsewhere 1
        ("international", "2 hours", "2 business days", 1),
        ("us", "2 hours", "2 business days", 2),
        ("gb", "1 business day", "5 business days", 1),
    ],
)
def test_the_built_in_policies_say_what_the_field_says(policy, thanks, after_date, at_most):
    told = {name: pairs[-1][1] for name, pairs in fk.Kit().rulebook(policy).told_by.items()}
    assert told["thank-you.target"] == thanks
    assert told["check-in.after-promised-date"] == after_date
    assert told["check-in.at-most"] == at_most


def test_gb_asks_five_open_days_after_the_promised_date_and_once():
    # Fri 13 June 2025 + 5: 16, 17, 18, 19, Fri 20; then the goodbye 7 later: 23, 24, 25, 26, 27, 30, Tue 1 July
    london = fk.Employer(name="Acme", country="GB", zone="Europe/London")
    asked = moments(plan(application(*THANKED, employer=london, decision_by=LAST_WORD_BY), "2025-06-06 12:00"))
    assert asked == {"check-in/1": "2025-06-20 10:00", "closing-note/1": "2025-07-01 10:00"}


def test_a_value_set_by_hand_is_the_last_to_speak_and_says_what_it_replaced():
    kit = fk.Kit(set={"check-in.after-promised-date": "1 business day"})
    told = kit.rulebook("gb").explain("check-in.after-promised-date")
    assert told == (
        "check-in.after-promised-date = 1 business day, set by user; gb had 5 business days; "
        "international had 2 business days"
    )
    facts = application(*THANKED, decision_by=LAST_WORD_BY)
    assert moments(plan(facts, "2025-06-06 12:00", kit))["check-in/1"] == "2025-06-16 10:00"


@pytest.mark.parametrize(
    ("earliest", "now", "target"),
    [
        # ends Thu 15:00; the target, two hours later, is never before what was asked for as earliest
        ({"thank-you.earliest": "150 minutes"}, "2025-06-05 15:30", "2025-06-05 17:30"),
        ({"thank-you.earliest": "4 hours"}, "2025-06-05 15:30", "2025-06-06 08:30"),  # 19:00 is past closing
        ({"thank-you.earliest": "1 business day"}, "2025-06-05 15:30", "2025-06-06 10:00"),
    ],
)
def test_a_later_earliest_moves_the_best_moment_with_it(earliest, now, target):
    facts = application(interviews=[interview(["priya"])])
    thanks = one(plan(facts, now, fk.Kit(set=earliest)), "thank-you/priya")
    assert thanks.window.target == at(target)
    assert thanks.window.earliest <= thanks.window.target


def test_one_value_for_all_cases_replaces_the_table_of_cases():
    kit = fk.Kit(set={"check-in.no-date": "3 business days"})
    assert moments(plan(application(*THANKED), "2025-06-06 12:00", kit))["check-in/1"] == "2025-06-10 10:00"


def test_a_cap_set_by_hand_holds():
    kit = fk.Kit(set={"check-in.at-most": 1})
    facts = application(*THANKED, decision_by=LAST_WORD_BY)
    assert list(moments(plan(facts, "2025-06-06 12:00", kit))) == ["check-in/1", "closing-note/1"]


def test_a_value_nobody_reads_is_a_typo_and_not_a_wish():
    with pytest.raises(InvalidPolicy, match=r"did you mean 'check-in\.at-most'"):
        fk.Kit(set={"check-in.atmost": 1})


# Layers -------------------------------------------------------------------------------------------------------------


def test_a_house_changes_one_key_of_a_rule_and_keeps_the_rest():
    kit = house('[rules.thank-you]\ntarget = "4 hours"')
    thanks = one(
        plan(application(interviews=[interview(["priya"], start="2025-06-05 10:00")]), "2025-06-05 12:00", kit),
        "thank-you/priya",
    )
    assert f"{thanks.window.target:%H:%M}" == "15:00"  # ends 11:00
    assert f"{thanks.window.earliest:%H:%M}" == "12:00"  # still one hour
    assert thanks.channel == "email"


def test_a_list_is_edited_by_add_and_drop_and_replaced_by_a_list():
    absent = fk.Interviewer(person="priya", attended=False)
    facts = application(interviews=[attrs.evolve(interview(), interviewers=[absent])])
    dropped = house('[rules.thank-you]\nwhen = { drop = ["attended"] }')
    added = house('[rules.thank-you]\nwhen = { drop = ["attended"], add = ["promise-given"] }')
    replaced = house('[rules.thank-you]\nwhen = ["promise-given"]')
    promised = attrs.evolve(facts, decision_by=LAST_WORD_BY)
    thanked = [
        bool(plan(told, "2025-06-05 17:30", kit).follow_up("thank-you/priya"))
        for kit, told in ((None, facts), (dropped, facts), (added, facts), (added, promised), (replaced, promised))
        for kit in [kit or fk.Kit()]
    ]
    assert thanked == [False, True, False, True, True]


def test_a_rule_like_another_follows_what_a_layer_changes_in_the_other():
    rules = {rule.id: rule for rule in house('[rules.thank-you]\nchannels = ["phone"]').rulebook("house").rules}
    assert rules["thank-you-again"].channels == ("phone",)
    assert rules["thank-you-again"].variant == "again"


def test_a_disabled_rule_is_gone_and_one_like_it_stays():
    rules = {rule.id for rule in house("[rules.thank-you]\nenabled = false").rulebook("house").rules}
    assert "thank-you" not in rules
    assert "thank-you-again" in rules


def test_one_weekday_of_the_hours_can_be_changed():
    kit = house('[hours.written]\nthu = "08:30-16:30"')
    facts = application(interviews=[interview(["priya"])])
    # target 17:00 is past closing; 16:15, the last quarter hour, is not before earliest, 16:00
    assert moments(plan(facts, "2025-06-05 15:30", kit))["thank-you/priya"] == "2025-06-05 16:15"


def test_a_house_closed_day_is_counted_by_nobody():
    kit = house("closed = [2025-06-16]")
    facts = application(*THANKED, decision_by=LAST_WORD_BY)
    assert moments(plan(facts, "2025-06-06 12:00", kit))["check-in/1"] == "2025-06-18 10:00"


def test_the_order_of_rules_in_a_file_does_not_matter():
    one_way = '[rules.a]\nlike = "thank-you"\n[rules.b]\nlike = "check-in-no-date"\nrank = 5\n'
    other = '[rules.b]\nlike = "check-in-no-date"\nrank = 5\n[rules.a]\nlike = "thank-you"\n'
    facts = application(decision_by=None)
    assert plan(facts, "2025-06-05 17:30", house(one_way)) == plan(facts, "2025-06-05 17:30", house(other))


def test_of_two_rules_for_one_slot_the_higher_rank_wins_and_the_other_says_so():
    planned = plan(application(), "2025-06-05 17:30", house('[rules.warmer]\nlike = "thank-you"\nrank = 9'))
    assert one(planned, "thank-you/priya").rule == "warmer"
    lost = [d for d in planned.decisions if d.rule == "thank-you" and d.subject.person == "priya"]
    assert [(d.yes, d.reasons[0].code, d.reasons[0].parameters) for d in lost] == [
        (False, "superseded", {"by": "warmer"})
    ]


def test_a_plugins_policy_chosen_by_more_facts_wins_over_one_chosen_by_fewer():
    narrow = fk.Policy(name="us-public", text='extends = "us"', applies={"country": "US", "sector": "government"})
    kit = fk.Kit(add=[narrow])
    public = fk.Employer(name="Acme", country="US", sectors=("government",))
    assert kit.policy_for(application(employer=public)).name == "us-public"
    assert kit.policy_for(application()).name == "us"


# What does not exist ------------------------------------------------------------------------------------------------


THANKS = "[rules.thank-you]\n"
NO_DATE = "[rules.check-in-no-date]\n"
BY = "rules.check-in-no-date.target.by"


@pytest.mark.parametrize(
    ("text", "place", "named", "hint"),
    [
        (THANKS + 'when = ["opne"]', "rules.thank-you.when", "opne", "open"),
        (THANKS + 'when = ["not debreif"]', "rules.thank-you.when", "debreif", "debrief"),
        (THANKS + 'target = { value = "reply.taget" }', "rules.thank-you.target", "reply.taget", "reply.target"),
        (THANKS + 'note = "thankyou"', "rules.thank-you.note", "thankyou", "thank-you"),
        (THANKS + 'after = "round-edn"', "rules.thank-you.after", "round-edn", "round-end"),
        (THANKS + 'to = "each-interviewr"', "rules.thank-you.to", "each-interviewr", "each-interviewer"),
        (THANKS + 'expire = "7 days"', "rules.thank-you.expire", "expire", "expires"),
        (THANKS + 'lifts = ["send-windw"]', "rules.thank-you.lifts", "send-windw", "send-window"),
        (THANKS + 'needs = ["pont"]', "rules.thank-you.needs", "pont", "point"),
        (THANKS + 'contact = "curtesy"', "rules.thank-you.contact", "curtesy", "courtesy"),
        (THANKS + 'like = "check-in-no-dat"', "rules.thank-you.like", "check-in-no-dat", "check-in-no-date"),
        (NO_DATE + 'target = { value = "check-in.no-date", by = "stge" }', BY, "stge", "stage"),
        ('[hours.written]\nmno = "08:30-18:00"', "hours.written", "mno", "mon"),
        ('weekend = ["sta"]', "weekend", "sta", "sat"),
        ("[rule.thank-you]\nrank = 1", "rule", "rule", "rules"),
    ],
)
def test_a_name_that_does_not_exist_is_named_with_its_place_and_the_nearest_one(text, place, named, hint):
    found = [problem for problem in problems(text) if problem.place.endswith(place)]
    assert found, [problem.place for problem in problems(text)]
    assert repr(named) in found[0].message
    assert repr(hint) in found[0].hint


def test_all_that_is_wrong_is_named_at_once():
    text = (
        '[rules.thank-you]\nwhen = ["opne"]\nto = "nobdy"\n[rules.closing-note]\nafter = "x"\n'
        '[hours.written]\nfri = "half past eight"\n[limits.per-silence]\ncheck-in = "two"'
    )
    wrong = {
        "rules.thank-you.when",
        "rules.thank-you.to",
        "rules.closing-note.after",
        "hours.written.fri",
        "limits.per-silence.check-in",
    }
    assert wrong <= {problem.place.removeprefix("house.toml: ") for problem in problems(text)}


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"house": 'extends = "house"'}, "extends itself: house → house"),
        ({"house": 'extends = "other"', "other": 'extends = "house"'}, "extends itself: house → other → house"),
        ({"house": 'extends = "uss"'}, "did you mean 'us'"),
        ({"house": "rules = ["}, "no TOML"),
        ({"house": "x = " + "[" * 20_000}, "no TOML"),
        ({"house": 'name = "home"'}, "calls itself something else"),
        ({"house": 'extends = "us"\n[rules.a]\nlike = "b"\n[rules.b]\nlike = "a"'}, "like itself"),
    ],
)
def test_a_policy_that_cannot_be_followed_is_refused_with_a_typed_error(texts, said):
    with pytest.raises(InvalidPolicy, match=said):
        fk.Kit("house", add=[fk.Policy(name=name, text=text) for name, text in texts.items()])


def test_a_policy_nobody_provides_is_refused_when_the_kit_is_built():
    with pytest.raises(InvalidPolicy, match="did you mean 'us'"):
        fk.Kit("uss")


def test_a_channel_that_is_not_installed_is_a_reason_in_the_plan_and_no_error():
    kit = house('[rules.thank-you]\nchannels = ["pigeon"]')
    planned = plan(application(), "2025-06-05 17:30", kit)
    codes = {reason.code for d in planned.decisions if d.rule == "thank-you" for reason in d.reasons}
    assert "channel-not-installed" in codes


def test_a_changed_value_changes_the_basis_so_that_no_stale_note_is_written():
    facts = application()
    follow_up = plan(facts, "2025-06-05 17:30").due[0]
    assert fk.Kit().write(follow_up, facts).handle == follow_up.handle
    with pytest.raises(fk.errors.StaleFollowUp):
        fk.Kit(set={"thank-you.stagger": "6 minutes"}).write(follow_up, facts)
    with pytest.raises(fk.errors.StaleFollowUp):
        fk.Kit().write(follow_up, attrs.evolve(facts, position="Cook"))
