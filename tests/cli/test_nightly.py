"""Whole nights as cron runs them: what they leave, how they end, and what survives when they are broken off."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scanner.errors import ExitCode
from tests.cli.conftest import Command, command
from tests.notify.smtp_server import PASSWORD, USER, SmtpServer

ANSWER = Path(__file__).parents[1] / "replay" / "evidence" / "installed.txt"
GONE = "{ansible_host: 127.0.0.1, ansible_port: 1}"
SMALL = """
title: {et: Konto root on olemas, en: The account root is there}
gap: {et: Kontot root ei ole, en: The account root is not there}
why: {et: Katse., en: A trial.}
severity: medium
applies: {platforms: [linux]}
expect: [{at: accounts.accounts, any: [{at: .name, equals: NAME}], if_empty: fail}]
remediation: {et: Looge., en: Make it., disruption: none}
examples:
  - {facts: {accounts: {accounts: [{name: NAME}]}}, verdict: pass}
  - {facts: {accounts: {accounts: [{name: other}]}}, verdict: fail}
  - {facts: {accounts: {accounts: {unknown: cut}}}, verdict: error}
"""


@pytest.fixture
def own_check(tmp_path: Path) -> Callable[[str], None]:
    """Makes a check of the site's own that passes for `root` and fails for another name."""

    def make(name: str) -> None:
        path = tmp_path / "home" / "checks" / "own-account-there.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SMALL.replace("NAME", name), encoding="utf-8")

    return make


RECORDED = "recorded"
"""A host that answers as one did when it was recorded: what stands in for ssh takes the script and gives the answer."""


def inventory(folder: Path, **hosts: str) -> Path:
    path, ssh = folder / "hosts.yml", folder / "ssh"
    _program(ssh, f"cat >/dev/null; cat {ANSWER}")
    recorded = f"{{ansible_host: 127.0.0.1, ansible_become: false, ansible_ssh_executable: {ssh}}}"
    lines = "".join(f"    {name}: {recorded if said == RECORDED else said}\n" for name, said in hosts.items())
    path.write_text(f"all:\n  hosts:\n{lines}", encoding="utf-8")
    return path


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o700)


def settings(folder: Path, **sections: str) -> None:
    text = {"nightly": "retry_after = 0\nmin_complete = 0\n", **sections}
    path = folder / "eits-scan.toml"
    path.write_text("".join(f"[{name}]\n{lines}\n" for name, lines in text.items()), encoding="utf-8")


def last(folder: Path) -> dict[str, Any]:
    night: dict[str, Any] = json.loads((folder / "home" / "nightly" / "last.json").read_text(encoding="utf-8"))
    return night


def steps(folder: Path) -> dict[str, str]:
    return {step["name"]: step["outcome"] for step in last(folder)["night"]["steps"]}


def test_a_complete_night_with_gaps_ends_with_0_and_leaves_reports_and_metrics(eits: Command, tmp_path: Path) -> None:
    hosts = inventory(tmp_path, here="{ansible_connection: local, eits_owner: Veebimeeskond}")
    metrics, log = tmp_path / "eits.prom", tmp_path / "nightly.log"
    nightly = f'retry_after = 0\nmin_complete = 0\nowners = ["Veebimeeskond"]\nlog = "{log}"'
    settings(tmp_path, nightly=nightly, metrics=f'file = "{metrics}"')
    done = eits("nightly", "-i", hosts, "--log-format", "json")
    assert done.returncode == ExitCode.OK, done.stderr
    entries = [json.loads(line) for line in done.stderr.splitlines()]
    assert {each["outcome"] for each in entries if "step" in each} == {"done"}
    assert log.read_text(encoding="utf-8") == done.stderr
    assert log.stat().st_mode & 0o777 == 0o600
    run = last(tmp_path)["night"]["run"]
    names = {path.name for path in (tmp_path / "home" / "reports").iterdir()}
    assert {f"{run}.html", f"{run}.json", f"{run}-Veebimeeskond.html"} <= names
    text = metrics.read_text(encoding="utf-8")
    assert 'eits_scan_hosts{state="answered"} 1.0' in text
    assert "eits_scan_complete 1.0" in text
    assert re.search(r"eits_scan_last_success_timestamp_seconds \d", text)
    assert metrics.stat().st_mode & 0o777 == 0o644


