"""When each service last ended and how, for jobs that a timer starts. systemd remembers it until the next boot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from scanner.facts._systemctl import blocks
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_TIME = re.compile(r"[A-Z][a-z]{2} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")


class ServiceRun(Item):
    """The last run of a service. `result` is systemd's word: success, exit-code, timeout, oom-kill and so on.

    `ended` is in UTC. It is Unknown when the service has not ended since the host was booted, be it that it did not run
    or that it runs all the time.
    """

    name: str
    result: str | Unknown = NOT_COLLECTED
    ended: datetime | Unknown = NOT_COLLECTED


class ServiceRuns(Facts):
    """The last run of each service of the host. Of one that the manager does not hold in memory nothing is known."""

    services: Items[ServiceRun] | Unknown = NOT_COLLECTED


FACTS = ServiceRuns


def parse(raw: Raw) -> ServiceRuns:
    """The facts of the `service_runs` collector."""
    lines, missing = raw.seen("services")
    stream = raw.stream("services")
    if not lines:
        said = stream.error.strip().split("\n")[0][:200] if stream else ""
        cause = Cause.MISSING_TOOL if "systemd" in said else Cause.UNPARSED
        return ServiceRuns(services=missing or Unknown(cause=cause, detail=said or "systemctl said nothing"))
    runs = [_run(block) for block in blocks(lines, cut=missing is not None) if "Id" in block]
    files, unlisted = raw.seen("files")
    known = {run.name for run in runs}
    names = [line.split()[0] for line in files if line.split() and "@." not in line.split()[0]]
    runs += [_forgotten(name) for name in names if name.endswith(".service") and name not in known]
    return ServiceRuns(services=Items[ServiceRun](items=tuple(runs), missing=missing or unlisted))


def _forgotten(name: str) -> ServiceRun:
    why = Unknown(cause=Cause.NOT_COLLECTED, detail="no run since the host was booted is known")
    return ServiceRun(name=name, result=why, ended=why)


def _run(block: Mapping[str, str]) -> ServiceRun:
    ended = _TIME.fullmatch(block.get("ExecMainExitTimestamp", ""))
    result = block.get("Result") or Unknown(cause=Cause.UNPARSED, detail="systemctl gave no result")
    if ended is None:
        why = "has not ended since the host was booted"
        return ServiceRun(name=block["Id"], result=result, ended=Unknown(cause=Cause.NOT_COLLECTED, detail=why))
    when = datetime.strptime(ended[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    return ServiceRun(name=block["Id"], result=result, ended=when)
