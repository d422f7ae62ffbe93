"""Plugins that misbehave stop themselves and nothing else: no "yes" from half an answer, no crash, no name told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.decisions import Reason
from tests.rulebook.dana import PRIYA, application, at, plan, refusals

PERSONAL = "Priya Raman <priya@acme.example>"
NAIVE = datetime.fromisoformat("2025-06-20 09:00")
EVENING = "2025-06-05 17:30"

HOUSE = """
extends = "us"
[rules.thank-you]
when = { add = ["odd"] }
[rules.thank-you-again]
enabled = false
[rules.thank-you-tonight]
enabled = false
"""


def raising(*_: object) -> Any:
    raise RuntimeError(PERSONAL)


def text(facts: fk.Plan) -> str:
    return repr(attrs.asdict(facts, filter=lambda attribute, _: attribute.name != "wording"))


def with_condition(holds: Callable[..., Any], when: str = "odd") -> fk.Kit:
    """Return a kit whose only thank-you rule asks one more condition."""
    house = fk.Policy(name="house", text=HOUSE.replace('"odd"', f'"{when}"'))
    return fk.Kit("house", add=[house, fk.Condition(name="odd", holds=holds)])


def with_guard(judge: Callable[..., Any]) -> fk.Kit:
    return fk.Kit(add=[fk.Guard(name="odd", judge=judge)])


def chat(**changes: Any) -> fk.Channel:
    """Return a channel that reaches everybody, and that rules for written words choose after e-mail."""
    told: dict[str, Any] = {"address": lambda person: "@someone", "compose": raising, "classes": ["written"]}
    return fk.Channel(name="chat", **{**told, **changes})


def facts_without_mail() -> fk.Application:
    people = [attrs.evolve(person, addresses={}) for person in application().people]
    return application(people=people)


# Conditions ---------------------------------------------------------------------------------------------------------


def test_a_condition_that_holds_lets_the_thanks_go():
    kit = with_condition(lambda *_: fk.Holds(yes=True))

    assert plan(application(), EVENING, kit).due


@pytest.mark.parametrize(
    "holds",
    [
        *(lambda *_, yes=yes: fk.Holds(yes=yes) for yes in (None, 0, 1, "", "no")),
        lambda *_: fk.Holds(yes=True, until=NAIVE),
        lambda *_: fk.Holds(yes=True, until="tomorrow"),  # type: ignore[arg-type]
        lambda *_: fk.Holds(yes=True, reason="because"),  # type: ignore[arg-type]
        lambda *_: fk.Holds(yes=True, reason=Reason(code="when", parameters={"until": NAIVE})),
        lambda *_: True,
        lambda *_: None,
        raising,
    ],
)
@pytest.mark.parametrize("when", ["odd", "not odd"])
def test_a_condition_that_gives_half_an_answer_is_a_no_and_is_named(holds, when):
    found = plan(application(), EVENING, with_condition(holds, when))

    assert not found.due
    said = [d.reasons for d in found.decisions if d.rule == "thank-you"]
    assert {reason.code for reasons in said for reason in reasons} == {"condition-failed"}
    assert "odd" in found.why("thank-you")
    assert PERSONAL not in text(found)


# Guards -------------------------------------------------------------------------------------------------------------


def test_a_guard_that_has_nothing_to_say_lets_the_thanks_go():
    assert plan(application(), EVENING, with_guard(lambda proposal: fk.Verdict())).due


def test_a_guard_that_gives_its_own_reason_is_the_reason_why_there_is_nothing_to_do():
    facts = application()
    found = plan(facts, EVENING, with_guard(lambda _: fk.Verdict(veto=True, reason=Reason(code="union-strike"))))

    assert "Why nothing now: Union strike." in found.explain(facts)


@pytest.mark.parametrize(
    "judge",
    [
        *(lambda _, veto=veto: fk.Verdict(veto=veto) for veto in (None, 0, "", "no")),
        lambda _: fk.Verdict(not_before=NAIVE),
        lambda _: fk.Verdict(not_before="tomorrow"),  # type: ignore[arg-type]
        lambda _: fk.Verdict(not_before=NAIVE.date()),  # type: ignore[arg-type]
        lambda _: fk.Verdict(reason="no"),  # type: ignore[arg-type]
        lambda _: fk.Verdict(veto=True, reason=Reason(code="when", parameters={"until": NAIVE})),
        lambda _: fk.Verdict(veto=True, reason=Reason(code="who", parameters={"people": (7,)})),
        lambda _: fk.Verdict(veto=True, reason=Reason(code="who", parameters={7: "sam"})),
        lambda _: None,
        lambda _: False,
        raising,
    ],
)
def test_a_guard_that_gives_half_an_answer_vetoes_and_is_named(judge):
    found = plan(application(), EVENING, with_guard(judge))

    assert not found.due
    assert "guard-failed" in refusals(found, "thank-you")
    assert "odd" in found.why("thank-you")
    assert PERSONAL not in text(found)


# Channels -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", [raising, *(lambda _, given=given: given for given in (None, "", "  ", 5)), lambda _: fk.Missing("")]
)
def test_a_channel_that_cannot_say_where_somebody_is_reaches_nobody_and_is_named(address):
    found = plan(facts_without_mail(), EVENING, fk.Kit(add=[chat(address=address)]))

    assert not found.due
    assert "channel-failed" in refusals(found, "thank-you")
    assert "chat" in found.why("thank-you")
    assert PERSONAL not in text(found)


def test_a_channel_that_fails_does_not_stop_the_others():
    found = plan(application(), EVENING, fk.Kit(add=[chat(address=raising)]))

    assert {one.channel for one in found.due} == {"email"}


def test_nobody_is_asked_for_an_address_because_a_channel_failed():
    house = fk.Policy(name="house", text='extends = "us"\n[rules.thank-you]\nchannels = ["chat"]')
    failing, lost = (
        plan(application(), EVENING, fk.Kit("house", add=[house, chat(address=address)]))
        for address in (raising, lambda person: fk.Missing("no-chat"))
    )

    assert "address" in {question.code for question in lost.questions}
    assert "address" not in {question.code for question in failing.questions}


@pytest.mark.parametrize("classes", [[], [""], [None], [5]])
def test_a_channel_that_names_no_class_is_refused_by_its_name(classes):
    with pytest.raises(fk.errors.PluginError, match="'chat'"):
        fk.Kit(add=[chat(classes=classes)])


@pytest.fixture
def sent_by_chat():
    def made(**changes):
        house = fk.Policy(name="house", text='extends = "us"\n[rules.thank-you]\nchannels = ["chat"]')
        plugin = SimpleNamespace(
            followkit_channels=fk.hookimpl(specname="followkit_channels")(lambda: [chat(**changes)])
        )
        kit = fk.Kit("house", plugins=[plugin], add=[house])
        first = plan(application(), EVENING, kit).due[0]
        return kit, first, kit.write(first, application())

    return made


@pytest.mark.parametrize("compose", [raising, lambda *_: None, lambda *_: PERSONAL, lambda: None])
def test_a_channel_that_composes_no_message_is_named_with_its_plugin(sent_by_chat, compose):
    kit, follow_up, note = sent_by_chat(compose=compose)

    with pytest.raises(fk.errors.PluginError, match="'chat' of plugin 'SimpleNamespace'") as caught:
        kit.compose(note, follow_up, application())
    assert caught.value.plugin == "SimpleNamespace"
    assert PERSONAL not in str(caught.value)


def test_what_a_channel_refuses_on_purpose_is_told_as_it_says(sent_by_chat):
    def refusing(*_: object) -> Any:
        raise fk.errors.TooLong("too long for a chat", channel="chat", limit=80)

    kit, follow_up, note = sent_by_chat(compose=refusing)

    with pytest.raises(fk.errors.TooLong, match="too long for a chat"):
        kit.compose(note, follow_up, application())


def _half_way(message):
    yield fk.Draft(suffix=".txt", media_type="text/plain", content=b"")
    raise RuntimeError(PERSONAL)


@pytest.mark.parametrize("drafts", [raising, _half_way, lambda message: None, lambda message: [PERSONAL]])
def test_a_channel_that_drafts_no_files_is_named_with_its_plugin(sent_by_chat, drafts):
    kit, follow_up, note = sent_by_chat(
        compose=lambda note, follow_up, _: fk.Message(channel="chat", handle=note.handle, key=note.key, body=note.body),
        drafts=drafts,
    )
    message = kit.compose(note, follow_up, application())

    with pytest.raises(fk.errors.PluginError, match="'chat' of plugin 'SimpleNamespace'") as caught:
        kit.drafts(message)
    assert PERSONAL not in str(caught.value)


def composing(note: fk.Note, **changes: Any) -> fk.Message:
    told: dict[str, Any] = {"channel": "chat", "handle": note.handle, "key": note.key, "body": note.body}
    return fk.Message(**{**told, **changes})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "fk1:another"}, "another follow-up or channel"),
        ({"handle": "thank-you/somebody"}, "another follow-up or channel"),
        ({"channel": "email"}, "another follow-up or channel"),
        ({"body": None}, "texts are none"),
        ({"subject": b"thanks"}, "texts are none"),
        ({"extra": {"voicemail": 7}}, "texts are none"),
        ({"recipients": ["sam@acme.example"]}, "addresses are none"),
        ({"recipients": "sam@acme.example"}, "addresses are none"),
        ({"copies": [fk.Address(address=7)]}, "addresses are none"),  # type: ignore[arg-type]
        ({"sender": "dana@example.org"}, "addresses are none"),
        ({"recipients": [fk.Address(name=b"Sam", address="@sam")]}, "addresses are none"),  # type: ignore[arg-type]
        ({"not_before": NAIVE}, "not_before is none"),
        ({"not_before": "tomorrow"}, "not_before is none"),
    ],
)
def test_half_a_message_is_no_message(sent_by_chat, changes, said):
    kit, follow_up, note = sent_by_chat(compose=lambda note, *_: composing(note, **changes))

    with pytest.raises(fk.errors.PluginError, match=said) as caught:
        kit.compose(note, follow_up, application())
    assert "'chat' of plugin 'SimpleNamespace'" in str(caught.value)
    assert "acme.example" not in str(caught.value)


@pytest.mark.parametrize(
    ("suffixes", "content", "said"),
    [
        (["/../../.bashrc"], b"", "whose suffix is none"),
        ([".txt/../../x"], b"", "whose suffix is none"),
        ([""], b"", "whose suffix is none"),
        (["txt"], b"", "whose suffix is none"),
        ([".txt\n"], b"", "whose suffix is none"),
        ([None], b"", "whose suffix is none"),
        ([".txt"], "text", "whose content is not bytes"),
        ([".txt", ".txt"], b"", "two files of one suffix"),
    ],
)
def test_a_file_that_could_not_be_saved_or_would_be_elsewhere_is_no_draft(sent_by_chat, suffixes, content, said):
    drafts = [fk.Draft(suffix=suffix, media_type="text/plain", content=content) for suffix in suffixes]
    kit, follow_up, note = sent_by_chat(compose=lambda note, *_: composing(note), drafts=lambda message: drafts)

    with pytest.raises(fk.errors.PluginError, match=said):
        kit.drafts(kit.compose(note, follow_up, application()))


def test_a_channel_that_knows_an_address_only_once_stops_nothing():
    asked: list[fk.Person] = []

    def once(person: fk.Person) -> str:
        asked.append(person)
        if len(asked) % 2 == 0:
            raise RuntimeError(PERSONAL)
        return "@someone"

    bounced = fk.events.Bounced(at=at("2025-06-05 16:00"), person="priya", channel="chat", address="@someone")
    people = [attrs.evolve(person, addresses={}) for person in application().people]
    found = plan(application(bounced, people=people), EVENING, fk.Kit(add=[chat(address=once)]))

    assert len(asked) > 1
    assert PERSONAL not in text(found)


# What they say of it ------------------------------------------------------------------------------------------------


def test_a_reason_that_lacks_what_its_words_need_is_told_by_its_code():
    said = Reason(code="out-of-office")  # whose words name the person, and until when
    found = plan(application(), EVENING, with_guard(lambda _: fk.Verdict(veto=True, reason=said)))

    assert "Out of office." in found.why("thank-you")
    assert "Out of office." in found.explain(application())


def test_a_finding_that_lacks_what_its_words_need_is_told_by_its_code():
    kit = fk.Kit(add=[fk.Check(code="odd", examine=lambda reading: [fk.Finding(code="missing-part")])])
    facts = application()
    follow_up = plan(facts, EVENING, kit).due[0]
    found = [one for one in kit.review([kit.write(follow_up, facts)], facts, [follow_up]) if one.code == "missing-part"]

    assert [kit.tell(one, facts) for one in found] == ["Missing part."]


@pytest.mark.parametrize(
    "changes",
    [
        {"code": 7},
        {"place": None},
        {"said": ["the", "the"]},
        {"meant": 7},
        {"span": "0-3"},
        {"span": (3, 0)},
        {"span": (0, "3")},
        {"span": (0, 1, 2)},
        {"parameters": {"who": object()}},
        {"parameters": {"when": NAIVE}},
        {"parameters": {"who": (7,)}},
        {"parameters": {7: "who"}},
    ],
)
def test_half_a_finding_is_a_failure_of_its_check(changes):
    told: dict[str, Any] = {"code": "odd", **changes}
    kit = fk.Kit(add=[fk.Check(code="odd", examine=lambda reading: [fk.Finding(**told)])])
    facts = application()
    follow_up = plan(facts, EVENING, kit).due[0]

    [found] = [one for one in kit.review([kit.write(follow_up, facts)], facts, [follow_up]) if "odd" in repr(one)]

    assert (found.code, found.parameters["check"]) == ("check-failed", "odd")


# Notes and follow-ups -----------------------------------------------------------------------------------------------


def test_a_note_for_one_person_is_never_composed_for_another():
    kit, facts = fk.Kit(), application()
    priya, sam = (plan(facts, EVENING, kit).follow_up(f"thank-you/{person}") for person in ("priya", "sam"))
    assert priya is not None
    assert sam is not None
    note = kit.write(priya, facts)

    with pytest.raises(fk.errors.StaleFollowUp) as caught:
        kit.compose(note, sam, facts)
    assert caught.value.handle == "thank-you/sam"
    with pytest.raises(fk.errors.StaleFollowUp):
        kit.compose(attrs.evolve(note, recipient="sam"), priya, facts)
    assert kit.compose(note, priya, facts).recipients[0].address == PRIYA.addresses["email"]


# What was registered ------------------------------------------------------------------------------------------------


def test_a_kit_without_the_policy_that_everybody_falls_back_to_is_refused():
    with pytest.raises(fk.errors.InvalidPolicy, match="no policy is called 'international'"):
        fk.Kit(block=["followkit"])


def test_a_kit_without_any_words_is_refused():
    whole = 'name = "own"'
    with pytest.raises(fk.errors.WordsError, match="'en'"):
        fk.Kit("own", block=["followkit"], add=[fk.Policy(name="own", text=whole)])


@pytest.mark.parametrize(
    "record",
    [
        fk.Guard(name="sendwindow", judge=lambda proposal: fk.Verdict(), overrides=True),
        fk.Policy(name="uss", text='extends = "us"', overrides=True),
        fk.Condition(name="opne", holds=lambda *_: fk.Holds(yes=True), overrides=True),
        fk.Language(tag="eo", text="[letter]\nclosing = 'Ĝis'", overrides=True),
        chat(overrides=True),
    ],
)
def test_what_overrides_nothing_is_refused_by_its_name(record):
    name = record.tag if isinstance(record, fk.Language) else record.name

    with pytest.raises(fk.errors.PluginError, match=f"'{name}' of add says overrides=True, and overrides nothing"):
        fk.Kit(add=[record])


def test_what_is_no_record_is_refused():
    with pytest.raises(fk.errors.PluginError, match="a str, which is no record"):
        fk.Kit(add=["chat"])  # type: ignore[list-item]


def test_records_added_by_hand_are_reported_like_those_of_a_plugin():
    kit = fk.Kit(add=[chat(), fk.Guard(name="quiet", judge=lambda proposal: fk.Verdict())])

    assert kit.plugins[-1].name == "add"
    assert kit.plugins[-1].provides == ("channel:chat", "guard:quiet")
    assert [report.name for report in fk.Kit().plugins] == ["followkit"]


# The basis ----------------------------------------------------------------------------------------------------------


def _words(closing: str) -> fk.Kit:
    return fk.Kit(add=[fk.Language(tag="en", text=f"[letter]\nclosing = '{closing}'", overrides=True)])


def _unused_policy(span: str) -> fk.Kit:
    return fk.Kit(add=[fk.Policy(name="house", text=f'extends = "us"\n[values]\nreply.target = "{span}"')])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (fk.Kit, lambda: with_guard(lambda proposal: fk.Verdict())),
        (fk.Kit, lambda: fk.Kit(set={"thank-you.target": "3 hours"})),
        (fk.Kit, lambda: fk.Kit(set={"reply.target": "3 hours"})),
        (lambda: _words("Yours,"), lambda: _words("Sincerely,")),
        (lambda: fk.Kit(add=[chat()]), lambda: fk.Kit(add=[chat(classes=["short"])])),
        (lambda: with_guard(raising), lambda: with_guard(_half_way)),
    ],
)
def test_whatever_is_put_into_a_kit_is_in_the_basis(one, other):
    facts, now = application(), at(EVENING)
    plans = [make().plan(facts, now=now) for make in (one, other, one)]

    assert plans[0].basis != plans[1].basis
    assert plans[0].basis == plans[2].basis


def test_a_policy_that_does_not_govern_the_application_is_not_in_the_basis():
    facts, now = application(), at(EVENING)

    one, other = (_unused_policy(span).plan(facts, now=now).basis for span in ("3 hours", "4 hours"))

    assert one == other


def test_a_note_is_not_written_with_other_words_than_it_was_planned_with():
    first = plan(application(), EVENING, _words("Yours,")).due[0]

    with pytest.raises(fk.errors.StaleFollowUp):
        _words("Sincerely,").write(first, application())


def test_where_a_record_was_read_from_is_not_in_the_basis():
    text = 'extends = "us"'
    kits = [fk.Kit(add=[fk.Policy(name="house", text=text, source=source)]) for source in ("a.toml", "b.toml")]
    one, other = (plan(application(), EVENING, kit) for kit in kits)

    assert one.basis == other.basis
