"""One measure's evidence in a ZIP for an auditor: findings, what they were concluded from, and what people decided."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scanner import resources
from scanner.collect.archive import Archive, file_name
from scanner.collect.excerpt import excerpt, flaw_of, readable
from scanner.content.library import check_folders
from scanner.errors import UnseenError, UsageError
from scanner.language.needs import merged, needs
from scanner.model.base import Frozen, Lang
from scanner.model.catalogue import Measure, measure_of
from scanner.model.host import Visit
from scanner.model.report import FindingInfo, Report
from scanner.model.settings import Settings
from scanner.render.csv import lines
from scanner.render.say import Say, harmless
from scanner.render.stream import json_parts, utc
from scanner.reporting import Ground, ground, opened, report_on
from scanner.workspace import Workspace

SUFFIX = ".evidence.zip"
COLUMNS = (
    "host", "check", "verdict", "severity", "cause", "message", "expected", "actual", "source", "clauses", "change",
    "first_seen", "observed_at", "waiver", "marking",
)  # fmt: skip
_SAME = "Kontrollide sisu on sama, millega hinnangud anti."
_CHANGED = "NB! Kontrollide sisu on pärast hinnangute andmist muutunud: kaustas checks/ on praegune sisu."
_SAY = Say("et")


@dataclass(slots=True)
class _Files:
    """The files of the pack in the order they were added, written as they come."""

    archive: zipfile.ZipFile
    when: datetime
    sums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, parts: Iterable[str | bytes]) -> None:
        """One file. Its time is the run's, so that the same run gives the same bytes."""
        entry = zipfile.ZipInfo(name, self.when.timetuple()[:6])
        entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
        told = hashlib.sha256()
        with self.archive.open(entry, "w") as file:
            for part in parts:
                data = part if isinstance(part, bytes) else part.encode()
                told.update(data)
                file.write(data)
        self.sums[name] = told.hexdigest()


@dataclass(frozen=True, slots=True)
class _Subject:
    """What the pack is about, and all that bears on it."""

    on: Ground
    report: Report
    measure: Measure
    checks: Sequence[str]
    collectors: Mapping[str, Sequence[str]]
    findings: Sequence[FindingInfo]

    @property
    def marking(self) -> str:
        """The access restriction in one line; empty where there is none."""
        return _SAY.marking(self.report.marking) if self.report.marking else ""

    @property
    def head(self) -> dict[str, Any]:
        """What the data files begin with."""
        return {
            "marking": self.marking,
            "measure": self.measure.code,
            "run": self.report.run.model_dump(mode="json"),
            "content_sha256_now": self.on.library.content_sha256,
        }


def evidence_pack(
    workspace: Workspace,
    run: str | None,
    measure: str,
    sources: Sequence[Path],
    *,
    limit: str | None,
    options: Sequence[str],
    language: Lang,
    settings: Settings,
) -> tuple[str, bytes]:
    """The file's name and its bytes. It holds every owner's hosts: it is for who audits the whole.

    Raises UsageError for a measure the edition does not have. Evidence that is gone or was changed is told in the pack.
    """
    on = ground(sources, workspace, limit=limit, options=options, language=language, settings=settings)
    if measure not in on.library.catalogue.by_code:
        raise UsageError(
            f"the catalogue of edition {on.library.catalogue.edition} has no measure {measure}",
            todo="name one with its module, such as SYS.1.3.M8; `eits-scan catalogue coverage` lists them",
        )
    subject = _subject(on, report_on(workspace, run, on), measure)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        files = _Files(archive, subject.report.run.finished.astimezone(UTC))
        evidence = [_evidence(subject, *visit, files) for visit in _visits(workspace, run, subject)]
        for name, parts in _documents(subject, evidence, workspace):
            files.add(name, parts)
        files.add("SHA256SUMS", [f"{digest}  {name}\n" for name, digest in sorted(files.sums.items())])
    return f"{subject.report.run.id}.{measure}{SUFFIX}", whole.getvalue()


def _subject(on: Ground, report: Report, code: str) -> _Subject:
    library = on.library
    checks = sorted(name for name in library.checks if library.speaks_of(name, code))
    return _Subject(
        on=on,
        report=report,
        measure=library.catalogue.by_code[code],
        checks=checks,
        collectors=merged(needs(library.checks[name], library.rules) for name in checks),
        findings=[each for each in report.findings if any(measure_of(clause) == code for clause in each.measures)],
    )


def _visits(workspace: Workspace, run: str | None, subject: _Subject) -> list[tuple[Archive, str, Visit]]:
    """The visits the findings rest on: of the run, or of the current state each run that saw a pair last."""
    ids = {host.host_id for host in subject.report.hosts}
    with opened(workspace) as history:
        now = history.current() if run is None else history.findings(history.assessments(history.run(run).id)[-1])
        rested = sorted({(each.run, each.host) for name in subject.checks for each in now.of(name) if each.host in ids})
        visits = {name: history.visits(name) for name, _ in rested}
    return [(Archive(workspace.evidence(name)), name, visits[name][host]) for name, host in rested]


