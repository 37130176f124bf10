"""Whether what findings say is what it was: the text of each must give the digest it is kept under."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator

_TOLD = """
    SELECT hosts.host_id, checks.check_id, assessments.id FROM {table} AS f
    JOIN hosts ON hosts.id = f.host JOIN checks ON checks.id = f."check"
    JOIN assessments ON {reach} WHERE f.body = ?"""
_INTERVALS = _TOLD.format(table="findings", reach="assessments.id IN (f.first, f.last)")
_LATE = _TOLD.format(table="late_findings", reach="assessments.id = f.assessment")


def faults(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Findings whose text was changed: the assessment that first or last told it, and what happened."""
    query = "SELECT id, digest, severity, cause, message_et, message_en, detail FROM bodies"
    for body, digest, *said, detail in database.execute(query).fetchall():
        if _digest(said, detail) == digest:
            continue
        for query in (_INTERVALS, _LATE):
            for host, check, assessment in database.execute(query, (body,)):
                yield assessment, f"what the finding of {check} on {host} says was changed"


def _digest(said: list[str | None], detail: bytes) -> bytes:
    try:
        text = zlib.decompress(detail).decode("utf-8")
    except (zlib.error, UnicodeDecodeError):
        return b""
    return hashlib.sha256(json.dumps([*said, text]).encode()).digest()[:16]
