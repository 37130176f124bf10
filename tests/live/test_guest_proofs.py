"""What a container cannot show, two virtual machines with kernels of their own do: each check fails, then passes.

One is broken, by stages and by how it was booted; the other is mended. One scan visits both. Some mends lock the kernel
until it restarts, so this is the guests' last use.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.live import proofs
from tests.live.fleet import Fleet
from tests.live.guests import Machine

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("live guest proofs"),
    pytest.mark.skipif(not shutil.which("qemu-system-x86_64"), reason="virtual machines need qemu-system-x86_64"),
]
# What no script on the host can break or mend.
MACHINES = {
    "broken": ("stage", Machine(processor="max,-nx", arguments="mitigations=off", disks=("32M", "16M"))),
    "mended": ("mend", Machine(processor="max", arguments="audit=1", disks=("32M", "16M"))),
}


@pytest.fixture(scope="module")
def found(fleet: Fleet, debian_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> proofs.Findings:
    def prepare(name: str) -> str:
        kind, machine = MACHINES[name]
        guest = fleet.boot_guest(debian_tree, name, machine=machine)
        # One session for all, as each costs the emulated processor a second.
        names = proofs.staged(proofs.GUEST)
        parts = [f"(:\n{proofs.script(proofs.GUEST, kind, each)}) || echo {kind}/{each}.sh" for each in names]
        done = guest.run("\n".join(parts), check=False)
        return f"{done.stdout}\n{done.stderr}" if done.stdout else ""

    with ThreadPoolExecutor() as pool:
        wrong = [*pool.map(prepare, MACHINES)]
    assert not any(wrong), "\n".join(wrong)
    # Only what is proven here: all of it would take an emulated processor longer than a scan waits.
    options = [word for name in proofs.staged(proofs.GUEST) for word in ("--check", name)]
    return proofs.scan(fleet, tmp_path_factory.mktemp("proofs"), options)


def test_what_is_broken_fails_and_what_is_mended_passes(found: proofs.Findings) -> None:
    wrong = proofs.wrong(proofs.GUEST, found)
    assert not wrong, "\n".join(wrong)


def test_the_proofs_on_record_are_those_that_were_seen(found: proofs.Findings) -> None:
    seen = proofs.proven(proofs.GUEST, found)
    assert proofs.recorded(proofs.GUEST, seen) == seen
