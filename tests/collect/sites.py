"""A folder with an inventory, keys and evidence, and what the tests of a play wait for."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import paramiko

from scanner.collect.ansible import Limits, Receipt, collect
from scanner.collect.archive import Archive

SCRIPT = "echo 'EITS-EVIDENCE 1'; echo \"@host uid=$(id -u)\"; echo '@eof collectors=0'\n"
MEBIBYTE = 1 << 20
CHECKOUT = str(Path(__file__).parents[2])
LOCAL: dict[str, object] = {"ansible_connection": "local"}


class Site:
    """A folder with an inventory, a key pair and what a client trusts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = Archive(folder / "run" / "evidence")
        self.key_file = folder / "id_ecdsa"
        self.key = paramiko.ECDSAKey.generate()
        self.key.write_private_key_file(str(self.key_file))
        self.known_hosts = folder / "known_hosts"
        self.known_hosts.touch()

    def ssh(self, port: int, **more: object) -> dict[str, object]:
        """The variables of a host reached over ssh."""
        arguments = f"-F none -o UserKnownHostsFile={self.known_hosts} -o IdentitiesOnly=yes"
        return {
            "ansible_host": "127.0.0.1",
            "ansible_port": port,
            "ansible_user": "scan",
            "ansible_ssh_private_key_file": str(self.key_file),
            "ansible_ssh_common_args": arguments,
            **more,
        }

    def inventory(self, hosts: Mapping[str, Mapping[str, object]]) -> Path:
        """The inventory file with these hosts."""
        path = self.folder / "hosts.json"
        path.write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
        return path.rename(self.folder / "hosts.yml")

    def scan(
        self, hosts: Mapping[str, Mapping[str, object]], script: str | Mapping[str, str] = SCRIPT, **limits: Any
    ) -> dict[str, Receipt]:
        """One receipt per host."""
        scripts = dict.fromkeys(hosts, script) if isinstance(script, str) else script
        events = collect([self.inventory(hosts)], scripts, self.archive, limits=Limits(**limits))
        return {event.host: event for event in events if isinstance(event, Receipt)}

    def evidence(self, host: str) -> str:
        return self.archive.read(host).decode()


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """A port of loopback that refuses connections; it is held for the block, so that no other test gets it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def wait_for(path: Path) -> None:
    waiting = threading.Event()
    while not (path.exists() and path.read_text(encoding="ascii").strip()):
        waiting.wait(0.02)


def gone(pid: int) -> None:
    """Waits until the process has ended; the test run's own time limit is the limit."""
    waiting = threading.Event()
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        waiting.wait(0.02)
