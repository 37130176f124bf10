"""Checks that compare hosts conclude nothing where not every host is asked: what nobody looked for is not fixed."""

from __future__ import annotations

import json
from pathlib import Path

from scanner.errors import ExitCode
from tests.cli.conftest import QUICK, Command
from tests.cli.test_nightly import GONE, RECORDED, inventory

SHARED = "linux-sshd-hostkey-unique"


def stands(eits: Command, hosts: Path) -> dict[str, tuple[str, str]]:
    """What is known now of the check: verdict and change by host."""
    report = json.loads(eits("report", "-i", hosts, "--format", "json", "-o", "-").stdout)
    return {each["host"]: (each["verdict"], each["change"]) for each in report["findings"] if each["check"] == SHARED}


def test_a_run_or_judging_of_some_hosts_leaves_a_shared_key_as_it_was(eits: Command, tmp_path: Path) -> None:
    hosts = inventory(tmp_path, first=RECORDED, second=RECORDED)
    assert eits("scan", "-i", hosts, *QUICK, "--check", SHARED).returncode == ExitCode.FINDINGS
    whole = eits("runs", "list").stdout.split()[0]
    for words in (("evaluate", whole, "-l", "first"), ("scan", "-l", "first", *QUICK), ("evaluate", "latest")):
        done = eits(*words, "-i", hosts)
        assert done.returncode in (ExitCode.FINDINGS, ExitCode.UNSEEN, ExitCode.OK), done.stderr
    assert stands(eits, hosts) == {"first": ("fail", "not_scanned"), "second": ("fail", "not_scanned")}


def test_comparing_hosts_by_name_within_a_limit_is_refused(eits: Command, tmp_path: Path) -> None:
    hosts = inventory(tmp_path, first=RECORDED, second=RECORDED)
    done = eits("scan", "-i", hosts, "-l", "first", "--check", SHARED)
    assert done.returncode == ExitCode.USAGE
    assert f"{SHARED} compares all hosts of the inventory" in done.stderr


def test_a_shared_key_is_not_fixed_while_the_other_host_is_down(eits: Command, tmp_path: Path) -> None:
    hosts = inventory(tmp_path, first=RECORDED, second=RECORDED)
    assert eits("scan", "-i", hosts, "--check", SHARED).returncode == ExitCode.FINDINGS
    inventory(tmp_path, first=RECORDED, second=GONE)
    assert eits("scan", "-i", hosts, "--check", SHARED).returncode == ExitCode.UNSEEN
    assert {verdict for verdict, _ in stands(eits, hosts).values()} == {"error"}
