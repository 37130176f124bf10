"""Rules about the SSH server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from scanner.facts.sshd import Sshd
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.rules import rules

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SAFE = {
    "password_authentication": "no",
    "kbd_interactive_authentication": "no",
    "authentication_methods": ["any"],
    "use_pam": "yes",
    "matches": [],
}


def judged(name: str, arguments: dict[str, Any] | None = None, **facts: Any) -> Outcome:
    scene = Scene({"sshd": Sshd.model_validate(facts)}, NOW, {})
    return rules()[name].bind(arguments or {})(scene)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, "pass"),
        ({"password_authentication": "yes"}, "fail"),
        ({"kbd_interactive_authentication": "yes"}, "fail"),
        ({"kbd_interactive_authentication": "yes", "use_pam": "no"}, "pass"),
        ({"kbd_interactive_authentication": "yes", "use_pam": None}, "pass"),
        ({"password_authentication": "yes", "authentication_methods": ["publickey,password"]}, "pass"),
        ({"password_authentication": "yes", "authentication_methods": ["publickey,password", "password"]}, "fail"),
        ({"password_authentication": "yes", "authentication_methods": ["keyboard-interactive:pam,publickey"]}, "pass"),
        ({"password_authentication": "yes", "authentication_methods": {"unknown": "permission"}}, "error"),
        ({"password_authentication": {"unknown": "permission"}}, "error"),
        ({"password_authentication": {"unknown": "permission"}, "kbd_interactive_authentication": "yes"}, "fail"),
        ({"matches": [{"criteria": "User a", "password_authentication": "yes"}]}, "fail"),
        ({"matches": [{"criteria": "User a", "x11_forwarding": "yes"}]}, "pass"),
        ({"matches": {"items": [], "missing": {"unknown": "permission"}}}, "error"),
        ({"matches": {"unknown": "cut"}}, "error"),
    ],
)
def test_a_password_alone_must_not_suffice_in_any_context(facts: dict[str, Any], verdict: str) -> None:
    assert judged("sshd.no_password_alone", **(SAFE | facts)).verdict == verdict


def test_a_block_that_takes_the_second_factor_away_is_named() -> None:
    block = {"criteria": "Group kiosk", "authentication_methods": ["any"]}
    facts: dict[str, Any] = SAFE | {"password_authentication": "yes", "authentication_methods": ["publickey,password"]}
    outcome = judged("sshd.no_password_alone", **(facts | {"matches": [block]}))
    assert outcome.verdict == "fail"
    assert [trace.key for trace in outcome.objects] == ["Group kiosk"]


@pytest.mark.parametrize(
    ("overall", "block", "verdict"),
    [
        ({"permit_root_login": "no"}, {"permit_root_login": "prohibit-password"}, "fail"),
        ({"permit_root_login": "prohibit-password"}, {"permit_root_login": "yes"}, "fail"),
        ({"permit_root_login": "yes"}, {"permit_root_login": "prohibit-password"}, "pass"),
        ({"password_authentication": "no"}, {"password_authentication": "yes"}, "fail"),
        ({"password_authentication": "yes"}, {"password_authentication": "yes"}, "pass"),
        ({"password_authentication": {"unknown": "permission"}}, {"password_authentication": "yes"}, "error"),
        ({"password_authentication": {"unknown": "permission"}}, {"password_authentication": "no"}, "pass"),
        ({"x11_forwarding": "no"}, {"x11_forwarding": "yes"}, "fail"),
        ({}, {"log_level": "QUIET"}, "pass"),
        ({}, {"pubkey_accepted_algorithms": ["+ssh-rsa"]}, "fail"),
        ({}, {"pubkey_accepted_algorithms": ["-ssh-rsa"]}, "pass"),
        ({}, {"pubkey_accepted_algorithms": ["ssh-ed25519", "ssh-rsa"]}, "fail"),
    ],
)
def test_a_match_block_may_not_weaken_the_global_setting(
    overall: dict[str, Any], block: dict[str, Any], verdict: str
) -> None:
    outcome = judged("sshd.match_not_weaker", **overall, matches=[{"criteria": "User a", **block}])
    assert outcome.verdict == verdict


def test_a_server_without_match_blocks_has_nothing_to_compare() -> None:
    assert judged("sshd.match_not_weaker", matches=[]).verdict == "not_applicable"


def test_match_blocks_that_were_not_seen_are_an_error() -> None:
    assert (
        judged("sshd.match_not_weaker", matches={"items": [], "missing": {"unknown": "permission"}}).verdict == "error"
    )
    assert judged("sshd.match_not_weaker").verdict == "error"


@pytest.mark.parametrize(
    ("interval", "count", "verdict"),
    [
        (300, 3, "pass"),
        (15, 60, "pass"),
        (0, 3, "fail"),
        (300, 0, "fail"),
        (300, 4, "fail"),
        ({"unknown": "cut"}, 3, "error"),
    ],
)
def test_a_dead_connection_is_noticed_within_the_limit(interval: Any, count: Any, verdict: str) -> None:
    facts = {"client_alive_interval": interval, "client_alive_count_max": count}
    assert judged("sshd.dead_connection_closed", {"seconds": 900}, **facts).verdict == verdict


@pytest.mark.parametrize("name", ["sshd.no_password_alone", "sshd.match_not_weaker"])
def test_a_host_that_sent_nothing_about_sshd_is_an_error(name: str) -> None:
    assert rules()[name].bind({})(Scene({}, NOW, {})).verdict == "error"
