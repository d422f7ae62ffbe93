"""Whatever a plugin does, with whatever kind of record: it is named, and the others give the same bytes as without it.

Two tables say what a plugin may do wrong: when its hooks are asked, and when its records are. All in them is done with
every kind of record, and what comes of it is looked at in the plans, notes and messages of all sample casts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._casts.reading import Scene, casts
from followkit._core.freezing import FrozenDict
from followkit._plugins.loading import HOOKS
from tests.integration.test_what_plugins_are_given import changeable

PERSONAL = "Priya Raman <priya@acme.example>"
MANY, SOME, FEW = slice(None, None, 2), slice(None, None, 10), slice(None, None, 40)
"""Of all occasions of all casts; every cast is among each of them."""

# What comes out ------------------------------------------------------------------------------------------------------


def planned(kit: fk.Kit, scene: Scene) -> fk.Plan:
    return kit.plan(scene.application, now=scene.now)


def written(kit: fk.Kit, scene: Scene, plan: fk.Plan) -> Iterator[object]:
    """Yield every follow-up of a plan, its note and files; of the plugins only their names may be told."""
    for one in (*plan.follow_ups, *plan.ahead):
        try:
            note = kit.write(one, scene.application)
        except fk.errors.MissingFacts as error:
            yield unnamed(one), error.questions
            continue
        message = kit.compose(note, one, scene.application)
        yield unnamed(one), note, message, kit.drafts(message)


def unnamed(one: fk.FollowUp) -> fk.FollowUp:
    """Return a follow-up without its basis and the channels that failed, which name the plugins."""
    kept = [reason for reason in one.reasons if reason.code != "channel-failed"]
    return attrs.evolve(one, basis="", reasons=tuple(kept))


def all_of(kit: fk.Kit, some: slice = MANY) -> dict[tuple[str, str], list[object]]:
    """Return what a kit gives for every occasion of every cast, or for some of them."""
    return {(scene.cast, scene.occasion): list(written(kit, scene, planned(kit, scene))) for scene in scenes()[some]}


@cache
def scenes() -> tuple[Scene, ...]:
    return casts()


def ordinary() -> Scene:
    return next(one for one in scenes() if (one.cast, one.occasion) == ("rich", "thank-you"))


@cache
def without_any(start: None, stop: None, step: int | None) -> dict[tuple[str, str], list[object]]:
    return all_of(fk.Kit(), slice(start, stop, step))


def as_before(kit: fk.Kit, some: slice) -> bool:
    return all_of(kit, some) == without_any(some.start, some.stop, some.step)


# When its hooks are asked ---------------------------------------------------------------------------------------------

MADE = """
import sys
import followkit as fk

def nothing(*given):
    return None

MADE = {
    "adapters": lambda name, **more: fk.Adapter(name=name, read=nothing, **more),
    "channels": lambda name, **more: fk.Channel(name=name, classes=["short"], address=nothing, compose=nothing, **more),
    "checks": lambda name, **more: fk.Check(code=name, examine=nothing, **more),
    "conditions": lambda name, **more: fk.Condition(name=name, holds=nothing, **more),
    "guards": lambda name, **more: fk.Guard(name=name, judge=nothing, **more),
    "languages": lambda name, **more: fk.Language(tag=name, text="", **more),
    "policies": lambda name, **more: fk.Policy(name=name, text="", **more),
    "senders": lambda name, **more: fk.Sender(name=name, carries=["email"], send=nothing, **more),
}
made = MADE["{kind}"]
other = MADE["{other}"]
"""
RETURNED = """
@fk.hookimpl
def followkit_{kind}():
    return {what}
"""
DONE = """
@fk.hookimpl
def followkit_{kind}():
    {what}
