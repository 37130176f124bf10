"""The SSH server: whether it is in use, its effective settings with the lines that set them, its Match blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, get_args

from scanner.facts import _sshd_config as config
from scanner.facts._sshd_values import FIELDS, Kind, converted
from scanner.facts.raw import Raw
from scanner.model.facts import BUILT_IN, Facts, Item, Items, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

Word = Setting[str] | Unknown
Number = Setting[int] | Unknown
Words = Setting[tuple[str, ...]] | Unknown
COMMAND_LINE = "sshd (command line)"
_OPENSSH = re.compile(r"OpenSSH_(\d+\.\d+(?:\.\d+)?)")


class MatchBlock(Item):
    """What one Match block of sshd_config changes, for the connections it applies to.

    A setting is None where the block does not set it, and where an earlier block always decides it first.
    `permit_root_login` is None also when the block cannot apply to root. `criteria` is the text after Match.
    `pubkey_accepted_algorithms` is as written: a leading +, - or ^ changes the global list.
    """

    KEY: ClassVar[str] = "criteria"
    criteria: str
    permit_root_login: Word | None = None
    password_authentication: Word | None = None
    kbd_interactive_authentication: Word | None = None
    permit_empty_passwords: Word | None = None
    hostbased_authentication: Word | None = None
    authentication_methods: Words | None = None
    pubkey_accepted_algorithms: Words | None = None
    disable_forwarding: Word | None = None
    allow_tcp_forwarding: Word | None = None
    allow_agent_forwarding: Word | None = None
    gateway_ports: Word | None = None
    permit_tunnel: Word | None = None
    x11_forwarding: Word | None = None
    ignore_rhosts: Word | None = None
    accept_env: Words | None = None
    max_auth_tries: Number | None = None
    log_level: Word | None = None


class Sshd(Facts):
    """OpenSSH's server.

    `in_use` is true when it runs, waits behind a socket or starts at boot. The settings are what `sshd -T` tells with
    the daemon's own command line, for a connection that no Match block with conditions applies to; `Match all` and, for
    `permit_root_login`, blocks that always apply to root are counted in. Words are in lower case except names; times in
    seconds. A value that only `sshd -T` knows is Unknown (permission) without root. None: this version has no such
    setting, or it is `none`. Written `prohibit-password` for its older name `without-password`.
    """

    installed: bool | Unknown = NOT_COLLECTED
    in_use: bool | Unknown = NOT_COLLECTED
    version: str | Unknown | None = NOT_COLLECTED
    options: tuple[str, ...] | Unknown = NOT_COLLECTED
    matches: Items[MatchBlock] | Unknown = NOT_COLLECTED

    permit_root_login: Word = NOT_COLLECTED
    password_authentication: Word = NOT_COLLECTED
    kbd_interactive_authentication: Word = NOT_COLLECTED
    pubkey_authentication: Word = NOT_COLLECTED
    gssapi_authentication: Word | None = NOT_COLLECTED
    hostbased_authentication: Word = NOT_COLLECTED
    ignore_rhosts: Word = NOT_COLLECTED
    permit_empty_passwords: Word = NOT_COLLECTED
    use_pam: Word | None = NOT_COLLECTED
    authentication_methods: Words = NOT_COLLECTED
    ciphers: Words = NOT_COLLECTED
    macs: Words = NOT_COLLECTED
    kex_algorithms: Words = NOT_COLLECTED
    host_key_algorithms: Words = NOT_COLLECTED
    pubkey_accepted_algorithms: Words = NOT_COLLECTED
    hostbased_accepted_algorithms: Words | None = NOT_COLLECTED
    ca_signature_algorithms: Words | None = NOT_COLLECTED
    required_rsa_size: Number | None = NOT_COLLECTED
    max_auth_tries: Number = NOT_COLLECTED
    login_grace_time: Number = NOT_COLLECTED
    max_startups_start: Number = NOT_COLLECTED
    max_startups_full: Number = NOT_COLLECTED
    per_source_max_startups: Number | None = NOT_COLLECTED
    client_alive_interval: Number = NOT_COLLECTED
    client_alive_count_max: Number = NOT_COLLECTED
    allow_users: Words = NOT_COLLECTED
    allow_groups: Words = NOT_COLLECTED
    deny_users: Words = NOT_COLLECTED
    deny_groups: Words = NOT_COLLECTED
    disable_forwarding: Word | None = NOT_COLLECTED
    allow_tcp_forwarding: Word = NOT_COLLECTED
    allow_agent_forwarding: Word = NOT_COLLECTED
    allow_stream_local_forwarding: Word = NOT_COLLECTED
    gateway_ports: Word = NOT_COLLECTED
    permit_tunnel: Word = NOT_COLLECTED
    permit_open: Words = NOT_COLLECTED
    x11_forwarding: Word = NOT_COLLECTED
    x11_use_localhost: Word = NOT_COLLECTED
    permit_user_environment: Word = NOT_COLLECTED
    permit_user_rc: Word = NOT_COLLECTED
    accept_env: Words = NOT_COLLECTED
    strict_modes: Word = NOT_COLLECTED
    log_level: Word = NOT_COLLECTED
    syslog_facility: Word = NOT_COLLECTED
    banner: Word | None = NOT_COLLECTED
    host_keys: Words = NOT_COLLECTED
    authorized_keys_file: Words = NOT_COLLECTED
    authorized_keys_command: Word | None = NOT_COLLECTED
    authorized_keys_command_user: Word | None = NOT_COLLECTED
    trusted_user_ca_keys: Word | None = NOT_COLLECTED
    ports: Words = NOT_COLLECTED
    listen_addresses: Words = NOT_COLLECTED


FACTS = Sshd


def parse(raw: Raw) -> Sshd:
    """The facts of the `sshd` collector."""
    state = raw.lines("state")
    if isinstance(state, Unknown):
        return Sshd(installed=state, in_use=state)
    marks = {line.split("\t", 1)[0] for line in state}
    if "server" not in marks:
        return Sshd(installed=False, in_use=False, version=None)
    seen = _Seen.of(raw)
    return Sshd.model_validate(
        {
            "installed": True,
            "in_use": bool(marks & {"pid", "starts"}) or _units_in_use(raw),
            "version": _version(raw),
            "options": seen.options,
            "matches": _matches(seen),
            **{name: _setting(seen, name, kind, keywords) for name, kind, keywords in FIELDS},
        }
    )


def _units_in_use(raw: Raw) -> bool | Unknown:
    stream = raw.stream("units")
    if stream is None or stream.exit:
        # Without systemd the process and the start links have been looked for; without root not every process is seen.
        return False if raw.uid == 0 else Unknown(cause=Cause.PERMISSION, detail="the processes of root")
    lines = raw.lines("units")
    return lines if isinstance(lines, Unknown) else any(_IN_USE.fullmatch(line) for line in lines)


_IN_USE = re.compile(r"ActiveState=(active|activating|reloading)|UnitFileState=enabled(-runtime)?")


def _version(raw: Raw) -> str | Unknown:
    text = raw.text("version")
    if isinstance(text, Unknown):
        return text
    found = _OPENSSH.search(text)
    return found[1] if found else Unknown(cause=Cause.UNPARSED, detail=text[:80])


class _Seen(NamedTuple):
    """All that tells of the settings."""

    effective: Mapping[str, Sequence[str]] | Unknown
    options: tuple[str, ...] | Unknown
    config: config.Config
    files: Unknown | None
    root_groups: tuple[str, ...]

    @classmethod
    def of(cls, raw: Raw) -> _Seen:
        rows, missing = raw.seen("files")
        options = raw.lines("options")
        groups = raw.text("groups")
        read = config.read(rows)
        if missing is None and read.denied:
            missing = Unknown(cause=Cause.PERMISSION, detail=read.denied)
        return cls(
            effective=_effective(raw),
            options=options if isinstance(options, Unknown) else tuple(options),
            config=read,
            files=missing,
            root_groups=("root",) if isinstance(groups, Unknown) else tuple(groups.split()),
        )


def _effective(raw: Raw) -> Mapping[str, Sequence[str]] | Unknown:
    lines = raw.lines("effective")
    stream = raw.stream("effective")
    if isinstance(lines, Unknown):
        return lines
    if stream is None or stream.exit or not lines:
        said = stream.error.strip().split("\n")[0].strip()[:200] if stream else ""
        cause = Cause.UNPARSED if raw.uid == 0 else Cause.PERMISSION
        return Unknown(cause=cause, detail=f"sshd -T: {said}")
    values: dict[str, list[str]] = {}
    for line in lines:
        keyword, _, value = line.partition(" ")
        values.setdefault(keyword.lower(), []).append(value)
    return values


def _setting(seen: _Seen, name: str, kind: Kind, keywords: Sequence[str]) -> Any:
    root = seen.root_groups if name == "permit_root_login" else None
    for _, line, always in seen.config.overriding(keywords, root):
        if always:
            return _value(name, kind, [" ".join(line.words)], line.source)
    first = seen.config.first(keywords)
    source = _option(seen.options, keywords) or (first.source if first else _nowhere(seen))
    if isinstance(seen.effective, Unknown):
        known = first and seen.files is None and _option(seen.options, keywords) is None and kind is not Kind.MANY_WORDS
        return _value(name, kind, [" ".join(first.words)], source) if first and known else seen.effective
    keyword = next((keyword for keyword in keywords if keyword in seen.effective), None)
    if keyword is None and kind is Kind.MANY_WORDS:
        return ()  # sshd -T prints no line for an empty list
    return _value(name, kind, seen.effective[keyword] if keyword else (), source)


def _nowhere(seen: _Seen) -> Source | None:
    """That nothing sets a keyword is known once every file and the daemon's own options were read."""
    return BUILT_IN if seen.files is None and not isinstance(seen.options, Unknown) else None


