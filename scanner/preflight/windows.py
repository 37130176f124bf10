"""One host over WinRM: certificate, authentication scheme, login, shell, until the first step that fails."""

from __future__ import annotations

import http.client
import re
import secrets
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import requests
import winrm.exceptions
import winrm.protocol
from cryptography import x509

from scanner.model.failure import Failure
from scanner.preflight.connections import Connection, Windows
from scanner.preflight.parallel import bounded
from scanner.preflight.readiness import Step, StumbleError
from scanner.preflight.wire import reach

_AUTHORITIES = requests.utils.DEFAULT_CA_BUNDLE_PATH  # Ansible's choice too, where the inventory names none
SOON = 30
"""Days before its end from which a certificate is told of: a month is what renewing one by hand takes an agency."""
_SCHEMES = {"basic": {"basic"}, "ntlm": {"negotiate", "ntlm"}, "kerberos": {"negotiate", "kerberos"},
            "credssp": {"credssp"}, "certificate": set[str]()}  # fmt: skip


def examine(connection: Connection, seconds: float, passed: Callable[[Step], None]) -> tuple[str, ...]:
    """Try each step; tell those that went well to `passed`. Gives notes; raises StumbleError."""
    wanted = connection.windows
    assert wanted is not None  # noqa: S101  # a WinRM connection has it
    notes: list[str] = []
    with reach(connection.address, wanted.port, seconds, passed) as stream:
        if wanted.tls:
            notes.append(_certificate(stream, connection.address, wanted))
            passed(Step.TLS)
    if not wanted.tls and wanted.transport == "basic":
        todo = "use port 5986 with TLS, or another ansible_winrm_transport"
        raise StumbleError(Step.SCHEME, None, "the password would go in clear, so it was not sent", todo=todo)
    notes.append(_scheme(connection.address, wanted, seconds))
    passed(Step.SCHEME)
    _shell(connection.address, wanted, seconds, passed)
    return (*notes, "this version does not scan Windows")


def _certificate(stream: socket.socket, name: str, wanted: Windows) -> str:
    """How long the certificate still holds. Not being checked is no way to be ready."""
    peer, seconds = stream.getpeername()[:2], stream.gettimeout()  # TLS takes the stream over
    days = _days_left(stream, name)
    if not wanted.checked:
        said = f"the inventory says not to check the certificate (it holds for {days} days)"
        raise StumbleError(
            Step.TLS, Failure.CERTIFICATE, said, todo="remove that variable and name the issuer with a ca_trust_path"
        )
    context = _context(wanted)
    try:
        with (
            socket.create_connection(peer, timeout=seconds) as again,
            context.wrap_socket(again, server_hostname=name),
        ):
            pass
    except ssl.SSLCertVerificationError as error:
        until = f"expired {-days} days ago" if days < 0 else f"holds for {days} days"
        raise StumbleError(Step.TLS, Failure.CERTIFICATE, f"{error.verify_message}; it {until}") from None
    except OSError as error:
        raise StumbleError(Step.TLS, Failure.CUT, str(error)) from None
    soon = "; renew it" if days < SOON else ""
    return f"the certificate holds for {days} days{soon}"


def _days_left(stream: socket.socket, name: str) -> int:
    """Whole days until the certificate ends, below zero when it has; whoever issued it."""
    anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anyone.check_hostname = False
    anyone.verify_mode = ssl.CERT_NONE  # to read its dates; nothing is sent, and _certificate checks it
    try:
        with anyone.wrap_socket(stream, server_hostname=name) as secured:
            shown = secured.getpeercert(binary_form=True)
    except TimeoutError:
        raise StumbleError(Step.TLS, Failure.TIMEOUT, "no answer to TLS") from None
    except OSError as error:
        raise StumbleError(Step.TLS, Failure.REFUSED, f"this is not TLS: {error}") from None
    try:
        ends = x509.load_der_x509_certificate(shown or b"").not_valid_after_utc
    except ValueError as error:
        raise StumbleError(Step.TLS, Failure.CERTIFICATE, f"the certificate cannot be read: {error}") from None
    return (ends - datetime.now(UTC)).days


def _context(wanted: Windows) -> ssl.SSLContext:
    trusted = wanted.authorities
    try:
        if trusted is None:
            return ssl.create_default_context(cafile=_AUTHORITIES)
        if Path(trusted).is_dir():
            return ssl.create_default_context(capath=trusted)
        return ssl.create_default_context(cafile=trusted)
    except OSError as error:
        raise StumbleError(Step.INVENTORY, None, f"ca_trust_path {trusted}: {error.strerror or error}") from None


