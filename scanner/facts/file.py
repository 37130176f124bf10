"""File status of the paths a scan asks for."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from pydantic import ValidationError

from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import GLOB, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

Type = Literal["file", "directory", "block", "character", "fifo", "socket", "broken_link"]
_TYPES: dict[int, Type] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFBLK: "block",
    stat.S_IFCHR: "character",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
    stat.S_IFLNK: "broken_link",
}
_DANGLING = Unknown(cause=Cause.UNPARSED, detail="a symbolic link that leads nowhere")
_NOTES = {
    "denied": lambda path: Unknown(cause=Cause.PERMISSION, detail=path),
    "many": lambda path: Unknown(cause=Cause.FLOODED, detail=f"{path} names too many files"),
    "odd": lambda path: Unknown(
        cause=Cause.UNPARSED, detail=f"{path} names a file with control characters in its name"
    ),
}
Row = tuple[int, int, int, int, int, str, str]


class Target(NamedTuple):
    """Where a link leads, as the collector says it; `gone` where nothing is there for certain."""

    written: str
    real: str | None
    gone: bool


class Link(Frozen):
    """A symbolic link itself: what is written in it, where it leads at last (None: nowhere), and whose it is."""

    target: str
    real: str | None = None
    owner: str
    uid: int


class FileStat(Frozen):
    """A file as a program that opens its path finds it: a symbolic link is followed, and `link` tells of it.

    `mode` is four octal digits such as `0640`. `owner` and `group` are names, or the number as text where the host
    knows no name. `size` is in bytes, `mtime` in UTC. `acl` tells of an access control list beyond the mode; the group
    digit of `mode` is then the list's mask. `link` is None where the path is no symbolic link (directories above it
    may be). A link that leads nowhere has type `broken_link` and is otherwise unknown.
    """

    type: Type | Unknown = NOT_COLLECTED
    mode: str | Unknown = NOT_COLLECTED
    owner: str | Unknown = NOT_COLLECTED
    group: str | Unknown = NOT_COLLECTED
    uid: int | Unknown = NOT_COLLECTED
    gid: int | Unknown = NOT_COLLECTED
    size: int | Unknown = NOT_COLLECTED
    mtime: datetime | Unknown = NOT_COLLECTED
    acl: bool | Unknown = NOT_COLLECTED
    link: Link | Unknown | None = NOT_COLLECTED


FACTS = Table[FileStat]


def parse(raw: Raw) -> Table[FileStat]:
    """File status by path. A path not there is absent; a glob with `Unknown` as its row was not wholly seen."""
    notes, unseen = raw.seen("notes")
    if unseen:
        return Table(rows=dict.fromkeys(raw.keys, unseen))
    told = [note.partition("\t")[::2] for note in notes]
    rows: dict[str, FileStat | Unknown | None] = {key: None for word, key in told if word == "absent"}
    status, lost = _rows(raw, "stat")
    followed, unfollowed = _rows(raw, "followed")
    links = _links(raw)
    acls = _acls(raw, status)
    closed = Unknown(cause=Cause.PERMISSION, detail="where the link leads")
    for path, row in status.items():
        link = links.get(path, NOT_COLLECTED) if stat.S_ISLNK(row[0]) else None
        acl = acls if isinstance(acls, Unknown) else path in acls
        nowhere = isinstance(link, Target) and link.gone
        rows[path] = _file(row, followed.get(path), _DANGLING if nowhere else unfollowed or closed, link, acl)
    rows |= {path: _NOTES[word](path) for word, path in told if word in _NOTES}
    plain = [key for key in raw.keys if not GLOB & set(key) and key not in rows]
    rows |= dict.fromkeys(plain, lost or Unknown(cause=Cause.UNPARSED, detail="stat said nothing of it"))
    if lost:
        rows |= {key: lost for key in raw.keys if GLOB & set(key)}
    return Table(rows=rows, requested=raw.keys)


def _rows(raw: Raw, name: str) -> tuple[dict[str, Row], Unknown | None]:
    """What stat(1) printed, by path, and why more may exist. Nothing was asked of it when no path is there."""
    if raw.stream(name) is None and name not in raw.broken and raw.cause is None and raw.exit == 0:
        return {}, None
    lines, missing = raw.seen(name)
    rows = {}
    for line in lines:
        fields = line.split("\t", 7)
        try:
            mode, uid, gid, size, mtime = int(fields[0], 16), *map(int, fields[1:5])
            rows[fields[7]] = (mode, uid, gid, size, mtime, fields[5], fields[6])
        except (ValueError, IndexError):
            missing = missing or Unknown(cause=Cause.UNPARSED, detail=f"stat said {line[:80]!r}")
    return rows, missing


def _links(raw: Raw) -> dict[str, Target]:
    lines, _ = raw.seen("links")
    fields = (line.split("\t") for line in lines)
    return {each[0]: Target(each[1], each[2] or None, each[3] == "gone") for each in fields if len(each) == 4}


def _acls(raw: Raw, known: dict[str, Row]) -> frozenset[str] | Unknown:
    """The paths with an access control list: each line of ls(1) ends in a path we know."""
    if raw.stream("acl") is None and raw.cause is None and raw.exit == 0 and "acl" not in raw.broken:
        return Unknown(cause=Cause.MISSING_TOOL, detail="an ls that shows access control lists")
    lines = raw.lines("acl")
    if isinstance(lines, Unknown):
        return lines
    ends = ((line, [path for path in known if line.endswith(f" {path}")]) for line in lines)
    return frozenset(max(paths, key=len) for _, paths in ends if paths)


def _file(
    row: Row, followed: Row | None, lost: Unknown, link: Target | Unknown | None, acl: bool | Unknown
) -> FileStat | Unknown:
    own = (
        Link(target=link.written, real=link.real, owner=_named(row[5], row[1]), uid=row[1])
        if isinstance(link, Target)
        else link
    )
    if stat.S_ISLNK(row[0]):
        if followed is None:
            rest = dict.fromkeys(("mode", "owner", "group", "uid", "gid", "size", "mtime", "acl"), lost)
            kind = "broken_link" if lost is _DANGLING else lost
            return FileStat.model_validate({"type": kind, "link": own, **rest})
        row = followed
    mode, uid, gid, size, mtime, owner, group = row
    try:
        return FileStat.model_validate(
            {
                "type": _TYPES.get(stat.S_IFMT(mode), Unknown(cause=Cause.UNPARSED, detail=f"mode {mode:x}")),
                "mode": f"{stat.S_IMODE(mode):04o}",
                "owner": _named(owner, uid),
                "group": _named(group, gid),
                "uid": uid,
                "gid": gid,
                "size": size,
                "mtime": datetime.fromtimestamp(mtime, UTC),
                "acl": acl,
                "link": own,
            }
        )
    except (ValidationError, ValueError, OverflowError, OSError):
        return Unknown(cause=Cause.UNPARSED, detail="a file status that cannot be")


def _named(name: str, number: int) -> str:
    return str(number) if name in ("", "UNKNOWN") else name