"""
AT_HOOKS = {
    **{
        what: (RETURNED.replace("{what}", what), said)
        for what, said in {
            "None": "returned None",
            "7": "failed with TypeError",
            "'text'": "returned a str, not a",
            "''": "returned a str, not a",
            "b''": "returned a bytes, not a",
            "{}": "returned a dict, not a",
            "[None]": "returned a NoneType, not a",
            "[made, 7]": "returned a function, not a",
            "[[made('odd')]]": "returned a list, not a",
            "type(made('odd'))": "failed with TypeError",
            "[type(made('odd'))]": "returned a type, not a",
            "[other('odd')]": "returned a",
            "lambda: [made('odd')]": "failed with TypeError",
            "[made(7)]": "whose name is none",
            "[made('')]": "whose name is none",
            "[made('two words')]": "whose name is none",
            "[made('odd', overrides='yes')]": "whose overrides is not True or False",
            "[made('odd'), made('odd')]": "called 'odd'",
            "[made('odd', other=1)]": "failed with TypeError",
        }.items()
    },
    **{
        what: (DONE.replace("{what}", what), said)
        for what, said in {
            f"raise RuntimeError({PERSONAL!r})": "failed with RuntimeError",
            f"sys.exit({PERSONAL!r})": "failed with SystemExit",
            "raise GeneratorExit": "failed with GeneratorExit",
            "followkit_{kind}()": "failed with RecursionError",
            "yield made('odd'); 1 / 0": "failed with ZeroDivisionError",
            "yield made('odd'); sys.exit(1)": "failed with SystemExit",
            "yield from (made(str(7)), 7)": "returned a int, not a",
        }.items()
    },
    "without its marker": ("def followkit_{kind}(): return []", "without its marker"),
    "misspelt": ("@fk.hookimpl\ndef followkit_{kind}x(): return []", "did you mean followkit_{kind}?"),
    "misspelt by specname": (
        "@fk.hookimpl(specname='followkit_{kind}x', optionalhook=True)\ndef brought(): return []",
        "did you mean followkit_{kind}?",
    ),
    "misspelt and optional": (
        "@fk.hookimpl(optionalhook=True)\ndef followkit_{kind}x(): return []",
        "did you mean followkit_{kind}?",
    ),
    "wrapping, in the old way": (
        "@fk.hookimpl(hookwrapper=True)\ndef followkit_{kind}():\n    given = yield\n    given.force_result([])",
        "wraps the hook",
    ),
    "wrapping": ("@fk.hookimpl(wrapper=True)\ndef followkit_{kind}(): return (yield)[:0]", "wraps the hook"),
    "with an argument": ("@fk.hookimpl\ndef followkit_{kind}(kit): return []", "takes arguments"),
    "with a default": ("@fk.hookimpl\ndef followkit_{kind}(kit=None): return []", "takes arguments"),
    "with any arguments": ("@fk.hookimpl\ndef followkit_{kind}(*given, **named): return []", "takes arguments"),
    "async": ("@fk.hookimpl\nasync def followkit_{kind}(): return []", "is async"),
    "with nothing": ("", "provides nothing"),
    "with a class": ("class followkit_{kind}:\n    pass", "is no plain function"),
    "raising when imported": (f"raise RuntimeError({PERSONAL!r})", "cannot be imported (RuntimeError)"),
    "exiting when imported": ("sys.exit(3)", "cannot be imported (SystemExit)"),
    "without what it imports": ("import no_such_module", "cannot be imported (ModuleNotFoundError: no_such_module)"),
    "for a newer pluggy": ("from pluggy import NotThereYet", "it may need a newer one"),
}
KINDS = tuple(hook.removeprefix("followkit_") for hook in HOOKS)


def install(folder: Path, name: str, source: str, *requires: str, point: str = "") -> None:
    """Write a distribution of one module, whose entry point is called like it unless *point* says otherwise."""
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
    told = folder / f"{name}-1.0.dist-info"
    told.mkdir()
    needs = "".join(f"Requires-Dist: {one}\n" for one in requires)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: dist-{name}\nVersion: 1.0\n{needs}")
    (told / "entry_points.txt").write_text(f"[followkit]\n{point or name} = {name}\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("odd_"):
            del sys.modules[name]


def source_of(kind: str, misdeed: str) -> str:
    other = KINDS[(KINDS.index(kind) + 1) % len(KINDS)]
    return MADE.replace("{kind}", kind).replace("{other}", other) + misdeed.replace("{kind}", kind)


def test_whatever_it_does_when_its_hooks_are_asked_it_is_named_and_the_others_are_as_they_were(folder: Path):
    expected: dict[str, str] = {}
    for kind in KINDS:
        for index, (misdeed, said) in enumerate(AT_HOOKS.values()):
            name = f"odd_{kind}_{index:02}"
            install(folder, name, source_of(kind, misdeed))
            expected[name] = said.replace("{kind}", kind)
    install(folder, "odd_but_well", source_of("guards", "@fk.hookimpl\ndef followkit_guards(): return []"))

    kit = fk.Kit(discover=True)
    reports = {one.name: one for one in kit.plugins}
    bystanding = fk.Kit(discover=True, block=list(expected))

    assert len(expected) == len(KINDS) * len(AT_HOOKS) > 300
    assert {name: said for name, said in expected.items() if said not in reports[name].problem} == {}
    assert all(reports[name].state is fk.PluginState.FAILED and not reports[name].provides for name in expected)
    assert all(reports[name].distribution == f"dist-{name}" for name in expected)
    assert not reports["odd_but_well"].problem
    assert PERSONAL not in repr(kit.plugins)
    with pytest.raises(fk.errors.PluginError, match="odd_guards_00"):
        planned(kit, scenes()[0])
    assert as_before(bystanding, SOME)


TAKEN = {
    "adapters": "icalendar",
    "channels": "email",
    "checks": "copy",
    "conditions": "open",
    "guards": "stopped",
    "languages": "en",
    "policies": "us",
}
BRINGING = "@fk.hookimpl\ndef followkit_{kind}(): return [made('{name}'{more})]"


@pytest.mark.parametrize("kind", TAKEN)
def test_a_name_that_is_built_in_is_nobody_elses(folder: Path, kind: str):
    install(folder, "odd_thief", source_of(kind, BRINGING.replace("{name}", TAKEN[kind]).replace("{more}", "")))

    with pytest.raises(fk.errors.PluginError, match=f"'{TAKEN[kind]}' is provided by followkit and odd_thief"):
        fk.Kit(discover=True)
    assert as_before(fk.Kit(discover=True, block=["odd_thief"]), FEW)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("more", ["", ", overrides=True"])
def test_two_that_bring_one_name_or_both_override_it_are_both_named(folder: Path, kind: str, more: str):
    if (kind, more) == ("languages", ", overrides=True"):
        more = ""  # several may change the words of one language, each other ones
    for name in ("odd_one", "odd_other"):
        source = source_of(kind, BRINGING.replace("{name}", "same").replace("{more}", more))
        install(folder, name, source)

    with pytest.raises(fk.errors.PluginError, match="odd_one and odd_other"):
        fk.Kit(discover=True)


@pytest.mark.parametrize("kind", KINDS)
def test_an_override_of_what_nobody_brings_is_named(folder: Path, kind: str):
    source = source_of(kind, BRINGING.replace("{name}", "same").replace("{more}", ", overrides=True"))
    install(folder, "odd_one", source)

    with pytest.raises(fk.errors.PluginError, match="'same' of odd_one says overrides=True, and overrides nothing"):
        fk.Kit(discover=True)


@pytest.mark.parametrize(
    ("kind", "record"),
    [("policies", "fk.Policy(name='torn', text='= =')"), ("languages", "fk.Language(tag='tlh', text='= =')")],
)
def test_a_text_that_cannot_be_read_is_set_aside_with_the_plugin_that_brings_it(folder: Path, kind: str, record: str):
    install(folder, "odd_torn", source_of(kind, RETURNED.replace("{what}", f"[{record}]")))

    [report] = [one for one in fk.Kit(discover=True).plugins if one.name == "odd_torn"]

    assert report.state is fk.PluginState.FAILED
    assert "that cannot be read" in report.problem
    assert as_before(fk.Kit(discover=True, block=["odd_torn"]), FEW)


def test_two_distributions_with_one_entry_point_name_are_set_aside_and_named(folder: Path):
    for name in ("odd_one", "odd_other"):
        install(folder, name, source_of("guards", ""), point="odd")

    [report] = [one for one in fk.Kit(discover=True).plugins if one.name == "odd"]

    assert "two distributions' plugins: dist-odd_one, dist-odd_other" in report.problem
    assert as_before(fk.Kit(discover=True, block=["odd"]), FEW)


@pytest.mark.parametrize(
    ("requires", "said"),
    [
        ("pluggy>=99", "needs pluggy 99 or newer"),
        ("pluggy (>=99.1,<100)", "needs pluggy 99.1 or newer"),
        ("Pluggy ~= 99.0", "needs pluggy 99.0 or newer"),
        ("pluggy==99", "needs pluggy 99 or newer"),
        ("pluggy>=1.5,<99", ""),
        ("pluggy", ""),
        ("pluggy-of-ours>=99", ""),
        ("pluggy>=99; extra == 'later'", ""),
    ],
)
def test_what_says_that_it_needs_a_newer_pluggy_is_not_imported_and_says_which(folder: Path, requires: str, said: str):
    well = source_of("guards", RETURNED.replace("{what}", "[]"))
    install(folder, "odd_ahead", "raise SystemExit" if said else well, requires)

    [report] = [one for one in fk.Kit(discover=True).plugins if one.name == "odd_ahead"]

    assert said in report.problem
    assert bool(report.problem) == bool(said)


def test_a_list_of_entry_points_that_nobody_can_read_does_not_hide_the_others(folder: Path):
    install(folder, "odd_torn", "")
    install(folder, "odd_stranger", "")
    install(folder, "odd_but_well", source_of("guards", RETURNED.replace("{what}", "[]")))
    (folder / "odd_torn-1.0.dist-info" / "entry_points.txt").write_text("[followkit]\nodd\n")
    (folder / "odd_stranger-1.0.dist-info" / "entry_points.txt").write_text("[of-others]\nodd\n")

    told = {one.name: one.problem for one in fk.Kit(discover=True).plugins}

    assert told["dist-odd_torn"] == "plugin 'dist-odd_torn' has a list of entry points that cannot be read"
    assert told["odd_but_well"] == ""
    assert not any("stranger" in name for name in told)
    assert "dist-odd_torn" not in {one.name for one in fk.Kit(discover=True, allow=["odd_but_well"]).plugins}


@pytest.mark.parametrize("name", ["followkit", "add"])
def test_a_name_that_reports_use_for_our_own_is_refused(folder: Path, name: str):
    install(folder, "odd_one", source_of("guards", ""), point=name)

    assert "followkit's own" in [one.problem for one in fk.Kit(discover=True).plugins if one.name == name][-1]


# When its records are asked -------------------------------------------------------------------------------------------


def raising(*given: object) -> Any:
    raise RuntimeError(PERSONAL)


def running_out(*given: object) -> Any:
    raise MemoryError(PERSONAL)


def stopping(*given: object) -> Any:
    raise StopIteration(PERSONAL)


def leaving(*given: object) -> Any:
    sys.exit(PERSONAL)


def closing(*given: object) -> Any:
    raise GeneratorExit


def without_end(*given: object) -> Any:
    return without_end(*given)


def of_two_minds(*given: object) -> Iterator[object]:
    yield None
    raise RuntimeError(PERSONAL)


def giving(answer: object) -> Callable[..., Any]:
    return lambda *given: answer


def reached(given: object) -> Iterator[object]:
    """Yield everything that can be reached from what a record is given."""
    seen: set[int] = set()
    waiting: list[Any] = [given]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        yield value
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, (tuple, list, frozenset)):
            waiting += value
        elif attrs.has(type(value)):
            waiting += [getattr(value, one.name) for one in attrs.fields(type(value))]


def setting(*given: object) -> Any:
    """Set the first field of a record, as one would who takes it for one's own."""
    record: Any = next(one for one in reached(given) if attrs.has(type(one)))
    setattr(record, attrs.fields(type(record))[0].name, None)


