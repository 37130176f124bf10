"""The metrics file, read as Prometheus reads it."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from scanner.model.night import Completeness, Night, Outcome, Step
from scanner.notify.metrics import render
from scanner.whole_file import write

NIGHT = Night(
    started=datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
    finished=datetime(2026, 11, 24, 0, 5, tzinfo=UTC),
    steps=(Step(name='a"b\\c\nd', outcome=Outcome.FAILED), Step(name="scan", outcome=Outcome.DONE)),
    completeness=Completeness(hosts_seen=9, hosts=10, pairs_seen=0, pairs=0),
)
LINE = re.compile(r'(?P<name>[a-z_]+)(\{([a-z_]+="(\\\\|\\"|\\n|[^"\\\n])*",?)+\})? (?P<value>[0-9.e+-]+)')


def test_every_line_is_a_sample_of_a_metric_that_has_help_and_type() -> None:
    described: set[str] = set()
    for line in render(NIGHT, None, NIGHT.started).splitlines():
        if line.startswith("#"):
            described.add(line.split()[2])
            continue
        sample = LINE.fullmatch(line)
        assert sample, line
        assert sample["name"] in described
    assert r'eits_scan_step_failed{step="a\"b\\c\nd"} 1.0' in render(NIGHT, None, None)


def test_a_night_without_a_report_tells_no_old_number_and_keeps_the_last_success() -> None:
    text = render(NIGHT, None, datetime(2026, 11, 23, tzinfo=UTC))
    assert "eits_scan_last_success_timestamp_seconds 1795392000.0" in text
    assert "eits_scan_complete 0.0" in text
    assert "eits_scan_gaps" not in text
    assert "eits_scan_last_success" not in render(NIGHT, None, None)


def test_the_file_has_its_mode_whatever_the_umask_and_leaves_no_draft(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write(tmp_path / "eits.prom", [b"a 1\n"], 0o644)
        write(tmp_path / "eits.prom", [b"a 2\n"], 0o644)
    finally:
        os.umask(before)
    (path,) = tmp_path.iterdir()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"a 2\n", 0o644)