def _evidence(subject: _Subject, archive: Archive, run: str, visit: Visit, files: _Files) -> dict[str, Any]:
    """Puts a host's evidence into the pack where it is there and whole; gives what the manifest says of it."""
    told = {
        "run": run,
        "host": visit.name,
        "host_id": visit.host,
        "state": visit.state.value,
        "observed_at": utc(visit.observed_at) if visit.observed_at else None,
        "whole_sha256": visit.evidence_sha256,
        "flaw": None,
        "file": None,
        "missing": None,
    }
    if visit.evidence_sha256 is None:
        return told | {"missing": visit.cause.words.et if visit.cause else "Host ei saatnud tõendusmaterjali."}
    try:
        text = archive.read(visit.name, visit.evidence_sha256)
    except UnseenError as error:
        return told | {"missing": error.problems[0].message}
    part = excerpt(text, subject.collectors)
    name = f"evidence/{run}/{file_name(visit.name)}"
    files.add(f"{name}.evidence", [part])
    lines = (*filter(None, (subject.marking, f"{harmless(visit.name)} · {run}")), "", *readable(part))
    files.add(f"{name}.txt", (f"{line}\n" for line in lines))
    return told | {"file": f"{name}.evidence", "flaw": flaw_of(text) or None}


def _documents(
    subject: _Subject, evidence: Sequence[Mapping[str, Any]], workspace: Workspace
) -> Iterator[tuple[str, Iterable[str | bytes]]]:
    report, decisions, code = subject.report, subject.on.decisions, subject.measure.code
    hosts = {each.host for each in subject.findings}
    collectors = {name: list(keys) for name, keys in subject.collectors.items()}
    yield "manifest.json", json_parts({**subject.head, "collectors": collectors, "evidence": list(evidence)})
    found = {
        **subject.head,
        "hosts": _plain(host for host in report.hosts if host.name in hosts),
        "checks": {name: report.checks[name].model_dump(mode="json") for name in subject.checks},
        "findings": (each.model_dump(mode="json") for each in subject.findings),
    }
    yield "findings.json", json_parts(found)
    yield "findings.csv", _table(subject.findings, subject.marking)
    yield "measure.json", json_parts(_measure(subject))
    stated = _plain(each for each in decisions.attestations if measure_of(each.clause) == code)
    waived = _plain(each for each in decisions.waivers if each.measure == code or each.check in subject.checks)
    yield "decisions.json", json_parts({"marking": subject.marking, "attestations": stated, "waivers": waived})
    for name, path in _check_files(subject.checks, workspace):
        yield f"checks/{name}.yaml", [path.read_bytes()]
    yield "LOEMIND.txt", [_readme(subject, evidence)]


def _measure(subject: _Subject) -> dict[str, Any]:
    library, measure = subject.on.library, subject.measure
    coverage = library.coverage.get(measure.module)
    clauses = coverage.clauses if coverage else {}
    return {
        "marking": subject.marking,
        "edition": library.catalogue.edition,
        "catalogue_sha256": library.catalogue_sha256,
        "measure": measure.model_dump(mode="json"),
        "coverage": {name: clauses[name].model_dump(mode="json") for name in measure.clause_codes if name in clauses},
        "targets": _plain(each for each in subject.report.measures if each.code == measure.code),
    }


def _plain(models: Iterable[Frozen]) -> list[dict[str, Any]]:
    return [each.model_dump(mode="json") for each in models]


def _check_files(checks: Iterable[str], workspace: Workspace) -> Iterator[tuple[str, Path]]:
    own = {path.stem: path for folder in check_folders(workspace.own_checks) for path in folder.rglob("*.yaml")}
    return ((name, own[name]) for name in checks)


def _table(findings: Iterable[FindingInfo], marking: str) -> Iterator[str]:
    return lines((COLUMNS, *(_row(each, marking) for each in findings)))


def _row(finding: FindingInfo, marking: str) -> tuple[str, ...]:
    return (
        finding.host,
        finding.check,
        finding.verdict.value,
        finding.severity.value,
        finding.cause.value if finding.cause else "",
        finding.message.et,
        finding.expected.et if finding.expected else "",
        finding.actual or "",
        str(finding.source) if finding.source else "",
        " ".join(finding.measures),
        finding.change.value,
        utc(finding.first_seen) if finding.first_seen else "",
        utc(finding.observed_at),
        finding.waiver or "",
        marking,
    )


def _readme(subject: _Subject, evidence: Sequence[Mapping[str, Any]]) -> str:
    run = subject.report.run
    same = run.content_sha256 == subject.on.library.content_sha256
    text = (resources.reports() / "evidence" / "LOEMIND.txt").read_text(encoding="utf-8")
    heading = f"TÕENDUSMATERJAL: {subject.measure.code} {subject.measure.title}"
    told = text.format(
        marking=subject.marking,
        heading=heading,
        rule="=" * len(heading),
        agency=harmless(run.agency) or "–",
        edition=run.edition,
        run=run.id,
        kind="üks skannimine" if run.kind == "run" else _SAY("current"),
        started=_SAY.moment(run.started),
        finished=_SAY.moment(run.finished),
        version=run.version,
        findings=len(subject.findings),
        evidence=sum(each["file"] is not None for each in evidence),
        missing=sum(each["file"] is None for each in evidence),
        content=_SAME if same else _CHANGED,
    )
    return told.strip() + "\n"
