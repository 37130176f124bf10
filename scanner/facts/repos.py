"""Software repositories of apt, dnf/yum and zypper, and the settings that decide whether signatures are checked."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.facts import _repos_apt, _repos_rpm
from scanner.facts._lines import Line, read
from scanner.facts._repository import Repository
from scanner.facts.raw import Raw
from scanner.model.base import Frozen
from scanner.model.facts import Facts, Items, Setting
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_MOVED = {"dir::etc::sourcelist": "sources.list", "dir::etc::sourceparts": "sources.list.d"}


class Apt(Frozen):
    """apt's settings in force. apt-config says the values; the source is the line that gives this value last.

    `verify_tls` is false when a host's certificate or name is not checked anywhere.
    """

    allow_unauthenticated: Setting[bool] | Unknown = NOT_COLLECTED
    allow_insecure: Setting[bool] | Unknown = NOT_COLLECTED
    allow_weak: Setting[bool] | Unknown = NOT_COLLECTED
    allow_downgrade: Setting[bool] | Unknown = NOT_COLLECTED
    check_valid_until: Setting[bool] | Unknown = NOT_COLLECTED
    verify_tls: Setting[bool] | Unknown = NOT_COLLECTED


class Repos(Facts):
    """Where packages come from. `manager` is apt, dnf (also yum) or zypper, None on a host with none of them.

    `apt` is None on a host without apt. Repositories that are switched off are listed too, `enabled: false`. Snap
    stores and Flatpak remotes are not among them.
    """

    manager: str | Unknown | None = NOT_COLLECTED
    apt: Apt | Unknown | None = NOT_COLLECTED
    repositories: Items[Repository] | Unknown = NOT_COLLECTED


FACTS = Repos


def parse(raw: Raw) -> Repos:
    """The facts of the `repos` collector."""
    began = [name for name in ("apt", "zypper", "dnf") if any(_sent(raw, f"{name}.{part}") for part in _PARTS[name])]
    if not began:
        if raw.cause is None and raw.exit == 0:
            none = Unknown(cause=Cause.MISSING_TOOL, detail="no apt, dnf, yum or zypper")
            return Repos(manager=None, apt=None, repositories=none)
        why = raw.seen("apt.list")[1] or NOT_COLLECTED
        return Repos(manager=why, apt=why, repositories=why)
    found: list[Repository] = []
    missing: list[Unknown] = []
    apt = _apt(raw) if "apt" in began else raw.seen("apt.config")[1] if raw.cause else None
    for name in began:
        repositories = {"apt": _apt_repositories, "dnf": _dnf, "zypper": _zypper}[name](raw)
        for each in repositories:
            (missing if isinstance(each, Unknown) else found).append(each)  # type: ignore[arg-type]  # sorted by type
    items = Items[Repository](items=tuple(found), missing=missing[0] if missing else None)
    return Repos(manager=began[0], apt=apt, repositories=items)


_PARTS = {
    "apt": ("config", "files", "list", "sources"),
    "zypper": ("main", "repos"),
    "dnf": ("kind", "main", "repos"),
}


def _sent(raw: Raw, name: str) -> bool:
    return name in raw.streams or name in raw.broken


def _lines(raw: Raw, name: str, missing: list[Unknown]) -> list[Line]:
    """The lines of a stream; why there may be more is added to `missing`."""
    sent, cut = raw.seen(name)
    lines, unread = read(sent)
    missing += [why for why in (cut, unread) if why]
    return lines


def _apt(raw: Raw) -> Apt | Unknown:
    config = raw.lines("apt.config")
    if isinstance(config, Unknown):
        return config
    values = _repos_apt.dumped(config)
    if "dir::etc::sourcelist" not in values:
        return Unknown(cause=Cause.UNPARSED, detail="apt-config did not say its settings")
    files = _lines(raw, "apt.files", [])

    def flag(*names: str, default: bool = False) -> Setting[bool] | Unknown:
        return _repos_apt.flag(values, names, files, default)

    tls = [name for name in values if name.startswith("acquire::https") and "::verify-" in name]
    return Apt(
        allow_unauthenticated=flag("apt::get::allowunauthenticated", "apt::get::force-yes"),
        allow_insecure=flag("acquire::allowinsecurerepositories"),
        allow_weak=flag("acquire::allowweakrepositories"),
        allow_downgrade=flag("acquire::allowdowngradetoinsecurerepositories"),
        check_valid_until=flag("acquire::check-valid-until", default=True),
        verify_tls=flag(*tls, default=True),
    )


def _apt_repositories(raw: Raw) -> Iterator[Repository | Unknown]:
    missing: list[Unknown] = []
    yield from _repos_apt.one_line(_lines(raw, "apt.list", missing))
    yield from _repos_apt.deb822(_lines(raw, "apt.sources", missing))
    yield from missing
    config = raw.lines("apt.config")
    values = {} if isinstance(config, Unknown) else _repos_apt.dumped(config)
    for name, usual in _MOVED.items():
        for full, value in values.get(name, ()):
            if value != usual:
                yield Unknown(cause=Cause.UNPARSED, detail=f'{full} "{value[:60]}": sources lie elsewhere')


def _dnf(raw: Raw) -> Iterator[Repository | Unknown]:
    missing: list[Unknown] = []
    main = _repos_rpm.main_section(_lines(raw, "dnf.main", missing))
    kind = raw.text("dnf.kind")
    default: Setting[bool] | Unknown = Unknown(cause=Cause.UNPARSED, detail="the built-in default of this dnf")
    if isinstance(kind, str) and kind.strip() == "dnf":
        default = Setting(value=False)
    yield from _repos_rpm.dnf(main, _lines(raw, "dnf.repos", missing), default)
    if "reposdir" in main:
        missing.append(Unknown(cause=Cause.UNPARSED, detail=f"{main['reposdir'][1].source}: sources lie elsewhere"))
    yield from missing


def _zypper(raw: Raw) -> Iterator[Repository | Unknown]:
    missing: list[Unknown] = []
    main = _repos_rpm.main_section(_lines(raw, "zypper.main", missing))
    yield from _repos_rpm.zypper(main, _lines(raw, "zypper.repos", missing))
    yield from missing
