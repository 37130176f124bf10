"""How long a report of a large fleet takes, how much memory, and how large it is."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from scanner.assess.report import Content, Seen, assemble
from scanner.assess.site import Site
from scanner.content.library import Library, load_library
from scanner.language.check import Check
from scanner.model.base import Text
from scanner.model.facts import Source
from scanner.model.finding import Finding, Judged
from scanner.model.host import Host, Visit
from scanner.model.report import RunInfo
from scanner.model.run import Run
from scanner.model.target import Scope, Target
from scanner.model.unknown import Cause
from scanner.model.verdict import HostState, Verdict
from scanner.render.files import write
from scanner.render.formats import FORMATS
from scanner.store.history import Answer, History, Known
from tests.bench.table import Row, Section, at_most, number

CHECKS, HOSTS = 300, 1000
NIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
DIGEST = "0" * 64
ROOT = Path(__file__).parents[2]


def report(folder: Path) -> Section:
    """A process of its own makes each report, so that its peak of memory is that of the report alone."""
    one, many = (_measured(folder / str(hosts), hosts) for hosts in (1, HOSTS))
    rows = [
        at_most(f"report of {HOSTS} hosts × {CHECKS} checks, HTML", many["counting"] + many["showing"], "s", 20),
        Row("of that: counting and rolling up; the page", _seconds(many, "counting", "showing")),
        Row("its JSON beside it", _seconds(many, "writing")),
        at_most("its HTML file", many["html"] / 2**20, "MB", 8),
        Row("its JSON file", f"{number(many['json'] / 2**20)} MB"),
        Row("memory at the peak", f"{number(many['peak'])} MB, of one host {number(one['peak'])} MB"),
        at_most("HTML file of one host", one["html"] / 1000, "kB", 400),
    ]
    about = (
        "CPU seconds. A fifth of the checks fail, each on a third of the hosts and with up to five different values; "
        "one check in twenty cannot be judged on a tenth of them. SYS.1.1 and SYS.1.3 are modelled for all hosts."
    )
    return Section("The report of a large fleet", about, rows)


def _measured(folder: Path, hosts: int) -> dict[str, float]:
    folder.mkdir()
    with History(folder / "store.sqlite") as history:
        _save(history, hosts)
    argv = [sys.executable, "-m", "tests.bench.report", str(folder), str(hosts)]
    ended = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def _seconds(found: dict[str, float], *parts: str) -> str:
    return "; ".join(f"{number(found[part])} s" for part in parts)


def _checks(library: Library) -> dict[str, Check]:
    """Our checks, and as many of them again under another name as it takes."""
    checks = islice(cycle(enumerate(library.checks.values())), CHECKS)
    named = (
        (f"{check.id}-again" if n >= len(library.checks) else check.id, check) for n, (_, check) in enumerate(checks)
    )
    return {name: check.model_copy(update={"id": name}) for name, check in named}


def _hosts(hosts: int) -> list[Host]:
    return [
        Host(
            name=f"server{n:04}.piirkond{n % 7}.asutus.ee",
            host_id=f"server{n:04}",
            groups=("all", f"rühm{n % 9}"),
            owner=f"omanik{n % 5}",
        )
        for n in range(hosts)
    ]


def _save(history: History, hosts: int) -> None:
    chance = random.Random(1)  # noqa: S311 - what fails where is no secret
    checks, fleet = _checks(load_library("2024")), _hosts(hosts)

    def answers() -> Iterator[Answer]:
        for host in fleet:
            visit = Visit(
                host=host.host_id, name=host.name, state=HostState.ANSWERED, observed_at=NIGHT, system="Debian 12"
            )
            yield Answer(visit, [_finding(host, n, check, chance) for n, check in enumerate(checks.values())])

    run = Run(id="20261124T000000Z-bench", started=NIGHT, finished=NIGHT + timedelta(hours=1), edition="2024")
    planned = {host.host_id: tuple(checks) for host in fleet}
    history.save(run, Known(fleet, dict.fromkeys(checks, ())), planned, answers(), NIGHT + timedelta(hours=1))


def _finding(host: Host, n: int, check: Check, chance: random.Random) -> Finding:
    objects: tuple[str, ...] = ("as it should be",)
    verdict, cause, message = Verdict.PASS, None, check.title
    if n % 5 == 0 and chance.random() < 0.33:
        verdict, message, objects = Verdict.FAIL, check.gap, (f"value {chance.randrange(5)}", "another value")
    elif n % 20 == 7 and chance.random() < 0.1:
        verdict, cause, objects = Verdict.ERROR, Cause.PERMISSION, ()
    return Finding(
        host=host.host_id,
        check=check.id,
        verdict=verdict,
        severity=check.severity,
        cause=cause,
        message=message,
        observed_at=NIGHT,
        objects=tuple(
            Judged(
                key=f"key {each}",
                at="files.files",
                verdict="fail" if verdict is Verdict.FAIL else "pass",
                expected=Text(et="nii, nagu peab", en="as it should be"),
                actual=each,
                source=Source(file=f"/etc/service/{check.id}.conf", line=n, text=f"setting = {each}"),
            )
            for each in objects
        ),
        judged=len(objects),
    )


def _main(folder: Path, hosts: int) -> None:
    library = load_library("2024")
    checks = _checks(library)
    site = Site(
        scope=_scope(hosts),
        catalogue=library.catalogue,
        coverage=library.coverage,
        checks=frozenset(checks),
        hosts=_hosts(hosts),
        as_of=NIGHT.date(),
    )
    with History(folder / "store.sqlite") as history:
        run = history.run("latest")
        found = history.findings(history.assessments(run.id)[0])
        visits = history.visits(run.id)
    info = RunInfo(
        id=run.id,
        kind="run",
        started=run.started,
        finished=run.finished,
        edition="2024",
        version="bench",
        content_sha256=DIGEST,
        catalogue_sha256=DIGEST,
        inventory_sha256=DIGEST,
        planned_pairs=run.planned_pairs,
    )
    began = time.process_time()
    made = assemble(Seen(info, site, found.of, visits), Content(checks, library.proofs))
    counted = time.process_time()
    page, data = folder / "report.html", folder / "report.json"
    write(page, FORMATS["html"].render(made, "et"))
    shown = time.process_time()
    write(data, FORMATS["json"].render(made, "et"))
    ended = time.process_time()
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(
        json.dumps(
            {
                "counting": counted - began,
                "showing": shown - counted,
                "writing": ended - shown,
                "html": page.stat().st_size,
                "json": data.stat().st_size,
                "peak": int(peak[1]) / 1024 if peak else 0,
            }
        )
    )


def _scope(hosts: int) -> Scope:
    names = tuple(host.name for host in _hosts(hosts))
    return Scope(
        agency="Näidisvalla Valitsus",
        targets=(Target(id="serverid", name="Serverid", hosts=names, modules=("SYS.1.1", "SYS.1.3")),),
    )


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
