"""How earlier runs stood, for the trend of a report."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

from scanner.assess.trend import chosen
from scanner.model.catalogue import Level
from scanner.model.register import TrendPoint
from scanner.model.status import MeasureStatus
from scanner.model.verdict import Severity

_GAPS = ", ".join(severity.value for severity in Severity)


def earlier(database: sqlite3.Connection, before: str, level: Callable[[str], Level | None]) -> list[TrendPoint]:
    """Whole runs (of every host and check) that started before a run, oldest first, as last assessed.

    Measures stand as they were known then; `level` gives the level of a measure, None for one no longer there.
    """
    query = """
        SELECT runs.id, runs.run, runs.finished, max(assessments.id) FROM runs
        JOIN assessments ON assessments.run = runs.id
        WHERE runs."limit" = '' AND runs.complete
            AND coalesce(json_array_length(asked, '$.checks'), 0) = 0
            AND coalesce(json_array_length(asked, '$.measures'), 0) = 0
            AND coalesce(json_extract(asked, '$.resumed'), '') = ''
            AND runs.started < (SELECT started FROM runs WHERE run = ?)
        GROUP BY runs.id ORDER BY runs.started, runs.id"""
    rows = chosen(database.execute(query, (before,)).fetchall(), lambda row: datetime.fromisoformat(row[2]))
    return [_point(database, level, *row) for row in rows]


def _point(
    database: sqlite3.Connection,
    level: Callable[[str], Level | None],
    number: int,
    run: str,
    finished: str,
    assessment: int,
) -> TrendPoint:
    answered = "SELECT count(*) FROM visits WHERE run = ? AND state IN ('answered', 'partial')"
    gaps = database.execute(f"SELECT {_GAPS} FROM trend WHERE assessment = ?", (assessment,)).fetchone()  # noqa: S608  # our own names
    measures: dict[Level, dict[MeasureStatus, int]] = {}
    stood = "SELECT measure, status FROM measures WHERE first <= ? AND last >= ?"
    for measure, status in database.execute(stood, (assessment, assessment)):
        if (of := level(measure)) is not None:
            counted = measures.setdefault(of, {})
            counted[MeasureStatus(status)] = counted.get(MeasureStatus(status), 0) + 1
    return TrendPoint(
        run=run,
        finished=datetime.fromisoformat(finished),
        hosts=int(database.execute(answered, (number,)).fetchone()[0]),
        gaps={severity: n for severity, n in zip(Severity, gaps or (), strict=False) if n},
        measures=measures,
    )
