"""All hosts at the same time, each within its own time; nothing that one of them does holds up another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from scanner.model.failure import Failure
from scanner.preflight import local, ssh, windows
from scanner.preflight.connections import Connection
from scanner.preflight.parallel import bounded, in_parallel
from scanner.preflight.readiness import Readiness, State, Step, StumbleError

SECONDS = 15.0
"""For one step, as `timeout` in playbooks/ansible.cfg is for a scan."""
_STEPS = 10  # of one host at most, each within the seconds, some with an attempt more
_LIBRARIES = ("paramiko", "winrm", "requests_ntlm", "spnego", "urllib3")


def preflight(connections: Sequence[Connection], *, forks: int = 20, seconds: float = SECONDS) -> Iterator[Readiness]:
    """One Readiness per connection, in the order given. seconds: for each step of a host."""
    silence()
    yield from in_parallel(partial(examine, seconds=seconds), connections, forks)


def examine(connection: Connection, seconds: float) -> Readiness:
    """Try one host until the first step that fails."""
    passed: list[Step] = []
    about = {"host": connection.host, "connection": connection.plugin, "address": connection.address}
    try:
        notes = bounded(lambda: _try(connection, seconds, passed.append), _STEPS * seconds)
    except Exception as error:  # noqa: BLE001  # whatever a host sends, it costs only itself
        failed = _failed(error)
        return Readiness(
            **about,
            state=State.NOT_READY if failed.tried else State.NOT_TRIED,
            step=failed.step,
            cause=failed.cause,
            detail=failed.detail,
            todo=failed.todo,
            passed=tuple(passed),
        )
    return Readiness(**about, passed=tuple(passed), notes=notes)


def _failed(error: Exception) -> StumbleError:
    """The error as a step that failed. The words of one that nobody foresaw may hold a secret and are left out."""
    if isinstance(error, StumbleError):
        return error
    if isinstance(error, TimeoutError):
        return StumbleError(Step.INVENTORY, Failure.HUNG, "the host took longer than all steps may take together")
    return StumbleError(Step.INVENTORY, Failure.UNKNOWN, f"unforeseen: {type(error).__name__}")


def _try(connection: Connection, seconds: float, passed: Callable[[Step], None]) -> tuple[str, ...]:
    if connection.error:
        todo = "correct the variable, or give the vault's password"
        raise StumbleError(Step.INVENTORY, None, connection.error, todo=todo)
    match connection.plugin:
        case "ssh":
            return ssh.examine(connection, seconds, passed)
        case "winrm" | "psrp":
            return windows.examine(connection, seconds, passed)
        case "local":
            return local.examine(connection, seconds, passed)
        case other:
            raise StumbleError(Step.INVENTORY, None, f"the connection {other} is not tried by preflight", tried=False)


def silence() -> None:
    """What these libraries log may hold what hosts say, and keys and accounts; our own lines say what failed."""
    for name in _LIBRARIES:
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
        logger.setLevel(logging.CRITICAL + 1)
