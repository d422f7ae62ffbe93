"""All policies that apply to an application lie over each other, and each value says who set it.

Dana's interview is on Thursday, 5 June 2025, from 14 to 15; see ``tests/rulebook/dana.py`` for the calendar of that
month. Monday, 9 June is Whit Monday, closed in Germany, Austria, France and the Netherlands.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import followkit as fk
from followkit._core.compiling import compile_policy
from followkit._core.errors import InvalidPolicy, WordsError
from followkit._core.layers import chain, facts_of, stack
from followkit._core.policy import Level
from followkit._core.timing import Span
from followkit.houses import House
from tests.rulebook.dana import (
    KIT,
    LAST_WORD_BY,
    NEW_YORK,
    PRIYA,
    application,
    at,
    interview,
    moments,
    one,
    plan,
    refusals,
    sent,
)

SCREEN = "check-in.no-date.screen"
SECTORS = ("government", "academia", "residency", "law", "finance", "tech", "sales", "retail", "executive")
COUNTRIES = ("US", "CA", "GB", "IE", "DE", "AT", "CH", "FR", "NL", "JP", "KR", "AU", "PL")


def facts(country: str, zone: str = NEW_YORK, **more: Any) -> fk.Application:
    """Return Dana's application to an employer there; what is told of the employer or the interview goes to it."""
    employer = {key: more.pop(key) for key in ("sectors", "size") if key in more}
    meeting = {key: more.pop(key) for key in ("start", "minutes", "format", "stage") if key in more}
    people = more.pop("with_", ("priya",))
    told = {"employer": fk.Employer(name="Acme", country=country, zone=zone, **employer), **more}
    return application(*more.pop("events", ()), interviews=[interview(people, zone=zone, **meeting)], **told)


def thanked(*args: Any, **more: Any) -> fk.Application:
    """Return the same once Priya was thanked, so that only questions are left."""
    return attrs.evolve(facts(*args, **more), events=[sent("thank-you/priya", "2025-06-05 17:00")])


def asked(told: fk.Application, kit: fk.Kit = KIT) -> dict[str, str]:
    """Return the days on which something is asked, if nobody answers."""
    found = moments(kit.plan(told, now=at("2025-06-05 23:00")))
    return {handle: when.partition(" ")[0] for handle, when in found.items() if not handle.startswith("thank-you")}


def kit(*texts: str, **more: Any) -> fk.Kit:
    """Return a kit with policies more, called ``a``, ``b`` and so on."""
    add = [fk.Policy(name=name, text=text, source=f"{name}.toml") for name, text in zip("abcdef", texts, strict=False)]
    return fk.Kit(add=add, **more)


def problems(*texts: str, **more: Any) -> dict[str, str]:
    with pytest.raises(InvalidPolicy) as caught:
        kit(*texts, **more)
    return {problem.place: str(problem) for problem in caught.value.problems}


def house(text: str, **more: Any) -> House:
    return House(name="ours", policy=fk.Policy(name="ours", text=text, source="policy.toml"), **more)


def layers(told: fk.Application, kit: fk.Kit = KIT) -> tuple[str, ...]:
    return kit.policy_for(told).layers


# Countries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "zone", "days"),
    [
        # no date: 7 open days after 5 June (6, 9, 10, 11, 12, 13, Mon 16), then 5, then the goodbye 7 later
        ("CA", "America/Toronto", ["2025-06-16", "2025-06-23", "2025-07-03"]),  # Tue 1 July is Canada Day
        # 8, then 10, then 7: 6, 10–13, 16–18; 19, 20, 23–27, 30, 1, 2; 3, 4, 7–11
        ("DE", "Europe/Berlin", ["2025-06-18", "2025-07-02", "2025-07-11"]),
        ("AT", "Europe/Vienna", ["2025-06-18", "2025-07-03", "2025-07-14"]),  # Thu 19 June is Corpus Christi
        ("CH", "Europe/Zurich", ["2025-06-17", "2025-07-01", "2025-07-10"]),  # Whit Monday is not closed everywhere
        # 7, then 5, then 7: 6, 10–13, 16, 17; 18–20, 23, 24; 25–27, 30, 1–3
        ("FR", "Europe/Paris", ["2025-06-17", "2025-06-24", "2025-07-03"]),
        # 10 (Fri 6 June is Memorial Day), once, then 7: 9–13, 16–20; 23–27, 30, 1
        ("KR", "Asia/Seoul", ["2025-06-20", "2025-07-01"]),
        # as anywhere: 7, once, then 7
        ("NL", "Europe/Amsterdam", ["2025-06-17", "2025-06-26"]),
        ("PL", "Europe/Warsaw", ["2025-06-16", "2025-06-26"]),  # Corpus Christi falls into the second wait
    ],
)
def test_how_long_silence_is_normal_and_how_often_one_asks_is_the_countrys(country, zone, days):
    assert list(asked(thanked(country, zone)).values()) == days


