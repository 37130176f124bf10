"""Logging in with the keys and the password that the scan would use, in OpenSSH's order."""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import paramiko

from scanner.model.failure import Failure
from scanner.preflight.client import Client
from scanner.preflight.connections import Ssh
from scanner.preflight.readiness import Step, StumbleError


def log_in(transport: paramiko.Transport, client: Client, ssh: Ssh) -> None:
    """Raises StumbleError, telling what was tried. The host's key must have been checked before."""
    tried: list[str] = []
    try:
        offered = _offered(transport, client.user)
        if transport.is_authenticated():
            return
        if "publickey" in offered:
            with contextlib.closing(_keys(client, tried)) as keys:
                for name, key in keys:
                    tried.append(f"{key.get_name()} {name}")
                    if _accepted(transport, client.user, key):
                        return
        if ssh.password is not None and offered.intersection(("password", "keyboard-interactive")):
            tried.append("the password")
            with contextlib.suppress(paramiko.AuthenticationException):
                if not transport.auth_password(client.user, ssh.password.get_secret_value()):
                    return
    except (paramiko.SSHException, EOFError, OSError) as error:
        tried.append(f"then the host ended it ({str(error) or 'closed'})")
        offered = set()
    said = f"{client.user}: {', '.join(tried) or 'no key or password fits'}; not accepted"
    if "gssapi-with-mic" in offered and client.kerberos and os.environ.get("KRB5CCNAME"):
        raise StumbleError(Step.LOGIN, None, f"{said}; Kerberos is not tried by preflight", tried=False)
    raise StumbleError(Step.LOGIN, Failure.AUTH_DENIED, f"{said}{_methods(offered)}")


def _methods(offered: set[str]) -> str:
    return f"; the host takes {', '.join(sorted(offered))}" if offered else ""


def _offered(transport: paramiko.Transport, user: str) -> set[str]:
    """The methods the host would take, by asking to be let in with none."""
    try:
        transport.auth_none(user)
    except paramiko.BadAuthenticationType as error:
        return set(error.allowed_types)
    except paramiko.AuthenticationException:
        return {"publickey", "password"}
    return set()


def _accepted(transport: paramiko.Transport, user: str, key: paramiko.PKey) -> bool:
    """False too when the host wants a second proof: a scan has none."""
    try:
        return not transport.auth_publickey(user, key)
    except paramiko.AuthenticationException:
        if not transport.is_active():
            raise
        return False


def _keys(client: Client, tried: list[str]) -> Generator[tuple[str, paramiko.PKey]]:
    """Those of the agent that are also in files, the agent's others, then those only in files."""
    public = {_public(path) for path in client.identity_files}
    with _agent_keys(client) as held:
        known = [key for key in held if key.asbytes() in public]
        others = [] if client.identities_only else [key for key in held if key.asbytes() not in public]
        yield from (("of the agent", key) for key in (*known, *others))
    given = {key.asbytes() for key in (*known, *others)}
    for path in client.identity_files:
        key = _load(path, tried)
        if key is not None and key.asbytes() not in given:
            yield str(path), key


@contextlib.contextmanager
def _agent_keys(client: Client) -> Iterator[Sequence[paramiko.PKey]]:
    """They sign as long as the agent is open."""
    if client.agent is not None:  # none, or another socket: paramiko knows SSH_AUTH_SOCK only
        yield ()
        return
    try:
        agent = paramiko.Agent()
    except (paramiko.SSHException, OSError):
        yield ()
        return
    try:
        yield agent.get_keys()
    finally:
        agent.close()


def _public(path: Path) -> bytes | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return base64.b64decode(Path(f"{path}.pub").read_text(encoding="utf-8").split()[1])
    return None


def _load(path: Path, tried: list[str]) -> paramiko.PKey | None:
    """The private key of a file; why it is of no use is told with what was tried. One that is not there is no word."""
    if not path.exists():
        return None
    try:
        key = paramiko.PKey.from_path(path)
        certificate = Path(f"{path}-cert.pub")
        if certificate.exists():
            key.load_certificate(str(certificate))
    except (paramiko.PasswordRequiredException, TypeError):  # cryptography's way to miss a password
        tried.append(f"{path} has a passphrase")
    except OSError as error:
        tried.append(f"{path} cannot be read ({error.strerror})")
    except (paramiko.SSHException, ValueError) as error:
        tried.append(f"{path} is not a key preflight can use ({type(error).__name__})")
    else:
        return key
    return None
