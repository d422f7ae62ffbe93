"""Look for what a note should not go out with; what counts as such is told by the language files."""

from __future__ import annotations

from followkit._builtin.checks.enclosures import ATTACHMENTS, COPIES, LINKS
from followkit._builtin.checks.lengths import LENGTH, SUBJECT
from followkit._builtin.checks.manners import CAPITALS, EMOJI, EXCLAMATION, HARMFUL
from followkit._builtin.checks.names import COMPANIES, NAMES, SALUTATION
from followkit._builtin.checks.pairs import ALIKE
from followkit._builtin.checks.parts import DAY, PARTS, POINT, ROLE
from followkit._builtin.checks.shapes import SHAPES
from followkit._builtin.checks.slips import DOUBLED, HIDDEN, PLACEHOLDER
from followkit._builtin.checks.support import UNSUPPORTED

CHECKS = (
    *(PARTS, ROLE, DAY, POINT, ALIKE, NAMES, SALUTATION, COMPANIES, PLACEHOLDER, DOUBLED, HIDDEN, LENGTH, SUBJECT),
    *(HARMFUL, EMOJI, EXCLAMATION, CAPITALS, ATTACHMENTS, LINKS, COPIES, SHAPES, UNSUPPORTED),
)
"""Every built-in check."""
