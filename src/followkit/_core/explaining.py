"""Put a plan into words: the reader's language, the facts' names, at most 25 lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from followkit._core.allowances import STATUS_CONTACTS
from followkit._core.cures import needed
from followkit._core.decisions import Allowance, Decision, FollowUp, Question, Reason, State, Subject
from followkit._core.errors import WordsError
from followkit._core.events import Offered
from followkit._core.facts import Application
from followkit._core.phrasing import GAP, Lexicon, say
from followkit._core.routing import EMAIL, UNREACHABLE
from followkit._core.timing import is_before, utc
from followkit._core.vocabulary import ContactClass

if TYPE_CHECKING:
    from followkit._core.plans import Plan

MOST_LINES = 25
_PEOPLE = frozenset({"person", "people", "recruiter", "by", "recipient", "about"})

# The strongest first: which "no" is worth telling when there is nothing to do.
_TELLING = (
    "rejected",
    "withdrew",
    "accepted-elsewhere",
    "accepted",
    "declined",
    "decided",
    "offered",
    "stopped",
    "do-not-contact",
    "reply-unclassified",
    "they-wait-for-you",
    "unwelcome",
    "guard-failed",
    "condition-failed",
    "guard-vetoed",
    "no-calls",
    "interview-time-unknown",
    "zone-unknown",
    "unreachable",
    "nobody-to-write-to",
    "who-wrote-unknown",
    "no-recruiter-known",
    "via-recruiter-only",
    "interview-being-arranged",
    "out-of-office",
    "promised-date-embargo",
    "cooldown",
    "cap-used",
    "not-asked-there",
    "calls-used",
    "voicemails-used",
    "dismissed",
    "expired",
    "no-open-moment",
    "panel-too-large",
    "interviewer-declined",
    "interviewer-absent",
    "interviewer-shadow",
    "no-interview",
    "interview-off",
    "nobody-interviewed",
    "no-other-way",
    "already-sent",
)

_TOO_LATE = frozenset({"expired", "no-open-moment"})
_WORTH_TELLING = frozenset(_TELLING) - {"already-sent", "no-interview", "promised-date-embargo", "cooldown"}


def headline(
    due: Sequence[FollowUp],
    upcoming: Sequence[FollowUp],
    ahead: Sequence[FollowUp],
    decisions: Sequence[Decision],
    ghosted: bool,
) -> Reason:
    """Return the one reason why nothing more is to be done now."""
    if ghosted:
        return Reason(code="ghosted")
    if upcoming and upcoming[0].state is State.HELD:
        return Reason(code="send-window")  # when they open stands beside it
    if upcoming:
        return upcoming[0].reasons[0]
    if due and ahead:
        return Reason(code="send-first", parameters={"handle": due[0].handle})
    reached = {one.recipient for one in (*due, *ahead)}
    given = {
        _known_as(reason, decision): (reason, decision)
        for decision in reversed(decisions)
        for reason in (_beside(one, reached) for one in reversed(decision.reasons))
    }
    found = next((given[code] for code in _TELLING if code in given), None)
    return _with_what(*found) if found else Reason(code="nothing-planned")


def _known_as(reason: Reason, decision: Decision) -> str:
    """Return the code under which a reason is told; what a plugin's guard calls it in its own words is a veto too."""
    return reason.code if reason.code in _TELLING or not decision.held_back else "guard-vetoed"


def _beside(reason: Reason, reached: Collection[str]) -> Reason:
    """Return the reason that nothing reaches somebody as that nothing else does, where a contact to them is planned."""
    return Reason(code="no-other-way", parameters=reason.parameters) if _is_reached(reason, reached) else reason


def _is_reached(reason: Reason, reached: Collection[str]) -> bool:
    return reason.code == UNREACHABLE and reason.parameters.get("person") in reached


def _for_this(reason: Reason, reached: Collection[str]) -> Reason:
    """Return the reason that nothing reaches somebody as one of a single note, where another one does reach them."""
    return Reason(code="no-way-for-this", parameters=reason.parameters) if _is_reached(reason, reached) else reason


def _with_what(reason: Reason, decision: Decision) -> Reason:
    """Return the reason with what it is too late for, which only the decision knows."""
    if reason.code not in _TOO_LATE:
        return reason
    return evolve(reason, parameters={**reason.parameters, "slot": decision.slot})