def test_a_night_that_saw_too_little_ends_with_4_and_keeps_the_last_success(eits: Command, tmp_path: Path) -> None:
    settings(tmp_path, nightly="retry_after = 1\nmin_complete = 60", metrics=f'file = "{tmp_path}/eits.prom"')
    done = eits("nightly", "-i", inventory(tmp_path, gone=GONE))
    assert done.returncode == ExitCode.UNSEEN, done.stderr
    assert done.stderr.count("gone: refused") == 2, "it is asked once more"
    assert steps(tmp_path)["scan"] == "done"
    assert last(tmp_path)["success"] is None
    assert "eits_scan_complete 0.0" in (tmp_path / "eits.prom").read_text(encoding="utf-8")


def test_a_host_that_comes_up_during_the_night_is_seen_in_the_same_run(eits: Command, tmp_path: Path) -> None:
    flag, script = tmp_path / "asked-before", tmp_path / "late-ssh"
    refuse = "echo 'ssh: connect to host x port 22: Connection refused' >&2; exit 255"
    _program(script, f"[ -e {flag} ] || {{ touch {flag}; {refuse}; }}\ncat >/dev/null; cat {ANSWER}")
    settings(tmp_path, nightly="retry_after = 1\nmin_complete = 0")
    host = f"{{ansible_host: 127.0.0.1, ansible_become: false, ansible_ssh_executable: {script}}}"
    done = eits("nightly", "-i", inventory(tmp_path, late=host))
    assert done.returncode == ExitCode.OK, done.stderr
    assert "late: refused" in done.stderr
    assert last(tmp_path)["night"]["completeness"]["hosts_seen"] == 1
    assert eits("runs", "list").stdout.count("\n") == 1


def test_a_broken_inventory_fails_the_scan_and_hides_no_other_step(eits: Command, tmp_path: Path) -> None:
    script = tmp_path / "hosts.sh"
    _program(script, "echo the cloud is away >&2; exit 1")
    settings(tmp_path, metrics=f'file = "{tmp_path}/eits.prom"')
    done = eits("nightly", "-i", script)
    assert done.returncode == ExitCode.UNSEEN, done.stderr
    assert (steps(tmp_path)["scan"], steps(tmp_path)["metrics"]) == ("failed", "done")
    assert "hosts.sh" in done.stderr
    assert "Traceback" not in done.stderr
    text = (tmp_path / "eits.prom").read_text(encoding="utf-8")
    assert 'eits_scan_step_failed{step="scan"} 1.0' in text
    assert "eits_scan_hosts" not in text


def test_people_are_told_of_changes_only_and_of_a_mail_that_failed_the_night_after(
    eits: Command, tmp_path: Path, own_check: Callable[[str], None]
) -> None:
    hosts = inventory(tmp_path, here=RECORDED)
    said = ""

    def night() -> int:
        nonlocal said
        done = eits("nightly", "-i", hosts, env={"EITS_TEST_PASSWORD": PASSWORD})
        said += done.stdout + done.stderr
        return done.returncode

    own_check("root")
    with SmtpServer(tmp_path, login=True) as server:
        mail = (
            f'server = "127.0.0.1"\nport = {server.port}\nca_file = "{server.certificate}"\n'
            'sender = "eits-scan@asutus.example.ee"\nto = ["infoturve@asutus.example.ee"]\n'
            f'own_domains = ["asutus.example.ee"]\nuser = "{USER}"\npassword_env = "EITS_TEST_PASSWORD"'
        )
        settings(tmp_path, nightly="retry_after = 0\nmin_complete = 0", mail=mail)
        assert night() == ExitCode.OK, said
        assert len(server.messages) == 1, "the first night tells what is open"
        assert night() == ExitCode.OK, said
        assert len(server.messages) == 1, "nothing changed"
        own_check("ada of no machine")
        server.answers.append("451 busy, come back later")
        assert night() == ExitCode.UNSEEN, said
        assert steps(tmp_path)["mail"] == "failed"
        own_check("root")
        assert night() == ExitCode.OK, said
    new, fixed = server.messages[1:]
    assert "1 uus lünk" in new["Subject"]
    assert "own-account-there" in str(new.get_body(("plain",)))
    assert "1 kõrvaldatud lünk" in fixed["Subject"]
    left = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert [path for path in left if PASSWORD.encode() in path.read_bytes()] == []
    assert PASSWORD not in said


