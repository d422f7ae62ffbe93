"""Every check is asked about every note, in an order of its own, and none that fails is lost."""

from __future__ import annotations

import sys

import attrs
import pytest

import followkit as fk
from followkit._core.findings import Finding, Severity
from followkit._core.reviewing import review, worst
from tests.builtin.texts import GOOD, application, follow_up, kit


def with_checks(*checks: fk.Check) -> fk.Kit:
    return fk.Kit(add=list(checks))


def findings(kit: fk.Kit, text: str = GOOD) -> list[Finding]:
    return list(kit.review_text(text, follow_up(), application()))


def no_please(reading: fk.Reading):
    for passage in reading.passages:
        at = passage.text.find("Thank")
        if at >= 0:
            yield reading.found("house-thanks", fk.Severity.HINT, passage, (at, at + 5))


def test_a_plugin_brings_a_check_of_its_own():
    found = findings(with_checks(fk.Check(code="house-thanks", examine=no_please)))

    assert [(one.code, one.place, one.said) for one in found] == [
        ("house-thanks", "subject", "Thank"),
        ("house-thanks", "paragraph-1", "Thank"),
    ]
    assert kit().tell(found[0], application()) == "House thanks."  # without words it speaks for itself


def test_a_check_replaces_a_built_in_one_only_if_it_says_so():
    nothing = fk.Check(code="no-point", examine=lambda reading: ())

    with pytest.raises(fk.errors.PluginError, match="no-point"):
        with_checks(nothing)
    silent = with_checks(attrs.evolve(nothing, overrides=True))
    text = GOOD.replace("billing and the nightly cron", "your plans")
    assert [one.code for one in findings(kit(), text)] == ["no-point"]
    assert findings(silent, text) == []


def raises(reading: fk.Reading):
    raise RuntimeError(f"zyzzyva {reading.note.text}")


@pytest.mark.parametrize(
    ("examine", "error"),
    [
        (raises, "RuntimeError"),
        (lambda reading: None, "TypeError"),
        (lambda reading: ["wrong"], "TypeError"),
        (lambda reading: reading.found("x", "grave", reading.passages[0], (0, 1)), "ValueError"),
    ],
)
def test_a_check_that_fails_is_named_and_silences_nobody(examine, error):
    broken = with_checks(fk.Check(code="broken", examine=examine), fk.Check(code="house-thanks", examine=no_please))
    found = findings(broken)

    assert [one.code for one in found] == ["check-failed", "house-thanks", "house-thanks"]
    assert (found[0].severity, found[0].parameters) == ("error", {"check": "broken", "error": error})
    assert "zyzzyva" not in repr(found)
    assert kit().tell(found[0], application()).startswith(f"The check broken failed ({error}).")


def test_findings_stand_in_the_order_of_the_words_whatever_the_order_of_the_checks():
    text = GOOD.replace("I would like", "Sorry, I am just checking in in [June]. I would like").replace("Dear", "Hey")
    note = kit().note_from(text, follow_up(), application())
    registered = kit()._registry.checks
    backwards = dict(reversed(list(registered.items())))
    reading = kit()._reading(note, application(), follow_up())

    assert review([reading], registered) == review([reading], backwards) != ()
    places = [one.place for one in review([reading], registered)]
    assert places == sorted(places, key=["body", "salutation", "paragraph-2"].index)


def test_several_notes_are_told_apart():
    notes = [kit().write(follow_up(handle), application()) for handle in ("thank-you/priya", "thank-you/sam")]
    found = with_checks(fk.Check(code="house-thanks", examine=no_please)).review(notes, application())

    assert {one.handle for one in found} == {"thank-you/priya", "thank-you/sam"}


def test_a_hint_about_what_is_told_as_worse_is_left_out():
    found = findings(kit(), GOOD.replace("at Acme", "with Ramann at Acme"))

    assert [one.code for one in found] == ["name-misspelt"]  # and no "a name that your facts do not have"


def test_notes_cannot_be_compared_without_the_library_and_one_alone_can_be_reviewed(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    monkeypatch.setitem(sys.modules, "rapidfuzz.distance", None)
    mine = kit().note_from(GOOD, follow_up(), application())

    assert kit().review([mine], application(), [follow_up()]) == ()
    with pytest.raises(fk.errors.MissingExtra, match=r"followkit\[review\]"):
        kit().review([mine, mine], application(), [follow_up()])


def test_the_worst_of_findings_is_known():
    assert worst([]) is None
    assert worst([Finding(code="a", severity="hint"), Finding(code="b", severity="error")]) is Severity.ERROR
    with pytest.raises(ValueError, match="grave"):
        Finding(code="a", severity="grave")
