"""The system-wide rules for cryptography: crypto-policies (RHEL, Fedora, SLES), and OpenSSL's own configuration."""

from __future__ import annotations

import re

from scanner.facts._repository import Line, read
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Setting
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_KEY = re.compile(r"\s*([A-Za-z_.]+)\s*=?\s*(.*?)\s*(?:#.*)?")
Sections = dict[str, dict[str, tuple[str, Line]]]


class CryptoPolicy(Facts):
    """`policy` is the one in force (`DEFAULT`), `modules` what changes it (`("SHA1",)`), both None without
    crypto-policies. `pending` is true when another one is configured than is in force.

    `min_protocol` (`TLSv1.2`) and `security_level` are what openssl.cnf sets for every program, None where it sets
    nothing: then the distribution's built-in default holds.
    """

    policy: str | Unknown | None = NOT_COLLECTED
    modules: tuple[str, ...] | Unknown | None = NOT_COLLECTED
    pending: bool | Unknown | None = NOT_COLLECTED
    min_protocol: Setting[str] | Unknown | None = NOT_COLLECTED
    security_level: Setting[int] | Unknown | None = NOT_COLLECTED


FACTS = CryptoPolicy


def parse(raw: Raw) -> CryptoPolicy:
    """The facts of the `crypto_policy` collector."""
    return CryptoPolicy.model_validate({**_policy(raw), **_openssl(raw)})


def _policy(raw: Raw) -> dict[str, object]:
    lines = raw.lines("policy")
    if isinstance(lines, Unknown):
        return dict.fromkeys(("policy", "modules", "pending"), lines)
    told = dict(line.split("\t", 1) for line in lines if "\t" in line)
    current = told.get("state/current", "").strip()
    if not current:
        if "config" in told:
            unseen = Unknown(cause=Cause.UNPARSED, detail="/etc/crypto-policies/state/current says nothing")
            return dict.fromkeys(("policy", "modules", "pending"), unseen)
        return dict.fromkeys(("policy", "modules", "pending"))
    name, *modules = current.split(":")
    configured = told.get("config", current).strip()
    return {"policy": name, "modules": tuple(modules), "pending": configured.upper() != current.upper()}


def _openssl(raw: Raw) -> dict[str, object]:
    lines = raw.lines("openssl")
    if isinstance(lines, Unknown):
        return dict.fromkeys(("min_protocol", "security_level"), lines)
    found = _default_section(_sections(read(lines)[0]))
    if isinstance(found, Unknown):
        return dict.fromkeys(("min_protocol", "security_level"), found)
    protocol = found.get("tls.minprotocol", found.get("minprotocol"))
    ciphers = found.get("cipherstring")
    level = re.search(r"@SECLEVEL=(\d)", ciphers[0]) if ciphers else None
    return {
        "min_protocol": Setting(value=protocol[0], source=protocol[1].source) if protocol else None,
        "security_level": Setting(value=int(level[1]), source=ciphers[1].source) if level and ciphers else None,
    }


def _sections(lines: list[Line]) -> Sections:
    sections: Sections = {"": {}}
    name = ""
    for line in lines:
        if head := re.fullmatch(r"\s*\[\s*([^\]\s]+)\s*\].*", line.text):
            name = head[1]
            sections.setdefault(name, {})
        elif key := _KEY.fullmatch(line.text):
            sections[name][key[1].lower()] = (key[2], line)
    return sections


def _default_section(sections: Sections) -> dict[str, tuple[str, Line]] | Unknown:
    """The section every program starts from: openssl_conf → ssl_conf → system_default. Empty where the chain ends."""
    section = sections[""]
    for step in ("openssl_conf", "ssl_conf", "system_default"):
        for name in {id(section): section, id(sections[""]): sections[""]}.values():
            if ".include" in name and "crypto-policies" not in name[".include"][0]:
                return Unknown(
                    cause=Cause.UNPARSED, detail=f"{name['.include'][1].source}: what it includes is not read"
                )
        if step not in section:
            return {}
        section = sections.get(section[step][0].strip("\"'"), {})
    return section
