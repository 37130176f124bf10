"""LUKS headers as cryptsetup prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.facts.raw import Raw
from scanner.model.facts import Item, Items
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_STRONG_TOKENS = frozenset({"systemd-tpm2", "systemd-fido2", "systemd-pkcs11", "systemd-recovery", "clevis"})
"""Their key slots hold long random keys, so a slow derivation adds nothing."""


class Luks(Item):
    """An open LUKS device, named by its mapping.

    `cipher` is such as aes-xts-plain64, `key_bits` the length of the volume's key: XTS splits it into two. `kdfs` are
    the derivations of the key slots that a person's passphrase or a key file opens. `slots` is the number of key slots,
    `tokens` the kinds of other ways to open it. `tpm_alone` is true when a TPM opens it and asks for no PIN.
    """

    name: str
    version: int | Unknown = NOT_COLLECTED
    cipher: str | Unknown = NOT_COLLECTED
    key_bits: int | Unknown = NOT_COLLECTED
    kdfs: tuple[str, ...] | Unknown = NOT_COLLECTED
    slots: int | Unknown = NOT_COLLECTED
    tokens: tuple[str, ...] | Unknown = NOT_COLLECTED
    tpm_alone: bool | Unknown = NOT_COLLECTED


def luks(raw: Raw) -> Items[Luks] | Unknown:
    """The open LUKS devices."""
    lines, missing = raw.seen("headers")
    if missing and not lines:
        return missing
    return Items(items=tuple(_device(block, raw.uid) for block in _blocks(lines)), missing=missing)


def _blocks(lines: list[str]) -> Iterator[list[list[str]]]:
    block: list[list[str]] = []
    for fields in (line.split("\t", 2) for line in lines):
        if fields[0] == "device" and len(fields) == 3:
            if block:
                yield block
            block = [fields]
        elif block:
            block.append(fields)
    if block:
        yield block


def _device(block: list[list[str]], uid: int | None) -> Luks:
    name = block[0][1]
    code = next((fields[1] for fields in block if fields[0] == "exit" and len(fields) > 1), "")
    if code != "0":
        cause = Cause.MISSING_TOOL if code == "127" else Cause.UNPARSED if uid == 0 else Cause.PERMISSION
        lost = Unknown(cause=cause, detail=f"cryptsetup luksDump {block[0][2]}")
        return Luks.model_validate({"name": name} | dict.fromkeys(set(Luks.model_fields) - {"name", "source"}, lost))
    lines = ["\t".join(fields[1:]) for fields in block if fields[0] == "line"]
    pins = {fields[1]: fields[2] for fields in block if fields[0] == "pin" and len(fields) == 3}
    version = _first(r"Version:\s*(\d)", lines)
    if version == "1":
        cipher, mode = (_first(rf"Cipher {part}:\s*(\S+)", lines) for part in ("name", "mode"))
        slots = sum(line.startswith("Key Slot") for line in lines)
        bits = _number(_first(r"MK bits:\s*(\d+)", lines))
        return Luks(
            name=name,
            version=1,
            cipher=f"{cipher}-{mode}",
            key_bits=bits,
            kdfs=("pbkdf2",),
            slots=slots,
            tokens=(),
            tpm_alone=False,
        )
    if version != "2":
        lost = Unknown(cause=Cause.UNPARSED, detail="LUKS version")
        return Luks.model_validate({"name": name} | dict.fromkeys(set(Luks.model_fields) - {"name", "source"}, lost))
    entries = list(_entries(lines))
    tokens = [(number, kind, inner) for section, number, kind, inner in entries if section == "Tokens"]
    slots2 = [(number, inner) for section, number, _, inner in entries if section == "Keyslots"]
    strong = {inner["Keyslot"] for _, kind, inner in tokens if kind in _STRONG_TOKENS and "Keyslot" in inner}
    segment = next((inner["cipher"] for _, _, _, inner in entries if "cipher" in inner), None)
    key = next((inner["Key"] for _, inner in slots2 if "Key" in inner), "")
    return Luks(
        name=name,
        version=2,
        cipher=segment or Unknown(cause=Cause.UNPARSED, detail="cipher"),
        key_bits=_number(key.split()[0] if key else ""),
        kdfs=tuple(dict.fromkeys(inner.get("PBKDF", "?") for number, inner in slots2 if number not in strong)),
        slots=len(slots2),
        tokens=tuple(dict.fromkeys(kind for _, kind, _ in tokens)),
        tpm_alone=_tpm_alone(tokens, pins),
    )


def _tpm_alone(tokens: list[tuple[str, str, dict[str, str]]], pins: dict[str, str]) -> bool | Unknown:
    if any(kind == "systemd-tpm2" and pins.get(number) != "yes" for number, kind, _ in tokens):
        return True
    if any(kind == "clevis" for _, kind, _ in tokens):
        return Unknown(cause=Cause.UNPARSED, detail="clevis keeps to itself what it is bound to")
    return False


def _entries(lines: list[str]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Each numbered entry of a header: its section, number, kind, and the values below it."""
    section = ""
    entry: tuple[str, str, str, dict[str, str]] | None = None
    for line in lines:
        heading = re.fullmatch(r"([A-Z][a-z ]*):", line)
        numbered = re.fullmatch(r"  (\d{1,3}): (\S+)", line)
        value = re.fullmatch(r"\t(\w+):\s*(.*)", line)
        if heading or numbered:
            if entry:
                yield entry
            entry = (section, numbered[1], numbered[2], {}) if numbered else None
            section = heading[1] if heading else section
        elif value and entry:
            entry[3].setdefault(value[1], value[2].strip())
    if entry:
        yield entry


def _first(pattern: str, lines: list[str]) -> str:
    return next((found[1] for line in lines if (found := re.match(pattern, line))), "")


def _number(text: str) -> int | Unknown:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else Unknown(cause=Cause.UNPARSED, detail=f"bits: {text[:20]!r}")
