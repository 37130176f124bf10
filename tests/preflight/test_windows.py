"""Preflight over WinRM, against an imitation on loopback: see winrm_server.py for what it imitates."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from scanner.model.failure import Failure
from scanner.preflight.connections import Connection, Windows
from scanner.preflight.readiness import Readiness, State, Step
from tests.collect.sites import closed_port
from tests.preflight.conftest import readiness
from tests.preflight.winrm_server import PASSWORD, USER, WinrmServer, certificate


def windows(port: int, pem: Path | None, **more: object) -> Connection:
    values: Mapping[str, object] = {
        "port": port,
        "tls": pem is not None,
        "path": "/wsman",
        "transport": "basic",
        "user": USER,
        "password": SecretStr(PASSWORD),
        "authorities": str(pem) if pem else None,
        **more,
    }
    return Connection(host="win", plugin="winrm", address="127.0.0.1", windows=Windows.model_validate(values))


def told(each: Readiness) -> tuple[State, Step | None, Failure | None]:
    return each.state, each.step, each.cause


def test_a_host_whose_certificate_login_and_shell_work_is_ready(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with WinrmServer(pem) as server:
        each = readiness(windows(server.port, pem))
    assert told(each) == (State.READY, None, None), each
    assert each.passed == (Step.NAME, Step.TCP, Step.TLS, Step.SCHEME, Step.LOGIN, Step.SHELL)
    assert "the certificate holds for 100 days" in each.notes
    assert "the host offers basic, negotiate; used basic" in each.notes
    assert server.seen[0] == ""  # asked first without a password


def test_a_certificate_that_ends_soon_is_told(tmp_path: Path) -> None:
    pem = certificate(tmp_path, days=7)
    with WinrmServer(pem) as server:
        assert "the certificate holds for 7 days; renew it" in readiness(windows(server.port, pem)).notes


@pytest.mark.parametrize(
    ("days", "name", "trusted", "said"),
    [
        (-3, "127.0.0.1", True, "expired 3 days ago"),
        (50, "127.0.0.2", True, "127.0.0.1"),
        (50, "127.0.0.1", False, "self-signed certificate"),
    ],
)
def test_a_certificate_that_cannot_be_trusted_stops_before_the_password(
    tmp_path: Path, days: int, name: str, trusted: bool, said: str
) -> None:
    pem = certificate(tmp_path, days=days, name=name)
    with WinrmServer(pem) as server:
        each = readiness(windows(server.port, pem, **({} if trusted else {"authorities": None})))
    assert told(each) == (State.NOT_READY, Step.TLS, Failure.CERTIFICATE)
    assert said in each.detail
    assert server.seen == []


def test_a_certificate_that_nobody_is_to_check_is_no_way_to_be_ready(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with WinrmServer(pem) as server:
        each = readiness(windows(server.port, pem, checked=False))
    assert told(each) == (State.NOT_READY, Step.TLS, Failure.CERTIFICATE)
    assert server.seen == []


def test_a_wrong_password_and_a_scheme_that_is_not_offered_are_told(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with WinrmServer(pem) as server:
        wrong = readiness(windows(server.port, pem, password=SecretStr("canary-wrong")))
        none = readiness(windows(server.port, pem, password=None))
        kerberos = readiness(windows(server.port, pem, transport="kerberos"))
    assert told(wrong) == (State.NOT_READY, Step.LOGIN, Failure.AUTH_DENIED)
    assert "canary" not in wrong.model_dump_json()
    assert told(none) == (State.NOT_READY, Step.LOGIN, Failure.AUTH_DENIED)
    assert told(kerberos) == (State.NOT_TRIED, Step.LOGIN, None)
    with WinrmServer(pem, ["Negotiate"]) as server:
        each = readiness(windows(server.port, pem))
        assert server.seen == [""]
    assert told(each) == (State.NOT_READY, Step.SCHEME, Failure.AUTH_DENIED)
    assert each.detail == "the host offers negotiate, the inventory wants basic"


def test_a_password_never_goes_in_clear() -> None:
    with WinrmServer(None) as server:
        each = readiness(windows(server.port, None))
        assert server.seen == []
    assert told(each)[:2] == (State.NOT_READY, Step.SCHEME)
    assert "in clear" in each.detail


def test_what_is_no_winrm_is_told(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with WinrmServer(pem) as server:
        server.status = 404
        assert told(readiness(windows(server.port, pem))) == (State.NOT_READY, Step.SCHEME, Failure.REFUSED)
        server.status, server.garbage = 401, True
        assert told(readiness(windows(server.port, pem))) == (State.NOT_READY, Step.SHELL, Failure.NO_SHELL)
    with WinrmServer(None) as plain:
        assert told(readiness(windows(plain.port, pem)))[:2] == (State.NOT_READY, Step.TLS)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert told(readiness(windows(port, pem), seconds=3)) == (State.NOT_READY, Step.TLS, Failure.TIMEOUT)
    with closed_port() as port:
        assert told(readiness(windows(port, pem))) == (State.NOT_READY, Step.TCP, Failure.REFUSED)
