"""The example plugins are packages of their own: built, installed into an environment of their own, and used there.

That environment sees the libraries of this one and nothing else of it, so no network is needed.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "plugins"
MOST_LINES = 20

FACTS = """
company = "Acme"
position = "Backend Engineer"
country = "PL"
me = {{ name = "Dana Kim", email = "dana@example.org" }}

[interviews.panel]
start = 2025-06-05T14:00:00
minutes = 60
zone = "Europe/Warsaw"
with = ["ola"]

[people.ola]
name = "Ola Nowak"
language = "{language}"
addresses = {{ whatsapp = "+48 601 234 567" }}
contact = {{ channels = {consent} }}

[[events]]
kind = "rescheduled"
at = 2025-06-04T10:00:00+02:00
interview = "panel"
by = "ola"
start = 2025-06-10T11:00:00
zone = "Europe/Warsaw"
"""
USED = """
import json, sys
from datetime import UTC, datetime
import followkit as fk

kit = fk.Kit(discover=True)
application = fk.loads(sys.stdin.read(), id="acme")
plan = kit.plan(application, now=datetime(2025, 6, 4, 9, tzinfo=UTC))
found = [kit.compose(kit.write(one, application), one, application) for one in plan.follow_ups[:1]]
[report] = [one for one in kit.plugins if one.name == "whatsapp"]
print(json.dumps({
    "report": [report.distribution, report.version, *report.provides, report.problem],
    "rules": [one.rule for one in plan.follow_ups],
    "bodies": [message.body for message in found],
    "channels": [message.channel for message in found],
    "reasons": [reason.code for one in plan.decisions if one.rule == "rescheduled" for reason in one.reasons],
}))
"""
SENT = """
import json, sys
from datetime import UTC, datetime
import followkit as fk
from followkit_apprise import Apprise

url, facts = sys.argv[1], sys.stdin.read()
gateway = Apprise(url=url + "/send/{address}", carries=["whatsapp"], name="gateway")
down = Apprise(url=url + "/refuse/{address}", carries=["whatsapp"], name="down")
kit = fk.Kit(plugins=[gateway, down], discover=True)
application = fk.loads(facts, id="acme")
follow_up = kit.plan(application, now=datetime(2025, 6, 4, 9, tzinfo=UTC)).follow_ups[0]
message = kit.compose(kit.write(follow_up, application), follow_up, application)
try:
    kit.send(message, sender="down")
except fk.errors.DeliveryError as error:
    refusal = str(error)
kit.send(message, sender="gateway")
after = application.add(follow_up.sent(at=datetime(2025, 6, 4, 9, tzinfo=UTC)))
print(json.dumps({
    "refusal": refusal,
    "body": message.body,
    "still planned": [one.rule for one in kit.plan(after, now=datetime(2025, 6, 4, 10, tzinfo=UTC)).follow_ups],
    "provides": [one.provides for one in kit.plugins if one.name == "gateway"],
}))
"""


def run(*command: str | Path, given: str = "", **where: Any) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, **where)
    assert done.returncode == 0, done.stdout + done.stderr
    told: str = done.stdout
    return told


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment into which the built examples were installed."""
    folder = tmp_path_factory.mktemp("examples")
    wheels = folder / "wheels"
    for example in ("followkit-whatsapp", "followkit-apprise"):
        run(
            *(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)),
            cwd=EXAMPLES / example,
        )
    venv.create(folder / "env")
    python = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    here = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    for wheel in wheels.glob("*.whl"):
        ZipFile(wheel).extractall(here)  # which is all that installing a wheel of pure Python takes
    ours = sysconfig.get_path("purelib")
    (here / "libraries.pth").write_text(f"import site; site.addsitedir({ours!r})\n", encoding="utf-8")
    return python


def used(python: Path, language: str, consent: str = '{ whatsapp = "invited" }') -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run(python, "-c", USED, given=FACTS.format(language=language, consent=consent)))
    return told


def test_an_unmodified_rule_takes_the_channel_up_and_it_writes_english(environment: Path):
    told = used(environment, "en")

    assert told["report"] == [
        *("followkit-whatsapp", "1.0"),
        *("channel:whatsapp", "language:en", "language:pl"),
        "",
    ]
    assert (told["rules"][0], told["channels"]) == ("rescheduled", ["whatsapp"])
    assert told["bodies"][0].startswith("Hello Ola Nowak, this is Dana Kim.\n")


def test_it_writes_polish_to_who_reads_it(environment: Path):
    [body] = used(environment, "pl")["bodies"]

    assert body == (
        "Dzień dobry, tu Dana Kim.\nNowy termin rozmowy mi odpowiada: wtorek, 10 czerwca, 11:00. Do zobaczenia."
    )


def test_nobody_is_written_to_there_without_having_asked_for_it(environment: Path):
    told = used(environment, "en", "{}")

    assert told["bodies"] == []
    assert "channel-not-invited" in told["reasons"]


@pytest.mark.parametrize("example", ["followkit-whatsapp", "followkit-apprise"])
def test_its_own_tests_pass_where_it_is_installed(environment: Path, example: str):
    tests = EXAMPLES / example / "tests"

    assert " passed" in run(environment, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests, cwd=tests)


def test_it_is_checked_in_a_process_of_its_own(environment: Path):
    told = run(environment, "-m", "followkit", "plugins", "--check")

    assert "whatsapp: followkit-whatsapp 1.0\n  brings channel:whatsapp, language:en, language:pl\n" in told


@pytest.mark.parametrize("source", sorted(EXAMPLES.glob("*whatsapp/src/*/*.py")), ids=lambda path: path.parent.name)
def test_it_takes_no_more_than_twenty_lines_of_code(source):
    tree = ast.parse(source.read_text(encoding="utf-8"))
    docstrings = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and _is_text(node.value)]
    told = {line for node in docstrings for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines = source.read_text(encoding="utf-8").splitlines()
    code = [line for number, line in enumerate(lines, start=1) if line.strip() and number not in told]

    assert 10 < len(code) <= MOST_LINES


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


# Sending ------------------------------------------------------------------------------------------------------------

Asked = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def service() -> Iterator[tuple[str, Asked]]:
    """Give the URL of a server on this machine, as Apprise writes it, and what the server is asked."""
    asked: Asked = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((unquote(self.path), json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(500 if self.path.startswith("/refuse") else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_two_outside_packages_take_a_note_from_the_plan_to_the_service(environment: Path, service: tuple[str, Asked]):
    url, asked = service
    facts = FACTS.format(language="en", consent='{ whatsapp = "invited" }').replace("+48 601 234 567", "+48601234567")
    told = json.loads(run(environment, "-c", SENT, url, given=facts))

    assert told["body"].startswith("Hello Ola Nowak, this is Dana Kim.\n")
    assert [(path, payload["message"]) for path, payload in asked] == [
        ("/refuse/+48601234567", told["body"]),
        ("/send/+48601234567", told["body"]),
    ]
    assert told["refusal"] == "sender 'down': the service refused it, or did not answer"
    assert (told["still planned"].count("rescheduled"), told["provides"]) == (0, [["sender:gateway"]])
