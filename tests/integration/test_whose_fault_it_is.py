"""What is wrong is told with whoever brought it, so that the user knows what to block, and is not blamed for it."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pytest

import followkit as fk
from followkit.errors import PluginError
from tests.integration.test_toy_plugin import PAGER

# A channel and its forms ----------------------------------------------------------------------------------------------


def channels(name: str, *brought: fk.Channel) -> SimpleNamespace:
    return SimpleNamespace(name=name, followkit_channels=fk.hookimpl(lambda: list(brought)))


def test_who_overrides_a_channel_with_other_classes_is_told_so_and_not_those_who_bring_its_forms():
    """E-mail has forms of our own, as gmail; they were sound until somebody put another channel in its place."""
    posh = channels("posh", attrs.evolve(PAGER, name="email", classes=["paper"], overrides=True))

    with pytest.raises(PluginError, match="plugin 'posh' overrides the channel 'email'") as refused:
        fk.Kit(plugins=[posh])

    assert refused.value.plugin == "posh"


def test_who_makes_a_form_of_what_others_have_as_a_channel_is_told_so():
    posh = channels("posh", attrs.evolve(PAGER, name="email", classes=["paper"], form_of="card", overrides=True))

    with pytest.raises(PluginError, match="which is a form itself") as refused:
        fk.Kit(plugins=[posh])

    assert refused.value.plugin == "posh"


def test_a_form_that_never_fitted_its_channel_is_still_the_fault_of_whoever_brings_it():
    odd = channels("odd", attrs.evolve(PAGER, name="odd-mail", classes=["paper"], form_of="email"))

    with pytest.raises(PluginError, match="channel 'odd-mail' of plugin 'odd' is a form of 'email'") as refused:
        fk.Kit(plugins=[odd])

    assert refused.value.plugin == "odd"


# Rules ----------------------------------------------------------------------------------------------------------------

RULE = """
[rules.visit]
slot = "visit"
contact = "courtesy"
note = "thank-you"
to = "each-interviewer"
after = "round-end"
target = "1 business day"
channels = ["written"]
when = ["there-is-cake"]
because = "somebody likes it"
"""


def brought(name: str, *records: fk.Policy | fk.Language) -> SimpleNamespace:
    policies = [one for one in records if isinstance(one, fk.Policy)]
    languages = [one for one in records if isinstance(one, fk.Language)]
    return SimpleNamespace(
        name=name,
        followkit_policies=fk.hookimpl(lambda: policies),
        followkit_languages=fk.hookimpl(lambda: languages),
    )


def refusals(**given: object) -> list[str]:
    with pytest.raises(fk.errors.InvalidPolicy) as refused:
        fk.Kit(**given)  # type: ignore[arg-type]
    return [str(one) for one in refused.value.problems]


@pytest.mark.parametrize(
    ("source", "begins"),
    [("pp.toml", "pp.toml (policy 'visits' of plugin 'pp')"), ("", "policy 'visits' of plugin 'pp'")],
)
def test_a_rule_that_asks_what_nobody_answers_is_told_with_its_plugin_policy_and_file(source, begins):
    plugin = brought("pp", fk.Policy(name="visits", text=RULE, source=source))

    [told] = refusals(plugins=[plugin])

    assert told.startswith(f"{begins}: rules.visit.when: no condition is called 'there-is-cake'")


def test_the_rule_is_the_plugins_also_where_another_policy_lies_over_it_and_the_user_set_something():
    below = brought("below", fk.Policy(name="visits", text=RULE, source="visits.toml"))
    above = brought("above", fk.Policy(name="more", text='extends = "visits"', source="more.toml"))

    [told] = refusals(plugins=[below, above], set={"check-in.at-most": 1}, house={"policy.toml": ""})

    assert told.startswith("visits.toml (policy 'visits' of plugin 'below'): rules.visit.when: ")


def test_of_two_that_are_wrong_over_each_other_each_is_told_of_its_own():
    below = brought("below", fk.Policy(name="visits", text=RULE, source="visits.toml"))
    text = 'extends = "visits"\n[rules.thank-you]\nwhen = ["there-is-tea"]'
    above = brought("above", fk.Policy(name="more", text=text, source="more.toml"))

    told = refusals(plugins=[below, above])

    assert {one.split(": ")[0] for one in told if "there-is-cake" in one} == {
        "visits.toml (policy 'visits' of plugin 'below')"
    }
    assert {one.split(": ")[0] for one in told if "there-is-tea" in one} == {
        "more.toml (policy 'more' of plugin 'above')"
    }


def test_what_the_user_set_is_the_users_and_what_a_house_says_the_houses():
    plugin = brought(
        "pp", fk.Policy(name="visits", text=RULE.replace('when = ["there-is-cake"]', ""), source="pp.toml")
    )
    house = {"policy.toml": '[rules.thank-you]\nwhen = ["there-is-tea"]'}

    by_hand = refusals(plugins=[plugin], set={"check-in.at-most": "many"})
    of_house = refusals(plugins=[plugin], house=house)

    assert by_hand
    assert all(one.startswith("set: ") for one in by_hand)
    assert of_house
    assert all(one.startswith("rules.thank-you") for one in of_house)


# Words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('letter = "Dear all,"', "letter wants a table, and is text, or a list of it"),
        ('letter.closing = "Yours, {{ me.name"', "letter.closing: cannot be read as a template"),
        ('letter.closing = "Yours, {{ nmae }}"', "letter.closing: not known here: nmae"),
        ('letter.closing = "{{ ().__class__ }}"', "letter.closing: "),
        ('letter.registers.formal.closing = ["Yours,", "{{ nmae }}"]', "letter.registers.formal.closing: not known"),
        ('thank-you.classes.short.thanks = "{{ nmae }}"', "thank-you.classes.short.thanks: not known here: nmae"),
        ('reasons.email-missing = "{% if %}"', "reasons.email-missing: cannot be read as a template"),
    ],
)
def test_words_that_nobody_could_write_with_are_told_with_their_plugin_when_the_kit_is_built(text, said):
    plugin = brought("both", fk.Language(tag="en", text=text, source="both.toml", overrides=True))

    with pytest.raises(fk.errors.WordsError) as refused:
        fk.Kit(plugins=[plugin])

    assert str(refused.value).startswith(said)
    assert refused.value.place == "both.toml (language 'en' of plugin 'both')"


def test_a_house_is_told_of_its_templates_when_the_kit_is_built():
    with pytest.raises(fk.errors.WordsError, match=r"^letter\.closing: not known here: nmae$") as refused:
        fk.Kit(house={"words/en.toml": 'letter.closing = "Yours, {{ nmae }}"'})

    assert refused.value.place == "words/en.toml"


def test_a_note_of_another_language_is_looked_at_like_one_that_changes_ours():
    words = '[weather-report]\nparagraphs = [["rain"]]\nrain = "It rains in {{ twon }}."'

    with pytest.raises(fk.errors.WordsError, match=r"^weather-report\.rain: not known here: twon$"):
        fk.Kit(add=[fk.Language(tag="xx", text=words)])


@pytest.mark.parametrize(
    "text",
    [
        'letter.closing = "Yours, {{ me.name }}"',
        'letter.closing = "Yours{% if nmae is defined %}, {{ nmae }}{% endif %}"',
        'reasons.there-is-cake = "{{ person }} has cake."',
        "calendar.day = \"EEEE '{{' d\"",
        'harmful.odd = { phrases = ["{{"], severity = "warning" }',
    ],
)
def test_what_can_be_written_with_is_left_alone(text):
    fk.Kit(plugins=[brought("both", fk.Language(tag="en", text=text, overrides=True))])
