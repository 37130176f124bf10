"""Ids that stay the same from run to run, for formats whose readers match results over time."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid5

NAMESPACE = UUID("6f0e8d0a-5f0b-5c8e-9a53-3a1f5d7c2b4e")
"""Of this project. Never changes: every UUID in every file handed out hangs on it."""


def finding_key(host_id: str, check: str) -> str:
    """The identity of a finding, host id and check id, as a SHA-256 in hex."""
    return hashlib.sha256(f"{host_id}\0{check}".encode()).hexdigest()


def uuid_of(kind: str, *names: str) -> str:
    """The UUID (version 5) of a thing of this kind with these names."""
    return str(uuid5(NAMESPACE, "\0".join((kind, *names))))
