"""Compare what the planner says with what the reference says, application by application."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

import followkit as fk
from followkit.errors import InvalidFacts
from tests.reference.applications import Generated, generated
from tests.reference.layers import layers_of
from tests.reference.planner import Plan, plan
from tests.reference.policies import Tables, policies, policy_of
from tests.reference.routes import CHANNELS, PLUGGED

Told = Counter[tuple[str, ...]]


class Compared(NamedTuple):
    """Hold what came of one comparison.

    ``refused`` says that the facts contradict each other, as the kit found; then nothing is planned, nor compared.
    """

    number: int
    case: Generated
    layers: tuple[str, ...]
    differences: list[str]
    answers: list[tuple[str, bool]]
    refused: bool = False

    def __str__(self) -> str:
        said = [f"application {self.number}, planned at {self.case.now.isoformat()} by {' < '.join(self.layers)}"]
        said += [f"  {name} = {getattr(self.case.application, name)!r}" for name in ("employer", "me", "decision_by")]
        said += [
            f"  {person!r} {person.addresses} {person.contact!r} {person.zone}"
            for person in self.case.application.people
        ]
        said += [f"  {interview!r}" for interview in self.case.application.interviews]
        said += [f"  {event!r}" for event in self.case.application.events]
        said += [f"  elsewhere: {event!r}" for event in self.case.contacts]
        return "\n".join([*said, *self.differences])


def kit() -> fk.Kit:
    """Return the kit that is compared with: our own, and channels that somebody plugged in."""
    return fk.Kit(add=[channel(name, CHANNELS[name]) for name in PLUGGED])


def channel(name: str, kind: str) -> fk.Channel:
    def address(person: fk.Person) -> str | fk.Missing:
        return person.addresses.get(name) or fk.Missing("no-address")

    def compose(note: fk.Note, follow_up: fk.FollowUp, application: fk.Application) -> fk.Message:
        raise NotImplementedError

    return fk.Channel(name=name, classes=(kind,), address=address, compose=compose)


def compared(numbers: Iterable[int]) -> Iterable[Compared]:
    """Compare the applications of these numbers; layers that were laid over each other once are kept as tables."""
    planner, files, laid = kit(), policies(), dict[tuple[str, ...], Tables]()
    for number in numbers:
        case = generated(number)
        try:
            real = planner.plan(case.application, now=case.now, contacts=case.contacts)
        except InvalidFacts:
            yield Compared(number, case, (), [], [], refused=True)
            continue
        layers = layers_of(case.application, files)
        if "application" in layers or layers not in laid:
            laid[layers] = policy_of(layers, files, case.application.values)
        obvious = plan(case.application, laid[layers], case.now, case.contacts)
        answers = [(decision.rule, decision.yes) for decision in obvious.decisions]
        found = list(differences(real, obvious))
        if (governs := planner.policy_for(case.application).layers) != layers:
            found.append(f"layers: {' < '.join(governs)}")
        yield Compared(number, case, layers, found, answers)


def differences(real: fk.Plan, obvious: Plan) -> Iterable[str]:
    """Say what one of the two plans has and the other has not, and what has one handle or key twice."""
    planned = (*real.follow_ups, *real.ahead)
    for names in ([one.handle for one in planned], [key for one in planned for key in one.covers]):
        yield from (f"planner: twice {name}" for name, times in Counter(names).items() if times > 1)
    for what, ours, theirs in (
        ("follow-up", _follow_ups(real), _wanted_follow_ups(obvious)),
        ("decision", _decisions(real), _wanted_decisions(obvious)),
        ("reason", _codes(real, obvious), _wanted_codes(obvious)),
    ):
        yield from (f"planner alone: {what} {' | '.join(one)}" for one in (ours - theirs).elements())
        yield from (f"reference alone: {what} {' | '.join(one)}" for one in (theirs - ours).elements())


def _shown(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="minutes") if moment else "never"


def _follow_ups(real: fk.Plan) -> Told:
    return Counter(
        (
            *(one.handle, one.rule, one.recipient, one.channel, ",".join(one.about), one.state.value),
            *map(_shown, (one.window.earliest, one.window.target, one.window.late_after, one.window.expires)),
        )
        for one in real.follow_ups
    )


def _wanted_follow_ups(obvious: Plan) -> Told:
    return Counter(
        (
            *(one.handle, one.rule, one.recipient, one.channel, ",".join(one.about), one.state),
            *map(_shown, one.window),
        )
        for one in obvious.follow_ups
    )


def _subject(rule: str, subject: object) -> tuple[str, ...]:
    return (rule, *(str(getattr(subject, name) or "-") for name in ("kind", "fact", "person", "round")))


def _decisions(real: fk.Plan) -> Told:
    return Counter((*_subject(one.rule, one.subject), "yes" if one.yes else "no") for one in real.decisions)


def _wanted_decisions(obvious: Plan) -> Told:
    return Counter((*_subject(one.rule, one.subject), "yes" if one.yes else "no") for one in obvious.decisions)


def _wanted_codes(obvious: Plan) -> Told:
    return Counter((*_subject(one.rule, one.subject), one.code) for one in obvious.decisions if one.code)


def _codes(real: fk.Plan, obvious: Plan) -> Told:
    """Return the first reason of each no for which the reference has one."""
    worked_out = {_subject(one.rule, one.subject) for one in obvious.decisions if one.code}
    told = [(_subject(one.rule, one.subject), one) for one in real.decisions if not one.yes]
    return Counter((*subject, one.reasons[0].code) for subject, one in told if subject in worked_out and one.reasons)
