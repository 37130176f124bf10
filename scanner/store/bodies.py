"""What a finding says, apart from where and when: kept once for all hosts and nights it is true of."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from datetime import datetime
from typing import NamedTuple

from scanner.model.finding import Finding
from scanner.model.unknown import Cause
from scanner.model.verdict import Severity

_ELSEWHERE = {"host", "check", "verdict", "observed_at", "severity", "cause", "message"}
_COLUMNS = "digest, severity, cause, message_et, message_en, detail"


class Body(NamedTuple):
    """One row of the table `bodies`, without its number."""

    digest: bytes
    severity: str
    cause: str | None
    message_et: str
    message_en: str
    detail: bytes


def body_of(finding: Finding) -> Body:
    """What the finding says; equal for equal findings."""
    detail = finding.model_dump_json(exclude=_ELSEWHERE, exclude_defaults=True)
    said = (
        finding.severity.value,
        finding.cause.value if finding.cause else None,
        finding.message.et,
        finding.message.en,
    )
    digest = hashlib.sha256(json.dumps([*said, detail]).encode()).digest()[:16]
    return Body(digest, *said, detail.encode("utf-8"))


def keep(database: sqlite3.Connection, body: Body) -> int:
    """The number of a body, after adding it where it is new."""
    query = "SELECT id FROM bodies WHERE digest = ?"
    found = database.execute(query, (body.digest,)).fetchone()
    if found is None:
        added = body._replace(detail=zlib.compress(body.detail, 9))
        found = (database.execute(f"INSERT INTO bodies ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", added).lastrowid,)  # noqa: S608  # a constant
    return int(found[0])


class Bodies:
    """Reads bodies."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def kind(self, body: int) -> tuple[Severity, Cause | None]:
        """What can be told of a body without unpacking it."""
        query = "SELECT severity, cause FROM bodies WHERE id = ?"
        severity, cause = self._database.execute(query, (body,)).fetchone()
        return Severity(severity), Cause(cause) if cause else None

    def finding(self, body: int, host: str, check: str, verdict: str, observed_at: datetime) -> Finding:
        """The whole finding."""
        query = f"SELECT {_COLUMNS} FROM bodies WHERE id = ?"  # noqa: S608  # a constant
        _, severity, cause, et, en, detail = self._database.execute(query, (body,)).fetchone()
        return Finding.model_validate(
            {
                **json.loads(zlib.decompress(detail)),
                "host": host,
                "check": check,
                "verdict": verdict,
                "severity": severity,
                "cause": cause,
                "message": {"et": et, "en": en},
                "observed_at": observed_at,
            }
        )