@pytest.mark.parametrize(
    ("country", "zone"),
    [("GB", "Europe/London"), ("IE", "Europe/Dublin"), ("AU", "Australia/Sydney"), ("JP", "Asia/Tokyo")],
)
def test_where_a_week_is_left_after_the_date_they_gave(country, zone):
    # Fri 13 June + 5: 16, 17, 18, 19, Fri 20; once, and the goodbye 7 later: 23–27, 30, Tue 1 July
    told = thanked(country, zone, decision_by=LAST_WORD_BY)

    assert asked(told) == {"check-in/1": "2025-06-20", "closing-note/1": "2025-07-01"}


@pytest.mark.parametrize(
    ("country", "zone", "best", "optional"),
    [
        ("CA", "America/Toronto", "2025-06-05 17:00", False),  # two hours after the end
        ("GB", "Europe/London", "2025-06-06 09:30", False),
        ("NL", "Europe/Amsterdam", "2025-06-06 10:00", False),
        ("DE", "Europe/Berlin", "2025-06-06 10:00", True),
        ("AT", "Europe/Vienna", "2025-06-06 10:00", True),
        ("CH", "Europe/Zurich", "2025-06-06 10:00", True),
        ("IE", "Europe/Dublin", "2025-06-05 17:00", True),
        ("AU", "Australia/Sydney", "2025-06-05 17:00", True),
        ("KR", "Asia/Seoul", "2025-06-05 17:00", True),
        ("JP", "Asia/Tokyo", "2025-06-05 17:00", True),
        ("FR", "Europe/Paris", "2025-06-05 17:00", False),
    ],
)
def test_when_a_thank_you_goes_out_and_whether_it_is_missed_is_the_countrys(country, zone, best, optional):
    thanks = one(KIT.plan(facts(country, zone), now=at("2025-06-05 15:30", zone)), "thank-you/priya")

    assert (f"{thanks.window.target:%Y-%m-%d %H:%M}", thanks.optional) == (best, optional)


def test_in_germany_a_thank_you_is_late_after_three_working_days():
    # 6, 10 and 11 June; Monday the 9th is closed
    thanks = one(KIT.plan(facts("DE", "Europe/Berlin"), now=at("2025-06-05 17:30", "Europe/Berlin")), "thank-you/priya")

    assert f"{thanks.window.late_after:%Y-%m-%d %H:%M}" == "2025-06-12 00:00"


@pytest.mark.parametrize(
    ("start", "best"),
    [
        ("2025-06-05 16:30", "2025-06-06 08:30"),  # ends 17:30; 18:30 is past closing, so the next morning
        ("2025-06-06 15:00", "2025-06-06 17:45"),  # a Friday is open until six, and 18:00 is past it
    ],
)
def test_in_japan_thanks_go_out_the_same_day_or_the_next_working_morning(start, best):
    planned = KIT.plan(facts("JP", "Asia/Tokyo", start=start), now=at(start, "Asia/Tokyo"))

    assert moments(planned)["thank-you/priya"] == best


def test_in_japan_a_thank_you_that_missed_the_next_working_day_is_not_sent():
    told, zone = facts("JP", "Asia/Tokyo"), "Asia/Tokyo"

    assert KIT.plan(told, now=at("2025-06-06 17:00", zone)).follow_up("thank-you/priya")
    over = KIT.plan(told, now=at("2025-06-07 09:00", zone))
    assert not over.follow_up("thank-you/priya")
    assert "expired" in refusals(over, "thank-you")


def test_in_france_friday_evening_waits_for_monday_at_ten():
    # ends Fri 13 June at 16:00; 18:00 is past closing at 17:00, and so is 17:00 itself
    planned = KIT.plan(
        facts("FR", "Europe/Paris", start="2025-06-13 15:00"), now=at("2025-06-13 16:30", "Europe/Paris")
    )

    assert moments(planned)["thank-you/priya"] == "2025-06-16 10:00"


@pytest.mark.parametrize("told", [{"country": "GB"}, {"country": "US", "sectors": ["academia"]}])
def test_where_it_is_the_custom_one_note_goes_to_whoever_led_the_panel(told):
    planned = plan(facts(**told, with_=("priya", "sam")), "2025-06-05 16:00")
    (thanks,) = [found for found in planned.follow_ups if found.slot == "thank-you"]

    assert (thanks.rule, thanks.recipient, thanks.about) == ("thank-you-panel-lead", "priya", ("priya", "sam"))


