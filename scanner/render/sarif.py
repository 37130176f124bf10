"""SARIF 2.1.0 (Static Analysis Results Interchange Format): for code-scanning views and defect trackers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scanner.model.base import Lang
from scanner.model.finding import Judged
from scanner.model.register import WaiverInfo
from scanner.model.report import CheckInfo, FindingInfo, HostInfo, Report
from scanner.model.status import Change
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Severity, Verdict
from scanner.render.finding_text import expected_and_found
from scanner.render.identity import finding_key, uuid_of
from scanner.render.say import Say, harmless
from scanner.render.stream import json_parts, utc

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""`security-severity`, by which some viewers rank: the middle of the CVSS 3.1 band of the same name."""
KINDS = {Verdict.PASS: "pass", Verdict.FAIL: "fail", Verdict.ERROR: "open", Verdict.NOT_APPLICABLE: "notApplicable"}
BASELINE = {
    Change.NEW: "new",
    Change.REGRESSED: "new",
    Change.WORSE: "updated",
    Change.FIXED: "updated",
    Change.GONE_UNKNOWN: "updated",
    Change.PERSISTING: "unchanged",
    Change.UNCHANGED: "unchanged",
    Change.NOT_SCANNED: "unchanged",
}
"""A first observation has nothing to be compared with, and no `baselineState`."""
SILENT = {HostState.UNREACHABLE: "error", HostState.FAILED: "error", HostState.PARTIAL: "warning"}
"""States of a host that are told as notifications, with their level."""
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
MOST = 100
"""Locations of one result; how many there are in all is in its properties."""


def render(report: Report, lang: Lang = "et") -> str:
    """The whole SARIF log as text."""
    return "".join(parts(report, lang))


def parts(report: Report, lang: Lang = "et") -> Iterator[str]:
    """The same text in pieces: one result for each finding, whatever its verdict."""
    say = Say(lang)
    names = list(report.checks)
    places = {name: number for number, name in enumerate(names)}
    ids = {host.name: host.host_id for host in report.hosts}
    waivers = {waiver.id: waiver for waiver in report.waivers}
    run = {
        "tool": {
            "driver": {
                "name": "eits-scan",
                "version": report.run.version,
                "language": lang,
                "rules": [_rule(report.checks[name], say) for name in names],
                "notifications": [
                    {"id": state.value, "shortDescription": {"text": say.word(state)}} for state in SILENT
                ],
            }
        },
        "automationDetails": {"id": f"eits-scan/{report.run.id}", "guid": uuid_of("run", report.run.id)},
        **({"baselineGuid": uuid_of("run", report.run.previous)} if report.run.previous else {}),
        "language": lang,
        "originalUriBaseIds": {harmless(host.name): _base(host.name) for host in report.hosts},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, say)],
        "properties": _properties(report, say),
        "results": (
            _result(each, ids.get(each.host, each.host), places[each.check], say)
            | _suppressions(each, waivers.get(each.waiver or ""), say)
            for each in report.findings
        ),
    }
    yield from json_parts({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(check: CheckInfo, say: Say) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": say.text(check.title)},
        "fullDescription": {"text": say.text(check.why)},
        "help": {"text": say.text(check.remediation)},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
        "properties": {
            "tags": ["security", *sorted(check.clauses)],
            "security-severity": SCORES[check.severity],
            "severity": check.severity.value,
            "clauses": check.clauses,
            "disruption": check.disruption,
        },
    }


def _invocation(report: Report, say: Say) -> dict[str, Any]:
    notes = [_notification(host, say) for host in report.hosts if host.state in SILENT]
    return {
        "executionSuccessful": not any(SILENT.get(host.state) == "error" for host in report.hosts),
        "startTimeUtc": utc(report.run.started),
        "endTimeUtc": utc(report.run.finished),
        "toolExecutionNotifications": notes,
    }


def _notification(host: HostInfo, say: Say) -> dict[str, Any]:
    because = f": {say.text(host.cause.words)}" if host.cause else ""
    return {
        "descriptor": {"id": host.state.value, "index": list(SILENT).index(host.state)},
        "level": SILENT[host.state],
        "message": {"text": f"{harmless(host.name)}: {say.word(host.state)}{because}"},
        "locations": [{"logicalLocations": [_of_host(host.name)]}],
    }


def _result(finding: FindingInfo, host_id: str, index: int, say: Say) -> dict[str, Any]:
    kind = "review" if finding.cause is Cause.NEEDS_POLICY else KINDS[finding.verdict]
    failing = [each for each in finding.objects if each.verdict == "fail"] if finding.verdict is Verdict.FAIL else []
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": index,
        "kind": kind,
        "level": LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": _message(finding, say)},
        "locations": [_location(finding.host, each) for each in failing[:MOST]]
        or [{"logicalLocations": [_of_host(finding.host)]}],
        "partialFingerprints": {"eitsFinding/v1": finding_key(host_id, finding.check)},
    }
    if finding.change in BASELINE:
        result["baselineState"] = BASELINE[finding.change]
    result["properties"] = {
        "verdict": finding.verdict.value,
        "change": finding.change.value,
        "host": harmless(finding.host),
        "hostId": harmless(host_id),
        "clauses": list(finding.measures),
        "observedAt": utc(finding.observed_at),
        **({"cause": finding.cause.value} if finding.cause else {}),
        **({"firstSeen": utc(finding.first_seen)} if finding.first_seen else {}),
        **({"objects": len(failing)} if failing else {}),
    }
    return result


