"""The reader against a server on the loopback that answers in the documented shapes. It never met the portal itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from scanner.content.catalogue_import import portal
from scanner.content.catalogue_import.portal import Limits
from scanner.errors import InvalidError, UnseenError, UsageError
from tests.content.catalogue_import.edition import answers

QUICK = Limits(tries=3, seconds=60, pause=0)


class Portal:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = answers()
        self.failures: dict[str, list[int]] = {}
        self.asked: list[str] = []
        self.base = ""


class Handler(BaseHTTPRequestHandler):
    portal: Portal

    def do_GET(self) -> None:
        path = self.path.removeprefix("/api/2")
        self.portal.asked.append(path)
        failing = self.portal.failures.get(path)
        status = failing.pop(0) if failing else 200 if path in self.portal.answers else 404
        answer = self.portal.answers.get(path)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "file:///etc/hostname")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    state = Portal()
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"portal": state})) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.base = f"http://127.0.0.1:{httpd.server_address[1]}/api/2/"
        yield state
        httpd.shutdown()
        thread.join()


def test_the_newest_edition_is_read_module_by_module(server: Portal) -> None:
    steps: list[tuple[int, int]] = []
    source = portal.read(server.base, limits=QUICK, progress=lambda done, total: steps.append((done, total)))
    assert source.edition == "2026"
    assert [module.code for module in source.modules] == ["GRC.6", "SYS.1.3"]
    assert steps == [(1, 2), (2, 2)]
    assert server.asked == list(answers())


def test_an_edition_the_portal_lacks_is_a_usage_error(server: Portal) -> None:
    with pytest.raises(UsageError, match="2023, 2025, 2026"):
        portal.read(server.base, edition="1999", limits=QUICK)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_again(server: Portal, status: int) -> None:
    server.failures["/catalog/2026/7?lang=et"] = [status, status]
    assert len(portal.read(server.base, limits=QUICK).modules) == 2
    assert server.asked.count("/catalog/2026/7?lang=et") == 3


def test_tries_are_bounded(server: Portal) -> None:
    server.failures["/catalog"] = [503] * 9
    with pytest.raises(UnseenError, match="HTTP 503"):
        portal.read(server.base, limits=QUICK)
    assert len(server.asked) == 3


def test_a_module_that_is_not_there_ends_the_import_at_once(server: Portal) -> None:
    del server.answers["/catalog/2026/s-13?lang=et"]
    with pytest.raises(UnseenError, match="HTTP 404"):
        portal.read(server.base, limits=QUICK)
    assert server.asked.count("/catalog/2026/s-13?lang=et") == 1


def test_a_redirect_to_a_file_is_not_followed(server: Portal) -> None:
    server.failures["/catalog"] = [302]
    with pytest.raises(UnseenError, match="HTTP 302"):
        portal.read(server.base, limits=QUICK)


def test_an_endless_answer_is_cut_off(server: Portal) -> None:
    server.answers["/catalog"] = b" " * 3000
    with pytest.raises(InvalidError, match="larger than 2000 bytes"):
        portal.read(server.base, limits=Limits(tries=1, bytes=2000))


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("/catalog", b"<html>", "not JSON"),
        ("/catalog", {"versions": []}, "versions"),
        ("/catalog", [], "versions"),
        ("/catalog/2026/modules?lang=et", {"modules": [{"moduleCode": "SYS.1.3"}]}, "moduleId"),
        ("/catalog/2026/7?lang=et", {"moduleCode": "GRC.6"}, "measureDetails"),
    ],
)
def test_an_answer_of_another_shape_is_refused(server: Portal, path: str, answer: Any, said: str) -> None:
    server.answers[path] = answer
    with pytest.raises(InvalidError, match=said):
        portal.read(server.base, limits=QUICK)


def test_an_answer_of_another_edition_or_language_is_refused(server: Portal) -> None:
    server.answers["/catalog/2026/7?lang=et"] = server.answers["/catalog/2026/7?lang=et"] | {"lang": "en"}
    with pytest.raises(InvalidError, match="language en"):
        portal.read(server.base, limits=QUICK)


def test_a_portal_that_does_not_listen_is_named() -> None:
    with pytest.raises(UnseenError, match=r"http://127\.0\.0\.1:1/catalog"):
        portal.read("http://127.0.0.1:1", limits=Limits(tries=2, seconds=5, pause=0))


def test_only_http_addresses_are_asked() -> None:
    with pytest.raises(UsageError, match="not an http or https address"):
        portal.read("file:///etc")