def filling(*given: object) -> Any:
    """Put something into the first table, to find it there the next time."""
    table = next((one for one in reached(given) if isinstance(one, dict)), FrozenDict())
    table["seen"] = PERSONAL


AT_RUN_TIME: dict[str, Callable[..., Any]] = {
    **{each.__name__: each for each in (raising, running_out, stopping, leaving, closing, without_end, of_two_minds)},
    **{each.__name__: each for each in (setting, filling)},
    "none": giving(None),
    "number": giving(7),
    "yes": giving(True),
    "text": giving(""),
    "table": giving({}),
    "list": giving([None]),
    "class": giving(fk.Holds),
    "exception": giving(RuntimeError(PERSONAL)),
    "missing": giving(fk.Missing("nowhere")),
}
JUNK = {f"odd-{name.replace('_', '-')}": does for name, does in AT_RUN_TIME.items()}


def house() -> fk.Policy:
    rules = "\n".join(
        f'[rules.{name}]\nslot = "{name}"\ncontact = "courtesy"\nnote = "thank-you"\nto = "each-interviewer"\n'
        f'after = "round-end"\ntarget = "1 business day"\nchannels = ["written"]\nwhen = ["{name}"]\n'
        'because = "it is odd"'
        for name in JUNK
    )
    return fk.Policy(name="house", text=f'extends = "us"\n{rules}')


