"""Fetch an edition from RIA's portal: one answer per module, in turn, with bounded time, size and retries."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from scanner.content.catalogue_import import portal_answers
from scanner.content.catalogue_import.source import SourceEdition, SourceModule
from scanner.errors import InvalidError, UnseenError, UsageError
from scanner.model.base import Lang

PORTAL = "https://eits.ria.ee/api/2"
_HEADERS = {"Accept": "application/json", "User-Agent": "Mozilla/5.0 (compatible; eits-scan)"}
_TODO = "try again later, or import saved answers or the spreadsheet"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request: tries, seconds per try, bytes of an answer, seconds of pause before the second try.

    The pause doubles before each further try.
    """

    tries: int = 4
    seconds: float = 30
    bytes: int = 20_000_000
    pause: float = 1


def read(
    base: str = PORTAL,
    *,
    edition: str | None = None,
    language: Lang = "et",
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SourceEdition:
    """One whole edition, by default the newest; `progress(done, total)` counts modules.

    UsageError for an edition the portal does not have, UnseenError when it does not answer, InvalidError when an answer
    lacks the documented shape. A module that cannot be read ends the import: half an edition is not imported.
    """
    portal = _Portal(base, limits or Limits())
    version = _choose(portal, edition)
    path = f"/catalog/{quote(version, safe='')}"
    listing = f"{path}/modules?lang={language}"
    answer = portal.get(listing)
    rows = answer.get("modules") if isinstance(answer, dict) else None
    ids = [row.get("moduleId") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if not ids or not all(isinstance(each, int | str) for each in ids):
        raise InvalidError("modules[].moduleId is not there", where=portal.url(listing), todo=_TODO)
    modules: list[SourceModule] = []
    for number, each in enumerate(ids, 1):
        target = f"{path}/{quote(str(each), safe='')}?lang={language}"
        read_answer = portal_answers.read_module(portal.get(target), portal.url(target))
        if (read_answer.edition, read_answer.language) != (version, language):
            got = f"edition {read_answer.edition} in language {read_answer.language}"
            raise InvalidError(f"answers with {got}, not {version} in {language}", where=portal.url(target))
        modules.append(read_answer.module)
        if progress:
            progress(number, len(ids))
    return SourceEdition(edition=version, language=language, origin=base, modules=tuple(modules))


def _choose(portal: _Portal, edition: str | None) -> str:
    answer = portal.get("/catalog")
    rows = answer.get("versions") if isinstance(answer, dict) else None
    held = [str(row["version"]) for row in rows if isinstance(row, dict) and "version" in row] if rows else []
    if not held:
        raise InvalidError("versions[].version is not there", where=portal.url("/catalog"), todo=_TODO)
    if edition is None:
        return max(held, key=lambda name: [int(part) for part in re.findall(r"\d+", name)])
    if edition not in held:
        raise UsageError(f"the portal has no edition {edition}", todo=f"it has {', '.join(sorted(held))}")
    return edition


class _Portal:
    """HTTP and HTTPS only: an opener without handlers for files, FTP and data."""

    def __init__(self, base: str, limits: Limits) -> None:
        if urlsplit(base).scheme not in ("http", "https"):
            raise UsageError(f"{base} is not an http or https address")
        self._base, self._limits = base.rstrip("/"), limits
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPRedirectHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.UnknownHandler(),
        ):
            self._opener.add_handler(handler)

    def url(self, path: str) -> str:
        return self._base + path

    def get(self, path: str) -> Any:
        """The JSON at a path. What may pass by itself (no connection, 429, 5xx) is tried again."""
        url = self.url(path)
        problem = ""
        for attempt in range(self._limits.tries):
            if attempt:
                time.sleep(self._limits.pause * 2 ** (attempt - 1))
            try:
                return json.loads(self._fetch(url))
            except urllib.error.HTTPError as error:
                problem = f"HTTP {error.code}"
                if error.code != 429 and error.code < 500:
                    break
            except (OSError, HTTPException) as error:  # URLError and timeouts are OSErrors
                problem = str(getattr(error, "reason", error)) or type(error).__name__
            except (ValueError, RecursionError):
                raise InvalidError("the answer is not JSON", where=url, todo=_TODO) from None
        raise UnseenError(f"the portal did not answer: {problem}", where=url, todo=_TODO)

    def _fetch(self, url: str) -> bytes:
        request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310  # the opener knows http(s) only
        deadline = time.monotonic() + self._limits.seconds
        content = bytearray()
        with self._opener.open(request, timeout=self._limits.seconds) as response:
            while part := response.read1(65536):
                content += part
                if len(content) > self._limits.bytes:
                    raise InvalidError(f"the answer is larger than {self._limits.bytes} bytes", where=url)
                if time.monotonic() > deadline:
                    raise TimeoutError(f"the answer took longer than {self._limits.seconds:g} s")
        return bytes(content)