def test_recipients_outside_the_agency_are_refused_before_anything_is_scanned(eits: Command, tmp_path: Path) -> None:
    mail = 'server = "post.example.ee"\nsender = "a@asutus.example.ee"\nto = ["b@elsewhere.example"]'
    settings(tmp_path, mail=f'{mail}\nown_domains = ["asutus.example.ee"]')
    hosts = inventory(tmp_path, here=RECORDED)
    done = eits("nightly", "-i", hosts)
    assert done.returncode == ExitCode.INVALID
    assert "mail.own_domains" in done.stderr
    assert "b@elsewhere.example" in done.stderr
    assert not (tmp_path / "home" / "runs").exists()
    assert eits("doctor", "-i", hosts).returncode == ExitCode.INVALID


def test_a_second_night_at_the_same_time_ends_with_6_and_says_since_when(eits: Command, tmp_path: Path) -> None:
    settings(tmp_path)
    with _asking(tmp_path) as (process, _):
        done = eits("nightly", "-i", tmp_path / "hosts.yml")
        assert done.returncode == ExitCode.LOCKED, done.stderr
        assert f"process {process.pid}, since 20" in done.stderr
        assert eits("scan", "-i", tmp_path / "hosts.yml").returncode == ExitCode.LOCKED


def test_sigterm_keeps_what_was_collected_and_resume_asks_the_rest(eits: Command, tmp_path: Path) -> None:
    settings(tmp_path)
    with _asking(tmp_path) as (process, say):
        process.send_signal(signal.SIGTERM)
        complained = say()
    assert process.returncode == ExitCode.UNSEEN, complained
    assert last(tmp_path)["night"]["stopped"] == "signal"
    assert steps(tmp_path)["reports"] == "done"
    inventory(tmp_path, first=RECORDED, slow=RECORDED, third=RECORDED)
    _resumed(eits, tmp_path)


def test_a_killed_night_is_saved_and_gone_on_with(eits: Command, tmp_path: Path) -> None:
    settings(tmp_path)
    with _asking(tmp_path) as (process, _):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert eits("runs", "list").stdout == ""
    inventory(tmp_path, first=RECORDED, slow=RECORDED, third=RECORDED)
    _resumed(eits, tmp_path)


def _resumed(eits: Command, folder: Path) -> None:
    done = eits("nightly", "-i", folder / "hosts.yml", "--resume", "latest")
    assert done.returncode == ExitCode.OK, done.stderr
    asked = set(re.findall(r"INFO (\w+): \d+ bytes", done.stderr))
    assert asked == {"slow", "third"}, "the first host was asked already"
    newest, before = eits("runs", "list").stdout.splitlines()
    assert ("stopped early" in before, "complete" in newest) == (True, True)
    current = json.loads(eits("report", "-i", folder / "hosts.yml", "--format", "json", "-o", "-").stdout)
    assert {host["name"]: host["state"] for host in current["hosts"]} == dict.fromkeys(
        ("first", "slow", "third"), "answered"
    )
    pairs = [(each["host"], each["check"]) for each in current["findings"]]
    alone = [name for name, check in current["checks"].items() if check["scope"] == "host"]
    assert len(pairs) == len(set(pairs)) == 3 * len(alone), "hosts are compared where all of them are asked"
    assert f"--resume {before.split()[0]}" in newest
    assert eits("scan", "-i", folder / "hosts.yml", "--resume", "latest").returncode == ExitCode.USAGE


