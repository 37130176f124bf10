"""A site whose hosts are on loopback: a key pair, known hosts of its own, a real sshd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import paramiko
import pytest
from pydantic import SecretStr

from scanner.preflight import connections
from scanner.preflight.connections import Become, Connection, Ssh
from scanner.preflight.examine import preflight
from scanner.preflight.readiness import Readiness
from tests.collect.sites import Site
from tests.collect.ssh_server import SshServer
from tests.preflight.sshd import PROGRAM, Sshd, make_host_keys

SECONDS = 60.0


class Place(Site):
    """A site to be tried before a scan."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        public = f"{self.key.get_name()} {self.key.get_base64()}\n"
        self.key_file.with_suffix(".pub").write_text(public, encoding="ascii")

    def at(
        self,
        server: Sshd | SshServer | int,
        *words: str,
        user: str = "",
        key: Path | None = None,
        password: str | None = None,
        become: Become | None = None,
    ) -> Connection:
        """The connection to a server or a port, as Ansible would tell it; it is asked itself in test_connections.py."""
        port = server if isinstance(server, int) else server.port
        options = (
            *("-F", "none", "-o", f"UserKnownHostsFile={self.known_hosts}", "-o", "IdentitiesOnly=yes"),
            *("-o", f"IdentityFile={key or self.key_file}", "-o", f"Port={port}"),
        )
        name = user or (server.user if isinstance(server, Sshd) else "scan")
        arguments = (*words, *options, "-o", f"User={name}")
        return Connection(
            host="web",
            address="127.0.0.1",
            ssh=Ssh(arguments=arguments, user=name, password=SecretStr(password) if password else None),
            become=become,
        )

    def ansible(self, server: Sshd, **more: object) -> dict[str, object]:
        """The variables of a host in an inventory."""
        return self.ssh(server.port, ansible_user=server.user, **more)

    def tried(self, **hosts: Mapping[str, object]) -> dict[str, Readiness]:
        """What preflight tells of each host of an inventory."""
        found = connections.read([self.inventory(hosts)])
        return {each.host: each for each in preflight(found, seconds=SECONDS)}


def readiness(connection: Connection, seconds: float = SECONDS) -> Readiness:
    """What preflight tells of one host."""
    (only,) = preflight([connection], seconds=seconds)
    return only


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return Place(tmp_path)


@pytest.fixture(scope="session")
def host_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_host_keys(tmp_path_factory.mktemp("host-keys"))


@pytest.fixture
def sshd(place: Place, host_keys: Path) -> Iterator[Sshd]:
    """Its keys are known."""
    if PROGRAM is None:
        pytest.skip("sshd is not installed")
    with Sshd(place.folder / "sshd", host_keys, place.key_file) as server:
        place.known_hosts.write_text(server.known_hosts(), encoding="ascii")
        yield server


@pytest.fixture
def other_key() -> paramiko.PKey:
    return paramiko.ECDSAKey.generate()