# Sectors, size, internal --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "days"),
    [
        # seven open days elsewhere; 19 June and 4 July are closed
        ({"sectors": ["government"]}, ["2025-06-26", "2025-07-03", "2025-07-15"]),  # 14
        ({"sectors": ["academia"]}, ["2025-07-07", "2025-07-16"]),  # 20, and once
        ({"sectors": ["retail"]}, ["2025-06-11", "2025-06-18", "2025-06-30"]),  # 4
        ({"sectors": ["hospitality"]}, ["2025-06-11", "2025-06-18", "2025-06-30"]),
        ({"sectors": ["executive"]}, ["2025-06-20", "2025-06-27", "2025-07-09"]),  # 10
        # 7 × 0.8 = 5.6, so 6; then every 4, three times in all
        ({"sectors": ["sales"]}, ["2025-06-13", "2025-06-20", "2025-06-26", "2025-07-08"]),
        ({"size": "large"}, ["2025-06-23", "2025-06-30", "2025-07-10"]),  # 7 × 1.5 = 10.5, so 11
        ({"internal": True}, ["2025-06-11", "2025-06-18", "2025-06-30"]),  # 4
        ({"sectors": ["residency"]}, []),
        ({"sectors": ["Government "]}, ["2025-06-26", "2025-07-03", "2025-07-15"]),
        ({"sectors": ["shipbuilding"]}, ["2025-06-16", "2025-06-24", "2025-07-03"]),  # as in the US
    ],
)
def test_how_long_silence_is_normal_and_how_often_one_asks_is_the_sectors(told, days):
    assert list(asked(thanked("US", **told)).values()) == days


@pytest.mark.parametrize(
    ("sector", "best"),
    [("law", "2025-06-05 17:00"), ("finance", "2025-06-05 17:00"), ("retail", "2025-06-06 09:30")],
)
def test_in_law_and_finance_a_screening_interview_is_thanked_for_the_same_day_even_in_britain(sector, best):
    screen = facts("GB", "Europe/London", sectors=[sector], stage="screen")
    later = facts("GB", "Europe/London", sectors=[sector], stage="final")
    now = at("2025-06-05 15:30", "Europe/London")

    assert moments(KIT.plan(screen, now=now))["thank-you/priya"] == best
    assert moments(KIT.plan(later, now=now))["thank-you/priya"] == "2025-06-06 09:30"


def test_in_tech_thanks_go_out_the_same_day_even_in_britain_and_the_recruiter_is_asked():
    rosa = fk.Person(id="rosa", name="Rosa Li", role=fk.Role.RECRUITER, addresses={"email": "rosa@acme.example"})
    told = facts("GB", "Europe/London", sectors=["tech"], people=(PRIYA, rosa))
    promised = fk.events.Promised(at=at("2025-06-05 15:00"), by="priya", decision_by=LAST_WORD_BY)
    planned = KIT.plan(told.add(promised), now=at("2025-06-05 15:30", "Europe/London"))

    assert moments(planned)["thank-you/priya"] == "2025-06-05 17:00"
    assert one(planned, "check-in/1").recipient == "rosa"
    elsewhere = KIT.plan(
        attrs.evolve(told.add(promised), employer=fk.Employer(name="Acme", country="GB", zone="Europe/London")),
        now=at("2025-06-05 15:30", "Europe/London"),
    )
    assert one(elsewhere, "check-in/1").recipient == "priya"


def test_in_sales_a_call_is_in_order_from_the_first_question_on():
    by_phone = attrs.evolve(PRIYA, addresses={"phone": "+1 212 555 0142"})
    told: dict[str, Any] = {"people": (by_phone,), "decision_by": LAST_WORD_BY}
    called = plan(facts("US", sectors=["sales"], **told), "2025-06-17 11:00")
    elsewhere = plan(facts("US", **told), "2025-06-17 11:00")

    assert one(called, "check-in/1").channel == "phone"
    assert elsewhere.follow_up("check-in/1") is None


@pytest.mark.parametrize("told", [{"sectors": ["government"]}, {"sectors": ["tech"]}, {"internal": True}])
def test_where_nobody_wants_paper_no_card_is_suggested(told):
    assert "card" in {rule.slot for rule in KIT.policy_for(facts("US")).rules}
    assert "card" not in {rule.slot for rule in KIT.policy_for(facts("US", **told)).rules}


