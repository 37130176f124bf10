"""The keywords of sshd's configuration that become facts, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_WORD_FIELDS = """
    permit_root_login password_authentication kbd_interactive_authentication pubkey_authentication gssapi_authentication
    hostbased_authentication ignore_rhosts permit_empty_passwords use_pam disable_forwarding allow_tcp_forwarding
    allow_agent_forwarding allow_stream_local_forwarding gateway_ports permit_tunnel x11_forwarding x11_use_localhost
    permit_user_environment permit_user_rc strict_modes
"""
_ALIASES = {
    "kbd_interactive_authentication": ("challengeresponseauthentication", "skeyauthentication"),
    "pubkey_accepted_algorithms": ("pubkeyacceptedkeytypes",),
    "hostbased_accepted_algorithms": ("hostbasedacceptedkeytypes",),
    "required_rsa_size": ("rsaminsize",),
}


class Kind(Enum):
    """How a value is written.

    NAME keeps its case; MANY_WORDS gathers every line; START and FULL are the first and last part of `10:30:100`.
    """

    WORD = auto()
    NAME = auto()
    NUMBER = auto()
    SECONDS = auto()
    COMMAS = auto()
    SPACES = auto()
    MANY_WORDS = auto()
    START = auto()
    FULL = auto()


_KINDS = {
    **dict.fromkeys(_WORD_FIELDS.split(), Kind.WORD),
    "ciphers": Kind.COMMAS,
    "macs": Kind.COMMAS,
    "kex_algorithms": Kind.COMMAS,
    "host_key_algorithms": Kind.COMMAS,
    "pubkey_accepted_algorithms": Kind.COMMAS,
    "hostbased_accepted_algorithms": Kind.COMMAS,
    "ca_signature_algorithms": Kind.COMMAS,
    "required_rsa_size": Kind.NUMBER,
    "max_auth_tries": Kind.NUMBER,
    "login_grace_time": Kind.SECONDS,
    "max_startups_start": Kind.START,
    "max_startups_full": Kind.FULL,
    "per_source_max_startups": Kind.NUMBER,
    "client_alive_interval": Kind.SECONDS,
    "client_alive_count_max": Kind.NUMBER,
    "authentication_methods": Kind.SPACES,
    "permit_open": Kind.SPACES,
    "authorized_keys_file": Kind.SPACES,
    "allow_users": Kind.MANY_WORDS,
    "allow_groups": Kind.MANY_WORDS,
    "deny_users": Kind.MANY_WORDS,
    "deny_groups": Kind.MANY_WORDS,
    "accept_env": Kind.MANY_WORDS,
    "host_keys": Kind.MANY_WORDS,
    "ports": Kind.MANY_WORDS,
    "listen_addresses": Kind.MANY_WORDS,
    "log_level": Kind.NAME,
    "syslog_facility": Kind.NAME,
    "banner": Kind.NAME,
    "authorized_keys_command": Kind.NAME,
    "authorized_keys_command_user": Kind.NAME,
    "trusted_user_ca_keys": Kind.NAME,
}
_KEYWORDS = {
    "max_startups_start": "maxstartups",
    "max_startups_full": "maxstartups",
    "host_keys": "hostkey",
    "ports": "port",
    "listen_addresses": "listenaddress",
}
FIELDS = tuple(
    (name, kind, (_KEYWORDS.get(name, name.replace("_", "")), *_ALIASES.get(name, ()))) for name, kind in _KINDS.items()
)
"""Each fact with the way its value is written and its keyword, the present name first."""


def converted(kind: Kind, values: Sequence[str]) -> Any:
    """The value of one keyword from its lines; None for `none` and for what is not of the kind."""
    first = values[0].strip().strip('"')
    if kind is Kind.MANY_WORDS:
        return tuple(word for value in values for word in value.split())
    if kind is Kind.SPACES:
        return tuple(first.split()) or None
    if kind is Kind.COMMAS:
        return tuple(part for part in first.split(",") if part) or None
    if first.lower() == "none" and kind is not Kind.WORD:
        return None
    if kind is Kind.WORD:
        word = first.lower()
        return {"without-password": "prohibit-password", "true": "yes", "false": "no"}.get(word, word) or None
    if kind is Kind.NAME:
        return first or None
    if kind is Kind.SECONDS:
        return _seconds(first)
    parts = first.split(":")
    return _number(parts[-1] if kind is Kind.FULL else parts[0])


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _seconds(text: str) -> int | None:
    """`90`, `2m`, `1h30m` as sshd_config(5) has them."""
    if not re.fullmatch(r"([0-9]{1,9}[smhdwSMHDW]?)+", text):
        return None
    parts = re.findall(r"([0-9]{1,9})([smhdw]?)", text.lower())
    return sum(int(number) * _UNITS[unit] for number, unit in parts)
