"""Plan one application, slowly and obviously: every rule, for everything it can speak about, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

import followkit as fk
from followkit.events import Called, Sent
from tests.reference.case import Case, case_of
from tests.reference.conditions import all_hold, matches
from tests.reference.people import audiences
from tests.reference.policies import Tables, enabled_rules
from tests.reference.routes import NoRoute, route
from tests.reference.subjects import EACH, Subject, subjects
from tests.reference.windows import No, Window, hour_of, placed, proposal_of, reach, since_of, state


class FollowUp(NamedTuple):
    """Hold what is compared of a follow-up."""

    handle: str
    rule: str
    recipient: str
    channel: str
    about: tuple[str, ...]
    window: Window
    state: str


class Decision(NamedTuple):
    """Hold what a rule says of a subject; ``code`` is the strongest reason of a no, where it is worked out at all."""

    rule: str
    subject: Subject
    yes: bool
    code: str | None = None


class Verdict(NamedTuple):
    """Hold a decision and what comes of it; ``key`` tells what is one and the same thing to say."""

    decision: Decision
    follow_up: FollowUp | None = None
    key: tuple[str, ...] = ()
    rank: int = 0
    together: bool = False
    address_missing: bool = False


class Plan(NamedTuple):
    follow_ups: list[FollowUp]
    decisions: list[Decision]


def plan(application: fk.Application, policy: Tables, now: datetime, contacts: Iterable[Sent | Called] = ()) -> Plan:
    case = case_of(application, policy, contacts)
    rules = enabled_rules(policy)
    stand_ins = {rule["if_unreachable"] for rule in policy["rules"].values() if "if_unreachable" in rule}
    verdicts: list[Verdict] = []
    for id in sorted(rules):
        if id in stand_ins:
            continue
        found = subjects(rules[id], case, audiences(rules[id], policy))
        if isinstance(found, str):
            verdicts.append(Verdict(Decision(id, Subject("application"), False, found)))
            continue
        for subject, since in found:
            for one in with_stand_in(id, subject, since, case, now):
                if all(one.decision[:2] != other.decision[:2] for other in verdicts):
                    verdicts.append(one)
    verdicts = one_for_each(verdicts)
    return Plan(together([one for one in verdicts if one.follow_up]), [one.decision for one in verdicts])


def with_stand_in(id: str, subject: Subject, since: datetime | date, case: Case, now: datetime) -> list[Verdict]:
    """Ask a rule and, where an address is missing for it, the rule that stands in for it."""
    verdict = ask(id, subject, since, case, now)
    other = case.policy["rules"][id].get("if_unreachable")
    if other is None or not verdict.address_missing:
        return [verdict]
    return [verdict, ask(other, subject, since, case, now)] if other in enabled_rules(case.policy) else [verdict]


def ask(id: str, subject: Subject, since: datetime | date, case: Case, now: datetime) -> Verdict:
    rule = case.policy["rules"][id]

    def no(code: str | None = None, *, address_missing: bool = False) -> Verdict:
        return Verdict(Decision(id, subject, False, code), address_missing=address_missing)

    if is_settled(rule, subject, case):
        return no("already-sent")
    if not matches(rule, case, subject) or not all_hold(rule, case, subject):
        return no()
    if rule.get("result", "note") != "note":
        return Verdict(Decision(id, subject, asks_now(rule, subject, since, case, now)))
    way = route(rule, subject, case)
    if isinstance(way, NoRoute):
        return no(way.code, address_missing=way.address_missing)
    place = case.place(way.recipient)
    if place is None:
        return no("zone-unknown")
    handle = handle_of(rule, subject, case)
    proposal = proposal_of(rule, subject, handle, way, place, case)
    window = placed(proposal, since)
    if isinstance(window, No):
        return no(window.code)
    stands = state(window, proposal.soft, now)
    if stands is None:
        return no("expired")
    about = (subject.person,) if subject.person else ()
    follow_up = FollowUp(handle, id, way.recipient.id, way.channel, about, window, stands)
    personal = any(name in EACH for name in audiences(rule, case.policy))
    return Verdict(
        Decision(id, subject, True),
        follow_up,
        key=key_of(rule, subject, case),
        rank=rule.get("rank", 0),
        together="combine" in rule and not (personal and about == (way.recipient.id,)),
    )


def asks_now(rule: Tables, subject: Subject, since: datetime | date, case: Case, now: datetime) -> bool:
    """Tell whether a question is asked now, or whether there is a moment to mark."""
    place = case.place()
    if place is None:
        return False
    start = since_of(since, place)
    if rule["result"] == "mark":
        return reach(rule["target"], start, case, subject, place, None) is not None
    begins = reach(rule["target"], start, case, subject, place, hour_of(rule, case.policy))
    ends = reach(rule.get("expires"), start, case, subject, place, None)
    return begins is not None and begins <= now and (ends is None or now < ends)


# What it is ---------------------------------------------------------------------------------------------------------


def is_settled(rule: Tables, subject: Subject, case: Case) -> bool:
    """Tell whether this was sent already; a rule that comes again is not settled by being sent."""
    slot, sends = rule["slot"], case.sends
    settings = case.policy["slots"].get(slot, {})
    if subject.kind == "person":
        round = case.round(subject.round)
        return sends.settled_person(slot, round, round.part(subject.person))
    if rule.get("again"):
        return False
    if settings.get("once"):
        return bool(sends.of_slot(slot)) or any(event.kind in settings.get("done-by", []) for event in case.events)
    if subject.kind == "round":
        return bool(sends.about_round(slot, case.round(subject.round)))
    if subject.kind == "event":
        return sends.settled_event(slot, case.event(subject.fact), subject.person)
    return bool(case.in_silence(slot))


def answers_so_far(rule: Tables, subject: Subject, case: Case) -> int:
    if not rule.get("again"):
        return 0
    return len(case.sends.answering(rule["slot"], case.event(subject.fact), subject.person))


def handle_of(rule: Tables, subject: Subject, case: Case) -> str:
    slot = rule["slot"]
    if subject.kind == "person":
        part = case.round(subject.round).part(subject.person)
        return f"{slot}/{part.person}/{part.fact}" if part.nth > 1 else f"{slot}/{part.person}"
    if subject.kind == "round":
        return f"{slot}/{subject.fact}"
    if subject.person:
        return f"{slot}/{subject.person}"
    if subject.kind == "silence":
        return f"{slot}/{len(case.sends.of_slot(slot)) + 1}"
    if case.policy["slots"].get(slot, {}).get("once"):
        return f"{slot}/1"
    kinds = case.sends.kinds(slot)
    events = [event.id for event in case.events if event.kind in kinds]
    return f"{slot}/{events.index(subject.fact) + 1 + answers_so_far(rule, subject, case)}"


def key_of(rule: Tables, subject: Subject, case: Case) -> tuple[str, ...]:
    """Return what tells two things to say apart: slot, subject and occurrence."""
    slot = rule["slot"]
    if case.policy["slots"].get(slot, {}).get("once"):
        return (slot, "application")
    if subject.kind == "person":
        round = case.round(subject.round)
        part = round.part(subject.person)
        return (slot, part.fact, part.person, case.sends.void(slot, round, part))
    if subject.kind == "silence":
        return (slot, "silence", subject.fact)
    return (slot, subject.kind, subject.person or "", subject.fact)


# Who speaks ---------------------------------------------------------------------------------------------------------


def one_for_each(verdicts: list[Verdict]) -> list[Verdict]:
    """Let the rule of the highest rank speak where several would say the same, the first by name among equals."""
    kept = []
    for verdict in verdicts:
        rivals = [other for other in verdicts if other.follow_up and other.key == verdict.key]
        first = min(rivals, key=lambda other: (-other.rank, other.decision.rule), default=verdict)
        superseded = verdict.decision._replace(yes=False, code="superseded")
        kept.append(verdict if verdict.follow_up is None or first is verdict else Verdict(superseded))
    return kept


def together(verdicts: list[Verdict]) -> list[FollowUp]:
    """Make one note of those about one round that go through one person."""
    groups: dict[tuple[object, ...], list[FollowUp]] = {}
    for number, verdict in enumerate(verdicts):
        one, subject = verdict.follow_up, verdict.decision.subject
        assert one is not None
        slot = one.handle.partition("/")[0]
        group = (slot, subject.round, one.recipient) if verdict.together else (number,)
        groups.setdefault(group, []).append(one)
    return [_one_of(group, many) for group, many in groups.items()]


def _one_of(group: tuple[object, ...], many: list[FollowUp]) -> FollowUp:
    if len(many) == 1:
        return many[0]
    first = min(many, key=lambda one: (one.window.target, one.handle))
    about = sorted(person for one in many for person in one.about)
    return first._replace(handle=f"{group[0]}/{group[1]}/all", about=tuple(about))