def test_a_residency_programme_is_thanked_once_it_is_known_that_it_wants_to_be():
    silent = plan(facts("US", sectors=["residency"]), "2025-06-05 16:30")
    welcome = facts("US", sectors=["residency"])
    welcome = attrs.evolve(welcome, employer=attrs.evolve(welcome.employer, instructions=["notes welcome"]))

    assert silent.follow_up("thank-you/priya") is None
    assert "notes-welcome" in {question.code for question in silent.questions}
    assert plan(welcome, "2025-06-05 16:30").follow_up("thank-you/priya")


# Who speaks last ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "stacked"),
    [
        ({"country": "US"}, ["us"]),
        ({"country": "PL"}, []),
        ({"country": "AT"}, ["de", "at"]),  # what a policy extends lies below it
        ({"country": "US", "sectors": ["government", "tech"], "size": "large"}, ["us", "large", "tech", "government"]),
        (
            {"country": "US", "sectors": ["tech", "government"], "internal": True},
            ["us", "internal", "government", "tech"],
        ),
        ({"country": "DE", "sectors": ["law", "finance"]}, ["de", "law-finance"]),
        ({"country": "GB", "size": "small"}, ["gb"]),
    ],
)
def test_the_country_lies_below_size_and_sectors_and_the_sector_named_first_speaks_last(told, stacked):
    assert layers(facts(**told)) == ("international", *stacked)


def test_a_policy_for_more_facts_speaks_after_those_for_fewer_whatever_they_are_called():
    narrow = 'applies = { country = "US", sector = "government" }\nvalues.check-in.at-most = 7'
    told = facts("US", sectors=["tech", "government"])
    book = kit(narrow).policy_for(told)

    assert book.layers == ("international", "us", "government", "tech", "a")
    assert book.explain("check-in.at-most") == "check-in.at-most = 7, set by a; us had 2; international had 1"


def test_a_policy_for_two_facts_speaks_after_a_sector_even_if_it_is_for_none():
    text = 'applies = { size = "large", internal = true }'

    assert layers(facts("US", sectors=["tech"], size="large", internal=True), kit(text)) == (
        *("international", "us", "internal", "large"),
        *("tech", "a"),
    )


def test_two_sectors_of_which_both_say_something_leave_it_to_the_one_named_first():
    explained = [
        KIT.policy_for(facts("US", sectors=sectors)).explain("check-in.no-date")
        for sectors in (["retail", "executive"], ["executive", "retail"])
    ]

    assert explained[0].startswith("check-in.no-date = 4 business days, set by retail; executive had 10 business days")
    assert explained[1].startswith("check-in.no-date = 10 business days, set by executive; retail had 4 business days")


def test_a_policy_given_by_name_replaces_everything_the_facts_would_choose():
    told = facts("US", sectors=["government"], size="large")

    assert layers(told, fk.Kit("gb")) == ("international", "gb")
    assert layers(told, fk.Kit("sales")) == ("international", "sales")
    assert layers(told, kit("values.check-in.at-most = 2", policy="a")) == ("international", "a")


def test_the_house_speaks_after_the_sectors_then_the_user_then_the_application():
    told = facts("US", sectors=["academia"], values={"check-in.at-most": 3})
    own = house("values.check-in.at-most = 5")

    book = fk.Kit(house=own, set={"check-in.at-most": 4}).policy_for(told)

    assert book.layers == ("international", "us", "academia", "ours", "user", "application")
    assert book.explain("check-in.at-most") == (
        "check-in.at-most = 3, set by application; user had 4; ours had 5; academia had 1; us had 2; "
        "international had 1"
    )
    assert book.limits.per_silence["check-in"] == 3
    assert book.name == "ours"


def test_a_sector_speaks_after_the_country_even_where_the_country_asks_more():
    assert "set by academia; us had 2" in KIT.policy_for(facts("US", sectors=["academia"])).explain("check-in.at-most")


@given(st.permutations([0, 1, 2, 3]))
def test_the_order_in_which_policies_are_given_never_matters(order):
    texts = {
        "w": 'applies = { sector = "tech" }\nvalues.check-in.at-most = 4\nmultipliers.check-in.no-date = 3',
        "x": 'applies = { sector = ["tech", "law"] }\nvalues.check-in.at-most = 5\nmultipliers.check-in.no-date = 3',
        "y": 'applies = { size = "large" }\nclosed = [2025-06-11]',
        "z": 'applies = { country = "US" }\nvalues.check-in.at-most = 6',
    }
    add = [fk.Policy(name=name, text=text) for name, text in texts.items()]
    told = thanked("US", sectors=["tech"], size="large")
    mixed = fk.Kit(add=[add[index] for index in order])

    assert mixed.policy_for(told) == fk.Kit(add=add).policy_for(told)
    assert mixed.plan(told, now=at("2025-06-06 12:00")) == fk.Kit(add=add).plan(told, now=at("2025-06-06 12:00"))


