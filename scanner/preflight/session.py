"""What the account can do on the host: run a shell, become root. Two commands; neither changes anything."""

from __future__ import annotations

import re
import secrets
import shlex
import threading
import time

import paramiko

from scanner.model.base import Frozen
from scanner.model.failure import Failure
from scanner.preflight.connections import Become
from scanner.preflight.readiness import Step, StumbleError, brief

_MOST = 65536  # bytes of an answer that are read
_MISSING = re.compile(r"a password is required|interactive authentication is required", re.IGNORECASE)


class Answer(Frozen):
    """What a command said; `late` when it had not ended in time."""

    out: str
    err: str
    late: bool


def shell(transport: paramiko.Transport, seconds: float) -> tuple[int, str]:
    """The account's number, and text that came with the answer and does not belong to it."""
    mark, script = question()
    answer = _run(transport, "/bin/sh -s", Step.SHELL, seconds, given=script)
    uid, noise = _numbered(answer.out, mark)
    if uid is None:
        cause = Failure.HUNG if answer.late else Failure.NO_SHELL
        raise StumbleError(Step.SHELL, cause, brief(answer.out.replace(script, "")) or answer.err)
    return uid, brief(noise)


def escalate(transport: paramiko.Transport, become: Become, seconds: float) -> None:
    """Become root as the scan would. The password is sent once, when sudo asks for it, and never in the command."""
    mark, script = question()
    prompt = f"[{secrets.token_hex(8)}] password:"
    words = sudo(become, prompt)
    answer = _run(transport, f"{words} {shlex.join(['/bin/sh', '-c', script])}", Step.ESCALATION, seconds,
                  prompt=prompt, password=become.password.get_secret_value() if become.password else None)  # fmt: skip
    judge(become, mark, answer, prompt)


def judge(become: Become, mark: str, answer: Answer, prompt: str) -> None:
    """Raises StumbleError unless the answer comes from root."""
    uid, _ = _numbered(answer.out, mark)
    if uid == 0 or (uid is not None and become.user != "root"):
        return
    said = answer.err.replace(prompt, "")
    if uid is not None:
        raise StumbleError(Step.ESCALATION, Failure.SUDO_DENIED, f"sudo gave the account number {uid}, not root")
    if become.password is not None and (answer.err.count(prompt) > 1 or "incorrect password" in said):
        raise StumbleError(Step.ESCALATION, Failure.SUDO_PASSWORD_WRONG, said)
    if _MISSING.search(said):
        raise StumbleError(Step.ESCALATION, Failure.SUDO_PASSWORD_MISSING, said)
    raise StumbleError(Step.ESCALATION, Failure.HUNG if answer.late else Failure.SUDO_DENIED, said)


def sudo(become: Become, prompt: str) -> str:
    """The words before the command, as Ansible's sudo plugin writes them."""
    flags = shlex.split(become.flags)
    if become.password is not None:
        kept = (re.sub(r"^(-\w*)n(\w*)$", r"\1\2", flag) for flag in flags if flag not in ("-n", "--non-interactive"))
        flags = [*(flag for flag in kept if flag != "-"), "-p", prompt]
    return f"{become.exe} {shlex.join([*flags, '-u', become.user])}"


def question() -> tuple[str, str]:
    """A mark that nobody can know beforehand or echo, and shell text that answers with it and the user's number."""
    first, second = secrets.token_hex(8), secrets.token_hex(8)
    return f"{first}{second}", f"printf '%s%s %s\\n' {first} {second} \"$(id -u)\"\n"


def _numbered(text: str, mark: str) -> tuple[int | None, str]:
    """The number after the mark, and the rest of the text."""
    found = re.search(rf"{mark} (\d+)\r?\n", text)
    return (int(found[1]), text[: found.start()] + text[found.end() :]) if found else (None, text)


def _run(
    transport: paramiko.Transport,
    command: str,
    step: Step,
    seconds: float,
    *,
    given: str = "",
    prompt: str = "",
    password: str | None = None,
) -> Answer:
    try:
        channel = transport.open_session(timeout=seconds)
        channel.settimeout(seconds)
        channel.exec_command(command)
        if given:
            channel.sendall(given.encode())
        if password is None:
            channel.shutdown_write()
        out, err, late = _listen(channel, seconds, prompt, password)
        channel.close()
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise StumbleError(step, Failure.NO_SHELL if step is Step.SHELL else Failure.CUT, str(error)) from None
    return Answer(out=out, err=err, late=late)


def _listen(channel: paramiko.Channel, seconds: float, prompt: str, password: str | None) -> tuple[str, str, bool]:
    """Both streams until they end, a second question for the password comes, or the time is over."""
    out, err = bytearray(), bytearray()
    end = time.monotonic() + seconds
    sent = False
    waiting = threading.Event()
    while time.monotonic() < end and len(out) + len(err) < _MOST:
        _drain(channel, out, err)
        if password is not None and err.count(prompt.encode()) > sent:
            if sent:
                return _both(out, err, late=False)
            channel.sendall(f"{password}\n".encode())
            sent = True
        if channel.eof_received and not channel.recv_ready() and not channel.recv_stderr_ready():
            return _both(out, err, late=False)
        waiting.wait(0.02)
    return _both(out, err, late=True)


def _drain(channel: paramiko.Channel, out: bytearray, err: bytearray) -> None:
    try:
        while channel.recv_ready() and len(out) < _MOST:
            out += channel.recv(4096)
        while channel.recv_stderr_ready() and len(err) < _MOST:
            err += channel.recv_stderr(4096)
    except TimeoutError:
        return


def _both(out: bytearray, err: bytearray, *, late: bool) -> tuple[str, str, bool]:
    return out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), late
