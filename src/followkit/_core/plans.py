"""Hold a plan: what to do now, what next if nobody answers, why nothing more, and when it stops. And compare two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from attrs import field, frozen

from followkit._core.decisions import Allowance, Decision, FollowUp, Question, Reason, State, Subject
from followkit._core.explaining import explain_decisions, explain_plan, headline
from followkit._core.facts import Application
from followkit._core.phrasing import Lexicon


@frozen(kw_only=True)
class Plan:
    """Hold what is planned for one application at one moment.

    Args:
        application: the application's id.
        made_at: the ``now`` it was made at.
        basis: the digest of facts, policy, plugins, calendars and version it was made from.
        follow_ups: what to send, in time order, from the facts as they are.
        ahead: what would follow in silence, each with what it assumes.
        decisions: one per rule and subject.
        ghosted: whether the time to stop hoping has come (CI-14).
        questions: what must be asked, and what waits for it.
        assumptions: what was taken for granted.
        allowances: how much of each limit on asking is used.
        closed: the kind of event that ended the process, or None.
        stops_on: the local date from which nothing more is suggested.
        valid_until: until then a new plan from the same facts differs at most in ``made_at``.
    """

    application: str
    made_at: datetime
    basis: str
    follow_ups: tuple[FollowUp, ...]
    ahead: tuple[FollowUp, ...]
    decisions: tuple[Decision, ...] = field(repr=False)
    ghosted: bool
    questions: tuple[Question, ...]
    assumptions: tuple[Reason, ...] = field(repr=False)
    allowances: tuple[Allowance, ...]
    closed: str | None
    stops_on: date | None
    valid_until: datetime | None
    wording: Lexicon = field(eq=False, repr=False, metadata={"plain": False})

    @property
    def due(self) -> tuple[FollowUp, ...]:
        """Give what should be sent now: due, or late."""
        return tuple(one for one in self.follow_ups if one.state in {State.DUE, State.LATE})

    @property
    def upcoming(self) -> tuple[FollowUp, ...]:
        """Give what is planned from the facts as they are, and not due yet."""
        return tuple(one for one in self.follow_ups if one.state not in {State.DUE, State.LATE})

    @property
    def because(self) -> Reason:
        """Give the one reason why nothing more is to be done now."""
        return headline(self.due, self.upcoming, self.ahead, self.decisions, self.ghosted)

    def follow_up(self, handle: str) -> FollowUp | None:
        """Return the follow-up with this handle, now or ahead, or None."""
        return next((one for one in (*self.follow_ups, *self.ahead) if one.handle == handle), None)

    def explain(self, application: Application) -> str:
        """Return what to do now, what next, why nothing more, what to answer and when to stop, in at most 25 lines.

        Args:
            application: the facts the plan was made from; names are looked up there.
        """
        return explain_plan(self, application, self.wording)

    def why(self, name: str, application: Application | None = None) -> str:
        """Return why a rule, slot or follow-up is planned or not, and what would change that.

        Args:
            name: a rule's id, a slot, or a handle.
            application: where names are looked up; without it, ids stand for people.

        Raises:
            KeyError: when no decision is about *name*.
        """
        return explain_decisions(self, name, application, self.wording)


# Comparing two --------------------------------------------------------------------------------------------------------

UNCHANGED = Reason(code="unchanged")


@frozen(kw_only=True)
class Change:
    """Hold what became of one intended contact.

    Args:
        key, handle: which one.
        old: as it was planned, or None where it is new.
        new: as it is planned, or None where it is no more.
        reason: why.
    """

    key: str
    handle: str
    old: FollowUp | None
    new: FollowUp | None
    reason: Reason


@frozen(kw_only=True)
class Diff:
    """Hold what changed from one plan to the next, by key.

    Args:
        added: what only the new plan has, with the first of its reasons.
        moved: what has another window, recipient or channel, or speaks for other people, with what moved it.
        dropped: what only the old plan had, with what the new one decided about it.
        kept: the rest.
    """

    added: tuple[Change, ...]
    moved: tuple[Change, ...]
    dropped: tuple[Change, ...]
    kept: tuple[Change, ...]


def diff(old: Plan, new: Plan) -> Diff:
    """Compare two plans of one application, look-ahead included.

    Args:
        old, new: the plans, in order.
    """
    before = {one.key: one for one in (*old.follow_ups, *old.ahead)}
    after = {one.key: one for one in (*new.follow_ups, *new.ahead)}
    both = [_compared(before[key], one) for key, one in after.items() if key in before]
    return Diff(
        added=tuple(
            Change(key=key, handle=one.handle, old=None, new=one, reason=added_because(one))
            for key, one in after.items()
            if key not in before
        ),
        moved=tuple(change for change in both if change.reason != UNCHANGED),
        dropped=tuple(
            Change(key=key, handle=one.handle, old=one, new=None, reason=_dropped(one, new))
            for key, one in before.items()
            if key not in after
        ),
        kept=tuple(change for change in both if change.reason == UNCHANGED),
    )


def _compared(old: FollowUp, new: FollowUp) -> Change:
    reason = sent_otherwise(new, recipient=old.recipient, channel=old.channel, about=old.about)
    if reason is None and old.window != new.window:
        reason = next((one for one in new.reasons if one not in old.reasons), Reason(code="window-moved"))
    return Change(key=new.key, handle=new.handle, old=old, new=new, reason=reason or UNCHANGED)


def sent_otherwise(new: FollowUp, *, recipient: str, channel: str, about: Iterable[str]) -> Reason | None:
    """Return that it goes to somebody else, another way or for others than it did, or None.

    Args:
        new: the follow-up as it is planned.
        recipient, channel, about: to whom, how and for whom it went before.
    """
    if recipient != new.recipient:
        return Reason(code="recipient-changed", parameters={"person": new.recipient})
    if channel != new.channel:
        return Reason(code="channel-changed", parameters={"channel": new.channel})
    return None if tuple(about) == new.about else Reason(code="people-changed", parameters={"people": new.about})


def added_because(one: FollowUp) -> Reason:
    """Return why a follow-up that was not planned before now is.

    Args:
        one: the follow-up.
    """
    return next(iter(one.reasons), Reason(code="newly-planned"))


def _dropped(one: FollowUp, new: Plan) -> Reason:
    return dropped_because(new, rule=one.rule, slot=one.slot, subject=str(one.subject), handle=one.handle)


def dropped_because(new: Plan, *, rule: str, slot: str, subject: str, handle: str) -> Reason:
    """Return why *new* no longer plans what a rule once asked for: what it decided about it, as near as it decided.

    Args:
        new: the plan.
        rule, slot, subject, handle: what asked for it, what for, about what, as text, and what it was called.
    """
    same = [one for one in new.decisions if one.slot == slot and str(one.subject) == subject]
    mine = _decided((one for one in same if one.rule == rule), handle)
    if mine is None and new.closed:
        told = (reason for one in new.decisions for reason in one.reasons if reason.code == new.closed)
        return next(told, Reason(code=new.closed))
    nowhere = str(Subject(kind="application"))
    at_all = [one for one in new.decisions if one.rule == rule and str(one.subject) == nowhere]
    near = mine or _decided(same, handle) or _begun_anew(new, subject) or _decided(at_all, handle)
    return near or Reason(code="no-longer-planned")


def _decided(decisions: Iterable[Decision], handle: str) -> Reason | None:
    """Return the reason of the first "no", else what is planned instead."""
    found = list(decisions)
    refused = next((one.reasons[0] for one in found if not one.yes and one.reasons), None)
    instead = next((one.handle for one in found if one.yes and one.handle), None)
    if refused is not None or instead is None:
        return refused
    return Reason(code="planned-anew") if instead == handle else Reason(code="replaced", parameters={"handle": instead})


def _begun_anew(new: Plan, subject: str) -> Reason | None:
    """Return that something happened since, where the plan waits from there and no longer from where it did."""
    waits = {str(one.subject) for one in new.decisions if one.subject.kind == "silence"}
    gone = subject.startswith("silence/") and subject not in waits
    return Reason(code="new-silence") if gone and waits else None
