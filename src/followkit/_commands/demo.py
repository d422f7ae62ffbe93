"""``followkit demo``: the README's example, at a moment of its own: the plan with its reasons, and the first note."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from importlib import resources

from followkit import interchange
from followkit._commands.terminal import tell
from followkit._commands.wording import told
from followkit.kit import Kit

FILE = "demo.toml"
NOW = datetime(2025, 6, 5, 21, 10, tzinfo=UTC)
"""Ten past five in New York, two hours after the interview ended."""


def run(options: Namespace) -> int:
    """Print the example's plan and its first note; no file is read or written."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    application = interchange.loads(text, id="acme")
    kit = Kit()
    plan = kit.plan(application, now=NOW)
    first = plan.due[0]
    message = kit.compose(kit.write(first, application), first, application)
    note = next(draft.content.decode() for draft in kit.drafts(message) if draft.suffix == ".txt")
    yours = told(plan.wording, "demo-yours", command="followkit new acme.toml")
    tell(*plan.explain(application).splitlines(), "", f"{first.handle}:", "", *note.splitlines(), "", yours)
    return 0
