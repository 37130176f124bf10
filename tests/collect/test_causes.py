"""Messages as OpenSSH, sudo and Ansible print them, and the cause each one means."""

from __future__ import annotations

import pytest

from scanner.collect.causes import connection_failure, detail, escalation_failure, session_failure
from scanner.model.failure import Failure

AROUND = 'Data could not be sent to remote host "192.0.2.1". Make sure this host can be reached over ssh: '
CHANGED = (
    "@@@@@@@@@@@@@@@@\r\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\n@@@@@@@@@@@@@@@@\r\n"
    "Host key for 192.0.2.1 has changed and you have requested strict checking.\r\nHost key verification failed."
)


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("ssh: Could not resolve hostname www9: Name or service not known", Failure.DNS),
        ("ssh: connect to host 192.0.2.1 port 22: Connection refused", Failure.REFUSED),
        (
            "kex_exchange_identification: Connection closed by remote host\r\nConnection closed by ::1 port 22",
            Failure.REFUSED,
        ),
        ("ssh: connect to host 192.0.2.1 port 22: Connection timed out", Failure.TIMEOUT),
        ("ssh: connect to host 192.0.2.1 port 22: No route to host", Failure.TIMEOUT),
        ("Connection timed out during banner exchange", Failure.TIMEOUT),
        (CHANGED, Failure.HOST_KEY_CHANGED),
        (
            "No ED25519 host key is known for 192.0.2.1 and you have requested strict checking.",
            Failure.HOST_KEY_UNKNOWN,
        ),
        ("scan@192.0.2.1: Permission denied (publickey,password).", Failure.AUTH_DENIED),
        ("Invalid/incorrect password: Permission denied, please try again.", Failure.AUTH_DENIED),
        ("Connection closed by 192.0.2.1 port 22", Failure.AUTH_DENIED),
        ("Connection to 192.0.2.1 closed by remote host.", Failure.CUT),
        ("client_loop: send disconnect: Broken pipe", Failure.CUT),
        ("something nobody has seen before", Failure.UNKNOWN),
        ("", Failure.UNKNOWN),
    ],
)
def test_a_connection_that_fails_has_its_cause(message: str, cause: Failure) -> None:
    assert connection_failure(AROUND + message) is cause


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("Missing sudo password", Failure.SUDO_PASSWORD_MISSING),
        ("Premature end of stream\n>>> Standard Error\nsudo: a password is required", Failure.SUDO_PASSWORD_MISSING),
        ("Incorrect sudo password", Failure.SUDO_PASSWORD_WRONG),
        ("Duplicate become password prompt encountered waiting for become success.", Failure.SUDO_PASSWORD_WRONG),
        ("scan is not in the sudoers file.", Failure.SUDO_DENIED),
        ("sudo: parool on vajalik", Failure.SUDO_DENIED),
    ],
)
def test_an_escalation_that_fails_has_its_cause(message: str, cause: Failure) -> None:
    assert escalation_failure(message) is cause


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("\n", Failure.NO_SHELL),
        ("This account is currently not available.\n\n", Failure.NO_SHELL),
        ("sh: /bin/sh: not found", Failure.NO_SHELL),
        ("Please change your password first.", Failure.UNKNOWN),
    ],
)
def test_a_session_without_an_answer_has_its_cause(message: str, cause: Failure) -> None:
    assert session_failure(message) is cause


def test_the_detail_is_the_last_telling_line_and_harmless() -> None:
    assert detail(AROUND + CHANGED) == "Host key verification failed."
    assert detail(AROUND + "ssh: connect to host a: refused") == "ssh: connect to host a: refused"
    assert detail("a\n\x1b[2Jred \u202eevil\n@@@\n \n") == "\\x1b[2Jred \\u202eevil"
    assert len(detail("x" * 10_000)) == 160
    assert detail("") == ""


def test_every_cause_has_words_in_both_languages() -> None:
    words = [cause.words for cause in Failure]
    assert all(each.et.endswith(".") and each.en.endswith(".") for each in words)
    assert len({each.et for each in words}) == len(words)
