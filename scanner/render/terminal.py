"""The short report on a terminal: what was not seen, the modules, and the gaps. The HTML has the rest."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text as Line

from scanner.errors import printable
from scanner.model.base import Lang
from scanner.model.report import Report
from scanner.model.verdict import Severity, Verdict
from scanner.render.say import Say
from scanner.render.view.completeness import Completeness
from scanner.render.view.gaps import Gap
from scanner.render.view.page import Page, page

MOST_GAPS = 40
STYLES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: ""}


def show(report: Report, lang: Lang = "et", console: Console | None = None) -> None:
    """Prints the short report; without a terminal plain text without colours.

    Everything printed goes through `printable`: a name or value from a host can neither colour, move nor retitle.
    """
    out = console or Console(highlight=False, markup=False, emoji=False)
    for part in parts(page(report, lang), Say(lang)):
        out.print(part)


def parts(view: Page, say: Say) -> Iterator[RenderableType]:
    """What is printed, in reading order."""
    run, marking = view.report.run, view.report.marking
    if marking:
        yield _line(say.marking(marking))
        if not marking.agency:
            yield _line(f"! {say('marking_no_agency')}", "yellow")
    heading = [say("title"), run.agency, f"E-ITS {run.edition}", say.moment(run.started)]
    yield _line(" · ".join(part for part in heading if part), "bold")
    yield from _completeness(view.completeness, say)
    if view.report.run.previous and view.changes:
        told = (f"{say.sign(each.change)} {say.word(each.change)} {say.number(each.count)}" for each in view.changes)
        yield _line(f"{say('changes')}: {' · '.join(told)}")
    for module in view.modules:
        told = (f"{say.word(part.status)} {say.number(part.count)}" for part in module.segments)
        share = f" · {say('share')} {module.share} = {module.formula}" if module.share else ""
        yield _line(f"{module.code} {module.title}: {' · '.join(told)}{share}")
    yield _line(verdicts(view, say))
    if view.gaps:
        yield _gaps(view, say)
        yield _line(view.told(say))
    else:
        yield _line(view.told(say), "green" if not view.completeness.unjudged else "")


def verdicts(view: Page, say: Say) -> str:
    """Findings by verdict on one line."""
    counts = view.report.summary.verdicts
    told = (f"{say.sign(verdict)} {say.word(verdict)} {say.number(counts.get(verdict, 0))}" for verdict in Verdict)
    return f"{say.count(len(view.report.findings), 'finding')}: {' · '.join(told)}"


def _completeness(seen: Completeness, say: Say) -> Iterator[Line]:
    if seen.green:
        yield _line(say("complete"), "green")
        return
    hosts = f"{say.number(seen.answered)}/{say.number(seen.hosts)} {say('hosts_answered')}"
    unjudged = f"{say.number(seen.unjudged)}/{say.number(seen.findings)} {say('findings_unjudged')}"
    yield _line(f"! {hosts}; {unjudged}", "bold yellow")
    for host in seen.silent:
        yield _line(f"  {say.sign(host.state)} {host.name}: {say.word(host.state)}. {host.cause}")
    for cause in seen.causes:
        yield _line(f"  ? {cause.cause}: {cause.findings} ({cause.where})")
    if seen.policy_findings:
        yield _line(f"  ? {say('policy_title')}: {say.count(seen.policy_findings, 'finding')}")
    if seen.stopped:
        yield _line(f"  ! {seen.stopped}")
    if seen.missing:
        yield _line(f"  ! {say('missing', n=say.number(seen.missing))}")
    if seen.limit:
        yield _line(f"  ! {say('limited', limit=seen.limit)}")
    if seen.narrowed:
        yield _line(f"  ! {say('narrowed', names=seen.narrowed)}")
    if seen.not_scanned:
        yield _line(f"  ! {say('not_scanned_title')}: {say.names(seen.not_scanned)}")
    if seen.unsupported:
        yield _line(f"  ! {say('unsupported_title')}: {say.names(seen.unsupported)}")
    if seen.unmodelled:
        yield _line(f"  ! {say('unmodelled_title')}: {say.names(seen.unmodelled)}")


def _gaps(view: Page, say: Say) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False, show_edge=False)
    table.add_column(say("severity"), no_wrap=True)
    table.add_column(say("col_gap"))
    table.add_column(say("col_hosts"), justify="right", no_wrap=True)
    table.add_column(say("col_measure"), no_wrap=True)
    for gap in view.gaps[:MOST_GAPS]:
        style = STYLES[gap.severity] if gap.failed else ""
        table.add_row(
            _line(say.word(gap.severity), style),
            _line(_sentence(gap, say)),
            _line(_hosts(gap, say)),
            _line(_clauses(gap)),
        )
    if (more := len(view.gaps) - MOST_GAPS) > 0:
        table.add_row("", _line(say("more_checks", checks=say.count(more, "check"))), "", "")
    return table


def _sentence(gap: Gap, say: Say) -> str:
    return gap.sentence if gap.status is Verdict.FAIL else f"{gap.sentence} – {say.word(gap.status)}"


def _clauses(gap: Gap) -> str:
    more = f" +{len(gap.clauses) - 1}" if len(gap.clauses) > 1 else ""
    return f"{gap.clauses[0].code}{more}" if gap.clauses else "–"


def _hosts(gap: Gap, say: Say) -> str:
    return f"{say.number(gap.failed)}/{say.number(gap.judged)}" if gap.failed else f"? {say.number(gap.unseen)}"


def _line(text: str, style: str = "") -> Line:
    return Line(printable(text.replace("\u00a0", " ").replace("\u202f", " ")), style=style)
