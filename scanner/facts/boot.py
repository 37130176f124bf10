"""Firmware and boot loader: UEFI Secure Boot, and the protection of the boot menu."""

from __future__ import annotations

from typing import NamedTuple

from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import BUILT_IN, Facts, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown


class Grub(Frozen):
    """GRUB's generated menu. `superusers` tells whether any are named; without them a password protects nothing.

    `password` is pbkdf2, plain or none. `file` is the menu that was read.
    """

    file: str | Unknown = NOT_COLLECTED
    superusers: bool | Unknown = NOT_COLLECTED
    password: Setting[str] | Unknown = NOT_COLLECTED


class SystemdBoot(Frozen):
    """systemd-boot. `editor` tells whether boot arguments can be edited at the menu, which is its default."""

    editor: Setting[bool] | Unknown = NOT_COLLECTED


class Boot(Facts):
    """How the host boots.

    `firmware` is uefi or other (BIOS, or a platform without UEFI). `secure_boot` is on when the firmware checks
    signatures: None without UEFI. `setup_mode` is true while anybody may enrol keys; `shim_checks` is false where shim
    was told not to check what it starts. `grub` and `systemd_boot` are None where the host has no menu of theirs.
    """

    firmware: str | Unknown = NOT_COLLECTED
    secure_boot: bool | Unknown | None = NOT_COLLECTED
    setup_mode: bool | Unknown | None = NOT_COLLECTED
    shim_checks: bool | Unknown | None = NOT_COLLECTED
    grub: Grub | Unknown | None = NOT_COLLECTED
    systemd_boot: SystemdBoot | Unknown | None = NOT_COLLECTED


FACTS = Boot


class _Line(NamedTuple):
    file: str
    number: int
    word: str

    @property
    def source(self) -> Source:
        return Source(file=self.file, line=self.number)


def parse(raw: Raw) -> Boot:
    """The facts of the `boot` collector."""
    return Boot.model_validate({**_firmware(raw), "grub": _grub(raw), "systemd_boot": _systemd_boot(raw)})


def _firmware(raw: Raw) -> dict[str, object]:
    fields = ("secure_boot", "setup_mode", "shim_checks")
    lines = raw.lines("firmware")
    if isinstance(lines, Unknown):
        return dict.fromkeys(("firmware", *fields), lines)
    told = {line.partition("\t")[0]: line.partition("\t")[2] for line in lines}
    firmware = told.get("firmware")
    if firmware == "other":
        return {"firmware": firmware, **dict.fromkeys(fields)}
    if firmware != "uefi":
        return dict.fromkeys(("firmware", *fields), Unknown(cause=Cause.UNPARSED, detail="no word of the firmware"))
    if "variables" not in told:
        lost = Unknown(cause=Cause.UNPARSED, detail="efivarfs is not mounted")
        return {"firmware": firmware, **dict.fromkeys(fields, lost)}
    # Firmware without Secure Boot has no such variables; shim sets its own only where checking was switched off.
    unchecked = _bit(told.get("unchecked", "0"))
    return {
        "firmware": firmware,
        "secure_boot": _bit(told.get("secure", "0")),
        "setup_mode": _bit(told.get("setup", "0")),
        "shim_checks": unchecked if isinstance(unchecked, Unknown) else not unchecked,
    }


def _bit(text: str) -> bool | Unknown:
    if text in ("0", "1"):
        return text == "1"
    return Unknown(cause=Cause.PERMISSION if text == "denied" else Cause.UNPARSED, detail=f"EFI variable: {text[:40]}")


def _lines(raw: Raw, name: str) -> list[_Line] | Unknown:
    lines = raw.lines(name)
    if isinstance(lines, Unknown):
        return lines
    fields = (line.split("\t") for line in lines)
    return [
        _Line(each[0], int(each[1]), each[2])
        for each in fields
        if len(each) == 3 and each[1].isascii() and each[1].isdigit() and len(each[1]) < 10
    ]


def _grub(raw: Raw) -> Grub | Unknown | None:
    lines = _lines(raw, "menu")
    if isinstance(lines, Unknown):
        return lines
    denied = next((line.file for line in lines if line.word == "denied"), None)
    if denied:
        return Unknown(cause=Cause.PERMISSION, detail=denied)
    by_word: dict[str, _Line] = {}
    for line in lines:
        by_word.setdefault(line.word, line)
    # A menu on the EFI partition that only points to the real one has no entries.
    menu = by_word.get("entry") or by_word.get("entry_unrestricted") or by_word.get("read")
    if menu is None:
        return None
    password: Setting[str] = Setting(value="none")
    if "pbkdf2" in by_word:
        password = Setting(value="pbkdf2", source=by_word["pbkdf2"].source)
    elif "password_file" in by_word and "user_password" in by_word:
        password = Setting(value="pbkdf2", source=by_word["user_password"].source)
    elif "plain" in by_word:
        password = Setting(value="plain", source=by_word["plain"].source)
    return Grub(file=menu.file, superusers="superusers" in by_word, password=password)


def _systemd_boot(raw: Raw) -> SystemdBoot | Unknown | None:
    lines = _lines(raw, "systemd_boot")
    if isinstance(lines, Unknown):
        return lines
    if not lines:
        return None
    editor = next((line for line in reversed(lines) if line.word.startswith("editor ")), None)
    if editor is None:
        return SystemdBoot(editor=Setting(value=True, source=BUILT_IN))
    on = editor.word.split()[1:] not in (["no"], ["false"], ["0"], ["off"], ["n"], ["f"])
    return SystemdBoot(editor=Setting(value=on, source=editor.source))
