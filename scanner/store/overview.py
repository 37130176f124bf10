"""Every run in numbers, for the page that lists them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from scanner.model.run_numbers import RunNumbers
from scanner.model.status import Change
from scanner.model.verdict import Severity, Verdict
from scanner.store import database as db
from scanner.store import read
from scanner.store.errors import explained


def overview(path: Path) -> list[RunNumbers]:
    """The runs of a history as last assessed, newest first. StoreError where the file cannot be read."""
    with explained(path), closing(db.connect(path)) as database:
        return _overview(database)


def _overview(database: sqlite3.Connection) -> list[RunNumbers]:
    """Everything is counted in one go, not run by run."""
    last = dict(database.execute("SELECT run, max(id) FROM assessments GROUP BY run"))
    planned = dict(
        database.execute(
            "SELECT planned.run, count(DISTINCT h.host) FROM planned "
            "JOIN host_set_members AS h ON h.host_set = planned.host_set GROUP BY planned.run"
        )
    )
    answered = dict(
        database.execute("SELECT run, count(*) FROM visits WHERE state IN ('answered', 'partial') GROUP BY run")
    )
    gaps: defaultdict[int, dict[Severity, int]] = defaultdict(dict)
    unjudged: defaultdict[int, int] = defaultdict(int)
    for assessment, verdict, severity, n in database.execute(
        "SELECT assessment, verdict, severity, findings FROM counts WHERE verdict IN ('fail', 'error')"
    ):
        if verdict == Verdict.FAIL:
            gaps[assessment][Severity(severity)] = n
        else:
            unjudged[assessment] += n
    changes: defaultdict[int, dict[Change, int]] = defaultdict(dict)
    for assessment, change, n in database.execute(
        "SELECT first, change, count(*) FROM findings GROUP BY first, change"
    ):
        changes[assessment][Change(change)] = n
    numbers = dict(database.execute("SELECT run, id FROM runs"))
    return [
        RunNumbers(
            run=run,
            hosts=planned.get(number, 0),
            answered=answered.get(number, 0),
            gaps=gaps[last[number]] if number in last else {},
            unjudged=unjudged[last[number]] if number in last else 0,
            changes=changes[last[number]] if number in last else {},
        )
        for run, number in ((run, numbers[run.id]) for run in read.runs(database))
    ]
