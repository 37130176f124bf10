"""From what ssh, sudo and Ansible said to a closed list of causes.

The text may come from the host: only its shape is looked at, and at most one cleaned line of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.errors import printable
from scanner.model.failure import Failure

# Regular expressions over OpenSSH's and Ansible's English messages; the first that is found decides.
_CONNECTION: Mapping[Failure, tuple[str, ...]] = {
    Failure.HOST_KEY_CHANGED: ("remote host identification has changed", "host key .* has changed"),
    Failure.HOST_KEY_UNKNOWN: (
        "no .* host key is known",
        "host key verification failed",
        "host key checking is enabled",
    ),
    Failure.DNS: ("could not resolve hostname", "name or service not known", "failure in name resolution"),
    # Closed before a word about keys: too many connections at once, or the controller's address is shut out.
    Failure.REFUSED: ("connection refused", "kex_exchange_identification"),
    Failure.TIMEOUT: (
        "connection timed out",
        "operation timed out",
        "no route to host",
        "network is unreachable",
        "during banner exchange",
        "timeout, server .* not responding",
    ),
    Failure.AUTH_DENIED: (
        "permission denied",
        "incorrect (username/)?password",
        "too many authentication failures",
        "no (more|supported) authentication methods",
        r"connection closed by \S+ port",  # during the login, as with an expired account
    ),
    Failure.CUT: ("connection (to .* )?(reset|closed)", "broken pipe"),
}
# sudo speaks the host's language; what is not recognised stays sudo_denied.
_ESCALATION: Mapping[Failure, tuple[str, ...]] = {
    Failure.SUDO_PASSWORD_WRONG: (r"incorrect (\S+ )?password", "sorry, try again", "duplicate become password"),
    Failure.SUDO_PASSWORD_MISSING: (r"missing \S+ password", "a password is required"),
}
_NO_SHELL = ("account is (currently )?not available", "/bin/sh.*not found", "no such file or directory")

_WRAPPING = re.compile(r"Data could not be sent to remote host .{0,300}? over ssh: ")  # Ansible's, around ssh's words


def connection_failure(message: str) -> Failure:
    """Why no session was opened."""
    return _first(_CONNECTION, message) or Failure.UNKNOWN


def escalation_failure(message: str) -> Failure:
    """Why the scan account did not become root."""
    return _first(_ESCALATION, message) or Failure.SUDO_DENIED


def session_failure(message: str) -> Failure:
    """Why a session was opened and the script never spoke. Silence is what /bin/false and nologin shells give."""
    return (_first({Failure.NO_SHELL: _NO_SHELL}, message) if message.strip() else Failure.NO_SHELL) or Failure.UNKNOWN


def detail(message: str) -> str:
    """The last telling line of the message, cleaned and at most 160 characters long."""
    lines = [line.strip() for line in _WRAPPING.sub("", message).splitlines() if line.strip(" \t@")]
    return printable(lines[-1])[:160] if lines else ""


def _first(patterns: Mapping[Failure, tuple[str, ...]], message: str) -> Failure | None:
    for cause, expressions in patterns.items():
        if any(re.search(expression, message, re.IGNORECASE) for expression in expressions):
            return cause
    return None
