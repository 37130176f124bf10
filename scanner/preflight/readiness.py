"""What is told of one host before a scan: is it ready, and if not, which step failed and why."""

from __future__ import annotations

from enum import StrEnum

from scanner.errors import printable
from scanner.model.base import Frozen
from scanner.model.failure import Failure


class Step(StrEnum):
    """What is tried, in this order; TLS and scheme are WinRM's, banner, key and escalation are SSH's."""

    INVENTORY = "inventory"
    NAME = "name"
    TCP = "tcp"
    BANNER = "banner"
    HOST_KEY = "host_key"
    TLS = "tls"
    SCHEME = "scheme"
    LOGIN = "login"
    SHELL = "shell"
    ESCALATION = "escalation"


class State(StrEnum):
    """`not_tried`: preflight cannot tell what the scan will meet; it is not ready, and not known to fail."""

    READY = "ready"
    NOT_READY = "not_ready"
    NOT_TRIED = "not_tried"


class Readiness(Frozen):
    """One host's. `step`, `cause`, `detail` and `todo` belong to the first step that failed; `passed` went well."""

    host: str
    connection: str
    address: str = ""
    state: State = State.READY
    step: Step | None = None
    cause: Failure | None = None
    detail: str = ""
    """May quote the host, printable and cut; everything else is ours."""
    todo: str = ""
    passed: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    """What is worth knowing and no obstacle, such as a certificate that expires soon."""


class StumbleError(Exception):
    """A step failed, or could not be tried."""

    def __init__(
        self, step: Step, cause: Failure | None, detail: str = "", *, todo: str = "", tried: bool = True
    ) -> None:
        super().__init__(step, cause)
        self.step, self.cause, self.tried = step, cause, tried
        self.detail = brief(detail)
        self.todo = todo or (_TODO.get(cause, "") if cause else "")


def brief(text: str) -> str:
    """The last line that says something, printable, at most 300 characters."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return printable(lines[-1])[:300] if lines else ""


_ACCOUNT = "docs/scan-account.md shows the account's setup"
_TODO = {
    Failure.DNS: "correct the name, or set ansible_host to an address",
    Failure.REFUSED: "check that the service runs, its port (ansible_port) and the firewall",
    Failure.TIMEOUT: "check that the host is up, the address and port, and the firewall",
    Failure.HOST_KEY_UNKNOWN: "compare and accept its key with `eits-scan inventory trust`",
    Failure.HOST_KEY_UNCHECKED: "remove that option from the inventory and trust the host's key",
    Failure.AUTH_DENIED: f"check ansible_user and its key or password; {_ACCOUNT}",
    Failure.SUDO_PASSWORD_WRONG: "correct ansible_become_password (in a vault)",
    Failure.SUDO_PASSWORD_MISSING: f"set ansible_become_password (in a vault), or allow NOPASSWD; {_ACCOUNT}",
    Failure.SUDO_DENIED: f"let the account use sudo; {_ACCOUNT}",
    Failure.NO_SHELL: f"give the account /bin/sh and no forced command; {_ACCOUNT}",
    Failure.HUNG: "log in by hand with the scan account and see what it waits for",
    Failure.CERTIFICATE: "give the host a certificate that this machine trusts, for the name in the inventory",
}
