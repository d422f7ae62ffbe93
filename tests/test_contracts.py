"""The contracts that plugin authors call: our own records keep them, and each way to break one is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._builtin import followkit_checks, followkit_conditions, followkit_languages
from followkit._core.errors import Unreachable
from followkit._core.guards import GUARDS, Proposal
from followkit.testing import check_channel, check_check, check_condition, check_guard, check_language

REACHES = {"email": "priya@acme.example", "phone": "+1 212 555 0142"}
HERE = {"pager": "5550199"}


def address(person: fk.Person) -> str | fk.Missing:
    return person.addresses.get("pager") or fk.Missing("no-pager")


def compose(note: fk.Note, follow_up: fk.FollowUp, application: fk.Application) -> fk.Message:
    person = application.person(follow_up.recipient)
    there = address(person) if person else fk.Missing("no-pager")
    if isinstance(there, fk.Missing):
        raise Unreachable("no pager", channel="pager")
    return fk.Message(
        channel="pager",
        handle=follow_up.handle,
        key=follow_up.key,
        recipients=[fk.Address(address=there)],
        body=note.body,
    )


PAGER = fk.Channel(name="pager", classes=["short"], address=address, compose=compose)


# Channels -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REACHES)
def test_our_own_channels_keep_the_contract(name):
    check_channel(fk.Kit().channel(name), reaches=REACHES)


def test_a_plain_channel_keeps_it():
    check_channel(PAGER, reaches=HERE)


def changed(**what: Any) -> Callable[..., fk.Message]:
    """Compose as the pager does, with something in the message changed."""
    return lambda *given: attrs.evolve(compose(*given), **what)


def twice(note: fk.Note, follow_up: fk.FollowUp, application: fk.Application) -> fk.Message:
    COUNTED.append(1)
    return attrs.evolve(compose(note, follow_up, application), body=str(len(COUNTED)))


COUNTED: list[int] = []
COUNTING = count()


def spoiling(note: fk.Note, follow_up: fk.FollowUp, application: fk.Application) -> fk.Message:
    message = compose(note, follow_up, application)
    object.__setattr__(note, "subject", f"{note.subject}!")
    return message


def to_everybody(note: fk.Note, follow_up: fk.FollowUp, application: fk.Application) -> fk.Message:
    message = compose(note, follow_up, application)
    return attrs.evolve(message, recipients=(*message.recipients, fk.Address(address="5550100")))


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "no class": ({"classes": []}, "names no class"),
    "a name with spaces": ({"name": "my pager"}, "small letters"),
    "raises for somebody": ({"address": lambda person: person.addresses["pager"]}, "address raised KeyError"),
    "an address of nobody": ({"address": lambda person: "there"}, "who has none"),
    "an answer of no kind": ({"address": lambda person: person.addresses.get("pager")}, "address gave a NoneType"),
    "another channel": ({"compose": changed(channel="beeper")}, "of channel 'beeper'"),
    "another follow-up": ({"compose": changed(key="another")}, "another follow-up"),
    "copies": ({"compose": changed(copies=(fk.Address(address="5550100"),))}, "NC-16"),
    "two lines": ({"compose": changed(subject="a\nb")}, "more than one line"),
    "everybody": ({"compose": to_everybody}, "more than one"),
    "counts": ({"compose": twice}, "the second time"),
    "changes the note": ({"compose": spoiling}, "it changed what it was given"),
    "a string": ({"compose": lambda *given: "words"}, "not a Message"),
    "no error of ours": ({"compose": lambda note, follow_up, application: 1 / 0}, "compose raised ZeroDivisionError"),
    "an ending without a dot": (
        {"drafts": lambda message: [fk.Draft(suffix="txt", media_type="text/plain", content=b"")]},
        "a draft ends in 'txt'",
    ),
    "drafts that raise": ({"drafts": lambda message: 1 / 0}, "drafts raised ZeroDivisionError"),
}


@pytest.mark.parametrize(("change", "said"), BROKEN.values(), ids=BROKEN)
def test_a_channel_that_breaks_the_contract_is_told_how(change, said):
    with pytest.raises(AssertionError, match=said):
        check_channel(attrs.evolve(PAGER, **change), reaches=HERE)


# Conditions and guards ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_our_own_guards_keep_the_contract(guard):
    check_guard(guard)


@pytest.mark.parametrize(
    ("name", "parameter", "about"),
    [
        ("open", None, None),
        ("attended", None, ["person"]),
        ("met-before", None, ["person", "round"]),
        ("panel-at-most", 7, ["person", "round"]),
        ("sent-as", "check-in", None),
    ],
)
def test_our_own_conditions_keep_the_contract(name, parameter, about):
    condition = next(one for one in followkit_conditions() if one.name == name)

    check_condition(condition, parameter=parameter, **({"about": about} if about else {}))


def test_a_condition_that_raises_is_told():
    broken = fk.Condition(name="odd", holds=lambda *asked: 1 / 0)  # type: ignore[arg-type]

    with pytest.raises(AssertionError, match="ZeroDivisionError, which counts as no"):
        check_condition(broken)


def test_a_condition_that_takes_something_wants_something():
    with pytest.raises(AssertionError, match="give a parameter"):
        check_condition(fk.Condition(name="odd", holds=lambda *asked: fk.Holds(yes=True), takes=int))


def flipping() -> Iterator[bool]:
    while True:
        yield True
        yield False


def test_a_condition_that_changes_its_mind_is_told():
    answers = flipping()

    with pytest.raises(AssertionError, match="the second time"):
        check_condition(fk.Condition(name="odd", holds=lambda *asked: fk.Holds(yes=next(answers))))


def for_ever(proposal: Proposal) -> fk.Verdict:
    later = proposal.moment + timedelta(days=1)
    return fk.Verdict(not_before=later, reason=fk.Reason(code="later"))


@pytest.mark.parametrize(
    ("judge", "said"),
    [
        (for_ever, "for ever"),
        (lambda proposal: None, "not a Verdict"),
        (lambda proposal: 1 / 0, "ZeroDivisionError, which counts as a veto"),
        (lambda proposal: fk.Verdict(veto=True), "gives no reason"),
    ],
)
def test_a_guard_that_breaks_the_contract_is_told_how(judge, said):
    with pytest.raises(AssertionError, match=said):
        check_guard(fk.Guard(name="odd", judge=judge))


# Languages ----------------------------------------------------------------------------------------------------------


WHOLE = [language for language in followkit_languages() if "-" not in language.tag]


@pytest.mark.parametrize("language", WHOLE, ids=lambda language: language.tag)
def test_our_own_languages_keep_the_contract(language):
    check_language(attrs.evolve(language, overrides=True))


DATES = '[calendar]\nday = "EEEE"\ndate = "EEEE d MMMM"\nwhen = "EEE HH:mm"\nclock = "HH:mm"\nand = "kaj"\n'
ESPERANTO = DATES + '[letter]\nsalutation = "Saluton,"\n[acknowledge]\nparagraphs = [["thanks"]]\nthanks = "{}"'


def test_a_language_that_has_one_note_is_checked_for_that_note():
    check_language(fk.Language(tag="eo", text=ESPERANTO.format("Dankon!")), whole=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ESPERANTO.format("{{ 1 / 0 }}"), "acknowledge.thanks"),
        (ESPERANTO.format("{{ poiint }}"), "no note has a fact called poiint"),
        ("[acknowledge", "cannot be read as TOML"),
    ],
)
def test_a_language_that_breaks_the_contract_is_told_how(text, said):
    with pytest.raises(AssertionError, match=said):
        check_language(fk.Language(tag="eo", text=text), whole=False)


# Checks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", followkit_checks(), ids=lambda check: check.code)
def test_our_own_checks_keep_the_contract(check):
    check_check(check)


@pytest.mark.parametrize(
    ("examine", "said"),
    [
        (lambda reading: 1 / 0, "it raised ZeroDivisionError"),
        (lambda reading: None, "it raised TypeError"),
        (lambda reading: [fk.Finding(code="odd", place="body", span=(0, 10**6))], "outside of its body"),
        (lambda reading: [fk.Finding(code="odd", span=(0, next(COUNTING) % 7))], "the second time"),
    ],
)
def test_a_check_that_breaks_the_contract_is_told_how(examine, said):
    with pytest.raises(AssertionError, match=said):
        check_check(fk.Check(code="odd", examine=examine))
