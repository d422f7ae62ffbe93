"""``followkit record``: append one ``[[events]]`` block to a facts file, and touch nothing else; or take it back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import attrs

from followkit._commands import event_block, facts_file, moment
from followkit._commands.event_words import ABOUT, ALIASES, AS_MADE, DAYS, MEANT, OPTIONS, PEOPLE, UNDO
from followkit._commands.kits import kit_of
from followkit._commands.terminal import refuse, shown, tell
from followkit._commands.wording import did_you_mean, language, told
from followkit._core.decisions import FollowUp
from followkit._core.errors import InvalidFacts
from followkit._core.events import KINDS, Bounced, Called, Event, Promised, Sent
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon
from followkit._core.plans import Plan
from followkit._core.timing import is_before, seen_from
from followkit._interchange.folder import bytes_at
from followkit._interchange.places import folded, shortened
from followkit._interchange.strict import structure
from followkit.kit import Kit


def run(options: Namespace) -> int:
    """Record one event in one file, or take the last one back."""
    path = Path(options.file)
    if path.suffix == ".json":
        raise refuse(
            "", "events are recorded in .toml files only", "add it to the list of events with your own program"
        )
    facts_file.refuse_invite(path)
    data = bytes_at(path)
    application = facts_file.loaded(data, path)
    kit = kit_of(options)
    words = language(options.language, kit, application)
    if folded(options.kind) == UNDO:
        return _undo(options.file, path, data, words)
    kind = _kind(options.kind)
    now = moment.now(options.now, application)
    at = _at(options.at, now, application)
    fields = _fields(kind, options, application, kit, at, now)
    event = _event(kind, {**fields, "at": at})
    if _is_recorded(event, application, kit, exactly=options.at is not None):
        tell(told(words, "recorded-already", file=shown(options.file)))
        return 0
    table = event_block.table(kind.kind, at, fields)
    longer = event_block.appended(data, table)
    outcome = _outcome(event, facts_file.loaded(longer, path), kit)
    facts_file.replace({path: longer})
    tell(told(words, outcome, file=shown(options.file), what=_what(table)))
    return 0


def _undo(name: str, path: Path, data: bytes, words: Lexicon) -> int:
    shorter, table = event_block.taken_back(data)
    facts_file.loaded(shorter, path)
    facts_file.replace({path: shorter})
    tell(told(words, "taken-back", file=shown(name), what=_what(table)))
    return 0


def _what(table: Mapping[str, Any]) -> str:
    """Return what stands in the file, in the file's own words."""
    about = table.get(ABOUT.get(table["kind"], ""), "")
    return f"{table['kind']}{f' {about}' if about else ''}, {table['at'].isoformat(' ', 'minutes')}"


# What happened ------------------------------------------------------------------------------------------------------


def _kind(word: str) -> type[Event]:
    known = {folded(kind): kind for kind in KINDS}
    known |= {alias: known[kind] for kind, aliases in ALIASES.items() for alias in aliases}
    if folded(word) not in known:
        hint = did_you_mean(folded(word), [*KINDS, UNDO])
        raise refuse("", f"{shortened(word)} is nothing that can be recorded", hint)
    return KINDS[known[folded(word)]]


def _at(text: str | None, now: datetime, application: Application) -> datetime:
    at = moment.instant(text, application, place="--at") if text is not None else now.replace(second=0)
    if is_before(now, at):
        raise refuse("--at", "lies in the future", "record it once it has happened")
    home = moment.home_zone(application)
    return seen_from(at, home) if home else at


def _fields(
    kind: type[Event], options: Namespace, application: Application, kit: Kit, at: datetime, now: datetime
) -> dict[str, Any]:
    """Return what was typed as the fields of an event, or refuse what does not belong to its kind."""
    known = attrs.fields_dict(kind)
    fields = _about(kind, options, application, kit, at, now)
    for name in OPTIONS:
        given = getattr(options, name)
        if given is None or given is False:
            continue
        if name not in known:
            taken = [_option(name) for name in OPTIONS if name in known]
            hint = f"it takes {', '.join(taken)}" if taken else ""
            raise refuse(_option(name), f"means nothing for {kind.kind}", hint)
        fields[name] = _typed(name, given, _option(name), kind, application)
    _require(kind, fields)
    return {**_failed_address(fields, application), **fields} if kind is Bounced else fields


