"""Offer every exception of followkit under one name.

The tree::

    FollowkitError
    ├── InvalidFacts (ValueError)
    ├── InvalidPolicy (ValueError)
    ├── InvalidHouse (ValueError)
    ├── InvalidScenario (ValueError)
    ├── UnknownEvidence (LookupError)
    ├── UnknownAdapter (LookupError)
    ├── MissingFacts (LookupError)
    ├── WordsError
    ├── ChannelError
    │   ├── UnknownChannel
    │   ├── Unreachable
    │   └── TooLong
    ├── PluginError
    ├── StaleFollowUp
    ├── DeliveryError
    │   └── UnknownSender
    └── MissingExtra (ImportError)
"""

from followkit._core.errors import (
    ChannelError,
    DeliveryError,
    FollowkitError,
    InvalidFacts,
    InvalidHouse,
    InvalidPolicy,
    InvalidScenario,
    MissingExtra,
    MissingFacts,
    PluginError,
    Problem,
    StaleFollowUp,
    TooLong,
    UnknownAdapter,
    UnknownChannel,
    UnknownEvidence,
    UnknownSender,
    Unreachable,
    WordsError,
)

__all__ = [
    "ChannelError",
    "DeliveryError",
    "FollowkitError",
    "InvalidFacts",
    "InvalidHouse",
    "InvalidPolicy",
    "InvalidScenario",
    "MissingExtra",
    "MissingFacts",
    "PluginError",
    "Problem",
    "StaleFollowUp",
    "TooLong",
    "UnknownAdapter",
    "UnknownChannel",
    "UnknownEvidence",
    "UnknownSender",
    "Unreachable",
    "WordsError",
]
