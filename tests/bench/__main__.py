"""Runs the whole bench and writes the page."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import collecting
from tests.bench.judging import judging
from tests.bench.report import report
from tests.bench.table import Section, write
from tests.bench.target import booted
from tests.bench.year import year


def main() -> int:
    """Measure all; a few minutes. Returns 1 when it may not run here."""
    if os.geteuid() != 0:
        print("bench: it boots a container, run it as root", file=sys.stderr)
        return 1
    began = time.monotonic()
    sections: list[Section] = []

    def done(section: Section) -> None:
        sections.append(section)
        print(f"{section.title} ({time.monotonic() - began:.0f} s)", flush=True)
        for row in section.rows:
            print(f"  {row.what}: {row.measured} {row.target} {row.verdict}", flush=True)

    with booted() as target:
        evidence = collecting.evidence(target)
        target.record(evidence)
        done(collecting.fleet(target))
        done(collecting.host(target))
        done(collecting.memory(target))
    done(judging(evidence))
    with tempfile.TemporaryDirectory(prefix="eits-bench-") as folder:
        done(year(Path(folder)))
        done(report(Path(folder)))
    print(write(sections, time.monotonic() - began))
    return 0


if __name__ == "__main__":
    sys.exit(main())
