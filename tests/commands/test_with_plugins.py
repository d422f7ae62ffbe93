"""``--plugin NAME``: a command reads the installed plugin that is named, and no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from followkit.__main__ import COMMANDS
from tests.commands.session import ACME, INTERVIEW_OVER, contents, distribution, followkit

CHAT = '''
"""A channel of the class that a rule asks for last; it reaches people by their name in a chat."""

import followkit as fk


def address(person):
    return person.addresses.get("chat") or fk.Missing("no-chat")


def compose(note, follow_up, application):
    name = address(application.person(follow_up.recipient))
    if isinstance(name, fk.Missing):
        raise fk.errors.Unreachable("the recipient has no name in the chat", channel="chat")
    to = fk.Address(address=name)
    told = f"{note.salutation}\\n\\n{note.body}"
    return fk.Message(
        channel="chat", handle=follow_up.handle, key=follow_up.key, recipients=[to], body=told,
    )


def drafts(message):
    return [fk.Draft(suffix=".txt", media_type="text/plain", content=message.body.encode())]


@fk.hookimpl
def followkit_channels():
    return [fk.Channel(name="chat", classes=["short"], address=address, compose=compose, drafts=drafts)]


@fk.hookimpl
def followkit_languages():
    words = 'channels.chat = "message in the chat"\\nreasons.no-chat = "{{ person }} has no name in the chat."'
    lifts = 'lifts.no-chat = "adding it"'
    return [
        fk.Language(tag="en", text=f"{words}\\n{lifts}", source="chat", overrides=True),
        fk.Language(tag="de", text='channels.chat = "Chat"', source="chat-de", overrides=True),
    ]


@fk.hookimpl
def followkit_conditions():
    return [fk.Condition(name="chat-is-open", holds=lambda situation, subject, given: fk.Holds(True))]
'''
IN_THE_CHAT = """\
company = "Acme"
position = "Backend Engineer"
country = "US"
me = { name = "Dana Kim", email = "dana@example.org" }

[interviews.panel]
start = 2025-06-05T14:00:00
minutes = 60
zone = "America/New_York"
with = ["sam"]

[people.sam]
name = "Sam Ode"
addresses = { chat = "@sam" }
contact = { channels = { chat = "invited" } }
talked_about = ["being on call one week in five"]
"""
IMPORTED = "imported.txt"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a file for which only the chat will do; two plugins are installed."""
    site, folder = tmp_path / "site", tmp_path / "desk"
    site.mkdir()
    folder.mkdir()
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("PYTHONPATH", str(site), prepend=os.pathsep)
    monkeypatch.chdir(folder)
    distribution(site, "chat", CHAT)
    distribution(site, "cracked", f"open({IMPORTED!r}, 'w').close(); 1 / 0")
    Path("acme.toml").write_text(IN_THE_CHAT, encoding="utf-8")
    return folder


def test_the_plan_uses_a_plugin_only_when_it_is_named(desk):
    without = followkit("plan", "acme.toml", "--now", INTERVIEW_OVER)
    named = followkit("plan", "acme.toml", "--now", INTERVIEW_OVER, "--plugin", "chat")

    assert "thank-you/sam: message in the chat to Sam Ode" in named.out
    assert "message in the chat" not in without.out


def test_what_to_type_next_reads_the_same_plugin(desk):
    """Whoever does what ``write`` says records what was planned; then nothing more is planned, and that is seen."""
    written = followkit("write", "acme.toml", "--out", "drafts", "--now", INTERVIEW_OVER, "--plugin", "chat")
    (typed,) = (line for line in written.lines if "followkit record" in line)
    _, _, command = typed.rstrip(".").partition("followkit ")

    assert command.split() == ["record", "acme.toml", "sent", "thank-you/sam", "--plugin", "chat"]
    assert followkit(*command.split(), "--now", INTERVIEW_OVER).code == 0
    again = followkit("plan", "acme.toml", "--now", INTERVIEW_OVER, "--plugin", "chat")
    assert "thank-you/sam: message" not in again.out
    assert 'channel = "chat"' in Path("acme.toml").read_text(encoding="utf-8")


