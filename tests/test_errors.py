from __future__ import annotations

import pytest

from scanner.errors import (
    EitsError,
    ExitCode,
    InvalidError,
    LockedError,
    NothingToScanError,
    Problem,
    UnseenError,
    UsageError,
    at,
)


def test_exit_codes_are_the_published_ones() -> None:
    published = {"OK": 0, "FINDINGS": 1, "USAGE": 2, "INVALID": 3, "UNSEEN": 4, "NOTHING": 5, "LOCKED": 6, "BUG": 70}
    assert {code.name: code.value for code in ExitCode} == {**published, "INTERRUPTED": 130}


@pytest.mark.parametrize(
    ("error", "code"),
    [(UsageError, 2), (InvalidError, 3), (UnseenError, 4), (NothingToScanError, 5), (LockedError, 6)],
)
def test_each_error_knows_how_the_command_ends(error: type[EitsError], code: int) -> None:
    assert error("x").exit_code == code


def test_a_problem_says_what_where_and_what_to_do() -> None:
    error = InvalidError("no such fact: sshd.prot", where=at("checks/a.yaml", 4, 7), todo="did you mean sshd.port?")
    assert str(error) == "checks/a.yaml:4:7: no such fact: sshd.prot → did you mean sshd.port?"


def test_all_problems_are_told_at_once_in_their_order() -> None:
    error = InvalidError.of(Problem(f"problem {number}", "hosts.yml") for number in range(3))
    assert isinstance(error, InvalidError)
    assert str(error).splitlines() == ["hosts.yml: problem 0", "hosts.yml: problem 1", "hosts.yml: problem 2"]


def test_a_place_without_a_column_or_line_has_no_empty_parts() -> None:
    assert (at("a.yaml"), at("a.yaml", 3), at("a.yaml", 3, 1)) == ("a.yaml", "a.yaml:3", "a.yaml:3:1")


def test_a_host_cannot_speak_to_the_terminal_through_an_error() -> None:
    told = str(UnseenError("said \x1b[2J\r\nok\u202e", where="web\x07"))
    assert told == r"web\x07: said \x1b[2J\r\nok\u202e"