def _suppressions(finding: FindingInfo, waiver: WaiverInfo | None, say: Say) -> dict[str, Any]:
    if not finding.waiver:
        return {}
    told = finding.waiver
    if waiver:
        told += f" ({waiver.kind.value}, {say.date(waiver.approved_on)}–{say.date(waiver.expires)}) {waiver.reason}"
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": harmless(told.strip())}]}


def _message(finding: FindingInfo, say: Say) -> str:
    lines = [f"{harmless(finding.host)}: {harmless(say.text(finding.message))}"]
    if finding.verdict is Verdict.FAIL:
        lines += expected_and_found(finding, say)
    return "\n".join(lines).replace("](", "] (")  # [text](target) would be a link that a host made


def _location(host: str, judged: Judged) -> dict[str, Any]:
    key = harmless(judged.key)
    logical = {"name": key, "fullyQualifiedName": f"{harmless(host)}/{key}", "kind": "object"}
    location: dict[str, Any] = {"logicalLocations": [_of_host(host), logical]}
    if judged.source:
        physical: dict[str, Any] = {"artifactLocation": _file(host, judged.source.file)}
        if judged.source.line and judged.source.line > 0:
            snippet = {"snippet": {"text": harmless(judged.source.text)}} if judged.source.text else {}
            physical["region"] = {"startLine": judged.source.line, **snippet}
        location["physicalLocation"] = physical
    return location


def _file(host: str, path: str) -> dict[str, Any]:
    """A file on a host: relative to the host, so that files of two hosts are two and no path leads elsewhere."""
    return {"uri": quote(harmless(path).lstrip("/")), "uriBaseId": harmless(host)}


def _base(host: str) -> dict[str, Any]:
    """Where the files of a host are. Readers refuse the whole log for a name that cannot stand in a URI (RFC 8089)."""
    told = {"description": {"text": harmless(host)}}
    return {"uri": f"file://{host}/", **told} if _NAME.fullmatch(host) else told


def _of_host(host: str) -> dict[str, Any]:
    return {"name": harmless(host), "fullyQualifiedName": harmless(host), "kind": "host"}


def _properties(report: Report, say: Say) -> dict[str, Any]:
    run = report.run
    return {
        "run": run.id,
        "kind": run.kind,
        "agency": harmless(run.agency),
        "edition": run.edition,
        "plannedPairs": run.planned_pairs,
        "verdicts": {verdict.value: report.summary.verdicts.get(verdict, 0) for verdict in Verdict},
        "contentSha256": run.content_sha256,
        **({"marking": say.marking(report.marking)} if report.marking else {}),
    }
