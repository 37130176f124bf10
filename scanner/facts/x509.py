"""Certificates that services of the host are configured to use."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import ClassVar

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_KINDS = {"rsaencryption": "rsa", "rsassapss": "rsa", "id-ecpublickey": "ec", "dsaencryption": "dsa"}
_WHY = {
    "directory": Unknown(cause=Cause.UNPARSED, detail="a directory of certificates"),
    "denied": Unknown(cause=Cause.PERMISSION),
    "absent": Unknown(cause=Cause.UNPARSED, detail="the file is not there"),
}


class Certificate(Item):
    """The first certificate of a file, with the line of the service that names it.

    `not_after` is in UTC, `days_left` counts whole days from the scan, below 0 when it has expired. `key` is rsa, ec,
    dsa, ed25519 or ed448, `bits` its size. `digest` is what it was signed over with (`sha256`), None where the kind of
    key fixes it.
    """

    KEY: ClassVar[str] = "path"
    path: str
    not_after: datetime | Unknown = NOT_COLLECTED
    days_left: int | Unknown = NOT_COLLECTED
    key: str | Unknown = NOT_COLLECTED
    bits: int | Unknown | None = NOT_COLLECTED
    digest: str | Unknown | None = NOT_COLLECTED


class X509(Facts):
    """Certificates named in the settings of nginx, Apache, Postfix, Dovecot, HAProxy, lighttpd, vsftpd, MySQL, rsyslog.

    Whether such a service runs is not looked at. A path with a variable or relative to something is `missing`.
    """

    certificates: Items[Certificate] | Unknown = NOT_COLLECTED


FACTS = X509


def parse(raw: Raw) -> X509:
    """The facts of the `x509` collector."""
    lines, missing = raw.seen("references")
    if missing and not lines:
        return X509(certificates=missing)
    sources: dict[str, Source] = {}
    for line in lines:
        words = line.split("\t")
        if len(words) != 3 or not re.fullmatch(r"\d{1,7}", words[2]):
            continue
        if words[0] == "denied":
            missing = missing or Unknown(cause=Cause.PERMISSION, detail=words[1])
        elif not words[0].startswith("/") or "$" in words[0]:
            detail = f"{words[1]}:{words[2]}: {words[0][:80]}"
            missing = missing or Unknown(cause=Cause.UNPARSED, detail=detail)
        else:
            sources.setdefault(words[0], Source(file=words[1], line=int(words[2])))
    if not sources:
        return X509(certificates=Items[Certificate](missing=missing))
    seen, cut = raw.seen("certificates")
    if raw.stream("certificates") is None and raw.cause is None and raw.exit == 0:
        cut = Unknown(cause=Cause.MISSING_TOOL, detail="openssl")
    told = _blocks(seen)
    if cut and told:
        told.popitem()  # the last one may not be whole
    items = tuple(_certificate(path, told[path], source, raw) for path, source in sources.items() if path in told)
    if len(items) < len(sources):
        missing = missing or cut or Unknown(cause=Cause.CUT, detail="more certificates than are looked at")
    return X509(certificates=Items[Certificate](items=items, missing=missing))


def _blocks(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    path = ""
    for line in lines:
        if line.startswith("cert\t"):
            path = line[5:]
            found[path] = []
        elif path:
            found[path].append(line.strip())
    return found


def _certificate(path: str, lines: list[str], source: Source, raw: Raw) -> Certificate:
    why = _WHY.get(lines[0]) if lines else Unknown(cause=Cause.UNPARSED, detail="openssl finds no certificate in it")
    if why:
        facts = dict.fromkeys(("not_after", "days_left", "key", "bits", "digest"), why)
        return Certificate.model_validate({"path": path, "source": source, **facts})
    values: dict[str, str] = {}
    for line in lines:
        name, _, value = line.replace("notAfter=", "notAfter: ").partition(": ")
        values.setdefault(name.removeprefix("RSA "), value.strip())
    until = _date(values.get("notAfter", ""))
    left = until if isinstance(until, Unknown) else NOT_COLLECTED
    if isinstance(until, datetime) and raw.clock:
        left = (until - raw.clock).days  # type: ignore[assignment]  # a number of days or why there is none
    kind = values.get("Public Key Algorithm", "").lower()
    bits = re.search(r"(\d{2,5}) bit", values.get("Public-Key", ""))
    key = _KINDS.get(kind, kind)
    return Certificate(
        path=path,
        source=source,
        not_after=until,
        days_left=left,
        key=key or Unknown(cause=Cause.UNPARSED, detail="openssl names no kind of key"),
        bits=int(bits[1]) if bits else None if key.startswith("ed") else Unknown(cause=Cause.UNPARSED),
        digest=_digest(values),
    )


def _digest(values: dict[str, str]) -> str | Unknown | None:
    algorithm = values.get("Signature Algorithm", "").lower()
    if algorithm in ("ed25519", "ed448"):
        return None
    text = values.get("Hash Algorithm", "").lower() if algorithm == "rsassapss" else algorithm
    found = re.search(r"md[245]|sha3-\d{3}|sha\d{1,3}", text)
    return found[0] if found else Unknown(cause=Cause.UNPARSED, detail=f"signature {algorithm[:60]!r}")


def _date(text: str) -> datetime | Unknown:
    """`Nov  2 10:00:00 2027 GMT`."""
    try:
        return datetime.strptime(" ".join(text.split()), "%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC)
    except ValueError:
        return Unknown(cause=Cause.UNPARSED, detail=f"date {text[:40]!r}")
