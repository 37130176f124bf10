"""Detached signatures of manifests, made and checked by OpenSSH."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from scanner.errors import Problem
from scanner.integrity.files import SIGNATURE
from scanner.model.settings_proof import IntegritySettings
from scanner.store.history import History
from scanner.store.manifest import links, settle, write_pending
from scanner.workspace import Workspace

NAMESPACE = "eits-scan"
"""A signature of this namespace is good for nothing else, and one made for something else is not good here."""
SECONDS = 60


def sign_new(history: History, settings: IntegritySettings) -> Problem | None:
    """Sign every manifest that has no signature yet and is as the history knows it. What went wrong; None if nothing.

    A failure loses nothing: `runs verify` tells what is not signed, and the next call signs it.
    """
    if not settings.sign_key:
        return None
    with history.reading() as database:
        chain = links(database)
    for link in chain:
        path = history.runs_folder / link.run / link.file
        signature = path.with_name(path.name + SIGNATURE)
        message = path.read_bytes() if path.is_file() else b""
        if signature.exists() or sha256(message).hexdigest() != link.sha256:
            continue
        done = _ssh_keygen("sign", ["-n", NAMESPACE, "-f", settings.sign_key], message)
        if done.returncode:
            todo = "the key must need no passphrase, or name its public key and give it to an ssh-agent"
            return Problem(f"the manifest {link} is not signed: {_said(done)}", settings.sign_key, todo)
        write_pending(signature, done.stdout)
        settle(signature)
    return None


def signed(workspace: Workspace, settings: IntegritySettings) -> Problem | None:
    """The same for a workspace."""
    if not settings.sign_key:
        return None
    with History(workspace.store) as history:
        return sign_new(history, settings)


def checker(settings: IntegritySettings) -> Callable[[Path], str | None] | None:
    """Tells what is wrong with a manifest's signature, None where it is good. None when nothing is to be signed."""
    if not settings.sign_key and not settings.allowed_signers:
        return None

    def wrong(path: Path) -> str | None:
        signature = path.with_name(path.name + SIGNATURE)
        if not signature.is_file():
            return "it is not signed"
        if not settings.allowed_signers:
            return "its signature cannot be judged: integrity.allowed_signers is not set"
        words = ["-f", settings.allowed_signers, "-s", str(signature)]
        message = path.read_bytes()
        found = _ssh_keygen("find-principals", words, message)
        who = found.stdout.decode("utf-8", "replace").splitlines()
        if found.returncode or not who:
            return f"its signature is by nobody in {settings.allowed_signers}: {_said(found)}"
        done = _ssh_keygen("verify", ["-n", NAMESPACE, *words, "-I", who[0]], message)
        return f"its signature does not fit: {_said(done)}" if done.returncode else None

    return wrong


def _ssh_keygen(action: str, words: Sequence[str], message: bytes) -> subprocess.CompletedProcess[bytes]:
    """Without a terminal, and without a program that asks, a key with a passphrase fails at once."""
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = ["ssh-keygen", "-Y", action, *words]
    try:
        return subprocess.run(
            command,
            input=message,
            capture_output=True,
            env={**env, "SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"},
            start_new_session=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, 127, b"", b"ssh-keygen is not installed")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, b"", b"ssh-keygen did not end")


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else f"ssh-keygen ended with {done.returncode}"