def as_planned(reason: Reason) -> Reason:
    """Return a reason that counts from something which is planned and has not gone out."""
    return evolve(reason, parameters={**reason.parameters, "planned": True})


def explain_plan(plan: Plan, application: Application, words: Lexicon) -> str:
    """Return the plan as a page of at most 25 lines: now, next, then, why nothing more, questions, when it stops.

    What is long is cut where it is longest, and says how much is left out; why and when it stops always stand there.
    """
    tell = Teller(words=words, application=application)
    pages = (_page(plan, tell, most) for most in (5, 4, 3, 2, 1))
    lines = next((page for page in pages if len(page) <= MOST_LINES), _page(plan, tell, 1)[:MOST_LINES])
    return "\n".join(lines) + "\n"


def _page(plan: Plan, tell: Teller, most: int) -> list[str]:
    later = sorted((*plan.upcoming, *plan.ahead), key=lambda one: (utc(one.when), one.handle))
    blocks = [
        tell.title(plan),
        tell.follow_ups("now", plan.due, most) or [tell.heading("nothing-now")],
        tell.follow_ups("next", [one for one in later if not waits_for_silence(one)], most),
        tell.follow_ups("then", [one for one in later if waits_for_silence(one)], most),
        tell.refusals(plan, most),
        [tell.heading("why", due=bool(plan.due), reason=tell.reason(plan.because), lifts=tell.lifts(plan))],
        tell.used(plan.allowances),
        tell.questions(plan.questions, most),
        [tell.stop(plan)],
        [] if plan.closed else tell.assumptions(_worth_assuming(plan)),
    ]
    return [line for block in blocks for line in block if line]


def waits_for_silence(one: FollowUp) -> bool:
    """Tell whether a follow-up that is not due goes only if nobody answers; a courtesy ahead waits for a note to go."""
    return one.contact is ContactClass.STATUS or (bool(one.assumes) and one.contact is not ContactClass.COURTESY)


def _worth_assuming(plan: Plan) -> list[Reason]:
    """Leave out that other applications were not looked at, where nothing here could be limited by them."""
    asks = any(one.contact is ContactClass.STATUS for one in (*plan.follow_ups, *plan.ahead))
    asks = asks or any(one.used for one in plan.allowances)
    return [reason for reason in plan.assumptions if asks or reason.code != "this-application-only"]


def explain_decisions(plan: Plan, name: str, application: Application | None, words: Lexicon) -> str:
    """Return each decision about *name* with its reasons and, for a "no", what would change it."""
    tell = Teller(words=words, application=application)
    found = [decision for decision in plan.decisions if name in names_of(decision)]
    ahead = [one for one in plan.ahead if name in (one.handle, one.rule) and not any(one.rule == d.rule for d in found)]
    if not found and not ahead:
        raise KeyError(f"no rule, slot or follow-up is called {name!r}")
    lines = [tell.decision(decision, plan) for decision in found] + [tell.later(one) for one in ahead]
    return "\n".join(lines) + "\n"


def names_of(decision: Decision) -> set[str | None]:
    """Return what a decision may be asked for by; one that is refused answers to the handle it would have had."""
    subject = decision.subject
    return {
        decision.rule,
        decision.slot,
        decision.handle,
        f"{decision.slot}/{subject.person}" if subject.person else None,
    }


def _telling(decision: Decision) -> tuple[Reason, ...]:
    """Return why somebody gets no note, where that is worth a line: not for want of a way besides e-mail."""
    if decision.yes:
        return ()
    if decision.reasons[0].code == UNREACHABLE:
        by_mail = any(one.parameters.get("channel") == EMAIL for one in decision.reasons)
        tried = tuple(one for one in decision.reasons[1:] if not _is_absent(one))
        return (decision.reasons[0], *tried) if tried or (by_mail and decision.subject.person) else ()
    found = next((one for one in decision.reasons if _known_as(one, decision) in _WORTH_TELLING), None)
    return (found,) if found and decision.subject.person else ()


