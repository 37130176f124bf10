"""Files of trusted host keys, read as OpenSSH reads them (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), and added to."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from scanner.errors import InvalidError, at
from scanner.model.base import Frozen


class HostKey(Frozen):
    """A public host key: its type as `ssh-ed25519`, and its whole value."""

    type: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` prints it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii")
        return f"SHA256:{digest.rstrip('=')}"


class Trust(StrEnum):
    """What the files say of a key."""

    SAME = "same"
    NEW = "new"
    OTHER_TYPE = "other_type"
    """The host is known, by keys of other types only."""
    CHANGED = "changed"
    REVOKED = "revoked"


class Entry(Frozen):
    """One line. `marker` is empty, `@revoked` or `@cert-authority`."""

    where: str
    names: str
    key: HostKey
    marker: str = ""

    def matches(self, name: str) -> bool:
        """True when the line is about this host, written as `web1` or `[web1]:2222`."""
        if self.names.startswith("|1|"):
            return _hashed(name, self.names.split("|")[2]) == self.names
        found = False
        for pattern in self.names.lower().split(","):
            if pattern.startswith("!"):
                if _matches(pattern[1:], name):
                    return False
            else:
                found = found or _matches(pattern, name)
        return found


class KnownHosts:
    """The lines of several files; one that is not there holds none."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.entries = tuple(entry for file in files for entry in _read(file))

    def about(self, names: Sequence[str]) -> tuple[Entry, ...]:
        """The plain lines of a host, under the first of its names that has any."""
        for name in names:
            found = tuple(entry for entry in self.entries if not entry.marker and entry.matches(name))
            if found:
                return found
        return ()

    def judge(self, key: HostKey, names: Sequence[str]) -> tuple[Trust, tuple[Entry, ...]]:
        """What is known of a key shown under these names, and the lines that say so."""
        revoked = tuple(
            entry
            for entry in self.entries
            if entry.marker == "@revoked" and entry.key == key and any(map(entry.matches, names))
        )
        if revoked:
            return Trust.REVOKED, revoked
        known = self.about(names[:1]) or tuple(entry for entry in self.about(names) if entry.key == key)
        if same := tuple(entry for entry in known if entry.key == key):
            return Trust.SAME, same
        if other := tuple(entry for entry in known if entry.key.type == key.type):
            return Trust.CHANGED, other
        return (Trust.OTHER_TYPE if known else Trust.NEW), known

    def has_authority(self, names: Sequence[str]) -> bool:
        """True when certificates are trusted for the host; paramiko cannot check one."""
        lines = (entry for entry in self.entries if entry.marker == "@cert-authority")
        return any(entry.matches(name) for entry in lines for name in names)


def parse_line(line: str, where: str) -> Entry | None:
    """None for a comment, an empty line, and one that is not an entry; ssh passes over those too."""
    words = line.split()
    marker = words.pop(0) if words and words[0] in ("@revoked", "@cert-authority") else ""
    if len(words) < 3 or words[0].startswith("#"):
        return None
    with contextlib.suppress(binascii.Error, ValueError):
        blob = base64.b64decode(words[2], validate=True)
        return Entry(where=where, names=words[0], key=HostKey(type=words[1], blob=blob), marker=marker)
    return None


def add(file: Path, name: str, keys: Sequence[HostKey], *, hashed: bool = False) -> None:
    """Append keys; the file is replaced as a whole and is 0600 afterwards. Raises InvalidError when it cannot be."""
    try:
        file = file.resolve()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = file.read_bytes() if file.exists() else b""
        lines = []
        for key in keys:
            written = _hashed(name, base64.b64encode(os.urandom(20)).decode("ascii")) if hashed else name
            lines.append(f"{written} {key.type} {base64.b64encode(key.blob).decode('ascii')}\n".encode("ascii"))
        text = before + (b"\n" if before and not before.endswith(b"\n") else b"") + b"".join(lines)
        handle, temporary = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InvalidError(f"the keys cannot be written: {error.strerror}", where=str(file)) from error


def _read(file: Path) -> Iterable[Entry]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError, PermissionError):  # as for ssh, there is nothing in it
        return
    for number, line in enumerate(text.splitlines(), 1):
        if entry := parse_line(line, at(file, number)):
            yield entry


def _hashed(name: str, salt: str) -> str:
    try:
        digest = hmac.new(base64.b64decode(salt), name.encode(), hashlib.sha1).digest()  # the format says SHA-1
    except binascii.Error:
        return ""
    return f"|1|{salt}|{base64.b64encode(digest).decode('ascii')}"


def _matches(pattern: str, name: str) -> bool:
    """`*` and `?` only: brackets stand around an address with a port."""
    return bool(re.fullmatch("".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern), name))
