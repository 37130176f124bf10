"""A small fleet of real hosts and the controller that reaches them.

All of a fleet lies under one name, `eits-live-<pid>-<start>-<number>`: its network namespaces, its control groups and
its folder in /run. The pid and its start time say whose it is, so the next fleet can remove what a killed run left.

Network: the controller's namespace holds a bridge with 192.0.2.1 (a range for documentation, used inside these
namespaces only); each host hangs on an isolated port, so it reaches the controller and no other host. There is no
default route and no way out.
"""

import atexit
import contextlib
import itertools
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import yaml

from tests.live.cgroups import HIERARCHIES, Cgroup
from tests.live.commands import must
from tests.live.guests import Guest, Machine
from tests.live.hosts import Host

RUN = Path("/run/eits-live")
_NAMESPACES = Path("/run/netns")
_numbers = itertools.count(1)


class Fleet:
    """Boots hosts and runs commands at the controller. Use it as a context manager; close() may be called again."""

    def __init__(self) -> None:
        remove_leftovers()
        self.name = f"eits-live-{_process_name()}-{next(_numbers)}"
        self.folder = RUN / self.name
        self.folder.mkdir(mode=0o711, parents=True)
        atexit.register(self.close)
        self.hosts: dict[str, Host | Guest] = {}
        self._guests = itertools.count()
        self._cgroup = Cgroup(f"{self.name}/controller")
        self.key = self.folder / "key"
        self.known_hosts = self.folder / "known_hosts"
        self.known_hosts.touch()
        must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "controller", "-f", self.key)
        must("ip", "netns", "add", self.name)
        for words in (
            "link set lo up",
            "link add bridge type bridge",
            "address add 192.0.2.1/24 dev bridge",
            "link set bridge up",
        ):
            must("ip", "-n", self.name, *words.split())

    def boot(self, tree: Path, name: str, setup: str | None = None) -> Host:
        """Boots `tree` as host `name` and waits until its systemd has settled.

        `setup` is shell text that runs as root in the host's own copy of the tree before it boots.
        """
        number = len(self.hosts) + 11
        namespace = f"{self.name}-{name}"
        port = f"port{number}"
        must("ip", "netns", "add", namespace)
        must("ip", "-n", self.name, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", namespace)
        must("ip", "-n", self.name, "link", "set", port, "master", "bridge", "up")
        must("ip", "-n", self.name, "link", "set", "dev", port, "type", "bridge_slave", "isolated", "on")
        address = f"192.0.2.{number}"
        for words in ("link set lo up", f"address add {address}/24 dev eth0", "link set eth0 up"):
            must("ip", "-n", namespace, *words.split())
        host = Host(name, address, namespace, self.folder / name)
        self.hosts[name] = host
        host.boot(tree, self.key.with_suffix(".pub").read_text(), setup)
        self._trust(address, host.public_keys)
        return host

    def boot_guest(self, tree: Path, name: str, setup: str | None = None, machine: Machine | None = None) -> Guest:
        """Boots `tree` as a virtual machine with a kernel of its own, for what containers cannot show.

        Slow (see Guest), but several threads may each boot one. It listens on a port of the controller's loopback
        address and reaches nobody.
        """
        guest = Guest(name, 2200 + next(self._guests), self.folder / name, machine or Machine())
        self.hosts[name] = guest
        keys = guest.prepare(tree, self.key.with_suffix(".pub").read_text(), setup)
        self._trust(f"[{guest.address}]:{guest.ssh_port}", keys)
        guest.boot(_NAMESPACES / self.name, lambda script: self.ssh(guest, f"sudo -n sh -c {shlex.quote(script)}"))
        return guest

    def _trust(self, address: str, keys: Sequence[str]) -> None:
        with self.known_hosts.open("a") as known:
            known.writelines(f"{address} {key}\n" for key in keys)

    def controller(self, argv: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """Runs a command in the controller's namespace; `options` go to subprocess.run. Output is text, captured."""
        command = self._cgroup.enter(["nsenter", f"--net={_NAMESPACES / self.name}", "--", *argv])
        settings: dict[str, Any] = {"capture_output": True, "text": True, "check": False, "timeout": 300}
        if "input" not in options:
            settings["stdin"] = subprocess.DEVNULL
        completed: subprocess.CompletedProcess[str] = subprocess.run(command, **(settings | options))
        return completed

    def ssh(self, host: Host | Guest, command: str, user: str = "scan") -> subprocess.CompletedProcess[str]:
        """Logs in at `host` with the controller's key, its host key checked against known_hosts, and runs `command`."""
        options = (
            f"-F none -i {self.key} -o BatchMode=yes -o ConnectTimeout=10 -o UserKnownHostsFile={self.known_hosts}"
        )
        port = str(host.ssh_port)
        return self.controller(["ssh", *options.split(), "-p", port, f"{user}@{host.address}", command])

    def processes(self) -> tuple[int, ...]:
        """The pids of the controller's commands that still run."""
        return self._cgroup.processes()

    def inventory(
        self, path: Path, user: str = "scan", variables: Mapping[str, Mapping[str, Any]] | None = None
    ) -> Path:
        """Writes an Ansible inventory of all hosts booted so far. `variables` are further ones, by host name."""
        hosts = {
            name: {
                "ansible_host": host.address,
                "ansible_port": host.ssh_port,
                "ansible_user": user,
                "ansible_ssh_private_key_file": str(self.key),
                "ansible_ssh_common_args": f"-o UserKnownHostsFile={self.known_hosts}",
                **(variables or {}).get(name, {}),
            }
            for name, host in self.hosts.items()
        }
        path.write_text(yaml.safe_dump({"all": {"hosts": hosts}}, sort_keys=False))
        return path

    def close(self) -> None:
        """Ends the hosts and the controller's commands and removes everything of this fleet's name."""
        with contextlib.ExitStack() as stack:
            stack.callback(atexit.unregister, self.close)
            stack.callback(_remove, self.name)
            for host in self.hosts.values():
                stack.callback(host.stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def remove_leftovers() -> None:
    """Removes fleets whose process has gone. A fleet of a living process, this one included, stays."""
    folders = [path.name for path in RUN.glob("*")] if RUN.exists() else []
    groups = [path.name for hierarchy in HIERARCHIES for path in hierarchy.glob("eits-live-*")]
    for name in {*folders, *groups}:
        owner = re.fullmatch(r"eits-live-(\d+-\d+)-\d+", name)
        if owner and _process_name(owner[1].split("-")[0]) != owner[1]:
            _remove(name)


def _process_name(pid: str = "self") -> str | None:
    """`<pid>-<start time>` of a living process, None when there is none; a pid alone could have been given anew."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The program's name stands in brackets and may hold anything; the fields after it are counted from 3.
    return f"{stat.split(' ', 1)[0]}-{stat.rpartition(')')[2].split()[19]}"


def _remove(name: str) -> None:
    Cgroup(name).end()
    folder = RUN / name
    mounts = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    for mount in reversed([mount for mount in mounts if mount.startswith(f"{folder}/")]):
        must("umount", mount)
    for namespace in _NAMESPACES.glob(f"{name}*"):
        if namespace.name == name or namespace.name.startswith(f"{name}-"):
            must("ip", "netns", "delete", namespace.name)
    # systemd-nspawn makes these for each machine and leaves them when it is killed.
    for trace in Path("/run/systemd/nspawn").glob(f"*/{name}-*"):
        with contextlib.suppress(OSError):
            must("umount", "--quiet", trace)
        shutil.rmtree(trace, ignore_errors=True)
    if folder.exists():
        shutil.rmtree(folder)
