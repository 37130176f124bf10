"""USB: whether the host has it, and which devices USBGuard or the kernel lets in."""

from __future__ import annotations

from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import Facts, Item, Items, Setting, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_DEFAULTS = {
    "ImplicitPolicyTarget": "block",
    "PresentDevicePolicy": "apply-policy",
    "InsertedDevicePolicy": "apply-policy",
}
"""Of usbguard-daemon.conf(5)."""


class Bus(Item):
    """A USB bus. `authorized` is what happens to a new device: 1 is let in, 0 is not, 2 only what is built in."""

    name: str
    authorized: int | Unknown = NOT_COLLECTED


class Rule(Item):
    """A rule of USBGuard: what it does (allow, block, reject), and whether it holds for any device at all."""

    KEY = "at"
    at: str
    action: str | Unknown = NOT_COLLECTED
    any_device: bool | Unknown = NOT_COLLECTED


class UsbGuard(Frozen):
    """USBGuard's settings as its configuration gives them; `rule_count` is the number of its rules."""

    implicit_target: Setting[str] | Unknown = NOT_COLLECTED
    present_policy: Setting[str] | Unknown = NOT_COLLECTED
    inserted_policy: Setting[str] | Unknown = NOT_COLLECTED
    rules: Items[Rule] | Unknown = NOT_COLLECTED
    rule_count: int | Unknown = NOT_COLLECTED


class Usb(Facts):
    """`buses` is empty on a host without USB. `guard` is None where USBGuard has no configuration."""

    buses: Items[Bus] | Unknown = NOT_COLLECTED
    present: bool | Unknown = NOT_COLLECTED
    guard: UsbGuard | Unknown | None = NOT_COLLECTED


FACTS = Usb


def parse(raw: Raw) -> Usb:
    """The facts of the `usb` collector."""
    buses = _buses(raw)
    return Usb(
        buses=buses,
        present=buses if isinstance(buses, Unknown) else len(buses) > 0,
        guard=_guard(raw),
    )


def _buses(raw: Raw) -> Items[Bus] | Unknown:
    lines = raw.lines("buses")
    if isinstance(lines, Unknown):
        return lines
    pairs = [line.partition("\t")[::2] for line in lines if not line.startswith("usb\t")]
    odd = Unknown(cause=Cause.UNPARSED, detail="authorized_default")
    known = {"-1": 1, "0": 0, "1": 1, "2": 2}  # -1 lets in all but wireless USB, which is gone
    return Items(items=tuple(Bus(name=name, authorized=known.get(value, odd)) for name, value in pairs))


def _guard(raw: Raw) -> UsbGuard | Unknown | None:
    lines = raw.lines("daemon")
    if isinstance(lines, Unknown):
        return lines
    if not lines:
        return None
    settings: dict[str, Setting[str]] = {name: Setting(value=value) for name, value in _DEFAULTS.items()}
    elsewhere = None
    for fields in (line.split("\t", 2) for line in lines):
        if len(fields) != 3 or not (fields[1].isascii() and fields[1].isdigit() and len(fields[1]) < 10):
            continue
        file, number, text = fields
        if text == "denied":
            return Unknown(cause=Cause.PERMISSION, detail=file)
        name, _, value = text.strip().partition("=")
        if name in settings:
            settings[name] = Setting(value=value.strip(), source=Source(file=file, line=int(number), text=text.strip()))
        elif name in ("RuleFile", "RuleFolder") and value.strip().rstrip("/") not in (
            "/etc/usbguard/rules.conf", "/etc/usbguard/rules.d", "",
        ):  # fmt: skip
            elsewhere = value.strip()
    rules = _rules(raw)
    if elsewhere:
        rules = Unknown(cause=Cause.UNPARSED, detail=f"the rules lie in {elsewhere}"[:200])
    complete = isinstance(rules, Items) and rules.missing is None
    return UsbGuard(
        implicit_target=settings["ImplicitPolicyTarget"],
        present_policy=settings["PresentDevicePolicy"],
        inserted_policy=settings["InsertedDevicePolicy"],
        rules=rules,
        rule_count=len(rules) if isinstance(rules, Items) and complete else _why(rules),
    )


def _why(rules: Items[Rule] | Unknown) -> Unknown:
    return rules if isinstance(rules, Unknown) else rules.missing or NOT_COLLECTED


def _rules(raw: Raw) -> Items[Rule] | Unknown:
    lines, missing = raw.seen("rules")
    found = []
    for fields in (line.split("\t") for line in lines):
        if len(fields) != 4 or not (fields[1].isascii() and fields[1].isdigit() and len(fields[1]) < 10):
            continue
        file, number, action, scope = fields
        if action == "denied":
            missing = missing or Unknown(cause=Cause.PERMISSION, detail=file)
        else:
            source = Source(file=file, line=int(number))
            found.append(Rule(at=f"{file}:{number}", action=action, any_device=scope == "any", source=source))
    return missing if missing and not found else Items(items=tuple(found), missing=missing)
