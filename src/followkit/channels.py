"""Change what a built-in channel allows, or count a text message as the networks do.

>>> from followkit import Kit
>>> kit = Kit(add=[linkedin_channel(limit=300, overrides=True)])
"""

from followkit._builtin.channels.linkedin import linkedin_channel
from followkit._builtin.channels.text import Segments, segments, text_channel

__all__ = ["Segments", "linkedin_channel", "segments", "text_channel"]
