"""A kit reads with an adapter and sends with a sender: by name, once, with the plugin named that fails."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit.errors import ChannelError, DeliveryError, InvalidFacts, PluginError, UnknownAdapter, UnknownSender

ACME = fk.Application(id="acme")
PERSONAL = "Priya Raman, 5550142"
MESSAGE = fk.Message(
    channel="text",
    handle="thank-you/priya",
    key="fk1:a",
    recipients=[fk.Address(name="Priya Raman", address="+12125550142")],
    body="Thank you.",
)


def with_adapter(read: Callable[..., Any]) -> fk.Kit:
    return fk.Kit(add=[fk.Adapter(name="mail", read=read)])


def with_sender(send: Callable[..., Any]) -> fk.Kit:
    return fk.Kit(add=[fk.Sender(name="gateway", carries=["text"], send=send)])


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise error

    return fail


def answering(answer: object) -> Callable[..., Any]:
    return lambda *_: answer


# Reading --------------------------------------------------------------------------------------------------------------


def test_an_adapter_reads_by_its_name() -> None:
    def read(payload: bytes, application: fk.Application) -> fk.Imported:
        named = attrs.evolve(application, position=payload.decode())
        return fk.Imported(application=named, questions=[fk.Question(code="company", place="company")])

    found = with_adapter(read).read(b"Engineer", ACME, adapter="mail")

    assert (found.application.position, found.questions[0].code) == ("Engineer", "company")


def test_an_adapter_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownAdapter, match="no adapter is called 'mial'; there are: icalendar, mail") as caught:
        with_adapter(answering(None)).read(b"", ACME, adapter="mial")

    assert caught.value.adapter == "mial"


def test_a_payload_is_what_was_received() -> None:
    with pytest.raises(InvalidFacts, match="a payload is given as bytes"):
        fk.Kit().read("BEGIN:VCALENDAR", ACME, adapter="icalendar")  # type: ignore[arg-type]


def test_what_an_adapter_refuses_is_its_own_word() -> None:
    with pytest.raises(InvalidFacts, match="no start"):
        with_adapter(raising(InvalidFacts("no start"))).read(b"", ACME, adapter="mail")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (raising(RuntimeError(PERSONAL)), "read failed with RuntimeError"),
        (raising(SystemExit(PERSONAL)), "read failed with SystemExit"),
        (answering(None), "read gave a NoneType, not an Imported"),
        (answering(ACME), "read gave a Application, not an Imported"),
        (answering(fk.Imported), "read gave a type, not an Imported"),
        (answering(fk.Imported(application=fk.Application(id="beta"))), "other facts than those it was to add to"),
        (answering(fk.Imported(application=PERSONAL)), "other facts than"),  # type: ignore[arg-type]
        (answering(fk.Imported(application=ACME, questions=[PERSONAL])), "questions or reasons that are none"),
        (answering(fk.Imported(application=ACME, left_out=[PERSONAL])), "questions or reasons that are none"),
    ],
)
def test_an_adapter_that_fails_is_named_and_nobody_else(read: Callable[..., Any], said: str) -> None:
    with pytest.raises(PluginError, match=said) as caught:
        with_adapter(read).read(b"", ACME, adapter="mail")

    assert str(caught.value).startswith("adapter 'mail' of plugin 'add'")
    assert "Priya" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_who_stops_the_program_stops_it() -> None:
    with pytest.raises(KeyboardInterrupt):
        with_adapter(raising(KeyboardInterrupt())).read(b"", ACME, adapter="mail")
    with pytest.raises(KeyboardInterrupt):
        with_sender(raising(KeyboardInterrupt())).send(MESSAGE, sender="gateway")


# Sending --------------------------------------------------------------------------------------------------------------


def test_a_sender_gets_the_message_once_and_its_receipt_comes_back() -> None:
    seen: list[fk.Message] = []

    def send(message: fk.Message) -> fk.Receipt:
        seen.append(message)
        return fk.Receipt(id="7")

    assert with_sender(send).send(MESSAGE, sender="gateway") == fk.Receipt(id="7")
    assert seen == [MESSAGE]


def test_a_plugin_brings_a_sender() -> None:
    @fk.hookimpl
    def followkit_senders() -> list[fk.Sender]:
        return [fk.Sender(name="gateway", carries=["text"], send=answering(fk.Receipt()))]

    kit = fk.Kit(plugins=[SimpleNamespace(name="sms", followkit_senders=followkit_senders)])

    assert next(one for one in kit.plugins if one.name == "sms").provides == ("sender:gateway",)
    assert kit.send(MESSAGE, sender="gateway") == fk.Receipt()


def test_a_sender_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownSender, match="no sender is called 'gatway'; there are: gateway"):
        with_sender(answering(None)).send(MESSAGE, sender="gatway")
    with pytest.raises(DeliveryError, match="there are: none"):
        fk.Kit().send(MESSAGE, sender="gateway")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"channel": "email"}, "carries text, and this message is for 'email'"),
        ({"recipients": ()}, "a message to nobody"),
    ],
)
def test_a_message_the_sender_cannot_take_is_not_given_to_it(changes: dict[str, Any], said: str) -> None:
    kit = with_sender(raising(AssertionError("was asked")))

    with pytest.raises(DeliveryError, match=said):
        kit.send(attrs.evolve(MESSAGE, **changes), sender="gateway")


@pytest.mark.parametrize("given", ["Priya Raman", None, fk.Address(address="+12125550142"), fk.Message])
def test_what_is_no_message_is_neither_sent_nor_saved(given: Any) -> None:
    kit = with_sender(raising(AssertionError("was asked")))
    kind = type(given).__name__

    with pytest.raises(DeliveryError, match=rf"^sender 'gateway' was given a {kind}, not a Message; compose it first$"):
        kit.send(given, sender="gateway")
    with pytest.raises(ChannelError, match=rf"^this is a {kind}, not a Message, which kit.compose gives$"):
        kit.drafts(given)


def test_what_is_no_note_or_no_follow_up_is_not_composed() -> None:
    note = fk.Note(handle="t", key="k", kind="thank-you", language="en", recipient="priya", paragraphs=())

    with pytest.raises(ChannelError, match=r"^this is a str, not a Note, which kit.write gives$"):
        fk.Kit().compose("Priya Raman", None, ACME)  # type: ignore[arg-type]
    with pytest.raises(ChannelError, match=r"^this is a str, not a FollowUp, which kit.plan gives$"):
        fk.Kit().compose(note, "Priya Raman", ACME)  # type: ignore[arg-type]


def test_a_refusal_is_the_senders_own_word() -> None:
    with pytest.raises(DeliveryError, match=r"^the gateway said no$"):
        with_sender(raising(DeliveryError("the gateway said no"))).send(MESSAGE, sender="gateway")


@pytest.mark.parametrize(
    ("send", "said"),
    [
        (raising(RuntimeError(PERSONAL)), "send failed with RuntimeError"),
        (raising(SystemExit(0)), "send failed with SystemExit"),
        (raising(InvalidFacts(PERSONAL)), "send failed with InvalidFacts"),
        (answering(None), "send gave a NoneType, not a Receipt"),
        (answering(True), "send gave a bool, not a Receipt"),
        (answering(fk.Receipt(id=7)), "send gave a receipt whose id is no text"),  # type: ignore[arg-type]
        (answering(fk.Receipt(id=object())), "send gave a receipt whose id is no text"),  # type: ignore[arg-type]
    ],
)
def test_a_sender_that_fails_is_named_and_nobody_else(send: Callable[..., Any], said: str) -> None:
    with pytest.raises(PluginError, match=said) as caught:
        with_sender(send).send(MESSAGE, sender="gateway")

    assert str(caught.value).startswith("sender 'gateway' of plugin 'add'")
    assert "Priya" not in str(caught.value)


def test_a_sender_is_asked_every_time_for_a_kit_remembers_nothing() -> None:
    asked: list[str] = []

    def send(message: fk.Message) -> fk.Receipt:
        asked.append(message.key)
        return fk.Receipt()

    kit = with_sender(send)
    kit.send(MESSAGE, sender="gateway")
    kit.send(MESSAGE, sender="gateway")

    assert asked == ["fk1:a", "fk1:a"]
