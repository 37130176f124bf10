"""Block devices: what each mounted file system and swap space lies on, and whether a layer encrypts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from scanner.facts._luks import Luks, luks
from scanner.facts.mounts import plain
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_ENCRYPTING = frozenset(
    f"dm-CRYPT-{kind}" for kind in ("LUKS1", "LUKS2", "PLAIN", "TCRYPT", "LOOPAES", "BITLK", "FVAULT2")
)
_POOLED = frozenset({"btrfs", "bcachefs", "zfs"})
"""File systems that show a device number of their own."""
_IMAGES = frozenset({"squashfs", "iso9660", "udf", "erofs", "cramfs"})
_BOOT = ("/boot", "/efi")
_DEPTH = 16


class Volume(Item):
    """A mounted, writable file system that keeps data, or swap space, named by its first mount point or its path.

    Not listed are /boot and the EFI partition, memory, networks, and images that cannot be written. `encrypted` is true
    when every device below it is encrypted by the host. `layers` are the devices below it from top to bottom,
    `disks` the lowest of them. `storage_network` tells that a disk is reached by iSCSI or Fibre Channel; `removable`
    that one hangs on USB or is an SD card.
    """

    name: str
    type: str | Unknown = NOT_COLLECTED
    targets: tuple[str, ...] | Unknown = NOT_COLLECTED
    encrypted: bool | Unknown = NOT_COLLECTED
    layers: tuple[str, ...] | Unknown = NOT_COLLECTED
    disks: tuple[str, ...] | Unknown = NOT_COLLECTED
    storage_network: bool | Unknown = NOT_COLLECTED
    removable: bool | Unknown = NOT_COLLECTED


class KeyFile(Item):
    """A line of /etc/crypttab whose key lies in a file, named by that file: for which mapping, its mode and owner, and
    whether the file itself lies on an encrypted volume. Keys drawn at random at each boot are not listed."""

    name: str
    mapping: str | Unknown = NOT_COLLECTED
    mode: str | Unknown | None = NOT_COLLECTED
    uid: int | Unknown | None = NOT_COLLECTED
    encrypted: bool | Unknown | None = NOT_COLLECTED


class Disks(Facts):
    """What keeps data on this host, the open LUKS devices, and the files that hold keys for them."""

    volumes: Items[Volume] | Unknown = NOT_COLLECTED
    luks: Items[Luks] | Unknown = NOT_COLLECTED
    key_files: Items[KeyFile] | Unknown = NOT_COLLECTED


FACTS = Disks


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    kind: str
    below: tuple[str, ...]
    transport: str


@dataclass(slots=True)
class _Use:
    """One device (or pool) in use: how, at which mount points."""

    kind: str
    type: str
    what: str
    number: str
    targets: list[str] = field(default_factory=list)


def parse(raw: Raw) -> Disks:
    """The facts of the `disks` collector."""
    lines, missing = raw.seen("blocks")
    used, unseen = raw.seen("uses")
    aliases, unsure = raw.seen("aliases")
    missing = missing or unseen or unsure
    headers = luks(raw)
    if missing and not (lines and used):
        return Disks(volumes=missing, luks=headers, key_files=missing)
    if not used:
        lost = Unknown(cause=Cause.UNPARSED, detail="nothing is mounted, which cannot be")
        return Disks(volumes=lost, luks=headers, key_files=lost)
    tree = _Tree(lines, aliases, used, raw)
    volumes = Items[Volume](items=tuple(_volumes(used, tree)), missing=missing)
    return Disks(volumes=volumes, luks=headers, key_files=_key_files(raw, tree))


class _Tree:
    """The block devices by name and by number."""

    def __init__(self, lines: list[str], aliases: list[str], used: list[str], raw: Raw) -> None:
        self.blocks: dict[str, _Block] = {}
        self.numbers: dict[str, str] = {}
        for fields in (line.split("\t") for line in lines):
            if len(fields) == 5:
                name, number, kind, below, transport = fields
                self.blocks[name] = _Block(name, kind, tuple(below.split()), transport)
                self.numbers[number] = name
        pairs = (line.partition("\t") for line in aliases)
        self.aliases = {path: PurePosixPath(real).name for path, _, real in pairs}
        self.pools = [line.split("\t")[1:] for line in used if line.startswith("btrfs\t")]
        self.zfs = self._datasets(raw)

    def _datasets(self, raw: Raw) -> Mapping[str, bool]:
        lines, _ = raw.seen("zfs")
        pairs = (line.partition("\t") for line in lines)
        return {name: how.strip() not in ("off", "-", "") for name, _, how in pairs}

    def names(self, use: _Use) -> list[str]:
        """The devices a file system or swap space lies on; empty when that was not seen."""
        name = self.numbers.get(use.number) or self.aliases.get(use.what) or PurePosixPath(use.what).name
        pool = next((pool for pool in self.pools if name in pool), None) if use.type == "btrfs" else None
        names = pool or [name]
        return names if all(each in self.blocks for each in names) else []

    def encrypted(self, name: str, depth: int = 0) -> bool | Unknown:
        """Whether a device, or everything it lies on, is encrypted."""
        block = self.blocks.get(name)
        if block is None or depth > _DEPTH:
            return Unknown(cause=Cause.UNPARSED, detail=f"what lies below {name}")
        if block.kind in _ENCRYPTING:
            return True
        if not block.below:
            return Unknown(cause=Cause.UNPARSED, detail=f"what lies below {name}") if _opaque(block) else False
        return _every(self.encrypted(each, depth + 1) for each in block.below)

    def down(self, name: str, depth: int = 0) -> Iterator[_Block]:
        """The device and all below it."""
        block = self.blocks.get(name)
        if block is not None and depth <= _DEPTH:
            yield block
            for each in block.below:
                yield from self.down(each, depth + 1)


def _opaque(block: _Block) -> bool:
    """Whether what lies below a device cannot be read from the tree: a file, a pool, another host's disk."""
    return block.kind == "loop" or block.kind.startswith("dm-") or block.name.startswith(("zd", "drbd", "nbd", "rbd"))


