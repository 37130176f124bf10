"""SSH host keys and authorised keys: public parts, options by name, owners and permissions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from scanner.facts import _ssh_public_key as public_key
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown


class HostKey(Item):
    """One host key of the SSH server. `mode`, `owner` and `group` are the private file's, None where there is none.

    `kind` (rsa, dsa, ecdsa, ed25519), `bits` and `fingerprint` are those of the public file beside it.
    """

    KEY: ClassVar[str] = "path"
    path: str
    kind: str | Unknown = NOT_COLLECTED
    bits: int | Unknown = NOT_COLLECTED
    fingerprint: str | Unknown = NOT_COLLECTED
    mode: str | Unknown | None = NOT_COLLECTED
    owner: str | Unknown | None = NOT_COLLECTED
    group: str | Unknown | None = NOT_COLLECTED


class KeyPath(Item):
    """An authorized_keys file, or a directory above one. `trusted`: it belongs to root or to the account itself."""

    KEY: ClassVar[str] = "path"
    path: str
    accounts: tuple[str, ...] = ()
    mode: str | Unknown = NOT_COLLECTED
    owner: str | Unknown = NOT_COLLECTED
    trusted: bool | Unknown = NOT_COLLECTED


class AuthorizedKey(Item):
    """A key that may log in as an account. `options` are names only (from, command, restrict, cert-authority)."""

    KEY: ClassVar[str] = "name"
    name: str
    """Account and fingerprint."""
    account: str
    kind: str | Unknown = NOT_COLLECTED
    bits: int | Unknown = NOT_COLLECTED
    fingerprint: str | Unknown = NOT_COLLECTED
    options: tuple[str, ...] = ()


class SshKeys(Facts):
    """Keys of the SSH server and of those who may log in with a key.

    Homes on other machines are not looked at, and without root not every home can be: `missing` says so.
    """

    host_keys: Items[HostKey] | Unknown = NOT_COLLECTED
    paths: Items[KeyPath] | Unknown = NOT_COLLECTED
    authorized: Items[AuthorizedKey] | Unknown = NOT_COLLECTED


FACTS = SshKeys


def parse(raw: Raw) -> SshKeys:
    """The facts of the `ssh_keys` collector."""
    rows, missing = raw.seen("files")
    files = [tuple(row.split("\t")) for row in rows if row.count("\t") == 2]
    for account, _, path in files:
        if path == "far":
            missing = missing or Unknown(cause=Cause.NOT_COLLECTED, detail=f"{account}: the home is on another machine")
        elif path == "odd":
            missing = missing or Unknown(
                cause=Cause.UNPARSED, detail="an account whose name or home cannot be followed"
            )
        elif path == "long":
            missing = missing or Unknown(cause=Cause.CUT, detail="more accounts than are looked at")
        elif path == "denied":
            missing = missing or Unknown(cause=Cause.PERMISSION, detail=f"{account}: .ssh")
    files = [file for file in files if file[2].startswith("/")]
    return SshKeys(
        host_keys=_host_keys(raw), paths=_paths(raw, files, missing), authorized=_authorized(raw, files, missing)
    )


def _host_keys(raw: Raw) -> Items[HostKey]:
    rows, missing = raw.seen("host_keys")
    found = []
    for row in rows:
        fields = row.split("\t")
        if len(fields) != 6:
            continue
        path, _, owner, group, mode, public = fields
        kind, _, encoded = public.partition(" ")
        key = public_key.read(kind, encoded)
        unread = Unknown(cause=Cause.UNPARSED, detail=f"{path}.pub")
        none = mode == "-"
        found.append(
            HostKey(
                path=path,
                kind=key.kind if key else unread,
                bits=key.bits if key else unread,
                fingerprint=key.fingerprint if key else unread,
                mode=None if none else mode.zfill(4),
                owner=None if none else owner,
                group=None if none else group,
            )
        )
    if missing is None and raw.stream("settings") is None and raw.uid != 0:
        missing = Unknown(cause=Cause.PERMISSION, detail="sshd -T names the host keys")
    return Items[HostKey](items=tuple(found), missing=missing)


def _paths(raw: Raw, files: Sequence[tuple[str, ...]], missing: Unknown | None) -> Items[KeyPath]:
    rows, flaw = raw.seen("paths")
    found = []
    for row in rows:
        fields = row.split("\t")
        users = [file for file in files if f"{file[2]}/".startswith(f"{fields[0].rstrip('/')}/")]
        if len(fields) != 5 or not users:
            continue
        path, uid, owner, _, mode = fields
        accounts = tuple(sorted({account for account, _, _ in users}))
        trusted = uid in {"0", *(number for _, number, _ in users)}
        found.append(KeyPath(path=path, accounts=accounts, mode=mode.zfill(4), owner=owner, trusted=trusted))
    return Items[KeyPath](items=tuple(found), missing=missing or flaw)


def _authorized(raw: Raw, files: Sequence[tuple[str, ...]], missing: Unknown | None) -> Items[AuthorizedKey]:
    rows, flaw = raw.seen("authorized")
    accounts: dict[str, list[str]] = {}
    for account, _, path in files:
        accounts.setdefault(path, []).append(account)
    found = []
    for row in rows:
        fields = row.split("\t")
        if len(fields) != 5 or not re.fullmatch(r"[0-9]{1,7}", fields[1]):
            continue
        path, line, options, kind, encoded = fields
        key = public_key.read(kind, encoded)
        unread = Unknown(cause=Cause.UNPARSED, detail=f"{path}:{line}")
        found += [
            AuthorizedKey(
                name=f"{account} {key.fingerprint if key else f'{path}:{line}'}",
                account=account,
                kind=key.kind if key else unread,
                bits=key.bits if key else unread,
                fingerprint=key.fingerprint if key else unread,
                options=tuple(name.lower() for name in options.split(",") if name),
                source=Source(file=path, line=int(line)),
            )
            for account in accounts.get(path, ())
        ]
    return Items[AuthorizedKey](items=tuple(found), missing=missing or flaw)
