"""The audit subsystem: its state, the rules that are loaded, auditd's settings."""

from __future__ import annotations

import re
from typing import ClassVar

from scanner.facts.raw import Raw
from scanner.model.facts import BUILT_IN, Facts, Item, Items, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_STATUS = re.compile(r"(\w+)[ =]+(-?\d+|0x[0-9a-f]+)")
_SETTING = re.compile(r"(/[^\t]+)\t(\d{1,6})\t\s*(\w+)\s*=\s*(.*)")
_FIELD = re.compile(r"([a-z0-9_]+)(!=|>=|<=|&=|=|>|<|&)(.*)")
_WORDS = (
    "write_logs", "max_log_file_action", "space_left_action", "admin_space_left_action", "disk_full_action",
    "disk_error_action",
)  # fmt: skip


class AuditRule(Item):
    """A loaded rule. A watch (`-w`) is the same as a rule with a path, whatever auditctl shows.

    `list` is exit, task, exclude, user, filesystem or io_uring; `action` is always or never. `arch` is b64, b32 or None
    (both). `path` is the file or directory watched; `directory` tells that all below it is. `permissions` are letters
    of `rwxa`. `syscalls` holds `all` where the rule names none. `fields` are the other conditions as text.
    """

    KEY: ClassVar[str] = "text"
    text: str
    list: str
    action: str
    arch: str | None = None
    path: str | None = None
    directory: bool = False
    permissions: str = ""
    syscalls: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    key: str | None = None


class Audit(Facts):
    """Auditing as the kernel has it now, and auditd's settings on disk.

    `enabled` is 0 (off), 1 (on) or 2 (on, locked until the next boot). `daemon` tells that a program takes the records.
    `lost` counts records lost since boot. Settings of auditd.conf hold auditd's default where the file says nothing;
    sizes are in MiB; words are in lower case. Everything but `installed` and `there` is absent where audit's tools are
    not installed. `there` are files that rules are usually about and that this host has.
    """

    installed: bool | Unknown = NOT_COLLECTED
    enabled: int | Unknown | None = NOT_COLLECTED
    daemon: bool | Unknown | None = NOT_COLLECTED
    backlog_limit: int | Unknown | None = NOT_COLLECTED
    failure: int | Unknown | None = NOT_COLLECTED
    lost: int | Unknown | None = NOT_COLLECTED
    rules: Items[AuditRule] | Unknown = NOT_COLLECTED
    there: tuple[str, ...] | Unknown = NOT_COLLECTED
    write_logs: Setting[str] | Unknown | None = NOT_COLLECTED
    max_log_file: Setting[int] | Unknown | None = NOT_COLLECTED
    num_logs: Setting[int] | Unknown | None = NOT_COLLECTED
    max_log_file_action: Setting[str] | Unknown | None = NOT_COLLECTED
    space_left_action: Setting[str] | Unknown | None = NOT_COLLECTED
    admin_space_left_action: Setting[str] | Unknown | None = NOT_COLLECTED
    disk_full_action: Setting[str] | Unknown | None = NOT_COLLECTED
    disk_error_action: Setting[str] | Unknown | None = NOT_COLLECTED


FACTS = Audit
_DEFAULTS: dict[str, str | int] = {
    "write_logs": "yes", "max_log_file": 0, "num_logs": 0, "max_log_file_action": "ignore",
    "space_left_action": "ignore", "admin_space_left_action": "ignore", "disk_full_action": "ignore",
    "disk_error_action": "syslog",
}  # fmt: skip
"""What auditd does where its file does not say (clear_config in auditd-config.c)."""


def parse(raw: Raw) -> Audit:
    """The facts of the `audit` collector."""
    there = raw.lines("there")
    seen = there if isinstance(there, Unknown) else tuple(there)
    status = raw.stream("status")
    if status is not None and status.exit == 127:
        absent = dict.fromkeys(("enabled", "daemon", "backlog_limit", "failure", "lost", *_DEFAULTS))
        return Audit.model_validate({"installed": False, "rules": Items[AuditRule](), "there": seen, **absent})
    return Audit.model_validate(
        {
            "installed": True if status is not None else raw.text("status"),
            "there": seen,
            "rules": _rules(raw),
            **_status(raw),
            **_settings(raw),
        }
    )