def _value(name: str, kind: Kind, values: Sequence[str], source: Source | None, whole: bool = True) -> Any:
    if whole and source and values and kind is Kind.COMMAS and values[0][:1] in tuple("+-^"):
        return Unknown(cause=Cause.PERMISSION, detail=f"{source} changes a list that only sshd -T shows")
    value = converted(kind, values) if values else None
    if value is not None:
        return Setting[Any](value=value, source=source)
    optional = type(None) in get_args(Sshd.model_fields[name].annotation)
    return None if optional else Unknown(cause=Cause.UNPARSED, detail=f"sshd -T: {name}: {' '.join(values)[:60]}")


def _option(options: tuple[str, ...] | Unknown, keywords: Sequence[str]) -> Source | None:
    """The daemon's own option that sets a keyword; it wins over every file."""
    if isinstance(options, Unknown):
        return None
    for option in options:
        text = f"Port={option[2:]}" if option.startswith("-p") else option[2:]
        if re.split(r"[\s=]", text.strip(), maxsplit=1)[0].lower() in keywords and option[:2] in ("-o", "-p"):
            return Source(file=COMMAND_LINE, text=option[:200])
    return None


def _matches(seen: _Seen) -> Items[MatchBlock]:
    changes: dict[int, dict[str, Any]] = {id(block): {} for block in seen.config.blocks}
    for name, kind, keywords in FIELDS:
        if name in MatchBlock.model_fields:
            root = seen.root_groups if name == "permit_root_login" else None
            for block, line, always in seen.config.overriding(keywords, root):
                if not always:
                    changes[id(block)][name] = _value(name, kind, [" ".join(line.words)], line.source, whole=False)
    found = (
        MatchBlock(criteria=" ".join(block.start.words), source=block.start.source, **changes[id(block)])
        for block in seen.config.blocks
    )
    return Items[MatchBlock](items=tuple(found), missing=seen.files)