def test_others_see_through_the_plugin_too(desk):
    drafts = ("write", "acme.toml", "--out", "drafts", "--now", INTERVIEW_OVER, "--plugin", "chat")
    until = ("simulate", "acme.toml", "--until", "2025-06-30", "--now", INTERVIEW_OVER, "--plugin", "chat")
    kept = ("why", "thank-you/sam", "--file", "acme.toml", "--now", INTERVIEW_OVER, "--plugin", "chat")

    assert followkit(*drafts).code == 0
    assert followkit("review", "drafts", "--now", INTERVIEW_OVER, "--plugin", "chat").code == 0
    assert "message in the chat to Sam Ode" in followkit(*until).out
    assert "thank-you (Sam Ode): yes" in followkit(*kept).out
    assert "message in the chat" in followkit("today", ".", "--now", INTERVIEW_OVER, "--plugin", "chat").out
    assert followkit("preview", "--html", "notes.html", "--channel", "chat", "--plugin", "chat").code == 0


def test_a_plugin_that_fails_stops_its_own_note_and_no_other(desk):
    failing = CHAT.replace("    name = address(application.person", "    1 / 0\n    name = address(application.person")
    distribution(desk.parent / "site", "failing", failing)
    both = IN_THE_CHAT.replace('with = ["sam"]', 'with = ["priya", "sam"]')
    priya = '[people.priya]\nname = "Priya Raman"\nemail = "priya@acme.example"\ntalked_about = ["the nightly cron"]\n'
    Path("acme.toml").write_text(both + priya, encoding="utf-8")

    written = followkit("write", "acme.toml", "--out", "drafts", "--now", INTERVIEW_OVER, "--plugin", "failing")
    calendar = followkit("plan", "acme.toml", "--ics", "plan.ics", "--now", INTERVIEW_OVER, "--plugin", "failing")

    said = "channel 'chat' of plugin 'failing': compose failed with ZeroDivisionError"
    assert (written.code, said in written.out) == (2, True)
    assert "thank-you-priya.eml" in contents(desk / "drafts")
    assert calendar.code == 0
    unfolded = (desk / "plan.ics").read_text(encoding="utf-8").replace("\n ", "")
    assert said in unfolded
    assert "Priya" in unfolded


def test_what_a_plugin_refuses_with_cannot_disturb_the_terminal(desk):
    refusing = 'raise fk.errors.Unreachable("gone\\x1b[2J\\rwell", channel="chat")'
    source = CHAT.replace(
        "    name = address(application.person", f"    {refusing}\n    name = address(application.person"
    )
    distribution(desk.parent / "site", "refusing", source)

    written = followkit("write", "acme.toml", "--out", "drafts", "--now", INTERVIEW_OVER, "--plugin", "refusing")

    assert "gone?[2J?well" in written.out
    assert "\x1b" not in written.out + written.err


def test_a_house_may_ask_what_only_the_plugin_knows(desk):
    house = desk / "house"
    house.mkdir()
    (house / "policy.toml").write_text('[rules.thank-you]\nwhen = ["chat-is-open"]\n', encoding="utf-8")

    without = followkit("check", "house")
    assert (without.code, "chat-is-open" in without.out) == (1, True)
    assert followkit("check", "house", "--plugin", "chat").code == 0
    assert followkit("preview", "house", "--html", "notes.html", "--plugin", "chat").code == 0


def test_a_plugin_that_is_not_named_is_not_even_imported(desk):
    assert followkit("plan", "acme.toml", "--now", INTERVIEW_OVER, "--plugin", "chat").code == 0
    assert not Path(IMPORTED).exists()


GIVEN = {
    "new": ("new.toml",),
    "plan": ("acme.toml",),
    "write": ("acme.toml", "--out", "out"),
    "review": ("drafts",),
    "questions": ("acme.toml",),
    "record": ("acme.toml", "sent", "thank-you/sam"),
    "why": ("TY-02",),
    "check": ("house",),
    "words": (),
    "preview": ("--html", "notes.html"),
    "simulate": ("acme.toml", "--until", "2025-06-30", "--now", INTERVIEW_OVER),
    "today": (".",),
}
"""What each command needs at least; those that are left out read no plugin."""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("chatt", "followkit: --plugin: no plugin called 'chatt' is installed (did you mean chat?)"),
        ("followkit-chat", "followkit: --plugin: no plugin called 'followkit-chat' is installed (did you mean chat?)"),
        ("", "followkit: --plugin: no plugin called '' is installed (one of: chat, cracked)"),
        ("a\x1b[2J", "followkit: --plugin: no plugin called 'a?[2J' is installed (one of: chat, cracked)"),
        (
            "cracked",
            "followkit: --plugin: plugin 'cracked' cannot be imported (ZeroDivisionError) "
            "(ask about it: followkit plugins --check)",
        ),
    ],
)
@pytest.mark.parametrize("command", GIVEN)
def test_one_that_is_not_there_or_broken_ends_the_command_before_it_did_anything(desk, command, name, said):
    (desk / "drafts").mkdir()
    (desk / "drafts" / "thank-you-sam.txt").write_text("Hello\n", encoding="utf-8")
    before = contents(desk)

    answer = followkit(command, *GIVEN[command], f"--plugin={name}", "--plugin", "chat")

    assert (answer.code, answer.err.splitlines(), answer.out) == (2, [said], "")
    Path(IMPORTED).unlink(missing_ok=True)
    assert contents(desk) == before


