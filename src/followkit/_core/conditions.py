"""Answer the questions that a rule's ``when`` may ask. None sees ``now``."""

from __future__ import annotations

from followkit._core import answers, event_conditions, round_conditions, silence_conditions
from followkit._core.decisions import Reason, Subject
from followkit._core.records import FAILURES, Condition, Holds
from followkit._core.rulebook import Clause, Either
from followkit._core.situation import Situation
from followkit._core.timing import earliest_of

CONDITIONS: tuple[Condition, ...] = (
    *silence_conditions.CONDITIONS,
    *round_conditions.CONDITIONS,
    *event_conditions.CONDITIONS,
)


def holds(item: Clause | Either, situation: Situation, subject: Subject) -> Holds:
    """Answer one item of a rule's ``when``; a condition that raises or answers with anything else is a "no"."""
    if isinstance(item, Clause):
        return _clause(item, situation, subject)
    groups = [[_clause(clause, situation, subject) for clause in group] for group in item.groups]
    yes = any(all(answer.yes for answer in group) for group in groups)
    each = [answer for group in groups for answer in group]
    reason = next((answer.reason for answer in each if not answer.yes), None)
    turns = [answer.until for answer in each if answer.until is not None]
    return Holds(yes=yes, reason=None if yes else reason, until=earliest_of(*turns) if turns else None)


def _clause(clause: Clause, situation: Situation, subject: Subject) -> Holds:
    condition = clause.condition
    try:
        answer = answers.holding(condition.holds(situation, subject, clause.parameter))
    except FAILURES as error:
        parameters = {"condition": condition.name, "error": answers.kind_of(error)}
        return Holds(yes=False, reason=Reason(code="condition-failed", parameters=parameters))
    if answer is None:
        parameters = {"condition": condition.name, "error": "no answer"}
        return Holds(yes=False, reason=Reason(code="condition-failed", parameters=parameters))
    yes = answer.yes is not clause.negated
    return Holds(yes=yes, reason=answer.reason or _default_reason(condition, clause), until=answer.until)


def _default_reason(condition: Condition, clause: Clause) -> Reason:
    return Reason(
        code="not-the-case" if not clause.negated else "is-the-case", parameters={"condition": condition.name}
    )
