"""Write every note there is, as somebody would read it: of each kind by e-mail, and by whatever else it may go."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import attrs
from attrs import frozen

import followkit as fk
from followkit._builtin.channels.printing import PAGE
from followkit._casts.reading import Scene, casts
from followkit._core.explaining import Teller
from followkit._core.rulebook import Rule
from followkit.errors import MissingFacts

KIT = fk.Kit()
RULES = {rule.id: rule for name in ("international", "gb") for rule in KIT.rulebook(name).rules}
JOINT = attrs.evolve(RULES["thank-you"], id="thank-you-joint", variant="joint", channels=("email",))
"""The rule for one note to several people, which is off until a house wants it."""
CHANNELS = ("email", "phone", "text", "linkedin", "letter", "card")
ONLY_BY_NAME = {"linkedin"}  # what else is short is shown as a text message
AS_THEY_DO = {"as-received", "as-invited"}
EVERY_CAST = {"thank-you", "check-in", "closing-note", "offer-acknowledgement", "rejection-reply"}
"""The kinds that are shown with every cast."""

ONE_PART_MORE = {"thank-you-forgot", "thank-you-better-answer", "thank-you-pledge", "acknowledge-new-date"}
"""What differs from another note in one part alone is shown once."""

SHOWN_TO_A_PANEL = {"thank-you-pledge", "thank-you-again", "card"}
"""What is shown as each of seven colleagues would read it."""


@frozen(kw_only=True)
class Staged:
    """Hold a scene with what is planned in it, and what its note is called here."""

    name: str
    scene: Scene
    follow_up: fk.FollowUp

    @property
    def rule(self) -> Rule:
        return JOINT if self.scene.rule == JOINT.id else RULES[self.scene.rule]

    @property
    def facts(self) -> fk.Application:
        return self.scene.application


@cache
def staged(language: str) -> tuple[Staged, ...]:
    """Return every scene in a language, planned."""
    found = [_staged(scene) for scene in casts(language)]
    return (*found, *(_joint(one) for one in found if one.scene.occasion == "thank-you"))


def _staged(scene: Scene) -> Staged:
    plan = KIT.plan(scene.application, now=scene.now)
    follow_up = next(one for one in plan.follow_ups if one.rule == scene.rule)
    kind = "-".join(word for word in (follow_up.note, follow_up.variant) if word)
    return Staged(name=kind if scene.occasion == scene.rule else scene.occasion, scene=scene, follow_up=follow_up)


def _joint(one: Staged) -> Staged:
    """Return a thank-you as one note to everybody who was there."""
    about = tuple(person.id for person in one.facts.people)
    follow_up = attrs.evolve(one.follow_up, variant=JOINT.variant, about=about)
    scene = attrs.evolve(one.scene, occasion=JOINT.id, rule=JOINT.id)
    return Staged(name=JOINT.id, scene=scene, follow_up=follow_up)


def goldens(language: str) -> dict[str, str]:
    """Return every text that is kept for a language, by the name of its file; of equal scenes, the first."""
    found: dict[str, str] = {}
    for one in staged(language):
        for name, text in _texts(one):
            found.setdefault(f"{language}/{name}", text)
    return found


def _texts(one: Staged) -> Iterator[tuple[str, str]]:
    served = [name for name in CHANNELS if is_served(one, name)]
    cast, is_whole = one.scene.cast, one.name not in ONE_PART_MORE
    if cast == "rich":
        yield from ((f"{name}/{one.name}.txt", shown(by(one, name))) for name in served[: None if is_whole else 1])
        yield from _in_other_registers(by(one, served[0])) if is_whole else ()
        if one.name in SHOWN_TO_A_PANEL:
            yield f"{served[0]}/{one.name}.panel.txt", _to_a_panel(by(one, served[0]))
    elif not is_whole:
        return
    elif one.name in EVERY_CAST or asked(one):
        yield f"{served[0]}/{one.name}.{cast}.txt", asked(one) or shown(by(one, served[0]))


def is_served(one: Staged, name: str) -> bool:
    """Tell whether a note may go by a channel, and has words for it."""
    channel, wanted = KIT.channel(name), set(one.rule.channels)
    kind = channel.classes[0]
    if channel.name in wanted or (name not in ONLY_BY_NAME and kind in wanted):
        return True
    if name in ONLY_BY_NAME or not wanted & AS_THEY_DO or (kind == "spoken" and kind not in wanted):
        return False
    return kind in KIT.lexicon("en").tables[one.follow_up.note].get("classes", {})


def by(one: Staged, channel: str) -> Staged:
    """Return the scene with its note going by a channel."""
    kind = KIT.channel(channel).classes[0]
    return attrs.evolve(one, follow_up=attrs.evolve(one.follow_up, channel=channel, channel_class=kind))


def shown(one: Staged) -> str:
    """Return a message as it reads, with its subject above and what goes with it below."""
    message = KIT.compose(KIT.write(one.follow_up, one.facts), one.follow_up, one.facts)
    above = f"Subject: {message.subject}\n\n" if message.channel == "email" else ""
    texts = {name: text for name, text in message.extra.items() if name != PAGE}
    below = [f"\n--- {name} ---\n\n{text.rstrip()}\n" for name, text in texts.items()]
    return "".join([above, message.body.rstrip(), "\n", *below])


def _to_a_panel(one: Staged) -> str:
    """Return what colleagues would read, one after the other, had they all said the same."""
    ranked = [attrs.evolve(one.follow_up, rank=rank) for rank in range(7)]
    return "\n---\n\n".join(f"{KIT.write(follow_up, one.facts).body}\n" for follow_up in ranked)


def asked(one: Staged) -> str:
    """Return what is asked before a note can be written, in words, or nothing."""
    tell = Teller(words=KIT.lexicon(one.facts.me.language), application=one.facts)
    try:
        KIT.write(one.follow_up, one.facts)
    except MissingFacts as missing:
        return "".join(f"? {tell.question(question)}\n" for question in missing.questions)
    return ""


def _in_other_registers(one: Staged) -> Iterator[tuple[str, str]]:
    """Give a note in each register in which more than its salutation reads otherwise; the thank-you in all."""
    written = KIT.write(one.follow_up, one.facts)
    for register in fk.Register:
        other = in_register(one, register)
        note = KIT.write(other.follow_up, other.facts)
        alike = (note.subject, note.body) == (written.subject, written.body)
        if register is not written.register and (one.name == "thank-you" or not alike):
            yield f"{one.follow_up.channel}/{one.name}.{register}.txt", shown(other)


def in_register(one: Staged, register: fk.Register) -> Staged:
    """Return the scene with people who talk with the candidate in this register."""
    people = [attrs.evolve(person, register=register) for person in one.facts.people]
    if register is fk.Register.FAMILIAR:  # nobody is on first names with a Professor Raman
        people = [attrs.evolve(person, address_as=None) for person in people]
    return with_facts(one, attrs.evolve(one.facts, people=people))


def with_facts(one: Staged, facts: fk.Application) -> Staged:
    """Return the scene with other facts, as long as the same is planned from them."""
    basis = KIT._basis(facts, KIT.policy_for(facts), contacts=False)
    scene = attrs.evolve(one.scene, application=facts)
    return attrs.evolve(one, scene=scene, follow_up=attrs.evolve(one.follow_up, basis=basis))
