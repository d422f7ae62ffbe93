"""Decide when and how to follow up after a job interview, say why, and write what to send.

Every public name is loaded on first use, so that importing followkit costs next to nothing and touches nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = [
    "Adapter",
    "Address",
    "Agenda",
    "Application",
    "Brief",
    "Candidate",
    "Channel",
    "Check",
    "Condition",
    "Consent",
    "Contact",
    "Decision",
    "Direct",
    "Draft",
    "Employer",
    "Evidence",
    "Finding",
    "FollowUp",
    "FollowkitError",
    "Format",
    "Guard",
    "Holds",
    "House",
    "Imported",
    "Instruction",
    "Interview",
    "Interviewer",
    "Kit",
    "Language",
    "Message",
    "Missing",
    "Note",
    "Person",
    "Plan",
    "PluginReport",
    "PluginState",
    "Policy",
    "Question",
    "Reading",
    "Reason",
    "Receipt",
    "Register",
    "Response",
    "Role",
    "Sender",
    "Severity",
    "Simulation",
    "Stage",
    "State",
    "Status",
    "Verdict",
    "Window",
    "diff",
    "dumps",
    "errors",
    "events",
    "hookimpl",
    "load",
    "loads",
    "reconcile",
    "rows",
]

_HOMES = {
    "Adapter": "followkit._core.records",
    "Address": "followkit._core.notes",
    "Agenda": "followkit._core.agendas",
    "Application": "followkit._core.facts",
    "Brief": "followkit._core.briefing",
    "Candidate": "followkit._core.facts",
    "Channel": "followkit._core.records",
    "Check": "followkit._core.records",
    "Condition": "followkit._core.records",
    "Consent": "followkit._core.vocabulary",
    "Contact": "followkit._core.facts",
    "Decision": "followkit._core.decisions",
    "Direct": "followkit._core.vocabulary",
    "Draft": "followkit._core.notes",
    "Employer": "followkit._core.facts",
    "Evidence": "followkit._core.evidence",
    "Finding": "followkit._core.findings",
    "FollowUp": "followkit._core.decisions",
    "FollowkitError": "followkit._core.errors",
    "Format": "followkit._core.vocabulary",
    "Guard": "followkit._core.records",
    "Holds": "followkit._core.records",
    "House": "followkit.houses",
    "Imported": "followkit._core.records",
    "Instruction": "followkit._core.vocabulary",
    "Interview": "followkit._core.facts",
    "Interviewer": "followkit._core.facts",
    "Kit": "followkit.kit",
    "Language": "followkit._core.records",
    "Message": "followkit._core.notes",
    "Missing": "followkit._core.records",
    "Note": "followkit._core.notes",
    "Person": "followkit._core.facts",
    "Plan": "followkit._core.plans",
    "PluginReport": "followkit._plugins.loading",
    "PluginState": "followkit._plugins.loading",
    "Policy": "followkit._core.records",
    "Question": "followkit._core.decisions",
    "Reading": "followkit._core.reading",
    "Reason": "followkit._core.decisions",
    "Receipt": "followkit._core.notes",
    "Register": "followkit._core.vocabulary",
    "Response": "followkit._core.vocabulary",
    "Role": "followkit._core.vocabulary",
    "Sender": "followkit._core.records",
    "Severity": "followkit._core.findings",
    "Simulation": "followkit._core.simulating",
    "Stage": "followkit._core.vocabulary",
    "State": "followkit._core.decisions",
    "Status": "followkit._core.vocabulary",
    "Verdict": "followkit._core.records",
    "Window": "followkit._core.decisions",
    "diff": "followkit._core.plans",
    "dumps": "followkit.interchange",
    "errors": "followkit",
    "events": "followkit",
    "hookimpl": "followkit.hookspecs",
    "load": "followkit.interchange",
    "loads": "followkit.interchange",
    "reconcile": "followkit._core.reconciling",
    "rows": "followkit._core.reconciling",
}

if TYPE_CHECKING:
    from followkit import errors, events
    from followkit._core.agendas import Agenda
    from followkit._core.briefing import Brief
    from followkit._core.decisions import Decision, FollowUp, Question, Reason, State, Window
    from followkit._core.errors import FollowkitError
    from followkit._core.evidence import Evidence
    from followkit._core.facts import Application, Candidate, Contact, Employer, Interview, Interviewer, Person
    from followkit._core.findings import Finding, Severity
    from followkit._core.notes import Address, Draft, Message, Note, Receipt
    from followkit._core.plans import Plan, diff
    from followkit._core.reading import Reading
    from followkit._core.reconciling import reconcile, rows
    from followkit._core.records import (
        Adapter,
        Channel,
        Check,
        Condition,
        Guard,
        Holds,
        Imported,
        Language,
        Missing,
        Policy,
        Sender,
        Verdict,
    )
    from followkit._core.simulating import Simulation
    from followkit._core.vocabulary import Consent, Direct, Format, Instruction, Register, Response, Role, Stage, Status
    from followkit._plugins.loading import PluginReport, PluginState
    from followkit.hookspecs import hookimpl
    from followkit.houses import House
    from followkit.interchange import dumps, load, loads
    from followkit.kit import Kit

    __version__: str
else:  # hidden from type checkers, which would otherwise take any misspelt name for a public one

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from importlib.metadata import version

            return version("followkit")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = _HOMES[name]
        found = import_module(f"{home}.{name}") if home == __name__ else getattr(import_module(home), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
