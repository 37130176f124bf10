"""One scan over real hosts: as installed, with busybox, without root, hanging, gone; and that it changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.live.fingerprint import changes, quiet, take
from tests.live.fleet import Fleet
from tests.live.hosts import Host

pytestmark = pytest.mark.live
CHECKOUT = Path(__file__).parents[2]
BUSYBOX = (Path(__file__).parent / "tree" / "busybox.sh").read_text(encoding="utf-8")
CANARY = "kanaarilind-7c1f"


class Scanned(NamedTuple):
    """A scan's exit code, its report, everything it printed, and the workspace it left."""

    code: int
    report: dict[str, Any]
    said: str
    home: Path


def eits_scan(fleet: Fleet, *words: str) -> subprocess.CompletedProcess[str]:
    """The command in the controller's network."""
    return fleet.controller([sys.executable, "-m", "scanner", *words], env={**os.environ, "PYTHONPATH": str(CHECKOUT)})


def scan(fleet: Fleet, folder: Path, variables: Mapping[str, Mapping[str, Any]], *words: str) -> Scanned:
    inventory = fleet.inventory(folder / "hosts.yml", variables=variables)
    hosts = yaml.safe_load(inventory.read_text(encoding="utf-8"))
    hosts["all"]["hosts"]["gone"] = {**next(iter(hosts["all"]["hosts"].values())), "ansible_port": 1}
    inventory.write_text(yaml.safe_dump(hosts), encoding="utf-8")
    home = folder / "home"
    done = eits_scan(fleet, "scan", "-i", str(inventory), "--home", str(home), *words)
    reports = sorted((home / "reports").glob("*.json"))
    assert reports, done.stderr
    report = json.loads(reports[-1].read_text(encoding="utf-8"))
    return Scanned(done.returncode, report, done.stdout + done.stderr, home)


@pytest.fixture(scope="module")
def hosts(fleet: Fleet, debian_tree: Path) -> Iterator[dict[str, Host]]:
    with (
        fleet.boot(debian_tree, "installed") as installed,
        fleet.boot(debian_tree, "busybox", setup=BUSYBOX) as busybox,
        fleet.boot(debian_tree, "rootless") as rootless,
        fleet.boot(debian_tree, "password") as password,
    ):
        yield {"installed": installed, "busybox": busybox, "rootless": rootless, "password": password}


@pytest.fixture(scope="module")
def scanned(fleet: Fleet, hosts: dict[str, Host], tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    variables = {
        "rootless": {"ansible_user": "plain"},
        "password": {"ansible_user": "scanpw", "ansible_become_password": hosts["password"].scanpw_password},
        "installed": {"site_secret": CANARY},
    }
    return scan(fleet, tmp_path_factory.mktemp("scan"), variables)


def states(scanned: Scanned) -> dict[str, tuple[str, str | None]]:
    return {host["name"]: (host["state"], host["cause"]) for host in scanned.report["hosts"]}


def test_every_host_is_in_the_report_with_what_became_of_it(scanned: Scanned) -> None:
    seen = states(scanned)
    assert seen.pop("gone") == ("unreachable", "refused")
    rootless = seen.pop("rootless")
    assert rootless[0] == "partial"
    assert seen == dict.fromkeys(("installed", "busybox", "password"), ("answered", None))
    assert scanned.code in (1, 4)


def test_every_planned_pair_has_a_finding(scanned: Scanned) -> None:
    hosts, checks = len(scanned.report["hosts"]), len(scanned.report["checks"])
    assert len(scanned.report["findings"]) == hosts * checks == scanned.report["run"]["planned_pairs"]


def test_what_needs_root_is_an_error_for_who_is_not_root_and_never_a_pass(scanned: Scanned) -> None:
    verdict = {(each["host"], each["check"]): each for each in scanned.report["findings"]}
    finding = verdict["rootless", "linux-account-no-empty-passwords"]
    assert (finding["verdict"], finding["cause"]) == ("error", "permission")
    concluded = {"pass", "fail"}
    for (host, check), each in verdict.items():
        if host == "rootless" and each["verdict"] in concluded:
            assert verdict["installed", check]["verdict"] == each["verdict"], check


def test_nothing_is_concluded_about_a_host_that_did_not_answer(scanned: Scanned) -> None:
    gone = [each for each in scanned.report["findings"] if each["host"] == "gone"]
    assert {(each["verdict"], each["cause"]) for each in gone} == {("error", "unreachable")}


def test_a_busybox_host_is_judged_like_any_other(scanned: Scanned) -> None:
    for each in scanned.report["findings"]:
        if each["host"] == "busybox" and each["verdict"] == "error":
            assert each["cause"] in ("missing_tool", "needs_policy", "not_collected", "unparsed"), each


def test_no_secret_of_the_inventory_is_left_anywhere(scanned: Scanned, hosts: dict[str, Host]) -> None:
    secrets = (CANARY, hosts["password"].scanpw_password)
    for path in (path for path in scanned.home.rglob("*") if path.is_file()):
        held = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in held], path
    assert not [secret for secret in secrets if secret in scanned.said]


def test_what_a_scan_leaves_is_readable_by_its_owner_only(scanned: Scanned) -> None:
    open_to_others = [path for path in (scanned.home, *scanned.home.rglob("*")) if path.stat().st_mode & 0o077]
    assert not open_to_others


def test_a_scan_changes_nothing_on_a_host(fleet: Fleet, hosts: dict[str, Host], tmp_path: Path) -> None:
    host = hosts["installed"]
    quiet(host)
    before = take(host)
    assert scan(fleet, tmp_path, {}, "--limit", "installed").code in (0, 1, 4)
    assert changes(before, take(host)) == []


def test_a_host_that_hangs_costs_only_itself(fleet: Fleet, hosts: dict[str, Host], tmp_path: Path) -> None:
    with hosts["password"].frozen():
        done = scan(fleet, tmp_path, {}, "--limit", "password,installed", "--host-timeout", "60")
    seen = states(done)
    assert seen["installed"][0] == "answered"
    assert seen["password"][0] in ("unreachable", "failed")
    assert seen["busybox"] == ("not_scanned", None)
