"""Where LinkedIn is installed, people are invited to connect once it is over, or when they proposed it (LI-01)."""

from __future__ import annotations

from pathlib import Path

import followkit as fk
from followkit._core.decisions import FollowUp
from followkit._core.facts import Application, Person
from followkit._core.notes import Message, Note
from followkit._core.records import Channel, Missing
from followkit.testing import assert_scenarios

PROVES = {"test_who_has_linkedin_connects_when_it_is_over": ["LI-01"]}
FACTS = (Path(__file__).parent / "linkedin.toml").read_text(encoding="utf-8").partition("[[scenario]]")[0]

CONNECTING = """
[[scenario]]
name = "It is over: an invitation on the next working day, and nobody has to send it"
proves = ["LI-01"]
events = [{ kind = "rejected", at = 2026-02-10T16:00:00, by = "hugo" }]
now = 2026-02-10T16:05:00
[scenario.expect."linkedin/hugo"]
at = "Wed 2026-02-11 10:00"
to = "hugo"
channel = "linkedin"
contact = "courtesy"
optional = true

[[scenario]]
name = "You withdrew: it is over just the same"
events = [{ kind = "withdrew", at = 2026-02-10T16:00:00 }]
now = 2026-02-11T10:00:00
due = ["linkedin/hugo"]

[[scenario]]
name = "An invitation that nobody accepted is not sent again"
events = [
    { kind = "rejected", at = 2026-02-10T16:00:00, by = "hugo" },
    { kind = "sent", at = 2026-02-11T10:00:00, follow_up = "linkedin/hugo" },
]
now = 2026-03-11T10:00:00
absent = ["linkedin"]
refused = { linkedin-invitation = "already-sent" }

[[scenario]]
name = "It goes on, so he is not invited yet"
now = 2026-02-10T10:00:00
absent = ["linkedin"]
refused = { linkedin-invitation = "still-open" }

[[scenario]]
name = "He proposed it in the interview: then right after the interview"
facts.people.hugo.contact = { channels = { linkedin = "invited" } }
now = 2026-02-03T11:05:00
[scenario.expect]
"linkedin/hugo" = { rule = "linkedin-when-invited", to = "hugo", channel = "linkedin" }

[[scenario]]
name = "He proposed it before the interview: not before the interview"
facts.people.hugo.contact = { channels = { linkedin = "invited" } }
now = 2026-02-02T10:00:00
[scenario.expect]
"linkedin/hugo" = { earliest = "Wed 2026-02-04 10:00", state = "waiting" }
"""


def on_linkedin(person: Person) -> str | Missing:
    return person.addresses.get("linkedin") or Missing("no-linkedin")


def invitation(note: Note, follow_up: FollowUp, application: Application) -> Message:
    text = " ".join(part.text for part in note.parts)
    return Message(channel="linkedin", handle=follow_up.handle, key=follow_up.key, recipients=(), subject="", body=text)


LINKEDIN = Channel(name="linkedin", classes=("short",), address=on_linkedin, compose=invitation)


def test_who_has_linkedin_connects_when_it_is_over():
    assert_scenarios({"linkedin.toml": FACTS + CONNECTING}, fk.Kit(add=[LINKEDIN]))