def test_every_command_that_plans_or_has_words_takes_plugins():
    taking = {command for command, (_, arguments) in COMMANDS.items() if ("--plugin",) in [one for one, _ in arguments]}

    assert taking == set(GIVEN) == set(COMMANDS) - {"demo", "plugins"}


def test_with_nothing_installed_it_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("acme.toml").write_text(ACME, encoding="utf-8")

    answer = followkit("plan", "acme.toml", "--now", INTERVIEW_OVER, "--plugin", "chat")

    assert answer.err == (
        "followkit: --plugin: no plugin called 'chat' is installed "
        "(install it into this environment first: pip install followkit-…)\n"
    )


ASKING = """
import followkit as fk

@fk.hookimpl
def followkit_policies():
    text = '[rules.thank-you]\\nwhen = ["there-is-cake"]'
    return [fk.Policy(name="visits", text=text, source="pp.toml")]
"""


@pytest.mark.parametrize("typed", [(), ("--set", "check-in.at-most=1")])
def test_a_rule_of_a_plugin_that_is_wrong_is_told_of_the_plugin_and_not_of_what_was_typed(desk, typed):
    distribution(desk.parent / "site", "asking", ASKING)

    answer = followkit("plan", "acme.toml", "--now", INTERVIEW_OVER, "--plugin", "asking", *typed)

    begins = (
        "followkit: --plugin: plugin 'asking' brings a policy 'visits' that cannot be used: pp.toml: rules.thank-you"
    )
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(begins)


def test_what_was_typed_wrongly_is_told_of_what_was_typed_also_with_a_plugin(desk):
    answer = followkit(
        "plan", "acme.toml", "--now", INTERVIEW_OVER, "--plugin", "chat", "--set", "check-in.at-most=many"
    )

    assert answer.code == 2
    assert all(line.startswith("followkit: --set: ") for line in answer.err.splitlines())


def test_a_house_is_not_told_of_what_nobody_typed(desk):
    (desk / "house").mkdir()
    (desk / "house" / "policy.toml").write_text('[rules.thank-you]\nwhen = ["there-is-cake"]\n', encoding="utf-8")

    answer = followkit("preview", "house", "--html", "notes.html")

    assert answer.code == 2
    assert "rules.thank-you.when: no condition is called 'there-is-cake'" in answer.err
    assert "--set" not in answer.err


@pytest.mark.usefixtures("pango")
def test_a_page_that_cannot_be_drawn_keeps_no_other_draft_from_being_written(desk):
    """Priya is written to by e-mail, and Sam by a plugin whose page begins with what a PDF has no place for."""
    page = "<style>@import url(x.css);</style>"
    paged = CHAT.replace("body=told,", f"body=told, extra={{'html': {page!r}}},")
    distribution(desk.parent / "site", "paged", paged)
    priya = '\n[people.priya]\nname = "Priya Raman"\nemail = "priya@acme.example"\ntalked_about = ["billing"]\n'
    facts = IN_THE_CHAT.replace('with = ["sam"]', 'with = ["priya", "sam"]')
    Path("acme.toml").write_text(facts + priya, encoding="utf-8")
    drawn = ("write", "acme.toml", "--out", "drafts", "--now", INTERVIEW_OVER, "--plugin", "paged", "--pdf")

    answer = followkit(*drawn)

    assert answer.err == ""
    (told,) = (line for line in answer.lines if line.startswith("thank-you/sam"))
    assert "the page cannot be drawn as PDF" in told
    written = {name for name in contents(Path("drafts")) if name.startswith("thank-you")}
    assert written == {"thank-you-priya.eml", "thank-you-priya.txt"}
