"""The page over all runs: what each found, how complete it was, and the files there are of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from scanner.assess.trend import chosen
from scanner.model.report import Marking
from scanner.model.run_numbers import RunNumbers
from scanner.model.status import Change
from scanner.model.verdict import Severity
from scanner.render.say import Say, clip
from scanner.render.view.trend import Bar, bars

MOST_RUNS = 400
MOST_CURRENT = 20
_CHANGES = (Change.NEW, Change.REGRESSED, Change.WORSE, Change.FIXED, Change.GONE_UNKNOWN)
_PAGES = (".html", ".pdf")
_FILE = re.compile(
    r"(?:-(?P<audience>partner|management|acceptance))?(?:-(?P<whose>.+?))?(?P<suffix>(?:\.junit|\.oscal|\.hdf)?\.\w+)"
)
_CURRENT = re.compile(r"\d{8}(?:T\d{6}-current|-as-of)(?=[.-])")
_EVIDENCE = re.compile(r"\.(?P<measure>[A-Z]+(?:\.\d+)+\.M\d+)\.evidence\.zip")


@dataclass(frozen=True, slots=True)
class Link:
    """A file of the folder: its address from the page, and what it is."""

    address: str
    label: str
    suffix: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run."""

    id: str
    started: datetime
    scope: str
    hosts: str
    silent: bool
    """Whether a host did not answer."""
    gaps: tuple[tuple[Severity, int], ...]
    gaps_told: str
    """Where there is no gap: what that means."""
    changes: tuple[tuple[Change, int], ...]
    changes_told: str
    whole: bool
    completeness: str
    files: tuple[Link, ...]
    command: str
    """What makes one, where there is none."""


@dataclass(frozen=True, slots=True)
class Index:
    """Everything on the page."""

    marking: Marking | None
    agency: str
    area: str
    started: datetime
    """When the newest run began."""
    updated: datetime
    runs: tuple[RunRow, ...]
    older: int
    trend: tuple[Bar, ...]
    current: tuple[Link, ...]
    """Reports of the current state, newest first."""


def index(
    runs: Sequence[RunNumbers],
    files: Iterable[str],
    say: Say,
    *,
    marking: Marking | None,
    agency: str,
    area: str,
    updated: datetime,
) -> Index:
    """The view of at least one run, newest first, and of the names of the files in the folder of reports."""
    names = sorted(files)
    whole = chosen([each for each in reversed(runs) if each.whole], lambda each: each.run.finished)
    points = [(each.run.finished, each.answered, each.gaps) for each in whole]
    current = [name for name in reversed(names) if _CURRENT.match(name)]
    return Index(
        marking=marking,
        agency=agency,
        area=area,
        started=runs[0].run.started,
        updated=updated,
        runs=tuple(_row(each, names, say) for each in runs[:MOST_RUNS]),
        older=max(0, len(runs) - MOST_RUNS),
        trend=bars(points, say) if len(points) > 1 else (),
        current=tuple(_link(name, name[: _length(name)], say) for name in current[:MOST_CURRENT]),
    )


def _length(name: str) -> int:
    """How long the id of the report is at the beginning of its file's name; 0 for a file of no current state."""
    found = _CURRENT.match(name)
    return found.end() if found else 0


def _row(each: RunNumbers, names: Sequence[str], say: Say) -> RunRow:
    run = each.run
    own = [name for name in names if name.startswith((f"{run.id}.", f"{run.id}-"))]
    changes = tuple((change, each.changes[change]) for change in _CHANGES if each.changes.get(change))
    first = each.changes.get(Change.FIRST, 0) > 0
    short = run.attempted_pairs < run.planned_pairs
    seen = run.complete and not short and each.answered == each.hosts
    none = say("i_none") if seen else say("i_partly") if each.answered else say("i_nothing")
    if each.unjudged and each.answered:
        none = say("i_unseen", findings=say.count(each.unjudged, "finding"))
    told = [
        say("i_stopped") if not run.complete else "",
        say("i_pairs", judged=say.number(run.attempted_pairs), planned=say.number(run.planned_pairs)) if short else "",
        say("i_unjudged", n=say.number(each.unjudged)) if each.unjudged else "",
    ]
    return RunRow(
        id=run.id,
        started=run.started,
        scope=_scope(each, say),
        hosts=f"{say.number(each.answered)}/{say.number(each.hosts)}",
        silent=each.answered < each.hosts,
        gaps=tuple((severity, each.gaps[severity]) for severity in reversed(Severity) if each.gaps.get(severity)),
        gaps_told=none,
        changes=changes,
        changes_told=say("i_first") if first else say("i_unchanged"),
        whole=not any(told) and each.answered == each.hosts,
        completeness=", ".join(filter(None, told)) or say("i_whole"),
        files=tuple(sorted((_link(name, run.id, say) for name in own), key=_order)),
        command=f"eits-scan report {run.id} -i inventory",
    )


def _scope(each: RunNumbers, say: Say) -> str:
    asked = (*each.run.asked.checks, *each.run.asked.measures)
    told = [say("i_limit", limit=clip(each.run.part, 120))] if each.run.part else []
    told += [say("i_narrowed", names=say.names(asked, 3))] if asked else []
    return "; ".join(told) or say("i_everything")


def _order(link: Link) -> tuple[bool, str, str]:
    return link.suffix not in _PAGES, link.label, link.suffix


def _link(name: str, run: str, say: Say) -> Link:
    rest = name.removeprefix(run)
    if evidence := _EVIDENCE.fullmatch(rest):
        return Link(quote(name), say("i_evidence", measure=evidence["measure"]), ".zip")
    found = _FILE.fullmatch(rest)
    if not found:
        return Link(quote(name), clip(rest, 80), "")
    kind = f"i_audience_{found['audience'] or 'specialist'}" if found["suffix"] in _PAGES else "i_data"
    whose = f": {clip(found['whose'], 60)}" if found["whose"] else ""
    return Link(quote(name), say(kind) + whose, found["suffix"])
