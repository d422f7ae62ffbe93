"""Put plugins in; get plans, notes and messages out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from importlib import metadata
from os import PathLike
from typing import Any

import attrs

import followkit._builtin
from followkit._builtin.channels.calendar import ALARMS, Cover, Reminder, plan_as_ics
from followkit._core.agendas import Agenda, agenda
from followkit._core.briefing import Brief, Ground, brief_of
from followkit._core.checking import known_year
from followkit._core.compiling import compile_policy
from followkit._core.decisions import FollowUp, Question, Reason, State
from followkit._core.errors import (
    ChannelError,
    DeliveryError,
    FollowkitError,
    InvalidFacts,
    InvalidPolicy,
    MissingFacts,
    PluginError,
    Problem,
    StaleFollowUp,
    TooLong,
    UnknownAdapter,
    UnknownChannel,
    UnknownSender,
    WordsError,
)
from followkit._core.events import Called, Event, Sent
from followkit._core.evidence import Evidence, looked_up
from followkit._core.explaining import Teller
from followkit._core.facts import Application
from followkit._core.findings import Finding
from followkit._core.fitting import TooLongs, fitted
from followkit._core.freezing import as_tables
from followkit._core.intake import questions_at
from followkit._core.keys import basis_of, events_digest, facts_digest
from followkit._core.layers import chain, check_all, facts_of, house_layer, stack, unheard_of
from followkit._core.lookahead import Outlook, look_ahead
from followkit._core.manuscripts import note_from
from followkit._core.material import material
from followkit._core.names import Names, NoteNames, note_names
from followkit._core.notes import Draft, Message, Note, Receipt
from followkit._core.phrasing import Lexicon
from followkit._core.placing import Means
from followkit._core.plans import Plan
from followkit._core.policy import APPLICATION, BASE, USER, Layer, read, values_layer
from followkit._core.reading import Reading, reading
from followkit._core.records import Channel, Condition, Imported, Policy, Record
from followkit._core.relating import relate
from followkit._core.reuse import Compiled
from followkit._core.reviewing import review, told
from followkit._core.rulebook import Rulebook
from followkit._core.simulating import Simulation, simulate
from followkit._core.situation import Situation, situation_of
from followkit._core.timing import Calendars, seen_from, utc
from followkit._plugins.composing import composed, drafted
from followkit._plugins.discovering import discovered
from followkit._plugins.exchanging import handed_over, imported
from followkit._plugins.forms import refuse_unsound_forms
from followkit._plugins.loading import PluginReport, Source, given_by_hand, listed
from followkit._plugins.registry import Registry, collect, set_aside
from followkit.calendars import calendars
from followkit.houses import House, house_of
from followkit.lexicons import DEFAULT_LANGUAGE, lexicons

MOST_RULEBOOKS = 500
"""So many combinations of layers are kept compiled."""


class Kit:
    """Plan, write and compose with the rules, words and channels of followkit and its plugins.

    Args:
        policy: the name of a policy that governs, with what it extends, every application; None chooses all that apply
            to the facts of each: its country, sectors and size, and whether it is internal.
        plugins: modules or instances whose functions are marked with ``hookimpl``.
        add: records to add without a plugin.
        set: values to change, by dotted name (``{"check-in.at-most": 1}``); only an application's own speak later.
        house: one organisation's layer over whatever the facts choose, with its words; or its folder, or its texts.
        discover: whether to read installed plugins too; never a side effect of an import.
        block: names of plugins to leave out; an installed one is not even imported.
        allow: names of the installed plugins that alone may be read; None for all. One that is not installed counts
            as failed, since it may have held a guard.
        calendars: zones and closed days; those of this machine unless given.
        tenant: a host's own separator in keys.

    Raises:
        PluginError: for a broken plugin given by hand, two providers of one name, a form of no channel,
            ``allow`` without ``discover``, or a text where a list is wanted.
        InvalidPolicy: for a policy that names what does not exist, or that nobody provides.
        InvalidHouse: for a house that cannot be read.
        WordsError: for words that cannot be read, no words at all, or a house's words for a language there is not.

    >>> Kit(set={"check-in.at-most": 1}).rulebook("us").explain("check-in.at-most")
    'check-in.at-most = 1, set by user; us had 2; international had 1'
    """

    __slots__ = (
        *("_above", "_calendars", "_compiled", "_content", "_given", "_languages", "_layers", "_names", "_policy"),
        *("_registry", "_rulebooks", "_tenant"),
    )

    def __init__(
        self,
        policy: str | None = None,
        *,
        plugins: Iterable[object] = (),
        add: Iterable[Record] = (),
        set: Mapping[str, Any] | None = None,
        house: House | Mapping[str, str] | str | PathLike[str] | None = None,
        discover: bool = False,
        block: Iterable[str] = (),
        allow: Iterable[str] | None = None,
        calendars: Calendars | None = None,
        tenant: str = "",
    ) -> None:
        house = None if house is None else house_of(house)
        plugins, add = listed("plugins", plugins, "[…]"), listed("add", add, "[…]")
        block = listed("block", block, "['name']")
        allow = None if allow is None else listed("allow", allow, "['name']")
        set = as_tables(set or {})
        self._given = {key: value for key, value in locals().items() if key != "self"}
        sources = [Source(name="followkit", plugin=followkit._builtin)]
        sources += given_by_hand(plugins)
        sources += _installed(discover, plugins, block, allow)
        self._calendars = calendars
        self._policy = policy
        self._tenant = tenant
        self._rulebooks: dict[str, Rulebook] = {}
        try:
            self._put_together(collect(sources, added=add, block=block), house, _above(house, set))
            self.rulebook(policy or BASE)
        except InvalidPolicy as error:
            raise _beside_the_lost(error, self._registry) from None
        if DEFAULT_LANGUAGE not in self._languages.by_tag:
            raise WordsError(f"no language is called {DEFAULT_LANGUAGE!r}, which every other falls back to")

    def _put_together(self, registry: Registry, house: House | None, above: tuple[Layer, ...]) -> None:
        """Read words and policies; discovered plugins whose texts are broken are set aside, and all is read again."""
        try:
            self._read(registry, house, above)
        except (InvalidPolicy, WordsError) as error:
            without = set_aside(registry, _said_by(error))
            if without is None:
                raise
        else:
            return
        self._put_together(without, house, above)

    def _read(self, registry: Registry, house: House | None, above: tuple[Layer, ...]) -> None:
        self._registry = registry
        refuse_unsound_forms(self._registry)
        words = tuple(house.languages) if house else ()
        self._content = basis_of(self._registry.content, *(repr((one.tag, one.text)) for one in words))
        self._languages = lexicons(self._registry.languages, words, self._registry.built_in)
        notes = note_names(lexicon.tables for lexicon in self._languages.by_tag.values())
        forms = {name: channel.form_of for name, channel in self._registry.channels.items()}
        self._names = Names(conditions=self._registry.conditions, notes=notes, forms=forms)
        self._layers = {name: _layer(one) for name, one in self._registry.policies.items()}
        self._above = above
        self._compiled = _compiled(tuple(self._names.conditions.items()), tuple(sorted(notes.items())))
        check_all(self._layers, self._above, self._names, self._compiled, self._registry.of_plugins)

    def changed(self, values: Mapping[str, Any]) -> Kit:
        """Return this kit with some values changed, as ``set`` changes them; what was set before stays.

        Args:
            values: what to change, by dotted name.

        Raises:
            InvalidPolicy: for a value that does not exist, or one that cannot be what it is set to.

        >>> Kit().changed({"check-in.at-most": 1}).rulebook("us").explain("check-in.at-most")
        'check-in.at-most = 1, set by user; us had 2; international had 1'
        """
        return Kit(**{**self._given, "set": {**self._given["set"], **values}})

    def plan(self, application: Application, *, now: datetime, contacts: Iterable[Sent | Called] | None = None) -> Plan:
        """Return what to send, when and why, at *now*: a function of its arguments alone.

        Args:
            application: the facts.
            now: an aware datetime.
            contacts: what the candidate's other applications sent to the same employer, which limits are shared with
                (CI-08); an empty list says that there is nothing. None means that nobody looked, and the plan says so.

        Raises:
            InvalidFacts: for a *now* that is naive or outside the years we plan for, facts that contradict each other,
                or *contacts* that are none.
            PluginError: when a discovered plugin failed to load; a guard may be missing.
        """
        self._refuse_lost_guards()
        _require_aware(now)
        elsewhere = _contacts(() if contacts is None else contacts)
        rulebook = self.policy_for(application)
        means = Means(
            rulebook=rulebook,
            channels=self._registry.channels,
            guards=tuple(self._registry.guards.values()),
            tenant=self._tenant,
        )
        situation = situation_of(application, self._zones(), rulebook.customs, elsewhere)

        def planned(too_long: TooLongs) -> Outlook:
            return look_ahead(application, self._zones(), attrs.evolve(means, too_long=too_long), now, elsewhere)

        outlook = fitted(planned, lambda one: self._is_too_long(one, situation))
        stamp = self._basis(application, rulebook, contacts=False)
        stamped = {one.key: attrs.evolve(one, basis=stamp) for one in (*outlook.now.follow_ups, *outlook.steps)}
        known = {one.key for one in outlook.now.follow_ups}
        return Plan(
            application=application.id,
            made_at=_shown(now, situation, self._zones()),
            basis=basis_of(self._basis(application, rulebook), *_seen_elsewhere(situation, contacts is not None)),
            follow_ups=tuple(attrs.evolve(one, basis=stamp) for one in outlook.now.follow_ups),
            ahead=tuple(stamped[one.key] for one in outlook.steps if one.key not in known),
            decisions=outlook.now.decisions,
            ghosted=outlook.ghosted,
            questions=_questions(situation.questions, outlook.now.questions),
            assumptions=(
                *situation.assumptions,
                *outlook.now.assumptions,
                *_looked_at(contacts),
                *self._unheard_of(application),
                *self._unworded(application, (*outlook.now.follow_ups, *outlook.steps)),
            ),
            allowances=outlook.allowances,
            closed=situation.closed.kind if situation.closed else None,
            stops_on=situation.closed.at.date() if situation.closed else outlook.stops_on,
            valid_until=outlook.valid_until,
            wording=self.lexicon(application.me.language, application.me.country),
        )

    def relate(self, applications: Iterable[Application]) -> tuple[Application, ...]:
        """Return the applications, each with what it must know of the others added as events (EV-04, EV-10).

        An accepted job becomes :class:`~followkit.events.AcceptedElsewhere` in all that are still open, an offer in
        hand :class:`~followkit.events.CompetingOffer` in those that interviewed. Relating twice changes nothing; keep
        the facts as they were given, since what is derived may be true no more tomorrow.

        Args:
            applications: all of one candidate, each with an id of its own.

        Raises:
            InvalidFacts: when two have one id, or one has interviews with times that cannot be read.

        >>> from followkit import Application
        >>> from followkit.events import Accepted
        >>> taken = Accepted(at=datetime.fromisoformat("2025-06-20T10:00-04:00"))
        >>> _, other = Kit().relate([Application(id="acme", events=[taken]), Application(id="beta")])
        >>> other.events
        (AcceptedElsewhere(..., application='acme'),)
        """
        return relate(applications, self._zones())

    def agenda(self, applications: Iterable[Application], *, now: datetime) -> Agenda:
        """Return all applications of one candidate as one queue, overdue first (P19).

        They are related first (:meth:`relate`), and those at one employer share its limits (CI-08).

        Args:
            applications: the facts of each.
            now: an aware datetime.

        Raises:
            InvalidFacts: when two have one id; else as :meth:`plan`.
        """
        related = self.relate(applications)
        return agenda(related, lambda one, contacts: self.plan(one, now=now, contacts=contacts))

    def simulate(
        self,
        application: Application,
        *,
        now: datetime,
        until: datetime,
        what_if: Iterable[Event] = (),
        sending: bool = True,
    ) -> Simulation:
        """Return the log of plans and changes from *now* until a moment, for somebody who does what the plan says.

        Args:
            application: the facts to begin with.
            now, until: aware datetimes.
            what_if: events that happen on the way; those of before *now* count at once.
            sending: whether what is due is sent the moment it is.

        Raises:
            InvalidFacts: for an end before the beginning, or events after the end; else as :meth:`plan`.
        """

        def plan_at(facts: Application, moment: datetime) -> Plan:
            return self.plan(facts, now=moment)

        _require_aware(now)
        _require_aware(until, "until")
        return simulate(application, plan_at, now=now, until=until, what_if=what_if, sending=sending)

    def questions(self, application: Application, *, now: datetime) -> tuple[Question, ...]:
        """Return what to ask at *now*: before leaving an interview, within the hour after it, and for a note (NC-22).

        Args:
            application: the facts.
            now: an aware datetime.

        Raises:
            InvalidFacts, PluginError: as :meth:`plan`.

        >>> from followkit import Application
        >>> from datetime import UTC
        >>> [asked.code for asked in Kit().questions(Application(id="acme"), now=datetime(2025, 6, 5, tzinfo=UTC))]
        ['first-interview']
        """
        plan = self.plan(application, now=now)
        situation = situation_of(application, self._zones(), self.policy_for(application).customs)
        return questions_at(situation, plan.questions, now)

    def write(self, follow_up: FollowUp, application: Application) -> Note:
        """Return the words for one follow-up, part by part.

        Args:
            follow_up: from a plan of the same facts.
            application: those facts; events that say what was sent may have been added since.

        Raises:
            MissingFacts: when the note needs something nobody has said; it carries the questions.
            StaleFollowUp: when facts or rules changed since the plan was made.
            WordsError: when the language has no such words.
        """
        rulebook = self.policy_for(application)
        if follow_up.basis != self._basis(application, rulebook, contacts=False):
            raise StaleFollowUp(
                "the facts or rules changed since this was planned; plan again", handle=follow_up.handle
            )
        return self._ground(follow_up, application).written()

    def review(
        self,
        notes: Iterable[Note],
        application: Application,
        follow_ups: Iterable[FollowUp] = (),
        *,
        others: Iterable[str] = (),
    ) -> tuple[Finding, ...]:
        """Return what is wrong with notes, one by one and beside each other, in the order of their words.

        Args:
            notes: from :meth:`write` or :meth:`note_from`, all to people who may show them to each other.
            application: the facts.
            follow_ups: what the notes are for; without it nothing is known of variant and channel.
            others: names of other employers, none of which belongs in a note.

        Raises:
            MissingExtra: when there are several notes, and ``followkit[review]`` is not installed.
        """
        known = {one.key: one for one in follow_ups}
        written = tuple(notes)
        readings = [
            self._reading(note, application, known.get(note.key), beside=written[:index], elsewhere=tuple(others))
            for index, note in enumerate(written)
        ]
        return review(readings, self._registry.checks)

    def review_text(
        self,
        text: str,
        follow_up: FollowUp,
        application: Application,
        beside: Iterable[Note] = (),
        *,
        others: Iterable[str] = (),
        copies: Iterable[str] = (),
        attachments: int | None = None,
    ) -> tuple[Finding, ...]:
        """Return what is wrong with a text that somebody wrote for a follow-up.

        Args:
            text: from subject line or greeting to sign-off.
            follow_up: what it is for.
            application: the facts.
            beside: the notes to others that it must not repeat.
            others: names of other employers.
            copies: the addresses that get a copy.
            attachments: how many files go with it; None when nobody looked.

        Raises:
            WordsError: when there is nothing in it, or more than anybody would send.
            MissingExtra: when there are notes beside it, and ``followkit[review]`` is not installed.
        """
        with_it = {"copies": tuple(copies), "attachments": attachments, "elsewhere": tuple(others)}
        note = self.note_from(text, follow_up, application)
        return review(
            [self._reading(note, application, follow_up, beside=tuple(beside), **with_it)], self._registry.checks
        )

    def tell(self, finding: Finding, application: Application) -> str:
        """Return a finding in the candidate's language: what it is, and what would cure it.

        Args:
            finding: from a review.
            application: the facts that know the names.

        >>> from followkit import Application, Finding
        >>> Kit().tell(Finding(code="doubled-word", said="the the"), Application(id="acme"))
        '“the the” stands twice. Leave one out.'
        """
        words = told(finding, self.lexicon(application.me.language), application)
        return " ".join(filter(None, words))

    def note_from(self, text: str, follow_up: FollowUp, application: Application) -> Note:
        """Return a text that somebody wrote as a note, to compose and to review.

        Args:
            text: greeting, paragraphs with an empty line between them, sign-off; a first line ``Subject: …`` may stand
                before. Without one, the note has the subject that ours would have.
            follow_up: what it is for.
            application: the facts.

        Raises:
            WordsError: when there is nothing in it, or more than anybody would send.
            StaleFollowUp: when its recipient is not in the facts.
        """
        ground, me = self._ground(follow_up, application), application.me
        return note_from(
            text,
            follow_up=ground.follow_up,
            lexicon=ground.lexicon,
            register=ground.register,
            names=[name for name in (me.name, me.given_name, *(me.name or "").split()[:1]) if name],
            facts=ground.facts,
            subject=ground.subject(),
        )

    def brief(self, follow_up: FollowUp, application: Application) -> Brief:
        """Return what is asked of a note, for a person or a language model who writes it instead of us.

        Args:
            follow_up: what it is for.
            application: the facts.

        Raises:
            StaleFollowUp: when its recipient is not in the facts.
            WordsError: when the language has no such note.
        """
        ground = self._ground(follow_up, application)
        return brief_of(ground, application, self.lexicon(application.me.language))

    def compose(self, note: Note, follow_up: FollowUp, application: Application) -> Message:
        """Return a note in the form of its follow-up's channel, or in the form of that channel which it names.

        Args:
            note: the words, from :meth:`write` or written by hand.
            follow_up: what they are for.
            application: where addresses are looked up.

        Raises:
            ChannelError: when these are no note and no follow-up.
            UnknownChannel: when no plugin provides the channel.
            Unreachable, TooLong: when the channel refuses.
            StaleFollowUp: when the note was written for another follow-up.
            PluginError: when the channel fails.
        """
        _require_kind(note, Note, "write")
        _require_kind(follow_up, FollowUp, "plan")
        if (note.key, note.recipient) != (follow_up.key, follow_up.recipient):
            raise StaleFollowUp("the note was written for another follow-up; write this one", handle=follow_up.handle)
        situation = situation_of(application, self._zones(), self.policy_for(application).customs)
        return self._composed(note, follow_up, situation)

    def drafts(self, message: Message) -> tuple[Draft, ...]:
        """Return the files a message can be saved as.

        Args:
            message: from :meth:`compose`.

        Raises:
            ChannelError: when it is no message, or the channel refuses.
            UnknownChannel: when no plugin provides the channel.
            PluginError: when the channel fails.
        """
        _require_kind(message, Message, "compose")
        channel = self.channel(message.channel)
        return drafted(channel, self._registry.provider(channel), message)

    def read(self, payload: bytes, application: Application, *, adapter: str) -> Imported:
        """Return the facts with what a file or message of another program adds to them; provisional.

        What the facts say already is kept, and reading the same again changes nothing.

        Args:
            payload: as it was received.
            application: the facts to add to.
            adapter: the name of the adapter that reads it (``icalendar``); nothing is guessed from the payload.

        Raises:
            UnknownAdapter: when no plugin provides the adapter.
            InvalidFacts: for what cannot be read.
            MissingExtra: when the adapter needs a library that is not installed.
            PluginError: when the adapter fails.
        """
        found = self._registry.adapters.get(adapter)
        if found is None:
            known = ", ".join(self._registry.adapters)
            raise UnknownAdapter(f"no adapter is called {adapter!r}; there are: {known}", adapter=adapter)
        if not isinstance(payload, bytes):
            hint = "as it was received, before it is decoded"
            raise InvalidFacts(
                problems=[Problem(place="", code="not-bytes", message="a payload is given as bytes", hint=hint)]
            )
        return imported(found, self._registry.provider(found), payload, application)

    def send(self, message: Message, *, sender: str) -> Receipt:
        """Hand a message over, once, and return what the service said; provisional.

        Nothing is recorded and nothing is remembered: asked twice, it sends twice. Whoever calls it adds
        ``follow_up.sent(at=…)`` to the facts.

        Args:
            message: from :meth:`compose`, as a person approved it.
            sender: the name of the sender to hand it to.

        Raises:
            UnknownSender: when no plugin provides the sender.
            DeliveryError: when it is no message, or when the sender does not carry such messages, was refused, or got
                no answer. A service that did not answer may have taken it all the same; look before trying again.
            PluginError: when the sender fails; whether the message went out is not known then.
        """
        found = self._registry.senders.get(sender)
        if found is None:
            known = ", ".join(self._registry.senders) or "none"
            raise UnknownSender(f"no sender is called {sender!r}; there are: {known}", sender=sender)
        if not isinstance(message, Message):
            kind = type(message).__name__
            raise DeliveryError(f"sender {sender!r} was given a {kind}, not a Message; compose it first")
        if message.channel not in found.carries:
            carried = ", ".join(found.carries)
            raise DeliveryError(f"sender {sender!r} carries {carried}, and this message is for {message.channel!r}")
        if not message.recipients:
            raise DeliveryError(f"sender {sender!r} was given a message to nobody; compose it again")
        return handed_over(found, self._registry.provider(found), message)

    def calendar(
        self,
        plan: Plan | Agenda,
        application: Application | Iterable[Application],
        *,
        previous: bytes | None = None,
        complete: bool = True,
        alarms: Sequence[timedelta] = ALARMS,
    ) -> bytes:
        """Return a plan, or all plans of an agenda, as a calendar file (RFC 5545) to import again or to subscribe to.

        There is one entry per follow-up and step ahead, with its text or what it waits for, for the candidate alone.

        Args:
            plan: made from these facts.
            application: the facts; of an agenda, those of all its applications.
            previous: the file written last time. An entry that changed gets the next revision, one that is no longer
                planned is cancelled until 30 days after its time, and the others stay as they are, whenever it is.
            complete: whether these are all the plans there are; if not, entries of others stay as they are.
            alarms: how long before its start each entry rings.

        Raises:
            InvalidFacts: when *previous* is not this calendar as it was written, an alarm is none, or an agenda has no
                plans, or one whose facts are not given.
            StaleFollowUp: when the facts or rules changed since the plan was made.
            MissingExtra: when ``followkit[calendar]`` is not installed.

        >>> from datetime import UTC
        >>> from followkit import Application
        >>> kit, acme = Kit(), Application(id="acme")
        >>> first = kit.calendar(kit.plan(acme, now=datetime(2025, 6, 5, tzinfo=UTC)), acme)
        >>> kit.calendar(kit.plan(acme, now=datetime(2025, 6, 6, tzinfo=UTC)), acme, previous=first) == first
        True
        """
        known = {one.id: one for one in self._as_planned(plan, application)}
        planned = [(one, _facts_of(one, known)) for one in (plan.plans if isinstance(plan, Agenda) else (plan,))]
        if not planned:
            raise _refused("plan", "no-plans", "an agenda without plans", "give one with an application in it")
        reminders = [
            Reminder(follow_up=one, title=tell.reminder(one), text=tell.note(text, one))
            for made, facts in planned
            for tell in [Teller(words=made.wording, application=facts)]
            for one in (*made.follow_ups, *made.ahead)
            for text in [self._text_of(one, facts, tell)]
        ]
        made, facts = planned[0]
        alone = None if isinstance(plan, Agenda) else facts
        cover = _cover(Teller(words=made.wording, application=facts), alone, self._tenant)
        return plan_as_ics(
            reminders, stamp=made.made_at, cover=cover, previous=previous, complete=complete, alarms=alarms
        )

    def channel(self, name: str) -> Channel:
        """Return the channel of this name.

        Raises:
            UnknownChannel: when there is none; the message names those there are.
        """
        if name not in self._registry.channels:
            known = ", ".join(self._registry.channels)
            raise UnknownChannel(f"no channel is called {name!r}; there are: {known}", channel=name)
        return self._registry.channels[name]

    def policy_for(self, application: Application) -> Rulebook:
        """Return the compiled policy that governs an application: all that apply to it, laid over each other.

        Args:
            application: its facts choose the policies, unless the kit was given one; its own values speak last.

        Raises:
            InvalidPolicy: for values of the application that no policy knows, or that cannot be read.
        """
        below = chain(self._policy, self._layers) if self._policy else self._chosen(application)
        return self._rulebook((*below, *self._above), application.values)

    def rulebook(self, policy: str) -> Rulebook:
        """Return the compiled policy of this name, over what it extends and under the house and values set by hand.

        Raises:
            InvalidPolicy: when there is none.
        """
        return self._rulebook((*chain(policy, self._layers), *self._above), {})

    def lexicon(self, language: str | None = None, country: str | None = None) -> Lexicon:
        """Return the words for somebody who reads a language in a country; of the nearest there is, else English.

        Args:
            language: a BCP 47 tag, or None for English. A region in it counts before *country*.
            country: ISO 3166; it never chooses a language, only the way one is written there.

        Raises:
            MissingExtra: when a language's names of days have to come from Babel, and it is not installed.

        >>> Kit().lexicon("en", "IE").tag, Kit().lexicon("en-US", "IE").tag, Kit().lexicon("tlh", "IE").tag
        ('en-GB', 'en', 'en-GB')
        """
        return self._languages.choose(language, country)

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the tag of every language there are words for, regions included.

        >>> {"de", "en", "en-GB"} <= set(Kit().languages)
        True
        """
        return tuple(sorted(self._languages.by_tag))

    def evidence(self, id: str) -> Evidence:
        """Return what a rule stands on: the advice, how sure it is, who says so, who disagrees, where it is kept.

        Args:
            id: as a rule names it under ``sources``.

        Raises:
            UnknownEvidence: when nothing is called so; the message names what is nearest.

        >>> Kit().evidence("CI-02").range
        '1 to 5 business days after the date'
        """
        rules = [(rule.id, rule.sources) for book in map(self.rulebook, self._layers) for rule in book.rules]
        return looked_up(id, followkit._builtin.evidence(), rules)

    @property
    def evidence_ids(self) -> tuple[str, ...]:
        """Give the id of every piece of advice."""
        return tuple(followkit._builtin.evidence())

    @property
    def plugins(self) -> tuple[PluginReport, ...]:
        """Give every plugin with what it provides, or what went wrong."""
        return self._registry.reports

    def _zones(self) -> Calendars:
        return self._calendars or calendars()

    def _chosen(self, application: Application) -> tuple[Layer, ...]:
        found = situation_of(application, self._zones(), self.rulebook(BASE).customs)
        return stack(facts_of(application, found.place().country), self._layers)

    def _unheard_of(self, application: Application) -> tuple[Reason, ...]:
        """Return what is assumed of each sector that no policy is for; nobody asked the facts where one was named."""
        sectors = () if self._policy else unheard_of(facts_of(application, None), self._layers)
        return tuple(Reason(code="sector-unknown", parameters={"sector": sector}) for sector in sectors)

    def _unworded(self, application: Application, planned: Iterable[FollowUp]) -> Iterator[Reason]:
        """Yield what is assumed of those whose language there are no words in: that English will do."""
        if not self._languages.speak(application.me.language):
            yield Reason(code="own-language-unknown", parameters={"language": str(application.me.language)})
        for id in dict.fromkeys(one.recipient for one in planned):
            person = application.person(id)
            if person is not None and not self._languages.speak(person.language):
                told = {"person": id, "language": str(person.language)}
                yield Reason(code="language-unknown", parameters=told)

    def _rulebook(self, layers: tuple[Layer, ...], values: Mapping[str, Any]) -> Rulebook:
        """Return *layers* compiled, with an application's own values over them."""
        key = repr(([layer.name for layer in layers], sorted(values.items())))
        if key not in self._rulebooks:
            whole = (*layers, values_layer(APPLICATION, values)) if values else layers
            if len(self._rulebooks) >= MOST_RULEBOOKS:
                self._rulebooks.clear()
            self._rulebooks[key] = compile_policy(whole, self._names, self._compiled)
        return self._rulebooks[key]

    def _is_too_long(self, follow_up: FollowUp, situation: Situation) -> bool:
        """Tell whether our words for a follow-up are more than its channel takes, where that says how much it takes."""
        channel = self._registry.channels[follow_up.form or follow_up.channel]
        if not channel.limits:
            return False
        try:
            note = self._ground(follow_up, situation.application, situation).written()
            self._composed(note, follow_up, situation)
        except FollowkitError as error:  # what else is wrong with it is told when it is written
            return isinstance(error, TooLong)
        return False

    def _composed(self, note: Note, follow_up: FollowUp, situation: Situation) -> Message:
        """Return a note in its form; the channel sees whom it goes to as when that was planned, with a country."""
        channel = self.channel(follow_up.form or follow_up.channel)
        meant = {follow_up.recipient, *follow_up.about}
        people = [situation.located(one) if one.id in meant else one for one in situation.application.people]
        facts = attrs.evolve(situation.application, people=people)
        return composed(channel, self._registry.provider(channel), note, follow_up, facts)

    def _ground(self, follow_up: FollowUp, application: Application, situation: Situation | None = None) -> Ground:
        """Return what a note is written from: the facts it may state, the language and the tone."""
        rulebook = self.policy_for(application)
        situation = situation or situation_of(application, self._zones(), rulebook.customs)
        recipient = application.person(follow_up.recipient)
        if recipient is None:
            raise StaleFollowUp("its recipient is not in these facts; plan again", handle=follow_up.handle)
        facts = material(
            situation,
            subject=follow_up.subject,
            recipient=recipient,
            about=follow_up.about,
            turn=follow_up.rank,
            day=follow_up.when.date(),
        )
        lexicon = self.lexicon(recipient.language or application.me.language, situation.place(recipient).country)
        variants = lexicon.tables.get(follow_up.note, {}).get("variants", {})
        if follow_up.state is State.LATE and follow_up.variant is None and "late" in variants:
            follow_up = attrs.evolve(follow_up, variant="late")
        register = recipient.register or rulebook.register
        return Ground(follow_up=follow_up, facts=facts, lexicon=lexicon, register=register)

    def _reading(self, note: Note, application: Application, follow_up: FollowUp | None, **more: Any) -> Reading:
        if follow_up is None:
            return reading(note, application, self.lexicon(note.language), **more)
        ground = self._ground(follow_up, application)
        return reading(note, application, ground.lexicon, follow_up=ground.follow_up, facts=ground.facts, **more)

    def _text_of(self, one: FollowUp, application: Application, tell: Teller) -> str:
        try:
            return self.compose(self.write(one, application), one, application).body
        except MissingFacts as error:
            return "\n".join([tell.heading("answer-first"), *map(tell.question, error.questions)])
        except (ChannelError, PluginError) as error:
            return tell.heading("not-composed", why=str(error))

    def _as_planned(self, plan: Plan | Agenda, given: Application | Iterable[Application]) -> Iterable[Application]:
        """Return the facts as the plans were made from them: those of an agenda know of each other."""
        applications = (given,) if isinstance(given, Application) else given
        return self.relate(applications) if isinstance(plan, Agenda) else applications

    def _basis(self, application: Application, rulebook: Rulebook, *, contacts: bool = True) -> str:
        facts = facts_digest(application, contacts=contacts)
        return basis_of(facts, rulebook.digest, self._content, self._zones().version, _version())

    def _refuse_lost_guards(self) -> None:
        if self._registry.lost:
            names = ", ".join(self._registry.lost)
            message = f"plugin {names} failed to load and may have held a guard; repair it or block it"
            raise PluginError(message, plugin=names)


