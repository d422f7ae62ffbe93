"""What the sender keeps to, with a server on this machine that stands in for the service."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
from attrs import evolve, field, frozen
from followkit_apprise import Apprise

import followkit as fk
from followkit.errors import DeliveryError
from followkit.testing import check_sender

NUMBER = "+12125550142"
TWILIO = "twilio://AC{0}:{0}@+12125550100".format("a" * 32)
VONAGE = "vonage://aaaaaaaa:bbbbbbbbbbbbbbbb@+12125550100"
SNS = "sns://AHIAJGNT76XIMXDBIJYA/bu1dHSdO22pfaaVy/wmNsdjJp/us-east-1"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
MESSAGE = fk.Message(
    channel="text",
    handle="thank-you/priya",
    key="fk1:priya",
    recipients=[fk.Address(name="Priya Raman", address=NUMBER)],
    body="Thank you, Priya.\nIt was good to talk. 100 % & more: https://dana.example/?a=1",
)


@frozen(kw_only=True)
class Gateway:
    """Hold where the server is, and what it was asked: paths with payloads, and addresses with texts."""

    url: str
    asked: list[tuple[str, dict[str, Any]]] = field(factory=list)
    outbox: list[tuple[str, str]] = field(factory=list)

    def sender(self, path: str = "/send/{address}") -> fk.Sender:
        """Return a sender to a place on the server."""
        [sender] = Apprise(url=self.url + path, carries=["text"]).followkit_senders()
        return sender


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.asked.append((self.path, payload))
            found.outbox.append((unquote(self.path.removeprefix("/refuse").removeprefix("/send/")), payload["message"]))
            self.send_response(500 if self.path.startswith("/refuse") else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    found = Gateway(url=f"json://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def test_the_sender_keeps_the_contract(gateway):
    refusing = gateway.sender("/refuse/send/{address}")

    check_sender(gateway.sender(), outbox=gateway.outbox, refusing=refusing, reaches=NUMBER)


def test_a_message_is_posted_once_as_it_is_to_its_one_recipient(gateway):
    kit = fk.Kit(plugins=[Apprise(url=gateway.url + "/send/{address}", carries=["text"], name="gateway")])

    assert kit.send(evolve(MESSAGE, subject="Thank you"), sender="gateway") == fk.Receipt()
    [(path, payload)] = gateway.asked
    assert unquote(path) == f"/send/{NUMBER}"
    assert (payload["title"], payload["message"], payload["attachments"]) == ("Thank you", MESSAGE.body, [])


def test_the_address_may_stand_in_the_query(gateway):
    gateway.sender("/send/?:to={address}&:from=dana").send(MESSAGE)

    assert [payload["to"] for _, payload in gateway.asked] == [NUMBER]


def test_a_refusal_is_told_and_not_tried_again(gateway):
    with pytest.raises(DeliveryError, match="the service refused it, or did not answer"):
        gateway.sender("/refuse/send/{address}?retry=3&wait=0").send(MESSAGE)

    assert len(gateway.asked) == 1


def test_a_message_with_no_words_is_not_sent(gateway):
    with pytest.raises(DeliveryError, match="without words"):
        gateway.sender().send(evolve(MESSAGE, body="  "))

    assert gateway.asked == []


def test_a_long_message_is_not_split_whatever_the_url_says(gateway):
    gateway.sender("/send/{address}?overflow=split").send(evolve(MESSAGE, body="long " * 10_000 + "end"))

    assert [payload["message"].endswith("long end") for _, payload in gateway.asked] == [True]


def test_nobody_who_does_not_answer_has_taken_it():
    with pytest.raises(DeliveryError):
        Apprise(url="json://127.0.0.1:1/{address}", carries=["text"]).send(MESSAGE)


@pytest.mark.parametrize(
    "address",
    [
        *("", ".", "..", "/", "../../admin", "%2e%2e", "+1212/../../x", "a%2Fb", "a\\b", "a b", "a\tb", "a\r\nHost: x"),
        *(f"{NUMBER},+13105550142", f"{NUMBER};ext=1", f"{NUMBER} +1310", "@evil.example/", "x@evil.example:80/"),
        *(
            "?to=eve",
            "a&to=eve",
            "a#b",
            "{address}",
            "{0}",
            "\u0661\u0662",
            "\uff0b1212",
            "a\x00",
            "a\u202eb",
            "jürgen@x.example",
        ),
    ],
)
def test_an_address_that_could_be_read_otherwise_never_leaves(gateway, address):
    with pytest.raises(DeliveryError, match="cannot put this address into a URL"):
        gateway.sender().send(evolve(MESSAGE, recipients=[fk.Address(address=address)]))

    assert gateway.asked == []


@pytest.mark.parametrize(
    "to",
    [
        {"recipients": [fk.Address(address=NUMBER), fk.Address(address="+13105550142")]},
        {"copies": [fk.Address(address="+13105550142")]},
        {"recipients": []},
    ],
)
def test_a_message_to_more_than_one_is_not_split_by_itself(gateway, to):
    with pytest.raises(DeliveryError, match="to one address"):
        gateway.sender().send(evolve(MESSAGE, **to))

    assert gateway.asked == []


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (f"{TWILIO}/{{address}}", "+1212"),  # no number: Twilio would write to its own
        (f"{TWILIO}/+13105550100/{{address}}", NUMBER),  # somebody else every time
        (f"{VONAGE}/{{address}}", "+1212"),  # nor would Vonage
        ("d7sms://token@+13105550100/{address}", "priya"),  # the one number that can be read is not hers
        (f"{SNS}/+13105550100/{{address}}", NUMBER),
        ("mailto://dana:secret@mail.example?to={address}", NUMBER),
        ("mailto://dana:secret@mail.example?to={address}&cc=eve@x.example", "priya@acme.example"),
        ("mailto://dana:secret@mail.example?to=eve@x.example,{address}", "priya@acme.example"),
        (f"lark://{'a' * 36}/{{address}}", NUMBER),  # these go where their token says, whatever stands behind it
        (f"discord://{'1' * 18}/{'a' * 64}/?thread={{address}}", NUMBER),
        (f"discord://{'1' * 18}/{'a' * 64}/?footer={{address}}", NUMBER),
        ("bluesky://dana@app-pw1/{address}", "priya"),  # to her own feed
        ("ntfy://ntfy.example/mytopic/{address}", NUMBER),
        (f"{SLACK}/?footer={{address}}", "priya"),
        ("json://gateway.example/send/?x={address}", NUMBER),  # Apprise keeps that for itself
    ],
)
def test_a_service_that_would_reach_somebody_else_is_not_asked(url, address):
    try:
        sender = Apprise(url=url, carries=["text"])
    except ValueError:
        return
    with pytest.raises(DeliveryError, match="would not reach this address alone"):
        sender.service(address)


def test_services_keep_the_address_they_are_given():
    assert Apprise(url=f"{TWILIO}/{{address}}", carries=["text"]).service(NUMBER)
    mail = Apprise(url="mailto://dana:secret@mail.example?to={address}", carries=["email"])
    assert mail.service("priya+jobs@acme.example")
    assert Apprise(url=f"{SNS}/{{address}}", carries=["text"]).service(NUMBER)
    assert Apprise(url=f"{SLACK}/{{address}}", carries=["chat"]).service("priya")


@pytest.mark.parametrize("scheme", ["json", "jsons", "xml", "xmls", "form", "forms"])
@pytest.mark.parametrize(
    "place", ["send/{address}", "to/{address}/send", "?:to={address}", "?+X-To={address}", "?-to={address}"]
)
def test_a_gateway_of_ones_own_is_given_the_address_wherever_it_wants_it(scheme, place):
    assert Apprise(url=f"{scheme}://gateway.example/{place}", carries=["text"]).service(NUMBER)


@pytest.mark.parametrize(
    "url",
    [
        *("", "json://gateway.example/send", "json://{address}/send", "json://{address}@gateway.example/"),
        *("json://gateway.example:{address}/", "{address}://gateway.example/", "json://gateway.example{address}/"),
        *("json://gateway.example/{address}/{address}", "json://gateway.example/{address}{0}", "gateway/{address}"),
        *("json://gateway.example/+1{address}", "json://gateway.example/{address}9", "json://a/x y/{address}"),
        *(
            "json://gateway.example/#{address}",
            "json://gateway.example/{address.__class__}",
            None,
            b"json://a/{address}",
        ),
    ],
)
def test_a_url_that_does_not_leave_one_place_for_the_address_is_refused(url):
    with pytest.raises(ValueError, match=r"names \{address\} once, behind the host"):
        Apprise(url=url, carries=["text"])


@pytest.mark.parametrize(
    "settings", [{"carries": []}, {"carries": [""]}, {"carries": [7]}, {"name": "My SMS"}, {"name": 1}]
)
def test_settings_that_cannot_be_meant_are_refused(settings):
    with pytest.raises(ValueError, match=r"carries names|a name has"):
        Apprise(**{"url": "json://gateway.example/{address}", "carries": ["text"], **settings})


def test_the_password_is_seen_nowhere():
    sender = Apprise(url="nonsense://dana:Zyzzyva@gateway.example/{address}", carries="text")
    with pytest.raises(DeliveryError) as caught:
        sender.send(MESSAGE)
    with pytest.raises(ValueError) as refused:  # noqa: PT011  (what matters is what it does not say)
        Apprise(url="json://dana:Zyzzyva@gateway.example/", carries=["text"])

    told = f"{sender!r} {caught.value!r} {caught.value.__cause__!r} {refused.value!r}"
    assert "Zyzzyva" not in told
    assert NUMBER not in told


def test_a_plugin_brings_one_sender_under_its_own_name():
    kit = fk.Kit(
        plugins=[
            Apprise(url=f"{TWILIO}/{{address}}", carries="text", name="sms"),
            Apprise(url="mailto://dana:secret@mail.example?to={address}", carries=["email"], name="mail"),
        ]
    )

    assert {one.name: one.provides for one in kit.plugins if one.name != "followkit"} == {
        "sms": ("sender:sms",),
        "mail": ("sender:mail",),
    }