# Multipliers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "explained"),
    [
        ({"sectors": ["government"]}, "10 business days: 5 business days (international) × 2 (government)"),
        ({"size": "large"}, "8 business days: 5 business days (international) × 1.5 (large)"),  # 7.5
        ({"sectors": ["sales"]}, "4 business days: 5 business days (international) × 0.8 (sales)"),
        # one at most, the largest, whoever speaks last
        (
            {"sectors": ["sales", "government"], "size": "large"},
            "10 business days: 5 business days (international) × 2 (government)",
        ),
        ({"sectors": ["sales"], "size": "large"}, "8 business days: 5 business days (international) × 1.5 (large)"),
    ],
)
def test_the_largest_factor_counts_and_the_value_says_how_it_came_about(told, explained):
    assert KIT.policy_for(facts("US", **told)).explain(SCREEN) == f"{SCREEN} = {explained}"


def test_what_is_multiplied_is_what_the_country_left():
    told = KIT.policy_for(facts("FR", sectors=["government"])).explain("check-in.no-date")

    assert told.startswith(
        "check-in.no-date = 14 business days: 7 business days (fr) × 2 (government); international had"
    )
    # 6, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, Thu 26
    assert asked(thanked("FR", "Europe/Paris", sectors=["government"]))["check-in/1"] == "2025-06-26"


@pytest.mark.parametrize(
    ("kit", "more", "days"),
    [
        (KIT, {"sectors": ["government", "academia"]}, "2025-07-07"),
        (KIT, {"sectors": ["academia", "government"]}, "2025-07-07"),
        (KIT, {"internal": True, "size": "large"}, "2025-06-11"),
        (fk.Kit(house=house('values.check-in.no-date = "3 business days"')), {"sectors": ["government"]}, "2025-06-10"),
        (fk.Kit(set={"check-in.no-date": "3 business days"}), {"sectors": ["government"]}, "2025-06-10"),
        (KIT, {"sectors": ["government"], "values": {"check-in.no-date": "3 business days"}}, "2025-06-10"),
    ],
)
def test_what_a_sector_a_house_or_a_person_fixes_is_not_multiplied(kit, more, days):
    assert asked(thanked("US", **more), kit)["check-in/1"] == days


def test_only_the_case_that_is_fixed_stays_as_it_is():
    book = fk.Kit(house=house('values.check-in.no-date.final = "3 business days"')).policy_for(
        facts("US", sectors=["government"])
    )

    assert book.explain("check-in.no-date.final").startswith("check-in.no-date.final = 3 business days, set by ours")
    assert "× 2 (government)" in book.explain(SCREEN)


def test_a_factor_for_one_case_leaves_the_others_and_the_larger_of_two_counts():
    text = 'applies = { sector = "tech" }\n[multipliers.check-in.no-date]\nscreen = 3\nvideo = 1.2'
    book = kit(text).policy_for(facts("US", sectors=["tech", "government"]))

    assert book.explain(SCREEN) == f"{SCREEN} = 15 business days: 5 business days (international) × 3 (a)"
    assert "× 2 (government)" in book.explain("check-in.no-date.video")


def test_a_factor_for_one_case_counts_where_the_country_has_one_value_for_all():
    text = 'applies = { sector = "tech" }\nmultipliers.check-in.no-date.screen = 2'
    book = kit(text).policy_for(facts("FR", sectors=["tech"]))

    assert book.explain(SCREEN).startswith(f"{SCREEN} = 14 business days: 7 business days (fr) × 2 (a)")
    assert book.explain("check-in.no-date").startswith("check-in.no-date = 7 business days, set by fr")


def test_a_house_may_multiply_too():
    book = fk.Kit(house=house("multipliers.check-in.after-word = 1.25")).policy_for(facts("US"))

    assert book.explain("check-in.after-word") == (
        "check-in.after-word = 13 business days: 10 business days (international) × 1.25 (ours)"
    )


