"""Choose the layers that govern an application by its facts, and stack them: base < country < sector."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import evolve

from followkit._core.compiling import check_policy
from followkit._core.errors import InvalidPolicy, Problem
from followkit._core.facts import Application
from followkit._core.names import Names
from followkit._core.policy import BASE, USER, Layer, Level, as_word, knows, read
from followkit._core.policy_keys import unknown
from followkit._core.records import Policy
from followkit._core.reuse import Compiled, values_in

Facts = Mapping[str, tuple[str, ...]]
"""What a policy may apply to, each with the application's own words for it."""
SECTOR = "sector"
MOST_SOUND = 1000
"""So many combinations of layers are remembered to be sound."""
NOT_OF_A_HOUSE = ("extends", "applies")


def facts_of(application: Application, country: str | None) -> Facts:
    """Return the facts that choose policies.

    Args:
        application: the facts.
        country: where the employer is, as far as known.
    """
    employer = application.employer
    return {
        "country": (as_word(country),) if country else (),
        SECTOR: tuple(map(as_word, employer.sectors)),
        "size": (as_word(employer.size.value),),
        "internal": (as_word(application.internal),),
    }


def stack(facts: Facts, layers: Mapping[str, Layer]) -> tuple[Layer, ...]:
    """Return all layers that apply, base first, each with those it extends and each once, where it lies lowest.

    Args:
        facts: of an application.
        layers: every policy, by name.
    """
    chosen = [layer for layer in layers.values() if _fits(layer, facts)]
    found: dict[str, Layer] = {}
    for layer in sorted(chosen, key=lambda layer: _precedence(layer, facts)):
        for below in chain(layer.name, layers):
            found.setdefault(below.name, below)
    return tuple(found.values()) or chain(BASE, layers)


def unheard_of(facts: Facts, layers: Mapping[str, Layer]) -> tuple[str, ...]:
    """Return the sectors of an application that no policy is for: a slip of the pen, or nothing is known of them.

    Args:
        facts: of an application.
        layers: every policy, by name.
    """
    known = {sector for layer in layers.values() for sector in layer.applies.get(SECTOR, ())}
    return tuple(sector for sector in facts[SECTOR] if sector not in known)


def _fits(layer: Layer, facts: Facts) -> bool:
    return bool(layer.applies) and all(set(words) & set(facts[fact]) for fact, words in layer.applies.items())


def _precedence(layer: Layer, facts: Facts) -> tuple[int, int, bool, int, str]:
    """Return what orders layers: the country's first, then by the number of facts, and the first named sector last."""
    named = [index for index, word in enumerate(facts[SECTOR]) if word in layer.applies.get(SECTOR, ())]
    level = Level.BASE if layer.level is None else layer.level
    return level, len(layer.applies), bool(named), -min(named, default=0), layer.name


def chain(name: str, layers: Mapping[str, Layer]) -> tuple[Layer, ...]:
    """Return a policy with what it extends, base first; the base lies below all.

    A layer that applies to no facts lies where the layer above it does; one named by hand, among the sectors.

    Raises:
        InvalidPolicy: for a name nobody provides, or a policy that extends itself.
    """
    found: list[Layer] = []
    place, wanted, level = "policy", name, Level.SECTOR
    while wanted:
        names = [layer.name for layer in found]
        if wanted in names:
            told = f"extends itself: {' → '.join([*names, wanted])}"
            raise InvalidPolicy(
                problems=[Problem(place=place, code="extends-itself", message=told, hint="drop extends")]
            )
        if wanted not in layers:
            raise InvalidPolicy(problems=[unknown(place, wanted, layers, "policy")])
        layer = layers[wanted]
        level = level if layer.level is None else layer.level
        found.append(evolve(layer, level=level))
        place, wanted = (
            f"{layer.source}: extends",
            layer.tables.get("extends") or _lowest(layer, [*names, wanted], layers),
        )
    return tuple(reversed(found))


def _lowest(layer: Layer, names: Collection[str], layers: Mapping[str, Layer]) -> str:
    return BASE if layer.usable and BASE in layers and BASE not in names else ""


