"""One virtual machine: the same trees with a kernel of their own, for AppArmor, audit and kernel settings.

Software emulation, so that it runs wherever the containers do: about 20 seconds to the first login and some five times
slower than a container afterwards. Its root is reached through SSH and sudo as `scan`, there is no way past them.
"""

import secrets
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.live.cgroups import Cgroup
from tests.live.commands import HostError, must
from tests.live.copies import lay, lift, run_setup
from tests.live.kernels import kernel

BOOT_SECONDS = 600


@dataclass(frozen=True)
class Machine:
    """What a guest runs on: qemu's word for the processor, the kernel's arguments, sizes of blank disks (vdb, vdc…)."""

    processor: str = "max"
    arguments: str = ""
    disks: tuple[str, ...] = ()


class Guest:
    """A virtual machine of a fleet; made by Fleet.boot_guest(). As a context manager it stops at the block's end."""

    address = "127.0.0.1"

    def __init__(self, name: str, ssh_port: int, folder: Path, machine: Machine) -> None:
        self.name = name
        self.ssh_port = ssh_port
        self.folder = folder
        self.machine = machine
        self.scanpw_password = secrets.token_urlsafe(12)
        self.boot_seconds = 0.0
        self._cgroup = Cgroup(f"{folder.parent.name}/{name}")
        self._qemu: subprocess.Popen[bytes] | None = None
        self._kernel = Path()
        self._as_root: Callable[[str], subprocess.CompletedProcess[str]] | None = None

    def prepare(self, tree: Path, authorized_key: str, setup: str | None) -> tuple[str, ...]:
        """Makes the disk out of a copy of `tree` that `setup` has run in. Returns the public host keys."""
        self._kernel = kernel(tree)
        root = self.folder / "root"
        keys = lay(self.folder, [self._kernel / "layer", tree], self.name, authorized_key, self.scanpw_password)
        if setup:
            run_setup(root, f"{self.folder.parent.name}-{self.name}", self.name, self._cgroup, setup)
        must("mke2fs", "-q", "-t", "ext4", "-d", root, self.folder / "disk0", "1G")
        for number, size in enumerate(self.machine.disks, start=1):
            must("truncate", f"--size={size}", self.folder / f"disk{number}")
        lift(self.folder)
        return keys

    def boot(self, namespace: Path, as_root: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
        """Starts the machine in the controller's `namespace` and waits until systemd has settled."""
        began = time.monotonic()
        argv = [
            "nsenter", f"--net={namespace}", "--", "qemu-system-x86_64", "-machine", "q35,accel=tcg",
            "-cpu", self.machine.processor, "-smp", "2", "-m", "768", "-nodefaults", "-no-reboot", "-display", "none",
            "-serial", "stdio",
            "-kernel", str(self._kernel / "vmlinuz"), "-initrd", str(self._kernel / "initrd"),
            # Nothing tells systemd of devices here, so a login prompt would wait 90 seconds for its line.
            "-append", f"console=ttyS0 quiet panic=-1 systemd.mask=serial-getty@ttyS0.service {self.machine.arguments}",
            "-netdev", f"user,id=net,restrict=on,hostfwd=tcp:{self.address}:{self.ssh_port}-:22",
            "-device", "virtio-net-pci,netdev=net",
        ]  # fmt: skip
        for number in range(1 + len(self.machine.disks)):
            argv += ["-drive", f"file={self.folder / f'disk{number}'},format=raw,if=virtio"]
        with (self.folder / "console.log").open("wb") as console:
            self._qemu = subprocess.Popen(
                self._cgroup.enter(argv), stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        self._as_root = as_root
        while time.monotonic() < began + BOOT_SECONDS and self._qemu.poll() is None:
            state = self.run("systemctl is-system-running --wait", check=False).stdout.strip()
            if state in ("running", "degraded"):
                self.boot_seconds = time.monotonic() - began
                return
            time.sleep(0.5)
        words = (self.folder / "console.log").read_text(errors="replace")
        raise HostError(f"{self.name} did not boot in {BOOT_SECONDS} s; its console:\n{words}")

    def run(self, script: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs shell text as root on the running guest. HostError when it fails, if `check`."""
        if self._as_root is None:
            raise HostError(f"{self.name} is not running")
        done = self._as_root(script)
        if check and done.returncode:
            raise HostError(f"{self.name}: exit {done.returncode} of\n{script}\n{done.stdout}{done.stderr}")
        return done

    def stop(self) -> None:
        """Switches the guest off at once, as a power cut does."""
        self._as_root = None
        self._cgroup.end()
        if self._qemu:
            self._qemu.wait(timeout=120)
            self._qemu = None
        lift(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