@contextmanager
def _asking(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Callable[[], str]]]:
    """A night that has asked the first host, is waiting for a second that never says a word, and has a third to ask."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = f"{{ansible_host: 127.0.0.1, ansible_port: {silent.getsockname()[1]}, ansible_timeout: 600}}"
        hosts = inventory(folder, first=RECORDED, slow=slow, third=RECORDED)
        words = command("nightly", "-i", hosts, "--home", folder / "home", "--forks", "1")
        process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
        assert process.stderr
        said = process.stderr
        try:
            for line in said:
                if " first: " in line:
                    break
            connection = silent.accept()[0]

            def rest() -> str:
                text = said.read()
                process.wait()
                return text

            with connection:
                yield process, rest
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            said.close()


def test_the_time_limit_ends_the_asking_and_is_told(tmp_path: Path) -> None:
    """The limit is in minutes; the program that runs here counts seconds for them."""
    settings(tmp_path, nightly="retry_after = 0\ntime_limit = 20\nmin_complete = 0")
    program = (
        "from scanner import nightly\n"
        "Timer = nightly.threading.Timer\n"
        "nightly.threading.Timer = lambda seconds, end: Timer(seconds / 60, end)\n"
        "from scanner.__main__ import main\n"
        "main()\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = f"{{ansible_host: 127.0.0.1, ansible_port: {silent.getsockname()[1]}, ansible_timeout: 600}}"
        hosts = inventory(tmp_path, first=RECORDED, slow=slow, third=RECORDED)
        words = ["nightly", "-i", str(hosts), "--home", str(tmp_path / "home"), "--forks", "1"]
        done = subprocess.run(
            [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False, timeout=300
        )
    assert done.returncode == ExitCode.UNSEEN, done.stderr
    assert last(tmp_path)["night"]["stopped"] == "time_limit"
    assert steps(tmp_path)["reports"] == "done"


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_fails_the_night_clearly_and_keeps_what_was_known(eits: Command, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(home)], check=False).returncode:
        pytest.skip("this system does not let tests mount a file system")
    try:
        settings(tmp_path, report='formats = ["json"]')
        hosts = inventory(tmp_path, here=RECORDED)
        assert eits("scan", "-i", hosts, "--check", "linux-account-uid0-only-root").returncode == ExitCode.OK
        with (home / "ballast").open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"0" * 4096)
        done = eits("nightly", "-i", hosts)
        assert done.returncode != ExitCode.OK
        assert "Traceback" not in done.stderr
        assert "No space left" in done.stderr or "disk is full" in done.stderr
        (home / "ballast").unlink()
        assert "1/1 pairs" in eits("runs", "list").stdout
    finally:
        subprocess.run(["umount", str(home)], check=True)


def test_a_clock_that_was_set_back_is_told(eits: Command, tmp_path: Path) -> None:
    settings(tmp_path, nightly="retry_after = 0\nmin_complete = 0")
    hosts = inventory(tmp_path, here=RECORDED)
    assert eits("nightly", "-i", hosts).returncode == ExitCode.OK
    with sqlite3.connect(tmp_path / "home" / "store.sqlite") as database:
        database.execute("UPDATE runs SET started = '2999-01-01T00:00:00.000000+00:00'")
    done = eits("nightly", "-i", hosts)
    assert done.returncode == ExitCode.UNSEEN
    assert "clock is behind" in done.stderr
    assert steps(tmp_path)["reports"] == "done"
