"""Offer every exception of followkit under one name.

The tree::

    FollowkitError
    ├── InvalidFacts (ValueError)
    ├── InvalidPolicy (ValueError)
    ├── InvalidHouse (ValueError)
    ├── InvalidScenario (ValueError)
    ├── UnknownEvidence (LookupError)
    ├── MissingFacts (LookupError)
    ├── WordsError
    ├── ChannelError
    │   ├── UnknownChannel
    │   ├── Unreachable
    │   └── TooLong
    ├── PluginError
    ├── StaleFollowUp
    ├── DeliveryError
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
    UnknownChannel,
    UnknownEvidence,
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
    "UnknownChannel",
    "UnknownEvidence",
    "Unreachable",
    "WordsError",
]