def _every(each: Iterator[bool | Unknown]) -> bool | Unknown:
    found = list(each)
    if any(value is False for value in found):
        return False
    return next((value for value in found if isinstance(value, Unknown)), True)


def _volumes(used: list[str], tree: _Tree) -> Iterator[Volume]:
    uses: dict[str, _Use] = {}
    homes: dict[str, _Use] = {}
    for fields in (line.split("\t") for line in used):
        if fields[0] == "mount" and len(fields) == 5:
            _, number, target, kind, what = (*map(plain, fields),)
            homes[target] = _Use("mount", kind, what, number)
            if _keeps_data(target, kind, number):
                key = f"{kind} {what}" if number.startswith("0:") else number
                uses.setdefault(key, _Use("mount", kind, what, number)).targets.append(target)
        elif fields[0] == "swap" and len(fields) == 3:
            path = plain(fields[1])
            uses[f"swap {path}"] = _Use(f"swap {fields[2]}", "swap", path, "", [path])
    for use in uses.values():
        if use.kind == "swap file":
            above = [target for target in homes if use.what.startswith(f"{target.rstrip('/')}/")]
            home = homes.get(max(above, key=len, default=""))
            use = _Use(
                "swap", home.type if home else "", home.what if home else "", home.number if home else "", use.targets
            )
        names = tree.names(use)
        if not (names and all(block.kind == "zram" for name in names for block in tree.down(name))):
            yield _volume(use, names, tree)


def _keeps_data(target: str, kind: str, number: str) -> bool:
    if kind in _IMAGES or any(target == boot or target.startswith(f"{boot}/") for boot in _BOOT):
        return False
    return kind in _POOLED or not number.startswith("0:")


def _volume(use: _Use, names: list[str], tree: _Tree) -> Volume:
    targets = tuple(dict.fromkeys(use.targets))
    name = min(targets, key=lambda target: (len(target), target))
    if use.type == "zfs":
        known = tree.zfs.get(use.what)
        lost = Unknown(cause=Cause.MISSING_TOOL, detail="zfs list")
        return Volume(
            name=name, type=use.type, targets=targets, encrypted=lost if known is None else known,
            layers=(use.what,), disks=(use.what.partition("/")[0],), storage_network=False, removable=False,
        )  # fmt: skip
    if not names:
        lost = Unknown(cause=Cause.UNPARSED, detail=f"the device of {use.what}"[:200])
        return Volume(
            name=name, type=use.type, targets=targets, encrypted=lost, layers=lost, disks=lost,
            storage_network=lost, removable=lost,
        )  # fmt: skip
    blocks = list(dict.fromkeys(block for each in names for block in tree.down(each)))
    transports = {block.transport for block in blocks}
    return Volume(
        name=name,
        type=use.type,
        targets=targets,
        encrypted=_every(tree.encrypted(each) for each in names),
        layers=tuple(block.name for block in blocks),
        disks=tuple(block.name for block in blocks if not block.below),
        storage_network=bool(transports & {"iscsi", "fc"}),
        removable=bool(transports & {"usb", "sd"}),
    )


def _key_files(raw: Raw, tree: _Tree) -> Items[KeyFile] | Unknown:
    lines, missing = raw.seen("crypttab")
    stream = raw.stream("crypttab")
    if missing is None and stream is not None and stream.error and raw.uid != 0:
        missing = Unknown(cause=Cause.PERMISSION, detail="/etc/crypttab")
    found = []
    for fields in (line.split("\t") for line in lines):
        if len(fields) != 4 or fields[3] in ("asked", "device") or not re.fullmatch(r"\d{1,6}", fields[0]):
            continue
        number, mapping, path, status = fields
        source = Source(file="/etc/crypttab", line=int(number))
        # Without root a file below a closed directory looks as if it were gone.
        mode, uid, on = _status("unseen" if raw.uid != 0 and status == "gone" else status, tree)
        found.append(KeyFile(name=path, mapping=mapping, mode=mode, uid=uid, encrypted=on, source=source))
    return missing if missing and not found else Items(items=tuple(found), missing=missing)


def _status(text: str, tree: _Tree) -> tuple[str | Unknown | None, int | Unknown | None, bool | Unknown | None]:
    """Mode, owner and whether the file lies on an encrypted device; absent where the file is gone (a removable one)."""
    if text == "gone":
        return None, None, None
    numbers = re.fullmatch(r"([0-7]{1,4}):(\d{1,10}):(\d{1,18})", text)
    if not numbers:
        lost = Unknown(cause=Cause.PERMISSION, detail="the key file")
        return lost, lost, lost
    device = int(numbers[3])
    number = f"{device >> 8 & 0xFFF}:{device & 0xFF | device >> 12 & 0xFFF00}"
    name = tree.numbers.get(number)
    on = tree.encrypted(name) if name else Unknown(cause=Cause.UNPARSED, detail=f"the device {number}")
    return numbers[1].rjust(4, "0"), int(numbers[2]), on
