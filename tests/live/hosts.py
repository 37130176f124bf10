"""One booted host: a copy-on-write view of a tree, run by systemd-nspawn in its own network namespace.

What the container cannot show: it shares this machine's kernel, so /proc/sys/kernel is read only, there is no audit
and no security module (auditd and apparmor do not start), and the clock is the machine's own.
"""

import contextlib
import secrets
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from tests.live.cgroups import Cgroup
from tests.live.commands import HostError
from tests.live.copies import ENVIRONMENT, lay, lift, nspawn, run_setup

BOOT_SECONDS = 240


class Host:
    """A host of a fleet; made by Fleet.boot(). As a context manager it stops at the end of the block."""

    ssh_port = 22

    def __init__(self, name: str, address: str, namespace: str, folder: Path) -> None:
        self.name = name
        self.address = address
        self.namespace = namespace
        self.folder = folder
        self.root = folder / "root"
        self.scanpw_password = secrets.token_urlsafe(12)
        self.public_keys: tuple[str, ...] = ()
        self.boot_seconds = 0.0
        self._cgroup = Cgroup(f"{folder.parent.name}/{name}")
        self._nspawn: subprocess.Popen[bytes] | None = None
        self._init: int | None = None

    def boot(self, tree: Path, authorized_key: str, setup: str | None) -> None:
        """Lays the host's own files over `tree`, runs `setup` there, boots it. Raises HostError with the console."""
        began = time.monotonic()
        self.public_keys = lay(self.folder, [tree], self.name, authorized_key, self.scanpw_password)
        if setup:
            run_setup(self.root, self.namespace, self.name, self._cgroup, setup)
        console = (self.folder / "console.log").open("wb")
        with console:
            self._nspawn = subprocess.Popen(
                self._cgroup.enter(
                    [*nspawn(self.root, self.namespace, self.name), "--boot", "--console=pipe",
                     "--capability=CAP_NET_ADMIN", f"--network-namespace-path=/run/netns/{self.namespace}"]
                ),
                stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal is the test run's to handle, not the host's.
                start_new_session=True, env=ENVIRONMENT,
            )  # fmt: skip
        self._settle(began + BOOT_SECONDS)
        self.boot_seconds = time.monotonic() - began

    def run(self, script: str, check: bool = True, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Runs shell text as root on the running host, past network and SSH. HostError when it fails, if `check`."""
        if self._init is None:
            raise HostError(f"{self.name} is not running")
        argv = ["nsenter", "--all", "--target", str(self._init), "--", "/bin/sh", "-c", script]
        done = subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False,
            timeout=timeout, env={"PATH": ENVIRONMENT["PATH"], "HOME": "/root", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        if check and done.returncode:
            raise HostError(f"{self.name}: exit {done.returncode} of\n{script}\n{done.stdout}{done.stderr}")
        return done

    @property
    def process_root(self) -> Path:
        """The running host's file system with its own mounts, as its process 1 sees it, readable from here."""
        if self._init is None:
            raise HostError(f"{self.name} is not running")
        return Path(f"/proc/{self._init}/root")

    def processes(self) -> tuple[int, ...]:
        """The pids, on this machine, of all that runs for this host."""
        return self._cgroup.processes()

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """For the length of the block no process of the host runs: it hangs, while its kernel still takes packets."""
        self._cgroup.freeze(True)
        try:
            yield
        finally:
            self._cgroup.freeze(False)

    def stop(self) -> None:
        """Switches the host off at once, as a power cut does."""
        self._init = None
        if self._nspawn:
            # With its payload gone, systemd-nspawn tidies up and ends by itself; killed along, it would leave traces.
            self._cgroup.kill("payload")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._nspawn.wait(timeout=120)
        self._cgroup.end()
        if self._nspawn:
            self._nspawn.wait(timeout=120)
            self._nspawn = None
        lift(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _settle(self, deadline: float) -> None:
        """Waits until systemd has finished booting: ssh.service has then told that it listens."""
        state = ""
        while time.monotonic() < deadline:
            if self._nspawn is not None and self._nspawn.poll() is not None:
                break
            self._init = self._init or self._find_init()
            if self._init:
                state = self.run("systemctl is-system-running --wait 2>/dev/null", check=False).stdout.strip()
                if state in ("running", "degraded"):
                    return
            time.sleep(0.05)
        console = (self.folder / "console.log").read_text(errors="replace")
        raise HostError(f"{self.name} did not boot in {BOOT_SECONDS} s, systemd says {state!r}; console:\n{console}")

    def _find_init(self) -> int | None:
        """The host's process 1 as this machine numbers it: in its own namespace its number is 1."""
        for pid in self._cgroup.processes():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
                numbers = status["NSpid"].split()
                if len(numbers) > 1 and numbers[-1] == "1" and status["Name"].strip() == "systemd":
                    return pid
        return None
