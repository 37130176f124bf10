"""The transport against a booted host: every way an account may or may not become root, and a host that hangs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.fleet import Fleet
from tests.live.hosts import Host

pytestmark = pytest.mark.live
CHECKOUT = Path(__file__).parents[2]
ACCOUNTS = (
    "useradd --create-home --shell /usr/sbin/nologin noshell; cp -r ~scan/.ssh ~noshell/; chown -R noshell ~noshell"
)
SCRIPT = "echo 'EITS-EVIDENCE 1'; echo \"@host uid=$(id -u)\"; echo '@eof collectors=0'\n"
PROGRAM = """
import json, sys
from pathlib import Path
from typing import Any
from scanner.collect.ansible import Limits, Receipt, collect
from scanner.collect.archive import Archive
inventory, folder, scripts, seconds = sys.argv[1:]
archive = Archive(Path(folder))
for event in collect([inventory], json.loads(scripts), archive, limits=Limits(seconds=float(seconds))):
    if isinstance(event, Receipt):
        evidence = archive.read(event.host).decode() if event.sha256 else ""
        print(json.dumps({**event.model_dump(mode="json"), "evidence": evidence}))
"""


@pytest.fixture(scope="module")
def host(fleet: Fleet, debian_tree: Path) -> Iterator[Host]:
    with fleet.boot(debian_tree, "transport", setup=ACCOUNTS) as host:
        yield host


def scan(
    fleet: Fleet, folder: Path, hosts: dict[str, dict[str, object]], seconds: float = 60
) -> dict[str, dict[str, Any]]:
    """What became of each host, scanned from the controller's network."""
    inventory = folder / "hosts.yml"
    inventory.write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
    scripts = json.dumps(dict.fromkeys(hosts, SCRIPT))
    command = [sys.executable, "-c", PROGRAM, str(inventory), str(folder / "evidence"), scripts, str(seconds)]
    done = fleet.controller(command, env={**os.environ, "PYTHONPATH": str(CHECKOUT)})
    assert done.returncode == 0, done.stderr
    return {line["host"]: line for line in map(json.loads, done.stdout.splitlines())}


def login(fleet: Fleet, host: Host, user: str, **more: object) -> dict[str, object]:
    return {
        "ansible_host": host.address,
        "ansible_port": host.ssh_port,
        "ansible_user": user,
        "ansible_ssh_private_key_file": str(fleet.key),
        "ansible_ssh_common_args": f"-F none -o UserKnownHostsFile={fleet.known_hosts}",
        **more,
    }


def test_each_account_becomes_what_it_may(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    password = host.scanpw_password
    seen = scan(
        fleet,
        tmp_path,
        {
            "free": login(fleet, host, "scan"),
            "password": login(fleet, host, "scanpw", ansible_become_password=password),
            "wrong password": login(fleet, host, "scanpw", ansible_become_password="not it"),
            "no password": login(fleet, host, "scanpw"),
            "not allowed": login(fleet, host, "plain"),
            "no shell": login(fleet, host, "noshell"),
            "not let in": login(fleet, host, "root"),
        },
    )
    assert {name: (line["escalated"], line["why"], line["cause"]) for name, line in seen.items()} == {
        "free": (True, None, None),
        "password": (True, None, None),
        "wrong password": (False, "sudo_password_wrong", None),
        "no password": (False, "sudo_password_missing", None),
        "not allowed": (False, "sudo_password_missing", None),
        "no shell": (False, None, "no_shell"),
        "not let in": (False, None, "auth_denied"),
    }
    assert {name for name, line in seen.items() if "uid=0" in line["evidence"]} == {"free", "password"}
    assert password not in host.run("journalctl --no-pager").stdout


def test_a_password_logs_in_where_it_is_right_and_the_host_is_known(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    unknown = "-F none -o UserKnownHostsFile=/nonexistent -o GlobalKnownHostsFile=/nonexistent"
    asking = {"ansible_ssh_private_key_file": "/nonexistent", "ansible_become_password": host.scanpw_password}
    right = {**asking, "ansible_password": host.scanpw_password}
    seen = scan(
        fleet,
        tmp_path,
        {
            "right": login(fleet, host, "scanpw", **right),
            "wrong": login(fleet, host, "scanpw", **asking, ansible_password="not it"),
            "unknown host": login(fleet, host, "scanpw", **{**right, "ansible_ssh_common_args": unknown}),
        },
    )
    assert {name: (line["escalated"], line["cause"]) for name, line in seen.items()} == {
        "right": (True, None),
        "wrong": (False, "auth_denied"),
        "unknown host": (False, "host_key_unknown"),
    }


def test_a_frozen_host_costs_its_time_limit_and_no_more(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    with host.frozen():
        seen = scan(fleet, tmp_path, {"frozen": login(fleet, host, "scan")}, seconds=3)
    assert seen["frozen"]["cause"] == "hung"
    assert fleet.processes() == ()


def test_nothing_is_put_on_the_host(fleet: Fleet, host: Host, tmp_path: Path) -> None:
    listing = "find / -xdev -newer /run/before -type f ! -path '/var/log/*' ! -path '/run/*' ! -path '/proc/*'"
    host.run("touch /run/before")
    seen = scan(fleet, tmp_path, {"free": login(fleet, host, "scan")})
    assert seen["free"]["escalated"]
    assert host.run(listing).stdout == ""
    assert host.run("command -v python3 || echo none").stdout == "none\n"