def _refused(raw: Raw, name: str) -> Unknown | None:
    """Why auditctl did not tell: without the right, or in a container, the kernel refuses the connection."""
    text, stream = raw.text(name), raw.stream(name)
    if isinstance(text, Unknown):
        return text
    if stream is not None and (stream.exit != 0 or not text.strip()):
        said = stream.error.strip()[:200]
        denied = re.search(r"permitted|must be root|denied|refused", said, re.IGNORECASE)
        return Unknown(cause=Cause.PERMISSION if denied else Cause.UNPARSED, detail=said or "auditctl said nothing")
    return None


def _status(raw: Raw) -> dict[str, object]:
    names = ("enabled", "daemon", "backlog_limit", "failure", "lost")
    why = _refused(raw, "status")
    text = raw.text("status")
    if why is not None or isinstance(text, Unknown):
        return dict.fromkeys(names, why or text)
    told = {name: int(number, 0) for name, number in _STATUS.findall(text) if len(number) < 16}
    unread = Unknown(cause=Cause.UNPARSED, detail=text.strip()[:100])
    return {
        "enabled": told.get("enabled", unread),
        "daemon": told["pid"] > 0 if "pid" in told else unread,
        "backlog_limit": told.get("backlog_limit", unread),
        "failure": told.get("failure", told.get("flag", unread)),
        "lost": told.get("lost", unread),
    }


def _settings(raw: Raw) -> dict[str, object]:
    lines = raw.lines("settings")
    if isinstance(lines, Unknown):
        return dict.fromkeys(_DEFAULTS, lines)
    found: dict[str, object] = {
        name: Setting[str | int](value=value, source=BUILT_IN) for name, value in _DEFAULTS.items()
    }
    for line in lines:
        if line.startswith("denied\t"):
            return dict.fromkeys(_DEFAULTS, Unknown(cause=Cause.PERMISSION, detail=line.split("\t")[-1][:200]))
        match = _SETTING.fullmatch(line)
        name = match[3].lower() if match else ""
        if not match or name not in _DEFAULTS:
            continue
        value = match[4].strip().split()[0].lower() if match[4].strip() else ""
        source = Source(file=match[1], line=int(match[2]), text=f"{match[3]} = {match[4].strip()}"[:200])
        if name in _WORDS:
            found[name] = Setting[str](value=value, source=source)
        elif re.fullmatch(r"\d{1,9}", value):
            found[name] = Setting[int](value=int(value), source=source)
        else:
            found[name] = Unknown(cause=Cause.UNPARSED, detail=source.text or "")
    return found


def _rules(raw: Raw) -> Items[AuditRule] | Unknown:
    lines, missing = raw.seen("rules")
    why = _refused(raw, "rules")
    if not lines and why is not None:
        return why
    rules = [_rule(line.strip()) for line in lines if line.strip() and line.strip() != "No rules"]
    odd = next((rule for rule in rules if isinstance(rule, Unknown)), None)
    kept = tuple(rule for rule in rules if not isinstance(rule, Unknown))
    return Items[AuditRule](items=kept, missing=missing or odd or why)


def _rule(line: str) -> AuditRule | Unknown:
    words = line.split()
    about: dict[str, object] = {"text": line[:500], "list": "exit", "action": "always"}
    fields: list[str] = []
    syscalls: list[str] = []
    if len(words) % 2:
        return Unknown(cause=Cause.UNPARSED, detail=line[:100])
    for option, value in zip(words[::2], words[1::2], strict=True):
        match option:
            case "-a" | "-A":
                parts = set(value.split(","))
                about["action"] = "never" if "never" in parts else "always"
                about["list"] = next(iter(sorted(parts - {"never", "always", "possible"})), "exit")
            case "-w":
                about |= {"path": value, "directory": True}
            case "-p":
                about["permissions"] = value
            case "-S":
                syscalls += value.split(",")
            case "-k":
                about["key"] = value
            case "-C":
                fields.append(value)
            case "-F":
                _field(value, about, fields)
            case _:
                return Unknown(cause=Cause.UNPARSED, detail=line[:100])
    return AuditRule.model_validate(about | {"fields": tuple(fields), "syscalls": tuple(syscalls)})


def _field(text: str, about: dict[str, object], fields: list[str]) -> None:
    match = _FIELD.fullmatch(text)
    name, sign, value = match.groups() if match else (text, "", "")
    if sign == "=" and name == "arch":
        about["arch"] = {"x86_64": "b64", "i386": "b32", "aarch64": "b64"}.get(value, value)
    elif sign == "=" and name in ("path", "dir"):
        about |= {"path": value, "directory": name == "dir"}
    elif sign == "=" and name == "perm":
        about["permissions"] = value
    elif sign == "=" and name == "key":
        about["key"] = value
    else:
        fields.append(text)