@cache
def _version() -> str:
    return metadata.version("followkit")


def _installed(
    discover: bool, by_hand: Iterable[object], block: Collection[str], allow: Collection[str] | None
) -> list[Source]:
    """Return the installed plugins; one that was given by hand as well is the same plugin."""
    if not discover:
        if allow is not None:
            raise PluginError("allow says which installed plugins may be read; say discover=True too")
        return []
    found = discovered(block, allow)
    return [source for source in found if source.plugin is None or all(source.plugin is not one for one in by_hand)]


@lru_cache(maxsize=256)  # reading TOML is what building a kit takes longest for, and depends on the text alone
def _layer(policy: Policy) -> Layer:
    return read(policy)


@lru_cache(maxsize=16)
def _compiled(conditions: tuple[tuple[str, Condition], ...], notes: tuple[tuple[str, NoteNames], ...]) -> Compiled:
    """Return where the rules are kept that were compiled with these names, by this kit or another."""
    return Compiled()


def _said_by(error: InvalidPolicy | WordsError) -> Sequence[str]:
    """Return what is wrong with texts, each beginning with where it comes from."""
    return [f"{error.place}: {error}"] if isinstance(error, WordsError) else [str(one) for one in error.problems]


def _beside_the_lost(error: InvalidPolicy, registry: Registry) -> InvalidPolicy:
    """Return the error with what became of plugins that failed; they may have brought what is missing now."""
    lost = [
        Problem(place="discover", code="plugin-failed", message=one.problem, hint="repair it or block it")
        for one in registry.reports
        if one.problem
    ]
    return InvalidPolicy(problems=[*error.problems, *lost])


