"""Loaded audit rules that look right and are not: narrowed, for one architecture, switched off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from scanner.facts.audit import parse
from scanner.facts.os import Os
from scanner.facts.raw import Raw, Stream
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.model.verdict import Verdict
from scanner.rules import rules

STATUS = "enabled 1\nfailure 1\npid 5\nbacklog_limit 8192\nlost 0\n"


def judged(name: str, loaded: str, wanted: dict[str, Any], machine: str = "x86_64", there: str = "") -> Outcome:
    texts = {"status": STATUS, "rules": loaded, "settings": "", "there": there}
    audit = parse(Raw(streams={stream: Stream(text.encode()) for stream, text in texts.items()}))
    scene = Scene({"audit": audit, "os": Os(architecture=machine)}, datetime(2026, 1, 1, tzinfo=UTC), {})
    return rules()[name].bind(wanted)(scene)


@pytest.mark.parametrize(
    ("loaded", "verdict"),
    [
        ("-w /etc/shadow -p wa -k x\n", Verdict.PASS),
        ("-w /etc -p rwxa\n", Verdict.PASS),
        ("-a always,exit -F dir=/etc -F perm=wa -F key=x\n", Verdict.PASS),
        ("-a always,exit -F arch=b64 -F path=/etc/shadow -F perm=wa\n", Verdict.FAIL),
        (
            "".join(f"-a always,exit -F arch={arch} -F path=/etc/shadow -F perm=wa\n" for arch in ("b64", "b32")),
            Verdict.PASS,
        ),
        ("-w /etc/shadow -p r\n", Verdict.FAIL),
        ("-w /etc/shadow- -p wa\n", Verdict.FAIL),
        ("-a always,exit -F path=/etc/shadow -F perm=wa -F auid=1001\n", Verdict.FAIL),
        ("-a never,exit -F path=/etc/shadow -F perm=wa\n", Verdict.FAIL),
        ("-a always,exit -F path=/etc -F perm=wa\n", Verdict.FAIL),
        ("No rules\n", Verdict.FAIL),
        ("-z odd\n", Verdict.ERROR),
    ],
)
def test_a_watch_counts_where_nothing_narrows_it(loaded: str, verdict: Verdict) -> None:
    outcome = judged("audit.watched", loaded, {"paths": ["/etc/shadow"]}, there="/etc/shadow\n")
    assert outcome.verdict is verdict


def test_a_watch_counts_by_either_name_of_the_run_directory() -> None:
    outcome = judged("audit.watched", "-w /run/utmp -p wa\n", {"paths": ["/var/run/utmp"]}, there="/var/run/utmp\n")
    assert outcome.verdict is Verdict.PASS


def test_files_the_host_does_not_have_need_no_watch() -> None:
    assert judged("audit.watched", "No rules\n", {"paths": ["/etc/sudoers"]}).verdict is Verdict.NOT_APPLICABLE


def both(fields: str) -> str:
    return "".join(f"-a always,exit -F arch={arch} -S openat,creat {fields}\n" for arch in ("b64", "b32"))


@pytest.mark.parametrize(
    ("loaded", "exits", "verdict"),
    [
        (both("-F auid>=1000 -F auid!=-1"), [], Verdict.PASS),
        (both("-F auid>=2000"), [], Verdict.FAIL),
        (both("-F uid=33"), [], Verdict.FAIL),
        (both("-F exit=-EACCES"), ["EACCES"], Verdict.PASS),
        (both("-F exit=-EACCES"), ["EACCES", "EPERM"], Verdict.FAIL),
        (both("-F success=0"), ["EACCES", "EPERM"], Verdict.PASS),
        (both("-F exit=-EACCES"), [], Verdict.FAIL),
        (both(""), ["EACCES"], Verdict.PASS),
        ("-a always,exit -S all\n", [], Verdict.PASS),
        (both("") + "-a never,task\n", [], Verdict.FAIL),
    ],
)
def test_a_call_counts_where_people_and_results_are_all_meant(loaded: str, exits: list[str], verdict: Verdict) -> None:
    wanted = {"calls": ["openat", "creat"], "exits": exits}
    assert judged("audit.called", loaded, wanted).verdict is verdict


def test_arm_has_neither_32_bit_rules_nor_the_old_calls() -> None:
    loaded = "-a always,exit -F arch=b64 -S openat\n"
    assert judged("audit.called", loaded, {"calls": ["openat", "creat"]}, "aarch64").verdict is Verdict.PASS
    assert judged("audit.called", loaded, {"calls": ["openat", "creat"]}).verdict is Verdict.FAIL


def test_raised_privileges_need_the_comparison_of_users() -> None:
    wanted = {"calls": ["openat"], "escalates": True}
    assert judged("audit.called", both("-C uid!=euid -F euid=0"), wanted).verdict is Verdict.PASS
    assert judged("audit.called", both("-F euid=0"), wanted).verdict is Verdict.FAIL
