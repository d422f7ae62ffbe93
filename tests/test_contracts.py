"""The contracts that plugin authors call: our own records keep them, and each way to break one is noticed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._builtin import followkit_adapters, followkit_checks, followkit_conditions, followkit_languages
from followkit._core.errors import Unreachable
from followkit._core.guards import GUARDS, Proposal
from followkit.errors import DeliveryError, InvalidFacts
from followkit.testing import (
    check_adapter,
    check_channel,
    check_check,
    check_condition,
    check_guard,
    check_language,
    check_sender,
    samples,
)

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
    "leaves for somebody": ({"address": lambda person: sys.exit()}, "address raised SystemExit"),
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
        (lambda proposal: sys.exit(), "SystemExit, which counts as a veto"),
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
        (ESPERANTO.format("{{ poiint }}"), "acknowledge.thanks: not known here: poiint"),
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


# Adapters -------------------------------------------------------------------------------------------------------------

INVITE = b"""BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@acme.example\nSUMMARY:Panel
DTSTART;TZID=America/New_York:20250605T140000\nDURATION:PT1H
ATTENDEE;CN=Priya Raman:mailto:priya@acme.example\nEND:VEVENT\nEND:VCALENDAR"""
FLOATING = INVITE.replace(b";TZID=America/New_York", b"")
HIRED = b"Engineer"


def named(application: fk.Application, payload: bytes, **changes: Any) -> fk.Imported:
    """Add a position and a person, where the facts have none."""
    try:
        position = payload.decode("ascii")
        there = [fk.Person(id="ola", name="Ola Nowak")] if application.person("ola") is None else []
        told = {"position": application.position or position or None, "people": (*application.people, *there)}
        return fk.Imported(application=attrs.evolve(application, **{**told, **changes}))
    except UnicodeDecodeError:
        raise InvalidFacts("no text") from None


@pytest.mark.parametrize("adapter", followkit_adapters(), ids=lambda adapter: adapter.name)
def test_our_own_adapters_keep_the_contract(adapter):
    check_adapter(adapter, payloads=[INVITE, FLOATING, INVITE.replace(b"UID:1", b"UID:2")])


def test_a_plain_adapter_keeps_it():
    check_adapter(fk.Adapter(name="mail", read=lambda payload, facts: named(facts, payload)), payloads=[HIRED])


def moved(payload: bytes, facts: fk.Application) -> fk.Imported:
    return fk.Imported(
        application=attrs.evolve(
            facts, interviews=[attrs.evolve(one, start=None, end=None, minutes=None) for one in facts.interviews]
        )
    )


def without_talks(payload: bytes, facts: fk.Application) -> fk.Imported:
    return fk.Imported(
        application=attrs.evolve(
            facts, interviews=[attrs.evolve(one, interviewers=[]) for one in facts.interviews], events=[]
        )
    )


def an_hour_later(payload: bytes, facts: fk.Application) -> fk.Imported:
    found = [
        attrs.evolve(one, start=one.start + timedelta(hours=1)) if isinstance(one.start, datetime) else one
        for one in facts.interviews
    ]
    return fk.Imported(application=attrs.evolve(facts, interviews=found))


def forgetful(payload: bytes, facts: fk.Application) -> fk.Imported:
    return fk.Imported(application=attrs.evolve(facts, events=[]))


def knowing_better(payload: bytes, facts: fk.Application) -> fk.Imported:
    others = [one for one in facts.people if one.id != "ola"]
    return fk.Imported(application=attrs.evolve(facts, people=[*others, fk.Person(id="ola", name="Ola Nowak")]))


def growing(payload: bytes, facts: fk.Application) -> fk.Imported:
    more = fk.Person(id=f"person-{len(facts.people)}")
    return fk.Imported(application=attrs.evolve(facts, people=[*facts.people, more]))


def spoiled(payload: bytes, facts: fk.Application) -> fk.Imported:
    object.__setattr__(facts, "position", "Engineer")
    return fk.Imported(application=facts)


def telling(payload: bytes, facts: fk.Application) -> fk.Imported:
    raise InvalidFacts(f"cannot read {payload.decode('latin-1')}")


BROKEN_ADAPTERS: dict[str, tuple[Callable[[bytes, fk.Application], Any], str]] = {
    "refuses": (lambda payload, facts: named(facts, b"\xff"), "it refuses a payload that it should read"),
    "raises": (lambda payload, facts: 1 / 0, "it raised ZeroDivisionError, not InvalidFacts"),
    "raises for some": (lambda payload, facts: named(facts, payload.decode("ascii").encode()), "UnicodeDecodeError"),
    "stops": (lambda payload, facts: exit(1), "it raised SystemExit"),
    "the facts alone": (lambda payload, facts: facts, "it gave a Application, not an Imported"),
    "another id": (lambda payload, facts: fk.Imported(application=attrs.evolve(facts, id="x")), "another id"),
    "speaks over the facts": (lambda payload, facts: named(facts, payload, position="Boss"), "it changed position"),
    "forgets people": (lambda payload, facts: fk.Imported(application=fk.Application(id=facts.id)), "it changed"),
    "moves": (moved, "it changed interviews.panel.minutes"),
    "moves the hour alone": (an_hour_later, r"it changed interviews\..*\.start"),
    "forgets who was there": (without_talks, "it changed"),
    "forgets what happened": (forgetful, "it changed events"),
    "corrects corrections": (knowing_better, "it changed people.ola.name"),
    "adds every time": (growing, "changes what it read the first time"),
    "changes its mind": (
        lambda payload, facts: named(facts, payload, custom={"read": next(COUNTING)}),
        "something else the second time",
    ),
    "changes the facts": (spoiled, "it changed what it was given"),
    "tells what it read": (telling, "its error holds an address"),
}


@pytest.mark.parametrize(("read", "said"), BROKEN_ADAPTERS.values(), ids=BROKEN_ADAPTERS)
def test_an_adapter_that_breaks_the_contract_is_told_how(read, said):
    payloads = [INVITE] if read is telling else [HIRED]

    with pytest.raises(AssertionError, match=said):
        check_adapter(fk.Adapter(name="mail", read=read), payloads=payloads)


def test_an_adapter_wants_something_to_read():
    with pytest.raises(AssertionError, match="give at least one payload"):
        check_adapter(fk.Adapter(name="mail", read=lambda payload, facts: fk.Imported(application=facts)), payloads=[])


# Senders --------------------------------------------------------------------------------------------------------------

NUMBER = "+12125550142"


def gateway(outbox: list[tuple[str, str]], *, accepts: bool = True, **changes: Any) -> fk.Sender:
    """Return a sender whose service puts what it is asked to deliver into *outbox*."""

    def send(message: fk.Message) -> fk.Receipt:
        for to in (*message.recipients, *message.copies):
            outbox.append((to.address, message.body))
        if not accepts:
            raise DeliveryError("the gateway said no")
        return fk.Receipt(id="7")

    return fk.Sender(**{"name": "gateway", "carries": ["text"], "send": send, **changes})


def test_a_plain_sender_keeps_the_contract():
    outbox: list[tuple[str, str]] = []

    check_sender(gateway(outbox), outbox=outbox, refusing=gateway(outbox, accepts=False), reaches=NUMBER)


def sending(outbox: list[tuple[str, str]], **how: Any) -> Callable[[fk.Message], Any]:
    """Send as the gateway does, with something about it changed."""
    plain = gateway(outbox).send

    def send(message: fk.Message) -> Any:
        changed = how.get("changed", lambda message: message)(message)
        for _ in range(how.get("times", 1)):
            receipt = plain(changed)
        if "error" in how:
            raise how["error"]
        return how.get("answer", receipt)

    return send


def first_only(message: fk.Message) -> fk.Message:
    return attrs.evolve(message, recipients=message.recipients[:1], copies=())


def split(message: fk.Message) -> fk.Message:
    """Take what stands in one address for several, as many services do."""
    found = [fk.Address(address=part) for to in message.recipients for part in to.address.split(",")]
    return attrs.evolve(message, recipients=found)


def reworded(message: fk.Message) -> fk.Message:
    object.__setattr__(message, "subject", f"{message.subject}!")
    return message


BROKEN_SENDERS: dict[str, tuple[dict[str, Any], str]] = {
    "no receipt": ({"answer": True}, "it gave a bool, not a Receipt"),
    "a receipt numbered": ({"answer": fk.Receipt(id=7)}, "it gave a receipt whose id is no text"),  # type: ignore[arg-type]
    "another error": ({"error": ValueError()}, "it raised ValueError, not DeliveryError"),
    "stops": ({"error": SystemExit(1)}, "it raised SystemExit"),
    "refuses everybody": ({"error": DeliveryError("no"), "times": 1}, "nothing was handed over, and something was"),
    "twice": ({"times": 2}, "more than once"),
    "changes the message": ({"changed": reworded}, "it changed the message"),
    "the first alone": ({"changed": first_only}, "did not reach everybody"),
    "several in one": ({"changed": split}, "somebody whom the message does not name"),
    "other words": ({"changed": lambda message: attrs.evolve(message, body=message.body[:20])}, "are not those"),
}


@pytest.mark.parametrize(("how", "said"), BROKEN_SENDERS.values(), ids=BROKEN_SENDERS)
def test_a_sender_that_breaks_the_contract_is_told_how(how, said):
    outbox: list[tuple[str, str]] = []
    broken = gateway(outbox, send=sending(outbox, **how))

    with pytest.raises(AssertionError, match=said):
        check_sender(broken, outbox=outbox, refusing=gateway(outbox, accepts=False), reaches=NUMBER)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({}, "it gave a receipt for what its service refused"),
        ({"times": 2, "error": DeliveryError("no")}, "it tried again by itself"),
        ({"error": DeliveryError(f"{NUMBER} is unknown")}, "its error holds an address"),
        ({"error": OSError()}, "it raised OSError, not DeliveryError"),
    ],
)
def test_a_sender_that_is_refused_says_so_and_no_more(how, said):
    outbox: list[tuple[str, str]] = []
    refusing = gateway(outbox, send=sending(outbox, **how))

    with pytest.raises(AssertionError, match=said):
        check_sender(gateway(outbox), outbox=outbox, refusing=refusing, reaches=NUMBER)


@pytest.mark.parametrize(("changes", "said"), [({"name": "My SMS"}, "small letters"), ({"carries": []}, "no channel")])
def test_a_sender_says_what_it_is_called_and_carries(changes, said):
    outbox: list[tuple[str, str]] = []

    with pytest.raises(AssertionError, match=said):
        check_sender(gateway(outbox, **changes), outbox=outbox, refusing=gateway(outbox), reaches=NUMBER)


# Samples --------------------------------------------------------------------------------------------------------------


def test_the_samples_are_facts_in_which_a_note_is_due():
    found = samples(rule="thank-you")

    assert {scene.cast for scene in found} == {"minimal", "rich", "awkward"}
    assert {scene.rule for scene in found} == {"thank-you"}
    assert {scene.rule for scene in samples()} > {"thank-you", "acceptance"}
    assert samples("de", rule="thank-you")[0].application.me.language == "de"
