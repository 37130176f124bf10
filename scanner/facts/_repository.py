"""One software repository, the same shape for every package manager, and the reading of what they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from scanner.facts._lines import Line
from scanner.model.facts import Item, Setting
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_SHARED = {
    "ppa.launchpad.net": 2,
    "ppa.launchpadcontent.net": 2,
    "copr-be.cloud.fedoraproject.org": 3,
    "download.copr.fedorainfracloud.org": 3,
    "packagecloud.io": 2,
}
"""Hosts that serve the repositories of anybody: how many parts of the path tell whose it is."""
_SCHEME = r"(?:[a-z0-9+.-]*\+)?([a-z][a-z0-9.-]*):"
_URI = re.compile(_SCHEME + r"//(?:[^/@]*@)?(\[[^\]]*\]|[^/:?\s]*)(?::\d+)?(/[^?\s]*)?", re.IGNORECASE)
_LOCAL = frozenset({"file", "copy", "cdrom", "dir", "iso", "cd", "dvd", "hd", "nfs", "smb", "plugin"})
_TRUE = frozenset({"yes", "true", "with", "on", "enable", "1"})
_FALSE = frozenset({"no", "false", "without", "off", "disable", "0"})


class Repository(Item):
    """A repository as its line or section gives it, with what it inherits from the manager's main settings.

    `name` is `deb URI SUITE COMPONENTS` for apt, the section's name for dnf and zypper. Credentials in a URI are
    replaced by `***`. `origins` are the hosts packages or lists of mirrors come from; where a host serves the
    repositories of anybody, with the owner's path (`ppa.launchpadcontent.net/owner/ppa`); the scheme, such as `file:`
    or `cdrom:`, for what needs no network. `trusted` and the `allow_…` options are apt's, None where the line does not
    set them. `gpgcheck` (packages), `repo_gpgcheck` (lists) and `sslverify` are those of dnf and zypper after
    inheritance, None for apt.
    """

    KEY: ClassVar[str] = "name"
    name: str
    manager: Literal["apt", "dnf", "zypper"]
    enabled: bool | Unknown = NOT_COLLECTED
    origins: tuple[str, ...] | Unknown = NOT_COLLECTED
    trusted: Setting[bool] | Unknown | None = NOT_COLLECTED
    allow_insecure: Setting[bool] | Unknown | None = NOT_COLLECTED
    allow_weak: Setting[bool] | Unknown | None = NOT_COLLECTED
    allow_downgrade: Setting[bool] | Unknown | None = NOT_COLLECTED
    signed_by: str | Unknown | None = NOT_COLLECTED
    gpgcheck: Setting[bool] | Unknown | None = NOT_COLLECTED
    repo_gpgcheck: Setting[bool] | Unknown | None = NOT_COLLECTED
    sslverify: Setting[bool] | Unknown | None = NOT_COLLECTED


def truth(text: str) -> bool | None:
    """A boolean as apt, dnf and zypper write it; None when it is none."""
    word = text.strip().strip("\"'").lower()
    return True if word in _TRUE else False if word in _FALSE else None


def origin(uri: str) -> str | Unknown:
    """Where a URI leads: a host, a host and whose part of it, or `file:` for what is local."""
    uri = uri.strip()
    scheme = re.match(_SCHEME, uri, re.IGNORECASE)
    if scheme and scheme[1].lower() in _LOCAL:
        return f"{scheme[1].lower()}:"
    found = _URI.match(uri)
    if not found or not found[2]:
        return Unknown(cause=Cause.UNPARSED, detail=f"address {uri[:80]}")
    host, path = found[2].lower(), found[3] or "/"
    if "$" in host or "%" in host:
        return Unknown(cause=Cause.UNPARSED, detail=f"a variable in the address {uri[:80]}")
    parts = [part for part in path.split("/") if part]
    return "/".join((host, *parts[: _SHARED.get(host, 0)]))


def origins(uris: Iterable[str]) -> tuple[str, ...] | Unknown:
    """The distinct origins of several addresses, sorted; Unknown when one of them is."""
    found: set[str] = set()
    for uri in uris:
        where = origin(uri)
        if isinstance(where, Unknown):
            return where
        found.add(where)
    return tuple(sorted(found)) or Unknown(cause=Cause.UNPARSED, detail="no address")


def sections(lines: Iterable[Line]) -> Iterator[tuple[Line, dict[str, tuple[str, Line]]]]:
    """An INI file's sections: the line that opens each, and its keys with value and line. Later lines win."""
    head: Line | None = None
    keys: dict[str, tuple[str, Line]] = {}
    last = ""
    for line in lines:
        text = line.text
        if head is not None and line.file != head.file:
            yield head, keys
            head, keys, last = None, {}, ""
        if text.lstrip().startswith("["):
            if head is not None:
                yield head, keys
            head, keys, last = line, {}, ""
        elif text[:1] in (" ", "\t") and last:
            keys[last] = (f"{keys[last][0]} {text.strip()}", keys[last][1])
        elif head is not None and (found := re.match(r"\s*([A-Za-z_]+)\s*[=:]\s*(.*)", text)):
            last = found[1].lower()
            keys[last] = (found[2].strip(), line)
    if head is not None:
        yield head, keys