def _failed_address(fields: Mapping[str, Any], application: Application) -> dict[str, Any]:
    """Return the address a message came back from: that of the file, unless another was typed."""
    person = application.person(fields["person"])
    channel = fields.get("channel", attrs.fields_dict(Bounced)["channel"].default)
    known = person.addresses.get(channel) if person else None
    return {"address": known} if known else {}


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _about(
    kind: type[Event], options: Namespace, application: Application, kit: Kit, at: datetime, now: datetime
) -> dict[str, Any]:
    """Return what the word after the kind says; the only interview there is need not be named."""
    word, name = options.about, ABOUT.get(kind.kind)
    if issubclass(kind, (Sent, Called)):
        return _contact(kind, options, application, kit, at, now)
    if word is None:
        known = [interview.id for interview in application.interviews]
        return {name: known[0]} if name == "interview" and len(known) == 1 else {}
    if name is None:
        raise refuse("", f"{kind.kind} is about nobody in particular", "leave the word after it out")
    if name == "follow_up":
        return {name: _handle_or_slot(word, application, kit, now)}
    return {name: _typed(name, word, "", kind, application)}


def _typed(name: str, given: Any, place: str, kind: type[Event], application: Application) -> Any:
    """Return the value of a field, from its option or the word after the kind."""
    words = _words_of(kind, name)
    if words is not None:
        return _meant(given, words, place)
    if name in PEOPLE:
        return _known(given, "person", [person.id for person in application.people], place)
    if name == "interview":
        return _known(given, "interview", [interview.id for interview in application.interviews], place)
    if name == "regarding":
        return _known(given, "event", [event.id for event in application.events], place)
    if name in DAYS:
        return moment.day(given, place=place)
    if isinstance(given, str) and not given.isascii() and given != given.encode(errors="replace").decode():
        raise refuse(place, "holds what cannot be written as text", "type it again")
    return moment.written(given, place=place) if name == "start" else given


def _words_of(kind: type[Event], name: str) -> type[StrEnum] | None:
    """Return which words a field may hold, or None where it holds no word of a list."""
    told = attrs.fields_dict(attrs.resolve_types(kind))[name].type
    return next((words for words in MEANT if words in (told, *get_args(told))), None)


def _meant(typed: str, words: type[StrEnum], place: str) -> str:
    meant = {alias: value for value, aliases in MEANT[words].items() for alias in aliases}
    if folded(typed) not in meant:
        raise refuse(place, f"{shortened(typed)} is not known here", did_you_mean(typed, words))
    return meant[folded(typed)].value


def _known(word: str, what: str, known: Sequence[str], place: str) -> str:
    if word not in known:
        shown_word = "that" if "@" in word else shortened(word)
        raise refuse(place, f"no {what} in the file is called {shown_word}", did_you_mean(word, known))
    return word


def _require(kind: type[Event], fields: Mapping[str, Any]) -> None:
    for field in attrs.fields(kind):
        if field.default is attrs.NOTHING and field.name not in ("at", *fields):
            is_about = ABOUT.get(kind.kind) == field.name
            hint = f"name it after {kind.kind}" if is_about else f"add {_option(field.name)}"
            raise refuse("", f"{kind.kind} needs to say: {field.name.replace('_', ' ')}", hint)
    if kind is Promised and not fields.keys() & {"decision_by", "says"}:
        raise refuse("", "promised needs to say what", 'add --decision-by 2025-06-13, or --says "next week"')


# Follow-ups ---------------------------------------------------------------------------------------------------------


