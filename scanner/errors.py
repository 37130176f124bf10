"""What can go wrong, told to a person, and the exit code that goes with it.

Every error the program foresees is an `EitsError`. It carries one or more problems, so that somebody who fixes files
sees all of them at once. Anything else that reaches the command line is a bug (exit 70).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from os import PathLike, fspath
from typing import ClassVar, Self


class ExitCode(IntEnum):
    """How the command ends. Findings outrank what could not be seen; an empty run is never 0."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INVALID = 3
    UNSEEN = 4
    NOTHING = 5
    LOCKED = 6
    BUG = 70
    INTERRUPTED = 130
    """Ctrl-C, as shells write it; a scan that keeps what it has collected ends with UNSEEN or FINDINGS instead."""


def at(file: str | PathLike[str], line: int | None = None, column: int | None = None) -> str:
    """A place in a file as `file:line:column`; line and column count from 1."""
    return ":".join(str(part) for part in (fspath(file), line, column if line else None) if part is not None)


def printable(text: str) -> str:
    """The text on one line without anything a terminal could obey.

    Names and messages may come from a scanned host. Control and direction characters, line breaks included, are
    written as escapes such as `\\x1b`.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what happened, where (a file as `at` writes it, or a host), and what to do about it."""

    message: str
    where: str = ""
    todo: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        todo = f" → {self.todo}" if self.todo else ""
        return printable(f"{place}{self.message}{todo}")


class EitsError(Exception):
    """A foreseen error. Raise a subclass; its `exit_code` is how the command ends."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, where: str = "", todo: str = "") -> None:
        self.problems: tuple[Problem, ...] = (Problem(message, where, todo),)
        super().__init__(message)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """One error that carries all the problems, in the order given; at least one is needed."""
        first, *others = problems
        error = cls(first.message, where=first.where, todo=first.todo)
        error.problems = (first, *others)
        return error

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class UsageError(EitsError):
    """The command line asks for something that is not there or does not fit together."""

    exit_code = ExitCode.USAGE


class InvalidError(EitsError):
    """Content, settings or inventory cannot be used as they are; nothing was scanned."""

    exit_code = ExitCode.INVALID


class UnseenError(EitsError):
    """Something that was asked for could not be seen."""

    exit_code = ExitCode.UNSEEN


class NothingToScanError(EitsError):
    """No host or no check is left after limits and filters."""

    exit_code = ExitCode.NOTHING


class LockedError(EitsError):
    """Another run holds the lock of this workspace."""

    exit_code = ExitCode.LOCKED
