"""Law 10: personal values stay out of ``repr`` and out of errors."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module

import attrs
import pytest
from attrs import field, frozen

import followkit as fk
from tests.contract.source import assert_none, core

PERSONAL = frozenset({
    "address", "address_as", "addresses", "body", "closing", "company", "concerns", "content", "custom", "email",
    "extra", "family_name", "given_name", "location", "name", "outcome", "phone", "salutation", "says", "signature",
    "strengths", "subject", "talked_about", "text", "title", "video_link", "what", "words", "x",
})  # fmt: skip
MOMENT = datetime(2025, 6, 5, 17, tzinfo=UTC)
TEXTS = ("str", "tuple[str", "Mapping[str", "Custom", "bytes")
NAME_A_PERSON = frozenset({"Address", "Candidate", "Person"})
"""Only these are called by a person's name; a channel's, a policy's or an employer's is not personal."""


def shown(record: type) -> Iterator[str]:
    """List the personal fields of an attrs class that its ``repr`` shows."""
    for attribute in attrs.fields(record):
        written = attribute.type if isinstance(attribute.type, str) else getattr(attribute.type, "__name__", "")
        if attribute.name not in PERSONAL or not written.startswith(TEXTS) or not attribute.repr:
            continue
        if attribute.name != "name" or record.__name__ in NAME_A_PERSON:
            yield f"{record.__module__}.{record.__name__}.{attribute.name} is shown by repr"


def records() -> list[type]:
    found = []
    for module in core():
        members = inspect.getmembers(import_module(module.name), inspect.isclass)
        found += [member for _, member in members if member.__module__ == module.name and attrs.has(member)]
    assert len(found) >= 40, "the records were not found, or only some of them"
    return found


def full_application(canary: str) -> fk.Application:
    """Return an application in which every personal value holds *canary*."""
    me = fk.Candidate(
        name=f"{canary} Kim", given_name=canary, addresses={"email": f"{canary}@me.example"}, zone="Asia/Seoul"
    )
    person = fk.Person(
        id="priya",
        name=f"{canary} Raman",
        given_name=canary,
        family_name=canary,
        address_as=f"Frau Dr. {canary}",
        addresses={"email": f"{canary}@acme.example", "phone": f"+1 {canary}"},
        custom={"nickname": canary},
    )
    interview = fk.Interview(
        id="panel",
        interviewers=(fk.Interviewer(person="priya", talked_about=(f"moving {canary}",)),),
        title=f"{canary} / Dana",
        location=f"{canary} Street 1",
        video_link=f"https://video.example/{canary}",
        external_ids={"vendor": canary},
    )
    happened = (
        fk.events.Called(at=MOMENT, to="priya", outcome=f"{canary} will ask"),
        fk.events.Promised(at=MOMENT, says=f"when {canary} is back", by="priya"),
        fk.events.Submitted(at=MOMENT, what=f"{canary}.zip"),
    )
    return fk.Application(
        id="acme",
        me=me,
        people=(person,),
        interviews=(interview,),
        events=happened,
        strengths=(f"I built {canary}.",),
        custom={"source": canary},
        x={"plugin": {"note": canary}},
    )


def test_personal_fields_are_not_shown():
    assert_none(found for record in records() for found in shown(record))


def test_a_personal_field_that_is_shown_is_reported():
    @frozen(kw_only=True)
    class Person:
        name: str
        given_name: str | None = None
        talked_about: tuple[str, ...] = ()
        subject: str = field(default="", repr=False)

    assert len(list(shown(Person))) == 3


def test_no_canary_is_seen_in_repr():
    application = full_application("Zyzzyva")

    assert "Zyzzyva" not in repr(application)
    assert "Zyzzyva" not in str(application)
    assert "Zyzzyva" in str(attrs.asdict(application)), "the canaries are not there to be seen"


@pytest.mark.parametrize(
    ("record", "bad"),
    [
        (fk.Person, {"id": "priya", "name": "zyzzyva@acme.example"}),
        (fk.Person, {"id": "priya", "address_as": "Zyzzyva\nBcc: all"}),
        (fk.Person, {"id": "priya", "addresses": {"email": "zyzzyva" * 100}}),
        (fk.Candidate, {"given_name": "=?utf-8?q?zyzzyva?="}),
        (fk.Interviewer, {"person": "priya", "talked_about": ["zyzzyva\x00"]}),
        (fk.Interview, {"id": "panel", "title": "zyzzyva\u202e"}),
        (fk.Application, {"id": "acme", "strengths": ["zyzzyva" * 100]}),
    ],
)
def test_no_canary_is_seen_in_an_error(record, bad):
    with pytest.raises(fk.errors.InvalidFacts) as caught:
        record(**bad)

    assert "zyzzyva" not in repr(caught.value).lower() + str(caught.value.problems).lower()
