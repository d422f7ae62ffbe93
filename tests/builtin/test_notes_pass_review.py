"""Every note of ours passes our own review: of each kind, by each channel, in each tone, with each cast."""

from __future__ import annotations

import attrs
import pytest

import followkit as fk
from followkit.errors import MissingFacts
from tests.golden.rendering import CHANNELS, KIT, Staged, by, in_register, is_served, staged

LANGUAGES = ("en", "de")


def wrong(one: Staged, kit: fk.Kit = KIT) -> list[str]:
    """Return what a review finds in the note of a scene, above a hint, in words."""
    try:
        note = kit.write(one.follow_up, one.facts)
    except MissingFacts:
        return []
    found = kit.review([note], one.facts, [one.follow_up])
    where = f"{one.scene.occasion}, {one.scene.cast}, {one.follow_up.channel}"
    return [f"{where}: {kit.tell(each, one.facts)}" for each in found if each.severity is not fk.Severity.HINT]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_passes_by_every_channel_and_in_every_tone(language):
    served = [by(one, channel) for one in staged(language) for channel in CHANNELS if is_served(one, channel)]
    tones = [
        in_register(one, register)
        for one in staged(language)
        for register in (fk.Register.FORMAL, fk.Register.FAMILIAR)
        if one.scene.cast == "rich"
    ]

    assert {one.follow_up.channel for one in served} == set(CHANNELS)
    assert len(served) >= 200
    assert len(tones) >= 80
    assert [line for one in (*served, *tones) for line in wrong(one)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_to_people_who_met_together_differ(language):
    panels = [one for one in staged(language) if one.scene.rule == "thank-you"]
    for one in panels:
        plan = KIT.plan(one.facts, now=one.scene.now)
        notes = [
            KIT.write(each, one.facts) for each in plan.follow_ups if each.note == "thank-you" and not lacks(each, one)
        ]

        assert [found.code for found in KIT.review(notes, one.facts) if found.code == "near-identical"] == []


def lacks(follow_up: fk.FollowUp, one: Staged) -> bool:
    return bool(KIT.brief(follow_up, one.facts).questions)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            'thank-you.thanks = ["I was there on {{ on_day }}, for the {{ position }} role."]',
            None,
        ),  # a part by its name
        ('thank-you.interest = ["I am thrilled about the job."]', "gushing"),
        ('thank-you.key_point = ["I keep coming back to your words about [point]."]', "placeholder"),
        ('thank-you.next_step = ["I look forward to the the next step."]', "doubled-word"),
        ('letter.salutation = "Hey {{ to.called }},"', "greeting"),
        ('thank-you.next_step = ["I hope to have your decision yet, asap."]', "pressure"),
    ],
)
def test_words_that_are_broken_do_not_pass(words, code):
    one = next(one for one in staged("en") if (one.scene.occasion, one.scene.cast) == ("thank-you", "rich"))
    kit = fk.Kit(add=[fk.Language(tag="en", overrides=True, text=words)])
    plan = kit.plan(one.facts, now=one.scene.now)
    follow_up = next(each for each in plan.follow_ups if each.handle == one.follow_up.handle)
    note = kit.write(follow_up, one.facts)
    codes = {each.code for each in kit.review([note], one.facts, [follow_up])}

    assert bool(wrong(attrs.evolve(one, follow_up=follow_up), kit)) == (code is not None)
    assert code is None or code in codes
