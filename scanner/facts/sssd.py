"""Directories that accounts come from, and whether the way there is encrypted and the server verified."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_YES = frozenset({"true", "yes", "1", "on"})
_SEALED = frozenset({"ad", "ipa"})
"""Providers that sign and seal LDAP with Kerberos by themselves; port 389 is no clear text there."""


class Directory(Item):
    """One directory in use. `provider` as SSSD names it (`ldap`, `ad`, `ipa`), `ldap` for nslcd.

    `encrypted`: every server is asked by LDAPS, StartTLS or with Kerberos sealing. `reqcert`: how the server's
    certificate is checked (`demand` and `hard` refuse a false one); None where no TLS is used. `password_in_clear`:
    SSSD is told to send passwords without TLS.
    """

    name: str
    provider: str
    encrypted: Setting[bool]
    reqcert: Setting[str] | None = None
    password_in_clear: Setting[bool] = Setting[bool](value=False)


class Sssd(Facts):
    """Directories by SSSD and nslcd, those of programs that are installed; local files are in `accounts`."""

    directories: Items[Directory] | Unknown = NOT_COLLECTED


FACTS = Sssd
Values = Mapping[str, Setting[str]]


def parse(raw: Raw) -> Sssd:
    """The facts of the `sssd` collector."""
    programs = raw.lines("programs")
    if isinstance(programs, Unknown):
        return Sssd(directories=programs)
    found: list[Directory] = []
    missing: Unknown | None = None
    for program, read in (("sssd", _sssd), ("nslcd", _nslcd)):
        if program not in programs:
            continue
        lines, unseen = raw.seen(program)
        records = [line.split("\t", 3) for line in lines]
        denied = next((each[1] for each in records if each[0] == "denied" and len(each) == 2), None)
        missing = missing or unseen or (Unknown(cause=Cause.PERMISSION, detail=denied) if denied else None)
        found += read([each for each in records if len(each) == 4])
    return Sssd(directories=missing if missing and not found else Items(items=tuple(found), missing=missing))


def _setting(record: list[str], value: str) -> Setting[str]:
    line = int(record[1]) if record[1].isdecimal() else None
    return Setting(value=value, source=Source(file=record[0], line=line, text=record[3].strip()))


def _sssd(records: list[list[str]]) -> list[Directory]:
    sections: dict[str, dict[str, Setting[str]]] = {}
    for record in records:
        values = sections.setdefault(record[2].strip(), {})
        name, equals, value = record[3].partition("=")
        if equals:
            values[name.strip()] = _setting(record, value.strip())
    domains = {name.partition("/")[2]: values for name, values in sections.items() if name.startswith("domain/")}
    listed = sections.get("sssd", {}).get("domains")
    wanted = {each.strip() for each in listed.value.split(",")} if listed else set(domains)
    wanted |= {name for name, values in domains.items() if _on(values, "enabled")}
    return [
        _domain(name, values)
        for name, values in domains.items()
        if name in wanted and _text(values, "id_provider") not in ("files", "local", "proxy", "")
    ]


def _domain(name: str, values: Values) -> Directory:
    provider = _text(values, "id_provider")
    uris = _text(values, "ldap_uri"), _text(values, "ldap_backup_uri")
    servers = [each for text in uris for each in text.replace(",", " ").split() if each != "_srv_"]
    sealed = provider in _SEALED or "gss" in _text(values, "ldap_sasl_mech")
    secure = bool(servers) and "_srv_" not in uris[0] and all(_is_secure(each) for each in servers)
    tls = secure or _on(values, "ldap_id_use_start_tls") or _on(values, "ad_use_ldaps")
    at = values.get("ldap_id_use_start_tls") or values.get("ldap_uri") or values.get("id_provider")
    reqcert = values.get("ldap_tls_reqcert") or Setting(value="hard")
    clear = values.get("ldap_auth_disable_tls_never_use_in_production")
    return Directory(
        name=f"sssd: {name}",
        provider=provider,
        encrypted=Setting(value=sealed or tls, source=at.source if at else None),
        reqcert=Setting(value=reqcert.value.lower(), source=reqcert.source) if tls else None,
        password_in_clear=Setting(
            value=bool(clear and clear.value.lower() in _YES), source=clear.source if clear else None
        ),
        source=values["id_provider"].source,
    )


def _nslcd(records: list[list[str]]) -> list[Directory]:
    """nslcd leaves the check of the certificate to its own setting, else to ldap.conf, else to the library: demand."""
    own: dict[str, list[Setting[str]]] = {}
    library: list[Setting[str]] = []
    for record in records:
        words = record[3].split(None, 1)
        setting = _setting(record, words[1].strip() if len(words) > 1 else "")
        if record[0].endswith("nslcd.conf"):
            own.setdefault(record[2], []).append(setting)
        elif record[2] == "tls_reqcert":
            library.append(setting)
    uris = own.get("uri", [])
    if not uris:
        return []
    ssl = own.get("ssl", [Setting(value="off")])[-1]
    secure = all(_is_secure(each) for uri in uris for each in uri.value.split())
    tls = secure or ssl.value.lower() in {"start_tls", *_YES}
    sealed = any("gss" in each.value.lower() for each in own.get("sasl_mech", []))
    reqcert = (own.get("tls_reqcert") or library or [Setting(value="demand")])[-1]
    return [
        Directory(
            name="nslcd",
            provider="ldap",
            encrypted=Setting(value=tls or sealed, source=ssl.source or uris[-1].source),
            reqcert=Setting(value=reqcert.value.lower(), source=reqcert.source) if tls else None,
            source=uris[0].source,
        )
    ]


def _is_secure(uri: str) -> bool:
    return uri.lower().startswith(("ldaps://", "ldapi://"))


def _text(values: Values, name: str) -> str:
    return values[name].value.lower() if name in values else ""


def _on(values: Values, name: str) -> bool:
    return _text(values, name) in _YES
