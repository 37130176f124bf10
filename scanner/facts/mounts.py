"""Mounted file systems and their options; what fstab will mount at boot."""

from __future__ import annotations

import re

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_ESCAPED = re.compile(r"\\([0-7]{3})")


class Mount(Item):
    """A file system as it is mounted at `target` now; of several at one place the uppermost.

    `options` are those of the mount, `super_options` those of the file system itself (where network file systems tell
    their protocol). Values of password options are left out. `device` is the device's number, such as `8:1`.
    `read_only` is true when either is `ro`.
    """

    KEY = "target"
    target: str
    type: str | Unknown = NOT_COLLECTED
    what: str | Unknown = NOT_COLLECTED
    device: str | Unknown = NOT_COLLECTED
    options: tuple[str, ...] | Unknown = NOT_COLLECTED
    super_options: tuple[str, ...] | Unknown = NOT_COLLECTED
    read_only: bool | Unknown = NOT_COLLECTED


class FstabEntry(Item):
    """A line of /etc/fstab: what is mounted at `target`, of which type, with which options."""

    KEY = "target"
    target: str
    what: str | Unknown = NOT_COLLECTED
    type: str | Unknown = NOT_COLLECTED
    options: tuple[str, ...] | Unknown = NOT_COLLECTED


class Swap(Item):
    """Swap space in use: a partition or a file."""

    name: str
    type: str | Unknown = NOT_COLLECTED


class Mounts(Facts):
    """What is mounted now by mount point, what /etc/fstab says by mount point, and the swap spaces in use."""

    mounted: Table[Mount] | Unknown = NOT_COLLECTED
    fstab: Table[FstabEntry] | Unknown = NOT_COLLECTED
    swaps: Items[Swap] | Unknown = NOT_COLLECTED


FACTS = Mounts


def parse(raw: Raw) -> Mounts:
    """The facts of the `mounts` collector."""
    return Mounts(mounted=_mounted(raw), fstab=_fstab(raw), swaps=_swaps(raw))


def _mounted(raw: Raw) -> Table[Mount] | Unknown:
    lines, missing = raw.seen("mounted")
    rows: dict[str, Mount | Unknown | None] = {}
    for line in lines:
        fields = line.split("\t")
        if len(fields) != 6:
            continue
        device, target, options, kind, what, superior = fields
        target = plain(target)
        rows[target] = Mount(
            target=target,
            device=device,
            type=kind,
            what=plain(what),
            options=_options(options),
            super_options=_options(superior),
            read_only="ro" in options.split(",") or "ro" in superior.split(","),
        )
    if not rows:
        return missing or Unknown(cause=Cause.UNPARSED, detail="nothing is mounted, which cannot be")
    # A later line may be mounted over an earlier one, so a cut list is no list of what is there.
    return missing or Table[Mount](rows=rows, complete=True)


def _fstab(raw: Raw) -> Table[FstabEntry] | Unknown:
    lines = raw.lines("fstab")
    stream = raw.stream("fstab")
    if isinstance(lines, Unknown):
        return lines
    if stream is not None and stream.exit != 0:
        return Unknown(cause=Cause.PERMISSION if stream.denied else Cause.UNPARSED, detail=stream.error.strip()[:200])
    rows: dict[str, FstabEntry | Unknown | None] = {}
    for line in lines:
        fields = line.split("\t")
        if len(fields) != 5 or not re.fullmatch(r"\d{1,9}", fields[0]):
            continue
        number, what, target, kind, options = fields
        target = plain(target)
        rows[target if kind != "swap" else plain(what)] = FstabEntry(
            target=target,
            what=plain(what),
            type=kind,
            options=_options(options or "defaults"),
            source=Source(file="/etc/fstab", line=int(number), text=" ".join(fields[1:])[:200]),
        )
    return Table[FstabEntry](rows=rows, complete=True)


def _swaps(raw: Raw) -> Items[Swap] | Unknown:
    lines, missing = raw.seen("swaps")
    if missing and not lines:
        return missing
    words = [line.split() for line in lines[1:]]
    return Items(
        items=tuple(Swap(name=plain(each[0]), type=each[1]) for each in words if len(each) > 1), missing=missing
    )


def _options(text: str) -> tuple[str, ...]:
    return tuple(plain(option) for option in text.split(",") if option)


def plain(text: str) -> str:
    """The kernel and fstab write a space as \\040; control characters are shown as �, for they only come by intent."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 8) & 0xFF), text)
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
