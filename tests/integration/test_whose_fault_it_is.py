"""What is wrong is told with whoever brought it, so that the user knows what to block, and is never told of the user."""

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
