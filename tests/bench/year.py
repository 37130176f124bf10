"""How large a year of nights gets, and how long comparing two of them takes."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from scanner.assess.compare import between
from scanner.model.host import Host, Visit
from scanner.model.status import Change
from scanner.model.verdict import HostState
from scanner.store.history import Answer, History, Known
from tests.bench.table import Row, Section, at_most, number
from tests.store.nights import finding, night, run_of

HOSTS, CHECKS, NIGHTS, MEASURED = 1000, 300, 365, 5


def year(folder: Path) -> Section:
    """Saves some nights at full width, 1 % of the pairs changed each night, and scales their growth to a year."""
    chance = random.Random(1)  # noqa: S311 - which pairs change is no secret
    hosts, checks = [f"host{n:04}" for n in range(HOSTS)], [f"linux-check-{n:03}" for n in range(CHECKS)]
    words = {(host, check): "pass:as it should be" for host in hosts for check in checks}
    pairs = list(words)
    known = Known([Host(name=host, host_id=host) for host in hosts], dict.fromkeys(checks, ()))
    path = folder / "year.sqlite"
    sizes, seconds = [], []
    with History(path) as history:
        for number_of_night in range(1, MEASURED + 1):
            if number_of_night > 1:
                for pair in chance.sample(pairs, len(pairs) // 100):
                    failing = words[pair].startswith("pass")
                    words[pair] = f"fail:port {chance.randrange(1000)}" if failing else "pass:as it should be"
            at = night(number_of_night)

            def answers(at: datetime = at) -> Iterator[Answer]:
                for host in hosts:
                    visit = Visit(
                        host=host,
                        state=HostState.ANSWERED,
                        observed_at=at,
                        evidence_sha256="ab" * 32,
                        system="Debian 12",
                    )
                    yield Answer(visit, [finding(host, check, words[host, check], at) for check in checks])

            began = time.process_time()
            history.save(
                run_of(number_of_night), known, dict.fromkeys(hosts, checks), answers(), at + timedelta(hours=1)
            )
            seconds.append(time.process_time() - began)
            sizes.append(
                sum(each.stat().st_size for each in folder.glob("year.sqlite*") if each.suffix != ".sqlite-shm")
            )
        began = time.process_time()
        old, new = (history.assessments(f"run-{n:04}")[0] for n in (MEASURED - 1, MEASURED))
        changes = {between(each.before, each.after) for each in history.differences(old, new)}
        diff = time.process_time() - began
    if not changes - {Change.UNCHANGED}:
        raise RuntimeError("nothing changed between two nights")
    growth = (sizes[-1] - sizes[0]) / (MEASURED - 1)
    whole = (sizes[0] + growth * (NIGHTS - 1)) / 2**20
    rows = [
        at_most(f"size after {NIGHTS} nights", whole, "MB", 1024),
        Row("size after the first night; growth per night", f"{sizes[0] / 2**20:.0f} MB; {number(growth / 2**20)} MB"),
        at_most("comparing two nights", diff, "s", 1),
        Row("saving one night", f"{number(sum(seconds[1:]) / len(seconds[1:]))} s"),
    ]
    about = (
        f"{HOSTS} hosts × {CHECKS} checks, 1 % of the pairs changed each night. {MEASURED} nights were saved at full "
        f"width; the growth of the last {MEASURED - 1} is scaled to {NIGHTS}. Saving includes making the findings."
    )
    return Section("A year of history", about, rows)
