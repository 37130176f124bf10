"""The history of a workspace: what every run saw, and what is known now."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from scanner.errors import UsageError
from scanner.model.catalogue import Level
from scanner.model.finding import Finding
from scanner.model.host import Host, Visit
from scanner.model.manifest import Hold
from scanner.model.register import TrendPoint
from scanner.model.report import MeasureInfo
from scanner.model.run import Assessment, Run
from scanner.model.verdict import Verdict
from scanner.store import baseline as baselines
from scanner.store import database as db
from scanner.store import read, retention, scopes, trend, write
from scanner.store.baseline import Baseline
from scanner.store.differences import Difference, counted, differences
from scanner.store.errors import explained
from scanner.store.identity import Numbers
from scanner.store.manifest import Chain
from scanner.store.observations import Observations


class Answer(NamedTuple):
    """One host's visit in a run and all findings about it. Hosts are meant by host id."""

    visit: Visit
    findings: Sequence[Finding]


class Known(NamedTuple):
    """The hosts of the inventory, and every check there is with what it was named before."""

    hosts: Sequence[Host]
    checks: Mapping[str, Sequence[str]]


class History:
    """The database of a workspace. One process writes at a time; readers never wait. Use as a context manager.

    Every method raises StoreError when the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database: sqlite3.Connection = db.connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def runs_folder(self) -> Path:
        """The folder beside the file that holds, for each run, its evidence and the manifests that prove it."""
        return self.path.parent / "runs"

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def save(
        self, run: Run, known: Known, planned: Mapping[str, Collection[str]], answers: Iterable[Answer], made: datetime
    ) -> Assessment:
        """Write a run: what it planned (check ids by host id), and host by host what came of it; all of it or nothing.

        Only pairs with a finding count as attempted; only their intervals are extended, closed or begun. The answers
        are read while writing, so that one host at a time is in memory. The run's manifest is written with it, in the
        folder of the run. Returns the run's own assessment.
        """
        database = self._database
        with db.transaction(database, self.path):
            chain = Chain(database, self.runs_folder)
            numbers = Numbers(database, known.hosts, known.checks)
            number = write.insert_run(database, run)
            pairs = numbers.pairs(planned)
            scopes.keep(database, "planned", "run", number, pairs)
            assessment = write.insert_assessment(
                database, number, made, run.content_sha256, run.catalogue_sha256, run.version
            )
            writer = write.FindingWriter(database, numbers, assessment, number, write.stamp(run.started))
            for answer in answers:
                host = numbers.hosts[answer.visit.host]
                write.insert_visit(database, number, host, answer.visit)
                writer.add(host, answer.findings)
            writer.finish()
            scopes.keep(database, "judged", "assessment", assessment, writer.judged)
            database.execute(
                "UPDATE runs SET planned_pairs = ?, attempted_pairs = ? WHERE id = ?",
                (sum(map(len, pairs.values())), sum(map(len, writer.judged.values())), number),
            )
            chain.add(assessment, writer.digests)
        chain.settle()
        return self.assessments(run.id)[-1]

    def reassess(
        self,
        run: str,
        known: Known,
        answers: Iterable[Answer],
        made: datetime,
        content_sha256: str,
        catalogue_sha256: str,
        version: str,
    ) -> Assessment:
        """Add another assessment of a run's evidence. What earlier ones found stays as it was.

        A pair's current state changes only where no later run has looked at it.
        """
        database = self._database
        found = self.run(run)
        with db.transaction(database, self.path):
            chain = Chain(database, self.runs_folder)
            numbers = Numbers(database, known.hosts, known.checks)
            (number,) = database.execute("SELECT id FROM runs WHERE run = ?", (found.id,)).fetchone()
            assessment = write.insert_assessment(database, number, made, content_sha256, catalogue_sha256, version)
            writer = write.FindingWriter(database, numbers, assessment, number, write.stamp(found.started))
            for answer in answers:
                writer.add(numbers.hosts[answer.visit.host], answer.findings)
            writer.finish()
            scopes.keep(database, "judged", "assessment", assessment, writer.judged)
            chain.add(assessment, writer.digests)
        chain.settle()
        return self.assessments(found.id)[-1]

    def is_current_state(self, assessment: Assessment) -> bool:
        """Whether the current state is just what this assessment found: it looked at every pair there is."""
        query = "SELECT EXISTS (SELECT 1 FROM findings WHERE current = 1 AND last <> ?)"
        with explained(self.path):
            return not self._database.execute(query, (assessment.id,)).fetchone()[0]

    def save_measures(self, assessment: Assessment, measures: Iterable[MeasureInfo]) -> None:
        """Write how the measures stand after an assessment, for the view `measure_status`.

        They are rolled up from the current state: from one run's findings only where that is the current state.
        A measure that is no longer among them is no longer current.
        """
        with db.transaction(self._database, self.path):
            write.insert_measures(self._database, assessment.id, measures)

    def runs(self) -> list[Run]:
        """All runs, newest first."""
        with explained(self.path):
            return read.runs(self._database)

    def run(self, name: str) -> Run:
        """A run by its id, by the beginning of its id where that is clear, `latest`, or `baseline`.

        UsageError for another.
        """
        found = self.runs()
        if name == "baseline":
            base = self.baseline()
            if base is None:
                raise UsageError("no run was approved as baseline", todo="`eits-scan runs baseline RUN` does it")
            name = base.run
        if name == "latest":
            matching = found[:1]
        else:
            matching = [run for run in found if run.id == name] or [run for run in found if run.id.startswith(name)]
        if len(matching) == 1:
            return matching[0]
        raise UsageError(
            f"there is no run {name!r}" if not matching else f"several runs begin with {name!r}",
            todo="`eits-scan runs list` shows them",
        )

    def approve(self, baseline: Baseline) -> None:
        """Let a run be the one that the site compares itself with."""
        with db.transaction(self._database, self.path):
            baselines.approve(self._database, baseline)

    def baseline(self) -> Baseline | None:
        """The approved baseline that counts; None where there is none."""
        with explained(self.path):
            return baselines.newest(self._database)

    def assessments(self, run: str) -> list[Assessment]:
        """The assessments of a run, its own first."""
        with explained(self.path):
            return read.assessments(self._database, run)

    def hold(self, hold: Hold) -> None:
        """Keep the evidence of a run until a date."""
        with db.transaction(self._database, self.path):
            retention.hold(self._database, hold)

    def release(self, run: str, at: datetime, by: str) -> int:
        """End every hold of a run; how many there were."""
        with db.transaction(self._database, self.path):
            return retention.release(self._database, run, at, by)

    def holds(self) -> list[Hold]:
        """Every hold there ever was, oldest first."""
        with explained(self.path):
            return retention.holds(self._database)

    def bury(self, run: str, at: datetime, by: str, reason: str) -> None:
        """Write down, in the history and in the chain, that a run's evidence goes. The caller removes it then."""
        with db.transaction(self._database, self.path):
            chain = Chain(self._database, self.runs_folder)
            retention.bury(self._database, run, at, by, reason)
            chain.bury(run, at, by, reason)
        chain.settle()

    def buried(self) -> dict[str, str]:
        """The runs whose evidence was removed: when, by whom and why, in one line each."""
        with explained(self.path):
            return retention.buried(self._database)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file as it stands now, for reading alone; what is saved meanwhile does not show."""
        with explained(self.path), closing(sqlite3.connect(self.path, timeout=db.BUSY_SECONDS)) as reader:
            reader.execute("PRAGMA query_only = ON")
            reader.execute("BEGIN")
            yield reader

    def manifest_sha256(self, assessment: Assessment) -> str | None:
        """The digest of an assessment's manifest; None for one of before there were manifests."""
        with explained(self.path):
            query = "SELECT sha256 FROM chain WHERE assessment = ?"
            found = self._database.execute(query, (assessment.id,)).fetchone()
            return str(found[0]) if found else None

    def assessed_by(self, moment: datetime) -> Assessment | None:
        """The last assessment that was made by then; None where there was none yet."""
        with explained(self.path):
            return read.newest_assessment(self._database, write.stamp(moment))

    def visits(self, run: str | None = None, *, after: Assessment | None = None) -> dict[str, Visit]:
        """How it went with each host, by host id: in one run, or for every host its newest visit.

        after: its newest as it was known after this assessment.
        """
        with explained(self.path):
            if run:
                return read.visits(self._database, run)
            return read.newest_visits(self._database, after.id if after else None)

    def last_seen(self, *, after: Assessment | None = None) -> dict[str, datetime]:
        """When each host last answered, by host id; as it was known after an assessment where one is given."""
        with explained(self.path):
            return read.last_seen(self._database, after.id if after else None)

    def trend(self, before: str, level: Callable[[str], Level | None]) -> list[TrendPoint]:
        """How runs over the whole inventory before this one stood, oldest first; `level` is that of a measure."""
        with explained(self.path):
            return trend.earlier(self._database, before, level)

    def planned(self, run: str) -> dict[str, frozenset[str]]:
        """The pairs a run set out to judge: check ids by host id."""
        with explained(self.path):
            return read.planned(self._database, run)

    def not_asked(self, run: str) -> int:
        """How many hosts a run planned to visit and did not get to."""
        with explained(self.path):
            return read.not_asked(self._database, run)

    def current(self) -> Observations:
        """The current state: per pair the newest observation. What is saved later does not show in it."""
        return Observations(self.path)

    def known_after(self, assessment: Assessment) -> Observations:
        """What was the current state when this was the newest assessment."""
        return Observations(self.path, assessment.id, known=True)

    def findings(self, assessment: Assessment) -> Observations:
        """What one assessment found, with the changes as they were then."""
        return Observations(self.path, assessment.id)

    def differences(self, old: Assessment, new: Assessment) -> Iterator[Difference]:
        """The pairs that two assessments say different things of, by host id and check id."""
        with explained(self.path):
            yield from differences(self._database, old.id, new.id)

    def counted(self, assessment: Assessment) -> Counter[Verdict]:
        """How many findings of each verdict an assessment made."""
        with explained(self.path):
            return counted(self._database, assessment.id)
