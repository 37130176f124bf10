"""How long judging takes, apart from everything else."""

from __future__ import annotations

import gc
import time
from datetime import UTC, datetime
from itertools import cycle, islice

from scanner.__main__ import GARBAGE
from scanner.assess.evaluate import Circumstances, compile_check, evaluate
from scanner.assess.plan import make_plan
from scanner.collect.evidence import decode
from scanner.content.checks import load_checks
from scanner.content.library import check_folders
from scanner.content.rule_data import shipped_rules
from scanner.facts.registry import facts_of
from tests.bench.table import Row, Section, at_most, number

CHECKS, HOSTS, MEASURED = 300, 1000, 200


def judging(evidence: bytes) -> Section:
    """Judges each of the measured hosts from facts read anew from its evidence."""
    checks = load_checks(check_folders()).checks
    plan = make_plan((), checks, shipped_rules().rules)
    compiled = [compile_check(check, shipped_rules().rules) for check in islice(cycle(checks.values()), CHECKS)]
    now, around = datetime.now(UTC), Circumstances()
    reading = judging = 0.0
    gc.set_threshold(*GARBAGE)  # as the command does
    for number_of_host in range(MEASURED):
        began = time.process_time()
        facts = facts_of(decode(evidence), plan.collectors)
        read = time.process_time()
        for each in compiled:
            evaluate(each, f"host{number_of_host}", facts, now, around)
        reading += read - began
        judging += time.process_time() - read
    scale = HOSTS / MEASURED
    rows = [
        at_most(f"judging {CHECKS} checks × {HOSTS} hosts", judging * scale, "s", 10),
        Row("one check on one host", f"{number(judging / MEASURED / CHECKS * 1e6)} µs"),
        Row(f"reading the facts of {HOSTS} hosts from their evidence", f"{number(reading * scale)} s"),
    ]
    about = (
        f"CPU seconds on one core. {len(checks)} checks, repeated to {CHECKS}, judge {MEASURED} hosts, scaled to "
        f"{HOSTS}; the evidence is the container's. Each host's facts are read anew from it, and nothing is shared "
        "between hosts."
    )
    return Section("Judging", about, rows)