def _contact(
    kind: type[Event], options: Namespace, application: Application, kit: Kit, at: datetime, now: datetime
) -> dict[str, Any]:
    """Return how, to whom and for whom a planned follow-up went; the plan as it was then counts before that of now."""
    handle = options.about
    if options.contact is not None:
        if handle is not None:
            raise refuse("--contact", "is for what was not planned", "leave it out, or leave the follow-up out")
        return {}
    plans = _plan_then(application, handle, kit, at), kit.plan(application, now=now)
    known = {one.handle: one for plan in reversed(plans) for one in (*plan.follow_ups, *plan.ahead)}
    if handle is None:
        raise refuse("", f"{kind.kind} needs the follow-up it is about, or --contact", did_you_mean("", known))
    if handle in known:
        return _as_planned(known[handle])
    made = next(iter(_made(application, handle)), None)
    if made is None:
        word = "that" if "@" in handle else shortened(handle)
        raise refuse("", f"no follow-up of this plan is called {word}", did_you_mean(handle, known))
    return {name: getattr(made, name) for name in AS_MADE if getattr(made, name)}


def _plan_then(application: Application, handle: str | None, kit: Kit, at: datetime) -> Plan:
    """Return the plan from what was known then, and from every record of this follow-up, whenever that is dated."""
    events = (*moment.as_of(application, at).events, *_made(application, handle))
    return kit.plan(attrs.evolve(application, events=dict.fromkeys(events)), now=at)


def _made(application: Application, handle: str | None) -> list[Sent | Called]:
    contacts = [event for event in application.events if isinstance(event, (Sent, Called))]
    return [event for event in contacts if handle is not None and event.follow_up == handle]


def _as_planned(one: FollowUp) -> dict[str, Any]:
    """Return what ``one.sent()`` says, but for its moment and its key, which nobody types."""
    made = one.sent(one.when)
    return {name: getattr(made, name) for name in AS_MADE if getattr(made, name)}


def _handle_or_slot(word: str, application: Application, kit: Kit, now: datetime) -> str:
    """Return what names a follow-up of this plan, one that was named before, or all of one slot."""
    plan = kit.plan(application, now=now)
    planned = [one.handle for one in (*plan.follow_ups, *plan.ahead)]
    refused = [f"{one.slot}/{one.subject.person}" for one in plan.decisions if one.subject.person]
    named = [getattr(event, "follow_up", None) for event in application.events]
    slots = [rule.slot for rule in kit.policy_for(application).rules]
    known = dict.fromkeys(name for name in (*planned, *refused, *named, *slots) if name)
    if word not in known:
        shown_word = "that" if "@" in word else shortened(word)
        raise refuse("", f"no follow-up of this plan is called {shown_word}", did_you_mean(word, known))
    return word


def _event(kind: type[Event], fields: Mapping[str, Any]) -> Event:
    table = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    try:
        event: Event = structure(table, kind)
    except InvalidFacts as error:
        problems = [attrs.evolve(problem, place=_option(problem.place)) for problem in error.problems]
        raise InvalidFacts(problems=problems) from None
    return event


def _is_recorded(event: Event, application: Application, kit: Kit, *, exactly: bool) -> bool:
    """Tell whether this was recorded: at the same instant or, where no time was typed, on the same day.

    Of a planned follow-up the plan decides: while it still asks for one, an earlier send did not settle it.
    """
    for other in application.events:
        if other.kind != event.kind or attrs.evolve(other, at=event.at, id=event.id) != event:
            continue
        planned = isinstance(event, (Sent, Called)) and event.follow_up is not None
        same_day = moment.local(other.at, application).date() == event.at.date()
        if other.order[0] == event.order[0] or (same_day and not exactly and not planned):
            return True
    if not isinstance(event, (Sent, Called)) or not _made(application, event.follow_up):
        return False
    return _plan_then(application, event.follow_up, kit, event.at).follow_up(event.follow_up or "") is None


def _outcome(event: Event, application: Application, kit: Kit) -> str:
    """Return how to tell that this was recorded; thanks for a meeting that was still to be held settle nothing."""
    again = None
    if isinstance(event, (Sent, Called)) and event.follow_up is not None:
        again = kit.plan(application, now=event.at).follow_up(event.follow_up)
    if again is None:
        return "recorded"
    return "recorded-early" if again.subject.kind == "person" else "recorded-still-planned"
