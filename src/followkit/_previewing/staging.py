"""Write every note there is with sample facts, by the rules and words of a house, and by the built-in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from attrs import evolve, field, frozen

from followkit._builtin.channels.printing import PAGE
from followkit._casts.reading import Scene
from followkit._core.decisions import FollowUp
from followkit._core.errors import ChannelError, InvalidPolicy, MissingFacts, WordsError
from followkit._core.explaining import Teller
from followkit._core.notes import Note
from followkit._core.phrasing import Lexicon
from followkit._core.plans import Plan
from followkit._core.policy import BASE
from followkit._core.rulebook import Rule
from followkit._core.vocabulary import Register
from followkit._previewing.comparing import Compared, compared
from followkit.houses import House
from followkit.kit import Kit

_WRITTEN = "written"
_AS_THEY_DO = frozenset({"as-received", "as-invited"})


@frozen(kw_only=True)
class Shown:
    """Hold one note as one cast gets it, or what is asked before it can be written.

    Args:
        cast: who plays it.
        handle: what the note is called in a plan.
        way: how and to whom, in words.
        note: the words; None when something is asked first.
        form: the whole text in the form of its channel, where that is another than a letter's.
        problem: why it cannot take that form, in words.
        questions: what is asked first, in words.
    """

    cast: str
    handle: str
    way: str = field(repr=False)
    note: Compared | None = field(default=None, repr=False)
    form: str = field(default="", repr=False)
    problem: str = ""
    questions: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_changed(self) -> bool:
        """Tell whether the house says anything otherwise."""
        return self.note is not None and self.note.is_changed


@frozen(kw_only=True)
class Occasion:
    """Hold what leads to a note, with the note as every cast gets it.

    Args:
        name: of the occasion.
        rule: the id of the rule that asks for the note.
        called: what the note is called in words.
        because: the rule's own reason.
        notes: one or more for each cast.
    """

    name: str
    rule: str
    called: str = field(repr=False)
    because: str = field(repr=False)
    notes: tuple[Shown, ...] = field(repr=False)

    @property
    def by_cast(self) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
        """Give the notes of each cast."""
        return tuple((cast, tuple(notes)) for cast, notes in groupby(self.notes, key=lambda note: note.cast))

    @property
    def is_changed(self) -> bool:
        """Tell whether the house says anything otherwise."""
        return any(note.is_changed for note in self.notes)


@frozen(kw_only=True)
class Stage:
    """Hold whose words are shown, and in which way.

    Args:
        kit: with the house, if there is one.
        plain: with the same rules and the built-in words; None when nothing is to be compared.
        words: the language of the page.
        channel: the name of the channel that every note is shown by; None for that which its rule chooses.
        own: the ids of the rules that only the house has, for which no scene was written.
    """

    kit: Kit = field(repr=False)
    plain: Kit | None = field(repr=False)
    words: Lexicon
    channel: str | None = None
    own: frozenset[str] = frozenset()

    def occasions(self, scenes: Sequence[Scene]) -> tuple[Occasion, ...]:
        """Return every note of every rule, occasion by occasion.

        Args:
            scenes: what leads to the notes, by whom it is played.
        """
        told: set[tuple[str, str]] = set()
        found: dict[str, list[tuple[Rule, Shown]]] = {}
        for scene in scenes:
            plan = self.kit.plan(scene.application, now=scene.now)
            before = self._before(scene)
            rules = {rule.id: rule for rule in self.kit.policy_for(scene.application).rules}
            for one, name in self._played(scene, plan, told):
                if shown := self._shown(scene, one, rules[one.rule], before):
                    found.setdefault(name, []).append((rules[one.rule], shown))
        return tuple(self._occasion(name, notes) for name, notes in found.items())

    def _played(self, scene: Scene, plan: Plan, told: set[tuple[str, str]]) -> Iterator[tuple[FollowUp, str]]:
        """Yield what a scene shows, each with what leads to it: a rule of the house's own, where it first speaks."""
        for one in {one.key: one for one in (*plan.ahead, *plan.follow_ups)}.values():
            if one.rule == scene.rule:
                yield one, scene.occasion
            elif one.rule in self.own and (one.rule, scene.cast) not in told:
                told.add((one.rule, scene.cast))
                yield one, one.rule

    def _occasion(self, name: str, notes: list[tuple[Rule, Shown]]) -> Occasion:
        rule, _ = notes[0]
        called = self.words.tables.get("follow-ups", {}).get(rule.slot, rule.slot)
        because = Teller(words=self.words, application=None).because(rule.because)
        return Occasion(name=name, rule=rule.id, called=called, because=because, notes=tuple(n for _, n in notes))

    def _shown(self, scene: Scene, one: FollowUp, rule: Rule, before: Sequence[FollowUp]) -> Shown | None:
        follow_up = self._by_channel(one, rule)
        if follow_up is None:
            return None
        tell = Teller(words=self.words, application=scene.application)
        shown = Shown(cast=scene.cast, handle=follow_up.handle, way=tell.contact(follow_up))
        try:
            note = self.kit.write(follow_up, scene.application)
        except MissingFacts as missing:
            return evolve(shown, questions=tuple(map(tell.question, missing.questions)))
        except WordsError:
            if self.channel is None:
                raise
            return None  # this kind has no words for that channel
        beside = compared(note, self._built_in(scene, follow_up, before), marking=self.plain is not None)
        if follow_up.channel_class == _WRITTEN:
            return evolve(shown, note=beside)
        try:
            return evolve(shown, note=beside, form=self._form(note, follow_up, scene))
        except ChannelError as error:  # a cast may have no address for it, or say too much
            return evolve(shown, note=beside, problem=tell.heading("not-composed", why=str(error)))

    def _by_channel(self, one: FollowUp, rule: Rule) -> FollowUp | None:
        """Return the follow-up going by the channel that is asked for; None where its rule never takes it."""
        if self.channel is None:
            return one
        kind = self.kit.channel(self.channel).classes[0]
        if not {self.channel, kind, *_AS_THEY_DO} & {*rule.channels}:
            return None
        return evolve(one, channel=self.channel, channel_class=kind, form="")

    def _before(self, scene: Scene) -> tuple[FollowUp, ...]:
        """Return what would be planned where the words are the built-in ones."""
        if self.plain is None:
            return ()
        plan = self.plain.plan(scene.application, now=scene.now)
        return (*plan.follow_ups, *plan.ahead)

    def _built_in(self, scene: Scene, follow_up: FollowUp, before: Sequence[FollowUp]) -> Note | None:
        """Return what the built-in words say on the same occasion to the same person, if they say anything."""
        wanted = (follow_up.rule, follow_up.recipient)
        same = next((one for one in before if (one.rule, one.recipient) == wanted), None)
        if self.plain is None or same is None:
            return None
        try:
            by = evolve(same, channel=follow_up.channel, channel_class=follow_up.channel_class)
            return self.plain.write(by, scene.application)
        except (MissingFacts, WordsError):
            return None

    def _form(self, note: Note, follow_up: FollowUp, scene: Scene) -> str:
        """Return the text as its channel gives it."""
        message = self.kit.compose(note, follow_up, scene.application)
        beside = [text for name, text in message.extra.items() if name != PAGE]
        return "\n\n".join(text.strip() for text in (message.body, *beside))


