"""JUnit XML: for build servers and anything else that shows test results. One suite for each host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from scanner.model.base import Lang
from scanner.model.report import FindingInfo, HostInfo, Report
from scanner.model.verdict import Verdict
from scanner.render.finding_text import details
from scanner.render.say import Say, harmless
from scanner.render.stream import utc

AT_ONCE = 50_000
"""Findings held as text. They come check by check and are written host by host, so a fleet takes several passes."""
Case = tuple[Verdict, str]


def render(report: Report, lang: Lang = "et") -> str:
    """The whole document as text."""
    return "".join(parts(report, lang))


def parts(report: Report, lang: Lang = "et") -> Iterator[str]:
    """The same text in pieces: `failure` is a gap, `error` could not be judged, `skipped` does not apply."""
    say = Say(lang)
    totals = {verdict: report.summary.verdicts.get(verdict, 0) for verdict in Verdict}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = _counts(totals)
    del counts["skipped"]  # the schema has it for suites alone
    yield _tag("testsuites", {"name": f"eits-scan {report.run.id}", **counts}) + "\n"
    for hosts in _batches(report.hosts):
        cases: dict[str, list[Case]] = {host.name: [] for host in hosts}
        for finding in report.findings:
            if finding.host in cases:
                cases[finding.host].append((finding.verdict, _case(finding, say)))
        for host in hosts:
            yield from _suite(report, host, cases.pop(host.name), say)
    yield "</testsuites>\n"


def _batches(hosts: Iterable[HostInfo]) -> Iterator[list[HostInfo]]:
    batch: list[HostInfo] = []
    held = 0
    for host in hosts:
        held += sum(host.counts.values())
        if batch and held > AT_ONCE:
            yield batch
            batch, held = [], sum(host.counts.values())
        batch.append(host)
    if batch:
        yield batch


def _suite(report: Report, host: HostInfo, cases: list[Case], say: Say) -> Iterator[str]:
    counts = {verdict: sum(each is verdict for each, _ in cases) for verdict in Verdict}
    times = {"timestamp": utc(host.observed_at or report.run.started).removesuffix("Z"), "time": f"{host.seconds:.3f}"}
    yield _tag("testsuite", {"name": host.name, "hostname": host.name, **_counts(counts), **times})
    told = {
        "host_id": host.host_id,
        "state": host.state.value,
        "owner": host.owner,
        "system": host.system,
        "run": report.run.id,
        "edition": report.run.edition,
        "evidence_sha256": host.evidence_sha256 or "",
        "marking": say.marking(report.marking) if report.marking else "",
    }
    yield "\n <properties>\n"
    yield from (
        f"  {_tag('property', {'name': name, 'value': value}, closed=True)}\n" for name, value in told.items() if value
    )
    yield " </properties>\n"
    yield from (text for _, text in cases)
    if host.cause:
        yield f" <system-err>{_text(f'{say.word(host.state)}: {say.text(host.cause.words)}')}</system-err>\n"
    yield "</testsuite>\n"


def _case(finding: FindingInfo, say: Say) -> str:
    case = _tag("testcase", {"name": finding.check, "classname": finding.host})
    return f" {case}{_outcome(finding, say)}</testcase>\n"


def _outcome(finding: FindingInfo, say: Say) -> str:
    message = say.text(finding.message)
    match finding.verdict:
        case Verdict.PASS:
            return ""
        case Verdict.FAIL:
            failure = _tag("failure", {"type": finding.severity.value, "message": message})
            return failure + "\n".join(map(_text, details(finding, say, clauses=True))) + "</failure>"
        case Verdict.ERROR:
            cause = finding.cause.value if finding.cause else "error"
            return _tag("error", {"type": cause, "message": message}, closed=True)
        case Verdict.NOT_APPLICABLE:
            return _tag("skipped", {"type": finding.verdict.value, "message": message}, closed=True)


def _counts(counts: dict[Verdict, int]) -> dict[str, str]:
    return {
        "tests": str(sum(counts.values())),
        "failures": str(counts[Verdict.FAIL]),
        "errors": str(counts[Verdict.ERROR]),
        "skipped": str(counts[Verdict.NOT_APPLICABLE]),
    }


def _tag(tag: str, attributes: dict[str, str], *, closed: bool = False) -> str:
    told = "".join(f' {name}="{_text(value)}"' for name, value in attributes.items())
    return f"<{tag}{told}{'/' if closed else ''}>"


def _text(value: str) -> str:
    """Text for XML 1.0: what it forbids is written out as `\\x1b`, the rest is escaped, and line breaks are kept."""
    return escape(harmless(value)).replace("\n", "&#10;").replace("\t", "&#9;")