def channels() -> list[fk.Channel]:
    """Return a channel for every misdeed, to be used after e-mail; that it reaches nobody is no misdeed."""
    return [
        fk.Channel(name=name, classes=["written"], address=address, compose=raising)
        for name, address in JUNK.items()
        if name != "odd-missing"
    ]


def test_with_all_of_them_at_once_the_others_plan_write_and_compose_as_without():
    answering_no = giving(fk.Holds(yes=False))
    plain = fk.Kit("house", add=[house(), *(fk.Condition(name=name, holds=answering_no) for name in JUNK)])
    odd = fk.Kit(
        "house",
        add=[
            house(),
            *channels(),
            *(fk.Condition(name=name, holds=holds) for name, holds in JUNK.items()),
            *(fk.Check(code=name, examine=examine) for name, examine in JUNK.items()),
            *(fk.Adapter(name=name, read=read) for name, read in JUNK.items()),
            *(fk.Sender(name=name, carries=["email"], send=send) for name, send in JUNK.items()),
        ],
    )
    found, before = all_of(odd), all_of(plain)

    assert found == before
    assert {cast for cast, _ in found} == {"awkward", "minimal", "rich"}
    assert sum(map(len, found.values())) > 100


def test_a_condition_is_a_no_and_is_named():
    kit = fk.Kit("house", add=[house(), *(fk.Condition(name=name, holds=holds) for name, holds in JUNK.items())])
    asked: set[str] = set()
    for scene in scenes()[SOME]:
        found = planned(kit, scene)
        for one in (one for one in found.decisions if one.rule in JUNK and one.subject.person):
            failed = [reason.parameters["condition"] for reason in one.reasons if reason.code == "condition-failed"]
            assert not one.yes
            assert failed in ([one.rule], [])
            assert one.rule in found.why(one.rule)
            asked.update(map(str, failed))
        assert PERSONAL not in told(found)
    assert asked == set(JUNK)