def _whom(decision: Decision) -> str | None:
    """Return to whom a note would have gone, where the decision knows."""
    named = (one.parameters.get("person") for one in decision.reasons[:1] if one.code == UNREACHABLE)
    return decision.subject.person or next((one for one in named if isinstance(one, str)), None)


def _reached(plan: Plan) -> set[str]:
    """Return to whom a contact is planned, now or ahead."""
    return {one.recipient for one in (*plan.follow_ups, *plan.ahead)}


def _is_absent(reason: Reason) -> bool:
    """Tell whether a channel was no way to somebody because nobody gave an address for it."""
    return reason.code.startswith("no-") and "channel" in reason.parameters


def _passed(one: FollowUp) -> list[Reason]:
    """Return why a follow-up goes by none of the channels that its rule would rather take."""
    return [one for one in one.reasons if one.code == "no-calls" or "channel" in one.parameters]


@frozen(kw_only=True)
class Teller:
    """Look up words in the lexicon and names in the facts."""

    words: Lexicon
    application: Application | None

    def heading(self, code: str, **values: object) -> str:
        """Return the words around what is told."""
        return say(self.words, "headings", code, values)

    def reason(self, reason: Reason) -> str:
        """Return why, as a sentence."""
        return self._told("reasons", reason.code, reason.parameters)

    def reasons(self, given: Iterable[Reason], reached: Collection[str]) -> str:
        """Return why one note does not go, in one line; *reached* are those to whom another one is planned."""
        return " ".join(dict.fromkeys(self.reason(_for_this(one, reached)) for one in given))

    def lifted(self, reason: Reason) -> str:
        """Return what would change a "no"; a plugin that brought no words for it has to be asked."""
        slot = reason.parameters.get("slot")
        if reason.code in _TOO_LATE and slot in self.words.tables.get("too-late", {}):
            return say(self.words, "too-late", str(slot), {})
        known = reason.code in self.words.tables.get("lifts", {})
        return self._told("lifts", reason.code, reason.parameters) if known else self.heading("change-unknown")

    def _told(self, section: str, code: str, parameters: Mapping[str, Any]) -> str:
        """Return the words for a code; one that a plugin brought without words, or half of it, speaks for itself."""
        if code in self.words.tables.get(section, {}):
            with suppress(WordsError):
                return say(self.words, section, code, self._named(parameters))
        return f"{code.replace('-', ' ').capitalize()}."

    def title(self, plan: Plan) -> list[str]:
        facts = self.application
        known = (facts.employer.name, facts.position) if facts else ()
        about = ", ".join(part for part in known if part) or plan.application
        zones = {one.window.zone for one in (*plan.follow_ups, *plan.ahead)} or {self._zone(plan)}
        return [self.heading("title", about=about, now=plan.made_at, zones=", ".join(sorted(zones)))]

    def _zone(self, plan: Plan) -> str:
        """Return the zone that the moment of the plan is told in, where nothing is planned in any."""
        assumed = (reason.parameters.get("zone") for reason in plan.assumptions if reason.code == "zone-from-interview")
        known = self.application.employer.zone if self.application else None
        return known or next((str(zone) for zone in assumed), str(plan.made_at.tzinfo))

    def follow_ups(self, heading: str, found: Sequence[FollowUp], most: int) -> list[str]:
        if not found:
            return []
        lines = [self.heading(heading)]
        told: set[str] = set()
        for one in found[:most]:
            lines.append(f"  {self.follow_up(one, ahead=bool(one.assumes))}")
            if one.because and not (told if heading == "then" else one.because in told):
                lines.append(f"      {self.heading('because', because=self.because(one.because))}")
                told.add(one.because)
            passed = " ".join(dict.fromkeys(map(self.reason, _passed(one))))
            if passed and passed not in told:
                lines.append(f"      {self.heading('why-this-way', reasons=passed)}")
                told.add(passed)
        if len(found) > most:
            lines.append(f"  {self.heading('more', count=len(found) - most)}")
        return lines

    def because(self, sentence: str) -> str:
        """Return a rule's own reason, in the reader's language where that has a sentence for it."""
        return self._called("because", sentence)

    def contact(self, one: FollowUp) -> str:
        """Return how and to whom (``e-mail to Priya Raman``)."""
        told = {"channel": self.way(one), "recipient": self.name(one.recipient)}
        return self.heading("contact", **told)

    def follow_up(self, one: FollowUp, *, ahead: bool = False) -> str:
        """Return a follow-up as one line: what, how, to whom, when; a step ahead is never to be done now."""
        code = {State.LATE: "line-late", State.DUE: "line-due", State.READY: "line-ready", State.HELD: "line-held"}
        code |= {State.LATE: "line-after", State.DUE: "line-after"} if ahead else {}
        values = {
            "handle": one.handle,
            "channel": self.way(one),
            "recipient": self.name(one.recipient),
            "about": [self.name(person) for person in one.about if person != one.recipient],
            "when": one.when,
            "target": one.window.target,
            "late": one.window.late_after is not None and not is_before(one.when, one.window.late_after),
            "earliest": one.window.earliest,
            "late_after": one.window.late_after or one.window.target,
            "optional": one.optional,
            "waits": bool(one.needs),
        }
        return self.heading(code.get(one.state, "line-waiting"), **values)

    def refusals(self, plan: Plan, most: int) -> list[str]:
        """Return who gets no note they might have got, and why: the first reason, or which ways do not reach them."""
        planned = {(one.slot, person) for one in plan.follow_ups for person in (*one.about, one.recipient)}
        told: set[tuple[str, Subject]] = set()
        reached = _reached(plan)
        refused: dict[tuple[str, str], list[str]] = {}
        for decision in plan.decisions:
            telling, about = _telling(decision), (decision.slot, decision.subject)
            person = _whom(decision)
            is_open = not plan.closed or len(telling) > 1  # what stands in the way of a last note is told to the end
            if person and telling and is_open and about not in told and (decision.slot, person) not in planned:
                told.add(about)
                people = refused.setdefault((decision.slot, self.reasons(telling, reached)), [])
                people += [] if self.name(person) in people else [self.name(person)]
        lines = [
            self.heading("refused", slot=self._called("follow-ups", slot), people=names, reason=why)
            for (slot, why), names in refused.items()
        ]
        return lines[:most]

    def reminder(self, one: FollowUp) -> str:
        """Return the one line a calendar shows for a follow-up."""
        facts = self.application
        company = (facts.employer.name or facts.id) if facts else one.application
        return self.heading("reminder", company=company, handle=one.handle, contact=self.contact(one))

    def note(self, text: str, one: FollowUp) -> str:
        """Return what a calendar shows below that line: the words, and before them on what condition they go."""
        return f"{self.heading('reminder-if-silent')}\n\n{text}" if waits_for_silence(one) else text

    def lifts(self, plan: Plan) -> str:
        reason = plan.because
        if plan.upcoming:
            return self.heading("lifts-at", when=plan.upcoming[0].when)
        return self.heading("change", change=self.lifted(reason))

    def used(self, allowances: Iterable[Allowance]) -> list[str]:
        """Return how much of what one silence takes is used; the rolling limit is told where it holds back."""
        found = [one for one in allowances if one.used and one.slot != STATUS_CONTACTS]
        told = [
            self.heading("allowance", used=one.used, of=one.of, what=self._called("slots", one.slot)) for one in found
        ]
        return [self.heading("used", allowances=told)] if told else []

    def questions(self, asked: Sequence[Question], most: int) -> list[str]:
        if not asked:
            return []
        lines = [self.heading("questions")]
        lines += [f"  {self.question(question)}" for question in asked[:most]]
        if len(asked) > most:
            lines.append(f"  {self.heading('more', count=len(asked) - most)}")
        return lines

    def question(self, question: Question) -> str:
        """Return what is asked, and where the answer belongs."""
        text = self._told("questions", question.code, question.parameters)
        table, _, key = question.place.rpartition(".")
        return self.heading("question", question=text, table=table, key=key)

    def stop(self, plan: Plan) -> str:
        if plan.closed == Offered.kind:
            day = self._answer_by()
            return self.heading("your-turn", **({"day": day} if day else {}))
        if plan.closed:
            return self.heading("closing" if plan.follow_ups or plan.ahead else "closed")
        if plan.stops_on is None:
            return self.heading("no-stop")
        is_over = not (plan.follow_ups or plan.ahead) and plan.stops_on <= plan.made_at.date()
        return self.heading("ghosted" if plan.ghosted else "stopped" if is_over else "stops", day=plan.stops_on)

    def _answer_by(self) -> date | None:
        """Return the day by which the last offer wants an answer, if it names one."""
        events = self.application.events if self.application else ()
        offers = [event for event in events if isinstance(event, Offered)]
        return offers[-1].respond_by if offers else None

    def assumptions(self, assumed: Iterable[Reason]) -> list[str]:
        told = dict.fromkeys(self.reason(reason) for reason in assumed)
        return [self.heading("assumed", assumptions="; ".join(told))] if told else []

    def decision(self, decision: Decision, plan: Plan) -> str:
        planned = plan.follow_up(decision.handle) if decision.handle else None
        when = {"when": planned.when} if planned else {}
        code = "yes" if decision.yes else "no"
        verdict = self.heading(code, rule=decision.rule, subject=self._subject(decision), **when)
        reached = () if decision.yes else _reached(plan)
        lines = [verdict, *(f"  {self.reason(_for_this(one, reached))}" for one in decision.reasons)]
        lines += [] if decision.yes else [f"  {line}" for line in self.changes(decision)]
        return "\n".join(lines)

    def changes(self, decision: Decision) -> list[str]:
        """Return what would turn a "no" into a yes: all that it takes, or the ways of which one is enough."""
        if not decision.reasons:
            return []
        wanted = needed(decision.reasons)
        first, *others = dict.fromkeys(self.lifted(_with_what(reason, decision)) for reason in wanted.reasons)
        further = "change-or" if wanted.any_one else "change-also"
        return [self.heading("change", change=first), *(self.heading(further, change=one) for one in others)]

    def later(self, one: FollowUp) -> str:
        """Return why a step ahead is planned, and what it takes for granted."""
        verdict = self.heading("yes", rule=one.rule, subject="", when=one.when)
        given = [as_planned(reason) if one.assumes else reason for reason in one.reasons]
        return "\n".join([verdict, *(f"  {self.reason(reason)}" for reason in (*given, *one.assumes))])

    def _subject(self, decision: Decision) -> str:
        person = decision.subject.person
        return self.name(person) if person else ""

    def way(self, one: FollowUp) -> str:
        """Return what the language calls the channel of a follow-up, with the form of it that the note takes."""
        channel = self.channel(one.channel)
        return self.heading("in-form", channel=channel, form=self.channel(one.form)) if one.form else channel

    def channel(self, name: str) -> str:
        """Return what the language calls a channel; a plugin's channel without words keeps its name."""
        return self._called("channels", name)

    def _called(self, section: str, name: Any) -> str:
        """Return what the language calls something; what it has no words for keeps its name."""
        return str(self.words.tables.get(section, {}).get(name, name))

    def name(self, id: str) -> str:
        """Return a person's name, or the id while the name is not known."""
        person = self.application.person(id) if self.application else None
        return (person and person.name) or id

    def _named(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        named: dict[str, Any] = {"words": self._words_of(parameters["event"])} if "event" in parameters else {}
        kind = str(parameters.get("event") or parameters.get("anchor") or "").partition(".")[0]
        named |= {"happening": self._called("events", kind)} if kind else {}
        named |= {"what": self._called("slots", parameters["slot"])} if "slot" in parameters else {}
        fact = parameters.get("fact")
        named |= {"case": self.words.tables.get("facts", {}).get(fact, f"{fact} is")} if fact else {}
        for key, value in parameters.items():
            if key == "channel" and isinstance(value, str):
                named[key] = self.channel(value)
            elif key == "slot":
                named[key] = self._called("follow-ups", value)
            elif key == "wanted" and isinstance(value, tuple):
                named[key] = [self._called("values", one) for one in value]
            elif key in _PEOPLE and isinstance(value, str):
                named[key] = self.name(value)
            elif key in _PEOPLE and isinstance(value, tuple):
                named[key] = [self.name(id) for id in value]
            else:
                named[key] = list(value) if isinstance(value, tuple) else value
        return named

    def _words_of(self, event: str) -> str:
        """Return what was said at an event; a plan holds its id only."""
        events = self.application.events if self.application else ()
        return next((getattr(one, "says", None) or "" for one in events if one.id == event), "") or GAP
