"""What sudo allows: rules with aliases resolved, defaults, the files they are in, and what sudo itself says of them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import ClassVar, Literal, TypeVar

from scanner.facts._sudoers import MOST, Default, Rule, read
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

T = TypeVar("T")


class Entry(Item):
    """One command that one principal may run.

    `who` is as written: a name, `%group`, `#uid`, `+netgroup`, `ALL`; `group` is the name of a local or directory
    group, None for others (`%#gid`, `%:name`). `users` and `groups` say as whom, empty for the default (root).
    `arguments`: None for any, `""` for none. `password` is false where a NOPASSWD tag spares it. `full_root`: every
    command as root; not where everybody may, but is asked for the password of the target. `negated`: what a rule
    takes away again.
    """

    KEY: ClassVar[str] = "rule"
    rule: str
    who: str
    group: str | None = None
    hosts: tuple[str, ...] = ("ALL",)
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    command: str
    arguments: str | None = None
    negated: bool = False
    password: bool = True
    noexec: bool = False
    full_root: bool = False


class DefaultsEntry(Item):
    """One setting of Defaults that nothing later of the same scope replaces. `scope` is empty for everybody, or such as
    `:mari`. `value` is None for a flag; `negated` switches it off."""

    KEY: ClassVar[str] = "setting"
    setting: str
    name: str
    scope: str = ""
    value: str | None = None
    negated: bool = False


class SudoersFile(Item):
    """A file or directory sudo reads its rules from; `mode` in four octal digits, links followed."""

    KEY: ClassVar[str] = "path"
    path: str
    mode: str
    uid: int
    gid: int


class CommandFile(Item):
    """The file of a command that rules name, or a directory above it. `kind` says for whom it is writable: `root`, or
    `others` where anybody but root may change it."""

    KEY: ClassVar[str] = "path"
    path: str
    writable_by: Literal["root", "others"]


class Sudo(Facts):
    """What sudo is set to allow on this host. Rules for other hosts, and rules that a later one for the same
    principal replaces, are left out of `entries`.

    `full_root_groups` are the names of groups whose members may run everything as root. `valid` is what `visudo -c`
    says. `ignored` are files in an include directory that sudo passes over because of their name.
    """

    installed: bool | Unknown = NOT_COLLECTED
    valid: bool | Unknown = NOT_COLLECTED
    problem: str | Unknown | None = NOT_COLLECTED
    entries: Items[Entry] | Unknown = NOT_COLLECTED
    full_root_groups: Items[str] | Unknown = NOT_COLLECTED
    defaults: Items[DefaultsEntry] | Unknown = NOT_COLLECTED
    files: Items[SudoersFile] | Unknown = NOT_COLLECTED
    ignored: Items[str] | Unknown = NOT_COLLECTED
    command_files: Items[CommandFile] | Unknown = NOT_COLLECTED


FACTS = Sudo


def parse(raw: Raw) -> Sudo:
    """The facts of the `sudo` collector."""
    installed = raw.text("installed")
    if isinstance(installed, Unknown):
        return Sudo(installed=installed)
    lines, missing = raw.seen("lines")
    records = [line.split("\t", 3) for line in lines]
    refused = next((each for each in records if each[0] in ("denied", "deep", "odd")), None)
    if refused and not missing:
        cause = Cause.PERMISSION if refused[0] == "denied" else Cause.UNPARSED
        missing = Unknown(cause=cause, detail=" ".join(refused[1:]))
    if installed.split() and not missing and not any(each[0] == "file" for each in records):
        missing = Unknown(cause=Cause.UNPARSED, detail="sudo is installed, but no sudoers was read")
    policy = read(
        (Source(file=each[1], line=int(each[2]) if each[2].isdecimal() else None, text=each[3].strip()), each[3])
        for each in records
        if each[0] == "line" and len(each) == 4
    )
    if policy.problems and not missing:
        missing = Unknown(cause=Cause.UNPARSED, detail=", ".join(policy.problems[:5]))
    if policy.many and not missing:
        missing = Unknown(cause=Cause.FLOODED, detail=f"more than {MOST} rules")
    defaults = _defaults(policy.defaults)
    asks_target = any(each.name in ("targetpw", "rootpw") and not each.negated and not each.scope for each in defaults)
    host = raw.text("host")
    here = None if isinstance(host, Unknown) else host.strip().lower()
    entries = [_entry(rule, asks_target) for rule in _in_force(policy.rules, here)]
    groups = tuple(dict.fromkeys(each.group for each in entries if each.full_root and each.group))
    partly = missing or _directory(raw)
    valid = _valid(raw)
    return Sudo(
        installed=bool(installed.split()),
        valid=valid,
        problem=_problem(raw, valid),
        entries=_items(tuple(entries), partly),
        full_root_groups=_items(groups, partly),
        defaults=_items(tuple(defaults), partly),
        files=_files(raw, missing),
        ignored=_items(tuple(each[1] for each in records if each[0] == "ignored" and len(each) > 1), missing),
        command_files=_command_files(raw),
    )


def _items(items: tuple[T, ...], missing: Unknown | None) -> Items[T] | Unknown:
    return missing if missing and not items else Items(items=items, missing=missing)


def _directory(raw: Raw) -> Unknown | None:
    """Rules may also come from a directory; those are not seen."""
    sources = raw.lines("nsswitch")
    words = " ".join(sources).partition("sudoers:")[2].split() if not isinstance(sources, Unknown) else []
    if "ldap" in words or ("sss" in words and raw.stream("sssd") is not None):
        return Unknown(cause=Cause.NOT_COLLECTED, detail="sudo rules that a directory holds")
    return None


def _valid(raw: Raw) -> bool | Unknown:
    text = raw.text("visudo")
    stream = raw.stream("visudo")
    if isinstance(text, Unknown) or stream is None:
        return text if isinstance(text, Unknown) else NOT_COLLECTED
    if stream.denied or raw.uid not in (0, None):
        return Unknown(cause=Cause.PERMISSION, detail="visudo -c")
    return stream.exit == 0


def _problem(raw: Raw, valid: bool | Unknown) -> str | Unknown | None:
    if isinstance(valid, Unknown) or valid:
        return valid if isinstance(valid, Unknown) else None
    stream = raw.stream("visudo")
    said = f"{stream.error}\n{stream.data.decode('utf-8', 'replace')}" if stream else ""
    lines = [line for line in said.splitlines() if line.strip() and not line.endswith("parsed OK")]
    return lines[0][:200] if lines else "visudo -c failed"


def _defaults(found: list[Default]) -> list[DefaultsEntry]:
    """The last of each scope and name; lists that are added to (+=) all stay."""
    last: dict[tuple[str, str, str], Default] = {}
    for each in found:
        kept = (each.scope, each.name, (each.value or "") if each.name.startswith("env_") else "")
        last[kept] = each
    return [
        DefaultsEntry(
            setting=f"{each.scope} {'!' if each.negated else ''}{each.name}".strip(),
            name=each.name,
            scope=each.scope,
            value=each.value,
            negated=each.negated,
            source=each.source,
        )
        for each in last.values()
    ]


def _in_force(rules: list[Rule], here: str | None) -> list[Rule]:
    """The rules that are for this host and that no later rule for the same principal replaces: the last match wins."""
    mine = [rule for rule in rules if not rule.who.startswith("!") and _is_here(rule.hosts, here)]
    kept: list[Rule] = []
    later: dict[tuple[str, str, str | None, tuple[str, ...], tuple[str, ...]], None] = {}
    for rule in reversed(mine):
        keys = [
            (who, command, arguments, rule.users, rule.groups)
            for who in {rule.who, "ALL"}
            for command, arguments in ((rule.command, rule.arguments), ("ALL", None))
        ]
        if not any(key in later for key in keys):
            kept.append(rule)
        if here in rule.hosts or "ALL" in rule.hosts:
            later[(rule.who, rule.command, rule.arguments, rule.users, rule.groups)] = None
    return kept[::-1]


def _is_here(hosts: tuple[str, ...], here: str | None) -> bool:
    """Whether a rule is for this host. Only a plain name of another host says no: addresses and netgroups may match."""
    if here is None:
        return True
    names = {here, here.split(".")[0]}
    return any(
        not host.replace("-", "").replace(".", "").isalnum()
        or host == "ALL"
        or host[0].isdigit()
        or any(fnmatchcase(name, host.lower()) for name in names)
        for host in hosts
    )


def _entry(rule: Rule, asks_target: bool) -> Entry:
    everything = rule.command == "ALL" and not rule.negated
    as_root = not (rule.users or rule.groups) or bool({"ALL", "root", "#0"} & set(rule.users))
    shown = rule.command + ("" if rule.arguments is None else f" {rule.arguments}")
    # Asked for the target's password, nobody gets anything by sudo that su would not have given.
    spared = rule.who == "ALL" and asks_target and not rule.nopasswd
    return Entry(
        rule=f"{rule.who}: {'!' if rule.negated else ''}{shown}",
        who=rule.who,
        group=_group(rule.who),
        hosts=rule.hosts,
        users=rule.users,
        groups=rule.groups,
        command=rule.command,
        arguments="" if rule.arguments == '""' else rule.arguments,
        negated=rule.negated,
        password=not rule.nopasswd,
        noexec=bool(rule.noexec),
        full_root=everything and as_root and not spared,
        source=rule.source,
    )


def _group(who: str) -> str | None:
    """The name of a group of the name service; `%#27` and `%:name` (from a plugin) stay principals of their own."""
    name = who[1:]
    return name if who.startswith("%") and name and name[0] not in "#:" else None


def _statuses(raw: Raw, what: str) -> tuple[list[tuple[int, int, int, str]], Unknown | None]:
    lines, missing = raw.seen("statuses")
    found = []
    for line in lines:
        fields = line.split("\t", 4)
        if line == "many" and what == "command":
            missing = missing or Unknown(cause=Cause.CUT, detail="more commands than are looked at")
        elif fields[0] == what and len(fields) == 5 and fields[2].isdecimal() and fields[3].isdecimal():
            try:
                found.append((int(fields[1], 8), int(fields[2]), int(fields[3]), fields[4]))
            except ValueError:
                missing = missing or Unknown(cause=Cause.UNPARSED, detail=line[:80])
    return found, missing


def _files(raw: Raw, unread: Unknown | None) -> Items[SudoersFile] | Unknown:
    found, missing = _statuses(raw, "file")
    items = tuple(SudoersFile(path=path, mode=f"{mode:04o}", uid=uid, gid=gid) for mode, uid, gid, path in found)
    return _items(items, missing or unread)


def _command_files(raw: Raw) -> Items[CommandFile] | Unknown:
    found, missing = _statuses(raw, "command")
    return _items(
        tuple(
            CommandFile(path=path, writable_by="others" if _open(mode, uid, gid) else "root")
            for mode, uid, gid, path in found
        ),
        missing,
    )


def _open(mode: int, uid: int, gid: int) -> bool:
    """Whether anybody but root may write. In a directory with the sticky bit nobody may replace another's file."""
    if mode & 0o1000:
        return uid != 0
    return uid != 0 or bool(mode & 0o002) or (bool(mode & 0o020) and gid != 0)
