"""Say in plain words how a plan differs from what a scenario expects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from followkit._core.decisions import FollowUp
from followkit._core.explaining import Teller, names_of
from followkit._core.plans import Plan
from followkit._core.policy import USER
from followkit._core.rulebook import Rulebook
from followkit._interchange.places import nearest
from followkit._scenarios.scenario import Clock, Expected

_MOMENTS: Mapping[str, str] = {"at": "target", "earliest": "earliest", "late_after": "late_after", "expires": "expires"}
_AMONG = frozenset({"because", "assumes", "needs"})
"""What must be among more of its kind."""


def plan_differences(expected: Expected, plan: Plan) -> Iterator[str]:
    """Yield what is planned otherwise than expected."""
    known = [*plan.follow_ups, *plan.ahead]
    tell = Teller(words=plan.wording, application=None)
    for handle, said in expected.steps.items():
        planned = plan.follow_up(handle)
        if planned is None:
            yield _not_planned(handle, said, known, plan, tell)
        else:
            yield from _step_differences(planned, said, tell)
    for key, compare in _PLAN.items():
        if key in expected.rest:
            yield from compare(expected.rest[key], plan)
    if expected.rest.get("only"):
        others = [one for one in known if one.handle not in expected.steps]
        yield from (f"{one.handle}: expected nothing, planned {_shown(one.window.target)}" for one in others)


# One follow-up ------------------------------------------------------------------------------------------------------


def _not_planned(handle: str, said: Mapping[str, Any], known: Sequence[FollowUp], plan: Plan, tell: Teller) -> str:
    wanted = f"expected {said['at']}" if "at" in said else "expected"
    slot = handle.partition("/")[0]
    reasons = [
        tell.reason(one.reasons[0])
        for one in plan.decisions
        if {handle, slot} & names_of(one) and one.reasons and not one.yes
    ]
    why = f", because {' / '.join(dict.fromkeys(reasons))}" if reasons else ""
    there = ", ".join(one.handle for one in known) or "nothing"
    return f"{handle}: {wanted}, not planned{why} (planned: {there})"


def _step_differences(planned: FollowUp, said: Mapping[str, Any], tell: Teller) -> Iterator[str]:
    for key, wanted in said.items():
        if key == "when" or key in _MOMENTS:
            yield from _moment_difference(planned, key, wanted, tell)
        elif key in _AMONG:
            given = _codes_of(planned, key)
            yield from _missing(f"{planned.handle}: {key}", wanted, given)
        else:
            found = planned.recipient if key == "to" else getattr(planned, key)
            if found != wanted and (found is not None or wanted is not False):
                yield f"{planned.handle}: {key} expected {_words(wanted)}, is {_words(found)}"


def _moment_difference(planned: FollowUp, key: str, wanted: Clock, tell: Teller) -> Iterator[str]:
    found: datetime | None = planned.when if key == "when" else getattr(planned.window, _MOMENTS[key])
    if found is not None and _is_at(found, wanted):
        return
    if key == "at":
        reasons = ", because " + " / ".join(map(tell.reason, planned.reasons)) if planned.reasons else ""
        yield f"{planned.handle}: expected {wanted}, planned {_shown(found)}{reasons}"
    else:
        yield f"{planned.handle}: {key} expected {wanted}, is {_shown(found)}"


def _is_at(moment: datetime, wanted: Clock) -> bool:
    shown = Clock(day=moment.date(), hour=moment.time() if wanted.hour else None)
    return str(shown) == str(wanted)


def _codes_of(planned: FollowUp, key: str) -> list[str]:
    asked: Mapping[str, Iterable[Any]] = {
        "because": planned.reasons,
        "assumes": planned.assumes,
        "needs": planned.needs,
    }
    return [one.code for one in asked[key]]


# The plan as a whole ------------------------------------------------------------------------------------------------


def _due(wanted: Sequence[str], plan: Plan) -> Iterator[str]:
    found = [one.handle for one in plan.due]
    if sorted(found) != sorted(wanted):
        yield f"due: expected {_words(wanted)}, due is {_words(found)}"


def _absent(names: Sequence[str], plan: Plan) -> Iterator[str]:
    for name in names:
        there = [one for one in (*plan.follow_ups, *plan.ahead) if name in (one.handle, one.slot, one.rule)]
        yield from (f"absent: {one.handle} is planned, for {_shown(one.window.target)}" for one in there)


def _refused(codes: Mapping[str, Sequence[str]], plan: Plan) -> Iterator[str]:
    for name, wanted in codes.items():
        found = [one for one in plan.decisions if name in names_of(one)]
        if not found:
            known = [other for one in plan.decisions for other in names_of(one) if other]
            yield f"refused: {name} is no rule, slot or follow-up here{_meant(name, known)}"
        elif any(one.yes for one in found):
            handles = [one.handle or one.rule for one in found if one.yes]
            yield f"refused: {name} expected no, is planned: {_words(handles)}"
        else:
            yield from _missing(f"refused: {name}", wanted, [reason.code for one in found for reason in one.reasons])


def _used(wanted: Mapping[str, str], plan: Plan) -> Iterator[str]:
    found = {one.slot: f"{one.used} of {one.of}" for one in plan.allowances}
    for slot, count in wanted.items():
        if slot not in found:
            yield f"used: there is no limit on {slot}{_meant(slot, found)}"
        elif found[slot] != count:
            yield f"used: {slot} expected {count}, is {found[slot]}"


def _codes(key: str, given: Callable[[Plan], Iterable[Any]]) -> Callable[[Sequence[str], Plan], Iterator[str]]:
    return lambda wanted, plan: _missing(key, wanted, [one.code for one in given(plan)])


def _exactly(key: str, given: Callable[[Plan], Any]) -> Callable[[Any, Plan], Iterator[str]]:
    def compare(wanted: Any, plan: Plan) -> Iterator[str]:
        found = given(plan)
        if found != wanted and (found is not None or wanted is not False):
            yield f"{key}: expected {_words(wanted)}, is {_words(found)}"

    return compare


_PLAN: Mapping[str, Callable[[Any, Plan], Iterator[str]]] = {
    "due": _due,
    "absent": _absent,
    "refused": _refused,
    "used": _used,
    "because": _exactly("because", lambda plan: plan.because.code),
    "asks": _codes("asks", lambda plan: plan.questions),
    "assumes": _codes("assumes", lambda plan: plan.assumptions),
    "stops_on": _exactly("stops_on", lambda plan: plan.stops_on),
    "ghosted": _exactly("ghosted", lambda plan: plan.ghosted),
    "closed": _exactly("closed", lambda plan: plan.closed),
}


# The policy ---------------------------------------------------------------------------------------------------------


def policy_differences(expected: Expected, rulebook: Rulebook) -> Iterator[str]:
    """Yield what the policy says otherwise than expected."""
    told = {name: pairs[-1] for name, pairs in rulebook.told_by.items()}
    for name, wanted in expected.rest.get("values", {}).items():
        whole = name.rpartition(".")[0]  # one value may stand for all cases
        layer, found = told.get(name) or told.get(whole) or ("", None)
        if not layer:
            yield f"values: there is no {name}{_meant(name, told)}"
        elif found != wanted:
            yield f"values: {name} expected {wanted}, is {found}, set by {layer}"
    layers = tuple(layer for layer in rulebook.layers if layer != USER)
    if expected.rest.get("layers", layers) != layers:
        yield f"layers: expected {_words(expected.rest['layers'])}, are {_words(layers)}"


# Words --------------------------------------------------------------------------------------------------------------


def _missing(what: str, wanted: Sequence[str], given: Collection[str]) -> Iterator[str]:
    """Yield each code that is not given; an empty list expects that none is."""
    if given and not wanted:
        yield f"{what}: expected nothing, given: {_words(list(dict.fromkeys(given)))}"
    for code in wanted:
        if code not in given:
            yield f"{what}: expected {code}, given: {_words(list(dict.fromkeys(given)))}{_meant(code, given)}"


def _meant(word: str, known: Collection[str]) -> str:
    found = nearest(word, known)
    return f" (did you mean {found}?)" if found else ""


def _shown(moment: datetime | None) -> str:
    return str(Clock(day=moment.date(), hour=moment.time())) if moment else "never"


def _words(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or "nothing"
    if value is None or value is False:
        return "no" if value is False else "nothing"
    return "yes" if value is True else str(value)
