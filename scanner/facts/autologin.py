"""Logins that ask for nothing: display managers and terminals that log somebody in, guests, remote login screens."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

Kind = Literal["login", "guest", "remote"]
_YES = frozenset({"true", "yes", "1", "on"})
_AUTOLOGIN = re.compile(r"(?:^|\s)(?:--autologin[=\s]+|-a\s*)(\S+)")


class Way(Item):
    """A way in without a password. `kind`: an account is logged in at start (`login`), guests may (`guest`), or a
    login screen is offered over the network, in clear text (`remote`). `account` is whose login it is, where known."""

    KEY: ClassVar[str] = "way"
    way: str
    program: str
    kind: Kind
    account: str | None = None


class Autologin(Facts):
    """The ways that are switched on. Settings of programs that are not installed count too: they wait for it."""

    ways: Items[Way] | Unknown = NOT_COLLECTED


FACTS = Autologin
Seen = tuple[str, Source]


def parse(raw: Raw) -> Autologin:
    """The facts of the `autologin` collector."""
    screens, screens_missing = raw.seen("screens")
    terminals, terminals_missing = raw.seen("terminals")
    missing = screens_missing or terminals_missing
    denied = [line.partition("\t")[2] for line in (*screens, *terminals) if line.startswith("denied\t")]
    if denied and not missing:
        missing = Unknown(cause=Cause.PERMISSION, detail=denied[0])
    ways = (*_screens(screens), *_terminals(terminals))
    return Autologin(ways=missing if missing and not ways else Items(items=ways, missing=missing))


def _source(file: str, line: str, text: str) -> Source:
    return Source(file=file, line=int(line) if line.isdecimal() else None, text=text.strip())


def _screens(lines: list[str]) -> list[Way]:
    settings: dict[tuple[str, str, str], Seen] = {}
    for line in lines:
        fields = line.split("\t", 4)
        if len(fields) != 5 or "=" not in fields[4]:
            continue
        program, file, number, section, text = fields
        name, _, value = text.partition("=")
        # The last file read counts; lightdm's [Seat:*] and its older name [SeatDefaults] are the same.
        section = "seat" if section.lower().startswith("seat") else section.lower()
        settings[program, section, name.strip()] = (value.strip().strip("\"'"), _source(file, number, text))

    def on(program: str, section: str, name: str) -> Seen | None:
        found = settings.get((program, section, name))
        return found if found and found[0].lower() in _YES else None

    def account(program: str, section: str, name: str) -> str | None:
        found = settings.get((program, section, name))
        return found[0] or None if found else None

    ways: list[Way] = []

    def add(program: str, what: str, kind: Kind, seen: Seen | None, whose: str | None = None) -> None:
        if seen:
            ways.append(Way(way=f"{program}: {what}", program=program, kind=kind, account=whose, source=seen[1]))

    for name in ("AutomaticLogin", "TimedLogin"):
        whose = account("gdm", "daemon", name)
        add("gdm", name, "login", on("gdm", "daemon", f"{name}Enable") if whose else None, whose)
    add("gdm", "xdmcp", "remote", on("gdm", "xdmcp", "Enable"))
    for program, section, name in (
        ("lightdm", "seat", "autologin-user"),
        ("sddm", "autologin", "User"),
        ("suse", "", "DISPLAYMANAGER_AUTOLOGIN"),
    ):
        whose = account(program, section, name)
        add(program, name, "login", settings[program, section, name] if whose else None, whose)
    add("lightdm", "autologin-guest", "guest", on("lightdm", "seat", "autologin-guest"))
    add("lightdm", "allow-guest", "guest", on("lightdm", "seat", "allow-guest"))
    add("lightdm", "xdmcp", "remote", on("lightdm", "xdmcpserver", "enabled"))
    add("suse", "PASSWORD_LESS_LOGIN", "login", on("suse", "", "DISPLAYMANAGER_PASSWORD_LESS_LOGIN"))
    add("suse", "REMOTE_ACCESS", "remote", on("suse", "", "DISPLAYMANAGER_REMOTE_ACCESS"))
    return ways


def _terminals(lines: list[str]) -> list[Way]:
    """The last start command of a unit or of one instance counts; inittab has one for each terminal."""
    last: dict[str, tuple[str, Source]] = {}
    for line in lines:
        fields = line.split("\t", 3)
        if len(fields) != 4 or fields[0] == "denied":
            continue
        unit, file, number, text = fields
        name = next((part for part in file.split("/") if part.startswith(unit)), unit).removesuffix(".d")
        key = f"inittab:{number}" if unit == "inittab" else name.removesuffix(".service")
        last[key] = (text, _source(file, number, text))
    found = []
    for key, (text, source) in sorted(last.items()):
        if match := _AUTOLOGIN.search(text):
            found.append(Way(way=f"getty: {key}", program="getty", kind="login", account=match[1], source=source))
    return found
