"""OSCAL assessment results: for governance tools that read what was assessed, on what, and with which outcome.

An observation is one finding (check on host); a finding is one clause of a measure on one target object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from scanner.model.base import Lang
from scanner.model.catalogue import measure_of
from scanner.model.report import ClauseInfo, FindingInfo, HostInfo, MeasureInfo, Report
from scanner.model.status import ClauseStatus
from scanner.model.verdict import Verdict
from scanner.render.finding_text import expected_and_found
from scanner.render.identity import finding_key, uuid_of
from scanner.render.say import Say, harmless
from scanner.render.stream import json_parts, utc

VERSION = "1.2.3"
NS = "urn:eits-scan"
"""Namespace of the properties that are ours."""
OUTCOMES = {
    ClauseStatus.MET: ("satisfied", "pass"),
    ClauseStatus.NOT_MET: ("not-satisfied", "fail"),
    ClauseStatus.PARTLY: ("not-satisfied", "fail"),
    ClauseStatus.WAIVED: ("not-satisfied", "other"),
    ClauseStatus.UNKNOWN: ("not-satisfied", "other"),
    ClauseStatus.NOT_ASSESSED: ("not-satisfied", "other"),
}
"""State and reason. The format knows no third state: what is unknown is not satisfied, for a reason that is no failure.
A clause that does not apply is no finding at all: neither state would be true."""


def render(report: Report, lang: Lang = "et") -> str:
    """The whole document as text."""
    return "".join(parts(report, lang))


def parts(report: Report, lang: Lang = "et") -> Iterator[str]:
    """The same text in pieces, observation by observation and clause by clause."""
    say = Say(lang)
    run = report.run
    plan = uuid_of("plan", run.id)
    marking = say.marking(report.marking) if report.marking else ""
    document = {
        "uuid": uuid_of("assessment-results", run.id, lang),
        "metadata": {
            "title": f"{say('title')}: {run.agency or run.area or run.id}",
            "last-modified": utc(run.finished),
            "version": run.version,
            "oscal-version": VERSION,
            "props": _props(run=run.id, kind=run.kind, edition=run.edition, approach=run.approach, marking=marking),
            **({"remarks": marking} if marking else {}),
        },
        "import-ap": {"href": f"#{plan}"},
        "results": [_result(report, say)],
        "back-matter": {
            "resources": [
                {
                    "uuid": plan,
                    "title": say("method"),
                    "description": f"{say('method_1')} {say('method_2')}",
                    "props": _props(
                        content_sha256=run.content_sha256,
                        catalogue_sha256=run.catalogue_sha256,
                        inventory_sha256=run.inventory_sha256,
                        planned_pairs=str(run.planned_pairs),
                    ),
                }
            ]
        },
    }
    yield from json_parts({"assessment-results": document})


def _result(report: Report, say: Say) -> dict[str, Any]:
    run = report.run
    ids = {host.name: host.host_id for host in report.hosts}
    seen = Seen(ids)
    result: dict[str, Any] = {
        "uuid": uuid_of("result", run.id),
        "title": f"{say('run')} {run.id}",
        "description": f"{say('method_3')} {say('method_4')}",
        "start": utc(run.started),
        "end": utc(run.finished),
        "props": _props(
            **{f"observations-{each.value}": str(report.summary.verdicts.get(each, 0)) for each in Verdict}
        ),
        **({"local-definitions": {"inventory-items": [_item(host, say) for host in report.hosts]}} if ids else {}),
        "reviewed-controls": {"control-selections": [_reviewed(report)]},
    }
    # The schema has no empty arrays: what there is nothing of is left out. Observations come first, findings name them.
    observations = (_observation(report, seen, each, say) for each in report.findings)
    if (first := next(observations, None)) is not None:
        result["observations"] = chain((first,), observations)
    clauses = ((measure, each) for measure in report.measures for each in measure.clauses if each.status in OUTCOMES)
    findings = (_finding(report, seen, measure, clause, say) for measure, clause in clauses)
    if any(each.status in OUTCOMES for measure in report.measures for each in measure.clauses):
        result["findings"] = findings
    return result


class Seen:
    """Which observations were written, a bit for each host of a check: a finding names no other."""

    def __init__(self, ids: dict[str, str]) -> None:
        self.ids = ids
        self._bits = {name: 1 << number for number, name in enumerate(ids)}
        self._of: defaultdict[str, int] = defaultdict(int)

    def add(self, check: str, host: str) -> str:
        """Remember one; gives its UUID."""
        self._of[check] |= self._bits.get(host, 0)
        return self._uuid(check, host)

    def of(self, checks: Iterable[str], hosts: Iterable[str]) -> Iterator[str]:
        """The UUIDs of those written for these checks on these hosts."""
        for check in checks:
            written = self._of.get(check, 0)
            yield from (self._uuid(check, host) for host in hosts if written & self._bits.get(host, 0))

    def _uuid(self, check: str, host: str) -> str:
        return uuid_of("observation", finding_key(self.ids.get(host, host), check))


def _item(host: HostInfo, say: Say) -> dict[str, Any]:
    because = f": {say.text(host.cause.words)}" if host.cause else ""
    return {
        "uuid": uuid_of("host", host.host_id),
        "description": f"{harmless(host.name)}: {say.word(host.state)}{because}",
        "props": [
            {"name": "asset-id", "value": _line(host.host_id)},
            *_props(
                name=host.name,
                state=host.state.value,
                owner=host.owner,
                system=host.system,
                evidence_sha256=host.evidence_sha256 or "",
            ),
        ],
    }


def _reviewed(report: Report) -> dict[str, Any]:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for measure in report.measures:
        codes[measure.code].update(clause.code for clause in measure.clauses)
    if not codes:  # nothing is modelled: what the checks speak of was still looked at
        for check in report.checks.values():
            for clause in check.clauses:
                codes[measure_of(clause)].add(clause)
    if not codes:
        return {"include-all": {}}
    return {
        "include-controls": [
            {"control-id": code, **({"statement-ids": sorted(codes[code])} if codes[code] else {})}
            for code in sorted(codes)
        ]
    }


def _observation(report: Report, seen: Seen, finding: FindingInfo, say: Say) -> dict[str, Any]:
    check = report.checks[finding.check]
    host_id = seen.ids.get(finding.host, finding.host)
    observation = {
        "uuid": seen.add(finding.check, finding.host),
        "title": _line(say.text(check.title)),
        "description": harmless(say.text(finding.message)) or finding.check,
        "methods": ["TEST"],
        "types": ["finding"],
        "subjects": [{"subject-uuid": uuid_of("host", host_id), "type": "inventory-item"}],
        "collected": utc(finding.observed_at),
        "props": _props(
            check=finding.check,
            verdict=finding.verdict.value,
            severity=finding.severity.value,
            change=finding.change.value,
            cause=finding.cause.value if finding.cause else "",
            waiver=finding.waiver or "",
            source=str(finding.source) if finding.source else "",
        ),
    }
    if finding.verdict is Verdict.FAIL and finding.expected:
        observation["relevant-evidence"] = [{"description": "\n\n".join(expected_and_found(finding, say))}]
    return observation


def _finding(report: Report, seen: Seen, measure: MeasureInfo, clause: ClauseInfo, say: Say) -> dict[str, Any]:
    state, reason = OUTCOMES[clause.status]
    if clause.status is ClauseStatus.PARTLY and not clause.gap:
        reason = "other"  # nothing is missing that is known of: an answer is awaited
    hosts = next((target.hosts for target in report.targets if target.id == measure.target), tuple(clause.by_host))
    related = [{"observation-uuid": each} for each in seen.of(clause.checks, hosts)]
    finding = {
        "uuid": uuid_of("finding", measure.target, clause.code),
        "title": _line(f"{clause.code} {measure.title}"),
        "description": f"{say.word(clause.status)} ({harmless(measure.target)})",
        "props": _props(
            status=clause.status.value,
            target=measure.target,
            level=measure.level.value,
            **{f"hosts-{status.value}": str(count) for status, count in sorted(clause.hosts.items())},
        ),
        "target": {
            "type": "statement-id",
            "target-id": clause.code,
            "status": {"state": state, "reason": reason, "remarks": say.word(clause.status)},
        },
    }
    if related:
        finding["related-observations"] = related
    return finding


def _props(**values: str) -> list[dict[str, str]]:
    """Properties of our own; those without a value are left out, as the format has no empty ones."""
    told = ((name.replace("_", "-"), _line(value)) for name, value in values.items() if value.strip())
    return [{"name": name, "ns": NS, "value": value} for name, value in told if value]


def _line(text: str) -> str:
    """One line with no space at its ends, as titles and property values must be."""
    return " ".join(harmless(text).split())
