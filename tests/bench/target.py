"""The one host that is measured against: a booted container that 100 and more inventory names lead to."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.live.cgroups import Cgroup
from tests.live.fleet import Fleet
from tests.live.hosts import Host
from tests.live.trees import tree

ROOT = Path(__file__).parents[2]
RECORDED_PORT = 2222
ADDRESSES = [f"192.0.2.{number}" for number in range(100, 200)]
_PYTHON = "/opt/python"
_SSHD = f"""
Port 22
Port {RECORDED_PORT}
MaxStartups 500
MaxSessions 500
Match LocalPort {RECORDED_PORT}
    ForceCommand /usr/local/sbin/recorded
"""
_RECORDED = """#!/bin/sh
# Answers a scan with what a scan was answered before, and runs everything else.
case $SSH_ORIGINAL_COMMAND in
  *'/bin/sh -s'*) cat >/dev/null; exec cat /var/tmp/evidence ;;
  *) exec /bin/sh -c "$SSH_ORIGINAL_COMMAND" ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds on the clock, seconds of CPU of all its processes, its exit code and output."""

    wall: float
    cpu: float
    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Target:
    """The fleet with its one host."""

    fleet: Fleet
    host: Host
    known_hosts: Path

    def inventory(self, number: int, *, recorded: bool = False) -> Path:
        """An inventory of that many names; `recorded` ones answer a scan with the evidence of an earlier one."""
        common = {
            "ansible_user": "scan",
            "ansible_ssh_private_key_file": str(self.fleet.key),
            "ansible_ssh_common_args": f"-F none -o IdentitiesOnly=yes -o UserKnownHostsFile={self.known_hosts}",
            "ansible_python_interpreter": f"{_PYTHON}/bin/python3",
            "ansible_port": RECORDED_PORT if recorded else 22,
            **({"ansible_become": False} if recorded else {}),
        }
        names = {f"host{n:03}": {"ansible_host": ADDRESSES[n % len(ADDRESSES)]} for n in range(number)}
        path = self.fleet.folder / f"{number}-{'recorded' if recorded else 'real'}.yml"
        path.write_text(yaml.safe_dump({"all": {"hosts": names, "vars": common}}), encoding="utf-8")
        return path

    def controller(self, argv: Sequence[str], watch: Callable[[int, tuple[int, ...]], None] | None = None) -> Cost:
        """The cost of a command at the controller. `watch` is called while it runs: its pid, and all pids it has."""
        return self._cost(["nsenter", f"--net=/run/netns/{self.fleet.name}", "--", *argv], watch)

    def on_host(self, script: str, watch: Callable[[int, tuple[int, ...]], None] | None = None) -> Cost:
        """The cost of a script run as root on the host, past SSH."""
        init = self.host.process_root.parent.name
        return self._cost(["nsenter", "--all", "--target", init, "--", "/bin/sh", "-s"], watch, script)

    def host_cpu(self) -> float:
        """Seconds of CPU all processes of the host have used since it was booted."""
        return sum(_cpu(path) for path in Path("/sys/fs/cgroup").glob(f"*/{self.fleet.name}/{self.host.name}"))

    def record(self, evidence: bytes) -> None:
        """What the host answers on its other port from now on."""
        (self.host.process_root / "var/tmp/evidence").write_bytes(evidence)

    def _cost(
        self, argv: Sequence[str], watch: Callable[[int, tuple[int, ...]], None] | None, script: str = ""
    ) -> Cost:
        group = Cgroup(f"{self.fleet.name}/bench-{time.monotonic_ns()}")
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "USER") if name in os.environ}
        with contextlib.ExitStack() as stack:
            stack.callback(group.end)
            began = time.monotonic()
            process = stack.enter_context(
                subprocess.Popen(
                    group.enter(list(argv)),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    cwd=ROOT,
                    env={**environment, "LC_ALL": "C.UTF-8"},
                )
            )
            ended = threading.Event()
            watching = threading.Thread(target=_watch, args=(process.pid, group, watch, ended))
            if watch:
                watching.start()
            output, _ = process.communicate(script.encode(), timeout=400)
            wall = time.monotonic() - began
            ended.set()
            if watch:
                watching.join()
            return Cost(wall, _cpu(group.unified), process.returncode, output.decode(errors="replace"))
        raise AssertionError("unreachable")


def _watch(pid: int, group: Cgroup, watch: Callable[[int, tuple[int, ...]], None], ended: threading.Event) -> None:
    while not ended.wait(0.05):
        with contextlib.suppress(OSError):
            watch(pid, group.processes())


def _cpu(group: Path) -> float:
    """Seconds of CPU of a control group of the unified tree."""
    with contextlib.suppress(OSError, StopIteration):
        lines = (group / "cpu.stat").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("usage_usec"))) / 1e6
    return 0.0


@contextlib.contextmanager
def booted() -> Iterator[Target]:
    """Boots the host: Debian 12 as the live tests have it, with a Python, a hundred addresses and a second port."""
    setup = (
        f"cat >/etc/ssh/sshd_config.d/bench.conf <<'EOF'\n{_SSHD}EOF\n"
        f"cat >/usr/local/sbin/recorded <<'EOF'\n{_RECORDED}EOF\nchmod 755 /usr/local/sbin/recorded\n"
    )
    with Fleet() as fleet:
        host = fleet.boot(tree("bookworm"), "target", setup)
        for address in ADDRESSES:
            words = ["address", "add", f"{address}/24", "dev", "eth0"]
            subprocess.run(["ip", "-n", host.namespace, *words], check=True)
        _give_python(host)
        known = fleet.folder / "known_hosts_all"
        patterns = ("192.0.2.*", f"[192.0.2.*]:{RECORDED_PORT}")
        known.write_text("".join(f"{pattern} {key}\n" for pattern in patterns for key in host.public_keys))
        yield Target(fleet, host, known)


def _give_python(host: Host) -> None:
    """Ansible's modules need one; the live trees are without on purpose."""
    to = host.process_root / _PYTHON.lstrip("/")
    base = Path(sys.base_prefix)
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (to / "bin").mkdir(parents=True)
    shutil.copy2(base / "bin" / name, to / "bin" / "python3")
    skipped = shutil.ignore_patterns("test", "site-packages", "__pycache__", "config-*", "idlelib", "*.a")
    shutil.copytree(base / "lib" / name, to / "lib" / name, ignore=skipped)
    libraries = Path(sysconfig.get_config_var("LIBDIR")).glob("libpython*.so*")
    for library in libraries:
        shutil.copy2(library, host.process_root / "usr/local/lib")
    host.run("ldconfig")
    host.run(f"{_PYTHON}/bin/python3 -c 'import json, zipfile'")
