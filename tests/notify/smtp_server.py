"""A real SMTP server on loopback with STARTTLS and a login, for the tests of the digest."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "eits-scan", "mail-canary-1"


class _Controller(Controller):
    """On a port that the system chooses; aiosmtpd itself would try to reach itself on port 0."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class SmtpServer:
    """Listens on a free port. `answers` are what it says to the next messages instead of taking them."""

    def __init__(self, folder: Path, *, encrypted: bool = True, login: bool = False) -> None:
        self.messages: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answers: list[str] = []
        self.certificate = folder / "server.pem"
        options: dict[str, Any] = {}
        if encrypted:
            options |= {"tls_context": self._context(folder), "require_starttls": True}
        if login:
            options |= {"auth_required": True, "authenticator": self._authenticate}
        self._controller = _Controller(self, hostname="127.0.0.1", port=0, ready_timeout=120, **options)

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        return "250 taken"

    def _authenticate(self, *given: Any) -> AuthResult:
        data = given[-1]
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=good)

    def _context(self, folder: Path) -> ssl.SSLContext:
        key = folder / "server.key"
        words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-days", "2"]
        words += ["-out", str(self.certificate), "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(words, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        return context
