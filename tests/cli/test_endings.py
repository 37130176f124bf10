"""Every way a command can end: its exit code, and that it says what happened, where, and what to do."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.errors import ExitCode
from tests.cli.conftest import FAILING, LOCAL, QUICK, Command, command


def test_the_help_tells_every_exit_code(eits: Command) -> None:
    told = eits("--help").stdout.partition("Exit codes:")[2].partition("Options:")[0]
    assert [int(number) for number in re.findall(r"(?:^|·|\n) *(\d+) ", told)] == [code.value for code in ExitCode]


def test_a_command_that_is_interrupted_ends_with_130(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    # A background job begins with SIGINT ignored, and hands that on.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    asked, slow = tmp_path / "asked", tmp_path / "slow.sh"
    os.mkfifo(asked)
    slow.write_text(f"#!/bin/sh\necho asked > {asked}\nexec sleep 3600\n", encoding="utf-8")
    slow.chmod(0o700)
    words = command("inventory", "list", "-i", slow)
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert asked.read_text(encoding="ascii") == "asked\n"  # waits for the script
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr
        said = process.stderr.read()
    assert process.returncode == ExitCode.INTERRUPTED
    assert said.endswith("eits-scan: interrupted\n")
    assert "Traceback" not in said


def test_a_clean_scan_ends_with_0_and_names_its_reports(eits: Command, local: Path) -> None:
    done = eits("scan", "-i", local, *QUICK)
    assert done.returncode == ExitCode.OK, done.stderr
    written = [Path(line) for line in done.stdout.splitlines() if line.endswith((".html", ".json"))]
    assert [path.suffix for path in written] == [".html", ".json"]
    report = json.loads(written[1].read_text(encoding="utf-8"))
    assert {(each["host"], each["verdict"]) for each in report["findings"]} == {("here", "pass"), ("there", "pass")}


def test_a_host_that_cannot_be_reached_ends_with_4(eits: Command, tmp_path: Path) -> None:
    inventory = tmp_path / "hosts.yml"
    inventory.write_text("all: {hosts: {gone: {ansible_host: 127.0.0.1, ansible_port: 1}}}\n", encoding="utf-8")
    done = eits("scan", "-i", inventory, *QUICK)
    assert done.returncode == ExitCode.UNSEEN, done.stderr
    assert "gone" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("scan", "-i", "hosts.yml", "--check", "linux-no-such-check"), ExitCode.USAGE, "no check linux-no-such-check"),
        (("scan", "-i", "hosts.yml", "--measure", "SYS.9.9.M1"), ExitCode.USAGE, "SYS.9.9.M1"),
        (("scan", "-i", "hosts.yml", "--limit", "nobody"), ExitCode.NOTHING, "nobody"),
        (("scan", "-i", "hosts.yml", "--limit", "here,nobody"), ExitCode.USAGE, "nobody"),
        (("scan", "-i", "missing.yml"), ExitCode.INVALID, "missing.yml"),
        (("scan",), ExitCode.USAGE, "--inventory"),
        (("scan", "-i", "hosts.yml", "--set", "nonsense"), ExitCode.USAGE, "ID.PARAM=VALUE"),
        (("scan", "-i", "hosts.yml", "--set", "linux-no-such-check.max=3"), ExitCode.USAGE, "linux-no-such-check"),
        (("scan", "-i", "hosts.yml", "--set", "linux-sshd-max-auth-tries.mx=3"), ExitCode.USAGE, "did you mean max?"),
        (("scan", "-i", "hosts.yml", "--set", "linux-sshd-max-auth-tries.max=many"), ExitCode.USAGE, "a whole number"),
        (("scan", "-i", "hosts.yml", "--fail-on", "sometimes"), ExitCode.USAGE, "--fail-on"),
        (("scan", "-i", "hosts.yml", "-o", "night.json"), ExitCode.USAGE, "-o night.html"),
        (("scan", "-i", "hosts.yml", "-o", "night"), ExitCode.USAGE, "does not end in .html or .htm"),
        (("checks", "show", "linux-sshd-permit-root-logn"), ExitCode.USAGE, "linux-sshd-permit-root-login"),
        (("runs", "list"), ExitCode.NOTHING, "eits-scan scan"),
        (("evaluate", "latest", "-i", "hosts.yml"), ExitCode.NOTHING, "eits-scan scan"),
        (("catalogue", "diff", "1999", "2024"), ExitCode.USAGE, "1999"),
        (("nonsense",), ExitCode.USAGE, "nonsense"),
    ],
)
def test_a_wrong_word_is_named(eits: Command, local: Path, words: tuple[str, ...], code: ExitCode, said: str) -> None:
    assert local.is_file()
    done = eits(*words)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_host_declared_windows_is_sent_nothing_and_listed_with_the_cause(eits: Command, local: Path) -> None:
    text = LOCAL.replace("there: {", "there: {eits_platform: windows, ")
    local.write_text(text, encoding="utf-8")
    done = eits("scan", "-i", local, *QUICK)
    assert done.returncode == ExitCode.UNSEEN, done.stderr
    assert "1/1 here:" in done.stderr
    assert "there" in done.stdout
    report = json.loads(eits("report", "latest", "-i", local, "--format", "json", "-o", "-").stdout)
    states = {each["name"]: (each["state"], each["cause"], each["detail"]) for each in report["hosts"]}
    assert states == {"here": ("answered", None, ""), "there": ("not_scanned", "platform", "windows")}
    assert ([each["host"] for each in report["findings"]], report["run"]["complete"]) == (["here"], True)
    assert eits("scan", "-i", local, "--limit", "here", *QUICK).returncode == ExitCode.OK
    assert eits("scan", "-i", local, "--limit", "there", *QUICK).returncode == ExitCode.NOTHING
    local.write_text(text.replace("windows", "amiga"), encoding="utf-8")
    done = eits("scan", "-i", local, *QUICK)
    assert (done.returncode, "hosts.yml:4: eits_platform" in done.stderr) == (ExitCode.INVALID, True), done.stderr


def test_a_broken_inventory_is_refused_with_its_place(eits: Command, tmp_path: Path) -> None:
    (tmp_path / "hosts.yml").write_text("all:\n  hosts:\n    a: {x: [}\n", encoding="utf-8")
    done = eits("scan", "-i", "hosts.yml")
    assert done.returncode == ExitCode.INVALID
    assert "hosts.yml:3:" in done.stderr


def test_all_problems_of_a_site_s_own_checks_are_told_at_once(eits: Command, local: Path, tmp_path: Path) -> None:
    own = tmp_path / "home" / "checks"
    own.mkdir(parents=True)
    (own / "own-broken-yaml.yaml").write_text("title: [\n", encoding="utf-8")
    (own / "own-no-title.yaml").write_text("severity: high\ncolour: red\n", encoding="utf-8")
    done = eits("scan", "-i", local)
    assert done.returncode == ExitCode.INVALID
    for said in ("own-broken-yaml.yaml:2:", "own-no-title.yaml:1:", "title", "colour"):
        assert said in done.stderr


def test_a_workspace_that_cannot_be_written_is_told_before_anything_is_scanned(
    eits: Command, local: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    done = eits("scan", "-i", local, "--home", tmp_path / "file" / "home", *QUICK)
    assert done.returncode == ExitCode.INVALID
    assert "the workspace cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_that_cannot_be_written_is_told_and_the_run_is_kept(
    eits: Command, local: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    done = eits("scan", "-i", local, "-o", tmp_path / "file" / "report.html", *QUICK)
    assert done.returncode == ExitCode.UNSEEN
    assert "the report cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert "2/2" in eits("runs", "list").stdout


def test_evidence_that_was_changed_after_the_scan_proves_nothing(eits: Command, local: Path, tmp_path: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    (path,) = (tmp_path / "home" / "runs").glob("*/evidence/here.evidence.gz")
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) + b"\n"))
    again = eits("evaluate", "latest", "-i", local, "--fail-on", "never")
    assert "here linux-account-uid0-only-root: pass → error" in again.stdout
    assert "there linux-account-uid0-only-root" not in again.stdout
    assert again.returncode == ExitCode.UNSEEN


def test_judging_again_ends_as_a_scan_does(eits: Command, local: Path, tmp_path: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    own = tmp_path / "home" / "checks" / "own-account-ada.yaml"
    own.parent.mkdir()
    own.write_text(FAILING, encoding="utf-8")
    assert eits("evaluate", "latest", "-i", local).returncode == ExitCode.FINDINGS
    assert eits("evaluate", "latest", "-i", local, "--fail-on", "never").returncode == ExitCode.OK


def test_a_damaged_history_is_told_and_not_touched(eits: Command, local: Path, tmp_path: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    store = tmp_path / "home" / "store.sqlite"
    store.write_bytes(b"not a database" * 1000)
    done = eits("scan", "-i", local, *QUICK)
    assert done.returncode == ExitCode.UNSEEN
    assert "store.sqlite" in done.stderr
    assert "Traceback" not in done.stderr
    assert store.read_bytes() == b"not a database" * 1000


def test_while_a_run_goes_on_another_is_refused(eits: Command, local: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    holder = subprocess.Popen(["flock", str(home / "lock"), "cat"], stdin=subprocess.PIPE)
    try:
        _until_locked(home / "lock")
        done = eits("scan", "-i", local, *QUICK)
    finally:
        holder.communicate()
    assert done.returncode == ExitCode.LOCKED
    assert "lock" in done.stderr
    assert not list((home / "runs").iterdir())


def _until_locked(path: Path) -> None:
    for _ in range(10_000):
        if path.is_file() and subprocess.run(["flock", "-n", str(path), "true"], check=False).returncode:
            return
    raise AssertionError("the lock was never taken")


def test_a_vault_value_reaches_nothing_a_scan_leaves(eits: Command, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("vault-canary-1\n", encoding="utf-8")
    vault = Path(sys.executable).parent / "ansible-vault"
    words = [
        str(vault),
        "encrypt_string",
        "--vault-password-file",
        "password",
        "secret-canary-2",
        "--name",
        "site_secret",
    ]
    vaulted = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=True).stdout
    variables = "".join(f"        {line}\n" for line in vaulted.splitlines())
    (tmp_path / "hosts.yml").write_text(
        f"all:\n  hosts:\n    here:\n        ansible_connection: local\n{variables}", encoding="utf-8"
    )
    done = eits("scan", "-i", "hosts.yml", "--vault-password-file", "password", *QUICK)
    assert done.returncode == ExitCode.OK, done.stderr
    left = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert left
    for canary in (b"vault-canary-1", b"secret-canary-2"):
        assert not [path for path in left if canary in path.read_bytes()]
        assert canary.decode() not in done.stdout + done.stderr


def test_the_store_of_a_scan_is_whole(eits: Command, local: Path, tmp_path: Path) -> None:
    assert eits("scan", "-i", local, *QUICK).returncode == ExitCode.OK
    with sqlite3.connect(tmp_path / "home" / "store.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
