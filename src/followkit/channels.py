"""Change what a built-in channel allows, or count a text message as the networks do.

>>> from followkit import Kit
>>> kit = Kit(add=[linkedin_channel(limit=300, overrides=True)])
"""

from followkit._builtin.channels.card import card_channel
from followkit._builtin.channels.letter import letter_channel
from followkit._builtin.channels.linkedin import linkedin_channel
from followkit._builtin.channels.links import mailto, mailto_channel, webmail, webmail_channel
from followkit._builtin.channels.numbers import e164
from followkit._builtin.channels.printing import as_pdf
from followkit._builtin.channels.text import Segments, segments, text_channel

__all__ = [
    "Segments",
    "as_pdf",
    "card_channel",
    "e164",
    "letter_channel",
    "linkedin_channel",
    "mailto",
    "mailto_channel",
    "segments",
    "text_channel",
    "webmail",
    "webmail_channel",
]
