"""What fleet checks compare: an index made once, because the facts of every host would not fit in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fleet:
    """Who has each SSH key, over all hosts of a run. Keys are meant by fingerprint, hosts by host id.

    Of `hosts` in the run, `answered` gave evidence, and the lists were seen whole of `host_keys_seen` and
    `authorized_seen`: on each of the others there may be any key.
    """

    hosts: int = 0
    answered: int = 0
    host_keys_seen: int = 0
    authorized_seen: int = 0
    host_keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The hosts that identify themselves by each key."""
    authorized: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The accounts each key lets in as, each with the first host that has it."""
