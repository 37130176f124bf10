"""What a user does after a scan: list it, show it, report it again, judge it again, compare."""

from __future__ import annotations

import gzip
import hashlib
import json
import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from scanner.errors import ExitCode
from tests.cli.conftest import FAILING, QUICK, Command, command


def test_runs_can_be_listed_shown_reported_and_judged_again(eits: Command, local: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    listed = eits("runs", "list").stdout.split()
    assert "2/2" in listed
    run = listed[0]
    assert "here" in eits("runs", "show", "latest").stdout
    again = eits("report", run, "-i", local, "--format", "json", "-o", "-")
    report = json.loads(again.stdout)
    assert (report["run"]["id"], len(report["findings"])) == (run, 2)
    current = json.loads(eits("report", "-i", local, "--format", "json", "-o", "-").stdout)
    assert (current["run"]["kind"], len(current["findings"])) == ("current", 2)
    judged = eits("evaluate", run, "-i", local, "--fail-on", "never")
    assert judged.returncode == ExitCode.OK, judged.stderr
    assert "differences:" in judged.stdout


def test_a_run_records_what_determined_it(eits: Command, local: Path, tmp_path: Path) -> None:
    words = ("--forks", "3", "--host-timeout", "60", "--limit", "here", *QUICK)
    assert eits("scan", "-i", local, *words).returncode == ExitCode.OK
    shown = eits("runs", "show", "latest").stdout
    for told in ("linux-account-uid0-only-root", "'forks': 3", "'host_seconds': 60", "limit             here"):
        assert told in shown
    run = json.loads(eits("report", "latest", "-i", local, "--format", "json", "-o", "-").stdout)["run"]
    assert (run["limit"], run["narrowed"]) == ("here", ["linux-account-uid0-only-root"])
    (path,) = (tmp_path / "home" / "runs").glob("*/manifest.json")
    assert run["manifest_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = json.loads(path.read_text())
    (evidence,) = path.parent.glob("evidence/here.evidence.gz")
    listed = manifest["files"]["evidence/here.evidence.gz"]
    assert listed == hashlib.sha256(evidence.read_bytes()).hexdigest()
    sent = hashlib.sha256(gzip.decompress(evidence.read_bytes())).hexdigest()
    assert [(each["host"], each["evidence_sha256"]) for each in manifest["hosts"]] == [("here", sent)]


def test_a_run_of_some_hosts_leaves_the_others_as_they_were(eits: Command, local: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    assert eits("scan", "-i", local, "--limit", "here", *QUICK).returncode == ExitCode.OK
    current = json.loads(eits("report", "-i", local, "--format", "json", "-o", "-").stdout)
    changes = {each["host"]: (each["verdict"], each["change"]) for each in current["findings"]}
    assert changes == {"here": ("pass", "unchanged"), "there": ("pass", "not_scanned")}
    assert "not_scanned" in eits("runs", "diff", eits("runs", "list").stdout.split("\n")[1].split()[0]).stdout


def test_the_example_of_init_is_a_valid_inventory(eits: Command, tmp_path: Path) -> None:
    assert eits("init", tmp_path / "site").returncode == ExitCode.OK
    listed = eits("inventory", "list", "-i", tmp_path / "site" / "inventory")
    assert listed.returncode == ExitCode.OK, listed.stderr
    assert eits("init", tmp_path / "site").returncode == ExitCode.USAGE


def test_ctrl_c_keeps_what_was_collected_and_what_was_known_of_hosts_not_asked(
    eits: Command, local: Path, tmp_path: Path
) -> None:
    at_hand = "{ansible_connection: local}"
    hosts = {"here": at_hand, "slow": at_hand, "there": at_hand}
    _inventory(local, hosts)
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never says a word
        slow = f"{{ansible_host: 127.0.0.1, ansible_port: {silent.getsockname()[1]}}}"
        _inventory(local, {**hosts, "slow": slow})
        words = command("scan", "-i", local, "--home", tmp_path / "home", "--forks", "1", *QUICK)
        process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stderr
        for line in process.stderr:
            if " here:" in line:
                break
        with silent.accept()[0]:
            process.send_signal(signal.SIGINT)
            said, complained = process.communicate(timeout=180)
    assert process.returncode == ExitCode.UNSEEN, complained
    assert "1/3 hosts were not asked: stopped" in complained
    assert "1 host jäi skannimata" in said
    report = json.loads(eits("report", "latest", "-i", local, "--format", "json", "-o", "-").stdout)
    assert (report["run"]["complete"], report["run"]["not_asked"]) == (False, 1)
    states = {each["name"]: (each["state"], each["cause"]) for each in report["hosts"]}
    assert states == {"here": ("answered", None), "slow": ("failed", "stopped"), "there": ("not_scanned", None)}
    assert {each["host"]: each["verdict"] for each in report["findings"]} == {"here": "pass", "slow": "error"}
    current = json.loads(eits("report", "-i", local, "--format", "json", "-o", "-").stdout)
    known = {each["host"]: (each["verdict"], each["change"]) for each in current["findings"]}
    assert known["there"] == ("pass", "not_scanned")
    assert "stopped early  2/3 pairs" in eits("runs", "list").stdout


def _inventory(path: Path, hosts: Mapping[str, str]) -> None:
    lines = "".join(f"    {name}: {variables}\n" for name, variables in hosts.items())
    path.write_text(f"all:\n  hosts:\n{lines}", encoding="utf-8")


def test_a_killed_scan_leaves_the_history_whole(eits: Command, local: Path, tmp_path: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    words = command("scan", "-i", local, "--home", tmp_path / "home")
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr
        process.stderr.readline()  # the first host is done: evidence is on disk, the store is about to be written
        process.kill()
    assert eits("runs", "list").stdout.count("\n") >= 1
    proven = eits("runs", "verify")
    assert (proven.returncode, "changed" in proven.stdout) == (ExitCode.OK, False), proven.stdout
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK


def test_runs_are_compared_as_they_were_last_judged(eits: Command, local: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    old, new = (line.split()[0] for line in reversed(eits("runs", "list").stdout.splitlines()))
    before = eits("runs", "diff", old, new).stdout
    assert before.startswith(f"old {old}  assessed ")
    assert f"\nnew {new}  assessed " in before
    assert "different content" not in before
    own = tmp_path / "home" / "checks" / "own-account-ada.yaml"
    own.parent.mkdir()
    own.write_text(FAILING, encoding="utf-8")
    assert eits("evaluate", new, "-i", local).returncode == ExitCode.FINDINGS
    after = eits("runs", "diff", old, new).stdout
    assert "here own-account-ada" in after
    assert "different content" in after


def test_judging_a_narrow_run_again_leaves_what_it_did_not_look_at(eits: Command, local: Path) -> None:
    both = (*QUICK, "--check", "linux-account-uid-unique")
    assert eits("scan", "-i", local, *both).returncode == ExitCode.OK
    assert eits("scan", "-i", local, "--check", "linux-sshd-permit-root-login").returncode != ExitCode.BUG
    assert "differences:" in eits("evaluate", "latest", "-i", local).stdout
    current = json.loads(eits("report", "-i", local, "--format", "json", "-o", "-").stdout)
    kept = {each["check"]: each["verdict"] for each in current["findings"]}
    assert (kept["linux-account-uid0-only-root"], kept["linux-account-uid-unique"]) == ("pass", "pass")


def test_reporting_before_any_run_says_so_and_makes_nothing(eits: Command, local: Path, tmp_path: Path) -> None:
    for words in (("report",), ("evaluate", "latest")):
        (tmp_path / "home").mkdir(exist_ok=True)
        done = eits(*words, "-i", local)
        assert done.returncode == ExitCode.NOTHING, done.stderr
        assert "eits-scan scan" in done.stderr
    assert not (tmp_path / "home" / "store.sqlite").exists()