@given(amount=st.integers(1, 400), hundredths=st.integers(1, 500))
def test_a_product_is_rounded_up_to_whole_units_and_never_by_one_too_many(amount, hundredths):
    text = f"multipliers.check-in.after-word = {hundredths / 100}"
    base = f'applies = {{ country = "PL" }}\nvalues.check-in.after-word = "{amount} business days"'
    found = kit(base, house=house(text)).policy_for(facts("PL")).told_by["check-in.after-word"][-1][1]

    assert Span.parse(found).amount == -(-amount * hundredths // 100)  # exact, in whole numbers


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("check-in.no-dat = 2", "a.toml: multipliers.check-in.no-dat", "did you mean 'check-in.no-date"),
        ("check-in.at-most = 2", "a.toml: multipliers", "'check-in.at-most' is no span"),
        ("check-in.no-date = 0", "multipliers.check-in", "above 0 and at most 100"),
        ("check-in.no-date = -1", "multipliers.check-in", "above 0"),
        ("check-in.no-date = inf", "multipliers.check-in", "above 0"),
        ("check-in.no-date = nan", "multipliers.check-in", "above 0"),
        ("check-in.no-date = true", "multipliers.check-in", "above 0"),
        ('check-in.no-date = "2"', "multipliers.check-in", "above 0"),
        ("check-in.no-date = [2]", "multipliers.check-in", "above 0"),
    ],
)
def test_a_factor_that_cannot_be_used_is_told_when_the_kit_is_built(text, place, said):
    assert said in problems(f"[multipliers]\n{text}")[place]


# What a policy applies to -------------------------------------------------------------------------------------------


def test_a_record_may_say_what_it_applies_to_as_well_as_its_text():
    by_record = fk.Policy(name="a", text="closed = [2025-06-11]", applies={"sector": ("tech", "law"), "internal": True})

    assert "a" in layers(facts("US", sectors=["law"], internal=True), fk.Kit(add=[by_record]))
    assert "a" not in layers(facts("US", sectors=["law"]), fk.Kit(add=[by_record]))


def test_a_policy_that_says_two_things_of_what_it_applies_to_is_refused():
    both = fk.Policy(name="a", text='applies = { country = "US" }', source="a.toml", applies={"country": "CA"})

    with pytest.raises(InvalidPolicy, match=r"a\.toml: applies: the record and the text say different facts"):
        fk.Kit(add=[both])
    assert fk.Kit(add=[attrs.evolve(both, applies={"country": "US"})])


@pytest.mark.parametrize(
    ("applies", "place", "said"),
    [
        ('{ contry = "US" }', "applies.contry", "did you mean 'country'"),
        ('{ country = "us" }', "applies.country", "wants a country code"),
        ('{ country = ["US", "usa"] }', "applies.country", "wants a country code"),
        ("{ country = [] }", "applies.country", "wants a country code"),
        ("{ sector = 3 }", "applies.sector", "wants a word"),
        ('{ size = "huge" }', "applies.size", '"large" or "small"'),
        ('{ internal = "perhaps" }', "applies.internal", "true or false"),
        ('"US"', "applies", "wants a table"),
    ],
)
def test_a_fact_that_no_application_has_is_told_when_the_kit_is_built(applies, place, said):
    assert said in problems(f"applies = {applies}")[place]


def test_a_fact_a_record_cannot_apply_to_is_told_with_its_source():
    with pytest.raises(InvalidPolicy, match=r"a\.toml: applies\.round: no fact is called 'round'"):
        fk.Kit(add=[fk.Policy(name="a", text="", source="a.toml", applies={"round": "final"})])


@pytest.mark.parametrize("name", ["user", "application"])
def test_no_policy_is_called_like_a_layer_of_values(name):
    with pytest.raises(InvalidPolicy, match="the name of a layer of its own"):
        fk.Kit(add=[fk.Policy(name=name, text="")])


def test_a_policy_without_extends_lies_over_the_base_and_never_over_nothing():
    book = kit("values.check-in.at-most = 3").rulebook("a")

    assert book.layers == ("international", "a")
    assert len(book.rules) == len(KIT.rulebook("international").rules)


def test_a_layer_that_applies_to_nothing_lies_where_the_layer_over_it_does():
    kit_of = kit(
        'values.check-in.no-date = "6 business days"',
        'extends = "a"\napplies = { country = "PL" }',
        'extends = "a"\napplies = { sector = "tech" }',
    )

    assert "× 2 (government)" in kit_of.policy_for(facts("PL", sectors=["government"])).explain("check-in.no-date")
    fixed = kit_of.policy_for(facts("US", sectors=["tech", "government"]))
    assert fixed.layers == ("international", "us", "government", "a", "c", "tech")
    assert "set by a" in fixed.explain("check-in.no-date")
    both = kit_of.policy_for(facts("PL", sectors=["tech", "government"]))
    assert both.layers == ("international", "a", "b", "government", "c", "tech")
    assert "× 2 (government)" in both.explain("check-in.no-date"), "where it lies lowest, it is the country's"
    levels = {layer.name: layer.level for layer in chain("b", kit_of._layers)}
    assert levels == {"international": Level.BASE, "a": Level.COUNTRY, "b": Level.COUNTRY}


# Values of one application ------------------------------------------------------------------------------------------


