"""What a container cannot show, a virtual machine with a kernel of its own does: each check fails, then passes.

All stages run, one scan looks; then all mends run, and a second scan looks. Some mends lock the kernel until it
restarts, so this is the guest's last use.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.live.fleet import Fleet
from tests.live.guests import Guest

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("live guest proofs"),
    pytest.mark.skipif(not shutil.which("qemu-system-x86_64"), reason="virtual machines need qemu-system-x86_64"),
]
HERE = Path(__file__).parent / "guest"
CHECKOUT = Path(__file__).parents[2]
STAGED = sorted(path.stem for path in (HERE / "stage").glob("*.sh"))


@pytest.fixture(scope="module")
def guest(fleet: Fleet, debian_tree: Path) -> Guest:
    return fleet.boot_guest(debian_tree, "kernel")


def test_every_stage_has_its_mend() -> None:
    assert sorted(path.stem for path in (HERE / "mend").glob("*.sh")) == STAGED


def test_what_is_broken_fails_and_what_is_mended_passes(fleet: Fleet, guest: Guest, tmp_path: Path) -> None:
    wrong = []
    for kind, wanted in (("stage", "fail"), ("mend", "pass")):
        script = "\n".join(f"(:\n{(HERE / kind / f'{name}.sh').read_text()}) || echo {name}" for name in STAGED)
        assert guest.run(script).stdout == "", kind
        found = _scan(fleet, tmp_path / kind)
        wrong += [f"{name} after {kind}: {found.get(name)}" for name in STAGED if found.get(name) != wanted]
    assert not wrong, "\n".join(wrong)


def _scan(fleet: Fleet, folder: Path) -> Mapping[str, str]:
    """Verdicts by check."""
    folder.mkdir()
    inventory = fleet.inventory(folder / "hosts.yml")
    command = [sys.executable, "-m", "scanner", "scan", "-i", str(inventory), "--home", str(folder / "home")]
    command += [word for name in STAGED for word in ("--check", name)]
    done = fleet.controller(
        [*command, "-o", str(folder / "report.html")], env={**os.environ, "PYTHONPATH": str(CHECKOUT)}
    )
    assert done.returncode in (0, 1, 4), done.stderr + done.stdout
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return {finding["check"]: finding["verdict"] for finding in report["findings"]}
