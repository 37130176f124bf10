"""An SSH public key as it stands in a file: kind, length and fingerprint, without any tool."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import NamedTuple

_KINDS = {
    "ssh-rsa": "rsa", "ssh-dss": "dsa", "ssh-ed25519": "ed25519", "sk-ssh-ed25519@openssh.com": "ed25519-sk",
    "ecdsa-sha2-nistp256": "ecdsa", "ecdsa-sha2-nistp384": "ecdsa", "ecdsa-sha2-nistp521": "ecdsa",
    "sk-ecdsa-sha2-nistp256@openssh.com": "ecdsa-sk",
}  # fmt: skip
_CURVES = {"nistp256": 256, "nistp384": 384, "nistp521": 521}


class PublicKey(NamedTuple):
    """`kind` is rsa, dsa, ecdsa, ed25519, ecdsa-sk, ed25519-sk; `fingerprint` as `ssh-keygen -l` writes it."""

    kind: str
    bits: int
    fingerprint: str


def read(kind: str, encoded: str) -> PublicKey | None:
    """The key of a type and its base64 text (RFC 4253 section 6.6); None when it is not one."""
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    fields = _fields(blob)
    if kind not in _KINDS or not fields or fields[0] != kind.encode():
        return None
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    bits = _bits(kind, fields)
    return PublicKey(_KINDS[kind], bits, f"SHA256:{digest}") if bits else None


def _bits(kind: str, fields: list[bytes]) -> int:
    if kind == "ssh-rsa":
        return int.from_bytes(fields[2], "big").bit_length() if len(fields) == 3 else 0
    if kind == "ssh-dss":
        return int.from_bytes(fields[1], "big").bit_length() if len(fields) == 5 else 0
    return next((size for curve, size in _CURVES.items() if curve in kind), 256)


def _fields(blob: bytes) -> list[bytes]:
    """The length-prefixed parts of the key; empty when a length leads past the end."""
    found: list[bytes] = []
    at = 0
    while at < len(blob):
        end = at + 4 + int.from_bytes(blob[at : at + 4], "big")
        if end > len(blob):
            return []
        found.append(blob[at + 4 : end])
        at = end
    return found
