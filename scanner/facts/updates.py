"""Updates that wait to be installed, as the lists the host already has tell them, and how old those lists are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import ClassVar

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_INSTALL = re.compile(r"Inst (\S+) \[([^\]]*)\] \((\S+) (.*?)(?: \[[^\]]*\])?\)(?: .*)?")
_SECURITY = re.compile(r"Debian-Security:|[^,\s]+/[^,\s]*-security$|UbuntuESM(Apps)?:", re.IGNORECASE)
_ADVISORY = re.compile(r"(\S+)\s+(?:(Critical|Important|Moderate|Low|Unknown|None)/Sec\.|(\S+))\s+(\S+)")
_OWN = re.compile(
    r"rhel-|rhui-|ubi-|baseos|appstream|ol\d|rocky|almalinux|fedora|updates|(open)?suse|sle[-_]|repo-(oss|sle|update)",
    re.IGNORECASE,
)
"""Repositories of Red Hat, its rebuilds, Fedora and SUSE. EPEL says nothing about the system's own packages."""
_CACHED = re.compile(
    r"(\d{9,11}) /var/cache/(?:(?:dnf|libdnf5)/(.+)-[0-9a-f]{16}|zypp/raw/(.+))/repodata/(?:.*-)?([a-z]+)\.xml.*"
)
_NAME = re.compile(r"(.+)-[^-]+-[^-]+\.[^.]+")


class Update(Item):
    """A newer version that is to be had. `security` when its archive or an advisory says so; `severity` and `advisory`
    are those of an advisory (`Important`, `RHSA-2026:1234`), None where the manager has none.

    apt names only where the newest version is from: a security fix that a later point release has taken in is not told
    as one.
    """

    KEY: ClassVar[str] = "name"
    name: str
    installed: str | None = None
    candidate: str
    security: bool
    severity: str | None = None
    advisory: str | None = None


class PackageList(Item):
    """One list of packages a repository published (times in UTC).

    `published` is the date the vendor put into it. dnf and zypper keep none; there it is the same as `fetched`: when
    the host last fetched the list, or asked and learnt that there is nothing new. A copy of the host's files counts as
    fetched. `security` is true for a list that names security updates, `distribution` for the distribution's own.
    """

    name: str
    published: datetime | Unknown = NOT_COLLECTED
    fetched: datetime | Unknown = NOT_COLLECTED
    security: bool
    distribution: bool = True


class Updates(Facts):
    """What could be updated. Only as true as `lists` are new: nothing is fetched during a scan.

    `pending` is known for apt and dnf 4, `lists` also for dnf 5 and zypper. `refreshed` is the newest date among the
    distribution's lists that name security updates, None when the host has no such list. `fetched` is when the host
    last refreshed one of them; where dnf or zypper tells none apart, any of the distribution's lists.
    """

    pending: Items[Update] | Unknown = NOT_COLLECTED
    lists: Items[PackageList] | Unknown = NOT_COLLECTED
    refreshed: datetime | Unknown | None = NOT_COLLECTED
    fetched: datetime | Unknown | None = NOT_COLLECTED


FACTS = Updates


def parse(raw: Raw) -> Updates:
    """The facts of the `updates` collector."""
    if raw.stream("apt") or "apt" in raw.broken:
        return _updates(_apt(raw), _apt_lists(raw))
    if raw.stream("dnf") or "dnf" in raw.broken:
        return _updates(_dnf(raw), _cached_lists(raw), apart=False)
    why = raw.seen("apt")[1] or NOT_COLLECTED
    if raw.cause is None and raw.exit == 0:
        why = Unknown(cause=Cause.MISSING_TOOL, detail="pending updates are read from apt and dnf 4 only")
    if raw.stream("fetched") or "fetched" in raw.broken:
        return _updates(why, _cached_lists(raw), apart=False).model_copy(update={"refreshed": why})
    return Updates(pending=why, lists=why, refreshed=why, fetched=why)


def _updates(pending: Items[Update] | Unknown, lists: Items[PackageList], apart: bool = True) -> Updates:
    """`apart`: security updates always have lists of their own."""
    own = [each for each in lists if each.distribution]
    security = [each for each in own if each.security]
    return Updates(
        pending=pending,
        lists=lists,
        refreshed=_newest([each.published for each in security], lists.missing),
        fetched=_newest([each.fetched for each in security or (() if apart else own)], lists.missing),
    )