def house_layer(name: str, policy: Policy) -> Layer:
    """Return the layer of a house under the house's name; it lies over whatever the facts choose."""
    layer = read(policy)
    message, hint = "a house lies over whatever the facts of an application choose", "drop it"
    refused = [
        Problem(place=f"{layer.source}: {key}", code="not-of-a-house", message=message, hint=hint)
        for key in NOT_OF_A_HOUSE
        if key in layer.tables or (key == "applies" and policy.applies)
    ]
    return evolve(layer, name=name, level=Level.HOUSE, problems=(*layer.problems, *refused))


def check_all(
    layers: Mapping[str, Layer],
    above: Sequence[Layer],
    names: Names,
    compiled: Compiled,
    others: Collection[str] = (),
) -> None:
    """Refuse what is wrong in any policy, with what it extends and what lies above every policy.

    Args:
        layers: every policy, by name.
        above: the house's layer and that of values set by hand, where there are any.
        names: what policies may name.
        compiled: keeps the rules that were compiled on the way.
        others: the policies that somebody else wrote, so that what is wrong with them is told with their source.

    Raises:
        InvalidPolicy: with every problem of all of them.
    """
    problems: list[Problem] = []
    for name in layers:
        try:
            whole = (*chain(name, layers), *above)
        except InvalidPolicy as error:
            problems += error.problems
            continue
        problems += _blamed(whole, _problems_of(whole, names, compiled), names, compiled, others)
    problems += [*_unknown_by_hand(layers, above), *_unknown_in_a_house(layers, above)]
    if problems:
        raise InvalidPolicy(problems=list(dict.fromkeys(problems)))


def _blamed(
    whole: Sequence[Layer], problems: Sequence[Problem], names: Names, compiled: Compiled, others: Collection[str]
) -> tuple[Problem, ...]:
    """Return the problems of layers, each with the layer it came with: without that it was not there."""
    origins: dict[tuple[str, ...], Layer] = {}
    for count, layer in enumerate(whole, start=1):
        if not all(_mistake(one) in origins for one in problems):
            found = problems if count == len(whole) else _problems_of(whole[:count], names, compiled)
            for one in (*layer.problems, *found):
                origins.setdefault(_mistake(one), layer)
    return tuple(_told_of(origins[_mistake(one)], one, others) for one in problems)


def _mistake(problem: Problem) -> tuple[str, ...]:
    """Return what makes a problem the same among fewer layers; its cure may name what only the others have."""
    return problem.place, problem.code, problem.message


def _told_of(layer: Layer, problem: Problem, others: Collection[str]) -> Problem:
    """Return a problem with the layer's source before its place, where it was set by hand or somebody else wrote it."""
    theirs = layer.name in others and layer.level is not Level.HOUSE
    begins = problem.place == layer.source or problem.place.startswith(f"{layer.source}: ")
    if begins or not (theirs or layer.level is Level.USER):
        return problem
    return evolve(problem, place=f"{layer.source}: {problem.place}")


def _problems_of(whole: Sequence[Layer], names: Names, compiled: Compiled) -> list[Problem]:
    if not all(layer.usable for layer in whole):
        return [problem for layer in whole for problem in layer.problems]
    content = tuple((layer.level, layer.content) for layer in whole)
    if content in compiled.sound:
        return []
    problems = check_policy(whole, names, compiled)
    if not problems and len(compiled.sound) < MOST_SOUND:
        compiled.sound.add(content)
    return problems


def _unknown_by_hand(layers: Mapping[str, Layer], above: Sequence[Layer]) -> list[Problem]:
    said: dict[str, Any] = {name: None for layer in above if layer.name == USER for name in layer.values}
    told = {name for layer in (*layers.values(), *above) if layer.name != USER for name in layer.values}
    return [unknown("set", name, told, "value") for name in said if not knows(told, name)]


def _unknown_in_a_house(layers: Mapping[str, Layer], above: Sequence[Layer]) -> list[Problem]:
    """Return the values of a house that change nothing: no policy has them, and no rule of its own names them."""
    told = {name for layer in layers.values() for name in layer.values}
    return [
        unknown(f"{house.source}: values.{name}", name, told, "value")
        for house in above
        if house.level is Level.HOUSE
        for name in house.values
        if not knows({*told, *values_in(dict(house.tables))}, name)
    ]
