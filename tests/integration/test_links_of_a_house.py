"""A house that writes its mail in a browser gets links, and an e-mail where a link would be too long."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

import followkit as fk
from followkit.channels import mailto_channel
from tests.builtin.links import read_link

NOW = datetime(2025, 6, 5, 17, tzinfo=ZoneInfo("America/New_York"))
FACTS = """
company = "Acme"
position = "Backend Engineer"
country = "US"
me = { name = "Dana Kim", email = "dana@example.org" }
interviews.panel = { start = 2025-06-05T14:00:00, minutes = 60, zone = "America/New_York", with = ["priya"] }
people.priya = { name = "Priya Raman", email = "priya@acme.example", talked_about = ["TOPIC"] }
"""
SHORT = "the nightly cron"
LONG = "請求処理を夜間バッチからキューに移すこと" * 12
"""One topic of 240 letters, each of which takes nine characters of a link: 2,160 of the 1,900 there are."""


def facts(topic: str = SHORT) -> fk.Application:
    return fk.loads(FACTS.replace("TOPIC", topic), id="acme")


def house(*forms: str) -> fk.Kit:
    return fk.Kit(house={"policy.toml": f"gates.forms = {{ email = {[*forms]} }}"})


def thanks(kit: fk.Kit, application: fk.Application) -> fk.FollowUp:
    found = kit.plan(application, now=NOW).follow_up("thank-you/priya")
    assert found is not None
    return found


def codes(one: fk.FollowUp) -> list[str]:
    return [reason.code for reason in one.reasons]


# What a house sees --------------------------------------------------------------------------------------------------


def test_a_house_that_asks_for_links_gets_one_to_open():
    kit = house("mailto")
    one = thanks(kit, facts())
    message = kit.compose(kit.write(one, facts()), one, facts())

    assert (one.channel, one.form, one.channel_class) == ("email", "mailto", "written")
    assert "note-too-long" not in codes(one)
    assert message.channel == "mailto"
    opens, fields = read_link(message.extra["link"])
    assert (opens, fields["to"]) == ("mailto:", "priya@acme.example")
    assert SHORT in fields["body"]
    assert [file.suffix for file in kit.drafts(message)] == [".html", ".txt"]


def test_what_is_said_in_a_link_is_said_in_the_e_mail():
    kits = fk.Kit(), house("mailto"), house("gmail")
    told = [kit.write(thanks(kit, facts()), facts()) for kit in kits]

    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("name", "called"),
    [("mailto", "mailto link"), ("gmail", "Gmail link"), ("outlook-web", "Outlook link"), ("yahoo", "Yahoo link")],
)
def test_a_note_over_the_limit_goes_by_plain_e_mail_and_the_plan_says_why(name, called):
    kit = house(name)
    plan = kit.plan(facts(LONG), now=NOW)
    one = thanks(kit, facts(LONG))
    message = kit.compose(kit.write(one, facts(LONG)), one, facts(LONG))

    assert (one.channel, one.form) == ("email", "")
    (why,) = [reason for reason in one.reasons if reason.code == "note-too-long"]
    assert dict(why.parameters) == {"channel": name, "person": "priya"}
    assert f"The note to Priya Raman is too long to go by {called}." in plan.explain(facts(LONG))
    assert (message.channel, [file.suffix for file in kit.drafts(message)]) == ("email", [".eml", ".txt"])


def test_the_second_form_is_tried_before_the_e_mail():
    kit = fk.Kit(
        add=[mailto_channel(limit=200, overrides=True)],
        house={"policy.toml": 'gates.forms = { email = ["mailto", "gmail"] }'},
    )
    one = thanks(kit, facts())

    assert one.form == "gmail"
    assert [reason.parameters["channel"] for reason in one.reasons if reason.code == "note-too-long"] == ["mailto"]


def test_nobody_gets_a_link_who_did_not_ask_for_one():
    for one in fk.Kit().plan(facts(), now=NOW).follow_ups:
        assert one.form == ""


def test_a_rule_may_ask_for_a_link_by_its_name():
    kit = fk.Kit(house={"policy.toml": 'rules.thank-you.channels = ["gmail", "email"]'})

    assert (thanks(kit, facts()).channel, thanks(kit, facts()).form) == ("email", "gmail")
