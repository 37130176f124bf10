"""What PAM stacks do, on stacks as distributions ship them and administrators break them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from scanner.facts.pam import parse
from scanner.facts.raw import Raw, Stream
from scanner.facts.sshd import Sshd
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome
from scanner.model.unknown import Cause
from scanner.model.verdict import Verdict
from scanner.rules import rules

DEBIAN_LOCKOUT = """\
auth requisite pam_faillock.so preauth
auth [success=2 default=ignore] pam_unix.so
auth [default=die] pam_faillock.so authfail
auth requisite pam_deny.so
auth required pam_permit.so
auth required pam_faillock.so authsucc
"""
RHEL_LOCKOUT = """\
auth required pam_env.so
auth required pam_faillock.so preauth silent
auth sufficient pam_unix.so
auth required pam_faillock.so authfail
auth required pam_deny.so
"""
DEBIAN_AUTH = """\
auth [success=1 default=ignore] pam_unix.so nullok
auth requisite pam_deny.so
auth required pam_permit.so
auth optional pam_cap.so
"""
QUALITY = """\
password requisite pam_pwquality.so retry=3
password [success=1 default=ignore] pam_unix.so obscure use_authtok yescrypt
password requisite pam_deny.so
password required pam_permit.so
"""


def scene(service: str, lines: str, settings: Mapping[str, str] | None = None, **facts: Any) -> Scene:
    """One service, with the settings of modules as `name = value` lines."""
    sent = [f"/etc/pam.d/{service}\n"]
    for number, line in enumerate(lines.splitlines(), 1):
        kind, rest = line.split(" ", 1)
        control, rest = rest[: rest.find("]") + 1] if rest[0] == "[" else rest.split(" ")[0], rest
        words = rest[len(control) :].split()
        sent.append(f"/etc/pam.d/{service}\t{number}\t{kind}\t{control}\t{words[0]}\t{' '.join(words[1:])}\n")
    streams = {"services": "".join(sent)} | dict.fromkeys(("pwquality", "faillock", "pwhistory", "passwdqc"), "")
    for name, text in (settings or {}).items():
        streams[name] = "".join(
            f"/etc/security/{name}.conf\t{n}\t{line}\n" for n, line in enumerate(text.split("\n"), 1)
        )
    raw = Raw(streams={name: Stream(text.encode()) for name, text in streams.items()})
    params = {"minimum": 12, "most": 10}
    return Scene({"pam": parse(raw), **facts}, datetime(2026, 1, 1, tzinfo=UTC), params)


def locks(lines: str, settings: Mapping[str, str] | None = None, service: str = "sshd") -> Outcome:
    return rules()["pam.lockout"].bind({"most": {"param": "most"}})(scene(service, lines, settings))


def length(lines: str, settings: Mapping[str, str] | None = None) -> Outcome:
    return rules()["pam.minimum_length"].bind({"minimum": {"param": "minimum"}})(scene("passwd", lines, settings))


@pytest.mark.parametrize("lines", [DEBIAN_LOCKOUT, RHEL_LOCKOUT], ids=["debian", "rhel"])
def test_faillock_before_and_after_the_password_locks(lines: str) -> None:
    assert locks(lines).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "lines",
    [
        DEBIAN_AUTH,
        RHEL_LOCKOUT.replace("required pam_faillock.so preauth", "optional pam_faillock.so preauth"),
        "\n".join(line for line in RHEL_LOCKOUT.splitlines() if "authfail" not in line),
        "\n".join(line for line in RHEL_LOCKOUT.splitlines() if "preauth" not in line),
        "auth sufficient pam_unix.so\n" + RHEL_LOCKOUT,
        RHEL_LOCKOUT.replace("preauth silent", "preauth silent deny=0"),
        RHEL_LOCKOUT.replace("preauth silent", "preauth silent deny=100"),
    ],
    ids=["none", "optional", "not counted", "not refused", "passed by", "switched off", "too many"],
)
def test_faillock_that_does_not_lock_fails(lines: str) -> None:
    assert locks(lines).verdict is Verdict.FAIL


def test_deny_comes_from_faillock_conf_with_its_line() -> None:
    outcome = locks(RHEL_LOCKOUT, {"faillock": "silent\ndeny = 20"})
    assert outcome.verdict is Verdict.FAIL
    assert outcome.objects[0].actual == "20"
    assert str(outcome.objects[0].source) == "/etc/security/faillock.conf:2"


def test_an_argument_outweighs_faillock_conf() -> None:
    assert locks(RHEL_LOCKOUT.replace("preauth", "preauth deny=5"), {"faillock": "deny = 20"}).verdict is Verdict.PASS


def test_deny_that_is_no_number_is_an_error() -> None:
    assert locks(RHEL_LOCKOUT, {"faillock": "deny = many"}).cause is Cause.UNPARSED


def test_a_service_without_passwords_is_not_judged() -> None:
    assert locks("auth required pam_permit.so").verdict is Verdict.NOT_APPLICABLE


def test_a_service_that_is_no_way_in_is_not_judged() -> None:
    assert locks(DEBIAN_AUTH, service="cron").verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("lines", "settings", "verdict"),
    [
        (QUALITY, {}, Verdict.PASS),
        (QUALITY.replace("requisite pam_pwquality", "required pam_pwquality"), {}, Verdict.PASS),
        (QUALITY.replace("requisite pam_pwquality", "optional pam_pwquality"), {}, Verdict.FAIL),
        (QUALITY, {"pwquality": "enforcing = 0"}, Verdict.FAIL),
        (QUALITY, {"pwquality": "enforcing = often"}, Verdict.ERROR),
        ("password sufficient pam_unix.so\n" + QUALITY, {}, Verdict.FAIL),
        (QUALITY.replace("pam_pwquality.so retry=3", "pam_passwdqc.so enforce=none"), {}, Verdict.FAIL),
        ("\n".join(QUALITY.splitlines()[1:]), {}, Verdict.FAIL),
    ],
)
def test_a_quality_module_counts_when_it_can_refuse(lines: str, settings: dict[str, str], verdict: Verdict) -> None:
    assert rules()["pam.quality_enforced"].bind({})(scene("passwd", lines, settings)).verdict is verdict


@pytest.mark.parametrize(
    ("lines", "settings", "shortest"),
    [
        (QUALITY, {}, "8"),
        (QUALITY, {"pwquality": "minlen = 14"}, "14"),
        (QUALITY, {"pwquality": "minlen = 14\ndcredit = 1\nocredit = 2\nucredit = -1"}, "11"),
        (QUALITY.replace("retry=3", "minlen=16"), {"pwquality": "minlen = 9"}, "16"),
        (QUALITY.replace("obscure", "minlen=15"), {}, "15"),
        (QUALITY.replace("requisite pam_pwquality", "optional pam_pwquality"), {"pwquality": "minlen = 14"}, "6"),
        (QUALITY, {"pwquality": "minlen = 14\nenforcing = 0"}, "6"),
        (QUALITY.replace("pam_pwquality.so retry=3", "pam_cracklib.so minlen=14"), {}, "10"),
        (QUALITY.replace("pam_pwquality.so retry=3", "pam_passwdqc.so min=disabled,disabled,16,14,13"), {}, "13"),
    ],
)
def test_the_shortest_password_is_told(lines: str, settings: dict[str, str], shortest: str) -> None:
    outcome = length(lines, settings)
    assert outcome.objects[0].actual == shortest
    assert outcome.verdict is (Verdict.PASS if int(shortest) >= 12 else Verdict.FAIL)


@pytest.mark.parametrize(
    ("lines", "methods", "verdict"),
    [
        ("auth required pam_u2f.so\n" + DEBIAN_AUTH, (), Verdict.PASS),
        ("auth required pam_u2f.so nouserok\n" + DEBIAN_AUTH, (), Verdict.FAIL),
        ("auth sufficient pam_u2f.so\n" + DEBIAN_AUTH, (), Verdict.FAIL),
        (DEBIAN_AUTH, (), Verdict.FAIL),
        (DEBIAN_AUTH, ("publickey,password", "publickey,keyboard-interactive:pam"), Verdict.PASS),
        (DEBIAN_AUTH, ("publickey,publickey",), Verdict.FAIL),
        (DEBIAN_AUTH, ("publickey,password", "password"), Verdict.FAIL),
    ],
)
def test_a_second_factor_counts_when_it_cannot_be_passed_by(lines: str, methods: Any, verdict: Verdict) -> None:
    sshd = Sshd.model_validate({"installed": True, "authentication_methods": list(methods), "matches": []})
    assert rules()["pam.second_factor"].bind({})(scene("sudo", lines, sshd=sshd)).verdict is verdict


def test_a_match_block_that_asks_for_less_takes_the_second_factor_away() -> None:
    block = {"criteria": "user backup", "authentication_methods": ["publickey"]}
    sshd = {"installed": True, "authentication_methods": ["publickey,password"], "matches": [block]}
    asked = scene("sudo", DEBIAN_AUTH, sshd=Sshd.model_validate(sshd))
    assert rules()["pam.second_factor"].bind({})(asked).verdict is Verdict.FAIL


def test_a_host_without_sshd_and_sudo_has_no_second_factor_to_ask_for() -> None:
    outcome = rules()["pam.second_factor"].bind({})(scene("login", DEBIAN_AUTH, sshd=Sshd(installed=False)))
    assert outcome.verdict is Verdict.NOT_APPLICABLE