@pytest.mark.parametrize("misdeed", JUNK)
def test_a_guard_stops_everything_and_is_named(misdeed: str):
    kit, plain = fk.Kit(add=[fk.Guard(name=misdeed, judge=JUNK[misdeed], strength=99)]), fk.Kit()

    for scene in scenes()[FEW]:
        found, before = planned(kit, scene), planned(plain, scene)
        stopped = {one.handle for one in before.decisions if one.yes}
        assert [*found.follow_ups, *found.ahead] == []
        assert stopped
        for one in (one for one in before.decisions if one.yes):
            again = next(two for two in found.decisions if (two.rule, two.subject) == (one.rule, one.subject))
            assert (again.yes, again.reasons[0].code) == (False, "guard-failed")
            assert again.reasons[0].parameters["guard"] == misdeed
        assert misdeed in found.why(next(one.rule for one in before.decisions if one.yes))
        assert PERSONAL not in told(found)


def test_a_channel_reaches_nobody_and_is_named():
    odd = channels()
    kit = fk.Kit(add=odd)
    scene = ordinary()
    people = [attrs.evolve(one, addresses={}) for one in scene.application.people]
    found = kit.plan(attrs.evolve(scene.application, people=people), now=scene.now)
    named = {
        reason.parameters["channel"]
        for one in found.decisions
        for reason in one.reasons
        if reason.code == "channel-failed"
    }
    assert named == {one.name for one in odd}
    assert PERSONAL not in told(found)


