"""The digest as JSON to a web address: one POST, no redirect followed, no proxy."""

from __future__ import annotations

import http.client
import ssl
from urllib.parse import urlsplit

from scanner import __version__
from scanner.errors import UnseenError
from scanner.model.digest import Digest
from scanner.model.settings_night import WebhookSettings
from scanner.notify.outbox import Outbox
from scanner.notify.secret import secret

PATIENCE = 30
"""Seconds the server has for each answer."""


def compose(digest: Digest) -> bytes:
    """The body, shape `eits-scan/digest/1`."""
    return digest.model_dump_json(by_alias=True).encode()


def deliver(outbox: Outbox, settings: WebhookSettings) -> int:
    """Post all that waits, oldest first; how many were taken.

    Raises UnseenError at the first that is not; it and those after it wait for the next night.
    """
    sent = 0
    for path in outbox.waiting():
        _post(path.read_bytes(), settings)
        path.unlink()
        sent += 1
    return sent


def _post(body: bytes, settings: WebhookSettings) -> None:
    address = urlsplit(settings.url)
    headers = {"Content-Type": "application/json", "User-Agent": f"eits-scan/{__version__}"}
    if settings.token_env or settings.token_file:
        token = secret("the webhook's token", env=settings.token_env, file=settings.token_file)
        headers["Authorization"] = f"Bearer {token}"
    where = address.netloc
    todo = "it waits for the next night"
    connection = _connection(address.scheme, address.hostname or "", address.port, settings.ca_file)
    try:
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise UnseenError(
            f"the webhook cannot be reached: {str(error) or type(error).__name__}", where=where, todo=todo
        ) from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise UnseenError(f"the webhook did not take the digest: HTTP {status}", where=where, todo=todo)


def _connection(scheme: str, host: str, port: int | None, ca_file: str) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=PATIENCE)
    context = ssl.create_default_context(cafile=ca_file or None)
    return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=context)
