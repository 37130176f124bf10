"""An SSH server on loopback that runs what it is asked to, so that the real ssh client can be met without a host.

Its commands run as this user, or as another one when the tests run as root. It ends with the test that started it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from typing import IO, Self

import paramiko


class SshServer:
    """Listens on 127.0.0.1; `port` is free. Lets in whoever holds one of the keys."""

    def __init__(self, allowed: paramiko.PKey, *, shell: str = "/bin/sh", user: str | None = None) -> None:
        self.host_key = paramiko.ECDSAKey.generate()
        self.allowed, self.shell, self.user = allowed, shell, user
        self.commands: list[str] = []
        self.drop_after: int | None = None
        """Break the connection after that many bytes of an answer."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._transports: list[paramiko.Transport] = []

    @property
    def known_hosts(self) -> str:
        """The line a client trusts this server by."""
        return f"[127.0.0.1]:{self.port} {self.host_key.get_name()} {self.host_key.get_base64()}\n"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        for transport in self._transports:
            transport.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                transport = paramiko.Transport(connection)
                # A busy machine may keep a client longer than paramiko waits by itself.
                transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = 120
                transport.add_server_key(self.host_key)
                self._transports.append(transport)
                with contextlib.suppress(paramiko.SSHException, EOFError):
                    transport.start_server(server=_Session(self, transport), event=threading.Event())


class _Session(paramiko.ServerInterface):
    def __init__(self, server: SshServer, transport: paramiko.Transport) -> None:
        self.server, self.transport = server, transport

    def check_auth_publickey(self, _username: str, key: paramiko.PKey) -> int:
        return paramiko.common.AUTH_SUCCESSFUL if key == self.server.allowed else paramiko.common.AUTH_FAILED

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey"

    def check_channel_request(self, _kind: str, _chanid: int) -> int:
        return paramiko.common.OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self.server.commands.append(command.decode())
        threading.Thread(target=self._run, args=(channel, command), daemon=True).start()
        return True

    def _run(self, channel: paramiko.Channel, command: bytes) -> None:
        with (
            contextlib.suppress(OSError, EOFError),
            subprocess.Popen(
                [self.server.shell, "-c", command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                user=self.server.user,
                cwd="/",
            ) as process,
        ):
            assert process.stdin
            assert process.stdout
            assert process.stderr
            feeder = threading.Thread(target=_feed, args=(channel, process), daemon=True)
            teller = threading.Thread(target=_tell, args=(channel, process), daemon=True)
            feeder.start()
            teller.start()
            sent = 0
            for chunk in _read(process.stdout):
                sent += len(chunk)
                channel.sendall(chunk)
                if self.server.drop_after is not None and sent >= self.server.drop_after:
                    self.transport.close()
                    process.kill()
                    return
            teller.join()
            channel.send_exit_status(process.wait())
            channel.close()


def _feed(channel: paramiko.Channel, process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    with contextlib.suppress(OSError):
        for chunk in _chunks(channel):
            process.stdin.write(chunk)
            process.stdin.flush()
        process.stdin.close()


def _tell(channel: paramiko.Channel, process: subprocess.Popen[bytes]) -> None:
    assert process.stderr
    with contextlib.suppress(OSError):
        for chunk in _read(process.stderr):
            channel.sendall_stderr(chunk)


def _chunks(channel: paramiko.Channel) -> Iterator[bytes]:
    while chunk := channel.recv(65536):
        yield chunk


def _read(pipe: IO[bytes]) -> Iterator[bytes]:
    """What is there, as soon as it is there."""
    while chunk := os.read(pipe.fileno(), 65536):
        yield chunk
