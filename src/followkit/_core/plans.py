"""Hold a plan: what to do now, what next if nobody answers, why nothing more, and when it stops. And compare two."""

from __future__ import annotations

from datetime import date, datetime

from attrs import field, frozen

from followkit._core.decisions import Allowance, Decision, FollowUp, Question, Reason, State
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


@frozen(kw_only=True)
class Diff:
    """Hold what changed from one plan to the next, by key.

    Args:
        added, dropped: follow-ups only one of the plans has.
        moved: (old, new) pairs of one key whose window, recipient or channel changed.
        kept: the rest.
    """

    added: tuple[FollowUp, ...]
    moved: tuple[tuple[FollowUp, FollowUp], ...]
    dropped: tuple[FollowUp, ...]
    kept: tuple[FollowUp, ...]


def diff(old: Plan, new: Plan) -> Diff:
    """Compare two plans of one application, look-ahead included.

    Args:
        old, new: the plans, in order.
    """
    before = {one.key: one for one in (*old.follow_ups, *old.ahead)}
    after = {one.key: one for one in (*new.follow_ups, *new.ahead)}
    both = [(before[key], after[key]) for key in before if key in after]
    return Diff(
        added=tuple(one for key, one in after.items() if key not in before),
        moved=tuple(pair for pair in both if _form(pair[0]) != _form(pair[1])),
        dropped=tuple(one for key, one in before.items() if key not in after),
        kept=tuple(new_one for old_one, new_one in both if _form(old_one) == _form(new_one)),
    )


def _form(one: FollowUp) -> tuple[object, ...]:
    return (one.window, one.recipient, one.channel, one.about)
