"""A real OpenSSH server on loopback with a configuration, host keys and a port of its own."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import threading
from pathlib import Path
from typing import Self

PROGRAM = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
KINDS = ("ed25519", "ecdsa", "rsa")


class Sshd:
    """Runs in the foreground as this user, whom it lets in with the key of `authorized`. Ends with the block."""

    def __init__(self, folder: Path, host_keys: Path, authorized: Path, more: str = "") -> None:
        assert PROGRAM
        self.folder = folder
        folder.mkdir(mode=0o755)
        self.host_keys = host_keys
        self.port = 0  # until the block begins
        self.user = getpass.getuser()
        keys = folder / "authorized_keys"
        keys.write_bytes(authorized.with_suffix(".pub").read_bytes())
        keys.chmod(0o644)  # another account reads it too
        lines = [f"HostKey {host_keys / kind}" for kind in KINDS]
        lines += ["ListenAddress 127.0.0.1", f"PidFile {folder / 'pid'}", "UsePAM no"]
        lines += [f"AuthorizedKeysFile {keys}", "StrictModes no", "PermitRootLogin yes", more]
        (folder / "config").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd wants it and Debian's unit makes it
        while not self._listens():
            assert "Address already in use" in self.log(), self.log()
        return self

    def _listens(self) -> bool:
        """Starts the server on a port that is free now; False when it ended, as when another program was quicker."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        log = self.folder / "log"
        log.write_text("", encoding="utf-8")
        words = [str(PROGRAM), "-D", "-f", str(self.folder / "config"), "-p", str(self.port), "-E", str(log)]
        self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        waiting = threading.Event()
        while "Server listening" not in self.log():
            if self._process.poll() is not None:
                return False
            waiting.wait(0.02)
        return True

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()

    def known_hosts(self, *kinds: str) -> str:
        """Lines of known_hosts for its keys."""
        keys = (" ".join(self.public(kind).split()[:2]) for kind in kinds or KINDS)
        return "".join(f"[127.0.0.1]:{self.port} {key}\n" for key in keys)

    def public(self, kind: str) -> str:
        return (self.host_keys / f"{kind}.pub").read_text(encoding="ascii")

    def fingerprint(self, kind: str) -> str:
        """As ssh-keygen prints it."""
        return run("ssh-keygen", "-l", "-f", self.host_keys / f"{kind}.pub").split()[1]

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


def make_host_keys(folder: Path) -> Path:
    """A key of each kind; making them takes longer than starting a server."""
    for kind in KINDS:
        run("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "", "-f", folder / kind)
    return folder


def run(*words: str | Path) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout
