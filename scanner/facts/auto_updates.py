"""Whether updates install themselves: apt's periodic jobs with unattended-upgrades, and dnf-automatic."""

from __future__ import annotations

import re

from scanner.facts._lines import Line, read
from scanner.facts._repository import truth
from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Setting
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_UNITS = {"": 86400, "d": 86400, "h": 3600, "m": 60, "s": 1}


class AutoUpdates(Facts):
    """Settings of automatic updates. Whether their timers run is told by `units`, their packages by `packages`.

    `update_lists` and `unattended` are apt's intervals in days, rounded up; 0 is never, `always` counts as 1. Both are
    0 where APT::Periodic::Enable is off, and None on a host without apt. `security_archive` tells whether
    unattended-upgrades takes updates from a security archive. `dnf_applies` is dnf-automatic's apply_updates, None
    where it has no settings.
    """

    update_lists: Setting[int] | Unknown | None = NOT_COLLECTED
    unattended: Setting[int] | Unknown | None = NOT_COLLECTED
    security_archive: bool | Unknown | None = NOT_COLLECTED
    dnf_applies: Setting[bool] | Unknown | None = NOT_COLLECTED


FACTS = AutoUpdates


def parse(raw: Raw) -> AutoUpdates:
    """The facts of the `auto_updates` collector."""
    apt: dict[str, object] = dict.fromkeys(("update_lists", "unattended", "security_archive"))
    config = raw.lines("apt.config")
    if isinstance(config, Unknown):
        if raw.stream("apt.config") or "apt.config" in raw.broken or raw.cause is not None or raw.exit != 0:
            apt = dict.fromkeys(apt, config)
    else:
        apt = _apt(config, read(raw.seen("apt.files")[0])[0])
    return AutoUpdates.model_validate({**apt, "dnf_applies": _dnf(raw)})


def _apt(config: list[str], files: list[Line]) -> dict[str, object]:
    values: dict[str, str] = {}
    archives = []
    for line in config:
        found = re.fullmatch(r'(\S+) "(.*)";', line.strip())
        if not found:
            continue
        name = found[1].lower()
        if name.startswith("unattended-upgrade::"):
            archives.append(found[2].lower())
        else:
            values[name.removeprefix("apt::periodic::")] = found[2]
    enabled = _days(values.get("enable", "1"))
    security = any("security" in archive for archive in archives)
    return {
        "update_lists": _interval("update-package-lists", values, files, enabled),
        "unattended": _interval("unattended-upgrade", values, files, enabled),
        "security_archive": security,
    }


def _interval(name: str, values: dict[str, str], files: list[Line], enabled: int | Unknown) -> Setting[int] | Unknown:
    if isinstance(enabled, Unknown):
        return enabled
    if enabled == 0:
        return Setting(value=0, source=_where("enable", files))
    value = _days(values.get(name, "0"))
    return value if isinstance(value, Unknown) else Setting(value=value, source=_where(name, files))


def _where(name: str, files: list[Line]) -> object:
    lines = [line for line in files if re.search(rf'\b{name}"?\s', line.text.lower())]
    return lines[-1].source if lines else None


def _days(text: str) -> int | Unknown:
    """An interval as apt.systemd.daily reads it: days, or a number with d, h, m or s; `always`."""
    if text in ("", "always"):
        return int(text == "always")
    found = re.fullmatch(r"(\d{1,7})([dhms]?)", text)
    if not found:
        return Unknown(cause=Cause.UNPARSED, detail=f"interval {text[:40]!r}")
    return -(-int(found[1]) * _UNITS[found[2]] // 86400)


def _dnf(raw: Raw) -> Setting[bool] | Unknown | None:
    lines, cut = raw.seen("dnf")
    if cut:
        return cut
    for line in reversed(read(lines)[0]):
        key, _, value = line.text.partition("=")
        if key.strip() == "apply_updates":
            applies = truth(value)
            if applies is None:
                return Unknown(cause=Cause.UNPARSED, detail=f"{line.source}: {value.strip()[:40]}")
            return Setting(value=applies, source=line.source)
    return Setting(value=False) if lines else None