@pytest.mark.parametrize("verb", ["compose", "drafts"])
@pytest.mark.parametrize("misdeed", sorted(JUNK))
def test_a_channel_that_makes_no_message_or_files_is_named_and_the_others_messages_are_as_they_were(verb, misdeed):
    if (verb, misdeed) in {("drafts", "odd-table"), ("drafts", "odd-text")}:
        return  # an empty table and an empty text hold no files, which a channel may have
    email = fk.Kit().channel("email")
    does: Any = {verb: JUNK[misdeed]}
    odd = attrs.evolve(email, overrides=True, **does)
    kit = fk.Kit(plugins=[bringing(odd)])
    scene = ordinary()
    plan = planned(kit, scene)
    failed = 0
    for one in plan.follow_ups:
        note = kit.write(one, scene.application)
        if one.channel != "email":
            continue
        with pytest.raises(fk.errors.PluginError, match="channel 'email' of plugin 'odd'") as caught:
            kit.drafts(kit.compose(note, one, scene.application))
        assert PERSONAL not in str(caught.value)
        failed += 1
    assert failed
    assert without_basis(plan) == without_basis(planned(fk.Kit(), scene))


def test_a_check_is_a_finding_itself_and_the_others_find_what_they_found():
    kit = fk.Kit(add=[fk.Check(code=name, examine=examine) for name, examine in JUNK.items()])
    plain = fk.Kit()
    nothing_found = {"odd-table", "odd-text"}
    for scene in scenes()[SOME]:
        for one in planned(plain, scene).follow_ups:
            try:
                note = plain.write(one, scene.application)
            except fk.errors.MissingFacts:
                continue
            found = kit.review([note], scene.application, follow_ups=[one])
            failed = {finding.parameters["check"] for finding in found if finding.code == "check-failed"}
            assert failed == set(JUNK) - nothing_found
            others = tuple(finding for finding in found if finding.code != "check-failed")
            assert others == plain.review([note], scene.application, follow_ups=[one])
            assert PERSONAL not in repr(found)


MESSAGE = fk.Message(
    channel="email", handle="h", key="k", body="b", recipients=[fk.Address(address="sam@acme.example")]
)


@pytest.mark.parametrize("misdeed", sorted(JUNK))
def test_an_adapter_and_a_sender_are_named(misdeed: str):
    odd = [
        fk.Adapter(name="odd", read=JUNK[misdeed]),
        fk.Sender(name="odd", carries=["email"], send=JUNK[misdeed]),
    ]
    kit = fk.Kit(plugins=[bringing(*odd)])
    scene = scenes()[0]

    with pytest.raises(fk.errors.PluginError, match="adapter 'odd' of plugin 'odd'") as reading:
        kit.read(b"", scene.application, adapter="odd")
    with pytest.raises(fk.errors.PluginError, match="sender 'odd' of plugin 'odd'") as sending:
        kit.send(MESSAGE, sender="odd")
    assert PERSONAL not in f"{reading.value} {sending.value}"


