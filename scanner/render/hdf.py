"""HDF (Heimdall Data Format, the ExecJSON of InSpec): for Heimdall and the tools around it.

One profile; a control is a check and its results are hosts. The reader concludes a control's status from its results:
an `error` outweighs a `failed`, `failed` a `passed`, `passed` a `skipped`. See `_status` for what follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scanner.model.base import Lang
from scanner.model.report import CheckInfo, FindingInfo, Report
from scanner.model.verdict import Severity, Verdict
from scanner.render.finding_text import details
from scanner.render.say import Say, harmless
from scanner.render.stream import json_parts, utc

IMPACTS = {Severity.CRITICAL: 1.0, Severity.HIGH: 0.7, Severity.MEDIUM: 0.5, Severity.LOW: 0.3}
"""The format's own bands: critical from 0.9, high from 0.7, medium from 0.4, low from 0.1; 0 is not applicable."""


def render(report: Report, lang: Lang = "et") -> str:
    """The whole file as text."""
    return "".join(parts(report, lang))


def parts(report: Report, lang: Lang = "et") -> Iterator[str]:
    """The same text in pieces, check by check."""
    say = Say(lang)
    run = report.run
    profile = {
        "name": "eits-scan",
        "title": f"{say('title')} {run.agency}".strip(),
        "version": run.version,
        "sha256": run.content_sha256,
        "summary": say.marking(report.marking) if report.marking else "",
        "license": "EUPL-1.2",
        "status": "loaded",
        "supports": [],
        "attributes": [
            {"name": name, "options": {"value": value}}
            for name, value in {
                "run": run.id,
                "kind": run.kind,
                "edition": run.edition,
                "catalogue_sha256": run.catalogue_sha256,
                "inventory_sha256": run.inventory_sha256,
                "planned_pairs": str(run.planned_pairs),
                "marking": say.marking(report.marking) if report.marking else "",
            }.items()
            if value
        ],
        "groups": [
            {"id": module.code, "title": module.title, "controls": _checks_of(report, module.code)}
            for module in report.modules
        ],
        "controls": (_control(report.checks[check], findings, say) for check, findings in report.findings.by_check()),
    }
    seconds = (run.finished - run.started).total_seconds()
    yield from json_parts(
        {
            "platform": {"name": "eits-scan", "release": run.version, "target_id": harmless(run.area or run.agency)},
            "version": run.version,
            "statistics": {"duration": seconds},
            "profiles": [profile],
        }
    )


def _checks_of(report: Report, module: str) -> list[str]:
    return [
        check.id
        for check in report.checks.values()
        if any(clause.startswith(f"{module}.M") for clause in check.clauses)
    ]


def _control(check: CheckInfo, findings: Sequence[FindingInfo], say: Say) -> dict[str, Any]:
    verdicts = {finding.verdict for finding in findings}
    waivers = sorted({harmless(finding.waiver) for finding in findings if finding.waiver})
    control: dict[str, Any] = {
        "id": check.id,
        "title": say.text(check.title),
        "desc": say.text(check.why),
        "descriptions": [
            {"label": "gap", "data": say.text(check.gap)},
            {"label": "fix", "data": say.text(check.remediation)},
            *([{"label": "check", "data": check.verify}] if check.verify else []),
        ],
        "impact": 0.0 if verdicts == {Verdict.NOT_APPLICABLE} else IMPACTS[check.severity],
        "refs": [{"ref": f"{name}: {', '.join(ids)}"} for name, ids in sorted(check.references.items())],
        "tags": {
            "severity": check.severity.value,
            "eits": sorted(check.clauses),
            "says": check.clauses,
            "disruption": check.disruption,
            "waivers": waivers,
        },
        "source_location": {"ref": f"checks/{check.id}"},
        "code": "",
    }
    if waivers:  # `skipped_due_to_waiver` would hide the check on every host, not only where it is waived
        control["waiver_data"] = {
            "message": f"{say('card_waiver')}: {', '.join(waivers)}",
            "run": True,
            "skipped_due_to_waiver": False,
        }
    failed = Verdict.FAIL in verdicts
    control["results"] = [_result(finding, failed, say) for finding in findings]
    return control


def _result(finding: FindingInfo, failed: bool, say: Say) -> dict[str, Any]:
    message = harmless(say.text(finding.message))
    result: dict[str, Any] = {
        "status": _status(finding.verdict, failed),
        "code_desc": f"{harmless(finding.host)}: {say.word(finding.verdict)}",
        "resource": "host",
        "resource_id": harmless(finding.host),
        "start_time": utc(finding.observed_at),
        "run_time": 0.0,
    }
    if result["status"] == "skipped":
        result["skip_message"] = f"{say.word(finding.verdict)}: {message}"
    elif finding.verdict is not Verdict.PASS:
        result["message"] = "\n".join((message, *details(finding, say)))
    if finding.verdict is Verdict.ERROR:
        result["exception"] = finding.cause.value if finding.cause else "error"
    return result


def _status(verdict: Verdict, failed: bool) -> str:
    """What the reader makes of a check's results must be true: failed where it failed on a host, never passed where
    one was not seen. So an unknown is `error`, except beside a failure, which the error would hide: there it is
    `skipped`. Either way the result has an `exception` with the cause.
    """
    match verdict:
        case Verdict.PASS:
            return "passed"
        case Verdict.FAIL:
            return "failed"
        case Verdict.ERROR:
            return "skipped" if failed else "error"
        case Verdict.NOT_APPLICABLE:
            return "skipped"