def _above(house: House | None, values: Mapping[str, Any]) -> tuple[Layer, ...]:
    """Return the layers that lie over every policy."""
    of_house = (house_layer(house.name, house.policy),) if house and house.policy else ()
    return (*of_house, values_layer(USER, values)) if values else of_house


def _require_aware(moment: datetime, place: str = "now") -> None:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        problem = Problem(place=place, code="naive-moment", message="a moment without a zone", hint="give it tzinfo")
        raise InvalidFacts(problems=[problem])
    if refused := known_year(moment):
        code, message, hint = refused
        raise InvalidFacts(problems=[Problem(place=place, code=code, message=message, hint=hint)])


def _require_kind(given: object, kind: type[object], maker: str) -> None:
    if not isinstance(given, kind):
        raise ChannelError(f"this is a {type(given).__name__}, not a {kind.__name__}, which kit.{maker} gives")


def _facts_of(plan: Plan, known: Mapping[str, Application]) -> Application:
    if plan.application not in known:
        raise _refused(
            "application", "other-facts", "are not what the plan was made from", "give those, and all of them"
        )
    return known[plan.application]


def _refused(place: str, code: str, message: str, hint: str) -> InvalidFacts:
    return InvalidFacts(problems=[Problem(place=place, code=code, message=message, hint=hint)])


