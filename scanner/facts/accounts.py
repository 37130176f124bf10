"""Local accounts and groups, as their files have them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar, Literal, TypeVar, get_args

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

T = TypeVar("T")
Password = Literal["locked", "empty", "hash", "missing"]
Field = Literal["shadow", "locked", "empty", "hash"]
_NUMBER = re.compile(r"\s*([+-]?\d{1,20})\s*")
_STATES = frozenset(get_args(Field))
_NO_LOGIN = frozenset({"nologin", "false", "true", "sync", "shutdown", "halt", "poweroff"})
"""Shells that end at once, by their last name: from them nobody works."""


class Account(Item):
    """One line of passwd, joined with the first line of shadow that has its name.

    `field` is what stands in passwd itself: `shadow` for x, otherwise the class of what stands there. `password` is
    what counts at a login: `locked` (nothing typed can match), `empty`, `hash`, or `missing` where passwd points to
    shadow and shadow has no line. `scheme` is the id of the hash (`y`, `6`, `1`, `2b`, `des`), also of one that is
    locked; `cost` its rounds or log-rounds where they are written. Ageing numbers are days, of shadow; `expires` and
    `changed` are days since 1970. `login_shell` is false for nologin, false and their like. `authorized_keys` counts
    the lines of the account's own key files in its home. `folded` is the name in lower case; `expired` says that the
    expiry day of shadow has come.
    """

    name: str
    folded: str = ""
    uid: int | Unknown = NOT_COLLECTED
    gid: int | Unknown = NOT_COLLECTED
    home: str = ""
    shell: str = ""
    login_shell: bool = True
    field: Field | Unknown = NOT_COLLECTED
    password: Setting[Password] | Unknown = NOT_COLLECTED
    scheme: Setting[str] | Unknown | None = NOT_COLLECTED
    cost: int | Unknown | None = NOT_COLLECTED
    changed: int | Unknown | None = NOT_COLLECTED
    minimum_days: int | Unknown | None = NOT_COLLECTED
    maximum_days: int | Unknown | None = NOT_COLLECTED
    warning_days: int | Unknown | None = NOT_COLLECTED
    inactive_days: int | Unknown | None = NOT_COLLECTED
    expires: int | Unknown | None = NOT_COLLECTED
    expired: bool | Unknown = NOT_COLLECTED
    authorized_keys: int | Unknown | None = NOT_COLLECTED


class Group(Item):
    """One line of group. `everyone` is who has it: the members written in group and gshadow, the accounts whose
    primary group it is, and those a directory adds; its `missing` says when one of these was not seen;
    `ordinary` is the same without root. `field` and
    `password` are as of an account; a group's password lets anybody who knows it in.
    """

    name: str
    folded: str = ""
    gid: int | Unknown = NOT_COLLECTED
    field: Field | Unknown = NOT_COLLECTED
    password: Setting[Password] | Unknown = NOT_COLLECTED
    members: tuple[str, ...] = ()
    everyone: Items[str] | Unknown = NOT_COLLECTED
    ordinary: Items[str] | Unknown = NOT_COLLECTED


class PlusEntry(Item):
    """A line that begins with + or -: it would have NIS add or take away entries."""

    KEY: ClassVar[str] = "entry"
    entry: str


class NameSource(Item):
    """One database of nsswitch.conf with its sources in order, actions left out."""

    name: str
    sources: tuple[str, ...] = ()


class Accounts(Facts):
    """Accounts and groups of the host's own files, in order, duplicates kept.

    `directory` tells whether nsswitch.conf names a directory (sss, ldap, winbind, nis) for accounts or groups: those
    are not in the lists. None in `nsswitch`: no such file, the C library's own defaults hold.
    """

    accounts: Items[Account] | Unknown = NOT_COLLECTED
    groups: Items[Group] | Unknown = NOT_COLLECTED
    gids: Items[int] | Unknown = NOT_COLLECTED
    group_names: Items[str] | Unknown = NOT_COLLECTED
    plus_entries: Items[PlusEntry] | Unknown = NOT_COLLECTED
    nsswitch: Items[NameSource] | Unknown | None = NOT_COLLECTED
    directory: bool | Unknown = NOT_COLLECTED


FACTS = Accounts

Lines = tuple[list[tuple[int, list[str]]], Unknown | None]
Named = tuple[dict[str, tuple[int, list[str]]], Unknown | None]
"""The first line of each name, as the C library looks it up, and why there may be more."""


def parse(raw: Raw) -> Accounts:
    """The facts of the `accounts` collector."""
    passwd, shadow, group, gshadow = (_table(raw, name) for name in ("passwd", "shadow", "group", "gshadow"))
    nsswitch = _nsswitch(raw)
    keys = _keys(raw)
    hashes, administrators = _named(shadow), _named(gshadow)
    accounts = [_account(line, fields, hashes, keys, raw.clock) for line, fields in _own(passwd)]
    directory = _directory(nsswitch)
    added = _added(raw, directory)
    primary: dict[int | Unknown, list[str]] = {}
    for account in accounts:
        primary.setdefault(account.gid, []).append(account.name)
    groups = [_group(line, fields, administrators, primary, passwd[1], added) for line, fields in _own(group)]
    return Accounts(
        accounts=_items(accounts, passwd),
        groups=_items(groups, group),
        gids=_items([each.gid for each in groups if isinstance(each.gid, int)], group),
        group_names=_items([each.name for each in groups], group),
        plus_entries=_plus({"passwd": passwd, "shadow": shadow, "group": group, "gshadow": gshadow}),
        nsswitch=nsswitch,
        directory=directory,
    )


def _table(raw: Raw, name: str) -> Lines:
    """The lines of one account file, split, and why there may be more. A file that is not there has no lines."""
    there = raw.lines("there")
    if isinstance(there, Unknown):
        return [], there
    if name not in there:
        return [], None
    lines, missing = raw.seen(name)
    if missing and missing.cause is Cause.PERMISSION:
        missing = Unknown(cause=Cause.PERMISSION, detail=f"/etc/{name}")
    rows = []
    for line in lines:
        fields = line.split("\t")
        if not fields[0].isdecimal() or len(fields) < 5 or fields[2] not in _STATES:
            missing = missing or Unknown(cause=Cause.UNPARSED, detail=f"{name}: {line[:80]!r}")
        elif fields[1].strip() and not fields[1].startswith("#"):
            rows.append((int(fields[0]), fields[1:]))
    return rows, missing


def _named(table: Lines) -> Named:
    found: dict[str, tuple[int, list[str]]] = {}
    for line, fields in table[0]:
        found.setdefault(fields[0], (line, fields))
    return found, table[1]


def _own(table: Lines) -> Iterable[tuple[int, list[str]]]:
    return ((line, fields) for line, fields in table[0] if fields[0][0] not in "+-")


def _items(items: list[T], table: Lines) -> Items[T] | Unknown:
    return table[1] if table[1] and not items else Items(items=tuple(items), missing=table[1])


def _source(file: str, line: int) -> Source:
    return Source(file=f"/etc/{file}", line=line)


def _account(
    line: int,
    fields: list[str],
    shadow: Named,
    keys: dict[str, int | Unknown] | Unknown,
    now: datetime | None,
) -> Account:
    name, state, scheme, cost, uid, gid, home, shell = (fields + [""] * 8)[:8]
    values: dict[str, object] = {
        "expired": False,
        "password": _setting(state, "passwd", line),
        **_scheme(scheme, cost, "passwd", line),
    }
    if state == "shadow":
        values |= _shadowed(name, shadow)
        values["expired"] = _expired(values["expires"], now)
    return Account.model_validate(
        {
            "name": name,
            "folded": name.casefold(),
            "source": _source("passwd", line),
            "uid": _number(uid, f"{name}: UID"),
            "gid": _number(gid, f"{name}: GID"),
            "home": home,
            "shell": shell,
            "login_shell": shell.rsplit("/", 1)[-1] not in _NO_LOGIN,
            "field": state,
            "authorized_keys": keys if isinstance(keys, Unknown) else keys.get(name, keys.get("")),
            **values,
        }
    )


def _shadowed(name: str, shadow: Named) -> dict[str, object]:
    rest = ("changed", "minimum_days", "maximum_days", "warning_days", "inactive_days", "expires")
    if name in shadow[0]:
        line, fields = shadow[0][name]
        _, state, scheme, cost, *days = (fields + [""] * 10)[:10]
        ageing = {key: _days(value, f"{name}: {key}") for key, value in zip(rest, days, strict=True)}
        return {"password": _setting(state, "shadow", line), **_scheme(scheme, cost, "shadow", line), **ageing}
    missing = shadow[1]
    return {"password": missing or {"value": "missing"}, **dict.fromkeys(("scheme", "cost", *rest), missing)}


def _expired(day: object, now: datetime | None) -> bool | Unknown:
    if isinstance(day, Unknown):
        return day
    if not isinstance(day, int):
        return False
    return now.timestamp() // 86400 >= day if now else Unknown(cause=Cause.UNPARSED, detail="the host has no clock")


def _setting(value: str, file: str, line: int) -> dict[str, object]:
    return {"value": "missing" if value == "shadow" else value, "source": _source(file, line)}


def _scheme(scheme: str, cost: str, file: str, line: int) -> dict[str, object]:
    where = {"value": scheme, "source": _source(file, line)} if scheme else None
    return {"scheme": where, "cost": int(cost) if cost.isdecimal() and len(cost) < 12 else None}


def _number(text: str, what: str) -> int | Unknown:
    """As the C library reads an id: modulo 2^32 and with a sign, leading zeros or spaces allowed."""
    match = _NUMBER.fullmatch(text)
    return int(match[1]) % 2**32 if match else Unknown(cause=Cause.UNPARSED, detail=f"{what} {text[:40]!r}")


def _days(text: str, what: str) -> int | Unknown | None:
    if not text.strip():
        return None
    match = _NUMBER.fullmatch(text)
    if not match:
        return Unknown(cause=Cause.UNPARSED, detail=f"{what} {text[:40]!r}")
    return None if int(match[1]) < 0 else int(match[1])  # -1 switches the limit off


def _keys(raw: Raw) -> dict[str, int | Unknown] | Unknown:
    lines = raw.lines("keyfiles")
    if isinstance(lines, Unknown):
        return lines
    pairs = (line.split("\t") for line in lines)
    denied = Unknown(cause=Cause.PERMISSION, detail="authorized_keys")
    later = Unknown(cause=Cause.CUT, detail="more accounts than are looked at")
    return {
        each[0]: int(each[1]) if each[1].isdecimal() else later if each[1] == "+" else denied
        for each in pairs
        if len(each) == 2
    }


def _group(
    line: int,
    fields: list[str],
    gshadow: Named,
    primary: Mapping[int | Unknown, list[str]],
    accounts_missing: Unknown | None,
    added: dict[str, list[str]] | Unknown,
) -> Group:
    name, state, _, _, number, members = (fields + [""] * 6)[:6]
    gid = _number(number, f"{name}: GID")
    shadowed = gshadow[0].get(name)
    password: object = _setting(state, "group", line)
    if state == "shadow" and shadowed:
        password = _setting(shadowed[1][1], "gshadow", shadowed[0])
    elif state == "shadow" and gshadow[1]:
        password = gshadow[1]
    listed = _names(members) + _names((shadowed[1] + [""] * 6)[5] if shadowed else "")
    extra = [] if isinstance(added, Unknown) else added.get(name, [])
    everyone = tuple(dict.fromkeys([*listed, *primary.get(gid, ()), *extra]))
    missing = accounts_missing or gshadow[1] or (added if isinstance(added, Unknown) else None)
    return Group.model_validate(
        {
            "name": name,
            "folded": name.casefold(),
            "source": _source("group", line),
            "gid": gid,
            "field": state,
            "password": password,
            "members": tuple(dict.fromkeys(listed)),
            "everyone": Items(items=everyone, missing=missing),
            "ordinary": Items(items=tuple(each for each in everyone if each != "root"), missing=missing),
        }
    )


def _names(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]


def _added(raw: Raw, directory: bool | Unknown) -> dict[str, list[str]] | Unknown:
    """Members by group as the name service tells them, directory included. It was asked only of well-known groups."""
    if isinstance(directory, Unknown):
        return directory
    if not directory:
        return {}
    lines = raw.lines("directory")
    if isinstance(lines, Unknown):
        return lines
    rows = (line.split(":") for line in lines)
    found: dict[str, list[str]] = {}
    for row in rows:
        if len(row) == 4:
            found.setdefault(row[0], []).extend(_names(row[3]))
    return found


def _plus(tables: dict[str, Lines]) -> Items[PlusEntry] | Unknown:
    found = [
        PlusEntry(entry=f"{file}: {fields[0]}", source=_source(file, line))
        for file, table in tables.items()
        for line, fields in table[0]
        if fields[0][0] in "+-"
    ]
    missing = next((table[1] for table in tables.values() if table[1]), None)
    return missing if missing and not found else Items(items=tuple(found), missing=missing)


def _nsswitch(raw: Raw) -> Items[NameSource] | Unknown | None:
    lines = raw.lines("nsswitch")
    if isinstance(lines, Unknown):
        return lines
    found = []
    for line in lines:
        file, number, text = [*line.split("\t", 2), "", ""][:3]
        name, _, sources = text.split("#")[0].partition(":")
        words = tuple(re.sub(r"\[[^\]]*\]", " ", sources).split())
        at = Source(file=file, line=int(number) if number.isdecimal() else None, text=text.strip())
        found.append(NameSource(name=name.strip(), sources=words, source=at))
    return Items(items=tuple(found)) if found else None


def _directory(nsswitch: Items[NameSource] | Unknown | None) -> bool | Unknown:
    if isinstance(nsswitch, Unknown):
        return nsswitch
    kinds = {"sss", "ldap", "winbind", "nis", "nisplus"}
    return any(kinds & set(each.sources) for each in nsswitch or () if each.name in ("passwd", "group", "initgroups"))