def test_an_application_has_the_last_word_on_a_value():
    told = thanked("US", values={"check-in": {"no-date": {"other": "2 business days"}, "at-most": 1}})

    assert asked(told) == {"check-in/1": "2025-06-09", "closing-note/1": "2025-06-18"}
    assert KIT.policy_for(told).explain("check-in.at-most").startswith("check-in.at-most = 1, set by application")


def test_values_of_one_application_are_its_own():
    mine, other = facts("US", values={"check-in.at-most": 1}), facts("US")

    assert KIT.policy_for(mine).limits.per_silence["check-in"] == 1
    assert KIT.policy_for(other).limits.per_silence["check-in"] == 2
    assert KIT.policy_for(attrs.evolve(mine, values={"check-in.at-most": 4})).limits.per_silence["check-in"] == 4


@pytest.mark.parametrize(
    ("values", "place", "said"),
    [
        ({"check-in.at-mots": 1}, "values.check-in.at-mots", "did you mean 'check-in.at-most'"),
        ({"thank-you.target": "soon"}, "values.thank-you.target", "'soon' is no span"),
        ({"check-in.no-date.screen": "soon"}, "values.check-in.no-date.screen", "'soon' is no span"),
        ({"check-in.at-most": "two"}, "values.check-in.at-most", "wants a whole number from 0 up"),
        ({"check-in.at-most": [1]}, "values.check-in.at-most", "wants a whole number"),
    ],
)
def test_a_value_of_an_application_that_nobody_can_use_is_told_by_its_place(values, place, said):
    with pytest.raises(InvalidPolicy) as caught:
        plan(facts("US", values=values), "2025-06-05 16:00")

    assert {problem.place for problem in caught.value.problems} == {place}
    assert said in str(caught.value)


def test_a_value_set_by_hand_may_be_known_to_some_policies_alone():
    text = 'applies = { country = "PL" }\nvalues.own.wait = "3 business days"'

    assert kit(text, set={"own.wait": "4 business days"}).policy_for(facts("PL")).told_by["own.wait"][-1][0] == "user"
    assert "own.wait" not in kit(text, set={"own.wait": "4 business days"}).policy_for(facts("US")).told_by
    assert "did you mean 'own.wait'" in problems(text, set={"own.wiat": "4 business days"})["set"]


# Houses -------------------------------------------------------------------------------------------------------------


def test_a_house_lies_over_whatever_the_facts_choose():
    ours = fk.Kit(house=house('closed = [2025-06-11]\nvalues.check-in.no-date = "3 business days"'))

    # 6, 9, 10; and with the day closed: the note of Wednesday goes a day later
    assert asked(thanked("US", sectors=["government"]), ours)["check-in/1"] == "2025-06-10"
    assert asked(thanked("PL", "Europe/Warsaw"), ours)["check-in/1"] == "2025-06-10"
    assert date(2025, 6, 11) in ours.policy_for(facts("GB")).customs.closed


def test_a_house_changes_single_sentences():
    words = fk.Language(tag="en", text='[reasons]\nno-silence = "Nobody is waited for."', source="words/en.toml")
    ours = fk.Kit(house=House(name="ours", languages=[words]))

    assert ours.lexicon("en").tables["reasons"]["no-silence"] == "Nobody is waited for."
    assert KIT.lexicon("en").tables["reasons"]["no-silence"] != "Nobody is waited for."
    follow_up = plan(facts("US"), "2025-06-05 16:30").follow_ups[0]
    with pytest.raises(fk.errors.StaleFollowUp):
        ours.write(follow_up, facts("US"))


def test_a_house_with_words_for_a_language_nobody_has_is_refused():
    words = fk.Language(tag="tlh", text='tag = "tlh"', source="words/tlh.toml")

    with pytest.raises(WordsError, match="no language is called 'tlh'"):
        fk.Kit(house=House(name="ours", languages=[words]))


@pytest.mark.parametrize("key", ['extends = "us"', 'applies = { country = "US" }'])
def test_a_house_that_names_what_it_lies_over_is_refused(key):
    with pytest.raises(InvalidPolicy) as caught:
        fk.Kit(house=house(key))

    assert [problem.place for problem in caught.value.problems] == [f"policy.toml: {key.split()[0]}"]


def test_what_is_wrong_in_a_house_is_told_once_and_with_what_is_wrong_elsewhere():
    found = problems('[rules.card]\nwhen = ["opne"]', house=house('[rules.closing-note]\nafter = "x"'))

    assert found.keys() == {"rules.card.when", "rules.closing-note.after"}


# Seasons ------------------------------------------------------------------------------------------------------------


