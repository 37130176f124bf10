"""The host keys that hosts show, what is known of them, and writing those that a person or a list confirms.

A key that is not the trusted one is never replaced here: whoever removes the old line by hand has thought about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from scanner.errors import InvalidError
from scanner.model.base import Frozen
from scanner.model.failure import Failure
from scanner.preflight.client import Client, ask
from scanner.preflight.connections import Connection
from scanner.preflight.examine import SECONDS, silence
from scanner.preflight.fingerprints import Fingerprints, Listed
from scanner.preflight.known_hosts import HostKey, KnownHosts, Trust, add
from scanner.preflight.parallel import bounded, in_parallel
from scanner.preflight.readiness import Step, StumbleError
from scanner.preflight.ssh import removal
from scanner.preflight.wire import KEY_TYPES, connected, greeted, shown_key


class ShownKey(Frozen):
    """A key that the host shows. `where` are the lines of known_hosts that decided."""

    key: HostKey
    trust: Trust
    listed: Listed = Listed.ABSENT
    where: tuple[str, ...] = ()


class HostKeys(Frozen):
    """One host's keys, best first; or why there are none, in `cause` and `detail`."""

    host: str
    client: Client | None = None
    keys: tuple[ShownKey, ...] = ()
    cause: Failure | None = None
    detail: str = ""
    todo: str = ""
    speaks_ssh: bool = True
    """False for hosts reached without SSH: there is nothing to trust."""

    @property
    def trusted(self) -> bool:
        """A scan would connect: a key is known and none speaks against it."""
        return any(each.trust is Trust.SAME for each in self.keys) and not self.suspicious

    @property
    def suspicious(self) -> bool:
        """A key is not the trusted one, is revoked, or is not the one of the list. Nothing of this host is written."""
        return any(
            each.trust in (Trust.CHANGED, Trust.REVOKED) or each.listed is Listed.CONTRADICTED for each in self.keys
        )

    def addable(self, *, confirmed: bool) -> tuple[HostKey, ...]:
        """The keys that may be written: those that the list confirms, or all where a person answers for them."""
        if self.suspicious:
            return ()
        fresh = (each for each in self.keys if each.trust is not Trust.SAME)
        return tuple(each.key for each in fresh if not confirmed or each.listed is Listed.CONFIRMED)


def fetch(
    connections: Sequence[Connection], fingerprints: Fingerprints, *, forks: int = 20, seconds: float = SECONDS
) -> Iterator[HostKeys]:
    """One HostKeys per connection, in the order given. Nobody logs in, and nothing secret is sent."""
    silence()
    yield from in_parallel(partial(_fetch, fingerprints=fingerprints, seconds=seconds), connections, forks)


def accept(keys: HostKeys, chosen: Sequence[HostKey]) -> Path | None:
    """Write these keys where ssh looks first; the file, or None when they are in there by now.

    Raises InvalidError when ssh keeps no file of known hosts, or it cannot be written.
    """
    client = keys.client
    if client is None or not client.known_hosts or client.known_hosts[0] == Path("/dev/null"):
        raise InvalidError(
            "ssh is told to keep no known hosts", where=f"host {keys.host}", todo="set UserKnownHostsFile"
        )
    now = KnownHosts(client.known_hosts)
    judged = {key: now.judge(key, client.key_names)[0] for key in chosen}
    if any(trust in (Trust.CHANGED, Trust.REVOKED) for trust in judged.values()):
        raise InvalidError("another key has been trusted meanwhile", where=f"host {keys.host}", todo="run it again")
    fresh = [key for key, trust in judged.items() if trust is not Trust.SAME]
    if not fresh:
        return None
    add(client.known_hosts[0], client.key_names[0], fresh, hashed=client.hash_names)
    return client.known_hosts[0]


def _fetch(connection: Connection, fingerprints: Fingerprints, seconds: float) -> HostKeys:
    if connection.plugin != "ssh" and not connection.error:
        said = f"no host key: connection {connection.plugin}"
        return HostKeys(host=connection.host, detail=said, speaks_ssh=False)
    try:
        return bounded(lambda: _ask(connection, fingerprints, seconds), 6 * len(KEY_TYPES) * seconds)
    except StumbleError as error:
        return HostKeys(host=connection.host, cause=error.cause, detail=error.detail, todo=error.todo)
    except Exception as error:  # noqa: BLE001  # whatever a host sends, it costs only itself
        return HostKeys(host=connection.host, cause=Failure.UNKNOWN, detail=f"unforeseen: {type(error).__name__}")


def _ask(connection: Connection, fingerprints: Fingerprints, seconds: float) -> HostKeys:
    if connection.error or connection.ssh is None:
        raise StumbleError(Step.INVENTORY, None, connection.error)
    client = ask(connection.ssh, connection.address)
    shown = _keys(client, seconds)
    known = KnownHosts(client.known_hosts)
    judged = [known.judge(key, client.key_names) for key in shown]
    listed = fingerprints.judge(shown, (connection.host, connection.address, *client.key_names))
    keys = tuple(
        ShownKey(key=key, trust=trust, listed=said, where=tuple(line.where for line in lines))
        for key, (trust, lines), said in zip(shown, judged, listed, strict=True)
    )
    changed = [lines for trust, lines in judged if trust is Trust.CHANGED]
    return HostKeys(host=connection.host, client=client, keys=keys, todo=removal(client, changed[0]) if changed else "")


def _keys(client: Client, seconds: float) -> list[HostKey]:
    """The key of each type that the host has: one connection for each, as a server shows only one."""
    found: list[HostKey] = []
    missing: StumbleError | None = None
    for key_type in KEY_TYPES:
        try:
            with (
                connected(client, seconds, lambda _step: None) as stream,
                greeted(stream, (key_type,), seconds) as host,
            ):
                found.append(shown_key(host))
        except StumbleError as error:
            if error.tried and not found:
                raise
            missing = error
    if not found and missing:
        raise missing
    return found
