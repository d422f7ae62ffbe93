"""One step says all of it: who is asked, marked or written to, when, why, why not, and when that may change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

import attrs
import pytest

import followkit as fk
from followkit._builtin.channels.email import EMAIL
from followkit._builtin.channels.phone import PHONE
from followkit._core.decisions import Decision, Reason, State, Subject, Window
from followkit._core.keys import key_of
from followkit._core.placing import Means
from followkit._core.planning import Step, step
from followkit._core.records import Record
from followkit._core.rulebook import Rulebook
from followkit._core.settling import Mark
from followkit._core.situation import situation_of
from followkit._core.vocabulary import Consent, ContactClass, Direct, Role
from followkit.calendars import calendars
from followkit.events import Event, Offered, ReferencesRequested, Rejected, Sent, Withdrew
from tests.rulebook.dana import NEW_YORK, PRIYA, ROSA, SAM, application, at, interview

ONE_TO_ONE: dict[str, Any] = {"interviews": (interview(["priya"]),)}
NOBODY_THERE: dict[str, Any] = {"interviews": (interview([]),)}
WITH_ROSA: dict[str, Any] = {"people": (PRIYA, SAM, ROSA)}
THURSDAY = "2025-06-05 17:30"  # the interview of Thu 5 June was over at 15:00
OFFER = Offered(id="offer", at=at("2025-06-05 16:00"))
ABOUT_OFFER = Subject(kind="event", fact="offer")
ASSUMED = (
    Reason(code="zone-from-interview", parameters={"zone": NEW_YORK}),
    Reason(code="nationwide-holidays-only", parameters={"country": "US"}),
)
NOTE: dict[str, Any] = {
    "slot": "own",
    "contact": "courtesy",
    "note": "check-in",
    "to": "each-interviewer",
    "after": "round-end",
    "target": "2 hours",
    "expires": "2 business days",
    "channels": ["email"],
}
TO_RECRUITER = {**NOTE, "to": "recruiter", "after": "offered"}
ASK = {"slot": "own", "contact": "reply", "after": "offered", "target": "0 minutes", "result": "ask"}
MARK = {**ASK, "result": "mark"}


@cache
def book_of(text: str, records: tuple[Record, ...]) -> Rulebook:
    return fk.Kit("here", add=[fk.Policy(name="here", text=f'extends = "us"\n{text}'), *records]).rulebook("here")


def written(value: Any) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return str(value).lower() if isinstance(value, (bool, int)) else f'"{value}"'


def said(
    *events: Event,
    rules: dict[str, dict[str, Any]],
    now: str = THURSDAY,
    slots: str = "",
    records: Sequence[Record] = (),
    guards: tuple[fk.Guard, ...] = (),
    left_out: str = "",
    **changes: Any,
) -> Step:
    """Return what these rules alone say, asked in this order, with no guards but these."""
    tables = [f"[rules.{id}]\n" + "\n".join(f"{k} = {written(v)}" for k, v in rules[id].items()) for id in rules]
    book = book_of("\n".join([slots, *tables]), tuple(records))
    compiled = {rule.id: rule for rule in book.rules}
    book = attrs.evolve(book, rules=tuple(compiled[id] for id in rules if id != left_out))
    means = Means(rulebook=book, channels={"email": EMAIL, "phone": PHONE}, guards=guards, tenant="host")
    return step(situation_of(application(*events, **changes), calendars(), book.customs), means, at(now))


def no(subject: Subject, *reasons: Reason, rule: str = "own", slot: str = "own") -> Decision:
    return Decision(rule=rule, slot=slot, subject=subject, yes=False, reasons=reasons)


def held_back(subject: Subject, *reasons: Reason) -> Decision:
    """Return a "no" of a guard or the calendar, though everything held that the rule asks."""
    return attrs.evolve(no(subject, *reasons), held_back=True)


def because(code: str, /, **parameters: Any) -> Reason:
    return Reason(code=code, parameters=parameters)


def clocks(moments: Iterable[Any]) -> list[str]:
    """Return instants as they are written, with their offset."""
    return [f"{moment:%Y-%m-%d %H:%M%z}" for moment in moments]


def to_priya(round: str = "panel") -> Subject:
    return Subject(kind="person", fact=round, person="priya", round=round)


def to_sam(round: str = "panel") -> Subject:
    return Subject(kind="person", fact=round, person="sam", round=round)


# Questions to the candidate -----------------------------------------------------------------------------------------

ASKED = {**ASK, "target": "1 business day", "hour": "09:15", "expires": "3 business days"}
# offered on Thu 5 June: from Fri 6, 09:15, until the end of the third open day: 6, 9, 10
SINCE, UNTIL = at("2025-06-06 09:15"), at("2025-06-11 00:00")


@pytest.mark.parametrize(
    ("now", "code", "name", "clock"),
    [
        ("2025-06-06 09:14", "not-yet", "until", "2025-06-06 09:15-0400"),
        ("2025-06-11 00:00", "expired", "at", "2025-06-11 00:00-0400"),
    ],
)
def test_before_and_after_its_time_nothing_is_asked_and_the_moment_is_told_by_their_clock(now, code, name, clock):
    found = said(OFFER, rules={"own": ASKED}, now=now)
    [decision] = found.decisions
    [reason] = decision.reasons
    assert decision == no(ABOUT_OFFER, reason)
    assert (reason.code, list(reason.parameters)) == (code, [name])
    assert clocks(reason.parameters.values()) == [clock]
    assert (found.questions, found.turns) == ((), (SINCE, UNTIL))


@pytest.mark.parametrize("now", ["2025-06-06 09:15", "2025-06-10 23:59"])
@pytest.mark.parametrize(("named", "code"), [({}, "own"), ({"question": "really"}, "really")])
def test_in_its_time_it_is_asked_about_the_event_by_its_own_name_or_the_rules(now, named, code):
    found = said(OFFER, rules={"own": {**ASKED, **named}}, now=now)
    yes = attrs.evolve(no(ABOUT_OFFER, because("asks", question=code)), yes=True)
    assert found.decisions == (yes,)
    assert found.questions == (fk.Question(code=code, place="events", parameters={"event": "offer"}),)
    assert found.turns == (SINCE, UNTIL)


def test_what_is_asked_about_a_round_belongs_to_no_event_and_may_be_asked_for_ever():
    found = said(rules={"own": {**ASK, "after": "round"}}, now="2026-06-05 12:00")
    assert found.questions == (fk.Question(code="own", place=""),)
    assert found.turns == (at("2025-06-05 15:00"),)
    [decision] = found.decisions
    assert decision.subject == Subject(kind="round", fact="panel", round="panel")


def test_nothing_is_asked_before_a_day_that_nobody_named():
    before = {**ASK, "target": {"span": "-1 business day", "of": "respond_by"}}
    found = said(OFFER, rules={"own": before})
    assert found.decisions == (no(ABOUT_OFFER, because("no-day-named", field="respond_by")),)
    assert (found.questions, found.turns) == ((), ())


def test_until_a_day_that_nobody_named_it_may_be_asked():
    endless = {**ASK, "expires": {"span": "0 minutes", "of": "respond_by"}}
    found = said(OFFER, rules={"own": endless}, now="2026-06-05 12:00")
    assert [decision.yes for decision in found.decisions] == [True]
    assert found.turns == (at("2025-06-05 16:00"),)


@pytest.mark.parametrize("rule", [ASK, MARK, TO_RECRUITER])
def test_where_nobody_knows_the_time_zone_it_is_asked_for_instead(rule):
    nowhere: dict[str, Any] = {"employer": fk.Employer(name="Acme"), "interviews": (), "people": (ROSA,)}
    found = said(OFFER, rules={"own": rule}, **nowhere)
    assert found.decisions == (no(ABOUT_OFFER, because("zone-unknown")),)
    assert found.questions == (fk.Question(code="zone", place="zone"),)
    assert (found.turns, found.marks, found.follow_ups, found.assumptions) == ((), (), (), ())


# Marks --------------------------------------------------------------------------------------------------------------


def test_a_mark_stands_at_the_end_of_the_day_it_counts_to_told_by_their_clock():
    # two open days after Thu 5 June: Fri 6, Mon 9
    found = said(OFFER, rules={"own": {**MARK, "target": "2 business days"}})
    over = at("2025-06-10 00:00")
    yes = attrs.evolve(no(ABOUT_OFFER, because("marks", at=over)), yes=True)
    assert found.decisions == (yes,)
    assert (found.marks, found.turns) == ((Mark("own", over),), (over,))
    shown = [found.marks[0].at, found.decisions[0].reasons[0].parameters["at"]]
    assert clocks(shown) == ["2025-06-10 00:00-0400"] * 2
    assert (found.follow_ups, found.questions) == ((), ())


def test_no_mark_counts_from_a_day_that_nobody_named():
    found = said(OFFER, rules={"own": {**MARK, "target": {"span": "1 business day", "of": "respond_by"}}})
    assert found.decisions == (no(ABOUT_OFFER, because("no-day-named", field="respond_by")),)
    assert (found.marks, found.turns) == ((), ())


# Conditions ---------------------------------------------------------------------------------------------------------


def condition(name: str, yes: bool, until: str | None = None, code: str | None = None) -> fk.Condition:
    answer = fk.Holds(yes=yes, until=at(until) if until else None, reason=because(code) if code else None)
    return fk.Condition(name=name, holds=lambda situation, subject, parameter: answer)


CONDITIONS = (
    condition("fine", True, code="all-right"),
    condition("fine-today", True, "2025-06-06 00:00"),
    condition("bad", False, code="too-bad"),
    condition("bad-today", False, "2025-06-07 00:00", code="bad-day"),
)


def test_every_condition_that_fails_says_why_and_all_say_until_when():
    rule = {**ASK, "when": ["bad", "fine", "fine-today", "bad-today"]}
    found = said(OFFER, rules={"own": rule}, records=CONDITIONS)
    assert found.decisions == (no(ABOUT_OFFER, because("too-bad"), because("bad-day")),)
    assert found.turns == (at("2025-06-06 00:00"), at("2025-06-07 00:00"))
    assert found.questions == ()


def test_of_no_alternatives_none_holds_and_there_is_nothing_to_say_of_it():
    found = said(OFFER, rules={"own": {**ASK, "when": [{"any": []}]}})
    assert found.decisions == (no(ABOUT_OFFER),)


def test_a_condition_is_asked_about_the_subject_in_its_situation():
    def holds(situation: Any, subject: Subject, parameter: object) -> fk.Holds:
        return fk.Holds(yes=situation.event(subject.fact).respond_by is None)

    dated = attrs.evolve(OFFER, id="dated", respond_by=date(2025, 6, 12))
    records = [fk.Condition(name="undated", holds=holds)]
    found = said(OFFER, dated, rules={"own": {**ASK, "when": ["undated"]}}, records=records)
    assert [(one.subject.fact, one.yes) for one in found.decisions] == [("dated", False), ("offer", True)]


def test_facts_are_matched_of_the_subject_that_is_spoken_about():
    by_rosa = attrs.evolve(OFFER, id="hers", by="rosa")
    rule = {**ASK, "where": {'"event.by"': "rosa"}}
    found = said(OFFER, by_rosa, rules={"own": rule}, **WITH_ROSA)
    assert [(one.subject.fact, one.yes) for one in found.decisions] == [("hers", True), ("offer", False)]


def test_facts_that_differ_are_told_before_any_condition_is_asked():
    rule = {**ASK, "where": {'"employer.size"': "small"}, "when": ["bad"]}
    found = said(OFFER, rules={"own": rule}, records=CONDITIONS)
    assert found.decisions == (no(ABOUT_OFFER, because("fact-differs", fact="employer.size", wanted=("small",))),)


def test_a_rule_that_finds_nothing_to_speak_about_says_so_once_and_the_others_speak():
    found = said(OFFER, rules={"absent": {**ASK, "after": "rejected"}, "own": ASK})
    assert [decision.yes for decision in found.decisions] == [False, True]
    nowhere = no(Subject(kind="application"), because("not-happened", event="rejected"), rule="absent")
    assert found.decisions[0] == nowhere


# Notes --------------------------------------------------------------------------------------------------------------

FULL = {
    **NOTE,
    "variant": "no-date",
    "adds": ["thanks"],
    "earliest": "1 hour",
    "late_after": "1 business day",
    "stagger": "5 minutes",
    "when": ["fine-today"],
    "needs": ["me", "to.address_as"],
    "optional": True,
    "urgent": True,
    "because": "they took the time",
    "sources": ["TY-01", "TY-02"],
}


def full(person: str, target: str, rank: int) -> fk.FollowUp:
    key = key_of(application="acme", slot="own", subject=f"panel/{person}", occurrence="", tenant="host")
    asked = fk.Question(
        code="address-as",
        place=f"people.{person}.address_as",
        parameters={"person": person},
        blocks=(f"own/{person}",),
        completes=("to.address_as",),
    )
    window = Window(
        earliest=at("2025-06-05 16:00"),
        target=at(target),
        late_after=at("2025-06-07 00:00"),  # Fri 6 is over
        expires=at("2025-06-10 00:00"),  # Fri 6 and Mon 9 are over
        zone=NEW_YORK,
    )
    return fk.FollowUp(
        key=key,
        covers=(key,),
        handle=f"own/{person}",
        application="acme",
        slot="own",
        rule="own",
        contact=ContactClass.COURTESY,
        subject=Subject(kind="person", fact="panel", person=person, round="panel"),
        recipient=person,
        about=(person,),
        channel="email",
        channel_class="written",
        note="check-in",
        variant="no-date",
        adds=("thanks",),
        window=window,
        state=State.DUE,
        when=at(target),
        because="they took the time",
        sources=("TY-01", "TY-02"),
        reasons=(because("after-round-end", span="2 hours", day=date(2025, 6, 5), value=""),),
        needs=(asked,),
        rank=rank,
        optional=True,
        urgent=True,
    )


def test_a_note_carries_all_that_its_rule_says_and_where_and_when_it_goes():
    found = said(rules={"own": FULL}, records=CONDITIONS)
    priya, sam = full("priya", "2025-06-05 17:00", 0), full("sam", "2025-06-05 17:05", 1)
    assert found.follow_ups == (priya, sam)
    assert found.decisions == tuple(
        Decision(rule="own", slot="own", subject=o.subject, yes=True, reasons=o.reasons, handle=o.handle)
        for o in (priya, sam)
    )
    assert clocks(one.when for one in found.follow_ups) == ["2025-06-05 17:00-0400", "2025-06-05 17:05-0400"]
    assert found.questions == (*priya.needs, *sam.needs)
    assert found.assumptions == ASSUMED
    assert found.marks == ()


def test_time_changes_it_at_its_edges_at_the_doors_and_where_its_conditions_say():
    found = said(rules={"own": FULL}, records=CONDITIONS, people=(PRIYA,), **ONE_TO_ONE)
    edges = ["2025-06-05 16:00", "2025-06-05 17:00", "2025-06-07 00:00", "2025-06-10 00:00"]
    doors = ["2025-06-05 08:30", "2025-06-05 18:00"]
    assert found.turns == tuple(map(at, ["2025-06-06 00:00", *edges, *doors]))


def test_after_the_doors_have_closed_it_waits_for_them_a_little_later_for_each():
    # Fri 6 June opens at 08:30; the second note keeps five minutes from it
    found = said(rules={"own": FULL}, records=CONDITIONS, now="2025-06-05 19:00")
    assert [(one.state, one.when) for one in found.follow_ups] == [
        (State.HELD, at("2025-06-06 08:30")),
        (State.HELD, at("2025-06-06 08:35")),
    ]


def test_what_was_not_sent_in_time_says_since_when_it_is_too_late_and_what_was_assumed():
    found = said(rules={"own": FULL}, records=CONDITIONS, now="2025-06-10 00:00", people=(PRIYA,), **ONE_TO_ONE)
    over = at("2025-06-10 00:00")
    assert (found.follow_ups, found.questions) == ((), ())
    assert found.decisions == (no(to_priya(), because("expired", at=over)),)
    assert found.assumptions == ASSUMED
    assert {at("2025-06-06 00:00"), over} <= set(found.turns)  # of a condition, and its own


def test_guards_are_asked_about_the_note_by_its_name():
    dismissed = because("dismissed", handle="own/sam")
    wish = fk.Guard(name="wish", judge=lambda p: fk.Verdict(veto=p.handle == "own/sam", reason=dismissed))
    found = said(rules={"own": NOTE}, guards=(wish,))
    assert [one.handle for one in found.follow_ups] == ["own/priya"]
    assert found.decisions[1] == held_back(to_sam(), dismissed)


def test_whoever_lives_elsewhere_is_written_to_by_their_own_clock():
    # 15:00 in New York is 20:00 in London; two hours later they are closed; Fri 6 June opens at 08:30
    abroad = attrs.evolve(PRIYA, zone="Europe/London")
    found = said(rules={"own": NOTE}, people=(abroad,), **ONE_TO_ONE)
    [one] = found.follow_ups
    assert (one.window.zone, clocks([one.when])) == ("Europe/London", ["2025-06-06 08:30+0100"])
    # of her own zone nothing is assumed but the country it lies in, and that only the whole country's holidays count
    assert [reason.code for reason in found.assumptions] == ["country-from-zone", "nationwide-holidays-only"]


def test_a_place_that_no_note_fits_keeps_why_with_what_was_assumed_and_until_when():
    # earliest and target lie after the end: no moment is left
    late = {**NOTE, "target": "4 business days", "when": ["fine-today"]}
    found = said(rules={"own": late}, records=CONDITIONS, people=(PRIYA,), **ONE_TO_ONE)
    assert found.decisions == (held_back(to_priya(), because("no-open-moment")),)
    assert (found.assumptions, found.turns) == (ASSUMED, (at("2025-06-06 00:00"),))


def test_a_note_that_is_spoken_needs_the_number_to_call_back_and_one_in_writing_does_not():
    by_phone = fk.Contact(channels={"phone": Consent.INVITED})
    callable_ = attrs.evolve(PRIYA, addresses={"phone": "+1 212 555 0199"}, contact=by_phone)
    spoken = {**NOTE, "channels": ["spoken"], "needs": ["me.email"]}
    [call] = said(rules={"own": spoken}, people=(callable_,), **ONE_TO_ONE).follow_ups
    assert [(need.code, need.blocks) for need in call.needs] == [("your-phone", ("own/priya",))]
    assert (call.channel, call.channel_class) == ("phone", "spoken")
    [mail] = said(rules={"own": NOTE}, people=(PRIYA,), **ONE_TO_ONE).follow_ups
    assert mail.needs == ()


def test_what_a_note_about_nobody_in_particular_needs_is_asked_about_its_recipient():
    [one] = said(
        OFFER, rules={"own": {**TO_RECRUITER, "needs": ["to.address_as"]}}, people=(ROSA,), **NOBODY_THERE
    ).follow_ups
    assert [need.place for need in one.needs] == ["people.rosa.address_as"]


@pytest.mark.parametrize("waits_for", ["adds_if_missed", "adds_if_unsent"])
def test_parts_that_depend_on_another_note_are_left_out_where_it_went_out(waits_for):
    thanks = {**NOTE, "slot": "thank-you"}
    rules = {"own": {**NOTE, "adds": ["thanks"], waits_for: "thank-you"}, "thanks": thanks}
    sent = Sent(at=at("2025-06-05 16:00"), follow_up="thank-you/priya")
    [note] = said(sent, rules=rules, people=(PRIYA,), **ONE_TO_ONE).follow_ups
    assert (note.handle, note.adds) == ("own/priya", ())
    [plain] = said(rules={"own": {**NOTE, "adds": ["thanks"]}}, people=(PRIYA,), **ONE_TO_ONE).follow_ups
    assert plain.adds == ("thanks",)


# Through somebody else ----------------------------------------------------------------------------------------------

VIA_ROSA = attrs.evolve(PRIYA, contact=fk.Contact(direct=Direct.VIA_RECRUITER))


def test_a_note_that_another_passes_on_is_worded_so_and_asks_about_whom_it_thanks():
    rules = {"own": {**NOTE, "variant": "no-date", "needs": ["point"]}}
    bare = attrs.evolve(interview(), interviewers=[fk.Interviewer(person="priya")])
    [passed_on] = said(rules=rules, people=(VIA_ROSA, ROSA), interviews=(bare,)).follow_ups
    assert (passed_on.recipient, passed_on.about, passed_on.variant) == ("rosa", ("priya",), "via")
    assert [need.place for need in passed_on.needs] == ["people.priya.talked_about"]
    [direct] = said(rules=rules, people=(PRIYA, ROSA), interviews=(bare,)).follow_ups
    assert (direct.recipient, direct.variant) == ("priya", "no-date")
    # where the rule itself speaks to the recruiter, nothing is passed on
    rules["own"]["to"] = "recruiter"
    [told] = said(rules=rules, people=(VIA_ROSA, ROSA), interviews=(bare,)).follow_ups
    assert (told.recipient, told.variant) == ("rosa", "no-date")


COMBINED = {**NOTE, "combine": "recipient"}


@pytest.mark.parametrize(
    ("rule", "handles"),
    [
        # who was there herself is thanked herself; what goes through her for two others is one note
        (COMBINED, ["own/panel/all", "own/rosa"]),
        (NOTE, ["own/priya", "own/rosa", "own/sam"]),
        # a rule that speaks to whoever led the panel says all of it in one note
        ({**COMBINED, "to": "recruiter"}, ["own/panel/all"]),
        ({**NOTE, "to": "recruiter"}, ["own/priya", "own/rosa", "own/sam"]),
    ],
)
def test_notes_through_one_person_become_one_and_her_own_stays_hers(rule, handles):
    sam = attrs.evolve(SAM, contact=fk.Contact(direct=Direct.VIA_RECRUITER))
    facts: dict[str, Any] = {"people": (VIA_ROSA, sam, ROSA), "interviews": (interview(["priya", "sam", "rosa"]),)}
    assert sorted(one.handle for one in said(rules={"own": rule}, **facts).follow_ups) == handles


NO_ADDRESS = attrs.evolve(PRIYA, addresses={})
STANDS_IN = {
    "own": {**NOTE, "if_unreachable": "passed-on"},
    "passed-on": {**NOTE, "to": "recruiter"},
}
UNREACHABLE = (because("unreachable", person="priya"), because("no-email", channel="email", person="priya"))
ADDRESS = fk.Question(code="address", place="people.priya.email", parameters={"person": "priya", "name": "priya"})


def test_whom_nothing_reaches_is_thanked_through_another_and_the_address_is_asked_for_all_the_same():
    found = said(rules=STANDS_IN, people=(NO_ADDRESS, ROSA), **ONE_TO_ONE)
    assert [(one.rule, one.handle, one.recipient) for one in found.follow_ups] == [("passed-on", "own/priya", "rosa")]
    assert [(one.rule, one.yes) for one in found.decisions] == [("own", False), ("passed-on", True)]
    assert found.decisions[0] == no(to_priya(), *UNREACHABLE)
    assert found.questions == (ADDRESS,)


def test_where_the_other_cannot_be_reached_either_only_the_first_address_is_asked_for():
    nowhere = attrs.evolve(ROSA, addresses={})
    found = said(rules=STANDS_IN, people=(NO_ADDRESS, nowhere), **ONE_TO_ONE)
    assert found.follow_ups == ()
    rosa = (because("unreachable", person="rosa"), because("no-email", channel="email", person="rosa"))
    assert found.decisions == (no(to_priya(), *UNREACHABLE), no(to_priya(), *rosa, rule="passed-on"))
    assert found.questions == (ADDRESS,)


@pytest.mark.parametrize("rules", [STANDS_IN, {"own": NOTE}])
def test_where_no_rule_stands_in_whoever_cannot_be_reached_is_told_once(rules):
    found = said(rules=rules, left_out="passed-on", people=(NO_ADDRESS, ROSA), **ONE_TO_ONE)
    assert found.decisions == (no(to_priya(), *UNREACHABLE),)
    assert found.questions == (ADDRESS,)


def test_whoever_refused_is_not_got_round_and_nobody_is_got_round_who_can_be_reached():
    refuses = attrs.evolve(PRIYA, contact=fk.Contact(channels={"email": Consent.REFUSED}))
    refused = said(rules=STANDS_IN, people=(refuses, ROSA), **ONE_TO_ONE)
    assert [(one.rule, one.yes) for one in refused.decisions] == [("own", False)]
    assert (refused.follow_ups, refused.questions) == ((), ())
    reached = said(rules=STANDS_IN, people=(PRIYA, ROSA), **ONE_TO_ONE)
    assert [(one.rule, one.yes) for one in reached.decisions] == [("own", True)]


def test_where_nobody_is_named_at_all_no_other_rule_stands_in():
    to_host = {"own": {**STANDS_IN["own"], "to": "coordinator"}, "passed-on": STANDS_IN["passed-on"]}
    found = said(rules=to_host, people=(PRIYA, ROSA), **ONE_TO_ONE)
    assert found.decisions == (no(to_priya(), because("nobody-to-write-to")),)
    assert found.questions == (fk.Question(code="whom-to-ask", place="people"),)


def test_a_rule_that_stands_in_for_two_speaks_once_and_never_by_itself():
    rules = {
        "passed-on": STANDS_IN["passed-on"],
        "also": {**STANDS_IN["own"], "rank": 1},
        "own": STANDS_IN["own"],
    }
    found = said(rules=rules, people=(NO_ADDRESS, ROSA), **ONE_TO_ONE)
    assert [one.rule for one in found.decisions] == ["also", "own", "passed-on"]
    assert [one.handle for one in found.follow_ups] == ["own/priya"]
    reached = said(rules=rules, people=(PRIYA, ROSA), **ONE_TO_ONE)
    assert {one.rule for one in reached.decisions} == {"also", "own"}


# What was sent already ----------------------------------------------------------------------------------------------


def settled(found: Step) -> list[Decision]:
    assert found.follow_ups == ()
    return list(found.decisions)


def test_a_person_is_written_to_once_a_round_and_the_others_still():
    sent = Sent(at=at("2025-06-05 16:00"), follow_up="own/priya")
    found = said(sent, rules={"own": NOTE})
    assert found.decisions[0] == no(to_priya(), because("already-sent", at=sent.at))
    assert [one.handle for one in found.follow_ups] == ["own/sam"]
    assert found.decisions[1].yes


def test_an_event_is_answered_once_and_told_is_when_first():
    first, again = (Sent(at=at(when), follow_up="own/1") for when in ("2025-06-05 16:30", "2025-06-05 17:00"))
    found = said(OFFER, first, again, rules={"own": TO_RECRUITER}, **WITH_ROSA)
    assert settled(found) == [no(ABOUT_OFFER, because("already-sent", at=first.at))]


def test_of_several_people_an_event_concerns_each_is_written_to_once():
    ann, bob = (
        fk.Person(id=id, role=Role.REFERENCE, addresses={"email": f"{id}@ref.example"}) for id in ("ann", "bob")
    )
    asked = ReferencesRequested(id="refs", at=at("2025-06-05 16:00"))
    rule = {**NOTE, "to": "each-reference", "after": "references-requested"}
    sent = Sent(at=at("2025-06-05 16:30"), follow_up="own/ann")
    found = said(asked, sent, rules={"own": rule}, people=(ann, bob), **NOBODY_THERE)
    about_ann = Subject(kind="event", fact="refs", person="ann")
    assert found.decisions[0] == no(about_ann, because("already-sent", at=sent.at))
    # the second of the references has the second turn, whoever was written to
    assert [(one.handle, one.rank) for one in found.follow_ups] == [("own/bob", 1)]


def test_a_round_is_written_about_once_and_another_slot_is_another_matter():
    about_round = {**NOTE, "to": "recruiter", "after": "round"}
    first, again = (Sent(at=at(when), follow_up="own/panel") for when in ("2025-06-05 16:30", "2025-06-05 17:00"))
    subject = Subject(kind="round", fact="panel", round="panel")
    found = said(first, again, rules={"own": about_round}, **WITH_ROSA)
    assert settled(found) == [no(subject, because("already-sent", at=first.at))]
    other = Sent(at=at("2025-06-05 16:30"), follow_up="other/panel")
    assert [one.handle for one in said(other, rules={"own": about_round}, **WITH_ROSA).follow_ups] == ["own/panel"]


def test_a_note_about_one_round_settles_no_other_though_nobody_answered_since():
    about_round = {**NOTE, "to": "recruiter", "after": "round"}
    rounds = (interview(id="first", start="2025-06-04 14:00"), interview(id="second", start="2025-06-05 14:00"))
    late = Sent(at=at("2025-06-05 16:30"), follow_up="own/first")
    found = said(late, rules={"own": about_round}, interviews=rounds, **WITH_ROSA)
    assert [(one.subject.round, one.yes) for one in found.decisions] == [("first", False), ("second", True)]


SILENCE = {**NOTE, "to": "recruiter", "after": "silence-start"}


def test_a_silence_takes_one_note_of_a_slot_unless_its_rule_comes_again():
    first, second = (Sent(at=at(when), follow_up="own/1") for when in ("2025-06-05 16:30", "2025-06-05 17:00"))
    [decision] = settled(said(first, second, rules={"own": SILENCE}, **WITH_ROSA))
    assert decision.subject.kind == "silence"
    assert decision.reasons == (because("already-sent", at=first.at),)
    [once] = said(rules={"own": SILENCE}, **WITH_ROSA).follow_ups
    [third] = said(first, second, rules={"own": {**SILENCE, "again": True}}, **WITH_ROSA).follow_ups
    # the third has the turn of the third
    assert [(once.handle, once.rank), (third.handle, third.rank)] == [("own/1", 0), ("own/3", 2)]


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([], None),
        ([Sent(at=at("2025-06-04 12:00"), follow_up="own/1")], "2025-06-04 12:00"),
        ([Sent(at=at("2025-06-04 12:00"), follow_up="other/1")], None),
        ([Withdrew(at=at("2025-06-04 11:00"))], "2025-06-04 11:00"),
        ([Rejected(at=at("2025-06-04 11:00"))], None),
        # a note that says so is named before what was done otherwise
        ([Withdrew(at=at("2025-06-04 11:00")), Sent(at=at("2025-06-04 12:00"), follow_up="own/1")], "2025-06-04 12:00"),
    ],
)
def test_what_is_done_once_for_good_is_settled_by_a_note_or_by_the_deed_whatever_came_since(events, told):
    slots = '[slots.own]\nonce = true\ndone-by = ["withdrew"]'
    found = said(*events, OFFER, rules={"own": TO_RECRUITER}, slots=slots, **WITH_ROSA)
    if told is None:
        assert [one.handle for one in found.follow_ups] == ["own/1"]
    else:
        assert settled(found) == [no(ABOUT_OFFER, because("already-sent", at=at(told)))]


def test_what_no_deed_settles_is_done_once_for_good_by_a_note_alone():
    facts: dict[str, Any] = {"rules": {"own": TO_RECRUITER}, "slots": "[slots.own]\nonce = true", **WITH_ROSA}
    assert [one.handle for one in said(Withdrew(at=at("2025-06-04 11:00")), OFFER, **facts).follow_ups] == ["own/1"]


# Whose turn it is ---------------------------------------------------------------------------------------------------


def test_the_notes_of_a_later_round_go_on_where_those_of_the_earlier_ended():
    rounds = (
        interview(["priya", "sam"], id="first", start="2025-06-02 14:00"),
        interview(["rosa"], id="second", start="2025-06-03 14:00"),
        interview(["priya", "sam"], id="third", start="2025-06-05 14:00"),
    )
    found = said(rules={"own": {**NOTE, "expires": "20 business days"}}, interviews=rounds, **WITH_ROSA)
    assert {one.subject.fact: [] for one in found.follow_ups} == {"first": [], "second": [], "third": []}
    turns = {(one.subject.fact, one.subject.person): one.rank for one in found.follow_ups}
    # the hiring manager first: 0 and 1, then 2, then 3 and 4
    assert turns == {
        ("first", "priya"): 0,
        ("first", "sam"): 1,
        ("second", "rosa"): 2,
        ("third", "priya"): 3,
        ("third", "sam"): 4,
    }


def test_a_note_about_an_event_has_the_first_turn():
    [one] = said(OFFER, rules={"own": TO_RECRUITER}, **WITH_ROSA).follow_ups
    assert one.rank == 0


# All rules together -------------------------------------------------------------------------------------------------


def test_a_rule_may_count_from_the_last_note_of_its_own_slot():
    # sent on Thu 5 June: two hours later, 18:30, they are closed; the next one goes at the next opening
    again = {**TO_RECRUITER, "after": "last-of-slot", "again": True}
    first = Sent(at=at("2025-06-05 16:30"), follow_up="own/1")
    found = said(OFFER, first, rules={"own": TO_RECRUITER, "again": again}, **WITH_ROSA)
    assert [(one.rule, one.handle, one.when) for one in found.follow_ups] == [
        ("again", "own/2", at("2025-06-06 08:30"))
    ]


def test_of_two_rules_for_one_slot_the_one_of_higher_rank_speaks():
    found = said(rules={"also": NOTE, "own": {**NOTE, "rank": 1}}, **ONE_TO_ONE, people=(PRIYA,))
    assert [one.rule for one in found.follow_ups] == ["own"]
    assert [(one.rule, one.yes) for one in found.decisions] == [("also", False), ("own", True)]
    assert found.decisions[0].reasons == (because("superseded", by="own"),)


def test_decisions_are_in_order_of_slot_then_rule_then_subject_whatever_order_the_rules_came_in():
    first, second = (Offered(id=id, at=at(f"2025-06-05 {when}")) for id, when in (("b", "15:30"), ("a", "16:00")))
    slot_z = {**ASK, "slot": "z"}
    found = said(first, second, rules={"y": ASK, "x": ASK, "a": slot_z})
    decided = [(one.slot, one.rule, one.subject.fact) for one in found.decisions]
    assert decided == [
        *[("own", "x", "a"), ("own", "x", "b")],
        *[("own", "y", "a"), ("own", "y", "b")],
        *[("z", "a", "a"), ("z", "a", "b")],
    ]


def test_follow_ups_are_in_order_of_when_they_go_then_of_their_handles():
    rules = {"later": {**NOTE, "slot": "a", "target": "4 business days", "expires": "5 business days"}}
    rules |= {"z": {**NOTE, "slot": "z"}, "y": {**NOTE, "slot": "y"}}
    found = said(rules=rules, **ONE_TO_ONE, people=(PRIYA,))
    assert [one.handle for one in found.follow_ups] == ["y/priya", "z/priya", "a/priya"]


def test_marks_are_in_order_of_their_moments():
    rules = {"a": {**MARK, "slot": "a", "target": "2 days"}, "b": {**MARK, "slot": "b", "target": "1 day"}}
    assert [mark.code for mark in said(OFFER, rules=rules).marks] == ["b", "a"]


def test_what_two_rules_ask_is_asked_once():
    found = said(OFFER, rules={"a": {**ASK, "question": "really"}, "b": {**ASK, "question": "really"}})
    assert [question.code for question in found.questions] == ["really"]
