"""Rows that a host stored are brought in line with a plan: once, in any order, and never over what was sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._core.reconciling import Reconciliation
from followkit.events import Event, Rejected, Replied
from tests.rulebook.dana import LAST_WORD_BY, PRIYA, REX, ROSA, SAM, application, at, interview, plan, sent

THANKED = (sent("thank-you/priya", "2025-06-05 17:00"), sent("thank-you/sam", "2025-06-05 17:05"))
NOW = "2025-06-09 12:00"
Stored = dict[str, Any]


def waiting(*events: Event, now: str = NOW, **changes: Any) -> fk.Plan:
    """Return the plan of somebody who thanked everybody and was told to hear by Friday the 13th."""
    return plan(application(*THANKED, *events, **{"decision_by": LAST_WORD_BY, **changes}), now)


def stored(plan: fk.Plan) -> list[Stored]:
    return [dict(row) for row in fk.rows(plan)]


def told(found: Reconciliation) -> dict[str, dict[str, str]]:
    """Return each kind of action as handles to reason codes."""
    kinds = {"create": found.create, "move": found.move, "cancel": found.cancel, "keep": found.keep}
    return {kind: {one.handle: one.reason.code for one in actions} for kind, actions in kinds.items()}


def done(table: Iterable[Mapping[str, Any]], found: Reconciliation, *, delete: bool = True) -> list[Stored]:
    """Do what a reconciliation says, as a host would: what is cancelled is deleted, or marked."""
    rows = {str(row["key"]): dict(row) for row in table}
    for action in (*found.create, *found.move):
        assert action.row is not None
        rows[action.key] = dict(action.row)
    for action in found.cancel:
        if delete:
            del rows[action.key]
        else:
            rows[action.key]["state"] = "cancelled"
    return list(rows.values())


ANEW = "new-silence"
REPLIED = Replied(at=at(NOW), by="priya", reply="still deciding")


# A plan as rows -----------------------------------------------------------------------------------------------------


def test_a_row_holds_what_a_table_needs_and_nobodys_name():
    first = fk.rows(waiting())[0]

    assert first == {
        "key": waiting().follow_ups[0].key,
        "handle": "check-in/1",
        "application": "acme",
        "slot": "check-in",
        "rule": "check-in-after-date",
        "subject": "silence/panel",
        "recipient": "priya",
        "about": "",
        "channel": "email",
        "earliest": "2025-06-17T10:00:00-04:00",  # Fri 13: Mon 16, Tue 17
        "target": "2025-06-17T10:00:00-04:00",
        "late_after": "2025-07-09T00:00:00-04:00",  # 15 open days: 16 to 18, 20, 23 to 27, 30, 1 to 3, 7, 8
        "expires": "2025-08-13T00:00:00-04:00",  # 60 days from the end of the 13th
        "zone": "America/New_York",
        "state": "waiting",
        "ahead": False,
    }
    assert "Priya" not in repr(fk.rows(waiting()))


def test_what_is_to_follow_in_silence_is_marked():
    assert [(row["handle"], row["ahead"]) for row in fk.rows(waiting())] == [
        ("check-in/1", False),
        ("check-in/2", True),
        ("closing-note/1", True),
    ]


# Creating, moving, cancelling ---------------------------------------------------------------------------------------


def test_an_empty_table_gets_everything():
    found = fk.reconcile([], waiting())

    assert [action.row for action in found.create] == list(fk.rows(waiting()))
    assert told(found)["create"]["check-in/1"] == "promised-date-embargo"
    assert (found.move, found.cancel, found.keep) == ((), (), ())


def test_a_later_date_moves_what_waits_for_it_and_says_why():
    later = waiting(decision_by=date(2025, 6, 20))
    found = fk.reconcile(fk.rows(waiting()), later)

    assert told(found)["move"] == {
        "check-in/1": "promised-date-embargo",
        "check-in/2": "after-last-check-in",
        "closing-note/1": "after-last-check-in",
    }
    assert [action.row for action in found.move] == list(fk.rows(later))


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((PRIYA, SAM, ROSA), "recipient-changed"),
        (
            (
                attrs.evolve(
                    PRIYA,
                    addresses={"phone": "+1 212 555 0190"},
                    contact=fk.Contact(channels={"phone": "invited"}),
                ),
                SAM,
            ),
            "channel-changed",
        ),
    ],
)
def test_somebody_else_or_another_way_moves_a_row(people, code):
    assert set(told(fk.reconcile(fk.rows(waiting()), waiting(people=people)))["move"].values()) == {code}


def test_a_note_that_speaks_for_one_more_moves():
    people = (PRIYA, SAM, fk.Person(id="tess", name="Tess Oyo"), REX)
    panels = [[interview(with_=with_)] for with_ in (["priya", "sam"], ["priya", "sam", "tess"])]
    two, three = (plan(application(people=people, interviews=panel), "2025-06-05 15:10") for panel in panels)

    assert told(fk.reconcile(fk.rows(two), three))["move"]["thank-you/panel/all"] == "people-changed"


def test_what_is_over_cancels_every_row():
    found = told(fk.reconcile(fk.rows(waiting()), waiting(Rejected(at=at(NOW)))))

    assert found["cancel"] == {"check-in/1": "rejected", "check-in/2": "rejected", "closing-note/1": "rejected"}


def test_a_word_from_them_cancels_the_rows_of_before_and_creates_others():
    found = fk.reconcile(fk.rows(waiting()), waiting(REPLIED))

    assert told(found)["cancel"] == {"check-in/1": ANEW, "check-in/2": ANEW, "closing-note/1": ANEW}
    assert [action.handle for action in found.create][:2] == ["acknowledgement/1", "check-in/1"]


def test_what_one_note_says_for_all_cancels_the_row_of_each():
    alone = plan(application(), "2025-06-05 15:10")
    together = plan(application(people=(PRIYA, SAM, REX)), "2025-06-05 15:10")

    assert "replaced" in told(fk.reconcile(fk.rows(alone), together))["cancel"].values()


# Kept ---------------------------------------------------------------------------------------------------------------


def test_the_same_plan_keeps_everything_and_brings_the_state_up_to_date():
    due = waiting(now="2025-06-17 10:00")
    found = fk.reconcile(fk.rows(waiting()), due)

    assert told(found)["keep"] == {"check-in/1": "unchanged", "check-in/2": "unchanged", "closing-note/1": "unchanged"}
    assert [action.row for action in found.keep] == list(fk.rows(due))
    assert found.keep[0].row is not None
    assert found.keep[0].row["state"] == "due"


@pytest.mark.parametrize("state", ["sent", "done"])
def test_what_was_sent_is_kept_whatever_the_plan_says(state):
    table = [{**row, "state": state} for row in fk.rows(waiting())]

    for after in (waiting(Rejected(at=at(NOW))), waiting(decision_by=date(2025, 6, 20)), waiting(REPLIED)):
        found = fk.reconcile(table, after)
        assert (found.move, found.cancel) == ((), ())
        assert {action.key for action in found.keep} == {row["key"] for row in table}
        assert {action.row for action in found.keep} == {None}, "nothing to write over it"


def test_a_cancelled_row_rests_until_the_plan_asks_for_it_again():
    table = [{**row, "state": "cancelled"} for row in fk.rows(waiting())]

    assert told(fk.reconcile(table, waiting(Rejected(at=at(NOW)))))["cancel"] == {}
    again = fk.reconcile(table, waiting())
    assert told(again)["move"]["check-in/1"] == "promised-date-embargo"
    assert again.move[0].row == fk.rows(waiting())[0]


@pytest.mark.parametrize("delete", [True, False])
@pytest.mark.parametrize(
    "after",
    [
        waiting(),
        waiting(decision_by=date(2025, 6, 20)),
        waiting(REPLIED),
        waiting(Rejected(at=at(NOW))),
        waiting(people=(PRIYA, SAM, ROSA)),
        waiting(now="2025-06-30 12:00"),
    ],
)
def test_done_once_it_leaves_nothing_to_do(after, delete):
    before = stored(waiting())
    rows = done(before, fk.reconcile(before, after), delete=delete)
    found = fk.reconcile(rows, after)

    assert (found.create, found.move, found.cancel) == ((), (), ())
    assert {action.key for action in found.keep} == {row["key"] for row in rows}


def test_the_order_of_rows_does_not_matter():
    table = stored(waiting())

    assert fk.reconcile(table[::-1], waiting(REPLIED)) == fk.reconcile(table, waiting(REPLIED))
    assert fk.reconcile(table[::-1], waiting()) == fk.reconcile(table, waiting())


def test_columns_a_host_left_out_are_not_compared():
    small = [{"key": row["key"], "target": row["target"]} for row in fk.rows(waiting())]

    assert fk.reconcile(small, waiting(people=(PRIYA, SAM, ROSA))).move == ()
    assert len(fk.reconcile(small, waiting(decision_by=date(2025, 6, 20))).move) == 3
    gone = fk.reconcile(small, waiting(Rejected(at=at(NOW)))).cancel
    assert [action.reason.code for action in gone] == ["rejected"] * 3
    named = [{name: row[name] for name in ("key", "target", "handle", "subject")} for row in fk.rows(waiting())]
    assert told(fk.reconcile(named, waiting(now="2025-12-09 12:00")))["cancel"]["check-in/1"] == "expired"


def test_an_empty_text_that_comes_back_as_nothing_is_the_same():
    table = [{**row, "about": None} for row in fk.rows(waiting())]

    assert fk.reconcile(table, waiting()).move == ()


def test_a_moment_is_the_same_in_every_form_a_database_gives_it():
    rows = stored(waiting())
    assert isinstance(rows[0]["target"], str)
    moment = datetime.fromisoformat(rows[0]["target"])

    for form in (moment, moment.astimezone(UTC), moment.astimezone(UTC).isoformat(), "2025-06-17T14:00:00Z"):
        assert fk.reconcile([{**rows[0], "target": form}, *rows[1:]], waiting()).move == ()
    assert fk.reconcile([{**rows[0], "expires": None}, *rows[1:]], waiting()).move != ()


def test_a_table_in_a_database_holds_them():
    names = list(fk.rows(waiting())[0])
    with sqlite3.connect(":memory:") as database:
        database.row_factory = sqlite3.Row
        database.execute(f"create table follow_ups ({', '.join(names)}, primary key (key))")
        marks = ", ".join("?" * len(names))
        values = [tuple(row.values()) for row in fk.rows(waiting())]
        database.executemany(f"insert into follow_ups values ({marks})", values)  # noqa: S608
        read = [dict(row) for row in database.execute("select * from follow_ups")]
    database.close()

    assert len(fk.reconcile(read, waiting()).keep) == 3


# Bad input ----------------------------------------------------------------------------------------------------------


def problems(rows: Sequence[Any]) -> list[tuple[str, str]]:
    with pytest.raises(fk.errors.InvalidFacts) as error:
        fk.reconcile(rows, waiting())
    assert "secret" not in str(error.value)
    return [(problem.place, problem.code) for problem in error.value.problems]


def test_every_row_that_cannot_be_read_is_told_with_its_index_and_column():
    good = stored(waiting())[0]
    rows: list[Any] = [
        good,
        {**good, "target": "secret"},
        {name: value for name, value in good.items() if name != "key"},
        "secret",
        {**good, "key": "k4", "expires": "2025-06-17T10:00:00"},
        {**good, "key": "k5", "late_after": 17},
        {**good, "key": "k6", "application": "secret"},
        {"key": "k7"},
        {**good, "key": ["secret"]},
        {**good, "key": ""},
        {**good, "key": "k10", "earliest": "0001-01-01T00:00:00+14:00"},
    ]

    assert problems(rows) == [
        ("rows[1].key", "duplicate-key"),
        ("rows[1].target", "unreadable-time"),
        ("rows[2].key", "missing-key"),
        ("rows[3]", "not-a-row"),
        ("rows[4].expires", "unreadable-time"),
        ("rows[5].late_after", "unreadable-time"),
        ("rows[6].application", "another-application"),
        ("rows[7].target", "missing-time"),
        ("rows[8].key", "missing-key"),
        ("rows[9].key", "missing-key"),
        ("rows[10].earliest", "unreadable-time"),
    ]


@pytest.mark.parametrize("odd", [None, 7, ["sent"], "SENT", ""])
def test_a_state_nobody_knows_settles_nothing(odd):
    table = [{**row, "state": odd} for row in fk.rows(waiting())]

    assert len(fk.reconcile(table, waiting(Rejected(at=at(NOW)))).cancel) == 3


@pytest.mark.parametrize("odd", [None, 7, object()])
def test_what_is_no_table_at_all_is_refused_like_a_row_that_is_none(odd):
    assert problems(odd) == [("rows[0]", "not-a-row")]
