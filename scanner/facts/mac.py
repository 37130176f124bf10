"""Mandatory access control: AppArmor and SELinux, and which processes they confine."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import Facts, Item, Items, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_PROFILE = re.compile(r"(.+) \(([a-z]+)\)")
_LINE = re.compile(r"line (\d{1,6})\t\s*(SELINUX|SELINUXTYPE)=\s*(\S*)")


class Profile(Item):
    """An AppArmor profile as it is loaded. `mode` is enforce, complain, kill, prompt or unconfined."""

    name: str
    mode: str | Unknown = NOT_COLLECTED


class Process(Item):
    """A running program: its name and whole label; `domain` is the type of a SELinux label, None of others.

    Programs of one name and label are one.
    """

    name: str
    label: str | Unknown = NOT_COLLECTED
    domain: str | Unknown | None = NOT_COLLECTED


class AppArmor(Frozen):
    """`enabled` in the kernel; `enforced` is the number of loaded profiles that are enforced (enforce or kill)."""

    enabled: bool | Unknown = NOT_COLLECTED
    profiles: Items[Profile] | Unknown = NOT_COLLECTED
    enforced: int | Unknown = NOT_COLLECTED


class Selinux(Frozen):
    """`active` when a policy is loaded. `mode` is enforcing or permissive, None when no policy is loaded.

    `configured` and `policy` are SELINUX and SELINUXTYPE of /etc/selinux/config, None where it says nothing.
    `permissive` are the domains that are permissive though SELinux enforces. `deny_ptrace` is the boolean of this name.
    `relabel` tells that all files are to be labelled anew at the next boot.
    """

    active: bool | Unknown = NOT_COLLECTED
    mode: str | Unknown | None = NOT_COLLECTED
    configured: Setting[str] | Unknown | None = NOT_COLLECTED
    policy: Setting[str] | Unknown | None = NOT_COLLECTED
    permissive: Items[str] | Unknown = NOT_COLLECTED
    deny_ptrace: bool | Unknown | None = NOT_COLLECTED
    relabel: bool | Unknown = NOT_COLLECTED


class Mac(Facts):
    """Both security modules, and the labels of the running programs."""

    apparmor: AppArmor = AppArmor()
    selinux: Selinux = Selinux()
    processes: Items[Process] | Unknown = NOT_COLLECTED


FACTS = Mac


def parse(raw: Raw) -> Mac:
    """The facts of the `mac` collector."""
    return Mac(apparmor=_apparmor(raw), selinux=_selinux(raw), processes=_processes(raw))


def _pairs(raw: Raw, name: str) -> Mapping[str, str] | Unknown:
    lines = raw.lines(name)
    return lines if isinstance(lines, Unknown) else {line.partition("\t")[0]: line.partition("\t")[2] for line in lines}


def _apparmor(raw: Raw) -> AppArmor:
    told = _pairs(raw, "apparmor")
    if isinstance(told, Unknown):
        return AppArmor(enabled=told, profiles=told, enforced=told)
    enabled = told.get("enabled", "")
    if enabled in ("absent", "N"):
        return AppArmor(enabled=False, profiles=Items[Profile](), enforced=0)
    on: bool | Unknown = True if enabled == "Y" else Unknown(cause=Cause.UNPARSED, detail=enabled[:80])
    if "mounted" in told:
        lost = Unknown(cause=Cause.UNPARSED, detail="securityfs is not mounted")
        return AppArmor(enabled=on, profiles=lost, enforced=lost)
    lines, missing = raw.seen("profiles")
    if missing and not lines:
        return AppArmor(enabled=on, profiles=missing, enforced=missing)
    found = [match for line in lines if (match := _PROFILE.fullmatch(line))]
    profiles = Items[Profile](items=tuple(Profile(name=each[1], mode=each[2]) for each in found), missing=missing)
    return AppArmor(
        enabled=on, profiles=profiles, enforced=missing or sum(each[2] in ("enforce", "kill") for each in found)
    )


def _selinux(raw: Raw) -> Selinux:
    told = _pairs(raw, "selinux")
    lines = raw.lines("selinux")
    if isinstance(told, Unknown) or isinstance(lines, Unknown):
        lost = told if isinstance(told, Unknown) else NOT_COLLECTED
        return Selinux(
            active=lost, mode=lost, configured=lost, policy=lost, permissive=lost, deny_ptrace=lost, relabel=lost
        )
    settings: dict[str, list[Setting[str]]] = {"SELINUX": [], "SELINUXTYPE": []}
    for found in filter(None, map(_LINE.match, lines)):
        source = Source(file="/etc/selinux/config", line=int(found[1]), text=f"{found[2]}={found[3]}")
        settings[found[2]].append(Setting(value=found[3].lower() if found[2] == "SELINUX" else found[3], source=source))
    denied = Unknown(cause=Cause.PERMISSION, detail="/etc/selinux/config") if "config" in told else None
    active = told.get("policy") == "loaded"
    modes: dict[str, str] = {"1": "enforcing", "0": "permissive"}
    mode: str | Unknown | None = None
    if active:
        mode = modes.get(told.get("enforce", ""), Unknown(cause=Cause.UNPARSED, detail="/sys/fs/selinux/enforce"))
    boolean = told.get("deny_ptrace")
    return Selinux(
        active=active,
        mode=mode,
        configured=denied or next(iter(settings["SELINUX"]), None),
        policy=denied or next(reversed(settings["SELINUXTYPE"]), None),
        permissive=_permissive(raw) if active else Items[str](),
        deny_ptrace=None if boolean is None else boolean == "1",
        relabel="autorelabel" in told,
    )


def _permissive(raw: Raw) -> Items[str] | Unknown:
    lines, missing = raw.seen("permissive")
    if raw.uid != 0:
        missing = missing or Unknown(cause=Cause.PERMISSION, detail="/var/lib/selinux")
    return missing if missing and not lines else Items(items=tuple(lines), missing=missing)


def _processes(raw: Raw) -> Items[Process] | Unknown:
    lines, missing = raw.seen("processes")
    if raw.uid != 0:
        missing = missing or Unknown(cause=Cause.PERMISSION, detail="processes of other users")
    if missing and not lines:
        return missing
    found = []
    for fields in (line.split("\t", 2) for line in lines):
        if len(fields) == 3:
            _, label, name = fields
            parts = label.split(":")
            domain = parts[2] if len(parts) >= 4 else None
            found.append(Process(name=name, label=label, domain=domain))
    return Items(items=tuple(dict.fromkeys(found)), missing=missing)
