"""The numbers of the last night as a file for node_exporter's textfile collector (Prometheus text format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from scanner import __version__
from scanner.model.night import Night, Outcome
from scanner.model.report import Report
from scanner.model.verdict import HostState, Severity, Verdict


class Metric(NamedTuple):
    """One gauge: its name after `eits_scan_`, what it is, and its values by labels."""

    name: str
    help: str
    values: Iterable[tuple[Mapping[str, str], float]]


def render(night: Night, report: Report | None, last_success: datetime | None) -> str:
    """The whole file. What a night without a report could not see has no line: an old number would look like a new one.

    Every host state, severity and verdict has its line, also with 0, so that an alert can tell zero from missing.
    """
    metrics = [*_night(night, last_success), *(_report(report) if report else ())]
    return "".join(line for metric in metrics for line in _lines(metric))


def _night(night: Night, last_success: datetime | None) -> Iterator[Metric]:
    if last_success:
        yield _one("last_success_timestamp_seconds", "When the last complete night ended.", last_success.timestamp())
    yield _one("last_run_timestamp_seconds", "When the last night ended.", night.finished.timestamp())
    yield _one("duration_seconds", "How long the last night took.", (night.finished - night.started).total_seconds())
    yield _one("complete", "1 when the last night saw enough and every step was done.", float(night.complete))
    failed = [({"step": step.name}, float(step.outcome is Outcome.FAILED)) for step in night.steps]
    yield Metric("step_failed", "1 for each step of the last night that failed.", failed)
    if seen := night.completeness:
        shares = [("hosts", seen.hosts_seen, seen.hosts), ("pairs", seen.pairs_seen, seen.pairs)]
        values = [({"of": name}, some / whole if whole else 0.0) for name, some, whole in shares]
        yield Metric("completeness_ratio", "Share of the planned hosts, and of checks on them, that was seen.", values)


def _report(report: Report) -> Iterator[Metric]:
    found = report.summary
    hosts = [({"state": state.value}, float(found.hosts.get(state, 0))) for state in HostState]
    yield Metric("hosts", "Hosts by what came back from them.", hosts)
    gaps = [({"severity": severity.value}, float(found.gaps.get(severity, 0))) for severity in Severity]
    yield Metric("gaps", "Failing findings by severity, those under a waiver included.", gaps)
    verdicts = [({"verdict": verdict.value}, float(found.verdicts.get(verdict, 0))) for verdict in Verdict]
    yield Metric("findings", "Findings by verdict.", verdicts)
    yield Metric("info", "The version that ran.", [({"version": __version__, "edition": report.run.edition}, 1.0)])


def _one(name: str, about: str, value: float) -> Metric:
    return Metric(name, about, [({}, value)])


def _lines(metric: Metric) -> Iterator[str]:
    name = f"eits_scan_{metric.name}"
    yield f"# HELP {name} {metric.help}\n# TYPE {name} gauge\n"
    for labels, value in metric.values:
        said = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"{name}{{{said}}} {value!r}\n" if said else f"{name} {value!r}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
