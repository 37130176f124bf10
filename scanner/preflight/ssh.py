"""One host over SSH: from its name to a root shell, until the first step that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import paramiko

from scanner.model.failure import Failure
from scanner.preflight import session
from scanner.preflight.client import Client, ask
from scanner.preflight.connections import Become, Connection
from scanner.preflight.known_hosts import Entry, KnownHosts, Trust
from scanner.preflight.login import log_in
from scanner.preflight.readiness import Step, StumbleError
from scanner.preflight.wire import KEY_TYPES, connected, greeted, shown_key


def examine(connection: Connection, seconds: float, passed: Callable[[Step], None]) -> tuple[str, ...]:
    """Try each step; tell those that went well to `passed`. Gives notes; raises StumbleError."""
    ssh = connection.ssh
    assert ssh is not None  # noqa: S101  # an ssh connection has it
    if not ssh.checked:
        raise StumbleError(Step.INVENTORY, Failure.HOST_KEY_UNCHECKED, "the variables hold it once they are filled in")
    client = ask(ssh, connection.address)
    known = KnownHosts(client.known_hosts)
    with (
        connected(client, seconds, passed) as stream,
        greeted(stream, liked(known, client), seconds) as transport,
    ):
        passed(Step.BANNER)
        _check_key(transport, client, known)
        passed(Step.HOST_KEY)
        if ssh.key_in_inventory:
            raise StumbleError(Step.LOGIN, None, "a key that stands in a variable is not tried", tried=False)
        log_in(transport, client, ssh)
        passed(Step.LOGIN)
        uid, noise = session.shell(transport, seconds)
        passed(Step.SHELL)
        _become_root(transport, connection.become, client, uid, seconds, passed)
    return tuple(_notes(connection, client, uid, noise))


def liked(known: KnownHosts, client: Client) -> tuple[str, ...]:
    """Types of keys in the order to ask for: those that are known of the host first, as ssh does."""
    types = {entry.key.type for entry in known.about(client.key_names)}
    return tuple(sorted(KEY_TYPES, key=lambda each: each not in types))


def _check_key(transport: paramiko.Transport, client: Client, known: KnownHosts) -> None:
    key = shown_key(transport)
    trust, lines = known.judge(key, client.key_names)
    shown = f"it shows {key.type} {key.fingerprint}"
    if trust is Trust.SAME:
        return
    if trust is Trust.REVOKED:
        never = "never accept this key; give the host a new one"
        raise StumbleError(Step.HOST_KEY, Failure.HOST_KEY_CHANGED, f"{shown}, revoked in {_places(lines)}", todo=never)
    if trust is Trust.CHANGED:
        raise StumbleError(
            Step.HOST_KEY,
            Failure.HOST_KEY_CHANGED,
            f"{shown}, trusted is {lines[0].key.fingerprint} in {_places(lines)}",
            todo=removal(client, lines),
        )
    if known.has_authority(client.key_names) or client.trusts_more:
        others = "a certificate authority" if not client.trusts_more else ", ".join(client.trusts_more)
        raise StumbleError(Step.HOST_KEY, None, f"ssh may trust it by {others}; preflight cannot tell", tried=False)
    kinds = ", ".join(sorted({line.key.type for line in lines}))
    raise StumbleError(
        Step.HOST_KEY,
        Failure.HOST_KEY_UNKNOWN,
        f"{shown}; known of this host: {kinds}" if kinds else f"{shown}; no key of {client.key_names[0]} is known",
    )


def removal(client: Client, lines: tuple[Entry, ...]) -> str:
    """What a person does when a host has really got a new key."""
    file = lines[0].where.rpartition(":")[0] if lines else str(client.known_hosts[0] if client.known_hosts else Path())
    return (
        "find out why; compare the fingerprint at the host's console; only if the host was set up anew:"
        f" ssh-keygen -R '{client.key_names[0]}' -f {file}, then `eits-scan inventory trust`"
    )


def _places(lines: tuple[Entry, ...]) -> str:
    return ", ".join(line.where for line in lines)


def _become_root(
    transport: paramiko.Transport,
    become: Become | None,
    client: Client,
    uid: int,
    seconds: float,
    passed: Callable[[Step], None],
) -> None:
    # Ansible leaves sudo out where the account is the wanted one already.
    if become is None or client.user == become.user or uid == 0:
        return
    if become.method != "sudo":
        raise StumbleError(Step.ESCALATION, None, f"becoming root with {become.method} is not tried", tried=False)
    session.escalate(transport, become, seconds)
    passed(Step.ESCALATION)


def _notes(connection: Connection, client: Client, uid: int, noise: str) -> list[str]:
    notes = []
    if noise:
        notes.append(f"the shell says more than it was asked for: {noise}")
    if connection.become is None and uid:
        notes.append("ansible_become is off: the scan sees only what the account may read")
    if connection.ssh and Path(connection.ssh.program).name != "ssh":
        notes.append(f"the scan connects with {connection.ssh.program}, preflight did not")
    if client.proxy:
        notes.append("through a jump host")
    return [*notes, *(f"ssh also trusts keys by {each}" for each in client.trusts_more)]