def _cover(tell: Teller, alone: Application | None, tenant: str) -> Cover:
    """Return what stands on the cover of a calendar: of one application, or of all."""
    company = {} if alone is None else {"company": alone.employer.name or alone.id}
    return Cover(
        application=None if alone is None else alone.id,
        tenant=tenant,
        name=tell.heading("calendar-name", **company),
        cancelled=lambda title: tell.heading("reminder-cancelled", title=title),
    )


def _contacts(given: Iterable[object]) -> tuple[Sent | Called, ...]:
    found = tuple(given) if isinstance(given, Iterable) else (given,)
    problems = [
        Problem(
            place=f"contacts[{index}]",
            code="not-a-contact",
            message="neither something sent nor a call",
            hint="give the Sent and Called events of the other applications",
        )
        for index, one in enumerate(found)
        if not isinstance(one, (Sent, Called))
    ]
    if problems:
        raise InvalidFacts(problems=problems)
    return tuple(one for one in found if isinstance(one, (Sent, Called)))


def _seen_elsewhere(situation: Situation, looked: bool) -> tuple[str, ...]:
    """Return the digest of what other applications sent, when somebody looked."""
    return (events_digest(one.event for one in situation.elsewhere),) if looked else ()


def _looked_at(contacts: object) -> tuple[Reason, ...]:
    return (Reason(code="this-application-only"),) if contacts is None else ()


def _shown(now: datetime, situation: Situation, zones: Calendars) -> datetime:
    zone = zones.zone(situation.place().zone or "")
    return seen_from(now, zone) if zone else utc(now)


def _questions(*groups: Iterable[Question]) -> tuple[Question, ...]:
    asked = [question for group in groups for question in group]
    return tuple(dict.fromkeys(asked))
