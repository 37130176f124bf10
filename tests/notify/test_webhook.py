"""The digest to a web server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scanner.errors import UnseenError
from scanner.model.digest import Digest
from scanner.model.settings_night import WebhookSettings
from scanner.notify.outbox import Outbox
from scanner.notify.webhook import compose, deliver
from tests.collect.sites import closed_port
from tests.notify.sample import DIGEST


class Server(HTTPServer):
    """Takes what is posted; answers with `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.posted: list[tuple[str, str | None, bytes]] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as started:
        thread = threading.Thread(target=started.serve_forever)
        thread.start()
        yield started
        started.shutdown()
        thread.join()


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path, "webhook")


def settings(server: Server | int, **more: object) -> WebhookSettings:
    port = server if isinstance(server, int) else server.server_port
    url = f"http://127.0.0.1:{port}/eits?room=1"
    return WebhookSettings.model_validate({"url": url, **more})


def test_a_webhook_gets_the_digest_as_json_with_its_token(
    server: Server, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EITS_TEST_TOKEN", "token-canary-1")
    outbox.put("1", compose(DIGEST))
    assert deliver(outbox, settings(server, token_env="EITS_TEST_TOKEN")) == 1
    ((path, authorization, body),) = server.posted
    assert (path, authorization) == ("/eits?room=1", "Bearer token-canary-1")
    assert json.loads(body)["schema"] == "eits-scan/digest/1"
    assert Digest.model_validate_json(body) == DIGEST
    assert list(outbox.waiting()) == []


@pytest.mark.parametrize("status", [302, 403, 500])
def test_what_is_not_taken_waits_and_no_redirect_is_followed(server: Server, outbox: Outbox, status: int) -> None:
    outbox.put("1", compose(DIGEST))
    server.status = status
    with pytest.raises(UnseenError, match=f"HTTP {status}"):
        deliver(outbox, settings(server))
    assert len(server.posted) == 1
    server.status = 204
    assert deliver(outbox, settings(server)) == 1


def test_a_server_that_is_not_there_is_told(outbox: Outbox) -> None:
    outbox.put("1", compose(DIGEST))
    with closed_port() as port, pytest.raises(UnseenError, match=r"cannot be reached: .*Connection refused"):
        deliver(outbox, settings(port))
    assert len(list(outbox.waiting())) == 1
