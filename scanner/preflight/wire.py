"""From a name to an SSH connection that has shown the host's key; nothing secret is sent here."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import select
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import paramiko

from scanner.model.failure import Failure
from scanner.preflight.client import Client
from scanner.preflight.known_hosts import HostKey
from scanner.preflight.parallel import bounded
from scanner.preflight.readiness import Step, StumbleError

KEY_TYPES = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa")
"""The types of host keys that are asked for, the one OpenSSH likes best first."""
_BANNER = 8192  # bytes that may come before the line SSH-2.0; a server may say something first (RFC 4253, 4.2)
_SIGNATURES = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}


def resolve(name: str, port: int, seconds: float) -> list[tuple[socket.AddressFamily, tuple[object, ...]]]:
    """The addresses of a name. The resolver has no time limit of its own."""
    try:
        found = bounded(lambda: socket.getaddrinfo(name, port, type=socket.SOCK_STREAM), seconds)
    except TimeoutError:
        raise StumbleError(Step.NAME, Failure.DNS, f"no answer in {seconds:g} s") from None
    except (OSError, UnicodeError) as error:
        raise StumbleError(Step.NAME, Failure.DNS, getattr(error, "strerror", None) or str(error)) from None
    return [(family, address) for family, _, _, _, address in found]


def reach(name: str, port: int, seconds: float, passed: Callable[[Step], None]) -> socket.socket:
    """A connection to the first address that takes one, all within the seconds."""
    addresses = resolve(name, port, seconds)
    passed(Step.NAME)
    end = time.monotonic() + seconds
    failed: OSError = TimeoutError()
    for family, address in addresses:
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.settimeout(max(0.1, end - time.monotonic()))
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            failed = error
        else:
            connection.settimeout(seconds)
            passed(Step.TCP)
            return connection
    cause = Failure.REFUSED if failed.errno == errno.ECONNREFUSED else Failure.TIMEOUT
    raise StumbleError(Step.TCP, cause, failed.strerror or f"no answer in {seconds:g} s")


@contextlib.contextmanager
def connected(client: Client, seconds: float, passed: Callable[[Step], None]) -> Iterator[socket.socket]:
    """A stream to the host's SSH port; through the command of a jump host it is one end of a pair of sockets."""
    if client.proxy is None:
        with reach(client.address, client.port, seconds, passed) as connection:
            yield connection
        return
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            process = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {client.proxy}"],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        try:
            yield ours
        except StumbleError as error:
            if error.step is Step.BANNER:
                said = _last_words(process)
                raise StumbleError(Step.TCP, error.cause, f"through a jump host: {said or 'no answer'}") from None
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 15)
            process.wait()
            if process.stderr:
                process.stderr.close()


def _last_words(process: subprocess.Popen[bytes]) -> str:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 15)
    assert process.stderr  # noqa: S101  # it was asked for
    return "; ".join(_text(process.stderr.read(4000)).splitlines())


@contextlib.contextmanager
def greeted(connection: socket.socket, key_types: Sequence[str], seconds: float) -> Iterator[paramiko.Transport]:
    """An encrypted connection that nobody has logged in to. Its key may be of any of these types, the first at best."""
    _await_banner(connection, seconds)
    transport = paramiko.Transport(connection)
    transport.banner_timeout = transport.handshake_timeout = seconds
    transport.auth_timeout = transport.channel_timeout = seconds
    wanted = [name for key_type in key_types for name in _SIGNATURES.get(key_type, (key_type,))]
    try:
        transport.get_security_options().key_types = wanted
        transport.start_client(timeout=2 * seconds)
        if not transport.initial_kex_done:
            raise StumbleError(Step.HOST_KEY, Failure.TIMEOUT, f"no keys agreed on in {2 * seconds:g} s")
        yield transport
    except paramiko.ssh_exception.IncompatiblePeer as error:
        said = f"preflight and the host share no algorithm: {error}"
        raise StumbleError(Step.HOST_KEY, None, said, tried=False, todo="see whether ssh itself connects") from None
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise StumbleError(Step.HOST_KEY, Failure.CUT, str(error)) from None
    finally:
        transport.close()


def _await_banner(connection: socket.socket, seconds: float) -> None:
    """Until the host has said that it speaks SSH; what it said stays to be read."""
    end = time.monotonic() + seconds
    waiting = threading.Event()
    said = b""
    while time.monotonic() < end:
        if not select.select([connection], [], [], max(0.0, end - time.monotonic()))[0]:
            break
        try:
            now = connection.recv(_BANNER, socket.MSG_PEEK)
        except OSError as error:
            raise StumbleError(Step.BANNER, Failure.REFUSED, error.strerror or str(error)) from None
        if re.search(rb"^SSH-.*\n", now, re.MULTILINE):
            return
        if not now or (now == said and _ended(connection)):
            raise StumbleError(Step.BANNER, Failure.REFUSED, _text(said) or "closed before a word of SSH")
        if len(now) >= _BANNER:
            raise StumbleError(Step.BANNER, Failure.REFUSED, f"this is not SSH: {_text(now[:80])}")
        said = now
        waiting.wait(0.02)  # more may be on its way
    raise StumbleError(Step.BANNER, Failure.TIMEOUT, _text(said) or f"not a word of SSH in {seconds:g} s")


def _ended(connection: socket.socket) -> bool:
    """True when the other end has closed, whatever is still to be read."""
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    return bool(poll.poll(0))


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace").strip()


def shown_key(transport: paramiko.Transport) -> HostKey:
    """The key by which the host has just proved itself."""
    key = transport.get_remote_server_key()
    return HostKey(type=key.get_name(), blob=key.asbytes())