@pytest.mark.parametrize("interrupted", ["condition", "guard", "channel", "check"])
def test_whoever_presses_ctrl_c_is_obeyed(interrupted: str):
    def pressed(*given: object) -> Any:
        raise KeyboardInterrupt

    house = 'extends = "us"\n[rules.thank-you]\nwhen = { add = ["odd"] }'
    added: dict[str, list[Any]] = {
        "condition": [fk.Policy(name="house", text=house), fk.Condition(name="odd", holds=pressed)],
        "guard": [fk.Guard(name="odd", judge=pressed)],
        "channel": [fk.Channel(name="a-odd", classes=["written"], address=pressed, compose=pressed)],
        "check": [fk.Check(code="odd", examine=pressed)],
    }
    scene = ordinary()
    kit = fk.Kit("house" if interrupted == "condition" else None, add=added[interrupted])

    people = [attrs.evolve(one, addresses={}) for one in scene.application.people]
    facts = attrs.evolve(scene.application, people=people) if interrupted == "channel" else scene.application

    def looked_through() -> None:
        for one in kit.plan(facts, now=scene.now).follow_ups:
            kit.review([kit.write(one, facts)], facts, follow_ups=[one])

    with pytest.raises(KeyboardInterrupt):
        looked_through()


CHANGES: tuple[Callable[[Any], object], ...] = (
    lambda one: one.clear(),
    lambda one: one.update(seen=1),
    lambda one: one.append(1),
    lambda one: one.add(1),
    lambda one: one.__setitem__(0, 1),
    lambda one: setattr(one, attrs.fields(type(one))[0].name, None),
)


def _worked(change: Callable[[Any], object], one: object) -> bool:
    try:
        change(one)
    except (AttributeError, TypeError, IndexError, attrs.exceptions.NotAnAttrsClassError):
        return False
    return True


def test_who_tries_to_change_all_there_is_and_says_nothing_of_it_has_changed_nothing():
    changed: list[object] = []
    tried: list[object] = []

    def spoil(*given: object) -> None:
        for one in reached(given):
            tried.append(one)
            changed.extend(one for change in CHANGES if _worked(change, one))

    def judge(proposal: object) -> fk.Verdict:
        spoil(proposal)
        return fk.Verdict()

    scene = ordinary()
    facts = attrs.evolve(scene.application, x={"pager": {"ranges": [1]}})
    kit, plain = fk.Kit(add=[fk.Guard(name="spoiling", judge=judge)]), fk.Kit()
    before = repr(facts)

    assert without_basis(kit.plan(facts, now=scene.now)) == without_basis(plain.plan(facts, now=scene.now))
    assert repr(facts) == before
    assert not list(changeable(facts))
    assert len(tried) > 500
    assert changed == []


def bringing(*records: Any) -> object:
    """Return a plugin called ``odd`` that brings records."""

    class Odd:
        name = "odd"

        @fk.hookimpl
        def followkit_channels(self) -> list[fk.Channel]:
            return [one for one in records if isinstance(one, fk.Channel)]

        @fk.hookimpl
        def followkit_adapters(self) -> list[fk.Adapter]:
            return [one for one in records if isinstance(one, fk.Adapter)]

        @fk.hookimpl
        def followkit_senders(self) -> list[fk.Sender]:
            return [one for one in records if isinstance(one, fk.Sender)]

    return Odd()


def without_basis(plan: fk.Plan) -> fk.Plan:
    now, ahead = (tuple(map(unnamed, found)) for found in (plan.follow_ups, plan.ahead))
    return attrs.evolve(plan, basis="", follow_ups=now, ahead=ahead)


def told(plan: fk.Plan) -> str:
    return repr(attrs.asdict(plan, filter=lambda attribute, _: attribute.name != "wording"))
