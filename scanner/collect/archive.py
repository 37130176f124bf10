"""The evidence of one run on the controller: one compressed file per host, never half-written.

The digest is that of the text the host sent, so it stays the same whatever the compression.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from scanner.errors import UnseenError

_SUFFIX = ".evidence.gz"
_LONGEST = 200  # of 255 bytes that a file name may have


def file_name(host: str) -> str:
    """The host's name as a safe file name.

    Inventory names are untrusted: only letters, digits, `-`, `_` and inner dots stay, the rest is percent-encoded;
    a very long name ends in its digest. Two names never share one file name.
    """
    safe = quote(host, safe="", errors="surrogatepass").replace("~", "%7E")
    if safe.startswith("."):
        safe = "%2E" + safe[1:]
    if len(safe) > _LONGEST:
        digest = hashlib.sha256(host.encode("utf-8", "surrogatepass")).hexdigest()
        safe = f"{safe[:100]}~{digest}"
    return safe


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written: size in bytes and SHA-256 (hex) of the uncompressed text."""

    bytes: int
    sha256: str


class Archive:
    """The folder of one run's evidence. The folder is 0700 and every file 0600."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self) -> None:
        """Make the folder, private from the first moment."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def path(self, host: str) -> Path:
        """Where the host's evidence lies, or would lie."""
        return self.folder / f"{file_name(host)}{_SUFFIX}"

    def write(self, host: str, text: bytes) -> Saved:
        """Keep the host's evidence. It is there whole or not at all; it is read back before it counts.

        Raises OSError when it cannot be written, as on a full disk.
        """
        path = self.path(host)
        packed = gzip.compress(text, compresslevel=6, mtime=0)
        part = path.with_name(f"{path.name}.part{os.getpid()}")
        try:
            with open(part, "xb", opener=_private) as file:
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            if part.read_bytes() != packed:
                raise OSError(f"{part.name}: what was read back is not what was written")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return Saved(len(text), hashlib.sha256(text).hexdigest())

    def read(self, host: str, sha256: str | None = None) -> bytes:
        """The host's evidence as it came.

        Raises UnseenError when it is not there, is damaged, or is not the text with this digest.
        """
        path = self.path(host)
        try:
            packed = path.read_bytes()
            if not packed:
                raise EOFError("the file is empty")
            text = gzip.decompress(packed)
        except FileNotFoundError:
            raise UnseenError("this host has no evidence in this run", where=f"{path} ({host})") from None
        except (OSError, EOFError, zlib.error) as error:
            raise UnseenError(f"the evidence cannot be read: {error}", where=f"{path} ({host})") from error
        if sha256 is not None and hashlib.sha256(text).hexdigest() != sha256:
            raise UnseenError("the evidence was changed after the scan: its digest differs", where=f"{path} ({host})")
        return text


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
