"""What the two proofs of checks, on containers and on virtual machines, share: stages, the scan, the record.

A stage breaks one thing and its mend puts it right: `stage/<check>.sh` and `mend/<check>.sh`, or `<check>.why` in place
of both. `checks/proofs.yaml` is what came of it: EITS_PROOFS=write rewrites the part of the platform that was seen.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.live.fleet import Fleet

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
RECORD = CHECKOUT / "checks" / "proofs.yaml"
CONTAINER, GUEST = "Debian 12", "Debian 12 (virtual machine)"
FOLDERS = {CONTAINER: HERE, GUEST: HERE / "guest"}
WHY = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted((HERE / "stage").glob("*.why"))}

Findings = Mapping[str, Mapping[str, Any]]


def staged(platform: str, kind: str = "stage") -> list[str]:
    """The checks that are staged (or mended) on this platform."""
    return sorted(path.stem for path in (FOLDERS[platform] / kind).glob("*.sh"))


def script(platform: str, kind: str, check: str) -> str:
    return (FOLDERS[platform] / kind / f"{check}.sh").read_text(encoding="utf-8")


def scan(fleet: Fleet, folder: Path, options: Sequence[str] = ()) -> Findings:
    """Findings by host and check after one scan of the fleet, which knows the policy of these hosts."""
    inventory = fleet.inventory(folder / "hosts.yml")
    hosts = yaml.safe_load(inventory.read_text(encoding="utf-8"))
    policy = yaml.safe_load((HERE / "policy.yaml").read_text(encoding="utf-8"))
    hosts["all"]["vars"] = {"eits_policy": policy, "eits_scan_account": "scan"}
    inventory.write_text(yaml.safe_dump(hosts), encoding="utf-8")
    command = [sys.executable, "-m", "scanner", "scan", "-i", str(inventory), "--home", str(folder / "home")]
    done = fleet.controller(
        [*command, *options, "-o", str(folder / "report.html")], env={**os.environ, "PYTHONPATH": str(CHECKOUT)}
    )
    assert done.returncode in (1, 4), done.stderr + done.stdout
    found: dict[str, dict[str, Any]] = {name: {} for name in fleet.hosts}
    for finding in json.loads((folder / "report.json").read_text(encoding="utf-8"))["findings"]:
        found[finding["host"]][finding["check"]] = finding
    return found


def wrong(platform: str, found: Findings) -> list[str]:
    """A line for each check that did not fail on the broken host or did not pass on the mended one."""
    return [
        f"{name} on {host}: {seen.get('verdict')} {seen.get('cause') or ''} {seen.get('message', {}).get('en', '')} "
        f"{[(o['key'], o['actual'], o['detail']) for o in seen.get('objects', [])][:5]}"
        for name in staged(platform)
        for host, wanted in (("broken", "fail"), ("mended", "pass"))
        if (seen := found[host].get(name, {})).get("verdict") != wanted
    ]


def proven(platform: str, found: Findings) -> list[str]:
    bad = {line.split(" ", 1)[0] for line in wrong(platform, found)}
    return [name for name in staged(platform) if name not in bad]


def recorded(platform: str, seen: Iterable[str]) -> list[str]:
    """The checks on record as proven on the platform; with EITS_PROOFS=write those are first made to be `seen`."""
    old = yaml.safe_load(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {"proven": {}}
    if os.environ.get("EITS_PROOFS") == "write":
        by_platform = {each: [name for name, on in old["proven"].items() if each in on] for each in FOLDERS}
        by_platform[platform] = list(seen)
        names = sorted({name for names in by_platform.values() for name in names})
        old = {
            "proven": {name: [each for each in FOLDERS if name in by_platform[each]] for name in names},
            "not_proven": WHY,
        }
        head = "# Where each check was seen to fail and to pass; written by the live tests.\n"
        RECORD.write_text(head + yaml.safe_dump(old, sort_keys=True, width=110), encoding="utf-8")
    return sorted(name for name, platforms in old["proven"].items() if platform in platforms)
