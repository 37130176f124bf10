"""The system-wide rules for cryptography: crypto-policies (RHEL, Fedora, SLES), and OpenSSL's own configuration."""

from __future__ import annotations

import re

from scanner.facts._lines import Line, read
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Setting
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_KEY = re.compile(r"\s*([A-Za-z_.]+)\s*=?\s*(.*?)\s*(?:#.*)?")
Sections = dict[str, dict[str, tuple[str, Line]]]


class CryptoPolicy(Facts):
    """`policy` is the one in force (`DEFAULT`), `modules` what changes it (`("SHA1",)`), both None without
    crypto-policies. `pending` is true when another one is configured than is in force.

    `min_protocol` (`TLSv1.2`) and `security_level` are what openssl.cnf sets for every program. Where it sets nothing
    they are None under crypto-policies, which then decides. Elsewhere the level is the one OpenSSL was built with, and
    `min_protocol` is None from OpenSSL 3 on: it refuses TLS before 1.2 at every level but 0.
    """

    policy: str | Unknown | None = NOT_COLLECTED
    modules: tuple[str, ...] | Unknown | None = NOT_COLLECTED
    pending: bool | Unknown | None = NOT_COLLECTED
    min_protocol: Setting[str] | Unknown | None = NOT_COLLECTED
    security_level: Setting[int] | Unknown | None = NOT_COLLECTED


FACTS = CryptoPolicy


def parse(raw: Raw) -> CryptoPolicy:
    """The facts of the `crypto_policy` collector."""
    policy = _policy(raw)
    built_in = (None, None) if isinstance(policy["policy"], str) else _built_in(raw)
    return CryptoPolicy.model_validate({**policy, **_openssl(raw, *built_in)})


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


def _built_in(raw: Raw) -> tuple[Unknown | None, Setting[int] | Unknown]:
    """The lowest version and the level where nothing is set. The version is None where the level takes care of it."""
    text = raw.text("built")
    if isinstance(text, Unknown):
        if raw.stream("built") is None and raw.cause is None and raw.exit == 0:
            text = Unknown(cause=Cause.MISSING_TOOL, detail="openssl, which would say its built-in defaults")
        return text, text
    version = re.search(r"OpenSSL (\d+)\.(\d+)", text)
    number = (int(version[1]), int(version[2])) if version else (0, 0)
    said = re.search(r"SECURITY_LEVEL=(\d)", text)
    # Since 3.2 the level is 2 unless the distribution built it with another one.
    level = int(said[1]) if said else 2 if number >= (3, 2) else None
    unsaid = Unknown(cause=Cause.UNPARSED, detail="the built-in defaults of this OpenSSL are not known")
    return None if number >= (3, 0) and level is not None else unsaid, unsaid if level is None else Setting(value=level)


def _openssl(raw: Raw, unset_protocol: Unknown | None, unset_level: Setting[int] | Unknown | None) -> dict[str, object]:
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
        "min_protocol": Setting(value=protocol[0], source=protocol[1].source) if protocol else unset_protocol,
        "security_level": Setting(value=int(level[1]), source=ciphers[1].source) if level and ciphers else unset_level,
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
