"""Reads rsyslog's statements: where its actions write and send, in both its languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from scanner.model.facts import Source
from scanner.model.unknown import Cause, Unknown

_OBJECT = re.compile(r"(.*?)\b(action|global|module|include)\((.*)", re.DOTALL)
_SETTING = re.compile(r'([a-z][a-z0-9_.]*)\s*=\s*("[^"]*"|\[[^\]]*\])', re.IGNORECASE)
_LEGACY = re.compile(r"(.*?)(@@?|:omrelp:|:omfwd:|-?(?=/))(?:\([^)]*\))?([^\s;]+)\S*\s*")
_DRIVERS = frozenset(("gtls", "ossl", "mbedtls"))
_VERIFIED = frozenset(("x509/name", "x509/fingerprint", "x509/certvalid", "name", "fingerprint", "certvalid"))


class Statement(NamedTuple):
    """A statement as it came: its place, whether it stands inside a block, its text."""

    source: Source
    nested: bool
    text: str


class Action(NamedTuple):
    """Where an action sends or writes to. `auth` tells whether records of logins go there."""

    protocol: str
    host: str
    port: int | None
    tls: bool
    verified: bool
    auth: bool | Unknown
    source: Source


def actions(statements: Sequence[Statement], drivers: Collection[str]) -> Iterator[Action]:
    """Every action that writes a file (`protocol` file, `host` its path) or sends over the network.

    `drivers` are the TLS drivers that are installed (gtls, ossl, mbedtls); with another one nothing is encrypted.
    """
    usable = frozenset(drivers) & _DRIVERS
    settings: dict[str, str] = {}
    for statement in statements:
        text = statement.text.strip()
        if text.startswith("$"):
            name, _, value = text[1:].partition(" ")
            settings[name.lower()] = value.strip()
            continue
        found = _OBJECT.fullmatch(text)
        if not found:
            yield from _legacy(statement, settings, usable)
            continue
        given = {name.lower(): value.strip('"[] ') for name, value in _SETTING.findall(found[3])}
        if found[2] == "global":
            settings |= given
        elif found[2] == "action":
            yield from _object(statement, found[1], given, settings, usable)


def _object(
    statement: Statement, before: str, given: dict[str, str], settings: dict[str, str], usable: frozenset[str]
) -> Iterator[Action]:
    kind = given.get("type", "").lower()
    auth = _auth(before, statement.nested)
    if kind == "omfile":
        yield Action("file", given.get("file") or given.get("dynafile", ""), None, False, False, auth, statement.source)
    if kind == "omfwd":
        protocol = given.get("protocol", "udp").lower()
        driver = (
            given.get("streamdriver") or given.get("streamdriver.name") or settings.get("defaultnetstreamdriver", "")
        )
        mode = given.get("streamdrivermode") or given.get("streamdriver.mode") or "0"
        trust = given.get("streamdriverauthmode") or given.get("streamdriver.authmode") or ""
        tls = protocol == "tcp" and driver.lower() in usable and mode == "1"
        yield Action(
            protocol, given.get("target", ""), _port(given.get("port"), 514), tls,
            tls and trust.lower() in _VERIFIED, auth, statement.source,
        )  # fmt: skip
    if kind == "omrelp":
        tls = given.get("tls", "off").lower() == "on"
        trust = given.get("tls.authmode", "")
        yield Action(
            "relp", given.get("target", ""), _port(given.get("port"), 514), tls,
            tls and trust.lower() in _VERIFIED, auth, statement.source,
        )  # fmt: skip


def _legacy(statement: Statement, settings: dict[str, str], usable: frozenset[str]) -> Iterator[Action]:
    found = _LEGACY.fullmatch(statement.text.strip())
    if not found:
        return
    before, sign, target = found[1], found[2], found[3]
    auth = _auth(before, statement.nested)
    if target.startswith("/"):
        yield Action("file", target, None, False, False, auth, statement.source)
        return
    host, port = _split(target)
    tcp = sign == "@@"
    driver = settings.get("defaultnetstreamdriver", "").lower()
    tls = tcp and driver in usable and settings.get("actionsendstreamdrivermode", "0") == "1"
    verified = tls and settings.get("actionsendstreamdriverauthmode", "").lower() in _VERIFIED
    protocol = "relp" if sign == ":omrelp:" else "tcp" if tcp else "udp"
    yield Action(protocol, host, port, tls, verified, auth, statement.source)


def _split(target: str) -> tuple[str, int]:
    if target.startswith("["):
        host, _, rest = target[1:].partition("]")
        return host, _port(rest.lstrip(":"), 514)
    host, _, port = target.partition(":")
    return host, _port(port, 514)


def _port(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,5}", text) else default


def _auth(before: str, nested: bool) -> bool | Unknown:
    """Whether the selector before an action lets records of logins through. Without one everything goes."""
    before = before.strip()
    if nested or before.startswith(("if ", "if(", "&", ":", "else", "ruleset", "}")) or "{" in before:
        return Unknown(cause=Cause.UNPARSED, detail="a condition decides what goes there")
    if not before:
        return True
    taken = False
    for part in before.split(";"):
        names, _, level = part.strip().rpartition(".")
        for name in names.split(","):
            if name.strip() in ("*", "auth", "authpriv"):
                taken = level not in ("none", "emerg", "alert", "crit", "=emerg") and not level.startswith("!")
    return taken