def _scheme(name: str, wanted: Windows, seconds: float) -> str:
    """What the host offers when asked without a name or password."""
    if wanted.tls:
        link = http.client.HTTPSConnection(name, wanted.port, timeout=seconds, context=_context(wanted))
    else:
        link = http.client.HTTPConnection(name, wanted.port, timeout=seconds)  # type: ignore[assignment]
    try:
        link.request("POST", wanted.path, headers={"Content-Type": "application/soap+xml", "Content-Length": "0"})
        answer = link.getresponse()
        told = answer.headers.get_all("WWW-Authenticate", [])
    except TimeoutError:
        raise StumbleError(Step.SCHEME, Failure.TIMEOUT, f"no answer to HTTP in {seconds:g} s") from None
    except (OSError, http.client.HTTPException) as error:
        raise StumbleError(Step.SCHEME, Failure.REFUSED, f"no answer to HTTP: {error}") from None
    finally:
        link.close()
    if answer.status != 401:
        todo = f"check ansible_port and the path ({wanted.path})"
        raise StumbleError(Step.SCHEME, Failure.REFUSED, f"HTTP {answer.status} instead of 401", todo=todo)
    offered = {
        found[0].lower() for each in told for part in each.split(",") if (found := re.findall(r"^\s*(\w+)", part))
    }
    needed = _SCHEMES.get(wanted.transport, set())
    listed = ", ".join(sorted(offered)) or "none"
    if needed and not needed & offered:
        todo = "set ansible_winrm_transport (or ansible_psrp_auth) to what the host offers"
        said = f"the host offers {listed}, the inventory wants {wanted.transport}"
        raise StumbleError(Step.SCHEME, Failure.AUTH_DENIED, said, todo=todo)
    return f"the host offers {listed}; used {wanted.transport}"


def _shell(name: str, wanted: Windows, seconds: float, passed: Callable[[Step], None]) -> None:
    """Log in, let cmd.exe say a word that nobody knows beforehand, close the shell."""
    if wanted.transport in ("kerberos", "credssp", "certificate"):
        raise StumbleError(Step.LOGIN, None, f"logging in with {wanted.transport} is not tried", tried=False)
    if not wanted.user or wanted.password is None:
        todo = "set ansible_user and ansible_password (in a vault)"
        raise StumbleError(Step.LOGIN, Failure.AUTH_DENIED, "the inventory has no user or no password", todo=todo)
    mark = secrets.token_hex(8)
    try:
        said = bounded(lambda: _say(name, wanted, mark, seconds, passed), 4 * seconds)
    except winrm.exceptions.InvalidCredentialsError:
        raise StumbleError(Step.LOGIN, Failure.AUTH_DENIED, f"{wanted.user} was not accepted") from None
    except TimeoutError:
        raise StumbleError(Step.SHELL, Failure.HUNG, f"no answer in {4 * seconds:g} s") from None
    except requests.exceptions.Timeout:
        raise StumbleError(Step.SHELL, Failure.HUNG, "no answer in time") from None
    except (requests.exceptions.RequestException, winrm.exceptions.WinRMError,
            winrm.exceptions.WinRMTransportError, winrm.exceptions.AuthenticationError) as error:  # fmt: skip
        raise StumbleError(Step.SHELL, Failure.NO_SHELL, f"{type(error).__name__}: {error}") from None
    except (ET.ParseError, StopIteration, KeyError, ValueError, AttributeError):
        raise StumbleError(Step.SHELL, Failure.NO_SHELL, "what answers does not speak WinRM") from None
    if mark not in said:
        raise StumbleError(Step.SHELL, Failure.NO_SHELL, said or "cmd.exe said nothing")
    passed(Step.SHELL)


def _say(name: str, wanted: Windows, mark: str, seconds: float, passed: Callable[[Step], None]) -> str:
    scheme = "https" if wanted.tls else "http"
    host = f"[{name}]" if ":" in name else name
    talk = winrm.protocol.Protocol(
        f"{scheme}://{host}:{wanted.port}{wanted.path}",
        transport="ssl" if wanted.transport == "basic" else "ntlm",
        username=wanted.user,
        password=wanted.password.get_secret_value() if wanted.password else None,
        ca_trust_path=wanted.authorities or _AUTHORITIES,
        proxy=None,  # a scan hands no proxy variables on
        operation_timeout_sec=max(1, int(seconds)),
        read_timeout_sec=max(1, int(seconds)) + 5,
    )
    shell = talk.open_shell()
    passed(Step.LOGIN)
    try:
        command = talk.run_command(shell, "echo", [mark])
        out, err, _ = talk.get_command_output(shell, command)
        talk.cleanup_command(shell, command)
    finally:
        talk.close_shell(shell)
    return (out + err).decode("utf-8", "replace")
