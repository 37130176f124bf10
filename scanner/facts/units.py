"""systemd units: what is loaded and running, what starts at boot, what failed, from which files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scanner.facts._systemctl import RUNNING, blocks
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_NO_SYSTEMD = re.compile(r"not been booted with systemd|Failed to connect to bus|Failed to get D-Bus", re.IGNORECASE)
_STARTS = frozenset({"enabled", "enabled-runtime"})
_UNIT = re.compile(r"[^\s/]+\.(service|socket|timer|path|target|mount|automount)")


class Unit(Item):
    """One unit as the manager sees it. An alias has a row of its own that says the same.

    `load` is loaded, not-found, masked, bad-setting or error; `active` is active, inactive, failed, activating,
    deactivating or reloading; `sub` the unit type's finer state (running, exited, listening, waiting). `enabled` is the
    unit file's state (enabled, disabled, static, masked, indirect, generated, alias), None for a unit without a file.
    `in_use` is true when it runs now or starts at boot. `restarts` counts automatic restarts since boot. `skipped` is
    true when its conditions were tested and do not hold on this host, so that systemd did not start it.
    """

    name: str
    load: str | Unknown = NOT_COLLECTED
    active: str | Unknown = NOT_COLLECTED
    sub: str | Unknown | None = NOT_COLLECTED
    enabled: str | Unknown | None = NOT_COLLECTED
    in_use: bool | Unknown = NOT_COLLECTED
    skipped: bool | Unknown = NOT_COLLECTED
    result: str | Unknown | None = NOT_COLLECTED
    restarts: int | Unknown | None = NOT_COLLECTED
    type: str | Unknown | None = NOT_COLLECTED
    fragment: str | Unknown | None = NOT_COLLECTED
    drop_ins: tuple[str, ...] | Unknown = NOT_COLLECTED


class Units(Facts):
    """All units of the system manager. `failed` are those whose last run failed; `default` is the target at boot.

    `boot_words` are the words of the kernel's command line that start a shell or another system instead of the usual
    one (`systemd.debug_shell`, `init=…`); a container shows those of its machine.
    On a host that is not run by systemd everything else is Unknown (missing_tool).
    """

    units: Table[Unit] | Unknown = NOT_COLLECTED
    failed: Items[Unit] | Unknown = NOT_COLLECTED
    default: str | Unknown = NOT_COLLECTED
    boot_words: tuple[str, ...] | Unknown = NOT_COLLECTED


FACTS = Units


def parse(raw: Raw) -> Units:
    """The facts of the `units` collector."""
    default = raw.text("default")
    if not isinstance(default, Unknown):
        default = default.strip() or Unknown(cause=Cause.UNPARSED, detail=_said(raw, "default"))
    words = raw.lines("boot_words")
    boot_words = words if isinstance(words, Unknown) else tuple(words)
    lines, cut = raw.seen("loaded")
    stream = raw.stream("loaded")
    if stream is not None and _NO_SYSTEMD.search(stream.error):
        none = Unknown(cause=Cause.MISSING_TOOL, detail="systemd does not run this host")
        return Units(units=none, failed=none, default=none, boot_words=boot_words)
    if cut and "" in lines:
        lines = lines[: len(lines) - lines[::-1].index("")]  # the last unit did not come whole
    if not lines:
        why = cut or Unknown(cause=Cause.UNPARSED, detail=_said(raw, "loaded"))
        return Units(units=why, failed=why, default=default, boot_words=boot_words)
    files = raw.lines("files")
    states = {} if isinstance(files, Unknown) else dict(_states(files))
    units = {unit.name: unit for block in blocks(lines) for unit in _loaded(block, states)}
    failed = Items[Unit](items=tuple(unit for unit in units.values() if unit.active == "failed"), missing=cut)
    units |= {name: _unloaded(name, state) for name, state in states.items() if name not in units}
    missing = cut or (files if isinstance(files, Unknown) else None)
    table = Table[Unit](rows=dict(units), complete=missing is None, missing=missing)
    return Units(units=table, failed=failed, default=default, boot_words=boot_words)


def _said(raw: Raw, name: str) -> str:
    stream = raw.stream(name)
    return (stream.error.strip() if stream else "")[:200] or "systemctl said nothing"


def _states(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The state of each unit file: `ssh.service enabled enabled`."""
    for line in lines:
        words = line.split()
        if len(words) >= 2 and _UNIT.fullmatch(words[0]):
            yield words[0], words[1]


def _loaded(block: Mapping[str, str], states: Mapping[str, str]) -> Iterator[Unit]:
    names = dict.fromkeys((block.get("Id", ""), *block.get("Names", "").split()))
    for name in names:
        if not _UNIT.fullmatch(name) or block.get("LoadState") in (None, "not-found"):
            continue  # something refers to it, but the host has no such unit
        active = block.get("ActiveState") or Unknown(cause=Cause.UNPARSED, detail="no ActiveState")
        enabled = block.get("UnitFileState") or states.get(name)
        restarts = block.get("NRestarts", "")
        yield Unit(
            name=name,
            load=block["LoadState"],
            active=active,
            sub=block.get("SubState") or None,
            enabled=enabled,
            in_use=active if isinstance(active, Unknown) else active in RUNNING or enabled in _STARTS,
            skipped=block.get("ConditionResult") == "no" and block.get("ConditionTimestampMonotonic", "0") != "0",
            result=block.get("Result") or None,
            restarts=int(restarts) if restarts.isascii() and restarts.isdigit() and len(restarts) < 10 else None,
            type=block.get("Type") or None,
            fragment=block.get("FragmentPath") or None,
            drop_ins=tuple(block.get("DropInPaths", "").split()),
            source=Source(file=block["FragmentPath"]) if block.get("FragmentPath") else None,
        )


def _unloaded(name: str, state: str) -> Unit:
    """A unit that the manager does not hold in memory is inactive; its file is not told."""
    masked = state.startswith("masked")
    return Unit(
        name=name,
        load="masked" if masked else "loaded",
        active="inactive",
        sub="dead",
        enabled=state,
        in_use=state in _STARTS,
        skipped=False,
        result=None,
        restarts=None,
        type=None,
    )