def stage(house: House | None, language: str, channel: str | None, plugins: Sequence[str] = ()) -> Stage:
    """Return what is needed to show the notes of a house, or the built-in ones.

    Raises:
        InvalidPolicy, WordsError: for a house that cannot be used.
        UnknownChannel: for a channel that nobody provides.
    """
    make = partial(Kit, discover=True, allow=plugins) if plugins else Kit
    kit = make(house=house)
    if channel is not None:
        kit.channel(channel)
    plain = _plain(house, make) if house is not None else None
    own = frozenset(rule.id for rule in kit.rulebook(BASE).rules) - {rule.id for rule in make().rulebook(BASE).rules}
    return Stage(kit=kit, plain=plain, words=kit.lexicon(language), channel=channel, own=own)


def in_register(scenes: Iterable[Scene], register: Register) -> list[Scene]:
    """Return the scenes with people who talk with the candidate in one register."""
    return [
        evolve(
            scene,
            application=evolve(
                scene.application,
                people=[evolve(person, register=register) for person in scene.application.people],
            ),
        )
        for scene in scenes
    ]


def _plain(house: House, make: Callable[..., Kit]) -> Kit:
    """Return the rules of the house with the built-in words; where they ask for words of its own, no rules of it."""
    try:
        return make(house=evolve(house, languages=()))
    except InvalidPolicy:
        return make()
