"""Whatever a file holds, it gives an application or one typed error that names every problem, soon."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followkit._core.facts import Application
from followkit.errors import InvalidFacts, Problem
from followkit.interchange import dumps, load, loads
from followkit.kit import Kit

"""Seconds; the most any input may take to be refused."""


def outcome(text, format="toml", **options):
    """Return the application or the problems; anything else raised is a bug."""
    try:
        return loads(text, format=format, **{"id": "acme"} | options)
    except InvalidFacts as error:
        found = error.problems
    assert found
    assert all(type(problem) is Problem and problem.code and problem.message for problem in found)
    return found


def problems(text, format="toml", **options):
    """Return the problems of bad text as [(place, code)]."""
    found = outcome(text, format, **options)
    assert not isinstance(found, Application)
    return [(problem.place, problem.code) for problem in found]


def codes(text, format="toml", **options):
    return {code for _, code in problems(text, format, **options)}


# What people mistype ------------------------------------------------------------------------------------------------


def test_every_mistake_of_a_file_is_told_at_once_with_its_cure():
    found = outcome(
        """
        compny = "Acme"
        position = 5
        decision_by = 2025-06-13T10:00:00
        instructions = ["no thankyou"]
        me = { nme = "Dana", email = "dana" }
        strengths = "one"

        [interviews.panel]
        start = 2025-06-05T14:00:00
        minuts = 60
        debrief = 1
        with = ["prya", { person = "sam", atended = true }]
        calendar = { uid = 7, sequence = true }

        [people.priya]
        role = "boss"
        emial = "priya@acme.example"
        contact = { direct = "perhaps", chanels = {} }

        [people.sam]
        email = "sam@acme.example"
        addresses = { email = "sam@acme.example", phone = 5 }

        [[events]]
        kind = "sennt"
        [[events]]
        kind = "out of office"
        at = 2025-06-06T10:00:00Z
        peson = "sam"
        """
    )

    assert [str(problem) for problem in found] == [
        "compny: there is no such key here (did you mean company?)",
        "position: expected text, found a whole number",
        "strengths: expected a list, found text",
        "decision_by: expected a date, as 2025-06-13, found a date and time",
        "instructions[0]: 'no thankyou' is not known here (one of: no thank-you, no calls, no contact, notes welcome)",
        "me.nme: there is no such key here (did you mean name?)",
        "me.email: is not one mail address (exactly one, as in name@example.org)",
        "people.priya.role: 'boss' is not known here (one of: hiring manager, recruiter, coordinator, "
        "agency recruiter, peer, executive, reference, unknown)",
        "people.priya.contact.direct: 'perhaps' is not known here (one of: unknown, yes, via recruiter, never)",
        "people.priya.contact.chanels: there is no such key here (did you mean channels?)",
        "people.priya.emial: there is no such key here (did you mean email?)",
        "people.sam.email: stands here and in addresses (keep one)",
        "people.sam.addresses.phone: expected text, found a whole number",
        "interviews.panel.with[1].atended: there is no such key here (did you mean attended?)",
        "interviews.panel.debrief: expected true or false, found a whole number",
        "interviews.panel.calendar.uid: expected text, found a whole number",
        "interviews.panel.calendar.sequence: expected a whole number, found true or false",
        "interviews.panel.minuts: there is no such key here (did you mean minutes?)",
        'interviews.panel.start: a local time with no zone (add zone = "America/New_York", or an offset)',
        "events[0].kind: 'sennt' is no kind of event (did you mean sent?)",
        "events[1].person: is missing (add person)",
        "events[1].until: is missing (add until)",
        "events[1].peson: there is no such key here (did you mean person?)",
    ]


def test_one_mistake_is_not_told_as_another():
    """A person with a bad address can still be named, was still talked with, and still lends a zone."""
    text = """
    me = { zone = "America/New_York", email = "dana" }
    [people.priya]
    email = "priya"
    talked_about = ["queues"]
    [interviews.panel]
    with = ["priya"]
    title = ""
    [[events]]
    kind = "sent"
    at = 2025-06-06T10:00:00
    to = "priya"
    """

    assert problems(text) == [
        ("me.email", "bad-address"),
        ("people.priya.email", "bad-address"),
        ("interviews.panel.title", "empty"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[interviews.a]\nwith = ["b"]', ("interviews.a.with", "unknown-id")),
        ('[interviews.a]\norganizer = "b"', ("interviews.a.organizer", "unknown-id")),
        ('[[events]]\nkind = "withdrew"\nat = 2025-06-06T10:00:00Z\n' * 2, None),
        (
            '[[events]]\nkind = "withdrew"\nat = 2025-06-06T10:00:00Z\n[[events]]\nkind = "sent"\n'
            'at = 2025-06-06T10:00:00Z\nto = "b"',
            ("events[1]", "unknown-id"),
        ),
        ('[[events]]\nkind = "withdrew"\nid = "a b"\nat = 2025-06-06T10:00:00Z', ("events[0].id", "bad-id")),
        ("[[events]]\nat = 2025-06-06T10:00:00Z", ("events[0].kind", "missing")),
        ("[[events]]\nkind = 3", ("events[0].kind", "wrong-type")),
        ("events = 3", ("events", "wrong-type")),
        ('events = ["sent"]', ("events[0]", "wrong-type")),
        ('people = ["priya"]', ("people", "wrong-type")),
        ('people.priya = "Priya"', ("people.priya", "wrong-type")),
        ('people.priya.id = "p"', ("people.priya.id", "unknown-key")),
        ('[people."a b"]', ("people.'a b'", "bad-id")),
        ("me = 3", ("me", "wrong-type")),
        ('id = "a b"', ("id", "bad-id")),
        ("schema = 2", ("schema", "newer-schema")),
        ("schema = 0", ("schema", "unknown-schema")),
        ("schema = true", ("schema", "unknown-schema")),
        ("schema = 1", None),
        ("decision_by = 1066-10-14", ("decision_by", "year")),
        ('decision_by = "2025-02-30"', ("decision_by", "no-such-date")),
        ('decision_by = "next week"', ("decision_by", "wrong-type")),
        ('[interviews.a]\nstart = 0001-01-01T00:00:00+05:00\nzone = "UTC"', ("interviews.a.start", "year")),
        ("[interviews.a]\nstart = 10:00:00", ("interviews.a.start", "wrong-type")),
        ("[interviews.a]\nminutes = 60.0", ("interviews.a.minutes", "wrong-type")),
        ("[interviews.a]\nminutes = true", ("interviews.a.minutes", "wrong-type")),
        ("[interviews.a]\nminutes = 0", ("interviews.a.minutes", "minutes")),
        ("x.tracker.since = 2025-06-06", ("x.tracker.since", "wrong-type")),
        ("custom.tags = []", ("custom.tags", "wrong-type")),
        ("closed = [2025-06-06T10:00:00]", ("closed[0]", "wrong-type")),
    ],
)
def test_a_mistake_is_told_where_it_stands(text, found):
    if found is None:
        assert isinstance(outcome(text), Application)
    else:
        assert problems(text) == [found]


def test_a_text_without_an_id_asks_for_one():
    assert problems("", id="") == [("id", "missing")]


def test_places_begin_where_the_text_stands():
    assert problems("events = [{}]", place="cases[3].file") == [("cases[3].file.events[0].kind", "missing")]


# Text that is no file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = 1\nname = "Dana', 2),
        ("a = 1\na = 2\n", 2),
        ("a = 1\n\n[a", 3),
        ("=", 1),
        ('a = "\x00"', 1),
        ("a = 1\rb = 2", 1),
    ],
)
def test_what_is_not_toml_is_refused_by_its_line(text, line):
    (problem,) = outcome(text)

    assert problem.code == "unreadable"
    assert f"line {line} " in problem.message or "last line" in problem.message
    assert "Dana" not in str(problem)


@pytest.mark.parametrize(("text", "line"), [('{"a": 1,\n"Dana}', 2), ("", 1), ("{'a': 1}", 1), ('{"a": 1}\n}', 2)])
def test_what_is_not_json_is_refused_by_its_line(text, line):
    (problem,) = outcome(text, "json")

    assert problem.code == "unreadable"
    assert f"line {line} " in problem.message
    assert "Dana" not in str(problem)


@pytest.mark.parametrize("text", ["[]", "3", '"a"', "null", "true"])
def test_json_that_is_no_table_is_refused(text):
    assert problems(text, "json") == [("", "wrong-type")]


def test_a_key_is_written_once_in_json():
    text = '{"company": "Acme", "people": {"a": {"name": "A", "name": "B"}}, "company": "Ecma"}'

    assert sorted(problems(text, "json")) == [("company", "duplicate-key"), ("people.a.name", "duplicate-key")]


@pytest.mark.parametrize(
    ("text", "format", "place"),
    [
        ('{"position": NaN}', "json", "position"),
        ('{"x": {"a": [Infinity]}}', "json", "x.a[0]"),
        ('{"x": {"a": -1e999}}', "json", "x.a"),
        ("x.a = nan", "toml", "x.a"),
        ("[interviews.a]\nminutes = inf", "toml", "interviews.a.minutes"),
    ],
)
def test_what_is_not_a_number_is_refused(text, format, place):
    assert problems(text, format) == [(place, "not-a-number")]


@pytest.mark.parametrize("text", ['{"x": {"a": "\\ud800"}}', '{"custom": {"a": "\\udfff"}}', '{"position": "\\ud83d"}'])
def test_half_a_character_is_refused(text):
    assert codes(text, "json") == {"lone-surrogate"}


def test_half_a_character_in_a_key_is_refused_and_can_be_shown():
    (first, *_) = outcome('{"\\ud800": 1}', "json")

    assert first.code == "lone-surrogate"
    str(first).encode()


def test_a_byte_order_mark_is_no_mistake():
    assert outcome('\ufeffcompany = "Acme"').employer.name == "Acme"
    assert outcome('\ufeff{"company": "Acme"}', "json").employer.name == "Acme"


# Text made to hurt --------------------------------------------------------------------------------------------------

PARTS = "a" + ".a" * 19_999
HEAVY = {
    "ten megabytes": ("a" * 10_000_000, "toml", "too-large"),
    "ten megabytes of JSON": ("[" * 10_000_000, "json", "too-large"),
    "a key of 20,000 parts": (f"{PARTS} = 1", "toml", "too-deep"),
    "the same in a table's name": (f"[{PARTS}]", "toml", "too-deep"),
    "the same with spaces": (f"{PARTS.replace('.', ' . ')[:60_000]}a = 1", "toml", "too-deep"),
    "the same in quotes": ('"a"' + '.""' * 19_999 + " = 1", "toml", "too-deep"),
    "the same behind a string": (f'x = {{ a = "\\\\", {PARTS} = 1 }}', "toml", "too-deep"),
    "the same behind a string that ends in quotes": (f'x = {{ a = """b"""", {PARTS} = 1 }}', "toml", "too-deep"),
    "the same behind a literal": (f"x = {{ a = '''b'''', {PARTS} = 1 }}", "toml", "too-deep"),
    "the same behind a comment": (f'# "\n{PARTS} = 1', "toml", "too-deep"),
    "lists in lists": ("a = " + "[" * 30_000, "toml", "too-deep"),
    "tables in tables": ("a = " + "{a = " * 10_000, "toml", "too-deep"),
    "lists in lists of JSON": ("[" * 500_000, "json", "too-deep"),
    "tables in tables of JSON": ('{"x": ' * 30 + "1" + "}" * 30, "json", "too-deep"),
    "a number of 60,000 digits": ("a = " + "9" * 60_000, "toml", "unreadable"),
    "a number of 60,000 hexadecimal digits": ("position = 0x" + "f" * 60_000, "toml", "too-large"),
    "a number of 900,000 digits": ('{"a": ' + "9" * 900_000 + "}", "json", "unreadable"),
    "an open string of escapes": ('a = "' + '\\"' * 30_000, "toml", "unreadable"),
    "nothing but quotes": ('"' * 60_000, "toml", "unreadable"),
    "many values": (json.dumps({"x": {"a": [0] * 300_000}}), "json", "too-many-values"),
    "many tables": ("[[events]]\n" * 5_500, "toml", "too-many-values"),
    "many keys twice": ("{" + ",".join(['"a": 1'] * 100_000) + "}", "json", "duplicate-key"),
    "many unknown keys": ("\n".join(f"compny{n} = 1" for n in range(4_000)), "toml", "unknown-key"),
    "many unknown zones": (
        json.dumps({"people": {f"p{n}": {"zone": f"America/NewYork{n}"} for n in range(1_600)}}),
        "json",
        "unknown-zone",
    ),
    "many unknown people": (
        json.dumps(
            {
                "people": {f"p{n}": {} for n in range(2_500)},
                "interviews": {"a": {"with": [f"q{n}" for n in range(2_400)]}},
            }
        ),
        "json",
        "unknown-id",
    ),
    "many events": (json.dumps({"events": [{"kind": "sent"}] * 2_400}), "json", "missing"),
    "a long key": (json.dumps({"k" * 900_000: 1}), "json", "unknown-key"),
    "a long value": (json.dumps({"instructions": ["k -" * 300_000]}), "json", "unknown-value"),
    "a long zone": (json.dumps({"zone": "k/" * 400_000}), "json", "unknown-zone"),
}


@pytest.mark.parametrize("name", HEAVY)
def test_text_made_to_hurt_is_refused_for_what_it_is(name):
    text, format, code = HEAVY[name]

    assert codes(text, format) == {code}


@pytest.mark.parametrize("name", [name for name, (text, *_) in HEAVY.items() if PARTS in text])
def test_a_key_of_thousands_of_parts_never_reaches_the_parser_that_is_slow_on_it(name, monkeypatch):
    monkeypatch.setattr("tomllib.loads", lambda text: pytest.fail("the parser was asked"))

    assert codes(*HEAVY[name][:2]) == {"too-deep"}


def test_messages_stay_short_whatever_the_input():
    for name in ("a long key", "a long value", "a long zone"):
        text, format, _ = HEAVY[name]

        assert all(len(str(problem)) < 600 for problem in outcome(text, format))


@pytest.mark.parametrize(
    "text",
    [
        'position = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u"',
        'position = """\\\n  a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u"""',
        "position = 'a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u'",
        'strengths = ["One. Two. Three. Four. Five. Six.", "Seven. Eight. Nine. Ten. 11. 12. 13. 14. 15. 16. 17."]',
        "# a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u",
        'x = { a = "it\'s.", b = 1.5, c = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5] }',
    ],
)
def test_dots_in_what_people_write_are_no_deep_keys(text):
    assert isinstance(outcome(text), Application)


# Names and addresses that are more than one -------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["me", "people.priya"])
@pytest.mark.parametrize(
    "address",
    [
        "a@x.test, b@y.test",
        "a@x.test;b@y.test",
        "a@b.test>\r\nRCPT TO:<eve@x.test",
        "Priya <a@x.test>",
        '"a b"@x.test',
        "a@x.test b",
        " a@x.test",
        "a@x.test\n",
        "a@[127.0.0.1]",
        "a@x..test",
        ".a@x.test",
        "a@x",
        "a",
        "",
        "=?utf-8?q?a=2C_eve=40x.test=2C?=@x.test,b@y.test",
    ],
)
def test_an_address_is_one_address(who, address):
    text = f"[{who}]\nemail = {json.dumps(address)}"

    assert (f"{who}.email", "bad-address") in problems(text)
    assert codes(text) <= {"bad-address", "control-character", "empty"}


@pytest.mark.parametrize(
    "address", ["priya@acme.example", "p.raman+jobs@mail.acme.example", "o'neil@x-y.test", "ä@ö.test"]
)
def test_a_plain_address_is_taken(address):
    assert outcome(f"[me]\nemail = {json.dumps(address)}").me.addresses == {"email": address}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Dana\nBcc: eve@x.test", "name-is-address"),
        ("Dana\r\nBcc: eve", "control-character"),
        ("Dana\u2028Kim", "control-character"),
        ("Dana\u0000", "control-character"),
        ("Dana \u202egpj.exe", "invisible-character"),
        ("ceo@corp.test", "name-is-address"),
        ("=?utf-8?b?YSwgZXZlQHgudGVzdCwg?=", "encoded-name"),
        ("a" * 65, "too-long"),
        (" ", "empty"),
    ],
)
def test_a_name_is_a_name(name, code):
    assert problems(json.dumps({"people": {"a": {"name": name}}}), "json") == [("people.a.name", code)]


# Files --------------------------------------------------------------------------------------------------------------


def refused(path):
    with pytest.raises(InvalidFacts) as caught:
        load(path)
    return [(problem.place, problem.code) for problem in caught.value.problems]


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    (tmp_path / "latin.toml").write_bytes('company = "Käse"'.encode("latin-1"))
    (tmp_path / "wide.json").write_bytes('{"company": "Acme"}'.encode("utf-16"))
    (tmp_path / "big.toml").write_bytes(b"#" * 10_000_000)

    for name in ("absent", "folder", "pipe", "loop", "a\0b", "n" * 5_000):
        assert refused(tmp_path / f"{name}.toml") == [("", "no-such-file")]
    for name in ("acme.yaml", "acme", ""):
        assert refused(tmp_path / name) == [("", "unknown-format")]
    assert refused(tmp_path / "latin.toml") == [("", "not-utf-8")]
    assert refused(tmp_path / "wide.json") == [("", "not-utf-8")]
    assert refused(tmp_path / "big.toml") == [("", "too-large")]


def test_a_byte_order_mark_in_a_file_is_no_mistake(tmp_path):
    (tmp_path / "acme.toml").write_bytes(b'\xef\xbb\xbfcompany = "Acme"\r\n')

    assert load(tmp_path / "acme.toml").employer.name == "Acme"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("/etc/me.toml", "outside-folder"),
        ("../../secret.toml", "outside-folder"),
        ("../sibling/me.toml", "outside-folder"),
        ("link.toml", "outside-folder"),
        ("linked/secret.toml", "outside-folder"),
        ("C:\\\\me.toml", "outside-folder"),
        ("C:me.toml", "outside-folder"),
        ("..\\\\..\\\\secret.toml", "outside-folder"),
        ("a\\u0000.toml", "outside-folder"),
        ("absent.toml", "no-such-file"),
        ("below.toml", "no-such-file"),
    ],
)
def test_a_file_names_only_files_beside_it(tmp_path, name, code):
    folder = tmp_path / "mine" / "applications"
    (folder / "below.toml").mkdir(parents=True)
    (tmp_path / "mine" / "sibling").mkdir()
    for secret in (tmp_path / "secret.toml", tmp_path / "mine" / "sibling" / "me.toml"):
        secret.write_text('name = "Zyzzyva"')
    (folder / "link.toml").symlink_to(tmp_path / "secret.toml")
    (folder / "linked").symlink_to(tmp_path)
    (folder / "acme.toml").write_text(f'me = "{name}"\n[interviews.a]\ninvite = "{name}"')

    assert refused(folder / "acme.toml") == [("me", code), ("interviews.a.invite", code)]


@pytest.mark.parametrize("name", ["me.yaml", "/etc/passwd", "..", ""])
def test_a_candidate_is_described_in_toml_or_json(tmp_path, name):
    (tmp_path / "acme.toml").write_text(f'me = "{name}"')

    assert refused(tmp_path / "acme.toml") == [("me", "unknown-format")]


def test_a_file_that_names_itself_is_read_once(tmp_path):
    (tmp_path / "acme.toml").write_text('me = "acme.toml"')

    assert refused(tmp_path / "acme.toml") == [("me.me", "unknown-key")]


# Anything at all ----------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(["me", "people", "interviews", "events", "with", "start", "zone", "kind", "at", "x", "email"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["2025-06-05", "sent", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
LINE = st.sampled_from(
    ["[people.a]", "[interviews.b]", "[[events]]", 'kind = "sent"', "at = 2025-06-05T14:00:00Z", 'zone = "UTC"']
)


@given(st.text() | st.lists(LINE | st.text(max_size=9)).map("\n".join))
def test_any_text_is_an_application_or_a_typed_error(text):
    outcome(text)
    outcome(text, "json")


@given(st.dictionaries(KEYS | st.text(max_size=3), ANYTHING))
def test_any_json_is_an_application_or_a_typed_error(value):
    found = outcome(json.dumps(value), "json")

    if isinstance(found, Application):
        assert loads(dumps(found), format="json") == found


def test_naughty_strings_are_facts_or_typed_errors(shared):
    strings = json.loads((shared / "samples/hostile/blns/blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    taken = 0
    for text in strings:
        person = {"name": text, "email": text, "custom": {text: text}, "talked_about": [text]}
        meeting = {"title": text, "start": text, "with": ["a"]}
        everywhere = {"id": text, "people": {"a": person, text: {}}, "interviews": {"i": meeting, text: {}}, text: text}
        event = {"kind": text, "at": text, "to": text}
        point = {"people": {"a": {"talked_about": [text]}}, "interviews": {"i": {"with": ["a"]}}, "x": {text: text}}
        for facts in (everywhere, {"events": [event]}, {"people": {"a": {"name": text}}}, point):
            found = outcome(json.dumps(facts), "json")
            if isinstance(found, Application):
                taken += 1
                assert loads(dumps(found), format="json") == found
    assert taken > 200


def test_bad_zone_names_are_refused(shared):
    for name in json.loads((shared / "samples/hostile/own/bad-zone-names.json").read_text(encoding="utf-8")):
        for facts in ({"zone": name}, {"people": {"a": {"zone": name}}}, {"interviews": {"a": {"zone": name}}}):
            assert codes(json.dumps(facts), "json") == {"unknown-zone"}


# What is personal stays out -----------------------------------------------------------------------------------------

CANARY = "Zyzzyva"


def test_personal_values_are_in_no_error():
    text = f"""
    position = 5
    strengths = ["{CANARY}\\n{CANARY}", "{CANARY * 100}"]
    [me]
    name = "{CANARY}@x.test"
    email = "{CANARY}"
    phone = "{CANARY}\\n"
    given_name = ["{CANARY}"]
    language = "{CANARY * 3}"
    region = "{CANARY}"
    [people.a]
    name = "{CANARY}\\u202e"
    email = "{CANARY}@x.test, {CANARY}@y.test"
    address_as = {{ formal = "{CANARY}" }}
    talked_about = ["{CANARY}", 5]
    country = "{CANARY}"
    region = "{CANARY * 5}"
    custom = {{ a = ["{CANARY}"] }}
    addresses = {{ whatsapp = "{CANARY}\\n" }}
    [interviews.i]
    with = ["{CANARY} Kim", {{ person = "{CANARY}@x.test", talked_about = ["{CANARY}\\n"] }}]
    title = "{CANARY}\\n"
    location = "{CANARY * 90}"
    start = "{CANARY}"
    calendar = {{ uid = "{CANARY}\\n" }}
    [interviews.j]
    with = ["{CANARY}@x.test"]
    organizer = "{CANARY} Kim"
    invite = "{CANARY}.ics"
    [[events]]
    kind = "submitted"
    at = 2025-06-06T10:00:00Z
    what = ["{CANARY}"]
    """
    found = outcome(text)

    assert len(found) > 20
    assert CANARY not in str(InvalidFacts(problems=found))
    assert CANARY not in repr(found)
    assert CANARY not in str(outcome(f'me = "{CANARY}.toml"'))
    assert CANARY not in str(outcome(f'name = "{CANARY}\n'))


def test_personal_values_are_in_no_repr():
    application = outcome(
        f"""
        me = {{ name = "{CANARY}", email = "{CANARY}@x.test" }}
        strengths = ["{CANARY}"]
        custom = {{ a = "{CANARY}" }}
        x = {{ a = "{CANARY}" }}
        [people.a]
        name = "{CANARY}"
        email = "{CANARY}@x.test"
        talked_about = ["{CANARY}"]
        [interviews.i]
        with = ["a"]
        title = "{CANARY}"
        location = "{CANARY}"
        [[events]]
        kind = "promised"
        at = 2025-06-06T10:00:00Z
        says = "{CANARY}"
        """
    )

    assert isinstance(application, Application)
    assert CANARY not in repr(application)
    assert CANARY in dumps(application)


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (None, "naive-moment"),
        ("2025-06-05", "naive-moment"),
        (date(2025, 6, 5), "naive-moment"),
        (datetime.fromisoformat("2025-06-05T12:00"), "naive-moment"),
        (datetime.min.replace(tzinfo=UTC), "year"),
        (datetime.max.replace(tzinfo=UTC), "year"),
    ],
    ids=str,
)
def test_a_now_that_nothing_can_be_planned_at_is_refused_with_its_place(now, code):
    with pytest.raises(InvalidFacts) as caught:
        Kit().plan(Application(id="acme"), now=now)
    assert [(one.place, one.code) for one in caught.value.problems] == [("now", code)]
