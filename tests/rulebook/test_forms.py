"""A form of a channel, as a link is of e-mail, goes where that channel goes, and only there.

What somebody said about the channel, what was sent on it and what came back from it counts for the form, too.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import followkit as fk
from followkit.errors import InvalidPolicy, PluginError, UnknownChannel
from tests.rulebook.dana import PRIYA, application, at, interview, one, plan, refusals

NOW = "2025-06-05 17:30"
BEFORE = 'gates.forms = { email = ["note-in-a-box"] }\n'


def form(name: str = "note-in-a-box", **changes: Any) -> fk.Channel:
    """Return another form of e-mail: the same words and address, in a box."""

    def address(person: fk.Person) -> str | fk.Missing:
        return person.addresses.get("email") or fk.Missing("no-email")

    def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
        (to,) = (address(person) for person in facts.people if person.id == follow_up.recipient)
        assert isinstance(to, str)
        boxed = f"+--\n{note.text}+--\n"
        people = (fk.Address(address=to),)
        return fk.Message(channel=name, handle=note.handle, key=note.key, recipients=people, body=boxed)

    def drafts(message: fk.Message) -> list[fk.Draft]:
        return [fk.Draft(suffix=".box", media_type="text/plain", content=message.body.encode())]

    record = fk.Channel(
        name=name, classes=("written",), address=address, compose=compose, drafts=drafts, needs="email", form_of="email"
    )
    return attrs.evolve(record, **changes)


def kit(policy: str = "", *forms: fk.Channel) -> fk.Kit:
    return fk.Kit(add=forms or (form(),), house={"policy.toml": policy} if policy else None)


def met(*events: fk.events.Event, **person: Any) -> fk.Application:
    return application(*events, people=[attrs.evolve(PRIYA, **person)], interviews=[interview(["priya"])])


def thanks(facts: fk.Application, by: fk.Kit) -> fk.FollowUp:
    return one(plan(facts, NOW, by), "thank-you/priya")


# Where it is used ---------------------------------------------------------------------------------------------------


def test_a_form_that_is_only_installed_changes_nothing():
    """It shares the class of its channel, and is not taken by that."""
    plain, added = plan(met(), NOW, fk.Kit()), plan(met(), NOW, kit())

    assert [(one.handle, one.channel, one.form, one.when, one.reasons) for one in added.follow_ups] == [
        (one.handle, one.channel, one.form, one.when, one.reasons) for one in plain.follow_ups
    ]
    by_class = kit('rules.thank-you.channels = ["written"]', form(), form("a-form"))  # the first by name
    assert (thanks(met(), by_class).channel, thanks(met(), by_class).form) == ("email", "")


@pytest.mark.parametrize("policy", [BEFORE, 'rules.thank-you.channels = ["note-in-a-box"]'])
def test_a_house_or_a_rule_that_names_it_gets_the_form_and_it_is_an_e_mail_all_the_same(policy):
    by = kit(policy)
    planned, plain = thanks(met(), by), thanks(met(), fk.Kit())
    message = by.compose(by.write(planned, met()), planned, met())

    assert (planned.channel, planned.channel_class, planned.form) == ("email", "written", "note-in-a-box")
    assert (planned.key, planned.window, planned.reasons) == (plain.key, plain.window, plain.reasons)
    assert message.channel == "note-in-a-box"
    assert message.body.startswith("+--\nDear Priya Raman,")
    assert [draft.suffix for draft in by.drafts(message)] == [".box"]


def test_a_form_goes_before_its_channel_in_a_class_too():
    by = kit(BEFORE + 'rules.thank-you.channels = ["written"]')

    assert thanks(met(), by).form == "note-in-a-box"


def test_a_form_goes_where_the_person_wrote_when_they_wrote_an_e_mail():
    asked = fk.events.Requested(at=at("2025-06-06 11:00"), by="priya", what="two references", channel="email")

    answer = one(plan(met(asked), "2025-06-06 13:00", kit(BEFORE)), "requested-material/1")

    assert (answer.channel, answer.form) == ("email", "note-in-a-box")


def test_a_form_that_is_not_installed_is_told_and_the_channel_itself_taken():
    planned = thanks(met(), fk.Kit(house={"policy.toml": BEFORE}))

    assert (planned.channel, planned.form) == ("email", "")
    assert planned.reasons[-1] == fk.Reason(code="channel-not-installed", parameters={"channel": "note-in-a-box"})


def test_a_form_that_is_too_small_gives_way_to_its_channel_where_it_only_goes_before_it():
    def compose(note: fk.Note, follow_up: fk.FollowUp, facts: fk.Application) -> fk.Message:
        raise fk.errors.TooLong("too long", channel="note-in-a-box", limit=5)

    small = form(compose=compose, limits={"characters": 5})
    told = {"channel": "note-in-a-box", "person": "priya"}

    before = thanks(met(), kit(BEFORE, small))
    assert (before.channel, before.form) == ("email", "")
    assert before.reasons[-1] == fk.Reason(code="note-too-long", parameters=told)
    named = plan(met(), NOW, kit('rules.thank-you.channels = ["note-in-a-box"]', small))
    assert named.follow_up("thank-you/priya") is None
    assert {"unreachable", "note-too-long"} <= refusals(named, "thank-you")


def test_what_was_sent_in_a_form_was_sent_by_its_channel():
    by = kit(BEFORE)
    sent = thanks(met(), by).sent(at("2025-06-05 18:00"))

    assert sent.channel == "email"
    assert plan(met(sent), "2025-06-05 18:05", by).follow_up("thank-you/priya") is None


# What is said of the channel counts for the form --------------------------------------------------------------------

BOUNCED = (
    fk.events.Sent(at=at("2025-06-05 17:10"), follow_up="thank-you/priya", to="priya", channel="email"),
    fk.events.Bounced(at=at("2025-06-05 17:11"), person="priya", channel="email", address=PRIYA.addresses["email"]),
)


@pytest.mark.parametrize("policy", [BEFORE, 'rules.thank-you.channels = ["note-in-a-box"]'])
@pytest.mark.parametrize(
    ("facts", "more", "code"),
    [
        (met(contact=fk.Contact(channels={"email": "refused"})), "", "channel-refused"),
        (met(addresses={}), "", "no-email"),
        (met(*BOUNCED), "", "address-bounced"),
        (met(), 'channels.allowed = ["phone"]\n', "channel-not-allowed"),
        (met(), 'gates.invited-only = ["written"]\n', "channel-not-invited"),
    ],
)
def test_what_forbids_the_channel_forbids_the_form(policy, facts, more, code):
    planned = plan(facts, NOW, kit(more + policy))

    assert planned.follow_up("thank-you/priya") is None
    assert {"unreachable", code} <= refusals(planned, "thank-you")
    told = [reason for one in planned.decisions for reason in one.reasons if reason.code == code]
    assert {reason.parameters["channel"] for reason in told} & {"email", "note-in-a-box"} == {"email"}


def test_who_invited_the_channel_invited_the_form():
    gated = 'gates.invited-only = ["written"]\n' + BEFORE
    invited = met(contact=fk.Contact(channels={"email": "invited"}))

    assert thanks(invited, kit(gated)).form == "note-in-a-box"


def test_what_is_allowed_is_the_channel_and_its_forms_with_it():
    assert thanks(met(), kit('channels.allowed = ["email"]\n' + BEFORE)).form == "note-in-a-box"


def test_a_form_that_wants_to_be_invited_is_not_used_uninvited():
    shy = form(invited_only=True)
    invited = met(contact=fk.Contact(channels={"email": "invited"}))

    assert thanks(met(), kit(BEFORE, shy)).form == ""
    assert thanks(met(), kit(BEFORE, shy)).reasons[-1].code == "channel-not-invited"
    assert thanks(invited, kit(BEFORE, shy)).form == "note-in-a-box"


def test_a_form_that_cannot_use_the_address_gives_way_to_its_channel():
    picky = form(address=lambda person: fk.Missing("bad-box"))
    planned = thanks(met(), kit(BEFORE, picky))

    assert (planned.channel, planned.form) == ("email", "")
    assert planned.reasons[-1] == fk.Reason(code="bad-box", parameters={"channel": "note-in-a-box", "person": "priya"})


# What is refused when a kit is built ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        ([form(form_of="pigeon")], "a form of 'pigeon', which no plugin provides; there are: card, email"),
        ([form(), form("inner", form_of="note-in-a-box")], "'inner' .* 'note-in-a-box', which is a form itself"),
        ([form(form_of="note-in-a-box")], "a form of 'note-in-a-box', which is a form itself"),
        ([form(classes=("paper",))], "a form of 'email', with which it shares no class; that is written"),
    ],
)
def test_a_form_of_no_channel_is_refused_and_its_provider_named(forms, said):
    with pytest.raises(PluginError, match=said) as refused:
        fk.Kit(add=forms)

    assert refused.value.plugin


def test_a_form_whose_channel_is_blocked_has_no_channel_any_more():
    fk.Kit(add=[form()], block=["nobody"])
    with pytest.raises(PluginError, match="which no plugin provides"):
        fk.Kit(add=[form()], block=["followkit"])


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ('gates.forms = { email = ["letter"] }', "'letter' is no form of 'email'"),
        ('gates.forms = { phone = ["note-in-a-box"] }', "it is a form of 'email'"),
        ('gates.forms = { email = "note-in-a-box" }', "wants a list of texts"),
        ('gates.form = { email = ["note-in-a-box"] }', "did you mean 'forms'"),
    ],
)
def test_what_goes_before_a_channel_has_to_be_a_form_of_it(policy, said):
    with pytest.raises(InvalidPolicy, match=said):
        kit(policy)


def test_a_house_takes_back_what_another_layer_puts_before_a_channel():
    two = [form(), form("second")]
    base = fk.Policy(name="us", text=BEFORE, applies={"country": "US"}, overrides=True)
    edited = 'gates.forms.email = { drop = ["note-in-a-box"], add = ["second"] }'

    assert thanks(met(), fk.Kit(add=[*two, base])).form == "note-in-a-box"
    assert thanks(met(), fk.Kit(add=[*two, base], house={"policy.toml": edited})).form == "second"


def test_a_follow_up_whose_form_is_gone_is_refused_when_it_is_composed():
    planned = thanks(met(), kit(BEFORE))
    note = kit(BEFORE).write(planned, met())

    with pytest.raises(UnknownChannel, match="note-in-a-box"):
        fk.Kit().compose(note, planned, met())
