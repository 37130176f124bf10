"""Preflight and trust against a booted host: what they tell is what a scan meets."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.fleet import Fleet
from tests.live.hosts import Host
from tests.live.test_collect import ACCOUNTS, CHECKOUT, login

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def host(fleet: Fleet, debian_tree: Path) -> Iterator[Host]:
    with fleet.boot(debian_tree, "preflight", setup=ACCOUNTS) as host:
        yield host


def inventory(fleet: Fleet, folder: Path, hosts: dict[str, dict[str, object]], *words: str) -> tuple[int, str]:
    """Exit code and output of `eits-scan inventory`, run at the controller."""
    file = folder / "hosts.yml"
    file.write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
    command = [sys.executable, "-m", "scanner", "inventory", *words, "-i", str(file)]
    done = fleet.controller(command, env={**os.environ, "PYTHONPATH": str(CHECKOUT)})
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def tried(fleet: Fleet, folder: Path, hosts: dict[str, dict[str, object]], *words: str) -> dict[str, dict[str, Any]]:
    # All names lead to one host, and an sshd drops some of more than ten that have not logged in yet.
    _, output = inventory(fleet, folder, hosts, "preflight", "--json", "--forks", "3", *words)
    return {each["host"]: each for each in json.loads(output)["hosts"]}


def test_each_account_gets_as_far_as_it_may(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    password = host.scanpw_password
    by_password = {"ansible_ssh_private_key_file": "/nonexistent", "ansible_become_password": password}
    told = tried(
        fleet,
        tmp_path,
        {
            "free": login(fleet, host, "scan"),
            "free with password": login(fleet, host, "scan", ansible_become_password="not asked for"),
            "password": login(fleet, host, "scanpw", ansible_become_password=password),
            "by password": login(fleet, host, "scanpw", **by_password, ansible_password=password),
            "wrong login": login(fleet, host, "scanpw", **by_password, ansible_password="not it"),
            "wrong password": login(fleet, host, "scanpw", ansible_become_password="not it"),
            "no password": login(fleet, host, "scanpw"),
            "not allowed": login(fleet, host, "plain"),
            "not in sudoers": login(fleet, host, "plain", ansible_become_password="x"),
            "no shell": login(fleet, host, "noshell"),
            "not let in": login(fleet, host, "root"),
        },
    )
    assert {name: (each["state"], each["step"], each["cause"]) for name, each in told.items()} == {
        "free": ("ready", None, None),
        "free with password": ("ready", None, None),
        "password": ("ready", None, None),
        "by password": ("ready", None, None),
        "wrong login": ("not_ready", "login", "auth_denied"),
        "wrong password": ("not_ready", "escalation", "sudo_password_wrong"),
        "no password": ("not_ready", "escalation", "sudo_password_missing"),
        "not allowed": ("not_ready", "escalation", "sudo_password_missing"),
        "not in sudoers": ("not_ready", "escalation", "sudo_password_wrong"),
        "no shell": ("not_ready", "shell", "no_shell"),
        "not let in": ("not_ready", "login", "auth_denied"),
    }
    assert password not in host.run("journalctl --no-pager").stdout
    assert password not in json.dumps(told)


def test_a_frozen_host_costs_its_own_time_only(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    with host.frozen():
        told = tried(fleet, tmp_path, {"frozen": login(fleet, host, "scan")}, "--timeout", "2")
    assert (told["frozen"]["step"], told["frozen"]["cause"]) == ("banner", "timeout")


def test_trust_shows_what_the_console_shows_and_a_scan_then_connects(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    console = host.run("for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done").stdout
    (tmp_path / "list").write_text(
        "".join(f"web {found}\n" for found in re.findall(r"SHA256:\S+", console)), encoding="ascii"
    )
    own = f"-F none -o UserKnownHostsFile={tmp_path / 'known_hosts'} -o GlobalKnownHostsFile=/nonexistent"
    hosts = {"web": login(fleet, host, "scan", ansible_ssh_common_args=own)}
    assert tried(fleet, tmp_path, hosts)["web"]["cause"] == "host_key_unknown"
    words = ("trust", "--yes", "--fingerprints", str(tmp_path / "list"))
    code, output = inventory(fleet, tmp_path, hosts, *words)
    assert code == 0, output
    assert len((tmp_path / "known_hosts").read_text(encoding="ascii").splitlines()) == len(console.splitlines())
    assert tried(fleet, tmp_path, hosts)["web"]["state"] == "ready"


def test_preflight_puts_nothing_on_the_host(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    listing = "find / -xdev -newer /run/before -type f ! -path '/var/log/*' ! -path '/run/*' ! -path '/proc/*'"
    host.run("touch /run/before")
    assert tried(fleet, tmp_path, {"free": login(fleet, host, "scan")})["free"]["state"] == "ready"
    assert host.run(listing).stdout == ""