def test_the_turn_of_the_year_is_a_season():
    (season,) = KIT.rulebook("international").seasons

    assert season.touches(date(2025, 12, 1), date(2025, 12, 20))
    assert season.touches(date(2026, 1, 3), date(2026, 1, 9))
    assert not season.touches(date(2026, 1, 4), date(2026, 12, 19))
    assert str(season.adds) == "5 business days"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('from = "13-01"\nto = "01-03"\nadds = "1 business day"', "from", "is no day of the year"),
        ('from = "02-30"\nto = "03-03"\nadds = "1 business day"', "from", "is no day of the year"),
        ('from = "12-20"\nto = "1-3"\nadds = "1 business day"', "to", 'as in "12-20"'),
        ('from = "12-20"\nto = "01-03"\nadds = "3 days"', "adds", "wants business days"),
        ('from = "12-20"\nto = "01-03"\nadds = "soon"', "adds", "is no span"),
        ('from = "12-20"\nto = "01-03"', "adds", "adds is missing"),
        ('to = "01-03"\nadds = "1 business day"', "from", "from is missing"),
        ('from = 5\nto = "01-03"\nadds = "1 business day"', "from", "wants text"),
        ('form = "12-20"', "form", "did you mean 'from'"),
    ],
)
def test_a_season_that_cannot_be_read_is_told(text, place, said):
    assert said in problems(f"[seasons.summer]\n{text}")[f"seasons.summer.{place}"]


def test_a_leap_day_may_begin_a_season_and_a_layer_may_move_or_drop_one():
    text = 'seasons.year-end.enabled = false\n[seasons.leap]\nfrom = "02-29"\nto = "02-29"\nadds = "1 business day"'
    (season,) = kit(text).rulebook("a").seasons

    assert (season.name, season.first, season.last) == ("leap", (2, 29), (2, 29))
    (moved,) = kit('seasons.year-end.from = "12-24"').rulebook("a").seasons
    assert (moved.first, moved.last) == ((12, 24), (1, 3))


# All together -------------------------------------------------------------------------------------------------------

EMPLOYERS = st.builds(
    fk.Employer,
    country=st.sampled_from(COUNTRIES),
    sectors=st.lists(st.sampled_from(SECTORS), max_size=4, unique=True),
    size=st.sampled_from(["large", "small", "unknown"]),
)


@given(employer=EMPLOYERS, internal=st.booleans())
def test_any_layers_that_are_built_in_fit_together_as_if_each_rule_were_compiled_anew(employer, internal):
    told = fk.Application(id="any", employer=employer, internal=internal)
    book = KIT.policy_for(told)
    stacked = stack(facts_of(told, employer.country), KIT._layers)

    assert book.layers[0] == "international"
    assert len(set(book.layers)) == len(book.layers)
    assert book == compile_policy(stacked, KIT._names)


@given(employer=EMPLOYERS, internal=st.booleans())
def test_every_value_can_be_explained_and_names_only_layers_that_are_there(employer, internal):
    book = KIT.policy_for(fk.Application(id="any", employer=employer, internal=internal))

    for name, pairs in book.told_by.items():
        assert {layer for layer, _ in pairs} <= set(book.layers)
        assert book.explain(name).startswith(f"{name} = {pairs[-1][1]}")
        assert name not in book.multiplied or book.multiplied[name][0] == pairs[-1][0]


def test_kits_that_are_built_at_once_do_not_mix_up_their_rules():
    texts = [
        f'[slots.check-in]\nhour = "{9 + number:02}:00"\n'
        f'[rules.own-{number}]\nlike = "check-in-no-date"\nrank = {number}'
        for number in range(8)
    ]
    with ThreadPoolExecutor(8) as pool:
        books = list(pool.map(lambda text: kit(text).rulebook("a"), texts * 4))

    for number, book in enumerate(books):
        rules = {rule.id: rule for rule in book.rules}
        assert rules[f"own-{number % 8}"].rank == number % 8
        assert rules["check-in-no-date"].hour.hour == 9 + number % 8
        assert book == kit(texts[number % 8]).rulebook("a")


def test_a_sector_no_policy_is_for_is_told_in_the_plan_so_that_a_slip_is_noticed():
    told = facts("US", sectors=["tech", "goverment"])
    planned = KIT.plan(told, now=at("2025-06-05 16:00"))

    assert [one.parameters["sector"] for one in planned.assumptions if one.code == "sector-unknown"] == ["goverment"]
    assert "the sector “goverment”" in planned.explain(told)


def test_sectors_are_not_compared_where_a_policy_was_named_by_hand():
    told = facts("US", sectors=["goverment"])
    planned = fk.Kit(policy="us").plan(told, now=at("2025-06-05 16:00"))

    assert "sector-unknown" not in {one.code for one in planned.assumptions}
