"""How logins and passwords are checked: PAM's services with what they include, and the settings of its modules."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from scanner.facts._pam_stack import RawLine, expanded
from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import Facts, Item, Items, Setting, Source, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

Type = Literal["auth", "account", "password", "session"]
_HASHES = frozenset({"yescrypt", "gost_yescrypt", "blowfish", "sha512", "sha256", "md5", "bigcrypt"})
Number = Setting[int] | Unknown | None


class PamLine(Item):
    """One line of one service's own file. `module` is without path and `.so`; of arguments with a value only those are
    shown that hold no secret. `hash`: the scheme that pam_unix is told to hash new passwords with, None where none."""

    KEY: ClassVar[str] = "line"
    line: str
    service: str
    type: Type
    control: str
    module: str
    arguments: tuple[str, ...] = ()
    hash: str | None = None


class Step(Frozen):
    """A module in an expanded stack. `level` counts the substacks it is in; `control` is as written."""

    control: str
    module: str
    arguments: tuple[str, ...] = ()
    level: int = 0
    source: Source | None = None


class Service(Item):
    """A service with its four stacks, in order, everything included resolved. A stack that includes a file that is not
    there, or was not seen, is unknown."""

    name: str
    auth: tuple[Step, ...] | Unknown = NOT_COLLECTED
    account: tuple[Step, ...] | Unknown = NOT_COLLECTED
    password: tuple[Step, ...] | Unknown = NOT_COLLECTED
    session: tuple[Step, ...] | Unknown = NOT_COLLECTED


class Pam(Facts):
    """PAM of the host. `installed`: there is a service at all.

    `lines` are the lines of every service's file, `services` the same with includes resolved. `pwquality`, `faillock`,
    `pwhistory` and `passwdqc` are the settings of the modules' own files by name, the one that counts, as text (empty
    for a flag); arguments of a module in a stack outweigh them. A setting not there has the module's default.
    """

    installed: bool | Unknown = NOT_COLLECTED
    lines: Items[PamLine] | Unknown = NOT_COLLECTED
    services: Items[Service] | Unknown = NOT_COLLECTED
    pwquality: Table[Setting[str]] | Unknown = NOT_COLLECTED
    faillock: Table[Setting[str]] | Unknown = NOT_COLLECTED
    pwhistory: Table[Setting[str]] | Unknown = NOT_COLLECTED
    passwdqc: Table[Setting[str]] | Unknown = NOT_COLLECTED


FACTS = Pam


def parse(raw: Raw) -> Pam:
    """The facts of the `pam` collector."""
    settings = {name: _settings(raw, name) for name in ("pwquality", "faillock", "pwhistory", "passwdqc")}
    records, missing = raw.seen("services")
    files = _files(records)
    missing = missing or next((each for each in files.values() if isinstance(each, Unknown)), None)
    lines = tuple(
        each for name, found in files.items() if isinstance(found, list) for line in found for each in _line(name, line)
    )
    services = tuple(_service(name, files) for name in files)
    return Pam.model_validate(
        {
            "installed": bool(files) if files or not missing else missing,
            "lines": Items(items=lines, missing=missing) if lines or not missing else missing,
            "services": Items(items=services, missing=missing) if services or not missing else missing,
            **settings,
        }
    )


def _files(records: list[str]) -> dict[str, list[RawLine] | Unknown]:
    """The lines of each service. /etc/pam.d comes first: a vendor's file of the same name does not count."""
    files: dict[str, list[RawLine] | Unknown] = {}
    counts: dict[str, str] = {}
    for record in records:
        fields = record.split("\t")
        denied = fields[0] == "denied" and len(fields) == 2
        path = fields[1] if denied else fields[0]
        name = path.rsplit("/", 1)[-1]
        if counts.setdefault(name, path) != path:
            continue
        found = files.setdefault(name, Unknown(cause=Cause.PERMISSION, detail=path) if denied else [])
        if len(fields) == 6 and isinstance(found, list):
            at = Source(file=path, line=int(fields[1]) if fields[1].isdecimal() else None, text=_text(fields))
            found.append(RawLine(fields[2], fields[3], fields[4], tuple(fields[5].split()), at))
    return files


def _text(fields: list[str]) -> str:
    words = [fields[4]] if fields[2] == "@include" else fields[3:]
    return " ".join(word for word in (fields[2], *words) if word)


def _line(service: str, raw: RawLine) -> list[PamLine]:
    kind = raw.type.removeprefix("-")
    if kind not in ("auth", "account", "password", "session") or raw.control in ("include", "substack"):
        return []
    module = module_name(raw.module)
    scheme = next((each for each in reversed(raw.arguments) if each in _HASHES), None)
    return [
        PamLine.model_validate(
            {
                "line": f"{service}: {kind} {module}",
                "service": service,
                "type": kind,
                "control": raw.control,
                "module": module,
                "arguments": raw.arguments,
                "hash": scheme if module in ("pam_unix", "pam_unix2") else None,
                "source": raw.source,
            }
        )
    ]


def module_name(path: str) -> str:
    """`/lib64/security/pam_unix.so` is pam_unix."""
    return path.rsplit("/", 1)[-1].removesuffix(".so")


def _service(name: str, files: dict[str, list[RawLine] | Unknown]) -> Service:
    stacks: dict[str, tuple[Step, ...] | Unknown] = {}
    for kind in ("auth", "account", "password", "session"):
        found = expanded(name, kind, files)
        stacks[kind] = (
            found
            if isinstance(found, Unknown)
            else tuple(
                Step(
                    control=line.control,
                    module=module_name(line.module),
                    arguments=line.arguments,
                    level=level,
                    source=line.source,
                )
                for line, level in found
            )
        )
    return Service.model_validate({"name": name, **stacks})


def _settings(raw: Raw, name: str) -> Table[Setting[str]] | Unknown:
    """The last setting of a name counts. Flags have no value."""
    lines = raw.lines(name)
    if isinstance(lines, Unknown):
        return lines
    rows: dict[str, Setting[str] | Unknown | None] = {}
    for line in lines:
        fields = line.split("\t", 2)
        if fields[0] == "denied":
            return Unknown(cause=Cause.PERMISSION, detail=fields[-1])
        match = re.fullmatch(r"\s*([a-z_]+)\s*(?:=\s*(.*))?", fields[2]) if len(fields) == 3 else None
        if match:
            at = Source(file=fields[0], line=int(fields[1]) if fields[1].isdecimal() else None, text=fields[2].strip())
            rows[match[1]] = Setting(value=(match[2] or "").strip(), source=at)
    return Table(rows=rows, complete=True)
