"""Every check that can be staged in a container is seen to fail on a broken host and to pass on a mended one.

All stages run on one host and all mends on another, then one scan visits both. `checks/proofs.yaml` is what came of it:
EITS_PROOFS=write rewrites it, otherwise it must agree.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.live.fleet import Fleet
from tests.live.hosts import Host

pytestmark = pytest.mark.live
HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
PROOFS = CHECKOUT / "checks" / "proofs.yaml"
PLATFORM = "Debian 12"
CHECKS = {path.stem: path for path in (CHECKOUT / "checks" / "linux").rglob("*.yaml")}
STAGED = sorted(path.stem for path in (HERE / "stage").glob("*.sh"))


@pytest.fixture(scope="module")
def verdicts(fleet: Fleet, debian_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Findings by host and check, after one scan of the broken and the mended host."""
    folder = tmp_path_factory.mktemp("proofs")
    with fleet.boot(debian_tree, "broken") as broken, fleet.boot(debian_tree, "mended") as mended:
        wrong = _prepare(broken, "stage") + _prepare(mended, "mend")
        assert not wrong, "\n".join(wrong)
        inventory = folder / "hosts.yml"
        fleet.inventory(inventory)
        _with_policy(inventory)
        command = [sys.executable, "-m", "scanner", "scan", "-i", str(inventory), "--home", str(folder / "home")]
        done = fleet.controller(
            [*command, "-o", str(folder / "report.html")], env={**os.environ, "PYTHONPATH": str(CHECKOUT)}
        )
        assert done.returncode in (1, 4), done.stderr + done.stdout
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        found: dict[str, Any] = {"broken": {}, "mended": {}}
        for finding in report["findings"]:
            found[finding["host"]][finding["check"]] = finding
        yield found


def test_every_check_is_staged_or_says_why_it_cannot_be() -> None:
    told = set(STAGED) | {path.stem for path in (HERE / "stage").glob("*.why")}
    assert not set(CHECKS) - told, "neither staged nor explained"
    assert not told - set(CHECKS), "there is no such check"
    assert not [name for name in STAGED if not (HERE / "mend" / f"{name}.sh").is_file()], "staged but not mended"


def test_what_is_broken_fails_and_what_is_mended_passes(verdicts: dict[str, Any]) -> None:
    wrong = [
        f"{name} on {host}: {found.get('verdict')} {found.get('cause') or ''} {found.get('message', {}).get('en', '')} "
        f"{[(o['key'], o['actual'], o['detail']) for o in found.get('objects', [])][:5]}"
        for name in STAGED
        for host, wanted in (("broken", "fail"), ("mended", "pass"))
        if (found := verdicts[host].get(name, {})).get("verdict") != wanted
    ]
    assert not wrong, "\n".join(wrong)


def test_the_proofs_on_record_are_those_that_were_seen(verdicts: dict[str, Any]) -> None:
    seen = {
        name: [PLATFORM]
        for name in STAGED
        if verdicts["broken"][name]["verdict"] == "fail" and verdicts["mended"][name]["verdict"] == "pass"
    }
    why = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted((HERE / "stage").glob("*.why"))}
    record = {"proven": seen, "not_proven": why}
    if os.environ.get("EITS_PROOFS") == "write":
        head = "# Where each check was seen to fail and to pass; written by the live tests.\n"
        PROOFS.write_text(head + yaml.safe_dump(record, sort_keys=True, width=110), encoding="utf-8")
    assert yaml.safe_load(PROOFS.read_text(encoding="utf-8")) == record


def _prepare(host: Host, kind: str) -> list[str]:
    """Run all scripts of a kind on a host; what went wrong."""
    wrong = []
    for name in STAGED:
        script = (HERE / kind / f"{name}.sh").read_text(encoding="utf-8")
        done = host.run(script, check=False)
        if done.returncode:
            wrong.append(f"{kind}/{name}.sh ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return wrong


def _with_policy(inventory: Path) -> None:
    """What the site says is allowed on the hosts, so that checks that need it can be judged."""
    hosts = yaml.safe_load(inventory.read_text(encoding="utf-8"))
    policy = yaml.safe_load((HERE / "policy.yaml").read_text(encoding="utf-8"))
    hosts["all"].setdefault("vars", {}).update({"eits_policy": policy, "eits_scan_account": "scan"})
    inventory.write_text(yaml.safe_dump(hosts), encoding="utf-8")
