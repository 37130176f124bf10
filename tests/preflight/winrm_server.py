"""A WinRM endpoint on loopback, as far as preflight looks at one. No Windows was met in making it.

It imitates what Microsoft's MS-WSMV and MS-NLMP documents and pywinrm's own code say of a listener: HTTPS with a
certificate; POST /wsman; 401 with the schemes in WWW-Authenticate; and after a Basic login the five messages of one
command in a cmd shell (Create, Command, Receive, Signal, Delete). Negotiate is offered and never completed.
"""

from __future__ import annotations

import base64
import re
import ssl
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "scan", "canary-winrm-3c1d"
_NOUNS = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"


def certificate(folder: Path, *, days: int = 100, name: str = "127.0.0.1") -> Path:
    """A self-signed certificate that ends in so many days, and its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    ends = datetime.now(UTC) + timedelta(days=days, hours=1)
    own = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=400))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"winrm-{days}-{name}.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


class WinrmServer:
    """Listens on 127.0.0.1 while the block lasts. `answers` may be set to 404, or to garbage after the login."""

    def __init__(self, pem: Path | None, schemes: Sequence[str] = ("Negotiate", 'Basic realm="WSMAN"')) -> None:
        self.schemes, self.status, self.garbage = schemes, 401, False
        self.seen: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                given = self.headers.get("Authorization", "")
                server.seen.append(given.split(" ")[0])
                wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
                if server.status != 401 or given != f"Basic {wanted}":
                    self._send(server.status, b"")
                else:
                    self._send(200, b"<not xml" if server.garbage else answer(body).encode())

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                if status == 401:
                    for scheme in server.schemes:
                        self.send_header("WWW-Authenticate", scheme)
                self.send_header("Content-Type", "application/soap+xml;charset=UTF-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Tests read what was asked in `seen`."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        if pem is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            # The handshake belongs to the handler's thread, as a client may leave in the middle of it.
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients refuse certificates here
        self.port: int = self._http.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


def answer(asked: str) -> str:
    """The message that goes with what was asked; a command's words come back as its output."""
    action = re.findall(r"<a:Action[^>]*>.*?(\w+)</a:Action>", asked)[0]
    message = re.findall(r"<a:MessageID>(.*?)</a:MessageID>", asked)[0]
    body = ""
    match action:
        case "Create":
            body = '<w:Selector Name="ShellId">S1</w:Selector>'
        case "Command":
            word = re.findall(r"<rsp:Arguments>(.*?)</rsp:Arguments>", asked)[0]
            body = f"<r:CommandId>{word}</r:CommandId>"
        case "Receive":
            word = re.findall(r'CommandId="(.*?)"', asked)[0]
            text = base64.b64encode(f"{word}\r\n".encode()).decode()
            body = (
                f'<r:Stream Name="stdout" CommandId="{word}">{text}</r:Stream>'
                f'<r:CommandState State="{_NOUNS}/CommandState/Done"><r:ExitCode>0</r:ExitCode></r:CommandState>'
            )
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:r="' + _NOUNS + '"'
        ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
        ' xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">'
        f"<s:Header><a:RelatesTo>{message}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
