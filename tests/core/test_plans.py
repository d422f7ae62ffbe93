"""Two plans compared say what is new, moved, gone and as it was, each with the reason a reader would give."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit.events import Dismissed, Event, Promised, Rejected, Replied, Stopped
from followkit.interchange import plan_to_dict
from tests.rulebook.dana import (
    LAST_WORD_BY,
    PRIYA,
    REX,
    ROSA,
    SAM,
    application,
    at,
    interview,
    plan,
    sent,
)

THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))
NOW = "2025-06-09 12:00"
PHONE = attrs.evolve(PRIYA, addresses={"phone": "+1 212 555 0190"}, contact=fk.Contact(channels={"phone": "invited"}))


def waiting(*events: Event, now: str = NOW, **changes: Any) -> fk.Plan:
    """Return the plan of somebody who thanked everybody and was told to hear by Friday the 13th."""
    return plan(application(*THANKED, *events, **{"decision_by": LAST_WORD_BY, **changes}), now)


def told(old: fk.Plan, new: fk.Plan) -> dict[str, dict[str, str]]:
    """Return each kind of change as handles to reason codes."""
    found = fk.diff(old, new)
    kinds = {"added": found.added, "moved": found.moved, "dropped": found.dropped, "kept": found.kept}
    return {kind: {one.handle: one.reason.code for one in changes} for kind, changes in kinds.items()}


def dropped(old: fk.Plan, new: fk.Plan, handle: str = "check-in/1") -> str:
    return told(old, new)["dropped"][handle]


# Kept and moved -----------------------------------------------------------------------------------------------------


def test_the_same_facts_a_day_later_change_nothing():
    assert told(waiting(), waiting(now="2025-06-10 12:00")) == {
        "added": {},
        "moved": {},
        "dropped": {},
        "kept": {"check-in/1": "unchanged", "check-in/2": "unchanged", "closing-note/1": "unchanged"},
    }


def test_a_later_date_moves_the_check_in_because_of_that_date():
    change = fk.diff(waiting(), waiting(decision_by=date(2025, 6, 20))).moved[0]

    assert (change.handle, change.reason.code) == ("check-in/1", "promised-date-embargo")
    assert change.reason.parameters["day"] == date(2025, 6, 20)
    assert change.old is not None
    assert change.new is not None
    # Fri 13: Mon 16, Tue 17; Fri 20: Mon 23, Tue 24
    assert [f"{one.window.target:%d}" for one in (change.old, change.new)] == ["17", "24"]


def test_somebody_better_to_ask_is_named():
    found = fk.diff(waiting(), waiting(people=(PRIYA, SAM, ROSA)))

    assert {(one.reason.code, one.reason.parameters["person"]) for one in found.moved} == {
        ("recipient-changed", "rosa")
    }


def test_another_channel_is_named():
    mailed = attrs.evolve(PHONE, addresses={**PHONE.addresses, "email": "priya@acme.example"})

    found = fk.diff(waiting(people=(mailed, SAM)), waiting(people=(PHONE, SAM)))
    assert {(one.reason.code, one.reason.parameters["channel"]) for one in found.moved} == {
        ("channel-changed", "phone")
    }


def test_a_note_that_speaks_for_one_more_says_for_whom():
    one = interview(with_=["priya", "sam"])
    three = interview(with_=["priya", "sam", "tess"])
    people = (PRIYA, SAM, fk.Person(id="tess", name="Tess Oyo"), REX)
    before = plan(application(people=people, interviews=[one]), "2025-06-05 15:10")
    after = plan(application(people=people, interviews=[three]), "2025-06-05 15:10")

    (change,) = [change for change in fk.diff(before, after).moved if change.handle == "thank-you/panel/all"]
    assert change.reason == fk.Reason(code="people-changed", parameters={"people": ("priya", "sam", "tess")})


def test_a_window_that_moved_for_no_reason_of_its_own_says_that_it_moved():
    later = waiting()
    shifted = attrs.evolve(later.follow_ups[0], window=attrs.evolve(later.follow_ups[0].window, expires=None))
    moved = attrs.evolve(later, follow_ups=(shifted,))

    assert told(waiting(), moved)["moved"] == {"check-in/1": "window-moved"}


# Dropped ------------------------------------------------------------------------------------------------------------


def test_what_was_sent_is_gone_because_it_was_sent():
    after = waiting(sent("check-in/1", "2025-06-17 10:00"), now="2025-06-17 12:00")

    assert told(waiting(), after) == {
        "added": {},
        "moved": {},
        "dropped": {"check-in/1": "already-sent"},
        "kept": {"check-in/2": "unchanged", "closing-note/1": "unchanged"},
    }


def test_what_is_over_drops_everything_for_that_reason():
    for event, code in ((Rejected(at=at(NOW)), "rejected"), (Stopped(at=at(NOW)), "stopped")):
        assert set(told(waiting(), waiting(event))["dropped"].values()) == {code}


def test_what_came_too_late_says_so_and_what_was_to_follow_it_waits_for_it():
    assert told(waiting(), waiting(now="2025-12-09 12:00"))["dropped"] == {
        "check-in/1": "expired",
        "check-in/2": "expired",
        "closing-note/1": "nothing-sent-yet",
    }


def test_what_nobody_wants_says_so():
    assert dropped(waiting(), waiting(Dismissed(at=at(NOW), follow_up="check-in/1"))) == "dismissed"


def test_a_word_from_them_begins_the_wait_anew():
    replied = Replied(at=at(NOW), by="priya", reply="still deciding")
    found = told(waiting(), waiting(replied))

    assert found["dropped"] == dict.fromkeys(["check-in/1", "check-in/2", "closing-note/1"], "new-silence")
    assert found["added"]["acknowledgement/1"] == "after-employer-reply"
    assert dropped(waiting(), waiting(Promised(at=at(NOW), decision_by=date(2025, 6, 20)))) == "new-silence"


def test_while_an_interview_is_being_arranged_nothing_is_waited_for():
    arranged = fk.Interview(id="final", status=fk.Status.NEEDS_SCHEDULING)

    after = waiting(interviews=(interview(), arranged))
    assert dropped(waiting(), after) == "interview-being-arranged"


def test_a_note_that_another_one_says_names_that_one():
    before = plan(application(), "2025-06-05 15:10")
    after = plan(application(people=(PRIYA, SAM, REX)), "2025-06-05 15:10")
    gone = [change for change in fk.diff(before, after).dropped if change.reason.code == "replaced"]

    assert [change.reason.parameters["handle"] for change in gone] == ["thank-you/panel/all"]


def test_thanks_that_went_out_too_early_are_planned_anew():
    early = application(sent("thank-you/priya", "2025-06-05 10:00"))
    found = told(plan(application(), "2025-06-05 15:10"), plan(early, "2025-06-05 15:10"))

    assert found["dropped"] == {"thank-you/priya": "planned-anew"}
    assert found["added"] == {"thank-you/priya": "after-round-end"}


def test_who_was_not_there_after_all_has_no_note_any_more():
    after = plan(application(interviews=[interview(with_=["priya"])]), "2025-06-05 15:10")

    assert dropped(plan(application(), "2025-06-05 15:10"), after, "thank-you/sam") == "no-longer-planned"


# All of it ----------------------------------------------------------------------------------------------------------


def test_each_change_holds_what_was_and_what_is():
    found = fk.diff(waiting(), waiting(Replied(at=at(NOW), by="priya", reply="still deciding")))

    assert all(one.old is None and one.new and one.new.key == one.key for one in found.added)
    assert all(one.new is None and one.old and one.old.key == one.key for one in found.dropped)
    assert {one.key for one in found.added}.isdisjoint(one.key for one in found.dropped)


@pytest.mark.parametrize("now", [NOW, "2025-06-17 10:00", "2025-12-09 12:00"])
def test_a_plan_compared_with_itself_keeps_everything(now):
    planned = waiting(now=now)
    found = fk.diff(planned, planned)

    assert (found.added, found.moved, found.dropped) == ((), (), ())
    assert [one.new for one in found.kept] == [*planned.follow_ups, *planned.ahead]


def test_every_reason_can_be_told_and_names_nobody():
    words = fk.Kit().lexicon("en").tables["reasons"]
    after = waiting(Rejected(at=at(NOW)), people=(PRIYA, SAM, ROSA))
    found = fk.diff(waiting(), after)

    assert all(
        one.reason.code in words for kind in (found.added, found.moved, found.dropped, found.kept) for one in kind
    )
    assert "Priya" not in repr(found)
    assert plan_to_dict(found)["dropped"][0]["reason"]["code"] == "rejected"