def _newest(told: Sequence[datetime | Unknown], missing: Unknown | None) -> datetime | Unknown | None:
    known = [when for when in told if isinstance(when, datetime)]
    return max(known) if known else told[0] if told else missing


def _apt(raw: Raw) -> Items[Update] | Unknown:
    lines, cut = raw.seen("apt")
    stream = raw.stream("apt")
    if stream is None or (stream.exit != 0 and not cut):
        said = stream.error.strip().split("\n")[0][:200] if stream else ""
        return cut or Unknown(cause=Cause.UNPARSED, detail=f"apt-get failed: {said}")
    found = []
    for line in lines:
        match = _INSTALL.fullmatch(line)
        if match:  # a package without [installed version] is new
            archives = [part.strip() for part in match[4].split(",")]
            security = any(_SECURITY.search(archive) for archive in archives)
            found.append(Update(name=match[1], installed=match[2], candidate=match[3], security=security))
        elif line.startswith("Inst ") and " [" in line.split(" (")[0]:
            cut = cut or Unknown(cause=Cause.UNPARSED, detail=line[:100])
    return Items[Update](items=tuple(found), missing=cut)


def _apt_lists(raw: Raw) -> Items[PackageList]:
    lines, missing = raw.seen("apt.lists")
    found = []
    for block in _blocks(lines):
        if "denied" in block:
            missing = missing or Unknown(cause=Cause.PERMISSION, detail=block["denied"])
            continue
        words = " ".join(block.get(key, "") for key in ("Label", "Suite", "Codename"))
        found.append(
            PackageList(
                name=f"{block.get('Origin', '?')} {block.get('Codename') or block.get('Suite', '?')}"[:120],
                published=_date(block.get("Date", "")),
                fetched=_moment(block.get("Fetched", "")),
                security="security" in words.lower() or block.get("Origin", "").startswith("UbuntuESM"),
                distribution=block.get("Origin", "") in ("Debian", "Ubuntu"),
            )
        )
    return Items[PackageList](items=tuple(found), missing=missing)


def _blocks(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    block: dict[str, str] = {}
    for line in [*lines, ""]:
        key, tab, value = line.partition("\t")
        if tab:
            block.setdefault(key, value.strip())
        elif block:
            yield block
            block = {}


def _date(text: str) -> datetime | Unknown:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return Unknown(cause=Cause.UNPARSED, detail=f"date {text[:40]!r}")
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _dnf(raw: Raw) -> Items[Update] | Unknown:
    lines, cut = raw.seen("dnf")
    stream = raw.stream("dnf")
    if stream is None or (stream.exit != 0 and not cut):
        said = stream.error.strip().split("\n")[0][:200] if stream else ""
        return cut or Unknown(cause=Cause.UNPARSED, detail=f"dnf failed: {said}")
    found: dict[str, Update] = {}
    for line in lines:
        match = _ADVISORY.fullmatch(line.strip())
        package = _NAME.fullmatch(match[4]) if match else None
        if not match or not package:
            cut = cut or Unknown(cause=Cause.UNPARSED, detail=line[:100])
            continue
        security = match[2] is not None or match[3].lower() == "security"
        if security or package[1] not in found:
            found[package[1]] = Update(
                name=package[1], candidate=match[4], security=security, severity=match[2], advisory=match[1]
            )
    return Items[Update](items=tuple(found.values()), missing=cut)


def _cached_lists(raw: Raw) -> Items[PackageList]:
    """The lists of dnf and zypper; a repository without advisories tells of no security update."""
    lines, missing = raw.seen("fetched")
    fetched: dict[str, datetime] = {}
    advised: set[str] = set()
    for line in lines:
        match = _CACHED.fullmatch(line)
        when = _moment(match[1]) if match else NOT_COLLECTED
        if match and isinstance(when, datetime):
            name = match[2] or match[3]
            fetched[name] = max(when, fetched.get(name, when))
            advised |= {name} if match[4] == "updateinfo" else set()
    found = (
        PackageList(
            name=name[:120],
            published=when,
            fetched=when,
            security=name in advised,
            distribution=bool(_OWN.match(name)),
        )
        for name, when in fetched.items()
    )
    return Items[PackageList](items=tuple(found), missing=missing)


def _moment(text: str) -> datetime | Unknown:
    """A time as seconds since 1970."""
    return datetime.fromtimestamp(int(text), UTC) if re.fullmatch(r"\d{9,11}", text) else NOT_COLLECTED
