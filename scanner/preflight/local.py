"""This machine itself, with `ansible_connection: local`: nothing is connected to."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable

from scanner.model.failure import Failure
from scanner.preflight import session
from scanner.preflight.connections import Connection
from scanner.preflight.readiness import Step, StumbleError


def examine(connection: Connection, seconds: float, passed: Callable[[Step], None]) -> tuple[str, ...]:
    """Only becoming root can fail here. Gives notes."""
    notes = ("local: this machine, no connection",)
    become = connection.become
    if become is None or os.geteuid() == 0:
        return notes
    if become.method != "sudo":
        raise StumbleError(Step.ESCALATION, None, f"becoming root with {become.method} is not tried", tried=False)
    mark, script = session.question()
    prompt = "password:"
    words = [*shlex.split(session.sudo(become, prompt)), "/bin/sh", "-c", script]
    password = f"{become.password.get_secret_value()}\n" if become.password else ""
    try:
        done = subprocess.run(
            words, input=password, capture_output=True, text=True, errors="replace", timeout=seconds, check=False
        )
    except FileNotFoundError as error:
        raise StumbleError(Step.ESCALATION, Failure.SUDO_DENIED, str(error)) from None
    except subprocess.TimeoutExpired:
        raise StumbleError(Step.ESCALATION, Failure.HUNG, f"sudo did not end in {seconds:g} s") from None
    session.judge(become, mark, session.Answer(out=done.stdout, err=done.stderr, late=False), prompt)
    passed(Step.ESCALATION)
    return notes
